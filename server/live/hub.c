#include "live/hub_inner.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/rand.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_CLIENTS = 64,
	BEAT_SLICES = 16, /* the clients are swept in so many parts, one after the other */
	AHEAD = 8, /* clients fetched ahead in a round */
	CACHE_LINE = 64,
	BYE_FRAMES = 64, /* different delays told at the end */
	BYE_WINDOW_MS = 500, /* the least time over which clients come back… */
	BYE_CLIENTS_PER_MS = 4, /* …and how many may, in each ms of it */
};

struct hub *hub_create(const struct hub_config *config)
{
	struct hub *h = xcalloc(1, sizeof *h);
	h->snapshot = config->snapshot;
	h->clock = config->clock;
	h->build = config->build;
	h->hooks = config->hooks;
	h->free_slot = NO_SLOT;
	h->armed_us = INT64_MAX;
	h->private_docs = change_create();
	h->next_beat_us = now_us(h) + LIVE_BEAT_MS * 1000 / BEAT_SLICES;
	return h;
}

void hub_destroy(struct hub *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->count; i++) {
		free(h->abouts[h->clients[i].slot].place);
		free(h->abouts[h->clients[i].slot].key);
	}
	for (size_t b = 0; b < OWNER_BUCKETS; b++) {
		struct owner *next;
		for (struct owner *o = h->owners[b]; o; o = next) {
			next = o->chain;
			free(o);
		}
	}
	change_destroy(h->private_docs);
	frame_unref(h->hello);
	free(h->clients);
	free(h->abouts);
	free(h);
}

/* --- when to be run --- */

static int64_t idle_us(const struct hub *h)
{
	return h->idle_us ? h->idle_us(h->arm_ctx) : 0;
}

/* When the next round may begin: at the end of the pause, or as soon as the
 * loop has been idle for long enough; that is looked at again then. */
static int64_t round_due_us(const struct hub *h, int64_t now)
{
	int64_t lacks = h->stats.round_last_us / LIVE_IDLE_SHARE - (idle_us(h) - h->idle_at_round_us);
	if (!h->idle_us || now + lacks > h->next_round_us)
		return h->next_round_us;
	return lacks > 0 ? now + lacks : now;
}

static int64_t due_us(const struct hub *h, int64_t now)
{
	int64_t round = h->waiting ? round_due_us(h, now) : INT64_MAX;
	return round < h->next_beat_us ? round : h->next_beat_us;
}

/* Asks for the timer, where it would come too late as it is set now. */
static void arm(struct hub *h)
{
	if (!h->arm || h->over)
		return;
	int64_t now = now_us(h), due = due_us(h, now), wait = due - now;
	if (due >= h->armed_us)
		return;
	h->armed_us = due;
	h->arm(h->arm_ctx, wait > 0 ? (wait + 999) / 1000 : 0);
}

void hub_set_timer(
	struct hub *h, void (*arm_timer)(void *ctx, int64_t ms), int64_t (*idle)(void *ctx), void *ctx)
{
	h->arm = arm_timer;
	h->idle_us = idle;
	h->arm_ctx = ctx;
	h->armed_us = INT64_MAX;
	arm(h);
}

/* --- sending --- */

/* Hands one frame to a client whose pipe is free. */
void hub_send(struct hub *h, struct client *c, struct frame *f)
{
	enum hub_sent sent = h->transports[c->transport]->send(c->handle, f);
	if (sent == HUB_GONE) {
		c->flags |= GONE;
		return;
	}
	h->stats.frames++;
	h->stats.bytes += f->json->len;
	if (sent == HUB_SENT_AND_CHOKED) {
		c->flags |= CHOKED;
		h->abouts[c->slot].choked_us = now_us(h);
		h->stats.choked++;
	}
}

struct frame *hub_frame(struct buf *b, int64_t seq)
{
	struct blob *json = blob_end(b);
	if (!json)
		abort(); /* only short frames are made this way */
	return frame_create(json, seq);
}

static struct frame *reset_frame(struct hub *h)
{
	struct buf b = BUF_INIT(1024);
	blob_begin(&b);
	buf_add_str(&b, "{\"reset\":{\"epoch\":");
	buf_add_json(&b, snapshot_epoch(h->snapshot));
	buf_addf(&b, ",\"seq\":%lld}}", (long long)snapshot_head(h->snapshot));
	return hub_frame(&b, snapshot_head(h->snapshot));
}

/* The frame that brings a client from (mask, since) to the head: its changes,
 * a reset, or NULL where there is nothing to say. */
