#include "formats/programme.h"

#include "base/alloc.h"
#include "formats/clean.h"
#include "formats/refs.h"

#include <glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The programme and what is needed only while it is filled: room in the
 * lists, and the look-ups by key and by folded name. The tables' values are
 * indices plus one, since NULL means absent. */
struct filling {
	struct programme p; /* first, so that one pointer serves for both */
	size_t room_cap, track_cap, person_cap, session_cap, column_cap, warning_cap;
	GHashTable *rooms_by_key, *rooms_by_name;
	GHashTable *tracks_by_key, *tracks_by_name;
	GHashTable *people_by_key, *people_by_number, *people_by_name;
	const char *full; /* the list that went past its bound, else NULL */
};

static struct filling *filling_of(struct programme *p)
{
	return (struct filling *)p;
}

struct programme *programme_create(const char *format)
{
	struct filling *f = xcalloc(1, sizeof *f);
	f->p.arena = arena_create(MAX_PROGRAMME_BYTES);
	f->p.format = format;
	f->rooms_by_key = refs_create();
	f->rooms_by_name = refs_create();
	f->tracks_by_key = refs_create();
	f->tracks_by_name = refs_create();
	f->people_by_key = refs_create();
	f->people_by_number = refs_create();
	f->people_by_name = refs_create();
	return &f->p;
}

void programme_destroy(struct programme *p)
{
	if (!p)
		return;
	struct filling *f = filling_of(p);
	g_hash_table_destroy(f->rooms_by_key);
	g_hash_table_destroy(f->rooms_by_name);
	g_hash_table_destroy(f->tracks_by_key);
	g_hash_table_destroy(f->tracks_by_name);
	g_hash_table_destroy(f->people_by_key);
	g_hash_table_destroy(f->people_by_number);
	g_hash_table_destroy(f->people_by_name);
	arena_destroy(p->arena);
	free(f);
}

/* The list with room for one element more, or NULL past the arena's bound. */
static void *list_with_room(struct programme *p, void *list, size_t count, size_t *cap, size_t size)
{
	if (count < *cap)
		return list;
	size_t want = *cap ? *cap * 2 : 16;
	void *bigger = arena_alloc(p->arena, want * size);
	if (!bigger)
		return NULL;
	if (count)
		memcpy(bigger, list, count * size);
	*cap = want;
	return bigger;
}

/* Makes room in a list for a zeroed element more; false past a bound. */
static bool list_grow(struct programme *p, void **list, size_t count, size_t *cap, size_t size, size_t max,
	const char *what)
{
	struct filling *f = filling_of(p);
	if (count >= max && !f->full)
		f->full = what;
	void *grown = count < max ? list_with_room(p, *list, count, cap, size) : NULL;
	if (!grown)
		return false;
	*list = grown;
	return true;
}

size_t programme_add_room(struct programme *p)
{
	void *list = p->rooms;
	if (!list_grow(p, &list, p->room_count, &filling_of(p)->room_cap, sizeof *p->rooms,
		    MAX_PROGRAMME_ROOMS, "rooms"))
		return PROGRAMME_NONE;
	p->rooms = list;
	return p->room_count++;
}

size_t programme_add_track(struct programme *p)
{
	void *list = p->tracks;
	if (!list_grow(p, &list, p->track_count, &filling_of(p)->track_cap, sizeof *p->tracks,
		    MAX_PROGRAMME_TRACKS, "tracks"))
		return PROGRAMME_NONE;
	p->tracks = list;
	return p->track_count++;
}

size_t programme_add_person(struct programme *p)
{
	void *list = p->people;
	if (!list_grow(p, &list, p->person_count, &filling_of(p)->person_cap, sizeof *p->people,
		    MAX_PROGRAMME_PEOPLE, "people"))
		return PROGRAMME_NONE;
	p->people = list;
	return p->person_count++;
}

