/* Answers as they were last made, by key: many ask for the same few, again and
 * again. Which one makes room is the one least recently used. Loop's thread. */
#ifndef MADANG_API_CACHE_H
#define MADANG_API_CACHE_H

#include "base/blob.h"

#include <stdbool.h>

enum { CACHE_ETAG = 48, CACHE_DISPOSITION = 256 };

struct cached {
	struct blob *body;
	char etag[CACHE_ETAG]; /* of the bytes; see cache_etag */
	const char *disposition; /* NULL: none */
};

struct cache;

/* Keeps at most so many, and so many bytes. */
struct cache *cache_create(size_t max_count, size_t max_bytes);
void cache_destroy(struct cache *c); /* NULL is fine */
/* The answer of this key, if it was made of what `state` stands for ("" where
 * it depends on nothing else). The caller unrefs its body; the disposition is
 * borrowed until the next cache_put. */
bool cache_get(struct cache *c, const char *key, const char *state, struct cached *ret);
/* Keeps the answer instead of the key's last one, with a reference and copies
 * of its own. */
void cache_put(struct cache *c, const char *key, const char *state, const struct cached *answer);
/* Writes the ETag of the bytes. */
void cache_etag(const struct blob *body, char out[CACHE_ETAG]);

#endif
