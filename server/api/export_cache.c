#include "api/export_cache.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "live/snapshot.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	char *path;
	char state[SNAPSHOT_ETAG];
	struct export_file file;
	uint64_t used;
};

struct export_cache {
	struct entry entries[MAX_KEPT_EXPORTS];
	size_t count, bytes;
	uint64_t uses;
};

struct export_cache *export_cache_create(void)
{
	return xcalloc(1, sizeof(struct export_cache));
}

static void drop(struct export_cache *c, struct entry *e)
{
	c->bytes -= e->file.body->len;
	g_free(e->path);
	blob_unref(e->file.body);
	*e = c->entries[--c->count];
}

void export_cache_destroy(struct export_cache *c)
{
	while (c && c->count)
		drop(c, &c->entries[0]);
	free(c);
}

static struct entry *find(struct export_cache *c, const char *path)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->entries[i].path, path) == 0)
			return &c->entries[i];
	return NULL;
}

bool export_cache_get(struct export_cache *c, const char *path, const char *state, struct export_file *ret)
{
	struct entry *e = find(c, path);
	if (!e || strcmp(e->state, state) != 0)
		return false;
	e->used = ++c->uses;
	*ret = e->file;
	blob_ref(ret->body);
	return true;
}

static void drop_oldest(struct export_cache *c)
{
	struct entry *oldest = &c->entries[0];
	for (size_t i = 1; i < c->count; i++)
		if (c->entries[i].used < oldest->used)
			oldest = &c->entries[i];
	drop(c, oldest);
}

void export_cache_put(
	struct export_cache *c, const char *path, const char *state, const struct export_file *file)
{
	struct entry *last = find(c, path);
	if (last)
		drop(c, last);
	if (file->body->len > MAX_KEPT_EXPORT_BYTES)
		return;
	while (c->count == MAX_KEPT_EXPORTS || c->bytes + file->body->len > MAX_KEPT_EXPORT_BYTES)
		drop_oldest(c);
	struct entry *e = &c->entries[c->count++];
	*e = (struct entry){.path = g_strdup(path), .file = *file, .used = ++c->uses};
	g_strlcpy(e->state, state, sizeof e->state);
	blob_ref(file->body);
	c->bytes += file->body->len;
}
