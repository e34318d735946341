/* The calendar that is written: to the letter of RFC 5545 by checks of our
 * own, and by libical, which reads it back with the file's own VTIMEZONE. */
#include "formats/formats.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <inttypes.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 29 August 2019, 09:00 in Seoul. */
#define MORNING INT64_C(1567036800000)

static struct programme *programme_in(const char *zone)
{
	struct programme *p = programme_create("madang");
	programme_text_line(p, &p->title, "", "Conference");
	p->zone = zone;
	return p;
}

/* A session of 45 minutes as the database gives it. */
static struct programme_session *add(struct programme *p, const char *title, int64_t start)
{
	size_t i = programme_add_session(p);
	struct programme_session *s = &p->sessions[i];
	programme_text_line(p, &s->title, "", title);
	s->scheduled = true;
	s->start = s->expected_start = start;
	s->duration = 45;
	s->expected_end = start + 45 * MS_PER_MINUTE;
	char uid[24];
	snprintf(uid, sizeof uid, "uid-%zu", i);
	s->uid = programme_line(p, uid);
	s->revision = 1;
	s->modified = MORNING - MS_PER_DAY;
	return s;
}

/* --- the letter of the RFC ------------------------------------------------ */

/* Line ends, lengths, characters; gives the lines unfolded, g_strfreev. */
static char **unfolded(const char *file)
{
	GString *all = g_string_new(NULL);
	for (const char *line = file; *line;) {
		const char *end = strstr(line, "\r\n");
		assert_non_null(end);
		size_t len = (size_t)(end - line);
		if (len > 75 || len == 0 || !utf8_valid(line, len))
			fail_msg("a line of %zu octets: %.*s", len, (int)len, line);
		for (size_t i = 0; i < len; i++)
			if ((unsigned char)line[i] < 0x20 && line[i] != '\t')
				fail_msg("a control character: %.*s", (int)len, line);
		if (*line != ' ' && all->len)
			g_string_append_c(all, '\n');
		g_string_append_len(all, line + (*line == ' '), (gssize)(len - (*line == ' ')));
		line = end + 2;
	}
	char **lines = g_strsplit(all->str, "\n", -1);
	g_string_free(all, TRUE);
	return lines;
}

static size_t count_lines(char **lines, const char *begin)
{
	size_t n = 0;
	for (; *lines; lines++)
		n += g_str_has_prefix(*lines, begin);
	return n;
}

/* Of one component, by its name and the ';' or ':' behind. */
static int count_property(GPtrArray *lines, const char *name)
{
	int n = 0;
	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		size_t len = strlen(name);
		n += strncmp(line, name, len) == 0 && strchr(":;", line[len]);
	}
	return n;
}

