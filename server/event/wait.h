/* How long it takes until it is one's turn: a range, never one false number. */
#ifndef MADANG_EVENT_WAIT_H
#define MADANG_EVENT_WAIT_H

#include "store/db.h"

struct wait_range {
	int low, high; /* minutes */
};

/* For somebody with `ahead` people of the line before them: from the chats
 * measured at this host's tables (the middle half of the last ones; slot_minutes
 * where there are too few), who talks now, what is booked in between, and the
 * pause. Any thread. */
struct wait_range wait_estimate(struct db *db, const char *meetup, int64_t ahead, int64_t now);

#endif
