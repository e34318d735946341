/* People who attend, and what is theirs. */
#include "api/handlers.h"

#include "event/attendees.h"

void get_me(struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct err err;
	struct buf out = BUF_INIT(MAX_ANSWER);
	bool found = attendee_render(app->reader, caller->id, caller->id, &out);
	if (found) {
		request_reply_json(req, 200, &out);
		return;
	}
	if (db_status(app->reader, &err) == STATUS_OK)
		err_set(&err, STATUS_NOT_FOUND, "not_found", "this attendee has gone");
	db_recover(app->reader);
	request_problem(req, &err);
	buf_clear(&out);
}

static enum status create_attendee(struct call *c, struct edit *e, struct err *err)
{
	char id[RANDOM_ID_TEXT];
	struct txn *txn = e->txn;
	if (call_members(c, "name language", err) != STATUS_OK)
		return err->status;
	enum status st =
		attendee_create(txn, json_str(c->body, "name"), json_str(c->body, "language"), id, err);
	if (st != STATUS_OK)
		return st;
	if (token_make_for(txn->db, id, txn->now, c->sign_in, sizeof c->sign_in) != STATUS_OK)
		return db_status(txn->db, err);
	struct buf own = BUF_INIT(MAX_ANSWER);
	attendee_render(txn->db, id, id, &own);
	cJSON *answer = cJSON_ParseWithLength(own.data, own.len);
	cJSON_AddStringToObject(answer, "token", c->sign_in);
	call_answer_json(c, answer);
	buf_clear(&own);
	return STATUS_OK;
}

const struct write_rule post_attendee = {create_attendee, BODY_JSON, "attendees.post", NULL, 201, true};
