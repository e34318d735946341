#include "api/secret.h"

#include "base/hash.h"
#include "base/log.h"
#include "event/attendees.h"
#include "event/clash.h"
#include "event/meetups.h"
#include "event/stars.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

/* --- the answer ---------------------------------------------------------- */

void call_answer_document(struct call *c, const struct resource *r, const char *id)
{
	c->document = r;
	g_strlcpy(c->document_id, id, sizeof c->document_id);
	c->with_clashes = r == &resource_sessions;
}

void call_answer_json(struct call *c, cJSON *extra)
{
	cJSON_Delete(c->extra);
	c->extra = extra;
}

enum status call_members(const struct call *c, const char *known, struct err *err)
{
	const cJSON *member;
	cJSON_ArrayForEach(member, c->body) {
		bool found = false;
		char **names = g_strsplit(known, " ", -1);
		for (char **name = names; *name && !found; name++)
			found = strcmp(*name, member->string) == 0;
		g_strfreev(names);
		if (!found)
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_field", "%s is not known here",
				member->string);
	}
	return STATUS_OK;
}

void call_problem_member(struct call *c, const char *name, const char *json)
{
	if (!c->problem)
		c->problem = g_string_new(NULL);
	g_string_append_printf(c->problem, ",\"%s\":%s", name, json);
}

/* Goes on with the object that ends `out`: its brace is taken back. */
static void reopen_object(struct buf *out)
{
	if (out->len && out->data[out->len - 1] == '}')
		out->data[--out->len] = '\0';
	if (out->len > 1)
		buf_add_char(out, ',');
	else if (out->len == 0)
		buf_add_char(out, '{');
}

void answer_member(struct buf *out, const char *name, const cJSON *value)
{
	reopen_object(out);
	buf_add_json(out, name);
	buf_add_char(out, ':');
	json_write(value, out);
	buf_add_char(out, '}');
}

static void write_answer(struct call *c, struct txn *txn, int64_t action)
{
	struct buf *out = &c->answer;
	if (c->rule->compose)
		c->rule->compose(c, txn->db);
	else if (c->document)
		document_render(txn->db, c->document->collection, c->document_id, out);
	const cJSON *member;
	cJSON_ArrayForEach(member, c->extra)
		answer_member(out, member->string, member);
	if (c->with_clashes && !c->clashes)
		c->clashes = clashes_of(txn->db, c->document_id);
	if (c->clashes)
		answer_member(out, "clashes", c->clashes);
	reopen_object(out);
	buf_addf(out, "\"seq\":%" PRId64, txn_touched_any(txn) ? txn->seq : txn->seq - 1);
	if (action)
		buf_addf(out, ",\"action\":\"%" PRId64 "\"", action);
	buf_add_char(out, '}');
}

/* --- the writer's part --------------------------------------------------- */

/* The first answer told a secret: it is made anew, if it is still one. */
static enum status recall(struct call *c, struct db *db, const char *salt, struct err *err)
{
	char hash[SHA256_HEX];
	if (!c->rule->secret)
		return STATUS_OK;
	secret_make(c, salt);
	sha256_hex(c->secret, strlen(c->secret), hash);
	if (c->rule->secret->lives(db, hash))
		return STATUS_OK;
	return err_set(err, STATUS_NOT_FOUND, "not_found", "what was made with this key has ended since");
}

/* The answer that this key got before: true, or an error, or neither. */
static bool find_answer(struct call *c, struct db *db, enum status *ret_status, struct err *err)
{
	struct stmt *s =
		db_query(db, "SELECT request, status, body, salt FROM answers WHERE caller = ?1 AND key = ?2",
			"ss", c->caller.id, c->key_hash);
	bool found = stmt_row(s);
	*ret_status = STATUS_OK;
	if (found && strcmp(stmt_text(s, 0), c->fingerprint) != 0) {
		*ret_status = err_set(err, STATUS_UNPROCESSABLE, "key_reused",
			"this Idempotency-Key was used for another request");
	} else if (found) {
		c->http_status = (int)stmt_int(s, 1);
		buf_add_str(&c->answer, stmt_text(s, 2));
		*ret_status = recall(c, db, stmt_text(s, 3), err);
	}
	stmt_end(s);
	return found;
}

