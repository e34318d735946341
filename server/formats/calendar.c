#include "formats/calendar.h"

#include "formats/calendar_fields.h"
#include "formats/parts.h"
#include "formats/state.h"

#include <inttypes.h>
#include <string.h>

/* --- gathering ------------------------------------------------------------ */

void calendar_init(struct calendar *c, struct programme *p, bool escaped)
{
	*c = (struct calendar){.p = p,
		.zones = zones_create(),
		.properties = g_array_new(FALSE, FALSE, sizeof(struct property)),
		.events = g_array_new(FALSE, FALSE, sizeof(struct calendar_event)),
		.escaped = escaped};
}

void calendar_finish(struct calendar *c)
{
	zones_destroy(c->zones);
	g_array_free(c->properties, TRUE);
	g_array_free(c->events, TRUE);
}

void calendar_open_event(struct calendar *c, unsigned long line)
{
	c->full = c->full || c->events->len >= MAX_PROGRAMME_SESSIONS;
	c->in_event = !c->full;
	if (c->full)
		return;
	struct calendar_event event = {.first = c->properties->len, .line = line};
	g_array_append_val(c->events, event);
}

void calendar_close_event(struct calendar *c)
{
	c->in_event = false;
}

static void add_to_calendar(struct calendar *c, const char *name, const char *value)
{
	const struct {
		const char *name, **value;
	} known[] = {{"X-WR-CALNAME", &c->title}, {"NAME", &c->title}, {"X-WR-TIMEZONE", &c->zone},
		{"PRODID", &c->generator}, {"URL", &c->url}};
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].name, name) == 0 && !*known[i].value && *value)
			*known[i].value = value;
}

void calendar_add(struct calendar *c, const char *name, const char *parameters, const char *value)
{
	if (!c->in_event) {
		add_to_calendar(c, name, value);
		return;
	}
	c->full = c->full || c->properties->len >= MAX_CALENDAR_PROPERTIES;
	if (c->full)
		return;
	struct property prop = {name, parameters, value};
	g_array_append_val(c->properties, prop);
	g_array_index(c->events, struct calendar_event, c->events->len - 1).count++;
}

/* --- filling -------------------------------------------------------------- */

/* What is told once, with a count. */
enum odd {
	ODD_PRIVATE,
	ODD_APART,
	ODD_START,
	ODD_END,
	ODD_BACKWARDS,
	ODD_POINT,
	ODD_LONG,
	ODD_ALL_DAY,
	ODD_ZONE,
	ODD_REPEAT_PART,
	ODD_REPEAT,
	ODDS
};
static const char *const odd_texts[ODDS] = {
	[ODD_PRIVATE] = "events are marked private: left out",
	[ODD_APART] = "events are not of the programme by their status: left out",
	[ODD_START] = "events have a start that is no time: taken without a slot",
	[ODD_END] = "events have an end that is no time: passed over",
	[ODD_BACKWARDS] = "events end before they start: taken as points in time",
	[ODD_POINT] = "events have no end and no duration: taken as points in time",
	[ODD_LONG] = "events last longer than 31 days: cut to these",
	[ODD_ALL_DAY] = "events last whole days: taken from 00:00 to 24:00",
	[ODD_ZONE] = "events have a zone (TZID) that is neither known nor defined: on the event's clocks",
	[ODD_REPEAT_PART] = "events repeat without end: taken for a year",
	[ODD_REPEAT] = "events repeat by a rule (RRULE) that is not understood: taken once",
};

struct filling {
	const struct calendar *c;
	struct programme *p;
	struct fields fields;
	struct parts parts; /* for its slots */
	const struct zone *zone; /* of the event */
	GHashTable *replaced; /* "UID\ninstant" of occurrences that stand as events of their own */
	int rules; /* of repetition, followed so far */
	struct {
		size_t count;
		unsigned long line; /* of the first */
	} odd[ODDS];
};

static void note(struct filling *f, enum odd what, const struct calendar_event *event)
{
	if (!f->odd[what].count++)
		f->odd[what].line = event->line;
}

