#include "event/attendees.h"

#include "base/text.h"
#include "event/characters.h"
#include "event/places.h"
#include "event/private.h"

#include <inttypes.h>
#include <stdio.h>

static enum status check_name(const char *name, struct err *err)
{
	if (!name || !text_is_line(name) || text_is_blank(name) || text_length(name) > MAX_NAME_CHARACTERS)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"name: must be one line of 1 to %d characters, not blank", MAX_NAME_CHARACTERS);
	return STATUS_OK;
}

static enum status check_language(const char *language, struct err *err)
{
	if (!text_is_language_tag(language))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"language: must be a language tag such as \"ko\"");
	return STATUS_OK;
}

enum status attendee_create(
	struct txn *txn, const char *name, const char *language, char id[RANDOM_ID_TEXT], struct err *err)
{
	char pass[RANDOM_ID_TEXT], calendar[RANDOM_ID_TEXT];
	if (check_name(name, err) != STATUS_OK || (language && check_language(language, err) != STATUS_OK))
		return err->status;
	if (db_int(txn->db, 0, "SELECT n FROM attendee_count WHERE one = 1", "") >= MAX_ATTENDEES)
		return err_set(
			err, STATUS_CONFLICT, "full", "%d people attend, and no more fit", MAX_ATTENDEES);
	random_id(id);
	random_id(pass);
	random_id(calendar);
	db_run(txn->db,
		"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
		"VALUES (?1, ?2, coalesce(?3, (SELECT languages ->> 0 FROM event)), ?4, ?5, 1, 0, ?6, 1)",
		"sssssi", id, name, language, pass, calendar, txn->now);
	txn_touch(txn, id, "attendees", id);
	txn_why(txn, "attendees.post");
	return db_status(txn->db, err);
}

enum status attendee_exists(struct db *db, const char *id, struct err *err)
{
	if (db_int(db, 0, "SELECT 1 FROM attendees WHERE id = ?1", "s", id))
		return STATUS_OK;
	if (db_status(db, err) != STATUS_OK)
		return STATUS_STORAGE;
	return err_set(err, STATUS_NOT_FOUND, "not_found", "this attendee has gone");
}

enum status attendee_change(
	struct txn *txn, const char *id, const struct attendee_change *change, struct err *err)
{
	if (attendee_exists(txn->db, id, err) != STATUS_OK ||
		(change->name && check_name(change->name, err) != STATUS_OK) ||
		(change->language && check_language(change->language, err) != STATUS_OK))
		return err->status;
	int64_t shown = change->shown ? *change->shown : -1;
	int64_t differs = db_int(txn->db, 0,
		"SELECT name <> coalesce(?2, name) OR language <> coalesce(?3, language) OR (?4 >= 0 AND shown <> ?4) "
		"FROM attendees WHERE id = ?1",
		"sssi", id, change->name, change->language, shown);
	if (differs) {
		db_run(txn->db,
			"UPDATE attendees SET name = coalesce(?2, name), language = coalesce(?3, language), "
			"shown = CASE WHEN ?4 >= 0 THEN ?4 ELSE shown END, rev = rev + 1 WHERE id = ?1",
			"sssi", id, change->name, change->language, shown);
		txn_touch(txn, id, "attendees", id);
		character_touch(txn, id);
		txn_why(txn, "me.patch");
	}
	return db_status(txn->db, err);
}

enum status attendee_delete(struct txn *txn, const char *id, struct err *err)
{
	if (attendee_exists(txn->db, id, err) != STATUS_OK)
		return err->status;
	char person[MAX_ID + 1];
	if (db_text(txn->db, person, sizeof person,
		    "SELECT person FROM attendees WHERE id = ?1 AND person IS NOT NULL", "s", id))
		txn_touch(txn, NULL, "members", person);
	private_touch_all(txn, id);
	places_of_attendee_go(txn, id);
	character_forget(txn, id);
	db_run(txn->db, "DELETE FROM answers WHERE caller = ?1", "s", id);
	db_run(txn->db, "DELETE FROM attendees WHERE id = ?1", "s", id);
	txn_forget(txn);
	txn_why(txn, "me.delete");
	return db_status(txn->db, err);
}

int64_t attendee_revision(struct db *db, const char *id)
{
	return db_int(db, 0, "SELECT rev FROM attendees WHERE id = ?1", "s", id);
}

bool attendee_pass(struct db *db, const char *id, char out[RANDOM_ID_TEXT])
{
	return db_text(db, out, RANDOM_ID_TEXT, "SELECT pass FROM attendees WHERE id = ?1", "s", id);
}

enum status attendee_renew_calendar(struct txn *txn, const char *id, struct err *err)
{
	char calendar[RANDOM_ID_TEXT];
	random_id(calendar);
	if (db_int(txn->db, 0, "UPDATE attendees SET calendar = ?2, rev = rev + 1 WHERE id = ?1 RETURNING 1",
		    "ss", id, calendar) != 1)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "this attendee has gone");
	txn_touch(txn, id, "attendees", id);
	txn_why(txn, "calendar.post");
	return db_status(txn->db, err);
}

bool attendee_of_calendar(
	struct db *db, const char *secret, char id[RANDOM_ID_TEXT], char language[MAX_ID + 1])
{
	struct stmt *s = db_query(db, "SELECT id, language FROM attendees WHERE calendar = ?1", "s", secret);
	bool found = stmt_row(s);
	if (found) {
		snprintf(id, RANDOM_ID_TEXT, "%s", stmt_text(s, 0));
		snprintf(language, MAX_ID + 1, "%s", stmt_text(s, 1));
	}
	stmt_end(s);
	return found;
}

static void add_avatar(const char *id, const char *recipe, const char *language, struct buf *out)
{
	char picture[CHARACTER_PICTURE];
	if (!recipe) {
		buf_add_str(out, ",\"avatar\":null,\"picture\":null");
		return;
	}
	character_picture(id, recipe, language, picture);
	buf_addf(out, ",\"avatar\":%s,\"picture\":\"%s\"", recipe, picture);
}

bool attendee_render(struct db *db, const char *owner, const char *id, struct buf *out)
{
	struct stmt *s = db_query(db,
		"SELECT name, language, avatar, shown AND NOT barred, pass, calendar, rev, person FROM attendees WHERE id = ?1 AND id = ?2",
		"ss", id, owner);
	bool found = stmt_row(s);
	if (found) {
		buf_add_str(out, "{\"id\":");
		buf_add_json(out, id);
		buf_add_str(out, ",\"name\":");
		buf_add_json(out, stmt_text(s, 0));
		buf_add_str(out, ",\"language\":");
		buf_add_json(out, stmt_text(s, 1));
		add_avatar(id, stmt_text(s, 2), stmt_text(s, 1), out);
		buf_addf(out, ",\"shown\":%s,\"person\":", stmt_int(s, 3) ? "true" : "false");
		buf_add_json(out, stmt_text(s, 7));
		buf_addf(out,
			",\"pass\":\"%s\",\"calendar\":\"/api/v1/me/stars.ics?key=%s\",\"rev\":%" PRId64 "}",
			stmt_text(s, 4), stmt_text(s, 5), stmt_int(s, 6));
	}
	stmt_end(s);
	return found;
}
