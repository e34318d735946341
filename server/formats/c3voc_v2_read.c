/* Reads c3voc schedule.json, schema v2 (alpha): a flat list schedule.events,
 * whose events refer to rooms and tracks of the conference and to people of
 * schedule.persons. What an event has in common with v1 is read by parts.c.
 *
 * The schema still changes: words are taken in upper and lower case, and a
 * reference by guid, slug or name, as an object or as a string. */
#include "formats/parts.h"
#include "formats/readers.h"
#include "formats/sniff.h"
#include "formats/state.h"

#include <string.h>

/* A list of the document, and what was made of its objects. */
struct references {
	GHashTable *objects; /* by guid, slug and name */
	GHashTable *made; /* object → index in the programme + 1; each is read but once */
};

struct reading {
	struct parts parts;
	struct references rooms, tracks, people;
	size_t unknown_rooms, unknown_tracks, apart, other_roles;
};

typedef size_t maker(struct parts *r, const struct path *at, const cJSON *object);

bool c3voc_v2_recognise(const char *bytes, size_t len)
{
	return sniff_is_json(bytes, len) && sniff_json_inner(bytes, len, "schedule", "events");
}

static struct references references_to(const cJSON *list)
{
	static const char *const names[] = {"guid", "slug", "name"};
	struct references to = {g_hash_table_new(g_str_hash, g_str_equal), g_hash_table_new(NULL, NULL)};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		for (const cJSON *o = cJSON_IsArray(list) ? list->child : NULL; o; o = o->next) {
			const char *key = json_str(o, names[i]);
			if (key && !g_hash_table_contains(to.objects, key))
				g_hash_table_insert(to.objects, (gpointer)key, (gpointer)o);
		}
	return to;
}

static void references_finish(struct references *to)
{
	g_hash_table_destroy(to->objects);
	g_hash_table_destroy(to->made);
}

/* The object that the reference stands for, by the strongest key that it has;
 * else itself, which may carry a name. */
static const cJSON *look_up(const struct references *to, const cJSON *reference)
{
	static const char *const names[] = {"guid", "slug", "name"};
	const char *key = cJSON_GetStringValue(reference);
	for (size_t i = 0; !key && i < G_N_ELEMENTS(names); i++)
		key = json_str(reference, names[i]);
	const cJSON *found = key ? g_hash_table_lookup(to->objects, key) : NULL;
	return found ? found : reference;
}

static size_t refer(
	struct parts *r, struct references *to, const struct path *at, const cJSON *reference, maker *make)
{
	const cJSON *object = look_up(to, reference);
	size_t i = GPOINTER_TO_SIZE(g_hash_table_lookup(to->made, object));
	if (i)
		return i - 1;
	i = make(r, at, object);
	if (i != PROGRAMME_NONE)
		g_hash_table_insert(to->made, (gpointer)object, GSIZE_TO_POINTER(i + 1));
	return i;
}

/* One that the conference does not list is known by its slug. */
static size_t make_room(struct parts *r, const struct path *at, const cJSON *o)
{
	size_t i = cJSON_IsString(o) ? PROGRAMME_NONE : parts_room(r, at, o);
	const char *name = cJSON_IsString(o) ? o->valuestring : json_str(o, "slug");
	return i == PROGRAMME_NONE ? programme_room_named(r->p, NULL, name) : i;
}

static size_t make_track(struct parts *r, const struct path *at, const cJSON *o)
{
	size_t i = cJSON_IsString(o) ? PROGRAMME_NONE : parts_track(r, at, o);
	const char *name = cJSON_IsString(o) ? o->valuestring : json_str(o, "slug");
	return i == PROGRAMME_NONE ? programme_track_named(r->p, NULL, name) : i;
}

static bool says_something(const cJSON *reference)
{
	return reference && !(cJSON_IsString(reference) && !*reference->valuestring);
}

static void read_place(
	struct reading *r, const struct path *at, const cJSON *event, struct programme_session *s)
{
	const cJSON *room = json_get(event, "room"), *track = json_get(event, "track");
	struct path room_at = {at, "room", 0, false}, track_at = {at, "track", 0, false};
	if (says_something(room)) {
		s->room = refer(&r->parts, &r->rooms, &room_at, room, make_room);
		r->unknown_rooms += s->room == PROGRAMME_NONE;
	}
	if (says_something(track)) {
		s->track = refer(&r->parts, &r->tracks, &track_at, track, make_track);
		r->unknown_tracks += s->track == PROGRAMME_NONE;
	}
}

/* The schema's roles are all of people on stage; one that it has not may be of
 * those who sit before it. */
static bool is_on_stage(const char *role)
{
	static const char *const roles[] = {"speaker", "moderator", "contributor", "host", "guest"};
	for (size_t i = 0; role && i < G_N_ELEMENTS(roles); i++)
		if (g_ascii_strcasecmp(role, roles[i]) == 0)
			return true;
	return !role || !*role;
}

