/* Import, trap by trap (schedule-formats.md, section 9). */
#include "importing.h"

#include <stdlib.h>

/* --- the first time, and again -------------------------------------------- */

static void test_first_import_fills_the_house(void **state)
{
	import(&world, three_talks());
	assert_report(&world, 3, 0, 0, 0, 0);
	assert_int_equal(count(&world, "changed"), 0);
	assert_true(cJSON_IsTrue(json_get(world.report, "applied")));
	assert_string_equal(json_str(world.report, "format"), "frab-xml");
	assert_int_equal(rows(&world, "rooms"), 2);
	assert_int_equal(rows(&world, "people"), 2);
	assert_int_equal(rows(&world, "tracks"), 2);
	assert_int_equal(rows(&world, "days"), 1);
	assert_string_equal(session(&world, "s2", "people"), "[\"p1\",\"p2\"]");
	assert_string_equal(session(&world, "s2", "moved_from"), "null");
	assert_string_equal(value_of(&world, &resource_event, "main", "zone"), "\"Asia/Seoul\"");
	assert_string_equal(value_of(&world, &resource_event, "main", "title"), "\"Conference\"");
	assert_int_equal(count(&world, "warnings"), 0);
}

static void test_same_again_writes_nothing(void **state)
{
	import(&world, three_talks());
	char *before = everything(&world);
	int64_t written = db_int(world.db, 0, "SELECT total_changes()", "");
	import(&world, three_talks());
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_nothing_done(&world);
	assert_int_equal(db_int(world.db, 0, "SELECT total_changes()", ""), written);
	char *after = everything(&world);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void test_changes_moves_and_news(void **state)
{
	import(&world, three_talks());
	struct programme *p = three_talks();
	programme_destroy(p);
	p = programme_new("frab-xml");
	struct programme_session *s = add_session(p, "Opening!", "Hall", 0);
	s->guid = "g-opening";
	s = add_session(p, "Databases", "Annex", 120);
	s->guid = "g-databases";
	s->type = "lecture";
	s = add_session(p, "Networks", "Annex", 60);
	s->guid = "g-networks";
	s = add_session(p, "Closing", "Hall", 300);
	s->guid = "g-closing";
	import(&world, p);
	assert_report(&world, 1, 1, 1, 0, 1);
	const cJSON *moved = json_get(world.report, "moved")->child;
	assert_string_equal(json_str(moved, "id"), "s2");
	assert_string_equal(json_str(json_get(moved, "from"), "room"), "r1");
	assert_string_equal(json_str(json_get(moved, "to"), "room_name"), "Annex");
	assert_string_equal(json_str(json_get(moved, "to"), "start"), "2019-08-29T02:00:00Z");
	const cJSON *title = json_get(json_get(json_get(world.report, "changed")->child, "fields"), "title");
	assert_string_equal(json_str(title, "from"), "Opening");
	assert_string_equal(json_str(title, "to"), "Opening!");
	assert_non_null(strstr(session(&world, "s2", "moved_from"), "\"room\":\"r1\""));
	/* What this file does not carry at all is left alone (pitfall 15). */
	assert_string_equal(session(&world, "s2", "subtitle"), "\"And more\"");
	assert_string_equal(session(&world, "s2", "people"), "[\"p1\",\"p2\"]");
	assert_string_equal(session(&world, "s2", "track"), "\"t2\"");
	assert_string_equal(session(&world, "s1", "abstract"), "\"Words of welcome.\"");
}

static void test_a_carried_field_may_become_empty(void **state)
{
	import(&world, three_talks());
	struct programme *p = three_talks();
	p->sessions[1].people_count = 0;
	import(&world, p);
	assert_report(&world, 0, 1, 0, 0, 2);
	assert_string_equal(session(&world, "s2", "people"), "[]");
}

/* --- unscheduled (10) ----------------------------------------------------- */

static void test_without_a_time(void **state)
{
	struct programme *p = three_talks();
	struct programme_session *s = add_session(p, "Sometime", NULL, 0);
	s->guid = "g-sometime";
	s->scheduled = false;
	s->duration = 0;
	import(&world, p);
	assert_string_equal(session(&world, "s4", "start"), "null");
	p = three_talks();
	add_session(p, "Sometime", "Annex", 200)->guid = "g-sometime";
	import(&world, p);
	assert_report(&world, 0, 1, 0, 0, 3); /* it got a place: nothing moved */
	assert_string_equal(session(&world, "s4", "moved_from"), "null");
	assert_string_equal(session(&world, "s4", "room"), "\"r2\"");
}

static void test_a_file_of_times_says_nothing_of_those_without(void **state)
{
	struct programme *p = three_talks();
	add_session(p, "Sometime", NULL, 0)->scheduled = false;
	import(&world, p);
	import(&world, three_talks());
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_nothing_done(&world);
}

/* --- the desk's edits ----------------------------------------------------- */

static void test_the_desks_edit_stands(void **state)
{
	import(&world, three_talks());
	desk(&world, &resource_sessions, "s2", "{\"title\":\"Databases live\",\"room\":\"r2\"}");
	import(&world, three_talks());
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s2", "title"), "\"Databases live\"");
	/* The file changes another field: both stand. */
	struct programme *p = three_talks();
	p->sessions[1].start += 15 * MS_PER_MINUTE;
	import(&world, p);
	assert_report(&world, 0, 0, 1, 0, 2);
	assert_string_equal(session(&world, "s2", "room"), "\"r2\"");
	assert_int_equal(count(&world, "warnings"), 0);
}

