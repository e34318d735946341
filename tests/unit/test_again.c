/* Imports again, pattern by pattern: what a session is known by, and what is
 * missing in a later file (schedule-formats.md, section 9: 1 to 4, 15). */
#include "importing.h"

#include "formats/formats.h"

#include <stdlib.h>

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
	import(&world, three_talks());
	struct programme *p = three_talks();
	p->sessions[1].guid = "g-submitted-again";
	p->sessions[1].start += 30 * MS_PER_MINUTE;
	import(&world, p);
	assert_report(&world, 0, 0, 1, 0, 2);
}

/* Two meetings of one name are two, where the file's keys are to be trusted. */
static void test_stable_keys_keep_namesakes_apart(void **state)
{
	struct programme *p = three_talks();
	add_session(p, "Morning meeting", "Annex", 0)->guid = "g-meeting-1";
	import(&world, p);
	p = three_talks();
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

/* --- keys that change ------------------------------------------------------ */

/* As one line of a file: a talk of this title, place and time, known by `guid`
 * and `code` (NULL: none). */
struct line {
	const char *title, *room;
	int minute;
	const char *guid, *code;
};

static struct programme *of_lines(const char *format, const struct line *lines, size_t n)
{
	struct programme *p = programme_new(format);
	for (size_t i = 0; i < n; i++) {
		struct programme_session *s = add_session(p, lines[i].title, lines[i].room, lines[i].minute);
		s->guid = lines[i].guid;
		s->code = lines[i].code;
	}
	return p;
}
#define OF(format, ...)                                                                                      \
	of_lines(format, (const struct line[]){__VA_ARGS__},                                                 \
		sizeof((const struct line[]){__VA_ARGS__}) / sizeof(struct line))

enum { DAY = 1440 };

/* PyCon UK: UIDs made at each build, and nothing but title, room and time. */
static void test_all_uids_are_new_and_talks_move(void **state)
{
	import(&world,
		OF("ics", {"Lunch", "A", 0, "u1"}, {"Lunch", "B", 0, "u2"}, {"Rust", "A", 60, "u3"},
			{"Zig", "B", 60, "u4"}, {"Databases at sea", "A", 120, "u5"},
			{"Gone", "B", 120, "u6"}, {"Closing", "A", 600, "u7"}));
	import(&world,
		OF("ics", {"Closing", "B", 660, "v1"}, /* another room and time */
			{"Lunch", "B", 0, "v2"}, {"Lunch", "A", 0, "v3"},
			{"Rust", "A", 90, "v4"}, /* another time */
			{"Zig", "B", 60, "v5"}, {"Databses at sea", "A", 120, "v6"}, /* a slip */
			{"News", "A", DAY, "v7"}));
	assert_report(&world, 1, 1, 2, 1, 3);
	assert_string_equal(session(&world, "s7", "title"), "\"Closing\"");
	assert_string_equal(session(&world, "s7", "room"), "\"r2\"");
	assert_string_equal(session(&world, "s5", "title"), "\"Databses at sea\"");
	assert_string_equal(session(&world, "s6", "status"), "\"hidden\"");
	assert_string_equal(session(&world, "s1", "room"), "\"r1\"");
}

/* One talk in another's place, under no key: nothing says that it is the same. */
static void test_another_talk_in_the_same_place(void **state)
{
	import(&world, OF("ics", {"Rust", "A", 0, "u1"}, {"Lunch", "A", 60, "u2"}));
	import(&world, OF("ics", {"Gardening", "A", 0, "v1"}, {"Lunch", "A", 60, "v2"}));
	assert_report(&world, 1, 0, 0, 1, 1);
}

/* pretalx numbers the guids of a talk's slots by time: the first slot moves
 * behind the second, and their guids swap. */
static void test_slots_that_change_their_order(void **state)
{
	import(&world,
		OF("frab-xml", {"Tour", "A", 0, "tour-0", "TOUR00"}, {"Tour", "A", DAY, "tour-1", "TOUR00"}));
	import(&world,
		OF("frab-xml", {"Tour", "A", DAY, "tour-0", "TOUR00"},
			{"Tour", "A", 2 * DAY, "tour-1", "TOUR00"}));
	assert_report(&world, 0, 0, 1, 0, 1);
	assert_string_equal(json_str(json_get(world.report, "moved")->child, "id"), "s1");
	import(&world,
		OF("frab-xml", {"Tour", "A", 0, "tour-0", "TOUR00"}, {"Tour", "A", DAY, "tour-1", "TOUR00"}));
	assert_report(&world, 0, 0, 1, 0, 1);
	assert_string_equal(json_str(json_get(world.report, "moved")->child, "id"), "s1");
}

/* The same of a pretalx that names no codes: number and title tell the talk. */
static void test_slots_without_a_code(void **state)
{
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("frab-xml");
		for (int i = 0; i < 3; i++) {
			char key[24];
			struct programme_session *s = add_session(p, "Tour", "A", (i + round) * DAY);
			snprintf(key, sizeof key, "tour-17-%d", i);
			s->guid = s->slug = arena_strdup(p->arena, key);
			s->number = "17";
		}
		import(&world, p);
	}
	assert_report(&world, 0, 0, 1, 0, 2);
	assert_string_equal(json_str(json_get(world.report, "moved")->child, "id"), "s1");
}

