#include "formats/programme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/clean.h"
#include "formats/timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void cleans_lines(void **state)
{
	static const struct {
		const char *in, *out; /* NULL: nothing left */
	} cases[] = {
		{NULL, NULL},
		{"", NULL},
		{" \t\r\n\xC2\xA0\xE3\x80\x80", NULL},
		{"  two   words\n", "two words"},
		{"a\xC2\xA0"
		 "b\xE2\x80\xAF"
		 "c\xE3\x80\x80"
		 "d",
			"a b c d"},
		{"be\x06ll", "bell"},
		{"broken \xFF byte", "broken ? byte"},
		{"non\xEF\xBF\xBE"
		 "character",
			"noncharacter"},
		{"마당 🎉", "마당 🎉"},
		{"\xEF\xBB\xBF"
		 "bom",
			"bom"},
	};
	struct programme *p = programme_create("test");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got = programme_line(p, cases[i].in);
		if (cases[i].out)
			assert_string_equal(got, cases[i].out);
		else
			assert_null(got);
	}
	programme_destroy(p);
}

static void cleans_blocks(void **state)
{
	struct programme *p = programme_create("test");
	assert_string_equal(programme_block(p, "\r\n a\r\nb\rc\n\n  d \n "), "a\nb\nc\n\n  d");
	assert_null(programme_block(p, " \r\n "));
	programme_destroy(p);
}

static void cuts_what_is_too_long(void **state)
{
	struct programme *p = programme_create("test");
	char *longest = malloc(MAX_TEXT + 2);
	memset(longest, 'x', MAX_TEXT + 1);
	longest[MAX_TEXT + 1] = '\0';
	assert_int_equal(strlen(programme_line(p, longest)), MAX_LINE);
	assert_int_equal(strlen(programme_block(p, longest)), MAX_TEXT);
	assert_int_equal(p->warning_count, 2);
	memcpy(longest + MAX_LINE - 1, "당", 3);
	assert_int_equal(strlen(programme_line(p, longest)), MAX_LINE - 1); /* not within a character */
	free(longest);
	programme_destroy(p);
}

/* Doubly escaped entities read well, and what was read is stable. */
static void decodes_entities_once_and_for_all(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"Tom &amp; Jerry", "Tom & Jerry"},
		{"&amp;amp;lt;b&amp;gt;", "<b>"},
		{"&quot;x&quot; &mdash; y&#8230;", "\"x\" — y…"},
		{"AT&T; R&D; &unknown; &", "AT&T; R&D; &unknown; &"},
		{"&l&#116;;", "&l&#116;;"}, /* would become an entity only by being decoded */
		{"&#0;&#xFFFE;&#55296;", "&#0;&#xFFFE;&#55296;"},
		{"a&nbsp;&nbsp;b", "a b"},
		{"&#128512;", "😀"},
	};
	struct programme *p = programme_create("test");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text once = {0}, twice = {0};
		programme_text_line(p, &once, "", cases[i].in);
		assert_string_equal(text_in(&once, NULL), cases[i].out);
		programme_text_line(p, &twice, "", cases[i].out);
		assert_string_equal(text_in(&twice, NULL), cases[i].out);
	}
	struct text html = {0}, plain = {0};
	programme_text_block(p, &html, "", "<p>x &lt;canvas&gt;</p>");
	assert_string_equal(text_in(&html, NULL), "<p>x &lt;canvas&gt;</p>"); /* its entities are HTML's */
	programme_text_block(p, &plain, "", "x &lt; y");
	assert_string_equal(text_in(&plain, NULL), "x < y");
	programme_destroy(p);
}

static void hostile_entities_take_linear_time(void **state)
{
	enum { N = 200000 };
	char *s = malloc(N * 4 + 8);
	strcpy(s, "&");
	for (int i = 0; i < N; i++)
		memcpy(s + 1 + i * 4, "amp;", 5);
	assert_int_equal(clean_entities(s, strlen(s)), 1);
	free(s);
}

