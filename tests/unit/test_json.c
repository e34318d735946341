#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static enum status parse(const char *s, size_t len, cJSON **ret, struct err *err)
{
	*ret = NULL;
	return json_parse(s, len, 4, ret, err);
}

static void says_where_it_is_broken(void **state)
{
	static const struct {
		const char *text, *place;
	} cases[] = {
		{"", "line 1, column 1"}, {"{\"a\":\n  nope}", "line 2, column 3"},
		{"{}x", "line 1, column 3"}, {"[[[[[]]]]]", "line 1, column 5"}, /* deeper than 4 */
		{"\"마\xFF\"", "line 1, column 3"}, {"\"a\\u0000\"", "line 1, column 3"},
		{"\"a\nb\"", "line 1, column 3"},
		{"{\"a\": 1", "line 1, column 7"}, /* cut off: the last character */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err;
		cJSON *root;
		assert_int_equal(parse(cases[i].text, strlen(cases[i].text), &root, &err), STATUS_INVALID);
		assert_string_equal(err.code, "malformed_json");
		assert_memory_equal(err.detail, cases[i].place, strlen(cases[i].place));
		assert_null(root);
	}
}

static void reads_members_by_type(void **state)
{
	struct err err;
	cJSON *root;
	const char *text = "\xEF\xBB\xBF{\"s\":\"x\",\"n\":12,\"f\":1.5,\"z\":null,\"big\":1e300}";
	int64_t n = -1;
	assert_int_equal(parse(text, strlen(text), &root, &err), STATUS_OK);
	assert_string_equal(json_str(root, "s"), "x");
	assert_null(json_str(root, "n"));
	assert_null(json_get(root, "z"));
	assert_null(json_get(root, "S"));
	assert_true(json_int(json_get(root, "n"), 0, 12, &n));
	assert_int_equal(n, 12);
	assert_false(json_int(json_get(root, "n"), 0, 11, &n));
	assert_false(json_int(json_get(root, "f"), 0, 11, &n));
	assert_false(json_int(json_get(root, "big"), 0, INT64_MAX, &n));
	assert_false(json_int(NULL, 0, 1, &n));
	cJSON_Delete(root);
}

static void writes_what_it_read(void **state)
{
	struct err err;
	cJSON *root;
	struct buf out = BUF_INIT(200);
	const char *text = "{\"a\":[1,2.5,true,null,\"\\u00e4\\n\"],\"b\":{}}";
	assert_int_equal(parse(text, strlen(text), &root, &err), STATUS_OK);
	json_write(root, &out);
	assert_string_equal(out.data, "{\"a\":[1,2.5,true,null,\"ä\\n\"],\"b\":{}}");
	buf_clear(&out);
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_where_it_is_broken),
		cmocka_unit_test(reads_members_by_type),
		cmocka_unit_test(writes_what_it_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
