#include "api/handlers.h"

#include "event/timetable.h"

static enum status create_session(struct call *c, struct edit *e, struct err *err)
{
	char id[MAX_ID];
	cJSON *row = session_new();
	enum status st = row_patch(e->txn->db, &resource_sessions, row, c->body, true, err);
	if (st == STATUS_OK) {
		id_next(e->txn->db, &resource_sessions, id, sizeof id);
		row_set_str(row, "id", id);
		st = session_save(e, NULL, row, err);
	}
	if (st == STATUS_OK)
		call_answer_document(c, &resource_sessions, id);
	cJSON_Delete(row);
	return st;
}

static enum status change_session(struct call *c, struct edit *e, struct err *err)
{
	const char *id = c->params.value[0];
	cJSON *old = row_load(e->txn->db, &resource_sessions, id);
	if (!old)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no sessions/%s", id);
	cJSON *row = cJSON_Duplicate(old, true);
	/* A document as it was read may be sent back whole; these follow from it. */
	cJSON_DeleteItemFromObjectCaseSensitive(c->body, "clashes");
	enum status st = row_patch(e->txn->db, &resource_sessions, row, c->body, false, err);
	/* Said with a new place, the old expectation is only a document sent back
	 * whole; said alone, it is meant. */
	bool stays = row_same(old, row, "start") && row_same(old, row, "room");
	if (stays && json_get(c->body, "expected_start"))
		session_means(old, "expected_start");
	if (stays && json_get(c->body, "expected_end"))
		session_means(old, "expected_end");
	if (st == STATUS_OK)
		st = session_save(e, old, row, err);
	if (st == STATUS_OK)
		call_answer_document(c, &resource_sessions, id);
	cJSON_Delete(old);
	cJSON_Delete(row);
	return st;
}

/* The answer names the documents that follow: {"sessions":["s17", …]}. */
static void answer_followers(struct call *c, const struct edit *e)
{
	cJSON *extra = cJSON_CreateObject();
	cJSON *ids = cJSON_AddArrayToObject(extra, "sessions");
	const cJSON *kept;
	cJSON_ArrayForEach(kept, e->before)
		cJSON_AddItemToArray(ids, cJSON_CreateString(row_str(kept, "id")));
	call_answer_json(c, extra);
}

static enum status delay_room(struct call *c, struct edit *e, struct err *err)
{
	int64_t minutes;
	const cJSON *from = json_get(c->body, "from");
	if (call_members(c, "minutes from", err) != STATUS_OK)
		return err->status;
	if (!json_int(json_get(c->body, "minutes"), 0, MAX_DELAY_MINUTES, &minutes))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"minutes: must be a whole number from 0 to %d", MAX_DELAY_MINUTES);
	if (from && !cJSON_IsString(from))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "from: must be a session's id");
	enum status st = room_delay(e, c->params.value[0], cJSON_GetStringValue(from), (int)minutes, err);
	if (st == STATUS_OK)
		answer_followers(c, e);
	return st;
}

const struct write_rule post_session = {create_session, BODY_JSON, "sessions.post", NULL, 201};
const struct write_rule patch_session = {change_session, BODY_JSON, "sessions.patch", &resource_sessions};
const struct write_rule post_delay = {delay_room, BODY_JSON, "rooms.delay"};
