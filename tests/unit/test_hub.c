/* The hub with a transport that only remembers, and a clock that the test
 * sets: what is sent to whom, and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "live/hub.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const timetable[] = {"sessions", NULL};
static const char *const meetups[] = {"slots", NULL};
static const char *const mine[] = {"bookings", NULL};
static const struct snapshot_topic topics[] = {
	{"timetable", timetable, false}, {"meetups", meetups, false}, {"me", mine, true}, {0}};

enum { TIMETABLE = 1, MEETUPS = 2, ME = 4 };

/* A client's end. */
struct peer {
	struct house *house;
	uint32_t client;
	char last[4096]; /* the newest frame */
	int64_t last_seq; /* of the newest frame with one */
	int frames;
	bool full; /* the next frame fills its pipe */
	bool dead; /* the next frame fails */
	int closed;
};

struct house {
	struct snapshot *snapshot;
	struct clock clock;
	struct hub *hub;
	int64_t now_us, cost_us; /* each send takes so long */
	int64_t armed_ms, idle_us;
	int private_calls, rendered;
	char own_id[16], own_json[64]; /* the private document changed last; "" : gone */
	bool unreadable; /* the next private document is */
};

static enum hub_sent fake_send(void *handle, struct frame *f)
{
	struct peer *p = handle;
	assert_int_equal(p->closed, 0);
	p->house->now_us += p->house->cost_us;
	if (p->dead)
		return HUB_GONE;
	snprintf(p->last, sizeof p->last, "%s", f->json->bytes);
	if (f->seq >= 0) {
		assert_true(f->seq >= p->last_seq);
		p->last_seq = f->seq;
	}
	p->frames++;
	return p->full ? HUB_SENT_AND_CHOKED : HUB_SENT;
}

static void fake_close(void *handle, int code, const char *reason)
{
	struct peer *p = handle;
	p->closed = code;
}

static const struct hub_transport fake = {fake_send, fake_close, 64};

static int64_t fake_now(void *ctx)
{
	return ((struct house *)ctx)->now_us;
}

static void fake_arm(void *ctx, int64_t ms)
{
	((struct house *)ctx)->armed_ms = ms;
}

static int64_t fake_idle(void *ctx)
{
	return ((struct house *)ctx)->idle_us;
}

static bool fake_private(void *ctx, const char *owner, int64_t seq, struct buf *out)
{
	((struct house *)ctx)->private_calls++;
	buf_addf(out, "{\"seq\":%lld,\"all_of\":\"%s\"}", (long long)seq, owner);
	return true;
}

static bool fake_private_doc(
	void *ctx, const char *owner, const char *collection, const char *id, struct buf *out)
{
	struct house *h = ctx;
	h->rendered++;
	buf_add_str(out, strcmp(id, h->own_id) == 0 ? h->own_json : "{}");
	bool read = !h->unreadable;
	h->unreadable = false;
	return read;
}

static int house_open(void **state)
{
	struct house *h = calloc(1, sizeof *h);
	h->now_us = 1000000;
	h->clock = clock_system();
	h->snapshot = snapshot_create(topics, "ep", 0);
	h->hub = hub_create(&(struct hub_config){.snapshot = h->snapshot,
		.clock = &h->clock,
		.build = "b",
		.hooks = {fake_private, fake_private_doc, fake_now, h}});
	hub_set_timer(h->hub, fake_arm, NULL, h);
	*state = h;
	return 0;
}

static int house_close(void **state)
{
	struct house *h = *state;
	hub_destroy(h->hub);
	snapshot_destroy(h->snapshot);
	free(h);
	return 0;
}

static struct peer join_as(struct house *h, struct peer *p, struct hub_wish wish)
{
	*p = (struct peer){.house = h};
	p->client = hub_join(h->hub, &wish, &fake, p);
	return *p;
}

static void join(struct house *h, struct peer *p, uint32_t mask)
{
	join_as(h, p, (struct hub_wish){.mask = mask});
}

static void publish(
	struct house *h, const char *owner, const char *collection, const char *id, const char *json)
{
	struct change *c = change_create();
	c->seq = snapshot_head(h->snapshot) + (owner ? 0 : 1);
	change_set_why(c, "test");
	if (owner) {
		snprintf(h->own_id, sizeof h->own_id, "%s", id);
		snprintf(h->own_json, sizeof h->own_json, "%s", json ? json : "");
	}
	change_add(c, owner, collection, id, json && !owner ? strdup(json) : NULL);
	hub_publish(h->hub, c, 0);
	change_destroy(c);
}

