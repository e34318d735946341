/* A host's table, for unit tests of places: m1 of host p1 in room t1, with two
 * slots of two seats, m1-0 (11:00 to 11:15 in Seoul on 2019-08-29) and m1-1,
 * and a line. Attendees are made by name. */
#ifndef MADANG_TESTS_TABLE_H
#define MADANG_TESTS_TABLE_H

#include "house.h"

#include "base/instant.h"
#include "event/places.h"

#include <stdio.h>

#define ELEVEN INT64_C(1567044000000) /* 2019-08-29T02:00:00Z */
#define MINUTES(n) ((n)*MS_PER_MINUTE)

static inline void make_attendee(struct db *db, const char *id)
{
	db_run(db,
		"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
		"VALUES (?1, ?1, 'ko', 'p' || ?1, 'c' || ?1, 1, 0, 0, 1)",
		"s", id);
}

/* A meetup of this host from `start`, with so many slots of a quarter of an hour. */
static inline void make_meetup(
	struct db *db, const char *id, const char *host, int64_t start, int64_t slots, int64_t seats)
{
	char slot[MAX_ID + 1];
	db_run(db, "INSERT OR IGNORE INTO people (id, name, rev) VALUES (?1, json_quote(?1), 1)", "s", host);
	db_run(db,
		"INSERT OR IGNORE INTO rooms (id, name, kind, \"order\", rev) VALUES ('t1', '\"Table 1\"', 'table', 1, 1)",
		"");
	db_run(db,
		"INSERT INTO meetups (id, host, place, start, \"end\", slot_minutes, seats, walk_in, draw, status, rev) "
		"VALUES (?1, ?2, 't1', ?3, ?4, 15, ?5, 1, 0, 'open', 1)",
		"ssiii", id, host, start, start + MINUTES(15) * slots, seats);
	db_run(db,
		"INSERT INTO lines (meetup, expected_start, expected_end, cancelled, paused, key, waiting_first, "
		"waiting_again, dirty, rev) VALUES (?1, ?2, ?3, 0, 0, 'key', 0, 0, 0, 1)",
		"sii", id, start, start + MINUTES(15) * slots);
	for (int64_t n = 0; n < slots; n++) {
		snprintf(slot, sizeof slot, "%s-%d", id, (int)n);
		db_run(db,
			"INSERT INTO slots (id, meetup, n, start, \"end\", expected_start, expected_end, gone, seats, "
			"taken, waiting_first, waiting_again, dirty, rev) "
			"VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?5, 0, ?6, 0, 0, 0, 0, 1)",
			"ssiiii", slot, id, n, start + MINUTES(15) * n, start + MINUTES(15) * (n + 1), seats);
	}
}

/* One more place, of a made attendee, with its counters; its number. `slot` "":
 * the line of `meetup` m1. */
static inline int64_t make_place(
	struct db *db, const char *attendee, const char *slot, enum place_state state)
{
	bool seat = state != PLACE_WAITING;
	db_run(db,
		"INSERT INTO places (attendee, host, meetup, slot, state, topic, tier, turn, present, choose, "
		"made_at, since, rev) SELECT ?1, host, 'm1', nullif(?2, ''), ?3, 'C17', 0, "
		"(SELECT 1 + coalesce(max(turn), 0) FROM places WHERE meetup = 'm1'), 0, 0, ?4, ?4, 1 "
		"FROM meetups WHERE id = 'm1'",
		"sssi", attendee, slot, place_state_name(state), ELEVEN - MS_PER_HOUR);
	int64_t number = db_last_row(db);
	if (*slot)
		db_run(db,
			"UPDATE slots SET taken = taken + ?2, waiting_first = waiting_first + ?3 WHERE id = ?1",
			"sii", slot, (int64_t)seat, (int64_t)!seat);
	else
		db_run(db, "UPDATE lines SET waiting_first = waiting_first + ?1 WHERE meetup = 'm1'", "i",
			(int64_t)!seat);
	return number;
}

/* What is wrong in the counters, as `madang check` would say; 0: nothing. */
static inline int64_t miscounted(struct db *db)
{
	return db_int(db, -1,
		"SELECT (SELECT count(*) FROM slots AS s WHERE "
		"taken != (SELECT count(*) FROM places WHERE slot = s.id AND state IN "
		"('booked', 'called', 'arrived', 'talking', 'done')) OR "
		"waiting_first != (SELECT count(*) FROM places WHERE slot = s.id AND state = 'waiting' AND tier = 0) OR "
		"waiting_again != (SELECT count(*) FROM places WHERE slot = s.id AND state = 'waiting' AND tier = 1)) + "
		"(SELECT count(*) FROM lines AS l WHERE "
		"waiting_first != (SELECT count(*) FROM places WHERE meetup = l.meetup AND slot IS NULL AND "
		"state = 'waiting' AND tier = 0) OR "
		"waiting_again != (SELECT count(*) FROM places WHERE meetup = l.meetup AND slot IS NULL AND "
		"state = 'waiting' AND tier = 1))",
		"");
}

#endif
