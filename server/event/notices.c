#include "event/notices.h"

#include "base/instant.h"
#include "base/limits.h"
#include "base/rand.h"
#include "event/places.h"
#include "event/whereabouts.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

/* --- noting ---------------------------------------------------------------- */

static bool place_differs(const cJSON *old, const cJSON *row)
{
	return !row_same(old, row, "room") || !row_same(old, row, "expected_start") ||
		!row_same(old, row, "expected_end") ||
		standing_of(row_str(old, "status")) != standing_of(row_str(row, "status"));
}

/* As JSON, owned by the caller; NULL: there is no such session. */
static char *place_now(struct db *db, const char *session)
{
	struct stmt *s = db_query(db, "SELECT " WHEREABOUTS_SQL " FROM sessions WHERE id = ?1", "s", session);
	char *place = stmt_row(s) ? g_strdup(stmt_text(s, 0)) : NULL;
	stmt_end(s);
	return place;
}

void notices_note(struct txn *txn, const cJSON *old, const cJSON *row)
{
	const char *id = row_str(row, "id");
	if (!place_differs(old, row))
		return;
	int64_t after = db_int(
		txn->db, -1, "SELECT max(until) FROM moves WHERE session = ?1 AND became IS NULL", "s", id);
	if (db_int(txn->db, 0, "SELECT 1 FROM stars WHERE session = ?1 AND at > ?2 LIMIT 1", "si", id,
		    after) != 1)
		return;
	/* Not INSERT … SELECT: SQLite opens a savepoint of its own for that, whose
	 * end walks through all that the job has written so far. */
	char *was = place_now(txn->db, id);
	db_run(txn->db, "INSERT INTO moves (session, was, at, after, until) VALUES (?1, ?2, ?3, ?4, ?5)",
		"ssiii", id, was, machine_ms(), after, txn->now);
	g_free(was);
}

void notices_of_session_go(struct txn *txn, const char *session)
{
	struct stmt *s =
		db_query(txn->db, "SELECT attendee, id FROM notices WHERE session = ?1", "s", session);
	while (stmt_row(s))
		txn_touch(txn, stmt_text(s, 0), "notices", stmt_text(s, 1));
	stmt_end(s);
}

/* --- telling --------------------------------------------------------------- */

/* Is there anything to tell? */
static bool is_news(const char *was_text, const char *became_text, int64_t now)
{
	struct whereabouts was, became;
	return whereabouts_read(was_text, &was) && whereabouts_read(became_text, &became) &&
		whereabouts_changes(&was, &became, false) != 0 && !whereabouts_is_over(&was, &became, now);
}

/* The session whose window is due, owned by the caller; NULL: none. A clock
 * that was put back must not keep one open. */
static char *due_session(struct db *db, int64_t machine_now)
{
	struct stmt *s =
		db_query(db, "SELECT session, at FROM moves WHERE became IS NULL ORDER BY at LIMIT 1", "");
	bool any = stmt_row(s);
	int64_t at = any ? stmt_int(s, 1) : 0;
	bool due = any && (at <= machine_now - NOTICE_WINDOW_MS || at > machine_now);
	char *session = due ? g_strdup(stmt_text(s, 0)) : NULL;
	stmt_end(s);
	return session;
}

/* One row of the session's window, which is told of or dropped. */
static bool close_row(struct txn *txn, const char *session, const char *became)
{
	struct stmt *s = db_query(txn->db,
		"SELECT id, was FROM moves WHERE session = ?1 AND became IS NULL LIMIT 1", "s", session);
	bool any = stmt_row(s);
	int64_t id = any ? stmt_int(s, 0) : 0;
	bool news = any && is_news(stmt_text(s, 1), became, txn->now);
	stmt_end(s);
	if (news)
		db_run(txn->db, "UPDATE moves SET became = ?2 WHERE id = ?1", "is", id, became);
	else if (any)
		db_run(txn->db, "DELETE FROM moves WHERE id = ?1", "i", id);
	return any;
}

