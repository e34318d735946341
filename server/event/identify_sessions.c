#include "event/export.h"
#include "event/identify.h"
#include "event/merge.h"
#include "event/renamed.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct match_pass passes[] = {
	/* A calendar of ours knows a session by nothing else. */
	{PART(UID), MATCH_UNIQUE},
	/* A key and the title. The first two also hold the slots of one talk apart,
	 * by place; without a code, only where the talk has several. */
	{PART(CODE) | PART(TITLE), 0},
	{PART(NUMBER) | PART(TITLE), MATCH_SEVERAL | MATCH_ANYWAY},
	{PART(GUID) | PART(TITLE), 0},
	/* The one talk of these people, or in this place, that has the title. */
	{PART(TITLE) | PART(PEOPLE), MATCH_UNIQUE | MATCH_ANYWAY},
	{PART(TITLE) | PART(START) | PART(ROOM), MATCH_UNIQUE | MATCH_ANYWAY},
	/* Another title. */
	{PART(GUID), MATCH_TRUSTING},
	{PART(CODE), MATCH_TRUSTING},
	/* Another guid (a second slot gives the first one a new one), or none. */
	{PART(NUMBER) | PART(SLUG), MATCH_ANYWAY},
	{PART(NUMBER) | PART(TITLE), MATCH_ANYWAY},
	{PART(SLUG), MATCH_UNIQUE | MATCH_ANYWAY | MATCH_ALIKE},
	/* No key that says otherwise; of two in one place, each its own people. */
	{PART(TITLE) | PART(START) | PART(ROOM) | PART(PEOPLE), 0},
	{PART(TITLE) | PART(START) | PART(ROOM), 0},
	{PART(TITLE) | PART(START), MATCH_UNIQUE},
	{PART(TITLE) | PART(ROOM), 0},
	{PART(TITLE) | PART(PEOPLE), MATCH_ANYWAY},
	{PART(NUMBER) | PART(PEOPLE), MATCH_UNIQUE},
	{PART(NUMBER), MATCH_UNIQUE | MATCH_ALIKE},
	{PART(TITLE) | PART(START), 0},
	{PART(TITLE), MATCH_UNIQUE},
	/* Another title, in the same place: by the same people, or a slip mended. */
	{PART(START) | PART(ROOM) | PART(PEOPLE), MATCH_UNIQUE},
	{PART(START) | PART(ROOM), MATCH_UNIQUE | MATCH_ALIKE},
};

/* Nobody knows a talk again by its having no title. */
static const char *unless_untitled(const char *title)
{
	return title && strcmp(title, "untitled") != 0 ? title : NULL;
}

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
	const char *kept = line->len ? collection_keep(c, line->str) : NULL;
	g_string_free(line, TRUE);
	g_ptr_array_free(ids, TRUE);
	return kept;
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

static void set_room(struct match_entry *e, const char *room)
{
	e->part[PART_ROOM] = e->place = room;
}

static void set_room_of_file(
	struct match_entry *e, const struct programme_session *s, const struct collection *rooms)
{
	const char *id = s->room == PROGRAMME_NONE ? "-" : rooms->ids[s->room];
	set_room(e, id ? id : "+");
}

/* --- titles with names behind ------------------------------------------------ */

/* The folded names of all who are known; NULL where the file tells of people
 * itself, and so puts none behind its titles. */
static GHashTable *names_to_cut(const struct collection *people, const struct programme *p)
{
	if (programme_carries(p) & FIELD_PEOPLE)
		return NULL;
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < people->count; i++)
		if (people->entries[AS_IS][i].part[PART_NAME])
			g_hash_table_add(names, (void *)people->entries[AS_IS][i].part[PART_NAME]);
	return names;
}

static bool are_names(struct collection *c, GHashTable *names, const char *list)
{
	char **each = g_strsplit_set(list, ",;&", 0);
	bool all = true;
	for (char **name = each; *name && all; name++) {
		const char *folded = collection_text(c, &(struct text){&(struct text_form){"", *name}, 1});
		all = folded && g_hash_table_contains(names, folded);
	}
	g_strfreev(each);
	return all;
}

/* "Title - A, B", as calendars have it: also known as "Title", where A and B
 * are people. */