static void test_both_changed_it(void **state)
{
	import(&world, three_talks());
	desk(&world, &resource_sessions, "s3", "{\"title\":\"Networks here\"}");
	for (int round = 0; round < 2; round++) {
		struct programme *p = three_talks();
		p->sessions[2].title.forms[0].value = "Networks there";
		import(&world, p);
		assert_report(&world, 0, 0, 0, 0, 3);
		assert_int_equal(
			warnings_with(&world, "kept \"Networks here\", the file says \"Networks there\""),
			round == 0);
		assert_nothing_done(&world);
	}
	assert_string_equal(session(&world, "s3", "title"), "\"Networks here\"");
}

/* The source follows the desk, and goes on from there. */
static void test_the_file_catches_up(void **state)
{
	import(&world, three_talks());
	desk(&world, &resource_sessions, "s3", "{\"title\":\"New name\"}");
	for (int round = 0; round < 2; round++) {
		struct programme *p = three_talks();
		p->sessions[2].title.forms[0].value = round ? "Newer name" : "New name";
		import(&world, p);
	}
	assert_string_equal(session(&world, "s3", "title"), "\"Newer name\"");
}

static void test_cancelled_by_the_desk_stays(void **state)
{
	import(&world, three_talks());
	desk(&world, &resource_sessions, "s2", "{\"status\":\"cancelled\"}");
	desk(&world, &resource_sessions, "s3", "{\"status\":\"hidden\"}");
	struct programme *p = three_talks();
	p->sessions[1].start += 15 * MS_PER_MINUTE;
	p->sessions[2].start += 15 * MS_PER_MINUTE;
	import(&world, p);
	assert_string_equal(session(&world, "s2", "status"), "\"cancelled\"");
	assert_string_equal(session(&world, "s3", "status"), "\"hidden\"");
	p = programme_new("frab-xml");
	add_session(p, "Opening", "Hall", 0)->guid = "g-opening";
	import(&world, p);
	assert_report(&world, 0, 0, 0, 0, 1);
	assert_string_equal(session(&world, "s2", "status"), "\"cancelled\"");
	import(&world, three_talks());
	assert_string_equal(session(&world, "s2", "status"), "\"cancelled\"");
	assert_string_equal(session(&world, "s3", "status"), "\"hidden\"");
}

