/* IANA time zones, by GLib's GTimeZone (which reads the system's tzdata).
 * A zone is immutable once made and may be used by any thread. */
#ifndef MADANG_BASE_ZONE_H
#define MADANG_BASE_ZONE_H

#include "base/instant.h"

#include <stdbool.h>

struct zone;

/* NULL where `name` is no zone of the system's tzdata. Only names ("Asia/Seoul",
 * "UTC", "US/Eastern"), no offsets, no paths. */
struct zone *zone_create(const char *name);
void zone_destroy(struct zone *z); /* NULL is fine */
const char *zone_name(const struct zone *z);
/* The instant at which a wall clock there shows `w`. An hour that a change of
 * clocks skips is shifted forward by the gap; of a doubled hour the later pass
 * (standard time) is taken (schedule-formats, pitfall 6). */
int64_t zone_to_utc_ms(const struct zone *z, const struct wall_time *w);
void zone_from_utc_ms(const struct zone *z, int64_t ms, struct wall_time *ret);
int zone_offset_minutes(const struct zone *z, int64_t ms);

/* A time during which the clocks there are not changed. */
struct zone_period {
	int64_t from, until; /* UTC ms; until: the next change */
	int offset; /* seconds, east is positive */
	bool daylight;
	char name[16]; /* "KST", "CEST", "+03" */
};
/* The period at `from`, looked at from there on and not beyond `end`. */
void zone_period(const struct zone *z, int64_t from, int64_t end, struct zone_period *ret);

#endif
