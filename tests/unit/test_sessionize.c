#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/instant.h"
#include "dump.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

static const char *const views[] = {
	"sessionize-all.json", "sessionize-sessions.json", "sessionize-gridsmart.json"};
enum { VIEWS = sizeof views / sizeof *views };

static enum status read_with(
	const char *text, const char *columns, struct programme **ret_programme, struct err *err)
{
	struct read_options options;
	assert_int_equal(read_options_parse("Asia/Seoul", columns, &options, err), STATUS_OK);
	enum status st = formats_read(text, strlen(text), &options, ret_programme, err);
	read_options_clear(&options);
	return st;
}

static struct programme *read_in(const char *text, const char *columns)
{
	struct programme *p = NULL;
	struct err err = {0};
	if (read_with(text, columns, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	assert_string_equal(p->format, "sessionize");
	return p;
}

static struct programme *read_fixture(const char *name)
{
	char *path = g_strdup_printf("%s/tests/fixtures/schedules/%s", SOURCE_ROOT, name), *text;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	struct programme *p = read_in(text, NULL);
	g_free(text);
	g_free(path);
	return p;
}

/* The view All with these sessions, and what else it may hold. */
#define ALL(sessions, rest) "{\"sessions\":[" sessions "],\"speakers\":[],\"questions\":[]" rest "}"

static const struct programme_session *session_titled(const struct programme *p, const char *title)
{
	for (size_t i = 0; i < p->session_count; i++)
		if (strcmp(text_in(&p->sessions[i].title, NULL), title) == 0)
			return &p->sessions[i];
	return NULL;
}

static const char *room_of(const struct programme *p, const struct programme_session *s)
{
	return s->room == PROGRAMME_NONE ? "" : text_in(&p->rooms[s->room].name, NULL);
}

static const char *track_of(const struct programme *p, const struct programme_session *s)
{
	return s->track == PROGRAMME_NONE ? "" : text_in(&p->tracks[s->track].name, NULL);
}

static const char *field_of(const struct programme *p, const char *column)
{
	for (size_t i = 0; i < p->column_count; i++)
		if (strcmp(p->columns[i].name, column) == 0)
			return p->columns[i].field ? p->columns[i].field : "";
	return NULL;
}

static bool warns_of(const struct programme *p, const char *what)
{
	for (size_t i = 0; i < p->warning_count; i++)
		if (strstr(p->warnings[i], what))
			return true;
	return false;
}

static void reads_all_of_a_session(void **state)
{
	struct programme *p = read_fixture("sessionize-all.json");
	const struct programme_session *tides = session_titled(p, "Reading tides");
	const struct programme_session *lunch = session_titled(p, "Lunch");
	int64_t ten;
	assert_true(instant_parse("2026-05-08T10:00:00Z", &ten, NULL));
	assert_string_equal(tides->code, "101");
	assert_null(tides->guid);
	assert_string_equal(text_in(&tides->abstract, NULL), "How to read a tide table.\nBring a pencil.");
	assert_true(tides->start == ten && tides->duration == 45);
	assert_string_equal(tides->type, "Talk");
	assert_string_equal(tides->language, "en");
	assert_string_equal(track_of(p, tides), "Water"); /* the first of two */
	assert_string_equal(room_of(p, tides), "Quay");
	assert_int_equal(tides->people_count, 2);
	assert_string_equal(lunch->guid, "5d3a7e10-0000-4000-8000-0000000000aa");
	assert_null(lunch->code);
	assert_string_equal(lunch->type, "break");
	assert_string_equal(text_in(&p->rooms[0].name, NULL), "Quay"); /* in the order of `sort` */
	assert_string_equal(p->rooms[0].key, "11");
	assert_string_equal(session_titled(p, "Knots")->language, "ja");
	assert_false(session_titled(p, "Not yet placed")->scheduled);
	assert_true(warns_of(p, "1 tracks are left out"));
	programme_destroy(p);
}

static void assert_same_text(const char *a, const char *b)
{
	if (!a || !b)
		assert_true(!a && !b);
	else
		assert_string_equal(a, b);
}

static void assert_same_session(const struct programme *p, const struct programme_session *s,
	const struct programme *all, const struct programme_session *of_all)
{
	assert_same_text(s->guid, of_all->guid);
	assert_same_text(s->code, of_all->code);
	assert_true(s->scheduled == of_all->scheduled && s->start == of_all->start);
	assert_int_equal(s->duration, of_all->duration);
	assert_same_text(s->type, of_all->type);
	assert_same_text(s->language, of_all->language);
	assert_string_equal(room_of(p, s), room_of(all, of_all));
	assert_string_equal(track_of(p, s), track_of(all, of_all));
	assert_int_equal(s->people_count, of_all->people_count);
	for (size_t i = 0; i < s->people_count; i++)
		assert_string_equal(p->people[s->people[i]].key, all->people[of_all->people[i]].key);
	if (s->room != PROGRAMME_NONE)
		assert_string_equal(p->rooms[s->room].key, all->rooms[of_all->room].key);
	if (s->track != PROGRAMME_NONE)
		assert_string_equal(p->tracks[s->track].key, all->tracks[of_all->track].key);
}

static void the_views_are_one_event(void **state)
{
	struct programme *all = read_fixture("sessionize-all.json");
	for (size_t v = 1; v < VIEWS; v++) {
		struct programme *p = read_fixture(views[v]);
		assert_int_equal(p->session_count, 3);
		for (size_t i = 0; i < p->session_count; i++) {
			const char *title = text_in(&p->sessions[i].title, NULL);
			assert_same_session(p, &p->sessions[i], all, session_titled(all, title));
		}
		programme_destroy(p);
	}
	programme_destroy(all);
}

/* Answers, questions, mail addresses, what is asked of speakers, speakers and
 * sessions that were not accepted: each says SECRET in the fixtures. */
static void nothing_private_comes_in(void **state)
{
	for (size_t v = 0; v < VIEWS; v++) {
		struct programme *p = read_fixture(views[v]);
		struct buf out = BUF_INIT(1 << 20);
		dump_programme(p, &out);
		for (size_t i = 0; i < p->warning_count; i++)
			buf_addf(&out, "%s\n", p->warnings[i]);
		for (size_t i = 0; i < p->column_count; i++)
			buf_addf(&out, "%s\n", p->columns[i].name);
		assert_non_null(strstr(out.data, "Reading tides"));
		assert_null(strstr(out.data, "SECRET"));
		buf_clear(&out);
		programme_destroy(p);
	}
}

static void nobody_can_ask_for_what_is_private(void **state)
{
	char *path = g_strdup_printf("%s/tests/fixtures/schedules/%s", SOURCE_ROOT, views[0]), *text;
	struct programme *p = NULL;
	struct err err;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_int_equal(read_with(text, "track=SECRET travel assistance", &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "unknown_column");
	g_free(text);
	g_free(path);
}

static void categories_are_told_by_their_titles(void **state)
{
	static const struct {
		const char *title, *item, *field;
	} cases[] = {
		{"Track", "a", "track"},
		{"Tracks", "a", "track"},
		{"トピック / Topic", "a", "track"},
		{"트랙", "a", "track"},
		{"Which track does your session best fit into?", "a", "track"},
		{"Conference theme", "a", "track"},
		{"Stream", "a", "track"},
		{"Category", "a", "track"},
		{"カテゴリ", "a", "track"},
		{"May we stream your session?", "a", ""},
		{"Are you attracted by boats?", "a", ""},
		{"Language", "English", "language"},
		{"言語", "日本語", "language"},
		{"언어", "한국어", "language"},
		{"Programming language", "C#", ""},
		{"Session format", "a", "type"},
		{"Format", "a", "type"},
		{"Type", "a", "type"},
		{"Type of laptop", "a", ""},
		{"Level", "a", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *file = g_strdup_printf(ALL("{\"id\":\"1\",\"title\":\"x\",\"categoryItems\":[7]}",
						     ",\"categories\":[{\"id\":1,\"title\":\"%s\",\"items\":["
						     "{\"id\":7,\"name\":\"%s\"}]}]"),
			cases[i].title, cases[i].item);
		struct programme *p = read_in(file, NULL);
		assert_int_equal(p->column_count, 1);
		if (strcmp(field_of(p, cases[i].title), cases[i].field) != 0)
			fail_msg("\"%s\" is read as %s", cases[i].title, field_of(p, cases[i].title));
		assert_true((p->track_count == 1) == (strcmp(cases[i].field, "track") == 0));
		assert_true((p->sessions[0].type != NULL) == (strcmp(cases[i].field, "type") == 0));
		assert_true((p->sessions[0].language != NULL) == (strcmp(cases[i].field, "language") == 0));
		programme_destroy(p);
		g_free(file);
	}
}

#define TWO_TOPICS                                                                                           \
	ALL("{\"id\":\"1\",\"title\":\"x\",\"categoryItems\":[7,8,9]}",                                      \
		",\"categories\":[{\"id\":1,\"title\":\"Topic\",\"items\":[{\"id\":7,\"name\":\"Water\"}]}," \
		"{\"id\":2,\"title\":\"Track\",\"items\":[{\"id\":8,\"name\":\"One\"}]},"                    \
		"{\"id\":3,\"title\":\"Level\",\"items\":[{\"id\":9,\"name\":\"High\"}]}]")

static void the_caller_chooses_categories(void **state)
{
	static const struct {
		const char *columns, *track, *type;
	} cases[] = {
		{NULL, "One", NULL}, /* "Track" is the surer word */
		{"track=topic", "Water", NULL},
		{"track=", "", NULL},
		{"type=Level", "One", "High"},
		{"track=Level,type=Track", "High", "One"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = read_in(TWO_TOPICS, cases[i].columns);
		assert_string_equal(track_of(p, &p->sessions[0]), cases[i].track);
		assert_same_text(p->sessions[0].type, cases[i].type);
		assert_int_equal(p->column_count, 3);
		programme_destroy(p);
	}
}

static void refuses_what_a_category_cannot_be(void **state)
{
	struct programme *p = NULL;
	struct err err;
	assert_int_equal(read_with(TWO_TOPICS, "title=Topic", &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "invalid_columns");
	assert_non_null(strstr(err.detail, "\"Topic\" can be track, language or type, not title"));
	assert_int_equal(read_with(TWO_TOPICS, "track=Theme", &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "unknown_column");
}

static void groups_are_no_track_unless_asked(void **state)
{
	static const char file[] =
		"[{\"groupId\":1,\"groupName\":\"Day one\",\"sessions\":[{\"id\":\"1\",\"title\":\"x\"}]},"
		"{\"groupId\":2,\"groupName\":\"Day two\",\"sessions\":[{\"id\":\"2\",\"title\":\"y\"}]}]";
	struct programme *p = read_in(file, NULL);
	assert_int_equal(p->track_count, 0);
	assert_string_equal(field_of(p, "groupName"), "");
	programme_destroy(p);
	p = read_in(file, "track=groupName");
	assert_string_equal(track_of(p, &p->sessions[1]), "Day two");
	programme_destroy(p);
}

static void a_language_that_is_none_is_told(void **state)
{
	struct programme *p =
		read_in(ALL("{\"id\":\"1\",\"title\":\"x\",\"categoryItems\":[7]},{\"id\":\"2\","
			    "\"title\":\"y\",\"categoryItems\":[8]}",
				",\"categories\":[{\"id\":1,\"title\":\"Language\",\"items\":["
				"{\"id\":7,\"name\":\"Deutsch\"},{\"id\":8,\"name\":\"Mixed\"}]"
				"}]"),
			NULL);
	assert_string_equal(p->sessions[0].language, "de");
	assert_null(p->sessions[1].language);
	assert_true(warns_of(p, "1 sessions are in a language that is not known (first: Mixed)"));
	programme_destroy(p);
}

/* As sites pass All on, translated. */
static void names_may_be_by_language(void **state)
{
	struct programme *p = read_in(
		ALL("{\"id\":\"1\",\"title\":{\"ja\":\"潮\",\"en\":\"Tides\"},\"description\":null,\"roomId\":"
		    "5,\"language\":\"JAPANESE\",\"sessionCategoryItemId\":7,\"startsAt\":"
		    "\"2026-05-08T10:00:00+09:00\"},{\"id\":\"2\",\"title\":\"y\",\"language\":\"TBD\","
		    "\"sessionCategoryItemId\":null,\"startsAt\":\"2026-05-08T10:00:00+09:00\"}",
			",\"rooms\":[{\"id\":5,\"name\":{\"ja\":\"岸\",\"en\":\"Quay\"}}],\"categories\":[{\"id\":1,"
			"\"title\":{\"ja\":\"カテゴリ\",\"en\":\"Category\"},\"items\":[{\"id\":7,\"name\":{"
			"\"ja\":\"水\",\"en\":\"Water\"}}]}]"),
		NULL);
	const struct programme_session *s = &p->sessions[0];
	assert_string_equal(text_in(&s->title, "en"), "Tides");
	assert_string_equal(text_in(&p->rooms[s->room].name, "ja"), "岸");
	assert_string_equal(text_in(&p->rooms[s->room].name, "en"), "Quay");
	assert_string_equal(text_in(&p->tracks[s->track].name, "en"), "Water");
	assert_string_equal(field_of(p, "カテゴリ / Category"), "track");
	assert_string_equal(s->language, "ja");
	assert_true(warns_of(p, "1 sessions are in a language that is not known (first: TBD)"));
	assert_int_equal(p->warning_count, 2); /* that, and no ends */
	programme_destroy(p);
}

static void times_with_z_are_instants(void **state)
{
	struct programme *p =
		read_in(ALL("{\"id\":\"1\",\"title\":\"z\",\"startsAt\":\"2026-05-08T01:00:00Z\","
			    "\"endsAt\":\"2026-05-08T02:30:00Z\"},"
			    "{\"id\":\"2\",\"title\":\"local\",\"startsAt\":"
			    "\"2026-05-08T10:00:00\",\"endsAt\":null}",
				""),
			NULL);
	assert_true(p->sessions[0].start == p->sessions[1].start); /* of Seoul's clocks */
	assert_int_equal(p->sessions[0].duration, 90);
	assert_int_equal(p->sessions[1].duration, 0);
	assert_int_equal(p->warning_count, 1); /* the duration; UTC is no false offset */
	programme_destroy(p);
}

static void a_zone_is_needed(void **state)
{
	static const char file[] = ALL("{\"id\":\"1\",\"startsAt\":\"2026-05-08T10:00:00\"}", "");
	struct programme *p = NULL;
	struct err err;
	assert_int_equal(formats_read(file, strlen(file), NULL, &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "zone_needed");
}

static void old_exports_say_little(void **state)
{
	struct programme *p =
		read_in("{\"sessions\":[{\"id\":5,\"title\":\"x\",\"description\":\"y\","
			"\"speakers\":[\"k\"]}],\"speakers\":[{\"id\":\"k\",\"firstName\":\"Ina\","
			"\"lastName\":\"Hafen\"}],\"questions\":[],\"categories\":[],\"rooms\":[]}",
			NULL);
	assert_string_equal(p->sessions[0].code, "5"); /* a number is its text */
	assert_false(p->sessions[0].scheduled);
	assert_null(p->sessions[0].type);
	assert_string_equal(text_in(&p->people[0].name, NULL), "Ina Hafen");
	assert_int_equal(p->warning_count, 1);
	programme_destroy(p);
}

/* Sites leave out what they don't show. */
static void lists_may_be_left_out(void **state)
{
	struct programme *p = read_in("{\"speakers\":[],\"sessions\":[{\"id\":\"5\",\"title\":\"x\","
				      "\"startsAt\":\"2026-05-08T10:00:00\",\"isServiceSession\":false}]}",
		NULL);
	assert_true(p->sessions[0].scheduled);
	programme_destroy(p);
}

static void people_have_a_page_and_a_text(void **state)
{
	struct programme *p = read_fixture("sessionize-all.json");
	const struct programme_person *ina = &p->people[0], *otto = &p->people[1];
	assert_int_equal(p->person_count, 2); /* the third has no session */
	assert_string_equal(text_in(&ina->name, NULL), "Ina Hafen");
	assert_string_equal(ina->key, "a1f0c3d2-0000-4000-8000-000000000001");
	assert_string_equal(
		text_in(&ina->bio, NULL), "Reads water"); /* the tag line, where no more is said */
	assert_string_equal(ina->url, "https://ina.example.org"); /* before that of a network */
	assert_string_equal(text_in(&otto->name, NULL), "Otto Mole");
	assert_string_equal(text_in(&otto->bio, NULL), "Ties things.");
	assert_string_equal(otto->url, "http://l.example.org/otto"); /* not the one that is no page */
	assert_true(text_empty(&ina->company) && text_empty(&otto->company));
	programme_destroy(p);
}

static void a_plenum_session_is_one(void **state)
{
	struct programme *p = read_fixture("sessionize-gridsmart.json");
	const struct programme_session *lunch = session_titled(p, "Lunch");
	assert_int_equal(p->session_count, 3);
	assert_string_equal(room_of(p, lunch), "Loft");
	assert_int_equal(lunch->also_in_count, 1); /* the other room that lists it */
	assert_string_equal(text_in(&p->rooms[lunch->also_in[0]].name, NULL), "Quay");
	programme_destroy(p);
}

/* Site builders give one id to all that are alike, and no roomId. */
static void an_id_may_come_again(void **state)
{
	struct programme *p = read_in(
		"[{\"date\":\"2016-08-27T00:00:00\",\"isDefault\":true,\"rooms\":[{\"id\":0,\"name\":\"Main\","
		"\"sessions\":[{\"id\":\"changeover\",\"title\":\"Changeover\",\"roomId\":null,"
		"\"startsAt\":\"2016-08-27T11:30:00\",\"endsAt\":null},{\"id\":\"changeover\",\"title\":"
		"\"Changeover\",\"roomId\":null,\"startsAt\":\"2016-08-27T12:20:00\",\"endsAt\":null}]}],"
		"\"timeSlots\":[]}]",
		NULL);
	assert_int_equal(p->session_count, 2);
	assert_string_equal(p->sessions[1].code, "changeover");
	assert_string_equal(room_of(p, &p->sessions[1]), "Main");
	assert_true(warns_of(p, "2 sessions have no duration"));
	programme_destroy(p);
}

static void states_are_heeded(void **state)
{
	static const struct {
		const char *status;
		size_t count;
	} cases[] = {{"Accepted", 1}, {"Accepted_Queue", 1}, {"Nominated", 0}, {"Decline_Queue", 0},
		{"Declined", 0}, {"Waitlisted", 0}, {"Something new", 1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *file = g_strdup_printf(
			ALL("{\"id\":\"1\",\"title\":\"x\",\"status\":\"%s\"}", ""), cases[i].status);
		struct programme *p = read_in(file, NULL);
		assert_int_equal(p->session_count, cases[i].count);
		assert_true(warns_of(p, "1 sessions that are not accepted are left out") == !cases[i].count);
		programme_destroy(p);
		g_free(file);
	}
}

static void what_does_not_fit_is_counted(void **state)
{
	struct programme *p = read_in(
		"{\"sessions\":[null,7,{\"id\":\"1\",\"title\":\"a\",\"roomId\":9,\"speakers\":[\"no\",null,"
		"\"nameless\"],\"categoryItems\":[1,\"2\",null]},{\"id\":\"1\",\"title\":\"a\"},{\"title\":"
		"\"without\"},{\"title\":\"without\"}],\"speakers\":[null,{\"id\":\"nameless\"}],"
		"\"rooms\":[null,{\"id\":1},{\"name\":\"Shed\"}],\"categories\":[null,{\"id\":3},{\"title\":"
		"\"Track\"},{\"id\":4,\"title\":\"Topic\",\"items\":7}],\"questions\":null}",
		NULL);
	assert_int_equal(p->session_count, 3); /* without an id there is nothing to compare by */
	assert_int_equal(p->room_count, 1);
	assert_true(warns_of(p, "2 entries among the sessions are none"));
	assert_true(warns_of(p, "1 sessions are in rooms that"));
	assert_true(warns_of(p, "2 speakers of sessions are not in the file"));
	assert_true(warns_of(p, "1 speakers of sessions have no name"));
	assert_true(warns_of(p, "3 category items of sessions are not"));
	assert_true(warns_of(p, "1 sessions stand there twice"));
	programme_destroy(p);
}

static void wrong_types_are_named(void **state)
{
	static const struct {
		const char *text, *detail;
	} cases[] = {
		{"{\"sessions\":7,\"speakers\":[],\"questions\":[]}", "sessions is a number, not a list"},
		{"{\"sessions\":[],\"speakers\":[],\"questions\":[],\"rooms\":{}}", "rooms is an object"},
		{ALL("{\"title\":5}", ""), "sessions[0].title is a number"},
		{ALL("{\"speakers\":\"Ina\"}", ""), "sessions[0].speakers is a string"},
		{ALL("{\"startsAt\":1}", ""), "sessions[0].startsAt is a number"},
		{ALL("{\"startsAt\":\"soon\"}", ""), "\"soon\" is not a date-time"},
		{"[{\"groupName\":\"a\",\"sessions\":[{\"title\":5}]}]", "[0].sessions[0].title"},
		{"[{\"timeSlots\":[],\"rooms\":[{\"sessions\":[{\"title\":5}]}]}]",
			"[0].rooms[0].sessions[0].title"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err;
		assert_int_equal(read_with(cases[i].text, NULL, &p, &err), STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, "invalid_field");
		if (!strstr(err.detail, cases[i].detail))
			fail_msg("case %zu: %s", i, err.detail);
	}
}

static void an_emptied_file_is_an_empty_programme(void **state)
{
	struct programme *p = read_fixture("sessionize.json");
	assert_int_equal(p->session_count, 0);
	assert_true(warns_of(p, "holds no sessions"));
	programme_destroy(p);
}

static void others_are_not_sessionize(void **state)
{
	static const char *const files[] = {
		"{\"sessions\":[],\"speakers\":[]}",
		"[{\"fullName\":\"Ina\",\"tagLine\":\"\",\"sessions\":[]}]",
		"[{\"sessions\":[]}]",
		"[]",
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct programme *p = NULL;
		struct err err;
		assert_int_equal(read_with(files[i], NULL, &p, &err), STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, "unsupported_format");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_of_a_session),
		cmocka_unit_test(the_views_are_one_event),
		cmocka_unit_test(nothing_private_comes_in),
		cmocka_unit_test(nobody_can_ask_for_what_is_private),
		cmocka_unit_test(categories_are_told_by_their_titles),
		cmocka_unit_test(the_caller_chooses_categories),
		cmocka_unit_test(refuses_what_a_category_cannot_be),
		cmocka_unit_test(groups_are_no_track_unless_asked),
		cmocka_unit_test(a_language_that_is_none_is_told),
		cmocka_unit_test(names_may_be_by_language),
		cmocka_unit_test(times_with_z_are_instants),
		cmocka_unit_test(a_zone_is_needed),
		cmocka_unit_test(old_exports_say_little),
		cmocka_unit_test(lists_may_be_left_out),
		cmocka_unit_test(people_have_a_page_and_a_text),
		cmocka_unit_test(a_plenum_session_is_one),
		cmocka_unit_test(an_id_may_come_again),
		cmocka_unit_test(states_are_heeded),
		cmocka_unit_test(what_does_not_fit_is_counted),
		cmocka_unit_test(wrong_types_are_named),
		cmocka_unit_test(an_emptied_file_is_an_empty_programme),
		cmocka_unit_test(others_are_not_sessionize),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
