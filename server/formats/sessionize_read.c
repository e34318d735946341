/* Reads Sessionize's API as files, in the three of its views that hold
 * sessions:
 *
 *   All        {sessions, speakers, questions, categories, rooms}, joined by id
 *   Sessions   [{groupId, groupName, sessions}], each with all that it needs
 *   GridSmart  [{date, rooms: [{id, name, sessions}], timeSlots}]; timeSlots
 *              repeats what stands in rooms
 *
 * They are one format, so that one view of an event matches another. A file
 * names no zone: times with a Z are instants, the others are of the event's
 * clocks. Answers to questions and what is asked of speakers is not read.
 *
 * Sites that pass All on (DroidKaigi's) have names as objects by language, one
 * `sessionCategoryItemId` and a `language`. */
#include "formats/identity.h"
#include "formats/layout.h"
#include "formats/parts.h"
#include "formats/readers.h"
#include "formats/sessionize_categories.h"
#include "formats/sniff.h"
#include "formats/state.h"

#include <stdio.h>
#include <string.h>

struct reading {
	struct parts parts;
	struct categories *categories;
	GHashTable *rooms; /* id → index + 1 */
	GHashTable *speakers; /* id → JSON object */
	GHashTable *people; /* JSON object → index + 1 */
	GHashTable *seen; /* a session's id, start and title → index + 1 */
	const char *group; /* the item that the group being read stands for; NULL: none */
	size_t no_sessions, repeated, apart, unknown_rooms, unknown_speakers, nameless, unknown_items;
};

static bool is_all(const char *bytes, size_t len)
{
	return sniff_json_member(bytes, len, "sessions") && sniff_json_member(bytes, len, "speakers") &&
		(sniff_json_member(bytes, len, "questions") || sniff_json_member(bytes, len, "categories") ||
			sniff_json_item(bytes, len, "sessions", "isServiceSession")) &&
		!sniff_json_member(bytes, len, "session_types"); /* OPass has it */
}

bool sessionize_recognise(const char *bytes, size_t len)
{
	size_t rest = len;
	const char *s = sniff_start(bytes, &rest);
	if (!sniff_is_json(bytes, len))
		return false;
	if (*s == '{')
		return is_all(bytes, len);
	return (sniff_json_member(bytes, len, "groupName") && sniff_json_member(bytes, len, "sessions")) ||
		(sniff_json_member(bytes, len, "timeSlots") && sniff_json_member(bytes, len, "rooms"));
}

/* A number or a text, as text. */
static const char *id_of(struct reading *r, const cJSON *item)
{
	char digits[24];
	int64_t n;
	if (cJSON_IsString(item))
		return programme_line(r->parts.p, item->valuestring);
	if (!json_int(item, 0, INT64_C(9007199254740991), &n))
		return NULL;
	snprintf(digits, sizeof digits, "%lld", (long long)n);
	return programme_line(r->parts.p, digits);
}

/* A name, or {"ja": …, "en": …} where a site has translated it. */
static struct text name_of(struct reading *r, const cJSON *o, const char *member)
{
	const cJSON *name = json_get(o, member);
	struct text t = {0};
	if (cJSON_IsString(name) || cJSON_IsObject(name))
		parts_text(&r->parts, NULL, o, member, false, &t);
	return t;
}

/* --- rooms ----------------------------------------------------------------- */

/* The room of that id, by the name in this member; PROGRAMME_NONE without. */
static size_t add_room(struct reading *r, const char *id, const cJSON *o, const char *member)
{
	struct text name = name_of(r, o, member);
	size_t i = programme_room_named(r->parts.p, id, text_in(&name, NULL));
	if (i == PROGRAMME_NONE)
		return i;
	programme_text_forms(&r->parts.p->rooms[i].name, &name);
	if (id && !g_hash_table_contains(r->rooms, id))
		g_hash_table_insert(r->rooms, (gpointer)id, GSIZE_TO_POINTER(i + 1));
	return i;
}

