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
 * MEETUP_PACE_MS apart. */
#ifndef MADANG_EVENT_MEETUPS_H
#define MADANG_EVENT_MEETUPS_H

#include "event/edit.h"

extern const struct resource resource_meetups;

/* Writes a meetup whose fields the caller has set, and derives slots and line:
 * what has places and vanishes is told to those who had them. `old` NULL: new.
 * 422 where the fields don't go together, naming the one. */
enum status meetup_save(struct edit *e, const cJSON *old, cJSON *row, struct err *err);
/* After the sessions of this edit are written, before the action is: meetups
 * move with their session, go with it and come back with it; slots of a host
 * whose talk is late begin when it has ended, those who booked are told. */
enum status meetups_follow(struct edit *e, struct err *err);
/* How many open bookings the edit reaches: for the preview. */
int64_t meetups_reach(const struct edit *e);

enum status meetup_pause(struct txn *txn, const char *meetup, int64_t until, struct err *err);
enum status meetup_resume(struct txn *txn, const char *meetup, struct err *err);

/* Touches up to MAX_FLUSH documents of `slots` and `lines` that are dirty.
 * True: there are more. */
bool meetups_flush(struct txn *txn);

/* Appends the public documents. False: there is none. Both threads. What of a
 * line's `state` goes by time (ahead, open, ended) is lines.phase, which
 * meetups_tick keeps. */
bool slot_render(struct db *db, const char *id, struct buf *out);
bool line_render(struct db *db, const char *meetup, struct buf *out);

#endif