static void check_component(const char *name, GPtrArray *lines)
{
	static const struct {
		const char *component, *once;
	} required[] = {
		{"VCALENDAR", "PRODID VERSION CALSCALE NAME X-WR-CALNAME REFRESH-INTERVAL X-PUBLISHED-TTL"},
		{"VTIMEZONE", "TZID"},
		{"STANDARD", "DTSTART TZOFFSETFROM TZOFFSETTO TZNAME"},
		{"DAYLIGHT", "DTSTART TZOFFSETFROM TZOFFSETTO TZNAME"},
		{"VEVENT", "UID SEQUENCE DTSTAMP LAST-MODIFIED DTSTART SUMMARY STATUS TRANSP"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(required); i++) {
		if (strcmp(required[i].component, name) != 0)
			continue;
		char **names = g_strsplit(required[i].once, " ", -1);
		for (char **one = names; *one; one++)
			if (count_property(lines, *one) != 1)
				fail_msg("%s has %d times %s", name, count_property(lines, *one), *one);
		g_strfreev(names);
		return;
	}
	fail_msg("what is a %s?", name);
}

static void check_line(const char *line, GHashTable *zones, GHashTable *uids)
{
	size_t name = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
	if (name == 0 || (line[name] != ':' && line[name] != ';'))
		fail_msg("no property: %s", line);
	if (g_str_has_prefix(line, "TZID:"))
		g_hash_table_add(zones, g_strdup(line + 5));
	const char *used = strstr(line, ";TZID=");
	if (used && used < strchr(line, ':')) {
		char *zone = g_strndup(used + 6, strcspn(used + 6, ":;"));
		if (!g_hash_table_contains(zones, zone))
			fail_msg("no VTIMEZONE before it: %s", line);
		g_free(zone);
	}
	if (g_str_has_prefix(line, "UID:") && !g_hash_table_add(uids, g_strdup(line)))
		fail_msg("twice: %s", line);
}

static void check_structure(char **lines)
{
	GPtrArray *names = g_ptr_array_new(), *inside = g_ptr_array_new();
	GHashTable *zones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTable *uids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	assert_string_equal(lines[0], "BEGIN:VCALENDAR");
	for (char **line = lines; *line; line++) {
		check_line(*line, zones, uids);
		if (g_str_has_prefix(*line, "BEGIN:")) {
			g_ptr_array_add(names, *line + 6);
			g_ptr_array_add(inside, g_ptr_array_new());
		} else if (g_str_has_prefix(*line, "END:")) {
			assert_true(names->len > 0);
			assert_string_equal(names->pdata[names->len - 1], *line + 4);
			GPtrArray *properties = inside->pdata[inside->len - 1];
			check_component(*line + 4, properties);
			g_ptr_array_free(properties, TRUE);
			g_ptr_array_set_size(names, (gint)names->len - 1);
			g_ptr_array_set_size(inside, (gint)inside->len - 1);
			assert_true(names->len > 0 || !line[1]);
		} else {
			g_ptr_array_add(inside->pdata[inside->len - 1], *line);
		}
	}
	assert_int_equal(names->len, 0);
	g_ptr_array_free(names, TRUE);
	g_ptr_array_free(inside, TRUE);
	g_hash_table_destroy(zones);
	g_hash_table_destroy(uids);
}

/* The file as it must be, lines unfolded; destroys the programme. */
static char **written(struct programme *p)
{
	struct buf file = BUF_INIT(16 * 1024 * 1024);
	formats_find("schedule.ics")->write(p, &file);
	assert_false(file.failed);
	char **lines = unfolded(file.data);
	check_structure(lines);
	buf_clear(&file);
	programme_destroy(p);
	return lines;
}

static void assert_line(char **lines, const char *line)
{
	if (!g_strv_contains((const gchar *const *)lines, line)) {
		char *all = g_strjoinv("\n", lines);
		fail_msg("no \"%s\" in\n%s", line, all);
	}
}

static void assert_no_line(char **lines, const char *begin)
{
	if (count_lines(lines, begin))
		fail_msg("there is a %s", begin);
}

/* --- by libical ----------------------------------------------------------- */

static icalcomponent *parsed(struct programme *p)
{
	struct buf file = BUF_INIT(16 * 1024 * 1024);
	formats_find("schedule.ics")->write(p, &file);
	icalcomponent *calendar = icalparser_parse_string(file.data);
	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	assert_true(icalrestriction_check(calendar));
	buf_clear(&file);
	return calendar;
}

static int64_t instant_of(icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);
	assert_non_null(property);
	struct icaltimetype t = icalproperty_get_datetime_with_component(property, event);
	return (int64_t)icaltime_as_timet_with_zone(t, t.zone) * 1000;
}

/* The instants of the programme are those that libical finds. */
static void assert_instants(struct programme *p)
{
	icalcomponent *calendar = parsed(p);
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		assert_non_null(event);
		int64_t start = instant_of(event, ICAL_DTSTART_PROPERTY),
			end = instant_of(event, ICAL_DTEND_PROPERTY);
		if (start != s->expected_start || end != s->expected_end)
			fail_msg("%s: %" PRId64 " to %" PRId64 ", not %" PRId64, p->zone, start, end,
				s->expected_start);
		event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
	}
	assert_null(event);
	icalcomponent_free(calendar);
}