/* One answer in 256 takes those along that are too old. */
static bool is_pruned_by(const char *key_hash)
{
	return strncmp(key_hash, "00", 2) == 0;
}

static void keep_answer(struct call *c, struct txn *txn)
{
	/* Of somebody who has deleted themselves since they asked, nothing is kept. */
	if (c->caller.role & ROLE_ATTENDEE && attendee_revision(txn->db, c->caller.id) == 0)
		return;
	db_run(txn->db,
		"INSERT INTO answers (caller, key, request, status, body, at, attendee, salt) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
		"sssisiss", c->caller.id, c->key_hash, c->fingerprint, (int64_t)c->http_status,
		c->answer.data, txn->now, *c->attendee ? c->attendee : NULL, *c->salt ? c->salt : NULL);
	if (is_pruned_by(c->key_hash))
		db_run(txn->db, "DELETE FROM answers WHERE at < ?1", "i",
			txn->now - MAX_IDEMPOTENCY_HOURS * INT64_C(3600000));
}

enum status call_revision(
	struct call *c, const char *what, int64_t rev, const char *document, struct err *err)
{
	char etag[32];
	g_snprintf(etag, sizeof etag, "\"%" PRId64 "\"", rev);
	if (!c->if_match || etag_in(c->if_match, etag))
		return STATUS_OK;
	call_problem_member(c, "document", document);
	return err_set(err, STATUS_CHANGED, "changed_meanwhile", "%s is at revision %s now", what, etag);
}

/* The row that If-Match is about, owned: as it was before the edit began, so
 * that of several changes made as one each is compared with what its author saw. */
static cJSON *row_matched(const struct edit *e, const struct resource *r, const char *id)
{
	const cJSON *kept = edit_kept(e, r, id);
	return kept ? cJSON_Duplicate(json_get(kept, "row"), true) : row_load(e->txn->db, r, id);
}

static enum status check_revision(struct call *c, const struct edit *e, struct err *err)
{
	const struct resource *r = c->rule->resource;
	if (!c->if_match || !r)
		return STATUS_OK;
	const char *id =
		*c->params.value[0] ? c->params.value[0] : "main"; /* the event has no id in its path */
	cJSON *row = row_matched(e, r, id);
	if (!row)
		return STATUS_OK; /* the rule answers 404 */
	struct buf document = BUF_INIT(SIZE_MAX / 2);
	char *what = g_strconcat(r->collection, "/", id, NULL);
	row_render(r, row, &document);
	enum status st = call_revision(c, what, row_int(row, "rev", 0), document.data, err);
	g_free(what);
	buf_clear(&document);
	cJSON_Delete(row);
	return st;
}

enum status call_run_part(struct call *part, struct edit *e, struct err *err)
{
	enum status st = check_revision(part, e, err);
	return st == STATUS_OK ? part->rule->run(part, e, err) : st;
}

/* The ids of the sessions that the edit has changed so far. */
static cJSON *sessions_touched(const struct edit *e)
{
	cJSON *ids = cJSON_CreateArray();
	const cJSON *kept;
	cJSON_ArrayForEach(kept, e->before)
		if (strcmp(row_str(kept, "collection"), "sessions") == 0)
			cJSON_AddItemToArray(ids, cJSON_CreateString(row_str(kept, "id")));
	return ids;
}

void call_answer_clashes(struct call *c, const struct edit *e)
{
	cJSON *ids = sessions_touched(e);
	cJSON_Delete(c->clashes);
	c->clashes = clashes_among(e->txn->db, ids);
	cJSON_Delete(ids);
}

/* How many attendees have a star on a session that the write touches. */
static int64_t stars_touched(const struct edit *e)
{
	cJSON *ids = sessions_touched(e);
	struct buf json = BUF_INIT(SIZE_MAX / 2);
	json_write(ids, &json);
	int64_t count = stars_reach(e->txn->db, json.data);
	buf_clear(&json);
	cJSON_Delete(ids);
	return count;
}