static void test_hello(void **state)
{
	struct house *h = *state;
	struct peer p;
	join(h, &p, TIMETABLE);
	assert_int_equal(p.frames, 1);
	assert_non_null(strstr(p.last, "{\"hello\":{\"epoch\":\"ep\",\"seq\":0,\"now\":"));
	assert_non_null(strstr(p.last, ",\"rate\":1,\"build\":\"b\"}}"));
}

static void test_each_gets_its_topics(void **state)
{
	struct house *h = *state;
	struct peer a, b;
	join(h, &a, TIMETABLE);
	join(h, &b, MEETUPS);
	publish(h, NULL, "sessions", "s1", "{}");
	assert_string_equal(
		a.last, "{\"seq\":1,\"set\":{\"sessions\":{\"s1\":{}}},\"del\":{},\"why\":\"test\"}");
	assert_int_equal(b.frames, 1);
	h->now_us += 1000000;
	publish(h, NULL, "slots", "x", NULL);
	assert_string_equal(b.last, "{\"seq\":2,\"set\":{},\"del\":{\"slots\":[\"x\"]},\"why\":\"test\"}");
	assert_int_equal(a.frames, 2);
}

static void test_resume(void **state)
{
	struct house *h = *state;
	struct peer p;
	for (int i = 0; i < 5; i++)
		publish(h, NULL, "sessions", "s1", "{}");
	join_as(h, &p, (struct hub_wish){.mask = TIMETABLE, .has_since = true, .since = 3, .epoch = "ep"});
	assert_int_equal(p.frames, 2);
	assert_int_equal(p.last_seq, 5);
	join_as(h, &p, (struct hub_wish){.mask = TIMETABLE, .has_since = true, .since = 5});
	assert_int_equal(p.frames, 1);
	const struct hub_wish lost[] = {
		{.mask = TIMETABLE, .has_since = true, .since = 3, .epoch = "other"},
		{.mask = TIMETABLE, .has_since = true, .since = 6, .epoch = "ep"},
	};
	for (size_t i = 0; i < 2; i++) {
		join_as(h, &p, lost[i]);
		assert_int_equal(p.frames, 2);
		assert_string_equal(p.last, "{\"reset\":{\"epoch\":\"ep\",\"seq\":5}}");
		hub_leave(h->hub, p.client);
	}
}

static void test_choked_client_gets_the_newest(void **state)
{
	struct house *h = *state;
	struct peer slow, quick;
	join(h, &slow, TIMETABLE);
	join(h, &quick, TIMETABLE);
	slow.full = true;
	for (int i = 0; i < 50; i++) {
		char json[32];
		snprintf(json, sizeof json, "{\"n\":%d}", i);
		publish(h, NULL, "sessions", i % 2 ? "a" : "b", json);
		h->now_us += 1000000;
	}
	assert_int_equal(slow.frames, 2); /* hello, and the one that choked it */
	assert_int_equal(quick.frames, 51);
	slow.full = false;
	hub_writable(h->hub, slow.client);
	assert_string_equal(slow.last,
		"{\"seq\":50,\"set\":{\"sessions\":{\"b\":{\"n\":48},\"a\":{\"n\":49}}},\"del\":{},\"why\":\"merged\"}");
	hub_writable(h->hub, slow.client);
	assert_int_equal(slow.frames, 3);
}

static void test_stalled_client_is_closed(void **state)
{
	struct house *h = *state;
	struct peer slow, quick;
	join(h, &slow, TIMETABLE);
	join(h, &quick, TIMETABLE);
	slow.full = true;
	publish(h, NULL, "sessions", "a", "{}");
	for (int i = 0; i < LIVE_STALL_MS / 100; i++) {
		assert_int_equal(slow.closed, 0);
		h->now_us += 100000;
		hub_run(h->hub);
	}
	for (int i = 0; i <= LIVE_BEAT_MS / 100; i++) {
		h->now_us += 100000;
		hub_run(h->hub);
	}
	assert_int_equal(slow.closed, 4008);
	assert_int_equal(quick.closed, 0);
	assert_true(quick.frames > LIVE_STALL_MS / LIVE_BEAT_MS);
	assert_non_null(strstr(quick.last, "{\"now\":"));
	struct hub_stats stats;
	hub_stats(h->hub, &stats);
	assert_int_equal(stats.slow_closes, 1);
	assert_int_equal(stats.choked, 0);
	assert_int_equal(hub_clients(h->hub), 1);
}

