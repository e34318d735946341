/* The demo event's tables and meetups. */
#include "api/demo.h"

#include "event/meetups.h"
#include "event/rooms.h"

#include <stdio.h>

enum { MAX_DEMO_DEPTH = 8 };

/* The id of the row with this name, or title. */
static enum status find(
	struct db *db, const char *sql, const char *name, char id[MAX_ID + 1], struct err *err)
{
	return db_text(db, id, MAX_ID + 1, sql, "s", name)
		? STATUS_OK
		: err_set(err, STATUS_NOT_FOUND, "not_found", "the demo has no \"%s\"", name);
}

/* Puts the id in the place of the name. */
static enum status resolve(struct db *db, cJSON *body, const char *member, const char *sql, struct err *err)
{
	char id[MAX_ID + 1];
	const char *name = json_str(body, member);
	enum status st = name ? find(db, sql, name, id, err) : STATUS_OK;
	if (name && st == STATUS_OK)
		row_set_str(body, member, id);
	return st;
}

static enum status add_table(struct edit *e, const cJSON *table, struct err *err)
{
	char id[MAX_ID];
	cJSON *row = room_new(e->txn->db);
	id_next(e->txn->db, &resource_rooms, id, sizeof id);
	row_set_str(row, "id", id);
	row_set_str(row, "kind", "table");
	enum status st = row_patch(e->txn->db, &resource_rooms, row, table, err);
	if (st == STATUS_OK)
		st = edit_save(e, &resource_rooms, row, err);
	cJSON_Delete(row);
	return st;
}

static enum status add_meetup(struct edit *e, cJSON *body, struct err *err)
{
	struct db *db = e->txn->db;
	char id[MAX_ID];
	if (resolve(db, body, "host", "SELECT id FROM people WHERE name = json_quote(?1)", err) !=
			STATUS_OK ||
		resolve(db, body, "session", "SELECT id FROM sessions WHERE title = json_quote(?1)", err) !=
			STATUS_OK ||
		resolve(db, body, "place",
			"SELECT id FROM rooms WHERE ?1 IN (name ->> 'ko', name ->> '$') ORDER BY id",
			err) != STATUS_OK)
		return err->status;
	cJSON *row = meetup_new();
	id_next(db, &resource_meetups, id, sizeof id);
	row_set_str(row, "id", id);
	enum status st = row_patch(db, &resource_meetups, row, body, err);
	if (st == STATUS_OK)
		st = meetup_save(e, NULL, row, err);
	cJSON_Delete(row);
	return st;
}

enum status demo_add_meetups(struct txn *txn, const char *json, size_t len, struct err *err)
{
	cJSON *all = NULL, *item;
	struct edit e;
	int64_t action;
	enum status st = json_parse(json, len, MAX_DEMO_DEPTH, &all, err);
	edit_begin(&e, txn, "demo", "meetups.post");
	cJSON_ArrayForEach(item, json_get(all, "tables"))
		if (st == STATUS_OK)
			st = add_table(&e, item, err);
	cJSON_ArrayForEach(item, json_get(all, "meetups"))
		if (st == STATUS_OK)
			st = add_meetup(&e, item, err);
	cJSON_Delete(all);
	if (st == STATUS_OK)
		return edit_finish(&e, &action, err);
	edit_abandon(&e);
	return st;
}
