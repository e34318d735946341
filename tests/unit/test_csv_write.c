/* The programme as a table: what spreadsheets make of it, and read again. */
#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dump.h"

#include <stdlib.h>
#include <string.h>

static struct programme *programme_new(const char *zone)
{
	struct programme *p = programme_create("frab-xml");
	p->zone = arena_strdup(p->arena, zone);
	return p;
}

static struct programme_session *add(struct programme *p, const char *title, const char *start, int duration)
{
	size_t i = programme_add_session(p);
	struct programme_session *s = &p->sessions[i];
	programme_text_line(p, &s->title, "", title);
	s->duration = duration;
	s->scheduled = start && instant_parse(start, &s->start, NULL);
	return s;
}

static void add_person(struct programme *p, const char *name)
{
	programme_session_add_person(p, p->session_count - 1, programme_person_named(p, NULL, NULL, name));
}

static char *written(const struct programme *p)
{
	struct buf out = BUF_INIT(1 << 20);
	formats_find("schedule.csv")->write(p, &out);
	return buf_take(&out, NULL);
}

static struct programme *read_again(const char *file)
{
	struct programme *p = NULL;
	struct err err = {0};
	if (formats_read(file, strlen(file), NULL, &p, &err) != STATUS_OK)
		fail_msg("%s: %s\n%s", err.code, err.detail, file);
	return p;
}

static void assert_the_same_again(struct programme *p)
{
	char *file = written(p);
	struct programme *again = read_again(file);
	char *difference = dump_timetable_difference(p, again);
	if (difference)
		fail_msg("%s\n%s", difference, file);
	assert_string_equal(again->zone, p->zone);
	free(file);
	programme_destroy(again);
	programme_destroy(p);
}

static void a_row_a_session_in_order_of_start(void **state)
{
	struct programme *p = programme_new("Europe/Berlin");
	add(p, "Unplaced", NULL, 30);
	struct programme_session *s = add(p, "Later, \"much\"", "2031-05-08T22:30:00+02:00", 120);
	s->guid = "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001";
	s->room = programme_room_named(p, NULL, "Hall");
	s->track = programme_track_named(p, NULL, "Paths");
	s->type = "talk";
	s->language = "en";
	s->url = "https://example.org/1";
	s->cancelled = true;
	programme_text_block(p, &s->abstract, "", "Two\nlines");
	add_person(p, "Ada Birch");
	add_person(p, "Bo Kim");
	add(p, "Sooner", "2031-05-08T08:00:00Z", 45)->code = "QX7LMN";
	char *file = written(p);
	assert_string_equal(file,
		"\xEF\xBB\xBF"
		"id,title,subtitle,type,track,room,date,start,end,duration,zone,status,language,speakers,"
		"abstract,description,url\r\n"
		"QX7LMN,Sooner,,,,,2031-05-08,10:00,10:45,00:45,Europe/Berlin,scheduled,,,,,\r\n"
		"0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001,\"Later, \"\"much\"\"\",,talk,Paths,Hall,2031-05-08,22:30,"
		"00:30,02:00,Europe/Berlin,cancelled,en,\"Ada Birch; Bo Kim\",\"Two\nlines\",,"
		"https://example.org/1\r\n"
		",Unplaced,,,,,,,,00:30,Europe/Berlin,unscheduled,,,,,\r\n");
	free(file);
	assert_the_same_again(p);
}

static void no_cell_is_a_formula(void **state)
{
	static const char *const titles[] = {"=1+1", "+49 30", "-5 degrees", "@here", "\" =1", "'=1", "＝1",
		"－5", "'quoted' words", "''=1", "\"-\""};
	struct programme *p = programme_new("UTC");
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		add(p, titles[i], "2031-05-08T08:00:00Z", 10);
		add_person(p, titles[i]);
	}
	char *file = written(p);
	assert_non_null(strstr(file, ",\"'=1+1\","));
	assert_non_null(strstr(file, ",\"'\"\" =1\","));
	assert_non_null(strstr(file, ",\"''=1\","));
	assert_non_null(strstr(file, ",'quoted' words,"));
	assert_null(strstr(file, ",=1"));
	assert_null(strstr(file, ",\"="));
	free(file);
	assert_the_same_again(p);
}

static void names_that_look_like_several(void **state)
{
	static const char *const names[] = {"Kim, Bo", "Birch; Ash", "Oak & Ash", "Ada Birch and Bo Kim",
		"Ash | Elm", "-", "TBA", "Bo Kim, PhD", "Noel O'Fern"};
	struct programme *p = programme_new("UTC");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		add(p, "One", "2031-05-08T08:00:00Z", 10);
		add_person(p, names[i]);
		add(p, "Two", "2031-05-08T08:00:00Z", 10);
		add_person(p, names[i]);
		add_person(p, "Lee");
	}
	assert_the_same_again(p);
}

/* Minutes through the change of clocks, where a wall clock shows an hour twice. */
static void minutes_through_the_night_of_two_hours(void **state)
{
	struct programme *p = programme_new("Europe/Berlin");
	int64_t night;
	assert_true(instant_parse("2031-10-26T00:00:00Z", &night, NULL));
	for (int quarter = 0; quarter < 16; quarter++)
		for (int length = 0; length <= 1500; length += 300) {
			struct programme_session *s =
				add(p, "Night", "2031-10-26T00:00:00Z", length ? length : 45);
			s->start = night + quarter * 15 * MS_PER_MINUTE;
		}
	add(p, "Spring", "2031-03-30T01:30:00+01:00", 1500);
	add(p, "Spring", "2031-03-30T01:30:00+01:00", 45);
	add(p, "A point", "2031-03-30T01:30:00+01:00", 0);
	assert_the_same_again(p);
}

static void nothing_is_something_too(void **state)
{
	assert_the_same_again(programme_new("Asia/Seoul"));
	struct programme *p = programme_new("Asia/Seoul");
	add(p, "None", NULL, 0);
	add(p, "N/A", "2031-05-08T08:00:00Z", 0);
	add(p, NULL, "2031-05-08T08:00:00Z", 10);
	assert_the_same_again(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_a_session_in_order_of_start),
		cmocka_unit_test(no_cell_is_a_formula),
		cmocka_unit_test(names_that_look_like_several),
		cmocka_unit_test(minutes_through_the_night_of_two_hours),
		cmocka_unit_test(nothing_is_something_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
