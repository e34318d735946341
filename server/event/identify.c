#include "event/identify.h"

#include "event/export.h"
#include "event/merge.h"
#include "formats/clean.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Parts of sessions; rooms, tracks and people use KEY, NUMBER and NAME. */
enum {
	GUID,
	CODE,
	NUMBER,
	SLUG,
	TITLE,
	ROOM,
	START,
	PEOPLE,
	UID,
	KEY = GUID,
	NAME = TITLE,
};
#define BIT(part) (1U << (part))

enum { OF_FILE, AS_SAID, AS_IS };

/* Between a format and its key: a character that no cleaned text holds. */
#define SCOPE '\x1F'

/* --- the two sides -------------------------------------------------------- */

void collection_load(struct collection *c, struct db *db, const struct resource *r, size_t file_count)
{
	*c = (struct collection){
		.resource = r, .file_count = file_count, .text = g_string_chunk_new(64 * 1024)};
	c->rows = rows_load(db, r, "ORDER BY length(id), id", "");
	c->count = (size_t)cJSON_GetArraySize(c->rows);
	c->row = g_new(cJSON *, c->count + 1);
	size_t i = 0;
	cJSON *row;
	cJSON_ArrayForEach(row, c->rows)
		c->row[i++] = row;
	c->ids = g_new0(char *, file_count + 1);
	c->entries[OF_FILE] = g_new0(struct match_entry, file_count + 1);
	c->entries[AS_SAID] = g_new0(struct match_entry, c->count + 1);
	c->entries[AS_IS] = g_new0(struct match_entry, c->count + 1);
}

void collection_finish(struct collection *c)
{
	match_finish(&c->match);
	for (size_t i = 0; i < c->file_count; i++)
		g_free(c->ids[i]);
	g_free(c->ids);
	g_free(c->row);
	for (size_t i = 0; i < G_N_ELEMENTS(c->entries); i++)
		g_free(c->entries[i]);
	g_string_chunk_free(c->text);
	cJSON_Delete(c->rows);
}

cJSON *collection_row(const struct collection *c, size_t index)
{
	size_t row = c->match.row_of[index];
	return row == MATCH_NONE ? NULL : c->row[row];
}

void collection_set_id(struct collection *c, size_t index, const char *id)
{
	g_free(c->ids[index]);
	c->ids[index] = g_strdup(id);
}

static void run(struct collection *c, unsigned strong, const struct match_pass *passes, size_t count)
{
	c->match = (struct match){
		.file = c->entries[OF_FILE],
		.file_count = c->file_count,
		.views = {c->entries[AS_SAID], c->entries[AS_IS]},
		.row_count = c->count,
		.strong = strong,
	};
	match_run(&c->match, passes, count);
	for (size_t i = 0; i < c->file_count; i++)
		if (collection_row(c, i))
			collection_set_id(c, i, row_str(collection_row(c, i), "id"));
}

/* --- values of the parts -------------------------------------------------- */

char *identify_key(const struct programme *p, const char *key)
{
	if (!key || key[strspn(key, "0123456789")])
		return g_strdup(key);
	return g_strdup_printf("%s%c%s", p->format, SCOPE, key);
}

const char *identify_key_plain(const char *remembered)
{
	const char *scope = strchr(remembered, SCOPE);
	return scope ? scope + 1 : remembered;
}

static const char *keep(struct collection *c, const char *s)
{
	return s ? g_string_chunk_insert(c->text, s) : NULL;
}

static const char *file_key(struct collection *c, const struct programme *p, const char *key)
{
	char *scoped = identify_key(p, key);
	const char *kept = keep(c, scoped);
	g_free(scoped);
	return kept;
}

/* Case, Unicode form and blanks do not tell names apart. */
static void add_folded(GString *lines, const char *name)
{
	char *folded = clean_fold(name);
	if (lines->len)
		g_string_append_c(lines, '\n');
	for (const char *p = folded; *p; p++)
		if (*p != ' ' && *p != '\n')
			g_string_append_c(lines, *p);
	g_free(folded);
}

static const char *end_lines(struct collection *c, GString *lines)
{
	const char *kept = lines->len ? keep(c, lines->str) : NULL;
	g_string_free(lines, TRUE);
	return kept;
}