/* What a preview tells of the rows: which documents, which rooms, whose stars.
 * The loop adds whom it reaches. */
static void note_reach(struct call *c, const struct edit *e)
{
	cJSON *documents = cJSON_CreateArray(), *rooms = cJSON_CreateArray();
	const cJSON *kept;
	cJSON_ArrayForEach(kept, e->before) {
		const char *collection = row_str(kept, "collection"), *id = row_str(kept, "id");
		char *name = g_strconcat(collection, "/", id, NULL);
		cJSON_AddItemToArray(documents, cJSON_CreateString(name));
		g_free(name);
		cJSON *now = row_load(e->txn->db, resource_find(collection), id);
		const char *places[] = {
			strcmp(collection, "rooms") == 0 ? id : NULL,
			row_str(json_get(kept, "row"), "room"),
			row_str(now, "room"),
		};
		for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
			if (places[i])
				cJSON_AddItemToArray(rooms, cJSON_CreateString(places[i]));
		cJSON_Delete(now);
	}
	cJSON *reach = cJSON_CreateObject();
	cJSON_AddItemToObject(reach, "documents", documents);
	cJSON_AddItemToObject(reach, "rooms", rooms);
	if (!c->clashes)
		c->clashes = c->with_clashes ? clashes_of(e->txn->db, c->document_id) : cJSON_CreateArray();
	cJSON_AddItemToObject(reach, "clashes", c->clashes);
	c->clashes = NULL;
	cJSON_AddNumberToObject(reach, "stars", (double)stars_touched(e));
	cJSON_AddNumberToObject(reach, "bookings", (double)meetups_reach(e));
	call_answer_json(c, reach);
}

static enum status run_rule(struct call *c, struct txn *txn, struct err *err)
{
	struct edit e;
	int64_t action = 0;
	edit_begin(&e, txn, c->caller.name, c->rule->what);
	enum status st = call_run_part(c, &e, err);
	if (st == STATUS_OK && c->preview)
		st = meetups_follow(&e, err);
	if (st != STATUS_OK || c->preview || c->roll_back) {
		if (st == STATUS_OK && c->preview)
			note_reach(c, &e);
		edit_abandon(&e);
		return st;
	}
	st = edit_finish(&e, &action, err);
	if (st == STATUS_OK)
		write_answer(c, txn, action);
	return st;
}

static enum status run_call(struct job *job, struct txn *txn, struct err *err)
{
	struct call *c = (struct call *)job;
	enum status st = STATUS_OK;
	bool keeps = c->key && !c->preview && !c->rule->unkept;
	if (keeps && find_answer(c, txn->db, &st, err))
		return st;
	if (c->rule->secret)
		secret_make(c, NULL);
	c->http_status = c->rule->created ? c->rule->created : 200;
	st = run_rule(c, txn, err);
	if (st != STATUS_OK)
		return st;
	if (c->preview || c->roll_back)
		return STATUS_ROLLED_BACK;
	if (c->answer.failed)
		return err_set(err, STATUS_INTERNAL, "internal", "the answer is too large");
	if (keeps)
		keep_answer(c, txn);
	return STATUS_OK;
}

/* --- the loop's part ----------------------------------------------------- */

void call_clear(struct call *c)
{
	cJSON_Delete(c->body);
	cJSON_Delete(c->extra);
	cJSON_Delete(c->clashes);
	g_clear_pointer(&c->parts, g_array_unref);
	g_free(c->raw);
	g_free(c->if_match);
	g_free(c->key);
	g_free(c->query_tz);
	g_free(c->query_columns);
	g_free(c->query_confirm);
	g_free(c->query_dry_run);
	if (c->problem)
		g_string_free(c->problem, TRUE);
	buf_clear(&c->answer);
}

static void call_free(struct call *c)
{
	call_clear(c);
	g_free(c);
}

