/* Reads OPass's session.json (COSCUP, SITCON and others in Taiwan): sessions
 * that name people, rooms and types by id, each with its texts in objects by
 * language, {"id", "zh": {"title", "description"}, "en": {…}}.
 *
 * A session's `type` is the file's own grouping, a track at one conference and
 * a kind of talk at another: it becomes the track, and its name the type.
 * `tags` are several a session; `track=tags` takes the first of them instead.
 *
 * The oldest files are the list of sessions alone, with the people as objects
 * in them. */
#include "formats/readers.h"
#include "formats/refs.h"
#include "formats/sniff.h"

#include <string.h>

bool opass_recognise(const char *bytes, size_t len)
{
	static const char *const lists[] = {"sessions", "speakers", "session_types"};
	static const char *const session[] = {"zh", "broadcast", "start"};
	bool is_object = sniff_is_json_object(bytes, len);
	bool all = sniff_is_json(bytes, len);
	for (size_t i = 0; i < 3 && all; i++)
		all = sniff_json_member(bytes, len, is_object ? lists[i] : session[i]);
	return all;
}

struct opass {
	struct parts parts;
	GHashTable *rooms, *people; /* refs */
	GHashTable *tracks; /* refs, of the list that is taken for tracks */
	GHashTable *shared; /* ids that several people have */
	GHashTable *types; /* id → the name, in the arena */
	const char *track_list, *track_member; /* of the file, of a session; NULL: no tracks */
	struct tally unlisted_rooms, unlisted_tracks, unlisted_people, unnamed_people;
	struct tally shared_people;
	struct tally unknown_languages, holes;
};

static void opass_init(struct opass *o, struct programme *p)
{
	*o = (struct opass){.rooms = refs_create(), .people = refs_create(), .tracks = refs_create()};
	o->types = g_hash_table_new(g_str_hash, g_str_equal);
	o->shared = g_hash_table_new(g_str_hash, g_str_equal);
	parts_init(&o->parts, p);
}

static void opass_finish(struct opass *o)
{
	parts_finish(&o->parts);
	g_hash_table_destroy(o->rooms);
	g_hash_table_destroy(o->people);
	g_hash_table_destroy(o->tracks);
	g_hash_table_destroy(o->types);
	g_hash_table_destroy(o->shared);
}

/* --- texts ---------------------------------------------------------------- */

/* "zh", "nan", "zh-TW"; other objects may stand beside the languages. */
static bool is_language(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz");
	return (n == 2 || n == 3) && (s[n] == '\0' || s[n] == '-') && parts_is_language_tag(s);
}

/* The member of the object itself, and of each object by language in it. */
static void read_text(struct opass *o, const struct path *at, const cJSON *object, const char *member,
	bool block, struct text *t)
{
	parts_text(&o->parts, at, object, member, block, t);
	for (const cJSON *form = object->child; form; form = form->next) {
		const char *value = cJSON_IsObject(form) ? json_str(form, member) : NULL;
		char *lang = value ? g_strdelimit(g_strdup(form->string), "_", '-') : NULL; /* "zh_TW" */
		if (lang && is_language(lang) && block)
			programme_text_block(o->parts.p, t, lang, value);
		else if (lang && is_language(lang))
			programme_text_line(o->parts.p, t, lang, value);
		g_free(lang);
	}
}

static bool has_form(const struct text *t, const char *value)
{
	for (size_t i = 0; i < t->count; i++)
		if (g_ascii_strcasecmp(t->forms[i].value, value) == 0)
			return true;
	return false;
}

/* A language is given as a tag, or as the word that the timetable shows. */
static const char *read_language(struct opass *o, const struct path *at, const cJSON *session)
{
	static const struct {
		const char *word, *tag;
	} words[] = {{"Chinese", "zh"}, {"Mandarin", "zh"}, {"漢語", "zh"}, {"華語", "zh"}, {"中文", "zh"},
		{"English", "en"}, {"英語", "en"}, {"英文", "en"}, {"Japanese", "ja"}, {"日語", "ja"},
		{"日本語", "ja"}, {"Taiwanese", "nan"}, {"台語", "nan"}, {"臺語", "nan"}};
	const char *said = parts_language(o->parts.p, json_str(session, "language"));
	if (!said)
		return NULL;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (g_ascii_strcasecmp(said, words[i].word) == 0)
			return words[i].tag;
	if (is_language(said))
		return said;
	tally_path(&o->unknown_languages, at);
	return NULL;
}

/* --- the lists ------------------------------------------------------------ */

typedef void reader_fn(struct opass *o, const struct path *at, const cJSON *object);

static void read_items(struct opass *o, const struct path *at, const cJSON *list, reader_fn *read)
{
	struct path here = {at, NULL, 0, false};
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next, here.index++) {
		if (cJSON_IsNull(item))
			tally_path(&o->holes, &here);
		else if (cJSON_IsObject(item))
			read(o, &here, item);
		else
			parts_complain(&o->parts, &here, "is not an object");
	}
}