static void test_a_slot_before_the_first(void **state)
{
	import(&world, OF("frab-xml", {"Tour", "A", DAY, "tour", "TOUR00"}, {"Rust", "A", 0, "r", "RUST00"}));
	import(&world,
		OF("frab-xml", {"Tour", "A", 0, "tour-0", "TOUR00"},
			{"Tour", "A", DAY + 15, "tour-1", "TOUR00"}, {"Rust", "A", 0, "r", "RUST00"}));
	assert_report(&world, 1, 0, 1, 0, 1);
	const cJSON *moved = json_get(world.report, "moved")->child;
	assert_string_equal(json_str(moved, "id"), "s1");
	assert_string_equal(json_str(json_get(moved, "to"), "start"), "2019-08-30T00:15:00Z");
}

/* Two talks that share a guid by mistake are told apart by title. */
static void test_one_guid_for_two_talks(void **state)
{
	import(&world, OF("frab-xml", {"Rust", "A", 0, "g"}, {"Zig", "A", 60, "g"}));
	import(&world, OF("frab-xml", {"Zig", "A", 0, "g"}, {"Rust", "A", 60, "g"}));
	assert_report(&world, 0, 0, 2, 0, 0);
	assert_string_equal(session(&world, "s1", "title"), "\"Rust\"");
}

/* wafer: the id changes when the talk moves. */
static void test_the_number_changes_with_the_move(void **state)
{
	static const char *const numbers[2][2] = {{"41", "42"}, {"43", "42"}};
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("frab-xml");
		add_session(p, "Rust", round ? "B" : "A", 90 * round)->number = numbers[round][0];
		add_session(p, "Zig", "B", 300)->number = numbers[round][1];
		import(&world, p);
	}
	assert_report(&world, 0, 0, 1, 0, 1);
}

/* The number of a talk that fell out, given to the one that took its place. */
static void test_a_number_is_given_to_another_talk(void **state)
{
	static const char *const titles[] = {"Rust", "Gardening"};
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("frab-xml");
		add_session(p, titles[round], "A", 0)->number = "41";
		add_session(p, "Zig", "B", 300)->number = "42";
		import(&world, p);
	}
	assert_report(&world, 1, 0, 0, 1, 1);
}

static void test_a_number_with_the_same_people(void **state)
{
	static const char *const titles[] = {"To be announced", "Gardening"};
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("frab-xml");
		add_session(p, titles[round], "A", 90 * round)->number = "41";
		add_speaker(p, NULL, "1", "Kim");
		import(&world, p);
	}
	assert_report(&world, 0, 1, 1, 0, 0);
}

