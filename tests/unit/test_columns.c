/* The caller's choice among a file's own names, and words for states. */
#include "house.h"

#include "formats/columns.h"
#include "formats/state.h"

#include <string.h>

static void pairs_and_objects_say_the_same(void **state)
{
	static const char *const forms[] = {"title=Talk name, start = Begins ,type=",
		"{\"title\":\"Talk name\",\"start\":\"Begins\",\"type\":\"\"}"};
	for (size_t i = 0; i < 2; i++) {
		struct columns *c = NULL;
		struct err err;
		assert_int_equal(columns_parse(forms[i], &c, &err), STATUS_OK);
		assert_string_equal(columns_name(c, "title"), "Talk name");
		assert_string_equal(columns_name(c, "start"), "Begins");
		assert_string_equal(columns_name(c, "type"), "");
		assert_null(columns_name(c, "room"));
		assert_string_equal(columns_field(c, " TALK NAME "), "title");
		assert_null(columns_field(c, "Talk"));
		columns_destroy(c);
	}
}

static void a_wrong_choice_is_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"title", "field=Name"},
		{"headline=Name", "headline"},
		{"title=A,title=B", "title"},
		{"title=A,track= a", "two fields"},
		{"{\"title\":1}", "title"},
		{"{\"title\"", "line 1"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct columns *c = NULL;
		struct err err;
		assert_int_equal(columns_parse(cases[i].text, &c, &err), STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, "invalid_columns");
		if (!strstr(err.detail, cases[i].says))
			fail_msg("\"%s\" does not say %s", err.detail, cases[i].says);
	}
}

static void nothing_chosen_is_no_choice(void **state)
{
	assert_null(columns_name(NULL, "title"));
	assert_null(columns_field(NULL, "Title"));
	assert_int_equal(columns_count(NULL), 0);
}

static void states_in_the_words_of_the_tools(void **state)
{
	assert_int_equal(state_of(NULL), STATE_ON);
	assert_int_equal(state_of("Accepted"), STATE_ON);
	assert_int_equal(state_of("DELAYED"), STATE_ON);
	assert_int_equal(state_of(" Canceled "), STATE_CANCELLED);
	assert_int_equal(state_of("WITHDRAWN"), STATE_CANCELLED);
	assert_int_equal(state_of("rejected"), STATE_APART);
	assert_int_equal(state_of("zurückgezogen"), STATE_CANCELLED);
	assert_int_equal(state_of("Abgelehnt"), STATE_APART);
	assert_int_equal(state_of("cancelling"), STATE_ON);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_and_objects_say_the_same),
		cmocka_unit_test(a_wrong_choice_is_refused),
		cmocka_unit_test(nothing_chosen_is_no_choice),
		cmocka_unit_test(states_in_the_words_of_the_tools),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
