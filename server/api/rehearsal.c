#include "api/rehearsal.h"

#include "api/routes.h"
#include "base/alloc.h"
#include "base/instant.h"
#include "base/log.h"
#include "event/meetup_clock.h"
#include "event/phase.h"
#include "event/rehearsal.h"
#include "store/copies.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { AGAIN_MS = 1000, WORD_MAX = 300 };

struct rehearsal {
	struct app *app;
	struct server_timer *timer;
	const cJSON *step; /* that comes next; NULL: no more */
	int done;
	bool busy; /* a step is with the writer */
	bool stopped;
};

/* Who makes the script's writes. */
static const struct caller player = {.role = ROLE_ORGANISER, .id = "rehearsal", .name = "rehearsal"};

/* --- the steps ----------------------------------------------------------- */

/* The write that a step names; NULL: it names none that an organiser may do by
 * a script. What tells a secret, signs somebody in or takes a file is none. */
static const struct write_rule *rule_of(const cJSON *step, struct params *params)
{
	const char *method = json_str(step, "method"), *path = json_str(step, "path");
	char allow[64];
	const struct route *r = NULL;
	for (int i = 0; i < METHOD_COUNT; i++)
		if (strcasecmp(method, method_name(i)) == 0 &&
			route_find(i, path, &r, params, allow, sizeof allow) == MATCH)
			break;
	if (!r || !r->write || !(r->roles & ROLE_ORGANISER) || r->write == &post_rehearsal)
		return NULL;
	const struct write_rule *w = r->write;
	return w->secret || w->cookie != COOKIE_KEPT || w->body == BODY_RAW ? NULL : w;
}

/* "PATCH /api/v1/sessions/s1 (2019-08-29T01:05:00Z): why" */
static void name_step(const cJSON *step, const char *why, char out[WORD_MAX])
{
	g_snprintf(out, WORD_MAX, "%s %.100s (%s): %.160s", json_str(step, "method"), json_str(step, "path"),
		json_str(step, "at"), why);
}

static enum status refuse_step(const cJSON *step, const char *why, struct err *err)
{
	char text[WORD_MAX];
	name_step(step, why, text);
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_script", "%s", text);
}

static cJSON *body_of(const cJSON *step)
{
	return cJSON_Duplicate(json_get(step, "body"), true);
}

/* --- trying it out: the writer's thread ----------------------------------- */

static enum status make_edit(struct call *part, struct txn *txn, struct err *err)
{
	struct edit e;
	int64_t action;
	edit_begin(&e, txn, part->caller.name, part->rule->what);
	enum status st = part->rule->run(part, &e, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &action, err);
	edit_abandon(&e);
	return st;
}

static enum status try_step(struct call *c, struct txn *txn, const cJSON *step, struct err *err)
{
	struct err why = {0};
	struct params params;
	const struct write_rule *rule = rule_of(step, &params);
	if (!rule)
		return refuse_step(step, "is no write that an organiser may do by a script", err);
	if (!json_get(step, "body") && rule->body != BODY_NONE && rule->body != BODY_JSON_IF_ANY)
		return refuse_step(step, "body is missing", err);
	struct call part = {
		.app = c->app,
		.rule = rule,
		.caller = player,
		.params = params,
		.body = body_of(step),
		.answer = BUF_INIT(MAX_ANSWER),
	};
	txn->now = rehearsal_instant(step, "at");
	meetups_tick(txn);
	phase_tick(txn, NULL);
	enum status st = make_edit(&part, txn, &why);
	call_clear(&part);
	return st == STATUS_OK ? st : refuse_step(step, why.detail, err);
}

/* All steps one after the other, each at its time; nothing of it is kept. */
static enum status try_rehearsal(struct call *c, struct edit *e, struct err *err)
{
	cJSON *plan = NULL;
	const cJSON *step;
	int64_t now = e->txn->now;
	enum status st = rehearsal_plan(e->txn->db, c->body, &plan, err);
	cJSON_ArrayForEach(step, json_get(plan, "script"))
		if (st == STATUS_OK)
			st = try_step(c, e->txn, step, err);
	e->txn->now = now;
	c->roll_back = true;
	if (st == STATUS_OK)
		call_answer_json(c, plan);
	else
		cJSON_Delete(plan);
	return st;
}

