/* A file of the repository that is built into the program (server/embed.py). */
#ifndef MADANG_BASE_ASSET_H
#define MADANG_BASE_ASSET_H

#include <stddef.h>

struct asset {
	const char *path; /* NULL ends a list */
	const char *bytes; /* a NUL stands behind the last */
	const char *end;
};

static inline size_t asset_len(const struct asset *a)
{
	return (size_t)(a->end - a->bytes);
}

#endif
