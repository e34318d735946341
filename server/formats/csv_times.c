#include "formats/csv_times.h"

#include "formats/headings.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MINUTES = 24 * 60, LONGEST_NIGHT = 18 * 60 };

/* --- the order of day and month ------------------------------------------ */

static void add_vote(struct csv_times *t, const struct moment *m)
{
	if (m->dated && !m->yearless && !t->votes.year)
		t->votes.year = m->open ? m->number[2] + (m->number[2] < 100 ? 2000 : 0) : m->wall.year;
	date_votes_add(&t->votes, m);
}

static void watch(struct csv_times *t, const char *cell)
{
	struct moment from, to;
	if (*cell && (moment_parse(cell, &from) || moment_parse_span(cell, &from, &to)))
		add_vote(t, &from);
}

void csv_times_watch_day(struct csv_times *t, const char *cell)
{
	struct moment day;
	if (moment_parse_day(cell, &day))
		add_vote(t, &day);
}

void csv_times_watch(struct csv_times *t, const struct time_cells *cells)
{
	watch(t, cells->date);
	watch(t, cells->start);
	watch(t, cells->end_date);
	watch(t, cells->end);
}

/* The order that a text names: "dmy", or with letters repeated, "MM-DD-YYYY",
 * "TT.MM.JJJJ". */
static enum date_order order_named(const char *text)
{
	static const struct {
		const char *letters;
		enum date_order order;
	} known[] = {{"dmy", ORDER_DMY}, {"mdy", ORDER_MDY}, {"ymd", ORDER_YMD}, {"tmj", ORDER_DMY}};
	char *folded = headings_fold(text);
	GString *once = g_string_new(NULL);
	for (const char *c = folded; *c; c++)
		if (!once->len || once->str[once->len - 1] != *c)
			g_string_append_c(once, *c);
	enum date_order found = ORDER_UNKNOWN;
	for (size_t i = 0; i < G_N_ELEMENTS(known) && !found; i++)
		if (g_str_has_suffix(once->str, known[i].letters))
			found = known[i].order;
	g_string_free(once, TRUE);
	g_free(folded);
	return found;
}

void csv_times_settle(struct csv_times *t, const char *asked, const char *heading, struct programme *p)
{
	bool guess = false;
	t->order = asked && *asked ? order_named(asked) : ORDER_UNKNOWN;
	if (!t->order)
		t->order = order_named(heading);
	if (!t->order)
		t->order = date_votes_order(&t->votes, &guess);
	if (guess)
		programme_warn(p,
			"the dates can be read as day/month and as month/day: the %s was taken as first; "
			"columns=dates=%s reads them the other way",
			t->order == ORDER_DMY ? "day" : "month", t->order == ORDER_DMY ? "mdy" : "dmy");
}

/* --- one row ------------------------------------------------------------- */

static void flaw(struct csv_times *t, enum time_flaw which, size_t line)
{
	tally_line(&t->flaws[which], line);
}

static void unreadable(struct csv_times *t, const char *cell, size_t line)
{
	if (!t->flaws[TIME_UNREADABLE].count)
		snprintf(t->example, sizeof t->example, "%.*s", (int)sizeof t->example - 1, cell);
	flaw(t, TIME_UNREADABLE, line);
}

/* False, and *m is empty, where the cell says nothing that can be read. `to`
 * gets the end of "10:00-10:45". */
static bool read_moment(
	struct csv_times *t, const char *cell, size_t line, struct moment *m, struct moment *to)
{
	bool good = moment_parse(cell, m) || moment_parse_span(cell, m, to);
	if (good && (!m->dated || moment_settle(m, t->order, t->votes.year)) &&
		(!to->dated || moment_settle(to, t->order, t->votes.year)))
		return true;
	bool no_year = good && m->yearless && !t->votes.year;
	*m = *to = (struct moment){0};
	if (no_year)
		flaw(t, TIME_YEAR_MISSING, line);
	else if (*cell)
		unreadable(t, cell, line);
	return false;
}

