#include "dump.h"

#include "formats/layout.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { DUMP_MAX = 1 << 28 };

static void add(struct buf *out, const char *name, const char *value)
{
	if (value) {
		buf_addf(out, " %s=", name);
		buf_add_json(out, value);
	}
}

static void add_text(struct buf *out, const char *name, const struct text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		buf_addf(out, " %s[%s]=", name, t->forms[i].lang);
		buf_add_json(out, t->forms[i].value);
	}
}

/* --- one thing: what it says, and the keys by which it is known -------------- */

static void add_session_keys(struct buf *out, const struct programme_session *s)
{
	add(out, "guid", s->guid);
	add(out, "code", s->code);
	add(out, "number", s->number);
	add(out, "slug", s->slug);
}

static void add_session(struct buf *out, const struct programme *p, const struct programme_session *s,
	const struct text *title)
{
	add_text(out, "title", title);
	add_text(out, "subtitle", &s->subtitle);
	add_text(out, "abstract", &s->abstract);
	add_text(out, "description", &s->description);
	add(out, "type", s->type);
	add(out, "language", s->language);
	add(out, "url", s->url);
	add(out, "licence", s->licence);
	if (s->track != PROGRAMME_NONE)
		add_text(out, "track", &p->tracks[s->track].name);
	if (s->room != PROGRAMME_NONE)
		add_text(out, "room", &p->rooms[s->room].name);
	buf_addf(out, " no_recording=%d cancelled=%d scheduled=%d start=%lld duration=%d length=%d", s->no_recording,
		s->cancelled, s->scheduled, s->scheduled ? (long long)s->start : 0, s->duration, s->length);
	for (size_t i = 0; i < s->people_count; i++)
		add_text(out, "person", &p->people[s->people[i]].name);
	for (size_t i = 0; i < s->also_in_count; i++)
		add_text(out, "also_in", &p->rooms[s->also_in[i]].name);
}

static void add_room(struct buf *out, const struct programme_room *room)
{
	add_text(out, "name", &room->name);
	add(out, "kind", room->kind);
	buf_addf(out, " capacity=%d", room->capacity);
}

static void add_track(struct buf *out, const struct programme_track *track)
{
	add_text(out, "name", &track->name);
	add(out, "colour", track->colour);
}

static void add_person(struct buf *out, const struct programme_person *who)
{
	add_text(out, "name", &who->name);
	add_text(out, "company", &who->company);
	add_text(out, "bio", &who->bio);
	add(out, "url", who->url);
}

static void add_event(struct buf *out, const struct programme *p)
{
	add_text(out, "title", &p->title);
	add(out, "acronym", p->acronym);
	add(out, "version", p->version);
	add(out, "zone", p->zone);
	add(out, "url", p->url);
	add(out, "colour", p->colour);
}

/* --- the whole -------------------------------------------------------------- */

static void dump_things(const struct programme *p, struct buf *out)
{
	for (size_t i = 0; i < p->room_count; i++) {
		buf_add_str(out, "\nroom");
		add(out, "key", p->rooms[i].key);
		add_room(out, &p->rooms[i]);
	}
	for (size_t i = 0; i < p->track_count; i++) {
		buf_add_str(out, "\ntrack");
		add(out, "key", p->tracks[i].key);
		add_track(out, &p->tracks[i]);
	}
	for (size_t i = 0; i < p->person_count; i++) {
		buf_add_str(out, "\nperson");
		add(out, "key", p->people[i].key);
		add(out, "number", p->people[i].number);
		add_person(out, &p->people[i]);
	}
}

void dump_programme(const struct programme *p, struct buf *out)
{
	buf_add_str(out, "event");
	add_event(out, p);
	for (size_t i = 0; i < p->language_count; i++)
		add(out, "language", p->languages[i]);
	dump_things(p, out);
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		buf_add_str(out, "\nsession");
		add_session_keys(out, s);
		add_session(out, p, s, &s->title);
		for (size_t j = 0; j < s->people_count; j++) {
			add(out, "key", p->people[s->people[j]].key);
			add(out, "number", p->people[s->people[j]].number);
		}
	}
	buf_add_char(out, '\n');
}

/* --- what it says, fact by fact --------------------------------------------- */

static void add_key(
	struct buf *out, const char *of, const struct text *name, const char *key, const char *value)
{
	if (!value)
		return;
	buf_addf(out, "\n%s", of);
	add_text(out, "name", name);
	add(out, key, value);
}

/* What has no title is given one by the import. */
static struct text_form untitled_form = {"", "Untitled"};
static const struct text untitled = {&untitled_form, 1};

/* A key, as the house tells it again: with its format where it is a number. */
static void add_house_key(struct buf *out, const struct programme *p, const char *of, const struct text *name,
	const char *key, const char *value)
{
	char *told = value && !value[strspn(value, "0123456789")] ? g_strdup_printf("%s:%s", p->format, value)
								  : g_strdup(value);
	add_key(out, of, name, key, told);
	g_free(told);
}

