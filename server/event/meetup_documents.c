/* What the world is told of slots and lines, behind their rows. */
#include "event/meetups.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/members.h"
#include "event/characters.h"
#include "event/wait.h"
#include "store/journal.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

/* --- a slot -------------------------------------------------------------- */

static void add_topics(struct db *db, const char *meetup, const char *slot, struct buf *out)
{
	struct stmt *s = db_query(db,
		"SELECT topic FROM places WHERE meetup = ?1 AND slot = ?2 AND ended_at IS NULL "
		"AND state <> 'waiting' ORDER BY id",
		"ss", meetup, slot);
	buf_add_str(out, ",\"topics\":[");
	for (bool first = true; stmt_row(s); first = false) {
		buf_add_str(out, first ? "" : ",");
		buf_add_json(out, stmt_text(s, 0));
	}
	buf_add_char(out, ']');
	stmt_end(s);
}

/* False: there is none any more. */
static bool write_slot(struct db *db, const char *id, struct buf *out)
{
	struct stmt *s = db_query(db,
		"SELECT meetup, start, \"end\", expected_start, expected_end, seats, seats - taken, "
		"waiting_first + waiting_again, rev FROM slots WHERE id = ?1 AND gone = 0",
		"s", id);
	bool found = stmt_row(s);
	if (found) {
		buf_add_str(out, "{\"id\":");
		buf_add_json(out, id);
		member_text(out, "meetup", stmt_text(s, 0));
		member_instant(out, "start", stmt_int(s, 1));
		member_instant(out, "end", stmt_int(s, 2));
		member_instant(out, "expected_start", stmt_int(s, 3));
		member_instant(out, "expected_end", stmt_int(s, 4));
		member_int(out, "seats", stmt_int(s, 5));
		member_int(out, "free", stmt_int(s, 6));
		member_int(out, "waiting", stmt_int(s, 7));
		add_topics(db, stmt_text(s, 0), id, out);
		member_int(out, "rev", stmt_int(s, 8));
		buf_add_char(out, '}');
	}
	stmt_end(s);
	return found;
}

/* --- a line -------------------------------------------------------------- */

/* Columns of a guest, of places AS p. */
#define GUEST "p.id, p.state, p.slot, p.since, p.until, p.attendee"

/* A line's document as it is written. */
struct line_writer {
	struct db *db;
	struct buf *out;
	GPtrArray *named; /* attendees whose names stand in it, owned */
};

/* The name and the picture of a character that is shown; else numbers stand. */
static void add_character(struct line_writer *w, const char *attendee)
{
	struct buf *out = w->out;
	struct buf json = BUF_INIT(MAX_ANSWER);
	cJSON *character = character_render(w->db, attendee, &json) ? cJSON_Parse(json.data) : NULL;
	member_text(out, "name", json_str(character, "name"));
	member_text(out, "picture", json_str(character, "picture"));
	member_text(out, "attendee", character ? attendee : NULL);
	if (character)
		g_ptr_array_add(w->named, g_strdup(attendee));
	cJSON_Delete(character);
	buf_clear(&json);
}

/* The guests that the query gives; how many. */
static int add_guests(struct line_writer *w, struct stmt *s, bool first)
{
	struct buf *out = w->out;
	int count = 0;
	for (; stmt_row(s); count++) {
		buf_add_str(out, first && count == 0 ? "" : ",");
		buf_addf(out, "{\"number\":%" PRId64, stmt_int(s, 0));
		member_text(out, "state", stmt_text(s, 1));
		member_text(out, "slot", stmt_text(s, 2));
		member_instant(out, "since", stmt_int(s, 3));
		member_instant(out, "until", stmt_int(s, 4));
		add_character(w, stmt_text(s, 5));
		buf_add_char(out, '}');
	}
	stmt_end(s);
	return count;
}

/* Who is at the table, or asked to it; who comes then: by the slots' times,
 * which go by their numbers, then by the line. */
