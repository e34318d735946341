/* The rules of the fleet: codes, pairing, boards, locking out. */
#include "house.h"

#include "event/screens.h"

#include <stdio.h>
#include <stdlib.h>

enum { NOW = 1000000, CODE_MS = SCREEN_CODE_MINUTES * 60000, WAIT_MS = UNPAIRED_MINUTES * 60000 };

struct fixture {
	struct db *db;
	struct writer *writer;
};

/* One rule, as a test asks for it; `rule` answers by these members. */
struct wish {
	enum status (*rule)(struct edit *e, struct wish *w, struct err *err);
	const char *id, *token, *body;
	int64_t now, action;
	struct screen_key key;
	char found[RANDOM_ID_TEXT];
};

static enum status run_wish(struct txn *txn, void *arg, struct err *err)
{
	struct edit e;
	struct wish *w = arg;
	edit_begin(&e, txn, "Kim", "test");
	enum status st = w->rule(&e, w, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &w->action, err);
	edit_abandon(&e);
	return st;
}

static void expect(struct fixture *f, struct wish *w, const char *code)
{
	struct err err = {0};
	enum status st = in_transaction(f->writer, run_wish, w, &err);
	assert_string_equal(st == STATUS_OK ? "" : err.code, code);
}

static enum status ask(struct edit *e, struct wish *w, struct err *err)
{
	return screen_ask(e->txn, w->token, w->id, w->now, &w->key, err);
}

static enum status pair(struct edit *e, struct wish *w, struct err *err)
{
	cJSON *body = cJSON_Parse(w->body);
	if (*w->key.code)
		cJSON_AddStringToObject(body, "code", w->key.code);
	enum status st = screen_pair(e, body, w->now, w->found, err);
	cJSON_Delete(body);
	return st;
}

static enum status change(struct edit *e, struct wish *w, struct err *err)
{
	cJSON *body = cJSON_Parse(w->body);
	enum status st = screen_change(e, w->id, body, err);
	cJSON_Delete(body);
	return st;
}

static enum status lock_out(struct edit *e, struct wish *w, struct err *err)
{
	return screen_lock_out(e, w->id, err);
}

static enum status undo(struct edit *e, struct wish *w, struct err *err)
{
	return edit_undo(e, w->action, err);
}

static struct screen_key asked(struct fixture *f, const char *token, const char *id, int64_t now)
{
	struct wish w = {.rule = ask, .token = token, .id = id, .now = now};
	expect(f, &w, "");
	return w.key;
}

/* A screen with this token and these members; its id is the key's. */
static struct screen_key paired(struct fixture *f, const char *token, const char *body)
{
	struct wish w = {.rule = pair, .key = asked(f, token, NULL, NOW), .body = body, .now = NOW};
	expect(f, &w, "");
	assert_string_equal(w.found, w.key.id);
	return w.key;
}

static bool opens(struct fixture *f, const char *token, int64_t now)
{
	char hash[SHA256_HEX], id[RANDOM_ID_TEXT];
	int64_t until;
	sha256_hex(token, strlen(token), hash);
	return screen_of_token(f->db, hash, now, id, &until);
}

static cJSON *document(struct fixture *f, const char *id)
{
	struct buf json = BUF_INIT(1 << 20);
	screen_render_own(f->db, id, id, &json);
	cJSON *doc = cJSON_ParseWithLength(json.data, json.len);
	buf_clear(&json);
	return doc;
}

static void publish(void *ctx, const struct change *change)
{
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct writer_hooks hooks = {.render = document_render, .publish = publish};
	open_in_memory(clock_system(), &hooks, &f->db, &f->writer);
	db_run(f->db,
		"INSERT INTO rooms (id, name, kind, \"order\", rev) VALUES ('r1', '\"101\"', 'room', 1, 1), "
		"('r2', '\"Table\"', 'table', 2, 1), ('r3', '\"Hall\"', 'lobby', 3, 1)",
		"");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	writer_destroy(f->writer);
	free(f);
	return 0;
}

/* --- codes --- */

static void a_code_is_read_as_people_type_it(void **state)
{
	char code[SCREEN_CODE_TEXT];
	static const char *const none[] = {"", "48392", "4839201", "48392o", "4839２0", "+48392"};
	assert_true(screen_code_read("483 920", code));
	assert_string_equal(code, "483920");
	assert_true(screen_code_read(" 483-920 ", code));
	assert_string_equal(code, "483920");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(screen_code_read(none[i], code));
}

static void a_code_runs_out_and_the_screen_gets_another(void **state)
{
	struct fixture *f = *state;
	struct screen_key first = asked(f, "one", NULL, NOW);
	assert_int_equal(first.until, NOW + CODE_MS);
	struct screen_key same = asked(f, "two", first.id, first.until - 1);
	assert_string_equal(same.id, first.id);
	assert_string_equal(same.code, first.code);
	assert_false(opens(f, "one", NOW)); /* a device has one token, its last */
	assert_true(opens(f, "two", NOW));

	struct wish late = {.rule = pair, .key = same, .body = "{\"name\":\"Hall\"}", .now = same.until};
	expect(f, &late, "not_found");
	struct screen_key other = asked(f, "three", first.id, first.until);
	assert_string_equal(other.id, first.id);
	assert_true(other.until == first.until + CODE_MS);
	late.now = first.until; /* the old digits, unless they came again */
	expect(f, &late, strcmp(other.code, same.code) ? "not_found" : "");
}

