#include "event/links.h"

#include "base/hash.h"
#include "base/limits.h"
#include "event/attendees.h"

#include <stdio.h>
#include <string.h>

enum status link_add(struct txn *txn, const char *attendee, const char *code, int64_t now, int64_t *ret_until,
	struct err *err)
{
	char hash[SHA256_HEX];
	int64_t until = now + MAX_LINK_MINUTES * INT64_C(60000);
	if (attendee_exists(txn->db, attendee, err) != STATUS_OK)
		return err->status;
	sha256_hex(code, strlen(code), hash);
	db_run(txn->db, "DELETE FROM links WHERE attendee = ?1 AND until <= ?2", "si", attendee, now);
	db_run(txn->db,
		"DELETE FROM links WHERE hash IN "
		"(SELECT hash FROM links WHERE attendee = ?1 ORDER BY until DESC, hash LIMIT -1 OFFSET ?2)",
		"si", attendee, (int64_t)MAX_LINKS - 1);
	db_run(txn->db,
		"INSERT INTO links (hash, role, attendee, name, until) VALUES (?1, 'attendee', ?2, 'attendee', ?3)",
		"ssi", hash, attendee, until);
	*ret_until = until;
	return db_status(txn->db, err);
}

enum status link_open(
	struct txn *txn, const char *code, int64_t now, char *ret_attendee, size_t size, struct err *err)
{
	char hash[SHA256_HEX];
	sha256_hex(code, strlen(code), hash);
	struct stmt *s = db_query(txn->db,
		"DELETE FROM links WHERE hash = ?1 AND until > ?2 RETURNING attendee", "si", hash, now);
	bool found = stmt_row(s);
	if (found)
		snprintf(ret_attendee, size, "%s", stmt_text(s, 0));
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
