#include "event/match.h"

#include <glib.h>
#include <string.h>

/* The entries that have one key, on both sides. */
struct group {
	GArray *files, *rows; /* size_t */
};

struct grouping {
	GHashTable *by_key; /* owns the keys; the groups belong to `list` */
	GPtrArray *list; /* in the order of the file, so that equal files give equal pairs */
};

/* Which entries of a side take part. */
struct filter {
	bool files_without_key, rows_without_key;
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

static bool has_strong_key(const struct match *m, const struct match_entry *e)
{
	for (int part = 0; part < MATCH_PARTS; part++)
		if (m->strong & 1U << part && e->part[part])
			return true;
	return false;
}

static void collect(struct match *m, struct grouping *g, unsigned parts, const struct match_entry *rows,
	const struct filter *filter)
{
	GString *key = g_string_new(NULL);
	for (size_t i = 0; i < m->file_count; i++)
		if (m->row_of[i] == MATCH_NONE &&
			!(filter->files_without_key && has_strong_key(m, &m->file[i])))
			add_keys(g, &m->file[i], parts, 0, key, i, true);
	for (size_t i = 0; i < m->row_count; i++)
		if (m->file_of[i] == MATCH_NONE && !(filter->rows_without_key && has_strong_key(m, &rows[i])))
			add_keys(g, &rows[i], parts, 0, key, i, false);
	g_string_free(key, TRUE);
}

static int compare_order(const void *a, const void *b, void *entries)
{
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	const struct match_entry *e = entries;
	if (e[i].order != e[j].order)
		return e[i].order < e[j].order ? -1 : 1;
	return i < j ? -1 : i > j;
}

/* Leaves those that no other group of this pass has taken. */
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

static void pair_group(struct match *m, struct group *g, const struct match_entry *rows, unsigned flags)
{
	keep_free(g->files, m->row_of);
	keep_free(g->rows, m->file_of);
	if (flags & MATCH_UNIQUE && (g->files->len != 1 || g->rows->len != 1))
		return;
	g_array_sort_with_data(g->files, compare_order, (void *)m->file);
	g_array_sort_with_data(g->rows, compare_order, (void *)rows);
	for (guint i = 0; i < g->files->len && i < g->rows->len; i++) {
		size_t file = g_array_index(g->files, size_t, i), row = g_array_index(g->rows, size_t, i);
		m->row_of[file] = row;
		m->file_of[row] = file;
		m->pairs++;
	}
}

static void run_pass(struct match *m, const struct match_pass *pass, const struct match_entry *rows,
	const struct filter *filter)
{
	if (!rows || m->pairs == m->file_count || m->pairs == m->row_count)
		return;
	struct grouping g = {
		.by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.list = g_ptr_array_new_with_free_func(group_free),
	};
	collect(m, &g, pass->parts, rows, filter);
	for (guint i = 0; i < g.list->len; i++)
		pair_group(m, g.list->pdata[i], rows, pass->flags);
	g_hash_table_destroy(g.by_key);
	g_ptr_array_free(g.list, TRUE);
}

static bool keys_are_stable(const struct match *m)
{
	size_t with_key = 0, found = 0;
	for (size_t i = 0; i < m->file_count; i++) {
		bool strong = has_strong_key(m, &m->file[i]);
		with_key += strong;
		found += strong && m->row_of[i] != MATCH_NONE;
	}
	return found > 0 && 2 * found >= with_key;
}

static size_t *none(size_t count)
{
	size_t *list = g_new(size_t, count + 1);
	for (size_t i = 0; i < count; i++)
		list[i] = MATCH_NONE;
	return list;
}

void match_run(struct match *m, const struct match_pass *passes, size_t count)
{
	m->row_of = none(m->file_count);
	m->file_of = none(m->row_count);
	m->pairs = 0;
	bool weak_begun = false, stable = false;
	for (size_t i = 0; i < count; i++) {
		const struct match_pass *pass = &passes[i];
		bool weak = !(pass->parts & m->strong) && !(pass->flags & MATCH_ANYWAY);
		if (weak && !weak_begun)
			stable = keys_are_stable(m);
		weak_begun = weak_begun || weak;
		for (int view = 0; view < 2; view++) {
			if (!weak || !stable) {
				run_pass(m, pass, m->views[view], &(struct filter){0});
			} else {
				run_pass(m, pass, m->views[view], &(struct filter){.rows_without_key = true});
				run_pass(
					m, pass, m->views[view], &(struct filter){.files_without_key = true});
			}
		}
	}
}

void match_finish(struct match *m)
{
	g_clear_pointer(&m->row_of, g_free);
	g_clear_pointer(&m->file_of, g_free);
}
