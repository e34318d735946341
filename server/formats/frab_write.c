/* Writes frab's schedule.xml by the public XSD's rules. What it has no place
 * for stands in one processing instruction (extras.h). */
#include "formats/extras.h"
#include "formats/layout.h"
#include "formats/readers.h"

#include <string.h>

static void element(struct buf *out, const char *name, const char *text)
{
	if (!text || !*text) {
		buf_addf(out, "<%s/>\n", name);
		return;
	}
	buf_addf(out, "<%s>", name);
	buf_add_xml(out, text);
	buf_addf(out, "</%s>\n", name);
}

static void optional(struct buf *out, const char *name, const char *text)
{
	if (text && *text)
		element(out, name, text);
}

static void attribute(struct buf *out, const char *name, const char *value)
{
	buf_addf(out, " %s=\"", name);
	buf_add_xml(out, value);
	buf_add_char(out, '"');
}

static void write_people(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	buf_add_str(out, "<persons>\n");
	for (size_t i = 0; i < s->people_count; i++) {
		const struct programme_person *who = &p->people[s->people[i]];
		unsigned id;
		buf_add_str(out, "<person");
		if (identity_person_number(who, identity_is_uuid(who->key), &id))
			buf_addf(out, " id=\"%u\"", id);
		if (identity_is_uuid(who->key))
			attribute(out, "guid", who->key);
		buf_add_char(out, '>');
		buf_add_xml(out, layout_text(p, &who->name));
		buf_add_str(out, "</person>\n");
	}
	buf_add_str(out, "</persons>\n");
}

static void write_title(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	struct buf title = BUF_INIT(2 * MAX_LINE);
	layout_title(p, s, &title);
	element(out, "title", title.data);
	buf_clear(&title);
}

static void write_times(const struct layout *l, const struct programme_session *s, struct buf *out)
{
	char date[LAYOUT_TIME], clock[LAYOUT_CLOCK], duration[LAYOUT_DURATION];
	layout_time(l->zone, s->start, date);
	layout_clock(l->zone, s->start, clock);
	layout_duration(s->duration, true, duration);
	element(out, "date", date);
	element(out, "start", clock);
	element(out, "duration", duration);
}

static void write_event(const struct programme *p, const struct layout *l, size_t index, struct buf *out)
{
	const struct programme_session *s = &p->sessions[index];
	const struct identity *id = &l->identities[index];
	buf_addf(out, "<event guid=\"%s\" id=\"%u\"", id->guid, id->number);
	if (layout_is_session_code(s->code))
		attribute(out, "code", s->code);
	buf_add_str(out, ">\n");
	write_times(l, s, out);
	element(out, "room", layout_room_name(p, s->room));
	element(out, "slug", identity_slug(id));
	if (layout_is_http(s->url))
		element(out, "url", s->url);
	buf_add_str(out, "<recording>\n");
	element(out, "license", s->licence);
	element(out, "optout", s->no_recording ? "true" : "false");
	buf_add_str(out, "</recording>\n");
	write_title(p, s, out);
	element(out, "subtitle", layout_text(p, &s->subtitle));
	element(out, "track", layout_track_name(p, s->track));
	element(out, "type", s->type);
	optional(out, "language", s->language);
	element(out, "abstract", layout_text(p, &s->abstract));
	element(out, "description", layout_text(p, &s->description));
	write_people(p, s, out);
	buf_add_str(out, "<links/>\n<attachments/>\n</event>\n");
}

static void open_room(const struct programme *p, size_t room, struct buf *out)
{
	buf_add_str(out, "<room");
	attribute(out, "name", layout_room_name(p, room));
	if (room < p->room_count && identity_is_uuid(p->rooms[room].key))
		attribute(out, "guid", p->rooms[room].key);
	buf_add_str(out, ">\n");
}

/* On the first day all rooms stand, also those without a session, and in
 * their order; later only those in use. */
static void write_day(const struct programme *p, const struct layout *l, size_t n, struct buf *out)
{
	const struct layout_day *day = &l->days[n];
	size_t at = day->first, end = day->first + day->count;
	buf_addf(out, "<day index=\"%zu\" date=\"%s\" start=\"%s\" end=\"%s\">\n", n + 1, day->date,
		day->start, day->end);
	for (size_t i = 0; i <= p->room_count; i++) {
		size_t room = i < p->room_count ? i : PROGRAMME_NONE;
		bool used = at < end && p->sessions[l->order[at]].room == room;
		if (!used && (n > 0 || room == PROGRAMME_NONE))
			continue;
		open_room(p, room, out);
		for (; at < end && p->sessions[l->order[at]].room == room; at++)
			write_event(p, l, l->order[at], out);
		buf_add_str(out, "</room>\n");
	}
	buf_add_str(out, "</day>\n");
}

static void write_tracks(const struct programme *p, struct buf *out)
{
	for (size_t i = 0; i < p->track_count; i++) {
		buf_add_str(out, "<track");
		attribute(out, "name", layout_track_name(p, i));
		if (p->tracks[i].colour)
			attribute(out, "color", p->tracks[i].colour);
		if (layout_is_track_slug(p->tracks[i].key))
			attribute(out, "slug", p->tracks[i].key);
		buf_add_str(out, "/>\n");
	}
}

static void write_conference(const struct programme *p, const struct layout *l, struct buf *out)
{
	char acronym[LAYOUT_ACRONYM];
	layout_acronym(p, acronym);
	buf_add_str(out, "<conference>\n");
	element(out, "acronym", acronym);
	element(out, "title", layout_text(p, &p->title));
	if (l->day_count) {
		element(out, "start", l->days[0].date);
		element(out, "end", l->days[l->day_count - 1].date);
	}
	buf_addf(out, "<days>%zu</days>\n<timeslot_duration>00:05</timeslot_duration>\n", l->day_count);
	optional(out, "time_zone_name", p->zone);
	if (layout_is_http(p->url))
		element(out, "url", p->url);
	write_tracks(p, out);
	buf_add_str(out, "</conference>\n");
}

/* "?>" would end the instruction; in JSON it can stand only within a string,
 * where \u003e says the same. */
static void write_extras(const struct programme *p, const struct layout *l, struct buf *out)
{
	struct buf extras = BUF_INIT(out->max);
	if (extras_write(p, l, true, &extras) && !extras.failed) {
		buf_add_str(out, "<?madang ");
		for (size_t i = 0; i < extras.len; i++) {
			if (extras.data[i] == '>' && extras.data[i - 1] == '?')
				buf_add_str(out, "\\u003e");
			else
				buf_add_char(out, extras.data[i]);
		}
		buf_add_str(out, "?>\n");
	}
	out->failed = out->failed || extras.failed;
	buf_clear(&extras);
}

void frab_write(const struct programme *p, struct buf *out)
{
	struct layout l;
	layout_init(&l, p);
	buf_add_str(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<schedule>\n<generator name=\"Madang\"/>\n");
	element(out, "version", p->version);
	write_conference(p, &l, out);
	write_extras(p, &l, out);
	for (size_t i = 0; i < l.day_count; i++)
		write_day(p, &l, i, out);
	buf_add_str(out, "</schedule>\n");
	layout_finish(&l);
}
