/* Import, trap by trap (schedule-formats.md, section 9). */
#include "importing.h"

#include "formats/formats.h"

#include <stdlib.h>

static struct world world; /* cmocka's tests are functions without a place for it */

static int set_up(void **state)
{
	world_open(&world);
	return 0;
}

static int tear_down(void **state)
{
	world_close(&world);
	return 0;
}

/* Three sessions with guids, two rooms, two speakers, two tracks. */
static struct programme *sample(void)
{
	struct programme *p = programme_new("frab-xml");
	struct programme_session *s = add_session(p, "Opening", "Hall", 0);
	s->guid = "g-opening";
	s->track = programme_track_named(p, NULL, "Main");
	programme_text_block(p, &s->abstract, "", "Words of welcome.");
	add_speaker(p, NULL, "1", "Kim");
	s = add_session(p, "Databases", "Hall", 60);
	s->guid = "g-databases";
	programme_text_line(p, &s->subtitle, "", "And more");
	s->type = "lecture";
	s->language = "ko";
	s->track = programme_track_named(p, NULL, "Data");
	add_speaker(p, NULL, "1", "Kim");
	add_speaker(p, NULL, "2", "Lee");
	s = add_session(p, "Networks", "Annex", 60);
	s->guid = "g-networks";
	return p;
}

/* --- the first time, and again -------------------------------------------- */

static void test_first_import_fills_the_house(void **state)
{
	import(&world, sample());
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
	import(&world, sample());
	char *before = everything(&world);
	int64_t written = db_int(world.db, 0, "SELECT total_changes()", "");
	import(&world, sample());
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
	import(&world, sample());
	struct programme *p = sample();
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
	import(&world, sample());
	struct programme *p = sample();
	p->sessions[1].people_count = 0;
	import(&world, p);
	assert_report(&world, 0, 1, 0, 0, 2);
	assert_string_equal(session(&world, "s2", "people"), "[]");
}

/* --- identity (1, 4) ------------------------------------------------------ */

static struct programme *workshop(const int *starts, size_t n)
{
	struct programme *p = programme_new("c3voc-json");
	for (size_t i = 0; i < n; i++)
		add_session(p, "Workshop", "Tent", starts[i])->guid = "g-workshop";
	return p;
}

static void test_one_guid_on_four_days(void **state)
{
	const int days[] = {0, 1440, 2880, 4320};
	import(&world, workshop(days, 4));
	assert_report(&world, 4, 0, 0, 0, 0);
	assert_int_equal(warnings_with(&world, "g-workshop"), 1);
	const int backwards[] = {4320, 2880, 1440, 0};
	import(&world, workshop(backwards, 4));
	assert_report(&world, 0, 0, 0, 0, 4);
	const int one_moved[] = {0, 1440, 2910, 4320};
	import(&world, workshop(one_moved, 4));
	assert_report(&world, 0, 0, 1, 0, 3);
	assert_string_equal(json_str(json_get(world.report, "moved")->child, "id"), "s3");
	const int one_gone[] = {0, 2910, 4320};
	import(&world, workshop(one_gone, 3));
	assert_report(&world, 0, 0, 0, 1, 3);
	assert_string_equal(session(&world, "s2", "status"), "\"hidden\"");
}

static struct programme *two_halls(const char *first, const char *second)
{
	struct programme *p = programme_new("c3voc-json");
	add_session(p, "Ceremony", first, 0)->guid = "g";
	add_session(p, "Ceremony", second, 0)->guid = "g";
	return p;
}

static void test_one_guid_in_two_halls_at_once(void **state)
{
	import(&world, two_halls("Hall 1", "Hall 2"));
	assert_report(&world, 2, 0, 0, 0, 0);
	import(&world, two_halls("Hall 2", "Hall 1"));
	assert_report(&world, 0, 0, 0, 0, 2);
	assert_nothing_done(&world);
}

static struct programme *shared_number(bool turned)
{
	struct programme *p = programme_new("frab-xml");
	for (int i = 0; i < 2; i++) {
		bool first = (i == 0) != turned;
		struct programme_session *s =
			add_session(p, first ? "First" : "Second", first ? "A" : "B", first ? 0 : 30);
		s->number = "4711";
		s->guid = first ? "g-first" : "g-second";
	}
	return p;
}

