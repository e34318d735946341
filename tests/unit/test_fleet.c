/* How the screens are: who is silent, and that only so many are remembered. */
#include "house.h"

#include "api/fleet.h"

#include <stdio.h>

enum { START = 1000 };

static void a_screen_is_silent_when_nothing_came_for_its_time(void **state)
{
	struct fleet *f = fleet_create(START);
	struct screen_report report = {.lag = 3, .seen_at = 77, .version = "1.0"};
	fleet_report(f, "one", &report, START + 500);
	assert_false(fleet_is_silent(f, "one", START + 500 + SCREEN_SILENT_MS - 1));
	assert_true(fleet_is_silent(f, "one", START + 500 + SCREEN_SILENT_MS));
	fleet_report(f, "one", &report, START + 500 + SCREEN_SILENT_MS);
	assert_false(fleet_is_silent(f, "one", START + 500 + SCREEN_SILENT_MS));
	assert_int_equal(fleet_find(f, "one")->lag, 3);
	assert_int_equal(fleet_quiet_ms(f, "one", START + 600 + SCREEN_SILENT_MS), 100);
	fleet_destroy(f);
}

static void who_has_said_nothing_has_its_time_from_when_it_was_to(void **state)
{
	struct fleet *f = fleet_create(START);
	assert_null(fleet_find(f, "one"));
	assert_false(
		fleet_is_silent(f, "one", START + SCREEN_SILENT_MS - 1)); /* the house has just started */
	assert_true(fleet_is_silent(f, "one", START + SCREEN_SILENT_MS));
	fleet_expect(f, "one", START + SCREEN_SILENT_MS);
	assert_false(fleet_is_silent(f, "one", START + SCREEN_SILENT_MS));
	assert_null(fleet_find(f, "one"));
	assert_true(fleet_is_silent(f, "one", START + 2 * SCREEN_SILENT_MS));
	fleet_forget(f, "one");
	fleet_destroy(f);
}

static void of_too_many_the_quietest_goes(void **state)
{
	struct fleet *f = fleet_create(START);
	struct screen_report report = {.seen_at = 77};
	char id[16];
	for (int i = 0; i < MAX_SCREEN_REPORTS; i++) {
		snprintf(id, sizeof id, "s%d", i);
		fleet_report(f, id, &report, START + i);
	}
	fleet_report(f, "s0", &report, START + MAX_SCREEN_REPORTS);
	assert_non_null(fleet_find(f, "s1"));
	fleet_report(f, "one more", &report, START + MAX_SCREEN_REPORTS);
	assert_null(fleet_find(f, "s1"));
	assert_non_null(fleet_find(f, "s0"));
	assert_non_null(fleet_find(f, "s2"));
	assert_non_null(fleet_find(f, "one more"));
	fleet_destroy(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_screen_is_silent_when_nothing_came_for_its_time),
		cmocka_unit_test(who_has_said_nothing_has_its_time_from_when_it_was_to),
		cmocka_unit_test(of_too_many_the_quietest_goes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