/* Rows that are counted in each file: with a new one at the head, every key
 * stands at another talk. */
static void test_keys_that_are_counted_anew(void **state)
{
	import(&world,
		OF("csv", {"Rust", "A", 0, "1"}, {"Zig", "A", 60, "2"}, {"Databases", "A", 120, "3"},
			{"Networks", "A", 180, "4"}));
	import(&world,
		OF("csv", {"Opening", "A", 30, "1"}, {"Rust", "A", 0, "2"}, {"Zig", "A", 60, "3"},
			{"Databases", "A", 240, "4"}, {"Networks", "A", 180, "5"}));
	assert_report(&world, 1, 0, 1, 0, 3);
	assert_string_equal(session(&world, "s1", "title"), "\"Rust\"");
	assert_string_equal(session(&world, "s3", "title"), "\"Databases\"");
}

/* Every title is another one: the keys hold. */
static void test_all_titles_are_new(void **state)
{
	import(&world, OF("sessionize", {"T1", "A", 0, "1"}, {"T2", "A", 60, "2"}, {"Lunch", "A", 120, "3"}));
	import(&world,
		OF("sessionize", {"Rust", "A", 60, "1"}, {"Zig", "B", 60, "2"}, {"Lunch", "A", 120, "4"}));
	assert_report(&world, 0, 2, 2, 0, 1);
	assert_string_equal(session(&world, "s2", "title"), "\"Zig\"");
}

/* Taken out of the tool and put in again. */
static void test_made_again_in_the_same_place(void **state)
{
	import(&world, OF("frab-xml", {"Rust", "A", 0, "g1"}, {"Zig", "A", 60, "g2"}));
	import(&world, OF("frab-xml", {"Rust", "A", 0, "g3"}, {"Zig", "A", 60, "g2"}));
	assert_report(&world, 0, 0, 0, 0, 2);
}

/* An old pretalx names guids in one format and codes in the other: what came
 * by one of them is known in the other, though its keys are proven. */
static void test_guids_here_and_codes_there(void **state)
{
	import(&world, OF("frab-xml", {"Rust", "A", 0, "g1"}, {"Zig", "A", 60, "g2"}));
	import(&world,
		OF("pretalx-widget", {"Rust", "A", 0, NULL, "RUST00"}, {"Zig", "A", 60, NULL, "ZIG000"}));
	assert_report(&world, 0, 0, 0, 0, 2);
	import(&world, OF("frab-xml", {"Rust", "A", 0, "g1"}, {"Zig", "A", 60, "g2"}, {"C", "A", 120, "g3"}));
	import(&world,
		OF("pretalx-widget", {"Rust", "A", 0, NULL, "RUST00"}, {"Zig", "A", 60, NULL, "ZIG000"},
			{"C", "A", 120, NULL, "CCCC00"}, {"Ada", "A", 180, NULL, "ADA000"}));
	assert_report(&world, 1, 0, 0, 0, 3);
	import(&world,
		OF("frab-xml", {"Rust", "A", 0, "g1"}, {"Zig", "A", 60, "g2"}, {"C", "A", 120, "g3"},
			{"Ada", "A", 180, "g4"}));
	assert_report(&world, 0, 0, 0, 0, 4);
	assert_nothing_done(&world);
}

/* Two groups, twice the same workshop in one tent: the people tell them apart. */
static struct programme *two_groups(bool other_order)
{
	struct programme *p = programme_new("ics");
	for (int i = 0; i < 4; i++) {
		add_session(p, "Repair", "Tent", i / 2 * 120);
		add_speaker(p, NULL, NULL, (i % 2 == 0) == other_order ? "Kim" : "Lee");
	}
	return p;
}

static void test_of_two_in_one_place_each_has_its_people(void **state)
{
	import(&world, two_groups(false));
	import(&world, two_groups(true));
	assert_report(&world, 0, 0, 0, 0, 4);
	assert_nothing_done(&world);
}