static const char *title_of_file(struct collection *c, GHashTable *names, const struct text *title)
{
	const char *whole = unless_untitled(collection_text(c, title)), *text = text_in(title, NULL);
	const char *dash = whole && names ? g_strrstr(text, " - ") : NULL;
	if (!dash || dash == text || !are_names(c, names, dash + strlen(" - ")))
		return whole;
	char *cut = g_strndup(text, (size_t)(dash - text));
	const char *bare = collection_text(c, &(struct text){&(struct text_form){"", cut}, 1});
	char *both = g_strjoin("\n", whole, bare, NULL);
	const char *kept = collection_keep(c, both);
	g_free(cut);
	g_free(both);
	return kept;
}

static void file_entry(const struct identified *all, struct match_entry *e, const struct programme *p,
	const struct programme_session *s, GHashTable *names)
{
	struct collection *c = all->sessions;
	collection_file_key(c, e, PART_GUID, p, s->guid);
	e->part[PART_UID] = e->part[PART_GUID];
	collection_file_key(c, e, PART_CODE, p, s->code);
	e->part[PART_NUMBER] = collection_keep(c, s->number);
	e->part[PART_SLUG] = collection_keep(c, s->slug);
	e->part[PART_TITLE] = title_of_file(c, names, &s->title);
	e->part[PART_START] = start_part(c, s->scheduled, s->start);
	e->part[PART_PEOPLE] = people_of_file(c, s, all->people);
	e->order = s->scheduled ? s->start : INT64_MAX;
	set_room_of_file(e, s, all->rooms);
}

/* What moves and is edited: as said, or as it stands. */
static void set_view(struct collection *c, struct match_entry *e, const cJSON *row,
	const cJSON *(*value)(const cJSON *row, const char *name))
{
	const cJSON *room = value(row, "room"), *start = value(row, "start");
	e->part[PART_TITLE] = unless_untitled(collection_value(c, value(row, "title")));
	e->part[PART_START] = start_part(c, start != NULL, start ? (int64_t)start->valuedouble : 0);
	e->part[PART_PEOPLE] = people_of_row(c, value(row, "people"));
	e->order = start ? (int64_t)start->valuedouble : INT64_MAX;
	set_room(e, cJSON_IsString(room) ? room->valuestring : "-");
}

static void row_entries(struct collection *c, size_t i, const char *house)
{
	const cJSON *row = c->row[i];
	struct match_entry *e = &c->entries[AS_SAID][i];
	collection_row_key(c, e, PART_GUID, row, "guid");
	collection_row_key(c, e, PART_CODE, row, "code");
	e->part[PART_NUMBER] = collection_row_lines(c, row, "number");
	e->part[PART_SLUG] = collection_row_lines(c, row, "slug");
	char uid[EXPORT_GUID];
	export_guid(house, row_str(row, "id"), uid);
	e->part[PART_UID] = collection_keep(c, uid);
	if (export_makes_guid(row))
		collection_made_key(c, e, PART_GUID, uid);
	c->entries[AS_IS][i] = *e;
	set_view(c, e, row, collection_said);
	set_view(c, &c->entries[AS_IS][i], row, json_get);
}

void identify_sessions(const struct identified *all, const struct programme *p, const char *house)
{
	struct collection *c = all->sessions;
	GHashTable *names = names_to_cut(all->people, p);
	for (size_t i = 0; i < c->file_count; i++)
		file_entry(all, &c->entries[OF_FILE][i], p, &p->sessions[i], names);
	g_clear_pointer(&names, g_hash_table_destroy);
	for (size_t i = 0; i < c->count; i++)
		row_entries(c, i, house);
	collection_match(c, PART(GUID) | PART(CODE) | PART(UID));
	collection_run(c, passes, G_N_ELEMENTS(passes));
	if (!identify_renamed(all, p))
		return;
	for (size_t i = 0; i < c->file_count; i++) {
		set_room_of_file(&c->entries[OF_FILE][i], &p->sessions[i], all->rooms);
		c->entries[OF_FILE][i].part[PART_PEOPLE] = people_of_file(c, &p->sessions[i], all->people);
	}
	collection_run(c, passes, G_N_ELEMENTS(passes));
}
