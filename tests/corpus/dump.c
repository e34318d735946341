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

static void add_session(struct buf *out, const struct programme *p, const struct programme_session *s)
{
	buf_add_str(out, "session");
	add(out, "guid", s->guid);
	add(out, "code", s->code);
	add(out, "number", s->number);
	add(out, "slug", s->slug);
	add_text(out, "title", &s->title);
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
	buf_addf(out, " no_recording=%d cancelled=%d scheduled=%d start=%lld duration=%d", s->no_recording,
		s->cancelled, s->scheduled, s->scheduled ? (long long)s->start : 0, s->duration);
	for (size_t i = 0; i < s->people_count; i++) {
		const struct programme_person *who = &p->people[s->people[i]];
		add(out, "person", who->key);
		add(out, "number", who->number);
		add_text(out, "name", &who->name);
	}
	buf_add_char(out, '\n');
}

static void add_things(struct buf *out, const struct programme *p)
{
	for (size_t i = 0; i < p->room_count; i++) {
		buf_add_str(out, "room");
		add(out, "key", p->rooms[i].key);
		add_text(out, "name", &p->rooms[i].name);
		add(out, "kind", p->rooms[i].kind);
		buf_addf(out, " capacity=%d\n", p->rooms[i].capacity);
	}
	for (size_t i = 0; i < p->track_count; i++) {
		buf_add_str(out, "track");
		add(out, "key", p->tracks[i].key);
		add_text(out, "name", &p->tracks[i].name);
		add(out, "colour", p->tracks[i].colour);
		buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < p->person_count; i++) {
		const struct programme_person *who = &p->people[i];
		buf_add_str(out, "person");
		add(out, "key", who->key);
		add(out, "number", who->number);
		add_text(out, "name", &who->name);
		add_text(out, "company", &who->company);
		add_text(out, "bio", &who->bio);
		add(out, "url", who->url);
		buf_add_char(out, '\n');
	}
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void dump_timetable(const struct programme *p, struct buf *out)
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
			add(out, "name", layout_text(p, &p->people[s->people[n]].name));
		buf_add_char(out, '\n');
	}
}

typedef void dumper(const struct programme *p, struct buf *out);

static char **sorted_lines(const struct programme *p, dumper *dump)
{
	struct buf out = BUF_INIT(DUMP_MAX);
	dump(p, &out);
	char **lines = g_strsplit(out.data ? out.data : "", "\n", -1);
	qsort(lines, g_strv_length(lines), sizeof *lines, compare_lines);
	buf_clear(&out);
	return lines;
}

void dump_programme(const struct programme *p, struct buf *out)
{
	buf_add_str(out, "event");
	add_text(out, "title", &p->title);
	add(out, "acronym", p->acronym);
	add(out, "version", p->version);
	add(out, "zone", p->zone);
	add(out, "url", p->url);
	add(out, "colour", p->colour);
	for (size_t i = 0; i < p->language_count; i++)
		add(out, "language", p->languages[i]);
	buf_add_char(out, '\n');
	add_things(out, p);
	for (size_t i = 0; i < p->session_count; i++)
		add_session(out, p, &p->sessions[i]);
}

static char *difference(const struct programme *a, const struct programme *b, dumper *dump)
{
	char **la = sorted_lines(a, dump), **lb = sorted_lines(b, dump), *found = NULL;
	size_t i = 0;
	while (la[i] && lb[i] && strcmp(la[i], lb[i]) == 0)
		i++;
	if (la[i] || lb[i])
		found = g_strdup_printf(
			"before: %s\nafter:  %s", la[i] ? la[i] : "(nothing)", lb[i] ? lb[i] : "(nothing)");
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
	return difference(a, b, dump_timetable);
}
