#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "<schedule><conference><title>T</title><time_zone_name>Europe/Berlin</time_zone_name>"
#define DAY "</conference><day date='2025-03-29' index='1'><room name='A'>"
#define TAIL "</room></day></schedule>"

static struct programme *read_in(const char *text, const char *zone_text)
{
	struct zone *zone = zone_text ? zone_create(zone_text) : NULL;
	struct read_options options = {.zone = zone};
	struct programme *p = NULL;
	struct err err = {0};
	if (formats_read(text, strlen(text), &options, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	zone_destroy(zone);
	return p;
}

/* The start of the first session, as text in UTC. */
static void assert_start(const char *file, const char *zone, const char *utc)
{
	char text[INSTANT_TEXT];
	struct programme *p = read_in(file, zone);
	assert_int_equal(p->session_count, 1);
	assert_true(p->sessions[0].scheduled);
	instant_format(p->sessions[0].start, text);
	assert_string_equal(text, utc);
	programme_destroy(p);
}

static void works_out_the_start(void **state)
{
	static const struct {
		const char *conference, *event, *utc;
	} cases[] = {
		/* pentabarf: the day's date and a clock */
		{"", "<start>10:00</start>", "2025-03-29T09:00:00Z"},
		{"", "<start>00:15</start>", "2025-03-29T23:15:00Z"}, /* pitfall 7: the evening's day */
		{"<day_change>00:00</day_change>", "<start>00:15</start>", "2025-03-28T23:15:00Z"},
		{"<day_change>09:00:00</day_change>", "<start>08:00</start>", "2025-03-30T06:00:00Z"},
		{"<day_change>soon</day_change>", "<start>04:00</start>", "2025-03-29T03:00:00Z"},
		/* the skipped hour of the next morning is shifted forward */
		{"", "<start>02:30</start>", "2025-03-30T01:30:00Z"},
		/* `date` wins over `start` and over the day */
		{"", "<date>2025-03-30T01:00:00+05:30</date><start>10:00</start>", "2025-03-29T19:30:00Z"},
		{"", "<date>2025-03-29T10:00:00+0100</date><start>10:00</start>", "2025-03-29T09:00:00Z"},
		/* a naive one is on the event's clocks */
		{"", "<date>2025-03-29T10:00:00</date>", "2025-03-29T09:00:00Z"},
		{"", "<date>2025-03-28</date><start>10:00</start>", "2025-03-28T09:00:00Z"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char file[2000];
		snprintf(file, sizeof file,
			HEAD "%s" DAY
			     "<event id='1'><title>x</title><duration>0:30</duration>%s</event>" TAIL,
			cases[i].conference, cases[i].event);
		assert_start(file, NULL, cases[i].utc);
	}
}

static void asked_zone_wins_and_differences_are_told(void **state)
{
	const char *file = HEAD DAY
		"<event id='1'><title>x</title><duration>0:30</duration><start>10:00</start></event>" TAIL;
	assert_start(file, "Asia/Seoul", "2025-03-29T01:00:00Z");
	struct programme *p = read_in(file, "Asia/Seoul");
	assert_string_equal(p->zone, "Asia/Seoul");
	assert_int_equal(p->warning_count, 1);
	programme_destroy(p);
	p = read_in(file, "Europe/Vienna"); /* the same clocks */
	assert_int_equal(p->warning_count, 0);
	programme_destroy(p);
}

static void warns_of_false_offsets_and_labels(void **state)
{
	struct programme *p = read_in(HEAD DAY
		"<event "
		"id='1'><title>x</title><duration>0:30</duration><date>2025-03-29T10:00:00Z</"
		"date><start>15:30</start></event>" TAIL,
		NULL);
	assert_int_equal(p->warning_count, 2);
	assert_non_null(strstr(p->warnings[0], "offset"));
	assert_non_null(strstr(p->warnings[1], "start"));
	programme_destroy(p);
}

static void reads_the_event(void **state)
{
	struct programme *p = read_in(
		"\n\n<?xml version='1.0'?>" HEAD "<track name='Sea' color='#ABC' slug='sea'/>" DAY
		"<event id='7' guid='3f2504e0-4f89-41d3-9a0c-0305e82c3301'><code>ABC123</code>"
		"<date>2025-03-29T10:00:00+01:00</date><duration>1:01:00</duration><room>elsewhere</room>"
		"<title> Old\x06&#6;&#x0b; &amp;amp; new </title><track> sea </track><language>de, en</language>"
		"<abstract/><abstract>second <b>stands</b></abstract><unknown><title>not "
		"this</title></unknown>"
		"<recording><license>CC0</license><opt_out>true</opt_out></recording>"
		"<persons><person id='1'>Ada</person><person id='1'>Ben</person><person "
		"id='1'>Ada</person><person/>"
		"<person><public_name>Cem</public_name><code>C</code><biography>Bio</biography></person></"
		"persons></event>" TAIL,
		NULL);
	const struct programme_session *s = &p->sessions[0];
	assert_string_equal(text_in(&s->title, NULL), "Old & new");
	assert_string_equal(text_in(&s->abstract, NULL), "second stands");
	assert_string_equal(s->code, "ABC123");
	assert_string_equal(s->number, "7");
	assert_string_equal(s->language, "de");
	assert_string_equal(s->licence, "CC0");
	assert_true(s->no_recording);
	assert_int_equal(s->duration, 25 * 60);
	assert_string_equal(text_in(&p->rooms[s->room].name, NULL), "A");
	assert_int_equal(p->track_count, 1);
	assert_string_equal(p->tracks[s->track].colour, "#aabbcc");
	assert_int_equal(s->people_count, 3);
	assert_string_equal(p->people[s->people[2]].key, "C");
	assert_string_equal(text_in(&p->people[s->people[2]].bio, NULL), "Bio");
	programme_destroy(p);
}

static void keeps_every_occurrence(void **state)
{
	struct programme *p = read_in(HEAD DAY
		"<event id='1' guid='g'><title>x</title><duration>0:30</duration><start>10:00</start></event>"
		"<event id='1' guid='g'><title>x</title><duration>0:30</duration><start>11:00</start></event>"
		"<event id='1' "
		"guid='h'><title>y</title><duration>0:30</duration><start>11:00</start></event>" TAIL,
		NULL);
	assert_int_equal(p->session_count, 3); /* pitfalls 1 and 9 */
	assert_int_equal(p->warning_count, 1);
	programme_destroy(p);
}

static void refuses_with_the_place(void **state)
{
	static const struct {
		const char *text, *code, *detail;
	} cases[] = {
		{"<schedule>\n <conference>\n</schedule>", "malformed_xml", "line 3, column 3"},
		{"\n\n<schedule><a></b></schedule>", "malformed_xml", "line 3, column"},
		{"<schedule>&undefined;</schedule>", "malformed_xml", "line 1"},
		{"<schedule", "malformed_xml", "line 1"},
		{"<!DOCTYPE schedule [<!ENTITY a 'b'>]><schedule/>", "unsupported_format", "DTD"},
		{"<!DOCTYPE event [<!ELEMENT url (#PCDATA)>]><event/>", "unsupported_format", "<event>"},
		{"<!DOCTYPE schedule SYSTEM 'http://example.org/x.dtd'><schedule/>", "unsupported_format",
			"DTD"},
		{"<schedule xmlns='http://example.org/giggity'><line/></schedule>", "unsupported_format",
			"schedule/line"},
		{"<schedule><day><entry/></day></schedule>", "unsupported_format", "day/entry"},
		{"<schedule/>", "unsupported_format", "nothing in it"},
		{"<programme/>", "unsupported_format", "<programme>"},
		{HEAD DAY "<event id='9'><start>10:00</start><duration>soon</duration></event>" TAIL,
			"invalid_field", "event 9: duration \"soon\""},
		{HEAD DAY "<event id='9'><date>2025-02-30T10:00:00Z</date></event>" TAIL, "invalid_field",
			"2025-02-30"},
		{HEAD DAY "<event id='9'><date>9000-02-03T10:00:00Z</date></event>" TAIL, "invalid_field",
			"1970"},
		{HEAD DAY "<event id='9'><start>10:00</start><duration>9999:00</duration></event>" TAIL,
			"invalid_field", "31 days"},
		{HEAD DAY "<event id='9'><start>25:00</start></event>" TAIL, "invalid_field", "start"},
		{"<schedule><day date='2025-03-29'><room "
		 "name='A'><event><start>10:00</start></event></room></day></schedule>",
			"zone_needed", "tz="},
		{"<schedule><conference/><day><room "
		 "name='A'><event><date>2025-03-29T10:00:00-05:00</date></event></room></day>"
		 "</schedule>",
			"zone_needed", "-05:00"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err;
		assert_int_not_equal(
			formats_read(cases[i].text, strlen(cases[i].text), NULL, &p, &err), STATUS_OK);
		assert_null(p);
		assert_string_equal(err.code, cases[i].code);
		if (!strstr(err.detail, cases[i].detail))
			fail_msg("case %zu: %s", i, err.detail);
	}
}

static void bounds_depth_and_size(void **state)
{
	enum { DEEP = MAX_XML_DEPTH + 1 };
	char text[DEEP * 20 + 100] = "<schedule>";
	struct programme *p = NULL;
	struct err err;
	for (int i = 0; i < DEEP; i++)
		strcat(text, "<a>");
	for (int i = 0; i < DEEP; i++)
		strcat(text, "</a>");
	strcat(text, "</schedule>");
	assert_int_equal(formats_read(text, strlen(text), NULL, &p, &err), STATUS_INVALID);
	assert_non_null(strstr(err.detail, "deep"));
	char *large = calloc(1, MAX_IMPORT_BODY + 2);
	assert_int_equal(formats_read(large, MAX_IMPORT_BODY + 1, NULL, &p, &err), STATUS_TOO_LARGE);
	free(large);
}

static void bounds_the_number_of_sessions(void **state)
{
	static const char event[] =
		"<event id='1'><start>10:00</start><duration>0:30</duration><title>x</title></event>";
	struct buf b = BUF_INIT(MAX_IMPORT_BODY);
	struct programme *p = NULL;
	struct err err;
	buf_add_str(&b, HEAD DAY);
	for (int i = 0; i <= MAX_PROGRAMME_SESSIONS; i++)
		buf_add(&b, event, sizeof event - 1);
	buf_add_str(&b, TAIL);
	assert_int_equal(formats_read(b.data, b.len, NULL, &p, &err), STATUS_TOO_LARGE);
	buf_clear(&b);
}

static void unscheduled_sessions_are_kept(void **state)
{
	struct programme *p = read_in(HEAD DAY "<event id='1'><title>Some day</title></event>" TAIL, NULL);
	assert_int_equal(p->session_count, 1);
	assert_false(p->sessions[0].scheduled);
	assert_int_equal(p->warning_count, 1);
	programme_destroy(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(works_out_the_start),
		cmocka_unit_test(asked_zone_wins_and_differences_are_told),
		cmocka_unit_test(warns_of_false_offsets_and_labels),
		cmocka_unit_test(reads_the_event),
		cmocka_unit_test(keeps_every_occurrence),
		cmocka_unit_test(refuses_with_the_place),
		cmocka_unit_test(bounds_depth_and_size),
		cmocka_unit_test(bounds_the_number_of_sessions),
		cmocka_unit_test(unscheduled_sessions_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