size_t programme_add_session(struct programme *p)
{
	void *list = p->sessions;
	if (!list_grow(p, &list, p->session_count, &filling_of(p)->session_cap, sizeof *p->sessions,
		    MAX_PROGRAMME_SESSIONS, "sessions"))
		return PROGRAMME_NONE;
	p->sessions = list;
	p->sessions[p->session_count].track = PROGRAMME_NONE;
	p->sessions[p->session_count].room = PROGRAMME_NONE;
	return p->session_count++;
}

/* The index at the end of the list, unless it stands there already. */
static void list_add_index(struct programme *p, size_t **list, size_t *count, size_t index, const char *what)
{
	for (size_t i = 0; i < *count; i++)
		if ((*list)[i] == index)
			return;
	/* The capacity is the count rounded up to a power of two. */
	size_t n = *count, cap = n && (n & (n - 1)) ? n + 1 : n;
	if (n >= MAX_LIST && !filling_of(p)->full)
		filling_of(p)->full = what;
	if (n >= MAX_LIST)
		return;
	size_t *grown = n < cap ? *list : arena_alloc(p->arena, (n ? 2 * n : 1) * sizeof *grown);
	if (!grown)
		return;
	if (grown != *list && n)
		memcpy(grown, *list, n * sizeof *grown);
	*list = grown;
	grown[(*count)++] = index;
}

void programme_session_add_person(struct programme *p, size_t session, size_t person)
{
	if (session >= p->session_count || person >= p->person_count)
		return;
	struct programme_session *s = &p->sessions[session];
	list_add_index(p, &s->people, &s->people_count, person, "people of one session");
}

void programme_session_also_in(struct programme *p, size_t session, size_t room)
{
	if (session >= p->session_count || room >= p->room_count || p->sessions[session].room == room)
		return;
	struct programme_session *s = &p->sessions[session];
	list_add_index(p, &s->also_in, &s->also_in_count, room, "rooms of one session");
}

void programme_note_column(struct programme *p, const char *name, const char *field)
{
	if (p->column_count >= MAX_PROGRAMME_COLUMNS)
		return;
	void *list = list_with_room(
		p, p->columns, p->column_count, &filling_of(p)->column_cap, sizeof *p->columns);
	const char *own_name = programme_line(p, name);
	const char *own_field = field ? arena_strdup(p->arena, field) : NULL;
	if (!list || !own_name)
		return;
	p->columns = list;
	p->columns[p->column_count++] = (struct programme_column){own_name, own_field};
}

static bool same_folded(const struct text *t, const char *folded)
{
	char *other = clean_fold(text_in(t, NULL));
	bool same = strcmp(other, folded) == 0;
	g_free(other);
	return same;
}

/* What rooms and tracks have in common, so that one look-up serves both. */
struct named {
	GHashTable *by_key, *by_name;
	size_t (*add)(struct programme *p);
	struct text *(*name_of)(struct programme *p, size_t index);
	const char **(*key_of)(struct programme *p, size_t index);
	const char *what;
};

/* A key that the file gives to things of two names says nothing (pretalx
 * exports whose rooms all have one guid): warned of where the second comes up,
 * and left out. */
static size_t named_look_up(
	struct programme *p, const struct named *n, const char **key, const char *name, const char *folded)
{
	size_t found = refs_find(n->by_key, *key);
	size_t of_name = name ? refs_find(n->by_name, folded) : PROGRAMME_NONE;
	if (found != PROGRAMME_NONE) {
		if (!name || same_folded(n->name_of(p, found), folded))
			return found;
		if (of_name == PROGRAMME_NONE)
			programme_warn(p, "%s \"%s\" and \"%s\" have the same key %s: told apart by name",
				n->what, text_in(n->name_of(p, found), NULL), name, *key);
		*key = NULL;
	}
	found = of_name;
	if (found == PROGRAMME_NONE || !*key)
		return found;
	if (*n->key_of(p, found))
		return PROGRAMME_NONE; /* another of the same name, with its own key */
	*n->key_of(p, found) = *key;
	refs_note(n->by_key, *key, found);
	return found;
}

