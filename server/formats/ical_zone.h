/* Times of iCalendar by the event's clocks, and the VTIMEZONE that tells how
 * these go (RFC 5545, 3.6.5). */
#ifndef MADANG_FORMATS_ICAL_ZONE_H
#define MADANG_FORMATS_ICAL_ZONE_H

#include "base/zone.h"
#include "formats/ical_line.h"

#include <stddef.h>

struct ical_zone {
	const char *name; /* borrowed */
	struct zone_period *periods; /* without gaps, in order */
	size_t count; /* 0: times are in UTC */
};

/* For times from `first` to `last`. */
void ical_zone_init(struct ical_zone *z, const char *name, int64_t first, int64_t last);
void ical_zone_finish(struct ical_zone *z);
/* The VTIMEZONE; nothing where times are in UTC. */
void ical_zone_write(const struct ical_zone *z, struct ical_lines *l);
/* `DTSTART;TZID=Asia/Seoul:20190829T110000` */
void ical_zone_time(const struct ical_zone *z, struct ical_lines *l, const char *name, int64_t at);
void ical_utc_time(struct ical_lines *l, const char *name, int64_t at); /* `DTSTAMP:20190829T020000Z` */
/* "20190829T020000", without the Z. */
enum { ICAL_TIME = 32 };
void ical_time(int64_t at, char out[ICAL_TIME]);

#endif
