/* Seats in the slots of a meetup: asked for, waited for, confirmed, given
 * back. One rule decides for who asks, for who waits, and in a draw: what
 * stands in an attendee's way to a seat. Writer's thread, but for what is
 * marked.
 *
 *   booking_make ── a seat is free ──► booked
 *        └────────── none is ────────► waiting (waiting.c) ──► booked, to be
 *                                      confirmed by `until` ──► booked, or left
 *   in the first minute of a draw: waiting, until draw.c has shuffled them */
#ifndef MADANG_EVENT_BOOKING_H
#define MADANG_EVENT_BOOKING_H

#include "event/places.h"

/* One attendee, and one slot: all that decides, taken by one query. */
struct wish {
	struct place place; /* as a new one would be: attendee, host, meetup, slot, tier, made_at */
	int64_t start, end; /* the slot's, expected */
	int64_t seats, taken, waiting_first, waiting_again;
	bool open; /* the meetup takes new ones: not closed, cancelled or over */
	bool drawn_later; /* a draw is to come: nobody gets a seat before it */
	int64_t opens; /* for booking; 0: has always been open */
	char person[MAX_ID + 1]; /* whom of the programme the attendee is; "" */
	int64_t booked, waits, most; /* the attendee's open ones with a slot; how many may be booked */
	int64_t existing; /* the number of the attendee's open place in this slot; 0 */
	int64_t overlapping; /* of a booked one in another slot at this time; 0 */
};

/* 404 `not_found`: there is no such slot, or the attendee has gone. */
enum status wish_look(
	struct txn *txn, const char *slot, const char *attendee, struct wish *ret, struct err *err);

/* 422 `invalid_field`: no topic (NULL), a blank one, more than a line, longer
 * than MAX_TOPIC_CHARACTERS. Pure. */
enum status topic_check(const char *topic, struct err *err);

/* A refusal's member, for the problem document: which booking, which session. */
struct obstacle {
	int64_t booking; /* its number; 0 */
	char session[MAX_ID + 1]; /* "" */
};
/* May the attendee have a seat now, if one is free? 409, in this order:
 * `closed`, `past_slot`, `not_open`, `own_table`, `overlap` (with the booking),
 * `own_talk` (with the session), `limit`. */
enum status wish_check(struct txn *txn, const struct wish *w, struct obstacle *ret, struct err *err);

struct booked {
	struct place place; /* booked; or waiting: the slot was full, or there will be a draw */
	struct place_document document; /* the topic is the caller's, or `topic` */
	bool full; /* no seat was free: the place waits, and the answer is 409 `slot_full` */
	char *topic; /* of a place that was there already; else NULL. g_free */
};
/* Books a seat, or puts the attendee on the slot's waiting list. Besides
 * wish_check's: 422 `invalid_field` for the topic, 409 `already_booked` with the
 * booking, `limit` for more than MAX_WAITS. Who waits here already does not wait twice. */
enum status booking_make(struct txn *txn, const char *slot, const char *attendee, const char *topic,
	struct booked *ret, struct obstacle *ret_obstacle, struct err *err);
/* Waits for a seat in a full slot. As booking_make, and 409 `slot_free`. */
enum status booking_wait(struct txn *txn, const char *slot, const char *attendee, const char *topic,
	struct booked *ret, struct obstacle *ret_obstacle, struct err *err);

/* The attendee's own place with a slot. 404 `not_found`. */
enum status booking_load(
	struct db *db, const char *id, const char *attendee, struct place *ret, struct err *err);
/* Gives back a seat, or leaves the waiting list; the first who waits and is
 * free then gets the seat. 409 `wrong_state`. */
enum status booking_give_back(struct txn *txn, struct place *p, struct err *err);
/* A seat that came free is wanted. Twice is fine. 409 `wrong_state`. */
enum status booking_confirm(struct txn *txn, struct place *p, struct err *err);

/* Seats that were not confirmed by now go to the next, some at a time. */
void booking_lapse(struct txn *txn);
/* When booking_lapse has something to do; INT64_MAX: never. Both threads. */
int64_t booking_next(struct db *db);

/* Appends up to MAX_NEXT_FREE other slots with a free seat, as JSON:
 * [{id, start, end, free}], this host's first, the soonest first. */
void booking_next_free(struct txn *txn, const struct place *p, struct buf *out);

#endif