/* What has no name is known by the one that it is given. */
static const char *folded_text(struct collection *c, const struct text *t)
{
	GString *lines = g_string_new(NULL);
	if (text_empty(t))
		add_folded(lines, IDENTIFY_UNTITLED);
	for (size_t i = 0; i < t->count; i++)
		add_folded(lines, t->forms[i].value);
	return end_lines(c, lines);
}

static const char *folded_value(struct collection *c, const cJSON *value)
{
	GString *lines = g_string_new(NULL);
	if (cJSON_IsString(value))
		add_folded(lines, value->valuestring);
	for (const cJSON *form = cJSON_IsObject(value) ? value->child : NULL; form; form = form->next)
		if (cJSON_IsString(form))
			add_folded(lines, form->valuestring);
	return end_lines(c, lines);
}

static const char *row_keys(struct collection *c, const cJSON *row, const char *name)
{
	GString *lines = g_string_new(NULL);
	const cJSON *key;
	cJSON_ArrayForEach(key, merge_keys_of(row, name))
		g_string_append_printf(lines, "%s%s", lines->len ? "\n" : "", key->valuestring);
	return end_lines(c, lines);
}

/* The value as the file said it last; of a row made here, as it stands. */
static const cJSON *said(const cJSON *row, const char *name)
{
	return row_has(row, "imported") ? merge_said(row, name) : json_get(row, name);
}

/* --- rooms, tracks, people ------------------------------------------------ */

/* What the three have in common. */
static void name_entries(struct collection *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct match_entry *e = &c->entries[AS_SAID][i];
		e->order = (int64_t)i;
		e->part[KEY] = row_keys(c, c->row[i], "key");
		e->part[NUMBER] = row_keys(c, c->row[i], "number");
		e->part[NAME] = folded_value(c, said(c->row[i], "name"));
		c->entries[AS_IS][i] = *e;
		c->entries[AS_IS][i].part[NAME] = folded_value(c, json_get(c->row[i], "name"));
	}
}

/* Rooms and tracks: one of the same name is the same, whatever key it got. */
static const struct match_pass named_passes[] = {{BIT(KEY)}, {BIT(NAME), MATCH_ANYWAY}};

void identify_rooms(struct collection *c, const struct programme *p)
{
	for (size_t i = 0; i < p->room_count; i++)
		c->entries[OF_FILE][i] = (struct match_entry){
			.part = {[KEY] = file_key(c, p, p->rooms[i].key),
				[NAME] = folded_text(c, &p->rooms[i].name)},
			.order = (int64_t)i,
		};
	name_entries(c);
	run(c, BIT(KEY), named_passes, G_N_ELEMENTS(named_passes));
}

void identify_tracks(struct collection *c, const struct programme *p)
{
	for (size_t i = 0; i < p->track_count; i++)
		c->entries[OF_FILE][i] = (struct match_entry){
			.part = {[KEY] = file_key(c, p, p->tracks[i].key),
				[NAME] = folded_text(c, &p->tracks[i].name)},
			.order = (int64_t)i,
		};
	name_entries(c);
	run(c, BIT(KEY), named_passes, G_N_ELEMENTS(named_passes));
}

void identify_people(struct collection *c, const struct programme *p)
{
	/* Never the number alone: in a merged file it stands for many (pitfall 12). */
	static const struct match_pass passes[] = {{BIT(KEY)}, {BIT(NUMBER) | BIT(NAME)}, {BIT(NAME)}};
	for (size_t i = 0; i < p->person_count; i++) {
		const struct programme_person *person = &p->people[i];
		c->entries[OF_FILE][i] = (struct match_entry){
			.part = {[KEY] = file_key(c, p, person->key),
				[NUMBER] = keep(c, person->number),
				[NAME] = folded_text(c, &person->name)},
			.order = (int64_t)i,
		};
	}
	name_entries(c);
	run(c, BIT(KEY), passes, G_N_ELEMENTS(passes));
}

/* --- sessions ------------------------------------------------------------- */