static void read_participants(struct reading *r, const struct path *at, const cJSON *event, size_t session)
{
	struct programme *p = r->parts.p;
	struct path list_at = {at, "participants", 0, false};
	struct path here = {&list_at, NULL, 0, false};
	const cJSON *list = parts_list(&r->parts, at, event, "participants");
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next, here.index++) {
		if (!cJSON_IsObject(o))
			parts_complain(&r->parts, &here, "is not an object");
		else if (is_on_stage(json_str(o, "role")))
			programme_session_add_person(
				p, session, refer(&r->parts, &r->people, &here, o, parts_person));
		else
			r->other_roles++;
	}
}

/* "TALK", "HANDS_ON" are v1's "talk", "hands-on". */
static const char *type_of(struct parts *r, const char *type)
{
	if (!type || type[strspn(type, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_")])
		return type;
	char *lower = g_strdelimit(g_ascii_strdown(type, -1), "_", '-');
	type = programme_line(r->p, lower);
	g_free(lower);
	return type;
}

static void read_event(struct reading *r, const struct path *at, const cJSON *event)
{
	struct parts *parts = &r->parts;
	enum state state = state_of(json_str(event, "state"));
	if (!cJSON_IsObject(event)) {
		parts_complain(parts, at, "is not an object");
		return;
	}
	r->apart += state == STATE_APART;
	size_t i = state == STATE_APART ? PROGRAMME_NONE : parts_new_session(parts);
	if (i == PROGRAMME_NONE)
		return;
	struct programme_session *s = &parts->p->sessions[i];
	parts_session_facts(parts, at, event, s);
	s->type = type_of(parts, s->type);
	s->cancelled = state == STATE_CANCELLED;
	read_place(r, at, event, s);
	g_array_index(parts->slots, struct slot, i) = (struct slot){
		.place = parts_place(parts, at),
		.date = parts_line(parts, at, event, "start"),
		.end = parts_line(parts, at, event, "end"),
		.duration = parts_duration(parts, at, event),
	};
	read_participants(r, at, event, i);
}

static void read_events(struct reading *r, const struct path *at, const cJSON *schedule)
{
	const cJSON *events = parts_list(&r->parts, at, schedule, "events");
	struct path list_at = {at, "events", 0, false};
	struct path here = {&list_at, NULL, 0, false};
	for (const cJSON *e = events ? events->child : NULL; e; e = e->next, here.index++)
		read_event(r, &here, e);
}

static void warn_of_rest(struct reading *r)
{
	struct programme *p = r->parts.p;
	if (r->unknown_rooms)
		programme_warn(p, "%zu events are in rooms that the file does not name", r->unknown_rooms);
	if (r->unknown_tracks)
		programme_warn(p, "%zu events are of tracks that the file does not name", r->unknown_tracks);
	if (r->other_roles)
		programme_warn(p, "%zu participants whose role is not on stage are left out", r->other_roles);
	if (r->apart)
		programme_warn(p, "%zu events that are not confirmed are left out", r->apart);
}

static enum status read_document(
	struct reading *r, const cJSON *root, const struct read_options *options, struct err *err)
{
	struct programme *p = r->parts.p;
	const cJSON *schedule = json_get(root, "schedule"), *conference = json_get(schedule, "conference");
	struct path at = {NULL, "schedule", 0, false}, conference_at = {&at, "conference", 0, false};
	parts_generator(p, root, schedule);
	p->version = parts_line(&r->parts, &at, schedule, "version");
	parts_conference(&r->parts, &conference_at, conference);
	read_events(r, &at, schedule);
	enum status st = parts_verdict(&r->parts, err);
	if (st != STATUS_OK)
		return st;
	warn_of_rest(r);
	struct timing file = {.zone = programme_line(p, json_str(conference, "time_zone_name"))};
	return timing_resolve(p, (const struct slot *)(void *)r->parts.slots->data, &file, options, err);
}

static enum status read_root(
	const cJSON *root, const struct read_options *options, struct programme *into, struct err *err)
{
	struct reading r = {0};
	const cJSON *schedule = json_get(root, "schedule"), *conference = json_get(schedule, "conference");
	if (!cJSON_IsObject(conference))
		return err_set(err, STATUS_UNPROCESSABLE, "unsupported_format",
			"JSON with `schedule.events`, but without the object `schedule.conference` of "
			"c3voc's schema v2");
	parts_init(&r.parts, into);
	r.rooms = references_to(json_get(conference, "rooms"));
	r.tracks = references_to(json_get(conference, "tracks"));
	r.people = references_to(json_get(schedule, "persons"));
	enum status st = read_document(&r, root, options, err);
	references_finish(&r.rooms);
	references_finish(&r.tracks);
	references_finish(&r.people);
	parts_finish(&r.parts);
	return st;
}

enum status c3voc_v2_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	cJSON *root = NULL;
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &root, err);
	if (st != STATUS_OK)
		return st;
	st = read_root(root, options, into, err);
	cJSON_Delete(root);
	return st == STATUS_OK ? programme_finish(into, err) : st;
}
