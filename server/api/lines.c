/* The line of a table, for those who stand in it. */
#include "api/handlers.h"
#include "api/tables.h"

#include "event/line.h"

#include <glib.h>

static cJSON *own_document(struct db *db, const struct place *p)
{
	char id[PLACE_ID];
	struct buf json = BUF_INIT(MAX_ANSWER);
	place_id(p->number, id);
	cJSON *document =
		place_render(db, p->attendee, id, &json) ? cJSON_ParseWithLength(json.data, json.len) : NULL;
	buf_clear(&json);
	return document;
}

/* {place, ahead, wait_minutes}: the last two as the document has them. */
static void answer_wait(struct call *c, struct db *db, const struct place *p)
{
	cJSON *answer = cJSON_CreateObject(), *document = own_document(db, p);
	cJSON *ahead = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(document, "ahead"), true);
	cJSON *wait = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(document, "wait_minutes"), true);
	cJSON_AddItemToObject(answer, "place", document);
	cJSON_AddItemToObject(answer, "ahead", ahead);
	cJSON_AddItemToObject(answer, "wait_minutes", wait);
	call_answer_json(c, answer);
}

static enum status join(struct call *c, struct edit *e, struct err *err)
{
	struct place p = {0};
	enum status st = call_members(c, "topic", err);
	if (st != STATUS_OK)
		return st;
	st = line_join(e->txn, c->params.value[0], c->caller.id, json_str(c->body, "topic"), &p, err);
	if (st == STATUS_OK)
		answer_wait(c, e->txn->db, &p);
	else if (p.number)
		name_place(c, e->txn->db, "place", p.number);
	txn_why(e->txn, c->rule->what);
	return st;
}

static enum status on_own(struct call *c, struct edit *e, place_rule *rule, struct place *p, struct err *err)
{
	enum status st = line_own(e->txn->db, c->params.value[0], c->caller.id, p, err);
	if (st != STATUS_OK)
		return st;
	st = rule(e->txn, p, err);
	if (st != STATUS_OK)
		name_state(c, p);
	txn_why(e->txn, c->rule->what);
	return st;
}

static enum status pass(struct call *c, struct edit *e, struct err *err)
{
	struct place p;
	enum status st = on_own(c, e, line_pass, &p, err);
	if (st == STATUS_OK)
		answer_wait(c, e->txn->db, &p);
	return st;
}

static enum status leave(struct call *c, struct edit *e, struct err *err)
{
	struct place p;
	enum status st = on_own(c, e, line_leave, &p, err);
	if (st == STATUS_OK)
		answer_place(c, e->txn->db, &p);
	return st;
}

const struct write_rule post_line = {join, BODY_JSON, "lines.post", .created = 201, .settle = table_settle};
const struct write_rule post_pass = {pass, BODY_NONE, "lines.pass", .settle = table_settle};
const struct write_rule delete_line = {leave, BODY_NONE, "lines.delete", .settle = table_settle};