/* Closes the oldest window, if it is due; how many rows it had. */
static int close_window(struct txn *txn, int64_t machine_now)
{
	char *session = due_session(txn->db, machine_now);
	char *became = session ? place_now(txn->db, session) : NULL;
	int count = 0;
	while (became && close_row(txn, session, became))
		count++;
	g_free(session);
	g_free(became);
	return count;
}

/* One session of which its attendees hear now. */
struct news {
	int64_t id;
	char *session, *was, *became;
	int64_t after, until;
	char *told; /* the last who has heard */
};

static bool next_news(struct db *db, struct news *ret)
{
	struct stmt *s = db_query(db,
		"SELECT id, session, was, became, after, until, told FROM moves WHERE became IS NOT NULL "
		"ORDER BY id LIMIT 1",
		"");
	bool any = stmt_row(s);
	if (any)
		*ret = (struct news){
			.id = stmt_int(s, 0),
			.session = g_strdup(stmt_text(s, 1)),
			.was = g_strdup(stmt_text(s, 2)),
			.became = g_strdup(stmt_text(s, 3)),
			.after = stmt_int(s, 4),
			.until = stmt_int(s, 5),
			.told = g_strdup(stmt_text(s, 6)),
		};
	stmt_end(s);
	return any;
}

static void news_free(struct news *n)
{
	g_free(n->session);
	g_free(n->was);
	g_free(n->became);
	g_free(n->told);
}

/* An unread notice goes on from what was known before it. Two statements, and
 * no upsert with RETURNING, for the same reason as in notices_note. */
static void tell_one(struct txn *txn, const struct news *n, const char *attendee)
{
	char id[RANDOM_ID_TEXT];
	if (db_text(txn->db, id, sizeof id, "SELECT id FROM notices WHERE attendee = ?1 AND session = ?2",
		    "ss", attendee, n->session)) {
		db_run(txn->db, "UPDATE notices SET at = ?2, became = ?3, rev = rev + 1 WHERE id = ?1", "sis",
			id, txn->now, n->became);
	} else {
		random_id(id);
		db_run(txn->db,
			"INSERT INTO notices (id, attendee, session, at, was, became, rev) "
			"VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
			"sssiss", id, attendee, n->session, txn->now, n->was, n->became);
	}
	txn_touch(txn, attendee, "notices", id);
}

/* Tells up to `most` of those with the star; how many. */
static int tell_some(struct txn *txn, struct news *n, int most)
{
	int count = 0;
	struct stmt *s = db_query(txn->db,
		"SELECT attendee FROM stars WHERE session = ?1 AND attendee > ?2 AND at > ?3 AND at <= ?4 "
		"ORDER BY attendee LIMIT ?5",
		"ssiii", n->session, n->told, n->after, n->until, (int64_t)most);
	for (; stmt_row(s); count++) {
		g_free(n->told);
		n->told = g_strdup(stmt_text(s, 0));
		tell_one(txn, n, n->told);
	}
	stmt_end(s);
	if (count < most)
		db_run(txn->db, "DELETE FROM moves WHERE id = ?1", "i", n->id);
	else
		db_run(txn->db, "UPDATE moves SET told = ?2 WHERE id = ?1", "is", n->id, n->told);
	return count;
}

void notices_tell(struct txn *txn, int64_t machine_now)
{
	struct news n;
	int left = MAX_NOTICES_A_JOB;
	for (int closed; left > 0 && (closed = close_window(txn, machine_now)) > 0;)
		left -= closed;
	/* One with no star left counts too: it was a row. */
	while (left > 0 && next_news(txn->db, &n)) {
		left -= tell_some(txn, &n, left) + 1;
		news_free(&n);
	}
	txn_why(txn, "notices");
}

/* --- of a place ------------------------------------------------------------- */

void notice_of_place(struct txn *txn, const char *attendee, int64_t number, const char *word, int64_t until)
{
	char id[RANDOM_ID_TEXT];
	if (db_text(txn->db, id, sizeof id, "SELECT id FROM notices WHERE attendee = ?1 AND place = ?2", "si",
		    attendee, number)) {
		db_run(txn->db,
			"UPDATE notices SET at = ?2, word = ?3, until = ?4, rev = rev + 1 WHERE id = ?1",
			"sisz", id, txn->now, word, until);
	} else {
		random_id(id);
		db_run(txn->db,
			"INSERT INTO notices (id, at, word, until, attendee, place, rev) "
			"VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
			"siszsi", id, txn->now, word, until, attendee, number);
	}
	txn_touch(txn, attendee, "notices", id);
}

