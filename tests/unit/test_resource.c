/* Rows, documents, and what comes from outside. */
#include "house.h"

#include "base/limits.h"
#include "event/resource.h"

#include <stdio.h>

static struct db *db;

static int set_up(void **state)
{
	struct err err;
	assert_int_equal(db_open(":memory:", DB_WRITER, schema_assets, &db, &err), STATUS_OK);
	db_run(db,
		"INSERT INTO rooms (id, name, kind, \"order\", rev) VALUES ('r1', '\"101\"', 'room', 1, 1)",
		"");
	db_run(db,
		"INSERT INTO people (id, name, rev) VALUES ('p1', '\"정원천\"', 1), ('p2', '\"엄익상\"', 1)",
		"");
	return 0;
}

static int tear_down(void **state)
{
	db_close(db);
	return 0;
}

static cJSON *minimal_session(void)
{
	return cJSON_Parse("{\"id\":\"s1\",\"rev\":1,\"title\":\"t\",\"duration\":45,\"people\":[],"
			   "\"status\":\"scheduled\",\"held\":false}");
}

/* Every row: what is sent, and the code it gets ("" = it is taken). */
static const struct {
	const char *body;
	const char *code;
} bodies[] = {
	{"{\"title\":\"마당\"}", ""},
	{"{\"title\":{\"ko\":\"마당\",\"en\":\"Yard\"}}", ""},
	{"{\"title\":{}}", "invalid_field"},
	{"{\"title\":{\"ko\":3}}", "invalid_field"},
	{"{\"title\":{\"k o\":\"x\"}}", "invalid_field"},
	{"{\"title\":\"\"}", "invalid_field"},
	{"{\"title\":\" \\u3000\\u00a0 \"}", "invalid_field"},
	{"{\"title\":\"two\\nlines\"}", "invalid_field"},
	{"{\"title\":7}", "invalid_field"},
	{"{\"title\":null}", "missing_field"},
	{"{\"abstract\":\"two\\nlines\"}", ""},
	{"{\"abstract\":null}", ""},
	{"{\"room\":\"r1\"}", ""},
	{"{\"room\":\"r9\"}", "unknown_reference"},
	{"{\"room\":1}", "invalid_field"},
	{"{\"room\":null}", ""},
	{"{\"people\":[\"p2\",\"p1\"]}", ""},
	{"{\"people\":[\"p1\",\"p1\"]}", "invalid_field"},
	{"{\"people\":[\"p9\"]}", "unknown_reference"},
	{"{\"people\":\"p1\"}", "invalid_field"},
	{"{\"people\":null}", "missing_field"},
	{"{\"start\":\"2019-08-29T02:00:00Z\"}", ""},
	{"{\"start\":\"2019-08-29T11:00:00+09:00\"}", ""},
	{"{\"start\":\"2019-08-29T11:00:00\"}", "invalid_field"},
	{"{\"start\":\"2019-02-29T11:00:00Z\"}", "invalid_field"},
	{"{\"start\":1567044000000}", "invalid_field"},
	{"{\"duration\":0}", ""},
	{"{\"duration\":-1}", "invalid_field"},
	{"{\"duration\":45.5}", "invalid_field"},
	{"{\"duration\":1e300}", "invalid_field"},
	{"{\"duration\":\"45\"}", "invalid_field"},
	{"{\"status\":\"cancelled\"}", ""},
	{"{\"status\":\"cancel\"}", "invalid_field"},
	{"{\"status\":\"live|ended\"}", "invalid_field"},
	{"{\"moved_from\":{\"room\":\"r1\"}}", "read_only"},
	{"{\"moved_from\":null}", ""},
	{"{\"id\":\"s1\",\"rev\":1,\"duration\":45}", ""},
	{"{\"id\":\"s2\"}", "read_only"},
	{"{\"rev\":2}", "read_only"},
	{"{\"held\":true}", "unknown_field"},
	{"{\"imported\":null}", "unknown_field"},
	{"{\"roof\":\"r1\"}", "unknown_field"},
	{"[]", "invalid_body"},
};

static void what_comes_from_outside_is_checked(void **state)
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		cJSON *row = minimal_session(), *body = cJSON_Parse(bodies[i].body);
		struct err err = {0};
		assert_non_null(body);
		row_patch(db, &resource_sessions, row, body, &err);
		if (strcmp(err.code, bodies[i].code) != 0)
			fail_msg("%s: \"%s\" (%s), not \"%s\"", bodies[i].body, err.code, err.detail,
				bodies[i].code);
		cJSON_Delete(row);
		cJSON_Delete(body);
	}
}