static void test_untitled_talks_are_known_by_place(void **state)
{
	import(&world, OF("ics", {"", "A", 0}, {"Rust", "A", 60}));
	import(&world, OF("ics", {"", "B", 300}, {"Rust", "A", 60}));
	assert_report(&world, 1, 0, 0, 1, 1);
}

/* --- vanished (3) --------------------------------------------------------- */

static void test_vanished_and_back(void **state)
{
	import(&world, many_talks(0, 10));
	desk(&world, &resource_sessions, "s3", "{\"note\":\"bring a laptop\"}");
	assert_int_equal(import_with(&world, many_talks(2, 10), (struct import_options){0}), STATUS_OK);
	assert_report(&world, 0, 0, 0, 2, 8);
	assert_string_equal(session(&world, "s1", "status"), "\"hidden\"");
	assert_int_equal(rows(&world, "sessions"), 10);
	import(&world, many_talks(2, 10));
	assert_report(&world, 0, 0, 0, 0, 8);
	assert_nothing_done(&world);
	import(&world, many_talks(0, 10));
	assert_report(&world, 2, 0, 0, 0, 8);
	assert_true(cJSON_IsTrue(json_get(json_get(world.report, "added")->child, "again")));
	assert_string_equal(session(&world, "s1", "status"), "\"scheduled\"");
	assert_string_equal(session(&world, "s3", "note"), "\"bring a laptop\"");
	import(&world, many_talks(0, 10));
	assert_nothing_done(&world);
}

static void test_many_vanished_must_be_confirmed(void **state)
{
	import(&world, many_talks(0, 10));
	char *before = everything(&world);
	assert_int_equal(import_with(&world, many_talks(3, 10), (struct import_options){0}), STATUS_CONFLICT);
	assert_string_equal(world.err.code, "many_vanished");
	assert_report(&world, 0, 0, 0, 3, 7);
	assert_true(cJSON_IsFalse(json_get(world.report, "applied")));
	/* A source that failed gives an empty file. */
	assert_int_equal(import_with(&world, programme_new("sessionize"), (struct import_options){0}),
		STATUS_CONFLICT);
	assert_int_equal(import_with(&world, many_talks(3, 10), (struct import_options){.dry_run = true}),
		STATUS_CONFLICT);
	assert_string_equal(world.err.code, "dry_run");
	assert_report(&world, 0, 0, 0, 3, 7);
	char *after = everything(&world);
	assert_string_equal(before, after);
	free(before);
	free(after);
	assert_int_equal(
		import_with(&world, many_talks(3, 10), (struct import_options){.confirm = true}), STATUS_OK);
	assert_true(cJSON_IsTrue(json_get(world.report, "applied")));
}

static void test_made_here_never_vanishes(void **state)
{
	desk(&world, &resource_sessions, NULL,
		"{\"title\":\"Ours\",\"start\":\"2019-08-29T05:00:00Z\",\"duration\":30}");
	import(&world, three_talks());
	import(&world, three_talks());
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_string_equal(session(&world, "s1", "status"), "\"scheduled\"");
}

static void test_shown_again_by_the_desk_stays(void **state)
{
	import(&world, many_talks(0, 10));
	import(&world, many_talks(1, 10));
	desk(&world, &resource_sessions, "s1", "{\"status\":\"scheduled\"}");
	import(&world, many_talks(1, 10));
	assert_report(&world, 0, 0, 0, 0, 9);
	assert_string_equal(session(&world, "s1", "status"), "\"scheduled\"");
}

