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

#define HEAD                                                                                                 \
	"{\"schedule\":{\"version\":\"1\",\"conference\":{\"title\":\"T\",\"time_zone_name\":\"Europe/"      \
	"Vienna\",\"rooms\":[{\"name\":\"Aula\",\"slug\":\"aula\",\"guid\":\"g-aula\"}],\"tracks\":[{"       \
	"\"name\":\"Water\",\"slug\":\"water\"}],\"days\":[]},"
#define EVENT HEAD "\"events\":[{\"title\":\"x\",\"start\":\"2024-06-01T10:00:00+02:00\","
#define TAIL "}]}}"

static struct programme *read_in(const char *text)
{
	struct programme *p = NULL;
	struct err err = {0};
	if (formats_read(text, strlen(text), NULL, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	assert_string_equal(p->format, "c3voc-json-v2");
	return p;
}

static struct programme *read_fixture(const char *name)
{
	char *path = g_strdup_printf("%s/tests/fixtures/schedules/%s", SOURCE_ROOT, name), *text;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	struct programme *p = read_in(text);
	g_free(text);
	g_free(path);
	return p;
}

static void reads_the_conference(void **state)
{
	struct programme *p = read_fixture("schema-v2.json");
	assert_string_equal(text_in(&p->title, NULL), "Harbour Days");
	assert_string_equal(p->acronym, "harbour");
	assert_string_equal(p->zone, "Europe/Berlin");
	assert_string_equal(p->version, "7");
	assert_string_equal(p->generator, "harbour 3");
	assert_int_equal(p->language_count, 2);
	assert_int_equal(p->room_count, 2);
	assert_string_equal(p->rooms[0].key, "99999999-0000-4000-8000-000000000011");
	assert_int_equal(p->rooms[0].capacity, 120);
	assert_int_equal(p->track_count, 1);
	assert_string_equal(p->tracks[0].key, "water");
	assert_string_equal(p->tracks[0].colour, "#0000ff");
	programme_destroy(p);
}

static void reads_events(void **state)
{
	struct programme *p = read_fixture("schema-v2.json");
	const struct programme_session *tides = &p->sessions[0], *knots = &p->sessions[1];
	int64_t noon;
	assert_true(instant_parse("2026-05-08T12:00:00+02:00", &noon, NULL));
	assert_int_equal(p->session_count, 3);
	assert_string_equal(tides->guid, "88888888-0000-4000-8000-000000000001");
	assert_string_equal(tides->code, "TIDES1");
	assert_string_equal(tides->slug, "harbour-tides");
	assert_string_equal(tides->type, "talk");
	assert_string_equal(text_in(&tides->title, "de"), "Gezeiten lesen");
	assert_string_equal(text_in(&tides->abstract, "en"), "Short.");
	assert_true(tides->start == noon && tides->duration == 45 && !tides->cancelled);
	assert_int_equal(tides->room, 0);
	assert_int_equal(tides->track, 0);
	assert_true(knots->cancelled);
	assert_string_equal(knots->type, "hands-on");
	assert_int_equal(knots->duration, 45); /* PT45M */
	assert_int_equal(knots->room, 1); /* by its slug */
	assert_int_equal(knots->track, PROGRAMME_NONE);
	assert_string_equal(p->sessions[2].type, "break"); /* what the schema calls a meta event */
	assert_null(p->sessions[2].guid);
	assert_int_equal(p->sessions[2].room, 0); /* by its name */
	programme_destroy(p);
}

static void people_are_those_on_stage(void **state)
{
	struct programme *p = read_fixture("schema-v2.json");
	struct buf out = BUF_INIT(1 << 20);
	assert_int_equal(p->person_count, 2);
	assert_int_equal(p->sessions[0].people_count, 2);
	assert_string_equal(p->people[0].key, "55555555-0000-4000-8000-000000000001");
	assert_string_equal(text_in(&p->people[0].bio, "en"), "Reads water.");
	assert_string_equal(p->people[0].url, "https://ina.example.org/");
	assert_string_equal(p->people[1].url, "https://otto.example.org/");
	/* A participant that says no more than a guid. */
	assert_int_equal(p->sessions[1].people_count, 1);
	assert_int_equal(p->sessions[1].people[0], 1);
	dump_programme(p, &out);
	assert_null(strstr(out.data, "SECRET"));
	assert_null(strstr(out.data, "Not On Stage"));
	buf_clear(&out);
	programme_destroy(p);
}

/* v1 of the same event has the same keys, so that one matches the other. */
static void keys_are_those_of_v1(void **state)
{
	static const char v1[] =
		"{\"schedule\":{\"conference\":{\"time_zone_name\":\"Europe/Berlin\",\"rooms\":[{\"name\":"
		"\"Quay\","
		"\"guid\":\"99999999-0000-4000-8000-000000000011\"}],\"days\":[{\"date\":\"2026-05-08\","
		"\"rooms\":{\"Quay\":[{\"guid\":\"88888888-0000-4000-8000-000000000001\",\"id\":5,\"code\":"
		"\"TIDES1\",\"slug\":\"harbour-tides\",\"type\":\"talk\",\"title\":\"Gezeiten lesen\","
		"\"date\":\"2026-05-08T12:00:00+02:00\",\"duration\":\"0:45\",\"persons\":[{\"guid\":"
		"\"55555555-0000-4000-8000-000000000001\",\"name\":\"Ina Hafen\"}]}]}}]}}}";
	struct programme *new = read_fixture("schema-v2.json"), *old = NULL;
	assert_int_equal(formats_read(v1, strlen(v1), NULL, &old, NULL), STATUS_OK);
	assert_string_equal(old->format, "c3voc-json");
	assert_string_equal(new->sessions[0].guid, old->sessions[0].guid);
	assert_string_equal(new->sessions[0].code, old->sessions[0].code);
	assert_string_equal(new->sessions[0].slug, old->sessions[0].slug);
	assert_string_equal(new->sessions[0].type, old->sessions[0].type);
	assert_string_equal(new->rooms[0].key, old->rooms[0].key);
	assert_string_equal(new->people[0].key, old->people[0].key);
	programme_destroy(new);
	programme_destroy(old);
}

static void takes_any_kind_of_reference(void **state)
{
	static const struct {
		const char *members, *room, *track;
		size_t warnings;
	} cases[] = {
		{"\"room\":{\"guid\":\"g-aula\"},\"track\":{\"slug\":\"water\"}", "Aula", "Water", 1},
		{"\"room\":\"aula\",\"track\":\"water\"", "Aula", "Water", 1},
		{"\"room\":\"Aula\",\"track\":\"Water\"", "Aula", "Water", 1},
		{"\"room\":{\"name\":\"Yard\",\"guid\":\"g-yard\"},\"track\":{\"name\":\"Air\"}", "Yard",
			"Air", 1},
		{"\"room\":{\"slug\":\"yard\"},\"track\":{\"slug\":\"air\"}", "yard", "air", 1},
		{"\"room\":{\"guid\":\"unknown\"},\"track\":{}", NULL, NULL, 3},
		{"\"room\":null,\"track\":\"\"", NULL, NULL, 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *file = g_strdup_printf(EVENT "%s" TAIL, cases[i].members);
		struct programme *p = read_in(file);
		const struct programme_session *s = &p->sessions[0];
		assert_true(!cases[i].room == (s->room == PROGRAMME_NONE));
		assert_true(!cases[i].track == (s->track == PROGRAMME_NONE));
		if (cases[i].room)
			assert_string_equal(text_in(&p->rooms[s->room].name, NULL), cases[i].room);
		if (cases[i].track)
			assert_string_equal(text_in(&p->tracks[s->track].name, NULL), cases[i].track);
		assert_int_equal(p->warning_count, cases[i].warnings); /* one is of the duration */
		programme_destroy(p);
		g_free(file);
	}
}

static void tells_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *code, *detail;
	} cases[] = {
		{EVENT "\"participants\":\"Ina\"" TAIL, "invalid_field",
			"schedule.events[0].participants is a string, not a list"},
		{EVENT "\"participants\":[null]" TAIL, "invalid_field", "participants[0] is not an object"},
		{HEAD "\"events\":[7]}}", "invalid_field", "schedule.events[0] is not an object"},
		{HEAD "\"events\":{}}}", "invalid_field", "schedule.events is an object, not a list"},
		{HEAD "\"events\":[{\"title\":1}]}}", "invalid_field", "title is a number"},
		{HEAD "\"events\":[{\"start\":\"soon\"}]}}", "invalid_field", "\"soon\" is not a date-time"},
		{"{\"schedule\":{\"events\":[]}}", "unsupported_format", "schedule.conference"},
		{"{\"schedule\":{\"events\":[],\"conference\":{}}}", "zone_needed", "tz="},
		{"{\"schedule\":{\"events\":[", "malformed_json", "line 1"},
		/* Without events it is known by its days. */
		{"{\"schedule\":{\"conference\":{\"days\":[{\"start\":\"x\"}]}}}", "unsupported_format",
			"schema v2"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = NULL;
		struct err err;
		assert_int_not_equal(
			formats_read(cases[i].text, strlen(cases[i].text), NULL, &p, &err), STATUS_OK);
		if (strcmp(err.code, cases[i].code) != 0 || !strstr(err.detail, cases[i].detail))
			fail_msg("case %zu: %s: %s", i, err.code, err.detail);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_conference),
		cmocka_unit_test(reads_events),
		cmocka_unit_test(people_are_those_on_stage),
		cmocka_unit_test(keys_are_those_of_v1),
		cmocka_unit_test(takes_any_kind_of_reference),
		cmocka_unit_test(tells_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