static size_t screens_reached(struct hub *hub, const cJSON *rooms)
{
	size_t n = hub_count(hub, HUB_SCREEN, NULL, NULL) - hub_count(hub, HUB_SCREEN, "door", NULL);
	for (const cJSON *room = rooms->child; room; room = room->next) {
		bool again = false;
		for (const cJSON *before = rooms->child; before != room; before = before->next)
			again = again || strcmp(before->valuestring, room->valuestring) == 0;
		n += again ? 0 : hub_count(hub, HUB_SCREEN, "door", room->valuestring);
	}
	return n;
}

static void answer_preview(struct call *c, struct request *req)
{
	struct hub *hub = c->app->hub;
	bool any = json_get(c->extra, "documents")->child != NULL;
	cJSON *rooms = cJSON_DetachItemFromObject(c->extra, "rooms");
	cJSON_AddNumberToObject(c->extra, "screens", any ? (double)screens_reached(hub, rooms) : 0);
	cJSON_AddNumberToObject(c->extra, "phones", any ? (double)hub_count(hub, HUB_PHONE, NULL, NULL) : 0);
	cJSON_Delete(rooms);
	json_write(c->extra, &c->answer);
	request_reply_json(req, 200, &c->answer);
}

static void answer_problem(struct call *c, struct request *req)
{
	if (!c->problem) {
		request_problem(req, &c->job.err);
		return;
	}
	struct buf out = BUF_INIT(SIZE_MAX / 2);
	int status = status_http(c->job.status);
	problem_write(&out, status, c->job.err.code, c->job.err.detail);
	out.data[--out.len] = '\0'; /* its brace comes later */
	buf_add(&out, c->problem->str, c->problem->len);
	buf_add_char(&out, '}');
	struct blob *body = blob_create(out.data, out.len);
	request_reply(req,
		&(struct reply){.status = status, .content_type = "application/problem+json", .body = body});
	blob_unref(body);
	buf_clear(&out);
}

enum { COOKIE_S = 400 * 24 * 3600 }; /* browsers keep none for longer (RFC 6265bis, 5.5) */

static void answer_good(struct call *c, struct request *req)
{
	if (c->rule->secret)
		c->rule->secret->reveal(c, req);
	if (c->rule->cookie == COOKIE_KEPT || c->answer.failed) {
		request_reply_json(req, c->http_status, &c->answer);
		return;
	}
	char cookie[RANDOM_ID_TEXT + 120];
	bool set = c->rule->cookie == COOKIE_SET;
	cookie_write(req, set ? c->secret : "", set ? COOKIE_S : 0, cookie, sizeof cookie);
	struct reply_header headers[] = {{"set-cookie", cookie}, {0}};
	struct blob *body = blob_create(c->answer.data, c->answer.len);
	request_reply(req,
		&(struct reply){.status = c->http_status,
			.content_type = "application/json",
			.headers = headers,
			.body = body});
	blob_unref(body);
}

static void answer(struct call *c, struct request *req)
{
	bool rolled_back = c->job.status == STATUS_ROLLED_BACK;
	if (c->job.status == STATUS_OK) {
		answer_good(c, req);
	} else if (rolled_back && c->preview) {
		answer_preview(c, req);
	} else if (rolled_back && c->roll_back) {
		json_write(c->extra, &c->answer);
		request_reply_json(req, 200, &c->answer);
	} else {
		answer_problem(c, req);
	}
}

static void call_done(struct job *job)
{
	struct call *c = (struct call *)job;
	struct app *app = c->app;
	app->write_last_us = monotonic_us() - c->queued_us;
	if (app->write_last_us > app->write_max_us)
		app->write_max_us = app->write_last_us;
	if (job->status == STATUS_OK)
		app->writes_done++;
	else
		app->writes_refused++;
	if (job->status == STATUS_STORAGE || job->status == STATUS_INTERNAL) {
		char quoted[LOG_QUOTED];
		log_event("write_failed", "what=%s detail=%s", c->rule->what,
			log_quote(quoted, job->err.detail));
	}
	if (c->rule->settle)
		c->rule->settle(c);
	struct request *req = request_find(app->server, c->request);
	if (req)
		answer(c, req);
	call_free(c);
}