static size_t named_get(struct programme *p, const struct named *n, const char *key, const char *raw)
{
	struct text name = {0};
	key = programme_line(p, key);
	programme_text_line(p, &name, "", raw);
	if (!key && text_empty(&name))
		return PROGRAMME_NONE;
	char *folded = clean_fold(text_in(&name, NULL));
	size_t index = named_look_up(p, n, &key, text_empty(&name) ? NULL : text_in(&name, NULL), folded);
	if (index == PROGRAMME_NONE && !text_empty(&name) && (index = n->add(p)) != PROGRAMME_NONE) {
		*n->key_of(p, index) = key;
		*n->name_of(p, index) = name;
		refs_note(n->by_key, key, index);
		refs_note(n->by_name, folded, index);
	}
	g_free(folded);
	return index;
}

static struct text *room_name(struct programme *p, size_t i)
{
	return &p->rooms[i].name;
}

static const char **room_key(struct programme *p, size_t i)
{
	return &p->rooms[i].key;
}

static struct text *track_name(struct programme *p, size_t i)
{
	return &p->tracks[i].name;
}

static const char **track_key(struct programme *p, size_t i)
{
	return &p->tracks[i].key;
}

size_t programme_room_named(struct programme *p, const char *key, const char *name)
{
	struct filling *f = filling_of(p);
	struct named n = {
		f->rooms_by_key, f->rooms_by_name, programme_add_room, room_name, room_key, "rooms"};
	return named_get(p, &n, key, name);
}

size_t programme_track_named(struct programme *p, const char *key, const char *name)
{
	struct filling *f = filling_of(p);
	struct named n = {
		f->tracks_by_key, f->tracks_by_name, programme_add_track, track_name, track_key, "tracks"};
	return named_get(p, &n, key, name);
}

static size_t person_make(struct programme *p, const char *key, const char *number, const struct text *name)
{
	size_t i = programme_add_person(p);
	if (i != PROGRAMME_NONE) {
		p->people[i].key = key;
		p->people[i].number = number;
		p->people[i].name = *name;
	}
	return i;
}

size_t programme_person_named(struct programme *p, const char *key, const char *number, const char *raw)
{
	struct filling *f = filling_of(p);
	struct text name = {0};
	programme_text_line(p, &name, "", raw);
	if (text_empty(&name))
		return PROGRAMME_NONE;
	key = programme_line(p, key);
	number = programme_line(p, number);
	/* Merged files give one number to many people: only with the name is it theirs. */
	char *numbered = number ? g_strdup_printf("%s\n%s", number, text_in(&name, NULL)) : NULL;
	size_t i = refs_find(f->people_by_key, key);
	if (!key)
		i = number ? refs_find(f->people_by_number, numbered)
			   : refs_find(f->people_by_name, text_in(&name, NULL));
	if (i == PROGRAMME_NONE) {
		i = person_make(p, key, number, &name);
		refs_note(f->people_by_key, key, i);
		refs_note(f->people_by_number, numbered, i);
		refs_note(f->people_by_name, text_in(&name, NULL), i);
	}
	g_free(numbered);
	return i;
}

typedef size_t cleaner(char *s, size_t len);

/* A cleaned copy in the arena, at most `max` long; NULL where nothing is left. */
static char *cleaned(struct programme *p, const char *s, size_t max, bool entities, cleaner *clean)
{
	size_t len = s ? strlen(s) : 0;
	char *copy = len ? arena_copy(p->arena, s, len) : NULL;
	if (!copy)
		return NULL;
	len = clean(copy, len);
	if (entities && memchr(copy, '&', len) && (clean == clean_line || !clean_looks_like_html(copy, len)))
		len = clean(copy, clean_entities(copy, len));
	size_t cut = clean_cut(copy, len, max);
	if (cut < len) {
		programme_warn(p, "a text of %zu bytes was cut to %zu: \"%.40s…\"", len, cut, copy);
		len = clean(copy, cut);
	}
	copy[len] = '\0';
	return len ? copy : NULL;
}

