#include "event/characters.h"

#include "base/hash.h"
#include "base/instant.h"
#include "event/meetups.h"
#include "store/journal.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char collection[] = "characters";

/* --- the document -------------------------------------------------------- */

void character_version(const char *recipe, const char *language, char out[CHARACTER_VERSION])
{
	char hash[SHA256_HEX];
	char *both = g_strdup_printf("%s\n%s", recipe, language);
	sha256_hex(both, strlen(both), hash);
	snprintf(out, CHARACTER_VERSION, "%.16s", hash);
	g_free(both);
}

void character_picture(const char *id, const char *recipe, const char *language, char out[CHARACTER_PICTURE])
{
	char version[CHARACTER_VERSION];
	character_version(recipe, language, version);
	snprintf(out, CHARACTER_PICTURE, "/avatars/%s.svg?v=%s", id, version);
}

/* The columns of SHOWN, below. */
enum { ID, NAME, LANGUAGE, AVATAR, AVATAR_AT, REV };
#define IS_SHOWN "avatar IS NOT NULL AND shown = 1 AND barred = 0"
#define SHOWN "SELECT id, name, language, avatar, avatar_at, rev FROM attendees WHERE " IS_SHOWN

static void write_document(struct stmt *s, struct buf *out)
{
	char picture[CHARACTER_PICTURE], at[INSTANT_TEXT];
	character_picture(stmt_text(s, ID), stmt_text(s, AVATAR), stmt_text(s, LANGUAGE), picture);
	instant_format(stmt_int(s, AVATAR_AT), at);
	buf_add_str(out, "{\"id\":");
	buf_add_json(out, stmt_text(s, ID));
	buf_add_str(out, ",\"name\":");
	buf_add_json(out, stmt_text(s, NAME));
	buf_add_str(out, ",\"picture\":");
	buf_add_json(out, picture);
	buf_addf(out, ",\"at\":\"%s\",\"rev\":%" PRId64 "}", at, stmt_int(s, REV));
}

char *character_recipe(struct db *db, const char *id, char language[MAX_ID])
{
	struct stmt *s = db_query(
		db, "SELECT avatar, language FROM attendees WHERE id = ?1 AND avatar IS NOT NULL", "s", id);
	char *recipe = NULL;
	if (stmt_row(s)) {
		recipe = g_strdup(stmt_text(s, 0));
		g_strlcpy(language, stmt_text(s, 1), MAX_ID);
	}
	stmt_end(s);
	return recipe;
}

bool character_render(struct db *db, const char *id, struct buf *out)
{
	struct stmt *s = db_query(db, SHOWN " AND id = ?1", "s", id);
	bool found = stmt_row(s);
	if (found)
		write_document(s, out);
	stmt_end(s);
	return found;
}

void characters_each(struct db *db, void (*each)(void *ctx, const char *id, char *json), void *ctx)
{
	struct stmt *s = db_query(db, SHOWN, "");
	while (stmt_row(s)) {
		struct buf json = BUF_INIT(SIZE_MAX / 2);
		write_document(s, &json);
		each(ctx, stmt_text(s, ID), buf_take(&json, NULL));
	}
	stmt_end(s);
}

/* --- telling ------------------------------------------------------------- */

void character_touch(struct txn *txn, const char *id)
{
	int64_t told = db_int(txn->db, 0, "SELECT told FROM attendees WHERE id = ?1", "s", id);
	int64_t seen = db_int(txn->db, 0, "SELECT 1 FROM attendees WHERE id = ?1 AND " IS_SHOWN, "s", id);
	if (!told && !seen)
		return;
	txn_touch(txn, NULL, collection, id);
	lines_rename(txn, id);
	db_run(txn->db, "UPDATE attendees SET told = ?2 WHERE id = ?1 AND told <> ?2", "si", id, seen);
	if (seen)
		db_run(txn->db, "INSERT OR IGNORE INTO characters_told (attendee, seq) VALUES (?1, ?2)", "si",
			id, txn->seq);
}

enum status character_dress(struct txn *txn, const char *id, const char *recipe, struct err *err)
{
	int64_t same =
		db_int(txn->db, -1, "SELECT avatar IS ?2 FROM attendees WHERE id = ?1", "ss", id, recipe);
	if (same == 0) {
		db_run(txn->db,
			"UPDATE attendees SET avatar = ?2, avatar_at = iif(?2 IS NULL, NULL, ?3), rev = rev + 1 "
			"WHERE id = ?1",
			"ssi", id, recipe, txn->now);
		txn_touch(txn, id, "attendees", id);
		character_touch(txn, id);
		txn_why(txn, recipe ? "avatar.put" : "avatar.delete");
	}
	enum status st = db_status(txn->db, err);
	return st == STATUS_OK && same < 0
		? err_set(err, STATUS_NOT_FOUND, "not_found", "this attendee has gone")
		: st;
}

void character_forget(struct txn *txn, const char *id)
{
	GArray *seqs = db_ints(txn->db, "SELECT seq FROM characters_told WHERE attendee = ?1", "s", id);
	for (guint i = 0; i < seqs->len; i++)
		journal_forget(txn->db, g_array_index(seqs, int64_t, i), collection, id);
	g_array_free(seqs, TRUE);
	db_run(txn->db, "DELETE FROM characters_told WHERE attendee = ?1", "s", id);
	if (db_int(txn->db, 0, "SELECT told FROM attendees WHERE id = ?1", "s", id))
		txn_touch(txn, NULL, collection, id);
}

enum status character_bar(struct txn *txn, const char *id, struct err *err)
{
	int64_t barred = db_int(
		txn->db, -1, "SELECT barred FROM attendees WHERE id = ?1 AND avatar IS NOT NULL", "s", id);
	if (barred < 0)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no character %s", id);
	if (!barred) {
		db_run(txn->db, "UPDATE attendees SET barred = 1, rev = rev + 1 WHERE id = ?1", "s", id);
		txn_touch(txn, id, "attendees", id);
		character_touch(txn, id);
		txn_why(txn, "characters.delete");
	}
	return db_status(txn->db, err);
}
