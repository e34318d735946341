/* Who did what, undo, and tokens. */
#include "api/handlers.h"
#include "api/secret.h"

#include "base/instant.h"

#include <stdlib.h>
#include <string.h>

enum { ACTIONS_A_PAGE = 100 };

/* The ids of actions are numbers, to the outside as opaque as the others. */
static int64_t action_number(const char *id)
{
	char *end;
	long long n = strtoll(id, &end, 10);
	return *id >= '1' && *id <= '9' && !*end ? n : 0;
}

void get_actions(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	const char *before = request_query(req, "before");
	struct err err;
	if (before && !action_number(before)) {
		err_set(&err, STATUS_INVALID, "invalid_query", "before must be the id of an action");
		request_problem(req, &err);
		return;
	}
	struct buf out = BUF_INIT(MAX_ANSWER);
	buf_add_str(&out, "{\"actions\":");
	actions_list(app->reader, before ? action_number(before) : 0, ACTIONS_A_PAGE, &out);
	buf_add_char(&out, '}');
	request_reply_json(req, 200, &out);
}

static enum status undo(struct call *c, struct edit *e, struct err *err)
{
	enum status st = edit_undo(e, action_number(c->params.value[0]), err);
	if (st != STATUS_OK)
		return st;
	cJSON *extra = cJSON_CreateObject();
	cJSON_AddStringToObject(extra, "undone", c->params.value[0]);
	call_answer_json(c, extra);
	return STATUS_OK;
}

static enum status make_token(struct call *c, struct edit *e, struct err *err)
{
	const char *role = json_str(c->body, "role"), *name = json_str(c->body, "name");
	const char *until = json_str(c->body, "until");
	int64_t until_ms = INT64_MAX;
	if (call_members(c, "role name until", err) != STATUS_OK)
		return err->status;
	if (!role || !role_named(role) || role_named(role) == ROLE_ATTENDEE)
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "role: organiser|steward|host|screen");
	if (!name || !*name || strlen(name) > MAX_ID)
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "name: must have 1 to %d bytes", MAX_ID);
	if (json_get(c->body, "until") && (!until || !instant_parse(until, &until_ms, NULL)))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "until: must be an instant");
	enum status st = token_add(e->txn->db, c->secret, role, name, e->txn->now, until_ms);
	if (st != STATUS_OK)
		return db_status(e->txn->db, err);
	cJSON *extra = cJSON_CreateObject();
	cJSON_AddStringToObject(extra, "role", role);
	cJSON_AddStringToObject(extra, "name", name);
	call_answer_json(c, extra);
	return STATUS_OK;
}

const struct write_rule post_undo = {undo, BODY_NONE, "undo"};
const struct write_rule post_token = {
	.run = make_token, .body = BODY_JSON, .what = "tokens.post", .created = 201, .secret = &secret_token};
