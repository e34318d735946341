/* Opening, migrating, refusing; statements; sticky failures; backup. */
#include "house.h"

#include "store/db.h"
#include "store/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct fixture {
	char folder[64];
	char path[96];
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	snprintf(f->folder, sizeof f->folder, "/tmp/madang-store-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof f->path, "%s/a.db", f->folder);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];
	snprintf(command, sizeof command, "rm -rf %s", f->folder);
	int rc = system(command);
	free(f);
	return rc;
}

static struct db *open_writer(const char *path)
{
	struct db *db = NULL;
	struct err err = {0};
	if (db_open(path, DB_WRITER, schema_assets, &db, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	return db;
}

static void a_new_file_is_migrated_and_durable(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f->path);
	assert_int_equal(db_int(db, -1, "PRAGMA synchronous", ""), 2);
	assert_int_equal(db_int(db, -1, "PRAGMA foreign_keys", ""), 1);
	struct stmt *s = db_query(db, "PRAGMA journal_mode", "");
	assert_true(stmt_row(s));
	assert_string_equal(stmt_text(s, 0), "wal");
	stmt_end(s);
	int known = 0;
	while (schema_assets[known].path)
		known++;
	assert_int_equal(db_int(db, -1, "PRAGMA user_version", ""), known);
	db_close(db);
}

static void the_epoch_stays_over_a_restart(void **state)
{
	struct fixture *f = *state;
	char first[64], second[64];
	struct db *db = open_writer(f->path);
	journal_epoch(db, first, sizeof first);
	db_close(db);
	db = open_writer(f->path);
	journal_epoch(db, second, sizeof second);
	db_close(db);
	assert_string_equal(first, second);
	assert_int_equal(strlen(first), 26);
}

/* What was edited before the house noted when: not after its newest action. */
static void rows_of_version_1_get_a_sane_date(void **state)
{
	struct fixture *f = *state;
	const struct asset first[] = {schema_assets[0], {0}};
	struct db *db = NULL;
	struct err err;
	assert_int_equal(db_open(f->path, DB_WRITER, first, &db, &err), STATUS_OK);
	db_run(db, "INSERT INTO tracks (id, name, rev) VALUES ('t1', '\"Web\"', 3)", "");
	db_run(db, "INSERT INTO actions (at, who, what, about, before) VALUES (?1, 'x', 'x', '[]', '[]')",
		"i", INT64_C(1567000000000));
	db_close(db);
	db = open_writer(f->path);
	assert_true(db_int(db, -1, "SELECT modified FROM tracks WHERE rev = 3", "") == 1567000000000);
	assert_true(db_int(db, -1, "SELECT modified FROM event", "") == 1567000000000);
	assert_int_equal(db_status(db, NULL), STATUS_OK);
	db_close(db);
}

static void refused(const char *path, enum status status, const char *code)
{
	struct db *db = NULL;
	struct err err = {0};
	assert_int_equal(db_open(path, DB_WRITER, schema_assets, &db, &err), status);
	assert_string_equal(err.code, code);
	assert_null(db);
	assert_null(strchr(err.detail, '\n'));
}

static void a_newer_version_is_refused(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f->path);
	db_run(db, "PRAGMA user_version = 9999", "");
	db_close(db);
	refused(f->path, STATUS_UNPROCESSABLE, "newer_version");
}

static void another_programs_database_is_refused(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f->path);
	db_run(db, "PRAGMA application_id = 42", "");
	db_close(db);
	refused(f->path, STATUS_UNPROCESSABLE, "not_madang");
}

static void a_file_that_is_no_database_is_refused_and_kept(void **state)
{
	struct fixture *f = *state;
	FILE *file = fopen(f->path, "w");
	for (int i = 0; i < 500; i++)
		fputs("this is a letter to my aunt\n", file);
	fclose(file);
	refused(f->path, STATUS_STORAGE, "storage");
	file = fopen(f->path, "r");
	fseek(file, 0, SEEK_END);
	assert_int_equal(ftell(file), 500 * 28);
	fclose(file);
}

static void a_second_writer_is_refused(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f->path);
	refused(f->path, STATUS_CONFLICT, "in_use");
	db_close(db);
	db_close(open_writer(f->path));
}

static void a_constraint_is_a_conflict_and_not_sticky(void **state)
{
	struct db *db = open_writer(":memory:");
	assert_int_equal(db_run(db, "INSERT INTO ids (prefix, last) VALUES ('x', 1)", ""), STATUS_OK);
	assert_int_equal(db_run(db, "INSERT INTO ids (prefix, last) VALUES ('x', 1)", ""), STATUS_CONFLICT);
	assert_int_equal(db_status(db, NULL), STATUS_OK);
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM ids WHERE prefix = 'x'", ""), 1);
	db_close(db);
}

static void another_failure_is_sticky_until_recovered(void **state)
{
	struct db *db = open_writer(":memory:");
	struct err err = {0};
	assert_int_equal(db_run(db, "INSERT INTO nowhere VALUES (1)", ""), STATUS_STORAGE);
	assert_int_equal(db_run(db, "INSERT INTO ids (prefix, last) VALUES ('x', 1)", ""), STATUS_STORAGE);
	assert_int_equal(db_status(db, &err), STATUS_STORAGE);
	assert_string_equal(err.code, "storage");
	assert_non_null(strstr(err.detail, "nowhere"));
	db_recover(db);
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM ids", ""), 0);
	assert_int_equal(db_run(db, "INSERT INTO ids (prefix, last) VALUES ('x', 1)", ""), STATUS_OK);
	db_close(db);
}

