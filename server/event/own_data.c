#include "event/own_data.h"

#include "base/instant.h"
#include "event/attendees.h"
#include "event/places.h"
#include "event/private.h"

#include <inttypes.h>

static void add_instant(struct buf *out, const char *name, int64_t at)
{
	char text[INSTANT_TEXT];
	instant_format(at, text);
	buf_addf(out, "\"%s\":\"%s\"", name, text);
}

/* "name":[…], of what `query` gives for the attendee (?1), each by `each`. */
static void add_list(struct db *db, const char *id, const char *name, const char *query,
	void (*each)(struct db *db, const char *id, struct stmt *s, struct buf *out), struct buf *out)
{
	buf_addf(out, ",\"%s\":[", name);
	struct stmt *s = db_query(db, query, "s", id);
	for (bool first = true; stmt_row(s); first = false) {
		buf_add_str(out, first ? "{" : ",{");
		each(db, id, s, out);
		buf_add_char(out, '}');
	}
	stmt_end(s);
	buf_add_char(out, ']');
}

static void add_sign_in(struct db *db, const char *id, struct stmt *s, struct buf *out)
{
	add_instant(out, "at", stmt_int(s, 0));
}

static void add_link(struct db *db, const char *id, struct stmt *s, struct buf *out)
{
	add_instant(out, "until", stmt_int(s, 0));
}

static void add_star(struct db *db, const char *id, struct stmt *s, struct buf *out)
{
	buf_add_str(out, "\"session\":");
	buf_add_json(out, stmt_text(s, 0));
	buf_addf(out, ",\"title\":%s,", stmt_text(s, 1));
	add_instant(out, "at", stmt_int(s, 2));
}

static void add_notice(struct db *db, const char *id, struct stmt *s, struct buf *out)
{
	/* A place's has no session, and so no title. */
	buf_addf(out, "\"title\":%s,\"notice\":", stmt_is_null(s, 1) ? "null" : stmt_text(s, 1));
	if (!private_render(db, id, "notices", stmt_text(s, 0), out))
		buf_add_str(out, "null");
}

static void add_place(struct db *db, const char *id, struct stmt *s, struct buf *out)
{
	buf_addf(out, "\"host\":%s,\"place\":", stmt_text(s, 1));
	if (!place_render(db, id, stmt_text(s, 0), out))
		buf_add_str(out, "null");
}

static void add_answer(struct db *db, const char *id, struct stmt *s, struct buf *out)
{
	add_instant(out, "at", stmt_int(s, 0));
	buf_addf(out, ",\"body\":%s", stmt_text(s, 1));
}

bool own_data_write(struct db *db, const char *id, int64_t now, struct buf *out)
{
	struct stmt *s =
		db_query(db, "SELECT made_at, avatar_at, barred FROM attendees WHERE id = ?1", "s", id);
	bool found = stmt_row(s);
	if (found) {
		buf_add_char(out, '{');
		add_instant(out, "exported_at", now);
		buf_add_str(out, ",\"attendee\":");
		attendee_render(db, id, id, out);
		buf_add_char(out, ',');
		add_instant(out, "came_at", stmt_int(s, 0));
		if (!stmt_is_null(s, 1)) {
			buf_add_char(out, ',');
			add_instant(out, "character_at", stmt_int(s, 1));
		}
		buf_addf(out, ",\"barred\":%s", stmt_int(s, 2) ? "true" : "false");
	}
	stmt_end(s);
	if (!found)
		return false;
	add_list(db, id, "sign_ins", "SELECT made_at FROM tokens WHERE attendee = ?1 ORDER BY made_at",
		add_sign_in, out);
	add_list(
		db, id, "links", "SELECT until FROM links WHERE attendee = ?1 ORDER BY until", add_link, out);
	add_list(db, id, "stars",
		"SELECT stars.session, sessions.title, stars.at FROM stars JOIN sessions ON sessions.id = stars.session "
		"WHERE stars.attendee = ?1 ORDER BY stars.at, stars.session",
		add_star, out);
	add_list(db, id, "notices",
		"SELECT notices.id, sessions.title FROM notices LEFT JOIN sessions ON sessions.id = notices.session "
		"WHERE notices.attendee = ?1 ORDER BY notices.at, notices.id",
		add_notice, out);
	add_list(db, id, "places",
		"SELECT 'b' || places.id, people.name FROM places JOIN people ON people.id = places.host "
		"WHERE places.attendee = ?1 AND ended_at IS NULL "
		"UNION ALL SELECT 'b' || places.id, people.name FROM places JOIN people ON people.id = places.host "
		"WHERE places.attendee = ?1 AND ended_at IS NOT NULL",
		add_place, out);
	add_list(db, id, "answers",
		"SELECT at, body FROM answers WHERE caller = ?1 "
		"UNION ALL SELECT at, body FROM answers WHERE attendee = ?1 ORDER BY at",
		add_answer, out);
	buf_add_char(out, '}');
	return true;
}
