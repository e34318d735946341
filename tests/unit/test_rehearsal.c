/* What a rehearsal is to be, and the copies that one leaves behind. */
#include "house.h"

#include "base/instant.h"
#include "base/limits.h"
#include "event/rehearsal.h"
#include "event/resource.h"
#include "store/copies.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

/* 29 August 2019 in Seoul, 10:00 to 18:00. */
#define START INT64_C(1567040400000)

struct house {
	struct db *db;
	struct writer *writer;
};

static int open_house(void **state)
{
	static struct house h;
	struct writer_hooks hooks = {.render = document_render};
	open_in_memory(clock_system(), &hooks, &h.db, &h.writer);
	db_run(h.db,
		"INSERT INTO event (id, title, zone, languages, days, rev) VALUES ('main', '\"E\"', 'Asia/Seoul', '[]', '[]', 1) "
		"ON CONFLICT DO UPDATE SET zone = 'Asia/Seoul'",
		"");
	db_run(h.db, "INSERT INTO days (id, start, \"end\", rev) VALUES ('2019-08-29', ?1, ?2, 1)", "ii",
		START, START + 8 * MS_PER_HOUR);
	struct err err = {0};
	assert_int_equal(db_status(h.db, &err), STATUS_OK);
	*state = &h;
	return 0;
}

static int close_house(void **state)
{
	writer_destroy(((struct house *)*state)->writer);
	return 0;
}

static cJSON *plan_of(void **state, const char *wish, struct err *err)
{
	cJSON *body = cJSON_Parse(wish), *plan = NULL;
	assert_non_null(body);
	*err = (struct err){0};
	rehearsal_plan(((struct house *)*state)->db, body, &plan, err);
	cJSON_Delete(body);
	return plan;
}

static void times_are_those_of_the_day(void **state)
{
	struct err err;
	cJSON *plan = plan_of(state,
		"{\"day\":\"2019-08-29\",\"speed\":60,\"script\":["
		"{\"at\":\"17:30\",\"method\":\"PATCH\",\"path\":\"/late\"},"
		"{\"at\":\"10:05\",\"method\":\"PATCH\",\"path\":\"/first\"},"
		"{\"at\":\"2019-08-29T01:05:00Z\",\"method\":\"PATCH\",\"path\":\"/second\",\"body\":{\"a\":1}}]}",
		&err);
	assert_non_null(plan);
	assert_int_equal(rehearsal_instant(plan, "from"), START - REHEARSAL_LEAD_MINUTES * MS_PER_MINUTE);
	assert_int_equal(rehearsal_instant(plan, "until"), START + 8 * MS_PER_HOUR);
	static const char *const paths[] = {"/first", "/second", "/late"};
	const cJSON *script = json_get(plan, "script");
	for (int i = 0; i < 3; i++)
		assert_string_equal(json_str(cJSON_GetArrayItem(script, i), "path"), paths[i]);
	assert_int_equal(rehearsal_instant(script->child, "at"), START + 5 * MS_PER_MINUTE);
	cJSON_Delete(plan);
}

static void what_is_before_four_is_of_the_night_after(void **state)
{
	struct err err;
	struct db *db = ((struct house *)*state)->db;
	db_run(db, "UPDATE days SET \"end\" = ?1", "i", START + 18 * MS_PER_HOUR); /* 04:00 */
	cJSON *plan = plan_of(state,
		"{\"day\":\"2019-08-29\",\"speed\":1,\"script\":[{\"at\":\"03:59\",\"method\":\"PATCH\",\"path\":\"/x\"}]}",
		&err);
	assert_non_null(plan);
	assert_int_equal(rehearsal_instant(json_get(plan, "script")->child, "at"),
		START + 18 * MS_PER_HOUR - MS_PER_MINUTE);
	cJSON_Delete(plan);
	db_run(db, "UPDATE days SET \"end\" = ?1", "i", START + 8 * MS_PER_HOUR);
}

