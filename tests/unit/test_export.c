/* Export, and back again: by the model, and by the files that are written. */
#include "importing.h"

#include "formats/formats.h"

#include <stdlib.h>

static struct world other; /* where `world`'s files go */

static int set_up(void **state)
{
	world_open(&other);
	return world_set_up(state);
}

static int tear_down(void **state)
{
	world_close(&other);
	return world_tear_down(state);
}

static struct programme *sample(void)
{
	struct programme *p = programme_new("frab-xml");
	p->acronym = "conf";
	p->version = "1.2";
	p->colour = "#123456";
	struct programme_session *s = add_session(p, "Opening", "Hall", 0);
	s->guid = "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001";
	s->number = "1";
	s->type = "lecture";
	s->language = "en";
	s->track = programme_track_named(p, NULL, "Main");
	programme_text_line(p, &s->subtitle, "", "Hello");
	programme_text_block(p, &s->abstract, "", "Words\nof welcome & more.");
	programme_text_block(p, &s->description, "", "All about it.");
	add_speaker(p, NULL, "1", "Kim");
	s = add_session(p, "Coffee", "Lobby", 45);
	s->guid = "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0002";
	s->type = "break";
	s = add_session(p, "Databases", "Annex", 60);
	s->number = "77";
	s->slug = "conf-77-databases";
	add_speaker(p, NULL, "1", "Kim");
	add_speaker(p, NULL, "2", "Lee");
	add_speaker(p, NULL, "3", "Speakers: Park, von Tal and others");
	add_session(p, "Nameless", "Annex", 120); /* no key at all */
	add_session(p, "Nameless", "Annex", 1560);
	return p;
}

static struct programme *exported(const struct world *w)
{
	struct programme *p = NULL;
	struct err err;
	assert_int_equal(programme_export(w->db, NULL, &p, &err), STATUS_OK);
	return p;
}

/* The export as a file of that format, read again. */
static struct programme *through(const struct world *w, const char *format)
{
	struct programme *p = exported(w), *back = NULL;
	const struct format *f = formats_find(format);
	struct buf file = BUF_INIT(16 * 1024 * 1024);
	struct err err;
	assert_non_null(f);
	f->write(p, &file);
	enum status st = formats_read(file.data, file.len, &(struct read_options){0}, &back, &err);
	if (st != STATUS_OK)
		print_error("%s: %s\n%s\n", err.code, err.detail, file.data);
	assert_int_equal(st, STATUS_OK);
	buf_clear(&file);
	programme_destroy(p);
	return back;
}

static void edit_much(void)
{
	desk(&world, &resource_sessions, "s1",
		"{\"title\":{\"ko\":\"여는 말\",\"en\":\"Welcome\"},\"room\":\"r3\",\"also_in\":[\"r2\",\"r1\"],\"length\":70}");
	desk(&world, &resource_sessions, "s2", "{\"status\":\"cancelled\"}");
	desk(&world, &resource_sessions, "s3",
		"{\"start\":\"2019-08-29T06:00:00Z\",\"duration\":90,\"no_recording\":true}");
	desk(&world, &resource_sessions, "s4",
		"{\"title\":\"Named now\",\"start\":\"2019-08-29T08:00:00Z\"}");
	desk(&world, &resource_sessions, NULL,
		"{\"title\":\"Made here\",\"room\":\"r1\",\"start\":\"2019-08-29T07:00:00Z\",\"duration\":30}");
	desk(&world, &resource_sessions, NULL, "{\"title\":\"Kept back\",\"status\":\"hidden\"}");
	desk(&world, &resource_sessions, NULL, "{\"title\":\"Sometime\",\"also_in\":[\"r1\"],\"length\":25}");
	desk(&world, &resource_rooms, "r2", "{\"name\":\"Foyer\",\"kind\":\"lobby\"}");
}