/* --- what is promised ----------------------------------------------------- */

static void a_session_is_told(void **state)
{
	struct programme *p = programme_in("Asia/Seoul");
	programme_text_set(p, &p->part, "", "Hall");
	size_t room = programme_room_named(p, NULL, "Hall, left"),
	       track = programme_track_named(p, NULL, "A;B");
	struct programme_session *s = add(p, "One; two, three \\ four", MORNING);
	s->room = room;
	s->track = track;
	s->revision = 3;
	s->url = "https://conference.example/1,2";
	programme_text_line(p, &s->subtitle, "", "Below");
	programme_text_block(p, &s->abstract, "", "A *word*\n\nand more.");
	programme_session_add_person(p, 0, programme_person_named(p, NULL, NULL, "김마당"));
	programme_session_add_person(p, 0, programme_person_named(p, NULL, NULL, "Lee"));
	char **lines = written(p);
	static const char *const expected[] = {"VERSION:2.0", "PRODID:-//Madang//Madang//EN",
		"NAME:Conference – Hall", "X-WR-CALNAME:Conference – Hall", "X-WR-TIMEZONE:Asia/Seoul",
		"REFRESH-INTERVAL;VALUE=DURATION:PT5M", "UID:uid-0", "SEQUENCE:2", "DTSTAMP:20190828T000000Z",
		"LAST-MODIFIED:20190828T000000Z", "DTSTART;TZID=Asia/Seoul:20190829T090000",
		"DTEND;TZID=Asia/Seoul:20190829T094500", "SUMMARY:One\\; two\\, three \\\\ four",
		"STATUS:CONFIRMED", "LOCATION:Hall\\, left", "CATEGORIES:A\\;B",
		"DESCRIPTION:Below\\n김마당\\, Lee\\n\\nA *word*\\n\\nand more.", "CONTACT:김마당",
		"CONTACT:Lee", "URL:https://conference.example/1,2"};
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++)
		assert_line(lines, expected[i]);
	static const char *const none[] = {"METHOD", "ATTENDEE", "ORGANIZER", "X-MADANG"};
	for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
		assert_no_line(lines, none[i]);
	g_strfreev(lines);
}

static void a_delay_shows_and_the_plan_beside_it(void **state)
{
	struct programme *p = programme_in("Asia/Seoul");
	struct programme_session *s = add(p, "Late", MORNING);
	s->expected_start += 7 * MS_PER_MINUTE;
	s->expected_end += 9 * MS_PER_MINUTE;
	char **lines = written(p);
	assert_line(lines, "DTSTART;TZID=Asia/Seoul:20190829T090700");
	assert_line(lines, "DTEND;TZID=Asia/Seoul:20190829T095400");
	assert_line(lines, "X-MADANG-PLANNED:20190829T000000Z/PT45M");
	g_strfreev(lines);
}

static void what_is_cancelled_stays_and_says_so(void **state)
{
	struct programme *p = programme_in("Asia/Seoul");
	add(p, "Off", MORNING)->cancelled = true;
	char **lines = written(p);
	assert_line(lines, "STATUS:CANCELLED");
	assert_line(lines, "SUMMARY:Off");
	g_strfreev(lines);
}

static void a_point_in_time_has_no_end_and_no_time_no_event(void **state)
{
	struct programme *p = programme_in("Asia/Seoul");
	struct programme_session *s = add(p, "Doors", MORNING);
	s->duration = 0;
	s->expected_end = s->expected_start;
	add(p, "Sometime", 0)->scheduled = false;
	char **lines = written(p);
	assert_no_line(lines, "DTEND");
	assert_no_line(lines, "SUMMARY:Sometime");
	assert_int_equal(count_lines(lines, "BEGIN:VEVENT"), 1);
	assert_int_equal(count_lines(lines, "BEGIN:STANDARD"), 1);
	g_strfreev(lines);
}