static void who_is_not_paired_is_forgotten(void **state)
{
	struct fixture *f = *state;
	struct screen_key key = asked(f, "one", NULL, NOW);
	assert_true(opens(f, "one", NOW + WAIT_MS - 1));
	assert_false(opens(f, "one", NOW + WAIT_MS));
	assert_int_equal(screens_waiting(f->db, NOW + WAIT_MS), 0);
	asked(f, "two", NULL, NOW + WAIT_MS);
	assert_false(screen_is_known(f->db, key.id));
}

static void of_too_many_that_wait_the_oldest_goes(void **state)
{
	struct fixture *f = *state;
	char token[16];
	struct screen_key oldest = asked(f, "oldest", NULL, NOW);
	for (int i = 1; i < MAX_UNPAIRED_SCREENS; i++) {
		snprintf(token, sizeof token, "t%d", i);
		asked(f, token, NULL, NOW + i);
	}
	assert_true(screen_is_known(f->db, oldest.id));
	asked(f, "one more", NULL, NOW + MAX_UNPAIRED_SCREENS);
	assert_false(screen_is_known(f->db, oldest.id));
	assert_int_equal(screens_waiting(f->db, NOW), MAX_UNPAIRED_SCREENS);
	assert_true(opens(f, "t1", NOW));
}

/* --- pairing --- */

static void two_who_pair_one_screen_make_one(void **state)
{
	struct fixture *f = *state;
	struct screen_key key = paired(f, "one", "{\"name\":\"Hall\",\"place\":\"by the door\"}");
	struct wish second = {.rule = pair, .key = key, .body = "{\"name\":\"Other\"}", .now = NOW + 1};
	expect(f, &second, "paired_already");
	assert_string_equal(second.found, key.id);
	cJSON *doc = document(f, key.id);
	assert_string_equal(json_str(doc, "name"), "Hall");
	assert_string_equal(json_str(doc, "place"), "by the door");
	assert_int_equal(row_int(doc, "rev", 0), 1);
	assert_null(json_get(doc, "code"));
	cJSON_Delete(doc);
	assert_true(opens(f, "one", NOW + 2 * WAIT_MS)); /* for ever */
	struct wish again = {.rule = ask, .token = "two", .id = key.id, .now = NOW};
	expect(f, &again, "paired_already");
	assert_true(opens(f, "one", NOW));
}

static void a_room_has_the_board_that_fits_it(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *body, *boards;
	} fits[] = {
		{"{\"name\":\"a\",\"room\":\"r1\"}", "[{\"board\":\"door\",\"room\":\"r1\"}]"},
		{"{\"name\":\"a\",\"room\":\"r2\"}", "[{\"board\":\"table\",\"room\":\"r2\"}]"},
		{"{\"name\":\"a\",\"room\":\"r3\"}", "[{\"board\":\"lobby\"}]"},
		{"{\"name\":\"a\"}", "[{\"board\":\"lobby\"}]"},
	};
	for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
		char token[8];
		snprintf(token, sizeof token, "t%zu", i);
		struct screen_key key = paired(f, token, fits[i].body);
		cJSON *doc = document(f, key.id), *boards = cJSON_Parse(fits[i].boards);
		assert_true(cJSON_Compare(json_get(doc, "boards"), boards, true));
		cJSON_Delete(doc);
		cJSON_Delete(boards);
	}
}

