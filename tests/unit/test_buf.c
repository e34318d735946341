#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void grows_and_stays_terminated(void **state)
{
	struct buf b = BUF_INIT(1000);
	for (int i = 0; i < 100; i++)
		buf_addf(&b, "%d,", i % 10);
	assert_int_equal(b.len, 200);
	assert_int_equal(b.data[200], '\0');
	buf_reset(&b);
	assert_int_equal(b.len, 0);
	buf_add_char(&b, 'x');
	assert_string_equal(b.data, "x");
	buf_clear(&b);
	assert_null(b.data);
}

static void fails_one_past_its_maximum(void **state)
{
	struct buf b = BUF_INIT(5);
	buf_add_str(&b, "12345");
	assert_false(b.failed);
	buf_add_char(&b, '6');
	assert_true(b.failed);
	buf_add_str(&b, "");
	size_t len;
	assert_null(buf_take(&b, &len));
	buf_clear(&b);
}

static void takes_an_empty_one_as_empty_text(void **state)
{
	struct buf b = BUF_INIT(5);
	size_t len = 9;
	char *s = buf_take(&b, &len);
	assert_string_equal(s, "");
	assert_int_equal(len, 0);
	free(s);
}

static void writes_numbers(void **state)
{
	static const struct {
		int64_t number;
		const char *text;
	} cases[] = {
		{0, "0"},
		{-1, "-1"},
		{1009, "1009"},
		{INT64_MAX, "9223372036854775807"},
		{INT64_MIN, "-9223372036854775808"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT(20);
		buf_add_int(&b, cases[i].number);
		assert_string_equal(b.data, cases[i].text);
		buf_clear(&b);
	}
}

static void writes_json_strings(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{NULL, "null"},
		{"", "\"\""},
		{"a\"b\\c", "\"a\\\"b\\\\c\""},
		{"\n\t\x01", "\"\\n\\t\\u0001\""},
		{"마당", "\"마당\""},
		{"\xFF!", "\"\xEF\xBF\xBD!\""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT(100);
		buf_add_json(&b, cases[i].in);
		assert_string_equal(b.data, cases[i].out);
		buf_clear(&b);
	}
}

static void writes_xml_text(void **state)
{
	struct buf b = BUF_INIT(100);
	buf_add_xml(&b, "<a href=\"x\">Tom & 'Jerry'</a>\x06");
	assert_null(strpbrk(b.data, "<>\"'\x06"));
	assert_non_null(strstr(b.data, "&lt;a href=&quot;x&quot;&gt;Tom &amp; "));
	buf_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_and_stays_terminated),
		cmocka_unit_test(fails_one_past_its_maximum),
		cmocka_unit_test(takes_an_empty_one_as_empty_text),
		cmocka_unit_test(writes_numbers),
		cmocka_unit_test(writes_json_strings),
		cmocka_unit_test(writes_xml_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
