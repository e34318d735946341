#include "store/db.h"

#include "base/rand.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
	APPLICATION_ID = 0x6D61646E, /* "madn" */
	BUSY_TIMEOUT_MS = 5000,
	FOLD_PATIENCE_MS = 200, /* all writes wait meanwhile */
	CACHE_KIB = 64 * 1024, /* the whole event stays in memory */
	WAL_AUTOCHECKPOINT_PAGES = 4000,
	RECENT = 512, /* statements that are found without hashing their text; a power of two */
};

struct db {
	sqlite3 *handle;
	GHashTable *statements; /* SQL text -> struct stmt, both owned */
	struct stmt *recent[RECENT]; /* some of them, by where their text stands in the program */
	struct err failure; /* sticky; status OK: none */
	int lock_fd; /* -1: none */
	void (*tick)(void *ctx);
	void *tick_ctx;
};

struct stmt {
	struct db *db;
	sqlite3_stmt *handle; /* NULL where preparing failed */
	char *sql;
	int last; /* what the last step answered */
};

static void fail(struct db *db, const char *doing)
{
	if (db->failure.status == STATUS_OK)
		err_set(&db->failure, STATUS_STORAGE, "storage", "%s (SQLite %d, %.60s)",
			sqlite3_errmsg(db->handle), sqlite3_extended_errcode(db->handle), doing);
}

static bool failed(const struct db *db)
{
	return db->failure.status != STATUS_OK;
}

enum status db_status(struct db *db, struct err *err)
{
	if (failed(db) && err)
		*err = db->failure;
	return db->failure.status;
}

void db_recover(struct db *db)
{
	db->failure = (struct err){0};
}

/* --- statements ---------------------------------------------------------- */

static void stmt_free(void *p)
{
	struct stmt *s = p;
	sqlite3_finalize(s->handle);
	g_free(s->sql);
	g_free(s);
}

static struct stmt *find_or_make(struct db *db, const char *sql)
{
	struct stmt *s = g_hash_table_lookup(db->statements, sql);
	if (!s) {
		s = g_new0(struct stmt, 1);
		s->db = db;
		s->sql = g_strdup(sql);
		g_hash_table_insert(db->statements, s->sql, s);
	}
	return s;
}

/* Most SQL is a literal, always at the same place. The text is compared all the
 * same: another one may have been put together there. */
static struct stmt *prepared(struct db *db, const char *sql)
{
	struct stmt **recent = &db->recent[((uintptr_t)sql >> 4) % RECENT];
	if (!*recent || strcmp((*recent)->sql, sql) != 0)
		*recent = find_or_make(db, sql);
	struct stmt *s = *recent;
	if (!s->handle &&
		sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->handle, NULL) !=
			SQLITE_OK)
		fail(db, "prepare");
	return s;
}

static void check_bind(struct stmt *s, int rc)
{
	if (rc != SQLITE_OK)
		fail(s->db, "bind");
}

/* `keep`: SQLITE_TRANSIENT copies the texts; SQLITE_STATIC does not. */
static void bind_text(struct stmt *s, int index, const char *text, sqlite3_destructor_type keep)
{
	if (s->handle)
		check_bind(s, sqlite3_bind_text(s->handle, index, text, -1, keep));
}

void stmt_bind_text(struct stmt *s, int index, const char *text)
{
	bind_text(s, index, text, SQLITE_TRANSIENT);
}

void stmt_bind_int(struct stmt *s, int index, int64_t value)
{
	if (s->handle)
		check_bind(s, sqlite3_bind_int64(s->handle, index, value));
}

static struct stmt *start(
	struct db *db, const char *sql, const char *types, va_list ap, sqlite3_destructor_type keep)
{
	struct stmt *s = prepared(db, sql);
	s->last = SQLITE_ROW;
	for (int i = 1; *types; types++, i++) {
		if (*types == 's') {
			bind_text(s, i, va_arg(ap, const char *), keep);
			continue;
		}
		int64_t value = va_arg(ap, int64_t);
		if (*types == 'i' || value) /* what is not bound is NULL */
			stmt_bind_int(s, i, value);
	}
	return s;
}

struct stmt *db_query(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start(db, sql, types, ap, SQLITE_TRANSIENT);
	va_end(ap);
	return s;
}

bool stmt_row(struct stmt *s)
{
	if (!s->handle || failed(s->db) || s->last != SQLITE_ROW)
		return false;
	s->last = sqlite3_step(s->handle);
	if (s->last != SQLITE_ROW && s->last != SQLITE_DONE && (s->last & 0xFF) != SQLITE_CONSTRAINT)
		fail(s->db, "step");
	return s->last == SQLITE_ROW;
}