static void add_up(struct line_writer *w, const char *meetup)
{
	buf_add_str(w->out, ",\"now\":[");
	add_guests(w,
		db_query(w->db,
			"SELECT " GUEST " FROM places AS p WHERE p.meetup = ?1 AND p.ended_at IS NULL "
			"AND p.state IN ('called', 'arrived', 'talking') ORDER BY p.since, p.id",
			"s", meetup),
		true);
	buf_add_str(w->out, "],\"next\":[");
	int count = add_guests(w,
		db_query(w->db,
			"SELECT " GUEST " FROM slots AS s CROSS JOIN places AS p ON p.slot = s.id "
			"WHERE s.meetup = ?1 AND p.meetup = s.meetup AND p.ended_at IS NULL "
			"AND p.state = 'booked' ORDER BY s.n, p.id LIMIT ?2",
			"si", meetup, (int64_t)MAX_GUESTS_NEXT),
		true);
	add_guests(w,
		db_query(w->db,
			"SELECT " GUEST " FROM places AS p WHERE coalesce(p.slot, p.meetup) = ?1 "
			"AND p.state = 'waiting' ORDER BY p.tier, p.turn, p.id LIMIT ?2",
			"si", meetup, (int64_t)(MAX_GUESTS_NEXT - count)),
		count == 0);
	buf_add_char(w->out, ']');
}

static const char *state_of(struct stmt *s, int cancelled, int phase, int status, int paused)
{
	if (stmt_int(s, cancelled))
		return "cancelled";
	if (strcmp(stmt_text(s, phase), "ended") == 0)
		return "ended";
	if (strcmp(stmt_text(s, status), "closed") == 0)
		return "closed";
	return stmt_int(s, paused) ? "paused" : stmt_text(s, phase);
}

/* For who would come now; none where nobody may. */
static void add_wait(
	struct db *db, const char *meetup, const char *state, int64_t waiting, int64_t now, struct buf *out)
{
	static const char *const joined[] = {"ahead", "open", "paused", NULL};
	if (!g_strv_contains(joined, state)) {
		member_text(out, "wait_minutes", NULL);
		return;
	}
	struct wait_range wait = wait_estimate(db, meetup, waiting, now);
	buf_addf(out, ",\"wait_minutes\":[%d,%d]", wait.low, wait.high);
}

/* The seed is told once it is drawn; before, what proves that it was there. */
static void add_seed(struct stmt *s, int seed, int drawn_at, struct buf *out)
{
	char hash[SHA256_HEX];
	const char *text = stmt_text(s, seed);
	if (text)
		sha256_hex(text, strlen(text), hash);
	member_text(out, "seed_hash", text ? hash : NULL);
	member_text(out, "seed", stmt_is_null(s, drawn_at) ? NULL : text);
}

static int64_t count(struct db *db, const char *sql, const char *meetup)
{
	return db_int(db, 0, sql, "s", meetup);
}

static void write_line(struct line_writer *w, const char *id, int64_t now)
{
	struct db *db = w->db;
	struct buf *out = w->out;
	struct stmt *s = db_query(db,
		"SELECT l.cancelled, l.phase, m.status, l.paused, l.expected_start, l.expected_end, l.paused_until, "
		"m.walk_in, l.waiting_first + l.waiting_again, l.seed, l.drawn_at, l.rev "
		"FROM lines AS l JOIN meetups AS m ON m.id = l.meetup WHERE l.meetup = ?1",
		"s", id);
	if (stmt_row(s)) {
		const char *state = state_of(s, 0, 1, 2, 3);
		bool walk_in = stmt_int(s, 7) != 0;
		buf_add_str(out, "{\"id\":");
		buf_add_json(out, id);
		member_text(out, "state", state);
		member_instant(out, "expected_start", stmt_int(s, 4));
		member_instant(out, "expected_end", stmt_int(s, 5));
		member_instant(out, "paused_until", stmt_int(s, 6));
		buf_addf(out, ",\"walk_in\":%s", walk_in ? "true" : "false");
		member_int(out, "waiting", stmt_int(s, 8));
		add_wait(db, id, walk_in ? state : "closed", stmt_int(s, 8), now, out);
		member_int(out, "present",
			count(db,
				"SELECT count(*) FROM places WHERE coalesce(slot, meetup) = ?1 AND state = 'waiting' AND present = 1",
				id));
		add_up(w, id);
		member_int(out, "chats",
			count(db, "SELECT count(*) FROM places WHERE meetup = ?1 AND state = 'done'", id));
		member_int(out, "no_shows",
			count(db, "SELECT count(*) FROM places WHERE meetup = ?1 AND state = 'no_show'", id));
		add_seed(s, 9, 10, out);
		member_int(out, "rev", stmt_int(s, 11));
		buf_add_char(out, '}');
	}
	stmt_end(s);
}