static gint compare_sort(gconstpointer a, gconstpointer b)
{
	const cJSON *x = json_get(*(cJSON *const *)a, "sort"), *y = json_get(*(cJSON *const *)b, "sort");
	double left = cJSON_IsNumber(x) ? x->valuedouble : 0, right = cJSON_IsNumber(y) ? y->valuedouble : 0;
	return (left > right) - (left < right);
}

static void read_rooms(struct reading *r, const cJSON *root)
{
	const cJSON *list = parts_list(&r->parts, NULL, root, "rooms");
	GArray *rooms = g_array_new(FALSE, FALSE, sizeof(cJSON *));
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next)
		g_array_append_val(rooms, o);
	g_array_sort(rooms, compare_sort);
	for (guint i = 0; i < rooms->len; i++) {
		const cJSON *o = g_array_index(rooms, const cJSON *, i);
		add_room(r, id_of(r, json_get(o, "id")), o, "name");
	}
	g_array_free(rooms, TRUE);
}

static size_t room_of(struct reading *r, const cJSON *session)
{
	const char *id = id_of(r, json_get(session, "roomId"));
	size_t known = id ? GPOINTER_TO_SIZE(g_hash_table_lookup(r->rooms, id)) : 0;
	if (known)
		return known - 1;
	size_t i = add_room(r, id, session, "room");
	r->unknown_rooms += id && i == PROGRAMME_NONE;
	return i;
}

/* --- people ---------------------------------------------------------------- */

static void read_speakers(struct reading *r, const cJSON *root)
{
	const cJSON *list = parts_list(&r->parts, NULL, root, "speakers");
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next) {
		const char *id = id_of(r, json_get(o, "id"));
		if (id && !g_hash_table_contains(r->speakers, id))
			g_hash_table_insert(r->speakers, (gpointer)id, (gpointer)o);
	}
}

/* A page of one's own before those of networks. */
static const char *url_of(struct programme *p, const cJSON *speaker)
{
	static const char *const types[] = {"Company_Website", "Blog", NULL};
	const cJSON *links = json_get(speaker, "links"), *link;
	for (size_t t = 0; t < G_N_ELEMENTS(types); t++)
		cJSON_ArrayForEach(link, links) {
			const char *type = json_str(link, "linkType"), *url = json_str(link, "url");
			if (url && layout_is_http(url) &&
				(!types[t] || (type && strcmp(type, types[t]) == 0)))
				return programme_line(p, url);
		}
	return NULL;
}

/* The tag line is a headline, not a company, and stands for a biography only
 * where there is none. */
static size_t make_person(struct programme *p, const char *id, const cJSON *o)
{
	const char *full = json_str(o, "fullName"), *first = json_str(o, "firstName");
	const char *last = json_str(o, "lastName");
	char *name = full && *full ? g_strdup(full)
				   : g_strdup_printf("%s %s", first ? first : "", last ? last : "");
	size_t i = programme_person_named(p, id, NULL, name);
	g_free(name);
	if (i == PROGRAMME_NONE)
		return i;
	struct programme_person *who = &p->people[i];
	programme_text_block(p, &who->bio, "", json_str(o, "bio"));
	if (text_empty(&who->bio))
		programme_text_block(p, &who->bio, "", json_str(o, "tagLine"));
	who->url = url_of(p, o);
	return i;
}

/* From an id, or {id, name}. Only who has a session is taken. */
static size_t person_of(struct reading *r, const cJSON *reference)
{
	struct programme *p = r->parts.p;
	bool is_object = cJSON_IsObject(reference);
	const char *id = id_of(r, is_object ? json_get(reference, "id") : reference);
	const cJSON *o = id ? g_hash_table_lookup(r->speakers, id) : NULL;
	size_t made = o ? GPOINTER_TO_SIZE(g_hash_table_lookup(r->people, o)) : 0;
	if (made)
		return made - 1;
	if (!o && !is_object) {
		r->unknown_speakers++;
		return PROGRAMME_NONE;
	}
	size_t i =
		o ? make_person(p, id, o) : programme_person_named(p, id, NULL, json_str(reference, "name"));
	r->nameless += i == PROGRAMME_NONE;
	if (o && i != PROGRAMME_NONE)
		g_hash_table_insert(r->people, (gpointer)o, GSIZE_TO_POINTER(i + 1));
	return i;
}