/* The camp of 2019, in four steps: one source failed in the third. */
static void test_rooms_lost_and_back(void **state)
{
	import(&world,
		OF("frab-xml", {"One", "Hall", 0, "g1"}, {"Two", "Hall", 60, "g2"},
			{"Three", "Tent", 0, "g3"}, {"Four", "Dome", 0, "g4"}));
	import(&world,
		OF("frab-xml", {"One", "Hall", 0, "g1"}, {"Two, again", "Hall", 60, "g2"},
			{"Three", "Tent", 30, "g3"}, {"Four", "Dome", 0, "g4"}, {"Five", "Dome", 60, "g5"}));
	assert_report(&world, 1, 1, 1, 0, 2);
	struct programme *lost = OF("frab-xml", {"One", "Hall", 0, "g1"}, {"Two, again", "Hall", 60, "g2"});
	assert_int_equal(import_with(&world, lost, (struct import_options){0}), STATUS_CONFLICT);
	import(&world, OF("frab-xml", {"One", "Hall", 0, "g1"}, {"Two, again", "Hall", 60, "g2"}));
	assert_report(&world, 0, 0, 0, 3, 2);
	assert_int_equal(rows(&world, "rooms"), 3);
	import(&world,
		OF("frab-xml", {"One", "Hall", 0, "g1"}, {"Two, again", "Hall", 60, "g2"},
			{"Three", "Tent", 30, "g3"}, {"Four", "Dome", 0, "g4"}, {"Five", "Dome", 60, "g5"}));
	assert_report(&world, 3, 0, 0, 0, 2);
	assert_int_equal(rows(&world, "sessions"), 5);
	assert_int_equal(rows(&world, "rooms"), 3);
	assert_string_equal(session(&world, "s3", "title"), "\"Three\"");
	assert_string_equal(session(&world, "s3", "room"), "\"r2\"");
	assert_string_equal(session(&world, "s5", "status"), "\"scheduled\"");
}

/* --- breaks, which only the widget tells of ----------------------------------- */

static struct programme *widget(int breaks)
{
	struct programme *p = many_talks(0, 8);
	p->format = "pretalx-widget";
	for (int i = 0; i < breaks; i++)
		add_session(p, "Coffee", "Even", 500 + 100 * i)->type = "break";
	return p;
}

static void test_breaks_stay_in_a_file_of_talks(void **state)
{
	import(&world, widget(3));
	assert_int_equal(import_with(&world, many_talks(0, 8), (struct import_options){0}), STATUS_OK);
	assert_report(&world, 0, 0, 0, 0, 8);
	assert_string_equal(session(&world, "s9", "status"), "\"scheduled\"");
	import(&world, widget(3));
	assert_report(&world, 0, 0, 0, 0, 11);
	import(&world, widget(2));
	assert_report(&world, 0, 0, 0, 1, 10);
	import(&world, widget(0)); /* who told of them may take them back */
	assert_report(&world, 0, 0, 0, 2, 8);
	import(&world, widget(2));
	import(&world, programme_new("sessionize")); /* what is empty lacks everything */
	assert_report(&world, 0, 0, 0, 10, 0);
}

/* A fifth is counted of what the file could have held. */
static void test_a_fifth_of_the_talks(void **state)
{
	import(&world, widget(4));
	assert_int_equal(import_with(&world, many_talks(0, 6), (struct import_options){0}), STATUS_CONFLICT);
	assert_report(&world, 0, 0, 0, 2, 6);
	assert_non_null(strstr(world.err.detail, "2 of 8"));
}

/* --- poorer after richer (15) ----------------------------------------------- */

static struct programme *rich(const char *abstract)
{
	struct programme *p = programme_new("frab-xml");
	struct programme_session *s = add_session(p, "Rust", "A", 0);
	s->guid = "1e6f6a2e-0000-4000-8000-000000000001";
	s->type = "lecture";
	s->language = "en";
	s->url = "https://example.org/rust";
	s->track = programme_track_named(p, NULL, "Languages");
	programme_text_line(p, &s->subtitle, "", "For gardeners");
	programme_text_block(p, &s->abstract, "", abstract);
	programme_text_block(p, &s->description, "", "<p>All that is to be <b>said</b>.</p>");
	add_speaker(p, "1e6f6a2e-0000-4000-8000-000000000002", NULL, "Kim");
	s = add_session(p, "Zig", "B", 0);
	s->guid = "1e6f6a2e-0000-4000-8000-000000000003";
	s->type = "workshop";
	return p;
}

