#include "base/instant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void reads_date_times_as_files_have_them(void **state)
{
	static const struct {
		const char *text, *utc;
		int offset;
	} cases[] = {
		{"2019-08-29T11:00:00+09:00", "2019-08-29T02:00:00Z", 540},
		{"2019-08-29T11:00:00+0900", "2019-08-29T02:00:00Z", 540}, /* guadec */
		{"2019-08-29T11:00+09", "2019-08-29T02:00:00Z", 540},
		{"2019-08-29 11:00:00-05:30", "2019-08-29T16:30:00Z", -330},
		{"2019-08-29T02:00:00Z", "2019-08-29T02:00:00Z", 0},
		{"2019-08-29t02:00:00.250z", "2019-08-29T02:00:00.250Z", 0},
		{"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", 0},
		{"2019-08-29T24:00:00Z", "2019-08-30T00:00:00Z", 0},
		{"2020-02-29T00:00:00Z", "2020-02-29T00:00:00Z", 0},
		{"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t ms;
		int offset;
		char text[INSTANT_TEXT];
		assert_true(instant_parse(cases[i].text, &ms, &offset));
		instant_format(ms, text);
		assert_string_equal(text, cases[i].utc);
		assert_int_equal(offset, cases[i].offset);
	}
}

static void refuses_what_is_no_date_time(void **state)
{
	static const char *const cases[] = {"", "2019", "2019-08-29", "2019-08-29T11:00:00",
		"2019-02-29T00:00:00Z", "2019-13-01T00:00:00Z", "2019-00-01T00:00:00Z",
		"2019-08-32T00:00:00Z", "2019-08-29T25:00:00Z", "2019-08-29T24:00:01Z",
		"2019-08-29T11:60:00Z", "2019-08-29T11:00:00+09:60", "2019-08-29T11:00:00+24:00",
		"2019-08-29T11:00:00Zz", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00",
		"9999-12-31T23:59:59-01:00", "2019-8-29T11:00:00Z", "2019-08-29T11:00:00 Z"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t ms;
		assert_false(instant_parse(cases[i], &ms, NULL));
	}
}

static void reads_walls_and_dates(void **state)
{
	struct wall_time w;
	assert_true(wall_parse("2019-08-29T11:05", &w));
	assert_int_equal(w.hour * 60 + w.minute, 665);
	assert_true(wall_parse("2019-08-29 11:05:06.000", &w));
	assert_false(wall_parse("2019-08-29T11:05Z", &w));
	assert_true(date_parse("2019-08-29", &w));
	assert_int_equal(w.day, 29);
	assert_false(date_parse("2019-08-29T11:05", &w));
}

static void carries_fields_over(void **state)
{
	struct wall_time w = {.year = 2019, .month = 12, .day = 32, .hour = 25};
	wall_from_utc_ms(wall_to_utc_ms(&w), &w);
	assert_int_equal(w.year, 2020);
	assert_int_equal(w.month, 1);
	assert_int_equal(w.day, 2);
	assert_int_equal(w.hour, 1);
}

static void reads_iso_durations(void **state)
{
	static const struct {
		const char *text;
		int minutes; /* -1: refused */
	} cases[] = {{"PT45M", 45}, {"P0DT45M", 45}, {"P1DT2H", 1560}, {"PT90S", 1}, {"P1W", 10080}, {"", -1},
		{"P", -1}, {"PT", -1}, {"45M", -1}, {"PT4X", -1}, {"P99999999999999D", -1}, {"PT1.5H", -1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int minutes = -1;
		bool ok = iso_duration_parse(cases[i].text, &minutes);
		assert_int_equal(ok ? minutes : -1, cases[i].minutes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_date_times_as_files_have_them),
		cmocka_unit_test(refuses_what_is_no_date_time),
		cmocka_unit_test(reads_walls_and_dates),
		cmocka_unit_test(carries_fields_over),
		cmocka_unit_test(reads_iso_durations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