static void a_line_has_a_longest_length(void **state)
{
	char body[2 * MAX_LINE + 64], text[MAX_LINE + 2] = {0};
	for (int over = 0; over <= 1; over++) {
		memset(text, 'x', (size_t)(MAX_LINE + over));
		snprintf(body, sizeof body, "{\"title\":\"%s\"}", text);
		cJSON *row = minimal_session(), *json = cJSON_Parse(body);
		struct err err = {0};
		assert_int_equal(row_patch(db, &resource_sessions, row, json, &err),
			over ? STATUS_UNPROCESSABLE : STATUS_OK);
		cJSON_Delete(row);
		cJSON_Delete(json);
	}
}

static void a_required_field_must_be_there_in_a_new_one(void **state)
{
	cJSON *row = cJSON_CreateObject(), *body = cJSON_Parse("{\"kind\":\"room\",\"order\":1}");
	struct err err = {0};
	assert_int_equal(row_patch(db, &resource_rooms, row, body, &err), STATUS_OK);
	assert_int_equal(row_complete(&resource_rooms, row, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "missing_field");
	assert_non_null(strstr(err.detail, "name"));
	cJSON_Delete(row);
	cJSON_Delete(body);
}

static void a_row_comes_back_as_it_was_written(void **state)
{
	cJSON *row = minimal_session();
	cJSON *body = cJSON_Parse(
		"{\"title\":{\"ko\":\"마당\",\"en\":\"Yard\"},\"room\":\"r1\",\"people\":[\"p2\",\"p1\"],"
		"\"note\":\"\\\"quoted\\\"\",\"language\":\"ko\"}");
	struct err err = {0};
	assert_int_equal(row_patch(db, &resource_sessions, row, body, &err), STATUS_OK);
	row_set_int(row, "modified", 1567000000000);
	row_set_int(row, "start", 1567044000000);
	row_set_int(row, "expected_start", 1567044000000);
	row_set_int(row, "expected_end", 1567046700000);
	row_set(row, "moved_from", cJSON_Parse("{\"room\":\"r1\",\"start\":\"x\",\"at\":\"y\"}"));
	assert_int_equal(row_write(db, &resource_sessions, row), STATUS_OK);
	cJSON *again = row_load(db, &resource_sessions, "s1");
	assert_true(cJSON_Compare(row, again, true));
	cJSON_Delete(again);
	again = rows_load(db, &resource_sessions, "WHERE room = ?1 ORDER BY start", "s", "r1");
	assert_int_equal(cJSON_GetArraySize(again), 1);
	cJSON_Delete(again);
	cJSON_Delete(row);
	cJSON_Delete(body);
}

static void a_document_has_every_field_of_the_contract(void **state)
{
	cJSON *row = minimal_session();
	row_set_int(row, "modified", 1567000000000);
	row_set_int(row, "start", 1567044000000);
	row_set_int(row, "expected_start", 1567044000500);
	row_set_int(row, "expected_end", 1567046700000);
	struct buf out = BUF_INIT(10000);
	row_render(&resource_sessions, row, &out);
	assert_string_equal(out.data,
		"{\"id\":\"s1\",\"title\":\"t\",\"subtitle\":null,\"abstract\":null,\"type\":null,\"track\":null,"
		"\"room\":null,\"start\":\"2019-08-29T02:00:00Z\",\"duration\":45,\"language\":null,\"people\":[],"
		"\"status\":\"scheduled\",\"expected_start\":\"2019-08-29T02:00:00.500Z\","
		"\"expected_end\":\"2019-08-29T02:45:00Z\",\"note\":null,\"rev\":1}");
	buf_clear(&out);
	cJSON_Delete(row);
}

static void an_id_is_given_out_once(void **state)
{
	char a[MAX_ID], b[MAX_ID];
	id_next(db, &resource_sessions, a, sizeof a);
	id_next(db, &resource_sessions, b, sizeof b);
	assert_string_equal(a, "s1");
	assert_string_equal(b, "s2");
	id_next(db, &resource_rooms, a, sizeof a);
	assert_string_equal(a, "r1");
}

static void every_field_has_its_column(void **state)
{
	for (const struct resource *const *r = resource_all(); *r; r++) {
		char sql[100];
		int fields = 3; /* id, rev, modified */
		for (const struct field *f = (*r)->fields; f->name; f++)
			fields++;
		snprintf(sql, sizeof sql, "SELECT count(*) FROM pragma_table_info('%s')", (*r)->collection);
		assert_int_equal(db_int(db, 0, sql, ""), fields);
		cJSON_Delete(rows_load(db, *r, "", ""));
		assert_int_equal(db_status(db, NULL), STATUS_OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_comes_from_outside_is_checked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_line_has_a_longest_length, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_required_field_must_be_there_in_a_new_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_row_comes_back_as_it_was_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_document_has_every_field_of_the_contract, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_id_is_given_out_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_field_has_its_column, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