static void test_keys_are_given_back(void **state)
{
	import(&world, sample());
	struct programme *p = exported(&world);
	assert_int_equal(p->session_count, 5);
	assert_string_equal(p->sessions[0].guid, "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001");
	assert_string_equal(p->sessions[2].number, "77");
	assert_null(p->sessions[2].guid);
	assert_string_equal(p->rooms[0].name.forms[0].value, "Hall");
	assert_string_equal(p->zone, "Asia/Seoul");
	assert_string_equal(p->version, "1.2");
	assert_string_equal(p->people[p->sessions[2].people[1]].number, "2");
	assert_string_equal(p->tracks[p->sessions[0].track].name.forms[0].value, "Main");
	programme_destroy(p);
}

static void test_without_a_key_one_is_made_and_stays(void **state)
{
	import(&world, sample());
	struct programme *p = exported(&world);
	char first[EXPORT_GUID];
	assert_non_null(p->sessions[3].guid);
	assert_string_not_equal(p->sessions[3].guid, p->sessions[4].guid);
	snprintf(first, sizeof first, "%s", p->sessions[3].guid);
	programme_destroy(p);
	desk(&world, &resource_sessions, "s4", "{\"title\":\"Named now\"}");
	p = exported(&world);
	assert_string_equal(p->sessions[3].guid, first);
	programme_destroy(p);
}

static void test_hidden_and_cancelled(void **state)
{
	import(&world, sample());
	desk(&world, &resource_sessions, "s1", "{\"status\":\"hidden\"}");
	desk(&world, &resource_sessions, "s2", "{\"status\":\"cancelled\"}");
	desk(&world, &resource_sessions, "s3",
		"{\"expected_start\":\"2019-08-29T01:30:00Z\",\"expected_end\":\"2019-08-29T02:30:00Z\"}");
	struct programme *p = exported(&world);
	assert_int_equal(p->session_count, 4);
	assert_true(p->sessions[0].cancelled);
	assert_true(p->sessions[1].start == MORNING + 60 * MS_PER_MINUTE); /* as planned */
	assert_int_equal(p->sessions[1].duration, 45);
	programme_destroy(p);
}

/* The opening is shown in `count` of the other rooms; one talk may not be recorded. */
static struct programme *broadcast(size_t count, bool unrecorded)
{
	struct programme *p = sample();
	for (size_t i = 1; i <= count; i++)
		programme_session_also_in(p, 0, i);
	p->sessions[2].no_recording = unrecorded;
	return p;
}

static void test_shown_elsewhere_and_not_recorded(void **state)
{
	import(&world, broadcast(2, true));
	assert_string_equal(session(&world, "s1", "also_in"), "[\"r2\",\"r3\"]");
	assert_string_equal(session(&world, "s3", "no_recording"), "true");
	struct programme *p = exported(&world);
	assert_int_equal(p->sessions[0].also_in_count, 2);
	assert_int_equal(p->sessions[0].also_in[1], 2);
	assert_true(p->sessions[2].no_recording && !p->sessions[0].no_recording);
	programme_destroy(p);
	import(&world, broadcast(0, false)); /* a file that knows of neither */
	assert_nothing_done(&world);
	import(&world, broadcast(1, true));
	assert_report(&world, 0, 1, 0, 0, 4);
	assert_string_equal(session(&world, "s1", "also_in"), "[\"r2\"]");
}

static void test_shown_elsewhere_by_the_desk(void **state)
{
	import(&world, broadcast(1, true));
	/* A list without the room itself, and none where nothing is left. */
	desk(&world, &resource_sessions, "s1", "{\"also_in\":[\"r1\",\"r3\"],\"no_recording\":true}");
	assert_string_equal(session(&world, "s1", "also_in"), "[\"r3\"]");
	desk(&world, &resource_sessions, "s1", "{\"room\":\"r3\",\"no_recording\":false}");
	assert_string_equal(session(&world, "s1", "also_in"), "null");
	assert_string_equal(session(&world, "s1", "no_recording"), "null");
	import(&world, broadcast(1, true));
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s1", "also_in"), "null");
}