/* --- leaving for it -------------------------------------------------------- */

static enum status admit_rehearsal(struct call *c, struct request *req, struct err *err)
{
	if (c->app->rehearsal || c->app->leaves)
		return err_set(err, STATUS_CONFLICT, "rehearsal_runs",
			"a rehearsal is played already; it can be ended with DELETE");
	return STATUS_OK;
}

static enum status make_copy(struct app *app, const char *name, const cJSON *plan, struct err *err)
{
	struct db *copy = NULL;
	enum status st = db_backup(app->reader, name, err);
	db_recover(app->reader);
	if (st == STATUS_OK)
		st = db_open(name, DB_WRITER, schema_assets, &copy, err);
	if (st != STATUS_OK)
		return st;
	rehearsal_mark(copy, plan);
	st = db_status(copy, err);
	db_close(copy);
	return st;
}

/* On the loop, which would stop at once anyway: that it waits for the copy is
 * no matter, and who asked hears where there is no room for it. */
static void begin_rehearsal(struct call *c)
{
	if (c->job.status != STATUS_ROLLED_BACK || c->preview)
		return;
	struct err *err = &c->job.err;
	char quoted[LOG_QUOTED];
	c->job.status = admit_rehearsal(c, NULL, err);
	char *copy = copy_name(c->app->options.db_path);
	if (c->job.status == STATUS_OK)
		c->job.status = make_copy(c->app, copy, c->extra, err);
	if (c->job.status == STATUS_OK) {
		log_event("rehearsal_begins", "day=%s who=%s", json_str(c->extra, "day"),
			log_quote(quoted, c->caller.name));
		c->job.status = STATUS_ROLLED_BACK;
		app_leave(c->app, copy, NULL);
		return;
	}
	log_event("rehearsal_refused", "detail=%s", log_quote(quoted, err->detail));
	copy_remove(copy);
	g_free(copy);
}

const struct write_rule post_rehearsal = {try_rehearsal, BODY_JSON, "rehearsal.post", .created = 202,
	.unkept = true, .admit = admit_rehearsal, .settle = begin_rehearsal};

/* --- playing it ------------------------------------------------------------ */

/* `how` is desk, day or script. `why` may be NULL. */
static cJSON *end_rehearsal(struct app *app, const char *how, const char *why)
{
	const cJSON *plan = app->options.rehearsal;
	char at[INSTANT_TEXT], quoted[LOG_QUOTED];
	cJSON *told = cJSON_CreateObject();
	struct buf json = BUF_INIT(SIZE_MAX / 2);
	instant_format(clock_now(&app->clock), at);
	cJSON_AddStringToObject(told, "day", json_str(plan, "day"));
	cJSON_AddStringToObject(told, "at", at);
	cJSON_AddStringToObject(told, "ended_by", how);
	cJSON_AddItemToObject(told, "detail", why ? cJSON_CreateString(why) : cJSON_CreateNull());
	cJSON_AddNumberToObject(told, "steps", cJSON_GetArraySize(json_get(plan, "script")));
	cJSON_AddNumberToObject(told, "done", app->rehearsal->done);
	json_write(told, &json);
	log_event("rehearsal_ends", "by=%s detail=%s", how, log_quote(quoted, why ? why : ""));
	app_leave(app, NULL, g_strdup(json.data));
	buf_clear(&json);
	rehearsal_stop(app->rehearsal);
	return told;
}

static void arm(struct rehearsal *r)
{
	int64_t at = r->step ? rehearsal_instant(r->step, "at")
			     : rehearsal_instant(r->app->options.rehearsal, "until");
	server_timer_set(r->timer, r->stopped ? -1 : clock_wait_ms(&r->app->clock, at));
}