static void take_day(struct moment *m, const struct moment *from)
{
	m->wall.year = from->wall.year;
	m->wall.month = from->wall.month;
	m->wall.day = from->wall.day;
	m->dated = true;
}

static void next_day(struct moment *m)
{
	struct wall_time w = m->wall;
	w.day++;
	wall_from_utc_ms(wall_to_utc_ms(&w), &m->wall);
}

static int minutes_between(const struct moment *from, const struct moment *to)
{
	int64_t ms = wall_to_utc_ms(&to->wall) - wall_to_utc_ms(&from->wall);
	if (from->zoned && to->zoned)
		ms -= (to->offset - from->offset) * MS_PER_MINUTE;
	int64_t minutes = ms / MS_PER_MINUTE;
	return minutes > INT32_MAX ? INT32_MAX : minutes < INT32_MIN ? INT32_MIN : (int)minutes;
}

static const char *written(struct arena *a, const struct moment *m)
{
	char text[64];
	const struct wall_time *w = &m->wall;
	int n = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", w->year, w->month, w->day,
		w->hour, w->minute, w->second);
	if (m->zoned)
		snprintf(text + n, sizeof text - (size_t)n, "%c%02d:%02d", m->offset < 0 ? '-' : '+',
			abs(m->offset) / 60, abs(m->offset) % 60);
	return arena_strdup(a, text);
}

/* What one row says, put together. */
struct row_time {
	struct moment from, to, last_day; /* the day that "End Date" names */
	int minutes; /* the duration; -1: none is given */
};

/* The start's day: its own, its date's, or that of the row above (tables with
 * the date only in the first row of each day). */
static void find_day(struct csv_times *t, const struct time_cells *cells, struct row_time *r)
{
	struct moment day = {0}, day_to = {0};
	bool whole = r->from.dated && r->from.timed; /* "Thursday" beside it adds nothing */
	if (!whole && read_moment(t, cells->date, cells->line, &day, &day_to) && day.dated && !r->from.dated)
		take_day(&r->from, &day);
	if (!r->from.timed && day.timed) {
		r->from = day;
		r->to = r->to.timed ? r->to : day_to;
	}
	if (!r->from.dated && r->from.timed && !*cells->date && t->day.dated) {
		take_day(&r->from, &t->day);
		flaw(t, TIME_WITHOUT_DAY, cells->line);
	}
	if (r->from.dated)
		t->day = r->from;
}

/* Midnight to midnight, the last day whole; an end at midnight (Outlook) is
 * the end of the day before. */
static void fill_days(struct row_time *r)
{
	bool midnight = r->to.timed && r->to.wall.hour == 0 && r->to.wall.minute == 0;
	struct moment last = r->to.dated ? r->to : r->last_day.dated ? r->last_day : r->from;
	last.wall.hour = last.wall.minute = last.wall.second = 0;
	last.timed = r->from.timed = true;
	if (!(midnight && minutes_between(&r->from, &last) > 0))
		next_day(&last);
	r->to = last;
}

/* Makes `to` a whole instant, or takes it away. */
static void find_end(struct csv_times *t, const struct time_cells *cells, struct row_time *r)
{
	bool own_day = r->to.dated || r->last_day.dated;
	if (!r->to.timed) {
		r->to = (struct moment){0};
		return;
	}
	if (!r->to.dated)
		take_day(&r->to, r->last_day.dated ? &r->last_day : &r->from);
	if (r->from.zoned && !r->to.zoned) {
		r->to.zoned = true;
		r->to.offset = r->from.offset;
	}
	int length = minutes_between(&r->from, &r->to);
	if (length < 0 && !own_day) {
		next_day(&r->to);
		length += DAY_MINUTES;
	}
	/* "25:00" from ten to eleven: the clock alone doesn't tell the day, nor
	 * that clocks were put forward meanwhile. */
	bool said = !own_day && (r->minutes >= DAY_MINUTES - 60 || (r->minutes >= 0 && r->minutes == length));
	bool around = !own_day && !said && length > LONGEST_NIGHT; /* "13:00" to "12:30" */
	bool wrong = length < 0 || length > MAX_DURATION_MINUTES || around;
	if (wrong)
		flaw(t, TIME_END_WRONG, cells->line);
	if (said || wrong || (length == 0 && r->minutes > 0))
		r->to = (struct moment){0};
}