static void test_two_guids_with_one_number(void **state)
{
	import(&world, shared_number(false));
	import(&world, shared_number(true));
	assert_report(&world, 0, 0, 0, 0, 2);
	assert_nothing_done(&world);
}

static void test_a_number_alone_is_no_key(void **state)
{
	struct programme *p = programme_new("frab-xml");
	add_session(p, "First", "A", 0)->number = "1";
	import(&world, p);
	p = programme_new("frab-xml");
	add_session(p, "Quite another", "B", 90)->number = "1";
	import(&world, p);
	assert_report(&world, 1, 0, 0, 1, 0);
}

/* pretalx: a second slot gives the first one a new guid; the code stays. */
static void test_a_second_slot_changes_the_guid(void **state)
{
	struct programme *p = programme_new("frab-xml");
	struct programme_session *s = add_session(p, "Tour", "Hall", 0);
	s->guid = "g-plain";
	s->code = "ABCDEF";
	add_session(p, "Other", "Hall", 600)->guid = "g-other";
	import(&world, p);
	p = programme_new("frab-xml");
	s = add_session(p, "Tour", "Hall", 300);
	s->guid = "g-1";
	s->code = "ABCDEF";
	s = add_session(p, "Tour", "Hall", 0);
	s->guid = "g-0";
	s->code = "ABCDEF";
	add_session(p, "Other", "Hall", 600)->guid = "g-other";
	import(&world, p);
	assert_report(&world, 1, 0, 0, 0, 2);
	assert_string_equal(session(&world, "s1", "start"), "1567036800000");
}

static struct programme *all_new_keys(const char *prefix)
{
	struct programme *p = programme_new("ics");
	static const char *const titles[] = {"Lunch", "Lunch", "Rust", "Zig", "Plenary"};
	static const char *const rooms_of[] = {"A", "B", "A", "B", NULL};
	for (int i = 0; i < 5; i++) {
		struct programme_session *s = add_session(p, titles[i], rooms_of[i], 60 * i);
		s->guid = arena_strdup(p->arena, prefix);
		char key[40];
		snprintf(key, sizeof key, "%s-%d@example", prefix, i);
		s->guid = arena_strdup(p->arena, key);
	}
	return p;
}

static void test_all_keys_are_new(void **state)
{
	import(&world, all_new_keys("build1"));
	import(&world, all_new_keys("build2"));
	assert_report(&world, 0, 0, 0, 0, 5);
	assert_int_equal(world.changes, 0);
	import(&world, all_new_keys("build1")); /* still known */
	assert_nothing_done(&world);
}

static void test_same_title_and_people_though_the_keys_are_stable(void **state)
{
	import(&world, sample());
	struct programme *p = sample();
	p->sessions[1].guid = "g-submitted-again";
	p->sessions[1].start += 30 * MS_PER_MINUTE;
	import(&world, p);
	assert_report(&world, 0, 0, 1, 0, 2);
}

/* Two meetings of one name are two, where the file's keys are to be trusted. */
static void test_stable_keys_keep_namesakes_apart(void **state)
{
	struct programme *p = sample();
	add_session(p, "Morning meeting", "Annex", 0)->guid = "g-meeting-1";
	import(&world, p);
	p = sample();
	add_session(p, "Morning meeting", "Annex", 1440)->guid = "g-meeting-2";
	import(&world, p);
	assert_report(&world, 1, 0, 0, 1, 3);
}

