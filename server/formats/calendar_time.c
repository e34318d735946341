#include "formats/calendar_time.h"
#include "formats/windows_zone.h"

#include "base/alloc.h"
#include "base/limits.h"

#include <ctype.h>
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

/* --- zones ---------------------------------------------------------------- */

struct tz {
	struct zone *zone; /* IANA, else… */
	icaltimezone *own; /* …by the file's VTIMEZONE */
};

struct definition {
	char *location, *text;
};

struct zones {
	GHashTable *found; /* TZID → struct tz; one with neither zone: not known */
	GHashTable *defined; /* TZID → struct definition */
	int rules; /* that were followed in those */
};

static void tz_free(void *p)
{
	struct tz *tz = p;
	zone_destroy(tz->zone);
	if (tz->own)
		icaltimezone_free(tz->own, 1);
	free(tz);
}

static void definition_free(void *p)
{
	struct definition *d = p;
	g_free(d->location);
	g_free(d->text);
	g_free(d);
}

struct zones *zones_create(void)
{
	struct zones *z = xcalloc(1, sizeof *z);
	z->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, tz_free);
	z->defined = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, definition_free);
	return z;
}

void zones_destroy(struct zones *z)
{
	if (!z)
		return;
	g_hash_table_destroy(z->found);
	g_hash_table_destroy(z->defined);
	free(z);
}

bool zones_define(struct zones *z, const char *tzid, const char *location, const char *text)
{
	if (g_hash_table_contains(z->defined, tzid))
		return true;
	if (g_hash_table_size(z->defined) >= MAX_CALENDAR_ZONES)
		return false;
	struct definition *d = g_new(struct definition, 1);
	*d = (struct definition){g_strdup(location), g_strdup(text)};
	g_hash_table_insert(z->defined, g_strdup(tzid), d);
	return true;
}

/* The name as it is, else as some write it: "Europe-Brussels", "America/New York". */
static struct zone *zone_spelled(const char *name)
{
	struct zone *zone = zone_create(name);
	if (zone)
		return zone;
	char *usual = g_strdelimit(g_strdup(name), " ", '_');
	char *dash = strchr(usual, '/') ? NULL : strchr(usual, '-');
	if (dash)
		*dash = '/';
	zone = zone_create(usual);
	g_free(usual);
	return zone;
}

/* The whole, or as Windows names it, else what stands behind one of its
 * slashes: an IANA name has up to three parts. */
static struct zone *iana_zone(const char *name)
{
	enum { PARTS = 3 };
	const char *known = windows_zone(name);
	struct zone *zone = zone_spelled(known ? known : name);
	const char *from[PARTS] = {0};
	for (const char *s = strchr(name, '/'); s; s = strchr(s + 1, '/')) {
		memmove(from + 1, from, (PARTS - 1) * sizeof *from);
		from[0] = s + 1;
	}
	for (int i = PARTS - 1; i >= 0 && !zone; i--)
		zone = from[i] ? zone_create(from[i]) : NULL;
	return zone;
}

/* The rules of a real VTIMEZONE are two, yearly ones. */
static bool is_rule_of_zone(const char *line)
{
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(line + strlen("RRULE:"));
	free(rule.rscale);
	return rule.freq == ICAL_YEARLY_RECURRENCE && rule.by_hour[0] == ICAL_RECURRENCE_ARRAY_MAX &&
		rule.by_minute[0] == ICAL_RECURRENCE_ARRAY_MAX &&
		rule.by_second[0] == ICAL_RECURRENCE_ARRAY_MAX && rule.by_day[1] == ICAL_RECURRENCE_ARRAY_MAX;
}

static icaltimezone *own_zone(struct zones *z, const char *text)
{
	char **lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (g_str_has_prefix(*line, "RRULE:") &&
			(z->rules++ >= MAX_CALENDAR_ZONE_RULES || !is_rule_of_zone(*line)))
			**line = '\0';
	char *vetted = g_strjoinv("\n", lines);
	g_strfreev(lines);
	icalcomponent *component = icalparser_parse_string(vetted);
	g_free(vetted);
	icaltimezone *zone = icaltimezone_new();
	if (component && icalcomponent_isa(component) == ICAL_VTIMEZONE_COMPONENT &&
		icaltimezone_set_component(zone, component))
		return zone;
	if (component)
		icalcomponent_free(component);
	icaltimezone_free(zone, 1);
	return NULL;
}

