/* The snapshot without a server: folding, catching up, tombstones, the
 * journal, the rendered state in both codings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/limits.h"
#include "live/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char *const timetable[] = {"sessions", "rooms", NULL};
static const char *const meetups[] = {"slots", NULL};
static const char *const mine[] = {"bookings", NULL};
static const struct snapshot_topic topics[] = {
	{"timetable", timetable, false}, {"meetups", meetups, false}, {"me", mine, true}, {0}};

enum { TIMETABLE = 1, MEETUPS = 2, ME = 4 };

/* One change of one document; json NULL deletes it. */
static void change_one(struct snapshot *s, const char *collection, const char *id, const char *json)
{
	struct change *c = change_create();
	c->seq = snapshot_head(s) + 1;
	change_set_why(c, "test");
	change_add(c, NULL, collection, id, json ? strdup(json) : NULL);
	snapshot_apply(s, c);
	change_destroy(c);
}

static void assert_since(struct snapshot *s, uint32_t mask, int64_t since, const char *want)
{
	struct frame *f = NULL;
	assert_int_equal(snapshot_frame_since(s, mask, since, &f), SNAPSHOT_FRAME);
	assert_string_equal(f->json->bytes, want);
	frame_unref(f);
}

static void assert_answer(struct snapshot *s, uint32_t mask, int64_t since, enum snapshot_since want)
{
	struct frame *f = NULL;
	assert_int_equal(snapshot_frame_since(s, mask, since, &f), want);
	assert_null(f);
}

static void test_masks(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 0);
	uint32_t mask = 0;
	assert_true(snapshot_mask(s, "timetable,me,timetable", &mask));
	assert_int_equal(mask, TIMETABLE | ME);
	assert_int_equal(snapshot_private_mask(s), ME);
	const char *bad[] = {"", ",", "timetable,", "time", "timetables", "timetable me"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(snapshot_mask(s, bad[i], &mask));
	snapshot_destroy(s);
}

static void test_catching_up(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 0);
	change_one(s, "sessions", "a", "{\"n\":1}");
	change_one(s, "slots", "x", "{}");
	change_one(s, "sessions", "b", "{\"n\":2}");
	change_one(s, "sessions", "a", "{\"n\":3}");
	assert_since(s, TIMETABLE, 0,
		"{\"seq\":4,\"set\":{\"sessions\":{\"b\":{\"n\":2},\"a\":{\"n\":3}}},\"del\":{},\"why\":\"merged\"}");
	assert_since(s, TIMETABLE, 3,
		"{\"seq\":4,\"set\":{\"sessions\":{\"a\":{\"n\":3}}},\"del\":{},\"why\":\"test\"}");
	assert_answer(s, TIMETABLE, 4, SNAPSHOT_NOTHING);
	assert_answer(s, MEETUPS, 2, SNAPSHOT_NOTHING);
	assert_answer(s, TIMETABLE, 5, SNAPSHOT_RESET);
	assert_answer(s, TIMETABLE, -1, SNAPSHOT_RESET);
	change_one(s, "sessions", "b", NULL);
	change_one(s, "sessions", "never", NULL);
	assert_since(s, TIMETABLE | MEETUPS, 1,
		"{\"seq\":6,\"set\":{\"sessions\":{\"a\":{\"n\":3}},\"slots\":{\"x\":{}}},"
		"\"del\":{\"sessions\":[\"b\",\"never\"]},\"why\":\"merged\"}");
	change_one(s, "sessions", "b", "{\"n\":4}");
	assert_since(s, TIMETABLE, 5,
		"{\"seq\":7,\"set\":{\"sessions\":{\"b\":{\"n\":4}}},\"del\":{\"sessions\":[\"never\"]},"
		"\"why\":\"merged\"}");
	assert_string_equal(snapshot_get(s, "sessions", "b", NULL), "{\"n\":4}");
	assert_null(snapshot_get(s, "sessions", "never", NULL));
	assert_null(snapshot_get(s, "bogus", "b", NULL));
	assert_int_equal(snapshot_count(s, "sessions"), 2);
	assert_int_equal(snapshot_count(s, NULL), 3);
	snapshot_destroy(s);
}

static void test_shared_frames(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 0);
	change_one(s, "sessions", "a", "{}");
	struct frame *one = NULL, *two = NULL;
	snapshot_frame_since(s, TIMETABLE, 0, &one);
	snapshot_frame_since(s, TIMETABLE, 0, &two);
	assert_ptr_equal(one, two);
	assert_string_equal(frame_sse(one)->bytes,
		"id: 1\ndata: {\"seq\":1,\"set\":{\"sessions\":{\"a\":{}}},\"del\":{},\"why\":\"test\"}\n\n");
	change_one(s, "sessions", "a", "{}");
	frame_unref(one);
	frame_unref(two);
	snapshot_destroy(s);
}

