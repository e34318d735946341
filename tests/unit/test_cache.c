/* What is kept, and what makes room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/cache.h"

#include <stdio.h>
#include <string.h>

static void put(struct cache *c, const char *key, const char *state, const char *text)
{
	struct cached answer = {.body = blob_create(text, strlen(text)), .disposition = "inline"};
	cache_etag(answer.body, answer.etag);
	cache_put(c, key, state, &answer);
	blob_unref(answer.body);
}

static bool has(struct cache *c, const char *key, const char *state, const char *text)
{
	struct cached found = {0};
	if (!cache_get(c, key, state, &found))
		return false;
	assert_string_equal(found.body->bytes, text);
	assert_string_equal(found.disposition, "inline");
	blob_unref(found.body);
	return true;
}

static void an_answer_is_kept_for_its_key_and_state(void **state)
{
	struct cache *c = cache_create(4, 100);
	assert_false(has(c, "a", "1", ""));
	put(c, "a", "1", "one");
	assert_true(has(c, "a", "1", "one"));
	assert_false(has(c, "a", "2", ""));
	assert_false(has(c, "b", "1", ""));
	put(c, "a", "2", "two");
	assert_true(has(c, "a", "2", "two"));
	assert_false(has(c, "a", "1", ""));
	cache_destroy(c);
}

static void the_least_recently_used_makes_room(void **state)
{
	struct cache *c = cache_create(3, 100);
	put(c, "a", "", "1");
	put(c, "b", "", "2");
	put(c, "c", "", "3");
	assert_true(has(c, "a", "", "1"));
	put(c, "d", "", "4");
	assert_true(has(c, "a", "", "1"));
	assert_false(has(c, "b", "", ""));
	assert_true(has(c, "c", "", "3"));
	assert_true(has(c, "d", "", "4"));
	cache_destroy(c);
}

static void the_bytes_have_a_bound(void **state)
{
	struct cache *c = cache_create(100, 10);
	put(c, "a", "", "12345");
	put(c, "b", "", "12345");
	assert_true(has(c, "a", "", "12345"));
	put(c, "c", "", "1");
	assert_false(has(c, "b", "", ""));
	assert_true(has(c, "a", "", "12345"));
	put(c, "d", "", "12345678901"); /* larger than all: not kept, and nothing goes for it */
	assert_false(has(c, "d", "", ""));
	assert_true(has(c, "a", "", "12345"));
	put(c, "e", "", "1234567890");
	assert_false(has(c, "a", "", ""));
	assert_true(has(c, "e", "", "1234567890"));
	cache_destroy(c);
	cache_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_kept_for_its_key_and_state),
		cmocka_unit_test(the_least_recently_used_makes_room),
		cmocka_unit_test(the_bytes_have_a_bound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
