#include "formats/sessionize_categories.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "formats/clean.h"
#include "formats/language.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

struct category {
	const char *title;
	char *folded; /* the title, for comparing */
	const char *field; /* what it is read as; NULL: not at all */
	bool has_language; /* one of its items is the name of one */
};

struct item {
	size_t category;
	const char *key;
	struct text name;
	size_t track; /* made of it; PROGRAMME_NONE: not yet */
	const char *language;
};

struct categories {
	struct programme *p;
	GArray *categories; /* struct category */
	GArray *items; /* struct item */
	GHashTable *by_key, *items_by_key; /* index + 1 */
	bool full;
	size_t more_tracks, unknown_languages;
	const char *unknown_language; /* the first */
};

static const char *const fields[] = {"track", "language", "type"};

/* Words of titles, the surest of each field first. */
static const struct {
	const char *field, *word;
	bool whole; /* the title is nothing else: the word has other meanings too */
} words[] = {
	{"track", "track", false},
	{"track", "トラック", false},
	{"track", "트랙", false},
	{"track", "topic", false},
	{"track", "トピック", false},
	{"track", "주제", false},
	{"track", "theme", false},
	{"track", "テーマ", false},
	{"track", "stream", true},
	{"track", "category", false},
	{"track", "カテゴリ", false},
	{"track", "카테고리", false},
	{"language", "language", false},
	{"language", "言語", false},
	{"language", "언어", false},
	{"language", "語言", false},
	{"language", "语言", false},
	{"language", "sprache", false},
	{"language", "langue", false},
	{"language", "idioma", false},
	{"type", "session format", false},
	{"type", "session type", false},
	{"type", "format", false},
	{"type", "セッション形式", false},
	{"type", "형식", false},
	{"type", "type", true},
};

struct categories *categories_create(struct programme *p)
{
	struct categories *c = xcalloc(1, sizeof *c);
	c->p = p;
	c->categories = g_array_new(FALSE, FALSE, sizeof(struct category));
	c->items = g_array_new(FALSE, FALSE, sizeof(struct item));
	c->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	c->items_by_key = g_hash_table_new(g_str_hash, g_str_equal);
	return c;
}

static struct category *category_at(const struct categories *c, size_t i)
{
	return &g_array_index(c->categories, struct category, i);
}

void categories_destroy(struct categories *c)
{
	for (size_t i = 0; i < c->categories->len; i++)
		g_free(category_at(c, i)->folded);
	g_array_free(c->categories, TRUE);
	g_array_free(c->items, TRUE);
	g_hash_table_destroy(c->by_key);
	g_hash_table_destroy(c->items_by_key);
	free(c);
}

/* In all its languages. */
static const char *whole_title(struct programme *p, const struct text *title)
{
	struct buf all = BUF_INIT(MAX_LINE);
	for (size_t i = 0; i < title->count; i++)
		buf_addf(&all, "%s%s", i ? " / " : "", title->forms[i].value);
	const char *line = programme_line(p, all.data);
	buf_clear(&all);
	return line;
}

size_t categories_add(struct categories *c, const char *key, const struct text *title)
{
	size_t known = key ? GPOINTER_TO_SIZE(g_hash_table_lookup(c->by_key, key)) : 0;
	if (known)
		return known - 1;
	if (!key || text_empty(title))
		return PROGRAMME_NONE;
	c->full = c->categories->len >= MAX_PROGRAMME_COLUMNS;
	if (c->full)
		return PROGRAMME_NONE;
	struct category new = {.title = whole_title(c->p, title)};
	new.folded = clean_fold(new.title);
	g_array_append_val(c->categories, new);
	g_hash_table_insert(c->by_key, (gpointer)key, GSIZE_TO_POINTER(c->categories->len));
	return c->categories->len - 1;
}

void categories_add_item(struct categories *c, size_t category, const char *key, const struct text *name)
{
	if (category == PROGRAMME_NONE || !key || text_empty(name) ||
		g_hash_table_contains(c->items_by_key, key))
		return;
	struct item new = {category, key, *name, PROGRAMME_NONE, NULL};
	for (size_t i = 0; i < name->count && !new.language; i++)
		new.language = language_tag(name->forms[i].value);
	if (new.language)
		category_at(c, category)->has_language = true;
	g_array_append_val(c->items, new);
	g_hash_table_insert(c->items_by_key, (gpointer)key, GSIZE_TO_POINTER(c->items->len));
}

