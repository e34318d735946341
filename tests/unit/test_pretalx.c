/* pretalx's two JSON forms: the widget's and the API's. */
#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <stdio.h>
#include <string.h>

/* 10 May 2025, 10:00 in Seoul. */
#define TEN INT64_C(1746838800000)
#define SLOT "\"start\":\"2025-05-10T10:00:00+09:00\",\"end\":\"2025-05-10T10:30:00+09:00\""
#define WIDGET(talks)                                                                                        \
	"{\"talks\":[" talks "],\"version\":\"0.3\",\"timezone\":\"Asia/Seoul\",\"tracks\":[{\"id\":1,"      \
	"\"name\":{\"en\":\"Craft\",\"ko\":\"공예\"},\"color\":\"#A0B\"}],\"rooms\":[{\"id\":1,\"name\":"  \
	"\"Hall\"},{\"id\":2,\"name\":{\"en\":\"Barn\",\"ko\":\"헛간\"}},{\"id\":3,\"name\":{}}],"         \
	"\"speakers\":[{\"code\":\"KIMKIM\",\"name\":\"Kim\",\"avatar\":\"http://x\"},{\"code\":\"NONAME\"," \
	"\"name\":null}]}"
#define TALK(members) "{\"code\":\"AAAAAA\",\"title\":\"Talk\"," members "}"
#define SUBMISSION(members) TALK("\"submission_type\":\"Talk\",\"state\":\"confirmed\"," members)