static struct frame *frame_to_head(struct hub *h, uint32_t mask, int64_t since, bool *ret_reset)
{
	struct frame *f = NULL;
	enum snapshot_since what = snapshot_frame_since(h->snapshot, mask, since, &f);
	*ret_reset = what == SNAPSHOT_RESET;
	return *ret_reset ? reset_frame(h) : f;
}

/* Outside of a round: what one client lacks, as far as its pipe takes it. */
static void catch_up(struct hub *h, struct client *c)
{
	int64_t head = snapshot_head(h->snapshot);
	if (is_free(c) && c->seq != head) {
		bool reset;
		struct frame *f = frame_to_head(h, c->mask, c->seq, &reset);
		c->seq = head;
		if (f) {
			*(reset ? &h->stats.resets : &h->stats.catch_ups) += 1;
			hub_send(h, c, f);
			frame_unref(f);
		}
	}
	if (is_free(c) && (c->flags & STALE))
		hub_private_all(h, c);
}

/* --- joining and leaving --- */

static void grow(struct hub *h)
{
	size_t room = h->room ? h->room * 2 : FIRST_CLIENTS;
	h->clients = realloc(h->clients, room * sizeof *h->clients);
	h->abouts = realloc(h->abouts, room * sizeof *h->abouts);
	if (!h->clients || !h->abouts)
		abort();
	for (size_t slot = room; slot-- > h->room;) {
		h->abouts[slot] = (struct about){.index = h->free_slot};
		h->free_slot = (uint32_t)slot;
	}
	h->room = room;
}

static uint8_t transport_number(struct hub *h, const struct hub_transport *t)
{
	uint8_t n = 0;
	while (n < MAX_TRANSPORTS && h->transports[n] && h->transports[n] != t)
		n++;
	assert(n < MAX_TRANSPORTS);
	h->transports[n] = t;
	return n;
}

/* "board\0room\0" on the heap, NULL where both are empty. */
static char *place_of(const char *board, const char *room)
{
	size_t b = board ? strnlen(board, MAX_ID) : 0, r = room ? strnlen(room, MAX_ID) : 0;
	if (b + r == 0)
		return NULL;
	char *place = xcalloc(1, b + r + 2);
	if (b)
		memcpy(place, board, b);
	if (r)
		memcpy(place + b + 1, room, r);
	return place;
}

/* The frame says (for Last-Event-ID) that the client stands at the head only
 * where it does: one that resumes has yet to get what it missed. */
static void send_hello(struct hub *h, struct client *c)
{
	int64_t now = clock_now(h->clock), head = snapshot_head(h->snapshot);
	int64_t stands = c->seq == head ? head : -1;
	if (!h->hello || h->hello_now != now || h->hello_head != head || h->hello->seq != stands) {
		struct buf b = BUF_INIT(4096);
		blob_begin(&b);
		buf_add_str(&b, "{\"hello\":{\"epoch\":");
		buf_add_json(&b, snapshot_epoch(h->snapshot));
		buf_addf(&b, ",\"seq\":%lld,\"now\":%lld,\"rate\":%.9g,\"build\":", (long long)head,
			(long long)now, h->clock->rate);
		buf_add_json(&b, h->build);
		buf_add_str(&b, "}}");
		frame_unref(h->hello);
		h->hello = hub_frame(&b, stands);
		h->hello_now = now;
		h->hello_head = head;
	}
	hub_send(h, c, h->hello);
}

/* The seq at which a new client stands; -1 makes catch_up send a reset. */
static int64_t first_seq(const struct hub *h, const struct hub_wish *w)
{
	if (!w->has_since)
		return snapshot_head(h->snapshot);
	bool same = !w->epoch || !*w->epoch || strcmp(w->epoch, snapshot_epoch(h->snapshot)) == 0;
	return same ? w->since : -1;
}

uint32_t hub_join(
	struct hub *h, const struct hub_wish *wish, const struct hub_transport *transport, void *handle)
{
	if (h->over || h->count >= MAX_LIVE_CLIENTS)
		return HUB_NO_CLIENT;
	if (h->free_slot == NO_SLOT)
		grow(h);
	uint32_t slot = h->free_slot;
	struct about *a = &h->abouts[slot];
	h->free_slot = a->index;
	*a = (struct about){.index = (uint32_t)h->count, .kind = wish->kind};
	a->place = place_of(wish->board, wish->room);
	struct client *c = &h->clients[h->count++];
	*c = (struct client){.handle = handle,
		.seq = first_seq(h, wish),
		.mask = (uint16_t)wish->mask,
		.transport = transport_number(h, transport),
		.slot = slot};
	if (wish->owner && *wish->owner && (wish->mask & snapshot_private_mask(h->snapshot))) {
		c->flags |= PRIVATE | STALE;
		hub_owner_add(h, slot, wish->owner);
		a->key = wish->key ? strdup(wish->key) : NULL;
	}
	h->stats.joins++;
	h->stats.by_kind[a->kind]++;
	send_hello(h, c);
	catch_up(h, c);
	return slot;
}

