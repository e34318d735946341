/* PNG of our own pictures, drawn by librsvg on a thread of its own: some
 * milliseconds each, which no socket shall wait for.
 *
 *   loop:   raster_ask → … → raster_collect: drawn(…) once for each picture
 *   thread: draws, one after another, then `wake`
 *
 * Whoever asks for a picture that waits already shares it. Nothing but what
 * avatar_compose made is ever drawn here. */
#ifndef MADANG_API_RASTER_H
#define MADANG_API_RASTER_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

struct raster;

struct raster_asker {
	uint64_t request;
	const char *cache_control; /* a literal: what its answer says */
};

struct raster_hooks {
	/* Any thread: something waits for raster_collect. */
	void (*wake)(void *ctx);
	/* Loop's thread. `png` is taken (free it); NULL: it was not drawn, and
	 * `err` says why: 503 `busy` at the end, 500 `internal`. */
	void (*drawn)(void *ctx, const char *key, char *png, size_t len, const struct raster_asker *askers,
		size_t count, const struct err *err);
	void *ctx;
};

/* Starts the thread. */
struct raster *raster_create(const struct raster_hooks *hooks);
/* Draws `svg`, `size` pixels high and wide at most, for `asker`. `key` stands
 * for both. False: MAX_PICTURES_WAITING wait already, or it is stopping. Takes
 * the bytes of `svg` in any case. Loop's thread. */
bool raster_ask(
	struct raster *r, const char *key, struct buf *svg, int size, const struct raster_asker *asker);
/* Hands over what is drawn. Loop's thread. */
void raster_collect(struct raster *r);
/* Ends the thread after the picture that it draws; those that wait are not
 * drawn. The caller still calls raster_collect once. NULL is fine. */
void raster_stop(struct raster *r);
void raster_destroy(struct raster *r); /* after raster_stop; NULL is fine */

/* One picture, at once: false where librsvg fails. Any thread. `*ret` is freed
 * with free(). */
bool raster_draw(const char *svg, size_t len, int size, char **ret, size_t *ret_len);

#endif