static void test_pace(void **state)
{
	struct house *h = *state;
	struct peer p[10];
	for (int i = 0; i < 10; i++)
		join(h, &p[i], TIMETABLE);
	h->cost_us = 1000; /* a round costs 10 ms */
	publish(h, NULL, "sessions", "a", "1");
	assert_int_equal(p[0].frames, 2); /* quiet before: at once */
	for (int i = 0; i < 20; i++)
		publish(h, NULL, "sessions", "a", i % 2 ? "2" : "3");
	assert_int_equal(p[0].frames, 2);
	assert_int_equal(h->armed_ms, 30);
	h->now_us += 29000;
	hub_run(h->hub);
	assert_int_equal(p[0].frames, 2);
	h->now_us += 1000;
	hub_run(h->hub);
	assert_int_equal(p[0].frames, 3);
	assert_string_equal(
		p[0].last, "{\"seq\":21,\"set\":{\"sessions\":{\"a\":2}},\"del\":{},\"why\":\"merged\"}");
	struct hub_stats stats;
	hub_stats(h->hub, &stats);
	assert_int_equal(stats.rounds, 2);
	assert_int_equal(stats.merged, 20);
	assert_int_equal(stats.round_last_us, 10000);
	assert_int_equal(stats.lag_last_us, 40000);
}

static void test_idle_loop_does_not_wait(void **state)
{
	struct house *h = *state;
	struct peer p;
	hub_set_timer(h->hub, fake_arm, fake_idle, h);
	join(h, &p, TIMETABLE);
	h->cost_us = 10000;
	publish(h, NULL, "sessions", "a", "1");
	publish(h, NULL, "sessions", "a", "2");
	assert_int_equal(p.frames, 2);
	assert_int_equal(h->armed_ms, 5);
	h->now_us += 5000;
	h->idle_us += 5000;
	hub_run(h->hub);
	assert_int_equal(p.frames, 3);
}

static void test_private_documents(void **state)
{
	struct house *h = *state;
	struct peer ann, also, bob, anyone;
	join_as(h, &ann, (struct hub_wish){.mask = ME | TIMETABLE, .owner = "ann"});
	join_as(h, &also, (struct hub_wish){.mask = ME, .owner = "ann"});
	join_as(h, &bob, (struct hub_wish){.mask = ME, .owner = "bob"});
	join_as(h, &anyone, (struct hub_wish){.mask = TIMETABLE, .owner = "ann"});
	assert_string_equal(ann.last, "{\"seq\":0,\"all_of\":\"ann\"}");
	assert_int_equal(anyone.frames, 1);
	publish(h, "ann", "bookings", "b1", "{\"k\":1}");
	assert_string_equal(ann.last,
		"{\"seq\":0,\"set\":{\"bookings\":{\"b1\":{\"k\":1}}},\"del\":{},\"why\":\"test\"}");
	assert_string_equal(also.last, ann.last);
	assert_int_equal(bob.frames, 2);
	assert_int_equal(anyone.frames, 1);
	/* Two changes in one round: the later counts, seq is the round's. */
	h->cost_us = 1000;
	h->now_us += 1000000;
	publish(h, NULL, "sessions", "s", "{}");
	publish(h, "ann", "bookings", "b1", "{\"k\":2}");
	publish(h, "ann", "bookings", "b1", NULL);
	publish(h, NULL, "sessions", "s", "{}");
	h->now_us += 1000000;
	hub_run(h->hub);
	assert_string_equal(
		also.last, "{\"seq\":2,\"set\":{},\"del\":{\"bookings\":[\"b1\"]},\"why\":\"merged\"}");
	/* Who was choked gets all of them later. */
	also.full = true;
	h->now_us += 1000000;
	publish(h, "ann", "bookings", "b2", "{}");
	h->now_us += 1000000;
	publish(h, "ann", "bookings", "b3", "{}");
	also.full = false;
	int calls = h->private_calls;
	hub_writable(h->hub, also.client);
	assert_string_equal(also.last, "{\"seq\":2,\"all_of\":\"ann\"}");
	assert_int_equal(h->private_calls, calls + 1);
	hub_leave(h->hub, ann.client);
	hub_leave(h->hub, also.client);
	h->now_us += 1000000;
	publish(h, "ann", "bookings", "b4", "{}");
}

