#include "api/handlers.h"

#include "base/instant.h"
#include "event/timetable.h"

#include <string.h>

static enum status save_session(struct call *c, struct edit *e, cJSON *old, cJSON *row, struct err *err)
{
	/* Said with a new place, the old expectation is only a document sent back
	 * whole; said alone, it is meant. */
	bool stays = old && row_same(old, row, "start") && row_same(old, row, "room");
	if (stays && json_get(c->body, "expected_start"))
		session_means(old, "expected_start");
	if (stays && json_get(c->body, "expected_end"))
		session_means(old, "expected_end");
	enum status st = row_complete(&resource_sessions, row, err);
	return st == STATUS_OK ? session_save(e, old, row, err) : st;
}

static enum status create_session(struct call *c, struct edit *e, struct err *err)
{
	return create_document(c, e, &resource_sessions, session_new(), save_session, err);
}

static enum status change_session(struct call *c, struct edit *e, struct err *err)
{
	/* A document as it was read may be sent back whole; these follow from it. */
	cJSON_DeleteItemFromObjectCaseSensitive(c->body, "clashes");
	return change_document(c, e, &resource_sessions, c->params.value[0], save_session, err);
}

/* The answer names the documents that follow, {"sessions":["s17", …]}, and
 * what clashes with them. */
static void answer_followers(struct call *c, const struct edit *e)
{
	cJSON *extra = cJSON_CreateObject();
	cJSON *ids = cJSON_AddArrayToObject(extra, "sessions");
	const cJSON *kept;
	cJSON_ArrayForEach(kept, e->before)
		if (edit_is_of_part(e, kept))
			cJSON_AddItemToArray(ids, cJSON_CreateString(row_str(kept, "id")));
	call_answer_json(c, extra);
	call_answer_clashes(c, e);
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

/* An instant of the body; `otherwise` where it says nothing. */
static bool read_instant(const struct call *c, const char *name, int64_t otherwise, int64_t *ret)
{
	const char *text = json_str(c->body, name);
	*ret = otherwise;
	return json_get(c->body, name) ? text && instant_parse(text, ret, NULL) : true;
}

static bool is_room(struct db *db, const char *id)
{
	return db_int(db, 0, "SELECT 1 FROM rooms WHERE id = ?1", "s", id) == 1;
}

static enum status swap_rooms(struct call *c, struct edit *e, struct err *err)
{
	int64_t from, until;
	struct db *db = e->txn->db;
	const char *room = c->params.value[0], *other = json_str(c->body, "room");
	if (call_members(c, "room from until", err) != STATUS_OK)
		return err->status;
	if (!is_room(db, room))
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no rooms/%s", room);
	if (!other || strcmp(room, other) == 0)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "room: must be another room's id");
	if (!is_room(db, other))
		return err_set(
			err, STATUS_UNPROCESSABLE, "unknown_reference", "room: there is no rooms/%s", other);
	if (!read_instant(c, "from", e->txn->now, &from) || !read_instant(c, "until", 0, &until))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "from, until: must be instants");
	if (until && until <= from)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "until: must be after from");
	enum status st = rooms_swap(e, room, other, from, until, err);
	if (st == STATUS_OK)
		answer_followers(c, e);
	return st;
}

static enum status end_session(struct call *c, struct edit *e, struct err *err)
{
	enum status st = session_end(e, c->params.value[0], err);
	call_answer_document(c, &resource_sessions, c->params.value[0]);
	return st;
}

const struct write_rule post_session = {create_session, BODY_JSON, "sessions.post", NULL, 201, .joins = true};
const struct write_rule patch_session = {
	change_session, BODY_JSON, "sessions.patch", &resource_sessions, .joins = true};
const struct write_rule post_delay = {delay_room, BODY_JSON, "rooms.delay", .joins = true};
const struct write_rule post_swap = {swap_rooms, BODY_JSON, "rooms.swap", .joins = true};
const struct write_rule post_end = {
	end_session, BODY_NONE, "sessions.end", &resource_sessions, .joins = true};
