/* The sets: found among the files, read, and held together. */
#include "event/avatar_set.h"

#include "base/alloc.h"

#include <glib.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *const avatar_languages[] = {"ko", "en", NULL};

enum { MAX_SET_PATH = 120 };

/* --- looking up ---------------------------------------------------------- */

static bool is(const char *id, const char *s, size_t len)
{
	return strncmp(id, s, len) == 0 && !id[len];
}

int set_layer(const struct avatar_set *s, const char *name)
{
	for (size_t i = 0; i < s->layer_count; i++)
		if (strcmp(s->layers[i], name) == 0)
			return (int)i;
	return -1;
}

int set_slot(const struct avatar_set *s, const char *id, size_t len)
{
	for (size_t i = 0; i < s->slot_count; i++)
		if (is(s->slots[i].id, id, len))
			return (int)i;
	return -1;
}

int set_colour(const struct avatar_set *s, const char *id, size_t len)
{
	for (size_t i = 0; i < s->colour_count; i++)
		if (is(s->colours[i].id, id, len))
			return (int)i;
	return -1;
}

int slot_part(const struct slot *s, const char *id, size_t len)
{
	for (size_t i = 0; i < s->count; i++)
		if (is(s->parts[i].id, id, len))
			return (int)i;
	return -1;
}

int colour_swatch(const struct colour *c, const char *id)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->palette[i].id, id) == 0)
			return (int)i;
	return -1;
}

bool avatar_language_of(const char *tag, enum avatar_language *ret)
{
	size_t len = tag ? strcspn(tag, "-") : 0;
	for (int i = 0; i < AVATAR_LANGUAGES; i++) {
		if (strlen(avatar_languages[i]) != len || strncasecmp(avatar_languages[i], tag, len) != 0)
			continue;
		*ret = (enum avatar_language)i;
		return true;
	}
	return false;
}

bool avatar_view_of(const char *name, enum avatar_view *ret)
{
	bool face = strcmp(name, "face") == 0;
	if (!face && strcmp(name, "figure") != 0)
		return false;
	*ret = face ? AVATAR_FACE : AVATAR_FIGURE;
	return true;
}

/* --- texts --------------------------------------------------------------- */

bool set_wrong(struct set_reader *r, const char *fmt, ...)
{
	char what[300];
	va_list ap;
	if (r->err->status != STATUS_OK)
		return false;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	err_set(r->err, STATUS_UNPROCESSABLE, "broken_set", "avatar/%s: %s", r->file, what);
	return false;
}

const char *set_escape(struct set_reader *r, const char *text)
{
	struct buf out = BUF_INIT(MAX_AVATAR_BYTES);
	buf_add_xml(&out, text);
	const char *kept = out.failed ? NULL : arena_strdup(r->arena, out.data ? out.data : "");
	buf_clear(&out);
	if (!kept)
		set_wrong(r, "a text is too long");
	return kept;
}

/* What stands between the braces: a colour, or a colour and a tone. */
static bool read_place(struct set_reader *r, const char *s, size_t len, bool toned, struct piece *ret)
{
	const struct avatar_set *set = r->set;
	const char *dot = memchr(s, '.', len);
	size_t name = dot ? (size_t)(dot - s) : len;
	int colour = set_colour(set, s, name);
	*ret = (struct piece){0};
	if (colour < 0 || toned != (dot != NULL))
		return set_wrong(r, "there is no colour {%.*s}", (int)len, s);
	ret->colour = (uint16_t)colour;
	const struct colour *c = &set->colours[colour];
	for (size_t i = 0; toned && i < c->tone_count; i++) {
		ret->tone = (uint16_t)i;
		if (is(c->tones[i], dot + 1, len - name - 1))
			return true;
	}
	return !toned || set_wrong(r, "there is no tone {%.*s}", (int)len, s);
}

bool set_split(struct set_reader *r, const char *text, bool toned, struct pieces *ret)
{
	size_t max = 1;
	for (const char *p = text; *p; p++)
		max += *p == '{' ? 2 : 0;
	*ret = (struct pieces){.list = arena_alloc(r->arena, max * sizeof *ret->list)};
	if (!ret->list)
		return set_wrong(r, "the sets are too large");
	while (*text) {
		struct piece *piece = &ret->list[ret->count];
		size_t len = strcspn(text, "{");
		if (len > 0) {
			*piece = (struct piece){.text = arena_copy(r->arena, text, len), .len = len};
			if (!piece->text)
				return set_wrong(r, "the sets are too large");
		} else {
			len = strcspn(++text, "}");
			if (!read_place(r, text, len, toned, piece))
				return false;
			len += text[len] == '}';
		}
		ret->count++;
		text += len;
	}
	return true;
}

/* --- sets ---------------------------------------------------------------- */

/* "v12" of "v12/catalogue.json"; 0: the file is no catalogue. */
static int64_t set_number(const char *path)
{
	char *end;
	if (path[0] != 'v' || !g_ascii_isdigit(path[1]))
		return 0;
	gint64 number = g_ascii_strtoll(path + 1, &end, 10);
	return strcmp(end, "/catalogue.json") == 0 && number < G_MAXINT ? number : 0;
}

static gint by_number(gconstpointer a, gconstpointer b)
{
	const struct asset *x = *(const struct asset *const *)a, *y = *(const struct asset *const *)b;
	int64_t m = set_number(x->path), n = set_number(y->path);
	return (m > n) - (m < n);
}

