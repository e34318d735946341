/* People who attend: coming, what is theirs, going. */
#include "api/attendees.h"

#include "api/callers.h"
#include "api/handlers.h"
#include "api/qr.h"
#include "api/secret.h"
#include "base/rate.h"
#include "event/attendees.h"
#include "event/own_data.h"

#include <stdio.h>

/* --- reading ------------------------------------------------------------- */

static void refuse_gone(struct app *app, struct request *req, const char *id)
{
	struct err err;
	if (attendee_exists(app->reader, id, &err) == STATUS_OK)
		err_set(&err, STATUS_INTERNAL, "internal", "the answer is too large");
	db_recover(app->reader);
	request_problem(req, &err);
}

void get_me(struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct buf out = BUF_INIT(MAX_ANSWER);
	if (attendee_render(app->reader, caller->id, caller->id, &out))
		request_reply_json(req, 200, &out);
	else
		refuse_gone(app, req, caller->id);
	buf_clear(&out);
}

void get_my_export(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	static const struct reply_header headers[] = {
		{"content-disposition", "attachment; filename=\"madang-my-data.json\""}, {0}};
	struct buf out = BUF_INIT(MAX_ANSWER);
	blob_begin(&out);
	bool found = own_data_write(app->reader, caller->id, clock_now(&app->clock), &out);
	struct blob *body = found ? blob_end(&out) : NULL;
	if (body)
		request_reply(req,
			&(struct reply){
				.content_type = "application/json", .headers = headers, .body = body});
	else
		refuse_gone(app, req, caller->id);
	blob_unref(body);
	buf_clear(&out);
}

void get_my_pass(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	char pass[RANDOM_ID_TEXT];
	if (!attendee_pass(app->reader, caller->id, pass) || !qr_reply(req, pass, NULL))
		refuse_gone(app, req, caller->id);
}

/* --- writing ------------------------------------------------------------- */

void answer_attendee(struct call *c, struct db *db, const char *id)
{
	struct buf own = BUF_INIT(MAX_ANSWER);
	attendee_render(db, id, id, &own);
	call_answer_json(c, cJSON_ParseWithLength(own.data, own.len));
	buf_clear(&own);
}

/* A text, where the member is there; else 422. */
static enum status read_text(const struct call *c, const char *name, const char **ret, struct err *err)
{
	*ret = json_str(c->body, name);
	if (!*ret && cJSON_HasObjectItem(c->body, name))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s: must be a text", name);
	return STATUS_OK;
}

static enum status create_attendee(struct call *c, struct edit *e, struct err *err)
{
	char id[RANDOM_ID_TEXT];
	struct txn *txn = e->txn;
	if (call_members(c, "name language", err) != STATUS_OK)
		return err->status;
	const char *name, *language;
	if (read_text(c, "name", &name, err) != STATUS_OK ||
		read_text(c, "language", &language, err) != STATUS_OK)
		return err->status;
	enum status st = attendee_create(txn, name, language, id, err);
	if (st != STATUS_OK)
		return st;
	if (token_add_for(txn->db, c->secret, id, "attendee", txn->now, INT64_MAX) != STATUS_OK)
		return db_status(txn->db, err);
	snprintf(c->attendee, sizeof c->attendee, "%s", id);
	answer_attendee(c, txn->db, id);
	return STATUS_OK;
}

enum status check_own_revision(struct call *c, struct db *db, struct err *err)
{
	const char *id = c->caller.id;
	struct buf own = BUF_INIT(MAX_ANSWER);
	enum status st = STATUS_OK;
	if (attendee_render(db, id, id, &own))
		st = call_revision(c, "this attendee", attendee_revision(db, id), own.data, err);
	buf_clear(&own);
	return st;
}

static enum status change_me(struct call *c, struct edit *e, struct err *err)
{
	struct attendee_change change = {0};
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(c->body, "shown");
	bool shown = cJSON_IsTrue(member);
	if (call_members(c, "name language shown", err) != STATUS_OK ||
		read_text(c, "name", &change.name, err) != STATUS_OK ||
		read_text(c, "language", &change.language, err) != STATUS_OK)
		return err->status;
	if (member && !cJSON_IsBool(member))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "shown: must be true or false");
	change.shown = member ? &shown : NULL;
	enum status st = check_own_revision(c, e->txn->db, err);
	if (st == STATUS_OK)
		st = attendee_change(e->txn, c->caller.id, &change, err);
	if (st == STATUS_OK)
		answer_attendee(c, e->txn->db, c->caller.id);
	return st;
}

static enum status delete_attendee(struct call *c, struct edit *e, struct err *err)
{
	enum status st = check_own_revision(c, e->txn->db, err);
	return st == STATUS_OK ? attendee_delete(e->txn, c->caller.id, err) : st;
}

static void settle_delete(struct call *c)
{
	callers_clear(c->app->callers);
}

static enum status admit_attendee(struct call *c, struct request *req, struct err *err)
{
	char address[ADDRESS_TEXT];
	request_address(req, address);
	int64_t wait_ms = rate_take(c->app->attendee_rate, address, monotonic_ms());
	return wait_ms ? refuse_too_many(wait_ms, err) : STATUS_OK;
}

enum status admit_own_change(struct call *c, struct request *req, struct err *err)
{
	int64_t wait_ms = rate_take(c->app->shown_rate, c->caller.id, monotonic_ms());
	return wait_ms ? refuse_too_many(wait_ms, err) : STATUS_OK;
}

enum status refuse_too_many(int64_t wait_ms, struct err *err)
{
	err_set(err, STATUS_TOO_MANY, "too_many", "too many of these came from here; wait a little");
	err->retry_after_s = (int)((wait_ms + 999) / 1000);
	return STATUS_TOO_MANY;
}

const struct write_rule post_attendee = {
	.run = create_attendee,
	.body = BODY_JSON,
	.what = "attendees.post",
	.created = 201,
	.secret = &secret_token,
	.cookie = COOKIE_SET,
	.admit = admit_attendee,
};
const struct write_rule patch_me = {
	.run = change_me, .body = BODY_JSON, .what = "me.patch", .admit = admit_own_change};
/* Of what is deleted no answer is kept; asked again, its token is not known. */
const struct write_rule delete_me = {.run = delete_attendee,
	.body = BODY_NONE,
	.what = "me.delete",
	.cookie = COOKIE_CLEARED,
	.unkept = true,
	.settle = settle_delete};