static void test_formats_with_other_keys(void **state)
{
	struct programme *p = programme_new("frab-xml");
	struct programme_session *s = add_session(p, "Talk", "Hall", 0);
	s->guid = "g";
	s->number = "7";
	add_speaker(p, NULL, "12", "Kim");
	import(&world, p);
	/* The widget knows the talk by its code: found by name once, then by code. */
	p = programme_new("pretalx-widget");
	s = add_session(p, "Talk", "hall", 0);
	s->code = "CODE77";
	add_speaker(p, "SPEAKR", NULL, "Kim");
	import(&world, p);
	assert_report(&world, 0, 0, 0, 0, 1);
	assert_int_equal(rows(&world, "people"), 1);
	p = programme_new("pretalx-widget");
	s = add_session(p, "Talk with a new name", "Hall", 300);
	s->code = "CODE77";
	add_speaker(p, "SPEAKR", NULL, "Kim Minsu");
	import(&world, p);
	assert_report(&world, 0, 1, 1, 0, 0);
	p = programme_new("frab-xml");
	s = add_session(p, "Another name again", "Hall", 300);
	s->guid = "g";
	import(&world, p);
	assert_report(&world, 0, 1, 0, 0, 0);
	assert_int_equal(rows(&world, "people"), 1);
}

/* It knows what is a break, and of the rest no type. */
static void test_a_type_that_the_format_cannot_say_stays(void **state)
{
	struct programme *p = programme_new("frab-xml");
	add_session(p, "Talk", "Hall", 0)->type = "lecture";
	import(&world, p);
	p = programme_new("pretalx-widget");
	p->partly = FIELD_TYPE;
	add_session(p, "Talk", "Hall", 0);
	add_session(p, "Lunch", "Hall", 60)->type = "break";
	import(&world, p);
	assert_report(&world, 1, 0, 0, 0, 1);
	assert_string_equal(session(&world, "s1", "type"), "\"lecture\"");
	assert_string_equal(session(&world, "s2", "type"), "\"break\"");
	p = programme_new("frab-xml");
	add_session(p, "Talk", "Hall", 0);
	add_session(p, "Lunch", "Hall", 60)->type = "meal";
	import(&world, p);
	assert_string_equal(session(&world, "s1", "type"), "null");
}

static void test_plain_numbers_belong_to_their_format(void **state)
{
	struct programme *p = programme_new("pretalx-widget");
	programme_room_named(p, "1", "Hall");
	add_session(p, "Talk", "Hall", 0)->guid = "1";
	import(&world, p);
	p = programme_new("sessionize");
	programme_room_named(p, "1", "Quite another room");
	add_session(p, "Something else", "Quite another room", 60)->guid = "1";
	import(&world, p);
	assert_report(&world, 1, 0, 0, 1, 0);
	assert_int_equal(rows(&world, "rooms"), 2);
}

static struct programme *read_fixture(const char *name)
{
	struct read_options options;
	struct programme *p = NULL;
	struct err err = {0};
	char *path = g_strdup_printf("%s/tests/fixtures/schedules/%s", SOURCE_ROOT, name), *text;
	gsize len;
	assert_true(g_file_get_contents(path, &text, &len, NULL));
	assert_int_equal(read_options_parse("Asia/Seoul", NULL, &options, &err), STATUS_OK);
	assert_int_equal(formats_read(text, len, &options, &p, &err), STATUS_OK);
	read_options_clear(&options);
	g_free(text);
	g_free(path);
	return p;
}

static void assert_matched(int moved, int vanished)
{
	assert_int_equal(count(&world, "added"), 0);
	assert_int_equal(count(&world, "moved"), moved);
	assert_int_equal(count(&world, "vanished"), vanished);
}

/* Whichever view of Sessionize comes next, it speaks of the same sessions. */
static void test_views_of_one_event(void **state)
{
	import(&world, read_fixture("sessionize-all.json"));
	assert_report(&world, 4, 0, 0, 0, 0);
	import(&world, read_fixture("sessionize-gridsmart.json"));
	assert_matched(0, 0); /* the one that is not there has no time */
	struct programme *p = read_fixture("sessionize-gridsmart.json");
	p->sessions[0].start += MS_PER_HOUR;
	import(&world, p);
	assert_matched(1, 0);
	import(&world, read_fixture("sessionize-sessions.json"));
	assert_matched(1, 1); /* a lunch is in no group */
	assert_int_equal(rows(&world, "rooms"), 2);
	assert_int_equal(rows(&world, "tracks"), 2);
	assert_int_equal(rows(&world, "people"), 2);
}

