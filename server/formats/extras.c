#include "formats/extras.h"

#include "formats/readers.h"

#include <string.h>

static const struct path root_path = {NULL, "madang", 0, false};

static const cJSON *first_of(const cJSON *extras, const char *name)
{
	const cJSON *list = json_get(extras, name);
	return cJSON_IsArray(list) ? list->child : NULL;
}

static void read_people(struct parts *r, const struct path *at, const cJSON *extras)
{
	struct path here = {at, NULL, 0, false};
	for (const cJSON *o = first_of(extras, "people"); o; o = o->next, here.index++)
		if (cJSON_IsObject(o))
			parts_person(r, &here, o);
}

/* What a slot doesn't tell. Rooms that are there no more are left out. */
static void apply_rest(struct parts *r, const struct path *at, const cJSON *o, struct programme_session *s)
{
	const cJSON *name;
	cJSON_ArrayForEach(name, json_get(o, "also_in"))
		for (size_t i = 0; cJSON_IsString(name) && i < r->p->room_count; i++)
			if (strcmp(layout_room_name(r->p, i), name->valuestring) == 0)
				programme_session_also_in(r->p, (size_t)(s - r->p->sessions), i);
	int64_t length;
	if (json_int(json_get(o, "length"), 0, MAX_DURATION_MINUTES, &length))
		s->length = (int)length;
}

static void read_unscheduled(struct parts *r, const struct path *at, const cJSON *extras)
{
	struct path here = {at, NULL, 0, false};
	for (const cJSON *o = first_of(extras, "unscheduled"); o; o = o->next, here.index++) {
		size_t next = r->p->session_count;
		parts_event(r, &here, o, NULL, programme_room_named(r->p, NULL, json_str(o, "room")));
		if (next < r->p->session_count)
			apply_rest(r, &here, o, &r->p->sessions[next]);
	}
}

void extras_read(struct parts *r, const cJSON *extras)
{
	struct programme *p = r->p;
	struct path rooms = {&root_path, "rooms", 0, false}, tracks = {&root_path, "tracks", 0, false};
	struct path people = {&root_path, "people", 0, false},
		    languages = {&root_path, "languages", 0, false};
	struct path unscheduled = {&root_path, "unscheduled", 0, false};
	const char *url = parts_line(r, &root_path, extras, "url");
	const char *colour = parts_colour(p, json_str(extras, "colour"));
	if (!cJSON_IsObject(extras))
		return;
	parts_text(r, &root_path, extras, "title", false, &p->title); /* title_i18n */
	if (cJSON_GetObjectItemCaseSensitive(extras, "acronym")) /* null: there is none */
		p->acronym = parts_line(r, &root_path, extras, "acronym");
	p->url = url ? url : p->url;
	p->colour = colour ? colour : p->colour;
	if (json_get(extras, "languages"))
		parts_languages(r, &languages, parts_list(r, &root_path, extras, "languages"));
	parts_rooms(r, &rooms, parts_list(r, &root_path, extras, "rooms"));
	parts_tracks(r, &tracks, parts_list(r, &root_path, extras, "tracks"));
	/* People last: what is said of them is told of those in all sessions. */
	read_unscheduled(r, &unscheduled, extras);
	read_people(r, &people, extras);
}

/* What one occurrence is found by: its guid, start and room as written. */
static char *occurrence(const char *guid, const char *date, const char *room)
{
	return g_strdup_printf("%s\n%s\n%s", guid, date, room);
}

static GHashTable *occurrences(const struct programme *p)
{
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		char date[INSTANT_TEXT];
		if (!s->scheduled || !s->guid)
			continue;
		instant_format(s->start, date);
		g_hash_table_insert(table, occurrence(s->guid, date, layout_room_name(p, s->room)),
			GSIZE_TO_POINTER(i + 1));
	}
	return table;
}

typedef void apply(struct parts *r, const struct path *at, const cJSON *o, struct programme_session *s);

