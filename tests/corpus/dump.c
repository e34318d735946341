#include "dump.h"

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

static char **sorted_lines(const struct programme *p)
{
	struct buf out = BUF_INIT(DUMP_MAX);
	dump_programme(p, &out);
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

char *dump_difference(const struct programme *a, const struct programme *b)
{
	char **la = sorted_lines(a), **lb = sorted_lines(b), *found = NULL;
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
