/* What attendees are told of sessions with their star, and of their places at
 * a table: one notice for each, until it is read. Writer's thread, but for what
 * is marked. Of a place they are told at once; of a session like this:
 *
 *   edit_save → notices_note    the place as it was, if there is a star; again
 *                               in one window only for stars set in between
 *   NOTICE_WINDOW_MS later      compared with the place as it is: the same, and
 *   notices_tell                nobody hears of it; else a notice for each star,
 *                               MAX_NOTICES_A_JOB in one job, until all are told
 *
 * All of it waits in the table `moves`, so that nothing is lost in a crash, and
 * the organiser's own write is one row dearer at most. The window is the
 * machine's time, also in a rehearsal. */
#ifndef MADANG_EVENT_NOTICES_H
#define MADANG_EVENT_NOTICES_H

#include "event/resource.h"
#include "store/writer.h"

/* Before the session `old` is written as `row`: notes its place. What differs
 * by the clock alone is no change. */
void notices_note(struct txn *txn, const cJSON *old, const cJSON *row);
/* Tells what is due at `machine_now` (UTC ms by the machine's clock), as much
 * of it as one job may. A session that is over is not told of, nor a change to
 * those who have set their star since. */
void notices_tell(struct txn *txn, int64_t machine_now);
/* Tells the attendee what has become of its place (the row `number`): one word
 * of the contract's ("called"), and until when it has to act (UTC ms; 0: it has
 * not). One notice for each place: what was unread goes. */
void notice_of_place(struct txn *txn, const char *attendee, int64_t number, const char *word, int64_t until);
/* When notices_tell has something to do, by the machine's clock; 0: at once;
 * INT64_MAX: nothing waits. Both threads. */
int64_t notices_next(struct db *db);
/* The session will be deleted, and its notices with it: their owners are told. */
void notices_of_session_go(struct txn *txn, const char *session);

/* Appends `notices/{id}`: of a session id, session, changes[], from and to
 * {room, start, end, status} by the expected times, at, rev; of a place id,
 * place, meetup, slot, changes[], until, at, rev. Both threads. */
bool notice_render(struct db *db, const char *owner, const char *id, struct buf *out);
/* The notice's revision; 0: this attendee has no such one. Any thread. */
int64_t notice_revision(struct db *db, const char *attendee, const char *id);
/* It is read, and goes; `id` NULL: all of them. How many went. */
int64_t notices_read(struct txn *txn, const char *attendee, const char *id);

#endif