static const struct tz *zones_find(struct zones *z, const char *tzid)
{
	struct tz *tz = g_hash_table_lookup(z->found, tzid);
	if (tz)
		return tz;
	const struct definition *d = g_hash_table_lookup(z->defined, tzid);
	tz = xcalloc(1, sizeof *tz);
	tz->zone = iana_zone(tzid);
	if (!tz->zone && d && d->location)
		tz->zone = iana_zone(d->location);
	if (!tz->zone && d && d->text)
		tz->own = own_zone(z, d->text);
	g_hash_table_insert(z->found, g_strdup(tzid), tz);
	return tz;
}

const char *zones_iana(struct zones *z, const char *tzid)
{
	const struct tz *tz = zones_find(z, tzid);
	return tz->zone ? zone_name(tz->zone) : NULL;
}

static int64_t own_to_utc_ms(icaltimezone *own, const struct wall_time *w)
{
	struct icaltimetype t = {.year = w->year,
		.month = w->month,
		.day = w->day,
		.hour = w->hour,
		.minute = w->minute,
		.second = w->second};
	int is_daylight;
	return wall_to_utc_ms(w) - icaltimezone_get_utc_offset(own, &t, &is_daylight) * INT64_C(1000);
}

/* --- moments -------------------------------------------------------------- */