/* Title, time and one text; its UIDs are its own, and rooms only if `rooms`. */
static struct programme *poor(const char *uid, bool rooms, const char *text)
{
	struct programme *p = programme_new("ics");
	struct programme_session *s = add_session(p, "Rust", rooms ? "A" : NULL, 0);
	s->guid = arena_strdup(p->arena, uid);
	s->type = "Lecture";
	s->url = "rust.html";
	programme_text_block(p, &s->abstract, "", text);
	add_session(p, "Zig", rooms ? "B" : NULL, 0)->type = "Workshop";
	return p;
}

#define BOTH_TEXTS "In short.\n\nAll that is to be said.\n\nLink: https://example.org/talks/rust"

static void test_poorer_after_richer_is_no_change(void **state)
{
	import(&world, rich("In short."));
	char *before = everything(&world);
	for (int round = 0; round < 2; round++) {
		import(&world, poor("u1@example", true, BOTH_TEXTS));
		assert_report(&world, 0, 0, 0, 0, 2);
		assert_nothing_done(&world);
		import(&world, poor("u2@example", false, BOTH_TEXTS));
		assert_report(&world, 0, 0, 0, 0, 2);
		assert_nothing_done(&world);
		import(&world, rich("In short."));
		assert_report(&world, 0, 0, 0, 0, 2);
		assert_nothing_done(&world);
	}
	assert_string_equal(session(&world, "s1", "people"), "[\"p1\"]");
	assert_string_equal(session(&world, "s1", "subtitle"), "\"For gardeners\"");
	assert_string_equal(session(&world, "s1", "url"), "\"https://example.org/rust\"");
	free(before);
}

/* What the poorer file really says otherwise comes through, once, and the
 * richer one does not undo it by repeating itself. */
static void test_an_edit_in_the_poorer_file(void **state)
{
	import(&world, rich("In short."));
	import(&world, poor("u1@example", true, BOTH_TEXTS));
	import(&world, poor("u1@example", true, "Quite another text, which nobody has seen before."));
	assert_report(&world, 0, 1, 0, 0, 1);
	import(&world, rich("In short."));
	assert_nothing_done(&world);
	assert_string_equal(
		session(&world, "s1", "abstract"), "\"Quite another text, which nobody has seen before.\"");
	import(&world, rich("In a few words."));
	assert_report(&world, 0, 1, 0, 0, 1);
	assert_string_equal(session(&world, "s1", "abstract"), "\"In a few words.\"");
	import(&world, poor("u1@example", true, "Quite another text, which nobody has seen before."));
	assert_nothing_done(&world);
}

/* The other way round, the richer file's two texts take the place of the one. */
static void test_richer_after_poorer(void **state)
{
	import(&world, poor("u1@example", true, BOTH_TEXTS));
	import(&world, rich("In short."));
	assert_report(&world, 0, 1, 0, 0, 1);
	assert_int_equal(count(&world, "warnings"), 0); /* what no file had said, the desk has not changed */
	assert_string_equal(session(&world, "s1", "people"), "[\"p1\"]");
	assert_string_equal(session(&world, "s1", "abstract"), "\"In short.\"");
	import(&world, poor("u1@example", true, BOTH_TEXTS));
	assert_nothing_done(&world);
}

/* Wording apart, the newest file is right: of times, rooms and titles. */
static void test_a_move_in_the_poorer_file(void **state)
{
	import(&world, rich("In short."));
	struct programme *p = poor("u1@example", true, BOTH_TEXTS);
	p->sessions[0].start += 30 * MS_PER_MINUTE;
	import(&world, p);
	assert_report(&world, 0, 0, 1, 0, 1);
	import(&world, rich("In short."));
	assert_report(&world, 0, 0, 1, 0, 1);
	assert_string_equal(session(&world, "s1", "moved_from"), "null");
}