/* --- telling --------------------------------------------------------------- */

static bool render_told(struct db *db, const char *collection, const char *id, struct buf *out)
{
	struct stmt *s = db_query(
		db, "SELECT document FROM told WHERE collection = ?1 AND id = ?2", "ss", collection, id);
	bool found = stmt_row(s);
	if (found)
		buf_add(out, stmt_text(s, 0), stmt_bytes(s, 0));
	stmt_end(s);
	return found;
}

bool slot_render(struct db *db, const char *id, struct buf *out)
{
	return render_told(db, "slots", id, out);
}

bool line_render(struct db *db, const char *meetup, struct buf *out)
{
	return render_told(db, "lines", meetup, out);
}

void told_each(
	struct db *db, void (*each)(void *ctx, const char *collection, const char *id, char *json), void *ctx)
{
	struct stmt *s = db_query(db, "SELECT collection, id, document FROM told", "");
	while (stmt_row(s)) {
		struct buf json = BUF_INIT(SIZE_MAX / 2);
		buf_add(&json, stmt_text(s, 2), stmt_bytes(s, 2));
		each(ctx, stmt_text(s, 0), stmt_text(s, 1), buf_take(&json, NULL));
	}
	stmt_end(s);
}

/* `json` NULL: there is none any more. False: the world knows it so already. */
static bool tell(
	struct txn *txn, const char *collection, const char *id, const char *meetup, const char *json)
{
	int64_t same =
		db_int(txn->db, -1, "SELECT document IS ?3 FROM told WHERE collection = ?1 AND id = ?2",
			"sss", collection, id, json);
	if (same == 1 || (same < 0 && !json))
		return false;
	if (!json)
		db_run(txn->db, "DELETE FROM told WHERE collection = ?1 AND id = ?2", "ss", collection, id);
	else if (same < 0)
		db_run(txn->db, "INSERT INTO told (collection, id, meetup, document) VALUES (?1, ?2, ?3, ?4)",
			"ssss", collection, id, meetup, json);
	else
		db_run(txn->db, "UPDATE told SET document = ?3 WHERE collection = ?1 AND id = ?2", "sss",
			collection, id, json);
	txn_touch(txn, NULL, collection, id);
	return true;
}

static void tell_slot(struct txn *txn, const char *id, const char *meetup)
{
	struct buf json = BUF_INIT(MAX_ANSWER);
	bool there = write_slot(txn->db, id, &json);
	tell(txn, "slots", id, meetup, there ? json.data : NULL);
	db_run(txn->db, "UPDATE slots SET dirty = 0, told = ?2 WHERE id = ?1", "si", id, txn->seq);
	buf_clear(&json);
}

static void tell_line(struct txn *txn, const char *meetup)
{
	struct buf json = BUF_INIT(MAX_ANSWER);
	struct line_writer w = {txn->db, &json, g_ptr_array_new_with_free_func(g_free)};
	write_line(&w, meetup, txn->now);
	bool told = tell(txn, "lines", meetup, meetup, json.data);
	/* Which changes name whom, so that they can be forgotten. */
	for (guint i = 0; told && i < w.named->len; i++)
		db_run(txn->db,
			"INSERT OR IGNORE INTO guests_told (attendee, meetup, seq) VALUES (?1, ?2, ?3)",
			"ssi", (const char *)w.named->pdata[i], meetup, txn->seq);
	db_run(txn->db, "UPDATE lines SET dirty = 0, told = ?2 WHERE meetup = ?1", "si", meetup, txn->seq);
	g_ptr_array_unref(w.named);
	buf_clear(&json);
}

