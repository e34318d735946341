/* Writes iCalendar (RFC 5545 and 7986): a calendar to subscribe to.
 *
 * A calendar is there to be gone by, so it has the expected times: a delay
 * shows at the next poll. Where they are not those of the plan, the plan's
 * stand beside them as a period, `X-MADANG-PLANNED:20190829T010000Z/PT45M`.
 * DESCRIPTION is for people, made of several fields and cut: whoever reads our
 * calendar again (PRODID) should not take it for the abstract.
 *
 * There is no METHOD, so DTSTAMP is the last revision (3.8.7.2) and a programme
 * that did not change gives the same bytes. What is cancelled stays in, marked
 * by STATUS. Nobody has an address: speakers are CONTACTs, no ATTENDEEs, which
 * some programs would take for an invitation. TRANSPARENT: that a talk is held
 * does not make the subscriber busy. */
#include "formats/clean.h"
#include "formats/ical_zone.h"
#include "formats/layout.h"
#include "formats/readers.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#define REFRESH "PT5M" /* Apple's shortest; unchanged, it costs a 304 */
enum { MAX_DESCRIPTION = 4096 }; /* bytes of the abstract */

struct span {
	int64_t start, end;
};

/* Of a programme that is not from our database nothing is expected. */
static struct span span_of(const struct programme_session *s)
{
	if (s->uid)
		return (struct span){s->expected_start, s->expected_end};
	return (struct span){s->start, s->start + s->duration * MS_PER_MINUTE};
}

static bool is_late(const struct programme_session *s)
{
	struct span expected = span_of(s);
	return expected.start != s->start || expected.end != s->start + s->duration * MS_PER_MINUTE;
}

/* --- texts ---------------------------------------------------------------- */

/* Behind what is there already, if there is anything to add. */
static void add_part(struct buf *out, const char *between, const char *part, size_t len)
{
	if (len > 0 && out->len > 0)
		buf_add_str(out, between);
	buf_add(out, part, len);
}

static void add_names(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	for (size_t i = 0; i < s->people_count; i++) {
		const char *name = layout_text(p, &p->people[s->people[i]].name);
		add_part(out, i ? ", " : "\n", name, strlen(name));
	}
}

/* What the session is about: Markdown as it is, HTML as text, and not too long. */
static void add_abstract(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	const struct text *t = text_empty(&s->abstract) ? &s->description : &s->abstract;
	char *text = g_strdup(layout_text(p, t));
	size_t len = strlen(text);
	if (clean_looks_like_html(text, len))
		len = clean_block(text, clean_entities(text, clean_tags(text, len)));
	size_t cut = clean_cut(text, len, MAX_DESCRIPTION);
	add_part(out, "\n\n", text, cut);
	buf_add_str(out, cut < len ? "…" : "");
	g_free(text);
}

static void write_description(
	const struct programme *p, const struct programme_session *s, struct ical_lines *l)
{
	struct buf text = BUF_INIT(l->out->max);
	buf_add_str(&text, layout_text(p, &s->subtitle));
	add_names(p, s, &text);
	add_abstract(p, s, &text);
	ical_text(l, "DESCRIPTION", text.data);
	buf_clear(&text);
}

/* --- a session ------------------------------------------------------------ */

static void write_times(const struct ical_zone *z, const struct programme_session *s, struct ical_lines *l)
{
	struct span at = span_of(s);
	ical_zone_time(z, l, "DTSTART", at.start);
	if (at.end > at.start) /* a point in time has no end (3.6.1) */
		ical_zone_time(z, l, "DTEND", at.end);
	if (is_late(s)) {
		char planned[ICAL_TIME];
		ical_time(s->start, planned);
		ical_line(l, "X-MADANG-PLANNED:%sZ/PT%dM", planned, s->duration);
	}
}

static void write_event(const struct programme *p, const struct ical_zone *z,
	const struct programme_session *s, const char *uid, struct ical_lines *l)
{
	ical_line(l, "BEGIN:VEVENT");
	ical_text(l, "UID", uid);
	ical_line(l, "SEQUENCE:%d", s->revision > 0 ? s->revision - 1 : 0);
	ical_utc_time(l, "DTSTAMP", s->modified);
	ical_utc_time(l, "LAST-MODIFIED", s->modified);
	write_times(z, s, l);
	ical_text(l, "SUMMARY", layout_text(p, &s->title));
	ical_line(l, "STATUS:%s", s->cancelled ? "CANCELLED" : "CONFIRMED");
	ical_line(l, "TRANSP:TRANSPARENT");
	ical_text(l, "LOCATION", layout_room_name(p, s->room));
	ical_text(l, "CATEGORIES", layout_track_name(p, s->track));
	write_description(p, s, l);
	for (size_t i = 0; i < s->people_count; i++)
		ical_text(l, "CONTACT", layout_text(p, &p->people[s->people[i]].name));
	if (s->url && layout_is_http(s->url))
		ical_line(l, "URL:%s", s->url);
	ical_line(l, "END:VEVENT");
}

/* --- the calendar --------------------------------------------------------- */

static struct span span_of_all(const struct programme *p)
{
	struct span all = {INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < p->session_count; i++) {
		struct span one = span_of(&p->sessions[i]);
		if (!p->sessions[i].scheduled)
			continue;
		all.start = one.start < all.start ? one.start : all.start;
		all.end = one.end > all.end ? one.end : all.end;
	}
	return all;
}

static void write_head(const struct programme *p, struct ical_lines *l)
{
	const char *title = layout_text(p, &p->title), *part = layout_text(p, &p->part);
	char *name = *part ? g_strdup_printf("%s – %s", title, part) : g_strdup(title);
	ical_line(l, "VERSION:2.0");
	ical_line(l, "PRODID:-//Madang//Madang//EN");
	ical_line(l, "CALSCALE:GREGORIAN");
	ical_text(l, "NAME", name);
	ical_text(l, "X-WR-CALNAME", name);
	ical_text(l, "X-WR-TIMEZONE", p->zone);
	ical_line(l, "REFRESH-INTERVAL;VALUE=DURATION:" REFRESH);
	ical_line(l, "X-PUBLISHED-TTL:" REFRESH);
	g_free(name);
}

void ical_write(const struct programme *p, struct buf *out)
{
	struct ical_lines l;
	struct ical_zone z;
	struct span all = span_of_all(p);
	ical_lines_init(&l, out);
	ical_zone_init(&z, all.start <= all.end ? p->zone : NULL, all.start, all.end);
	ical_line(&l, "BEGIN:VCALENDAR");
	write_head(p, &l);
	ical_zone_write(&z, &l);
	struct identity *made = identity_of_sessions(p);
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		if (s->scheduled)
			write_event(p, &z, s, s->uid ? s->uid : made[i].guid, &l);
	}
	g_free(made);
	ical_line(&l, "END:VCALENDAR");
	ical_zone_finish(&z);
	ical_lines_finish(&l);
}
