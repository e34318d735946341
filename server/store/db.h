/* One connection to the SQLite file, and its statements.
 *
 * A failure of SQLite or of the disk is sticky: the first one is kept and
 * everything after it does nothing, until db_recover. So a rule may make many
 * calls and its caller looks once, before COMMIT. A broken constraint is not
 * sticky: db_run answers STATUS_CONFLICT.
 *
 * A connection belongs to one thread. This is the only room with sqlite3.h. */
#ifndef MADANG_STORE_DB_H
#define MADANG_STORE_DB_H

#include "base/asset.h"
#include "base/err.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct stmt;

enum db_mode {
	DB_WRITER, /* makes the file where there is none, migrates, takes the file's lock */
	DB_READER, /* read-only; the file must be there and of this version */
};

/* Opens `path` (":memory:" for tests): WAL, synchronous=FULL, foreign keys.
 * A writer holds the lock file "PATH-lock" until db_close: 409 `in_use` where
 * another program has it. `schema` lists the migrations in order, a NULL path
 * at the end; each runs in its own transaction. Refused, with what was found:
 * a file that is no database, another program's database, one of a newer
 * version (422 `newer_version`). */
enum status db_open(
	const char *path, enum db_mode mode, const struct asset *schema, struct db **ret, struct err *err);
void db_close(struct db *db); /* NULL is fine */

/* Starts a query. `types` tells what follows, in the order ?1, ?2, …: 's' a
 * text or NULL (copied), 'i' an int64_t, 'z' an int64_t where 0 says NULL. The
 * statement is prepared once per text and kept; it must be ended before it is
 * started again. Never NULL. */
struct stmt *db_query(struct db *db, const char *sql, const char *types, ...);
bool stmt_row(struct stmt *s); /* steps: is there a row? */
int64_t stmt_int(struct stmt *s, int column);
const char *stmt_text(struct stmt *s, int column); /* NULL for NULL; until the next step */
size_t stmt_bytes(struct stmt *s, int column);
bool stmt_is_null(struct stmt *s, int column);
void stmt_end(struct stmt *s);

/* Binding by hand, for statements that a table of fields writes. */
void stmt_bind_text(struct stmt *s, int index, const char *text);
void stmt_bind_int(struct stmt *s, int index, int64_t value);

/* Runs a statement that gives no rows, from start to end. STATUS_CONFLICT: a
 * constraint forbids it, nothing was done. STATUS_STORAGE: see above. Texts are
 * not copied: nobody changes them meanwhile. */
enum status db_run(struct db *db, const char *sql, const char *types, ...);
/* Ends a statement begun with db_query after running it to its end. */
enum status stmt_run(struct stmt *s);
/* The rowid of the row inserted last. */
int64_t db_last_row(struct db *db);
/* The first column of the first row, or `otherwise`. */
int64_t db_int(struct db *db, int64_t otherwise, const char *sql, const char *types, ...);
/* The same, a text, into `out`, cut to `size`. False: there is none; "". */
bool db_text(struct db *db, char *out, size_t size, const char *sql, const char *types, ...);
/* The first column of all rows, owned by the caller: int64_t (g_array_free), or
 * texts (g_ptr_array_unref). For what is written to while it is gone through. */
GArray *db_ints(struct db *db, const char *sql, const char *types, ...);
GPtrArray *db_texts(struct db *db, const char *sql, const char *types, ...);

/* Rows written by this connection so far. */
int64_t db_written(struct db *db);

/* One transaction, and within it one savepoint at a time. db_commit: OK only
 * when the commit is on disk; else nothing of it was done, whatever failed. */
void db_begin(struct db *db);
enum status db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* also clears a sticky failure */
/* Folds the write-ahead log into the file and cuts it off, so that no older
 * version of a page is left in it. Outside a transaction. False: a reader holds
 * it, or the disk failed (which is not sticky: nothing is lost); try later. */
bool db_fold(struct db *db);
void db_savepoint(struct db *db);
void db_release(struct db *db);
void db_rollback_to_savepoint(struct db *db); /* and releases it */

/* OK, or the sticky failure as 503 `storage`. */
enum status db_status(struct db *db, struct err *err);
void db_recover(struct db *db);

/* Calls `tick` now and then while a statement runs, some hundred times a second;
 * NULL: no longer. For telling a person that long work goes on. */
void db_on_work(struct db *db, void (*tick)(void *ctx), void *ctx);

/* The id of the house, which its backups share: the keys that it gives out are
 * made of it. */
void db_house(struct db *db, char *out, size_t size);

/* Writes a complete copy, as of now, to `path`, which must not exist. The copy
 * gets an epoch of its own, so that no screen takes its seqs for ours. */
enum status db_backup(struct db *db, const char *path, struct err *err);
/* Integrity of the file itself: calls `line` once for each thing that is wrong. */
void db_check(struct db *db, void (*line)(void *ctx, const char *text), void *ctx);
/* Every statement prepared so far, with SQLite's query plan: for the test that
 * forbids full scans. */
void db_each_plan(struct db *db, void (*plan)(void *ctx, const char *sql, const char *detail), void *ctx);

#endif
