#include "event/collection.h"

#include "event/identify.h"
#include "event/merge.h"
#include "formats/clean.h"

#include <string.h>

void collection_load(struct collection *c, struct db *db, const struct resource *r, size_t file_count)
{
	*c = (struct collection){
		.resource = r,
		.file_count = file_count,
		.text = g_string_chunk_new(64 * 1024),
		.realms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	c->rows = rows_load(db, r, "ORDER BY length(id), id", "");
	c->count = (size_t)cJSON_GetArraySize(c->rows);
	c->row = g_new(cJSON *, c->count + 1);
	size_t i = 0;
	cJSON *row;
	cJSON_ArrayForEach(row, c->rows)
		c->row[i++] = row;
	c->ids = g_new0(char *, file_count + 1);
	c->entries[OF_FILE] = g_new0(struct match_entry, file_count + 1);
	c->entries[AS_SAID] = g_new0(struct match_entry, c->count + 1);
	c->entries[AS_IS] = g_new0(struct match_entry, c->count + 1);
}

void collection_finish(struct collection *c)
{
	match_finish(&c->match);
	for (size_t i = 0; i < c->file_count; i++)
		g_free(c->ids[i]);
	g_free(c->ids);
	g_free(c->row);
	for (size_t i = 0; i < G_N_ELEMENTS(c->entries); i++)
		g_free(c->entries[i]);
	g_string_chunk_free(c->text);
	g_hash_table_destroy(c->realms);
	cJSON_Delete(c->rows);
}

void collection_new_id(struct collection *c, struct db *db, char *out, size_t size)
{
	if (c->spare_ids == 0) {
		for (size_t i = 0; i < c->file_count; i++)
			c->spare_ids += !c->ids[i];
		c->next_id = ids_take(db, c->resource, c->spare_ids);
	}
	c->spare_ids--;
	id_write(c->resource, c->next_id++, out, size);
}

cJSON *collection_row(const struct collection *c, size_t index)
{
	size_t row = c->match.row_of[index];
	return row == MATCH_NONE ? NULL : c->row[row];
}

void collection_set_id(struct collection *c, size_t index, const char *id)
{
	g_free(c->ids[index]);
	c->ids[index] = g_strdup(id);
}

void collection_pair(struct collection *c, size_t index, size_t row)
{
	c->match.row_of[index] = row;
	c->match.file_of[row] = index;
	c->match.pairs++;
	collection_set_id(c, index, row_str(c->row[row], "id"));
}

void collection_match(struct collection *c, unsigned strong)
{
	c->match = (struct match){
		.file = c->entries[OF_FILE],
		.file_count = c->file_count,
		.views = {c->entries[AS_SAID], c->entries[AS_IS]},
		.row_count = c->count,
		.strong = strong,
		.name = PART_NAME,
	};
	match_begin(&c->match);
}

void collection_run(struct collection *c, const struct match_pass *passes, size_t count)
{
	match_run(&c->match, passes, count);
	for (size_t i = 0; i < c->file_count; i++)
		if (!c->ids[i] && collection_row(c, i))
			collection_set_id(c, i, row_str(collection_row(c, i), "id"));
}

/* --- keys ----------------------------------------------------------------- */

const char *collection_keep(struct collection *c, const char *s)
{
	return s ? g_string_chunk_insert(c->text, s) : NULL;
}

/* Where the key, as rows remember it, comes from: numbers from their format,
 * a UID from its host, all UUIDs from one. */
static char *realm_of(enum part part, const char *key)
{
	const char *plain = identify_key_plain(key), *at = strrchr(key, '@');
	if (plain != key)
		return g_strdup_printf("%d %.*s", (int)part, (int)(plain - key), key);
	if (g_uuid_string_is_valid(key))
		return g_strdup_printf("%d uuid", (int)part);
	return g_strdup_printf("%d %s", (int)part, at ? at : "");
}

static uint64_t realm_bit(struct collection *c, enum part part, const char *key, bool of_file)
{
	enum { LAST_BIT = 63 }; /* and of all further ones */
	char *name = realm_of(part, key);
	guint bit = GPOINTER_TO_UINT(g_hash_table_lookup(c->realms, name));
	if (!bit && of_file) {
		bit = 1 + MIN(g_hash_table_size(c->realms), LAST_BIT);
		g_hash_table_insert(c->realms, g_strdup(name), GUINT_TO_POINTER(bit));
	}
	g_free(name);
	return bit ? UINT64_C(1) << (bit - 1) : 0;
}

void collection_file_key(struct collection *c, struct match_entry *e, enum part part,
	const struct programme *p, const char *key)
{
	char *scoped = identify_key(p, key);
	e->part[part] = collection_keep(c, scoped);
	if (scoped)
		e->realms |= realm_bit(c, part, scoped, true);
	g_free(scoped);
}

static const char *end_lines(struct collection *c, GString *lines)
{
	const char *kept = lines->len ? collection_keep(c, lines->str) : NULL;
	g_string_free(lines, TRUE);
	return kept;
}

const char *collection_row_lines(struct collection *c, const cJSON *row, const char *name)
{
	GString *lines = g_string_new(NULL);
	const cJSON *key;
	cJSON_ArrayForEach(key, merge_keys_of(row, name))
		g_string_append_printf(lines, "%s%s", lines->len ? "\n" : "", key->valuestring);
	return end_lines(c, lines);
}

void collection_row_key(
	struct collection *c, struct match_entry *e, enum part part, const cJSON *row, const char *name)
{
	const cJSON *key;
	e->part[part] = collection_row_lines(c, row, name);
	cJSON_ArrayForEach(key, merge_keys_of(row, name))
		e->realms |= realm_bit(c, part, key->valuestring, false);
}

void collection_made_key(struct collection *c, struct match_entry *e, enum part part, const char *key)
{
	e->part[part] = collection_keep(c, key);
	e->realms |= realm_bit(c, part, key, false);
}

/* --- names ---------------------------------------------------------------- */

static void add_folded(GString *lines, const char *name)
{
	char *folded = clean_fold(name);
	if (lines->len)
		g_string_append_c(lines, '\n');
	for (const char *p = folded; *p; p++)
		if (*p != ' ' && *p != '\n')
			g_string_append_c(lines, *p);
	g_free(folded);
}

const char *collection_text(struct collection *c, const struct text *t)
{
	GString *lines = g_string_new(NULL);
	for (size_t i = 0; i < t->count; i++)
		add_folded(lines, t->forms[i].value);
	return end_lines(c, lines);
}

const char *collection_value(struct collection *c, const cJSON *value)
{
	GString *lines = g_string_new(NULL);
	if (cJSON_IsString(value))
		add_folded(lines, value->valuestring);
	for (const cJSON *form = cJSON_IsObject(value) ? value->child : NULL; form; form = form->next)
		if (cJSON_IsString(form))
			add_folded(lines, form->valuestring);
	return end_lines(c, lines);
}

const cJSON *collection_said(const cJSON *row, const char *name)
{
	return row_has(row, "imported") ? merge_said(row, name) : json_get(row, name);
}