/* Numbers are keys only within their format, which the export so has to tell. */
static void test_numbers_of_another_format(void **state)
{
	struct programme *p = programme_new("opass");
	for (int i = 0; i < 3; i++) {
		add_session(p, "Break", "Hall", 0)->guid = i ? "12" : "11";
		add_speaker(p, i ? "5" : "word", NULL, "Kim");
	}
	import(&world, p);
	p = exported(&world);
	assert_string_equal(p->sessions[1].guid, "opass:12");
	programme_destroy(p);
	static const char *const formats[] = {"frab-xml", "c3voc-json"};
	for (size_t i = 0; i < 2; i++) {
		import(&world, through(&world, formats[i]));
		assert_report(&world, 0, 0, 0, 0, 3);
		assert_nothing_done(&world);
		assert_int_equal(rows(&world, "people"), 2);
	}
}

static void test_an_empty_house(void **state)
{
	struct programme *p = exported(&world);
	assert_int_equal(p->session_count, 0);
	assert_non_null(p->zone);
	programme_destroy(p);
	import(&world, through(&world, "c3voc-json"));
	assert_nothing_done(&world);
}

/* --- for calendars -------------------------------------------------------- */

static struct programme *part_of(const struct world *w, const struct resource *of, const char *id)
{
	struct programme *p = NULL;
	struct err err;
	struct export_part part = {of, id};
	assert_int_equal(programme_export(w->db, &part, &p, &err), STATUS_OK);
	return p;
}

static void test_a_uid_is_for_ever(void **state)
{
	import(&world, sample());
	struct programme *p = exported(&world);
	char uids[5][EXPORT_GUID];
	for (size_t i = 0; i < 5; i++) {
		snprintf(uids[i], EXPORT_GUID, "%s", p->sessions[i].uid);
		assert_int_equal(p->sessions[i].revision, 1);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(uids[i], uids[j]);
	}
	programme_destroy(p);
	/* The same sessions by other keys, and moved by the desk. */
	p = sample();
	p->sessions[0].code = "ABCDEF";
	p->sessions[1].code = "GHIJKL";
	p->sessions[2].guid = "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0003";
	import(&world, p);
	desk(&world, &resource_sessions, "s1", "{\"start\":\"2019-08-29T00:05:00Z\"}");
	p = exported(&world);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(p->sessions[i].uid, uids[i]);
	assert_int_equal(p->sessions[0].revision, 2);
	assert_int_equal(p->sessions[1].revision, 1);
	programme_destroy(p);
}

/* What export says of the first session, after all was set to `ms`. */
static void assert_modified(int64_t expected)
{
	struct programme *p = exported(&world);
	assert_true(p->sessions[0].modified == expected);
	programme_destroy(p);
}

static void test_modified_is_when_the_newest_part_was_edited(void **state)
{
	static const struct {
		const struct resource *of;
		const char *id, *patch;
		bool counts;
	} edits[] = {
		{&resource_sessions, "s1", "{\"note\":\"x\"}", true},
		{&resource_rooms, "r1", "{\"name\":\"Great Hall\"}", true},
		{&resource_rooms, "r1", "{\"fill\":\"full\"}", false},
		{&resource_rooms, "r2", "{\"name\":\"Foyer\"}", false},
		{&resource_tracks, "t1", "{\"name\":\"Keynotes\"}", true},
		{&resource_people, "p1", "{\"name\":\"Kim M.\"}", true},
		{&resource_people, "p2", "{\"name\":\"Lee M.\"}", false},
		{&resource_sessions, "s2", "{\"note\":\"x\"}", false},
	};
	import(&world, sample());
	int64_t now = db_int(world.db, 0, "SELECT max(at) FROM actions", "");
	assert_modified(now);
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		for (const struct resource *const *r = resource_all(); *r; r++) {
			char sql[80];
			snprintf(sql, sizeof sql, "UPDATE %s SET modified = 77", (*r)->collection);
			assert_int_equal(db_run(world.db, sql, ""), STATUS_OK);
		}
		assert_modified(77);
		desk(&world, edits[i].of, edits[i].id, edits[i].patch);
		now = db_int(world.db, 0, "SELECT max(at) FROM actions", "");
		assert_modified(edits[i].counts ? now : 77);
	}
}

