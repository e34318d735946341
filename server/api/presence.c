/* The table's rotating code: its picture for the table's screen, and who has
 * read it there. */
#include "api/handlers.h"
#include "api/qr.h"
#include "api/tables.h"

#include "event/desk.h"
#include "event/presence.h"
#include "event/screens.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

enum { MAX_KEY = 128 };

struct table_key {
	char key[MAX_KEY], host[MAX_ID + 1];
};

static bool find_key(struct db *db, const char *meetup, struct table_key *ret)
{
	struct stmt *s = db_query(db,
		"SELECT l.key, m.host FROM lines AS l JOIN meetups AS m ON m.id = l.meetup WHERE l.meetup = ?1",
		"s", meetup);
	bool found = stmt_row(s);
	if (found) {
		g_strlcpy(ret->key, stmt_text(s, 0), sizeof ret->key);
		g_strlcpy(ret->host, stmt_text(s, 1), sizeof ret->host);
	}
	stmt_end(s);
	return found;
}

/* Of a host's tables its own alone; of a screen's those that it shows. */
static enum status may_show(
	struct db *db, const struct caller *c, const char *meetup, const char *host, struct err *err)
{
	if (c->role & ROLE_SCREEN && screen_may_show_table(db, c->id, meetup))
		return STATUS_OK;
	return may_serve(c, host, err);
}

void get_presence(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct err err = {0};
	struct table_key table;
	char code[PRESENCE_CODE], path[PRESENCE_CODE + 16], address[MAX_QR_TEXT];
	const char *meetup = params->value[0];
	enum status st = STATUS_OK;
	if (find_key(app->reader, meetup, &table))
		st = may_show(app->reader, caller, meetup, table.host, &err);
	else if ((st = db_status(app->reader, &err)) == STATUS_OK)
		st = err_set(&err, STATUS_NOT_FOUND, "not_found", "there is no meetups/%s", meetup);
	db_recover(app->reader);
	if (st == STATUS_OK) {
		presence_make(table.key, meetup, machine_ms(), code);
		snprintf(path, sizeof path, "/#here/%s", code);
		if (!qr_address(app, req, path, address, sizeof address) ||
			!qr_reply(req, address, "no-store"))
			st = err_set(
				&err, STATUS_INVALID, "invalid_path", "the address is too long for a code");
	}
	if (st != STATUS_OK)
		request_problem(req, &err);
}

static enum status be_present(struct call *c, struct edit *e, struct err *err)
{
	struct place p;
	struct table_key table;
	char meetup[MAX_ID + 1], quoted[MAX_ID + 3];
	const char *code = json_str(c->body, "code");
	enum status st = call_members(c, "code", err);
	if (st == STATUS_OK && !code)
		st = err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "code: must be a text");
	if (st == STATUS_OK && (!presence_meetup(code, meetup) || !find_key(e->txn->db, meetup, &table)))
		st = err_set(err, STATUS_UNPROCESSABLE, "invalid_code", "this is no code of a table");
	if (st == STATUS_OK)
		st = presence_check(table.key, meetup, code, machine_ms(), err);
	if (st != STATUS_OK)
		return st;
	st = desk_present(e->txn, meetup, c->caller.id, &p, err);
	txn_why(e->txn, c->rule->what);
	if (st == STATUS_OK) {
		answer_place(c, e->txn->db, &p);
	} else {
		snprintf(quoted, sizeof quoted, "\"%s\"", meetup); /* it is in the table: no quotes in it */
		call_problem_member(c, "meetup", quoted);
	}
	return st;
}

const struct write_rule post_presence = {be_present, BODY_JSON, "presence.post", .settle = table_settle};