static void test_private_is_not_kept(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 0);
	struct change *c = change_create();
	c->seq = 1;
	change_add(c, "ann", "bookings", "b1", strdup("{}"));
	snapshot_apply(s, c);
	change_destroy(c);
	assert_int_equal(snapshot_head(s), 1);
	assert_int_equal(snapshot_changed_mask(s), 0);
	assert_int_equal(snapshot_count(s, NULL), 0);
	assert_answer(s, TIMETABLE | MEETUPS | ME, 0, SNAPSHOT_NOTHING);
	snapshot_destroy(s);
}

static void test_tombstones_are_bounded(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 0);
	char id[24];
	for (int i = 0; i <= MAX_TOMBSTONES; i++) {
		snprintf(id, sizeof id, "s%d", i);
		change_one(s, i % 2 ? "slots" : "sessions", id, NULL);
	}
	/* The first, of seq 1, has been forgotten. */
	assert_int_equal(snapshot_floor(s), 1);
	assert_answer(s, TIMETABLE, 0, SNAPSHOT_RESET);
	struct frame *f = NULL;
	assert_int_equal(snapshot_frame_since(s, TIMETABLE, snapshot_head(s) - 9, &f), SNAPSHOT_FRAME);
	frame_unref(f);
	snapshot_destroy(s);
}

static void test_too_large_is_a_reset(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 0);
	char *big = malloc(MAX_LIVE_FRAME + 3);
	memset(big, 'x', MAX_LIVE_FRAME + 2);
	big[0] = big[MAX_LIVE_FRAME + 1] = '"';
	big[MAX_LIVE_FRAME + 2] = '\0';
	change_one(s, "sessions", "a", big);
	free(big);
	assert_answer(s, TIMETABLE, 0, SNAPSHOT_RESET);
	change_one(s, "sessions", "a", "{}");
	assert_since(s, TIMETABLE, 0,
		"{\"seq\":2,\"set\":{\"sessions\":{\"a\":{}}},\"del\":{},\"why\":\"merged\"}");
	snapshot_destroy(s);
}

static bool note(struct snapshot *s, const char *frame)
{
	return snapshot_note_journal(s, frame, strlen(frame), NULL);
}

static void test_journal(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 13);
	snapshot_load(s, "sessions", "old", strdup("{\"o\":1}"), 0);
	snapshot_load(s, "sessions", "a", strdup("{\"a\":1}"), 0);
	snapshot_load(s, "sessions", "back", strdup("{}"), 0);
	snapshot_load(s, "rooms", "k\xC3\xBC\"e", strdup("{}"), 0);
	assert_int_equal(snapshot_floor(s), 13);
	assert_answer(s, TIMETABLE, 12, SNAPSHOT_RESET);
	assert_true(note(s,
		"{\"seq\":10,\"set\":{\"sessions\":{\"a\":{\"x\":\"}]\\\"\"},\"gone\":[1,{}]},"
		"\"lost\":{\"q\":1}},\"del\":{\"sessions\":[\"back\"]},\"why\":\"w\"}"));
	assert_true(note(s,
		"{\"seq\":11,\"set\":{\"rooms\":{\"k\\u00fc\\\"e\":{}}},\"del\":{\"sessions\":[\"gone\"]},"
		"\"why\":\"w\"}"));
	assert_true(note(s, "{\"seq\":12,\"set\":{\"sessions\":{\"back\":{}}},\"del\":{},\"why\":\"w\"}"));
	assert_int_equal(snapshot_floor(s), 13); /* the journal does not reach the head yet */
	assert_true(note(s, "{\"seq\":13,\"set\":{},\"del\":{\"sessions\":[\"z\"]},\"why\":\"w\"}"));
	assert_int_equal(snapshot_floor(s), 9);
	assert_since(s, TIMETABLE, 9,
		"{\"seq\":13,\"set\":{\"sessions\":{\"a\":{\"a\":1},\"back\":{}},\"rooms\":{\"k\xC3\xBC\\\"e\":{}}},"
		"\"del\":{\"sessions\":[\"gone\",\"z\"]},\"why\":\"merged\"}");
	assert_since(s, TIMETABLE, 11,
		"{\"seq\":13,\"set\":{\"sessions\":{\"back\":{}}},\"del\":{\"sessions\":[\"z\"]},\"why\":\"merged\"}");
	assert_answer(s, TIMETABLE, 8, SNAPSHOT_RESET);
	snapshot_destroy(s);
}

static void test_journal_refuses(void **state)
{
	const char *bad[] = {"", "{", "[]", "{\"seq\":x}", "{\"seq\":1", "{\"seq\":1,\"set\":[]}",
		"{\"seq\":1,\"set\":{\"sessions\":{\"a\":{}", "{\"seq\":1,\"del\":{\"sessions\":[\"a}",
		"{\"seq\":9}"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct snapshot *s = snapshot_create(topics, "e", 5);
		struct err err;
		assert_false(snapshot_note_journal(s, bad[i], strlen(bad[i]), &err));
		assert_int_equal(err.status, STATUS_STORAGE);
		snapshot_destroy(s);
	}
}

