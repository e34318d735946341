#include "event/edit.h"

#include "base/hash.h"
#include "base/instant.h"
#include "event/days.h"
#include "event/meetups.h"
#include "event/notices.h"
#include "event/phase.h"
#include "event/screens.h"
#include "event/stars.h"

#include <inttypes.h>
#include <string.h>

void edit_begin(struct edit *e, struct txn *txn, const char *who, const char *what)
{
	*e = (struct edit){
		.txn = txn,
		.who = who,
		.what = what,
		.before = cJSON_CreateArray(),
	};
}

void edit_abandon(struct edit *e)
{
	cJSON_Delete(e->before);
	e->before = NULL;
	g_clear_pointer(&e->kept, g_hash_table_destroy);
	g_clear_pointer(&e->part, g_hash_table_destroy);
}

static char *name_of(const struct resource *r, const char *id)
{
	return g_strconcat(r->collection, "/", id, NULL);
}

const cJSON *edit_kept(const struct edit *e, const struct resource *r, const char *id)
{
	char *name = name_of(r, id);
	const cJSON *kept = e->kept ? g_hash_table_lookup(e->kept, name) : NULL;
	g_free(name);
	return kept;
}

void edit_part(struct edit *e)
{
	g_clear_pointer(&e->part, g_hash_table_destroy);
	e->part = g_hash_table_new(g_direct_hash, g_direct_equal);
}

bool edit_is_of_part(const struct edit *e, const cJSON *kept)
{
	return !e->part || g_hash_table_contains(e->part, kept);
}

static bool follows_clock(const cJSON *row)
{
	const char *status = row_str(row, "status");
	bool phase = status &&
		(strcmp(status, "scheduled") == 0 || strcmp(status, "live") == 0 ||
			strcmp(status, "ended") == 0);
	return phase && !cJSON_IsTrue(json_get(row, "held"));
}

/* What people made of the row, as a hash: without what the house derives or
 * notes for itself, and without what the clock alone says. Two rows of one
 * print are the same to an organiser. NULL row: "". */
static void print_of(const struct resource *r, const cJSON *row, char out[SHA256_HEX])
{
	struct buf text = BUF_INIT(SIZE_MAX / 2);
	*out = '\0';
	for (const struct field *f = r->fields; row && f->name; f++) {
		bool by_clock = strcmp(f->name, "status") == 0 && follows_clock(row);
		if (!(f->flags & (FLAG_INTERNAL | FLAG_READ_ONLY)) && !by_clock)
			json_write(json_get(row, f->name), &text);
		buf_add_char(&text, '\n');
	}
	if (row)
		sha256_hex(text.data, text.len, out);
	buf_clear(&text);
}

/* Keeps the row as it was before this edit first changed it, and the print of
 * what it has become. Takes `old`; NULL: there was none, is none now. */
static void keep(struct edit *e, const struct resource *r, const char *id, cJSON *old, const cJSON *row)
{
	char print[SHA256_HEX];
	char *name = name_of(r, id);
	if (!e->kept)
		e->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	cJSON *kept = g_hash_table_lookup(e->kept, name);
	if (kept) {
		cJSON_Delete(old);
		g_free(name);
	} else {
		kept = cJSON_CreateObject();
		row_set_str(kept, "collection", r->collection);
		row_set_str(kept, "id", id);
		cJSON_AddBoolToObject(kept, "imported", !row_same(old, row, "imported"));
		cJSON_AddItemToObject(kept, "row", old ? old : cJSON_CreateNull());
		cJSON_AddItemToArray(e->before, kept);
		g_hash_table_insert(e->kept, name, kept);
	}
	print_of(r, row, print);
	row_set_str(kept, "became", print);
	if (e->part)
		g_hash_table_add(e->part, kept);
}

/* The days are derived from when the sessions are, in the event's zone. To
 * look at all of them for each note would cost a change more than its commit. */
static bool moves_days(const struct resource *r, const cJSON *old, const cJSON *row)
{
	if (r == &resource_event)
		return !row_same(old, row, "zone");
	return r == &resource_sessions &&
		!(row_same(old, row, "start") && row_same(old, row, "duration") &&
			row_same(old, row, "status"));
}

/* Are the rows the same, but for fields that have one of the flags `except`? */
static bool is_same(const struct resource *r, const cJSON *a, const cJSON *b, unsigned except)
{
	for (const struct field *f = r->fields; f->name; f++)
		if (!(f->flags & except) && !row_same(a, b, f->name))
			return false;
	return true;
}

