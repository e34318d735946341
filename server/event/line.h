/* The line of a host's table: those who wait without standing. Writer's thread,
 * but for what is marked.
 *
 * The order is (tier, turn): a first chat with this host before a second. When
 * the line moves, everybody in it has another place and another wait: their
 * documents are touched, and who has two ahead from now on is told. */
#ifndef MADANG_EVENT_LINE_H
#define MADANG_EVENT_LINE_H

#include "event/places.h"

/* Puts the attendee into the line of `meetup`. 422 `invalid_field` (topic), 404
 * `not_found` (meetup, attendee); 409 `closed`, `no_line`, `not_open` (its
 * session has not ended), `own_table`, `already_waiting` in this host's line
 * (*ret is that place), `line_full`. */
enum status line_join(struct txn *txn, const char *meetup, const char *attendee, const char *topic,
	struct place *ret, struct err *err);
/* The attendee's open place in this line. 404 `not_found`. Any thread. */
enum status line_own(
	struct db *db, const char *meetup, const char *attendee, struct place *ret, struct err *err);
/* Lets one by and keeps the place: changes places with the one behind; who is
 * called waits again, and that one is called. 409 `wrong_state`; `nobody_behind`. */
enum status line_pass(struct txn *txn, struct place *p, struct err *err);
/* Leaves it. Who was called makes room at once. 409 `wrong_state`. */
enum status line_leave(struct txn *txn, struct place *p, struct err *err);

/* The first who waits and is not talking elsewhere; with `present`, the first
 * of those who were seen at the table. False: nobody. */
bool line_first(struct db *db, const char *meetup, bool present, struct place *ret);
/* One that waits changes places with the next behind. False: there is none. */
bool line_swap(struct txn *txn, struct place *p);
/* Somebody who stood at `position` (from 1, before) waits no longer. */
void line_moved(struct txn *txn, const char *meetup, int64_t position);
/* Waits are other ones now: everybody in the line is told. */
void line_tell(struct txn *txn, const char *meetup);

#endif