static void find_length(struct csv_times *t, const struct time_cells *cells, struct row_time *r)
{
	r->minutes = -1;
	if (*cells->duration && !moment_duration(cells->duration, t->in_hours, &r->minutes))
		flaw(t, TIME_LENGTH_UNREADABLE, cells->line);
}

bool csv_times_day(struct csv_times *t, const char *cell)
{
	struct moment day;
	bool good = moment_parse_day(cell, &day) && moment_settle(&day, t->order, t->votes.year);
	if (good)
		t->day = day;
	return good;
}

static bool is_midnight(const struct moment *m)
{
	return !m->timed || (m->wall.hour == 0 && m->wall.minute == 0);
}

void csv_times_slot(struct csv_times *t, const struct time_cells *cells, struct arena *a, struct slot *slot)
{
	struct row_time r = {0};
	struct moment none = {0};
	char minutes[16];
	read_moment(t, cells->start, cells->line, &r.from, &r.to);
	find_day(t, cells, &r);
	find_length(t, cells, &r);
	if (!r.to.timed)
		read_moment(t, cells->end, cells->line, &r.to, &none);
	read_moment(t, cells->end_date, cells->line, &r.last_day, &none);
	if (cells->all_day && r.from.dated && is_midnight(&r.from) && is_midnight(&r.to)) {
		fill_days(&r);
		flaw(t, TIME_ALL_DAY, cells->line);
	} else if (r.from.dated && r.from.timed) {
		find_end(t, cells, &r);
	} else {
		if (r.from.dated)
			flaw(t, TIME_OF_DAY_MISSING, cells->line);
		r.from.timed = r.to.timed = false;
	}
	snprintf(minutes, sizeof minutes, "%d", r.minutes < 0 ? 0 : r.minutes);
	slot->duration = arena_strdup(a, minutes);
	if (!r.from.timed)
		return;
	if (r.minutes < 0 && !r.to.timed)
		flaw(t, TIME_LENGTH_MISSING, cells->line);
	slot->date = written(a, &r.from);
	slot->end = r.to.timed ? written(a, &r.to) : NULL;
	slot->utc = r.from.zoned && r.from.offset == 0;
}

/* --- what was odd -------------------------------------------------------- */

void csv_times_warn(const struct csv_times *t, struct programme *p)
{
	static const char *const words[TIME_FLAWS] = {
		[TIME_YEAR_MISSING] = "dates have no year: left out; a line above the headings may name it "
				      "(\"Programme 2026\")",
		[TIME_WITHOUT_DAY] = "rows have a time and no date: the date of the row above was taken",
		[TIME_OF_DAY_MISSING] = "rows have a date and no time of day: taken without a slot",
		[TIME_ALL_DAY] = "rows are events of whole days: taken from midnight to midnight",
		[TIME_END_WRONG] = "rows end before they start, or more than 31 days later: the end was left "
				   "out",
		[TIME_LENGTH_UNREADABLE] = "rows have a duration that can't be read: left out",
		[TIME_LENGTH_MISSING] = "rows have neither an end nor a duration: taken as points in time",
	};
	const struct tally *bad = &t->flaws[TIME_UNREADABLE];
	if (bad->count)
		programme_warn(p,
			"%zu cells are no date or time that can be read (first: %s, \"%s\"): left out",
			bad->count, bad->first, t->example);
	for (int i = 0; i < TIME_FLAWS; i++)
		if (words[i])
			tally_warn(&t->flaws[i], p, words[i]);
}