static void test_people_of_one_name(void **state)
{
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("c3voc-json");
		add_session(p, "One", "Hall", 0);
		add_speaker(p, "k1", "0", "Kim");
		add_speaker(p, NULL, "0", "Park"); /* the number of many (12) */
		add_session(p, "Two", "Hall", 60);
		add_speaker(p, "k2", "0", "Kim");
		add_speaker(p, NULL, "0", "Choi");
		import(&world, p);
		assert_int_equal(rows(&world, "people"), 4);
	}
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s1", "people"), "[\"p1\",\"p2\"]");
	assert_string_equal(session(&world, "s2", "people"), "[\"p3\",\"p4\"]");
}

/* --- vanished (3) --------------------------------------------------------- */

static struct programme *many(int from, int to)
{
	struct programme *p = programme_new("frab-xml");
	for (int i = from; i < to; i++) {
		char title[32];
		snprintf(title, sizeof title, "Talk %d", i);
		add_session(p, title, i % 2 ? "Odd" : "Even", 30 * i)->guid = arena_strdup(p->arena, title);
	}
	return p;
}

static void test_vanished_and_back(void **state)
{
	import(&world, many(0, 10));
	desk(&world, &resource_sessions, "s3", "{\"note\":\"bring a laptop\"}");
	assert_int_equal(import_with(&world, many(2, 10), (struct import_options){0}), STATUS_OK);
	assert_report(&world, 0, 0, 0, 2, 8);
	assert_string_equal(session(&world, "s1", "status"), "\"hidden\"");
	assert_int_equal(rows(&world, "sessions"), 10);
	import(&world, many(2, 10));
	assert_report(&world, 0, 0, 0, 0, 8);
	assert_nothing_done(&world);
	import(&world, many(0, 10));
	assert_report(&world, 2, 0, 0, 0, 8);
	assert_true(cJSON_IsTrue(json_get(json_get(world.report, "added")->child, "again")));
	assert_string_equal(session(&world, "s1", "status"), "\"scheduled\"");
	assert_string_equal(session(&world, "s3", "note"), "\"bring a laptop\"");
	import(&world, many(0, 10));
	assert_nothing_done(&world);
}

static void test_many_vanished_must_be_confirmed(void **state)
{
	import(&world, many(0, 10));
	char *before = everything(&world);
	assert_int_equal(import_with(&world, many(3, 10), (struct import_options){0}), STATUS_CONFLICT);
	assert_string_equal(world.err.code, "many_vanished");
	assert_report(&world, 0, 0, 0, 3, 7);
	assert_true(cJSON_IsFalse(json_get(world.report, "applied")));
	/* A source that failed gives an empty file. */
	assert_int_equal(import_with(&world, programme_new("sessionize"), (struct import_options){0}),
		STATUS_CONFLICT);
	assert_int_equal(
		import_with(&world, many(3, 10), (struct import_options){.dry_run = true}), STATUS_CONFLICT);
	assert_string_equal(world.err.code, "dry_run");
	assert_report(&world, 0, 0, 0, 3, 7);
	char *after = everything(&world);
	assert_string_equal(before, after);
	free(before);
	free(after);
	assert_int_equal(
		import_with(&world, many(3, 10), (struct import_options){.confirm = true}), STATUS_OK);
	assert_true(cJSON_IsTrue(json_get(world.report, "applied")));
}

static void test_made_here_never_vanishes(void **state)
{
	desk(&world, &resource_sessions, NULL,
		"{\"title\":\"Ours\",\"start\":\"2019-08-29T05:00:00Z\",\"duration\":30}");
	import(&world, sample());
	import(&world, sample());
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_string_equal(session(&world, "s1", "status"), "\"scheduled\"");
}

static void test_shown_again_by_the_desk_stays(void **state)
{
	import(&world, many(0, 10));
	import(&world, many(1, 10));
	desk(&world, &resource_sessions, "s1", "{\"status\":\"scheduled\"}");
	import(&world, many(1, 10));
	assert_report(&world, 0, 0, 0, 0, 9);
	assert_string_equal(session(&world, "s1", "status"), "\"scheduled\"");
}

/* --- rooms (5) ------------------------------------------------------------ */

