/* The fleet of screens: asking for a code, pairing, what the desk tells them,
 * and how they are. */
#include "api/screens.h"

#include "api/attendees.h"
#include "api/callers.h"
#include "api/fleet.h"
#include "api/handlers.h"
#include "api/qr.h"
#include "api/secret.h"
#include "base/instant.h"
#include "base/rate.h"
#include "event/screens.h"

#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static enum status wrong(const char *what, struct err *err)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s", what);
}

/* --- what a screen says of itself ------------------------------------------ */

static enum status read_size(const cJSON *size, struct screen_report *ret, struct err *err)
{
	int64_t side[2];
	if (!size)
		return STATUS_OK;
	if (!cJSON_IsArray(size) || cJSON_GetArraySize(size) != 2)
		return wrong("size: must be [width, height]", err);
	for (int i = 0; i < 2; i++)
		if (!json_int(cJSON_GetArrayItem(size, i), 1, MAX_SCREEN_PIXELS, &side[i]))
			return wrong("size: must be two whole numbers of pixels", err);
	ret->width = (int)side[0];
	ret->height = (int)side[1];
	return STATUS_OK;
}

/* Of both bodies: size and version. */
static enum status read_device(const cJSON *body, struct screen_report *ret, struct err *err)
{
	const cJSON *version = json_get(body, "version");
	const char *text = cJSON_GetStringValue(version);
	if (version && (!text || strlen(text) > MAX_ID))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"version: must be a text of at most %d bytes", MAX_ID);
	g_strlcpy(ret->version, text ? text : "", sizeof ret->version);
	return read_size(json_get(body, "size"), ret, err);
}

static enum status read_shows(const cJSON *shows, struct screen_report *ret, struct err *err)
{
	const cJSON *member;
	struct buf json = BUF_INIT(MAX_SHOWS_BYTES + 1);
	if (!shows)
		return STATUS_OK;
	if (!cJSON_IsObject(shows))
		return wrong("shows: must be an object such as {\"board\":\"lobby\"}", err);
	cJSON_ArrayForEach(member, shows)
		if (!cJSON_IsString(member) && !cJSON_IsNull(member))
			return wrong("shows: must hold texts alone", err);
	json_write(shows, &json);
	bool fits = !json.failed && json.len <= MAX_SHOWS_BYTES;
	if (fits)
		g_strlcpy(ret->shows, json.data, sizeof ret->shows);
	buf_clear(&json);
	return fits ? STATUS_OK : wrong("shows: is too long", err);
}

static bool is_of_status(const char *name)
{
	static const char *const names[] = {"shows", "seq", "drift_ms", "size", "version"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static enum status read_status(struct app *app, const cJSON *body, struct screen_report *ret, struct err *err)
{
	int64_t seq = 0, head = snapshot_head(app->snapshot);
	const cJSON *drift = json_get(body, "drift_ms"), *member;
	cJSON_ArrayForEach(member, body)
		if (!is_of_status(member->string))
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_field", "%.*s is not known here",
				MAX_ID, member->string);
	if (json_get(body, "seq") && !json_int(json_get(body, "seq"), 0, INT64_C(1) << 53, &seq))
		return wrong("seq: must be a whole number", err);
	if (drift && (!cJSON_IsNumber(drift) || !isfinite(drift->valuedouble)))
		return wrong("drift_ms: must be a number", err);
	ret->lag = !json_get(body, "seq") ? -1 : seq < head ? head - seq : 0;
	ret->has_drift = drift != NULL;
	ret->drift_ms = drift ? drift->valuedouble : 0;
	ret->seen_at = machine_ms();
	enum status st = read_shows(json_get(body, "shows"), ret, err);
	return st == STATUS_OK ? read_device(body, ret, err) : st;
}

/* Not a write of the house's: nothing of it reaches the disk. */
void put_screen_status(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	size_t len;
	struct err err;
	cJSON *body = NULL;
	struct screen_report report = {0};
	const char *bytes = request_body(req, &len);
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &body, &err);
	if (st == STATUS_OK && !cJSON_IsObject(body))
		st = err_set(&err, STATUS_INVALID, "invalid_body", "the body must be a JSON object");
	if (st == STATUS_OK)
		st = read_status(app, body, &report, &err);
	cJSON_Delete(body);
	if (st != STATUS_OK) {
		request_problem(req, &err);
		return;
	}
	fleet_report(app->fleet, caller->id, &report, monotonic_ms());
	struct buf out = BUF_INIT(64);
	buf_addf(&out, "{\"seq\":%" PRId64 "}", snapshot_head(app->snapshot));
	request_reply_json(req, 200, &out);
}