static void apply_keys(struct parts *r, const struct path *at, const cJSON *o, struct programme_session *s)
{
	static const struct {
		const char *member;
		size_t at;
	} own[] = {{"key", offsetof(struct programme_session, guid)},
		{"code", offsetof(struct programme_session, code)},
		{"number", offsetof(struct programme_session, number)},
		{"slug", offsetof(struct programme_session, slug)},
		{"url", offsetof(struct programme_session, url)}};
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
		if (cJSON_GetObjectItemCaseSensitive(o, own[i].member)) /* null: there is none */
			*(const char **)((char *)s + own[i].at) = parts_line(r, at, o, own[i].member);
}

static void apply_to_sessions(struct parts *r, GHashTable *table, const cJSON *o, apply *to)
{
	struct path sessions = {&root_path, "sessions", 0, false};
	struct path here = {&sessions, NULL, 0, false};
	for (; o; o = o->next, here.index++) {
		const char *guid = json_str(o, "guid"), *date = json_str(o, "date"),
			   *room = json_str(o, "room");
		char *key = occurrence(guid ? guid : "", date ? date : "", room ? room : "");
		size_t found = GPOINTER_TO_SIZE(g_hash_table_lookup(table, key));
		if (found)
			to(r, &here, o, &r->p->sessions[found - 1]);
		g_free(key);
	}
}

/* Keys first, since what was made is told by them; languages last, since it is
 * told by the texts of the file as well. */
void extras_read_sessions(struct parts *r, const cJSON *extras)
{
	const cJSON *first = first_of(extras, "sessions");
	GHashTable *table = occurrences(r->p);
	apply_to_sessions(r, table, first, apply_keys);
	identity_forget_made(r->p);
	apply_to_sessions(r, table, first, parts_session_texts);
	apply_to_sessions(r, table, first, apply_rest);
	g_hash_table_destroy(table);
}

/* --- writing --- */

/* One object of a list, written member by member: opened by the first, so
 * that a thing with nothing to say leaves no trace. */
struct entry {
	struct buf *out;
	struct buf head; /* the members that name the thing */
	bool open;
};

static void entry_open(struct entry *e)
{
	if (!e->open)
		buf_addf(e->out, "%s{%s", e->out->len && e->out->data[e->out->len - 1] != '[' ? ",\n" : "\n",
			e->head.data ? e->head.data : "");
	e->open = true;
}

static void entry_close(struct entry *e)
{
	if (e->open)
		buf_add_char(e->out, '}');
	buf_clear(&e->head);
}

static void entry_string(struct entry *e, const char *name, const char *value)
{
	if (!value)
		return;
	entry_open(e);
	layout_member(e->out, name, value);
}

static bool has_languages(const struct text *t)
{
	return t->count > 1 || (t->count == 1 && *t->forms[0].lang);
}

static void entry_i18n(struct entry *e, const char *name, const struct text *t, const char *prefix)
{
	if (!has_languages(t))
		return;
	entry_open(e);
	layout_i18n(e->out, name, t, prefix);
}

/* A whole text: the plain one, and its languages beside it. */
static void entry_text(struct entry *e, const struct programme *p, const char *name, const struct text *t)
{
	if (!text_empty(t))
		entry_string(e, name, layout_text(p, t));
	entry_i18n(e, name, t, "");
}

static void entry_also_in(struct entry *e, const struct programme *p, const struct programme_session *s)
{
	if (!s->also_in_count)
		return;
	entry_open(e);
	layout_also_in(p, s, e->out);
}

static void entry_length(struct entry *e, const struct programme_session *s)
{
	if (!s->length)
		return;
	entry_open(e);
	buf_addf(e->out, ",\"length\":%d", s->length);
}

static struct entry entry_named(struct buf *out, const char *name)
{
	struct entry e = {.out = out, .head = BUF_INIT(16 * MAX_LINE)};
	layout_member(&e.head, "name", name);
	return e;
}