static bool parse_time(struct filling *f, const struct property *prop, const char *value, struct moment *ret)
{
	char *tzid = property_parameter(prop, "TZID");
	bool ok = moment_parse(f->c->zones, tzid, value, ret);
	g_free(tzid);
	return ok;
}

static int64_t utc_of(const struct filling *f, const struct moment *m)
{
	return moment_utc(m, f->zone);
}

/* A list of times, RDATE or EXDATE; of a period its start. */
static void add_times(
	struct filling *f, const struct calendar_event *event, const char *name, GArray *instants)
{
	for (size_t i = 0; i < event->count; i++) {
		const struct property *prop = event_property_at(f->c, event, i);
		if (strcmp(prop->name, name) != 0)
			continue;
		char **values = g_strsplit(prop->value, ",", MAX_CALENDAR_REPEATS);
		for (char **value = values; *value; value++) {
			struct moment m;
			(*value)[strcspn(*value, "/")] = '\0';
			if (!parse_time(f, prop, *value, &m))
				continue;
			int64_t at = utc_of(f, &m);
			g_array_append_val(instants, at);
		}
		g_strfreev(values);
	}
}

static char *occurrence_key(const char *uid, int64_t at)
{
	return g_strdup_printf("%s\n%" PRId64, uid, at);
}

/* Occurrences that were moved or changed are events of their own, which name
 * the one they stand for. */
static void note_replaced(struct filling *f, const struct calendar_event *event)
{
	const struct property *instead = event_property(f->c, event, "RECURRENCE-ID");
	const struct property *id = instead ? event_property(f->c, event, "UID") : NULL;
	struct moment m;
	if (id && parse_time(f, instead, instead->value, &m))
		g_hash_table_add(f->replaced, occurrence_key(id->value, utc_of(f, &m)));
}

