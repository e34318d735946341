#include "event/wait.h"

#include "base/instant.h"
#include "base/limits.h"

#include <glib.h>

/* What is known of a table, to tell from it when it will be free. */
struct table {
	int64_t free_at; /* not before: it has begun, and is not paused */
	int64_t chat[2]; /* how long one takes: low, high; ms */
	int64_t talked[2]; /* when the chat that runs is over */
	int64_t called; /* chats of those who are called or there already */
	GArray *booked; /* int64_t: when slots begin in which somebody is booked, in order */
};

enum { LOW, HIGH };

/* --- how long a chat takes ------------------------------------------------- */

static gint by_length(gconstpointer a, gconstpointer b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* Of this table; where it has not seen enough of them yet, of all its host's. */
static GArray *measured(struct db *db, const char *meetup)
{
	GArray *lengths = db_ints(db,
		"SELECT ended_at - started_at FROM places WHERE state = 'done' AND meetup = ?1 AND "
		"ended_at IS NOT NULL AND started_at IS NOT NULL ORDER BY ended_at DESC LIMIT ?2",
		"si", meetup, (int64_t)MAX_CHATS_MEASURED);
	if (lengths->len >= MIN_CHATS_MEASURED)
		return lengths;
	g_array_free(lengths, TRUE);
	return db_ints(db,
		"SELECT p.ended_at - p.started_at FROM meetups AS mine "
		"JOIN meetups AS m ON m.host = mine.host "
		"JOIN places AS p ON p.meetup = m.id AND p.state = 'done' AND p.ended_at IS NOT NULL "
		"WHERE mine.id = ?1 AND p.started_at IS NOT NULL ORDER BY p.ended_at DESC LIMIT ?2",
		"si", meetup, (int64_t)MAX_CHATS_MEASURED);
}

/* The middle half of the chats measured; else around what is planned. */
static void measure_chat(struct db *db, const char *meetup, int64_t slot_ms, int64_t chat[2])
{
	GArray *lengths = measured(db, meetup);
	g_array_sort(lengths, by_length);
	if (lengths->len >= MIN_CHATS_MEASURED) {
		chat[LOW] = g_array_index(lengths, int64_t, (lengths->len - 1) / 4);
		chat[HIGH] = g_array_index(lengths, int64_t, lengths->len - 1 - (lengths->len - 1) / 4);
	} else {
		chat[LOW] = slot_ms * 2 / 3;
		chat[HIGH] = slot_ms * 4 / 3;
	}
	chat[LOW] = MAX(chat[LOW], MS_PER_MINUTE);
	chat[HIGH] = MAX(chat[HIGH], chat[LOW]);
	g_array_free(lengths, TRUE);
}

/* --- the table -------------------------------------------------------------- */

static bool find_start(struct db *db, const char *meetup, int64_t now, struct table *t, int64_t *ret_slot_ms)
{
	struct stmt *s = db_query(db,
		"SELECT l.expected_start, l.paused, l.paused_until, m.slot_minutes "
		"FROM lines AS l JOIN meetups AS m ON m.id = l.meetup WHERE l.meetup = ?1",
		"s", meetup);
	bool found = stmt_row(s);
	if (found) {
		t->free_at = MAX(now, stmt_int(s, 0));
		if (stmt_int(s, 1) && !stmt_is_null(s, 2))
			t->free_at = MAX(t->free_at, stmt_int(s, 2));
		*ret_slot_ms = stmt_int(s, 3) * MS_PER_MINUTE;
	}
	stmt_end(s);
	return found;
}

/* Those of one slot sit together. Who is at the table or called to it comes
 * before all who wait, and what is booked before who is in the line. */
static void find_taken(struct db *db, const char *meetup, struct table *t)
{
	struct stmt *s = db_query(db,
		"SELECT state, coalesce(s.expected_start, 0), min(p.started_at), max(p.until) "
		"FROM places AS p LEFT JOIN slots AS s ON s.id = p.slot WHERE p.meetup = ?1 AND p.ended_at IS NULL "
		"AND p.state IN ('booked', 'called', 'arrived', 'talking') "
		"GROUP BY coalesce(p.slot, p.id), p.state ORDER BY 2",
		"s", meetup);
	while (stmt_row(s)) {
		char state = stmt_text(s, 0)[0]; /* they differ in it */
		int64_t start = stmt_int(s, 1), begun = stmt_int(s, 2), until = stmt_int(s, 3);
		if (state == 't') {
			t->talked[LOW] = MAX(t->talked[LOW], begun + t->chat[LOW]);
			t->talked[HIGH] = MAX(MAX(t->talked[HIGH], until), begun + t->chat[HIGH]);
		} else if (state == 'b') {
			g_array_append_val(t->booked, start);
		} else {
			t->called++;
		}
	}
	stmt_end(s);
}

/* When it is the turn of who has `ahead` before them, at one pace: the host
 * calls from the line until the next booked slot has come. */
static int64_t turn_at(const struct table *t, int64_t ahead, int pace)
{
	int64_t at = MAX(t->free_at, t->talked[pace]) + t->called * t->chat[pace];
	for (guint i = 0; i < t->booked->len; i++) {
		for (; at < g_array_index(t->booked, int64_t, i); at += t->chat[pace])
			if (ahead-- == 0)
				return at;
		at += t->chat[pace];
	}
	return at + ahead * t->chat[pace];
}

struct wait_range wait_estimate(struct db *db, const char *meetup, int64_t ahead, int64_t now)
{
	struct table t = {.booked = g_array_new(FALSE, FALSE, sizeof(int64_t))};
	int64_t slot_ms = 0, low = now, high = now;
	if (find_start(db, meetup, now, &t, &slot_ms)) {
		measure_chat(db, meetup, slot_ms, t.chat);
		find_taken(db, meetup, &t);
		low = turn_at(&t, ahead, LOW);
		high = turn_at(&t, ahead, HIGH);
	}
	g_array_free(t.booked, TRUE);
	int low_minutes = (int)((low - now) / MS_PER_MINUTE);
	int high_minutes = (int)((high - now + MS_PER_MINUTE - 1) / MS_PER_MINUTE);
	return (struct wait_range){low_minutes, MAX(high_minutes, low_minutes + 1)};
}