const char *programme_line(struct programme *p, const char *s)
{
	return cleaned(p, s, MAX_LINE, false, clean_line);
}

const char *programme_block(struct programme *p, const char *s)
{
	return cleaned(p, s, MAX_TEXT, false, clean_block);
}

static void text_add(struct programme *p, struct text *t, const char *lang, const char *value)
{
	if (!value || !*value || t->count >= MAX_LANGUAGES)
		return;
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->forms[i].lang, lang) == 0)
			return;
	struct text_form *forms = arena_alloc(p->arena, (t->count + 1) * sizeof *forms);
	const char *own_lang = *lang ? arena_strdup(p->arena, lang) : "";
	if (!forms || !own_lang)
		return;
	if (t->count)
		memcpy(forms, t->forms, t->count * sizeof *forms);
	forms[t->count] = (struct text_form){own_lang, value};
	t->forms = forms;
	t->count++;
}

void programme_text_set(struct programme *p, struct text *t, const char *lang, const char *value)
{
	if (value)
		text_add(p, t, lang, arena_strdup(p->arena, value));
}

void programme_text_line(struct programme *p, struct text *t, const char *lang, const char *raw)
{
	text_add(p, t, lang, cleaned(p, raw, MAX_LINE, true, clean_line));
}

void programme_text_block(struct programme *p, struct text *t, const char *lang, const char *raw)
{
	text_add(p, t, lang, cleaned(p, raw, MAX_TEXT, true, clean_block));
}

void programme_text_forms(struct text *t, const struct text *name)
{
	if (name->count > 1 || (name->count && *name->forms[0].lang))
		*t = *name;
}

const char *text_in(const struct text *t, const char *lang)
{
	const char *unnamed = NULL;
	for (size_t i = 0; i < t->count; i++) {
		if (lang && strcmp(t->forms[i].lang, lang) == 0)
			return t->forms[i].value;
		if (!unnamed && !*t->forms[i].lang)
			unnamed = t->forms[i].value;
	}
	return unnamed ? unnamed : t->count ? t->forms[0].value : "";
}

bool text_empty(const struct text *t)
{
	return t->count == 0;
}

void programme_warn(struct programme *p, const char *fmt, ...)
{
	char line[512];
	if (p->warning_count > MAX_PROGRAMME_WARNINGS)
		return;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	if (p->warning_count == MAX_PROGRAMME_WARNINGS)
		snprintf(line, sizeof line, "more than %d warnings: the rest is left out",
			MAX_PROGRAMME_WARNINGS);
	size_t len = clean_line(line, strlen(line));
	void *list = list_with_room(
		p, p->warnings, p->warning_count, &filling_of(p)->warning_cap, sizeof *p->warnings);
	const char *copy = arena_copy(p->arena, line, len);
	if (!list || !copy)
		return;
	p->warnings = list;
	p->warnings[p->warning_count++] = copy;
}

static void strip_cancelled(struct programme_session *s)
{
	for (size_t i = 0; i < s->title.count;) {
		const char *rest;
		bool marked = clean_cancelled(s->title.forms[i].value, &rest);
		s->cancelled = s->cancelled || marked;
		if (marked)
			s->title.forms[i].value = rest;
		if (*s->title.forms[i].value) {
			i++;
			continue;
		}
		s->title.count--;
		memmove(&s->title.forms[i], &s->title.forms[i + 1],
			(s->title.count - i) * sizeof *s->title.forms);
	}
}

