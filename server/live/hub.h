/* The hub: who listens, and who has seen what. Loop's thread only.
 *
 * A subscriber is an integer, the seq that it has seen, beside a mask of
 * topics and a transport's handle; these stand in one dense array, so that a
 * round over all of them touches little memory. There is no queue: a round
 * writes the same shared frame through to every client whose pipe is free, and
 * a client whose pipe is full is left alone until it is writable again; then
 * it gets, in one frame, the newest documents since its seq. One that stays
 * full for LIVE_STALL_MS is closed with 4008.
 *
 * Pace: a change in a quiet house goes out at once. When changes come faster,
 * the next round waits until three times the last round's cost has passed, so
 * that pushing takes at most a quarter of the loop; what came meanwhile is
 * merged. A loop that has been idle for half of that cost since has nothing
 * else to do, and the round begins then.
 *
 * Private documents (change_doc.owner) wait for the same round and go to that
 * owner's clients that asked for a private topic, after the public frame and
 * with the same seq, so that seq never falls. They are rendered then, from rows
 * that may be newer than the change: those of an owner without a client never
 * are, and who joins reads all of its own anyway.
 *
 * The hub knows neither sockets nor the loop: a transport is a table of
 * functions, and time comes by hub_run. */
#ifndef MADANG_LIVE_HUB_H
#define MADANG_LIVE_HUB_H

#include "base/change.h"
#include "base/clock.h"
#include "live/frame.h"
#include "live/snapshot.h"

#include <stdbool.h>
#include <stdint.h>

enum hub_kind {
	HUB_PHONE,
	HUB_SCREEN,
	HUB_DESK,
	HUB_KINDS,
	HUB_ANY = HUB_KINDS, /* hub_count only */
};

enum hub_sent {
	HUB_SENT,
	HUB_SENT_AND_CHOKED, /* taken, but nothing more until hub_writable */
	HUB_GONE, /* failed; the transport will call hub_leave */
};

enum { HUB_CLOSE_GOING = 1001, HUB_CLOSE_ENDED = 4001, HUB_CLOSE_SLOW = 4008 };

/* How frames reach a client. Neither may call back into the hub before it
 * returns. */
struct hub_transport {
	/* Borrows the frame; takes a reference if it needs it longer. On
	 * HUB_SENT_AND_CHOKED the transport sees to it that hub_writable follows. */
	enum hub_sent (*send)(void *handle, struct frame *frame);
	/* Closes after what was sent. The hub has forgotten the client already:
	 * its number means nothing any more, no hub_leave. */
	void (*close)(void *handle, int code, const char *reason);
	size_t hot_bytes; /* from `handle` on, that `send` will touch: fetched ahead */
};

struct hub_hooks {
	/* A new client of a private topic, or one that missed private changes:
	 * appends the whole frame {"seq":SEQ,"set":{…},"del":{},"why":"me"} with
	 * every document of this owner and every private collection, also the
	 * empty ones, so that the client can replace what it had. False: nothing
	 * to send. NULL where there are no private topics. */
	bool (*private_docs)(void *ctx, const char *owner, int64_t seq, struct buf *out);
	/* One private document as it is now, appended: it has changed, and its owner
	 * listens. Nothing is appended where it is gone. False: it cannot be read. */
	bool (*private_doc)(
		void *ctx, const char *owner, const char *collection, const char *id, struct buf *out);
	/* Monotonic microseconds; NULL: the machine's. For tests. */
	int64_t (*mono_us)(void *ctx);
	void *ctx;
};

struct hub_config {
	struct snapshot *snapshot; /* borrowed; the hub folds changes into it */
	const struct clock *clock; /* borrowed */
	const char *build; /* borrowed: the id of this build, told in hello */
	struct hub_hooks hooks;
};

struct hub;

struct hub *hub_create(const struct hub_config *config);
void hub_destroy(struct hub *h); /* forgets its clients without a word; NULL is fine */
/* How the hub asks to be run: `arm(ctx, ms)` replaces the earlier wish. The
 * server calls this; until then every change is pushed at once. `idle_us`
 * (NULL is allowed) tells how long the loop has been idle in all. */
void hub_set_timer(
	struct hub *h, void (*arm)(void *ctx, int64_t ms), int64_t (*idle_us)(void *ctx), void *ctx);
/* Does what is due: a waiting round, the beat {"now":…}, closing the stalled. */
void hub_run(struct hub *h);

/* What a client asks for. */
struct hub_wish {
	uint32_t mask;
	const char *owner; /* NULL: not signed in. Copied. */
	const char *key; /* by which the owner is let in, for hub_sign_out; NULL: none. Copied. */
	enum hub_kind kind;
	const char *board; /* NULL or "": none. Copied, cut at MAX_ID. */
	const char *room;
	const char *epoch; /* NULL or "": taken as the present one */
	bool has_since;
	int64_t since;
};

#define HUB_NO_CLIENT UINT32_MAX

/* Joins, and sends hello, then what was missed or a reset, then the private
 * documents. `handle` stays valid until hub_leave. HUB_NO_CLIENT: there are
 * MAX_LIVE_CLIENTS already, or the hub has said bye. */
uint32_t hub_join(
	struct hub *h, const struct hub_wish *wish, const struct hub_transport *transport, void *handle);
void hub_leave(struct hub *h, uint32_t client);
/* The client's pipe is free again. */
void hub_writable(struct hub *h, uint32_t client);

/* The key opens nothing any more: the owner's clients that came with it get no
 * private documents from here on; the public topics go on. */
void hub_sign_out(struct hub *h, const char *owner, const char *key);

/* Folds the change into the snapshot and pushes it, now or in the next round.
 * `committed_us`: monotonic microseconds of the commit, 0 for now. */
void hub_publish(struct hub *h, const struct change *change, int64_t committed_us);
/* Sends {"bye":{"retry_ms":…}} to all, each with a random delay from a window
 * that grows with their number, then closes them with 1001. No client joins
 * afterwards. */
void hub_bye(struct hub *h, int retry_ms);

/* How many clients of a kind listen, optionally only those at a board or in a
 * room (NULL: all). */
size_t hub_count(const struct hub *h, enum hub_kind kind, const char *board, const char *room);
size_t hub_clients(const struct hub *h);
/* The owner is let in no more: its clients of a private topic are closed, with
 * 4001 "ended". */
void hub_end_owner(struct hub *h, const char *owner);

struct hub_stats {
	uint64_t frames; /* handed to transports */
	uint64_t bytes; /* of JSON */
	uint64_t rounds;
	uint64_t changes;
	uint64_t merged; /* changes that shared a round with others */
	uint64_t joins;
	uint64_t slow_closes;
	uint64_t resets;
	uint64_t catch_ups; /* frames that bridged a gap after a join or a stall */
	uint64_t private_frames;
	int64_t round_last_us; /* the cost of a round over all clients */
	int64_t round_max_us;
	int64_t lag_last_us; /* from the oldest commit of a round to its end */
	int64_t lag_max_us;
	size_t choked; /* clients whose pipe is full now */
	size_t by_kind[HUB_KINDS];
};
void hub_stats(const struct hub *h, struct hub_stats *ret);

#endif