static bool is_letter(char c)
{
	return g_ascii_isalpha(c);
}

/* A word of the Latin alphabet stands alone ("track", "tracks", not "attract");
 * others have no blanks between words. */
static bool says(const char *title, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = title; (at = strstr(at, word)); at++) {
		const char *after = at + n + (at[n] == 's');
		if (!is_letter(*word) || ((at == title || !is_letter(at[-1])) && !is_letter(*after)))
			return true;
	}
	return false;
}

/* "Programming language" is no language: its items are to be some. */
static bool fits(const struct category *category, size_t word)
{
	return !category->field &&
		(words[word].whole ? strcmp(category->folded, words[word].word) == 0
				   : says(category->folded, words[word].word)) &&
		(strcmp(words[word].field, "language") != 0 || category->has_language);
}

static void choose_by_title(struct categories *c, const char *field)
{
	for (size_t w = 0; w < G_N_ELEMENTS(words); w++)
		for (size_t i = 0; i < c->categories->len; i++)
			if (strcmp(words[w].field, field) == 0 && fits(category_at(c, i), w)) {
				category_at(c, i)->field = field;
				return;
			}
}

static bool is_possible(const char *field)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (strcmp(fields[i], field) == 0)
			return true;
	return false;
}

enum status categories_choose(struct categories *c, const struct columns *asked, struct err *err)
{
	for (size_t i = 0; i < c->categories->len; i++) {
		struct category *category = category_at(c, i);
		category->field = columns_field(asked, category->title);
		if (category->field && !is_possible(category->field))
			return err_set(err, STATUS_UNPROCESSABLE, "invalid_columns",
				"columns: the category \"%.60s\" can be track, language or type, not %s",
				category->title, category->field);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (!columns_name(asked, fields[i]))
			choose_by_title(c, fields[i]);
	for (size_t i = 0; i < c->categories->len; i++)
		programme_note_column(c->p, category_at(c, i)->title, category_at(c, i)->field);
	return STATUS_OK;
}

static void apply_track(struct categories *c, struct programme_session *s, struct item *item)
{
	if (s->track != PROGRAMME_NONE) {
		c->more_tracks++;
		return;
	}
	if (item->track == PROGRAMME_NONE) {
		item->track = programme_track_named(c->p, item->key, text_in(&item->name, NULL));
		if (item->track != PROGRAMME_NONE)
			programme_text_forms(&c->p->tracks[item->track].name, &item->name);
	}
	s->track = item->track;
}

static void set_language(struct categories *c, struct programme_session *s, const char *tag, const char *name)
{
	if (!tag && !c->unknown_languages++)
		c->unknown_language = programme_line(c->p, name);
	if (!s->language)
		s->language = tag;
}

void categories_apply_language(struct categories *c, struct programme_session *s, const char *name)
{
	if (name && *name)
		set_language(c, s, language_tag(name), name);
}

bool categories_apply(struct categories *c, struct programme_session *s, const char *key)
{
	size_t found = GPOINTER_TO_SIZE(g_hash_table_lookup(c->items_by_key, key));
	struct item *item = found ? &g_array_index(c->items, struct item, found - 1) : NULL;
	const char *field = item ? category_at(c, item->category)->field : NULL;
	if (!field)
		return item != NULL;
	if (strcmp(field, "track") == 0)
		apply_track(c, s, item);
	else if (strcmp(field, "language") == 0)
		set_language(c, s, item->language, text_in(&item->name, "en"));
	else if (!s->type)
		s->type = text_in(&item->name, "en");
	return true;
}

void categories_warn(const struct categories *c)
{
	if (c->more_tracks)
		programme_warn(c->p, "%zu tracks are left out, since a session has but one: the first",
			c->more_tracks);
	if (c->unknown_languages)
		programme_warn(c->p, "%zu sessions are in a language that is not known (first: %s)",
			c->unknown_languages, c->unknown_language);
	if (c->full)
		programme_warn(c->p, "more than %d categories: the rest is left out", MAX_PROGRAMME_COLUMNS);
}