static struct programme *read_as(const char *text, const char *tz, const char *format)
{
	struct programme *p = NULL;
	struct err err = {0};
	struct read_options options;
	assert_int_equal(read_options_parse(tz, NULL, &options, &err), STATUS_OK);
	if (formats_read(text, strlen(text), &options, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	read_options_clear(&options);
	assert_string_equal(p->format, format);
	return p;
}

static struct programme *read_widget(const char *text)
{
	return read_as(text, NULL, "pretalx-widget");
}

static struct programme *read_api(const char *text)
{
	return read_as(text, "Asia/Seoul", "pretalx-api");
}

static bool warned(const struct programme *p, const char *of)
{
	for (size_t i = 0; i < p->warning_count; i++)
		if (strstr(p->warnings[i], of))
			return true;
	return false;
}

/* --- the widget ----------------------------------------------------------- */

static void reads_a_talk(void **state)
{
	struct programme *p = read_widget(
		WIDGET(TALK("\"id\":7,\"abstract\":\"a\\r\\nb\",\"speakers\":[\"KIMKIM\"],\"track\":1,"
			    "\"room\":2,\"duration\":30,\"content_locale\":\"ko\",\"do_not_record\":true,"
			    "\"submission_type_id\":12,\"state\":null," SLOT)));
	const struct programme_session *s = &p->sessions[0];
	assert_string_equal(p->zone, "Asia/Seoul");
	assert_string_equal(p->version, "0.3");
	assert_string_equal(s->code, "AAAAAA");
	assert_null(s->guid);
	assert_null(s->number);
	assert_null(s->type);
	assert_string_equal(text_in(&s->abstract, NULL), "a\nb");
	assert_string_equal(s->language, "ko");
	assert_true(s->no_recording);
	assert_int_equal(s->start, TEN);
	assert_int_equal(s->duration, 30);
	assert_int_equal(s->length, 0);
	assert_string_equal(p->rooms[s->room].key, "2");
	assert_string_equal(text_in(&p->rooms[s->room].name, "ko"), "헛간");
	assert_string_equal(p->tracks[s->track].key, "1");
	assert_string_equal(text_in(&p->tracks[s->track].name, "ko"), "공예");
	assert_string_equal(p->tracks[s->track].colour, "#aa00bb");
	assert_string_equal(p->people[s->people[0]].key, "KIMKIM");
	assert_int_equal(p->room_count, 3);
	assert_string_equal(text_in(&p->rooms[2].name, NULL), "Room 3");
	assert_true(warned(p, "1 rooms are known by their number alone"));
	assert_true(warned(p, "1 speakers without a name"));
	programme_destroy(p);
}

/* Without a code, with a title by language, and a start in UTC. */
static void reads_breaks(void **state)
{
	struct programme *p = read_widget(WIDGET(
		"{\"title\":{\"en\":\"Tea\",\"ko\":\"차\"},\"start\":\"2025-05-10T01:00:00Z\",\"end\":"
		"\"2025-05-10T10:30:00+09:00\",\"room\":1},{\"id\":9,\"code\":null,\"title\":\"Lunch\",\"room\":"
		"2,\"slot_type\":\"break\",\"speakers\":null," SLOT
		"},{\"title\":{\"en\":\"Locked\"},\"room\":2,\"slot_type\":\"blocker\"," SLOT "}"));
	assert_int_equal(p->session_count, 2);
	for (int i = 0; i < 2; i++) {
		assert_string_equal(p->sessions[i].type, "break");
		assert_null(p->sessions[i].code);
		assert_null(p->sessions[i].guid);
		assert_int_equal(p->sessions[i].start, TEN);
		assert_int_equal(p->sessions[i].duration, 30);
	}
	assert_string_equal(text_in(&p->sessions[0].title, "ko"), "차");
	assert_int_equal(p->partly, FIELD_TYPE);
	assert_true(warned(p, "1 slots that only keep a room free"));
	assert_false(warned(p, "offset"));
	programme_destroy(p);
}

/* pretalx's own languages: "de-formal" is German, said politely. */
static void polite_german_is_german(void **state)
{
	struct programme *p = read_widget(WIDGET(TALK(
		"\"content_locale\":\"de-formal\"," SLOT) ",{\"title\":{\"en\":\"Tea\",\"de-formal\":\"Tee\","
							  "\"de-informal\":\"\"}," SLOT "}"));
	assert_string_equal(p->sessions[0].language, "de");
	assert_int_equal(p->sessions[1].title.count, 2);
	assert_string_equal(text_in(&p->sessions[1].title, "de"), "Tee");
	programme_destroy(p);
}

static void one_code_may_have_several_slots(void **state)
{
	struct programme *p = read_widget(WIDGET(TALK("\"room\":1," SLOT) "," TALK(
		"\"room\":1,\"start\":\"2025-05-11T10:00:00+09:00\",\"end\":\"2025-05-11T11:00:00+09:00\"")));
	assert_int_equal(p->session_count, 2);
	assert_string_equal(p->sessions[0].code, p->sessions[1].code);
	assert_int_equal(p->sessions[1].duration, 60);
	programme_destroy(p);
}

static void tells_a_talk_that_is_longer_than_its_slot(void **state)
{
	static const struct {
		const char *members;
		int duration, length;
	} cases[] = {
		{SLOT ",\"duration\":45", 30, 45},
		{SLOT ",\"duration\":30", 30, 0},
		{SLOT ",\"duration\":20", 30, 0},
		{SLOT ",\"duration\":null", 30, 0},
		{"\"start\":\"2025-05-10T10:00:00+09:00\",\"end\":null,\"duration\":40", 40, 0},
		{"\"start\":null,\"end\":null,\"duration\":40", 40, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[2000];
		snprintf(text, sizeof text, WIDGET(TALK("\"room\":1,%s")), cases[i].members);
		struct programme *p = read_widget(text);
		assert_int_equal(p->sessions[0].duration, cases[i].duration);
		assert_int_equal(p->sessions[0].length, cases[i].length);
		programme_destroy(p);
	}
}

static void states_decide(void **state)
{
	static const struct {
		const char *state;
		int sessions;
		bool cancelled;
	} cases[] = {{"null", 1, false}, {"\"confirmed\"", 1, false}, {"\"accepted\"", 1, false},
		{"\"canceled\"", 1, true}, {"\"withdrawn\"", 1, true}, {"\"rejected\"", 0, false},
		{"\"submitted\"", 0, false}, {"\"draft\"", 0, false}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char widget[2000], api[2000];
		snprintf(widget, sizeof widget, WIDGET(TALK("\"state\":%s," SLOT)), cases[i].state);
		snprintf(api, sizeof api,
			"[" TALK("\"submission_type\":\"x\",\"state\":%s,\"slot\":{" SLOT "}") "]",
			cases[i].state);
		struct programme *both[] = {read_widget(widget), read_api(api)};
		for (int k = 0; k < 2; k++) {
			assert_int_equal(both[k]->session_count, cases[i].sessions);
			assert_int_equal(
				warned(both[k], "1 sessions that are not accepted"), !cases[i].sessions);
			if (cases[i].sessions)
				assert_int_equal(both[k]->sessions[0].cancelled, cases[i].cancelled);
			programme_destroy(both[k]);
		}
	}
}

static void counts_what_the_lists_lack(void **state)
{
	struct programme *p = read_widget(WIDGET(
		TALK("\"room\":8,\"track\":9,\"speakers\":[\"KIMKIM\",\"ZZZ\",\"KIMKIM\"]," SLOT) ",null"));
	assert_int_equal(p->session_count, 1);
	assert_int_equal(p->sessions[0].room, PROGRAMME_NONE);
	assert_int_equal(p->sessions[0].track, PROGRAMME_NONE);
	assert_int_equal(p->sessions[0].people_count, 1);
	assert_true(warned(p, "1 sessions name a room that the file does not list (first: talks[0])"));
	assert_true(warned(p, "1 sessions name a track"));
	assert_true(warned(p, "1 times a speaker"));
	assert_true(warned(p, "1 entries are null"));
	programme_destroy(p);
}

static void lists_may_be_null(void **state)
{
	struct programme *p =
		read_widget("{\"talks\":[" TALK(SLOT) "],\"rooms\":null,\"tracks\":null,"
						      "\"speakers\":null,\"timezone\":\"UTC\"}");
	assert_int_equal(p->session_count, 1);
	programme_destroy(p);
}

/* --- the API -------------------------------------------------------------- */

static void reads_a_submission(void **state)
{
	struct programme *p = read_api(
		"[{\"code\":\"AAAAAA\",\"title\":\"Talk\",\"state\":\"confirmed\",\"submission_type\":{\"id\":4,"
		"\"name\":{\"en\":\"Short talk\",\"ko\":\"짧은 발표\"}},\"track\":{\"id\":5,\"name\":\"Craft\","
		"\"color\":\"#102030\"},\"speakers\":[{\"code\":\"KIMKIM\",\"name\":\"Kim\",\"biography\":"
		"\"A\\r\\nB\",\"email\":\"kim@example.org\",\"answers\":[1]}],\"abstract\":\"a\","
		"\"description\":\"d\",\"duration\":45,\"content_locale\":\"ko\",\"do_not_record\":true,"
		"\"notes\":\"PRIVATE\",\"internal_notes\":\"PRIVATE\",\"answers\":[{\"answer\":\"PRIVATE\"}],"
		"\"tags\":[\"x\"],\"slots\":[{\"id\":1,\"room\":{\"id\":2,\"name\":{\"en\":\"Barn\"},\"guid\":"
		"\"5c3a4b0e-5f1c-5d0f-9e0b-0d3c4f5a6b7c\",\"capacity\":80}," SLOT ",\"duration\":30}]}]");
	const struct programme_session *s = &p->sessions[0];
	assert_string_equal(s->code, "AAAAAA");
	assert_string_equal(s->type, "Short talk");
	assert_string_equal(text_in(&s->abstract, NULL), "a");
	assert_string_equal(text_in(&s->description, NULL), "d");
	assert_string_equal(s->language, "ko");
	assert_true(s->no_recording);
	assert_int_equal(s->start, TEN);
	assert_int_equal(s->duration, 30);
	assert_int_equal(s->length, 45);
	assert_string_equal(text_in(&p->tracks[s->track].name, NULL), "Craft");
	assert_string_equal(p->tracks[s->track].colour, "#102030");
	assert_string_equal(p->rooms[s->room].key, "5c3a4b0e-5f1c-5d0f-9e0b-0d3c4f5a6b7c");
	assert_int_equal(p->rooms[s->room].capacity, 80);
	assert_string_equal(p->people[0].key, "KIMKIM");
	assert_string_equal(text_in(&p->people[0].bio, NULL), "A\nB");
	assert_null(p->people[0].url);
	assert_int_equal(p->warning_count, 0);
	struct buf out = BUF_INIT(1 << 20);
	formats_find("c3voc-json")->write(p, &out);
	assert_null(strstr(out.data, "PRIVATE"));
	assert_null(strstr(out.data, "kim@"));
	buf_clear(&out);
	programme_destroy(p);
}

/* Its slot must not be taken for a break. */
static void reads_one_submission_alone(void **state)
{
	struct programme *p = read_api(SUBMISSION("\"slot\":{\"room\":\"R101\"," SLOT "}"));
	assert_int_equal(p->session_count, 1);
	assert_string_equal(p->sessions[0].code, "AAAAAA");
	assert_int_equal(p->sessions[0].start, TEN);
	assert_int_equal(p->warning_count, 0);
	programme_destroy(p);
}

/* A legacy slot has the room's name and, beside it, its number. */
static void reads_rooms_in_every_form(void **state)
{
	static const struct {
		const char *room, *name, *key;
	} cases[] = {
		{"\"room\":{\"en\":\"Barn\",\"ko\":\"헛간\"},\"room_id\":2", "Barn", "2"},
		{"\"room\":\"Barn\",\"room_id\":2", "Barn", "2"},
		{"\"room\":\"Barn\"", "Barn", NULL},
		{"\"room\":2", "Room 2", "2"},
		{"\"room\":{\"id\":2,\"name\":\"Barn\"}", "Barn", "2"},
		{"\"room\":null", NULL, NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[1000];
		snprintf(text, sizeof text, "[" SUBMISSION("\"slot\":{%s," SLOT "}") "]", cases[i].room);
		struct programme *p = read_api(text);
		size_t room = p->sessions[0].room;
		assert_int_equal(room == PROGRAMME_NONE, !cases[i].name);
		if (cases[i].name)
			assert_string_equal(text_in(&p->rooms[room].name, "en"), cases[i].name);
		if (cases[i].key)
			assert_string_equal(p->rooms[room].key, cases[i].key);
		programme_destroy(p);
	}
}

/* What was not asked to be written out is only a number: told, and not invented. */
static void numbers_are_told_of(void **state)
{
	struct programme *p = read_api(
		"[{\"code\":\"AAAAAA\",\"title\":\"Talk\",\"state\":\"confirmed\",\"submission_type\":4,"
		"\"track\":5,\"speakers\":[\"KIMKIM\"],\"slots\":[11,12]}]");
	assert_int_equal(p->session_count, 1);
	assert_false(p->sessions[0].scheduled);
	assert_null(p->sessions[0].type);
	assert_int_equal(p->sessions[0].track, PROGRAMME_NONE);
	assert_int_equal(p->person_count, 0);
	/* An import leaves what it says nothing of. */
	assert_int_equal(
		programme_carries(p) & (FIELD_TYPE | FIELD_TRACK | FIELD_PEOPLE | FIELD_START | FIELD_ROOM),
		0);
	assert_true(warned(p, "2 slots are only a number"));
	assert_true(warned(p, "?expand=speakers,track,submission_type,slots,slots.room"));
	programme_destroy(p);
}

static void lists_beside_explain_the_numbers(void **state)
{
	struct programme *p = read_api(
		"{\"results\":[{\"code\":\"AAAAAA\",\"title\":\"Talk\",\"state\":\"confirmed\","
		"\"submission_type\":4,\"track\":5,\"speakers\":[\"KIMKIM\"],\"slots\":[{\"room\":2," SLOT
		"}]}],\"rooms\":[{\"id\":2,\"name\":\"Barn\",\"capacity\":9},{\"id\":3,\"name\":\"Attic\"}],"
		"\"tracks\":[{\"id\":5,\"name\":{\"en\":\"Craft\"},\"color\":\"#fff\"}],\"submission_types\":["
		"{\"id\":4,\"name\":{\"en\":\"Workshop\"}}],\"speakers\":{\"KIMKIM\":{\"code\":\"KIMKIM\","
		"\"name\":\"Kim\"}}}");
	const struct programme_session *s = &p->sessions[0];
	assert_int_equal(p->warning_count, 0);
	assert_string_equal(s->type, "Workshop");
	assert_string_equal(text_in(&p->rooms[s->room].name, NULL), "Barn");
	assert_int_equal(p->rooms[s->room].capacity, 9);
	assert_int_equal(p->room_count, 1); /* of the house's rooms, those that are used */
	assert_string_equal(p->tracks[s->track].colour, "#ffffff");
	assert_string_equal(text_in(&p->people[0].name, NULL), "Kim");
	programme_destroy(p);
}

/* A site's grid shows a talk in each of its slots, with all its slots. */
static void a_slot_counts_once(void **state)
{
#define TWICE                                                                                                \
	SUBMISSION("\"slots\":[{\"room\":\"A\"," SLOT "},{\"room\":\"A\",\"start\":"                         \
		   "\"2025-05-10T12:00:00+09:00\",\"end\":\"2025-05-10T13:00:00+09:00\"}]")
	struct programme *p = read_api(
		"{\"schedule\":{\"2025-05-10\":{\"600\":{\"1\":" TWICE "},\"720\":{\"1\":" TWICE
		"}}},\"sprints\":{\"x\":" SUBMISSION("\"slots\":[]") "},\"url\":\"x\",\"rooms\":[]}");
	assert_int_equal(p->session_count, 2);
	assert_int_equal(p->sessions[1].duration, 60);
	assert_int_equal(p->warning_count, 1);
	assert_true(warned(p, "left out: sprints (1 submissions)"));
	programme_destroy(p);
}

static void reads_a_schedule_with_breaks(void **state)
{
	struct programme *p = read_api("{\"version\":\"0.9\",\"slots\":[" SUBMISSION(
		"\"slot\":{\"room\":\"A\"," SLOT "}") "],\"breaks\":[{\"room\":{\"en\":\"A\"},\"room_id\":1,"
						      "\"description\":{\"en\":\"Tea\"}," SLOT "}]}");
	assert_string_equal(p->version, "0.9");
	assert_int_equal(p->session_count, 2);
	assert_string_equal(p->sessions[1].type, "break");
	assert_string_equal(text_in(&p->sessions[1].title, NULL), "Tea");
	assert_int_equal(p->sessions[1].room, p->sessions[0].room);
	programme_destroy(p);

	p = read_api("{\"id\":1,\"version\":\"1\",\"comment\":{\"en\":\"x\"},\"slots\":["
		     "{\"id\":1,\"room\":1," SLOT ",\"description\":null,\"submission\":" SUBMISSION(
			     "\"duration\":30") "},{\"id\":2,\"room\":1," SLOT
						",\"submission\":null,\"description\":{\"en\":\"Lunch\"}},"
						"{\"id\":3,\"room\":1," SLOT ",\"submission\":\"ZZZZZZ\"},"
						"{\"id\":4,\"room\":2,\"slot_type\":\"blocker\"," SLOT
						",\"description\":{\"en\":\"x\"}}]}");
	assert_int_equal(p->session_count, 2);
	assert_string_equal(p->sessions[0].code, "AAAAAA");
	assert_true(p->sessions[0].scheduled);
	assert_string_equal(text_in(&p->sessions[1].title, NULL), "Lunch");
	assert_true(warned(p, "1 slots name their session only by its code"));
	assert_true(warned(p, "1 slots that only keep a room free"));
	assert_false(warned(p, "left out: comment"));
	programme_destroy(p);
}

/* As sites keep them; but a c3voc file may name a room like this. */
static void reads_submissions_wherever_they_stand(void **state)
{
	struct programme *p = read_api("{\"days\":[{\"date\":\"x\",\"talks\":{\"a\":[" SUBMISSION(
		"\"slot\":{\"room\":\"A\"," SLOT "}") "]}}]}");
	assert_int_equal(p->session_count, 1);
	programme_destroy(p);
	p = read_as("{\"schedule\":{\"conference\":{\"time_zone_name\":\"UTC\",\"days\":[{\"rooms\":{"
		    "\"submission_type\":[]}}]}}}",
		NULL, "c3voc-json");
	assert_int_equal(p->room_count, 1);
	programme_destroy(p);
}

static void without_a_slot(void **state)
{
	struct programme *p = read_api("[" SUBMISSION(
		"\"slots\":[],\"duration\":30") ",{\"code\":\"BBBBBB\","
						"\"title\":\"x\",\"state\":\"withdrawn\",\"slots\":[]},{\"code\":\"CCCCCC\",\"title\":\"y\","
						"\"state\":\"accepted\",\"slots\":[{\"room\":null,\"start\":null,\"end\":null}]},null]");
	assert_int_equal(p->session_count, 2);
	assert_false(p->sessions[0].scheduled);
	assert_string_equal(p->sessions[1].code, "CCCCCC");
	assert_true(warned(p, "1 sessions that are not accepted, or withdrawn without a slot"));
	assert_true(warned(p, "1 entries are null"));
	programme_destroy(p);
}

/* The rest of a list would be taken for gone. */
static void a_page_is_no_programme(void **state)
{
	static const struct {
		const char *head, *tail;
		const char *detail; /* NULL: it is whole */
	} cases[] = {
		{"{\"count\":1,\"next\":null,\"results\":[", "]}", NULL},
		{"{\"count\":1,\"next\":\"https://x/?page=2\",\"results\":[", "]}", NULL},
		{"{\"count\":40,\"next\":\"https://x/?page=2\",\"results\":[", "]}", "1 of 40"},
		{"{\"count\":40,\"next\":null,\"previous\":\"x\",\"results\":[", "]}", "1 of 40"},
		{"{\"next\":\"https://x/?page=2\",\"results\":[", "]}", "1 of more"},
		{"[{\"count\":2,\"next\":\"x\",\"results\":[" SUBMISSION(
			 "\"slots\":[]") "]},{\"count\":2,\"results\":[",
			"]}]", NULL},
		{"[{\"count\":3,\"next\":\"x\",\"results\":[" SUBMISSION(
			 "\"slots\":[]") "]},{\"count\":3,\"results\":[",
			"]}]", "2 of 3"},
		{"[{\"next\":\"x\",\"results\":[" SUBMISSION(
			 "\"slots\":[]") "]},{\"next\":null,\"results\":[",
			"]}]", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err = {0};
		struct read_options options;
		char *text = g_strconcat(cases[i].head,
			"{\"code\":\"ZZ\",\"title\":\"z\",\"submission_type\":1}", cases[i].tail, NULL);
		read_options_parse("UTC", NULL, &options, &err);
		enum status st = formats_read(text, strlen(text), &options, &p, &err);
		assert_int_equal(st, cases[i].detail ? STATUS_UNPROCESSABLE : STATUS_OK);
		if (cases[i].detail) {
			assert_string_equal(err.code, "incomplete_file");
			assert_non_null(strstr(err.detail, cases[i].detail));
		}
		programme_destroy(p);
		read_options_clear(&options);
		g_free(text);
	}
}

/* --- both ----------------------------------------------------------------- */

static void refuses(void **state)
{
	static const struct {
		const char *text, *code, *detail;
	} cases[] = {
		{"{\"talks\":[],\"rooms\":[],\"speakers\":[],\"timezone\":null}", "zone_needed", "tz="},
		{"{\"talks\":[],\"rooms\":[],\"speakers\":[],\"timezone\":\"Mars/Phobos\"}", "zone_unknown",
			"Mars"},
		{"{\"talks\":{},\"rooms\":[],\"speakers\":[],\"timezone\":\"UTC\"}", "invalid_field",
			"talks is an object"},
		{WIDGET("7"), "invalid_field", "talks[0] is not an object"},
		{WIDGET(TALK("\"speakers\":\"KIMKIM\"")), "invalid_field", "talks[0].speakers is a string"},
		{WIDGET(TALK("\"start\":\"noon\"")), "invalid_field", "talks[0]: date \"noon\""},
		{WIDGET(TALK("\"duration\":{}")), "invalid_field", "talks[0].duration is an object"},
		{"[" SUBMISSION("\"slot\":{" SLOT "}") "]", "zone_needed", "+09:00"},
		{"[" SUBMISSION("\"slots\":7") "]", "invalid_field", "[0].slots is a number"},
		{"{\"results\":[{\"submission_type\":1}]}", "unsupported_format", "without submissions"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err = {0};
		assert_int_equal(formats_read(cases[i].text, strlen(cases[i].text), NULL, &p, &err),
			STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, cases[i].code);
		if (!strstr(err.detail, cases[i].detail))
			fail_msg("case %zu: %s", i, err.detail);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_talk),
		cmocka_unit_test(reads_breaks),
		cmocka_unit_test(polite_german_is_german),
		cmocka_unit_test(one_code_may_have_several_slots),
		cmocka_unit_test(tells_a_talk_that_is_longer_than_its_slot),
		cmocka_unit_test(states_decide),
		cmocka_unit_test(counts_what_the_lists_lack),
		cmocka_unit_test(lists_may_be_null),
		cmocka_unit_test(reads_a_submission),
		cmocka_unit_test(reads_one_submission_alone),
		cmocka_unit_test(reads_rooms_in_every_form),
		cmocka_unit_test(numbers_are_told_of),
		cmocka_unit_test(lists_beside_explain_the_numbers),
		cmocka_unit_test(a_slot_counts_once),
		cmocka_unit_test(reads_a_schedule_with_breaks),
		cmocka_unit_test(reads_submissions_wherever_they_stand),
		cmocka_unit_test(without_a_slot),
		cmocka_unit_test(a_page_is_no_programme),
		cmocka_unit_test(refuses),
	};
	return cmocka_run_group_tests_name("pretalx", tests, NULL, NULL);
}