static struct programme *in_rooms(const char *key, const char *first, const char *second)
{
	struct programme *p = programme_new("frab-xml");
	programme_room_named(p, key, first);
	add_session(p, "One", first, 0)->guid = "g1";
	add_session(p, "Two", first, 60)->guid = "g2";
	add_session(p, "Three", second, 120)->guid = "g3";
	return p;
}

static void assert_renamed(const char *name)
{
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_int_equal(count(&world, "changed"), 1);
	assert_string_equal(json_str(json_get(world.report, "changed")->child, "collection"), "rooms");
	assert_string_equal(value_of(&world, &resource_rooms, "r1", "name"), name);
	assert_string_equal(session(&world, "s1", "moved_from"), "null");
}

static void test_a_room_renamed_with_its_key(void **state)
{
	import(&world, in_rooms("k1", "Tea House", "Hall"));
	import(&world, in_rooms("k1", "House of Tea", "Hall"));
	assert_renamed("\"House of Tea\"");
}

static void test_a_room_renamed_without_key(void **state)
{
	import(&world, in_rooms(NULL, "Tea House", "Hall"));
	import(&world, in_rooms(NULL, "House of Tea", "Hall"));
	assert_renamed("\"House of Tea\"");
	import(&world, in_rooms(NULL, "house  of TEA", "Hall"));
	assert_renamed("\"house of TEA\"");
}

static void test_sessions_that_part_are_moves(void **state)
{
	import(&world, in_rooms(NULL, "Tea House", "Hall"));
	struct programme *p = in_rooms(NULL, "House of Tea", "Hall");
	p->sessions[1].room = p->sessions[2].room;
	import(&world, p);
	assert_report(&world, 0, 0, 2, 0, 1);
	assert_int_equal(rows(&world, "rooms"), 3);
}

static void test_a_room_that_is_still_there_was_not_renamed(void **state)
{
	import(&world, in_rooms(NULL, "Tea House", "Hall"));
	struct programme *p = in_rooms(NULL, "House of Tea", "Hall");
	programme_room_named(p, NULL, "Tea House");
	import(&world, p);
	assert_report(&world, 0, 0, 2, 0, 1);
}

static void test_order_of_rooms(void **state)
{
	import(&world, in_rooms(NULL, "A", "C"));
	struct programme *p = programme_new("frab-xml");
	const char *const names[] = {"A", "B", "C", "D"};
	for (int i = 0; i < 4; i++)
		programme_room_named(p, NULL, names[i]);
	import(&world, p);
	cJSON *list = rows_load(world.db, &resource_rooms, "ORDER BY \"order\"", "");
	int i = 0;
	const cJSON *room;
	cJSON_ArrayForEach(room, list)
		assert_string_equal(row_str(room, "name"), names[i++]);
	assert_int_equal(i, 4);
	cJSON_Delete(list);
}

/* --- unscheduled (10) ----------------------------------------------------- */

static void test_without_a_time(void **state)
{
	struct programme *p = sample();
	struct programme_session *s = add_session(p, "Sometime", NULL, 0);
	s->guid = "g-sometime";
	s->scheduled = false;
	s->duration = 0;
	import(&world, p);
	assert_string_equal(session(&world, "s4", "start"), "null");
	p = sample();
	add_session(p, "Sometime", "Annex", 200)->guid = "g-sometime";
	import(&world, p);
	assert_report(&world, 0, 1, 0, 0, 3); /* it got a place: nothing moved */
	assert_string_equal(session(&world, "s4", "moved_from"), "null");
	assert_string_equal(session(&world, "s4", "room"), "\"r2\"");
}

static void test_a_file_of_times_says_nothing_of_those_without(void **state)
{
	struct programme *p = sample();
	add_session(p, "Sometime", NULL, 0)->scheduled = false;
	import(&world, p);
	import(&world, sample());
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_nothing_done(&world);
}

/* --- the desk's edits ----------------------------------------------------- */

static void test_the_desks_edit_stands(void **state)
{
	import(&world, sample());
	desk(&world, &resource_sessions, "s2", "{\"title\":\"Databases live\",\"room\":\"r2\"}");
	import(&world, sample());
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s2", "title"), "\"Databases live\"");
	/* The file changes another field: both stand. */
	struct programme *p = sample();
	p->sessions[1].start += 15 * MS_PER_MINUTE;
	import(&world, p);
	assert_report(&world, 0, 0, 1, 0, 2);
	assert_string_equal(session(&world, "s2", "room"), "\"r2\"");
	assert_int_equal(count(&world, "warnings"), 0);
}

