/* How often somebody may do something, by a clock that the test sets. */
#include "house.h"

#include "base/limits.h"
#include "base/rate.h"

#include <stdio.h>

static void a_burst_passes_then_so_many_a_second(void **state)
{
	struct rate *r = rate_create(3, 2);
	for (int i = 0; i < 3; i++)
		assert_int_equal(rate_take(r, "a", 1000), 0);
	assert_int_equal(rate_take(r, "a", 1000), 500);
	assert_int_equal(rate_take(r, "a", 1200), 300);
	assert_int_equal(rate_take(r, "a", 1500), 0);
	assert_int_equal(rate_take(r, "a", 1500), 500);
	rate_destroy(r);
}

static void what_was_told_is_enough_to_wait(void **state)
{
	struct rate *r = rate_create(1, 0.3);
	int64_t now = 0;
	assert_int_equal(rate_take(r, "a", now), 0);
	for (int i = 0; i < 50; i++) {
		int64_t wait = rate_take(r, "a", now);
		assert_true(wait > 0);
		assert_true(rate_take(r, "a", now + wait - 1) > 0);
		now += wait;
		assert_int_equal(rate_take(r, "a", now), 0);
	}
	rate_destroy(r);
}

static void the_bucket_never_holds_more_than_the_burst(void **state)
{
	struct rate *r = rate_create(2, 1000);
	rate_give_back(r, "a", 0);
	for (int64_t now = 0; now < INT64_C(10000000); now += 1000000) {
		assert_int_equal(rate_take(r, "a", now), 0);
		assert_int_equal(rate_take(r, "a", now), 0);
		assert_int_equal(rate_take(r, "a", now), 1);
	}
	rate_destroy(r);
}

static void what_is_given_back_may_be_taken_again(void **state)
{
	struct rate *r = rate_create(1, 0.001);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(rate_take(r, "a", 5), 0);
		rate_give_back(r, "a", 5);
	}
	assert_int_equal(rate_take(r, "a", 5), 0);
	assert_true(rate_take(r, "a", 5) > 0);
	rate_destroy(r);
}

static void everybody_has_a_bucket_of_their_own(void **state)
{
	struct rate *r = rate_create(1, 0.001);
	assert_int_equal(rate_take(r, "192.0.2.1", 0), 0);
	assert_int_equal(rate_take(r, "192.0.2.2", 0), 0);
	assert_true(rate_take(r, "192.0.2.1", 0) > 0);
	rate_destroy(r);
}

/* Far more addresses than places: who has used theirs up is not forgotten for
 * those who came once. */
static void a_flood_of_addresses_does_not_free_the_one_that_is_out(void **state)
{
	struct rate *r = rate_create(5, 0.001);
	char who[32];
	for (int i = 0; i < 5; i++)
		assert_int_equal(rate_take(r, "out", 0), 0);
	for (int i = 0; i < 10 * MAX_RATE_ADDRESSES; i++) {
		snprintf(who, sizeof who, "flood-%d", i);
		assert_int_equal(rate_take(r, who, 0), 0);
	}
	assert_true(rate_take(r, "out", 0) > 0);
	rate_destroy(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_burst_passes_then_so_many_a_second),
		cmocka_unit_test(what_was_told_is_enough_to_wait),
		cmocka_unit_test(the_bucket_never_holds_more_than_the_burst),
		cmocka_unit_test(what_is_given_back_may_be_taken_again),
		cmocka_unit_test(everybody_has_a_bucket_of_their_own),
		cmocka_unit_test(a_flood_of_addresses_does_not_free_the_one_that_is_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
