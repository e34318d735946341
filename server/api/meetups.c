/* Meetups: the routes of the desk and of the host, and the loop's part in
 * telling how their tables stand. */
#include "api/meetups.h"

#include "api/chores.h"
#include "api/handlers.h"
#include "api/tables.h"
#include "base/instant.h"
#include "event/meetups.h"

/* --- making and changing ----------------------------------------------------- */

static enum status save_meetup(struct call *c, struct edit *e, cJSON *old, cJSON *row, struct err *err)
{
	const char *host = row_str(row, "host");
	enum status st = host ? may_serve(&c->caller, host, err) : STATUS_OK;
	return st == STATUS_OK ? meetup_save(e, old, row, err) : st;
}

static enum status create_meetup(struct call *c, struct edit *e, struct err *err)
{
	cJSON *row = meetup_new();
	/* A host means itself, where it names nobody. */
	if (*c->caller.person && !(c->caller.role & ROLE_ORGANISER))
		row_set_str(row, "host", c->caller.person);
	return create_document(c, e, &resource_meetups, row, save_meetup, err);
}

static enum status change_meetup(struct call *c, struct edit *e, struct err *err)
{
	const char *id = c->params.value[0];
	/* A document as it was read may be sent back whole; these follow from it. */
	cJSON_DeleteItemFromObjectCaseSensitive(c->body, "slots");
	cJSON_DeleteItemFromObjectCaseSensitive(c->body, "line");
	enum status st = may_serve_at(e->txn->db, &c->caller, id, err);
	return st == STATUS_OK ? change_document(c, e, &resource_meetups, id, save_meetup, err) : st;
}

const struct write_rule post_meetup = {
	create_meetup, BODY_JSON, "meetups.post", NULL, 201, .settle = table_settle, .joins = true};
const struct write_rule patch_meetup = {
	change_meetup, BODY_JSON, "meetups.patch", &resource_meetups, .settle = table_settle, .joins = true};

/* --- pausing --------------------------------------------------------------- */

static void answer_pause(struct call *c, bool paused, int64_t until)
{
	char text[INSTANT_TEXT];
	instant_format(until, text);
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddStringToObject(answer, "meetup", c->params.value[0]);
	cJSON_AddBoolToObject(answer, "paused", paused);
	cJSON_AddItemToObject(answer, "paused_until", until ? cJSON_CreateString(text) : cJSON_CreateNull());
	call_answer_json(c, answer);
}

static enum status pause_meetup(struct call *c, struct edit *e, struct err *err)
{
	const char *id = c->params.value[0];
	int64_t minutes = 0;
	if (call_members(c, "minutes", err) != STATUS_OK ||
		may_serve_at(e->txn->db, &c->caller, id, err) != STATUS_OK)
		return err->status;
	if (json_get(c->body, "minutes") &&
		!json_int(json_get(c->body, "minutes"), 1, MAX_PAUSE_MINUTES, &minutes))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"minutes: must be a whole number from 1 to %d", MAX_PAUSE_MINUTES);
	int64_t until = minutes ? e->txn->now + minutes * MS_PER_MINUTE : 0;
	enum status st = meetup_pause(e->txn, id, until, err);
	answer_pause(c, true, until);
	return st;
}

static enum status resume_meetup(struct call *c, struct edit *e, struct err *err)
{
	const char *id = c->params.value[0];
	if (may_serve_at(e->txn->db, &c->caller, id, err) != STATUS_OK)
		return err->status;
	answer_pause(c, false, 0);
	return meetup_resume(e->txn, id, err);
}

const struct write_rule post_pause = {
	pause_meetup, BODY_JSON_IF_ANY, "meetups.pause", .settle = table_settle};
const struct write_rule post_resume = {resume_meetup, BODY_NONE, "meetups.resume", .settle = table_settle};

/* --- one meetup ------------------------------------------------------------ */

static void add_slots(struct app *app, const char *id, struct buf *out)
{
	size_t len;
	bool first = true;
	struct stmt *s = db_query(
		app->reader, "SELECT id FROM slots WHERE meetup = ?1 AND gone = 0 ORDER BY n", "s", id);
	buf_add_str(out, ",\"slots\":[");
	while (stmt_row(s)) {
		const char *json = snapshot_get(app->snapshot, "slots", stmt_text(s, 0), &len);
		if (!json)
			continue; /* it is told in a moment */
		buf_add_str(out, first ? "" : ",");
		buf_add(out, json, len);
		first = false;
	}
	stmt_end(s);
	buf_add_char(out, ']');
}

/* The document, and with it how slots and line stand, as the world was told. */
void get_meetup(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	const char *id = params->value[0];
	size_t len, line_len = 0;
	const char *json = snapshot_get(app->snapshot, "meetups", id, &len);
	if (!json) {
		reply_not_found(req, "meetups", id);
		return;
	}
	struct buf out = BUF_INIT(MAX_ANSWER);
	buf_add(&out, json, len - 1); /* its brace comes later */
	add_slots(app, id, &out);
	const char *line = snapshot_get(app->snapshot, "lines", id, &line_len);
	buf_add_str(&out, ",\"line\":");
	buf_add(&out, line ? line : "null", line ? line_len : strlen("null"));
	buf_add_char(&out, '}');
	reply_read_document(app, req, &out);
	buf_clear(&out);
}

/* --- telling ----------------------------------------------------------------- */

void meetups_arm(struct app *app)
{
	if (app->telling_tables || !app->table_timer || !meetups_dirty(app->reader))
		return;
	int64_t wait = app->tables_told_ms + MEETUP_PACE_MS - monotonic_ms();
	app->telling_tables = true;
	server_timer_set(app->table_timer, wait > 0 ? wait : 0);
}

static void told(struct app *app)
{
	app->telling_tables = false;
	app->tables_told_ms = monotonic_ms();
	meetups_arm(app);
}

static const struct chore telling = {"tables_failed", meetups_flush, told};

void meetups_fired(void *ctx)
{
	struct app *app = ctx;
	chore_start(app, &telling, app->table_timer);
}

void meetups_tell_all(struct app *app)
{
	/* As many turns as all slots of all meetups could need: a disk that fails
	 * must not hold the start up for ever. */
	for (int turn = 0; turn < MAX_FLUSH && meetups_dirty(app->reader); turn++)
		chore_run(app, &telling);
}