static void test_both_changed_it(void **state)
{
	import(&world, sample());
	desk(&world, &resource_sessions, "s3", "{\"title\":\"Networks here\"}");
	for (int round = 0; round < 2; round++) {
		struct programme *p = sample();
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
	import(&world, sample());
	desk(&world, &resource_sessions, "s3", "{\"title\":\"New name\"}");
	for (int round = 0; round < 2; round++) {
		struct programme *p = sample();
		p->sessions[2].title.forms[0].value = round ? "Newer name" : "New name";
		import(&world, p);
	}
	assert_string_equal(session(&world, "s3", "title"), "\"Newer name\"");
}

static void test_cancelled_by_the_desk_stays(void **state)
{
	import(&world, sample());
	desk(&world, &resource_sessions, "s2", "{\"status\":\"cancelled\"}");
	desk(&world, &resource_sessions, "s3", "{\"status\":\"hidden\"}");
	struct programme *p = sample();
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
	import(&world, sample());
	assert_string_equal(session(&world, "s2", "status"), "\"cancelled\"");
	assert_string_equal(session(&world, "s3", "status"), "\"hidden\"");
}

static void test_cancelled_by_the_file(void **state)
{
	import(&world, sample());
	struct programme *p = sample();
	p->sessions[1].title.forms[0].value = "CANCELLED - Databases";
	import(&world, p);
	assert_report(&world, 0, 1, 0, 0, 2);
	assert_string_equal(session(&world, "s2", "status"), "\"cancelled\"");
	assert_string_equal(session(&world, "s2", "title"), "\"Databases\"");
	p = sample();
	p->sessions[1].title.forms[0].value = "CANCELLED - Databases";
	import(&world, p);
	assert_nothing_done(&world);
	import(&world, sample());
	assert_report(&world, 0, 1, 0, 0, 2);
	assert_string_equal(session(&world, "s2", "status"), "\"scheduled\"");
	/* The desk takes it up again, whatever the file says. */
	p = sample();
	p->sessions[1].cancelled = true;
	import(&world, p);
	desk(&world, &resource_sessions, "s2", "{\"status\":\"scheduled\"}");
	p = sample();
	p->sessions[1].cancelled = true;
	import(&world, p);
	assert_string_equal(session(&world, "s2", "status"), "\"scheduled\"");
}

static void test_the_events_own_fields(void **state)
{
	desk(&world, &resource_event, "main",
		"{\"title\":{\"ko\":\"학회\",\"en\":\"Conference\"},\"languages\":[\"ko\",\"en\"]}");
	struct programme *p = sample();
	p->version = "1.0";
	p->colour = "#FF0000";
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "title"),
		"{\"ko\":\"학회\",\"en\":\"Conference\"}");
	assert_string_equal(
		value_of(&world, &resource_event, "main", "colours"), "{\"primary\":\"#FF0000\"}");
	desk(&world, &resource_event, "main",
		"{\"colours\":{\"primary\":\"#FF0000\",\"accent\":\"#00FF00\"}}");
	p = sample();
	p->version = "1.1";
	p->colour = "#0000FF";
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "colours"),
		"{\"accent\":\"#00FF00\",\"primary\":\"#0000FF\"}");
	assert_string_equal(value_of(&world, &resource_event, "main", "version"), "\"1.1\"");
	p = sample();
	p->zone = "Mars/Olympus";
	assert_int_equal(import_with(&world, p, (struct import_options){0}), STATUS_UNPROCESSABLE);
	assert_string_equal(world.err.code, "zone_unknown");
	assert_null(world.report);
}

