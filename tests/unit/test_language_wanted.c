/* Accept-Language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/language.h"

static const char *const offered[] = {"ko", "en", NULL};

static const struct {
	const char *header, *wanted;
} cases[] = {
	{NULL, NULL},
	{"", NULL},
	{"ko", "ko"},
	{"KO-kr", "ko"},
	{"en-GB, ko;q=0.9", "en"},
	{"ko;q=0.2, en;q=0.7", "en"},
	{"ko;q=0.5,en;q=0.5", "ko"},
	{"fr, de;q=0.9, en;q=0.1", "en"},
	{"fr", NULL},
	{"*", NULL},
	{"fr, *;q=0.5", NULL},
	{"ko;q=0", NULL},
	{"ko;q=0, en;q=0.001", "en"},
	{"ko;q=2, en;q=0.1", "en"}, /* no weight is above 1 */
	{"ko;q=x, en;q=0.1", "en"},
	{"ko;q=, en;q=0.1", "en"},
	{"ko;q=nan, en;q=0.1", "en"},
	{"ko;q, en;q=0.1", "en"},
	{"ko;v=1, en;q=0.1", "en"},
	{"ko;q=0.00000000000000000000000001, en;q=0.1", "en"},
	{"kor", NULL},
	{"k", NULL},
	{" , ,;q=1,\tko ; q=1.0 ,", "ko"},
	{";;;;,,,,====", NULL},
};

static void the_language_wanted_most_is_found(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *found = language_wanted(cases[i].header, offered);
		if (!found != !cases[i].wanted)
			fail_msg("\"%s\" gives %s", cases[i].header, found ? found : "none");
		if (found)
			assert_string_equal(found, cases[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_language_wanted_most_is_found)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
