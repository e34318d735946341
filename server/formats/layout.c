#include "formats/layout.h"

#include <ctype.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- sessions by day and room --- */

struct sortable {
	size_t index;
	int64_t day, start;
	size_t room;
};

static int compare_sortable(const void *a, const void *b)
{
	const struct sortable *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->room != y->room)
		return x->room < y->room ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* The day of the event that an instant belongs to, as days since 1970. */
static int64_t day_of(const struct zone *z, int64_t at)
{
	struct wall_time w;
	zone_from_utc_ms(z, at, &w);
	w.minute -= DAY_CHANGE_MINUTES;
	int64_t shifted = wall_to_utc_ms(&w);
	return shifted >= 0 ? shifted / MS_PER_DAY : (shifted + 1) / MS_PER_DAY - 1;
}

static int64_t boundary(const struct zone *z, int64_t day)
{
	struct wall_time w;
	wall_from_utc_ms(day * MS_PER_DAY + DAY_CHANGE_MINUTES * MS_PER_MINUTE, &w);
	return zone_to_utc_ms(z, &w);
}

static void describe_day(const struct zone *z, int64_t day, struct layout_day *d)
{
	struct wall_time w;
	wall_from_utc_ms(day * MS_PER_DAY, &w);
	snprintf(d->date, sizeof d->date, "%04d-%02d-%02d", w.year, w.month, w.day);
	layout_time(z, boundary(z, day), d->start);
	layout_time(z, boundary(z, day + 1), d->end);
}

static struct sortable *sorted_sessions(const struct programme *p, const struct zone *z, size_t *ret_count)
{
	struct sortable *list = g_new0(struct sortable, p->session_count + 1);
	size_t n = 0;
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		if (s->scheduled)
			list[n++] = (struct sortable){i, day_of(z, s->start), s->start, s->room};
	}
	qsort(list, n, sizeof *list, compare_sortable);
	*ret_count = n;
	return list;
}

void layout_init(struct layout *l, const struct programme *p)
{
	*l = (struct layout){.zone = p->zone ? zone_create(p->zone) : NULL};
	if (!l->zone)
		l->zone = zone_create("UTC");
	struct sortable *list = sorted_sessions(p, l->zone, &l->count);
	l->order = g_new0(size_t, l->count + 1);
	l->days = g_new0(struct layout_day, l->count + 1);
	for (size_t i = 0; i < l->count; i++) {
		l->order[i] = list[i].index;
		if (i == 0 || list[i].day != list[i - 1].day) {
			l->days[l->day_count].first = i;
			describe_day(l->zone, list[i].day, &l->days[l->day_count++]);
		}
		l->days[l->day_count - 1].count++;
	}
	g_free(list);
	l->identities = identity_of_sessions(p);
}

void layout_finish(struct layout *l)
{
	zone_destroy(l->zone);
	g_free(l->order);
	g_free(l->days);
	g_free(l->identities);
}

/* --- values as text --- */

void layout_time(const struct zone *z, int64_t at, char out[LAYOUT_TIME])
{
	struct wall_time w;
	int offset = zone_offset_minutes(z, at);
	/* By the rounded offset, so that the text is the same instant even
	 * where a zone had seconds in its offset. */
	wall_from_utc_ms(at + offset * MS_PER_MINUTE, &w);
	int n = snprintf(out, LAYOUT_TIME, "%04d-%02d-%02dT%02d:%02d:%02d", w.year, w.month, w.day, w.hour,
		w.minute, w.second);
	if (w.millisecond)
		n += snprintf(out + n, (size_t)(LAYOUT_TIME - n), ".%03d", w.millisecond);
	snprintf(out + n, (size_t)(LAYOUT_TIME - n), "%c%02d:%02d", offset < 0 ? '-' : '+', abs(offset) / 60,
		abs(offset) % 60);
}

void layout_clock(const struct zone *z, int64_t at, char out[LAYOUT_CLOCK])
{
	struct wall_time w;
	zone_from_utc_ms(z, at, &w);
	snprintf(out, LAYOUT_CLOCK, "%02u:%02u", (unsigned)w.hour % 24, (unsigned)w.minute % 60);
}

void layout_duration(int minutes, bool days, char out[LAYOUT_DURATION])
{
	if (days && minutes >= 24 * 60)
		snprintf(out, LAYOUT_DURATION, "%d:%02d:%02d", minutes / (24 * 60), minutes / 60 % 24,
			minutes % 60);
	else
		snprintf(out, LAYOUT_DURATION, "%02d:%02d", minutes / 60, minutes % 60);
}

