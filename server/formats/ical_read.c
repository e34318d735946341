/* Reads iCalendar. Real files break its rules in many ways for which a strict
 * parser drops a line or a whole event, so the lines are taken apart here:
 * unfolded as bytes (a fold may cut a character in two), then cleaned, then
 * cut into name, parameters and value in place. What these mean is calendar.h's
 * business; components are known by their BEGIN and END, without nesting of
 * calls, so no depth of them costs anything. */
#include "base/utf8.h"
#include "formats/calendar.h"
#include "formats/readers.h"
#include "formats/sniff.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct lines {
	char *next, *end; /* what is still to be read */
	char *out; /* where the next line is put, never past `next` */
	unsigned long number; /* of the line that was given last */
	unsigned long following;
};

struct zone_definition {
	bool open;
	struct buf text; /* "NAME:VALUE" lines, as libical takes them */
	const char *tzid, *location;
};

struct ical {
	struct calendar calendar;
	struct programme *p;
	struct lines lines;
	struct zone_definition zone;
	size_t skipping; /* depth inside components that are passed over */
	unsigned long event_line; /* where the open event began */
	size_t odd_lines, unclosed, other_components;
	unsigned long first_odd, first_unclosed;
	char other[32]; /* the first component that is left out */
};

bool ical_recognise(const char *bytes, size_t len)
{
	static const char begin[] = "BEGIN:";
	const char *s = sniff_start(bytes, &len), *end = s + len;
	if (len < strlen(begin) || g_ascii_strncasecmp(s, begin, strlen(begin)) != 0)
		return false;
	for (s += strlen(begin); s < end && (*s == ' ' || *s == '\t');)
		s++;
	return end - s >= 9 && g_ascii_strncasecmp(s, "VCALENDAR", 9) == 0;
}

/* --- lines ---------------------------------------------------------------- */

static bool is_break(char c)
{
	return c == '\r' || c == '\n';
}

/* Past the end of a line and the empty ones behind it. */
static void skip_breaks(struct lines *l)
{
	for (; l->next < l->end && is_break(*l->next); l->next++)
		l->following += *l->next == '\n' || l->next + 1 == l->end || l->next[1] != '\n';
}

/* The next line, unfolded and cleaned, in place; NULL at the end. */
static char *next_line(struct lines *l)
{
	char *line = l->out, *out = line;
	skip_breaks(l);
	if (l->next == l->end)
		return NULL;
	l->number = l->following;
	do {
		while (l->next < l->end && !is_break(*l->next))
			*out++ = *l->next++;
		skip_breaks(l);
	} while (l->next < l->end && (*l->next == ' ' || *l->next == '\t') && l->next++);
	out = line + utf8_clean(line, (size_t)(out - line));
	while (out > line && (out[-1] == ' ' || out[-1] == '\t'))
		out--;
	*out = '\0';
	l->out = out + 1;
	return line;
}

/* Where the parameters end: at the first colon outside quotes. */
static char *value_of(char *s)
{
	bool quoted = false;
	char *at = s;
	for (; *at && (quoted || *at != ':'); at++)
		quoted = quoted != (*at == '"');
	return *at ? at : strchr(s, ':'); /* a quote that is never closed */
}

/* Cuts NAME;PARAMETERS:VALUE apart; false: it is no such line. */
static bool take_apart(char *line, struct property *ret)
{
	line += strspn(line, " \t");
	char *name_end = line;
	for (; isalnum((unsigned char)*name_end) || *name_end == '-' || *name_end == '_'; name_end++)
		*name_end = g_ascii_toupper(*name_end);
	char *rest = name_end + strspn(name_end, " \t");
	char *colon = *rest == ';' || *rest == ':' ? value_of(rest) : NULL;
	if (name_end == line || !colon)
		return false;
	*colon = '\0';
	*ret = (struct property){line, rest == colon ? "" : rest + 1, colon + 1 + strspn(colon + 1, " \t")};
	*name_end = '\0';
	return true;
}

/* --- zones ---------------------------------------------------------------- */