/* Every length around the fold, of characters of 1, 2, 3 and 4 octets. */
static void folds_between_characters(void **state)
{
	static const char *const characters[] = {"x", "é", "한", "🌲"};
	for (size_t c = 0; c < G_N_ELEMENTS(characters); c++) {
		for (size_t n = 1; n <= 160; n++) {
			GString *title = g_string_new("a");
			for (size_t i = 0; i < n; i++)
				g_string_append(title, i % 7 == 6 ? "," : characters[c]);
			struct programme *p = programme_in("UTC");
			add(p, title->str, MORNING);
			icalcomponent *calendar = parsed(p);
			assert_string_equal(icalcomponent_get_summary(icalcomponent_get_first_component(
						    calendar, ICAL_VEVENT_COMPONENT)),
				title->str);
			icalcomponent_free(calendar);
			g_strfreev(written(p));
			g_string_free(title, TRUE);
		}
	}
}

static void text_is_text(void **state)
{
	struct programme *p = programme_in("UTC");
	/* As the API may have taken it. */
	struct programme_session *s = add(p, "x", MORNING);
	programme_text_set(p, &s->abstract, "",
		"a\r\nb\x01\x7F"
		"c \xFF d\n<p>One <b>two</b></p><ul><li>three &amp; four</li></ul> 1 < 2 <");
	s = add(p, "y", MORNING);
	programme_text_set(p, &s->abstract, "",
		"a\r\nb\x01\x7F"
		"c \xFF, d < e");
	char **lines = written(p);
	assert_line(lines, "DESCRIPTION:a\\nbc ? d\\n\\nOne two\\n\\nthree & four\\n\\n 1 < 2 <");
	assert_line(lines, "DESCRIPTION:a\\nbc ?\\, d < e");
	g_strfreev(lines);
}

static void a_long_text_is_cut_between_characters(void **state)
{
	for (int more = 0; more < 4; more++) {
		struct programme *p = programme_in("UTC");
		GString *text = g_string_new(NULL);
		for (int i = 0; i < 5000 + more; i++)
			g_string_append(text, i < more ? "x" : "한");
		programme_text_set(p, &add(p, "x", MORNING)->abstract, "", text->str);
		char **lines = written(p);
		for (char **line = lines; *line; line++)
			if (g_str_has_prefix(*line, "DESCRIPTION:")) {
				assert_in_range(strlen(*line), 4000, 4120);
				assert_true(g_str_has_suffix(*line, "한…"));
			}
		g_strfreev(lines);
		g_string_free(text, TRUE);
	}
}