static void tells_cancelled_by_the_prefix(void **state)
{
	static const struct {
		const char *title, *rest; /* NULL: not cancelled */
	} cases[] = {
		{"CANCELLED - Community based translations", "Community based translations"},
		{"CANCELLED! Talk", "Talk"},
		{"Canceled: Talk", "Talk"},
		{"[CANCELLED] Talk", "Talk"},
		{"(cancelled) Talk", "Talk"},
		{"Abgesagt – Vortrag", "Vortrag"},
		{"ABGESAGT: Vortrag", "Vortrag"},
		{"Entfällt: Vortrag", "Vortrag"},
		{"ANNULÉ : Atelier", "Atelier"},
		{"Annulée - Table ronde", "Table ronde"},
		{"CANCELADO: Taller", "Taller"},
		{"[취소] 발표", "발표"},
		{"【取消】 議程", "議程"},
		{"中止：講演", "講演"},
		{"*CANCELLED* Talk", "Talk"},
		{"CANCELLED", "CANCELLED"},
		{"CANCELLED - CANCELLED - Twice", "CANCELLED - Twice"},
		{"Cancelling POSIX syscalls", NULL},
		{"Cancelled flights and how to catch them", NULL},
		{"Why it was CANCELLED - a story", NULL},
		{"[cancelled Talk", NULL},
		{"*cancelled Talk", NULL},
		{"Annulées, les règles?", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct programme *p = programme_create("test");
		size_t s = programme_add_session(p);
		programme_text_line(p, &p->sessions[s].title, "", cases[i].title);
		assert_int_equal(programme_finish(p, NULL), STATUS_OK);
		assert_int_equal(p->sessions[s].cancelled, cases[i].rest != NULL);
		assert_string_equal(
			text_in(&p->sessions[s].title, NULL), cases[i].rest ? cases[i].rest : cases[i].title);
		programme_destroy(p);
	}
}

static void finds_rooms_by_key_and_folded_name(void **state)
{
	struct programme *p = programme_create("test");
	size_t a = programme_room_named(p, NULL, "1Komona  Boredome");
	assert_int_equal(programme_room_named(p, NULL, "1komona boredome "), a);
	assert_int_equal(programme_room_named(p, "k1", "1Komona Boredome"), a); /* gets its key */
	assert_string_equal(p->rooms[a].key, "k1");
	assert_int_equal(programme_room_named(p, "k1", NULL), a);
	size_t b = programme_room_named(p, "k2", "1Komona Boredome"); /* another of that name */
	assert_int_not_equal(b, a);
	size_t c = programme_room_named(p, "k1", "Elsewhere"); /* one key, two names: pretalx' demo */
	assert_int_not_equal(c, a);
	assert_null(p->rooms[c].key);
	assert_int_equal(programme_room_named(p, "k1", "Elsewhere"), c); /* on the next day */
	assert_int_equal(p->warning_count, 1);
	assert_int_equal(programme_room_named(p, NULL, "  "), PROGRAMME_NONE);
	/* Hangul composed and decomposed is one name. */
	assert_int_equal(programme_room_named(p, NULL, "\xED\x95\x9C"),
		programme_room_named(p, NULL, "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"));
	programme_destroy(p);
}

static void tells_people_apart(void **state)
{
	struct programme *p = programme_create("test");
	size_t a = programme_person_named(p, NULL, "0", "Ada");
	assert_int_not_equal(programme_person_named(p, NULL, "0", "Ben"), a); /* 33c3: id 0 is everyone */
	assert_int_equal(programme_person_named(p, NULL, "0", " Ada "), a);
	size_t b = programme_person_named(p, "guid", "7", "Ada");
	assert_int_not_equal(b, a);
	assert_int_equal(programme_person_named(p, "guid", NULL, "Ada L."), b);
	assert_int_equal(programme_person_named(p, NULL, NULL, "Ada"), a);
	assert_int_equal(programme_person_named(p, "x", NULL, ""), PROGRAMME_NONE);
	programme_destroy(p);
}

static void keeps_its_bounds(void **state)
{
	struct err err;
	struct programme *p = programme_create("test");
	for (int i = 0; i < MAX_PROGRAMME_ROOMS; i++)
		assert_int_equal(programme_add_room(p), i);
	assert_int_equal(programme_finish(p, &err), STATUS_OK);
	assert_int_equal(programme_add_room(p), PROGRAMME_NONE);
	assert_int_equal(programme_finish(p, &err), STATUS_TOO_LARGE);
	assert_string_equal(err.code, "too_large");
	programme_destroy(p);

	p = programme_create("test");
	size_t s = programme_add_session(p);
	for (int i = 0; i < MAX_LIST; i++) {
		programme_session_add_person(p, s, programme_add_person(p));
		programme_session_add_person(p, s, 0); /* no index twice */
	}
	assert_int_equal(p->sessions[s].people_count, MAX_LIST);
	for (int i = 0; i < MAX_LIST; i++)
		assert_int_equal(p->sessions[s].people[i], i);
	programme_session_add_person(p, s, programme_add_person(p));
	assert_int_equal(programme_finish(p, &err), STATUS_TOO_LARGE);
	programme_destroy(p);
}

static void stops_warning_at_the_bound(void **state)
{
	struct programme *p = programme_create("test");
	for (int i = 0; i < MAX_PROGRAMME_WARNINGS + 10; i++)
		programme_warn(p, "warning\n%d", i);
	assert_int_equal(p->warning_count, MAX_PROGRAMME_WARNINGS + 1);
	assert_string_equal(p->warnings[7], "warning 7");
	assert_non_null(strstr(p->warnings[MAX_PROGRAMME_WARNINGS], "left out"));
	programme_destroy(p);
}

static void says_which_fields_it_carries(void **state)
{
	struct programme *p = programme_create("test");
	size_t s = programme_add_session(p);
	assert_int_equal(programme_carries(p), 0);
	programme_text_line(p, &p->sessions[s].subtitle, "", "x");
	p->sessions[s].scheduled = true;
	size_t room = programme_room_named(p, NULL, "A"); /* `s` is an index: lists may move */
	p->rooms[room].capacity = 3;
	p->sessions[s].room = room;
	assert_int_equal(
		programme_carries(p), FIELD_SUBTITLE | FIELD_START | FIELD_ROOM | FIELD_ROOM_CAPACITY);
	programme_destroy(p);
}

static void gives_texts_by_language(void **state)
{
	struct programme *p = programme_create("test");
	struct text t = {0};
	assert_string_equal(text_in(&t, "ko"), "");
	programme_text_set(p, &t, "ko", "가");
	programme_text_set(p, &t, "en", "a");
	programme_text_set(p, &t, "en", "b"); /* the first wins */
	assert_string_equal(text_in(&t, "en"), "a");
	assert_string_equal(text_in(&t, "fr"), "가");
	programme_text_set(p, &t, "", "unnamed");
	assert_string_equal(text_in(&t, "fr"), "unnamed");
	programme_destroy(p);
}

/* Pitfall 8. */
static void reads_durations(void **state)
{
	static const struct {
		const char *text;
		int minutes; /* -1: refused */
	} cases[] = {{"0:20", 20}, {"00:45", 45}, {"1:30", 90}, {"25:00", 1500}, {"0:00", 0},
		{"1:01:00", 1500}, {"0:00:45", 45}, {"00:45:00", 45}, {"PT45M", 45}, {"P0DT45M", 45},
		{"45", 45}, {"100:00", 6000}, {"", -1}, {"soon", -1}, {"1:60", -1}, {"1:", -1}, {":30", -1},
		{"1:2:3:4", -1}, {"-1:00", -1}, {"1:00 ", -1}, {"999999:00", -1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int minutes = -1;
		bool ok = timing_duration(cases[i].text, &minutes);
		assert_int_equal(ok ? minutes : -1, cases[i].minutes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cleans_lines),
		cmocka_unit_test(cleans_blocks),
		cmocka_unit_test(cuts_what_is_too_long),
		cmocka_unit_test(decodes_entities_once_and_for_all),
		cmocka_unit_test(hostile_entities_take_linear_time),
		cmocka_unit_test(tells_cancelled_by_the_prefix),
		cmocka_unit_test(finds_rooms_by_key_and_folded_name),
		cmocka_unit_test(tells_people_apart),
		cmocka_unit_test(keeps_its_bounds),
		cmocka_unit_test(stops_warning_at_the_bound),
		cmocka_unit_test(says_which_fields_it_carries),
		cmocka_unit_test(gives_texts_by_language),
		cmocka_unit_test(reads_durations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