static const struct match_pass session_passes[] = {
	/* A calendar of ours knows a session by nothing else. */
	{BIT(UID), MATCH_UNIQUE | MATCH_ANYWAY},
	{BIT(GUID), MATCH_UNIQUE},
	{BIT(GUID) | BIT(START) | BIT(ROOM)},
	{BIT(GUID) | BIT(START)},
	{BIT(GUID)},
	{BIT(CODE) | BIT(START) | BIT(ROOM)},
	{BIT(CODE) | BIT(START)},
	{BIT(CODE)},
	/* The number may be shared by unlike sessions: never alone. With these, a
	 * session is known again that got a new guid with its second slot. */
	{BIT(NUMBER) | BIT(SLUG) | BIT(START), MATCH_ANYWAY},
	{BIT(NUMBER) | BIT(SLUG), MATCH_ANYWAY},
	{BIT(NUMBER) | BIT(TITLE) | BIT(START), MATCH_ANYWAY},
	{BIT(NUMBER) | BIT(TITLE), MATCH_ANYWAY},
	{BIT(SLUG), MATCH_UNIQUE | MATCH_ANYWAY},
	{BIT(TITLE) | BIT(START) | BIT(ROOM)},
	{BIT(TITLE) | BIT(START), MATCH_UNIQUE},
	{BIT(TITLE) | BIT(ROOM)},
	/* The same talk by the same people, though all keys are new. */
	{BIT(TITLE) | BIT(PEOPLE), MATCH_ANYWAY},
	{BIT(TITLE), MATCH_UNIQUE},
};

