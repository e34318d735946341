/* Memory that is given back all at once: what one schedule file needs while
 * it is read. Bounded, so that no file can take the machine. */
#ifndef MADANG_BASE_ARENA_H
#define MADANG_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_create(size_t max_bytes);
void arena_destroy(struct arena *a); /* NULL is fine */
/* Zeroed, aligned for any type; NULL past the maximum (then arena_failed). */
void *arena_alloc(struct arena *a, size_t size);
/* A copy of `len` bytes with a NUL behind; NULL past the maximum. */
char *arena_copy(struct arena *a, const char *s, size_t len);
char *arena_strdup(struct arena *a, const char *s);
bool arena_failed(const struct arena *a);

#endif
