#include "event/check.h"

#include <stdio.h>

static const struct invariant invariants[] = {
	{"sessions: names a person who is not there",
		"SELECT s.id FROM sessions AS s, json_each(s.people) AS p "
		"WHERE NOT EXISTS (SELECT 1 FROM people WHERE id = p.value)"},
	{"sessions: names a person twice",
		"SELECT s.id FROM sessions AS s, json_each(s.people) AS p GROUP BY s.id, p.value HAVING count(*) > 1"},
	{"sessions: is shown in a room that is not there",
		"SELECT s.id FROM sessions AS s, json_each(s.also_in) AS r "
		"WHERE NOT EXISTS (SELECT 1 FROM rooms WHERE id = r.value)"},
	{"sessions: is shown in its own room as in another",
		"SELECT s.id FROM sessions AS s, json_each(s.also_in) AS r WHERE r.value = s.room"},
	{"sessions: replaces itself", "SELECT id FROM sessions WHERE replaced_by = id"},
	{"sessions: has no known expected times",
		"SELECT id FROM sessions WHERE (start IS NULL) != (expected_start IS NULL) "
		"OR (start IS NULL) != (expected_end IS NULL) OR expected_end < expected_start"},
	{"event: is not there, but sessions are",
		"SELECT 'main' WHERE EXISTS (SELECT 1 FROM sessions) AND NOT EXISTS (SELECT 1 FROM event)"},
	{"event: its list of days is not that of the days",
		"SELECT id FROM event WHERE days != (SELECT json_group_array(id) FROM (SELECT id FROM days ORDER BY id))"},
	{"days: ends before it begins", "SELECT id FROM days WHERE \"end\" < start"},
	{"ids: a session has a number that was not given out yet",
		"SELECT id FROM sessions WHERE CAST(substr(id, 2) AS INTEGER) > "
		"coalesce((SELECT last FROM ids WHERE prefix = 's'), 0)"},
	{"attendees: are not as many as were counted",
		"SELECT n FROM attendee_count WHERE n != (SELECT count(*) FROM attendees)"},
	{"attendees: is on the wall, or not, otherwise than the world was told",
		"SELECT id FROM attendees WHERE told != (avatar IS NOT NULL AND shown AND NOT barred)"},
	{"tokens: is an attendee's, but nobody's",
		"SELECT substr(hash, 1, 8) FROM tokens WHERE (role = 'attendee') != (attendee IS NOT NULL)"},
	{"journal: holds a character that could not be forgotten, at this seq",
		"SELECT j.seq FROM journal AS j, "
		"json_each(iif(json_valid(j.change), j.change, '{}'), '$.set.characters') AS c WHERE NOT EXISTS "
		"(SELECT 1 FROM characters_told WHERE attendee = c.key AND seq = j.seq)"},
	{"journal: has a gap before this seq",
		"SELECT seq FROM journal AS j WHERE seq > (SELECT min(seq) FROM journal) "
		"AND NOT EXISTS (SELECT 1 FROM journal WHERE seq = j.seq - 1)"},
	{"journal: is not JSON at this seq", "SELECT seq FROM journal WHERE NOT json_valid(change)"},
	{"actions: was undone by one that is not newer", "SELECT id FROM actions WHERE undone_by <= id"},
	{0},
};

static void check_all(
	struct db *db, const struct invariant *all, void (*line)(void *ctx, const char *text), void *ctx)
{
	for (const struct invariant *i = all; i->what; i++) {
		struct stmt *s = db_query(db, i->sql, "");
		while (stmt_row(s)) {
			char text[300];
			snprintf(text, sizeof text, "%s: %s", i->what, stmt_text(s, 0));
			line(ctx, text);
		}
		stmt_end(s);
		struct err err;
		if (db_status(db, &err) != STATUS_OK)
			line(ctx, err.detail);
		db_recover(db);
	}
}

void event_check(struct db *db, void (*line)(void *ctx, const char *text), void *ctx)
{
	db_check(db, line, ctx);
	db_recover(db);
	check_all(db, invariants, line, ctx);
	check_all(db, meetup_invariants, line, ctx);
}
