#include "formats/pretalx_parts.h"

#include "formats/state.h"

#include <string.h>

void pretalx_init(struct pretalx *x, struct programme *p)
{
	*x = (struct pretalx){.rooms = refs_create(), .tracks = refs_create(), .people = refs_create()};
	parts_init(&x->parts, p);
}

void pretalx_finish(struct pretalx *x)
{
	parts_finish(&x->parts);
	g_hash_table_destroy(x->rooms);
	g_hash_table_destroy(x->tracks);
	g_hash_table_destroy(x->people);
}

void pretalx_name(
	struct pretalx *x, const struct path *at, const cJSON *object, const char *member, struct text *t)
{
	const cJSON *value = json_get(object, member);
	struct path here = {at, member, 0, false};
	if (cJSON_IsObject(value) && cJSON_GetObjectItemCaseSensitive(value, "name"))
		parts_text(&x->parts, &here, value, "name", false, t);
	else if (!cJSON_IsNumber(value))
		parts_text(&x->parts, at, object, member, false, t);
}

/* Its own id for a name, so that nothing is lost that a later file may explain. */
static void name_by_id(
	struct pretalx *x, const struct path *at, const char *word, const char *id, struct text *t)
{
	char *label = g_strdup_printf("%s %s", word, id);
	programme_text_line(x->parts.p, t, "", label);
	tally_path(&x->nameless, at);
	g_free(label);
}

size_t pretalx_room(struct pretalx *x, const struct path *at, const cJSON *o, const char *id_member,
	const char *name_member)
{
	struct programme *p = x->parts.p;
	struct text name = {0};
	int64_t seats;
	const char *id = refs_id(p, json_get(o, id_member)), *guid = programme_line(p, json_str(o, "guid"));
	size_t known = refs_find(x->rooms, id);
	if (known != PROGRAMME_NONE)
		return known;
	pretalx_name(x, at, o, name_member, &name);
	if (text_empty(&name) && id)
		name_by_id(x, at, "Room", id, &name);
	size_t i = programme_room_named(p, guid ? guid : id, text_in(&name, NULL));
	if (i == PROGRAMME_NONE)
		return i;
	programme_text_forms(&p->rooms[i].name, &name);
	if (json_int(json_get(o, "capacity"), 1, 1000000, &seats))
		p->rooms[i].capacity = (int)seats;
	refs_note(x->rooms, id, i);
	return i;
}

size_t pretalx_track(struct pretalx *x, const struct path *at, const cJSON *o, const char *id_member,
	const char *name_member)
{
	struct programme *p = x->parts.p;
	struct text name = {0};
	const char *id = refs_id(p, json_get(o, id_member));
	size_t known = refs_find(x->tracks, id);
	if (known != PROGRAMME_NONE)
		return known;
	pretalx_name(x, at, o, name_member, &name);
	size_t i = text_empty(&name) ? PROGRAMME_NONE : programme_track_named(p, id, text_in(&name, NULL));
	if (i == PROGRAMME_NONE)
		return i;
	programme_text_forms(&p->tracks[i].name, &name);
	const char *colour = parts_colour(p, json_str(o, "color"));
	p->tracks[i].colour = colour ? colour : p->tracks[i].colour;
	refs_note(x->tracks, id, i);
	return i;
}

/* Name and biography: the address and the answers beside them are private. */
size_t pretalx_person(struct pretalx *x, const struct path *at, const cJSON *o)
{
	struct programme *p = x->parts.p;
	struct text name = {0};
	const char *code = refs_id(p, json_get(o, "code"));
	size_t i = refs_find(x->people, code);
	if (i != PROGRAMME_NONE)
		return i;
	parts_text(&x->parts, at, o, "name", false, &name);
	i = programme_person_named(p, code, NULL, text_in(&name, NULL));
	if (i == PROGRAMME_NONE) {
		tally_path(&x->unnamed_people, at);
		return i;
	}
	programme_text_forms(&p->people[i].name, &name);
	parts_text(&x->parts, at, o, "biography", true, &p->people[i].bio);
	refs_note(x->people, code, i);
	return i;
}