static void read_list(struct opass *o, const cJSON *root, const char *name, reader_fn *read)
{
	struct path at = {NULL, name, 0, false};
	read_items(o, &at, parts_list(&o->parts, NULL, root, name), read);
}

/* The object's id and name; where it has no name, the id is one. */
static const char *read_named(
	struct opass *o, const struct path *at, const cJSON *object, struct text *ret_name)
{
	const char *id = refs_id(o->parts.p, json_get(object, "id"));
	read_text(o, at, object, "name", false, ret_name);
	if (text_empty(ret_name) && id)
		programme_text_set(o->parts.p, ret_name, "", id);
	return id;
}

/* What the scripts that make these files write for no room (Python's). */
static bool is_no_room(const char *id)
{
	return !id || strcmp(id, "None") == 0;
}

static void read_room(struct opass *o, const struct path *at, const cJSON *object)
{
	struct text name = {0};
	const char *id = read_named(o, at, object, &name);
	if (id && is_no_room(id))
		return;
	size_t i = programme_room_named(o->parts.p, id, text_in(&name, NULL));
	if (i != PROGRAMME_NONE && refs_find(o->rooms, id) == PROGRAMME_NONE)
		o->parts.p->rooms[i].name = name;
	refs_note(o->rooms, id, i);
}

static void read_track(struct opass *o, const struct path *at, const cJSON *object)
{
	struct text name = {0};
	const char *id = read_named(o, at, object, &name);
	size_t i = programme_track_named(o->parts.p, id, text_in(&name, NULL));
	if (i != PROGRAMME_NONE && refs_find(o->tracks, id) == PROGRAMME_NONE)
		o->parts.p->tracks[i].name = name;
	refs_note(o->tracks, id, i);
}

static void read_type(struct opass *o, const struct path *at, const cJSON *object)
{
	struct text name = {0};
	const char *id = read_named(o, at, object, &name);
	if (id && !text_empty(&name))
		g_hash_table_insert(o->types, (gpointer)id, (gpointer)text_in(&name, "en"));
}

/* An id that people of several names have (a spreadsheet's "#NAME?") says
 * nothing: they are told apart by name, and no session is given one of them. */
static bool is_shared(struct opass *o, const char *id, const struct text *name)
{
	struct programme *p = o->parts.p;
	size_t first = refs_find(o->people, id);
	if (first == PROGRAMME_NONE ||
		strcmp(text_in(&p->people[first].name, NULL), text_in(name, NULL)) == 0)
		return false;
	p->people[first].key = NULL;
	g_hash_table_add(o->shared, (gpointer)id);
	return true;
}

static void read_person(struct opass *o, const struct path *at, const cJSON *object)
{
	struct programme *p = o->parts.p;
	struct text name = {0};
	const char *id = refs_id(p, json_get(object, "id"));
	read_text(o, at, object, "name", false, &name);
	if (text_empty(&name)) {
		tally_path(&o->unnamed_people, at);
		return;
	}
	bool shared = is_shared(o, id, &name);
	size_t count = p->person_count;
	size_t i = programme_person_named(p, shared ? NULL : id, NULL, text_in(&name, NULL));
	if (i == PROGRAMME_NONE || i < count)
		return;
	p->people[i].name = name;
	read_text(o, at, object, "bio", true, &p->people[i].bio);
	refs_note(o->people, id, i);
}

/* --- sessions ------------------------------------------------------------- */

/* An id of a room is a word on a door, even where the list lacks it. */
static size_t room_of(struct opass *o, const struct path *at, const cJSON *item)
{
	const char *id = refs_id(o->parts.p, item);
	size_t i = refs_find(o->rooms, id);
	if (is_no_room(id) || i != PROGRAMME_NONE)
		return i;
	tally_path(&o->unlisted_rooms, at);
	i = programme_room_named(o->parts.p, id, id);
	refs_note(o->rooms, id, i);
	return i;
}

static size_t track_of(struct opass *o, const struct path *at, const cJSON *session)
{
	const cJSON *item = o->track_member ? json_get(session, o->track_member) : NULL;
	const char *id = refs_id(o->parts.p, cJSON_IsArray(item) ? item->child : item);
	size_t i = refs_find(o->tracks, id);
	if (!id || i != PROGRAMME_NONE)
		return i;
	tally_path(&o->unlisted_tracks, at);
	i = programme_track_named(o->parts.p, id, id);
	refs_note(o->tracks, id, i);
	return i;
}

