/* The host's desk: who is called to the table, and what becomes of them.
 * Writer's thread.
 *
 *   next ──► booked guests whose slot has come, all of that slot together;
 *            else the first of the line
 *   called, not come in time ──► no_show; the next one who is present is called
 *   called while wanted elsewhere ──► asked to choose; without an answer back
 *            where it came from: nothing is lost
 *
 * Every function checks the place's state and nothing else: whether the caller
 * is this table's host is api/'s to see. */
#ifndef MADANG_EVENT_DESK_H
#define MADANG_EVENT_DESK_H

#include "event/places.h"

#include <glib.h>

/* Calls who is next. Appends their numbers (int64_t) to `ret`: none where
 * nobody is there to call. 404 `not_found`; 409 `paused`, `closed` (cancelled). */
enum status desk_next(struct txn *txn, const char *meetup, GArray *ret, struct err *err);
/* Calls this one, which may be called: booked, waiting in the line, or arrived
 * for its slot. */
enum status desk_call(struct txn *txn, struct place *p, struct err *err);
/* Somebody who was called is not coming: calls whose slot has come, else the
 * first of the line who is present, unless the table is taken or paused. */
void desk_fill(struct txn *txn, const char *meetup);

/* Is at the table. 409 `wrong_state`; `past_slot`: did not come, and the slot is over. */
enum status desk_arrived(struct txn *txn, struct place *p, struct err *err);
/* Talks with the host until its slot ends; without one, or long before or after
 * it, for slot_minutes, but not into the time of who is booked next (for a
 * minute at least). 409
 * `wrong_state`, `talking_elsewhere`. */
enum status desk_start(struct txn *txn, struct place *p, struct err *err);
enum status desk_finish(struct txn *txn, struct place *p, struct err *err);
/* The chat may last so much longer. 409 `wrong_state`. */
enum status desk_extend(struct txn *txn, struct place *p, int minutes, struct err *err);
/* Has not come; who was asked to choose, or is at another table, keeps the
 * place. The table is filled. 409 `wrong_state`, `too_early` (its slot has not begun). */
enum status desk_no_show(struct txn *txn, struct place *p, struct err *err);
/* The owner keeps this one of those it is wanted at: in the other lines it
 * waits on, the other bookings are given back. 409 `nothing_to_choose`. */
enum status desk_choose(struct txn *txn, struct place *p, struct err *err);
/* The owner was seen at the table: who is called or has a slot within
 * PRESENT_MINUTES has arrived, who waits in the line is present. Twice is fine.
 * 409 `no_place`. */
enum status desk_present(
	struct txn *txn, const char *meetup, const char *attendee, struct place *ret, struct err *err);

#endif