static void test_a_delay_is_expected(void **state)
{
	import(&world, sample());
	desk(&world, &resource_sessions, "s1", "{\"expected_start\":\"2019-08-29T00:10:00Z\"}");
	struct programme *p = exported(&world);
	assert_true(p->sessions[0].start == MORNING);
	assert_true(p->sessions[0].expected_start == MORNING + 10 * MS_PER_MINUTE);
	assert_true(p->sessions[0].expected_end == MORNING + 55 * MS_PER_MINUTE);
	programme_destroy(p);
}

static void test_a_part_is_what_belongs_to_it(void **state)
{
	import(&world, sample());
	struct programme *p = part_of(&world, &resource_rooms, "r3");
	assert_string_equal(text_in(&p->part, NULL), "Annex");
	assert_string_equal(text_in(&p->title, NULL), "Conference");
	assert_int_equal(p->session_count, 3);
	assert_int_equal(p->room_count, 1);
	assert_int_equal(p->person_count, 3);
	assert_int_equal(p->track_count, 0);
	assert_string_equal(text_in(&p->sessions[0].title, NULL), "Databases");
	assert_string_equal(text_in(&p->people[p->sessions[0].people[1]].name, NULL), "Lee");
	programme_destroy(p);
	p = part_of(&world, &resource_tracks, "t1");
	assert_int_equal(p->session_count, 1);
	assert_string_equal(text_in(&p->tracks[p->sessions[0].track].name, NULL), "Main");
	programme_destroy(p);
	p = part_of(&world, &resource_people, "p1");
	assert_string_equal(text_in(&p->part, NULL), "Kim");
	assert_int_equal(p->session_count, 2);
	assert_int_equal(p->room_count, 2);
	assert_int_equal(p->person_count, 3); /* with whom they speak */
	assert_int_equal(p->sessions[0].room, 0);
	assert_int_equal(p->sessions[1].room, 1);
	programme_destroy(p);
	/* A person's number is not a part of another's. */
	for (int i = 0; i < 10; i++)
		desk(&world, &resource_sessions, NULL, "{\"title\":\"x\"}");
	p = part_of(&world, &resource_people, "p2");
	assert_int_equal(p->session_count, 1);
	programme_destroy(p);
	desk(&world, &resource_sessions, "s3", "{\"status\":\"hidden\"}");
	p = part_of(&world, &resource_people, "p2");
	assert_int_equal(p->session_count, 0);
	programme_destroy(p);
}

static void test_a_part_that_is_not_there(void **state)
{
	const struct resource *const all[] = {&resource_rooms, &resource_tracks, &resource_people};
	for (size_t i = 0; i < 3; i++) {
		struct programme *p = NULL;
		struct err err;
		struct export_part part = {all[i], "x1"};
		assert_int_equal(programme_export(world.db, &part, &p, &err), STATUS_NOT_FOUND);
		assert_string_equal(err.code, "not_found");
		assert_null(p);
	}
}

/* All that a calendar of ours gives back: its uid, the title, the time. */
static void test_our_calendar_is_known_again(void **state)
{
	import(&world, sample());
	struct programme *out = exported(&world), *back = programme_new("icalendar");
	for (size_t i = 0; i < out->session_count; i++)
		add_session(back, text_in(&out->sessions[i].title, NULL), NULL,
			(int)((out->sessions[i].start - MORNING) / MS_PER_MINUTE))
			->guid = programme_line(back, out->sessions[i].uid);
	programme_destroy(out);
	/* Titles alone would not do it. */
	desk(&world, &resource_sessions, "s1", "{\"title\":\"Databases\"}");
	desk(&world, &resource_sessions, "s3", "{\"title\":\"Opening\"}");
	char *keys = g_strconcat(session(&world, "s1", "imported"), session(&world, "s3", "imported"), NULL);
	import(&world, back);
	assert_report(&world, 0, 0, 0, 0, 5);
	assert_nothing_done(&world);
	char *now = g_strconcat(session(&world, "s1", "imported"), session(&world, "s3", "imported"), NULL);
	assert_string_equal(now, keys);
	g_free(keys);
	g_free(now);
}

