#include "formats/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void knows_names_and_tags(void **state)
{
	static const struct {
		const char *name, *tag;
	} cases[] = {
		{"German", "de"},
		{"deutsch", "de"},
		{"English", "en"},
		{" ENGLISH ", "en"},
		{"日本語", "ja"},
		{"日本語 / Japanese", "ja"},
		{"한국어", "ko"},
		{"Français", "fr"},
		{"FRANÇAIS", "fr"},
		{"English (US)", "en"},
		{"Mixed, English & German", "en"},
		{"de", "de"},
		{"pt-BR", "pt"},
		{"zh_TW", "zh"},
		{"Tiếng Việt", "vi"},
		{"Mixed", NULL},
		{"No", NULL},
		{"Germanic", NULL},
		{"dead", NULL},
		{"C#", NULL},
		{"/ / ,", NULL},
		{"", NULL},
		{NULL, NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *tag = language_tag(cases[i].name);
		if (!tag != !cases[i].tag || (tag && strcmp(tag, cases[i].tag) != 0))
			fail_msg("\"%s\" is %s", cases[i].name, tag ? tag : "nothing");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_names_and_tags),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