static enum status write_failed(
	struct edit *e, const struct resource *r, const char *id, enum status st, struct err *err)
{
	if (st == STATUS_CONFLICT)
		return err_set(err, st, "conflict", "%s/%s: the change breaks a rule of the database",
			r->collection, id);
	return db_status(e->txn->db, err);
}

static void touch(struct edit *e, const struct resource *r, const char *id)
{
	if (r == &resource_screens)
		screen_touch(e->txn, id);
	else
		txn_touch(e->txn, NULL, r->collection, id);
}

enum status edit_save(struct edit *e, const struct resource *r, cJSON *row, struct err *err)
{
	const char *id = row_str(row, "id");
	cJSON *old = row_load(e->txn->db, r, id);
	if (old && is_same(r, old, row, 0)) {
		cJSON_Delete(old);
		return STATUS_OK;
	}
	/* One that comes back after it was deleted goes on counting. */
	int64_t before = row_int(old, "rev", 0), own = row_int(row, "rev", 0);
	int64_t rev = (before > own ? before : own) + 1;
	row_set_int(row, "rev", rev);
	if (!old || !is_same(r, old, row, FLAG_MOMENT))
		row_set_int(row, "modified", e->txn->now);
	if (old && r == &resource_sessions)
		notices_note(e->txn, old, row);
	enum status st = row_write(e->txn->db, r, row);
	if (st == STATUS_OK) {
		touch(e, r, id);
		e->moves_days = e->moves_days || moves_days(r, old, row);
		keep(e, r, id, old, row);
		return STATUS_OK;
	}
	cJSON_Delete(old);
	return write_failed(e, r, id, st, err);
}

enum status edit_note(struct edit *e, const struct resource *r, const cJSON *row, struct err *err)
{
	enum status st = row_write(e->txn->db, r, row);
	return st == STATUS_OK ? st : write_failed(e, r, row_str(row, "id"), st, err);
}

/* Does a session list it (lists are JSON, which no foreign key watches), or
 * have people places there, which must not go with it? */
static bool is_listed(struct db *db, const struct resource *r, const char *id)
{
	const char *sql = NULL;
	if (r == &resource_people)
		sql = "SELECT 1 FROM sessions, json_each(people) AS p WHERE p.value = ?1 LIMIT 1";
	else if (r == &resource_rooms)
		sql = "SELECT 1 FROM sessions, json_each(also_in) AS r WHERE r.value = ?1 LIMIT 1";
	else if (r == &resource_meetups)
		return meetup_has_places(db, id);
	return sql && db_int(db, 0, sql, "s", id) == 1;
}

enum status edit_delete(struct edit *e, const struct resource *r, const char *id, struct err *err)
{
	struct db *db = e->txn->db;
	cJSON *old = row_load(db, r, id);
	if (!old)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no %s/%s", r->collection, id);
	if (r == &resource_sessions) {
		stars_of_session_go(e->txn, id);
		notices_of_session_go(e->txn, id);
	}
	if (r == &resource_meetups)
		meetup_goes(e->txn, id);
	enum status st = is_listed(db, r, id) ? STATUS_CONFLICT : row_delete(db, r, id);
	if (st == STATUS_OK) {
		touch(e, r, id);
		e->moves_days = e->moves_days || moves_days(r, old, NULL);
		keep(e, r, id, old, NULL);
		return STATUS_OK;
	}
	cJSON_Delete(old);
	if (st == STATUS_CONFLICT)
		return err_set(err, st, "in_use", "%s/%s is named by others", r->collection, id);
	return db_status(db, err);
}

static int64_t write_action(struct edit *e)
{
	struct buf about = BUF_INIT(SIZE_MAX / 2), before = BUF_INIT(SIZE_MAX / 2);
	const cJSON *kept;
	buf_add_char(&about, '[');
	cJSON_ArrayForEach(kept, e->before)
		buf_addf(&about, "%s\"%s/%s\"", about.len > 1 ? "," : "", row_str(kept, "collection"),
			row_str(kept, "id"));
	buf_add_char(&about, ']');
	json_write(e->before, &before);
	int64_t id = db_int(e->txn->db, 0,
		"INSERT INTO actions (at, who, what, about, before, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
		"isssss", e->txn->now, e->who, e->what, about.data, before.data, e->note);
	buf_clear(&about);
	buf_clear(&before);
	return id;
}