/* --- the list ------------------------------------------------------------- */

struct listing {
	struct app *app;
	struct buf *out;
	int64_t now_ms;
	bool any;
};

static void write_report(const struct screen_report *r, struct buf *out)
{
	char at[INSTANT_TEXT];
	if (!r) {
		buf_add_str(out,
			"\"last_seen\":null,\"shows\":null,\"seq_lag\":null,\"drift_ms\":null,\"size\":null,\"version\":null}");
		return;
	}
	instant_format(r->seen_at, at);
	buf_addf(out, "\"last_seen\":\"%s\",\"shows\":%s,\"seq_lag\":", at, *r->shows ? r->shows : "null");
	buf_addf(out, r->lag < 0 ? "null" : "%" PRId64, r->lag);
	buf_addf(out, r->has_drift ? ",\"drift_ms\":%.17g" : ",\"drift_ms\":null", r->drift_ms);
	buf_addf(out, r->width ? ",\"size\":[%d,%d]" : ",\"size\":null", r->width, r->height);
	buf_add_str(out, ",\"version\":");
	if (*r->version)
		buf_add_json(out, r->version);
	else
		buf_add_str(out, "null");
	buf_add_char(out, '}');
}

static void list_screen(void *ctx, const cJSON *row)
{
	struct listing *l = ctx;
	const char *id = row_str(row, "id");
	bool locked = cJSON_IsTrue(json_get(row, "locked"));
	bool silent = fleet_is_silent(l->app->fleet, id, l->now_ms);
	const struct screen_report *report = fleet_find(l->app->fleet, id);
	if (l->any)
		buf_add_char(l->out, ',');
	l->any = true;
	row_render(&resource_screens, row, l->out);
	l->out->data[l->out->len - 1] = ','; /* the brace: there is more of it */
	buf_addf(l->out, "\"online\":%s,\"silent\":%s,", !locked && !silent && report ? "true" : "false",
		!locked && silent ? "true" : "false");
	write_report(report, l->out);
}

void get_screens(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	char now[INSTANT_TEXT];
	struct err err;
	struct buf out = BUF_INIT(MAX_ANSWER);
	struct listing l = {app, &out, monotonic_ms(), false};
	instant_format(machine_ms(), now);
	buf_addf(&out, "{\"now\":\"%s\",\"screens\":[", now);
	rows_each(app->reader, &resource_screens, list_screen, &l, "ORDER BY paired_at, id", "");
	buf_add_str(&out, "]}");
	if (db_status(app->reader, &err) == STATUS_OK) {
		request_reply_json(req, 200, &out);
	} else {
		db_recover(app->reader);
		request_problem(req, &err);
	}
	buf_clear(&out);
}

void screens_metrics(struct app *app, struct buf *out)
{
	int64_t now_ms = monotonic_ms();
	size_t online = 0, silent = 0;
	struct err err;
	GPtrArray *ids = db_texts(app->reader, "SELECT id FROM screens WHERE locked = 0 ORDER BY id", "");
	buf_add_str(out,
		"# HELP madang_screen_last_seen_seconds Since a paired screen has said how it is.\n"
		"# TYPE madang_screen_last_seen_seconds gauge\n");
	for (size_t i = 0; i < ids->len; i++) {
		const char *id = ids->pdata[i];
		bool is_silent = fleet_is_silent(app->fleet, id, now_ms);
		silent += is_silent;
		online += !is_silent && fleet_find(app->fleet, id);
		buf_addf(out, "madang_screen_last_seen_seconds{screen=\"%s\"} %.3f\n", id,
			(double)fleet_quiet_ms(app->fleet, id, now_ms) / 1e3);
	}
	g_ptr_array_unref(ids);
	buf_addf(out,
		"# HELP madang_screens Screens: paired ones that report, or have stopped to, and those that wait.\n"
		"# TYPE madang_screens gauge\n"
		"madang_screens{state=\"online\"} %zu\nmadang_screens{state=\"silent\"} %zu\n"
		"madang_screens{state=\"unpaired\"} %" PRId64 "\n",
		online, silent, screens_waiting(app->reader, machine_ms()));
	if (db_status(app->reader, &err) != STATUS_OK)
		db_recover(app->reader);
}

