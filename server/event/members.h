/* Members: who may do more than attend. A member is a device or a program of
 * one of the roles organiser, steward, host and screen, with a token of its
 * own; or somebody of the programme who attends, and so is a host on all of
 * their devices.
 *
 * The documents `members/{id}`, of the topic `desk`: {id, role, name, person,
 * made_at, until, rev}. Of a host who is somebody `person` says who; `name` is
 * null, since it is the person's, and the id is the person's too. What is told
 * never changes, so `rev` is 1.
 *
 * Tokens run out by the machine's clock, not by a rehearsal's. */
#ifndef MADANG_EVENT_MEMBERS_H
#define MADANG_EVENT_MEMBERS_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/rand.h"
#include "store/writer.h"

struct member {
	const char *id;
	const char *role; /* as in the database */
	const char *name, *person; /* one of them, NULL the other */
	int64_t made_at, until; /* INT64_MAX: no end */
	const char *owner; /* as callers have it: SHA-256 of the token, hex; a host's: the attendee's id */
};

/* The token with this hash (SHA-256, hex), which is nobody's who attends, is a
 * member from now on: `id` is its. Those that have run out go. 409 `full`:
 * there are MAX_MEMBERS. Writer's thread. */
enum status member_enrol(struct txn *txn, const char *hash, char id[RANDOM_ID_TEXT], struct err *err);
/* Ends a member: its token is none any more, its hash is in `ended`; a host who
 * is somebody goes on attending, and `ended` is "". 404 `not_found`. 409
 * `last_organiser`: nobody could let another one in any more; not with
 * `another`, where there is an organiser besides. Writer's thread. */
enum status member_end(
	struct txn *txn, const char *id, bool another, char ended[SHA256_HEX], struct err *err);
/* The token with this hash is about to be ended, or has come: the world of the
 * desk is told. Nothing happens where it is no member. */
void member_touch(struct txn *txn, const char *hash);

/* Is there an organiser whose token has no end? Any connection. */
bool members_have_organiser(struct db *db);
/* Calls `each` for all that have not run out at `now`, the oldest first; what it
 * is given is borrowed for the call. Any connection. */
void members_each(
	struct db *db, int64_t now, void (*each)(void *ctx, const struct member *member), void *ctx);
/* Appends the document. */
void member_write(const struct member *member, struct buf *out);
/* The same by its id; false: there is none. Both threads. */
bool member_render(struct db *db, const char *id, struct buf *out);

#endif
