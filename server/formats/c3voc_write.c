/* Writes c3voc schedule.json by schema v1: one line an event, so that two
 * exports can be compared by eye. */
#include "formats/extras.h"
#include "formats/layout.h"
#include "formats/readers.h"

#include <string.h>

static void member_text(const struct programme *p, struct buf *out, const char *name, const struct text *t)
{
	layout_member(out, name, layout_text(p, t));
}

static void optional(struct buf *out, const char *name, const char *value)
{
	if (value)
		layout_member(out, name, value);
}

/* `codes`: with pretalx' codes as keys; XML has none, so neither has its part. */
static void write_person(
	const struct programme *p, const struct programme_person *who, bool codes, struct buf *out)
{
	const char *name = layout_text(p, &who->name);
	unsigned id;
	buf_add_char(out, '{');
	/* v1 wants either frab's form (id, public_name) or pretalx' (name), not
	 * both at once. */
	if (identity_person_number(
		    who, identity_is_uuid(who->key) || (codes && layout_is_code(who->key)), &id)) {
		buf_addf(out, "\"id\":%u", id);
		layout_member(out, "public_name", name);
	} else {
		layout_member(out, "name", name);
	}
	if (identity_is_uuid(who->key))
		layout_member(out, "guid", who->key);
	else if (codes && layout_is_code(who->key))
		layout_member(out, "code", who->key);
	if (!text_empty(&who->bio))
		member_text(p, out, "biography", &who->bio);
	buf_add_char(out, '}');
}

static void write_people(
	const struct programme *p, const struct programme_session *s, bool codes, struct buf *out)
{
	buf_add_str(out, ",\"persons\":[");
	for (size_t i = 0; i < s->people_count; i++) {
		if (i)
			buf_add_char(out, ',');
		write_person(p, &p->people[s->people[i]], codes, out);
	}
	buf_add_char(out, ']');
}

static void write_title(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	struct buf title = BUF_INIT(2 * MAX_LINE);
	layout_title(p, s, &title);
	layout_member(out, "title", title.data);
	buf_clear(&title);
}

/* The members that events with and without a time have in common. */
static void write_common(
	const struct programme *p, const struct programme_session *s, bool codes, struct buf *out)
{
	layout_member(out, "room", layout_room_name(p, s->room));
	write_title(p, s, out);
	member_text(p, out, "subtitle", &s->subtitle);
	layout_member(out, "track", layout_track_name(p, s->track));
	layout_member(out, "type", s->type ? s->type : "");
	layout_member(out, "language", s->language ? s->language : "");
	member_text(p, out, "abstract", &s->abstract);
	member_text(p, out, "description", &s->description);
	layout_member(out, "recording_license", s->licence ? s->licence : "");
	buf_addf(out, ",\"do_not_record\":%s", s->no_recording ? "true" : "false");
	write_people(p, s, codes, out);
	buf_add_str(out, ",\"links\":[],\"attachments\":[]");
}

static void write_url(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	struct buf url = BUF_INIT(2 * MAX_LINE);
	identity_session_url(p, s, &url);
	layout_member(out, "url", url.data);
	buf_clear(&url);
}

static void write_event(const struct programme *p, const struct layout *l, size_t index, struct buf *out)
{
	const struct programme_session *s = &p->sessions[index];
	const struct identity *id = &l->identities[index];
	char date[LAYOUT_TIME], clock[LAYOUT_CLOCK], duration[LAYOUT_DURATION];
	layout_time(l->zone, s->start, date);
	layout_clock(l->zone, s->start, clock);
	layout_duration(s->duration, false, duration);
	buf_addf(out, "{\"id\":%u", id->number);
	layout_member(out, "guid", id->guid);
	layout_member(out, "date", date);
	layout_member(out, "start", clock);
	layout_member(out, "duration", duration);
	layout_member(out, "slug", identity_slug(id));
	if (layout_is_session_code(s->code))
		layout_member(out, "code", s->code);
	write_url(p, s, out);
	write_common(p, s, true, out);
	buf_add_char(out, '}');
}

static void whole_i18n(struct buf *out, const char *name, const struct text *t, const char *prefix)
{
	if (t->count > 1 || (t->count == 1 && *t->forms[0].lang))
		layout_i18n(out, name, t, prefix);
}

void c3voc_write_unscheduled(
	const struct programme *p, const struct programme_session *s, bool for_xml, struct buf *out)
{
	char duration[LAYOUT_DURATION];
	layout_duration(s->duration, false, duration);
	buf_add_char(out, '{');
	optional(out, "guid", s->guid);
	optional(out, "number", s->number);
	optional(out, "slug", s->slug);
	optional(out, "code", s->code);
	optional(out, "url", s->url);
	layout_member(out, "duration", duration);
	write_common(p, s, !for_xml, out);
	whole_i18n(out, "title", &s->title, layout_title_prefix(s));
	whole_i18n(out, "subtitle", &s->subtitle, "");
	whole_i18n(out, "abstract", &s->abstract, "");
	whole_i18n(out, "description", &s->description, "");
	if (s->also_in_count)
		layout_also_in(p, s, out);
	if (s->length)
		buf_addf(out, ",\"length\":%d", s->length);
	buf_add_char(out, '}');
}

