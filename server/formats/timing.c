#include "formats/timing.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known while the sessions' times are worked out. */
struct resolving {
	struct programme *p;
	const struct zone *zone;
	int day_change; /* minutes after midnight */
	size_t false_offsets, false_labels, unscheduled, points;
	const char *first_offset, *first_label, *first_unscheduled, *first_point; /* their places */
};

/* Up to three numbers with colons between; returns how many, 0 if malformed. */
static int take_parts(const char *s, int parts[3])
{
	int n = 0;
	for (;;) {
		size_t digits = strspn(s, "0123456789");
		if (digits == 0 || digits > 5)
			return 0;
		parts[n++] = (int)strtol(s, NULL, 10);
		s += digits;
		if (*s == '\0')
			return n;
		if (*s++ != ':' || n == 3)
			return 0;
	}
}

bool timing_duration(const char *s, int *ret_minutes)
{
	int v[3];
	switch (take_parts(s, v)) {
	case 1: *ret_minutes = v[0]; return true;
	case 2: *ret_minutes = v[0] * 60 + v[1]; return v[1] < 60;
	case 3:
		/* D:HH:MM, as pretalx writes it past a day. "00:45:00" can't be that. */
		if (v[2] > 59)
			return false;
		*ret_minutes = v[1] < 24 ? v[0] * 24 * 60 + v[1] * 60 + v[2] : v[0] * 60 + v[1];
		return v[1] < 60;
	default: return iso_duration_parse(s, ret_minutes);
	}
}

/* "HH:MM" or "HH:MM:SS" as minutes of the day. */
static bool clock_minutes(const char *s, int *ret)
{
	int v[3], n = take_parts(s, v);
	if (n < 2 || v[0] > 23 || v[1] > 59)
		return false;
	*ret = v[0] * 60 + v[1];
	return true;
}

static enum status invalid(
	struct err *err, const struct slot *t, const char *field, const char *value, const char *want)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s: %s \"%.60s\" is not %s", t->place,
		field, value, want);
}

/* A date-time, with an offset or else on the event's wall clock. */
static bool any_instant(struct resolving *r, const struct slot *t, const char *s, int64_t *ret)
{
	struct wall_time w;
	int offset;
	if (instant_parse(s, ret, &offset)) {
		/* A session counts once, by its start. */
		bool counts = s == t->date && !t->utc;
		if (counts && offset != zone_offset_minutes(r->zone, *ret) && !r->false_offsets++)
			r->first_offset = t->place;
		return true;
	}
	if (!wall_parse(s, &w))
		return false;
	*ret = zone_to_utc_ms(r->zone, &w);
	return true;
}

/* Beside an end, a longer duration is that of the talk, which its slot cuts
 * short. Past a day it is one of H:MM:SS, misread. */
static void take_length(const char *duration, struct programme_session *s)
{
	int minutes;
	if (*duration && timing_duration(duration, &minutes) && minutes > s->duration && minutes <= 24 * 60)
		s->length = minutes;
}

/* The label counts for nothing beside `date`; that it differs is told. */
static void compare_label(struct resolving *r, const struct slot *t, int64_t at)
{
	struct wall_time local;
	char written[8];
	int label;
	zone_from_utc_ms(r->zone, at, &local);
	snprintf(written, sizeof written, "%.5s", strlen(t->date) > 11 ? t->date + 11 : "");
	if (!t->start || !clock_minutes(t->start, &label) || label == local.hour * 60 + local.minute)
		return;
	int own;
	if ((!clock_minutes(written, &own) || own != label) && !r->false_labels++)
		r->first_label = t->place;
}

/* Pentabarf: the day's date and a clock; what begins before the change of day
 * is listed under the evening before. */
static enum status start_from_day(
	struct resolving *r, const struct slot *t, const char *date, int64_t *ret, struct err *err)
{
	struct wall_time w;
	int minutes;
	if (!date_parse(date, &w))
		return invalid(err, t, "date", date, "a date");
	if (!t->start || !clock_minutes(t->start, &minutes))
		return invalid(err, t, "start", t->start ? t->start : "", "a time of day, HH:MM");
	w.day += minutes < r->day_change;
	w.hour = minutes / 60;
	w.minute = minutes % 60;
	*ret = zone_to_utc_ms(r->zone, &w);
	return STATUS_OK;
}

static bool in_range(int64_t at)
{
	enum { FIRST_YEAR = 1970, LAST_YEAR = 2999 };
	struct wall_time w;
	wall_from_utc_ms(at, &w);
	return w.year >= FIRST_YEAR && w.year <= LAST_YEAR;
}

static enum status resolve_start(
	struct resolving *r, const struct slot *t, struct programme_session *s, struct err *err)
{
	struct wall_time only_date;
	bool is_date = t->date && date_parse(t->date, &only_date);
	if (t->date && !is_date) {
		if (!any_instant(r, t, t->date, &s->start))
			return invalid(err, t, "date", t->date, "a date-time");
		compare_label(r, t, s->start);
	} else if (is_date || (t->day && t->start)) {
		enum status st = start_from_day(r, t, is_date ? t->date : t->day, &s->start, err);
		if (st != STATUS_OK)
			return st;
	} else {
		if (!r->unscheduled++)
			r->first_unscheduled = t->place;
		return STATUS_OK;
	}
	s->scheduled = true;
	return in_range(s->start)
		? STATUS_OK
		: invalid(err, t, "date", t->date ? t->date : t->day, "between 1970 and 2999");
}