void hub_leave(struct hub *h, uint32_t slot)
{
	assert(slot < h->room);
	struct about *a = &h->abouts[slot];
	uint32_t index = a->index;
	assert(index < h->count && h->clients[index].slot == slot);
	if (h->clients[index].flags & CHOKED)
		h->stats.choked--;
	h->stats.by_kind[a->kind]--;
	hub_owner_remove(h, a);
	free(a->place);
	free(a->key);
	*a = (struct about){.index = h->free_slot};
	h->free_slot = slot;
	h->clients[index] = h->clients[--h->count];
	if (index < h->count)
		h->abouts[h->clients[index].slot].index = index;
}

void hub_writable(struct hub *h, uint32_t slot)
{
	struct client *c = &h->clients[h->abouts[slot].index];
	if (!(c->flags & CHOKED))
		return;
	c->flags &= (uint8_t)~CHOKED;
	h->stats.choked--;
	catch_up(h, c);
}

/* Forgets a client, then has its transport close it. */
static void drop(struct hub *h, uint32_t slot, int code, const char *reason)
{
	struct client c = h->clients[h->abouts[slot].index];
	hub_leave(h, slot);
	h->transports[c.transport]->close(c.handle, code, reason);
}

/* --- rounds --- */

static void fetch_ahead(const struct hub *h, size_t i)
{
	if (i + AHEAD >= h->count)
		return;
	const struct client *c = &h->clients[i + AHEAD];
	size_t hot = h->transports[c->transport]->hot_bytes;
	for (size_t at = 0; at < hot; at += CACHE_LINE)
		__builtin_prefetch((const char *)c->handle + at);
}

/* Nearly all clients stand at the same seq with the same mask, so the frame
 * of the one before is nearly always the right one. */
static void public_round(struct hub *h)
{
	int64_t head = snapshot_head(h->snapshot), since = -2;
	uint32_t mask = 0;
	struct frame *f = NULL;
	bool reset = false;
	for (size_t i = 0; i < h->count; i++) {
		struct client *c = &h->clients[i];
		fetch_ahead(h, i);
		if (c->seq == head || !is_free(c))
			continue;
		if (c->seq != since || c->mask != mask) {
			frame_unref(f);
			since = c->seq;
			mask = c->mask;
			f = frame_to_head(h, mask, since, &reset);
		}
		c->seq = head;
		if (!f)
			continue;
		h->stats.resets += reset;
		hub_send(h, c, f);
	}
	frame_unref(f);
}

static void run_round(struct hub *h)
{
	int64_t start = now_us(h);
	public_round(h);
	hub_private_round(h);
	int64_t end = now_us(h), cost = end - start, lag = end - h->oldest_commit_us;
	int64_t pause = cost * LIVE_PACE;
	if (pause > LIVE_PACE_MAX_MS * 1000)
		pause = LIVE_PACE_MAX_MS * 1000;
	h->next_round_us = end + pause;
	h->idle_at_round_us = idle_us(h);
	h->stats.rounds++;
	h->stats.merged += h->waiting_changes > 1 ? h->waiting_changes : 0;
	h->stats.round_last_us = cost;
	h->stats.lag_last_us = lag;
	if (cost > h->stats.round_max_us)
		h->stats.round_max_us = cost;
	if (lag > h->stats.lag_max_us)
		h->stats.lag_max_us = lag;
	h->waiting = false;
	h->waiting_changes = 0;
}

void hub_publish(struct hub *h, const struct change *change, int64_t committed_us)
{
	bool is_public = change_is_public(change);
	if (is_public)
		snapshot_apply(h->snapshot, change);
	h->stats.changes++;
	if (h->over)
		return;
	int64_t now = now_us(h);
	if (!hub_private_keep(h, change) && !is_public)
		return; /* a thousand bookings a second, and nobody looks at them */
	if (!h->waiting)
		h->oldest_commit_us = committed_us > 0 ? committed_us : now;
	h->waiting = true;
	h->waiting_changes++;
	if (!h->arm || now >= round_due_us(h, now))
		run_round(h);
	arm(h);
}