/* --- categories ------------------------------------------------------------ */

/* Old exports don't say it, and have no others. */
static bool is_of_sessions(const cJSON *category)
{
	const char *type = json_str(category, "type");
	return !type || g_ascii_strcasecmp(type, "session") == 0;
}

/* The views call the category's title and its items by different names. */
static void add_category(
	struct reading *r, const cJSON *o, const char *title_member, const char *items_member)
{
	if (!is_of_sessions(o))
		return;
	struct text title = name_of(r, o, title_member);
	size_t category = categories_add(r->categories, id_of(r, json_get(o, "id")), &title);
	const cJSON *item;
	cJSON_ArrayForEach(item, json_get(o, items_member)) {
		struct text name = name_of(r, item, "name");
		categories_add_item(r->categories, category, id_of(r, json_get(item, "id")), &name);
	}
}

static void read_categories(struct reading *r, const cJSON *root)
{
	const cJSON *list = parts_list(&r->parts, NULL, root, "categories");
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next)
		add_category(r, o, "title", "items");
}

/* The categories that stand in the sessions themselves. */
static void note_categories(struct reading *r, const cJSON *sessions)
{
	const cJSON *session, *o;
	cJSON_ArrayForEach(session, sessions)
		cJSON_ArrayForEach(o, json_get(session, "categories"))
			add_category(r, o, "name", "categoryItems");
}

static void apply_item(struct reading *r, size_t session, const cJSON *id)
{
	const char *key = id_of(r, id);
	if (!key || !categories_apply(r->categories, &r->parts.p->sessions[session], key))
		r->unknown_items++;
}

static void read_items(struct reading *r, const cJSON *o, size_t session)
{
	const cJSON *id, *category, *item;
	cJSON_ArrayForEach(id, json_get(o, "categoryItems"))
		apply_item(r, session, id);
	if (json_get(o, "sessionCategoryItemId"))
		apply_item(r, session, json_get(o, "sessionCategoryItemId"));
	cJSON_ArrayForEach(category, json_get(o, "categories"))
		cJSON_ArrayForEach(item, json_get(category, "categoryItems"))
			apply_item(r, session, json_get(item, "id"));
}

/* --- sessions -------------------------------------------------------------- */

/* A number of Sessionize's, or a uuid (breaks); site builders write others. */
static void set_key(struct programme_session *s, const char *id)
{
	if (identity_is_uuid(id))
		s->guid = id;
	else
		s->code = id;
}

static struct slot slot_of(struct parts *r, const struct path *at, const cJSON *o)
{
	const char *start = parts_line(r, at, o, "startsAt");
	size_t n = start ? strlen(start) : 0;
	return (struct slot){
		.place = parts_place(r, at),
		.date = start,
		.end = parts_line(r, at, o, "endsAt"),
		.utc = n > 0 && (start[n - 1] == 'Z' || start[n - 1] == 'z'),
	};
}

static void read_speakers_of(struct reading *r, const struct path *at, const cJSON *o, size_t session)
{
	const cJSON *list = parts_list(&r->parts, at, o, "speakers");
	for (const cJSON *who = list ? list->child : NULL; who; who = who->next)
		programme_session_add_person(r->parts.p, session, person_of(r, who));
}

static size_t make_session(struct reading *r, const struct path *at, const cJSON *o, const char *id)
{
	struct parts *parts = &r->parts;
	size_t i = parts_new_session(parts);
	if (i == PROGRAMME_NONE)
		return i;
	struct programme_session *s = &parts->p->sessions[i];
	set_key(s, id);
	parts_text(parts, at, o, "title", false, &s->title);
	parts_text(parts, at, o, "description", true, &s->abstract);
	s->cancelled = state_of(json_str(o, "status")) == STATE_CANCELLED;
	if (cJSON_IsTrue(json_get(o, "isServiceSession")))
		s->type = "break";
	g_array_index(parts->slots, struct slot, i) = slot_of(parts, at, o);
	categories_apply_language(r->categories, s, json_str(o, "language"));
	read_items(r, o, i);
	if (r->group)
		categories_apply(r->categories, s, r->group);
	read_speakers_of(r, at, o, i);
	return i;
}

