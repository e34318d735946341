/* The times of iCalendar (RFC 5545) and xCal: their forms, the zones that a
 * file names or defines, and what repeats. libical knows a zone's own rules
 * and the rules of repetition; what is hostile in either never reaches it. */
#ifndef MADANG_FORMATS_CALENDAR_TIME_H
#define MADANG_FORMATS_CALENDAR_TIME_H

#include "base/zone.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct zones;

struct zones *zones_create(void);
void zones_destroy(struct zones *z); /* NULL is fine */
/* A VTIMEZONE of the file, for the TZIDs that name no IANA zone: `location` is
 * its X-LIC-LOCATION or NULL, `text` the component as plain lines or NULL. The
 * first of one TZID counts; false: there are too many. */
bool zones_define(struct zones *z, const char *tzid, const char *location, const char *text);
/* The IANA zone that a TZID stands for, also behind a prefix such as
 * "/freeassociation.sourceforge.net/"; NULL where it stands for none. Lives as
 * long as `z`. */
const char *zones_iana(struct zones *z, const char *tzid);

/* A time as it is written: on which clock is another question. */
struct moment {
	enum {
		MOMENT_DATE, /* a whole day */
		MOMENT_WALL, /* on the clocks of `tz`, or of the event where that is NULL */
		MOMENT_INSTANT,
	} kind;
	struct wall_time wall; /* of an instant: in UTC */
	const struct tz *tz;
};

/* "20220517T110000", with a Z, an offset or a TZID (else NULL), "20220517", or
 * the same with dashes and colons; blanks around don't count. False: it is no
 * time, or not within the years 1971 to 2998. */
bool moment_parse(struct zones *z, const char *tzid, const char *value, struct moment *ret);
/* Its TZID names no zone, and the file defines none of it. */
bool moment_zone_unknown(const struct moment *m);
/* `event` is the zone of the event. */
int64_t moment_utc(const struct moment *m, const struct zone *event);

enum repeated {
	REPEATED, /* all of it */
	REPEATED_IN_PART, /* up to the bounds of base/limits.h */
	REPEATED_NEVER, /* the rule is malformed, fits no day, or repeats within a day */
};
/* Appends the instants (int64_t) of a recurrence rule (RRULE) from `start` on. */
enum repeated repeat_expand(
	const char *rule, const struct moment *start, const struct zone *event, GArray *instants);

#endif
