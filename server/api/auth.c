#include "api/auth.h"

#include "api/callers.h"
#include "base/hash.h"
#include "event/hosts.h"
#include "event/screens.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char bearer[] = "Bearer ";

static const struct {
	const char *name;
	enum role role;
} roles[] = {
	{"attendee", ROLE_ATTENDEE},
	{"screen", ROLE_SCREEN},
	{"host", ROLE_HOST},
	{"steward", ROLE_STEWARD},
	{"organiser", ROLE_ORGANISER},
};

enum role role_named(const char *name)
{
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (strcmp(roles[i].name, name) == 0)
			return roles[i].role;
	return 0;
}

const char *caller_role(const struct caller *c)
{
	const char *found = NULL;
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (c->role & roles[i].role)
			found = roles[i].name; /* in the order of what they may */
	return found;
}

static bool is_given_organiser(const struct app *app, struct caller *ret)
{
	if (!app->organiser_hash[0] || strcmp(app->organiser_hash, ret->token) != 0)
		return false;
	ret->role = ROLE_ORGANISER;
	snprintf(ret->name, sizeof ret->name, "organiser");
	return true;
}

static void copy_column(struct stmt *s, int column, char *out, size_t size)
{
	if (!stmt_is_null(s, column))
		snprintf(out, size, "%s", stmt_text(s, column));
}

/* Reads ret->token's row. */
static bool read_row(struct app *app, int64_t now, struct caller *ret, int64_t *ret_until)
{
	struct stmt *s = db_query(app->reader,
		"SELECT t.role, t.name, t.attendee, a.person, t.until FROM tokens AS t "
		"LEFT JOIN attendees AS a ON a.id = t.attendee "
		"WHERE t.hash = ?1 AND (t.until IS NULL OR t.until > ?2)",
		"si", ret->token, now);
	bool found = stmt_row(s);
	if (found) {
		ret->role = role_named(stmt_text(s, 0));
		copy_column(s, 1, ret->name, sizeof ret->name);
		copy_column(s, 2, ret->id, sizeof ret->id);
		copy_column(s, 3, ret->person, sizeof ret->person);
		*ret_until = stmt_is_null(s, 4) ? INT64_MAX : stmt_int(s, 4);
	}
	stmt_end(s);
	if (found && *ret->person) {
		ret->role |= ROLE_HOST;
		person_name(app->reader, ret->person, ret->name, sizeof ret->name);
	}
	return found && ret->role;
}

/* A device of the fleet. */
static bool read_screen(struct app *app, int64_t now, struct caller *ret, int64_t *ret_until)
{
	char id[RANDOM_ID_TEXT];
	if (!screen_of_token(app->reader, ret->token, now, id, ret_until))
		return false;
	ret->role = ROLE_SCREEN;
	snprintf(ret->id, sizeof ret->id, "%s", id);
	snprintf(ret->name, sizeof ret->name, "screen");
	return true;
}

/* Whose is ret->token? It runs out by the machine's clock, not by a rehearsal's. */
static bool look_up(struct app *app, struct caller *ret)
{
	struct err err;
	int64_t now = machine_ms(), until;
	if (is_given_organiser(app, ret) || callers_get(app->callers, ret->token, now, ret))
		return true;
	bool found = read_row(app, now, ret, &until) || read_screen(app, now, ret, &until);
	if (!found || db_status(app->reader, &err) != STATUS_OK)
		return false;
	callers_put(app->callers, ret, until);
	return true;
}

static bool is_write(struct request *req)
{
	return request_method(req) != METHOD_GET && request_method(req) != METHOD_HEAD;
}

static struct caller anyone(void)
{
	struct caller c = {.role = ROLE_ANYONE};
	snprintf(c.name, sizeof c.name, "anyone");
	return c;
}

/* What an Authorization header or, without one, the cookie says; NULL: nothing. */
static enum status read_token(struct request *req, const char **ret, struct err *err)
{
	const char *header = request_header(req, HEADER_AUTHORIZATION);
	*ret = header ? header + sizeof bearer - 1 : request_cookie(req, "madang");
	if (header && strncasecmp(header, bearer, sizeof bearer - 1) != 0)
		return err_set(
			err, STATUS_UNAUTHORIZED, "invalid_token", "Authorization must be \"Bearer TOKEN\"");
	bool foreign = !request_header(req, HEADER_ORIGIN) || !request_same_origin(req);
	if (!header && *ret && is_write(req) && foreign)
		return err_set(err, STATUS_FORBIDDEN, "cross_origin",
			"a cookie counts only from a page of this host");
	return STATUS_OK;
}

enum status caller_of(struct app *app, struct request *req, struct caller *ret, struct err *err)
{
	const char *token;
	*ret = anyone();
	enum status st = read_token(req, &token, err);
	if (st != STATUS_OK || !token)
		return st;
	size_t len = strlen(token);
	if (len > 0 && len <= MAX_TOKEN) {
		sha256_hex(token, len, ret->token);
		snprintf(ret->id, sizeof ret->id, "%s", ret->token);
		if (look_up(app, ret))
			return STATUS_OK;
		if (db_status(app->reader, err) != STATUS_OK) {
			db_recover(app->reader);
			return STATUS_STORAGE;
		}
	}
	*ret = anyone();
	/* A browser keeps its cookie longer than the token may live, and no page can take it out of
	 * the way: it is nobody's, and the programme is for everybody. */
	if (!request_header(req, HEADER_AUTHORIZATION))
		return STATUS_OK;
	return err_set(err, STATUS_UNAUTHORIZED, "invalid_token", "the token is not known, or has run out");
}

void cookie_write(struct request *req, const char *token, int max_age_s, char *out, size_t size)
{
	snprintf(out, size, "madang=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s", token, max_age_s,
		request_is_secure(req) ? "; Secure" : "");
}

enum status caller_may(const struct caller *c, unsigned allowed, struct err *err)
{
	if (allowed & (ROLE_ANYONE | c->role))
		return STATUS_OK;
	if (c->role == ROLE_ANYONE)
		return err_set(err, STATUS_UNAUTHORIZED, "unauthorized", "this needs a token");
	return err_set(err, STATUS_FORBIDDEN, "forbidden", "the token's role does not reach this");
}

bool caller_is_host(const struct caller *c, const char *person)
{
	return c->role & ROLE_ORGANISER || (*c->person && strcmp(c->person, person) == 0);
}

static enum status add(struct db *db, const char *token, const char *role, const char *name,
	const char *attendee, int64_t now, int64_t until)
{
	char hash[SHA256_HEX];
	sha256_hex(token, strlen(token), hash);
	return db_run(db,
		"INSERT INTO tokens (hash, role, name, attendee, made_at, until) "
		"VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, ?7))",
		"ssssiii", hash, role, name, attendee, now, until, INT64_MAX);
}

enum status token_add(
	struct db *db, const char *token, const char *role, const char *name, int64_t now, int64_t until)
{
	return add(db, token, role, name, NULL, now, until);
}

enum status token_add_for(
	struct db *db, const char *token, const char *attendee, const char *name, int64_t now, int64_t until)
{
	return add(db, token, "attendee", name, attendee, now, until);
}

void token_end(struct db *db, const char *hash)
{
	db_run(db, "DELETE FROM tokens WHERE hash = ?1", "s", hash);
	screen_key_end(db, hash);
}

bool token_lives(struct db *db, const char *hash)
{
	return db_int(db, 0, "SELECT 1 FROM tokens WHERE hash = ?1 AND (until IS NULL OR until > ?2)", "si",
		       hash, machine_ms()) == 1;
}
