/* The draw, from its published seed: what the house orders, anybody can order. */
#include "table.h"

#include "event/draw.h"

#include <glib.h>
#include <stdlib.h>

/* As the page says it, in other words: the SHA-256 of "SEED:NUMBER" in hex, sorted as text. */
static int as_told(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void recompute(const char *seed, const int64_t *numbers, size_t count, int64_t *ret)
{
	char **lines = g_new0(char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		char *text = g_strdup_printf("%s:%d", seed, (int)numbers[i]);
		char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
		lines[i] = g_strdup_printf("%s %d", sum, (int)numbers[i]);
		g_free(text);
		g_free(sum);
	}
	qsort(lines, count, sizeof *lines, as_told);
	for (size_t i = 0; i < count; i++)
		ret[i] = atoi(strchr(lines[i], ' ') + 1);
	g_strfreev(lines);
}

static void anybody_can_do_it_again(void **state)
{
	enum { COUNT = 200 };
	struct lot lots[COUNT];
	int64_t numbers[COUNT], again[COUNT];
	for (int i = 0; i < COUNT; i++) {
		numbers[i] = 17 + i;
		lots[i] = (struct lot){.number = 17 + i};
	}
	draw_shuffle("a seed", lots, COUNT);
	recompute("a seed", numbers, COUNT, again);
	for (int i = 0; i < COUNT; i++)
		assert_int_equal(lots[i].number, again[i]);
}

/* Fixed for ever: the values can be had by `printf 'seed:1' | sha256sum`. */
static void the_order_is_that_of_the_hashes(void **state)
{
	struct lot lots[] = {{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}, {.number = 5}};
	draw_shuffle("seed", lots, G_N_ELEMENTS(lots));
	static const int64_t expected[] = {5, 3, 1, 2, 4};
	for (size_t i = 0; i < G_N_ELEMENTS(lots); i++)
		assert_int_equal(lots[i].number, expected[i]);
}

static void neither_the_order_of_asking_nor_luck_before_counts(void **state)
{
	struct lot there[] = {{.number = 1}, {.number = 2}, {.number = 3}};
	struct lot back[] = {{.number = 3}, {.number = 2}, {.number = 1}};
	draw_shuffle("x", there, 3);
	draw_shuffle("x", back, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(there[i].number, back[i].number);
	draw_shuffle("x", NULL, 0);
}

static void a_first_chat_comes_before_a_second(void **state)
{
	struct lot lots[40];
	for (int i = 0; i < 40; i++)
		lots[i] = (struct lot){.number = i + 1, .tier = i < 20};
	draw_shuffle("seed", lots, 40);
	for (int i = 0; i < 40; i++)
		assert_int_equal(lots[i].tier, i >= 20);
}

/* A draw that favours nobody: each of ten is first about as often. */
static void each_is_first_now_and_then(void **state)
{
	int first[10] = {0};
	for (int round = 0; round < 2000; round++) {
		struct lot lots[10];
		char seed[20];
		snprintf(seed, sizeof seed, "round %d", round);
		for (int i = 0; i < 10; i++)
			lots[i] = (struct lot){.number = i + 1};
		draw_shuffle(seed, lots, 10);
		first[lots[0].number - 1]++;
	}
	for (int i = 0; i < 10; i++)
		assert_in_range(first[i], 140, 260);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anybody_can_do_it_again),
		cmocka_unit_test(the_order_is_that_of_the_hashes),
		cmocka_unit_test(neither_the_order_of_asking_nor_luck_before_counts),
		cmocka_unit_test(a_first_chat_comes_before_a_second),
		cmocka_unit_test(each_is_first_now_and_then),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