/* pretalx' and frab's calendars put the people behind the title. */
static void test_names_behind_the_title(void **state)
{
	import(&world, rich("In short."));
	for (int round = 0; round < 2; round++) {
		struct programme *p = poor("u1@example", true, BOTH_TEXTS);
		/* What else stands behind a dash belongs to the title. */
		p->sessions[1].title.forms[0].value = round ? "Zig - Kim" : "Zig";
		p->sessions[0].title.forms[0].value = round ? "Rust, revised - Kim" : "Rust - Kim";
		import(&world, p);
		assert_string_equal(session(&world, "s1", "title"), round ? "\"Rust, revised\"" : "\"Rust\"");
	}
}

/* Then nothing else may be left to know a talk by: its UID is new, and it moved. */
static void test_names_behind_the_title_of_a_talk_that_moved(void **state)
{
	struct programme *p = rich("In short.");
	add_speaker(p, NULL, NULL, "Lee");
	add_speaker(p, NULL, NULL, "Ada Birch");
	import(&world, p);
	static const struct {
		const char *title;
		int added;
	} cases[] = {{"Zig - Lee, Ada Birch", 0}, {"Zig - Lee, Somebody", 1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		p = poor("u9@example", true, BOTH_TEXTS);
		p->sessions[1].title.forms[0].value = cases[i].title;
		p->sessions[1].start += (int64_t)(i + 1) * MS_PER_DAY;
		p->sessions[1].room = p->sessions[0].room;
		import(&world, p);
		assert_int_equal(count(&world, "added"), cases[i].added);
		assert_string_equal(session(&world, "s2", "title"), "\"Zig\"");
	}
}

/* --- the desk, through it all ------------------------------------------------- */

static void test_the_desk_stands_between_two_formats(void **state)
{
	import(&world, rich("In short."));
	desk(&world, &resource_sessions, "s1", "{\"abstract\":\"As the desk has it.\",\"type\":\"talk\"}");
	import(&world, poor("u1@example", true, BOTH_TEXTS));
	import(&world, rich("In short."));
	assert_string_equal(session(&world, "s1", "abstract"), "\"As the desk has it.\"");
	assert_string_equal(session(&world, "s1", "type"), "\"talk\"");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, world_set_up, world_tear_down)
	const struct CMUnitTest tests[] = {
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
		TEST(all_uids_are_new_and_talks_move),
		TEST(another_talk_in_the_same_place),
		TEST(slots_that_change_their_order),
		TEST(slots_without_a_code),
		TEST(a_slot_before_the_first),
		TEST(one_guid_for_two_talks),
		TEST(the_number_changes_with_the_move),
		TEST(a_number_is_given_to_another_talk),
		TEST(a_number_with_the_same_people),
		TEST(keys_that_are_counted_anew),
		TEST(all_titles_are_new),
		TEST(made_again_in_the_same_place),
		TEST(guids_here_and_codes_there),
		TEST(of_two_in_one_place_each_has_its_people),
		TEST(untitled_talks_are_known_by_place),
		TEST(vanished_and_back),
		TEST(many_vanished_must_be_confirmed),
		TEST(made_here_never_vanishes),
		TEST(shown_again_by_the_desk_stays),
		TEST(rooms_lost_and_back),
		TEST(breaks_stay_in_a_file_of_talks),
		TEST(a_fifth_of_the_talks),
		TEST(poorer_after_richer_is_no_change),
		TEST(an_edit_in_the_poorer_file),
		TEST(richer_after_poorer),
		TEST(a_move_in_the_poorer_file),
		TEST(names_behind_the_title),
		TEST(names_behind_the_title_of_a_talk_that_moved),
		TEST(the_desk_stands_between_two_formats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
