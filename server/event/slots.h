/* The slots of a meetup, and how it stands by the plan: derived from the row
 * and from when its host's talks are expected to end. Writer's thread. */
#ifndef MADANG_EVENT_SLOTS_H
#define MADANG_EVENT_SLOTS_H

#include "event/edit.h"

/* Brings the slots and the line of the meetup to what its row, its session and
 * its host's talks say now:
 * - the n-th slot begins n slots after the start; only whole ones, and none
 *   while a talk of the host is planned;
 * - it is expected when the one before it has ended, if that is late, and when
 *   the host's talks before it have;
 * - a slot that is no more (`gone`), or a meetup that is cancelled: who has a
 *   place there leaves it as `cancelled`, but for who is talking; what comes
 *   back gives those who had a seat theirs again, where it still lies ahead and
 *   they have booked nothing else for that time;
 * Appends the open places (struct moved) in slots that move, and all of them
 * where the meetup is `elsewhere`, at another table than before, to `moved`, for
 * slots_tell_moved. Returns how many open places it reached. */
int64_t slots_derive(struct txn *txn, const cJSON *meetup, bool elsewhere, GArray *moved);
struct moved {
	int64_t place;
	bool elsewhere;
};
/* Once all that moves has moved: who has a seat is told, and who is in the line
 * of a table that is elsewhere; where a seat overlaps another of theirs now,
 * they are asked to choose. */
void slots_tell_moved(struct txn *txn, const GArray *moved);

/* When the session is planned to end; 0: it has no time. */
int64_t session_planned_end(const cJSON *session);

#endif