static enum status resolve_duration(
	struct resolving *r, const struct slot *t, struct programme_session *s, struct err *err)
{
	int64_t end;
	const char *text = t->duration ? t->duration : "";
	if (t->end && s->scheduled && any_instant(r, t, t->end, &end) && end >= s->start) {
		if (end - s->start > MAX_DURATION_MINUTES * MS_PER_MINUTE)
			return invalid(err, t, "end", t->end, "within 31 days of the start");
		s->duration = (int)((end - s->start) / MS_PER_MINUTE);
		take_length(text, s);
		return STATUS_OK;
	}
	if (t->end && s->scheduled)
		programme_warn(r->p, "%s: end \"%.60s\" is no time after the start: the duration counts",
			t->place, t->end);
	if (!*text) {
		if (s->scheduled && !r->points++)
			r->first_point = t->place;
		return STATUS_OK;
	}
	int minutes;
	if (!timing_duration(text, &minutes))
		return invalid(err, t, "duration", text, "a duration, HH:MM");
	if (minutes > MAX_DURATION_MINUTES)
		return invalid(err, t, "duration", text, "within 31 days");
	s->duration = minutes;
	return STATUS_OK;
}

static void warn_of_times(struct resolving *r, size_t count)
{
	if (r->false_offsets)
		programme_warn(r->p,
			"%zu of %zu sessions have an offset that %s has not at that time (first: %s): "
			"their instants were taken as they are",
			r->false_offsets, count, zone_name(r->zone), r->first_offset);
	if (r->false_labels)
		programme_warn(r->p,
			"%zu sessions have a start that is not the time of their date (first: %s): date "
			"counts",
			r->false_labels, r->first_label);
	if (r->points)
		programme_warn(r->p, "%zu sessions have no duration (first: %s): taken as points in time",
			r->points, r->first_point);
	if (r->unscheduled)
		programme_warn(r->p, "%zu sessions have no time (first: %s): taken without a slot",
			r->unscheduled, r->first_unscheduled);
}

static enum status resolve_all(struct resolving *r, const struct slot *slots, struct err *err)
{
	for (size_t i = 0; i < r->p->session_count; i++) {
		struct programme_session *s = &r->p->sessions[i];
		enum status st = resolve_start(r, &slots[i], s, err);
		if (st == STATUS_OK)
			st = resolve_duration(r, &slots[i], s, err);
		if (st != STATUS_OK)
			return st;
	}
	warn_of_times(r, r->p->session_count);
	return STATUS_OK;
}

static void set_day_change(struct resolving *r, const char *text)
{
	int minutes;
	r->day_change = DAY_CHANGE_MINUTES;
	if (!text)
		return;
	if (clock_minutes(text, &minutes) && minutes <= 12 * 60)
		r->day_change = minutes;
	else
		programme_warn(r->p, "day_change \"%.20s\" is no time of a morning: 04:00 taken", text);
}

/* The zone that was asked for wins; that the file's own keeps other clocks is told. */
static void compare_zones(struct resolving *r, const char *name)
{
	struct zone *own = name ? zone_create(name) : NULL;
	if (name && !own)
		programme_warn(
			r->p, "the file's zone \"%.60s\" is not known: %s taken", name, zone_name(r->zone));
	for (size_t i = 0; own && i < r->p->session_count; i++) {
		const struct programme_session *s = &r->p->sessions[i];
		if (s->scheduled &&
			zone_offset_minutes(own, s->start) != zone_offset_minutes(r->zone, s->start)) {
			programme_warn(r->p,
				"the file says zone %s, but %s was asked for, whose clocks differ", name,
				zone_name(r->zone));
			break;
		}
	}
	zone_destroy(own);
}

static enum status zone_needed(const struct programme *p, const struct slot *slots, struct err *err)
{
	int64_t at;
	int offset;
	for (size_t i = 0; i < p->session_count; i++)
		if (slots[i].date && instant_parse(slots[i].date, &at, &offset))
			return err_set(err, STATUS_UNPROCESSABLE, "zone_needed",
				"the file names no time zone (its first time has the offset %c%02d:%02d): "
				"give the event's, as tz=Asia/Seoul",
				offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
	return err_set(err, STATUS_UNPROCESSABLE, "zone_needed",
		"the file names no time zone and its times have no offset: give the event's zone, as "
		"tz=Asia/Seoul");
}

enum status timing_resolve(struct programme *p, const struct slot *slots, const struct timing *file,
	const struct read_options *options, struct err *err)
{
	struct zone *own = NULL;
	struct resolving r = {.p = p, .zone = options ? options->zone : NULL};
	if (!r.zone) {
		if (!file->zone)
			return zone_needed(p, slots, err);
		r.zone = own = zone_create(file->zone);
		if (!own)
			return err_set(err, STATUS_UNPROCESSABLE, "zone_unknown",
				"the file's time zone \"%.60s\" is not known: give the event's, as "
				"tz=Asia/Seoul",
				file->zone);
	}
	p->zone = arena_strdup(p->arena, zone_name(r.zone));
	set_day_change(&r, file->day_change);
	enum status st = resolve_all(&r, slots, err);
	if (st == STATUS_OK && !own)
		compare_zones(&r, file->zone);
	zone_destroy(own);
	return st;
}
