/* Pictures drawn on a thread of their own: each once, for all who asked; a
 * bounded number waits; and the end loses nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/raster.h"
#include "base/limits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char circle[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\">"
			     "<circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#336699\"/></svg>";

struct desk {
	struct raster *raster;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	bool is_woken; /* {lock} */
	size_t pictures, answers, refused, failed; /* loop's */
	unsigned width;
};

static void wake(void *ctx)
{
	struct desk *d = ctx;
	pthread_mutex_lock(&d->lock);
	d->is_woken = true;
	pthread_cond_signal(&d->woken);
	pthread_mutex_unlock(&d->lock);
}

static void drawn(void *ctx, const char *key, char *png, size_t len, const struct raster_asker *askers,
	size_t count, const struct err *err)
{
	struct desk *d = ctx;
	d->answers += count;
	for (size_t i = 0; i < count; i++)
		assert_string_equal(askers[i].cache_control, "no-cache");
	if (png) {
		assert_true(len > 33 && memcmp(png, "\x89PNG\r\n\x1a\n", 8) == 0);
		d->width = (unsigned char)png[18] * 256U + (unsigned char)png[19];
		d->pictures++;
	} else if (err->status == STATUS_BUSY) {
		d->refused++;
	} else {
		assert_int_equal(err->status, STATUS_INTERNAL);
		d->failed++;
	}
	free(png);
}

static void open_desk(struct desk *d)
{
	*d = (struct desk){0};
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->woken, NULL);
	d->raster = raster_create(&(struct raster_hooks){.wake = wake, .drawn = drawn, .ctx = d});
}

static void close_desk(struct desk *d)
{
	raster_stop(d->raster);
	raster_collect(d->raster);
	raster_destroy(d->raster);
	pthread_cond_destroy(&d->woken);
	pthread_mutex_destroy(&d->lock);
}

static bool ask(struct desk *d, const char *key, const char *svg, int size)
{
	struct raster_asker asker = {1, "no-cache"};
	struct buf copy = BUF_INIT(MAX_AVATAR_BYTES);
	buf_add_str(&copy, svg);
	return raster_ask(d->raster, key, &copy, size, &asker);
}

static void collect_until(struct desk *d, size_t answers)
{
	while (d->answers < answers) {
		pthread_mutex_lock(&d->lock);
		while (!d->is_woken)
			pthread_cond_wait(&d->woken, &d->lock);
		d->is_woken = false;
		pthread_mutex_unlock(&d->lock);
		raster_collect(d->raster);
	}
}

static void a_picture_has_the_size_asked_for(void **state)
{
	struct desk d;
	open_desk(&d);
	assert_true(ask(&d, "a", circle, 48));
	collect_until(&d, 1);
	assert_int_equal(d.width, 48);
	assert_true(ask(&d, "b", circle, MAX_PICTURE_SIZE));
	collect_until(&d, 2);
	assert_int_equal(d.width, MAX_PICTURE_SIZE);
	close_desk(&d);
}

static void what_cannot_be_drawn_is_said(void **state)
{
	struct desk d;
	open_desk(&d);
	assert_true(ask(&d, "a", "no svg", 48));
	collect_until(&d, 1);
	assert_int_equal(d.failed, 1);
	close_desk(&d);
}

/* Nothing is collected between, so that all of one key are one picture. */
static void many_who_ask_for_one_picture_share_it(void **state)
{
	struct desk d;
	open_desk(&d);
	for (int i = 0; i < 1000; i++)
		assert_true(ask(&d, "a", circle, 64));
	collect_until(&d, 1000);
	assert_int_equal(d.pictures, 1);
	assert_int_equal(d.answers, 1000);
	close_desk(&d);
}

static void so_many_wait_and_no_more(void **state)
{
	struct desk d;
	char key[16];
	size_t taken = 0, asked = 4 * MAX_PICTURES_WAITING;
	open_desk(&d);
	for (size_t i = 0; i < asked; i++) {
		snprintf(key, sizeof key, "%zu", i);
		taken += ask(&d, key, circle, MAX_PICTURE_SIZE);
	}
	assert_true(taken >= MAX_PICTURES_WAITING);
	assert_true(taken < asked);
	raster_stop(d.raster);
	raster_collect(d.raster);
	assert_int_equal(d.answers, taken); /* drawn or refused: nobody is forgotten */
	assert_true(d.refused > 0);
	assert_int_equal(d.pictures + d.refused, taken);
	assert_false(ask(&d, "late", circle, 16));
	close_desk(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_picture_has_the_size_asked_for),
		cmocka_unit_test(what_cannot_be_drawn_is_said),
		cmocka_unit_test(many_who_ask_for_one_picture_share_it),
		cmocka_unit_test(so_many_wait_and_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
