#include "event/members.h"

#include "base/instant.h"
#include "base/limits.h"
#include "event/hosts.h"

#include <stdio.h>
#include <string.h>

#define TOKENS                                                                                               \
	"SELECT member AS id, role, name, NULL AS person, made_at, until, hash FROM tokens "                 \
	"WHERE member IS NOT NULL"
#define HOSTS                                                                                                \
	"SELECT person AS id, 'host', NULL, person, made_at, NULL, id FROM attendees "                       \
	"WHERE person IS NOT NULL"

static const char collection[] = "members";

static struct member read_member(struct stmt *s)
{
	return (struct member){
		.id = stmt_text(s, 0),
		.role = stmt_text(s, 1),
		.name = stmt_text(s, 2),
		.person = stmt_text(s, 3),
		.made_at = stmt_int(s, 4),
		.until = stmt_is_null(s, 5) ? INT64_MAX : stmt_int(s, 5),
		.owner = stmt_text(s, 6),
	};
}

/* --- reading ------------------------------------------------------------- */

void members_each(struct db *db, int64_t now, void (*each)(void *ctx, const struct member *member), void *ctx)
{
	struct stmt *s = db_query(db,
		TOKENS " AND (until IS NULL OR until > ?1) UNION ALL " HOSTS " ORDER BY made_at, id", "i",
		now);
	while (stmt_row(s)) {
		struct member m = read_member(s);
		each(ctx, &m);
	}
	stmt_end(s);
}

void member_write(const struct member *m, struct buf *out)
{
	char made_at[INSTANT_TEXT], until[INSTANT_TEXT];
	instant_format(m->made_at, made_at);
	buf_add_str(out, "{\"id\":");
	buf_add_json(out, m->id);
	buf_addf(out, ",\"role\":\"%s\",\"name\":", m->role);
	buf_add_json(out, m->name);
	buf_add_str(out, ",\"person\":");
	buf_add_json(out, m->person);
	buf_addf(out, ",\"made_at\":\"%s\"", made_at);
	if (m->until == INT64_MAX) {
		buf_add_str(out, ",\"until\":null");
	} else {
		instant_format(m->until, until);
		buf_addf(out, ",\"until\":\"%s\"", until);
	}
	buf_add_str(out, ",\"rev\":1}");
}

bool member_render(struct db *db, const char *id, struct buf *out)
{
	struct stmt *s = db_query(db, TOKENS " AND member = ?1 UNION ALL " HOSTS " AND person = ?1", "s", id);
	bool found = stmt_row(s);
	if (found) {
		struct member m = read_member(s);
		member_write(&m, out);
	}
	stmt_end(s);
	return found;
}

bool members_have_organiser(struct db *db)
{
	return db_int(db, 0,
		       "SELECT 1 FROM tokens WHERE member IS NOT NULL AND role = 'organiser' AND until IS NULL",
		       "") == 1;
}

/* --- coming -------------------------------------------------------------- */

static void end_those_run_out(struct txn *txn)
{
	struct stmt *s = db_query(txn->db,
		"DELETE FROM tokens WHERE member IS NOT NULL AND until <= ?1 RETURNING member", "i",
		machine_ms());
	while (stmt_row(s))
		txn_touch(txn, NULL, collection, stmt_text(s, 0));
	stmt_end(s);
}

enum status member_enrol(struct txn *txn, const char *hash, char id[RANDOM_ID_TEXT], struct err *err)
{
	struct db *db = txn->db;
	end_those_run_out(txn);
	if (db_int(db, 0, "SELECT count(*) FROM tokens WHERE member IS NOT NULL", "") >= MAX_MEMBERS)
		return err_set(err, STATUS_CONFLICT, "full", "there are %d members, and no more may be",
			MAX_MEMBERS);
	random_id(id);
	db_run(db, "UPDATE tokens SET member = ?2 WHERE hash = ?1", "ss", hash, id);
	member_touch(txn, hash);
	return db_status(db, err);
}

/* --- going --------------------------------------------------------------- */

void member_touch(struct txn *txn, const char *hash)
{
	char id[MAX_ID + 1];
	if (db_text(txn->db, id, sizeof id,
		    "SELECT member FROM tokens WHERE hash = ?1 AND member IS NOT NULL", "s", hash))
		txn_touch(txn, NULL, collection, id);
}

static bool is_last_organiser(struct db *db, const char *hash)
{
	return db_int(db, 0, "SELECT role = 'organiser' FROM tokens WHERE hash = ?1", "s", hash) == 1 &&
		db_int(db, 0,
			"SELECT 1 FROM tokens WHERE member IS NOT NULL AND role = 'organiser' "
			"AND until IS NULL AND hash <> ?1",
			"s", hash) != 1;
}

enum status member_end(struct txn *txn, const char *id, bool another, char ended[SHA256_HEX], struct err *err)
{
	struct db *db = txn->db;
	*ended = '\0';
	txn_why(txn, "members.delete");
	if (!db_text(db, ended, SHA256_HEX, "SELECT hash FROM tokens WHERE member = ?1", "s", id)) {
		if (host_end(txn, id, err) == STATUS_NOT_FOUND)
			return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no members/%s", id);
		return err->status;
	}
	if (!another && is_last_organiser(db, ended))
		return err_set(err, STATUS_CONFLICT, "last_organiser",
			"this is the last organiser without an end: nobody could let another one in");
	txn_touch(txn, NULL, collection, id);
	db_run(db, "DELETE FROM tokens WHERE hash = ?1", "s", ended);
	return db_status(db, err);
}