/* The query's rows as lists of strings, {id, meetup}: they are written while
 * these are read. */
static GPtrArray *dirty_of(struct db *db, const char *sql)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
	struct stmt *s = db_query(db, sql, "i", (int64_t)MAX_FLUSH);
	while (stmt_row(s)) {
		g_ptr_array_add(rows, g_strdup(stmt_text(s, 0)));
		g_ptr_array_add(rows, g_strdup(stmt_text(s, 1)));
	}
	stmt_end(s);
	return rows;
}

void meetups_flush(struct txn *txn)
{
	bool alone = !txn_touched_any(txn);
	GPtrArray *slots =
		dirty_of(txn->db, "SELECT id, meetup FROM slots WHERE dirty = 1 ORDER BY told LIMIT ?1");
	GPtrArray *lines =
		dirty_of(txn->db, "SELECT meetup, meetup FROM lines WHERE dirty = 1 ORDER BY told LIMIT ?1");
	for (guint i = 0; i < slots->len; i += 2)
		tell_slot(txn, slots->pdata[i], slots->pdata[i + 1]);
	for (guint i = 0; i < lines->len; i += 2)
		tell_line(txn, lines->pdata[i]);
	g_ptr_array_unref(slots);
	g_ptr_array_unref(lines);
	/* What somebody did in the same transaction says more. */
	if (alone)
		txn_why(txn, "tables");
}

bool meetups_dirty(struct db *db)
{
	return db_int(db, 0,
		       "SELECT EXISTS (SELECT 1 FROM slots WHERE dirty = 1) OR "
		       "EXISTS (SELECT 1 FROM lines WHERE dirty = 1)",
		       "") == 1;
}

void meetup_goes(struct txn *txn, const char *meetup)
{
	struct stmt *s = db_query(txn->db, "SELECT collection, id FROM told WHERE meetup = ?1", "s", meetup);
	while (stmt_row(s))
		txn_touch(txn, NULL, stmt_text(s, 0), stmt_text(s, 1));
	stmt_end(s);
}

/* --- names ----------------------------------------------------------------- */

void lines_rename(struct txn *txn, const char *attendee)
{
	db_run(txn->db,
		"UPDATE lines SET dirty = 1, rev = rev + 1 WHERE meetup IN "
		"(SELECT meetup FROM places WHERE attendee = ?1 AND ended_at IS NULL)",
		"s", attendee);
}

void lines_forget(struct txn *txn, const char *attendee)
{
	GArray *seqs = g_array_new(FALSE, FALSE, sizeof(int64_t));
	GPtrArray *meetups = g_ptr_array_new_with_free_func(g_free);
	struct stmt *s =
		db_query(txn->db, "SELECT seq, meetup FROM guests_told WHERE attendee = ?1", "s", attendee);
	while (stmt_row(s)) {
		int64_t seq = stmt_int(s, 0);
		g_array_append_val(seqs, seq);
		g_ptr_array_add(meetups, g_strdup(stmt_text(s, 1)));
	}
	stmt_end(s);
	for (guint i = 0; i < seqs->len; i++)
		journal_forget(txn->db, g_array_index(seqs, int64_t, i), "lines", meetups->pdata[i]);
	db_run(txn->db, "DELETE FROM guests_told WHERE attendee = ?1", "s", attendee);
	/* At once, not at the next telling: what was told last is kept in `told`,
	 * and who follows the changes must hear of it in one that comes after these. */
	for (guint i = 0; i < meetups->len; i++)
		tell_line(txn, meetups->pdata[i]);
	g_array_free(seqs, TRUE);
	g_ptr_array_unref(meetups);
}
