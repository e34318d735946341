/* The invariants of tables: seats, queues, who stands where, and what the
 * world was told of it. */
#include "event/check.h"

/* A seat is one for ever: a chat that is over makes no room in its slot. */
#define SEATED "('booked', 'called', 'arrived', 'talking', 'done')"

const struct invariant meetup_invariants[] = {
	{"lines: a meetup has none",
		"SELECT id FROM meetups WHERE NOT EXISTS (SELECT 1 FROM lines WHERE meetup = meetups.id)"},
	{"lines: is cancelled, or not, otherwise than its meetup and its session",
		"SELECT m.id FROM meetups AS m JOIN lines AS l ON l.meetup = m.id "
		"LEFT JOIN sessions AS s ON s.id = m.session WHERE l.cancelled != (m.status = 'cancelled' "
		"OR (s.id IS NOT NULL AND (s.start IS NULL OR s.status IN ('cancelled', 'hidden'))))"},
	{"lines: counts others than wait in it",
		"SELECT l.meetup FROM lines AS l LEFT JOIN (SELECT meetup, sum(tier = 0) AS first, sum(tier = 1) AS again "
		"FROM places WHERE slot IS NULL AND state = 'waiting' GROUP BY meetup) AS p ON p.meetup = l.meetup "
		"WHERE l.waiting_first != coalesce(p.first, 0) OR l.waiting_again != coalesce(p.again, 0)"},
	{"slots: lies outside its meetup, or is not where its number puts it",
		"SELECT s.id FROM slots AS s JOIN meetups AS m ON m.id = s.meetup WHERE s.gone = 0 AND "
		"(s.\"end\" > m.\"end\" OR s.start != m.start + s.n * m.slot_minutes * 60000 "
		"OR s.\"end\" != s.start + m.slot_minutes * 60000)"},
	{"slots: is expected before it is planned, or at another length",
		"SELECT id FROM slots WHERE gone = 0 AND (expected_start < start "
		"OR expected_end - expected_start != \"end\" - start)"},
	{"slots: has other seats taken than its places say",
		"SELECT s.id FROM slots AS s LEFT JOIN (SELECT slot, count(*) AS n FROM places WHERE state IN " SEATED
		" GROUP BY slot) AS p ON p.slot = s.id WHERE s.taken != coalesce(p.n, 0)"},
	{"slots: has more seats taken than there are", "SELECT id FROM slots WHERE taken > seats"},
	{"slots: counts others than wait for it",
		"SELECT s.id FROM slots AS s LEFT JOIN (SELECT slot, sum(tier = 0) AS first, sum(tier = 1) AS again "
		"FROM places WHERE state = 'waiting' GROUP BY slot) AS p ON p.slot = s.id "
		"WHERE s.waiting_first != coalesce(p.first, 0) OR s.waiting_again != coalesce(p.again, 0)"},
	{"places: is of nobody",
		"SELECT 'b' || id FROM places WHERE attendee NOT IN (SELECT id FROM attendees)"},
	{"places: has another host than its meetup, or another meetup than its slot",
		"SELECT 'b' || p.id FROM places AS p JOIN meetups AS m ON m.id = p.meetup "
		"LEFT JOIN slots AS s ON s.id = p.slot WHERE p.host != m.host OR s.meetup != p.meetup"},
	{"places: is open in a slot that is no more, or a meetup that is cancelled",
		"SELECT 'b' || p.id FROM places AS p JOIN lines AS l ON l.meetup = p.meetup "
		"LEFT JOIN slots AS s ON s.id = p.slot WHERE p.ended_at IS NULL AND p.state != 'talking' "
		"AND (l.cancelled OR s.gone) AND NOT (p.state = 'waiting' AND p.until = 1)"},
	{"places: is to be ended, in a slot that is held",
		"SELECT 'b' || p.id FROM places AS p JOIN lines AS l ON l.meetup = p.meetup "
		"JOIN slots AS s ON s.id = p.slot WHERE p.state = 'waiting' AND p.until = 1 "
		"AND NOT l.cancelled AND NOT s.gone"},
	{"places: is booked at the time of another seat of the same attendee",
		"SELECT 'b' || p.id FROM places AS p JOIN slots AS s ON s.id = p.slot "
		"JOIN places AS o ON o.attendee = p.attendee AND o.id < p.id AND o.ended_at IS NULL "
		"JOIN slots AS other ON other.id = o.slot WHERE p.state = 'booked' AND o.state = 'booked' "
		"AND NOT p.choose AND NOT o.choose "
		"AND s.expected_start < other.expected_end AND other.expected_start < s.expected_end"},
	{"places: is the attendee's second one in this host's line",
		"SELECT 'b' || max(id) FROM places WHERE slot IS NULL AND ended_at IS NULL "
		"GROUP BY attendee, host HAVING count(*) > 1"},
	{"places: has the same turn as another that waits there",
		"SELECT 'b' || max(id) FROM places WHERE state = 'waiting' "
		"GROUP BY coalesce(slot, meetup), tier, turn HAVING count(*) > 1"},
	{"told: the world knows another revision of a slot, which is not to be told",
		"SELECT id FROM slots WHERE dirty = 0 AND gone = EXISTS (SELECT 1 FROM told WHERE collection = 'slots' "
		"AND told.id = slots.id AND document ->> 'rev' = slots.rev)"},
	{"told: the world knows another revision of a line, which is not to be told",
		"SELECT meetup FROM lines WHERE dirty = 0 AND NOT EXISTS (SELECT 1 FROM told "
		"WHERE collection = 'lines' AND id = lines.meetup AND document ->> 'rev' = lines.rev)"},
	{"journal: names a guest who could not be forgotten, at this seq",
		"SELECT DISTINCT j.seq FROM journal AS j, "
		"json_each(iif(json_valid(j.change), j.change, '{}'), '$.set.lines') AS l, "
		"json_each(json_array(json_extract(l.value, '$.now'), json_extract(l.value, '$.next'))) AS list, "
		"json_each(list.value) AS guest WHERE guest.value ->> 'attendee' IS NOT NULL AND NOT EXISTS "
		"(SELECT 1 FROM guests_told WHERE attendee = guest.value ->> 'attendee' AND meetup = l.key AND seq = j.seq)"},
	{0},
};
