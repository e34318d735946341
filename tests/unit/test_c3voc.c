#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define HEAD                                                                                                 \
	"{\"schedule\":{\"version\":\"1\",\"conference\":{\"title\":\"T\",\"time_zone_name\":\"Europe/"      \
	"Vienna\","
#define DAY HEAD "\"days\":[{\"index\":1,\"date\":\"2024-06-01\",\"rooms\":{\"A\":["
#define TAIL "]}}]}}}"

static struct programme *read_in(const char *text)
{
	struct programme *p = NULL;
	struct err err = {0};
	if (formats_read(text, strlen(text), NULL, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	return p;
}

static void reads_the_event(void **state)
{
	struct programme *p = read_in(
		DAY "{\"id\":\"4711\",\"guid\":\"g\",\"code\":null,\"date\":\"2024-06-01T10:00:00+02:00\","
		    "\"start\":\"10:00\","
		    "\"duration\":\"1:30\",\"room\":\"elsewhere\",\"title\":\" a\\u0006b "
		    "\",\"subtitle\":null,\"track\":\"\","
		    "\"type\":\"talk\",\"language\":\"de, "
		    "en\",\"abstract\":\"x\\r\\ny\",\"do_not_record\":true,\"logo\":null,"
		    "\"recording_license\":\"CC0\",\"links\":[\"http://x\",{\"url\":1}],\"answers\":[1],"
		    "\"persons\":[{\"id\":1,\"public_name\":\"Ada\"},{\"id\":0,\"full_public_name\":\"Ben\"},"
		    "{\"guid\":\"p\",\"code\":\"C\",\"name\":\"Cem\",\"biography\":\"Bio\",\"url\":\"http://"
		    "c\"},{\"id\":9}]}" TAIL);
	const struct programme_session *s = &p->sessions[0];
	assert_string_equal(text_in(&s->title, NULL), "ab");
	assert_string_equal(text_in(&s->abstract, NULL), "x\ny");
	assert_string_equal(s->number, "4711");
	assert_null(s->code);
	assert_true(text_empty(&s->subtitle));
	assert_int_equal(s->track, PROGRAMME_NONE);
	assert_string_equal(s->language, "de");
	assert_int_equal(s->duration, 90);
	assert_true(s->no_recording);
	assert_string_equal(text_in(&p->rooms[s->room].name, NULL), "A"); /* the key wins */
	assert_int_equal(s->people_count, 3);
	assert_string_equal(p->people[s->people[1]].number, "0");
	assert_string_equal(p->people[s->people[2]].key, "p");
	assert_string_equal(p->people[s->people[2]].url, "http://c");
	assert_int_equal(p->warning_count, 2); /* the id as a string, the person without a name */
	programme_destroy(p);
}

static void end_wins_over_the_duration(void **state)
{
	static const struct {
		const char *members;
		int minutes;
	} cases[] = {
		{"\"end\":\"2024-06-01T12:30:00+02:00\",\"duration\":\"0:10\"", 150},
		{"\"end\":\"2024-06-01T10:00:00+02:00\",\"duration\":\"0:10\"", 0},
		{"\"end\":\"2024-06-01T09:00:00+02:00\",\"duration\":\"0:10\"",
			10}, /* before the start: warned of */
		{"\"duration\":45", 45},
		{"\"duration\":\"25:00\"", 1500},
		{"\"duration\":null", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char file[1000];
		snprintf(file, sizeof file,
			DAY "{\"title\":\"x\",\"date\":\"2024-06-01T10:00:00+02:00\",%s}" TAIL,
			cases[i].members);
		struct programme *p = read_in(file);
		assert_int_equal(p->sessions[0].duration, cases[i].minutes);
		programme_destroy(p);
	}
}

/* Beside an end, a longer duration is the talk's own. */
static void a_talk_may_be_longer_than_its_slot(void **state)
{
	static const struct {
		const char *duration;
		int length;
	} cases[] = {{"0:45", 45}, {"0:30", 0}, {"0:20", 0}, {"1:01:00", 0}, {"soon", 0}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[1000];
		snprintf(text, sizeof text,
			DAY "{\"title\":\"T\",\"date\":\"2024-06-01T10:00:00+02:00\","
			    "\"end\":\"2024-06-01T10:30:00+02:00\",\"duration\":\"%s\"}" TAIL,
			cases[i].duration);
		struct programme *p = read_in(text);
		assert_int_equal(p->sessions[0].duration, 30);
		assert_int_equal(p->sessions[0].length, cases[i].length);
		programme_destroy(p);
	}
}

static void names_the_path_of_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *code, *detail;
	} cases[] = {
		{DAY "{\"title\":5}" TAIL, "invalid_field",
			"schedule.conference.days[0].rooms[\"A\"][0].title is a number"},
		{DAY "{\"persons\":\"Ada\"}" TAIL, "invalid_field", "persons is a string, not a list"},
		{DAY "{\"persons\":[\"Ada\"]}" TAIL, "invalid_field",
			"persons[0] is a string, not an object"},
		{DAY "{\"persons\":[{\"id\":\"dsadf\",\"name\":\"x\"}]}" TAIL, "invalid_field",
			"\"dsadf\", not a number"},
		{DAY "{\"id\":1.5}" TAIL, "invalid_field", "id is not a whole number"},
		{DAY "{\"duration\":true}" TAIL, "invalid_field", "duration is true or false"},
		{DAY "{\"date\":\"yesterday\"}" TAIL, "invalid_field", "\"yesterday\" is not a date-time"},
		{DAY "7" TAIL, "invalid_field", "rooms[\"A\"][0] is a number"},
		{DAY "{\"title\":{\"ko\":1}}" TAIL, "invalid_field", "title.ko is a number"},
		{HEAD "\"days\":{}}}}", "invalid_field", "schedule.conference.days is an object, not a list"},
		{HEAD "\"days\":[3]}}}", "invalid_field", "days[0] is not an object"},
		{HEAD "\"days\":[{\"rooms\":[]}]}}}", "invalid_field", "rooms is a list"},
		{HEAD "\"rooms\":{},\"days\":[]}}}", "invalid_field",
			"schedule.conference.rooms is an object"},
		{HEAD "\"acronym\":1}}}", "invalid_field", "acronym is a number"},
		{"{\"schedule\":{\"rooms\":[],\"conference\":{\"days\":[]}}}", "invalid_field",
			"schedule.rooms stands where"},
		{"{\"schedule\":[]}", "unsupported_format", "no object"},
		{"{\"schedule\":{\"2024-01-01\":{}}}", "unsupported_format", "2024-01-01"},
		{"{\"schedule\":{\"conference\":{\"days\":[]}}}", "zone_needed", "tz="},
		{"{\"schedule\":{\"conference\":{\"days\":[],\"time_zone_name\":\"Mars/Phobos\"}}}",
			"zone_unknown", "Mars"},
		{"{\"schedule\":{\n\"conference\":{,}}}", "malformed_json", "line 2, column 1"},
		{"{\"schedule\":{", "malformed_json", "line 1"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err;
		assert_int_not_equal(
			formats_read(cases[i].text, strlen(cases[i].text), NULL, &p, &err), STATUS_OK);
		assert_null(p);
		if (strcmp(err.code, cases[i].code) != 0 || !strstr(err.detail, cases[i].detail))
			fail_msg("case %zu: %s: %s", i, err.code, err.detail);
	}
}

static void names_several_faults_at_once(void **state)
{
	struct programme *p = NULL;
	struct err err;
	const char *file = "{\"schedule\":{\"rooms\":[],\"conference\":{\"days\":[{\"rooms\":{\"A\":[{\"id\":"
			   "\"28\",\"title\":1}]}}]}}}";
	assert_int_equal(formats_read(file, strlen(file), NULL, &p, &err), STATUS_UNPROCESSABLE);
	assert_non_null(strstr(err.detail, "schedule.rooms"));
	assert_non_null(strstr(err.detail, "title is a number"));
	assert_non_null(strstr(err.detail, "id is a string"));
}

static void reads_languages(void **state)
{
	struct programme *p = read_in(HEAD
		"\"languages\":[\"ko\",\"en\"],\"rooms\":[{\"name\":\"부스\",\"name_i18n\":{\"ko\":\"부스\","
		"\"en\":\"Booth\"},"
		"\"kind\":\"booth\",\"capacity\":7}],\"days\":[{\"date\":\"2024-06-01\",\"rooms\":{\"부스\":["
		"{\"title\":{\"ko\":\"가\",\"en\":\"a\"},\"persons\":[{\"name\":\"P\",\"company\":{\"ko\":"
		"\"회사\",\"en\":\"Co\"}}]},"
		"{\"title\":\"changed\",\"title_i18n\":{\"ko\":\"나\",\"en\":\"b\"}}]}}]}}}");
	assert_int_equal(p->language_count, 2);
	assert_int_equal(p->room_count, 1);
	assert_string_equal(text_in(&p->rooms[0].name, "en"), "Booth");
	assert_string_equal(p->rooms[0].kind, "booth");
	assert_int_equal(p->rooms[0].capacity, 7);
	assert_string_equal(text_in(&p->sessions[0].title, "en"), "a");
	assert_string_equal(text_in(&p->people[0].company, "ko"), "회사");
	assert_string_equal(text_in(&p->sessions[1].title, "en"), "changed"); /* its languages are old */
	programme_destroy(p);
}

static void rooms_without_sessions_stay(void **state)
{
	struct programme *p =
		read_in(HEAD "\"rooms\":[{\"name\":\"X\",\"guid\":\"1\"},{\"name\":\"Y\",\"guid\":\"1\"}],"
			     "\"days\":[{\"date\":\"2024-06-01\",\"rooms\":{\"Z\":[],\"x\":null}}]}}}");
	assert_int_equal(p->room_count, 3); /* one guid for two names: told apart */
	assert_int_equal(p->session_count, 0);
	programme_destroy(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_event),
		cmocka_unit_test(end_wins_over_the_duration),
		cmocka_unit_test(a_talk_may_be_longer_than_its_slot),
		cmocka_unit_test(names_the_path_of_what_is_wrong),
		cmocka_unit_test(names_several_faults_at_once),
		cmocka_unit_test(reads_languages),
		cmocka_unit_test(rooms_without_sessions_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