static void test_cancelled_by_the_file(void **state)
{
	import(&world, three_talks());
	struct programme *p = three_talks();
	p->sessions[1].title.forms[0].value = "CANCELLED - Databases";
	import(&world, p);
	assert_report(&world, 0, 1, 0, 0, 2);
	assert_string_equal(session(&world, "s2", "status"), "\"cancelled\"");
	assert_string_equal(session(&world, "s2", "title"), "\"Databases\"");
	p = three_talks();
	p->sessions[1].title.forms[0].value = "CANCELLED - Databases";
	import(&world, p);
	assert_nothing_done(&world);
	import(&world, three_talks());
	assert_report(&world, 0, 1, 0, 0, 2);
	assert_string_equal(session(&world, "s2", "status"), "\"scheduled\"");
	/* The desk takes it up again, whatever the file says. */
	p = three_talks();
	p->sessions[1].cancelled = true;
	import(&world, p);
	desk(&world, &resource_sessions, "s2", "{\"status\":\"scheduled\"}");
	p = three_talks();
	p->sessions[1].cancelled = true;
	import(&world, p);
	assert_string_equal(session(&world, "s2", "status"), "\"scheduled\"");
}

static void test_the_events_own_fields(void **state)
{
	desk(&world, &resource_event, "main",
		"{\"title\":{\"ko\":\"학회\",\"en\":\"Conference\"},\"languages\":[\"ko\",\"en\"]}");
	struct programme *p = three_talks();
	p->version = "1.0";
	p->colour = "#FF0000";
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "title"),
		"{\"ko\":\"학회\",\"en\":\"Conference\"}");
	assert_string_equal(
		value_of(&world, &resource_event, "main", "colours"), "{\"primary\":\"#FF0000\"}");
	desk(&world, &resource_event, "main",
		"{\"colours\":{\"primary\":\"#FF0000\",\"accent\":\"#00FF00\"}}");
	p = three_talks();
	p->version = "1.1";
	p->colour = "#0000FF";
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "colours"),
		"{\"accent\":\"#00FF00\",\"primary\":\"#0000FF\"}");
	assert_string_equal(value_of(&world, &resource_event, "main", "version"), "\"1.1\"");
	p = three_talks();
	p->zone = "Mars/Olympus";
	assert_int_equal(import_with(&world, p, (struct import_options){0}), STATUS_UNPROCESSABLE);
	assert_string_equal(world.err.code, "zone_unknown");
	assert_null(world.report);
}

/* A file that knows its titles in two languages speaks both. */
static void test_the_languages_of_the_titles(void **state)
{
	struct programme *p = programme_new("opass");
	for (int i = 0; i < 2; i++) {
		struct programme_session *s = add_session(p, "x", "Hall", 60 * i);
		s->title.count = 0;
		programme_text_set(p, &s->title, "zh", "開幕");
		programme_text_set(p, &s->title, "en", "Opening");
		s->language = "ja";
	}
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "languages"), "[\"zh\",\"en\"]");
}

/* A plain text beside others is of the file's language, not of a new house's default. */
static void test_a_plain_text_beside_others(void **state)
{
	struct programme *p = programme_new("opass");
	add_session(p, "Opening", "Hall", 0)->language = "en";
	programme_text_set(p, &p->sessions[0].title, "zh", "開幕");
	p->sessions[0].title.forms[1].lang = "zh";
	add_session(p, "Talk", "Hall", 60)->language = "en";
	import(&world, p);
	const char *title = session(&world, "s1", "title");
	assert_null(strstr(title, "\"ko\""));
}

static void test_languages_are_guessed_once(void **state)
{
	struct programme *p = many_talks(0, 30);
	for (size_t i = 0; i < p->session_count; i++)
		p->sessions[i].language = i == 0 ? "fr" : i < 20 ? "de" : "en";
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "languages"), "[\"de\",\"en\"]");
	p = many_talks(0, 30);
	for (size_t i = 0; i < p->session_count; i++)
		p->sessions[i].language = "en";
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "languages"), "[\"de\",\"en\"]");
}

/* --- texts (11, 15) ------------------------------------------------------- */

static struct programme *titled(const char *ko, const char *en)
{
	struct programme *p = programme_new("opass");
	struct programme_session *s = add_session(p, "", "Hall", 0);
	s->guid = "g";
	s->title = (struct text){0};
	if (ko)
		programme_text_line(p, &s->title, en ? "ko" : "", ko);
	if (en)
		programme_text_line(p, &s->title, ko ? "en" : "", en);
	return p;
}

