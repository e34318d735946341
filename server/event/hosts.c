#include "event/hosts.h"

#include "base/text.h"
#include "event/attendees.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

/* What people write on two lines becomes one. */
static void copy_line(const char *from, char *out, size_t size)
{
	size_t used = 0, count = 0;
	for (const char *p = from; *p && count < MAX_NAME_CHARACTERS; p = g_utf8_next_char(p), count++) {
		gunichar c = g_utf8_get_char(p);
		bool breaks = g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029;
		size_t len = breaks ? 1 : (size_t)(g_utf8_next_char(p) - p);
		if (used + len >= size)
			break;
		memcpy(out + used, breaks ? " " : p, len);
		used += len;
	}
	out[used] = '\0';
}

bool person_name(struct db *db, const char *person, char *out, size_t size)
{
	struct stmt *s = db_query(db,
		"SELECT coalesce(name ->> (SELECT languages ->> 0 FROM event), "
		"(SELECT value FROM json_each(people.name) LIMIT 1)) FROM people WHERE id = ?1",
		"s", person);
	bool found = stmt_row(s) && !stmt_is_null(s, 0);
	if (found)
		copy_line(stmt_text(s, 0), out, size);
	stmt_end(s);
	return found && !text_is_blank(out);
}

static bool attendee_of_person(struct db *db, const char *person, char id[RANDOM_ID_TEXT])
{
	return db_text(db, id, RANDOM_ID_TEXT, "SELECT id FROM attendees WHERE person = ?1", "s", person);
}

static void tell(struct txn *txn, const char *id, const char *person)
{
	txn_touch(txn, id, "attendees", id);
	txn_touch(txn, NULL, "members", person);
}

enum status host_attendee(
	struct txn *txn, const char *person, const char *attendee, char id[RANDOM_ID_TEXT], struct err *err)
{
	struct db *db = txn->db;
	char name[PERSON_NAME];
	if (db_int(db, 0, "SELECT 1 FROM people WHERE id = ?1", "s", person) != 1)
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_reference",
			"person: there is no people/%s", person);
	if (attendee_of_person(db, person, id))
		return STATUS_OK;
	bool free = attendee &&
		db_int(db, 0, "SELECT 1 FROM attendees WHERE id = ?1 AND person IS NULL", "s", attendee) == 1;
	if (free)
		snprintf(id, RANDOM_ID_TEXT, "%s", attendee);
	else if (attendee_create(txn, person_name(db, person, name, sizeof name) ? name : person, NULL, id,
			 err) != STATUS_OK)
		return err->status;
	db_run(db, "UPDATE attendees SET person = ?2, rev = rev + 1 WHERE id = ?1", "ss", id, person);
	tell(txn, id, person);
	return db_status(db, err);
}

enum status host_end(struct txn *txn, const char *person, struct err *err)
{
	char id[RANDOM_ID_TEXT];
	if (!attendee_of_person(txn->db, person, id)) {
		if (db_status(txn->db, err) != STATUS_OK)
			return err->status;
		return err_set(err, STATUS_NOT_FOUND, "not_found", "nobody who attends is people/%s", person);
	}
	db_run(txn->db, "UPDATE attendees SET person = NULL, rev = rev + 1 WHERE id = ?1", "s", id);
	tell(txn, id, person);
	return db_status(txn->db, err);
}