static bool read_drawings(struct set_reader *r, GHashTable *files)
{
	struct avatar_set *set = r->set;
	for (size_t i = 0; i < set->slot_count; i++) {
		for (size_t j = 0; j < set->slots[i].count; j++) {
			struct part *part = &set->slots[i].parts[j];
			char path[MAX_SET_PATH];
			snprintf(path, sizeof path, "%s/%s/%s.svg", set->name, set->slots[i].id, part->id);
			const struct asset *file = g_hash_table_lookup(files, path);
			r->file = path;
			if (!file)
				return set_wrong(r, "is not there, but the catalogue names it");
			if (!set_read_drawing(r, file, part))
				return set_wrong(r, "is too large"); /* unless it was said */
			g_hash_table_remove(files, path);
		}
	}
	return true;
}

static size_t pieces_size(const struct pieces *p)
{
	enum { LONGEST_NAME = 400 };
	size_t size = 0;
	for (size_t i = 0; i < p->count; i++)
		size += p->list[i].text ? p->list[i].len : LONGEST_NAME;
	return size;
}

/* No recipe makes a picture that is too large. */
static bool check_size(struct set_reader *r)
{
	enum { AROUND = 4096 };
	size_t all = AROUND;
	for (size_t i = 0; i < r->set->slot_count; i++) {
		size_t largest = 0;
		for (size_t j = 0; j < r->set->slots[i].count; j++) {
			const struct part *part = &r->set->slots[i].parts[j];
			size_t size = pieces_size(&part->say[AVATAR_KO]) + pieces_size(&part->say[AVATAR_EN]);
			for (size_t k = 0; k < part->group_count; k++)
				size += pieces_size(&part->groups[k].drawing);
			largest = MAX(largest, size);
		}
		all += largest;
	}
	return all <= MAX_AVATAR_BYTES ||
		set_wrong(r, "its largest picture may have %zu bytes; %d are allowed", all, MAX_AVATAR_BYTES);
}

static bool read_one(struct avatars *a, const struct asset *catalogue, GHashTable *files, struct err *err)
{
	struct avatar_set *set = &a->sets[a->count];
	struct set_reader r = {.arena = a->arena, .set = set, .file = catalogue->path, .err = err};
	set->name = arena_copy(a->arena, catalogue->path, strcspn(catalogue->path, "/"));
	if (!set->name || !set_read_catalogue(&r, catalogue) || !read_drawings(&r, files))
		return set_wrong(&r, "is too large"); /* unless it was said */
	g_hash_table_remove(files, catalogue->path);
	a->count++;
	r.file = catalogue->path;
	return check_size(&r);
}

static enum status read_all(struct avatars *a, GPtrArray *catalogues, GHashTable *files, struct err *err)
{
	GHashTableIter left;
	gpointer path;
	if (catalogues->len == 0 || catalogues->len > MAX_AVATAR_SETS)
		return err_set(err, STATUS_UNPROCESSABLE, "broken_set", "avatar: there are %u sets",
			catalogues->len);
	a->sets = arena_alloc(a->arena, catalogues->len * sizeof *a->sets);
	for (guint i = 0; i < catalogues->len; i++)
		if (!a->sets || !read_one(a, catalogues->pdata[i], files, err))
			return err->status;
	g_hash_table_iter_init(&left, files);
	if (g_hash_table_iter_next(&left, &path, NULL))
		return err_set(err, STATUS_UNPROCESSABLE, "broken_set",
			"avatar/%s: no catalogue names this file", (const char *)path);
	return STATUS_OK;
}

static void write_catalogues(struct avatars *a, GPtrArray *catalogues)
{
	struct buf out = BUF_INIT(MAX_AVATAR_SET_BYTES);
	buf_addf(&out, "{\"current\":\"%s\",\"sets\":[", a->sets[a->count - 1].name);
	for (guint i = 0; i < catalogues->len; i++) {
		const struct asset *file = catalogues->pdata[i];
		if (i)
			buf_add_char(&out, ',');
		buf_add(&out, file->bytes, asset_len(file));
	}
	buf_add_str(&out, "]}");
	a->json = buf_take(&out, &a->json_len);
	if (!a->json)
		abort();
}

enum status avatars_load(const struct asset *assets, struct avatars **ret, struct err *err)
{
	struct avatars *a = xcalloc(1, sizeof *a);
	GHashTable *files = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *catalogues = g_ptr_array_new();
	*err = (struct err){0};
	a->arena = arena_create(MAX_AVATAR_SET_BYTES);
	for (const struct asset *file = assets; file->path; file++) {
		g_hash_table_insert(files, (gpointer)file->path, (gpointer)file);
		if (set_number(file->path))
			g_ptr_array_add(catalogues, (gpointer)file);
	}
	g_ptr_array_sort(catalogues, by_number);
	enum status st = read_all(a, catalogues, files, err);
	if (st == STATUS_OK) {
		write_catalogues(a, catalogues);
		*ret = a;
	} else {
		avatars_destroy(a);
	}
	g_ptr_array_unref(catalogues);
	g_hash_table_destroy(files);
	return st;
}

void avatars_destroy(struct avatars *a)
{
	if (!a)
		return;
	arena_destroy(a->arena);
	free(a->json);
	free(a);
}

const char *avatars_json(const struct avatars *a, size_t *ret_len)
{
	*ret_len = a->json_len;
	return a->json;
}