/* What a calendar lacks or tells otherwise is not taken for a change. */
static void test_our_calendar_changes_nothing(void **state)
{
	import(&world, sample());
	for (int edited = 0; edited < 2; edited++) {
		if (edited)
			edit_much();
		desk(&world, &resource_sessions, "s3", "{\"expected_start\":\"2019-08-29T09:10:00Z\"}");
		assert_int_equal(
			import_with(&world, through(&world, "icalendar"), (struct import_options){0}),
			STATUS_OK);
		assert_report(&world, 0, 0, 0, 0, edited ? 6 : 5);
		assert_nothing_done(&world);
	}
	/* And in a house where there is nothing it makes what it tells. */
	import(&other, through(&world, "icalendar"));
	assert_report(&other, 6, 0, 0, 0, 0);
	struct programme *p = exported(&other);
	assert_int_equal(p->person_count, 3);
	assert_int_equal(p->track_count, 1);
	assert_null(p->sessions[0].abstract.forms);
	programme_destroy(p);
}

/* Export, then import into the same house: no change, nothing sent. */
static void test_round_trip_here(void **state)
{
	static const char *const formats[] = {"frab-xml", "c3voc-json"};
	import(&world, sample());
	for (int edited = 0; edited < 2; edited++) {
		for (size_t i = 0; i < 2; i++) {
			assert_int_equal(
				import_with(&world, through(&world, formats[i]), (struct import_options){0}),
				STATUS_OK);
			assert_report(&world, 0, 0, 0, 0, edited ? 7 : 5);
			assert_nothing_done(&world);
		}
		if (!edited)
			edit_much();
	}
	/* And the source's next file still meets the desk's edits. */
	import(&world, sample());
	assert_nothing_done(&world);
	assert_string_equal(session(&world, "s2", "status"), "\"cancelled\"");
	assert_string_equal(session(&world, "s3", "duration"), "90");
}

static char *written(const struct world *w, const char *format)
{
	struct programme *p = exported(w);
	struct buf file = BUF_INIT(16 * 1024 * 1024);
	formats_find(format)->write(p, &file);
	programme_destroy(p);
	return buf_take(&file, NULL);
}

/* Into another house: the same programme, so the same file again. */
static void test_round_trip_elsewhere(void **state)
{
	static const char *const formats[] = {"frab-xml", "c3voc-json"};
	import(&world, sample());
	edit_much();
	for (size_t i = 0; i < 2; i++) {
		import(&other, through(&world, formats[i]));
		assert_report(&other, i ? 0 : 7, 0, 0, 0, i ? 7 : 0);
		char *here = written(&world, formats[i]), *there = written(&other, formats[i]);
		assert_string_equal(there, here);
		free(here);
		free(there);
	}
	assert_int_equal(db_int(other.db, 0, "SELECT count(*) FROM sessions WHERE title = ?1", "s",
				 "{\"ko\":\"여는 말\",\"en\":\"Welcome\"}"),
		1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(keys_are_given_back),
		TEST(without_a_key_one_is_made_and_stays),
		TEST(hidden_and_cancelled),
		TEST(shown_elsewhere_and_not_recorded),
		TEST(shown_elsewhere_by_the_desk),
		TEST(numbers_of_another_format),
		TEST(an_empty_house),
		TEST(a_uid_is_for_ever),
		TEST(modified_is_when_the_newest_part_was_edited),
		TEST(a_delay_is_expected),
		TEST(a_part_is_what_belongs_to_it),
		TEST(a_part_that_is_not_there),
		TEST(our_calendar_is_known_again),
		TEST(our_calendar_changes_nothing),
		TEST(round_trip_here),
		TEST(round_trip_elsewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
