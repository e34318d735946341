#include "event/match.h"

#include "event/alike.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* The entries that have one key, on both sides. */
struct group {
	GArray *files, *rows; /* size_t */
};

struct grouping {
	GHashTable *by_key; /* owns the keys; the groups belong to `list` */
	GPtrArray *list; /* in the order of the file, so that equal files give equal pairs */
};

static void group_free(void *p)
{
	struct group *g = p;
	g_array_free(g->files, TRUE);
	g_array_free(g->rows, TRUE);
	g_free(g);
}

static void add_index(GArray *list, size_t index)
{
	/* One entry may say the same twice, in two of its values. */
	if (list->len == 0 || g_array_index(list, size_t, list->len - 1) != index)
		g_array_append_val(list, index);
}

/* Only the file's entries found groups: a row's key that no entry of the file
 * has is of no use. */
static void add_to_group(struct grouping *g, const char *key, size_t index, bool of_file)
{
	struct group *group = g_hash_table_lookup(g->by_key, key);
	if (!group && !of_file)
		return;
	if (!group) {
		group = g_new(struct group, 1);
		group->files = g_array_new(FALSE, FALSE, sizeof(size_t));
		group->rows = g_array_new(FALSE, FALSE, sizeof(size_t));
		g_hash_table_insert(g->by_key, g_strdup(key), group);
		g_ptr_array_add(g->list, group);
	}
	add_index(of_file ? group->files : group->rows, index);
}

/* One key for each combination of the values of the entry's parts. */
static void add_keys(struct grouping *g, const struct match_entry *e, unsigned parts, int part, GString *key,
	size_t index, bool of_file)
{
	while (part < MATCH_PARTS && !(parts & 1U << part))
		part++;
	if (part == MATCH_PARTS) {
		add_to_group(g, key->str, index, of_file);
		return;
	}
	gsize len = key->len;
	for (const char *value = e->part[part]; value;) {
		const char *end = strchrnul(value, '\n');
		g_string_append_len(key, value, end - value);
		g_string_append_c(key, '\n');
		add_keys(g, e, parts, part + 1, key, index, of_file);
		g_string_truncate(key, len);
		value = *end ? end + 1 : NULL;
	}
}

bool match_keys_are_stable(const struct match *m)
{
	size_t keyed_files = 0, keyed_rows = 0;
	for (size_t i = 0; i < m->file_count; i++)
		keyed_files += m->file[i].realms != 0;
	for (size_t i = 0; i < m->row_count; i++)
		keyed_rows += m->views[0][i].realms != 0;
	return m->by_key > 0 && 2 * m->by_key >= MIN(keyed_files, keyed_rows);
}

/* A key that now stands at something else, while what it stood at is here
 * under another key: numbers that are counted anew in each file. */
static bool keys_are_reused(const struct match *m)
{
	size_t keyed = 0;
	for (size_t i = 0; i < m->file_count; i++)
		keyed += m->file[i].realms != 0;
	return m->against_key > m->by_key + 1 && 4 * m->against_key >= keyed;
}

bool match_keys_disagree(const struct match *m, size_t file, size_t row)
{
	return m->file[file].realms & m->views[0][row].realms;
}

/* --- one pass ------------------------------------------------------------- */

struct run {
	struct match *m;
	const struct match_pass *pass;
	const struct match_entry *rows;
	bool by_key, heeds_keys;
};

static void collect(const struct run *r, struct grouping *g)
{
	const struct match *m = r->m;
	GString *key = g_string_new(NULL);
	for (size_t i = 0; i < m->file_count; i++)
		if (m->row_of[i] == MATCH_NONE)
			add_keys(g, &m->file[i], r->pass->parts, 0, key, i, true);
	for (size_t i = 0; i < m->row_count; i++)
		if (m->file_of[i] == MATCH_NONE)
			add_keys(g, &r->rows[i], r->pass->parts, 0, key, i, false);
	g_string_free(key, TRUE);
}

static bool may_pair(const struct run *r, size_t file, size_t row)
{
	int name = r->m->name;
	if (r->heeds_keys && match_keys_disagree(r->m, file, row))
		return false;
	return !(r->pass->flags & MATCH_ALIKE) ||
		names_alike(r->m->file[file].part[name], r->rows[row].part[name]);
}

static void pair(const struct run *r, size_t file, size_t row)
{
	struct match *m = r->m;
	m->row_of[file] = row;
	m->file_of[row] = file;
	m->pairs++;
	m->by_key += r->by_key;
	m->against_key += !r->by_key && match_keys_disagree(m, file, row);
}

static int compare_place(const struct match_entry *a, const struct match_entry *b, bool with_place)
{
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return with_place ? g_strcmp0(a->place, b->place) : 0;
}

static int compare_order(const void *a, const void *b, void *entries)
{
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	const struct match_entry *e = entries;
	int order = compare_place(&e[i], &e[j], true);
	return order ? order : i < j ? -1 : i > j;
}

/* Leaves those that are not paired yet. */
static void keep_free(GArray *list, const size_t *partner)
{
	guint n = 0;
	for (guint i = 0; i < list->len; i++) {
		size_t index = g_array_index(list, size_t, i);
		if (partner[index] == MATCH_NONE)
			g_array_index(list, size_t, n++) = index;
	}
	g_array_set_size(list, n);
}