static void take_fingerprint(struct call *c, struct request *req, const char *bytes, size_t len)
{
	struct buf print = BUF_INIT(SIZE_MAX / 2);
	const char *query[] = {c->query_tz, c->query_columns, c->query_confirm, c->query_dry_run};
	buf_addf(&print, "%s %s", method_name(request_method(req)), request_path(req));
	for (size_t i = 0; i < G_N_ELEMENTS(query); i++)
		buf_addf(&print, "\n%s", query[i] ? query[i] : "");
	buf_add_char(&print, '\n');
	buf_add(&print, bytes, len);
	sha256_hex(print.data, print.len, c->fingerprint);
	buf_clear(&print);
}

static enum status read_body(struct call *c, struct request *req, struct err *err)
{
	size_t len;
	const char *bytes = request_body(req, &len);
	if (c->key)
		take_fingerprint(c, req, bytes, len);
	if (c->rule->body == BODY_RAW) {
		c->raw = g_memdup2(bytes, len);
		c->raw_len = len;
	}
	bool none = c->rule->body == BODY_JSON_IF_ANY && len == 0;
	if (none || c->rule->body == BODY_NONE || c->rule->body == BODY_RAW)
		return STATUS_OK;
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &c->body, err);
	if (st == STATUS_OK && !cJSON_IsObject(c->body))
		return err_set(err, STATUS_INVALID, "invalid_body", "the body must be a JSON object");
	return st;
}

/* Strangers with one key are told apart by where they come from. */
static void name_stranger(struct call *c, struct request *req)
{
	char address[ADDRESS_TEXT];
	request_address(req, address);
	sha256_hex(address, strlen(address), c->caller.id);
}

static enum status read_request(struct call *c, struct request *req, struct err *err)
{
	const char *key = request_header(req, HEADER_IDEMPOTENCY_KEY);
	if (key && (!*key || strlen(key) > MAX_IDEMPOTENCY_KEY))
		return err_set(err, STATUS_INVALID, "invalid_key",
			"Idempotency-Key must have 1 to %d characters", MAX_IDEMPOTENCY_KEY);
	c->key = g_strdup(key);
	if (key)
		sha256_hex(key, strlen(key), c->key_hash);
	if (key && c->caller.role == ROLE_ANYONE)
		name_stranger(c, req);
	c->if_match = g_strdup(request_header(req, HEADER_IF_MATCH));
	c->query_tz = g_strdup(request_query(req, "tz"));
	c->query_columns = g_strdup(request_query(req, "columns"));
	c->query_confirm = g_strdup(request_query(req, "confirm"));
	c->query_dry_run = g_strdup(request_query(req, "dry_run"));
	return read_body(c, req, err);
}

void call_start(struct app *app, struct request *req, const struct write_rule *rule,
	const struct caller *caller, const struct params *params, bool preview)
{
	struct call *c = g_new0(struct call, 1);
	struct err err = {0};
	*c = (struct call){
		.job = {.run = run_call,
			.done = call_done,
			.decides_first = rule->decides_first && !preview,
			.precedes = (caller->role & (ROLE_ORGANISER | ROLE_STEWARD | ROLE_HOST)) != 0},
		.app = app,
		.request = request_id(req),
		.rule = rule,
		.caller = *caller,
		.params = *params,
		.preview = preview,
		.queued_us = monotonic_us(),
		.answer = BUF_INIT(MAX_ANSWER),
	};
	enum status st = read_request(c, req, &err);
	if (st == STATUS_OK && rule->admit && !preview)
		st = rule->admit(c, req, &err);
	if (st == STATUS_OK && !writer_submit(app->writer, &c->job))
		st = err_set(&err, STATUS_BUSY, "busy", "too many writes wait; try again");
	if (st == STATUS_OK)
		return;
	request_problem(req, &err);
	call_free(c);
}
