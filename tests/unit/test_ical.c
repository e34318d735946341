#include "formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <string.h>

/* An event from 10:00 to 11:00 on the clocks of Berlin, in summer. */
#define TIMES "DTSTART;TZID=Europe/Berlin:20310502T100000\r\nDTEND;TZID=Europe/Berlin:20310502T110000\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

static struct programme *read_bytes(const char *bytes, size_t len, const char *tz, const char *columns)
{
	struct read_options options;
	struct programme *p = NULL;
	struct err err = {0};
	assert_int_equal(read_options_parse(tz, columns, &options, &err), STATUS_OK);
	if (formats_read(bytes, len, &options, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	assert_string_equal(p->format, "icalendar");
	read_options_clear(&options);
	return p;
}

/* A calendar of these lines. */
static struct programme *read_in(const char *lines, const char *tz, const char *columns)
{
	char *file = g_strdup_printf("BEGIN:VCALENDAR\r\n%sEND:VCALENDAR\r\n", lines);
	struct programme *p = read_bytes(file, strlen(file), tz, columns);
	g_free(file);
	return p;
}

/* A line for each session: start, minutes, title. */
static void assert_times(const char *lines, const char *tz, const char *expected)
{
	struct programme *p = read_in(lines, tz, NULL);
	GString *got = g_string_new(NULL);
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		char start[INSTANT_TEXT] = "-";
		if (s->scheduled)
			instant_format(s->start, start);
		g_string_append_printf(got, "%s %d %s%s\n", start, s->duration, text_in(&s->title, NULL),
			s->cancelled ? " CANCELLED" : "");
	}
	assert_string_equal(got->str, expected);
	g_string_free(got, TRUE);
	programme_destroy(p);
}

static bool warns_of(const struct programme *p, const char *what)
{
	for (size_t i = 0; i < p->warning_count; i++)
		if (strstr(p->warnings[i], what))
			return true;
	return false;
}

static void assert_warning(const char *lines, const char *what)
{
	struct programme *p = read_in(lines, "Europe/Berlin", NULL);
	if (!warns_of(p, what))
		fail_msg("no warning \"%s\"", what);
	programme_destroy(p);
}

/* The names of the first session's people, with commas. */
static void assert_people(const char *lines, const char *columns, const char *expected)
{
	struct programme *p = read_in(lines, "Europe/Berlin", columns);
	GString *got = g_string_new(NULL);
	for (size_t i = 0; i < p->sessions[0].people_count; i++)
		g_string_append_printf(
			got, "%s%s", i ? ", " : "", text_in(&p->people[p->sessions[0].people[i]].name, NULL));
	assert_string_equal(got->str, expected);
	g_string_free(got, TRUE);
	programme_destroy(p);
}

static const char *field_of(const struct programme *p, const char *column)
{
	for (size_t i = 0; i < p->column_count; i++)
		if (strcmp(p->columns[i].name, column) == 0)
			return p->columns[i].field ? p->columns[i].field : "-";
	return "no such column";
}

static void reads_all_forms_of_time(void **state)
{
	static const struct {
		const char *start, *utc;
	} cases[] = {
		{"DTSTART;TZID=Europe/Paris:20310517T110000", "2031-05-17T09:00:00Z"},
		{"DTSTART;TZID=\"Europe/Paris\":20310517T110000", "2031-05-17T09:00:00Z"},
		{"DTSTART;TZID=Europe/Paris;VALUE=DATE-TIME:20310517T110000", "2031-05-17T09:00:00Z"},
		{"DTSTART;VALUE=DATE-TIME;TZID=/mozilla.org/20050126_1/Europe/Paris:20310517T110000",
			"2031-05-17T09:00:00Z"},
		{"DTSTART;TZID=/freeassociation.sourceforge.net/America/Argentina/Ushuaia:20310517T110000",
			"2031-05-17T14:00:00Z"},
		{"DTSTART;TZID=Europe-Paris:20310517T110000", "2031-05-17T09:00:00Z"},
		{"DTSTART;TZID=America/New York:20310517T110000", "2031-05-17T15:00:00Z"},
		{"DTSTART:20310517T110000Z", "2031-05-17T11:00:00Z"},
		{"DTSTART;TZID=Europe/Paris:20310517T110000Z", "2031-05-17T11:00:00Z"},
		{"DTSTART:20310517T110000", "2031-05-17T02:00:00Z"}, /* the event's own clocks */
		{"DTSTART: 20310517T1100 ", "2031-05-17T02:00:00Z"},
		{"dtstart;tzid=Europe/Paris:20310517T110000", "2031-05-17T09:00:00Z"},
		{"DTSTART:2031-05-17T11:00:00+02:00", "2031-05-17T09:00:00Z"},
		{"DTSTART;TZID=No Such Place:20310517T110000", "2031-05-17T02:00:00Z"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *lines = g_strdup_printf(
			"BEGIN:VEVENT\r\nSUMMARY:x\r\n%s\r\nDURATION:PT1H\r\nEND:VEVENT\r\n", cases[i].start);
		char *expected = g_strdup_printf("%s 60 x\n", cases[i].utc);
		assert_times(lines, "Asia/Seoul", expected);
		g_free(lines);
		g_free(expected);
	}
}

static void reads_ends_and_durations(void **state)
{
#define BEGIN_AT "SUMMARY:x\r\nDTSTART:20310517T110000Z\r\n"
	static const struct {
		const char *event;
		int minutes;
		const char *warning; /* NULL: none */
	} cases[] = {
		{EVENT(BEGIN_AT "DTEND:20310517T114500Z\r\n"), 45, NULL},
		{EVENT(BEGIN_AT "DTEND;TZID=Europe/Berlin:20310517T134500\r\n"), 45, NULL},
		{EVENT(BEGIN_AT "DTEND:20310517T110000Z\r\n"), 0, NULL},
		{EVENT(BEGIN_AT "DTEND:20310517T100000Z\r\n"), 0, "end before they start"},
		{EVENT(BEGIN_AT "DURATION:PT30M\r\n"), 30, NULL},
		{EVENT(BEGIN_AT "DURATION:P1DT1H\r\n"), 25 * 60, NULL},
		{EVENT(BEGIN_AT "DTEND:soon\r\nDURATION:PT30M\r\n"), 30, "an end that is no time"},
		{EVENT(BEGIN_AT "DURATION:a while\r\n"), 0, "no end and no duration"},
		{EVENT(BEGIN_AT "DURATION:-PT30M\r\n"), 0, "no end and no duration"},
		{EVENT(BEGIN_AT), 0, "no end and no duration"},
		{EVENT(BEGIN_AT "DTEND:20311017T110000Z\r\n"), 31 * 24 * 60, "longer than 31 days"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct programme *p = read_in(cases[i].event, "Europe/Berlin", NULL);
		assert_int_equal(p->sessions[0].duration, cases[i].minutes);
		if (cases[i].warning ? !warns_of(p, cases[i].warning) : p->warning_count > 0)
			fail_msg("case %zu: %s", i, p->warning_count ? p->warnings[0] : "no warning");
		programme_destroy(p);
	}
}

static void whole_days_run_from_midnight(void **state)
{
	assert_times(EVENT("SUMMARY:one\r\nDTSTART;VALUE=DATE:20310517\r\n") EVENT("SUMMARY:two\r\nDTSTART;"
										   "VALUE=DATE:20310517\r\n"
										   "DTEND;VALUE=DATE:"
										   "20310519\r\n")
			     EVENT("SUMMARY:same\r\nDTSTART;VALUE=DATE:20310517\r\nDTEND;VALUE=DATE:"
				   "20310517\r\n"),
		"Europe/Berlin",
		"2031-05-16T22:00:00Z 1440 one\n2031-05-16T22:00:00Z 2880 two\n2031-05-16T22:00:00Z 1440 "
		"same\n");
	assert_warning(EVENT("DTSTART:20310517\r\n"), "1 events last whole days");
}

static void a_start_that_is_no_time_leaves_the_rest(void **state)
{
	assert_times(EVENT("SUMMARY:a\r\nDTSTART:whenever\r\n") EVENT("SUMMARY:b\r\n")
			     EVENT("SUMMARY:c\r\nDTSTART:00010101T000000Z\r\n"),
		"Europe/Berlin", "- 0 a\n- 0 b\n- 0 c\n");
	assert_warning(EVENT("DTSTART:20311345T000000\r\n"), "1 events have a start that is no time");
}

#define FAIR_ZONE                                                                                            \
	"BEGIN:VTIMEZONE\r\nTZID:Fair Time\r\n%sBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"               \
	"RRULE:%s\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"                             \
	"BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"            \
	"TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"                        \
	"BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART;TZID=Fair Time:20310517T110000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"

static void a_zone_may_be_defined_in_the_file(void **state)
{
	char *rules = g_strdup_printf(FAIR_ZONE, "", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
	assert_times(rules, "Asia/Seoul", "2031-05-17T09:00:00Z 60 x\n");
	g_free(rules);
	char *place = g_strdup_printf(
		FAIR_ZONE, "X-LIC-LOCATION:America/New_York\r\n", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
	assert_times(place, NULL, "2031-05-17T15:00:00Z 60 x\n");
	g_free(place);
	/* Outlook's zones have names of their own */
	assert_times(EVENT("SUMMARY:x\r\nDTSTART;TZID=\"W. Europe Standard Time\":20310517T110000\r\n"
			   "DURATION:PT1H\r\n"),
		NULL, "2031-05-17T09:00:00Z 60 x\n");
	/* a rule that changes the clocks each second is not followed */
	char *hostile = g_strdup_printf(FAIR_ZONE, "", "FREQ=SECONDLY");
	assert_times(hostile, "Asia/Seoul", "2031-05-17T09:00:00Z 60 x\n");
	g_free(hostile);
}

static void the_zone_of_the_event(void **state)
{
	static const struct {
		const char *lines, *zone;
	} cases[] = {
		{"X-WR-TIMEZONE:Europe/Berlin\r\n", "Europe/Berlin"},
		{"X-WR-TIMEZONE:Europe/Berlin\r\n" EVENT("DTSTART;TZID=Europe/Paris:20310517T110000\r\n"),
			"Europe/Berlin"},
		{"X-WR-TIMEZONE:UTC\r\n" EVENT("DTSTART;TZID=Europe/Paris:20310517T110000\r\n"),
			"Europe/Paris"},
		{"X-WR-TIMEZONE:UTC\r\n" EVENT("DTSTART:20310517T110000Z\r\n"), "UTC"},
		{"X-WR-TIMEZONE:Home\r\n" EVENT("DTSTART;TZID=Europe/Paris:20310517T110000\r\n"),
			"Europe/Paris"},
		{EVENT("DTSTART;TZID=Europe/London:20310517T110000\r\n")
				EVENT("DTSTART;TZID=Europe/Paris:20310517T110000\r\n")
					EVENT("DTSTART;TZID=/x/Europe/Paris:20310517T110000\r\n"),
			"Europe/Paris"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct programme *p = read_in(cases[i].lines, NULL, NULL);
		assert_string_equal(p->zone, cases[i].zone);
		programme_destroy(p);
	}
}

static void without_a_zone_it_asks(void **state)
{
	static const struct {
		const char *lines, *code, *detail;
	} cases[] = {
		{"", "zone_needed", "tz="},
		{EVENT("DTSTART:20310517T110000\r\n"), "zone_needed", "no offset"},
		{EVENT("DTSTART:20310517T110000Z\r\n"), "zone_needed", "+00:00"},
		{EVENT("DTSTART;TZID=Fair Time:20310517T110000\r\n"), "zone_unknown", "Fair Time"},
		{"X-WR-TIMEZONE:Mars/Phobos\r\n", "zone_unknown", "Mars/Phobos"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct programme *p = NULL;
		struct err err = {0};
		char *file = g_strdup_printf("BEGIN:VCALENDAR\r\n%sEND:VCALENDAR\r\n", cases[i].lines);
		assert_int_equal(formats_read(file, strlen(file), NULL, &p, &err), STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, cases[i].code);
		if (!strstr(err.detail, cases[i].detail))
			fail_msg("%s", err.detail);
		g_free(file);
	}
}

static void lines_are_unfolded_as_bytes(void **state)
{
	static const char file[] = "\xEF\xBB\xBF\n\nbegin:vcalendar\nBEGIN:VEVENT\n"
				   "SUMMARY:K\xC3\n \xB6rbe\n  und\r\n\tM\xC3\xB6\r \xC3\r\r\n \xA4l\n"
				   "SUMMARY:second\nDTSTART:20310517T110000Z\nDURATION:PT1H\nEND:VEVENT\n";
	struct programme *p = read_bytes(file, strlen(file), "Europe/Berlin", NULL);
	assert_int_equal(p->session_count, 1);
	assert_string_equal(text_in(&p->sessions[0].title, NULL), "Körbe undMöäl");
	programme_destroy(p);
}

static void texts_lose_their_backslashes(void **state)
{
	struct programme *p =
		read_in(EVENT(TIMES "SUMMARY:a\\, b\\; c\\\\n \\\"d\\\" \\x\r\n"
				    "DESCRIPTION: one\\ntwo\\N\\nthree \xFF\x01\r\n"
				    "LOCATION:Hall\\, upstairs\r\nURL:https://x.example/?a=1;b=2\r\n"),
			NULL, NULL);
	const struct programme_session *s = &p->sessions[0];
	assert_string_equal(text_in(&s->title, NULL), "a, b; c\\n \"d\" \\x");
	assert_string_equal(text_in(&s->abstract, NULL), "one\ntwo\n\nthree ?");
	assert_string_equal(text_in(&p->rooms[s->room].name, NULL), "Hall, upstairs");
	assert_string_equal(s->url, "https://x.example/?a=1;b=2");
	programme_destroy(p);
}

static void a_long_line_is_whole(void **state)
{
	char *text = g_strnfill(200000, 'x');
	char *lines = g_strdup_printf("BEGIN:VEVENT\nDESCRIPTION:%s\n%sEND:VEVENT\n", text, TIMES);
	struct programme *p = read_in(lines, NULL, NULL);
	assert_int_equal(strlen(text_in(&p->sessions[0].abstract, NULL)), 200000);
	programme_destroy(p);
	g_free(lines);
	g_free(text);
}

/* What breaks a strict parser costs no event here, and is told. */
static void broken_lines_cost_nothing_else(void **state)
{
	struct programme *p =
		read_in("VTIMEZONE: Europe/Rome\r\n"
			"BEGIN:VEVENT\r\n" TIMES "SUMMARY:a\r\nVTIMEZONE: Europe/Rome\r\nno colon\r\n"
			":no name\r\nX-Y;A=\"open:value\r\nBEGIN:VALARM\r\nSUMMARY:no\r\n"
			"BEGIN:VEVENT\r\n" TIMES "SUMMARY:b\r\nEND:VEVENT\r\nEND:VTODO\r\n"
			"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n"
			"BEGIN:VTODO\r\nSUMMARY:no\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VTODO\r\n"
			"BEGIN:VEVENT\r\n" TIMES "SUMMARY:c\r\n",
			NULL, NULL);
	assert_int_equal(p->session_count, 3);
	assert_string_equal(text_in(&p->sessions[0].title, NULL), "a");
	assert_string_equal(text_in(&p->sessions[1].title, NULL), "b");
	assert_string_equal(text_in(&p->sessions[2].title, NULL), "c");
	assert_true(warns_of(p, "2 lines are no properties (first: line 8)"));
	assert_true(warns_of(p, "2 events have no end (END:VEVENT; first: line 3)"));
	assert_true(warns_of(p, "1 components are no events (first: VTODO)"));
	programme_destroy(p);
	static const char cut[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" TIMES "SUMMARY:half a ti";
	p = read_bytes(cut, strlen(cut), NULL, NULL);
	assert_int_equal(p->session_count, 1);
	assert_true(warns_of(p, "the file ends inside an event (line 2)"));
	programme_destroy(p);
}

static void an_empty_calendar_is_an_empty_programme(void **state)
{
	assert_warning("BEGIN:VFREEBUSY\r\nEND:VFREEBUSY\r\n", "the file holds no sessions");
}

static void what_is_private_stays_out(void **state)
{
	struct programme *p = read_in(EVENT(TIMES "SUMMARY:a\r\nCLASS:PRIVATE\r\n")
					      EVENT(TIMES "SUMMARY:b\r\nCLASS:CONFIDENTIAL\r\n")
						      EVENT(TIMES "SUMMARY:c\r\nCLASS:PUBLIC\r\n")
							      EVENT(TIMES "SUMMARY:d\r\nSTATUS:DRAFT\r\n"),
		NULL, NULL);
	assert_int_equal(p->session_count, 1);
	assert_string_equal(text_in(&p->sessions[0].title, NULL), "c");
	assert_true(warns_of(p, "2 events are marked private"));
	assert_true(warns_of(p, "1 events are not of the programme"));
	programme_destroy(p);
}

static void knows_what_is_cancelled(void **state)
{
	assert_times(EVENT(TIMES "SUMMARY:a\r\nSTATUS:CANCELLED\r\n")
			     EVENT(TIMES "SUMMARY:CANCELLED - b\r\nRRULE:FREQ=DAILY;COUNT=2\r\n")
				     EVENT(TIMES "SUMMARY:c\r\nSTATUS:TENTATIVE\r\n"),
		NULL,
		"2031-05-02T08:00:00Z 60 a CANCELLED\n2031-05-02T08:00:00Z 60 b CANCELLED\n"
		"2031-05-03T08:00:00Z 60 b CANCELLED\n2031-05-02T08:00:00Z 60 c\n");
}

static void keys_come_from_the_uid(void **state)
{
	static const struct {
		const char *uid, *guid, *code, *number;
	} cases[] = {
		{"5e5a780c-8297-4e1f-863d-5ca459d91f5f@host", "5e5a780c-8297-4e1f-863d-5ca459d91f5f", "", ""},
		{"pretalx-days-2031-AB3DEF@fair.example", "", "AB3DEF", ""},
		{"pretalx-days-2031-AB3DEF-2@fair.example", "", "AB3DEF", ""},
		{"pretalx-@fair.example", "pretalx-@fair.example", "", ""},
		{"pretalx-1@fair.example", "pretalx-1@fair.example", "", ""},
		{"123", "123", "", "123"},
		{"123@days", "123@days", "", "123"},
		{"anything else", "anything else", "", ""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *lines =
			g_strdup_printf("BEGIN:VEVENT\r\nUID:%s\r\n%sEND:VEVENT\r\n", cases[i].uid, TIMES);
		struct programme *p = read_in(lines, NULL, NULL);
		const struct programme_session *s = &p->sessions[0];
		assert_string_equal(s->guid ? s->guid : "", cases[i].guid);
		assert_string_equal(s->code ? s->code : "", cases[i].code);
		assert_string_equal(s->number ? s->number : "", cases[i].number);
		programme_destroy(p);
		g_free(lines);
	}
}

static void a_uid_of_unlike_events_is_no_key(void **state)
{
	struct programme *p =
		read_in(EVENT(TIMES "UID:u\r\nSUMMARY:a\r\n") EVENT(TIMES "UID:u\r\nSUMMARY:b\r\n")
				EVENT(TIMES "UID:v\r\nSUMMARY:c\r\n") EVENT(TIMES "UID:v\r\nSUMMARY:c\r\n"),
			NULL, NULL);
	assert_null(p->sessions[0].guid);
	assert_null(p->sessions[1].guid);
	assert_string_equal(p->sessions[2].guid, "v");
	assert_string_equal(p->sessions[3].guid, "v");
	programme_destroy(p);
}

static void names_come_from_common_names(void **state)
{
	assert_people(EVENT(TIMES "ATTENDEE;ROLE=CHAIR;CN=\"Ada: A, B; C\":invalid:nomail\r\n"
				  "ATTENDEE;CN=Bea ^'B^' Example:mailto:bea@x.example\r\n"
				  "ATTENDEE;CN=bea@x.example:mailto:bea@x.example\r\n"
				  "ATTENDEE:mailto:carl@x.example\r\nATTENDEE:Dora\r\n"
				  "ATTENDEE;CUTYPE=ROOM;CN=Hall:mailto:hall@x.example\r\n"
				  "ATTENDEE;CN=Talks:mailto:a1@group.calendar.google.com\r\n"),
		NULL, "Ada: A, B; C, Bea \"B\" Example, Dora");
	/* one organiser of all runs the event; several speak */
	assert_people(EVENT(TIMES "ORGANIZER;CN=Office:x:y\r\n") EVENT(TIMES "ORGANIZER;CN=Office:x:y\r\n"),
		NULL, "");
	assert_people(
		EVENT(TIMES "ORGANIZER;CN=Ada:x:y\r\n") EVENT(TIMES "ORGANIZER;CN=Bea:x:y\r\n"), NULL, "Ada");
	assert_people(EVENT(TIMES "ORGANIZER;CN=Ada:x:y\r\n"), "people=organizer", "Ada");
	assert_people(EVENT(TIMES "ATTENDEE;CN=Ada:x:y\r\n"), "people=", "");
	/* who was invited to a meeting, and by whom, is not for a board */
#define INVITED EVENT(TIMES "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ada:x:y\r\nORGANIZER;CN=Bea:x:y\r\n")
	assert_people(INVITED EVENT(TIMES "ORGANIZER;CN=Carl:x:y\r\n"), NULL, "");
	assert_people(INVITED, "people=ATTENDEE", "Ada");
	assert_warning(INVITED, "people=ATTENDEE");
}

static void names_in_texts_are_taken_when_asked(void **state)
{
#define NAMED                                                                                                \
	EVENT(TIMES                                                                                          \
		"SUMMARY:Kites - and more - Ada A, Bea B\r\n"                                                \
		"DESCRIPTION:About kites\\nSpeakers: Carl C\\, Dora D\\nSpeaker : none\r\nX-WHO:Emil\\, Fay\r\n")
	assert_people(NAMED, NULL, "");
	assert_people(NAMED, "people=SUMMARY", "Ada A, Bea B");
	assert_people(NAMED, "people=DESCRIPTION", "Carl C, Dora D");
	assert_people(NAMED, "people=X-Who", "Emil, Fay");
	assert_people(EVENT(TIMES "DESCRIPTION:Orateurs : Ada A (Institut B\\, Oulu) et Bea B\r\n"),
		"people=DESCRIPTION", "Ada A (Institut B, Oulu), Bea B");
	struct programme *p = read_in(NAMED, NULL, "people=SUMMARY");
	assert_string_equal(text_in(&p->sessions[0].title, NULL), "Kites - and more");
	assert_string_equal(field_of(p, "SUMMARY"), "people");
	programme_destroy(p);
	assert_warning(NAMED, "people=DESCRIPTION");
	assert_warning(EVENT(TIMES "SUMMARY:Kites - Ada A\r\n"), "people=SUMMARY");
}

static void properties_can_be_chosen(void **state)
{
	static const char lines[] =
		EVENT(TIMES "SUMMARY:a\r\nLOCATION:Hall\r\nCATEGORIES:Talk\\, long,Green\r\nX-TRACK:Red\r\n");
	struct programme *p = read_in(lines, NULL, NULL);
	assert_int_equal(p->sessions[0].track, PROGRAMME_NONE);
	assert_string_equal(field_of(p, "CATEGORIES"), "-");
	assert_string_equal(field_of(p, "LOCATION"), "room");
	programme_destroy(p);
	p = read_in(lines, NULL, "track=x-track,type=Categories,room=");
	assert_string_equal(text_in(&p->tracks[p->sessions[0].track].name, NULL), "Red");
	assert_string_equal(p->sessions[0].type, "Talk, long");
	assert_int_equal(p->sessions[0].room, PROGRAMME_NONE);
	assert_string_equal(field_of(p, "CATEGORIES"), "type");
	assert_string_equal(field_of(p, "LOCATION"), "-");
	programme_destroy(p);
	struct read_options options;
	struct err err;
	char *file = g_strdup_printf("BEGIN:VCALENDAR\r\n%sEND:VCALENDAR\r\n", lines);
	assert_int_equal(read_options_parse(NULL, "track=X-NONE", &options, &err), STATUS_OK);
	assert_int_equal(formats_read(file, strlen(file), &options, &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "unknown_column");
	read_options_clear(&options);
	g_free(file);
}

/* ical_write.c writes the expected times, and a description for people. */
static void knows_our_own_calendar(void **state)
{
	static const char lines[] = "PRODID:-//Madang//Madang//EN\r\n" EVENT(
		"UID:u\r\nSUMMARY:a\r\nDTSTART:20310502T083000Z\r\nDTEND:20310502T091500Z\r\n"
		"X-MADANG-PLANNED-START:20310502T080000Z\r\nX-MADANG-PLANNED-END:20310502T084000Z\r\n"
		"DESCRIPTION:Ada B.\\nabout it\r\n"
		"CATEGORIES:Talk\r\nCONTACT:Ada\\, B.\r\nCONTACT:Bea\r\n");
	assert_times(lines, "Asia/Seoul", "2031-05-02T08:00:00Z 40 a\n");
	assert_people(lines, NULL, "Ada, B., Bea");
	struct programme *p = read_in(lines, "Asia/Seoul", NULL);
	assert_true(text_empty(&p->sessions[0].abstract));
	assert_string_equal(text_in(&p->tracks[p->sessions[0].track].name, NULL), "Talk");
	programme_destroy(p);
}

static void categories_that_part_the_programme_are_tracks(void **state)
{
#define OF(category) EVENT(TIMES "CATEGORIES:" category "\r\n")
	struct programme *p = read_in(OF("Red") OF("Red") OF("Blue") OF("Blue") EVENT(TIMES), NULL, NULL);
	assert_int_equal(p->track_count, 2);
	assert_int_equal(p->sessions[4].track, PROGRAMME_NONE);
	programme_destroy(p);
	p = read_in(
		OF("Talk") OF("Workshop") OF("talk") OF("Talk") OF("Workshop") OF("Workshop"), NULL, NULL);
	assert_int_equal(p->track_count, 0);
	assert_string_equal(p->sessions[1].type, "Workshop");
	programme_destroy(p);
	static const char *const none[] = {OF("Red") OF("Red"), OF("Red") OF("Blue") OF("Green"),
		OF("Red") OF("Red") OF("Blue") OF("Blue,Red")};
	for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
		p = read_in(none[i], NULL, NULL);
		assert_int_equal(p->track_count, 0);
		assert_string_equal(field_of(p, "CATEGORIES"), "-");
		programme_destroy(p);
	}
}

static void a_prefix_of_all_rooms_is_taken_off(void **state)
{
	struct programme *p = read_in(
		EVENT(TIMES "LOCATION:DAYS - Hall\r\n") EVENT(TIMES "LOCATION:DAYS - Barn\r\n"), NULL, NULL);
	assert_string_equal(text_in(&p->rooms[1].name, NULL), "Barn");
	assert_true(warns_of(p, "DAYS - "));
	programme_destroy(p);
	p = read_in(EVENT(TIMES "LOCATION:DAYS - Hall\r\n") EVENT(TIMES "LOCATION:Barn\r\n"), NULL, NULL);
	assert_string_equal(text_in(&p->rooms[0].name, NULL), "DAYS - Hall");
	programme_destroy(p);
}

static void what_repeats_is_held_several_times(void **state)
{
	/* over the change of clocks, without one, with a moved and an added one */
	assert_times(
		EVENT("UID:r\r\nSUMMARY:x\r\nDTSTART;TZID=Europe/Berlin:20310329T100000\r\nDURATION:PT1H\r\n"
		      "RRULE:FREQ=DAILY;UNTIL=20310402T080000Z\r\n"
		      "EXDATE;TZID=Europe/Berlin:20310331T100000\r\n"
		      "RDATE:20310410T120000Z,20310411T120000Z\r\n")
			EVENT("UID:r\r\nSUMMARY:y\r\nRECURRENCE-ID:20310401T080000Z\r\n"
			      "DTSTART:20310401T150000Z\r\nDURATION:PT2H\r\n"),
		NULL,
		"2031-03-29T09:00:00Z 60 x\n2031-03-30T08:00:00Z 60 x\n2031-04-02T08:00:00Z 60 x\n"
		"2031-04-10T12:00:00Z 60 x\n2031-04-11T12:00:00Z 60 x\n2031-04-01T15:00:00Z 120 y\n");
	struct programme *p =
		read_in(EVENT(TIMES "UID:r\r\nRRULE:FREQ=WEEKLY;COUNT=4;BYDAY=FR,SA\r\n"), NULL, NULL);
	assert_int_equal(p->session_count, 4);
	assert_string_equal(p->sessions[3].guid, "r");
	programme_destroy(p);
}

static void repetition_is_bounded(void **state)
{
	static const struct {
		const char *rule;
		size_t sessions;
		const char *warning;
	} cases[] = {
		{"FREQ=DAILY", MAX_CALENDAR_REPEATS, "repeat without end"},
		{"FREQ=DAILY;COUNT=366", MAX_CALENDAR_REPEATS, NULL},
		{"FREQ=DAILY;COUNT=367", MAX_CALENDAR_REPEATS, "repeat without end"},
		{"FREQ=MONTHLY", 13, "repeat without end"},
		{"FREQ=MONTHLY;UNTIL=20310801", 3, NULL},
		{"FREQ=SECONDLY", 1, "not understood"},
		{"FREQ=DAILY;BYMINUTE=1,2,3", 1, "not understood"},
		{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 1, "not understood"},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 1, "not understood"},
		{"FREQ=NEVER", 1, "not understood"},
		{"", 1, NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *lines =
			g_strdup_printf("BEGIN:VEVENT\r\n%sRRULE:%s\r\nEND:VEVENT\r\n", TIMES, cases[i].rule);
		struct programme *p = read_in(lines, NULL, NULL);
		assert_int_equal(p->session_count, cases[i].sessions);
		if (cases[i].warning ? !warns_of(p, cases[i].warning) : warns_of(p, "repeat"))
			fail_msg("%s: %zu warnings", cases[i].rule, p->warning_count);
		programme_destroy(p);
		g_free(lines);
	}
}

static void assert_quick(const char *lines, const char *warning)
{
	enum { PATIENCE_S = 20 }; /* under a sanitizer, on a busy machine; without bounds it is minutes */
	gint64 began = g_get_monotonic_time();
	assert_warning(lines, warning);
	assert_true(g_get_monotonic_time() - began < PATIENCE_S * G_USEC_PER_SEC);
}

/* Rules are followed up to a number; those that fit no day sooner. */
static void many_rules_cost_no_time(void **state)
{
	GString *lines = g_string_new(NULL);
	for (int i = 0; i < 2000; i++)
		g_string_append(lines, EVENT(TIMES "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"));
	assert_quick(lines->str, "2000 events repeat by a rule");
	g_string_truncate(lines, 0);
	for (int i = 0; i < MAX_CALENDAR_RULES + 2; i++)
		g_string_append(lines, EVENT(TIMES "RRULE:FREQ=DAILY;COUNT=1\r\n"));
	assert_quick(lines->str, "2 events repeat by a rule");
	g_string_free(lines, TRUE);
}

static void many_zones_cost_no_time(void **state)
{
	GString *lines = g_string_new(NULL);
	for (int i = 0; i < MAX_CALENDAR_ZONES; i++) {
		g_string_append_printf(lines, "BEGIN:VTIMEZONE\r\nTZID:Fair %d\r\n", i);
		for (int k = 0; k < 20; k++)
			g_string_append(lines,
				"BEGIN:STANDARD\r\nDTSTART:10000101T000000\r\nTZOFFSETFROM:+0100\r\n"
				"TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:STANDARD\r\n");
		g_string_append_printf(lines,
			"END:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Fair %d:20310101T000000\r\n"
			"END:VEVENT\r\n",
			i);
	}
	assert_quick(lines->str, "no end and no duration");
	g_string_append(lines, "BEGIN:VTIMEZONE\r\nTZID:More\r\nEND:VTIMEZONE\r\n");
	assert_warning(lines->str, "time zones are defined");
	g_string_free(lines, TRUE);
}

static enum status status_of(const char *begin, const char *item, size_t count, const char *end)
{
	GString *file = g_string_new(begin);
	for (size_t i = 0; i < count; i++)
		g_string_append(file, item);
	g_string_append(file, end);
	struct programme *p = NULL;
	struct err err = {0};
	struct read_options options;
	assert_int_equal(read_options_parse("Europe/Berlin", NULL, &options, &err), STATUS_OK);
	enum status st = formats_read(file->str, file->len, &options, &p, &err);
	programme_destroy(p);
	read_options_clear(&options);
	g_string_free(file, TRUE);
	return st;
}

static void size_is_bounded(void **state)
{
	static const char head[] = "BEGIN:VCALENDAR\n", event[] = "BEGIN:VEVENT\n" TIMES;
	assert_int_equal(
		status_of(head, "BEGIN:VEVENT\nEND:VEVENT\n", MAX_PROGRAMME_SESSIONS, ""), STATUS_OK);
	assert_int_equal(status_of(head, "BEGIN:VEVENT\nEND:VEVENT\n", MAX_PROGRAMME_SESSIONS + 1, ""),
		STATUS_TOO_LARGE);
	assert_int_equal(
		status_of(head, EVENT(TIMES "RRULE:FREQ=DAILY\n"), MAX_PROGRAMME_SESSIONS / 366 + 1, ""),
		STATUS_TOO_LARGE);
	char *full = g_strconcat(head, event, NULL);
	assert_int_equal(status_of(full, "A:\n", MAX_CALENDAR_PROPERTIES - 2, "END:VEVENT\n"), STATUS_OK);
	assert_int_equal(
		status_of(full, "A:\n", MAX_CALENDAR_PROPERTIES - 1, "END:VEVENT\n"), STATUS_TOO_LARGE);
	g_free(full);
	/* depth costs nothing, and neither do zones past their number */
	assert_int_equal(status_of(head, "BEGIN:X\n", 1000000, ""), STATUS_OK);
	assert_int_equal(status_of(head, "BEGIN:VTIMEZONE\nTZID:x\n", 100000, ""), STATUS_OK);
	char *zone = g_strnfill(MAX_CALENDAR_ZONE_BYTES, 'x');
	char *lines = g_strdup_printf("BEGIN:VTIMEZONE\r\nTZID:Big\r\nTZNAME:%s\r\nEND:VTIMEZONE\r\n"
				      "BEGIN:VEVENT\r\nDTSTART;TZID=Big:20310101T000000\r\nEND:VEVENT\r\n",
		zone);
	assert_warning(lines, "neither known nor defined");
	g_free(lines);
	g_free(zone);
}

static void is_known_by_its_first_line(void **state)
{
	static const char *const others[] = {
		"BEGIN:VCARD\nEND:VCARD\n", "BEGIN:", "VCALENDAR", "X\nBEGIN:VCALENDAR\n"};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		struct programme *p = NULL;
		struct err err = {0};
		assert_int_equal(
			formats_read(others[i], strlen(others[i]), NULL, &p, &err), STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, "unsupported_format");
	}
	static const char file[] =
		"Begin: vCalendar\rX-WR-TIMEZONE:UTC\rX-WR-CALNAME:Days\\, the first\rEND:VCALENDAR";
	struct programme *p = read_bytes(file, strlen(file), NULL, NULL);
	assert_string_equal(text_in(&p->title, NULL), "Days, the first");
	programme_destroy(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_forms_of_time),
		cmocka_unit_test(reads_ends_and_durations),
		cmocka_unit_test(whole_days_run_from_midnight),
		cmocka_unit_test(a_start_that_is_no_time_leaves_the_rest),
		cmocka_unit_test(a_zone_may_be_defined_in_the_file),
		cmocka_unit_test(the_zone_of_the_event),
		cmocka_unit_test(without_a_zone_it_asks),
		cmocka_unit_test(lines_are_unfolded_as_bytes),
		cmocka_unit_test(texts_lose_their_backslashes),
		cmocka_unit_test(a_long_line_is_whole),
		cmocka_unit_test(broken_lines_cost_nothing_else),
		cmocka_unit_test(an_empty_calendar_is_an_empty_programme),
		cmocka_unit_test(what_is_private_stays_out),
		cmocka_unit_test(knows_what_is_cancelled),
		cmocka_unit_test(keys_come_from_the_uid),
		cmocka_unit_test(a_uid_of_unlike_events_is_no_key),
		cmocka_unit_test(names_come_from_common_names),
		cmocka_unit_test(names_in_texts_are_taken_when_asked),
		cmocka_unit_test(properties_can_be_chosen),
		cmocka_unit_test(knows_our_own_calendar),
		cmocka_unit_test(categories_that_part_the_programme_are_tracks),
		cmocka_unit_test(a_prefix_of_all_rooms_is_taken_off),
		cmocka_unit_test(what_repeats_is_held_several_times),
		cmocka_unit_test(repetition_is_bounded),
		cmocka_unit_test(many_rules_cost_no_time),
		cmocka_unit_test(many_zones_cost_no_time),
		cmocka_unit_test(size_is_bounded),
		cmocka_unit_test(is_known_by_its_first_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
