/* Releases: what is told to have changed, and the list of them. */
#include "api/handlers.h"

#include "event/releases.h"

static enum status make_release(struct call *c, struct edit *e, struct err *err)
{
	char id[MAX_ID];
	enum status st = release_make(e, c->body, id, sizeof id, err);
	if (st != STATUS_OK)
		return st;
	e->note = json_str(c->body, "version");
	call_answer_document(c, &resource_releases, id);
	return STATUS_OK;
}

const struct write_rule post_release = {make_release, BODY_JSON, "releases.post", NULL, 201};

void get_changelog(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct err err;
	struct buf out = BUF_INIT(MAX_ANSWER);
	cJSON *rows = rows_load(app->reader, &resource_releases, "ORDER BY at DESC, after DESC LIMIT ?1", "i",
		(int64_t)MAX_CHANGELOG);
	buf_add_str(&out, "{\"releases\":[");
	for (const cJSON *row = rows->child; row; row = row->next) {
		buf_add_str(&out, row == rows->child ? "" : ",");
		row_render(&resource_releases, row, &out);
	}
	buf_add_str(&out, "]}");
	if (db_status(app->reader, &err) == STATUS_OK)
		request_reply_json(req, 200, &out);
	else
		request_problem(req, &err);
	db_recover(app->reader);
	cJSON_Delete(rows);
	buf_clear(&out);
}