/* "20220517T110000Z" as "2022-05-17T11:00:00Z"; what has dashes stays. */
static bool spell_out(const char *s, char out[48])
{
	size_t len = strlen(s), date = strspn(s, "0123456789");
	if (date == 4 && len < 40) {
		memcpy(out, s, len + 1);
		return true;
	}
	if (date != 8 || len >= 40)
		return false;
	int n = snprintf(out, 48, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	s += date;
	if (*s == '\0')
		return true;
	size_t clock = strspn(s + 1, "0123456789");
	if ((*s != 'T' && *s != 't' && *s != ' ') || (clock != 4 && clock != 6))
		return false;
	const char *seconds = clock == 6 ? s + 5 : "00";
	snprintf(out + n, 48 - (size_t)n, "T%.2s:%.2s:%.2s%s", s + 1, s + 3, seconds, s + 1 + clock);
	return true;
}

bool calendar_moment_parse(struct zones *z, const char *tzid, const char *value, struct calendar_moment *ret)
{
	enum { FIRST_YEAR = 1971, LAST_YEAR = 2998 };
	char text[48], *trimmed = g_strstrip(g_strdup(value));
	struct calendar_moment m = {0};
	int64_t instant;
	bool ok = spell_out(trimmed, text);
	g_free(trimmed);
	if (!ok)
		return false;
	if (instant_parse(text, &instant, NULL)) {
		m.kind = MOMENT_INSTANT;
		wall_from_utc_ms(instant, &m.wall);
	} else if (wall_parse(text, &m.wall)) {
		m.kind = MOMENT_WALL;
		m.tz = tzid && *tzid ? zones_find(z, tzid) : NULL;
	} else if (date_parse(text, &m.wall)) {
		m.kind = MOMENT_DATE;
	} else {
		return false;
	}
	if (m.wall.year < FIRST_YEAR || m.wall.year > LAST_YEAR)
		return false;
	*ret = m;
	return true;
}

bool calendar_moment_zone_unknown(const struct calendar_moment *m)
{
	return m->kind == MOMENT_WALL && m->tz && !m->tz->zone && !m->tz->own;
}

int64_t calendar_moment_utc(const struct calendar_moment *m, const struct zone *event)
{
	if (m->kind == MOMENT_INSTANT)
		return wall_to_utc_ms(&m->wall);
	if (m->kind == MOMENT_WALL && m->tz && m->tz->own)
		return own_to_utc_ms(m->tz->own, &m->wall);
	return zone_to_utc_ms(m->kind == MOMENT_WALL && m->tz && m->tz->zone ? m->tz->zone : event, &m->wall);
}

/* --- repetition ----------------------------------------------------------- */

/* What could keep libical busy for long is not taken up: a repetition within
 * a day, and many times of a day. */
static bool is_tame(const struct icalrecurrencetype *rule)
{
	return rule->freq >= ICAL_DAILY_RECURRENCE && rule->freq <= ICAL_YEARLY_RECURRENCE &&
		rule->interval > 0 && rule->count >= 0 &&
		(rule->by_minute[0] == ICAL_RECURRENCE_ARRAY_MAX ||
			rule->by_minute[1] == ICAL_RECURRENCE_ARRAY_MAX) &&
		(rule->by_second[0] == ICAL_RECURRENCE_ARRAY_MAX ||
			rule->by_second[1] == ICAL_RECURRENCE_ARRAY_MAX);
}

static struct icaltimetype to_ical(const struct wall_time *w)
{
	return (struct icaltimetype){.year = w->year,
		.month = w->month,
		.day = w->day,
		.hour = w->hour,
		.minute = w->minute,
		.second = w->second};
}

/* A moment on the same clock as `like`. */
static int64_t from_ical(struct icaltimetype t, const struct calendar_moment *like, const struct zone *event)
{
	struct calendar_moment m = *like;
	m.wall = (struct wall_time){t.year, t.month, t.day, t.hour, t.minute, t.second, 0};
	return calendar_moment_utc(&m, event);
}

/* The last instant that UNTIL allows; a date means its whole day. */
static int64_t last_instant(
	struct icaltimetype until, const struct calendar_moment *start, const struct zone *event)
{
	if (icaltime_is_null_time(until))
		return INSTANT_MAX;
	if (until.is_date) {
		until.hour = 23;
		until.minute = until.second = 59;
	}
	struct calendar_moment utc = {.kind = MOMENT_INSTANT};
	bool is_utc = icaltime_is_utc(until) != 0;
	return from_ical(until, is_utc ? &utc : start, event);
}

/* What is left of a rule when libical has it: its own bounds. */
struct bounds {
	int64_t last; /* UNTIL */
	int64_t horizon; /* ours */
	int count; /* 0: none */
};

static enum repeated collect(icalrecur_iterator *it, const struct bounds *b,
	const struct calendar_moment *start, const struct zone *event, GArray *instants)
{
	for (int n = 0; n < MAX_CALENDAR_REPEATS; n++) {
		struct icaltimetype t = icalrecur_iterator_next(it);
		int64_t at = icaltime_is_null_time(t) ? INT64_MAX : from_ical(t, start, event);
		if (at > b->horizon)
			return !n ? REPEATED_NEVER : b->last <= b->horizon ? REPEATED : REPEATED_IN_PART;
		if (at > b->last)
			return REPEATED;
		g_array_append_val(instants, at);
		if (n + 1 == b->count)
			return REPEATED;
	}
	return REPEATED_IN_PART;
}

enum repeated repeat_expand(
	const char *text, const struct calendar_moment *start, const struct zone *event, GArray *instants)
{
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
	free(rule.rscale);
	rule.rscale = NULL;
	if (!is_tame(&rule))
		return REPEATED_NEVER;
	struct calendar_moment horizon = *start;
	horizon.wall.day += MAX_CALENDAR_REPEAT_DAYS;
	wall_from_utc_ms(wall_to_utc_ms(&horizon.wall), &horizon.wall);
	struct bounds b = {
		last_instant(rule.until, start, event), calendar_moment_utc(&horizon, event), rule.count};
	/* libical looks no further than UNTIL: so it gets ours. */
	rule.until = to_ical(&horizon.wall);
	rule.count = 0;
	icalrecur_iterator *it = icalrecur_iterator_new(rule, to_ical(&start->wall));
	if (!it)
		return REPEATED_NEVER;
	enum repeated how = collect(it, &b, start, event, instants);
	icalrecur_iterator_free(it);
	return how;
}
