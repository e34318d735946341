#include "event/guests.h"

#include "base/instant.h"
#include "event/characters.h"
#include "event/places.h"

#include <inttypes.h>

/* Of who has built a character, unless a steward has taken it away. */
static void add_picture(struct stmt *s, const char *attendee, struct buf *out)
{
	char picture[CHARACTER_PICTURE];
	const char *recipe = stmt_text(s, 2);
	if (recipe)
		character_picture(attendee, recipe, stmt_text(s, 1), picture);
	buf_add_json(out, recipe ? picture : NULL);
}

static void add_person(struct db *db, const struct place *p, struct buf *out)
{
	struct stmt *s = db_query(db,
		"SELECT name, language, CASE WHEN barred THEN NULL ELSE avatar END, "
		"(SELECT count(*) FROM places WHERE attendee = ?1 AND host = ?2 AND ended_at IS NOT NULL "
		"AND state = 'done' AND id <> ?3), "
		"(SELECT count(*) FROM places WHERE attendee = ?1 AND host = ?2 AND ended_at IS NOT NULL "
		"AND state = 'no_show') FROM attendees WHERE id = ?1",
		"ssi", p->attendee, p->host, p->number);
	if (stmt_row(s)) {
		buf_add_str(out, ",\"name\":");
		buf_add_json(out, stmt_text(s, 0));
		buf_add_str(out, ",\"language\":");
		buf_add_json(out, stmt_text(s, 1));
		buf_add_str(out, ",\"picture\":");
		add_picture(s, p->attendee, out);
		buf_addf(out, ",\"chats\":%" PRId64 ",\"no_shows\":%" PRId64, stmt_int(s, 3), stmt_int(s, 4));
	}
	stmt_end(s);
}

enum { MAX_GUEST = 16 * 1024 }; /* of one document; a topic has 200 characters */

bool guest_render(struct db *db, int64_t number, struct buf *out)
{
	char id[PLACE_ID];
	struct place p;
	struct buf own = BUF_INIT(MAX_GUEST);
	place_id(number, id);
	bool found = place_load(db, number, &p) && place_render(db, p.attendee, id, &own);
	if (found) {
		buf_add(out, own.data, own.len - 1); /* without its last brace */
		add_person(db, &p, out);
		buf_add_char(out, '}');
	}
	buf_clear(&own);
	return found;
}

/* The guests whose numbers the query gives. */
static void add_list(struct db *db, struct stmt *s, struct buf *out)
{
	for (bool first = true; stmt_row(s); first = false) {
		buf_add_str(out, first ? "" : ",");
		guest_render(db, stmt_int(s, 0), out);
	}
	stmt_end(s);
}

static void add_guests(struct db *db, const char *meetup, struct buf *out)
{
	struct stmt *s = db_query(db,
		"SELECT p.id FROM places AS p LEFT JOIN slots AS s ON s.id = p.slot "
		"WHERE p.meetup = ?1 AND p.ended_at IS NULL AND (p.state <> 'waiting' OR p.slot IS NULL) "
		"ORDER BY CASE p.state WHEN 'talking' THEN 0 WHEN 'arrived' THEN 1 WHEN 'called' THEN 2 "
		"WHEN 'booked' THEN 3 ELSE 4 END, s.expected_start, p.tier * (p.slot IS NULL), "
		"p.turn * (p.slot IS NULL), p.id",
		"s", meetup);
	add_list(db, s, out);
}

/* Who was called in vain and may still come: while the slot lasts, or the table
 * where they were in the line. The last one first. */
static void add_missed(struct db *db, const char *meetup, int64_t now, struct buf *out)
{
	struct stmt *s = db_query(db,
		"SELECT p.id FROM places AS p JOIN lines AS l ON l.meetup = p.meetup "
		"LEFT JOIN slots AS s ON s.id = p.slot WHERE p.meetup = ?1 AND p.state = 'no_show' "
		"AND coalesce(s.expected_end, l.expected_end) > ?2 AND NOT EXISTS (SELECT 1 FROM places AS o "
		"WHERE o.attendee = p.attendee AND coalesce(o.slot, o.host) = coalesce(p.slot, p.host) "
		"AND o.ended_at IS NULL) ORDER BY p.ended_at DESC, p.id DESC LIMIT ?3",
		"sii", meetup, now, (int64_t)MAX_GUESTS_MISSED);
	add_list(db, s, out);
}

static int64_t count_of(struct db *db, const char *sql, const char *meetup)
{
	return db_int(db, 0, sql, "s", meetup);
}

bool guests_render(struct db *db, const char *meetup, int64_t now, struct buf *out)
{
	char at[INSTANT_TEXT];
	if (db_int(db, 0, "SELECT 1 FROM meetups WHERE id = ?1", "s", meetup) != 1)
		return false;
	instant_format(now, at);
	buf_addf(out, "{\"now\":\"%s\",\"meetup\":", at);
	buf_add_json(out, meetup);
	buf_add_str(out, ",\"guests\":[");
	add_guests(db, meetup, out);
	buf_add_str(out, "],\"missed\":[");
	add_missed(db, meetup, now, out);
	buf_addf(out, "],\"done\":%" PRId64 ",\"no_shows\":%" PRId64 "}",
		count_of(db, "SELECT count(*) FROM places WHERE meetup = ?1 AND state = 'done'", meetup),
		count_of(db, "SELECT count(*) FROM places WHERE meetup = ?1 AND state = 'no_show'", meetup));
	return true;
}