static void test_a_plain_string_speaks_of_one_form(void **state)
{
	import(&world, titled("마당", "Courtyard"));
	assert_string_equal(session(&world, "s1", "title"), "{\"ko\":\"마당\",\"en\":\"Courtyard\"}");
	import(&world, titled("마당", NULL));
	assert_report(&world, 0, 0, 0, 0, 1);
	assert_int_equal(world.changes, 0);
	import(&world, titled(NULL, "Courtyard"));
	assert_int_equal(world.changes, 0);
	import(&world, titled("큰 마당", NULL));
	assert_report(&world, 0, 1, 0, 0, 0);
	assert_string_equal(session(&world, "s1", "title"), "{\"ko\":\"큰 마당\",\"en\":\"Courtyard\"}");
	/* The desk's form stands beside the file's other one. */
	desk(&world, &resource_sessions, "s1", "{\"title\":{\"ko\":\"큰 마당\",\"en\":\"The Yard\"}}");
	import(&world, titled("작은 마당", NULL));
	assert_string_equal(session(&world, "s1", "title"), "{\"ko\":\"작은 마당\",\"en\":\"The Yard\"}");
	assert_int_equal(count(&world, "warnings"), 0);
}

static void test_too_long_is_cut(void **state)
{
	char *text = malloc(MAX_TEXT + 3);
	memset(text, 'x', MAX_TEXT + 2);
	memcpy(text + MAX_TEXT - 1, "마", 3);
	text[MAX_TEXT + 2] = '\0';
	for (int round = 0; round < 2; round++) {
		struct programme *p = three_talks();
		struct programme_session *s = &p->sessions[0];
		s->abstract = (struct text){0};
		programme_text_set(p, &s->abstract, "", text);
		s->url = arena_copy(p->arena, text, MAX_LINE + 1);
		s->duration = MAX_DURATION_MINUTES + 1;
		programme_text_set(p, &p->rooms[0].name, "", "");
		p->tracks[0].colour = "reddish";
		p->rooms[0].kind = "cupboard";
		p->rooms[0].capacity = -4;
		import(&world, p);
		assert_int_equal(warnings_with(&world, "was cut to"), 1);
		assert_int_equal(warnings_with(&world, "a url of"), 1);
		assert_int_equal(warnings_with(&world, "duration is"), 1);
		assert_int_equal(warnings_with(&world, "no colour"), 1);
		assert_int_equal(warnings_with(&world, "cupboard"), 1);
	}
	assert_nothing_done(&world);
	assert_int_equal(
		db_int(world.db, 0,
			"SELECT length(json_extract(abstract, '$')) FROM sessions WHERE id = 's1'", ""),
		MAX_TEXT - 1);
	free(text);
}

static void test_long_texts_are_compared_by_digest(void **state)
{
	char text[3000];
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	struct programme *p = three_talks();
	p->sessions[0].abstract = (struct text){0};
	programme_text_block(p, &p->sessions[0].abstract, "", text);
	import(&world, p);
	assert_int_equal(
		db_int(world.db, 0, "SELECT length(imported) < 1000 FROM sessions WHERE id = 's1'", ""), 1);
	desk(&world, &resource_sessions, "s1", "{\"abstract\":\"short\"}");
	p = three_talks();
	p->sessions[0].abstract = (struct text){0};
	programme_text_block(p, &p->sessions[0].abstract, "", text);
	import(&world, p);
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s1", "abstract"), "\"short\"");
	import(&world, three_talks());
	assert_int_equal(warnings_with(&world, "abstract was changed here"), 1);
}

static void test_an_empty_title(void **state)
{
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("frab-xml");
		add_session(p, " ", "Hall", 0);
		add_session(p, "", "Hall", 60);
		import(&world, p);
	}
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s1", "title"), "\"Untitled\"");
	assert_int_equal(rows(&world, "sessions"), 2);
}

/* --- undo ----------------------------------------------------------------- */

