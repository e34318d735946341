/* Writes the programme as a table that spreadsheets open rightly (a byte order
 * mark, CRLF, local dates and times) and csv_read.c reads again: a row a
 * session, in order of start, those without a time last. It carries sessions,
 * rooms, tracks, speakers and minutes, in the event's first language; planned
 * times, and the zone in a column of its own, so that no one need be asked. */
#include "formats/layout.h"
#include "formats/names.h"
#include "formats/readers.h"
#include "formats/table.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	const struct programme_session *s;
	size_t index;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->s->scheduled != y->s->scheduled)
		return x->s->scheduled ? -1 : 1;
	if (x->s->scheduled && x->s->start != y->s->start)
		return x->s->start < y->s->start ? -1 : 1;
	if (x->s->room != y->s->room)
		return x->s->room < y->s->room ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void add_value(struct buf *out, const char *value)
{
	size_t n = strlen(value);
	bool formula = table_is_formula(value);
	bool blanks = n && (strchr(" \t", value[0]) || strchr(" \t", value[n - 1]));
	if (!formula && !blanks && !strpbrk(value, ",;\"\r\n\t")) {
		buf_add(out, value, n);
		return;
	}
	buf_add_str(out, formula ? "\"'" : "\"");
	for (const char *c = value; *c; c++) {
		if (*c == '"')
			buf_add_char(out, '"');
		buf_add_char(out, *c);
	}
	buf_add_char(out, '"');
}

static void add_cell(struct buf *out, const char *value)
{
	buf_add_char(out, ',');
	add_value(out, value);
}

static const char *person_name(const struct programme *p, const struct programme_session *s, size_t i)
{
	return layout_text(p, &p->people[s->people[i]].name);
}

/* Does the cell give the same names again? */
static bool splits_back(const struct programme *p, const struct programme_session *s, const char *cell)
{
	static const struct names_habit commas_divide = {.others = 1};
	GPtrArray *names = names_split(cell, &commas_divide);
	bool same = names->len == s->people_count;
	for (guint i = 0; i < names->len && same; i++)
		same = strcmp(names->pdata[i], person_name(p, s, i)) == 0;
	g_ptr_array_unref(names);
	return same;
}

/* "Ana Lee; Bo Kim"; where a name has something in it at which names are
 * divided, each with a line's end behind it, which divides before all else. */
static void add_people(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	struct buf cell = BUF_INIT(out->max);
	for (size_t i = 0; i < s->people_count; i++)
		buf_addf(&cell, "%s%s", i ? "; " : "", person_name(p, s, i));
	if (cell.len && !splits_back(p, s, cell.data)) {
		buf_reset(&cell);
		for (size_t i = 0; i < s->people_count; i++)
			buf_addf(&cell, "%s\n", person_name(p, s, i));
	}
	add_cell(out, cell.len ? cell.data : "");
	out->failed = out->failed || cell.failed;
	buf_clear(&cell);
}

/* Is the instant not what a wall clock there would be read as? Where clocks
 * are put back, they show an hour twice. */
static bool is_ambiguous(const struct zone *z, int64_t at)
{
	struct wall_time w;
	zone_from_utc_ms(z, at, &w);
	w.second = w.millisecond = 0;
	return zone_to_utc_ms(z, &w) / MS_PER_MINUTE != at / MS_PER_MINUTE;
}

/* Clocks, as people read them; in full where one of them doesn't tell. */
static void add_times(const struct zone *z, const struct programme_session *s, struct buf *out)
{
	char start[LAYOUT_TIME], end[LAYOUT_TIME], duration[LAYOUT_DURATION];
	int64_t until = s->start + s->duration * MS_PER_MINUTE;
	enum { DATE_LENGTH = 10, CLOCK_AT = 11, CLOCK_LENGTH = 5 };
	layout_duration(s->duration, false, duration);
	if (s->scheduled) {
		bool whole = is_ambiguous(z, s->start) || is_ambiguous(z, until);
		layout_time(z, s->start, start);
		layout_time(z, until, end);
		buf_addf(out, ",%.*s", DATE_LENGTH, start);
		buf_addf(out, ",%.*s", whole ? LAYOUT_TIME : CLOCK_LENGTH, whole ? start : start + CLOCK_AT);
		buf_addf(out, ",%.*s", whole ? LAYOUT_TIME : CLOCK_LENGTH, whole ? end : end + CLOCK_AT);
	} else {
		buf_add_str(out, ",,,");
	}
	add_cell(out, duration);
}

static const char *id_of(const struct programme_session *s)
{
	return s->guid ? s->guid : s->code ? s->code : s->number ? s->number : "";
}

static const char *status_of(const struct programme_session *s)
{
	return s->cancelled ? "cancelled" : s->scheduled ? "scheduled" : "unscheduled";
}

static void add_row(
	const struct programme *p, const struct zone *z, const struct programme_session *s, struct buf *out)
{
	add_value(out, id_of(s));
	add_cell(out, layout_text(p, &s->title));
	add_cell(out, layout_text(p, &s->subtitle));
	add_cell(out, s->type ? s->type : "");
	add_cell(out, layout_track_name(p, s->track));
	add_cell(out, layout_room_name(p, s->room));
	add_times(z, s, out);
	add_cell(out, zone_name(z));
	add_cell(out, status_of(s));
	add_cell(out, s->language ? s->language : "");
	add_people(p, s, out);
	add_cell(out, layout_text(p, &s->abstract));
	add_cell(out, layout_text(p, &s->description));
	add_cell(out, s->url ? s->url : "");
	buf_add_str(out, "\r\n");
}

void csv_write(const struct programme *p, struct buf *out)
{
	struct layout l;
	struct entry *list = g_new0(struct entry, p->session_count + 1);
	layout_init(&l, p);
	for (size_t i = 0; i < p->session_count; i++)
		list[i] = (struct entry){&p->sessions[i], i};
	qsort(list, p->session_count, sizeof *list, compare_entries);
	buf_add_str(out,
		"\xEF\xBB\xBF"
		"id,title,subtitle,type,track,room,date,start,end,duration,zone,status,language,speakers,"
		"abstract,description,url\r\n");
	for (size_t i = 0; i < p->session_count; i++)
		add_row(p, l.zone, list[i].s, out);
	if (p->session_count == 0) /* its zone is still known */
		buf_addf(out, ",,,,,,,,,,%s,,,,,,\r\n", zone_name(l.zone));
	layout_finish(&l);
	g_free(list);
}