/* A session that two groups list, or (for all) two rooms, is one. */
static size_t session_of(struct reading *r, const struct path *at, const cJSON *o)
{
	const char *id = id_of(r, json_get(o, "id")), *start = json_str(o, "startsAt");
	const char *title = json_str(o, "title");
	if (!id)
		return make_session(r, at, o, id);
	char *key = g_strdup_printf("%s\x1F%s\x1F%s", id, start ? start : "", title ? title : "");
	size_t seen = GPOINTER_TO_SIZE(g_hash_table_lookup(r->seen, key));
	size_t i = seen ? seen - 1 : make_session(r, at, o, id);
	r->repeated += seen != 0;
	if (!seen && i != PROGRAMME_NONE)
		g_hash_table_insert(r->seen, g_strdup(key), GSIZE_TO_POINTER(i + 1));
	g_free(key);
	return i;
}

/* `listed_in`: the room whose list this is, PROGRAMME_NONE for none. */
static void read_session(struct reading *r, const struct path *at, const cJSON *o, size_t listed_in)
{
	struct programme *p = r->parts.p;
	bool is_apart = state_of(json_str(o, "status")) == STATE_APART;
	r->no_sessions += !cJSON_IsObject(o);
	r->apart += is_apart;
	size_t i = cJSON_IsObject(o) && !is_apart ? session_of(r, at, o) : PROGRAMME_NONE;
	if (i == PROGRAMME_NONE)
		return;
	size_t room = room_of(r, o);
	if (p->sessions[i].room == PROGRAMME_NONE)
		p->sessions[i].room = room != PROGRAMME_NONE ? room : listed_in;
	programme_session_also_in(p, i, room);
	programme_session_also_in(p, i, listed_in);
}

static void read_sessions(struct reading *r, const struct path *at, const cJSON *holder, size_t listed_in)
{
	const cJSON *list = parts_list(&r->parts, at, holder, "sessions");
	struct path list_at = {at, "sessions", 0, false};
	struct path here = {&list_at, NULL, 0, false};
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next, here.index++)
		read_session(r, &here, o, listed_in);
}

/* --- the views ------------------------------------------------------------- */

static enum status read_all(
	struct reading *r, const cJSON *root, const struct columns *asked, struct err *err)
{
	read_rooms(r, root);
	read_speakers(r, root);
	read_categories(r, root);
	enum status st = categories_choose(r->categories, asked, err);
	if (st != STATUS_OK)
		return st;
	read_sessions(r, NULL, root, PROGRAMME_NONE);
	if (r->repeated)
		programme_warn(r->parts.p, "%zu sessions stand there twice: taken once", r->repeated);
	return STATUS_OK;
}

/* What the groups were made by is not said. Mostly it is a category that each
 * session has anyhow; where it isn't, the caller may name it: track=groupName. */
static const char *add_group(struct reading *r, const cJSON *group)
{
	const char *name = programme_line(r->parts.p, json_str(group, "groupName"));
	const char *id = id_of(r, json_get(group, "groupId"));
	if (!name)
		return NULL;
	char *key = g_strdup_printf("group:%s", id ? id : name);
	const char *own = arena_strdup(r->parts.p->arena, key);
	g_free(key);
	struct text title = {0}, text = {0};
	programme_text_line(r->parts.p, &title, "", "groupName");
	programme_text_line(r->parts.p, &text, "", name);
	categories_add_item(r->categories, categories_add(r->categories, "groupName", &title), own, &text);
	return own;
}

