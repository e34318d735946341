#include "formats/refs.h"

#include <stdio.h>

const char *refs_id(struct programme *p, const cJSON *item)
{
	char digits[24];
	int64_t n;
	if (!json_int(item, INT64_C(-9007199254740991), INT64_C(9007199254740991), &n))
		return programme_line(p, cJSON_GetStringValue(item));
	snprintf(digits, sizeof digits, "%lld", (long long)n);
	return programme_line(p, digits);
}

GHashTable *refs_create(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* Indices plus one, since NULL means absent. */
void refs_note(GHashTable *refs, const char *id, size_t index)
{
	if (id && index != PROGRAMME_NONE && !g_hash_table_contains(refs, id))
		g_hash_table_insert(refs, g_strdup(id), GSIZE_TO_POINTER(index + 1));
}

size_t refs_find(GHashTable *refs, const char *id)
{
	size_t found = id ? GPOINTER_TO_SIZE(g_hash_table_lookup(refs, id)) : 0;
	return found ? found - 1 : PROGRAMME_NONE;
}
