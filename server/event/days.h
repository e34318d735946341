/* The days of the event, derived from its sessions. */
#ifndef MADANG_EVENT_DAYS_H
#define MADANG_EVENT_DAYS_H

#include "base/zone.h"
#include "store/writer.h"

/* A day runs from 04:00 to 04:00 of the wall clock: what begins after midnight
 * belongs to the evening before (schedule-formats, section 8). */
enum { DAY_BOUNDARY_HOUR = 4 };

/* The date ("2019-08-29") to which an instant belongs. */
void day_of(const struct zone *z, int64_t at, char out[11]);
/* Brings `days`, and `event/main`'s list of them, to what the sessions say:
 * a day is there if a session that is not hidden begins on it; it begins with
 * the first and ends with the last to end, by their planned times. */
void days_refresh(struct txn *txn);
/* The event's zone, owned by the caller; UTC where there is no event yet. */
struct zone *event_zone(struct db *db);

#endif