/* --- the beat --- */

static void beat_client(struct hub *h, struct client *c, struct frame *f, int64_t now)
{
	if ((c->flags & CHOKED) && now - h->abouts[c->slot].choked_us >= LIVE_STALL_MS * INT64_C(1000)) {
		h->stats.slow_closes++;
		drop(h, c->slot, HUB_CLOSE_SLOW, "slow");
		return;
	}
	if (is_free(c))
		hub_send(h, c, f);
}

/* One slice of the clients: {"now":…}, and an end to those that are stalled.
 * From its end, because dropping one moves the last client into its place. */
static void beat(struct hub *h, int64_t now)
{
	size_t from = h->count * h->beat_slice / BEAT_SLICES;
	size_t to = h->count * (h->beat_slice + 1) / BEAT_SLICES;
	h->beat_slice = (h->beat_slice + 1) % BEAT_SLICES;
	h->next_beat_us += LIVE_BEAT_MS * 1000 / BEAT_SLICES;
	if (h->next_beat_us < now)
		h->next_beat_us = now; /* the loop was late: the next slice follows at once */
	if (from == to)
		return;
	struct buf b = BUF_INIT(256);
	blob_begin(&b);
	buf_addf(&b, "{\"now\":%lld}", (long long)clock_now(h->clock));
	struct frame *f = hub_frame(&b, -1);
	for (size_t i = to; i-- > from;)
		beat_client(h, &h->clients[i], f, now);
	frame_unref(f);
}

void hub_run(struct hub *h)
{
	h->armed_us = INT64_MAX;
	if (h->over)
		return;
	int64_t now = now_us(h);
	if (h->waiting && now >= round_due_us(h, now))
		run_round(h);
	if (now >= h->next_beat_us)
		beat(h, now);
	arm(h);
}

/* --- the end --- */

static struct frame *bye_frame(int retry_ms)
{
	struct buf b = BUF_INIT(256);
	blob_begin(&b);
	buf_addf(&b, "{\"bye\":{\"retry_ms\":%d}}", retry_ms);
	struct frame *f = hub_frame(&b, -1);
	f->retry_ms = retry_ms;
	return f;
}

void hub_bye(struct hub *h, int retry_ms)
{
	struct frame *frames[BYE_FRAMES];
	int window = (int)(h->count / BYE_CLIENTS_PER_MS);
	if (window < BYE_WINDOW_MS)
		window = BYE_WINDOW_MS;
	uint32_t random;
	random_bytes(&random, sizeof random);
	for (int i = 0; i < BYE_FRAMES; i++)
		frames[i] = bye_frame(retry_ms + (int)((int64_t)window * i / BYE_FRAMES));
	if (h->waiting)
		run_round(h);
	while (h->count > 0) {
		struct client *c = &h->clients[h->count - 1];
		random = random * 1664525u + 1013904223u;
		if (is_free(c))
			hub_send(h, c, frames[(random >> 16) % BYE_FRAMES]);
		drop(h, c->slot, HUB_CLOSE_GOING, "bye");
	}
	for (int i = 0; i < BYE_FRAMES; i++)
		frame_unref(frames[i]);
	h->over = true;
}

/* From the end, because dropping one moves the last client into its place. */
void hub_end_owner(struct hub *h, const char *owner)
{
	for (size_t i = h->count; i-- > 0;) {
		uint32_t slot = h->clients[i].slot;
		const struct owner *o = h->abouts[slot].owner;
		if (o && strcmp(o->id, owner) == 0)
			drop(h, slot, HUB_CLOSE_ENDED, "ended");
	}
}

/* --- counting --- */

static bool is_at(const struct about *a, const char *board, const char *room)
{
	if (!board && !room)
		return true;
	if (!a->place)
		return false;
	const char *its_room = a->place + strlen(a->place) + 1;
	return (!board || strcmp(board, a->place) == 0) && (!room || strcmp(room, its_room) == 0);
}

size_t hub_count(const struct hub *h, enum hub_kind kind, const char *board, const char *room)
{
	size_t n = 0;
	for (size_t i = 0; i < h->count; i++) {
		const struct about *a = &h->abouts[h->clients[i].slot];
		n += (kind == HUB_ANY || a->kind == kind) && is_at(a, board, room);
	}
	return n;
}

size_t hub_clients(const struct hub *h)
{
	return h->count;
}

void hub_stats(const struct hub *h, struct hub_stats *ret)
{
	*ret = h->stats;
}