/* One talk that is held several times; kept, and so worth one line only. */
static void warn_of_shared_guids(struct programme *p)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	const struct programme_session *first = NULL;
	guint shared = 0, sessions = 0;
	for (size_t i = 0; i < p->session_count; i++) {
		const char *guid = p->sessions[i].guid;
		guint before = guid ? GPOINTER_TO_UINT(g_hash_table_lookup(seen, guid)) : 0;
		if (!guid)
			continue;
		g_hash_table_insert(seen, (gpointer)guid, GUINT_TO_POINTER(before + 1));
		shared += before == 1;
		sessions += before ? 1 + (before == 1) : 0;
		if (before == 1 && !first)
			first = &p->sessions[i];
	}
	if (first)
		programme_warn(p,
			"%u guids stand at several sessions, %u in all: kept as occurrences of one talk each "
			"(first: \"%s\", guid %s)",
			shared, sessions, text_in(&first->title, NULL), first->guid);
	g_hash_table_destroy(seen);
}

static void warn_of_empty(struct programme *p)
{
	size_t untitled = 0;
	for (size_t i = 0; i < p->session_count; i++)
		untitled += text_empty(&p->sessions[i].title);
	if (untitled)
		programme_warn(p, "%zu sessions have no title", untitled);
	if (p->session_count == 0)
		programme_warn(p, "the file holds no sessions");
}

enum status programme_finish(struct programme *p, struct err *err)
{
	for (size_t i = 0; i < p->session_count; i++)
		strip_cancelled(&p->sessions[i]);
	warn_of_shared_guids(p);
	warn_of_empty(p);
	if (filling_of(p)->full)
		return err_set(
			err, STATUS_TOO_LARGE, "too_large", "the file has too many %s", filling_of(p)->full);
	if (arena_failed(p->arena))
		return err_set(err, STATUS_TOO_LARGE, "too_large", "the file needs more than %d MB of memory",
			MAX_PROGRAMME_BYTES / (1024 * 1024));
	return STATUS_OK;
}

static unsigned session_carries(const struct programme_session *s)
{
	return (text_empty(&s->subtitle) ? 0u : FIELD_SUBTITLE) |
		(text_empty(&s->abstract) ? 0u : FIELD_ABSTRACT) |
		(text_empty(&s->description) ? 0u : FIELD_DESCRIPTION) | (s->type ? FIELD_TYPE : 0u) |
		(s->language ? FIELD_LANGUAGE : 0u) | (s->url ? FIELD_URL : 0u) |
		(s->licence ? FIELD_LICENCE : 0u) | (s->track != PROGRAMME_NONE ? FIELD_TRACK : 0u) |
		(s->people_count ? FIELD_PEOPLE : 0u) | (s->room != PROGRAMME_NONE ? FIELD_ROOM : 0u) |
		(s->scheduled ? FIELD_START : 0u) | (s->length ? FIELD_LENGTH : 0u) |
		(s->also_in_count ? FIELD_ALSO_IN : 0u) | (s->no_recording ? FIELD_NO_RECORDING : 0u);
}

unsigned programme_carries(const struct programme *p)
{
	unsigned fields = 0;
	for (size_t i = 0; i < p->session_count; i++)
		fields |= session_carries(&p->sessions[i]);
	for (size_t i = 0; i < p->room_count; i++)
		fields |= (p->rooms[i].kind ? FIELD_ROOM_KIND : 0u) |
			(p->rooms[i].capacity ? FIELD_ROOM_CAPACITY : 0u);
	for (size_t i = 0; i < p->track_count; i++)
		fields |= p->tracks[i].colour ? FIELD_TRACK_COLOUR : 0u;
	for (size_t i = 0; i < p->person_count; i++)
		fields |= (text_empty(&p->people[i].company) ? 0u : FIELD_PERSON_COMPANY) |
			(text_empty(&p->people[i].bio) ? 0u : FIELD_PERSON_BIO) |
			(p->people[i].url ? FIELD_PERSON_URL : 0u);
	return fields;
}