static void a_savepoint_rolls_back_alone(void **state)
{
	struct db *db = open_writer(":memory:");
	db_begin(db);
	db_run(db, "INSERT INTO ids (prefix, last) VALUES ('a', 1)", "");
	db_savepoint(db);
	db_run(db, "INSERT INTO ids (prefix, last) VALUES ('b', 1)", "");
	db_rollback_to_savepoint(db);
	assert_int_equal(db_commit(db, NULL), STATUS_OK);
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM ids WHERE prefix IN ('a', 'b')", ""), 1);
	db_close(db);
}

static void texts_and_numbers_come_back(void **state)
{
	struct db *db = open_writer(":memory:");
	struct stmt *s = db_query(
		db, "SELECT ?1, ?2, ?3, ?4", "sisz", "마당", (int64_t)-9007199254740993, NULL, (int64_t)0);
	assert_true(stmt_row(s));
	assert_string_equal(stmt_text(s, 0), "마당");
	assert_int_equal(stmt_bytes(s, 0), 6);
	assert_true(stmt_int(s, 1) == -9007199254740993);
	assert_true(stmt_is_null(s, 2));
	assert_true(stmt_is_null(s, 3));
	assert_false(stmt_row(s));
	stmt_end(s);
	db_close(db);
}

static void first_columns_come_back(void **state)
{
	struct db *db = open_writer(":memory:");
	char text[5] = "old";
	assert_true(db_text(db, text, sizeof text, "SELECT ?1", "s", "Madang"));
	assert_string_equal(text, "Mada");
	assert_false(db_text(db, text, sizeof text, "SELECT ?1", "n"));
	assert_string_equal(text, "");
	assert_false(db_text(db, text, sizeof text, "SELECT 'x' WHERE ?1 = 2", "i", INT64_C(1)));
	GArray *ints = db_ints(db, "SELECT value FROM json_each(?1)", "s", "[3, 1, 2]");
	GPtrArray *texts = db_texts(db, "SELECT value FROM json_each(?1)", "s", "[\"b\", \"a\"]");
	assert_int_equal(ints->len, 3);
	assert_int_equal(g_array_index(ints, int64_t, 0), 3);
	assert_int_equal(g_array_index(ints, int64_t, 2), 2);
	assert_int_equal(texts->len, 2);
	assert_string_equal(texts->pdata[1], "a");
	g_array_free(ints, TRUE);
	g_ptr_array_unref(texts);
	db_close(db);
}

static void a_backup_is_complete_and_has_its_own_epoch(void **state)
{
	struct fixture *f = *state;
	char copy[128], ours[64], theirs[64], house[64], same[64];
	struct err err = {0};
	snprintf(copy, sizeof copy, "%s/copy.db", f->folder);
	struct db *db = open_writer(f->path);
	db_run(db, "INSERT INTO ids (prefix, last) VALUES ('x', 7)", "");
	assert_int_equal(db_backup(db, copy, &err), STATUS_OK);
	assert_int_equal(db_backup(db, copy, &err), STATUS_CONFLICT);
	journal_epoch(db, ours, sizeof ours);
	db_house(db, house, sizeof house);
	db_close(db);
	db = open_writer(copy);
	journal_epoch(db, theirs, sizeof theirs);
	db_house(db, same, sizeof same);
	assert_true(strlen(house) > 20);
	assert_string_equal(same, house);
	assert_int_equal(db_int(db, 0, "SELECT last FROM ids WHERE prefix = 'x'", ""), 7);
	assert_string_not_equal(ours, theirs);
	db_close(db);
}

static void count_line(void *ctx, const char *text)
{
	(*(int *)ctx)++;
}

static void check_finds_a_dangling_reference(void **state)
{
	struct db *db = open_writer(":memory:");
	int lines = 0;
	db_check(db, count_line, &lines);
	assert_int_equal(lines, 0);
	db_run(db, "PRAGMA foreign_keys = OFF", "");
	assert_int_equal(
		db_run(db,
			"INSERT INTO sessions (id, title, duration, people, status, held, rev, room) "
			"VALUES ('s1', '\"x\"', 0, '[]', 'scheduled', 0, 1, 'r9')",
			""),
		STATUS_OK);
	db_check(db, count_line, &lines);
	assert_int_equal(lines, 1);
	db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_new_file_is_migrated_and_durable, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_epoch_stays_over_a_restart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rows_of_version_1_get_a_sane_date, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_newer_version_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_programs_database_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_that_is_no_database_is_refused_and_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_second_writer_is_refused, set_up, tear_down),
		cmocka_unit_test(a_constraint_is_a_conflict_and_not_sticky),
		cmocka_unit_test(another_failure_is_sticky_until_recovered),
		cmocka_unit_test(a_savepoint_rolls_back_alone),
		cmocka_unit_test(texts_and_numbers_come_back),
		cmocka_unit_test(first_columns_come_back),
		cmocka_unit_test_setup_teardown(
			a_backup_is_complete_and_has_its_own_epoch, set_up, tear_down),
		cmocka_unit_test(check_finds_a_dangling_reference),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
