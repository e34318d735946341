/*
 * avatar: how long a picture takes to compose, against a floor that copies the
 * bytes of the same picture; how many a second come from memory; and what a
 * PNG costs whoever asks first. This bench alone links code of Madang's: what
 * is composed is asked for over no socket. It reads data/avatar, or the folder
 * in MADANG_AVATARS.
 */
#include "asker.h"
#include "folder.h"
#include "measure.h"
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_ROUNDS 7
#define RECIPES 20000
#define PNGS 40
#define COMPOSE_LIMIT_US 200.0

static uint32_t next_random(void *ctx)
{
	uint32_t *x = ctx; /* xorshift32 */

	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

/* One picture of a recipe, from its canonical text, as a request has it; and the copy. */
static void compose(const struct avatars *sets, const struct buf *text, struct buf *out, char *copy,
	struct measure *took, struct measure *copied)
{
	struct avatar_recipe recipe;
	struct err err;
	int64_t start = measure_now_ns();

	buf_reset(out);
	if (avatar_recipe_parse(sets, text->data, text->len, &recipe, &err) != STATUS_OK)
		measure_die("a recipe is refused: %s", err.detail);
	avatar_compose(&recipe, AVATAR_EN, AVATAR_FIGURE, out);
	int64_t end = measure_now_ns();
	memcpy(copy, out->data, out->len);
	__asm__ volatile("" : : "r"(copy) : "memory");
	measure_add(took, (double)(end - start) / 1e3);
	measure_add(copied, (double)(measure_now_ns() - end) / 1e3);
}

static void measure_compose(const struct avatars *sets)
{
	struct measure *took = measure_create(), *copied = measure_create();
	struct buf text = BUF_INIT(MAX_JSON_BODY), out = BUF_INIT(MAX_AVATAR_BYTES);
	char *copy = malloc(MAX_AVATAR_BYTES);
	uint32_t seed = 20190829;
	double bytes = 0;
	char name[128];

	for (unsigned i = 0; copy && i < RECIPES; i++) {
		struct avatar_recipe recipe;

		avatar_recipe_random(sets, next_random, &seed, &recipe);
		buf_reset(&text);
		avatar_recipe_write(&recipe, &text);
		compose(sets, &text, &out, copy, took, copied);
		bytes += (double)out.len / RECIPES;
	}
	snprintf(name, sizeof(name), "avatar: recipe read and composed, %.0f bytes, median", bytes);
	measure_print(&(struct measure_row){name, "us", measure_median(took), measure_median(copied),
		"< 200 us", measure_median(took), COMPOSE_LIMIT_US, false});
	measure_print(&(struct measure_row){"avatar: the same, 99 of 100", "us", measure_quantile(took, 0.99),
		measure_quantile(copied, 0.99), "< 200 us", measure_quantile(took, 0.99), COMPOSE_LIMIT_US,
		false});
	buf_clear(&text);
	buf_clear(&out);
	free(copy);
	free(took);
	free(copied);
}

/* "/api/v1/avatar.png?recipe=…" of a random recipe; the caller frees it. */
static char *target_of(const struct avatars *sets, const char *ending, uint32_t *seed, const char *more)
{
	struct avatar_recipe recipe;
	struct buf text = BUF_INIT(MAX_JSON_BODY);

	avatar_recipe_random(sets, next_random, seed, &recipe);
	avatar_recipe_write(&recipe, &text);
	char *escaped = g_uri_escape_string(text.data, NULL, FALSE);
	char *target = g_strdup_printf("/api/v1/avatar.%s?recipe=%s%s", ending, escaped, more);
	g_free(escaped);
	buf_clear(&text);
	return target;
}

static void measure_png(const struct avatars *sets, uint16_t port)
{
	struct measure *took = measure_create();
	uint32_t seed = 1;

	for (unsigned i = 0; i < PNGS; i++) {
		struct http_answer answer;
		char *target = target_of(sets, "png", &seed, "&size=256");
		int64_t start = measure_now_ns();

		http_ask(port, "GET", target, "", NULL, 0, &answer);
		measure_add(took, (double)(measure_now_ns() - start) / 1e6);
		if (answer.status != 200)
			measure_die("a PNG answered %d", answer.status);
		http_answer_finish(&answer);
		g_free(target);
	}
	measure_print(&(struct measure_row){"avatar: PNG of 256 pixels, first time, median", "ms",
		measure_median(took), 0, NULL, 0, 0, false});
	measure_print(&(struct measure_row){
		"avatar: the same, slowest", "ms", measure_quantile(took, 1), 0, NULL, 0, 0, false});
	free(took);
}

static void measure_kept(const struct avatars *sets, uint16_t port, unsigned rounds)
{
	struct asker_variant svg = {
		.bench = "avatar", .name = "SVG from memory", .status = 200, .requests = 8000};
	struct asker_variant png = {
		.bench = "avatar", .name = "PNG from memory", .status = 200, .requests = 8000};
	uint32_t seed = 7;
	char *target = target_of(sets, "svg", &seed, "&lang=ko");

	asker_prepare(&svg, port, target, "");
	g_free(target);
	target = target_of(sets, "png", &seed, "");
	asker_prepare(&png, port, target, "");
	g_free(target);
	asker_measure(&svg, port, rounds);
	asker_measure(&png, port, rounds);
	asker_finish(&svg);
	asker_finish(&png);
}

int main(int argc, char **argv)
{
	const char *path = getenv("MADANG_AVATARS") ? getenv("MADANG_AVATARS") : SOURCE_ROOT "/data/avatar";
	struct folder folder = folder_read(path);
	struct avatars *sets = NULL;
	struct server_options options;
	struct server server;
	struct err err;

	server_options(&options, argc, argv);
	if (avatars_load(folder_assets(&folder), &sets, &err) != STATUS_OK)
		measure_die("%s", err.detail);
	measure_compose(sets);
	server_open(&server, &options);
	server_start(&server, 0);
	measure_kept(sets, server.port, options.rounds ? options.rounds : DEFAULT_ROUNDS);
	measure_png(sets, server.port);
	server_stop(&server, false);
	server_close(&server);
	avatars_destroy(sets);
	folder_clear(&folder);
	return 0;
}
