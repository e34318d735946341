/* A place at a host's table, and what may become of it. Writer's thread, but
 * for what is marked.
 *
 *   booked    has a seat in a slot; with `until`: to be confirmed by then
 *   waiting   for a seat in a slot, or in the line
 *   called    is asked to the table, until `until`
 *   arrived   is there
 *   talking   with the host, until `until`
 *   done, no_show, left   ended
 *
 * What may follow what stands in one table in places.c, and every change of
 * state goes through place_step: it keeps the counters of slots and lines, the
 * revision, and tells the owner. */
#ifndef MADANG_EVENT_PLACES_H
#define MADANG_EVENT_PLACES_H

#include "base/limits.h"
#include "store/writer.h"

enum place_state {
	PLACE_BOOKED,
	PLACE_WAITING,
	PLACE_CALLED,
	PLACE_ARRIVED,
	PLACE_TALKING,
	PLACE_DONE,
	PLACE_NO_SHOW,
	PLACE_LEFT,
	PLACE_STATES,
};

enum { PLACE_ID = 24 }; /* "b" and an int64_t */
/* `until` of those who wait for a seat, of whom thousands are to be told: the
 * clock does it, some at a time. They lie before all others, which are instants. */
enum {
	WAIT_IS_OVER = 1, /* the slot was cancelled: it is to be ended */
	WAIT_GOES_ON = 2, /* was not drawn */
};

/* A row of `places`, as it is in the transaction. */
struct place {
	int64_t number; /* the row's id; the document's is "b<number>" */
	char attendee[MAX_ID + 1], host[MAX_ID + 1], meetup[MAX_ID + 1];
	char slot[MAX_ID + 1]; /* "": the line */
	enum place_state state;
	int tier;
	int64_t turn, made_at, since, until, started_at; /* 0: none */
	bool present, choose;
};

const char *place_state_name(enum place_state state);
/* "b17" → 17; 0 where the text is no such id. */
int64_t place_number(const char *id);
void place_id(int64_t number, char out[PLACE_ID]);

/* False: there is no such place. Any thread. */
bool place_load(struct db *db, int64_t number, struct place *ret);

/* A new place, booked or waiting, as all of `p` says but its number, `since`
 * (made_at) and where it waits its turn (the last of its tier): those are set.
 * The counters are kept and the owner is told. 409 `already_booked` or
 * `already_waiting`: the attendee has an open one in this slot, or this host's
 * line; `slot_full`: no seat is left. */
enum status place_add(struct txn *txn, struct place *p, const char *topic, struct err *err);

/* What a step sets besides the state. */
struct place_step {
	int64_t until; /* 0: none */
	const char *why; /* for left: one word; NULL for the others */
};
/* May `to` follow `from`? Pure. */
bool place_may(enum place_state from, enum place_state to);
/* The place goes on to `to`: the row, the counters of its slot or line, the
 * owner's document; `p` is as the row then. Turn, present and (called) choose
 * are written as `p` has them. 409 `wrong_state`, with the present state in the
 * detail and as member `state` (the handler's work: call_problem_member), where
 * that may not follow; 409 `slot_full` or `already_…` as place_add's. Refused, nothing was
 * done. */
enum status place_step(struct txn *txn, struct place *p, enum place_state to, const struct place_step *step,
	struct err *err);
/* Changes what stands beside the state (present, choose, tier and turn, until), and tells the owner. */
void place_save(struct txn *txn, const struct place *p);

/* The attendee is about to be deleted: seats are given back, lines move up, the
 * journal forgets the name, and the places are deleted. Before the row is. */
void places_of_attendee_go(struct txn *txn, const char *attendee);

/* Of one that waits: its place in the list of its slot, or in the line, from 1.
 * Any thread. */
int64_t place_position(struct db *db, const struct place *p);

/* Tells the first `most` who wait there (a slot, or a meetup: its line) that
 * their place or their wait is another one. */
void places_tell(struct txn *txn, const char *where, int64_t most);

/* Appends the owner's document of a place, `bookings/{id}` or `places/{id}`.
 * False: this attendee has no such one. Both threads. */
bool place_render(struct db *db, const char *owner, const char *id, struct buf *out);

/* What the document says besides the row's own: for who has it at hand, and
 * need not ask again. */
struct place_document {
	const char *topic, *why; /* borrowed; `why` NULL: none */
	int64_t start, end; /* the slot's expected ones */
	int64_t waiting_place; /* in the slot's list, from 1; 0: it waits for none */
	int64_t ahead; /* in the line; -1: it waits in none */
	int low, high; /* minutes, with `ahead` */
	int64_t ended_at; /* 0: open */
	int64_t rev;
};
/* Appends it. Any thread. */
void place_write(const struct place *p, const struct place_document *d, struct buf *out);

#endif
