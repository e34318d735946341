#include "base/arena.h"

#include "base/alloc.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

struct block {
	struct block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *blocks; /* newest first */
	size_t left; /* bytes that may still be taken */
	bool failed;
};

struct arena *arena_create(size_t max_bytes)
{
	struct arena *a = xcalloc(1, sizeof *a);
	a->left = max_bytes;
	return a;
}

void arena_destroy(struct arena *a)
{
	if (!a)
		return;
	for (struct block *b = a->blocks; b;) {
		struct block *next = b->next;
		free(b);
		b = next;
	}
	free(a);
}

static struct block *add_block(struct arena *a, size_t size)
{
	size_t want = size > BLOCK_BYTES ? size : BLOCK_BYTES;
	struct block *b = want <= a->left ? calloc(1, sizeof *b + want) : NULL;
	if (!b) {
		a->failed = true;
		return NULL;
	}
	b->size = want;
	b->next = a->blocks;
	a->blocks = b;
	a->left -= want;
	return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
	const size_t unit = alignof(max_align_t);
	if (size > SIZE_MAX - unit) {
		a->failed = true;
		return NULL;
	}
	size = (size + unit - 1) / unit * unit;
	struct block *b = a->blocks;
	if (!b || b->size - b->used < size)
		b = add_block(a, size);
	if (!b)
		return NULL;
	void *p = b->bytes + b->used;
	b->used += size;
	return p;
}

char *arena_copy(struct arena *a, const char *s, size_t len)
{
	char *p = arena_alloc(a, len + 1);
	if (p && len)
		memcpy(p, s, len);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_copy(a, s, strlen(s));
}

bool arena_failed(const struct arena *a)
{
	return a->failed;
}
