/* Export, and back again: by the model, and by the files that are written. */
#include "importing.h"

#include "formats/formats.h"

#include <stdlib.h>

static struct world world, other; /* cmocka's tests are functions without a place for it */

static int set_up(void **state)
{
	world_open(&world);
	world_open(&other);
	return 0;
}

static int tear_down(void **state)
{
	world_close(&world);
	world_close(&other);
	return 0;
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
	add_session(p, "Nameless", "Annex", 120); /* no key at all */
	add_session(p, "Nameless", "Annex", 1560);
	return p;
}

static struct programme *exported(const struct world *w)
{
	struct programme *p = NULL;
	struct err err;
	assert_int_equal(programme_export(w->db, &p, &err), STATUS_OK);
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
		"{\"title\":{\"ko\":\"여는 말\",\"en\":\"Welcome\"},\"room\":\"r3\",\"also_in\":[\"r2\",\"r1\"]}");
	desk(&world, &resource_sessions, "s2", "{\"status\":\"cancelled\"}");
	desk(&world, &resource_sessions, "s3",
		"{\"start\":\"2019-08-29T06:00:00Z\",\"duration\":90,\"no_recording\":true}");
	desk(&world, &resource_sessions, "s4",
		"{\"title\":\"Named now\",\"start\":\"2019-08-29T08:00:00Z\"}");
	desk(&world, &resource_sessions, NULL,
		"{\"title\":\"Made here\",\"room\":\"r1\",\"start\":\"2019-08-29T07:00:00Z\",\"duration\":30}");
	desk(&world, &resource_sessions, NULL, "{\"title\":\"Kept back\",\"status\":\"hidden\"}");
	desk(&world, &resource_sessions, NULL, "{\"title\":\"Sometime\",\"also_in\":[\"r1\"]}");
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

static void test_an_empty_house(void **state)
{
	struct programme *p = exported(&world);
	assert_int_equal(p->session_count, 0);
	assert_non_null(p->zone);
	programme_destroy(p);
	import(&world, through(&world, "c3voc-json"));
	assert_nothing_done(&world);
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
		TEST(an_empty_house),
		TEST(round_trip_here),
		TEST(round_trip_elsewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
