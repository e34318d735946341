#include "api/raster.h"

#include "base/alloc.h"
#include "base/limits.h"

#include <glib.h>
#include <librsvg/rsvg.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct picture {
	char *key;
	struct buf svg;
	int size;
	GArray *askers; /* loop's: struct raster_asker */
	char *png; /* the thread's, until it is handed over */
	size_t len;
	struct err err; /* where png is NULL */
};

struct raster {
	struct raster_hooks hooks;
	pthread_t thread;
	GHashTable *asked; /* loop's: key -> picture, from raster_ask to raster_collect */

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t work;
	GQueue waiting, drawn; /* of pictures */
	bool stopping, stopped;
};

/* --- drawing -------------------------------------------------------------- */

enum { MAX_PNG = 8 * MAX_PICTURE_SIZE * MAX_PICTURE_SIZE }; /* twice the pixels' bytes: never reached */

static cairo_status_t take_bytes(void *ctx, const unsigned char *bytes, unsigned int len)
{
	struct buf *out = ctx;
	buf_add(out, bytes, len);
	return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static bool draw_onto(cairo_surface_t *surface, RsvgHandle *handle, int size)
{
	RsvgRectangle viewport = {0, 0, size, size};
	cairo_t *cr = cairo_create(surface);
	bool good = rsvg_handle_render_document(handle, cr, &viewport, NULL) &&
		cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	return good;
}

bool raster_draw(const char *svg, size_t len, int size, char **ret, size_t *ret_len)
{
	RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)svg, len, NULL);
	if (!handle)
		return false;
	struct buf png = BUF_INIT(MAX_PNG);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size, size);
	bool good = draw_onto(surface, handle, size) &&
		cairo_surface_write_to_png_stream(surface, take_bytes, &png) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	g_object_unref(handle);
	if (good)
		*ret = buf_take(&png, ret_len);
	buf_clear(&png);
	return good;
}

/* --- the thread ----------------------------------------------------------- */

/* The next picture to draw; NULL: it is time to stop. */
static struct picture *take_next(struct raster *r)
{
	pthread_mutex_lock(&r->lock);
	while (g_queue_is_empty(&r->waiting) && !r->stopping)
		pthread_cond_wait(&r->work, &r->lock);
	struct picture *p = r->stopping ? NULL : g_queue_pop_head(&r->waiting);
	pthread_mutex_unlock(&r->lock);
	return p;
}

static void *raster_main(void *arg)
{
	struct raster *r = arg;
	for (struct picture *p; (p = take_next(r));) {
		if (!raster_draw(p->svg.data, p->svg.len, p->size, &p->png, &p->len))
			err_set(&p->err, STATUS_INTERNAL, "internal", "the picture cannot be drawn");
		pthread_mutex_lock(&r->lock);
		g_queue_push_tail(&r->drawn, p);
		pthread_mutex_unlock(&r->lock);
		r->hooks.wake(r->hooks.ctx);
	}
	return NULL;
}

/* --- the loop ------------------------------------------------------------- */

struct raster *raster_create(const struct raster_hooks *hooks)
{
	struct raster *r = xcalloc(1, sizeof *r);
	r->hooks = *hooks;
	r->asked = g_hash_table_new(g_str_hash, g_str_equal);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->work, NULL);
	if (pthread_create(&r->thread, NULL, raster_main, r) != 0)
		abort();
	return r;
}

static bool enqueue(struct raster *r, struct picture *p)
{
	pthread_mutex_lock(&r->lock);
	bool room = r->waiting.length < MAX_PICTURES_WAITING && !r->stopping;
	if (room) {
		g_queue_push_tail(&r->waiting, p);
		pthread_cond_signal(&r->work);
	}
	pthread_mutex_unlock(&r->lock);
	return room;
}

static void picture_free(struct picture *p)
{
	g_array_free(p->askers, TRUE);
	buf_clear(&p->svg);
	g_free(p->key);
	g_free(p);
}

bool raster_ask(
	struct raster *r, const char *key, struct buf *svg, int size, const struct raster_asker *asker)
{
	struct picture *p = g_hash_table_lookup(r->asked, key);
	if (p) {
		buf_clear(svg);
		g_array_append_vals(p->askers, asker, 1);
		return true;
	}
	p = g_new0(struct picture, 1);
	p->key = g_strdup(key);
	p->svg = *svg;
	*svg = BUF_INIT(svg->max);
	p->size = size;
	p->askers = g_array_new(FALSE, FALSE, sizeof *asker);
	g_array_append_vals(p->askers, asker, 1);
	g_hash_table_insert(r->asked, p->key, p);
	if (enqueue(r, p))
		return true;
	g_hash_table_remove(r->asked, p->key);
	picture_free(p);
	return false;
}

void raster_collect(struct raster *r)
{
	pthread_mutex_lock(&r->lock);
	GQueue drawn = r->drawn;
	g_queue_init(&r->drawn);
	for (struct picture *p; r->stopped && (p = g_queue_pop_head(&r->waiting));) {
		err_set(&p->err, STATUS_BUSY, "busy", "the server is about to stop");
		g_queue_push_tail(&drawn, p);
	}
	pthread_mutex_unlock(&r->lock);
	for (struct picture *p; (p = g_queue_pop_head(&drawn));) {
		g_hash_table_remove(r->asked, p->key);
		r->hooks.drawn(r->hooks.ctx, p->key, p->png, p->len,
			(const struct raster_asker *)(const void *)p->askers->data, p->askers->len, &p->err);
		picture_free(p);
	}
}

void raster_stop(struct raster *r)
{
	if (!r || r->stopped)
		return;
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	pthread_cond_signal(&r->work);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	r->stopped = true;
}

void raster_destroy(struct raster *r)
{
	if (!r)
		return;
	g_hash_table_destroy(r->asked);
	pthread_cond_destroy(&r->work);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