static void add_event_facts(const struct programme *p, struct buf *out)
{
	static const struct text none = {0};
	buf_add_str(out, "event");
	add_text(out, "title", &p->title);
	add_key(out, "event", &none, "acronym", p->acronym);
	add_key(out, "event", &none, "version", p->version);
	add_key(out, "event", &none, "zone", p->zone);
	add_key(out, "event", &none, "url", p->url);
	add_key(out, "event", &none, "colour", p->colour);
	for (size_t i = 0; i < p->language_count; i++)
		add_key(out, "event", &none, "language", p->languages[i]);
}

static void add_facts(const struct programme *p, struct buf *out)
{
	add_event_facts(p, out);
	for (size_t i = 0; i < p->room_count; i++) {
		buf_add_str(out, "\nroom");
		add_room(out, &p->rooms[i]);
		add_house_key(out, p, "room", &p->rooms[i].name, "key", p->rooms[i].key);
	}
	for (size_t i = 0; i < p->track_count; i++) {
		buf_add_str(out, "\ntrack");
		add_track(out, &p->tracks[i]);
		add_house_key(out, p, "track", &p->tracks[i].name, "key", p->tracks[i].key);
	}
	for (size_t i = 0; i < p->person_count; i++) {
		const struct programme_person *who = &p->people[i];
		buf_add_str(out, "\nperson");
		add_person(out, who);
		add_house_key(out, p, "person", &who->name, "key", who->key);
		add_key(out, "person", &who->name, "number", who->number);
	}
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		const struct text *title = text_empty(&s->title) ? &untitled : &s->title;
		buf_add_str(out, "\nsession");
		add_session(out, p, s, title);
		add_house_key(out, p, "session", title, "guid", s->guid);
		add_house_key(out, p, "session", title, "code", s->code);
		add_key(out, "session", title, "number", s->number);
		add_key(out, "session", title, "slug", s->slug);
	}
}

/* --- what a timetable shows -------------------------------------------------- */

static void add_timetable(const struct programme *p, struct buf *out)
{
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		add(out, "title", layout_text(p, &s->title));
		add(out, "subtitle", layout_text(p, &s->subtitle));
		add(out, "abstract", layout_text(p, &s->abstract));
		add(out, "description", layout_text(p, &s->description));
		add(out, "type", s->type);
		add(out, "room", layout_room_name(p, s->room));
		add(out, "track", layout_track_name(p, s->track));
		buf_addf(out, " cancelled=%d minute=%lld duration=%d", s->cancelled,
			s->scheduled ? (long long)(s->start / MS_PER_MINUTE) : -1, s->duration);
		for (size_t n = 0; n < s->people_count; n++)
			add(out, "person", layout_text(p, &p->people[s->people[n]].name));
		buf_add_char(out, '\n');
	}
}

/* --- comparing -------------------------------------------------------------- */

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef void writer(const struct programme *p, struct buf *out);

static char **sorted_lines(const struct programme *p, writer *write)
{
	struct buf out = BUF_INIT(DUMP_MAX);
	write(p, &out);
	char **lines = g_strsplit(out.data ? out.data : "", "\n", -1);
	qsort(lines, g_strv_length(lines), sizeof *lines, compare_lines);
	buf_clear(&out);
	return lines;
}

static const char *line_or_none(const char *line)
{
	return line ? line : "(nothing)";
}

static char *difference(const struct programme *a, const struct programme *b, writer *write)
{
	char **la = sorted_lines(a, write), **lb = sorted_lines(b, write), *found = NULL;
	size_t i = 0;
	while (la[i] && lb[i] && strcmp(la[i], lb[i]) == 0)
		i++;
	if (la[i] || lb[i])
		found = g_strdup_printf("before: %s\nafter:  %s", line_or_none(la[i]), line_or_none(lb[i]));
	g_strfreev(la);
	g_strfreev(lb);
	return found;
}

char *dump_difference(const struct programme *a, const struct programme *b)
{
	return difference(a, b, dump_programme);
}

char *dump_timetable_difference(const struct programme *a, const struct programme *b)
{
	return difference(a, b, add_timetable);
}

char *dump_missing(const struct programme *a, const struct programme *b)
{
	char **la = sorted_lines(a, add_facts), **lb = sorted_lines(b, add_facts), *found = NULL;
	size_t j = 0;
	for (size_t i = 0; la[i] && !found; i++) {
		if (strcmp(la[i], "event") == 0) /* without a title */
			continue;
		while (lb[j] && strcmp(lb[j], la[i]) < 0)
			j++;
		if (lb[j] && strcmp(lb[j], la[i]) == 0)
			j++;
		else
			found = g_strdup_printf("missing: %s\ninstead: %s", la[i], line_or_none(lb[j]));
	}
	g_strfreev(la);
	g_strfreev(lb);
	return found;
}