/* The rooms are members by name: those of one day with the same name stand in
 * one list, since a JSON object can't have a member twice. */
static void write_rooms_of_day(
	const struct programme *p, const struct layout *l, const struct layout_day *day, struct buf *out)
{
	const char *open = NULL;
	for (size_t i = 0; i < day->count; i++) {
		size_t index = l->order[day->first + i];
		const char *room = layout_room_name(p, p->sessions[index].room);
		if (!open || strcmp(open, room) != 0) {
			buf_add_str(out, open ? "\n],\n" : "\n");
			buf_add_json(out, room);
			buf_add_str(out, ":[\n");
		} else {
			buf_add_str(out, ",\n");
		}
		open = room;
		write_event(p, l, index, out);
	}
	buf_add_str(out, open ? "\n]" : "");
}

static void write_days(const struct programme *p, const struct layout *l, struct buf *out)
{
	buf_add_str(out, ",\n\"days\":[");
	for (size_t i = 0; i < l->day_count; i++) {
		const struct layout_day *day = &l->days[i];
		buf_addf(out, "%s\n{\"index\":%zu", i ? "," : "", i + 1);
		layout_member(out, "date", day->date);
		layout_member(out, "day_start", day->start);
		layout_member(out, "day_end", day->end);
		buf_add_str(out, ",\"rooms\":{");
		write_rooms_of_day(p, l, day, out);
		buf_add_str(out, "}}");
	}
	buf_add_str(out, "]");
}

static void write_rooms(const struct programme *p, struct buf *out)
{
	buf_add_str(out, ",\n\"rooms\":[");
	for (size_t i = 0; i < p->room_count; i++) {
		char made[UUID_TEXT];
		const struct programme_room *room = &p->rooms[i];
		identity_room_guid(room, made);
		buf_add_str(out, i ? ",\n{" : "\n{");
		layout_member(out, "name", layout_room_name(p, i));
		layout_member(out, "guid", identity_is_uuid(room->key) ? room->key : made);
		if (room->capacity)
			buf_addf(out, ",\"capacity\":%d", room->capacity);
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
}

static void write_tracks(const struct programme *p, struct buf *out)
{
	buf_add_str(out, ",\n\"tracks\":[");
	for (size_t i = 0; i < p->track_count; i++) {
		buf_add_str(out, i ? ",\n{" : "\n{");
		layout_member(out, "name", layout_track_name(p, i));
		if (layout_is_track_slug(p->tracks[i].key))
			layout_member(out, "slug", p->tracks[i].key);
		optional(out, "color", p->tracks[i].colour);
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
}

static void write_conference(const struct programme *p, const struct layout *l, struct buf *out)
{
	char acronym[LAYOUT_ACRONYM];
	layout_acronym(p, acronym);
	buf_add_str(out, "\"conference\":{\n");
	layout_member(out, "acronym", acronym);
	member_text(p, out, "title", &p->title);
	layout_member(out, "start", l->day_count ? l->days[0].date : "");
	layout_member(out, "end", l->day_count ? l->days[l->day_count - 1].date : "");
	buf_addf(out, ",\"daysCount\":%zu,\"timeslot_duration\":\"00:05\"", l->day_count);
	if (layout_is_zone(p->zone))
		layout_member(out, "time_zone_name", p->zone);
	if (layout_is_http(p->url))
		layout_member(out, "url", p->url);
	if (p->colour) {
		buf_add_str(out, ",\"colors\":{");
		layout_member(out, "primary", p->colour);
		buf_add_char(out, '}');
	}
	write_rooms(p, out);
	write_tracks(p, out);
	write_days(p, l, out);
	buf_add_str(out, "\n}");
}

void c3voc_write(const struct programme *p, struct buf *out)
{
	struct layout l;
	struct buf extras = BUF_INIT(out->max);
	layout_init(&l, p);
	buf_add_str(out, "{\"$schema\":\"https://c3voc.de/schedule/schema.json\",\n\"schedule\":{\n");
	layout_member(out, "version", p->version ? p->version : "");
	buf_add_str(out, ",\"generator\":{\"name\":\"Madang\"},\n");
	write_conference(p, &l, out);
	if (extras_write(p, &l, false, &extras)) {
		buf_add_str(out, ",\n\"madang\":");
		buf_add(out, extras.data, extras.len);
	}
	out->failed = out->failed || extras.failed;
	buf_add_str(out, "\n}}\n");
	buf_clear(&extras);
	layout_finish(&l);
}
