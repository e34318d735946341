/* Meetups, their slots, and how each stands just now. Writer's thread, but for
 * what is marked.
 *
 *   meetups   what the desk or the host has set: edits, which can be undone
 *   slots     derived from the window: "m3-0", "m3-1", … keep their number
 *             when they move, so that who booked one moves with it
 *   lines     the rest: expected times, cancelled, paused, who waits
 *
 * The documents of slots and lines are not told at once: thirty thousand
 * bookings a second would be as many changes for every screen. Whoever writes
 * one of these rows sets its `dirty`; meetups_flush then tells some of them,
 * MEETUP_PACE_MS apart, and keeps what it told in the table `told`. */
#ifndef MADANG_EVENT_MEETUPS_H
#define MADANG_EVENT_MEETUPS_H

#include "event/edit.h"

extern const struct resource resource_meetups;

/* A row for a new meetup with what the house says where nobody else does. */
cJSON *meetup_new(void);
/* Writes a meetup whose fields the caller has set: its slots and its line
 * follow at the end of the edit. `old` NULL: new, `row` has an id; `start` and
 * `end` may be missing then, where there is a session. 422 `invalid_field` or
 * `missing_field` where the fields don't go together, naming the one. */
enum status meetup_save(struct edit *e, const cJSON *old, cJSON *row, struct err *err);
/* After the rows of this edit are written, before the action is: meetups move
 * with their session, go with it and come back with it; slots of a host whose
 * talk is late begin when it has ended. Who has a place there is told. Called
 * by edit_finish; a preview calls it to see what it reaches. */
enum status meetups_follow(struct edit *e, struct err *err);
/* How many open places the edit reaches, once it was followed: for the preview. */
int64_t meetups_reach(const struct edit *e);
/* Has anybody ever had a place there? Such a meetup is cancelled, not deleted. */
bool meetup_has_places(struct db *db, const char *meetup);
/* It will be deleted: so are the documents of its slots and its line. */
void meetup_goes(struct txn *txn, const char *meetup);

/* The table is paused (`until` 0: nobody said how long) and goes on; twice is
 * fine. 404 `not_found`; 409 `closed`: it was cancelled, or is over. */
enum status meetup_pause(struct txn *txn, const char *meetup, int64_t until, struct err *err);
enum status meetup_resume(struct txn *txn, const char *meetup, struct err *err);

/* What the clock says of lines at txn->now (it may have gone back): ahead, open
 * or ended by the expected times; a pause runs out. */
void lines_tick(struct txn *txn);
/* When lines_tick has something to do: now, or the next instant; INT64_MAX: never. */
int64_t lines_next(struct db *db, int64_t now);

/* Tells the world of up to MAX_FLUSH slots, and as many lines, that are dirty. */
void meetups_flush(struct txn *txn);
/* Is anything dirty? Both threads. */
bool meetups_dirty(struct db *db);

/* Appends the public documents, as they were told last. False: there is none.
 * Both threads. */
bool slot_render(struct db *db, const char *id, struct buf *out);
bool line_render(struct db *db, const char *meetup, struct buf *out);
/* Calls `each` for every document of slots and lines, at start; takes `json`. */
void told_each(struct db *db, void (*each)(void *ctx, const char *collection, const char *id, char *json),
	void *ctx);

/* A name or a picture that lines may show has changed: they are told anew. */
void lines_rename(struct txn *txn, const char *attendee);
/* The attendee is about to be deleted, and has no open place any more: its name
 * goes from the lines, and from the journal of what was told of them. */
void lines_forget(struct txn *txn, const char *attendee);

#endif