int64_t stmt_int(struct stmt *s, int column)
{
	return sqlite3_column_int64(s->handle, column);
}

const char *stmt_text(struct stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s->handle, column);
	if (!text && sqlite3_column_type(s->handle, column) != SQLITE_NULL)
		fail(s->db, "out of memory");
	return text;
}

size_t stmt_bytes(struct stmt *s, int column)
{
	return (size_t)sqlite3_column_bytes(s->handle, column);
}

bool stmt_is_null(struct stmt *s, int column)
{
	return sqlite3_column_type(s->handle, column) == SQLITE_NULL;
}

void stmt_end(struct stmt *s)
{
	if (!s->handle)
		return;
	/* The code that reset repeats was looked at when the step gave it. */
	sqlite3_reset(s->handle);
	sqlite3_clear_bindings(s->handle);
}

enum status stmt_run(struct stmt *s)
{
	while (stmt_row(s))
		;
	bool constraint = s->handle && !failed(s->db) && (s->last & 0xFF) == SQLITE_CONSTRAINT;
	stmt_end(s);
	if (failed(s->db))
		return STATUS_STORAGE;
	return constraint ? STATUS_CONFLICT : STATUS_OK;
}

enum status db_run(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start(db, sql, types, ap, SQLITE_STATIC);
	va_end(ap);
	return stmt_run(s);
}

int64_t db_last_row(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_written(struct db *db)
{
	return sqlite3_total_changes64(db->handle);
}

int64_t db_int(struct db *db, int64_t otherwise, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start(db, sql, types, ap, SQLITE_STATIC);
	va_end(ap);
	int64_t value = stmt_row(s) && !stmt_is_null(s, 0) ? stmt_int(s, 0) : otherwise;
	stmt_end(s);
	return value;
}

bool db_text(struct db *db, char *out, size_t size, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start(db, sql, types, ap, SQLITE_STATIC);
	va_end(ap);
	bool found = stmt_row(s) && !stmt_is_null(s, 0);
	snprintf(out, size, "%s", found ? stmt_text(s, 0) : "");
	stmt_end(s);
	return found;
}

GArray *db_ints(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start(db, sql, types, ap, SQLITE_STATIC);
	va_end(ap);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(int64_t));
	while (stmt_row(s)) {
		int64_t value = stmt_int(s, 0);
		g_array_append_val(all, value);
	}
	stmt_end(s);
	return all;
}

GPtrArray *db_texts(struct db *db, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start(db, sql, types, ap, SQLITE_STATIC);
	va_end(ap);
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
	while (stmt_row(s))
		g_ptr_array_add(all, g_strdup(stmt_text(s, 0)));
	stmt_end(s);
	return all;
}

/* --- transactions -------------------------------------------------------- */

void db_begin(struct db *db)
{
	db_run(db, "BEGIN IMMEDIATE", "");
}

enum status db_commit(struct db *db, struct err *err)
{
	if (db_run(db, "COMMIT", "") == STATUS_OK)
		return STATUS_OK;
	db_status(db, err);
	db_rollback(db);
	return STATUS_STORAGE;
}

void db_rollback(struct db *db)
{
	db_recover(db);
	/* After some failures SQLite has rolled back by itself. */
	if (!sqlite3_get_autocommit(db->handle))
		db_run(db, "ROLLBACK", "");
	db_recover(db);
}

bool db_fold(struct db *db)
{
	sqlite3_busy_timeout(db->handle, FOLD_PATIENCE_MS);
	bool done = db_int(db, 1, "PRAGMA wal_checkpoint(TRUNCATE)", "") == 0;
	sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
	db_recover(db);
	return done;
}

void db_savepoint(struct db *db)
{
	db_run(db, "SAVEPOINT job", "");
}

void db_release(struct db *db)
{
	db_run(db, "RELEASE job", "");
}

void db_rollback_to_savepoint(struct db *db)
{
	db_run(db, "ROLLBACK TO job", "");
	db_run(db, "RELEASE job", "");
}

/* --- opening ------------------------------------------------------------- */

