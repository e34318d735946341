/* Drafts: changes collected, looked at, and released as one. */
#include "api/changes.h"
#include "api/handlers.h"
#include "api/tables.h"

#include "event/drafts.h"
#include "event/releases.h"

/* --- making and changing ----------------------------------------------------- */

/* Puts the body into the row; its list of changes may be empty as yet. */
static enum status read_draft(struct call *c, struct db *db, cJSON *row, struct err *err)
{
	cJSON *changes = cJSON_DetachItemFromObjectCaseSensitive(c->body, "changes");
	enum status st = row_patch(db, &resource_drafts, row, c->body, err);
	bool empty = cJSON_IsArray(changes) && !changes->child;
	if (st == STATUS_OK && changes && !empty)
		st = changes_check(changes, err);
	if (st == STATUS_OK && changes)
		row_set(row, "changes", changes);
	else
		cJSON_Delete(changes);
	return st;
}

static enum status save_and_answer(
	struct call *c, struct edit *e, const cJSON *old, cJSON *row, struct err *err)
{
	enum status st = read_draft(c, e->txn->db, row, err);
	if (st == STATUS_OK)
		st = draft_save(e->txn, old, row, err);
	if (st != STATUS_OK)
		return st;
	txn_why(e->txn, c->rule->what);
	call_answer_document(c, &resource_drafts, row_str(row, "id"));
	return STATUS_OK;
}

static enum status create_draft(struct call *c, struct edit *e, struct err *err)
{
	cJSON *row = cJSON_CreateObject();
	row_set(row, "changes", cJSON_CreateArray());
	row_set_str(row, "by", c->caller.name);
	enum status st = save_and_answer(c, e, NULL, row, err);
	cJSON_Delete(row);
	return st;
}

static enum status change_draft(struct call *c, struct edit *e, struct err *err)
{
	cJSON *old = draft_load(e->txn->db, c->params.value[0], err);
	if (!old)
		return err->status;
	cJSON *row = cJSON_Duplicate(old, true);
	enum status st = save_and_answer(c, e, old, row, err);
	cJSON_Delete(old);
	cJSON_Delete(row);
	return st;
}

static enum status drop_draft(struct call *c, struct edit *e, struct err *err)
{
	txn_why(e->txn, c->rule->what);
	return draft_delete(e->txn, c->params.value[0], err);
}

const struct write_rule post_draft = {create_draft, BODY_JSON_LONG, "drafts.post", NULL, 201};
const struct write_rule patch_draft = {change_draft, BODY_JSON_LONG, "drafts.patch", &resource_drafts};
const struct write_rule delete_draft = {drop_draft, BODY_NONE, "drafts.delete", &resource_drafts};

/* --- looking at it, and releasing it -------------------------------------------- */

static enum status make_draft(struct call *c, struct edit *e, struct err *err)
{
	cJSON *draft = draft_load(e->txn->db, c->params.value[0], err);
	enum status st = draft ? changes_make(c, e, json_get(draft, "changes"), err) : err->status;
	cJSON_Delete(draft);
	return st;
}

static const struct write_rule try_draft = {make_draft, BODY_NONE, "drafts.preview", &resource_drafts};

void preview_draft(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	call_start(app, req, &try_draft, caller, params, true);
}

/* The answer's member `release`: its document. */
static void answer_release(struct call *c, struct db *db, const char *id)
{
	struct buf json = BUF_INIT(MAX_ANSWER);
	cJSON *extra = cJSON_CreateObject();
	if (document_render(db, "releases", id, &json))
		cJSON_AddItemToObject(extra, "release", cJSON_Parse(json.data));
	call_answer_json(c, extra);
	buf_clear(&json);
}

static enum status release(struct call *c, struct edit *e, struct err *err)
{
	char id[MAX_ID];
	enum status st = make_draft(c, e, err);
	if (st == STATUS_OK)
		st = release_make(e, c->body, id, sizeof id, err);
	if (st == STATUS_OK)
		st = edit_delete(e, &resource_drafts, c->params.value[0], err);
	if (st != STATUS_OK)
		return st;
	e->note = json_str(c->body, "version");
	answer_release(c, e->txn->db, id);
	return STATUS_OK;
}

const struct write_rule release_draft = {release, BODY_JSON, "drafts.release", &resource_drafts,
	.settle = table_settle, .compose = changes_compose};