/* Nobody's are rendered but those of an owner who listens, and each once a round. */
static void test_private_documents_are_rendered_for_those_who_listen(void **state)
{
	struct house *h = *state;
	struct peer ann, screen;
	struct hub_stats stats;
	join_as(h, &screen, (struct hub_wish){.mask = TIMETABLE});
	publish(h, "ann", "bookings", "b1", "{\"k\":1}");
	assert_int_equal(h->rendered, 0);
	hub_stats(h->hub, &stats);
	assert_int_equal(stats.rounds, 0);
	join_as(h, &ann, (struct hub_wish){.mask = ME, .owner = "ann"});
	assert_string_equal(ann.last, "{\"seq\":0,\"all_of\":\"ann\"}");
	h->cost_us = 1000;
	publish(h, NULL, "sessions", "s", "{}");
	publish(h, "ann", "bookings", "b1", "{\"k\":2}");
	publish(h, "bob", "bookings", "b2", "{}");
	publish(h, "ann", "bookings", "b1", "{\"k\":3}");
	assert_int_equal(h->rendered, 0);
	h->now_us += 1000000;
	hub_run(h->hub);
	assert_int_equal(h->rendered, 1);
	assert_non_null(strstr(ann.last, "{\"b1\":{\"k\":3}}"));
	/* One that cannot be read: the owner gets all of them. */
	h->unreadable = true;
	h->now_us += 1000000;
	publish(h, "ann", "bookings", "b1", "{\"k\":4}");
	assert_string_equal(ann.last, "{\"seq\":1,\"all_of\":\"ann\"}");
}

static void test_signing_out(void **state)
{
	struct house *h = *state;
	struct peer here, tab, there, choked;
	const struct hub_wish one = {.mask = ME | TIMETABLE, .owner = "ann", .key = "one"};
	join_as(h, &here, one);
	join_as(h, &tab, one);
	join_as(h, &there, (struct hub_wish){.mask = ME, .owner = "ann", .key = "two"});
	join_as(h, &choked, one);
	choked.full = true;
	publish(h, "ann", "bookings", "b1", "{}");
	h->now_us += 1000000;
	publish(h, "ann", "bookings", "b2", "{}");
	hub_sign_out(h->hub, "ann", "one");
	hub_sign_out(h->hub, "ann", "none");
	hub_sign_out(h->hub, "bob", "one");
	int before = here.frames, others = there.frames, calls = h->private_calls;
	choked.full = false;
	hub_writable(h->hub, choked.client);
	h->now_us += 1000000;
	publish(h, "ann", "bookings", "b3", "{}");
	assert_int_equal(h->private_calls, calls);
	assert_int_equal(here.frames, before);
	assert_int_equal(tab.frames, before);
	assert_int_equal(there.frames, others + 1);
	h->now_us += 1000000;
	publish(h, NULL, "sessions", "s", "{}");
	assert_int_equal(here.frames, before + 1);
	assert_non_null(strstr(choked.last, "sessions"));
	hub_sign_out(h->hub, "ann", "two");
	h->now_us += 1000000;
	publish(h, "ann", "bookings", "b4", "{}");
	assert_int_equal(there.frames, others + 1);
}

static void add_key(void *ctx, const char *owner, const char *key)
{
	char *keys = ctx;
	snprintf(keys + strlen(keys), 20, "%s%s%s ", owner ? owner : "", owner ? "/" : "", key);
}

static void test_who_is_ended_hears_nothing_more(void **state)
{
	struct house *h = *state;
	struct peer here, tab, own, other;
	struct hub_wish one = {.mask = TIMETABLE, .owner = "ann", .key = "one"};
	join_as(h, &here, one);
	join_as(h, &other, (struct hub_wish){.mask = TIMETABLE, .owner = "bob", .key = "two"});
	join_as(h, &tab, one);
	one.mask = TIMETABLE | ME;
	join_as(h, &own, one);
	char keys[100] = "";
	hub_each_key(h->hub, add_key, keys);
	assert_string_equal(keys, "one two one ann/one ");
	hub_end(h->hub, "none");
	hub_end(h->hub, "");
	assert_int_equal(hub_clients(h->hub), 4);
	hub_end(h->hub, "one");
	assert_int_equal(here.closed, HUB_CLOSE_ENDED);
	assert_int_equal(tab.closed, HUB_CLOSE_ENDED);
	assert_int_equal(own.closed, HUB_CLOSE_ENDED);
	assert_int_equal(other.closed, 0);
	assert_int_equal(hub_clients(h->hub), 1);
	int before = other.frames;
	publish(h, NULL, "sessions", "s", "{}");
	assert_int_equal(other.frames, before + 1);
}

