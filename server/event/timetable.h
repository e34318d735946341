/* The rules of the timetable: what follows when a session is made, moved,
 * delayed or cancelled. Writer's thread; each within one edit. */
#ifndef MADANG_EVENT_TIMETABLE_H
#define MADANG_EVENT_TIMETABLE_H

#include "event/edit.h"

/* When a session may be: the years that schedule files may hold too, so that
 * every programme can be exported and imported again. UTC ms. */
#define SESSION_EARLIEST INT64_C(0)
#define SESSION_LATEST INT64_C(32503680000000) /* 3000-01-01 */

/* Writes a session whose fields the caller has set, and derives the others:
 * - moved to another room or time, it remembers the place it left
 *   (`moved_from`), and forgets it where it came back there;
 * - new planned times take the delay away; `expected_start` or `expected_end`
 *   set by the caller stand;
 * - a status set by the caller is held by the desk: `cancelled` and `hidden`
 *   until it is taken back, `live` and `ended` against the clock.
 * `old` is the row before, NULL for a new one, for which `row` has an id. It is only compared with:
 * a caller that means a value even where it is the old one takes it out of
 * `old` (session_means). */
enum status session_save(struct edit *e, const cJSON *old, cJSON *row, struct err *err);
/* Takes the member `name` out of `old`, so that session_save lets the row's
 * value stand. */
void session_means(cJSON *old, const char *name);
/* Does the type (NULL: none) say that the session is a pause? Such absorb
 * lateness, and most schedule files leave them out. */
bool type_is_break(const char *type);
/* A row for a new session with every required field but the title. */
cJSON *session_new(void);

/* "This room is late": from session `from` on (NULL: the one that runs now,
 * else the next), `minutes` after its planned time; 0 takes it back. What
 * follows on that day in that room begins when the one before has ended, but
 * not before its own time: free time and breaks absorb. A break gives its own
 * length away before it moves anything behind it. One that has begun already
 * only ends later. 404 `not_found`; 422 `not_in_room`, `nothing_to_delay`. */
enum status room_delay(struct edit *e, const char *room, const char *from, int minutes, struct err *err);

/* "It is over": the session that runs ends now, held by the desk, and what is
 * late behind it on that day in its room begins as soon as it can, though not
 * before its own time. One that has ended already stays as it is. 404
 * `not_found`; 409 `not_running`. */
enum status session_end(struct edit *e, const char *id, struct err *err);

/* What takes place in either room and is expected to begin within [from, until)
 * is in the other one from now on, and so is what is broadcast there; `until`
 * 0: on the day of `from`. Only the place changes: who is late stays as late.
 * UTC ms. 422 `nothing_to_swap`. */
enum status rooms_swap(
	struct edit *e, const char *room, const char *other, int64_t from, int64_t until, struct err *err);

#endif
