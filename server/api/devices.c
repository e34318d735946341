/* Devices: signing one in by a link, be it an attendee's next one, a host's, a
 * screen's or an organiser's; signing this one out. */
#include "api/attendees.h"
#include "api/callers.h"
#include "api/handlers.h"
#include "api/qr.h"
#include "api/secret.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/rate.h"
#include "event/hosts.h"
#include "event/links.h"
#include "event/members.h"

#include <stdio.h>
#include <string.h>

/* --- whose ---------------------------------------------------------------- */

/* An attendee's name is no part of the token: `GET /me` says it. */
void get_caller(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	const char *role = caller_role(caller);
	bool has_name = role && strcmp(role, "attendee") != 0;
	cJSON *answer = cJSON_CreateObject();
	struct buf out = BUF_INIT(MAX_ANSWER);
	cJSON_AddItemToObject(answer, "role", role ? cJSON_CreateString(role) : cJSON_CreateNull());
	cJSON_AddItemToObject(
		answer, "name", has_name ? cJSON_CreateString(caller->name) : cJSON_CreateNull());
	json_write(answer, &out);
	cJSON_Delete(answer);
	request_reply_json(req, 200, &out);
}

/* --- the link ------------------------------------------------------------ */

static bool link_lives(struct db *db, const char *hash)
{
	return link_waits(db, hash, machine_ms());
}

static void add_member(struct call *c, const char *name, const char *text)
{
	cJSON *value = cJSON_CreateString(text);
	answer_member(&c->answer, name, value);
	cJSON_Delete(value);
}

static const struct {
	const char *role, *page;
} pages[] = {
	{"host", "/host/"}, {"screen", "/kiosk/"}, {"steward", "/organiser/"}, {"organiser", "/organiser/"}};

/* The page that signs this role in; NULL: the role is none that links are made for. */
static const char *page_of(const char *role)
{
	for (size_t i = 0; role && i < sizeof pages / sizeof *pages; i++)
		if (strcmp(pages[i].role, role) == 0)
			return pages[i].page;
	return NULL;
}

static void reveal_link(struct call *c, struct request *req)
{
	char path[RANDOM_ID_TEXT + 32], address[MAX_QR_TEXT];
	struct buf picture = BUF_INIT(MAX_ANSWER);
	const char *page = page_of(json_str(c->body, "role"));
	snprintf(path, sizeof path, "%s#sign-in/%s", page ? page : "/", c->secret);
	add_member(c, "code", c->secret);
	add_member(c, "path", path);
	bool drawn = qr_address(c->app, req, path, address, sizeof address) && qr_draw(address, &picture);
	add_member(c, "qr", drawn ? picture.data : "");
	buf_clear(&picture);
}

static const struct secret_rule secret_link = {link_lives, reveal_link};

static enum status add_link(struct call *c, struct txn *txn, const struct link *link, struct err *err)
{
	int64_t until;
	enum status st = link_add(txn, link, c->secret, machine_ms(), &until, err);
	if (st != STATUS_OK)
		return st;
	char text[INSTANT_TEXT];
	instant_format(until, text);
	cJSON *extra = cJSON_CreateObject();
	cJSON_AddStringToObject(extra, "until", text);
	call_answer_json(c, extra);
	return STATUS_OK;
}

static enum status add_my_link(struct call *c, struct edit *e, struct err *err)
{
	struct link link = {.role = "attendee", .name = "attendee"};
	snprintf(link.attendee, sizeof link.attendee, "%s", c->caller.id);
	return add_link(c, e->txn, &link, err);
}

static enum status read_link(const struct call *c, struct db *db, struct link *ret, struct err *err)
{
	const char *role = json_str(c->body, "role"), *person = json_str(c->body, "person");
	const char *name = json_str(c->body, "name");
	if (call_members(c, "role person name", err) != STATUS_OK)
		return err->status;
	if (!page_of(role))
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "role: host|screen|steward|organiser");
	bool is_host = strcmp(role, "host") == 0;
	if (is_host ? !person || !*person || strlen(person) > MAX_ID : json_get(c->body, "person") != NULL)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"person: the id of whom the link of a host is for, and of no other link");
	if (json_get(c->body, "name") && (!name || !*name || strlen(name) > MAX_ID))
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "name: must have 1 to %d bytes", MAX_ID);
	snprintf(ret->role, sizeof ret->role, "%s", role);
	snprintf(ret->person, sizeof ret->person, "%s", is_host ? person : "");
	if (name || !is_host || !person_name(db, person, ret->name, sizeof ret->name))
		snprintf(ret->name, sizeof ret->name, "%s", name ? name : role);
	return STATUS_OK;
}

static enum status add_desk_link(struct call *c, struct edit *e, struct err *err)
{
	struct link link = {0};
	enum status st = read_link(c, e->txn->db, &link, err);
	return st == STATUS_OK ? add_link(c, e->txn, &link, err) : st;
}

