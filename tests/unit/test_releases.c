/* Releases: what is told of each session against the release before, from the
 * log; and drafts, which are no part of it. */
#include "editing.h"

#include "base/limits.h"
#include "event/drafts.h"
#include "event/releases.h"

#include <stdio.h>

static struct writer *writer;
static struct db *db; /* the writer's, between transactions */

static void publish(void *ctx, const struct change *c)
{
}

static int set_up(void **state)
{
	struct writer_hooks hooks = {.render = document_render, .publish = publish};
	open_in_memory(clock_system(), &hooks, &db, &writer);
	make_rooms(db);
	return 0;
}

static int tear_down(void **state)
{
	writer_destroy(writer);
	return 0;
}

/* --- doing things -------------------------------------------------------- */

struct deed {
	const char *id, *body, *version; /* a session to be changed, a release to be made, or both */
	int64_t undo, action;
};

static enum status make_release(struct edit *e, const char *version, struct err *err)
{
	char id[MAX_ID];
	cJSON *body = cJSON_CreateObject();
	cJSON_AddStringToObject(body, "version", version);
	enum status st = release_make(e, body, id, sizeof id, err);
	cJSON_Delete(body);
	return st;
}

static enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	struct edit e;
	edit_begin(&e, txn, "tester", "test");
	enum status st = d->id ? save_session(&e, d->id, d->body, err) : STATUS_OK;
	if (st == STATUS_OK && d->version)
		st = make_release(&e, d->version, err);
	if (st == STATUS_OK && d->undo)
		st = edit_undo(&e, d->undo, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &d->action, err);
	edit_abandon(&e);
	return st;
}

static int64_t deed(struct deed d)
{
	struct err err = {0};
	if (in_transaction(writer, run_deed, &d, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	return d.action;
}

static int64_t save(const char *id, const char *body)
{
	return deed((struct deed){.id = id, .body = body});
}

static int64_t release(const char *version)
{
	return deed((struct deed){.version = version});
}

static int64_t undo(int64_t action)
{
	return deed((struct deed){.undo = action});
}

/* --- looking ------------------------------------------------------------- */

/* "s1 moved, s2 added", in the order of the first changes. */
static void expect_told(const char *version, const char *should)
{
	cJSON *rows = rows_load(db, &resource_releases, "WHERE version = ?1", "s", version);
	struct buf is = BUF_INIT(64 * 1024);
	const cJSON *change;
	assert_non_null(rows->child);
	cJSON_ArrayForEach(change, json_get(rows->child, "changes"))
		buf_addf(
			&is, "%s%s %s", is.len ? ", " : "", json_str(change, "id"), json_str(change, "what"));
	assert_string_equal(is.len ? is.data : "", should);
	buf_clear(&is);
	cJSON_Delete(rows);
}

static void two_sessions(void)
{
	save("s1", "{\"title\":\"one\",\"room\":\"r1\",\"start\":\"2019-08-29T01:00:00Z\",\"duration\":45}");
	save("s2", "{\"title\":\"two\",\"room\":\"r2\",\"start\":\"2019-08-29T01:00:00Z\",\"duration\":45}");
}

/* --- what is told --------------------------------------------------------- */

static void the_first_tells_its_own_edit(void **state)
{
	two_sessions();
	deed((struct deed){.id = "s1", .body = "{\"room\":\"r2\"}", .version = "1"});
	expect_told("1", "s1 moved");
	release("2");
	expect_told("2", "");
}

static void all_since_the_one_before_and_its_own(void **state)
{
	two_sessions();
	release("1");
	save("s2", "{\"title\":\"zwei\"}");
	deed((struct deed){.id = "s1", .body = "{\"room\":\"r2\"}", .version = "2"});
	expect_told("2", "s2 title, s1 moved");
}

static void what_came_back_is_not_told(void **state)
{
	two_sessions();
	release("1");
	save("s1", "{\"room\":\"r2\",\"note\":\"x\"}");
	save("s1", "{\"room\":\"r1\",\"note\":null}");
	undo(save("s2", "{\"duration\":30}"));
	save("s3", "{\"title\":\"secret\",\"status\":\"hidden\"}");
	undo(save("s4", "{\"title\":\"short-lived\"}"));
	release("2");
	expect_told("2", "");
}

static void an_undone_release_was_none(void **state)
{
	two_sessions();
	release("1");
	save("s1", "{\"duration\":30}");
	int64_t second = release("2");
	int64_t undone = undo(second);
	save("s2", "{\"status\":\"cancelled\"}");
	release("3");
	expect_told("3", "s1 duration, s2 cancelled");
	undo(undone); /* and is one again */
	expect_told("2", "s1 duration");
	save("s2", "{\"status\":\"scheduled\"}");
	release("4");
	expect_told("4", "s2 restored");
}

static void a_version_is_said_once(void **state)
{
	struct err err = {0};
	struct deed again = {.version = "1"}, blank = {.version = " "};
	release("1");
	assert_int_equal(in_transaction(writer, run_deed, &again, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "version_taken");
	assert_int_equal(in_transaction(writer, run_deed, &blank, &err), STATUS_UNPROCESSABLE);
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM releases", ""), 1);
}

static void a_long_list_ends(void **state)
{
	release("1");
	for (int i = 0; i < MAX_RELEASE_CHANGES + 2; i++) {
		char id[16];
		snprintf(id, sizeof id, "s%d", i);
		save(id, "{\"title\":\"one of many\"}");
	}
	release("2");
	assert_int_equal(db_int(db, 0, "SELECT more FROM releases WHERE version = '2'", ""), 2);
	assert_int_equal(
		db_int(db, 0, "SELECT json_array_length(changes) FROM releases WHERE version = '2'", ""),
		MAX_RELEASE_CHANGES);
}

/* --- drafts ----------------------------------------------------------------- */

static enum status make_drafts(struct txn *txn, void *arg, struct err *err)
{
	enum status st = STATUS_OK;
	for (int i = 0; i < *(int *)arg && st == STATUS_OK; i++) {
		cJSON *row = cJSON_Parse("{\"title\":\"later\",\"changes\":[],\"by\":\"tester\"}");
		st = draft_save(txn, NULL, row, err);
		cJSON_Delete(row);
	}
	return st;
}

static void drafts_are_no_part_of_the_log_and_not_too_many(void **state)
{
	struct err err = {0};
	int all = MAX_DRAFTS, one = 1;
	assert_int_equal(in_transaction(writer, make_drafts, &all, &err), STATUS_OK);
	assert_int_equal(in_transaction(writer, make_drafts, &one, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "too_many_drafts");
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM actions", ""), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_first_tells_its_own_edit),
		TEST(all_since_the_one_before_and_its_own),
		TEST(what_came_back_is_not_told),
		TEST(an_undone_release_was_none),
		TEST(a_version_is_said_once),
		TEST(a_long_list_ends),
		TEST(drafts_are_no_part_of_the_log_and_not_too_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