static void write_rooms(const struct programme *p, bool for_xml, bool all, struct buf *out)
{
	for (size_t i = 0; i < p->room_count; i++) {
		const struct programme_room *room = &p->rooms[i];
		struct entry e = entry_named(out, layout_room_name(p, i));
		if (identity_is_uuid(room->key))
			layout_member(&e.head, "guid", room->key);
		else if (room->key)
			entry_string(&e, "key", room->key);
		entry_i18n(&e, "name", &room->name, "");
		entry_string(&e, "kind", room->kind);
		if (all || (for_xml && room->capacity))
			entry_open(&e);
		if (room->capacity && e.open)
			buf_addf(out, ",\"capacity\":%d", room->capacity);
		entry_close(&e);
	}
}

static void write_tracks(const struct programme *p, struct buf *out)
{
	for (size_t i = 0; i < p->track_count; i++) {
		const struct programme_track *track = &p->tracks[i];
		struct entry e = entry_named(out, layout_text(p, &track->name));
		if (layout_is_track_slug(track->key))
			layout_member(&e.head, "slug", track->key);
		else
			entry_string(&e, "key", track->key);
		entry_i18n(&e, "name", &track->name, "");
		entry_close(&e);
	}
}

/* Who stands at a session is written there, so is known by the reader. */
static bool *people_at_sessions(const struct programme *p)
{
	bool *seen = g_new0(bool, p->person_count + 1);
	for (size_t i = 0; i < p->session_count; i++)
		for (size_t j = 0; j < p->sessions[i].people_count; j++)
			seen[p->sessions[i].people[j]] = true;
	return seen;
}

/* What the person is found by, and the keys that the format doesn't carry. */
static struct entry entry_person(
	const struct programme *p, const struct programme_person *who, bool for_xml, struct buf *out)
{
	struct entry e = entry_named(out, layout_text(p, &who->name));
	bool as_code = !for_xml && layout_is_code(who->key);
	bool carried = identity_is_uuid(who->key) || as_code;
	unsigned id;
	bool has_id = identity_person_number(who, carried, &id);
	if (has_id)
		buf_addf(&e.head, ",\"id\":%u", id);
	if (carried)
		layout_member(&e.head, as_code ? "code" : "guid", who->key);
	else
		entry_string(&e, "key", who->key);
	if (has_id && !identity_is_number(who->number)) { /* a made one; null: there is none */
		entry_open(&e);
		layout_member(out, "number", who->number);
	}
	return e;
}

static void write_people(const struct programme *p, bool for_xml, struct buf *out)
{
	bool *seen = people_at_sessions(p);
	for (size_t i = 0; i < p->person_count; i++) {
		const struct programme_person *who = &p->people[i];
		struct entry e = entry_person(p, who, for_xml, out);
		if (!seen[i])
			entry_open(&e);
		entry_i18n(&e, "name", &who->name, "");
		entry_text(&e, p, "company", &who->company);
		entry_string(&e, "url", who->url);
		if (for_xml || has_languages(&who->bio) || !seen[i])
			entry_text(&e, p, "biography", &who->bio);
		entry_close(&e);
	}
	g_free(seen);
}

/* The session's own, where the format shows another: null where there is none. */
static void entry_own(struct entry *e, bool tells, const char *name, const char *value)
{
	if (!tells)
		return;
	entry_open(e);
	layout_member(e->out, name, value);
}

static void write_session(const struct programme *p, const struct identity *id,
	const struct programme_session *s, struct buf *out)
{
	char date[INSTANT_TEXT];
	struct entry e = {.out = out, .head = BUF_INIT(16 * MAX_LINE)};
	const char *prefix = layout_title_prefix(s);
	instant_format(s->start, date);
	layout_member(&e.head, "guid", id->guid);
	layout_member(&e.head, "date", date);
	layout_member(&e.head, "room", layout_room_name(p, s->room));
	entry_own(&e, id->tells_guid || (s->guid && !identity_is_uuid(s->guid)), "key", s->guid);
	entry_own(&e, s->code && !layout_is_session_code(s->code), "code", s->code);
	entry_own(&e, id->tells_number, "number", s->number);
	entry_own(&e, id->tells_slug, "slug", s->slug);
	entry_own(&e, s->url && !layout_is_http(s->url), "url", s->url);
	entry_i18n(&e, "title", &s->title, prefix);
	entry_i18n(&e, "subtitle", &s->subtitle, "");
	entry_i18n(&e, "abstract", &s->abstract, "");
	entry_i18n(&e, "description", &s->description, "");
	entry_also_in(&e, p, s);
	entry_length(&e, s);
	entry_close(&e);
}