enum status edit_finish(struct edit *e, int64_t *ret_action, struct err *err)
{
	int64_t action = 0;
	enum status st = e->before->child ? meetups_follow(e, err) : STATUS_OK;
	if (st == STATUS_OK && e->before->child) {
		if (e->moves_days)
			days_refresh(e->txn);
		txn_why(e->txn, e->what);
		action = write_action(e);
		if (e->undoes)
			db_run(e->txn->db, "UPDATE actions SET undone_by = ?2 WHERE id = ?1", "ii", e->undoes,
				action);
	}
	edit_abandon(e);
	*ret_action = action;
	return st == STATUS_OK ? db_status(e->txn->db, err) : st;
}

/* --- undo ---------------------------------------------------------------- */

/* The row to put back. What an import has noted since stays noted, unless it
 * is the import that is put back. */
static cJSON *former_row(
	const struct edit *e, const struct resource *r, const cJSON *kept, const cJSON *present)
{
	cJSON *row = cJSON_Duplicate(json_get(kept, "row"), true);
	if (present && !cJSON_IsTrue(json_get(kept, "imported")))
		row_set(row, "imported", cJSON_Duplicate(json_get(present, "imported"), true));
	if (r == &resource_sessions)
		phase_apply(row, e->txn->now);
	return row;
}

static enum status put_back(struct edit *e, const cJSON *kept, struct err *err)
{
	const struct resource *r = resource_find(row_str(kept, "collection"));
	const char *id = row_str(kept, "id");
	char print[SHA256_HEX];
	cJSON *present = row_load(e->txn->db, r, id);
	print_of(r, present, print);
	enum status st = STATUS_OK;
	if (strcmp(print, row_str(kept, "became")) != 0) {
		st = err_set(err, STATUS_CONFLICT, "changed_meanwhile", "%s/%s was changed again since",
			r->collection, id);
	} else if (!row_has(kept, "row")) {
		st = edit_delete(e, r, id, err);
	} else {
		cJSON *row = former_row(e, r, kept, present);
		st = edit_save(e, r, row, err);
		cJSON_Delete(row);
	}
	cJSON_Delete(present);
	return st;
}

static enum status put_all_back(struct edit *e, const cJSON *before, struct err *err)
{
	/* Backwards: what was made last goes first, so that no row is missing that
	 * another names. */
	enum status st = STATUS_OK;
	const cJSON *kept = before->child ? before->child->prev : NULL; /* cJSON: the last one */
	for (; kept && st == STATUS_OK; kept = kept == before->child ? NULL : kept->prev)
		st = put_back(e, kept, err);
	return st;
}

static cJSON *load_before(struct db *db, int64_t id, bool *ret_undone)
{
	struct stmt *s =
		db_query(db, "SELECT before, undone_by IS NOT NULL FROM actions WHERE id = ?1", "i", id);
	cJSON *before = NULL;
	if (stmt_row(s)) {
		before = cJSON_Parse(stmt_text(s, 0));
		*ret_undone = stmt_int(s, 1) != 0;
	}
	stmt_end(s);
	return before;
}

enum status edit_undo(struct edit *e, int64_t id, struct err *err)
{
	bool undone = false;
	cJSON *before = load_before(e->txn->db, id, &undone);
	if (!before)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no action %" PRId64, id);
	if (undone) {
		cJSON_Delete(before);
		return err_set(err, STATUS_CONFLICT, "undone_already",
			"action %" PRId64 " was put back already", id);
	}
	enum status st = put_all_back(e, before, err);
	cJSON_Delete(before);
	e->undoes = id;
	return st;
}

void actions_list(struct db *db, int64_t before, int64_t limit, struct buf *out)
{
	struct stmt *s = db_query(db,
		"SELECT id, at, who, what, about, undone_by, note FROM actions WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
		"ii", before ? before : INT64_MAX, limit);
	buf_add_char(out, '[');
	for (bool first = true; stmt_row(s); first = false) {
		char at[INSTANT_TEXT];
		instant_format(stmt_int(s, 1), at);
		buf_addf(out, "%s{\"id\":\"%" PRId64 "\",\"at\":\"%s\",\"who\":", first ? "" : ",",
			stmt_int(s, 0), at);
		buf_add_json(out, stmt_text(s, 2));
		buf_add_str(out, ",\"what\":");
		buf_add_json(out, stmt_text(s, 3));
		buf_addf(out, ",\"about\":%s,\"note\":", stmt_text(s, 4));
		if (stmt_is_null(s, 6))
			buf_add_str(out, "null");
		else
			buf_add_json(out, stmt_text(s, 6));
		buf_add_str(out, ",\"undone_by\":");
		if (stmt_is_null(s, 5))
			buf_add_str(out, "null}");
		else
			buf_addf(out, "\"%" PRId64 "\"}", stmt_int(s, 5));
	}
	buf_add_char(out, ']');
	stmt_end(s);
}
