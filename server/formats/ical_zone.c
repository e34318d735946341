#include "formats/ical_zone.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A year more on both sides, so that a zone with summer time shows both its
 * halves: there are readers that want a STANDARD. */
#define MARGIN (366 * MS_PER_DAY)

static bool goes_on(const struct zone_period *a, const struct zone_period *b)
{
	return a->offset == b->offset && a->daylight == b->daylight && strcmp(a->name, b->name) == 0;
}

static void collect_periods(struct ical_zone *z, const struct zone *zone, int64_t from, int64_t end)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct zone_period));
	while (from < end) {
		struct zone_period next;
		zone_period(zone, from, end, &next);
		struct zone_period *last =
			list->len ? &g_array_index(list, struct zone_period, list->len - 1) : NULL;
		if (last && goes_on(last, &next))
			last->until = next.until;
		else
			g_array_append_val(list, next);
		from = next.until;
	}
	z->count = list->len;
	z->periods = (struct zone_period *)g_array_free(list, FALSE);
}

void ical_zone_init(struct ical_zone *z, const char *name, int64_t first, int64_t last)
{
	*z = (struct ical_zone){.name = name};
	struct zone *zone = name ? zone_create(name) : NULL;
	if (!zone)
		return;
	collect_periods(z, zone, first - MARGIN, last + MARGIN);
	/* Etc/UTC and its other names */
	if (z->count == 1 && strcmp(z->periods[0].name, "UTC") == 0)
		z->count = 0;
	zone_destroy(zone);
}

void ical_zone_finish(struct ical_zone *z)
{
	g_free(z->periods);
}

void ical_time(int64_t at, char out[ICAL_TIME])
{
	struct wall_time w;
	wall_from_utc_ms(at, &w);
	snprintf(out, ICAL_TIME, "%04d%02d%02dT%02d%02d%02d", w.year, w.month, w.day, w.hour, w.minute,
		w.second);
}

static void offset_line(struct ical_lines *l, const char *name, int offset)
{
	int s = abs(offset);
	char seconds[8] = "";
	if (s % 60)
		snprintf(seconds, sizeof seconds, "%02d", s % 60);
	ical_line(l, "%s:%c%02d%02d%s", name, offset < 0 ? '-' : '+', s / 3600, s / 60 % 60, seconds);
}

/* `before`: what the clocks showed until then. */
static void write_observance(const struct zone_period *p, int before, struct ical_lines *l)
{
	const char *kind = p->daylight ? "DAYLIGHT" : "STANDARD";
	char onset[ICAL_TIME];
	ical_time(p->from + before * INT64_C(1000), onset);
	ical_line(l, "BEGIN:%s", kind);
	ical_line(l, "DTSTART:%s", onset);
	offset_line(l, "TZOFFSETFROM", before);
	offset_line(l, "TZOFFSETTO", p->offset);
	ical_text(l, "TZNAME", p->name);
	ical_line(l, "END:%s", kind);
}

void ical_zone_write(const struct ical_zone *z, struct ical_lines *l)
{
	if (z->count == 0)
		return;
	ical_line(l, "BEGIN:VTIMEZONE");
	ical_line(l, "TZID:%s", z->name);
	for (size_t i = 0; i < z->count; i++)
		write_observance(&z->periods[i], z->periods[i ? i - 1 : 0].offset, l);
	ical_line(l, "END:VTIMEZONE");
}

/* The period of an instant; NULL where the clocks show its time twice, since
 * nothing in a local time tells which of the two is meant. */
static const struct zone_period *clocks_at(const struct ical_zone *z, int64_t at)
{
	size_t i = 0;
	while (i + 1 < z->count && at >= z->periods[i].until)
		i++;
	const struct zone_period *p = &z->periods[i];
	int64_t back_before = i > 0 ? (p[-1].offset - p->offset) * INT64_C(1000) : 0;
	int64_t back_after = i + 1 < z->count ? (p->offset - p[1].offset) * INT64_C(1000) : 0;
	bool twice = at - p->from < back_before || p->until - at <= back_after;
	return twice ? NULL : p;
}

void ical_utc_time(struct ical_lines *l, const char *name, int64_t at)
{
	char time[ICAL_TIME];
	ical_time(at, time);
	ical_line(l, "%s:%sZ", name, time);
}

void ical_zone_time(const struct ical_zone *z, struct ical_lines *l, const char *name, int64_t at)
{
	const struct zone_period *p = z->count ? clocks_at(z, at) : NULL;
	if (!p) {
		ical_utc_time(l, name, at);
		return;
	}
	char time[ICAL_TIME];
	ical_time(at + p->offset * INT64_C(1000), time);
	ical_line(l, "%s;TZID=%s:%s", name, z->name, time);
}