/* --- asking for a code ------------------------------------------------------ */

static bool screen_lives(struct db *db, const char *hash)
{
	return screen_token_lives(db, hash);
}

static void add_member(struct call *c, const char *name, const char *text)
{
	cJSON *value = cJSON_CreateString(text);
	answer_member(&c->answer, name, value);
	cJSON_Delete(value);
}

/* What the QR code leads to is the code's page at the desk. */
static void reveal_screen(struct call *c, struct request *req)
{
	char path[64], address[MAX_QR_TEXT], code[SCREEN_CODE_TEXT] = "";
	struct buf picture = BUF_INIT(MAX_ANSWER);
	cJSON *answer = cJSON_ParseWithLength(c->answer.data, c->answer.len);
	screen_code_read(json_str(answer, "code"), code);
	cJSON_Delete(answer);
	snprintf(path, sizeof path, "/organiser/#/screens/pair/%s", code);
	bool drawn = qr_address(c->app, req, path, address, sizeof address) && qr_draw(address, &picture);
	add_member(c, "path", path);
	add_member(c, "qr", drawn ? picture.data : "");
	secret_token.reveal(c, req);
	buf_clear(&picture);
}

static const struct secret_rule secret_screen = {screen_lives, reveal_screen};

/* The cookie is one for all roles: who opens the kiosk in a browser that is
 * signed in must not lose what it is. */
static enum status admit_screen(struct call *c, struct request *req, struct err *err)
{
	const struct caller *caller = &c->caller;
	char address[ADDRESS_TEXT];
	bool by_cookie = !request_header(req, HEADER_AUTHORIZATION);
	if (by_cookie && caller->role & ~(unsigned)(ROLE_ANYONE | ROLE_SCREEN))
		return err_set(err, STATUS_CONFLICT, "signed_in",
			"this browser is signed in already: a screen needs one of its own");
	bool known = caller->role == ROLE_SCREEN && screen_is_known(c->app->reader, caller->id);
	db_recover(c->app->reader); /* if that failed, the writer will say so */
	request_address(req, address);
	int64_t wait_ms = rate_take(c->app->screen_rate, known ? caller->id : address, monotonic_ms());
	return wait_ms ? refuse_too_many(wait_ms, err) : STATUS_OK;
}

static enum status ask(struct call *c, struct edit *e, struct err *err)
{
	char code[SCREEN_CODE_SHOWN], until[INSTANT_TEXT];
	struct screen_key key;
	struct screen_report report = {0};
	const char *id = c->caller.role == ROLE_SCREEN ? c->caller.id : NULL;
	if (call_members(c, "size version", err) != STATUS_OK ||
		read_device(c->body, &report, err) != STATUS_OK ||
		screen_ask(e->txn, c->secret, id, machine_ms(), &key, err) != STATUS_OK)
		return err->status;
	screen_code_show(key.code, code);
	instant_format(key.until, until);
	cJSON *extra = cJSON_CreateObject();
	cJSON_AddStringToObject(extra, "id", key.id);
	cJSON_AddStringToObject(extra, "code", code);
	cJSON_AddStringToObject(extra, "code_until", until);
	call_answer_json(c, extra);
	return STATUS_OK;
}

static void settle_screen(struct call *c)
{
	struct screen_report report = {.lag = -1, .seen_at = machine_ms()};
	struct err err;
	const char *id = json_str(c->extra, "id");
	if (c->job.status == STATUS_OK && id && read_device(c->body, &report, &err) == STATUS_OK)
		fleet_report(c->app->fleet, id, &report, monotonic_ms());
}

const struct write_rule post_screen = {
	.run = ask,
	.body = BODY_JSON,
	.what = "screens.post",
	.created = 201,
	.secret = &secret_screen,
	.cookie = COOKIE_SET,
	.admit = admit_screen,
	.settle = settle_screen,
};

