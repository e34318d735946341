#include "event/releases.h"

#include "base/instant.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* --- how the sessions stood --------------------------------------------------- */

/* The sessions that were changed since, in the order of their first change. */
struct former {
	GHashTable *known; /* id -> in `list`; owns neither */
	cJSON *list; /* owned: {id, row or null} as it was before */
};

/* Takes the rows out of an action's `before`. */
static void note_before(struct former *f, cJSON *before)
{
	cJSON *kept;
	cJSON_ArrayForEach(kept, before) {
		const char *id = row_str(kept, "id");
		if (strcmp(row_str(kept, "collection"), "sessions") != 0 ||
			g_hash_table_contains(f->known, id))
			continue;
		cJSON *entry = cJSON_CreateObject();
		row_set_str(entry, "id", id);
		row_set(entry, "row", cJSON_DetachItemFromObjectCaseSensitive(kept, "row"));
		cJSON_AddItemToArray(f->list, entry);
		g_hash_table_add(f->known, (void *)row_str(entry, "id"));
	}
}

/* From the actions after the one that made the last release. */
static void note_log(struct former *f, struct db *db)
{
	int64_t last = db_int(db, -1, "SELECT max(after) FROM releases", "");
	if (last < 0)
		return; /* there is none */
	int64_t own = db_int(db, INT64_MAX, "SELECT min(id) FROM actions WHERE id > ?1", "i", last);
	struct stmt *s = db_query(db, "SELECT before FROM actions WHERE id > ?1 ORDER BY id", "i", own);
	while (stmt_row(s)) {
		cJSON *before = cJSON_Parse(stmt_text(s, 0));
		note_before(f, before);
		cJSON_Delete(before);
	}
	stmt_end(s);
}

static void note_edit(struct former *f, const struct edit *e)
{
	cJSON *before = cJSON_Duplicate(e->before, true);
	note_before(f, before);
	cJSON_Delete(before);
}

/* --- what is different ---------------------------------------------------------- */

static bool is_shown(const cJSON *row)
{
	return row && strcmp(row_str(row, "status"), "hidden") != 0;
}

static bool is_cancelled(const cJSON *row)
{
	return strcmp(row_str(row, "status"), "cancelled") == 0;
}

static cJSON *copy(const cJSON *value)
{
	return value ? cJSON_Duplicate(value, true) : cJSON_CreateNull();
}

static cJSON *place_of(const cJSON *row)
{
	cJSON *place = cJSON_CreateObject();
	cJSON_AddItemToObject(place, "room", copy(json_get(row, "room")));
	if (row_has(row, "start")) {
		char start[INSTANT_TEXT];
		instant_format(row_int(row, "start", 0), start);
		cJSON_AddStringToObject(place, "start", start);
	} else {
		cJSON_AddNullToObject(place, "start");
	}
	return place;
}

/* Takes `from` and `to`; NULL: null. */
static void tell(cJSON *changes, const char *what, const cJSON *row, cJSON *from, cJSON *to)
{
	cJSON *change = cJSON_CreateObject();
	cJSON_AddStringToObject(change, "what", what);
	cJSON_AddStringToObject(change, "id", row_str(row, "id"));
	cJSON_AddItemToObject(change, "title", copy(json_get(row, "title")));
	cJSON_AddItemToObject(change, "from", from ? from : cJSON_CreateNull());
	cJSON_AddItemToObject(change, "to", to ? to : cJSON_CreateNull());
	cJSON_AddItemToArray(changes, change);
}

static void tell_cancelled(cJSON *changes, const cJSON *old, const cJSON *row)
{
	cJSON *to = NULL;
	if (row_has(row, "replaced_by")) {
		to = cJSON_CreateObject();
		cJSON_AddItemToObject(to, "replaced_by", copy(json_get(row, "replaced_by")));
	}
	tell(changes, "cancelled", row, place_of(old), to);
}

static void tell_changed(cJSON *changes, const cJSON *old, const cJSON *row)
{
	static const char *const told[] = {"duration", "title", "people", NULL};
	static const char *const details[] = {"subtitle", "abstract", "description", "type", "track",
		"language", "url", "note", "also_in", NULL};
	if (!row_same(old, row, "room") || !row_same(old, row, "start"))
		tell(changes, "moved", row, place_of(old), place_of(row));
	for (const char *const *name = told; *name; name++)
		if (!row_same(old, row, *name))
			tell(changes, *name, row, copy(json_get(old, *name)), copy(json_get(row, *name)));
	bool same = true;
	for (const char *const *name = details; *name; name++)
		same = same && row_same(old, row, *name);
	if (!same)
		tell(changes, "details", row, NULL, NULL);
}

static void tell_session(cJSON *changes, const cJSON *old, const cJSON *row)
{
	if (!is_shown(old) && !is_shown(row))
		return;
	if (!is_shown(old))
		tell(changes, "added", row, NULL, place_of(row));
	else if (!is_shown(row))
		tell(changes, "removed", row ? row : old, place_of(old), NULL);
	else if (is_cancelled(row) && !is_cancelled(old))
		tell_cancelled(changes, old, row);
	else if (is_cancelled(old) && !is_cancelled(row))
		tell(changes, "restored", row, NULL, place_of(row));
	else
		tell_changed(changes, old, row);
}

static cJSON *changes_since(const struct edit *e)
{
	struct former f = {g_hash_table_new(g_str_hash, g_str_equal), cJSON_CreateArray()};
	cJSON *changes = cJSON_CreateArray();
	const cJSON *entry;
	note_log(&f, e->txn->db);
	note_edit(&f, e);
	cJSON_ArrayForEach(entry, f.list) {
		cJSON *now = row_load(e->txn->db, &resource_sessions, row_str(entry, "id"));
		tell_session(changes, json_get(entry, "row"), now);
		cJSON_Delete(now);
	}
	g_hash_table_destroy(f.known);
	cJSON_Delete(f.list);
	return changes;
}

/* --- the release ------------------------------------------------------------------ */

static enum status check_version(struct db *db, const cJSON *row, struct err *err)
{
	const char *version = row_str(row, "version");
	enum status st = row_complete(&resource_releases, row, err);
	if (st != STATUS_OK)
		return st;
	if (text_is_blank(version))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "version: is blank");
	if (db_int(db, 0, "SELECT 1 FROM releases WHERE version = ?1", "s", version) == 1)
		return err_set(
			err, STATUS_CONFLICT, "version_taken", "there is a version %s already", version);
	return STATUS_OK;
}

enum status release_make(struct edit *e, const cJSON *body, char *ret_id, size_t size, struct err *err)
{
	struct db *db = e->txn->db;
	cJSON *row = cJSON_CreateObject();
	cJSON *changes = changes_since(e);
	int more = cJSON_GetArraySize(changes) - MAX_RELEASE_CHANGES;
	for (int i = 0; i < more; i++)
		cJSON_DeleteItemFromArray(changes, MAX_RELEASE_CHANGES);
	row_set(row, "changes", changes);
	row_set_int(row, "more", more > 0 ? more : 0);
	row_set_int(row, "at", e->txn->now);
	row_set_int(row, "after", db_int(db, 0, "SELECT coalesce(max(id), 0) FROM actions", ""));
	enum status st = row_patch(db, &resource_releases, row, body, err);
	if (st == STATUS_OK)
		st = check_version(db, row, err);
	if (st == STATUS_OK) {
		id_next(db, &resource_releases, ret_id, size);
		row_set_str(row, "id", ret_id);
		st = edit_save(e, &resource_releases, row, err);
	}
	cJSON_Delete(row);
	return st;
}
