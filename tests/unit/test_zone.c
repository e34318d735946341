#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void takes_only_names_of_tzdata(void **state)
{
	static const char *const good[] = {
		"Asia/Seoul", "UTC", "US/Eastern", "Europe/Berlin", "America/Argentina/Ushuaia"};
	static const char *const bad[] = {"", "Mars/Phobos", "+09:00", "../../etc/passwd", "/etc/localtime",
		"EST5EDT4", "Asia/Seoul ", "Asia", "asia/\x01"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct zone *z = zone_create(good[i]);
		assert_non_null(z);
		assert_string_equal(zone_name(z), good[i]);
		zone_destroy(z);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(zone_create(bad[i]));
	zone_destroy(NULL);
}

/* Pitfall 6: the doubled hour is taken late, the skipped one shifted forward. */
static void reads_wall_clocks_at_the_change(void **state)
{
	static const struct {
		const char *zone, *wall, *utc;
	} cases[] = {
		{"Asia/Seoul", "2019-08-29T11:00", "2019-08-29T02:00:00Z"},
		{"Europe/Berlin", "2025-03-30T01:59", "2025-03-30T00:59:00Z"},
		{"Europe/Berlin", "2025-03-30T02:30", "2025-03-30T01:30:00Z"},
		{"Europe/Berlin", "2025-03-30T03:00", "2025-03-30T01:00:00Z"},
		{"Europe/Berlin", "2025-10-26T02:30", "2025-10-26T01:30:00Z"},
		{"America/New_York", "2019-03-10T02:30", "2019-03-10T07:30:00Z"},
		{"America/New_York", "2019-11-03T01:30", "2019-11-03T06:30:00Z"},
		{"Australia/Lord_Howe", "2025-04-06T01:45", "2025-04-05T15:15:00Z"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct zone *z = zone_create(cases[i].zone);
		struct wall_time w;
		char text[INSTANT_TEXT];
		assert_true(wall_parse(cases[i].wall, &w));
		instant_format(zone_to_utc_ms(z, &w), text);
		assert_string_equal(text, cases[i].utc);
		zone_destroy(z);
	}
}

static void shows_instants_on_local_clocks(void **state)
{
	struct zone *z = zone_create("Europe/Berlin");
	int64_t ms;
	struct wall_time w;
	assert_true(instant_parse("2025-07-01T22:30:00Z", &ms, NULL));
	zone_from_utc_ms(z, ms, &w);
	assert_int_equal(w.day, 2);
	assert_int_equal(w.hour, 0);
	assert_int_equal(zone_offset_minutes(z, ms), 120);
	assert_int_equal(zone_to_utc_ms(z, &w), ms);
	zone_destroy(z);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_only_names_of_tzdata),
		cmocka_unit_test(reads_wall_clocks_at_the_change),
		cmocka_unit_test(shows_instants_on_local_clocks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