const char *layout_text(const struct programme *p, const struct text *t)
{
	return text_in(t, p->language_count ? p->languages[0] : NULL);
}

const char *layout_room_name(const struct programme *p, size_t room)
{
	return room < p->room_count ? layout_text(p, &p->rooms[room].name) : "";
}

const char *layout_track_name(const struct programme *p, size_t track)
{
	return track < p->track_count ? layout_text(p, &p->tracks[track].name) : "";
}

/* No format has a member for it; this prefix is what people write, what other
 * tools show, and what programme_finish takes off again. */
const char *layout_title_prefix(const struct programme_session *s)
{
	return s->cancelled ? "CANCELLED - " : "";
}

void layout_title(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	buf_add_str(out, layout_title_prefix(s));
	buf_add_str(out, layout_text(p, &s->title));
}

void layout_acronym(const struct programme *p, char out[LAYOUT_ACRONYM])
{
	enum { SHORTEST = 4 };
	const char *from = p->acronym ? p->acronym : layout_text(p, &p->title);
	size_t n = 0;
	for (; *from && n < LAYOUT_ACRONYM - 1; from++) {
		int c = *from == '-' ? '_' : tolower((unsigned char)*from);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
			out[n++] = (char)c;
	}
	out[n] = '\0';
	if (n < SHORTEST)
		snprintf(out + n, LAYOUT_ACRONYM - n, "%sconf", n ? "_" : "");
}

/* --- what the formats take --- */

bool layout_is_code(const char *s)
{
	return s && *s && strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(s);
}

bool layout_is_session_code(const char *s)
{
	return layout_is_code(s) && strlen(s) == 6;
}

bool layout_is_track_slug(const char *s)
{
	size_t n = s ? strlen(s) : 0;
	return n >= 2 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n && s[n - 1] != '-';
}

bool layout_is_http(const char *s)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				      "-._~:/?#[]@!$&'()*+,;=%";
	size_t scheme = !s ? 0 : strncmp(s, "http://", 7) == 0 ? 7 : strncmp(s, "https://", 8) == 0 ? 8 : 0;
	if (!scheme || !isalnum((unsigned char)s[scheme]) || s[strspn(s, allowed)])
		return false;
	for (const char *p = strchr(s, '%'); p; p = strchr(p + 1, '%'))
		if (!isxdigit((unsigned char)p[1]) || !isxdigit((unsigned char)p[2]))
			return false;
	const char *fragment = strchr(s, '#');
	return !fragment || !strchr(fragment + 1, '#');
}

/* At least one lower-case letter after an upper-case one. */
static size_t name_length(const char *s)
{
	size_t n = *s >= 'A' && *s <= 'Z' ? strspn(s + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
	return n ? n + 1 : 0;
}

bool layout_is_zone(const char *s)
{
	size_t area = s ? name_length(s) : 0;
	return s && ((area && s[area] == '/' && name_length(s + area + 1)) || strcmp(s, "UTC") == 0);
}

/* --- JSON members --- */

static void add_name(struct buf *out, const char *name, const char *suffix)
{
	size_t last = out->len;
	while (last > 0 && out->data[last - 1] == '\n')
		last--;
	if (last > 0 && out->data[last - 1] != '{')
		buf_add_char(out, ',');
	buf_addf(out, "\"%s%s\":", name, suffix);
}

void layout_member(struct buf *out, const char *name, const char *value)
{
	add_name(out, name, "");
	buf_add_json(out, value);
}

void layout_also_in(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	add_name(out, "also_in", "");
	for (size_t i = 0; i < s->also_in_count; i++) {
		buf_add_char(out, i ? ',' : '[');
		buf_add_json(out, layout_room_name(p, s->also_in[i]));
	}
	buf_add_char(out, ']');
}

void layout_i18n(struct buf *out, const char *name, const struct text *t, const char *prefix)
{
	add_name(out, name, "_i18n");
	for (size_t i = 0; i < t->count; i++) {
		struct buf value = BUF_INIT(MAX_TEXT + 64);
		buf_addf(&value, "%s%s", prefix, t->forms[i].value);
		buf_add_char(out, i ? ',' : '{');
		buf_add_json(out, t->forms[i].lang);
		buf_add_char(out, ':');
		buf_add_json_n(out, value.data, value.len);
		buf_clear(&value);
	}
	buf_add_char(out, '}');
}
