/* Who a token is, kept in memory: no longer than it is one, and not too many. */
#include "house.h"

#include "api/callers.h"

#include <stdio.h>

enum { KEPT = 3 };

static int set_up(void **state)
{
	*state = callers_create(KEPT);
	return 0;
}

static int tear_down(void **state)
{
	callers_destroy(*state);
	return 0;
}

static void put(struct callers *c, const char *token, unsigned role, int64_t until)
{
	struct caller caller = {.role = role};
	snprintf(caller.token, sizeof caller.token, "%s", token);
	callers_put(c, &caller, until);
}

/* The role that is kept; 0: none. */
static unsigned role_of(struct callers *c, const char *token, int64_t now)
{
	struct caller caller = {0};
	return callers_get(c, token, now, &caller) ? caller.role : 0;
}

static void what_was_put_is_got_and_nothing_else(void **state)
{
	put(*state, "a", ROLE_ATTENDEE, INT64_MAX);
	assert_int_equal(role_of(*state, "a", 1000), ROLE_ATTENDEE);
	assert_int_equal(role_of(*state, "b", 1000), 0);
	put(*state, "a", ROLE_ATTENDEE | ROLE_HOST, INT64_MAX);
	assert_int_equal(role_of(*state, "a", 1000), ROLE_ATTENDEE | ROLE_HOST);
}

static void a_token_runs_out_to_the_millisecond(void **state)
{
	put(*state, "a", ROLE_SCREEN, 1000);
	assert_int_equal(role_of(*state, "a", 999), ROLE_SCREEN);
	assert_int_equal(role_of(*state, "a", 1000), 0);
	assert_int_equal(role_of(*state, "a", 999), 0); /* and is looked up again */
}

static void the_one_least_recently_asked_for_makes_room(void **state)
{
	put(*state, "a", ROLE_ATTENDEE, INT64_MAX);
	put(*state, "b", ROLE_SCREEN, INT64_MAX);
	put(*state, "c", ROLE_HOST, INT64_MAX);
	role_of(*state, "a", 1);
	put(*state, "d", ROLE_STEWARD, INT64_MAX);
	assert_int_equal(role_of(*state, "b", 1), 0);
	put(*state, "a", ROLE_ORGANISER, INT64_MAX); /* the same again takes no room */
	assert_int_equal(role_of(*state, "a", 1), ROLE_ORGANISER);
	assert_int_equal(role_of(*state, "c", 1), ROLE_HOST);
	assert_int_equal(role_of(*state, "d", 1), ROLE_STEWARD);
}

static void all_are_forgotten_and_may_come_again(void **state)
{
	put(*state, "a", ROLE_ATTENDEE, INT64_MAX);
	put(*state, "b", ROLE_SCREEN, INT64_MAX);
	callers_clear(*state);
	assert_int_equal(role_of(*state, "a", 1), 0);
	assert_int_equal(role_of(*state, "b", 1), 0);
	for (int i = 0; i <= KEPT; i++)
		put(*state, (char[]){(char)('a' + i), '\0'}, ROLE_HOST, INT64_MAX);
	assert_int_equal(role_of(*state, "a", 1), 0);
	assert_int_equal(role_of(*state, "d", 1), ROLE_HOST);
}

static void when_somebody_was_seen_outlives_what_is_known_of_them(void **state)
{
	assert_int_equal(callers_seen(*state, "a"), 0);
	callers_saw(*state, "a", 5);
	callers_saw(*state, "a", 7);
	callers_clear(*state);
	assert_int_equal(callers_seen(*state, "a"), 7);
	for (int i = 0; i < MAX_MEMBERS; i++) {
		char id[16];
		snprintf(id, sizeof id, "m%d", i);
		callers_saw(*state, id, 8);
	}
	assert_int_equal(callers_seen(*state, "a"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_put_is_got_and_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_token_runs_out_to_the_millisecond, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_one_least_recently_asked_for_makes_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(all_are_forgotten_and_may_come_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			when_somebody_was_seen_outlives_what_is_known_of_them, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
