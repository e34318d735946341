/* Who did what, undo, and tokens. */
#include "api/handlers.h"
#include "api/secret.h"

#include "base/instant.h"
#include "event/hosts.h"

#include <stdio.h>
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

/* What the body of post_token says. */
struct new_token {
	const char *role, *name, *person; /* person NULL: nobody of the programme */
	int64_t until; /* INT64_MAX: no end */
};

static enum status read_token(const struct call *c, struct new_token *ret, struct err *err)
{
	const char *until = json_str(c->body, "until");
	*ret = (struct new_token){
		json_str(c->body, "role"), json_str(c->body, "name"), json_str(c->body, "person"), INT64_MAX};
	if (call_members(c, "role name until person", err) != STATUS_OK)
		return err->status;
	if (!ret->role || !role_named(ret->role) || role_named(ret->role) == ROLE_ATTENDEE)
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "role: organiser|steward|host|screen");
	if (!ret->name || !*ret->name || strlen(ret->name) > MAX_ID)
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "name: must have 1 to %d bytes", MAX_ID);
	if (json_get(c->body, "until") && (!until || !instant_parse(until, &ret->until, NULL)))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "until: must be an instant");
	if (json_get(c->body, "person") && (!ret->person || role_named(ret->role) != ROLE_HOST))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"person: must be the id of one, and the role host");
	return STATUS_OK;
}

/* A host who is somebody attends: the token is that attendee's. `id` is the member's. */
static enum status add_token(
	struct call *c, struct txn *txn, const struct new_token *new, char id[MAX_ID + 1], struct err *err)
{
	if (!new->person)
		return token_add_member(txn, c->secret, new->role, new->name, new->until, id, err);
	if (host_attendee(txn, new->person, NULL, c->attendee, err) != STATUS_OK)
		return err->status;
	snprintf(id, MAX_ID + 1, "%s", new->person);
	token_add_for(txn->db, c->secret, c->attendee, new->name, txn->now, new->until);
	return db_status(txn->db, err);
}

static enum status make_token(struct call *c, struct edit *e, struct err *err)
{
	struct new_token new;
	char id[MAX_ID + 1];
	enum status st = read_token(c, &new, err);
	if (st == STATUS_OK)
		st = add_token(c, e->txn, &new, id, err);
	if (st != STATUS_OK)
		return st;
	cJSON *extra = cJSON_CreateObject();
	cJSON_AddStringToObject(extra, "id", id);
	cJSON_AddStringToObject(extra, "role", new.role);
	cJSON_AddStringToObject(extra, "name", new.name);
	if (new.person) {
		cJSON_AddStringToObject(extra, "person", new.person);
		cJSON_AddStringToObject(extra, "attendee", c->attendee);
	}
	call_answer_json(c, extra);
	return STATUS_OK;
}

const struct write_rule post_undo = {undo, BODY_NONE, "undo"};
const struct write_rule post_token = {
	.run = make_token, .body = BODY_JSON, .what = "tokens.post", .created = 201, .secret = &secret_token};
