/* The table's rotating code: good for a minute at most, and for its table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "event/presence.h"

#include <string.h>

#define NOON (INT64_C(1567044000000) / PRESENCE_STEP_MS * PRESENCE_STEP_MS) /* a step begins */

static void expect(const char *key, const char *meetup, const char *code, int64_t at, const char *refusal)
{
	struct err err = {0};
	enum status st = presence_check(key, meetup, code, at, &err);
	if (refusal) {
		assert_int_equal(st, STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, refusal);
	} else if (st != STATUS_OK) {
		fail_msg("%s: %s", code, err.detail);
	}
}

static void it_counts_in_its_step_and_the_next(void **state)
{
	char code[PRESENCE_CODE], again[PRESENCE_CODE];
	presence_make("secret", "m3", NOON, code);
	presence_make("secret", "m3", NOON + PRESENCE_STEP_MS - 1, again);
	assert_string_equal(code, again);
	expect("secret", "m3", code, NOON, NULL);
	expect("secret", "m3", code, NOON + 2 * PRESENCE_STEP_MS - 1, NULL);
	presence_make("secret", "m3", NOON + PRESENCE_STEP_MS, again);
	assert_string_not_equal(code, again);
}

static void a_photograph_is_stale_and_so_is_what_is_to_come(void **state)
{
	char code[PRESENCE_CODE];
	presence_make("secret", "m3", NOON, code);
	expect("secret", "m3", code, NOON + 2 * PRESENCE_STEP_MS, "stale_code");
	expect("secret", "m3", code, NOON + INT64_C(86400000), "stale_code");
	expect("secret", "m3", code, NOON - 1, "stale_code");
}

static void a_code_of_another_table_is_none(void **state)
{
	char code[PRESENCE_CODE];
	presence_make("other", "m4", NOON, code);
	expect("secret", "m3", code, NOON, "invalid_code");
	/* Nor with the name changed, nor made with another table's key. */
	code[1] = '3';
	expect("secret", "m3", code, NOON, "invalid_code");
	presence_make("other", "m3", NOON, code);
	expect("secret", "m3", code, NOON, "invalid_code");
}

static void every_character_counts(void **state)
{
	char code[PRESENCE_CODE], forged[PRESENCE_CODE];
	presence_make("secret", "m3", NOON, code);
	for (size_t i = 0; code[i]; i++) {
		strcpy(forged, code);
		forged[i] = forged[i] == '7' ? '6' : '7';
		expect("secret", "m3", forged, NOON, "invalid_code");
	}
}

static void what_is_no_code_is_refused(void **state)
{
	static const char *const wrong[] = {"", ".", "..", "m3", "m3.1", "m3.1.", "m3.1.abc",
		".1.abcdefghijklmnop", "m3..abcdefghijklmnop", "m3.-1.abcdefghijklmnop",
		"m3.01.abcdefghijklmnop", "m3.1x.abcdefghijklmnop", "m3.1.abcdefghijklmnopq",
		"m3.1234567890123456.abcdefghijklmnop", "m3.1.abcdefghijklmno.",
		"m3mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm.1.abcdefghijklmnop"};
	char meetup[MAX_ID + 1];
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		expect("secret", "m3", wrong[i], NOON, "invalid_code");
	assert_false(presence_meetup("m3.1.abc", meetup));
}

static void a_code_tells_its_table_and_not_its_key(void **state)
{
	char code[PRESENCE_CODE], meetup[MAX_ID + 1], longest[MAX_ID + 1];
	presence_make("secret", "m3", NOON, code);
	assert_null(strstr(code, "secret"));
	assert_true(presence_meetup(code, meetup));
	assert_string_equal(meetup, "m3");
	memset(longest, 'm', MAX_ID);
	longest[MAX_ID] = '\0';
	presence_make("secret", longest, NOON, code);
	expect("secret", longest, code, NOON, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_counts_in_its_step_and_the_next),
		cmocka_unit_test(a_photograph_is_stale_and_so_is_what_is_to_come),
		cmocka_unit_test(a_code_of_another_table_is_none),
		cmocka_unit_test(every_character_counts),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(a_code_tells_its_table_and_not_its_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
