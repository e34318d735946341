#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void gives_zeroed_and_aligned_memory(void **state)
{
	struct arena *a = arena_create(1 << 20);
	for (size_t size = 1; size < 300; size += 7) {
		unsigned char *p = arena_alloc(a, size);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xFF, size);
	}
	arena_destroy(a);
}

static void copies_with_a_nul_behind(void **state)
{
	struct arena *a = arena_create(1 << 20);
	assert_string_equal(arena_copy(a, "abcdef", 3), "abc");
	assert_string_equal(arena_copy(a, NULL, 0), "");
	assert_string_equal(arena_strdup(a, "마당"), "마당");
	arena_destroy(a);
}

static void refuses_past_its_maximum(void **state)
{
	struct arena *a = arena_create(200000);
	assert_null(arena_alloc(a, 200001));
	assert_true(arena_failed(a));
	assert_non_null(arena_alloc(a, 10)); /* what fits is still given */
	assert_null(arena_alloc(a, SIZE_MAX));
	arena_destroy(a);
	arena_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_zeroed_and_aligned_memory),
		cmocka_unit_test(copies_with_a_nul_behind),
		cmocka_unit_test(refuses_past_its_maximum),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