static enum status read_groups(
	struct reading *r, const cJSON *root, const struct columns *asked, struct err *err)
{
	struct path here = {NULL, NULL, 0, false};
	const cJSON *group;
	bool several = root->child && root->child->next;
	cJSON_ArrayForEach(group, root)
		note_categories(r, json_get(group, "sessions"));
	cJSON_ArrayForEach(group, root)
		if (several)
			add_group(r, group);
	enum status st = categories_choose(r->categories, asked, err);
	for (group = root->child; group && st == STATUS_OK; group = group->next, here.index++) {
		r->group = several ? add_group(r, group) : NULL;
		read_sessions(r, &here, group, PROGRAMME_NONE);
	}
	return st;
}

static void read_day(struct reading *r, const struct path *at, const cJSON *day)
{
	const cJSON *rooms = parts_list(&r->parts, at, day, "rooms");
	struct path rooms_at = {at, "rooms", 0, false};
	struct path here = {&rooms_at, NULL, 0, false};
	for (const cJSON *o = rooms ? rooms->child : NULL; o; o = o->next, here.index++)
		read_sessions(r, &here, o, add_room(r, id_of(r, json_get(o, "id")), o, "name"));
}

static enum status read_grid(
	struct reading *r, const cJSON *root, const struct columns *asked, struct err *err)
{
	struct path here = {NULL, NULL, 0, false};
	const cJSON *day, *room;
	cJSON_ArrayForEach(day, root)
		cJSON_ArrayForEach(room, json_get(day, "rooms"))
			note_categories(r, json_get(room, "sessions"));
	enum status st = categories_choose(r->categories, asked, err);
	for (day = root->child; day && st == STATUS_OK; day = day->next, here.index++)
		read_day(r, &here, day);
	return st;
}

static enum status read_view(
	struct reading *r, const cJSON *root, const struct columns *asked, struct err *err)
{
	if (cJSON_IsObject(root))
		return read_all(r, root, asked, err);
	return json_get(root->child, "rooms") ? read_grid(r, root, asked, err)
					      : read_groups(r, root, asked, err);
}

/* --- the file -------------------------------------------------------------- */

static void warn_of_rest(const struct reading *r)
{
	struct programme *p = r->parts.p;
	const struct {
		size_t count;
		const char *what;
	} rest[] = {
		{r->no_sessions, "entries among the sessions are none: left out"},
		{r->apart, "sessions that are not accepted are left out"},
		{r->unknown_rooms, "sessions are in rooms that the file does not name"},
		{r->unknown_speakers, "speakers of sessions are not in the file"},
		{r->nameless, "speakers of sessions have no name: left out"},
		{r->unknown_items, "category items of sessions are not in the file"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rest); i++)
		if (rest[i].count)
			programme_warn(p, "%zu %s", rest[i].count, rest[i].what);
	categories_warn(r->categories);
}

static enum status read_root(
	struct reading *r, const cJSON *root, const struct read_options *options, struct err *err)
{
	static const struct timing no_zone = {0};
	enum status st = read_view(r, root, options ? options->columns : NULL, err);
	if (st == STATUS_OK)
		st = parts_verdict(&r->parts, err);
	if (st != STATUS_OK)
		return st;
	warn_of_rest(r);
	return timing_resolve(
		r->parts.p, (const struct slot *)(void *)r->parts.slots->data, &no_zone, options, err);
}

static void reading_init(struct reading *r, struct programme *into)
{
	*r = (struct reading){
		.categories = categories_create(into),
		.rooms = g_hash_table_new(g_str_hash, g_str_equal),
		.speakers = g_hash_table_new(g_str_hash, g_str_equal),
		.people = g_hash_table_new(NULL, NULL),
		.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	parts_init(&r->parts, into);
}

static void reading_finish(struct reading *r)
{
	parts_finish(&r->parts);
	categories_destroy(r->categories);
	g_hash_table_destroy(r->rooms);
	g_hash_table_destroy(r->speakers);
	g_hash_table_destroy(r->people);
	g_hash_table_destroy(r->seen);
}

enum status sessionize_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	cJSON *root = NULL;
	struct reading r;
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &root, err);
	if (st != STATUS_OK)
		return st;
	reading_init(&r, into);
	st = read_root(&r, root, options, err);
	reading_finish(&r);
	cJSON_Delete(root);
	return st == STATUS_OK ? programme_finish(into, err) : st;
}
