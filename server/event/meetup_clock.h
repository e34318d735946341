/* What the clock does at the tables: calls that run out, seats that nobody
 * confirmed, draws, pauses, and meetups that begin and end. */
#ifndef MADANG_EVENT_MEETUP_CLOCK_H
#define MADANG_EVENT_MEETUP_CLOCK_H

#include "store/writer.h"

/* Does what is due at txn->now, some of it at a time: afterwards meetups_next
 * says whether there is more. Writer's thread. */
void meetups_tick(struct txn *txn);
/* When meetups_tick has something to do, by the house's clock; not after `now`:
 * at once; INT64_MAX: never. Both threads. */
int64_t meetups_next(struct db *db, int64_t now);

#endif