int64_t notices_next(struct db *db)
{
	if (db_int(db, 0, "SELECT 1 FROM moves WHERE became IS NOT NULL LIMIT 1", "") == 1)
		return 0;
	int64_t oldest = db_int(db, -1, "SELECT min(at) FROM moves WHERE became IS NULL", "");
	return oldest < 0 ? INT64_MAX : oldest + NOTICE_WINDOW_MS;
}

/* --- the documents ---------------------------------------------------------- */

/* Columns of a notice, as both kinds are read. */
#define COLUMNS "n.at, n.rev, n.session, n.was, n.became, n.word, n.until, n.place, p.meetup, p.slot"

static void render_of_session(
	struct stmt *s, const struct whereabouts *was, const struct whereabouts *became, struct buf *out)
{
	buf_add_str(out, ",\"session\":");
	buf_add_json(out, stmt_text(s, 2));
	buf_add_str(out, ",\"changes\":");
	whereabouts_changes_write(whereabouts_changes(was, became, true), out);
	buf_add_str(out, ",\"from\":");
	whereabouts_write(was, out);
	buf_add_str(out, ",\"to\":");
	whereabouts_write(became, out);
}

static void render_of_place(struct stmt *s, struct buf *out)
{
	char place[PLACE_ID], until[INSTANT_TEXT];
	place_id(stmt_int(s, 7), place);
	instant_format(stmt_int(s, 6), until);
	buf_addf(out, ",\"place\":\"%s\",\"meetup\":", place);
	buf_add_json(out, stmt_text(s, 8));
	buf_add_str(out, ",\"slot\":");
	buf_add_json(out, stmt_text(s, 9));
	buf_add_str(out, ",\"changes\":[");
	buf_add_json(out, stmt_text(s, 5));
	buf_addf(out, stmt_is_null(s, 6) ? "],\"until\":null" : "],\"until\":\"%s\"", until);
}

bool notice_render(struct db *db, const char *owner, const char *id, struct buf *out)
{
	struct whereabouts was, became;
	char at[INSTANT_TEXT];
	struct stmt *s = db_query(db,
		"SELECT " COLUMNS " FROM notices AS n LEFT JOIN places AS p ON p.id = n.place "
		"WHERE n.id = ?1 AND n.attendee = ?2",
		"ss", id, owner);
	bool any = stmt_row(s), of_place = any && !stmt_is_null(s, 7);
	bool found = of_place ||
		(any && whereabouts_read(stmt_text(s, 3), &was) &&
			whereabouts_read(stmt_text(s, 4), &became));
	if (found) {
		buf_addf(out, "{\"id\":\"%s\"", id);
		if (of_place)
			render_of_place(s, out);
		else
			render_of_session(s, &was, &became, out);
		instant_format(stmt_int(s, 0), at);
		buf_addf(out, ",\"at\":\"%s\",\"rev\":%" PRId64 "}", at, stmt_int(s, 1));
	}
	stmt_end(s);
	return found;
}

int64_t notice_revision(struct db *db, const char *attendee, const char *id)
{
	return db_int(db, 0, "SELECT rev FROM notices WHERE id = ?1 AND attendee = ?2", "ss", id, attendee);
}

int64_t notices_read(struct txn *txn, const char *attendee, const char *id)
{
	int64_t count = 0;
	struct stmt *s = id
		? db_query(txn->db, "DELETE FROM notices WHERE id = ?2 AND attendee = ?1 RETURNING id", "ss",
			  attendee, id)
		: db_query(txn->db, "DELETE FROM notices WHERE attendee = ?1 RETURNING id", "s", attendee);
	for (; stmt_row(s); count++)
		txn_touch(txn, attendee, "notices", stmt_text(s, 0));
	stmt_end(s);
	return count;
}
