#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dump.h"
#include "formats/layout.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SOURCE_ROOT
#define SOURCE_ROOT "."
#endif

static struct programme *read_file(const char *name, const char *zone_text)
{
	struct zone *zone = zone_text ? zone_create(zone_text) : NULL;
	struct read_options options = {.zone = zone};
	struct programme *p = NULL;
	struct err err = {0};
	char *path = g_strdup_printf("%s/%s", SOURCE_ROOT, name), *bytes = NULL;
	gsize len = 0;
	assert_true(g_file_get_contents(path, &bytes, &len, NULL));
	if (formats_read(bytes, len, &options, &p, &err) != STATUS_OK)
		fail_msg("%s: %s: %s", name, err.code, err.detail);
	g_free(path);
	g_free(bytes);
	zone_destroy(zone);
	return p;
}

static char *export_of(const struct programme *p, const struct format *f)
{
	struct buf out = BUF_INIT(1 << 26);
	f->write(p, &out);
	return buf_take(&out, NULL);
}

/* Writes, reads, compares; and writes that again, which must give the same bytes. */
static void assert_round_trip(const struct programme *p, const struct format *f, const char *what)
{
	struct programme *again = NULL;
	struct err err = {0};
	char *first = export_of(p, f);
	assert_non_null(first);
	if (formats_read(first, strlen(first), NULL, &again, &err) != STATUS_OK)
		fail_msg("%s as %s: %s: %s", what, f->name, err.code, err.detail);
	char *difference = dump_difference(p, again);
	if (difference)
		fail_msg("%s as %s: %s", what, f->name, difference);
	programme_destroy(again);
	free(first);
}

static void export_then_import_changes_nothing(void **state)
{
	static const char *const files[] = {"tests/fixtures/schedules/pentabarf.xml",
		"tests/fixtures/schedules/hub.xml", "tests/fixtures/schedules/hub.json",
		"tests/fixtures/schedules/extended.json", "tests/fixtures/schedules/empty.xml",
		"tests/fixtures/schedules/calendar.ics", "tests/fixtures/schedules/rfc6321.xcal",
		"data/demo/ifkakao-2019.json"};
	size_t n;
	const struct format *all = formats_all(&n);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct programme *p =
			read_file(files[i], strstr(files[i], "pentabarf") ? "Europe/Berlin" : NULL);
		for (size_t f = 0; f < n; f++)
			if (all[f].whole)
				assert_round_trip(p, &all[f], files[i]);
		programme_destroy(p);
	}
}

static size_t count_rooms_of_talks(const struct programme *p)
{
	bool seen[MAX_LIST] = {false};
	size_t n = 0;
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		if (strcmp(s->type, "talk") != 0)
			continue;
		n += !seen[s->room];
		seen[s->room] = true;
	}
	return n;
}

static void the_demo_event_is_whole(void **state)
{
	struct programme *p = read_file("data/demo/ifkakao-2019.json", NULL);
	struct layout days;
	size_t talks = 0;
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		bool talk = strcmp(s->type, "talk") == 0;
		talks += talk;
		assert_true(
			!talk || (s->people_count > 0 && s->duration == 45 && s->track != PROGRAMME_NONE));
		assert_true(s->scheduled && s->guid && text_empty(&s->abstract));
	}
	assert_int_equal(talks, 50);
	assert_int_equal(p->person_count, 62);
	for (size_t i = 0; i < p->person_count; i++)
		assert_false(text_empty(&p->people[i].company));
	assert_int_equal(count_rooms_of_talks(p), 5);
	layout_init(&days, p);
	assert_int_equal(days.day_count, 2);
	layout_finish(&days);
	assert_string_equal(p->zone, "Asia/Seoul");
	assert_string_equal(text_in(&p->rooms[0].name, "ko"), "101호");
	assert_string_equal(text_in(&p->rooms[0].name, "en"), "Room 101");
	assert_int_equal(p->warning_count, 0);
	programme_destroy(p);
}

/* The bytes in the repository are our own export. */
static void the_demo_event_is_our_own_export(void **state)
{
	struct programme *p = read_file("data/demo/ifkakao-2019.json", NULL);
	char *written = export_of(p, formats_find("c3voc-json")), *bytes;
	assert_true(g_file_get_contents(SOURCE_ROOT "/data/demo/ifkakao-2019.json", &bytes, NULL, NULL));
	assert_string_equal(written, bytes);
	g_free(bytes);
	free(written);
	programme_destroy(p);
}

