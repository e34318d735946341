/* An attendee's devices: signing one more in by a link, signing this one out. */
#include "api/attendees.h"
#include "api/callers.h"
#include "api/handlers.h"
#include "api/qr.h"
#include "api/secret.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/rate.h"
#include "event/links.h"

#include <stdio.h>
#include <string.h>

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

static void reveal_link(struct call *c, struct request *req)
{
	char path[RANDOM_ID_TEXT + 16], address[MAX_QR_TEXT];
	struct buf picture = BUF_INIT(MAX_ANSWER);
	snprintf(path, sizeof path, "/#sign-in/%s", c->secret);
	add_member(c, "code", c->secret);
	add_member(c, "path", path);
	bool drawn = qr_address(c->app, req, path, address, sizeof address) && qr_draw(address, &picture);
	add_member(c, "qr", drawn ? picture.data : "");
	buf_clear(&picture);
}

static const struct secret_rule secret_link = {link_lives, reveal_link};

static enum status add_my_link(struct call *c, struct edit *e, struct err *err)
{
	int64_t until;
	enum status st = link_add(e->txn, c->caller.id, c->secret, machine_ms(), &until, err);
	if (st != STATUS_OK)
		return st;
	char text[INSTANT_TEXT];
	instant_format(until, text);
	cJSON *extra = cJSON_CreateObject();
	cJSON_AddStringToObject(extra, "until", text);
	call_answer_json(c, extra);
	return STATUS_OK;
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

/* It was the answer asked for again, not a guess. */
static void settle_sign_in(struct call *c)
{
	if (*c->address && c->job.status == STATUS_OK)
		rate_give_back(c->app->link_rate, c->address, monotonic_ms());
}

static enum status sign_in(struct call *c, struct edit *e, struct err *err)
{
	struct txn *txn = e->txn;
	const char *code = json_str(c->body, "code");
	if (call_members(c, "code", err) != STATUS_OK)
		return err->status;
	if (!code)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "code: must be a text");
	enum status st = link_open(txn, code, machine_ms(), c->attendee, sizeof c->attendee, err);
	if (st != STATUS_OK)
		return st;
	if (token_add_for(txn->db, c->secret, c->attendee, "attendee", txn->now, INT64_MAX) != STATUS_OK)
		return db_status(txn->db, err);
	answer_attendee(c, txn->db, c->attendee);
	return STATUS_OK;
}

static enum status sign_out(struct call *c, struct edit *e, struct err *err)
{
	token_end(e->txn->db, c->caller.token);
	return db_status(e->txn->db, err);
}

const struct write_rule post_link = {
	.run = add_my_link, .body = BODY_NONE, .what = "links.post", .created = 201, .secret = &secret_link};
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
/* The sockets of this device hear nothing of their owner's any more. */
static void settle_sign_out(struct call *c)
{
	if (c->job.status == STATUS_OK)
		hub_sign_out(c->app->hub, c->caller.id, c->caller.token);
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
