#include "base/err.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void tells_good_from_broken(void **state)
{
	static const struct {
		const char *s;
		bool valid;
	} cases[] = {
		{"", true}, {"plain", true}, {"마당 🎉", true}, {"\x80", false}, /* a tail alone */
		{"\xC0\xAF", false}, /* overlong */
		{"\xE0\x80\x80", false}, {"\xF0\x80\x80\x80", false},
		{"\xED\xA0\x80", false}, /* a surrogate */
		{"\xF4\x90\x80\x80", false}, /* past U+10FFFF */
		{"\xE2\x82", false}, /* cut off */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(utf8_valid(cases[i].s, strlen(cases[i].s)), cases[i].valid);
}

static void writes_every_scalar_value(void **state)
{
	char out[4];
	for (unsigned long cp = 1; cp <= 0x10FFFF; cp += 13) {
		size_t n = utf8_put(out, cp);
		bool surrogate = cp >= 0xD800 && cp < 0xE000;
		assert_int_equal(n == 0, surrogate);
		if (n)
			assert_int_equal(utf8_len(out, n), n);
	}
	assert_int_equal(utf8_put(out, 0x110000), 0);
}

static void cleans_in_place(void **state)
{
	char s[] = "a\x06"
		   "b\x7F\tc\r\n\xFF"
		   "d";
	size_t n = utf8_clean(s, strlen(s));
	assert_int_equal(n, 8);
	assert_memory_equal(s, "ab\tc\r\n?d", 8);
}

static void knows_noncharacters(void **state)
{
	assert_true(utf8_is_noncharacter("\xEF\xBF\xBE", 3));
	assert_true(utf8_is_noncharacter("\xEF\xBF\xBF", 3));
	assert_false(utf8_is_noncharacter("\xEF\xBF\xBD", 3));
}

/* They go out as JSON, whatever they cut short. */
static void errors_are_utf8(void **state)
{
	struct err err;
	err_set(&err, STATUS_INVALID, "x", "no %.4s, no\n%s", "마당", "\xFF");
	assert_string_equal(err.detail, "no 마?, no ?");
	char many[900];
	memset(many, 'a', sizeof many);
	for (size_t i = 1; i + 3 < sizeof many; i += 3)
		memcpy(many + i, "마", 3);
	many[sizeof many - 1] = '\0';
	err_set(&err, STATUS_INVALID, "x", "%s", many);
	assert_true(strlen(err.detail) > sizeof err.detail - 4);
	assert_true(utf8_valid(err.detail, strlen(err.detail)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_good_from_broken),
		cmocka_unit_test(writes_every_scalar_value),
		cmocka_unit_test(cleans_in_place),
		cmocka_unit_test(knows_noncharacters),
		cmocka_unit_test(errors_are_utf8),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