/* The whole text of an answer; the caller frees it. */
static char *text_of(struct snapshot *s, uint32_t mask, bool gzip)
{
	struct snapshot_state state;
	snapshot_state(s, mask, 1234567890123, gzip, &state);
	struct buf all = BUF_INIT(1 << 20);
	struct blob *parts[] = {state.before, state.body, state.after};
	for (int i = 0; i < 3; i++) {
		if (parts[i])
			buf_add(&all, parts[i]->bytes, parts[i]->len);
		blob_unref(parts[i]);
	}
	if (!gzip)
		return buf_take(&all, NULL);
	char *out = calloc(1, 1 << 20);
	z_stream z = {.next_in = (Bytef *)all.data,
		.avail_in = (uInt)all.len,
		.next_out = (Bytef *)out,
		.avail_out = (1 << 20) - 1};
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END); /* checks crc and size */
	assert_int_equal(z.avail_in, 0);
	inflateEnd(&z);
	buf_clear(&all);
	return out;
}

static void test_state(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e\"1", 0);
	const uint32_t masks[] = {TIMETABLE, MEETUPS, TIMETABLE | MEETUPS, TIMETABLE | MEETUPS | ME, ME};
	char id[16], etag[SNAPSHOT_ETAG], before[SNAPSHOT_ETAG];
	char *empty = text_of(s, TIMETABLE | ME, false);
	assert_string_equal(empty,
		"{\"epoch\":\"e\\\"1\",\"seq\":0,\"now\":1234567890123,"
		"\"docs\":{\"sessions\":{},\"rooms\":{}}}");
	free(empty);
	for (int i = 0; i < 300; i++) {
		snprintf(id, sizeof id, "d%d", i * 7 % 50);
		change_one(s, i % 3 ? "sessions" : "slots", id,
			i % 11 ? "{\"text\":\"some words, some words\"}" : NULL);
		for (size_t m = 0; m < sizeof masks / sizeof *masks; m++) {
			char *plain = text_of(s, masks[m], false), *gzip = text_of(s, masks[m], true);
			assert_string_equal(plain, gzip);
			cJSON *json = NULL;
			assert_int_equal(json_parse(plain, strlen(plain), 32, &json, NULL), STATUS_OK);
			cJSON_Delete(json);
			free(plain);
			free(gzip);
		}
	}
	snapshot_etag(s, TIMETABLE, before);
	change_one(s, "slots", "d1", "{}");
	snapshot_etag(s, TIMETABLE, etag);
	assert_string_equal(before, etag); /* another topic's change leaves it */
	change_one(s, "rooms", "r", "{}");
	snapshot_etag(s, TIMETABLE, etag);
	assert_string_not_equal(before, etag);
	snapshot_destroy(s);
}

/* Frames since any N, folded over the state at N, give the state now. */
static void test_fold_equals_state(void **state)
{
	struct snapshot *s = snapshot_create(topics, "e", 0), *copy = snapshot_create(topics, "e", 0);
	unsigned random = 7;
	for (int i = 0; i < 2000; i++) {
		char id[16], json[32];
		random = random * 1103515245u + 12345u;
		snprintf(id, sizeof id, "d%u", (random >> 16) % 40);
		snprintf(json, sizeof json, "{\"v\":%d}", i);
		change_one(s, random >> 30 ? "sessions" : "rooms", id, (random >> 8) % 4 ? json : NULL);
		if ((random >> 12) % 37)
			continue;
		struct frame *f = NULL;
		assert_int_equal(snapshot_frame_since(s, TIMETABLE, snapshot_head(copy), &f), SNAPSHOT_FRAME);
		cJSON *json_frame = NULL;
		assert_int_equal(json_parse(f->json->bytes, f->json->len, 8, &json_frame, NULL), STATUS_OK);
		struct change *c = change_create();
		c->seq = f->seq;
		const cJSON *of, *doc;
		cJSON_ArrayForEach(of, json_get(json_frame, "set"))
			cJSON_ArrayForEach(doc, of)
				change_add(c, NULL, of->string, doc->string, cJSON_PrintUnformatted(doc));
		cJSON_ArrayForEach(of, json_get(json_frame, "del"))
			cJSON_ArrayForEach(doc, of)
				change_add(c, NULL, of->string, doc->valuestring, NULL);
		snapshot_apply(copy, c);
		change_destroy(c);
		cJSON_Delete(json_frame);
		frame_unref(f);
		assert_int_equal(snapshot_count(s, "sessions"), snapshot_count(copy, "sessions"));
		for (int d = 0; d < 40; d++) {
			snprintf(id, sizeof id, "d%d", d);
			const char *a = snapshot_get(s, "sessions", id, NULL),
				   *b = snapshot_get(copy, "sessions", id, NULL);
			assert_true((!a && !b) || (a && b && strcmp(a, b) == 0));
		}
	}
	snapshot_destroy(s);
	snapshot_destroy(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_catching_up),
		cmocka_unit_test(test_shared_frames),
		cmocka_unit_test(test_private_is_not_kept),
		cmocka_unit_test(test_tombstones_are_bounded),
		cmocka_unit_test(test_too_large_is_a_reset),
		cmocka_unit_test(test_journal),
		cmocka_unit_test(test_journal_refuses),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_fold_equals_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