static void add_to_zone(struct ical *r, const struct property *prop)
{
	static const char *const wanted[] = {
		"BEGIN", "END", "DTSTART", "RRULE", "RDATE", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"};
	if (strcmp(prop->name, "TZID") == 0 && !r->zone.tzid)
		r->zone.tzid = prop->value;
	if (strcmp(prop->name, "X-LIC-LOCATION") == 0)
		r->zone.location = prop->value;
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (strcmp(wanted[i], prop->name) == 0)
			buf_addf(&r->zone.text, "%s:%s\n", prop->name, prop->value);
}

static void open_zone(struct ical *r)
{
	buf_reset(&r->zone.text);
	buf_add_str(&r->zone.text, "BEGIN:VTIMEZONE\n");
	r->zone.open = true;
	r->zone.tzid = r->zone.location = NULL;
}

static void close_zone(struct ical *r)
{
	struct zone_definition *z = &r->zone;
	z->open = false;
	buf_add_str(&z->text, "END:VTIMEZONE\n");
	if (z->tzid &&
		!zones_define(r->calendar.zones, z->tzid, z->location, z->text.failed ? NULL : z->text.data))
		programme_warn(r->p, "line %lu: more than %d time zones are defined: passed over",
			r->lines.number, MAX_CALENDAR_ZONES);
}

/* --- components ----------------------------------------------------------- */

static void close_event(struct ical *r)
{
	calendar_close_event(&r->calendar);
	r->skipping = 0;
}

/* What was not closed ends where something else begins. */
static void close_left_open(struct ical *r)
{
	if (r->calendar.in_event && !r->unclosed++)
		r->first_unclosed = r->event_line;
	close_event(r);
	if (r->zone.open)
		close_zone(r);
}

static void skip_component(struct ical *r, const char *name)
{
	bool belongs_to_event = r->calendar.in_event; /* an alarm, a place */
	if (r->skipping++ == 0 && !belongs_to_event && !r->other_components++)
		g_snprintf(r->other, sizeof r->other, "%s", name);
}

static void begin(struct ical *r, const struct property *prop)
{
	if (g_ascii_strcasecmp(prop->value, "VEVENT") == 0) {
		close_left_open(r);
		r->event_line = r->lines.number;
		calendar_open_event(&r->calendar, r->event_line);
	} else if (g_ascii_strcasecmp(prop->value, "VCALENDAR") == 0) {
		close_left_open(r);
	} else if (r->zone.open) {
		add_to_zone(r, prop);
	} else if (g_ascii_strcasecmp(prop->value, "VTIMEZONE") == 0 && !r->calendar.in_event) {
		open_zone(r);
		r->skipping = 0;
	} else {
		skip_component(r, prop->value);
	}
}

static void end(struct ical *r, const struct property *prop)
{
	if (g_ascii_strcasecmp(prop->value, "VEVENT") == 0)
		close_event(r);
	else if (g_ascii_strcasecmp(prop->value, "VCALENDAR") == 0)
		close_left_open(r);
	else if (r->zone.open && g_ascii_strcasecmp(prop->value, "VTIMEZONE") == 0)
		close_zone(r);
	else if (r->zone.open)
		add_to_zone(r, prop);
	else if (r->skipping)
		r->skipping--;
}

static void take_line(struct ical *r, char *line)
{
	struct property prop;
	if (!take_apart(line, &prop)) {
		if (!r->odd_lines++)
			r->first_odd = r->lines.number;
		return;
	}
	if (strcmp(prop.name, "BEGIN") == 0)
		begin(r, &prop);
	else if (strcmp(prop.name, "END") == 0)
		end(r, &prop);
	else if (r->zone.open)
		add_to_zone(r, &prop);
	else if (!r->skipping)
		calendar_add(&r->calendar, prop.name, prop.parameters, prop.value);
}

static void warn(struct ical *r)
{
	if (r->odd_lines)
		programme_warn(r->p, "%zu lines are no properties (first: line %lu): passed over",
			r->odd_lines, r->first_odd);
	if (r->unclosed)
		programme_warn(r->p, "%zu events have no end (END:VEVENT; first: line %lu)", r->unclosed,
			r->first_unclosed);
	if (r->other_components)
		programme_warn(r->p, "%zu components are no events (first: %s): left out",
			r->other_components, r->other);
}

enum status ical_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	const char *start = sniff_start(bytes, &len);
	unsigned long skipped = 0;
	for (const char *s = bytes; s < start; s++)
		skipped += *s == '\n';
	char *copy = malloc(len + 1), *line;
	if (!copy)
		abort();
	memcpy(copy, start, len);
	struct ical r = {.p = into,
		.lines = {.next = copy, .end = copy + len, .out = copy, .following = skipped + 1},
		.zone = {.text = BUF_INIT(MAX_CALENDAR_ZONE_BYTES)}};
	calendar_init(&r.calendar, into, true);
	while (!r.calendar.full && (line = next_line(&r.lines)))
		take_line(&r, line);
	if (r.calendar.in_event)
		programme_warn(into, "the file ends inside an event (line %lu): it seems to be cut off",
			r.event_line);
	warn(&r);
	enum status st = calendar_fill(&r.calendar, options, err);
	calendar_finish(&r.calendar);
	buf_clear(&r.zone.text);
	free(copy);
	return st;
}
