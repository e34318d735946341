/* Schedule files as they were last made, by path: many calendars ask for the
 * same few, again and again. The least recently used makes room where there
 * are MAX_KEPT_EXPORTS or MAX_KEPT_EXPORT_BYTES. Loop's thread. */
#ifndef MADANG_API_EXPORT_CACHE_H
#define MADANG_API_EXPORT_CACHE_H

#include "base/blob.h"

#include <stdbool.h>

enum { EXPORT_ETAG = 48, EXPORT_DISPOSITION = 256 };

struct export_file {
	struct blob *body;
	char etag[EXPORT_ETAG]; /* of the bytes */
	char disposition[EXPORT_DISPOSITION];
};

struct export_cache;

struct export_cache *export_cache_create(void);
void export_cache_destroy(struct export_cache *c); /* NULL is fine */
/* The file of this path, if it was made of the documents of `state` (their
 * ETag). The caller unrefs its body. */
bool export_cache_get(struct export_cache *c, const char *path, const char *state, struct export_file *ret);
/* Keeps the file instead of the path's last one, with a reference of its own. */
void export_cache_put(
	struct export_cache *c, const char *path, const char *state, const struct export_file *file);

#endif
