#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define TIMES "\"start\":\"2025-09-06T09:00:00+08:00\",\"end\":\"2025-09-06T10:00:00+08:00\""
#define FILE_OF(sessions, rest)                                                                              \
	"{\"sessions\":[" sessions "],\"speakers\":[{\"id\":\"p1\",\"zh\":{\"name\":\"金\",\"bio\":"        \
	"\"織工\"},\"en\":{\"name\":\"Kim\",\"bio\":\"Weaver\"}}],\"session_types\":[{\"id\":\"K\","       \
	"\"zh\":{\"name\":\"主題\"},\"en\":{\"name\":\"Keynote\"}}],\"rooms\":[{\"id\":\"R0\",\"zh\":{"    \
	"\"name\":\"大廳\"},\"en\":{\"name\":\"Hall\"}},{\"id\":\"R1\",\"name\":\"One\"}],\"tags\":[{"     \
	"\"id\":\"t1\",\"name\":\"Wool\"},{\"id\":\"t2\",\"name\":\"Wood\"}]" rest "}"

static struct programme *read_chosen(const char *text, const char *columns)
{
	struct programme *p = NULL;
	struct err err = {0};
	struct read_options options;
	assert_int_equal(read_options_parse("Asia/Taipei", columns, &options, &err), STATUS_OK);
	if (formats_read(text, strlen(text), &options, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	read_options_clear(&options);
	assert_string_equal(p->format, "opass");
	return p;
}

static bool warned(const struct programme *p, const char *of)
{
	for (size_t i = 0; i < p->warning_count; i++)
		if (strstr(p->warnings[i], of))
			return true;
	return false;
}

static void reads_a_session(void **state)
{
	struct programme *p = read_chosen(
		FILE_OF("{\"id\":\"a1b2c3\",\"type\":\"K\",\"room\":\"R0\"," TIMES
			",\"language\":\"漢語\",\"uri\":\"https://example.org/a\",\"qa\":\"https://q\","
			"\"zh\":{\"title\":\"開場\",\"description\":\"歡迎\\r\\n大家\"},\"en\":{\"title\":"
			"\"Opening\",\"description\":\"Welcome\"},\"speakers\":[\"p1\"],\"tags\":[\"t2\"]}", ),
		NULL);
	const struct programme_session *s = &p->sessions[0];
	assert_int_equal(p->session_count, 1);
	assert_string_equal(s->guid, "a1b2c3");
	assert_string_equal(text_in(&s->title, "zh"), "開場");
	assert_string_equal(text_in(&s->title, "en"), "Opening");
	assert_string_equal(text_in(&s->abstract, "zh"), "歡迎\n大家");
	assert_string_equal(s->language, "zh");
	assert_string_equal(s->url, "https://example.org/a");
	assert_string_equal(s->type, "Keynote");
	assert_string_equal(text_in(&p->tracks[s->track].name, "zh"), "主題");
	assert_string_equal(p->rooms[s->room].key, "R0");
	assert_string_equal(text_in(&p->rooms[s->room].name, "en"), "Hall");
	assert_int_equal(s->people_count, 1);
	assert_string_equal(p->people[0].key, "p1");
	assert_string_equal(text_in(&p->people[0].name, "zh"), "金");
	assert_string_equal(text_in(&p->people[0].bio, "en"), "Weaver");
	assert_true(s->scheduled);
	assert_int_equal(s->start, INT64_C(1757120400000));
	assert_int_equal(s->duration, 60);
	assert_int_equal(p->room_count, 2); /* also the one that no session uses */
	assert_int_equal(p->warning_count, 0);
	programme_destroy(p);
}

static void broadcasts_go_to_the_other_rooms(void **state)
{
	struct programme *p = read_chosen(
		FILE_OF("{\"id\":\"a\",\"room\":\"R0\",\"broadcast\":[\"R0\",\"R1\","
			"\"R1\",\"TR9\"]," TIMES ",\"title\":\"x\"},"
			"{\"id\":\"b\",\"room\":\"R1\",\"broadcast\":null," TIMES ",\"title\":\"y\"}", ),
		NULL);
	assert_int_equal(p->sessions[0].also_in_count, 2);
	assert_string_equal(p->rooms[p->sessions[0].also_in[0]].key, "R1");
	assert_string_equal(text_in(&p->rooms[p->sessions[0].also_in[1]].name, NULL), "TR9");
	assert_int_equal(p->sessions[1].also_in_count, 0);
	assert_int_equal(p->room_count, 3);
	assert_true(warned(p, "1 times a session names a room that the file does not list"));
	programme_destroy(p);
}

/* Flat texts, other names of languages, numbers for ids. */
static void reads_other_forms(void **state)
{
	struct programme *p = read_chosen(
		FILE_OF("{\"id\":17,\"room\":null,\"type\":null,\"start\":null,\"end\":null,"
			"\"zh_TW\":{\"title\":\"手工\"},\"title\":\"Handwork\",\"speakers\":null,"
			"\"tags\":null,\"language\":\"Klingon\",\"links\":{\"title\":\"no\"},\"zh-(W\":{\"title\":\"no\"}},"
			"{\"id\":18,\"title\":{\"ja\":\"手\",\"en\":\"Hand\"}," TIMES
			",\"language\":\"en\"},null",
			",\"holes\":null"),
		NULL);
	const struct programme_session *s = p->sessions;
	assert_int_equal(p->session_count, 2);
	assert_string_equal(s[0].guid, "17");
	assert_int_equal(s[0].title.count, 2);
	assert_string_equal(text_in(&s[0].title, "zh-TW"), "手工");
	assert_string_equal(text_in(&s[0].title, NULL), "Handwork");
	assert_false(s[0].scheduled);
	assert_int_equal(s[0].room, PROGRAMME_NONE);
	assert_int_equal(s[0].track, PROGRAMME_NONE);
	assert_null(s[0].language);
	assert_string_equal(text_in(&s[1].title, "ja"), "手");
	assert_string_equal(s[1].language, "en");
	assert_true(warned(p, "language that is not known"));
	assert_true(warned(p, "1 entries are null"));
	programme_destroy(p);
}

static void a_break_is_one_by_its_name_alone(void **state)
{
	static const struct {
		const char *members, *type;
	} cases[] = {
		{"\"type\":\"K\",\"zh\":{\"title\":\"休息\"},\"en\":{\"title\":\"Break\"}", "break"},
		{"\"type\":\"Break\",\"title\":\"Tea\"", "break"},
		{"\"type\":\"K\",\"title\":\"Break\",\"speakers\":[\"p1\"]", "Keynote"},
		{"\"type\":\"K\",\"title\":\"Breaking bread\"", "Keynote"},
		{"\"type\":\"Workshop\",\"title\":\"Tea\"", "Workshop"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[2000];
		snprintf(text, sizeof text, FILE_OF("{\"id\":\"a\"," TIMES ",%s}", ), cases[i].members);
		struct programme *p = read_chosen(text, NULL);
		assert_string_equal(p->sessions[0].type, cases[i].type);
		programme_destroy(p);
	}
}

/* A spreadsheet wrote "#NAME?" for three people: nobody is put on a stage by guess. */
static void an_id_of_several_people_says_nothing(void **state)
{
	const char *text =
		"{\"sessions\":[{\"id\":\"a\"," TIMES ",\"title\":\"x\",\"speakers\":[\"#NAME?\","
		"\"p1\",\"p9\"]}],\"speakers\":[{\"id\":\"#NAME?\",\"name\":\"Kim\"},{\"id\":"
		"\"p1\",\"name\":\"Lee\"},{\"id\":\"#NAME?\",\"name\":\"Park\"},{\"id\":\"#NAME?\","
		"\"name\":\"Kim\"},{\"id\":\"p1\",\"name\":\"Lee\"},{\"id\":\"p2\"}],"
		"\"session_types\":[]}";
	struct programme *p = read_chosen(text, NULL);
	assert_int_equal(p->person_count, 3);
	assert_null(p->people[0].key);
	assert_null(p->people[2].key);
	assert_int_equal(p->sessions[0].people_count, 1);
	assert_string_equal(p->people[p->sessions[0].people[0]].key, "p1");
	assert_true(warned(p, "1 times a speaker is named by an id that several people have"));
	assert_true(warned(p, "1 times a speaker is named by an id that the file does not list"));
	assert_true(warned(p, "1 speakers without a name"));
	programme_destroy(p);
}

static void tracks_may_be_tags(void **state)
{
	const char *text = FILE_OF("{\"id\":\"a\",\"type\":\"K\",\"tags\":[\"t2\",\"t1\"]," TIMES
				   ",\"title\":\"x\"},{\"id\":\"b\",\"type\":\"K\",\"tags\":[]," TIMES
				   ",\"title\":\"y\"}", );
	struct programme *p = read_chosen(text, "track=tags");
	assert_string_equal(text_in(&p->tracks[p->sessions[0].track].name, NULL), "Wood");
	assert_int_equal(p->sessions[1].track, PROGRAMME_NONE);
	assert_string_equal(p->sessions[0].type, "Keynote");
	assert_int_equal(p->track_count, 2);
	programme_destroy(p);
	p = read_chosen(text, "track=");
	assert_int_equal(p->track_count, 0);
	programme_destroy(p);
	p = read_chosen(text, NULL);
	assert_int_equal(p->column_count, 2);
	assert_string_equal(p->columns[0].name, "session_types");
	assert_string_equal(p->columns[0].field, "track");
	assert_null(p->columns[1].field);
	programme_destroy(p);
}

/* As the oldest files are: the sessions alone, with the people in them. */
static void reads_a_list_of_sessions(void **state)
{
	struct programme *p = read_chosen(
		"[{\"id\":\"a\",\"type\":\"T\",\"room\":\"R0\",\"broadcast\":[\"R0\",\"R1\"]," TIMES
		",\"zh\":{\"title\":\"開場\"},\"en\":{\"title\":\"Opening\"},\"speakers\":[{\"id\":\"p1\","
		"\"title\":\"no\",\"zh\":{\"name\":\"金\",\"bio\":\"織工\"}}]},{\"id\":\"b\",\"room\":"
		"\"R1\"," TIMES ",\"zh\":{\"title\":\"手工\"},\"speakers\":[{\"id\":\"p1\",\"zh\":{"
		"\"name\":\"金\"}}]}]",
		NULL);
	assert_int_equal(p->session_count, 2);
	assert_string_equal(text_in(&p->sessions[0].title, "en"), "Opening");
	assert_int_equal(p->sessions[0].also_in_count, 1);
	assert_int_equal(p->person_count, 1);
	assert_string_equal(text_in(&p->people[0].bio, "zh"), "織工");
	assert_int_equal(p->sessions[1].people_count, 1);
	assert_int_equal(p->room_count, 2);
	assert_true(warned(p, "2 times a session names a room that the file does not list"));
	programme_destroy(p);
}

/* What Python writes where there is none. */
static void none_is_no_room(void **state)
{
	struct programme *p = read_chosen(
		"{\"sessions\":[{\"id\":\"a\",\"title\":\"x\",\"room\":\"None\"," TIMES
		"}],\"speakers\":[],\"session_types\":[],\"rooms\":[{\"id\":\"None\",\"zh\":{\"name\":"
		"\"None\"}},{\"id\":\"R0\",\"zh\":{\"name\":\"大廳\"}}]}",
		NULL);
	assert_int_equal(p->room_count, 1);
	assert_int_equal(p->sessions[0].room, PROGRAMME_NONE);
	assert_int_equal(p->warning_count, 0);
	programme_destroy(p);
}

static void refuses(void **state)
{
	static const struct {
		const char *text, *zone, *columns, *code, *detail;
	} cases[] = {
		{FILE_OF("{\"id\":\"a\",\"title\":\"x\"," TIMES "}", ), NULL, NULL, "zone_needed", "+08:00"},
		{FILE_OF("7", ), "Asia/Taipei", NULL, "invalid_field", "sessions[0] is not an object"},
		{FILE_OF("{\"title\":3}", ), "Asia/Taipei", NULL, "invalid_field",
			"sessions[0].title is a number"},
		{FILE_OF("{\"speakers\":\"p1\"}", ), "Asia/Taipei", NULL, "invalid_field",
			"sessions[0].speakers is a string"},
		{FILE_OF("{\"title\":\"x\",\"start\":\"soon\"}", ), "Asia/Taipei", NULL, "invalid_field",
			"sessions[0]: date \"soon\""},
		{FILE_OF("", ), "Asia/Taipei", "track=levels", "unknown_column", "\"session_types\""},
		{"{\"sessions\":{},\"speakers\":[],\"session_types\":[]}", "Asia/Taipei", NULL,
			"invalid_field", "sessions is an object"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err = {0};
		struct read_options options;
		assert_int_equal(
			read_options_parse(cases[i].zone, cases[i].columns, &options, &err), STATUS_OK);
		assert_int_equal(formats_read(cases[i].text, strlen(cases[i].text), &options, &p, &err),
			STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, cases[i].code);
		if (!strstr(err.detail, cases[i].detail))
			fail_msg("case %zu: %s", i, err.detail);
		read_options_clear(&options);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_session),
		cmocka_unit_test(broadcasts_go_to_the_other_rooms),
		cmocka_unit_test(reads_other_forms),
		cmocka_unit_test(a_break_is_one_by_its_name_alone),
		cmocka_unit_test(an_id_of_several_people_says_nothing),
		cmocka_unit_test(tracks_may_be_tags),
		cmocka_unit_test(reads_a_list_of_sessions),
		cmocka_unit_test(none_is_no_room),
		cmocka_unit_test(refuses),
	};
	return cmocka_run_group_tests_name("opass", tests, NULL, NULL);
}
