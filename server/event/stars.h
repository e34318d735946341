/* What attendees want to see: a star on a session. Writer's thread, but for
 * what is marked. */
#ifndef MADANG_EVENT_STARS_H
#define MADANG_EVENT_STARS_H

#include "event/resource.h"
#include "store/writer.h"

/* Puts a star there; *ret_at is when it was set first. 404 `not_found` where
 * there is no such session or it is hidden, or the attendee has gone; 422
 * `limit` where there are MAX_STARS. */
enum status star_set(
	struct txn *txn, const char *attendee, const char *session, int64_t *ret_at, struct err *err);
/* Takes it away, if it is there: also from a session that is hidden. */
void star_clear(struct txn *txn, const char *attendee, const char *session);
/* Appends `stars/{session}`: {"id","at"}. Both threads. */
bool star_render(struct db *db, const char *owner, const char *session, struct buf *out);

/* How many attendees have a star on one or more of these sessions (a JSON
 * array of ids). */
int64_t stars_reach(struct db *db, const char *sessions);
/* The session will be deleted, and its stars with it: their owners are told. */
void stars_of_session_go(struct txn *txn, const char *session);

#endif