static void days_run_from_four_to_four(void **state)
{
	const char *file =
		"{\"schedule\":{\"conference\":{\"time_zone_name\":\"Europe/"
		"Berlin\",\"days\":[{\"rooms\":{\"A\":["
		"{\"title\":\"late\",\"date\":\"2025-03-30T01:30:00+01:00\",\"duration\":\"0:30\"},"
		"{\"title\":\"early\",\"date\":\"2025-03-30T04:00:00+02:00\",\"duration\":\"25:00\"}]}}]}}}";
	struct programme *p = NULL;
	assert_int_equal(formats_read(file, strlen(file), NULL, &p, NULL), STATUS_OK);
	char *xml = export_of(p, formats_find("schedule.xml"));
	assert_non_null(strstr(xml,
		"<day index=\"1\" date=\"2025-03-29\" start=\"2025-03-29T04:00:00+01:00\" "
		"end=\"2025-03-30T04:00:00+02:00\">"));
	assert_non_null(strstr(xml, "<day index=\"2\" date=\"2025-03-30\""));
	assert_non_null(strstr(xml, "<start>01:30</start>"));
	assert_non_null(strstr(xml, "<duration>1:01:00</duration>")); /* as pretalx writes it */
	char *json = export_of(p, formats_find("schedule.json"));
	assert_non_null(strstr(json, "\"duration\":\"25:00\""));
	free(json);
	free(xml);
	programme_destroy(p);
}

static void exports_need_no_more_than_the_schemas_have(void **state)
{
	struct programme *p = read_file("tests/fixtures/schedules/pentabarf.xml", "Europe/Berlin");
	char *xml = export_of(p, formats_find("frab-xml"));
	static const char *const required[] = {"<version>", "<acronym>", "<event guid=\"",
		"<date>2011-05-07T00:15:00+02:00</date>", "<duration>", "<room>",
		"<title>CANCELLED - Tide tables</title>", "<type>", "<abstract", "<track>", "<slug>",
		"<optout>false</optout>"};
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		if (!strstr(xml, required[i]))
			fail_msg("no %s", required[i]);
	free(xml);
	programme_destroy(p);
}

static struct programme_session *add_slot(struct programme *p, const char *title, int64_t hour)
{
	size_t room = programme_room_named(p, NULL, "Hall"), i = programme_add_session(p);
	struct programme_session *s = &p->sessions[i];
	programme_text_line(p, &s->title, "", title);
	s->room = room;
	s->scheduled = true;
	s->start = INT64_C(1567036800000) + hour * MS_PER_HOUR;
	s->duration = 30;
	return s;
}

/* What no schema takes as it is: keys twice, and values of other forms. */
static struct programme *awkward(void)
{
	struct programme *p = programme_create("frab-xml");
	programme_text_line(p, &p->title, "", "Awkward");
	p->acronym = "a-b";
	p->version = "1";
	p->zone = "US/Eastern";
	p->url = "/relative";
	programme_track_named(p, "T 1", "Main");
	for (int i = 0; i < 3; i++) {
		struct programme_session *s = add_slot(p, "Again", i);
		s->guid = "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001";
		s->number = "7";
		s->slug = "conf-7-again";
		s->code = "abc";
		s->url = "http://example.org/a b";
		s->track = 0;
	}
	for (int i = 3; i < 6; i++)
		add_slot(p, "Nameless", i);
	add_slot(p, "Nameless", 5); /* even at the same time */
	struct programme_session *s = add_slot(p, "Other", 6);
	s->guid = "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0002";
	s->number = "7";
	s->slug = "short";
	s->code = "ABC123";
	s->url = "https://example.org/%C3%A4";
	return p;
}

static size_t count_of(const char *text, const char *word)
{
	size_t n = 0;
	for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
		n++;
	return n;
}

static void awkward_keys_go_out_in_good_form_and_come_back(void **state)
{
	struct programme *p = awkward();
	struct err err;
	assert_int_equal(programme_finish(p, &err), STATUS_OK);
	assert_round_trip(p, formats_find("frab-xml"), "awkward");
	assert_round_trip(p, formats_find("c3voc-json"), "awkward");
	char *xml = export_of(p, formats_find("frab-xml"));
	assert_int_equal(count_of(xml, "<event guid=\"0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001\""), 1);
	assert_int_equal(count_of(xml, " id=\"7\""), 1);
	assert_int_equal(count_of(xml, "<slug>conf-7-again</slug>"), 1);
	assert_int_equal(count_of(xml, " code="), 1);
	assert_int_equal(count_of(xml, "<url>"), 1);
	assert_non_null(strstr(xml, "<acronym>a_b_conf</acronym>"));
	free(xml);
	char *json = export_of(p, formats_find("c3voc-json"));
	assert_null(strstr(json, "\"time_zone_name\""));
	assert_int_equal(count_of(json, "\"url\":\"urn:uuid:"), 7);
	assert_int_equal(count_of(json, "\"code\":\"ABC123\""), 1);
	free(json);
	programme_destroy(p);
}