static void exec(struct db *db, const char *sql)
{
	if (!failed(db) && sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(db, sql);
}

static enum status take_lock(struct db *db, const char *path, struct err *err)
{
	if (strcmp(path, ":memory:") == 0)
		return STATUS_OK;
	char *name = g_strconcat(path, "-lock", NULL);
	db->lock_fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
	g_free(name);
	if (db->lock_fd < 0)
		return err_set(
			err, STATUS_STORAGE, "storage", "%s: cannot be written: %s", path, strerror(errno));
	if (flock(db->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return err_set(err, STATUS_CONFLICT, "in_use",
			"%s: another madang is using it; send the change to that server instead", path);
	return STATUS_OK;
}

static enum status check_owner(struct db *db, const char *path, int known_version, struct err *err)
{
	int64_t id = db_int(db, 0, "PRAGMA application_id", "");
	int64_t version = db_int(db, 0, "PRAGMA user_version", "");
	int64_t tables = db_int(db, 0, "SELECT count(*) FROM sqlite_schema", "");
	if (db_status(db, NULL) != STATUS_OK)
		return err_set(err, STATUS_STORAGE, "storage", "%s: %s", path, db->failure.detail);
	if (id != APPLICATION_ID && (id != 0 || tables != 0))
		return err_set(err, STATUS_UNPROCESSABLE, "not_madang",
			"%s: is the database of another program", path);
	if (version > known_version)
		return err_set(err, STATUS_UNPROCESSABLE, "newer_version",
			"%s: was written by a newer madang (schema %d, this one knows %d)", path,
			(int)version, known_version);
	return STATUS_OK;
}

static enum status migrate(struct db *db, const char *path, const struct asset *schema, struct err *err)
{
	int64_t done = db_int(db, 0, "PRAGMA user_version", "");
	for (int number = (int)done + 1; !failed(db) && schema[number - 1].path; number++) {
		char *finish = sqlite3_mprintf(
			"PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION_ID, number);
		exec(db, "BEGIN IMMEDIATE");
		exec(db, schema[number - 1].bytes);
		exec(db, finish);
		exec(db, "COMMIT");
		sqlite3_free(finish);
	}
	if (failed(db))
		return err_set(err, STATUS_STORAGE, "storage", "%s: %s", path, db->failure.detail);
	return STATUS_OK;
}

static int count_assets(const struct asset *list)
{
	int n = 0;
	while (list[n].path)
		n++;
	return n;
}

/* SQLite counts all memory in use behind one lock of the process, in which the
 * loop and the writer met at each call of malloc. Nobody asks for that number.
 * Only the first time counts; once SQLite is in use, this is refused. */
static void count_no_memory(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum status open_handle(struct db *db, const char *path, enum db_mode mode, struct err *err)
{
	count_no_memory();
	int flags = SQLITE_OPEN_NOMUTEX |
		(mode == DB_WRITER ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
	if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK)
		return err_set(err, STATUS_STORAGE, "storage", "%s: %s", path, sqlite3_errmsg(db->handle));
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
	return STATUS_OK;
}

static void set_up(struct db *db, enum db_mode mode)
{
	char checkpoint[64], cache[64];
	snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d", CACHE_KIB);
	exec(db, cache);
	snprintf(checkpoint, sizeof checkpoint, "PRAGMA wal_autocheckpoint=%d", WAL_AUTOCHECKPOINT_PAGES);
	if (mode == DB_WRITER) {
		exec(db, "PRAGMA journal_mode=WAL");
		exec(db, "PRAGMA synchronous=FULL");
		/* What is deleted is overwritten: whoever deletes themselves must not
		 * be found in a free page, or in the next copy of the file. */
		exec(db, "PRAGMA secure_delete=ON");
		/* Also what a savepoint may put back: in a file it cost an import more
		 * writes than its own pages. */
		exec(db, "PRAGMA temp_store=MEMORY");
		exec(db, checkpoint);
	}
	exec(db, "PRAGMA foreign_keys=ON");
}

/* A new file's first epoch is the house's id too. */
static void ensure_ids(struct db *db)
{
	char epoch[RANDOM_ID_TEXT];
	random_id(epoch);
	db_run(db, "INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?1)", "s", epoch);
	db_run(db,
		"INSERT OR IGNORE INTO meta (key, value) SELECT 'house', value FROM meta WHERE key = 'epoch'",
		"");
}

static enum status open_all(
	struct db *db, const char *path, enum db_mode mode, const struct asset *schema, struct err *err)
{
	int known = count_assets(schema);
	enum status st = mode == DB_WRITER ? take_lock(db, path, err) : STATUS_OK;
	if (st == STATUS_OK)
		st = open_handle(db, path, mode, err);
	if (st == STATUS_OK)
		st = check_owner(db, path, known, err);
	if (st != STATUS_OK)
		return st;
	set_up(db, mode);
	if (mode == DB_READER && db_int(db, 0, "PRAGMA user_version", "") != known)
		return err_set(err, STATUS_UNPROCESSABLE, "older_version",
			"%s: is of an older version; start the server once to bring it up to date", path);
	if (mode == DB_WRITER && migrate(db, path, schema, err) == STATUS_OK)
		ensure_ids(db);
	if (failed(db))
		return err_set(err, STATUS_STORAGE, "storage", "%s: %s", path, db->failure.detail);
	return STATUS_OK;
}

enum status db_open(
	const char *path, enum db_mode mode, const struct asset *schema, struct db **ret, struct err *err)
{
	struct db *db = g_new0(struct db, 1);
	db->lock_fd = -1;
	db->statements = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, stmt_free);
	enum status st = open_all(db, path, mode, schema, err);
	if (st != STATUS_OK)
		db_close(db);
	else
		*ret = db;
	return st;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	g_hash_table_destroy(db->statements);
	sqlite3_close(db->handle);
	if (db->lock_fd >= 0)
		close(db->lock_fd);
	g_free(db);
}

/* --- the file as a whole ------------------------------------------------- */

static enum status renew_epoch(const char *path, struct err *err)
{
	char epoch[RANDOM_ID_TEXT];
	random_id(epoch);
	sqlite3 *copy = NULL;
	char *sql = sqlite3_mprintf("UPDATE meta SET value = %Q WHERE key = 'epoch'", epoch);
	bool good = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		sqlite3_exec(copy, sql, NULL, NULL, NULL) == SQLITE_OK;
	if (!good)
		err_set(err, STATUS_STORAGE, "storage", "%s: %s", path, sqlite3_errmsg(copy));
	sqlite3_free(sql);
	sqlite3_close(copy);
	return good ? STATUS_OK : STATUS_STORAGE;
}

static int on_work(void *ctx)
{
	struct db *db = ctx;
	db->tick(db->tick_ctx);
	return 0; /* go on */
}

void db_on_work(struct db *db, void (*tick)(void *ctx), void *ctx)
{
	enum { STEPS = 100000 }; /* of SQLite's machine: a few milliseconds */
	db->tick = tick;
	db->tick_ctx = ctx;
	sqlite3_progress_handler(db->handle, STEPS, tick ? on_work : NULL, db);
}

void db_house(struct db *db, char *out, size_t size)
{
	db_text(db, out, size, "SELECT value FROM meta WHERE key = 'house'", "");
}

enum status db_backup(struct db *db, const char *path, struct err *err)
{
	if (access(path, F_OK) == 0)
		return err_set(err, STATUS_CONFLICT, "exists", "%s: is there already", path);
	if (db_run(db, "VACUUM INTO ?1", "s", path) != STATUS_OK)
		return db_status(db, err);
	return renew_epoch(path, err);
}

void db_check(struct db *db, void (*line)(void *ctx, const char *text), void *ctx)
{
	struct stmt *s = db_query(db, "PRAGMA integrity_check", "");
	while (stmt_row(s))
		if (strcmp(stmt_text(s, 0), "ok") != 0)
			line(ctx, stmt_text(s, 0));
	stmt_end(s);
	s = db_query(db, "PRAGMA foreign_key_check", "");
	while (stmt_row(s)) {
		char text[200];
		snprintf(text, sizeof text, "%s row %lld names a %s that is not there", stmt_text(s, 0),
			(long long)stmt_int(s, 1), stmt_text(s, 2));
		line(ctx, text);
	}
	stmt_end(s);
	struct err err;
	if (db_status(db, &err) != STATUS_OK)
		line(ctx, err.detail);
}

void db_each_plan(struct db *db, void (*plan)(void *ctx, const char *sql, const char *detail), void *ctx)
{
	GHashTableIter it;
	void *value;
	g_hash_table_iter_init(&it, db->statements);
	while (g_hash_table_iter_next(&it, NULL, &value)) {
		struct stmt *s = value;
		char *sql = g_strconcat("EXPLAIN QUERY PLAN ", s->sql, NULL);
		sqlite3_stmt *explain = NULL;
		if (sqlite3_prepare_v2(db->handle, sql, -1, &explain, NULL) == SQLITE_OK)
			while (sqlite3_step(explain) == SQLITE_ROW)
				plan(ctx, s->sql, (const char *)sqlite3_column_text(explain, 3));
		sqlite3_finalize(explain);
		g_free(sql);
	}
}