static void test_languages_are_guessed_once(void **state)
{
	struct programme *p = many(0, 30);
	for (size_t i = 0; i < p->session_count; i++)
		p->sessions[i].language = i == 0 ? "fr" : i < 20 ? "de" : "en";
	import(&world, p);
	assert_string_equal(value_of(&world, &resource_event, "main", "languages"), "[\"de\",\"en\"]");
	p = many(0, 30);
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
		struct programme *p = sample();
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
	struct programme *p = sample();
	p->sessions[0].abstract = (struct text){0};
	programme_text_block(p, &p->sessions[0].abstract, "", text);
	import(&world, p);
	assert_int_equal(
		db_int(world.db, 0, "SELECT length(imported) < 1000 FROM sessions WHERE id = 's1'", ""), 1);
	desk(&world, &resource_sessions, "s1", "{\"abstract\":\"short\"}");
	p = sample();
	p->sessions[0].abstract = (struct text){0};
	programme_text_block(p, &p->sessions[0].abstract, "", text);
	import(&world, p);
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s1", "abstract"), "\"short\"");
	import(&world, sample());
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
	import(&world, many(0, 10));
	desk(&world, &resource_sessions, "s5", "{\"title\":\"Talk five\"}");
	char *before = everything(&world);
	for (int round = 0; round < 2; round++) {
		struct programme *p = many(1, 12);
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
	import(&world, many(0, 10));
	assert_nothing_done(&world);
	free(before);
}

static void test_undo_of_the_first_import(void **state)
{
	for (int round = 0; round < 2; round++) {
		import(&world, sample());
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
	import(&world, many(0, 5));
	char *before = everything(&world);
	assert_int_equal(
		db_run(world.db,
			"CREATE TRIGGER fault BEFORE INSERT ON sessions WHEN new.title = '\"Talk 7\"' "
			"BEGIN SELECT RAISE(ABORT, 'fault'); END",
			""),
		STATUS_OK);
	assert_int_equal(
		import_with(&world, many(1, 10), (struct import_options){.confirm = true}), STATUS_CONFLICT);
	assert_string_equal(world.err.code, "conflict");
	assert_null(world.report);
	assert_int_equal(db_run(world.db, "DROP TRIGGER fault", ""), STATUS_OK);
	/* A failing disk, as far as the import can see it. */
	assert_int_equal(
		db_run(world.db, "ALTER TABLE sessions RENAME COLUMN note TO remark", ""), STATUS_OK);
	assert_int_equal(
		import_with(&world, many(1, 10), (struct import_options){.confirm = true}), STATUS_STORAGE);
	assert_null(world.report);
	assert_int_equal(
		db_run(world.db, "ALTER TABLE sessions RENAME COLUMN remark TO note", ""), STATUS_OK);
	char *after = everything(&world);
	assert_string_equal(before, after);
	free(before);
	free(after);
	import(&world, many(1, 10));
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
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(first_import_fills_the_house),
		TEST(same_again_writes_nothing),
		TEST(changes_moves_and_news),
		TEST(a_carried_field_may_become_empty),
		TEST(one_guid_on_four_days),
		TEST(one_guid_in_two_halls_at_once),
		TEST(two_guids_with_one_number),
		TEST(a_number_alone_is_no_key),
		TEST(a_second_slot_changes_the_guid),
		TEST(all_keys_are_new),
		TEST(same_title_and_people_though_the_keys_are_stable),
		TEST(stable_keys_keep_namesakes_apart),
		TEST(formats_with_other_keys),
		TEST(plain_numbers_belong_to_their_format),
		TEST(a_type_that_the_format_cannot_say_stays),
		TEST(views_of_one_event),
		TEST(people_of_one_name),
		TEST(vanished_and_back),
		TEST(many_vanished_must_be_confirmed),
		TEST(made_here_never_vanishes),
		TEST(shown_again_by_the_desk_stays),
		TEST(a_room_renamed_with_its_key),
		TEST(a_room_renamed_without_key),
		TEST(sessions_that_part_are_moves),
		TEST(a_room_that_is_still_there_was_not_renamed),
		TEST(order_of_rooms),
		TEST(without_a_time),
		TEST(a_file_of_times_says_nothing_of_those_without),
		TEST(the_desks_edit_stands),
		TEST(both_changed_it),
		TEST(the_file_catches_up),
		TEST(cancelled_by_the_desk_stays),
		TEST(cancelled_by_the_file),
		TEST(the_events_own_fields),
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