static void test_undo_and_again(void **state)
{
	import(&world, many_talks(0, 10));
	desk(&world, &resource_sessions, "s5", "{\"title\":\"Talk five\"}");
	char *before = everything(&world);
	for (int round = 0; round < 2; round++) {
		struct programme *p = many_talks(1, 12);
		p->sessions[2].start += 10 * MS_PER_MINUTE;
		p->sessions[5].title.forms[0].value = "Renamed";
		import(&world, p);
		assert_report(&world, 2, 1, 1, 1, 7);
		undo(&world);
		assert_int_equal(rows(&world, "sessions"), 10);
		assert_string_equal(session(&world, "s1", "status"), "\"scheduled\"");
		assert_string_equal(session(&world, "s4", "moved_from"), "null");
		assert_string_equal(session(&world, "s5", "title"), "\"Talk five\"");
	}
	import(&world, many_talks(0, 10));
	assert_nothing_done(&world);
	free(before);
}

static void test_undo_of_the_first_import(void **state)
{
	for (int round = 0; round < 2; round++) {
		import(&world, three_talks());
		assert_report(&world, 3, 0, 0, 0, 0);
		assert_int_equal(count(&world, "warnings"), 0);
		undo(&world);
		assert_int_equal(
			rows(&world, "sessions") + rows(&world, "people") + rows(&world, "rooms"), 0);
		assert_string_equal(value_of(&world, &resource_event, "main", "zone"), "\"UTC\"");
	}
}

/* --- failure -------------------------------------------------------------- */

static void test_nothing_is_half_applied(void **state)
{
	import(&world, many_talks(0, 5));
	char *before = everything(&world);
	assert_int_equal(
		db_run(world.db,
			"CREATE TRIGGER fault BEFORE INSERT ON sessions WHEN new.title = '\"Talk 7\"' "
			"BEGIN SELECT RAISE(ABORT, 'fault'); END",
			""),
		STATUS_OK);
	assert_int_equal(import_with(&world, many_talks(1, 10), (struct import_options){.confirm = true}),
		STATUS_CONFLICT);
	assert_string_equal(world.err.code, "conflict");
	assert_null(world.report);
	assert_int_equal(db_run(world.db, "DROP TRIGGER fault", ""), STATUS_OK);
	/* A failing disk, as far as the import can see it. */
	assert_int_equal(
		db_run(world.db, "ALTER TABLE sessions RENAME COLUMN note TO remark", ""), STATUS_OK);
	assert_int_equal(import_with(&world, many_talks(1, 10), (struct import_options){.confirm = true}),
		STATUS_STORAGE);
	assert_null(world.report);
	assert_int_equal(
		db_run(world.db, "ALTER TABLE sessions RENAME COLUMN remark TO note", ""), STATUS_OK);
	char *after = everything(&world);
	assert_string_equal(before, after);
	free(before);
	free(after);
	import(&world, many_talks(1, 10));
	assert_report(&world, 5, 0, 0, 1, 4);
}

/* --- many ----------------------------------------------------------------- */

/* Nothing quadratic: no key at all, one title, one guid for all. */
static void test_thousands_of_lookalikes(void **state)
{
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("frab-xml");
		for (int i = 0; i < 4000; i++)
			add_session(p, "Open space", i % 2 ? "Garden" : NULL, i)->guid = i % 3 ? "g" : NULL;
		import(&world, p);
	}
	assert_report(&world, 0, 0, 0, 0, 4000);
	assert_nothing_done(&world);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, world_set_up, world_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(first_import_fills_the_house),
		TEST(same_again_writes_nothing),
		TEST(changes_moves_and_news),
		TEST(a_carried_field_may_become_empty),
		TEST(without_a_time),
		TEST(a_file_of_times_says_nothing_of_those_without),
		TEST(the_desks_edit_stands),
		TEST(both_changed_it),
		TEST(the_file_catches_up),
		TEST(cancelled_by_the_desk_stays),
		TEST(cancelled_by_the_file),
		TEST(the_events_own_fields),
		TEST(the_languages_of_the_titles),
		TEST(a_plain_text_beside_others),
		TEST(languages_are_guessed_once),
		TEST(a_plain_string_speaks_of_one_form),
		TEST(too_long_is_cut),
		TEST(long_texts_are_compared_by_digest),
		TEST(an_empty_title),
		TEST(undo_and_again),
		TEST(undo_of_the_first_import),
		TEST(nothing_is_half_applied),
		TEST(thousands_of_lookalikes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