static void read_people(struct opass *o, const struct path *at, const cJSON *session, size_t i)
{
	const cJSON *list = parts_list(&o->parts, at, session, "speakers");
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next) {
		bool is_whole = cJSON_IsObject(item);
		if (is_whole)
			read_person(o, at, item);
		const char *id = refs_id(o->parts.p, is_whole ? json_get(item, "id") : item);
		size_t person = refs_find(o->people, id);
		if (person == PROGRAMME_NONE)
			tally_path(&o->unlisted_people, at);
		else if (g_hash_table_contains(o->shared, id))
			tally_path(&o->shared_people, at);
		else
			programme_session_add_person(o->parts.p, i, person);
	}
}

/* The rooms to which it is shown; its own may be among them. */
static void read_broadcast(struct opass *o, const struct path *at, const cJSON *session, size_t i)
{
	const cJSON *list = parts_list(&o->parts, at, session, "broadcast");
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next)
		programme_session_also_in(o->parts.p, i, room_of(o, at, item));
}

/* The name of the session's type; what is called a break in so many words, and
 * has no speakers, is one to the boards. */
static const char *type_of(struct opass *o, const cJSON *session, const struct programme_session *s)
{
	const char *id = refs_id(o->parts.p, json_get(session, "type"));
	const char *name = id ? g_hash_table_lookup(o->types, id) : NULL;
	if (!s->people_count && has_form(&s->title, "break"))
		return "break";
	name = name ? name : id;
	return name && g_ascii_strcasecmp(name, "break") == 0 ? "break" : name;
}

static void read_session(struct opass *o, const struct path *at, const cJSON *session)
{
	struct parts *r = &o->parts;
	size_t i = parts_new_session(r);
	if (i == PROGRAMME_NONE)
		return;
	struct programme_session *s = &r->p->sessions[i];
	s->guid = refs_id(r->p, json_get(session, "id"));
	s->url = parts_line(r, at, session, "uri");
	s->language = read_language(o, at, session);
	read_text(o, at, session, "title", false, &s->title);
	read_text(o, at, session, "description", true, &s->abstract);
	s->room = room_of(o, at, json_get(session, "room"));
	s->track = track_of(o, at, session);
	read_people(o, at, session, i);
	read_broadcast(o, at, session, i);
	s->type = type_of(o, session, s);
	g_array_index(r->slots, struct slot, i) = (struct slot){
		.place = parts_place(r, at),
		.date = parts_line(r, at, session, "start"),
		.end = parts_line(r, at, session, "end"),
	};
}

/* --- the document --------------------------------------------------------- */

static void choose_track(struct opass *o, const struct read_options *options)
{
	const char *name = options ? columns_name(options->columns, "track") : NULL;
	bool tags = name && g_ascii_strcasecmp(name, "tags") == 0;
	bool types = !name || g_ascii_strcasecmp(name, "session_types") == 0;
	o->track_list = tags ? "tags" : types ? "session_types" : NULL;
	o->track_member = tags ? "tags" : types ? "type" : NULL;
	programme_note_column(o->parts.p, "session_types", types ? "track" : "type");
	programme_note_column(o->parts.p, "tags", tags ? "track" : NULL);
}

static void warn(const struct opass *o)
{
	struct programme *p = o->parts.p;
	tally_warn(&o->unlisted_rooms, p,
		"times a session names a room that the file does not list: taken by its id");
	tally_warn(&o->unlisted_tracks, p,
		"sessions name a type or tag that the file does not list: taken by its id");
	tally_warn(&o->unlisted_people, p,
		"times a speaker is named by an id that the file does not list: left out");
	tally_warn(
		&o->shared_people, p, "times a speaker is named by an id that several people have: left out");
	tally_warn(&o->unnamed_people, p, "speakers without a name are left out");
	tally_warn(&o->unknown_languages, p, "sessions have a language that is not known: left out");
	tally_warn(&o->holes, p, "entries are null: left out");
}

static enum status read_document(
	struct opass *o, const cJSON *root, const struct read_options *options, struct err *err)
{
	struct programme *p = o->parts.p;
	struct timing file = {.zone = programme_line(p, json_str(root, "timezone"))};
	choose_track(o, options);
	read_list(o, root, "rooms", read_room);
	read_list(o, root, "session_types", read_type);
	if (o->track_list)
		read_list(o, root, o->track_list, read_track);
	read_list(o, root, "speakers", read_person);
	if (cJSON_IsArray(root))
		read_items(o, NULL, root, read_session);
	else
		read_list(o, root, "sessions", read_session);
	enum status st = parts_verdict(&o->parts, err);
	if (st == STATUS_OK)
		st = timing_resolve(
			p, (const struct slot *)(void *)o->parts.slots->data, &file, options, err);
	if (st != STATUS_OK)
		return st;
	warn(o);
	return programme_finish(p, err);
}

enum status opass_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	cJSON *root = NULL;
	struct opass o;
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &root, err);
	if (st != STATUS_OK)
		return st;
	opass_init(&o, into);
	st = read_document(&o, root, options, err);
	opass_finish(&o);
	cJSON_Delete(root);
	return st;
}