void pretalx_talk(struct pretalx *x, const struct path *at, const cJSON *o, struct programme_session *s)
{
	struct parts *r = &x->parts;
	s->code = refs_id(r->p, json_get(o, "code"));
	parts_session_texts(r, at, o, s);
	s->language = parts_language(r->p, parts_string(r, at, o, "content_locale"));
	s->no_recording = cJSON_IsTrue(json_get(o, "do_not_record"));
}

void pretalx_slot(struct pretalx *x, const struct path *at, const cJSON *slot, const cJSON *talk, size_t i)
{
	struct parts *r = &x->parts;
	const char *start = parts_line(r, at, slot, "start"), *minutes = parts_duration(r, at, talk);
	g_array_index(r->slots, struct slot, i) = (struct slot){
		.place = parts_place(r, at),
		.date = start,
		.end = parts_line(r, at, slot, "end"),
		.duration = minutes ? minutes : parts_duration(r, at, slot),
		.utc = start && g_str_has_suffix(start, "Z"), /* breaks */
	};
}

size_t pretalx_break(struct pretalx *x, const struct path *at, const cJSON *o, const char *member)
{
	const char *type = json_str(o, "slot_type");
	if (type && strcmp(type, "blocker") == 0) {
		tally_path(&x->blockers, at);
		return PROGRAMME_NONE;
	}
	size_t i = parts_new_session(&x->parts);
	if (i == PROGRAMME_NONE)
		return i;
	struct programme_session *s = &x->parts.p->sessions[i];
	s->type = "break";
	parts_text(&x->parts, at, o, member, false, &s->title);
	pretalx_slot(x, at, o, NULL, i);
	return i;
}

bool pretalx_is_on(struct pretalx *x, const struct path *at, const cJSON *talk, bool *ret_cancelled)
{
	enum state state = state_of(json_str(talk, "state"));
	if (state == STATE_APART)
		tally_path(&x->apart, at);
	*ret_cancelled = state == STATE_CANCELLED;
	return state != STATE_APART;
}

/* pretalx keeps a talk's own minutes beside its slot; they are worth saying
 * where the slot is too short for them. */
static void compare_lengths(struct programme *p, const struct slot *slots)
{
	for (size_t i = 0; i < p->session_count; i++) {
		struct programme_session *s = &p->sessions[i];
		int minutes;
		if (s->scheduled && slots[i].end && slots[i].duration &&
			timing_duration(slots[i].duration, &minutes) && minutes > s->duration &&
			minutes <= MAX_DURATION_MINUTES)
			s->length = minutes;
	}
}

static void warn(const struct pretalx *x)
{
	struct programme *p = x->parts.p;
	tally_warn(&x->nameless, p, "rooms are known by their number alone, and called by it");
	tally_warn(&x->unlisted_rooms, p, "sessions name a room that the file does not list");
	tally_warn(&x->unlisted_tracks, p, "sessions name a track that the file does not list");
	tally_warn(&x->unnamed_people, p, "speakers without a name are left out");
	tally_warn(&x->unlisted_people, p,
		"times a speaker is named by a code that the file does not explain: left out");
	tally_warn(&x->blockers, p, "slots that only keep a room free (blockers) are left out");
	tally_warn(&x->apart, p, "sessions that are not accepted, or withdrawn without a slot, are left out");
	tally_warn(&x->holes, p, "entries are null: left out");
}

enum status pretalx_conclude(
	struct pretalx *x, const char *zone, const struct read_options *options, struct err *err)
{
	struct programme *p = x->parts.p;
	struct timing file = {.zone = programme_line(p, zone)};
	const struct slot *slots = (const struct slot *)(void *)x->parts.slots->data;
	enum status st = parts_verdict(&x->parts, err);
	if (st == STATUS_OK)
		st = timing_resolve(p, slots, &file, options, err);
	if (st != STATUS_OK)
		return st;
	compare_lengths(p, slots);
	warn(x);
	return programme_finish(p, err);
}