static const char *start_part(struct collection *c, bool scheduled, int64_t start)
{
	char text[24] = "-";
	if (scheduled)
		snprintf(text, sizeof text, "%" PRId64, start);
	return g_string_chunk_insert_const(c->text, text);
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In one order, since files list the same people in several. Takes the
 * pointers, not the strings. */
static const char *joined(struct collection *c, GPtrArray *ids)
{
	g_ptr_array_sort(ids, compare_strings);
	GString *line = g_string_new(NULL);
	for (guint i = 0; i < ids->len; i++)
		g_string_append_printf(line, " %s", (const char *)ids->pdata[i]);
	g_ptr_array_free(ids, TRUE);
	return end_lines(c, line);
}

static const char *people_of_row(struct collection *c, const cJSON *list)
{
	GPtrArray *ids = g_ptr_array_new();
	const cJSON *id;
	cJSON_ArrayForEach(id, list)
		g_ptr_array_add(ids, id->valuestring);
	return joined(c, ids);
}

/* Those who are new here make a key that no row has. */
static const char *people_of_file(
	struct collection *c, const struct programme_session *s, const struct collection *people)
{
	GPtrArray *ids = g_ptr_array_new();
	for (size_t i = 0; i < s->people_count; i++) {
		const char *id = people->ids[s->people[i]];
		g_ptr_array_add(ids, (void *)(id ? id : "+"));
	}
	return joined(c, ids);
}

static const char *room_of_file(const struct programme_session *s, const struct collection *rooms)
{
	if (s->room == PROGRAMME_NONE)
		return "-";
	return rooms->ids[s->room] ? rooms->ids[s->room] : "+";
}

static void file_entry(struct collection *c, struct match_entry *e, const struct programme *p,
	const struct programme_session *s, const struct collection *rooms, const struct collection *people)
{
	e->part[GUID] = file_key(c, p, s->guid);
	e->part[UID] = e->part[GUID];
	e->part[CODE] = file_key(c, p, s->code);
	e->part[NUMBER] = keep(c, s->number);
	e->part[SLUG] = keep(c, s->slug);
	e->part[TITLE] = folded_text(c, &s->title);
	e->part[ROOM] = room_of_file(s, rooms);
	e->part[START] = start_part(c, s->scheduled, s->start);
	e->part[PEOPLE] = people_of_file(c, s, people);
	e->order = s->scheduled ? s->start : INT64_MAX;
}

/* What moves and is edited: as said, or as it stands. */
static void set_view(struct collection *c, struct match_entry *e, const cJSON *title, const cJSON *room,
	const cJSON *start, const cJSON *people)
{
	e->part[TITLE] = folded_value(c, title);
	e->part[ROOM] = cJSON_IsString(room) ? room->valuestring : "-";
	e->part[START] = start_part(c, start != NULL, start ? (int64_t)start->valuedouble : 0);
	e->part[PEOPLE] = people_of_row(c, people);
	e->order = start ? (int64_t)start->valuedouble : INT64_MAX;
}

static void row_entries(struct collection *c, size_t i, const char *epoch)
{
	const cJSON *row = c->row[i];
	struct match_entry *e = &c->entries[AS_SAID][i];
	e->part[GUID] = row_keys(c, row, "guid");
	e->part[CODE] = row_keys(c, row, "code");
	e->part[NUMBER] = row_keys(c, row, "number");
	e->part[SLUG] = row_keys(c, row, "slug");
	char uid[EXPORT_GUID];
	export_guid(epoch, row_str(row, "id"), uid);
	e->part[UID] = keep(c, uid);
	if (export_makes_guid(row))
		e->part[GUID] = e->part[UID];
	c->entries[AS_IS][i] = *e;
	set_view(c, e, said(row, "title"), said(row, "room"), said(row, "start"), said(row, "people"));
	set_view(c, &c->entries[AS_IS][i], json_get(row, "title"), json_get(row, "room"),
		json_get(row, "start"), json_get(row, "people"));
}

void identify_sessions(struct collection *c, const struct programme *p, const struct collection *rooms,
	const struct collection *people, const char *epoch)
{
	for (size_t i = 0; i < c->file_count; i++)
		file_entry(c, &c->entries[OF_FILE][i], p, &p->sessions[i], rooms, people);
	for (size_t i = 0; i < c->count; i++)
		row_entries(c, i, epoch);
	run(c, BIT(GUID) | BIT(CODE), session_passes, G_N_ELEMENTS(session_passes));
}

/* --- rooms that were renamed ---------------------------------------------- */

/* Where the sessions of one room went, or came from. */
struct traffic {
	size_t other; /* the room at the other end; MATCH_NONE: none yet */
	bool several;
	size_t sessions, same_time;
};

static void pass_by(struct traffic *t, size_t other, bool same_time)
{
	t->several = t->several || (t->other != MATCH_NONE && t->other != other);
	t->other = other;
	t->sessions++;
	t->same_time += same_time;
}

static struct traffic *no_traffic(size_t count)
{
	struct traffic *list = g_new0(struct traffic, count + 1);
	for (size_t i = 0; i < count; i++)
		list[i].other = MATCH_NONE;
	return list;
}

static void count_traffic(const struct collection *rooms, const struct collection *sessions,
	const struct programme *p, struct traffic *left, struct traffic *entered)
{
	GHashTable *row_of_id = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < rooms->count; i++)
		g_hash_table_insert(row_of_id, (void *)row_str(rooms->row[i], "id"), GSIZE_TO_POINTER(i + 1));
	for (size_t i = 0; i < sessions->file_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		const cJSON *row = collection_row(sessions, i);
		const cJSON *room = row ? said(row, "room") : NULL, *start = row ? said(row, "start") : NULL;
		size_t from = cJSON_IsString(room)
			? GPOINTER_TO_SIZE(g_hash_table_lookup(row_of_id, room->valuestring))
			: 0;
		if (!from)
			continue;
		bool same_time = s->scheduled && start && (int64_t)start->valuedouble == s->start;
		pass_by(&left[from - 1], s->room, same_time);
		if (s->room != PROGRAMME_NONE)
			pass_by(&entered[s->room], from - 1, same_time);
	}
	g_hash_table_destroy(row_of_id);
}

void identify_renamed_rooms(
	struct collection *rooms, const struct collection *sessions, const struct programme *p)
{
	struct match *m = &rooms->match;
	struct traffic *left = no_traffic(rooms->count), *entered = no_traffic(rooms->file_count);
	count_traffic(rooms, sessions, p, left, entered);
	for (size_t i = 0; i < rooms->count; i++) {
		size_t to = left[i].other;
		if (m->file_of[i] != MATCH_NONE || to == MATCH_NONE || left[i].several ||
			m->row_of[to] != MATCH_NONE)
			continue;
		if (entered[to].several || 2 * left[i].same_time < left[i].sessions)
			continue;
		m->file_of[i] = to;
		m->row_of[to] = i;
		collection_set_id(rooms, to, row_str(rooms->row[i], "id"));
	}
	g_free(left);
	g_free(entered);
}
