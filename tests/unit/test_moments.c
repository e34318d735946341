/* Dates, times and durations as they stand in the cells of tables. */
#include "formats/moments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* "2031-06-12 14:30 +02:00", with only the parts that are there; "no". */
static void describe(const char *cell, enum date_order order, int year, char out[64])
{
	struct moment m;
	int n = 0;
	out[0] = '\0';
	if (!moment_parse(cell, &m) || (m.dated && !moment_settle(&m, order, year))) {
		snprintf(out, 64, "no");
		return;
	}
	const struct wall_time *w = &m.wall;
	if (m.dated)
		n += snprintf(out + n, 64, "%04d-%02d-%02d", w->year, w->month, w->day);
	if (m.timed)
		n += snprintf(out + n, 64 - (size_t)n, "%s%02d:%02d", n ? " " : "", w->hour, w->minute);
	if (m.zoned)
		snprintf(out + n, 64 - (size_t)n, " %+d", m.offset);
}

static void cells_as_people_write_them(void **state)
{
	static const struct {
		const char *cell, *is;
	} cases[] = {
		{"2031-06-12", "2031-06-12"},
		{"2031/6/12", "2031-06-12"},
		{"2031/6/123456789", "no"},
		{"2031/123456789/1", "no"},
		{"20310612", "2031-06-12"},
		{"20310612T143000Z", "2031-06-12 14:30 +0"},
		{"2031-06-12 14:30:00", "2031-06-12 14:30"},
		{"2031-06-12T14:30:00.000Z", "2031-06-12 14:30 +0"},
		{"2031-06-12T14:30:00-05:00", "2031-06-12 14:30 -300"},
		{"2031-06-12 14:30:00+0530", "2031-06-12 14:30 +330"},
		{"12 June 2031", "2031-06-12"},
		{"June 12, 2031", "2031-06-12"},
		{"Thursday, June 12th, 2031", "2031-06-12"},
		{"Thu, Jun 12, 2031 2:30 PM", "2031-06-12 14:30"},
		{"12-Jun-31", "2031-06-12"},
		{"12. Juni 2031", "2031-06-12"},
		{"Do, 12.6.2031", "2031-06-12"},
		{"am 12.06.31 um 14.30 Uhr", "2031-06-12 14:30"},
		{"3 März 2031", "2031-03-03"},
		{"2031년 6월 12일", "2031-06-12"},
		{"2031년 6월 12일 (목) 오후 2시 30분", "2031-06-12 14:30"},
		{"2031. 6. 12. 오후 2:30", "2031-06-12 14:30"},
		{"2031年6月12日(木)", "2031-06-12"},
		{"２０３１／６／１２", "2031-06-12"},
		{"12. 6. 2031", "2031-06-12"},
		{"samedi 7 juin 2031", "2031-06-07"},
		{"mardi 3 mars 2031", "2031-03-03"},
		{"3 mars 2031 (mardi)", "2031-03-03"},
		{"sábado 7 de junio de 2031", "2031-06-07"},
		{"maandag 5 mei 2031", "2031-05-05"},
		{"sabato 7 giugno 2031", "2031-06-07"},
		{"31/12/99", "1999-12-31"},
		{"Sat, Jun 12", "2027-06-12"},
		{"12.6.", "2027-06-12"},
		{"1:30 PM", "13:30"},
		{"12:15 am", "00:15"},
		{"12 p.m.", "12:00"},
		{"9am", "09:00"},
		{"4:00: PM", "16:00"},
		{"13.30", "13:30"},
		{"1330", "13:30"},
		{"930", "09:30"},
		{"14h30", "14:30"},
		{"14h", "14:00"},
		{"20 Uhr", "20:00"},
		{"오후 2:30", "14:30"},
		{"午前9時", "09:00"},
		{"24:00", "24:00"},
		{"10:00:30", "10:00"},
		{"Fri 10:00", "10:00"},
		{"", "no"},
		{"TBD", "no"},
		{"Day 1", "no"},
		{"1", "no"},
		{"noon", "12:00"},
		{"12 noon", "12:00"},
		{"25:30", "no"},
		{"24:30", "no"},
		{"10:61", "no"},
		{"2031-02-30", "no"},
		{"31/4/2031", "no"},
		{"12 Foo 2031", "no"},
		{"12345678901234567890", "no"},
		{"5/6/7/8", "no"},
		{"May the forest grow", "no"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char is[64];
		describe(cases[i].cell, ORDER_DMY, 2027, is);
		if (strcmp(is, cases[i].is) != 0)
			fail_msg("\"%s\" is %s, not %s", cases[i].cell, is, cases[i].is);
	}
}

static void open_dates_wait_for_their_order(void **state)
{
	char is[64];
	describe("5/6/2031", ORDER_DMY, 0, is);
	assert_string_equal(is, "2031-06-05");
	describe("5/6/2031", ORDER_MDY, 0, is);
	assert_string_equal(is, "2031-05-06");
	describe("31/5/6", ORDER_YMD, 0, is);
	assert_string_equal(is, "no"); /* a year has two digits or four */
	describe("31/05/06", ORDER_YMD, 0, is);
	assert_string_equal(is, "2031-05-06");
	describe("6/12", ORDER_MDY, 0, is);
	assert_string_equal(is, "no"); /* of no year that is known */
	describe("6/12", ORDER_MDY, 2031, is);
	assert_string_equal(is, "2031-06-12");
}

static void the_column_tells_the_order(void **state)
{
	static const struct {
		const char *cells[4];
		enum date_order order;
		bool guess;
	} cases[] = {
		{{"5/6/2031", "13/6/2031"}, ORDER_DMY, false}, /* 13 is no month */
		{{"6/5/2031", "6/13/2031"}, ORDER_MDY, false},
		{{"6/7/2031", "6/8/2031", "6/9/2031"}, ORDER_MDY, false}, /* three days, not months */
		{{"7.6.2031", "8.6.2031"}, ORDER_DMY, false}, {{"7-6-2031", "8-6-2031"}, ORDER_DMY, false},
		{{"5/6/2031"}, ORDER_MDY, true}, /* only by custom */
		{{"5.6.2031"}, ORDER_DMY, false}, /* dots are not American */
		{{"6/6/2031"}, ORDER_MDY, false}, /* the same either way */
		{{"32/05/14", "32/05/15"}, ORDER_YMD, false}, /* no month has 32 days */
		{{"2031-06-05"}, ORDER_YMD, false}, /* nothing is open */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct date_votes v = {0};
		struct moment m;
		bool guess;
		for (size_t c = 0; c < 4 && cases[i].cells[c]; c++) {
			assert_true(moment_parse(cases[i].cells[c], &m));
			date_votes_add(&v, &m);
		}
		enum date_order order = date_votes_order(&v, &guess);
		if (order != cases[i].order || guess != cases[i].guess)
			fail_msg("%s: order %d, guess %d", cases[i].cells[0], order, guess);
	}
}

static void spans_in_one_cell(void **state)
{
	static const struct {
		const char *cell;
		int from, to; /* minutes of the day; -1: no span */
	} cases[] = {
		{"10:00-10:45", 600, 645},
		{"10:00–11", -1, 0},
		{"9-10am", 540, 600},
		{"9-10pm", 1260, 1320},
		{"8 PM until midnight", 1200, 1440},
		{"9-10", -1, 0},
		{"10:00 – 10:45", 600, 645},
		{"10:00~10:50", 600, 650},
		{"10.00 bis 10.45 Uhr", 600, 645},
		{"9am to 10am", 540, 600},
		{"1:00-2:30 PM", 780, 870},
		{"11:00-1:00 PM", 660, 780},
		{"2031-06-12 10:00-11:00", 600, 660},
		{"오전 10:30 - 11:15", 630, 675},
		{"1330-1400", 810, 840},
		{"10:00", -1, 0},
		{"2031-06-12", -1, 0},
		{"one - two", -1, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct moment from, to;
		bool is = moment_parse_span(cases[i].cell, &from, &to);
		if (is != (cases[i].from >= 0))
			fail_msg("\"%s\": %s", cases[i].cell, is ? "a span" : "no span");
		if (is &&
			(from.wall.hour * 60 + from.wall.minute != cases[i].from ||
				to.wall.hour * 60 + to.wall.minute != cases[i].to))
			fail_msg("\"%s\": %d:%d to %d:%d", cases[i].cell, from.wall.hour, from.wall.minute,
				to.wall.hour, to.wall.minute);
	}
	/* An offset is none, where a date-time says one. */
	struct moment m;
	assert_true(moment_parse("2031-06-12T10:00-05:00", &m));
	assert_true(m.zoned);
}

static void durations(void **state)
{
	static const struct {
		const char *cell;
		int minutes; /* -1: none */
	} cases[] = {{"1:30", 90}, {"00:45", 45}, {"25:00", 1500}, {"1:00:00", 60}, {"0:20", 20}, {"45", 45},
		{"45 min", 45}, {"30 Minuten", 30}, {"45min.", 45}, {"1 hour", 60}, {"48 hours", 2880},
		{"00hr:50min", 50}, {"1h 30m", 90}, {"1h30", 90}, {"1.5 h", 90}, {"1,5 Stunden", 90},
		{"2 days", 2880}, {"1시간 30분", 90}, {"90分", 90}, {"45'", 45}, {"PT45M", 45}, {"0", 0},
		{"", -1}, {"n/a", -1}, {"1:75", -1}, {"an hour", -1}, {"45 apples", -1}, {"-30", -1},
		{"800 hours", -1}, {"999999999 h", -1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int minutes = -1;
		bool good = moment_duration(cases[i].cell, false, &minutes);
		if (good != (cases[i].minutes >= 0) || minutes != cases[i].minutes)
			fail_msg("\"%s\" is %d minutes", cases[i].cell, minutes);
	}
	int minutes;
	assert_true(moment_duration("1.5", true, &minutes));
	assert_int_equal(minutes, 90); /* where the heading says hours */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_as_people_write_them),
		cmocka_unit_test(open_dates_wait_for_their_order),
		cmocka_unit_test(the_column_tells_the_order),
		cmocka_unit_test(spans_in_one_cell),
		cmocka_unit_test(durations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
