/* What organisers do, for unit tests: two rooms, and sessions in them. */
#ifndef MADANG_TESTS_EDITING_H
#define MADANG_TESTS_EDITING_H

#include "house.h"

#include "event/timetable.h"

/* r1 is called 101, r2 102. */
static inline void make_rooms(struct db *db)
{
	db_run(db,
		"INSERT INTO rooms (id, name, kind, \"order\", rev) VALUES ('r1', '\"101\"', 'room', 1, 1), "
		"('r2', '\"102\"', 'room', 2, 1)",
		"");
}

/* As POST and PATCH do: the session `id` is made, or changed, by this body. */
static inline enum status save_session(struct edit *e, const char *id, const char *text, struct err *err)
{
	cJSON *old = row_load(e->txn->db, &resource_sessions, id), *body = cJSON_Parse(text);
	cJSON *row = old ? cJSON_Duplicate(old, true) : session_new();
	if (!old)
		row_set_str(row, "id", id);
	enum status st = row_patch(e->txn->db, &resource_sessions, row, body, err);
	if (st == STATUS_OK)
		st = row_complete(&resource_sessions, row, err);
	if (st == STATUS_OK)
		st = session_save(e, old, row, err);
	cJSON_Delete(old);
	cJSON_Delete(row);
	cJSON_Delete(body);
	return st;
}

#endif
