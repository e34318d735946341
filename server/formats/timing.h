/* From times as a file writes them to instants: the zone, the day, the
 * duration. The same for every format. */
#ifndef MADANG_FORMATS_TIMING_H
#define MADANG_FORMATS_TIMING_H

#include "formats/formats.h"

/* One session's times, as the file has them; NULL where it says nothing. */
struct slot {
	const char *place; /* where in the file, for messages */
	const char *day; /* the date of the day that it is listed under */
	const char *date; /* date-time; wins over the rest */
	const char *start; /* "HH:MM" on a local clock */
	const char *end; /* date-time; wins over the duration, which then may be the talk's own length */
	const char *duration; /* "H:MM", "D:HH:MM", "PT45M", minutes */
	bool utc; /* the format writes instants in UTC, or in zones of its own: no sign of a false offset */
};

struct timing {
	const char *zone; /* that the file names, else NULL */
	const char *day_change; /* pentabarf: earlier than that belongs to the day before */
};

enum { DAY_CHANGE_MINUTES = 4 * 60 }; /* where a file doesn't say */

/* "0:45", "25:00", "1:01:00" (D:HH:MM), "PT45M", "45". */
bool timing_duration(const char *s, int *ret_minutes);
/* Sets the programme's zone and the start and duration of each session, by
 * `slots`, one a session. 422 zone_needed, zone_unknown, invalid_field. */
enum status timing_resolve(struct programme *p, const struct slot *slots, const struct timing *file,
	const struct read_options *options, struct err *err);

#endif