static void what_no_screen_can_be_is_refused(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *body, *code;
	} bad[] = {
		{"{}", "missing_field"},
		{"{\"name\":\" \"}", "invalid_field"},
		{"{\"name\":5}", "invalid_field"},
		{"{\"name\":\"a\",\"other\":1}", "unknown_field"},
		{"{\"name\":\"a\",\"locked\":true}", "read_only"},
		{"{\"name\":\"a\",\"reload\":9}", "read_only"},
		{"{\"name\":\"a\",\"theme\":\"pink\"}", "invalid_field"},
		{"{\"name\":\"a\",\"languages\":[]}", "invalid_field"},
		{"{\"name\":\"a\",\"languages\":[\"ko\",\"en\",\"ja\",\"zh\",\"de\"]}", "invalid_field"},
		{"{\"name\":\"a\",\"room\":\"r9\"}", "unknown_reference"},
		{"{\"name\":\"a\",\"room\":7}", "invalid_field"},
		{"{\"name\":\"a\",\"room\":\"r1\",\"boards\":[{\"board\":\"lobby\"}]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":{}}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":null}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[\"lobby\"]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"cinema\"}]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"lobby\",\"sound\":1}]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"door\"}]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"door\",\"room\":\"r9\"}]}", "unknown_reference"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"table\",\"meetup\":\"m9\"}]}",
			"unknown_reference"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"door\",\"room\":[]}]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"lobby\",\"seconds\":4}]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"lobby\",\"seconds\":3601}]}", "invalid_field"},
		{"{\"name\":\"a\",\"boards\":[{\"board\":\"lobby\"},{\"board\":\"lobby\"},{\"board\":\"lobby\"},"
		 "{\"board\":\"lobby\"},{\"board\":\"lobby\"},{\"board\":\"lobby\"},{\"board\":\"lobby\"},"
		 "{\"board\":\"lobby\"},{\"board\":\"lobby\"}]}",
			"invalid_field"},
	};
	struct screen_key key = asked(f, "one", NULL, NOW);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct wish w = {.rule = pair, .key = key, .body = bad[i].body, .now = NOW};
		expect(f, &w, bad[i].code);
	}
	assert_int_equal(db_int(f->db, -1, "SELECT count(*) FROM screens", ""), 0);
	struct wish good = {.rule = pair,
		.key = key,
		.now = NOW,
		.body = "{\"name\":\"a\",\"boards\":[{\"board\":\"lobby\",\"seconds\":5},"
			"{\"board\":\"door\",\"room\":\"r1\",\"seconds\":3600}]}"};
	expect(f, &good, "");
}

static void no_more_than_so_many_are_paired(void **state)
{
	struct fixture *f = *state;
	db_run(f->db,
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
		"INSERT INTO screens (id, name, boards, languages, theme, locked, reload, paired_at, rev) "
		"SELECT 'x' || i, 'x', '[]', '[]', 'dark', 0, 0, 0, 1 FROM n",
		"i", (int64_t)MAX_SCREENS - 1);
	struct screen_key last = paired(f, "last", "{\"name\":\"last\"}");
	struct wish w = {
		.rule = pair, .key = asked(f, "more", NULL, NOW), .body = "{\"name\":\"more\"}", .now = NOW};
	expect(f, &w, "full");
	assert_string_equal(w.found, "");
	assert_true(screen_is_known(f->db, last.id));
}

/* --- locking out, and back --- */

static void who_is_locked_out_has_no_token(void **state)
{
	struct fixture *f = *state;
	struct screen_key key = paired(f, "one", "{\"name\":\"Hall\"}");
	struct wish w = {.rule = lock_out, .id = key.id};
	expect(f, &w, "");
	assert_false(opens(f, "one", NOW));
	w.rule = undo;
	expect(f, &w, "");
	assert_true(opens(f, "one", NOW));
	w.rule = lock_out;
	expect(f, &w, "");
	expect(f, &w, ""); /* and gone */
	assert_false(screen_is_known(f->db, key.id));
	expect(f, &w, "not_found");
}

static void to_undo_a_pairing_ends_the_token(void **state)
{
	struct fixture *f = *state;
	struct wish w = {
		.rule = pair, .key = asked(f, "one", NULL, NOW), .body = "{\"name\":\"Hall\"}", .now = NOW};
	expect(f, &w, "");
	w.rule = undo;
	expect(f, &w, "");
	assert_false(opens(f, "one", NOW));
	assert_int_equal(db_int(f->db, -1, "SELECT count(*) FROM screens", ""), 0);
}

static void a_change_is_whole_or_none(void **state)
{
	struct fixture *f = *state;
	struct screen_key key = paired(f, "one", "{\"name\":\"Hall\"}");
	struct wish w = {.rule = change, .id = key.id, .body = "{\"name\":\"New\",\"boards\":[{}]}"};
	expect(f, &w, "invalid_field");
	w.body = "{\"name\":null}";
	expect(f, &w, "missing_field");
	w.body = "{\"name\":\"New\",\"boards\":[{\"board\":\"meetups\"}],\"theme\":\"light\"}";
	expect(f, &w, "");
	cJSON *doc = document(f, key.id);
	assert_string_equal(json_str(doc, "name"), "New");
	assert_string_equal(json_str(json_get(doc, "boards")->child, "board"), "meetups");
	assert_int_equal(row_int(doc, "rev", 0), 2);
	cJSON_Delete(doc);
	w.id = "nobody";
	expect(f, &w, "not_found");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_read_as_people_type_it),
		WITH_FIXTURE(a_code_runs_out_and_the_screen_gets_another),
		WITH_FIXTURE(who_is_not_paired_is_forgotten),
		WITH_FIXTURE(of_too_many_that_wait_the_oldest_goes),
		WITH_FIXTURE(two_who_pair_one_screen_make_one),
		WITH_FIXTURE(a_room_has_the_board_that_fits_it),
		WITH_FIXTURE(what_no_screen_can_be_is_refused),
		WITH_FIXTURE(no_more_than_so_many_are_paired),
		WITH_FIXTURE(who_is_locked_out_has_no_token),
		WITH_FIXTURE(to_undo_a_pairing_ends_the_token),
		WITH_FIXTURE(a_change_is_whole_or_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
