#include "event/stars.h"

#include "base/instant.h"
#include "base/limits.h"

#include <inttypes.h>

/* May there be a star? *ret_at is when it was set, -1: it is not there. */
static enum status look(
	struct db *db, const char *attendee, const char *session, int64_t *ret_at, struct err *err)
{
	struct stmt *s = db_query(db,
		"SELECT (SELECT at FROM stars WHERE attendee = ?1 AND session = ?2), "
		"(SELECT count(*) FROM stars WHERE attendee = ?1) "
		"FROM sessions WHERE id = ?2 AND status != 'hidden'",
		"ss", attendee, session);
	enum status st = STATUS_OK;
	if (!stmt_row(s))
		st = err_set(err, STATUS_NOT_FOUND, "not_found",
			"there is no sessions/%s, or it has left the programme", session);
	else if (!stmt_is_null(s, 0))
		*ret_at = stmt_int(s, 0);
	else if (stmt_int(s, 1) >= MAX_STARS)
		st = err_set(err, STATUS_UNPROCESSABLE, "limit",
			"%d sessions have your star; take one away first", MAX_STARS);
	else
		*ret_at = -1;
	stmt_end(s);
	return st;
}

enum status star_set(
	struct txn *txn, const char *attendee, const char *session, int64_t *ret_at, struct err *err)
{
	int64_t at = -1;
	enum status st = look(txn->db, attendee, session, &at, err);
	if (st != STATUS_OK)
		return st;
	if (at < 0) {
		at = txn->now;
		st = db_run(txn->db, "INSERT INTO stars (attendee, session, at) VALUES (?1, ?2, ?3)", "ssi",
			attendee, session, at);
		txn_touch(txn, attendee, "stars", session);
	}
	if (st == STATUS_CONFLICT)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "this attendee has gone");
	*ret_at = at;
	return st;
}

void star_clear(struct txn *txn, const char *attendee, const char *session)
{
	if (db_int(txn->db, 0, "DELETE FROM stars WHERE attendee = ?1 AND session = ?2 RETURNING 1", "ss",
		    attendee, session) == 1)
		txn_touch(txn, attendee, "stars", session);
}

bool star_render(struct db *db, const char *owner, const char *session, struct buf *out)
{
	int64_t at = db_int(
		db, -1, "SELECT at FROM stars WHERE attendee = ?1 AND session = ?2", "ss", owner, session);
	char text[INSTANT_TEXT];
	if (at < 0)
		return false;
	instant_format(at, text);
	buf_add_str(out, "{\"id\":");
	buf_add_json(out, session);
	buf_addf(out, ",\"at\":\"%s\"}", text);
	return true;
}

int64_t stars_reach(struct db *db, const char *sessions)
{
	return db_int(db, 0,
		"SELECT count(DISTINCT attendee) FROM stars WHERE session IN (SELECT value FROM json_each(?1))",
		"s", sessions);
}

void stars_of_session_go(struct txn *txn, const char *session)
{
	struct stmt *s = db_query(txn->db, "SELECT attendee FROM stars WHERE session = ?1", "s", session);
	while (stmt_row(s))
		txn_touch(txn, stmt_text(s, 0), "stars", session);
	stmt_end(s);
}