/* --- pairing, and what the desk tells them ----------------------------------- */

/* Only codes that no screen shows are counted: the others are the work. */
static enum status admit_pair(struct call *c, struct request *req, struct err *err)
{
	char code[SCREEN_CODE_TEXT];
	const char *text = json_str(c->body, "code");
	bool shown = text && screen_code_read(text, code) &&
		screen_code_is_shown(c->app->reader, code, machine_ms());
	db_recover(c->app->reader); /* if that failed, the writer will say so */
	if (shown)
		return STATUS_OK;
	int64_t wait_ms = rate_take(c->app->code_rate, c->caller.id, monotonic_ms());
	return wait_ms ? refuse_too_many(wait_ms, err) : STATUS_OK;
}

static enum status pair(struct call *c, struct edit *e, struct err *err)
{
	char id[RANDOM_ID_TEXT];
	enum status st = screen_pair(e, c->body, machine_ms(), id, err);
	if (st == STATUS_OK) {
		call_answer_document(c, &resource_screens, id);
	} else if (st == STATUS_CONFLICT && *id) {
		struct buf document = BUF_INIT(MAX_ANSWER);
		document_render(e->txn->db, "screens", id, &document);
		call_problem_member(c, "document", document.data);
		buf_clear(&document);
	}
	return st;
}

static enum status change(struct call *c, struct edit *e, struct err *err)
{
	enum status st = screen_change(e, c->params.value[0], c->body, err);
	if (st == STATUS_OK)
		call_answer_document(c, &resource_screens, c->params.value[0]);
	return st;
}

static enum status lock_out(struct call *c, struct edit *e, struct err *err)
{
	return screen_lock_out(e, c->params.value[0], err);
}

static enum status signalled(struct call *c, struct edit *e, enum status st)
{
	if (st != STATUS_OK)
		return st;
	txn_why(e->txn, c->rule->what);
	call_answer_document(c, &resource_screens, c->params.value[0]);
	return STATUS_OK;
}

static enum status identify(struct call *c, struct edit *e, struct err *err)
{
	int64_t until = e->txn->now + (int64_t)(SCREEN_IDENTIFY_MS * c->app->clock.rate);
	return signalled(c, e, screen_identify(e->txn, c->params.value[0], until, err));
}

static enum status reload(struct call *c, struct edit *e, struct err *err)
{
	return signalled(c, e, screen_reload(e->txn, c->params.value[0], err));
}

const struct write_rule post_pair = {
	.run = pair, .body = BODY_JSON, .what = "screens.pair", .created = 201, .admit = admit_pair};
const struct write_rule patch_screen = {change, BODY_JSON, "screens.patch", &resource_screens};
const struct write_rule delete_screen = {lock_out, BODY_NONE, "screens.delete", &resource_screens};
const struct write_rule post_identify = {identify, BODY_NONE, "screens.identify", &resource_screens};
const struct write_rule post_reload = {reload, BODY_NONE, "screens.reload", &resource_screens};

/* --- what follows from a change ---------------------------------------------- */

static bool is_let_in(const char *json, size_t len)
{
	cJSON *document = json ? cJSON_ParseWithLength(json, len) : NULL;
	bool let_in = document && !cJSON_IsTrue(json_get(document, "locked"));
	cJSON_Delete(document);
	return let_in;
}

static void follow(struct app *app, const struct change_doc *d)
{
	size_t len;
	const char *before = snapshot_get(app->snapshot, "screens", d->id, &len);
	bool was = is_let_in(before, len), is = is_let_in(d->json, d->json ? strlen(d->json) : 0);
	if (is && !was)
		fleet_expect(app->fleet, d->id, monotonic_ms());
	if (!was || is)
		return;
	callers_clear(app->callers);
	hub_end_owner(app->hub, d->id);
	if (!d->json)
		fleet_forget(app->fleet, d->id);
}

void screens_follow(struct app *app, const struct change *change)
{
	for (size_t i = 0; i < change->count; i++)
		if (!change->docs[i].owner && strcmp(change->docs[i].collection, "screens") == 0)
			follow(app, &change->docs[i]);
}