static void names_what_it_does_not_read(void **state)
{
	static const struct {
		const char *text, *found;
	} cases[] = {
		{"", "an empty file"},
		{"\xEF\xBB\xBF \n", "an empty file"},
		{"<!-- x --><!DOCTYPE html><html></html>", "HTML"},
		{"[{\"talks\":[],\"rooms\":[],\"speakers\":[]}]", "a JSON list"},
		{"{\"count\":1,\"results\":[{\"code\":\"A\",\"name\":\"Kim\"}]}", "without submissions"},
		{"[{\"id\":1,\"title\":\"\",\"stime\":\"\",\"etime\":\"\"}]", "DroidKaigi"},
		{"{\"count\":0,\"additionalInfo\":{},\"_type\":\"R\",\"results\":[]}", "Indico"},
		{"[{\"id\":\"x\",\"fullName\":\"A\",\"tagLine\":\"\"}]", "Sessionize's view Speakers"},
		{"{\"foo\":{\"schedule\":1},\"bar\":\"\\\"schedule\\\":\"}", "with foo, bar"},
		{"[{\"title\":\"\",\"venue\":\"A\",\"start_date\":\"\"}]", "EMF's"},
		{"[{\"title\":\"\",\"startTime\":\"\",\"endTime\":\"\"}]", "DroidKnights'"},
		{"{\"sessions\":[{\"sessionId\":\"a\",\"length\":\"45\",\"format\":\"\"}]}", "JavaZone's"},
		{"{\"sessions\": [{\"startsAt\":\"\",\"speakerIds\":[]}],\"speakers\":[]}", "KotlinConf's"},
		{"{\"sessions\":{\"startsAt\":\"\",\"speakerIds\":[]}}", "with sessions"},
		{"{\"type\":\"FeatureCollection\",\"features\":[]}", "GeoJSON"},
		{"{\"talks\":[],\"rooms\":[],\"speakers\":[],\"tracks\":[]}", "with talks, rooms"},
		{"[]", "a JSON list that holds no members"},
		{"[1,2]", "a JSON list that holds no members"},
		{"{}", "a JSON object that holds no members"},
		{"PK\x03\x04", "ZIP"},
		{"\x1F\x8B\x08", "gzip"},
		{"%PDF-1.7", "PDF"},
		{"hello", "no known format"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err;
		assert_int_equal(formats_read(cases[i].text, strlen(cases[i].text), NULL, &p, &err),
			STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, "unsupported_format");
		if (!strstr(err.detail, cases[i].found))
			fail_msg("case %zu: %s", i, err.detail);
	}
}

/* Every beginning of a file is either read or refused, with no harm done. */
static void takes_any_beginning(void **state)
{
	static const char *const files[] = {"tests/fixtures/schedules/hub.xml",
		"tests/fixtures/schedules/hub.json", "tests/fixtures/schedules/extended.json",
		"tests/fixtures/schedules/calendar.ics", "tests/fixtures/schedules/rfc6321.xcal",
		"tests/fixtures/schedules/widget.json", "tests/fixtures/schedules/pretalx-list.json",
		"tests/fixtures/schedules/pretalx-site.json", "tests/fixtures/schedules/opass.json"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = g_strdup_printf("%s/%s", SOURCE_ROOT, files[i]), *bytes;
		gsize len;
		assert_true(g_file_get_contents(path, &bytes, &len, NULL));
		for (size_t n = 0; n < len; n += 3) {
			char *exact = g_memdup2(bytes, n);
			struct programme *p = NULL;
			struct err err;
			if (formats_read(n ? exact : "", n, NULL, &p, &err) == STATUS_OK)
				programme_destroy(p);
			g_free(exact);
		}
		g_free(bytes);
		g_free(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(export_then_import_changes_nothing),
		cmocka_unit_test(the_demo_event_is_whole),
		cmocka_unit_test(the_demo_event_is_our_own_export),
		cmocka_unit_test(days_run_from_four_to_four),
		cmocka_unit_test(exports_need_no_more_than_the_schemas_have),
		cmocka_unit_test(awkward_keys_go_out_in_good_form_and_come_back),
		cmocka_unit_test(names_what_it_does_not_read),
		cmocka_unit_test(takes_any_beginning),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
