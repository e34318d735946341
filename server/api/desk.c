/* The host's desk: the routes of one table, and of the places at it. */
#include "api/handlers.h"
#include "api/meetups.h"
#include "api/tables.h"

#include "event/desk.h"
#include "event/guests.h"

#include <string.h>

/* --- in common ------------------------------------------------------------- */

void answer_place(struct call *c, struct db *db, const struct place *p)
{
	char id[PLACE_ID];
	place_id(p->number, id);
	buf_add_str(&c->answer, "{\"place\":");
	place_render(db, p->attendee, id, &c->answer);
	buf_add_char(&c->answer, '}');
}

void name_state(struct call *c, const struct place *p)
{
	char state[20];
	g_snprintf(state, sizeof state, "\"%s\"", place_state_name(p->state));
	call_problem_member(c, "state", state);
}

void name_place(struct call *c, struct db *db, const char *member, int64_t number)
{
	char id[PLACE_ID];
	struct buf json = BUF_INIT(MAX_ANSWER);
	place_id(number, id);
	if (place_render(db, c->caller.id, id, &json))
		call_problem_member(c, member, json.data);
	buf_clear(&json);
}

enum status may_serve(const struct caller *c, const char *host, struct err *err)
{
	if (caller_is_host(c, host))
		return STATUS_OK;
	return err_set(err, STATUS_FORBIDDEN, "forbidden", "this is another host's table");
}

enum status may_serve_at(struct db *db, const struct caller *c, const char *meetup, struct err *err)
{
	char host[MAX_ID + 1];
	if (db_text(db, host, sizeof host, "SELECT host FROM meetups WHERE id = ?1", "s", meetup))
		return may_serve(c, host, err);
	enum status st = db_status(db, err);
	return st != STATUS_OK
		? st
		: err_set(err, STATUS_NOT_FOUND, "not_found", "there is no meetups/%s", meetup);
}

void table_settle(struct call *c)
{
	meetups_arm(c->app);
	app_arm_clock(c->app);
}

/* --- whom to call ------------------------------------------------------------ */

static void answer_called(struct call *c, struct db *db, const GArray *numbers)
{
	buf_add_str(&c->answer, "{\"places\":[");
	for (guint i = 0; i < numbers->len; i++) {
		buf_add_str(&c->answer, i ? "," : "");
		guest_render(db, g_array_index(numbers, int64_t, i), &c->answer);
	}
	buf_add_str(&c->answer, "],\"place\":");
	if (numbers->len == 0 || !guest_render(db, g_array_index(numbers, int64_t, 0), &c->answer))
		buf_add_str(&c->answer, "null");
	buf_add_char(&c->answer, '}');
}

static enum status next(struct call *c, struct edit *e, struct err *err)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int64_t));
	enum status st = may_serve_at(e->txn->db, &c->caller, c->params.value[0], err);
	if (st == STATUS_OK)
		st = desk_next(e->txn, c->params.value[0], numbers, err);
	if (st == STATUS_OK)
		answer_called(c, e->txn->db, numbers);
	g_array_free(numbers, TRUE);
	txn_why(e->txn, c->rule->what);
	return st;
}

/* --- one place ----------------------------------------------------------------- */

/* The place, if it is at a table of the caller's. 404 `not_found`; 403 `forbidden`. */
static enum status load(struct call *c, struct db *db, struct place *ret, struct err *err)
{
	const char *id = c->params.value[0];
	if (place_load(db, place_number(id), ret))
		return may_serve(&c->caller, ret->host, err);
	enum status st = db_status(db, err);
	return st != STATUS_OK ? st
			       : err_set(err, STATUS_NOT_FOUND, "not_found", "there is no places/%s", id);
}

/* Of what the rule has answered: the guest as the host sees it, or how the place stands. */
static enum status answer_guest(struct call *c, struct edit *e, const struct place *p, enum status st)
{
	txn_why(e->txn, c->rule->what);
	if (st != STATUS_OK) {
		name_state(c, p);
		return st;
	}
	buf_add_str(&c->answer, "{\"place\":");
	guest_render(e->txn->db, p->number, &c->answer);
	buf_add_char(&c->answer, '}');
	return STATUS_OK;
}

static enum status serve(struct call *c, struct edit *e, place_rule *rule, struct err *err)
{
	struct place p;
	enum status st = load(c, e->txn->db, &p, err);
	return st == STATUS_OK ? answer_guest(c, e, &p, rule(e->txn, &p, err)) : st;
}

static enum status arrived(struct call *c, struct edit *e, struct err *err)
{
	return serve(c, e, desk_arrived, err);
}

static enum status start(struct call *c, struct edit *e, struct err *err)
{
	return serve(c, e, desk_start, err);
}

static enum status finish(struct call *c, struct edit *e, struct err *err)
{
	return serve(c, e, desk_finish, err);
}

static enum status no_show(struct call *c, struct edit *e, struct err *err)
{
	return serve(c, e, desk_no_show, err);
}

static enum status extend(struct call *c, struct edit *e, struct err *err)
{
	struct place p;
	int64_t minutes;
	enum status st = call_members(c, "minutes", err);
	if (st == STATUS_OK && !json_int(json_get(c->body, "minutes"), 1, MAX_EXTEND_MINUTES, &minutes))
		st = err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"minutes: must be a whole number from 1 to %d", MAX_EXTEND_MINUTES);
	if (st == STATUS_OK)
		st = load(c, e->txn->db, &p, err);
	return st == STATUS_OK ? answer_guest(c, e, &p, desk_extend(e->txn, &p, (int)minutes, err)) : st;
}

/* The guest's own: somebody else's is not there. */
static enum status choose(struct call *c, struct edit *e, struct err *err)
{
	struct place p;
	const char *id = c->params.value[0];
	if (!place_load(e->txn->db, place_number(id), &p) || strcmp(p.attendee, c->caller.id) != 0)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "you have no places/%s", id);
	enum status st = desk_choose(e->txn, &p, err);
	txn_why(e->txn, c->rule->what);
	if (st != STATUS_OK)
		name_state(c, &p);
	else
		answer_place(c, e->txn->db, &p);
	return st;
}

const struct write_rule post_next = {next, BODY_NONE, "desk.next", .settle = table_settle};
const struct write_rule post_arrived = {arrived, BODY_NONE, "desk.arrived", .settle = table_settle};
const struct write_rule post_start = {start, BODY_NONE, "desk.start", .settle = table_settle};
const struct write_rule post_finish = {finish, BODY_NONE, "desk.finish", .settle = table_settle};
const struct write_rule post_no_show = {no_show, BODY_NONE, "desk.no_show", .settle = table_settle};
const struct write_rule post_extend = {extend, BODY_JSON, "desk.extend", .settle = table_settle};
const struct write_rule post_choose = {choose, BODY_NONE, "places.choose", .settle = table_settle};

/* --- who is there ---------------------------------------------------------------- */

void get_guests(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct err err = {0};
	struct buf out = BUF_INIT(MAX_ANSWER);
	const char *meetup = params->value[0];
	enum status st = may_serve_at(app->reader, caller, meetup, &err);
	if (st == STATUS_OK) {
		guests_render(app->reader, meetup, clock_now(&app->clock), &out);
		st = db_status(app->reader, &err);
	}
	if (st == STATUS_OK)
		request_reply_json(req, 200, &out);
	else
		request_problem(req, &err);
	db_recover(app->reader);
	buf_clear(&out);
}
