/* Who a token is, kept in memory, so that a request of one that was seen
 * before asks no database. Loop's thread.
 *
 * The tokens and whose they are stand in the database; whatever changes that
 * (signing out, going for good, becoming a host) calls callers_clear on the
 * loop after its commit and before its answer, so that no later request is
 * taken for whom it was. Those that run out do so here too. */
#ifndef MADANG_API_CALLERS_H
#define MADANG_API_CALLERS_H

#include "api/auth.h"

struct callers;

/* Keeps at most so many; the one least recently asked for makes room. */
struct callers *callers_create(size_t max);
void callers_destroy(struct callers *c); /* NULL is fine */
/* Whose token has this hash? False: not known here, or it has run out at `now`
 * (UTC ms by the machine's clock). */
bool callers_get(struct callers *c, const char *hash, int64_t now, struct caller *ret);
/* Keeps a copy under caller->token, until `until`; INT64_MAX: no end. */
void callers_put(struct callers *c, const struct caller *caller, int64_t until);
/* Somebody with more to do than to attend has asked, at `now` (UTC ms by the
 * house's clock). At most MAX_MEMBERS are kept; then it begins anew. */
void callers_saw(struct callers *c, const char *id, int64_t now);
/* When caller.id asked last; 0: not since the start. */
int64_t callers_seen(const struct callers *c, const char *id);
/* Forgets whose tokens they are: they are looked up again. */
void callers_clear(struct callers *c);

#endif