static void keep_all_free(const struct run *r, struct group *g)
{
	keep_free(g->files, r->m->row_of);
	keep_free(g->rows, r->m->file_of);
}

/* Pairs what is equal in time, and in place if that is asked for. Of those
 * that are, too, each is offered a few: enough, as there are hardly ever two. */
static void pair_equal(const struct run *r, struct group *g, bool with_place)
{
	enum { OFFERED = 16 };
	guint first = 0;
	for (guint i = 0; i < g->files->len; i++) {
		size_t file = g_array_index(g->files, size_t, i);
		const struct match_entry *entry = &r->m->file[file];
		guint offered = 0;
		for (guint j = first; j < g->rows->len && offered < OFFERED; j++) {
			size_t row = g_array_index(g->rows, size_t, j);
			int order = compare_place(&r->rows[row], entry, with_place);
			bool taken = r->m->file_of[row] != MATCH_NONE;
			if (j == first && (order < 0 || taken))
				first++;
			if (order > 0)
				break;
			if (order < 0 || taken)
				continue;
			offered++;
			if (may_pair(r, file, row)) {
				pair(r, file, row);
				break;
			}
		}
	}
	keep_all_free(r, g);
}

struct candidate {
	uint64_t distance;
	size_t file, row;
};

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void pair_nearest(const struct run *r, struct group *g)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct candidate));
	for (guint i = 0; i < g->files->len; i++) {
		for (guint j = 0; j < g->rows->len; j++) {
			struct candidate c = {.file = g_array_index(g->files, size_t, i),
				.row = g_array_index(g->rows, size_t, j)};
			int64_t x = r->m->file[c.file].order, y = r->rows[c.row].order;
			c.distance = x > y ? (uint64_t)x - (uint64_t)y : (uint64_t)y - (uint64_t)x;
			if (may_pair(r, c.file, c.row))
				g_array_append_val(list, c);
		}
	}
	g_array_sort(list, compare_candidates);
	for (guint i = 0; i < list->len; i++) {
		const struct candidate *c = &g_array_index(list, struct candidate, i);
		if (r->m->row_of[c->file] == MATCH_NONE && r->m->file_of[c->row] == MATCH_NONE)
			pair(r, c->file, c->row);
	}
	g_array_free(list, TRUE);
}

/* Of very many, one after the other. */
static void pair_in_order(const struct run *r, struct group *g)
{
	for (guint i = 0, j = 0; i < g->files->len && j < g->rows->len; i++, j++) {
		size_t file = g_array_index(g->files, size_t, i), row = g_array_index(g->rows, size_t, j);
		if (may_pair(r, file, row))
			pair(r, file, row);
	}
}

static void pair_group(const struct run *r, struct group *g)
{
	enum { MANY = 4096 };
	keep_all_free(r, g);
	if (!g->files->len || !g->rows->len)
		return;
	bool several = g->files->len > 1 || g->rows->len > 1;
	if (several ? r->pass->flags & MATCH_UNIQUE : r->pass->flags & MATCH_SEVERAL)
		return;
	g_array_sort_with_data(g->files, compare_order, (void *)r->m->file);
	g_array_sort_with_data(g->rows, compare_order, (void *)r->rows);
	pair_equal(r, g, true);
	pair_equal(r, g, false);
	if ((uint64_t)g->files->len * g->rows->len <= MANY)
		pair_nearest(r, g);
	else
		pair_in_order(r, g);
}

static void run_pass(const struct run *r)
{
	const struct match *m = r->m;
	if (!r->rows || m->pairs == m->file_count || m->pairs == m->row_count)
		return;
	struct grouping g = {
		.by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.list = g_ptr_array_new_with_free_func(group_free),
	};
	collect(r, &g);
	for (guint i = 0; i < g.list->len; i++)
		pair_group(r, g.list->pdata[i]);
	g_hash_table_destroy(g.by_key);
	g_ptr_array_free(g.list, TRUE);
}

/* --- all of them ---------------------------------------------------------- */

static size_t *none(size_t count)
{
	size_t *list = g_new(size_t, count + 1);
	for (size_t i = 0; i < count; i++)
		list[i] = MATCH_NONE;
	return list;
}

void match_begin(struct match *m)
{
	m->row_of = none(m->file_count);
	m->file_of = none(m->row_count);
	m->pairs = m->by_key = m->against_key = 0;
}

void match_run(struct match *m, const struct match_pass *passes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct match_pass *pass = &passes[i];
		bool by_key = pass->parts & m->strong;
		if (pass->flags & MATCH_TRUSTING && keys_are_reused(m))
			continue;
		struct run r = {
			.m = m,
			.pass = pass,
			.by_key = by_key,
			.heeds_keys = !by_key && !(pass->flags & MATCH_ANYWAY) && match_keys_are_stable(m),
		};
		for (int view = 0; view < 2; view++) {
			r.rows = m->views[view];
			run_pass(&r);
		}
	}
}

void match_finish(struct match *m)
{
	g_clear_pointer(&m->row_of, g_free);
	g_clear_pointer(&m->file_of, g_free);
}
