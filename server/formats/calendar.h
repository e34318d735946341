/* What iCalendar (RFC 5545) and xCal have in common: events made of named
 * properties. ical_read.c and xcal_read.c gather them here as they stand;
 * calendar_fill then makes the programme of them, by one set of rules.
 *
 * The rules are about what the whole file says: a UID that several unlike
 * events share is no key, an organiser of all events is no speaker, a category
 * that all have in common is no track. So nothing is decided before the end. */
#ifndef MADANG_FORMATS_CALENDAR_H
#define MADANG_FORMATS_CALENDAR_H

#include "formats/calendar_time.h"
#include "formats/formats.h"

struct property {
	const char *name; /* in upper case */
	const char *parameters; /* as iCalendar writes them: TZID=Europe/Paris;CN="A: B"; or "" */
	const char *value; /* as written */
};

struct calendar_event {
	size_t first, count; /* of its properties */
	unsigned long line;
};

struct calendar {
	struct programme *p;
	struct zones *zones;
	GArray *properties; /* struct property, of one event after the other */
	GArray *events; /* struct calendar_event */
	/* Of the calendar itself, the first of each; as written. */
	const char *title, *zone, *generator, *url;
	bool escaped; /* texts have backslashes, as in iCalendar */
	bool in_event;
	bool full; /* past a bound: nothing more is taken */
};

/* `p` must outlive it. */
void calendar_init(struct calendar *c, struct programme *p, bool escaped);
void calendar_finish(struct calendar *c);
void calendar_open_event(struct calendar *c, unsigned long line);
void calendar_close_event(struct calendar *c);
/* Adds to the open event, else to the calendar itself. The strings must live
 * until calendar_finish. */
void calendar_add(struct calendar *c, const char *name, const char *parameters, const char *value);
/* Fills the programme and finishes it. */
enum status calendar_fill(struct calendar *c, const struct read_options *options, struct err *err);

const struct property *event_property_at(
	const struct calendar *c, const struct calendar_event *event, size_t i);
/* The event's first property of that name with something in it, else NULL. */
const struct property *event_property(
	const struct calendar *c, const struct calendar_event *event, const char *name);
bool property_is_blank(const struct property *prop);
/* The text without its backslashes, in the arena, not cleaned; of NULL: NULL. */
char *property_text(const struct calendar *c, const struct property *prop);
/* Likewise the first of several values. */
char *property_first(const struct calendar *c, const struct property *prop, bool *ret_several);
/* The value of a parameter, NULL without; g_free. */
char *property_parameter(const struct property *prop, const char *name);
/* A person's name: the CN, else a value that is no address; else NULL; g_free. */
char *property_person(const struct property *prop);

#endif
