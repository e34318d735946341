#include "base/zone.h"

#include "base/alloc.h"

#include <ctype.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ZONE_NAME = 64 };

struct zone {
	GTimeZone *tz;
	char name[MAX_ZONE_NAME];
};

/* GLib also takes "+09:00", POSIX rules and paths; a name from outside must be
 * a plain IANA name, so none of those. */
static bool is_plain_name(const char *name)
{
	size_t len = strlen(name);
	if (len == 0 || len >= MAX_ZONE_NAME || !isalpha((unsigned char)name[0]) || strstr(name, ".."))
		return false;
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("/_+-", *p))
			return false;
	return true;
}

struct zone *zone_create(const char *name)
{
	if (!is_plain_name(name))
		return NULL;
	GTimeZone *tz = g_time_zone_new_identifier(name);
	if (!tz)
		return NULL;
	/* GLib reads "EST5EDT4" and the like as rules and gives UTC for some
	 * unknown names; both keep another identifier than was asked for. */
	if (strcmp(g_time_zone_get_identifier(tz), name) != 0) {
		g_time_zone_unref(tz);
		return NULL;
	}
	struct zone *z = xcalloc(1, sizeof *z);
	z->tz = tz;
	memcpy(z->name, name, strlen(name) + 1);
	return z;
}

void zone_destroy(struct zone *z)
{
	if (!z)
		return;
	g_time_zone_unref(z->tz);
	free(z);
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

static int64_t floor_seconds(int64_t ms)
{
	return ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
}

static gint interval_at(const struct zone *z, int64_t ms)
{
	return g_time_zone_find_interval(z->tz, G_TIME_TYPE_UNIVERSAL, floor_seconds(ms));
}

int64_t zone_to_utc_ms(const struct zone *z, const struct wall_time *w)
{
	int64_t local_ms = wall_to_utc_ms(w);
	gint64 local = floor_seconds(local_ms);
	gint64 adjusted = local;
	gint interval = g_time_zone_adjust_time(z->tz, G_TIME_TYPE_STANDARD, &adjusted);
	if (adjusted != local) {
		/* In a gap: GLib moves to its end; we keep the minutes past it, by
		 * reading the clock with the offset from before the gap. */
		interval = g_time_zone_find_interval(
			z->tz, G_TIME_TYPE_UNIVERSAL, adjusted - g_time_zone_get_offset(z->tz, interval) - 1);
	}
	return local_ms - (int64_t)g_time_zone_get_offset(z->tz, interval) * 1000;
}

int zone_offset_minutes(const struct zone *z, int64_t ms)
{
	gint interval = interval_at(z, ms);
	return g_time_zone_get_offset(z->tz, interval) / 60;
}

void zone_from_utc_ms(const struct zone *z, int64_t ms, struct wall_time *ret)
{
	gint interval = interval_at(z, ms);
	wall_from_utc_ms(ms + (int64_t)g_time_zone_get_offset(z->tz, interval) * 1000, ret);
}

void zone_period(const struct zone *z, int64_t from, int64_t end, struct zone_period *ret)
{
	gint interval = interval_at(z, from);
	*ret = (struct zone_period){
		.from = from,
		.until = end,
		.offset = g_time_zone_get_offset(z->tz, interval),
		.daylight = g_time_zone_is_dst(z->tz, interval),
	};
	g_strlcpy(ret->name, g_time_zone_get_abbreviation(z->tz, interval), sizeof ret->name);
	if (interval_at(z, end) == interval)
		return;
	/* GLib does not tell when an interval ends; they are numbered in order. */
	int64_t within = floor_seconds(from), past = floor_seconds(end);
	while (past - within > 1) {
		int64_t middle = within + (past - within) / 2;
		if (interval_at(z, middle * 1000) == interval)
			within = middle;
		else
			past = middle;
	}
	ret->until = past * 1000;
}
