#ifndef MADANG_EVENT_CHECK_H
#define MADANG_EVENT_CHECK_H

#include "store/db.h"

struct invariant {
	const char *what;
	const char *sql; /* gives the ids of the rows that break it */
};
/* Of meetups, slots, lines and places; one without a name at the end. */
extern const struct invariant meetup_invariants[];

/* Calls `line` once for each invariant that is broken and each row that breaks
 * it; the integrity of the file itself first. */
void event_check(struct db *db, void (*line)(void *ctx, const char *text), void *ctx);

#endif