static void what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *wish, *code;
	} cases[] = {
		{"{}", "invalid_day"},
		{"{\"day\":\"2019-08-30\",\"speed\":1}", "invalid_day"},
		{"{\"day\":\"2019-08-29\"}", "invalid_speed"},
		{"{\"day\":\"2019-08-29\",\"speed\":120.5}", "invalid_speed"},
		{"{\"day\":\"2019-08-29\",\"speed\":1,\"from\":\"18:00\"}", "invalid_from"},
		{"{\"day\":\"2019-08-29\",\"speed\":1,\"from\":\"10:60\"}", "invalid_from"},
		{"{\"day\":\"2019-08-29\",\"speed\":1,\"script\":{}}", "invalid_script"},
		{"{\"day\":\"2019-08-29\",\"speed\":1,\"script\":[{\"at\":\"18:01\",\"method\":\"A\",\"path\":\"/\"}]}",
			"invalid_script"},
		{"{\"day\":\"2019-08-29\",\"speed\":1,\"script\":[{\"at\":\"11:00\",\"path\":\"/\"}]}",
			"invalid_script"},
		{"{\"day\":\"2019-08-29\",\"speed\":1,\"script\":[{\"when\":\"11:00\"}]}", "unknown_field"},
		{"{\"day\":\"2019-08-29\",\"speed\":1,\"fast\":true}", "unknown_field"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err;
		assert_null(plan_of(state, cases[i].wish, &err));
		assert_string_equal(err.code, cases[i].code);
		assert_int_equal(err.status, STATUS_UNPROCESSABLE);
	}
}

static void a_file_is_a_copy_only_by_its_mark(void **state)
{
	struct err err;
	struct db *db = ((struct house *)*state)->db;
	assert_null(rehearsal_of(db));
	cJSON *plan = plan_of(state, "{\"day\":\"2019-08-29\",\"speed\":7}", &err);
	rehearsal_mark(db, plan);
	cJSON *read = rehearsal_of(db);
	assert_true(cJSON_Compare(plan, read, true));
	struct buf mark = BUF_INIT(1000);
	rehearsal_render(read, &mark);
	assert_string_equal(mark.data,
		"{\"id\":\"main\",\"day\":\"2019-08-29\",\"from\":\"2019-08-29T00:50:00Z\","
		"\"until\":\"2019-08-29T09:00:00Z\",\"speed\":7,\"rev\":1}");
	buf_clear(&mark);
	cJSON_Delete(plan);
	cJSON_Delete(read);
}

static void touch(const char *name, const char *ending)
{
	char *path = g_strconcat(name, ending, NULL);
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	close(fd);
	g_free(path);
}

static bool is_there(const char *name, const char *ending)
{
	char *path = g_strconcat(name, ending, NULL);
	bool there = access(path, F_OK) == 0;
	g_free(path);
	return there;
}

static void copies_that_nobody_holds_are_swept(void **state)
{
	char folder[] = "/tmp/madang-copies-XXXXXX";
	assert_non_null(mkdtemp(folder));
	char *file = g_build_filename(folder, "event.db", NULL), *left = copy_name(file),
	     *held = copy_name(file);
	char *lock = g_strconcat(held, "-lock", NULL);
	static const char *const endings[] = {"", "-wal", "-shm", "-lock"};
	touch(file, "");
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		touch(left, endings[i]);
		touch(held, endings[i]);
	}
	int fd = open(lock, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	copies_sweep(file);
	assert_true(is_there(file, ""));
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		assert_false(is_there(left, endings[i]));
		assert_true(is_there(held, endings[i]));
	}
	close(fd);
	copies_sweep(file);
	assert_false(is_there(held, ""));
	unlink(file);
	assert_int_equal(rmdir(folder), 0);
	g_free(lock);
	g_free(held);
	g_free(left);
	g_free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_those_of_the_day),
		cmocka_unit_test(what_is_before_four_is_of_the_night_after),
		cmocka_unit_test(what_is_wrong_is_named),
		cmocka_unit_test(a_file_is_a_copy_only_by_its_mark),
		cmocka_unit_test(copies_that_nobody_holds_are_swept),
	};
	return cmocka_run_group_tests(tests, open_house, close_house);
}