/* A day and more on both sides of each change, and times far from it. */
static void local_times_are_right_by_the_files_own_zone(void **state)
{
	static const struct {
		const char *zone, *change;
	} cases[] = {
		{"Europe/Berlin", "2025-03-30T01:00:00Z"},
		{"Europe/Berlin", "2025-10-26T01:00:00Z"},
		{"Europe/Dublin", "2025-10-26T01:00:00Z"},
		{"America/New_York", "2019-03-10T07:00:00Z"},
		{"America/New_York", "2019-11-03T06:00:00Z"},
		{"Australia/Lord_Howe", "2025-04-05T15:00:00Z"},
		{"Asia/Seoul", "2019-08-29T00:00:00Z"},
		{"Asia/Seoul", "1988-10-08T17:00:00Z"},
		{"Asia/Kolkata", "2031-01-01T00:00:00Z"},
		{"Africa/Casablanca", "2026-02-15T02:00:00Z"},
		{"America/St_Johns", "2030-03-10T05:30:00Z"},
		{"Etc/UTC", "2025-03-30T01:00:00Z"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct programme *p = programme_in(cases[i].zone);
		int64_t change;
		assert_true(instant_parse(cases[i].change, &change, NULL));
		for (int64_t minute = -27 * 60; minute <= 27 * 60; minute += 15)
			add(p, "x", change + minute * MS_PER_MINUTE);
		add(p, "long before", change - 200 * MS_PER_DAY);
		add(p, "long after", change + 500 * MS_PER_DAY);
		assert_instants(p);
		g_strfreev(written(p));
	}
}

static void the_zone_has_what_is_needed_and_no_more(void **state)
{
	struct programme *p = programme_in("Asia/Seoul");
	add(p, "x", MORNING);
	char **lines = written(p);
	assert_int_equal(count_lines(lines, "BEGIN:STANDARD"), 1);
	assert_int_equal(count_lines(lines, "BEGIN:DAYLIGHT"), 0);
	assert_line(lines, "TZNAME:KST");
	assert_line(lines, "TZOFFSETTO:+0900");
	g_strfreev(lines);
	p = programme_in("Europe/Berlin");
	add(p, "x", MORNING);
	lines = written(p);
	assert_line(lines, "DTSTART:20190331T020000");
	assert_line(lines, "DTSTART:20191027T030000");
	assert_true(count_lines(lines, "BEGIN:STANDARD") >= 1);
	assert_int_equal(count_lines(lines, "RRULE"), 0);
	g_strfreev(lines);
	p = programme_in("UTC");
	add(p, "x", MORNING);
	lines = written(p);
	assert_no_line(lines, "BEGIN:VTIMEZONE");
	assert_line(lines, "DTSTART:20190829T000000Z");
	g_strfreev(lines);
}

/* Of the doubled hour: no local time tells the one from the other. */
static void the_doubled_hour_is_told_in_utc(void **state)
{
	struct programme *p = programme_in("Europe/Berlin");
	int64_t change;
	assert_true(instant_parse("2025-10-26T01:00:00Z", &change, NULL));
	add(p, "first", change - 30 * MS_PER_MINUTE);
	add(p, "second", change + 30 * MS_PER_MINUTE);
	add(p, "after", change + 60 * MS_PER_MINUTE);
	char **lines = written(p);
	assert_line(lines, "DTSTART:20251026T003000Z");
	assert_line(lines, "DTSTART:20251026T013000Z");
	assert_line(lines, "DTSTART;TZID=Europe/Berlin:20251026T030000");
	g_strfreev(lines);
}

static void a_programme_from_a_file_can_be_written_too(void **state)
{
	struct programme *p = programme_in(NULL);
	struct programme_session *s = add(p, "x", MORNING);
	s->uid = NULL;
	s->guid = "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001";
	s->revision = 0;
	s->modified = s->expected_start = s->expected_end = 0;
	char **lines = written(p);
	assert_line(lines, "UID:0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001");
	assert_line(lines, "SEQUENCE:0");
	assert_line(lines, "DTSTART:20190829T000000Z");
	assert_line(lines, "DTEND:20190829T004500Z");
	g_strfreev(lines);
	g_strfreev(written(programme_in("Asia/Seoul"))); /* without any session */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_is_told),
		cmocka_unit_test(a_delay_shows_and_the_plan_beside_it),
		cmocka_unit_test(what_is_cancelled_stays_and_says_so),
		cmocka_unit_test(a_point_in_time_has_no_end_and_no_time_no_event),
		cmocka_unit_test(folds_between_characters),
		cmocka_unit_test(text_is_text),
		cmocka_unit_test(a_long_text_is_cut_between_characters),
		cmocka_unit_test(local_times_are_right_by_the_files_own_zone),
		cmocka_unit_test(the_zone_has_what_is_needed_and_no_more),
		cmocka_unit_test(the_doubled_hour_is_told_in_utc),
		cmocka_unit_test(a_programme_from_a_file_can_be_written_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