static int compare_instants(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* Sorted, each once, without the exceptions and the replaced ones. */
static void tidy_instants(struct filling *f, const struct calendar_event *event, GArray *instants)
{
	const struct property *id = event_property(f->c, event, "UID");
	GArray *except = g_array_new(FALSE, FALSE, sizeof(int64_t));
	add_times(f, event, "EXDATE", except);
	g_array_sort(instants, compare_instants);
	g_array_sort(except, compare_instants);
	guint out = 0, e = 0;
	for (guint i = 0; i < instants->len; i++) {
		int64_t at = g_array_index(instants, int64_t, i);
		while (e < except->len && g_array_index(except, int64_t, e) < at)
			e++;
		bool gone = e < except->len && g_array_index(except, int64_t, e) == at;
		char *key = id ? occurrence_key(id->value, at) : NULL;
		gone = gone || (key && g_hash_table_contains(f->replaced, key));
		g_free(key);
		if (!gone && (out == 0 || g_array_index(instants, int64_t, out - 1) != at))
			g_array_index(instants, int64_t, out++) = at;
	}
	g_array_set_size(instants, out);
	g_array_free(except, TRUE);
}

static void follow_rule(
	struct filling *f, const struct calendar_event *event, const struct moment *start, GArray *instants)
{
	const struct property *rule = event_property(f->c, event, "RRULE");
	if (!rule)
		return;
	enum repeated how = REPEATED_NEVER;
	if (f->rules < MAX_CALENDAR_RULES)
		how = repeat_expand(rule->value, start, f->zone, instants);
	/* One that fits no day is looked for as long as it takes to follow hundreds. */
	f->rules += how == REPEATED_NEVER ? MAX_CALENDAR_RULES / 4 : 1;
	if (how != REPEATED)
		note(f, how == REPEATED_NEVER ? ODD_REPEAT : ODD_REPEAT_PART, event);
}

/* All instants at which the event begins. */
static GArray *starts_of(struct filling *f, const struct calendar_event *event, const struct moment *start)
{
	GArray *instants = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int64_t first = utc_of(f, start);
	g_array_append_val(instants, first);
	if (event_property(f->c, event, "RECURRENCE-ID"))
		return instants;
	follow_rule(f, event, start, instants);
	add_times(f, event, "RDATE", instants);
	tidy_instants(f, event, instants);
	return instants;
}

/* "PT1H30M" and its like; pentabarf's xCal has "013000". */
static bool read_duration(const char *text, int *ret_minutes)
{
	int hhmmss;
	text += strspn(text, " \t+");
	if (strlen(text) != 6 || strspn(text, "0123456789") != 6)
		return timing_duration(text, ret_minutes);
	hhmmss = (int)strtol(text, NULL, 10);
	*ret_minutes = hhmmss / 10000 * 60 + hhmmss / 100 % 100;
	return true;
}

static bool read_end(struct filling *f, const struct calendar_event *event, int64_t *ret)
{
	const struct property *end = fields_property(&f->fields, event, FIELD_OF_END);
	struct moment m;
	if (!end)
		return false;
	if (!parse_time(f, end, end->value, &m)) {
		note(f, ODD_END, event);
		return false;
	}
	*ret = utc_of(f, &m);
	return true;
}

/* Its end, else its duration; a day lasts to midnight where neither says more. */
static int minutes_of(struct filling *f, const struct calendar_event *event, const struct moment *start)
{
	const struct property *duration = fields_property(&f->fields, event, FIELD_OF_DURATION);
	int64_t begin = utc_of(f, start), end = begin;
	int minutes;
	bool known = read_end(f, event, &end);
	if (!known && duration && read_duration(duration->value, &minutes)) {
		end = begin + minutes * MS_PER_MINUTE;
		known = true;
	}
	if (start->kind == MOMENT_DATE) {
		struct moment midnight = *start;
		midnight.wall.day++;
		end = end > begin ? end : utc_of(f, &midnight);
		note(f, ODD_ALL_DAY, event);
	} else if (!known) {
		note(f, ODD_POINT, event);
	}
	if (end < begin)
		note(f, ODD_BACKWARDS, event);
	if (end - begin > MAX_DURATION_MINUTES * MS_PER_MINUTE)
		note(f, ODD_LONG, event);
	return (int)(CLAMP(end - begin, 0, MAX_DURATION_MINUTES * MS_PER_MINUTE) / MS_PER_MINUTE);
}

/* A further occurrence shares all that lives in the arena but its title, from
 * which programme_finish takes a mark off in place. */
static void copy_session(struct programme *p, size_t from, size_t to)
{
	const struct text *title = &p->sessions[from].title;
	p->sessions[to] = p->sessions[from];
	p->sessions[to].title = (struct text){0};
	for (size_t i = 0; i < title->count; i++)
		programme_text_set(p, &p->sessions[to].title, title->forms[i].lang, title->forms[i].value);
}

/* One session at `at`, or without a time; `like` is an earlier occurrence of
 * it or PROGRAMME_NONE. Its index. */
static size_t add_session(
	struct filling *f, const struct calendar_event *event, const int64_t *at, int minutes, size_t like)
{
	size_t i = parts_new_session(&f->parts);
	if (i == PROGRAMME_NONE)
		return i;
	if (like == PROGRAMME_NONE)
		fields_read(&f->fields, event, i);
	else
		copy_session(f->p, like, i);
	char place[40], date[INSTANT_TEXT] = "", duration[16];
	g_snprintf(place, sizeof place, "line %lu, VEVENT", event->line);
	g_snprintf(duration, sizeof duration, "%d", minutes);
	if (at)
		instant_format(*at, date);
	g_array_index(f->parts.slots, struct slot, i) = (struct slot){
		.place = programme_line(f->p, place),
		.date = programme_line(f->p, date),
		.duration = programme_line(f->p, duration),
		.utc = true,
	};
	return i;
}

/* Those that are marked so do not belong in public. */
static bool is_private(const struct calendar *c, const struct calendar_event *event)
{
	const struct property *class = event_property(c, event, "CLASS");
	return class &&
		(g_ascii_strcasecmp(class->value, "PRIVATE") == 0 ||
			g_ascii_strcasecmp(class->value, "CONFIDENTIAL") == 0);
}

/* Our own calendar has the expected times, and these where they differ from
 * the plan's: "20310502T080000Z/PT45M". */
static void read_planned(
	struct filling *f, const struct calendar_event *event, struct moment *start, int *minutes)
{
	const struct property *planned = event_property(f->c, event, "X-MADANG-PLANNED");
	const char *slash = planned ? strchr(planned->value, '/') : NULL;
	struct moment m;
	int length;
	if (!slash || !timing_duration(slash + 1, &length) || length > MAX_DURATION_MINUTES)
		return;
	char *at = g_strndup(planned->value, (gsize)(slash - planned->value));
	if (parse_time(f, planned, at, &m)) {
		*start = m;
		*minutes = length;
	}
	g_free(at);
}

/* Its occurrences; where its start is no time, one session without a slot. */
static void add_occurrences(struct filling *f, const struct calendar_event *event)
{
	const struct property *begin = fields_property(&f->fields, event, FIELD_OF_START);
	struct moment start;
	if (!begin || !parse_time(f, begin, begin->value, &start)) {
		if (begin)
			note(f, ODD_START, event);
		add_session(f, event, NULL, 0, PROGRAMME_NONE);
		return;
	}
	if (moment_zone_unknown(&start))
		note(f, ODD_ZONE, event);
	int minutes = minutes_of(f, event, &start);
	read_planned(f, event, &start, &minutes);
	GArray *instants = starts_of(f, event, &start);
	size_t like = PROGRAMME_NONE;
	for (guint i = 0; i < instants->len; i++)
		like = add_session(f, event, &g_array_index(instants, int64_t, i), minutes, like);
	g_array_free(instants, TRUE);
}

static void add_event(struct filling *f, const struct calendar_event *event)
{
	const struct property *status = fields_property(&f->fields, event, FIELD_OF_STATUS);
	enum state state = state_of(status ? status->value : NULL);
	if (state == STATE_APART || is_private(f->c, event)) {
		note(f, state == STATE_APART ? ODD_APART : ODD_PRIVATE, event);
		return;
	}
	size_t first = f->p->session_count;
	add_occurrences(f, event);
	for (size_t i = first; i < f->p->session_count; i++)
		f->p->sessions[i].cancelled = state == STATE_CANCELLED;
}

/* --- the zone of the event ------------------------------------------------ */

/* The IANA zone of most starts; where none has one, the first that is named. */
static const char *zone_of_starts(const struct filling *f, bool *ret_known)
{
	GHashTable *uses = g_hash_table_new(g_str_hash, g_str_equal);
	const char *most = NULL, *unknown = NULL;
	size_t most_uses = 0;
	for (guint i = 0; i < f->c->events->len; i++) {
		const struct property *start = fields_property(
			&f->fields, &g_array_index(f->c->events, struct calendar_event, i), FIELD_OF_START);
		char *tzid = start ? property_parameter(start, "TZID") : NULL;
		const char *zone = tzid && *tzid ? zones_iana(f->c->zones, tzid) : NULL;
		if (zone) {
			size_t n = GPOINTER_TO_SIZE(g_hash_table_lookup(uses, zone)) + 1;
			g_hash_table_insert(uses, (gpointer)zone, GSIZE_TO_POINTER(n));
			most = n > most_uses ? zone : most;
			most_uses = MAX(n, most_uses);
		} else if (tzid && *tzid && !unknown) {
			unknown = programme_line(f->p, tzid);
		}
		g_free(tzid);
	}
	g_hash_table_destroy(uses);
	*ret_known = most != NULL;
	return most ? most : unknown;
}

/* UTC as a calendar's zone says nothing of the place, where its events do. */
static bool is_utc(const char *zone)
{
	return strcmp(zone, "UTC") == 0 || strcmp(zone, "Etc/UTC") == 0 || strcmp(zone, "GMT") == 0;
}

static const char *zone_of_file(const struct filling *f)
{
	bool known;
	const char *starts = zone_of_starts(f, &known);
	const char *said = programme_line(f->p, f->c->zone);
	const char *own = said ? zones_iana(f->c->zones, said) : NULL;
	if (own && !(known && is_utc(own)))
		return own;
	return known || !said ? starts : said;
}

/* timing_resolve says what is missing, by the first time of the file. */
static enum status refuse_without_zone(struct filling *f, const struct timing *file, struct err *err)
{
	const struct calendar_event nothing = {0};
	const struct calendar_event *event =
		f->c->events->len ? &g_array_index(f->c->events, struct calendar_event, 0) : &nothing;
	const struct property *begin = fields_property(&f->fields, event, FIELD_OF_START);
	struct moment start;
	bool instant = begin && parse_time(f, begin, begin->value, &start) && start.kind == MOMENT_INSTANT;
	int64_t at = instant ? wall_to_utc_ms(&start.wall) : 0;
	add_session(f, event, instant ? &at : NULL, 0, PROGRAMME_NONE);
	return timing_resolve(f->p, (const struct slot *)(void *)f->parts.slots->data, file, NULL, err);
}

/* --- the end -------------------------------------------------------------- */

/* frab's single events say "ACRONYM - room". */
static void cut_common_prefix(struct programme *p)
{
	const char *first = p->room_count >= 2 ? text_in(&p->rooms[0].name, NULL) : "";
	const char *dash = strstr(first, " - ");
	size_t n = dash ? (size_t)(dash - first) + strlen(" - ") : 0;
	for (size_t i = 0; n && i < p->room_count; i++)
		if (strncmp(text_in(&p->rooms[i].name, NULL), first, n) != 0)
			n = 0;
	if (!n)
		return;
	programme_warn(p, "all rooms begin with \"%.*s\": taken off", (int)n, first);
	for (size_t i = 0; i < p->room_count; i++)
		p->rooms[i].name.forms[0].value += n;
}

static void warn_of_odds(const struct filling *f)
{
	for (int i = 0; i < ODDS; i++)
		if (f->odd[i].count)
			programme_warn(f->p, "%zu %s (first: line %lu)", f->odd[i].count, odd_texts[i],
				f->odd[i].line);
}

static enum status fill(struct filling *f, const struct read_options *options, struct err *err)
{
	struct timing file = {.zone = zone_of_file(f)};
	struct zone *own = NULL;
	f->zone = options ? options->zone : NULL;
	if (!f->zone && file.zone)
		f->zone = own = zone_create(file.zone);
	if (!f->zone)
		return refuse_without_zone(f, &file, err);
	for (guint i = 0; i < f->c->events->len; i++)
		note_replaced(f, &g_array_index(f->c->events, struct calendar_event, i));
	for (guint i = 0; i < f->c->events->len; i++)
		add_event(f, &g_array_index(f->c->events, struct calendar_event, i));
	fields_note_columns(&f->fields);
	fields_warn(&f->fields);
	cut_common_prefix(f->p);
	warn_of_odds(f);
	zone_destroy(own);
	return f->zone
		? timing_resolve(f->p, (const struct slot *)(void *)f->parts.slots->data, &file, options, err)
		: STATUS_OK;
}

static const char *head_text(const struct calendar *c, const char *value)
{
	struct property prop = {"", "", value};
	return value ? property_text(c, &prop) : NULL;
}

enum status calendar_fill(struct calendar *c, const struct read_options *options, struct err *err)
{
	struct programme *p = c->p;
	if (c->full)
		return err_set(err, STATUS_TOO_LARGE, "too_large",
			"the calendar has more than %d events or %d properties", MAX_PROGRAMME_SESSIONS,
			MAX_CALENDAR_PROPERTIES);
	struct filling f = {.c = c, .p = p};
	f.replaced = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	parts_init(&f.parts, p);
	fields_init(&f.fields, c, options ? options->columns : NULL);
	programme_text_line(p, &p->title, "", head_text(c, c->title));
	p->generator = programme_line(p, head_text(c, c->generator));
	p->url = programme_line(p, head_text(c, c->url));
	enum status st = fill(&f, options, err);
	fields_finish(&f.fields);
	parts_finish(&f.parts);
	g_hash_table_destroy(f.replaced);
	return st == STATUS_OK ? programme_finish(p, err) : st;
}