static enum status end_host(struct call *c, struct edit *e, struct err *err)
{
	return host_end(e->txn, c->params.value[0], err);
}

/* --- signing in and out -------------------------------------------------- */

/* Only codes that are none are counted, and one that is known always passes: a
 * hostile phone at the venue must not lock out those behind the same address.
 * Guessing 128 bits is hopeless anyway; this keeps the guesses off the writer. */
static enum status admit_sign_in(struct call *c, struct request *req, struct err *err)
{
	char hash[SHA256_HEX];
	const char *code = json_str(c->body, "code");
	if (!code)
		return STATUS_OK; /* the rule says what is wrong */
	sha256_hex(code, strlen(code), hash);
	if (link_lives(c->app->reader, hash))
		return STATUS_OK;
	db_recover(c->app->reader); /* if that failed, the writer will say so */
	request_address(req, c->address);
	int64_t wait_ms = rate_take(c->app->link_rate, c->address, monotonic_ms());
	return wait_ms ? refuse_too_many(wait_ms, err) : STATUS_OK;
}

static void settle_sign_in(struct call *c)
{
	if (c->job.status != STATUS_OK)
		return;
	/* It was the answer asked for again, not a guess. */
	if (*c->address)
		rate_give_back(c->app->link_rate, c->address, monotonic_ms());
	callers_clear(c->app->callers); /* a host's other devices are a host's, too */
}

/* A host is who opens the link, if that is somebody already. */
static enum status add_token(struct call *c, struct txn *txn, const struct link *link, struct err *err)
{
	const char *opens = c->caller.role & ROLE_ATTENDEE ? c->caller.id : NULL;
	char id[RANDOM_ID_TEXT];
	snprintf(c->attendee, sizeof c->attendee, "%s", link->attendee);
	if (*link->person && host_attendee(txn, link->person, opens, c->attendee, err) != STATUS_OK)
		return err->status;
	if (!*c->attendee)
		return token_add_member(txn, c->secret, link->role, link->name, INT64_MAX, id, err);
	token_add_for(txn->db, c->secret, c->attendee, link->name, txn->now, INT64_MAX);
	return db_status(txn->db, err);
}

static void answer_signed_in(struct call *c, struct db *db, const struct link *link)
{
	const char *role = link->role;
	if (*c->attendee) {
		answer_attendee(c, db, c->attendee);
		role = json_str(c->extra, "person") ? "host" : "attendee";
	} else {
		call_answer_json(c, cJSON_CreateObject());
		cJSON_AddStringToObject(c->extra, "name", link->name);
	}
	cJSON_AddStringToObject(c->extra, "role", role);
}

static enum status sign_in(struct call *c, struct edit *e, struct err *err)
{
	struct link link;
	struct txn *txn = e->txn;
	const char *code = json_str(c->body, "code");
	if (call_members(c, "code", err) != STATUS_OK)
		return err->status;
	if (!code)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "code: must be a text");
	enum status st = link_open(txn, code, machine_ms(), &link, err);
	if (st == STATUS_OK)
		st = add_token(c, txn, &link, err);
	if (st == STATUS_OK)
		answer_signed_in(c, txn->db, &link);
	return st;
}

static enum status sign_out(struct call *c, struct edit *e, struct err *err)
{
	member_touch(e->txn, c->caller.token);
	token_end(e->txn->db, c->caller.token);
	return db_status(e->txn->db, err);
}

/* Who was the host asks for its guests no more. */
static void settle_end_host(struct call *c)
{
	callers_clear(c->app->callers);
}

const struct write_rule post_link = {
	.run = add_my_link, .body = BODY_NONE, .what = "links.post", .created = 201, .secret = &secret_link};
const struct write_rule post_desk_link = {.run = add_desk_link,
	.body = BODY_JSON,
	.what = "desk_links.post",
	.created = 201,
	.secret = &secret_link};
const struct write_rule delete_host = {
	.run = end_host, .body = BODY_NONE, .what = "hosts.delete", .settle = settle_end_host};
const struct write_rule post_sign_in = {
	.run = sign_in,
	.body = BODY_JSON,
	.what = "sign_in",
	.created = 201,
	.secret = &secret_token,
	.cookie = COOKIE_SET,
	.admit = admit_sign_in,
	.settle = settle_sign_in,
};
/* The sockets of this device hear nothing of their owner's any more; those of
 * the desk nothing at all. */
static void settle_sign_out(struct call *c)
{
	if (c->job.status == STATUS_OK && c->caller.role & ROLE_ATTENDEE)
		hub_sign_out(c->app->hub, c->caller.id, c->caller.token);
	else if (c->job.status == STATUS_OK)
		hub_end(c->app->hub, c->caller.token);
	callers_clear(c->app->callers);
}

/* Of this no answer is kept either: asked again, the token is not known. */
const struct write_rule post_sign_out = {
	.run = sign_out,
	.body = BODY_NONE,
	.what = "sign_out",
	.cookie = COOKIE_CLEARED,
	.unkept = true,
	.settle = settle_sign_out,
};
