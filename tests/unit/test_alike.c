/* Names and texts that are nearly the same. */
#include "event/alike.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_names(void **state)
{
	static const struct {
		const char *a, *b;
		bool alike;
	} cases[] = {
		{"rood", "roomd", true},
		{"thehouseoftea", "houseoftea", true},
		{"sendezentrumbühne", "sendezentrumbühne(saalx07)", true},
		{"hackersbeautypalace", "assembly:hackersbeautypalace", true},
		{"마당있는집", "마당이있는집", true},
		{"jörgmüller", "jörgmueller", true},
		{"brunokern", "brunokern[initiative]", true},
		{"opening", "keynote\nopening", true},
		{"part1", "part2", false},
		{"rooma", "roomb", false},
		{"room1", "room12", false},
		{"saal", "saal1", true},
		{"rust", "zig", false},
		{"tent", "dome", false},
		{"annaschmidt", "annameier", false},
		{"a", "b", false},
		{"a", "a", true},
		{"가", "나", false},
		{NULL, "a", false},
		{NULL, NULL, true},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (names_alike(cases[i].a, cases[i].b) != cases[i].alike)
			print_error("%s, %s\n", cases[i].a, cases[i].b);
		assert_int_equal(names_alike(cases[i].a, cases[i].b), cases[i].alike);
		assert_int_equal(names_alike(cases[i].b, cases[i].a), cases[i].alike);
	}
}

static void test_long_names(void **state)
{
	char a[5000], b[5000];
	for (size_t i = 0; i < sizeof a - 1; i++)
		a[i] = b[i] = (char)('a' + i % 23);
	a[sizeof a - 1] = b[sizeof b - 1] = '\0';
	b[4000] = '!'; /* past what is compared */
	assert_true(names_alike(a, b));
}

static void test_texts(void **state)
{
	assert_true(texts_alike("Words of welcome.", "<p>Words of\r\n <b class=\"x\"></b>welcome</p>"));
	assert_true(
		texts_alike("Words of welcome.", "Words of welcome.\n\nLink: https://example.org/talks/17"));
	assert_true(texts_alike("First.\nSecond.", "first. second."));
	assert_true(texts_alike("a < b", "a &lt; b") == false);
	assert_false(texts_alike("Words of welcome.", "Words of farewell."));
	assert_false(texts_alike("", ""));
	assert_false(texts_alike("", "Words"));
	/* Much longer: more is told there. */
	char longer[600] = "Words of welcome. ";
	for (size_t i = 18; i < sizeof longer - 1; i++)
		longer[i] = (char)('a' + i % 7);
	assert_false(texts_alike("Words of welcome.", longer));
	/* No tag that ends. */
	assert_true(texts_alike("<b a <b a <b a", "ba ba ba"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