static void step_told(void *ctx, const struct call *c)
{
	struct rehearsal *r = ctx;
	char why[WORD_MAX];
	r->busy = false;
	if (r->stopped)
		return;
	if (c->job.status == STATUS_OK) {
		r->done++;
		r->step = r->step->next;
		arm(r);
		return;
	}
	name_step(r->step, c->job.err.detail, why);
	cJSON_Delete(end_rehearsal(r->app, "script", why));
}

static void play_step(struct rehearsal *r)
{
	struct params params;
	const struct write_rule *rule = rule_of(r->step, &params);
	r->busy = call_inject(r->app, rule, &player, &params, body_of(r->step), step_told, r);
	if (!r->busy)
		server_timer_set(r->timer, AGAIN_MS);
}

static void timer_fired(void *ctx)
{
	struct rehearsal *r = ctx;
	if (r->stopped || r->busy)
		return;
	int64_t now = clock_now(&r->app->clock);
	if (r->step && rehearsal_instant(r->step, "at") <= now)
		play_step(r);
	else if (!r->step && rehearsal_instant(r->app->options.rehearsal, "until") <= now)
		cJSON_Delete(end_rehearsal(r->app, "day", NULL));
	else
		arm(r);
}

struct rehearsal *rehearsal_create(struct app *app)
{
	struct rehearsal *r = xcalloc(1, sizeof *r);
	const cJSON *script = json_get(app->options.rehearsal, "script");
	r->app = app;
	r->step = script ? script->child : NULL;
	r->timer = server_timer_create(app->server, timer_fired, r);
	arm(r);
	return r;
}

void rehearsal_stop(struct rehearsal *r)
{
	if (r)
		r->stopped = true;
}

void rehearsal_destroy(struct rehearsal *r)
{
	if (!r)
		return;
	server_timer_destroy(r->timer);
	free(r);
}

cJSON *rehearsal_open(const char *copy, struct clock *clock, struct err *err)
{
	struct db *db = NULL;
	if (db_open(copy, DB_WRITER, schema_assets, &db, err) != STATUS_OK)
		return NULL;
	cJSON *plan = rehearsal_of(db);
	db_close(db);
	const cJSON *speed = json_get(plan, "speed");
	if (!cJSON_IsNumber(speed) || !json_str(plan, "from")) {
		err_set(err, STATUS_NOT_FOUND, "not_found", "%s: is no rehearsal", copy);
		cJSON_Delete(plan);
		return NULL;
	}
	*clock = clock_rehearsal(rehearsal_instant(plan, "from"), speed->valuedouble);
	return plan;
}

/* --- telling of it --------------------------------------------------------- */

/* The plan, with what became of its steps. */
static cJSON *progress(const struct app *app)
{
	if (!app->rehearsal)
		return cJSON_CreateNull();
	cJSON *plan = cJSON_Duplicate(app->options.rehearsal, true), *step;
	int number = 0;
	cJSON_ArrayForEach(step, json_get(plan, "script"))
		cJSON_AddBoolToObject(step, "done", number++ < app->rehearsal->done);
	return plan;
}

void get_rehearsal(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct buf out = BUF_INIT(MAX_ANSWER);
	char now[INSTANT_TEXT];
	instant_format(clock_now(&app->clock), now);
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddStringToObject(answer, "now", now);
	cJSON_AddItemToObject(answer, "rehearsal", progress(app));
	cJSON_AddItemToObject(answer, "last",
		app->options.rehearsed ? cJSON_Parse(app->options.rehearsed) : cJSON_CreateNull());
	json_write(answer, &out);
	cJSON_Delete(answer);
	request_reply_json(req, 200, &out);
}

void delete_rehearsal(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct err err;
	struct buf out = BUF_INIT(MAX_ANSWER);
	if (!app->rehearsal || app->leaves) {
		err_set(&err, STATUS_CONFLICT, "no_rehearsal", "no rehearsal is played");
		request_problem(req, &err);
		return;
	}
	cJSON *told = end_rehearsal(app, "desk", NULL);
	json_write(told, &out);
	cJSON_Delete(told);
	request_reply_json(req, 202, &out);
}