static void write_sessions(const struct programme *p, const struct identity *ids, struct buf *out)
{
	for (size_t i = 0; i < p->session_count; i++)
		if (p->sessions[i].scheduled)
			write_session(p, &ids[i], &p->sessions[i], out);
}

static void write_unscheduled(const struct programme *p, bool for_xml, struct buf *out)
{
	for (size_t i = 0; i < p->session_count; i++) {
		if (p->sessions[i].scheduled)
			continue;
		buf_add_str(out, out->data[out->len - 1] == '[' ? "\n" : ",\n");
		c3voc_write_unscheduled(p, &p->sessions[i], for_xml, out);
	}
}

/* A list is kept only if something was written into it. */
static void end_list(struct buf *out, size_t before, size_t opened)
{
	if (out->failed)
		return;
	if (out->len == opened) {
		out->len = before;
		out->data[before] = '\0';
	} else {
		buf_add_str(out, "]");
	}
}

static size_t begin_list(struct buf *out, const char *name)
{
	buf_addf(out, "%s\"%s\":[", out->len > 1 ? ",\n" : "", name);
	return out->len;
}

static void write_languages(const struct programme *p, struct buf *out)
{
	for (size_t i = 0; i < p->language_count; i++) {
		if (i)
			buf_add_char(out, ',');
		buf_add_json(out, p->languages[i]);
	}
}

static void write_conference(const struct programme *p, bool for_xml, struct buf *out)
{
	char acronym[LAYOUT_ACRONYM];
	layout_acronym(p, acronym);
	if (!p->acronym || strcmp(acronym, p->acronym) != 0) {
		buf_addf(out, "%s\"acronym\":", out->len > 1 ? ",\n" : "");
		buf_add_json(out, p->acronym);
	}
	if (p->url && !layout_is_http(p->url))
		layout_member(out, "url", p->url);
	if (!for_xml && p->zone && !layout_is_zone(p->zone))
		layout_member(out, "zone", p->zone);
	if (for_xml && p->colour)
		layout_member(out, "colour", p->colour);
	if (has_languages(&p->title))
		layout_i18n(out, "title", &p->title, "");
}

bool extras_write(const struct programme *p, const struct layout *l, bool for_xml, struct buf *out)
{
	struct buf o = BUF_INIT(out->max);
	size_t before, opened;
	bool any_slot = false;
	for (size_t i = 0; i < p->session_count; i++)
		any_slot = any_slot || p->sessions[i].scheduled;
	buf_add_char(&o, '{');
	before = o.len;
	opened = begin_list(&o, "languages");
	write_languages(p, &o);
	end_list(&o, before, opened);
	write_conference(p, for_xml, &o);
	before = o.len;
	opened = begin_list(&o, "rooms");
	write_rooms(p, for_xml, for_xml && !any_slot, &o);
	end_list(&o, before, opened);
	before = o.len;
	opened = begin_list(&o, "tracks");
	write_tracks(p, &o);
	end_list(&o, before, opened);
	before = o.len;
	opened = begin_list(&o, "people");
	write_people(p, for_xml, &o);
	end_list(&o, before, opened);
	before = o.len;
	opened = begin_list(&o, "sessions");
	write_sessions(p, l->identities, &o);
	end_list(&o, before, opened);
	before = o.len;
	opened = begin_list(&o, "unscheduled");
	write_unscheduled(p, for_xml, &o);
	end_list(&o, before, opened);
	bool any = o.len > 1;
	buf_add_char(&o, '}');
	if (any)
		buf_add(out, o.data, o.len);
	out->failed = out->failed || o.failed;
	buf_clear(&o);
	return any;
}
