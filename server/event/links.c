#include "event/links.h"

#include "base/hash.h"
#include "base/limits.h"
#include "event/attendees.h"

#include <stdio.h>
#include <string.h>

static enum status make_room_of_attendee(struct db *db, const char *attendee, int64_t now, struct err *err)
{
	if (attendee_exists(db, attendee, err) != STATUS_OK)
		return err->status;
	db_run(db, "DELETE FROM links WHERE attendee = ?1 AND until <= ?2", "si", attendee, now);
	return db_run(db,
		"DELETE FROM links WHERE hash IN "
		"(SELECT hash FROM links WHERE attendee = ?1 ORDER BY until DESC, hash LIMIT -1 OFFSET ?2)",
		"si", attendee, (int64_t)MAX_LINKS - 1);
}

/* Here none makes room: the link of a speaker must not go because a hundred
 * others were made. */
static enum status make_room_at_desk(struct db *db, const char *person, int64_t now, struct err *err)
{
	if (*person && db_int(db, 0, "SELECT 1 FROM people WHERE id = ?1", "s", person) != 1)
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_reference",
			"person: there is no people/%s", person);
	db_run(db, "DELETE FROM links WHERE attendee IS NULL AND until <= ?1", "i", now);
	if (db_int(db, 0, "SELECT count(*) FROM links WHERE attendee IS NULL", "") >= MAX_DESK_LINKS)
		return err_set(err, STATUS_CONFLICT, "full", "%d links wait to be opened, and no more may",
			MAX_DESK_LINKS);
	return STATUS_OK;
}

static int minutes_of(const char *role)
{
	bool is_short = strcmp(role, "attendee") == 0 || strcmp(role, "organiser") == 0;
	return is_short ? MAX_LINK_MINUTES : MAX_DESK_LINK_MINUTES;
}

/* An empty text is none. */
static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void insert(struct db *db, const struct link *link, const char *code, int64_t until)
{
	char hash[SHA256_HEX];
	sha256_hex(code, strlen(code), hash);
	db_run(db,
		"INSERT INTO links (hash, role, attendee, person, name, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		"sssssi", hash, link->role, or_null(link->attendee), or_null(link->person), link->name,
		until);
}

enum status link_add(struct txn *txn, const struct link *link, const char *code, int64_t now,
	int64_t *ret_until, struct err *err)
{
	struct db *db = txn->db;
	int64_t until = now + minutes_of(link->role) * INT64_C(60000);
	enum status st = *link->attendee ? make_room_of_attendee(db, link->attendee, now, err)
					 : make_room_at_desk(db, link->person, now, err);
	if (st != STATUS_OK)
		return st;
	insert(db, link, code, until);
	*ret_until = until;
	return db_status(db, err);
}

enum status link_add_first(struct txn *txn, const char *code, int64_t now, struct err *err)
{
	static const struct link first = {.role = "organiser", .name = "organiser"};
	db_run(txn->db, "DELETE FROM links WHERE role = 'organiser'", "");
	insert(txn->db, &first, code, now + MAX_DESK_LINK_MINUTES * INT64_C(60000));
	return db_status(txn->db, err);
}

static void copy_column(struct stmt *s, int column, char *out, size_t size)
{
	const char *text = stmt_text(s, column);
	snprintf(out, size, "%s", text ? text : "");
}

enum status link_open(struct txn *txn, const char *code, int64_t now, struct link *ret, struct err *err)
{
	char hash[SHA256_HEX];
	sha256_hex(code, strlen(code), hash);
	struct stmt *s = db_query(txn->db,
		"DELETE FROM links WHERE hash = ?1 AND until > ?2 RETURNING role, attendee, person, name",
		"si", hash, now);
	bool found = stmt_row(s);
	if (found) {
		copy_column(s, 0, ret->role, sizeof ret->role);
		copy_column(s, 1, ret->attendee, sizeof ret->attendee);
		copy_column(s, 2, ret->person, sizeof ret->person);
		copy_column(s, 3, ret->name, sizeof ret->name);
	}
	stmt_run(s);
	if (found || db_status(txn->db, err) != STATUS_OK)
		return db_status(txn->db, err);
	return err_set(err, STATUS_NOT_FOUND, "not_found",
		"this code is not known, was used already, or has run out");
}

bool link_waits(struct db *db, const char *hash, int64_t now)
{
	return db_int(db, 0, "SELECT 1 FROM links WHERE hash = ?1 AND until > ?2", "si", hash, now) == 1;
}
