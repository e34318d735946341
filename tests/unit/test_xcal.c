#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <string.h>

/* In the flat form, of one event; a naive time is on the event's clocks. */
#define FLAT(inside)                                                                                         \
	"<iCalendar><vcalendar><x-wr-timezone>Europe/Berlin</x-wr-timezone><vevent>" inside                  \
	"</vevent></vcalendar></iCalendar>"
#define AT "<dtstart>20310502T160000</dtstart>"
#define UNTIL AT "<dtend>20310502T173000</dtend>"
/* As RFC 6321 has it. */
#define TYPED(inside)                                                                                          \
	"<icalendar xmlns='urn:ietf:params:xml:ns:icalendar-2.0'><vcalendar><properties><x-wr-timezone>"       \
	"<unknown>Europe/Berlin</unknown></x-wr-timezone></properties><components><vevent><properties>" inside \
	"</properties></vevent></components></vcalendar></icalendar>"

static struct programme *read_in(const char *file)
{
	struct programme *p = NULL;
	struct err err = {0};
	if (formats_read(file, strlen(file), NULL, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	assert_string_equal(p->format, "xcal");
	return p;
}

static void assert_refused(const char *file, const char *code, const char *detail)
{
	struct programme *p = NULL;
	struct err err = {0};
	assert_int_not_equal(formats_read(file, strlen(file), NULL, &p, &err), STATUS_OK);
	assert_string_equal(err.code, code);
	if (!strstr(err.detail, detail))
		fail_msg("%s", err.detail);
}

static void assert_start(const struct programme *p, size_t i, const char *utc, int minutes)
{
	char start[INSTANT_TEXT];
	instant_format(p->sessions[i].start, start);
	assert_string_equal(start, utc);
	assert_int_equal(p->sessions[i].duration, minutes);
}

static void reads_what_frab_and_pretalx_write(void **state)
{
	struct programme *p =
		read_in(FLAT("<uid>7@days@pentabarf.org</uid><pentabarf:event-id "
			     "xmlns:pentabarf='http://pentabarf.org'>7</pentabarf:event-id>"
			     "<pentabarf:event-slug>days-7-knots</pentabarf:event-slug>"
			     "<pentabarf:title> Knots &amp; ropes</pentabarf:title>"
			     "<pentabarf:subtitle>a course</pentabarf:subtitle>" UNTIL
			     "<summary>Knots-</summary><duration>4.00000</duration>"
			     "<description>A \\n, kept\nsecond line</description>"
			     "<location>Barn, upstairs</location><attendee>Dora, Rope Society</attendee>"
			     "<attendee>Emil</attendee><status>CANCELLED</status>"));
	const struct programme_session *s = &p->sessions[0];
	assert_start(p, 0, "2031-05-02T14:00:00Z", 90);
	assert_string_equal(s->number, "7");
	assert_string_equal(s->slug, "days-7-knots");
	assert_null(s->guid); /* their other formats have one that is not in here */
	assert_string_equal(text_in(&s->title, NULL), "Knots & ropes");
	assert_string_equal(text_in(&s->subtitle, NULL), "a course");
	assert_string_equal(text_in(&s->abstract, NULL), "A \\n, kept\nsecond line");
	assert_string_equal(text_in(&p->rooms[s->room].name, NULL), "Barn, upstairs");
	assert_int_equal(s->people_count, 2);
	assert_string_equal(text_in(&p->people[0].name, NULL), "Dora, Rope Society");
	assert_true(s->cancelled);
	programme_destroy(p);
	p = read_in(FLAT("<uid>ABC7DE@days@fair.example</uid><pentabarf:event-id>5</pentabarf:event-id>"
			 "<pentabarf:event-slug>days-ABC7DE</pentabarf:event-slug>" UNTIL
			 "<description>Long</description>"));
	assert_string_equal(p->sessions[0].code, "ABC7DE");
	assert_string_equal(p->sessions[0].number, "5");
	assert_true(text_empty(&p->sessions[0].abstract));
	assert_string_equal(text_in(&p->sessions[0].description, NULL), "Long");
	programme_destroy(p);
}

static void the_end_counts_before_the_duration(void **state)
{
	static const struct {
		const char *file;
		int minutes;
	} cases[] = {
		{FLAT(AT "<dtend>20310502T173000</dtend><duration>001500</duration>"), 90},
		{FLAT(AT "<duration>013000</duration>"), 90},
		{FLAT(AT "<duration>PT20M</duration>"), 20},
		{FLAT(AT "<duration>4.00000</duration>"), 0},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct programme *p = read_in(cases[i].file);
		assert_int_equal(p->sessions[0].duration, cases[i].minutes);
		programme_destroy(p);
	}
}

static void languages_become_tags(void **state)
{
	static const struct {
		const char *file, *tag;
	} cases[] = {
		{FLAT(AT "<pentabarf:language>German</pentabarf:language>"), "de"},
		{FLAT(AT "<pentabarf:language>German</pentabarf:language>"
			 "<pentabarf:language-code>de-at</pentabarf:language-code>"),
			"de-at"},
		{FLAT(AT "<pentabarf:language>en</pentabarf:language>"), "en"},
		{FLAT(AT "<pentabarf:language>{:ab=&gt;\"Abkhazian\", :ace=&gt;\"Achinese\"}</pentabarf:language>"),
			"none"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct programme *p = read_in(cases[i].file);
		const char *language = p->sessions[0].language;
		assert_string_equal(language ? language : "none", cases[i].tag);
		programme_destroy(p);
	}
}

static void reads_rfc_6321(void **state)
{
	struct programme *p = read_in(TYPED(
		"<uid><text>u</text></uid><summary><text>Boats</text></summary>"
		"<dtstart><parameters><tzid><text>America/New_York</text></tzid></parameters>"
		"<date-time>2031-05-02T10:00:00</date-time></dtstart><duration><duration>PT1H</duration></duration>"
		"<rrule><recur><freq>WEEKLY</freq><until>2031-05-09T14:00:00Z</until><byday>FR</byday><byday>SA</byday>"
		"</recur></rrule><exdate><date-time>2031-05-03T14:00:00Z</date-time></exdate>"
		"<attendee><parameters><cn><text>Gus \"G\" Example</text></cn></parameters>"
		"<cal-address>mailto:gus@x.example</cal-address></attendee>"));
	assert_int_equal(p->session_count, 2);
	assert_start(p, 0, "2031-05-02T14:00:00Z", 60);
	assert_start(p, 1, "2031-05-09T14:00:00Z", 60);
	assert_string_equal(text_in(&p->sessions[0].title, NULL), "Boats");
	assert_string_equal(text_in(&p->people[0].name, NULL), "Gus 'G' Example");
	programme_destroy(p);
	p = read_in(TYPED("<dtstart><date>2031-05-02</date></dtstart>"));
	assert_start(p, 0, "2031-05-01T22:00:00Z", 24 * 60);
	programme_destroy(p);
}

static void other_components_and_prefixes(void **state)
{
	struct programme *p =
		read_in("<x:icalendar xmlns:x='urn:ietf:params:xml:ns:icalendar-2.0'><x:vcalendar>"
			"<x:properties><x:x-wr-timezone><x:text>UTC</x:text></x:x-wr-timezone>"
			"</x:properties><x:components><x:vtodo><x:properties><x:summary><x:text>no</x:text>"
			"</x:summary></x:properties></x:vtodo><x:vevent><x:properties><x:summary><x:text>yes"
			"</x:text></x:summary></x:properties><x:components><x:valarm><x:properties>"
			"<x:summary><x:text>no</x:text></x:summary></x:properties></x:valarm></x:components>"
			"</x:vevent></x:components></x:vcalendar></x:icalendar>");
	assert_int_equal(p->session_count, 1);
	assert_string_equal(text_in(&p->sessions[0].title, NULL), "yes");
	assert_string_equal(p->warnings[0], "1 components are no events (first: vtodo): left out");
	programme_destroy(p);
}

static void refuses_what_it_cannot_read(void **state)
{
	assert_refused("<iCalendar/>", "unsupported_format", "without a <vcalendar>");
	assert_refused("<vcalendar><vevent>" AT "</vevent></vcalendar>", "zone_needed", "tz=");
	assert_refused("<vcalendar><vevent></vcalendar>", "malformed_xml", "line 1, column");
	assert_refused("<!DOCTYPE vcalendar [<!ENTITY a 'b'>]><vcalendar>&a;</vcalendar>",
		"unsupported_format", "DTD");
	char *deep = g_strnfill(1, 'x');
	for (int i = 0; i < MAX_XML_DEPTH; i++) {
		char *more = g_strdup_printf("<a>%s</a>", deep);
		g_free(deep);
		deep = more;
	}
	char *file = g_strdup_printf("<vcalendar>%s</vcalendar>", deep);
	assert_refused(file, "malformed_xml", "nested too deep");
	g_free(file);
	g_free(deep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_frab_and_pretalx_write),
		cmocka_unit_test(the_end_counts_before_the_duration),
		cmocka_unit_test(languages_become_tags),
		cmocka_unit_test(reads_rfc_6321),
		cmocka_unit_test(other_components_and_prefixes),
		cmocka_unit_test(refuses_what_it_cannot_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
