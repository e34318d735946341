#include "event/report.h"

#include "base/instant.h"

#include <stdarg.h>
#include <string.h>

static void delete_json(void *item)
{
	cJSON_Delete(item);
}

/* What each of the file's own names was read as; no member where it has none. */
static void add_columns(cJSON *report, const struct programme *p)
{
	cJSON *columns = p->column_count ? cJSON_AddObjectToObject(report, "columns") : NULL;
	for (size_t i = 0; i < p->column_count; i++) {
		if (json_get(columns, p->columns[i].name))
			continue;
		cJSON_AddItemToObject(columns, p->columns[i].name,
			p->columns[i].field ? cJSON_CreateString(p->columns[i].field) : cJSON_CreateNull());
	}
}

void report_begin(struct report *r, const struct programme *p)
{
	*r = (struct report){
		.json = cJSON_CreateObject(),
		.room_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, delete_json),
	};
	cJSON_AddStringToObject(r->json, "format", p->format);
	add_columns(r->json, p);
	r->added = cJSON_AddArrayToObject(r->json, "added");
	r->changed = cJSON_AddArrayToObject(r->json, "changed");
	r->moved = cJSON_AddArrayToObject(r->json, "moved");
	r->vanished = cJSON_AddArrayToObject(r->json, "vanished");
	r->made = cJSON_AddObjectToObject(r->json, "made");
	for (const char *const *name = (const char *const[]){"rooms", "tracks", "people", NULL}; *name;
		name++)
		cJSON_AddArrayToObject(r->made, *name);
	r->warnings = cJSON_CreateArray();
	for (size_t i = 0; i < p->warning_count; i++)
		cJSON_AddItemToArray(r->warnings, cJSON_CreateString(p->warnings[i]));
}

cJSON *report_take(struct report *r, cJSON *clashes, bool applied)
{
	cJSON *json = r->json;
	cJSON_AddNumberToObject(json, "unchanged", (double)r->unchanged);
	cJSON_AddNumberToObject(json, "left", (double)r->left);
	cJSON_AddItemToObject(json, "clashes", clashes);
	cJSON_AddItemToObject(json, "warnings", r->warnings);
	cJSON_AddBoolToObject(json, "applied", applied);
	g_hash_table_destroy(r->room_names);
	*r = (struct report){0};
	return json;
}

void report_warn(struct report *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *line = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	cJSON_AddItemToArray(r->warnings, cJSON_CreateString(line));
	g_free(line);
}

void report_room(struct report *r, const cJSON *room)
{
	g_hash_table_insert(
		r->room_names, g_strdup(row_str(room, "id")), cJSON_Duplicate(json_get(room, "name"), true));
}

static void add_copy(cJSON *entry, const char *name, const cJSON *value)
{
	cJSON_AddItemToObject(entry, name, value ? cJSON_Duplicate(value, true) : cJSON_CreateNull());
}

static void add_place(const struct report *r, cJSON *entry, const cJSON *session)
{
	const char *room = row_str(session, "room");
	add_copy(entry, "room", json_get(session, "room"));
	add_copy(entry, "room_name", room ? g_hash_table_lookup(r->room_names, room) : NULL);
	if (row_has(session, "start")) {
		char text[INSTANT_TEXT];
		instant_format(row_int(session, "start", 0), text);
		cJSON_AddStringToObject(entry, "start", text);
	} else {
		cJSON_AddNullToObject(entry, "start");
	}
}

static cJSON *entry_in(cJSON *list, const cJSON *row)
{
	cJSON *entry = cJSON_CreateObject();
	add_copy(entry, "id", json_get(row, "id"));
	add_copy(entry, "title", row_has(row, "title") ? json_get(row, "title") : json_get(row, "name"));
	cJSON_AddItemToArray(list, entry);
	return entry;
}

/* An entry that can be left out, by the word for it in `except`. */
static cJSON *choice_in(cJSON *list, const cJSON *row, const char *word)
{
	cJSON *entry = entry_in(list, row);
	cJSON_AddStringToObject(entry, "except", word);
	return entry;
}

static void add_changed(struct report *r, const struct merge *m)
{
	cJSON *entry = choice_in(r->changed, m->row, row_str(m->row, "id"));
	cJSON_AddStringToObject(entry, "collection", m->resource->collection);
	add_copy(entry, "fields", m->changes);
}

void report_row(struct report *r, const struct merge *m)
{
	if (m->old && m->changes->child)
		add_changed(r, m);
	else if (!m->old && m->resource != &resource_event)
		entry_in(cJSON_GetObjectItemCaseSensitive(r->made, m->resource->collection), m->row);
}

void report_added(struct report *r, const cJSON *session, const char *word, bool again)
{
	cJSON *entry = choice_in(r->added, session, word);
	add_place(r, entry, session);
	if (again)
		cJSON_AddTrueToObject(entry, "again");
}

void report_vanished(struct report *r, const cJSON *session)
{
	add_place(r, choice_in(r->vanished, session, row_str(session, "id")), session);
}

/* Only what had a time and has one still was moved; else it got one, or lost it. */
static bool is_move(const struct merge *m)
{
	return (json_get(m->changes, "room") || json_get(m->changes, "start")) && row_has(m->old, "start") &&
		row_has(m->row, "start");
}

void report_session(struct report *r, const struct merge *m)
{
	if (!m->changes->child) {
		r->unchanged++;
		return;
	}
	if (is_move(m)) {
		cJSON *entry = choice_in(r->moved, m->row, row_str(m->row, "id"));
		add_place(r, cJSON_AddObjectToObject(entry, "from"), m->old);
		add_place(r, cJSON_AddObjectToObject(entry, "to"), m->row);
		cJSON_DeleteItemFromObjectCaseSensitive(m->changes, "room");
		cJSON_DeleteItemFromObjectCaseSensitive(m->changes, "start");
	}
	if (m->changes->child)
		add_changed(r, m);
}