static void test_too_many_private_documents(void **state)
{
	struct house *h = *state;
	struct peer ann;
	join_as(h, &ann, (struct hub_wish){.mask = ME, .owner = "ann"});
	h->cost_us = 1000000;
	publish(h, "ann", "bookings", "first", "{}");
	h->cost_us = 0;
	for (int i = 0; i <= MAX_LIVE_PRIVATE; i++) {
		char id[16];
		snprintf(id, sizeof id, "b%d", i);
		publish(h, "ann", "bookings", id, "{}");
	}
	h->now_us += 2000000;
	hub_run(h->hub);
	assert_non_null(strstr(ann.last, "\"all_of\":\"ann\""));
}

static void test_leaving_and_counting(void **state)
{
	struct house *h = *state;
	enum { COUNT = 500 };
	struct peer *p = calloc(COUNT, sizeof *p);
	for (int i = 0; i < COUNT; i++)
		join_as(h, &p[i],
			(struct hub_wish){.mask = TIMETABLE,
				.kind = i % 5 == 0 ? HUB_SCREEN : HUB_PHONE,
				.board = i % 5 == 0 ? "door" : NULL,
				.room = i % 10 == 0 ? "r1" : ""});
	assert_int_equal(hub_count(h->hub, HUB_SCREEN, NULL, NULL), 100);
	assert_int_equal(hub_count(h->hub, HUB_SCREEN, "door", "r1"), 50);
	assert_int_equal(hub_count(h->hub, HUB_SCREEN, "door", ""), 50);
	assert_int_equal(hub_count(h->hub, HUB_ANY, "lobby", NULL), 0);
	for (int i = 0; i < COUNT; i += 2)
		hub_leave(h->hub, p[i].client);
	assert_int_equal(hub_count(h->hub, HUB_SCREEN, "door", "r1"), 0);
	assert_int_equal(hub_count(h->hub, HUB_ANY, NULL, NULL), COUNT / 2);
	p[1].dead = true;
	publish(h, NULL, "sessions", "a", "{}");
	for (int i = 1; i < COUNT; i += 2)
		assert_int_equal(p[i].frames, i == 1 ? 1 : 2);
	hub_leave(h->hub, p[1].client); /* what the transport does then */
	free(p);
}

static void test_bye(void **state)
{
	struct house *h = *state;
	enum { COUNT = 100 };
	struct peer *p = calloc(COUNT, sizeof *p);
	for (int i = 0; i < COUNT; i++)
		join(h, &p[i], TIMETABLE);
	p[3].full = true;
	publish(h, NULL, "sessions", "a", "{}");
	hub_bye(h->hub, 1000);
	int different = 0;
	for (int i = 0; i < COUNT; i++) {
		assert_int_equal(p[i].closed, 1001);
		int ms = 0;
		assert_int_equal(sscanf(p[i].last, "{\"bye\":{\"retry_ms\":%d}}", &ms), i != 3);
		assert_true(i == 3 || (ms >= 1000 && ms <= 1500));
		different += strcmp(p[i].last, p[0].last) != 0;
	}
	assert_true(different > COUNT / 2);
	struct peer late;
	join(h, &late, TIMETABLE);
	assert_true(late.client == HUB_NO_CLIENT);
	publish(h, NULL, "sessions", "a", "{}");
	free(p);
}

static void test_full_house(void **state)
{
	struct house *h = *state;
	struct peer p = {.house = h};
	const struct hub_wish wish = {.mask = TIMETABLE};
	for (int i = 0; i < MAX_LIVE_CLIENTS; i++)
		assert_true(hub_join(h->hub, &wish, &fake, &p) != HUB_NO_CLIENT);
	assert_true(hub_join(h->hub, &wish, &fake, &p) == HUB_NO_CLIENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_hello, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_each_gets_its_topics, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_resume, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_choked_client_gets_the_newest, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_stalled_client_is_closed, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_pace, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_idle_loop_does_not_wait, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_private_documents, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_signing_out, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			test_private_documents_are_rendered_for_those_who_listen, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			test_who_is_ended_hears_nothing_more, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_too_many_private_documents, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_leaving_and_counting, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_bye, house_open, house_close),
		cmocka_unit_test_setup_teardown(test_full_house, house_open, house_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
