/* The inside of the hub, for hub.c and private.c alone. */
#ifndef MADANG_LIVE_HUB_INNER_H
#define MADANG_LIVE_HUB_INNER_H

#include "live/hub.h"

enum { MAX_TRANSPORTS = 4, OWNER_BUCKETS = 4096 };

#define NO_SLOT UINT32_MAX

enum client_flag {
	CHOKED = 1, /* its pipe is full: nothing until hub_writable */
	GONE = 2, /* a send failed; hub_leave follows */
	PRIVATE = 4, /* it listens to a private topic, and has an owner */
	STALE = 8, /* it is owed all of its owner's private documents */
};

/* What a round touches of a client; the rest is in struct about. */
struct client {
	void *handle;
	int64_t seq; /* it has seen all up to here */
	uint16_t mask;
	uint8_t transport;
	uint8_t flags;
	uint32_t slot; /* its struct about */
};

struct about {
	uint32_t index; /* its struct client; the next free slot where there is none */
	uint32_t owner_prev, owner_next; /* slots of the same owner, NO_SLOT at the ends */
	enum hub_kind kind;
	struct owner *owner; /* NULL: none, or it does not listen to private topics */
	char *key; /* by which it is let in, owned; NULL: none */
	char *place; /* "board\0room\0", owned; NULL: neither */
	int64_t choked_us; /* since when, while CHOKED */
};

struct owner {
	struct owner *chain;
	uint32_t first; /* slot of the newest client */
	char id[];
};

struct hub {
	struct snapshot *snapshot;
	const struct clock *clock;
	const char *build;
	struct hub_hooks hooks;
	void (*arm)(void *ctx, int64_t ms);
	int64_t (*idle_us)(void *ctx);
	void *arm_ctx;
	int64_t armed_us; /* when the timer will fire; INT64_MAX: it is not set */

	const struct hub_transport *transports[MAX_TRANSPORTS];
	struct client *clients; /* dense */
	struct about *abouts; /* by slot */
	size_t count, room; /* of both */
	uint32_t free_slot;
	struct owner *owners[OWNER_BUCKETS];

	bool waiting; /* changes wait for the next round */
	size_t waiting_changes;
	int64_t oldest_commit_us; /* of those */
	int64_t idle_at_round_us; /* the loop's idle time when the last round ended */
	int64_t next_round_us; /* not before */
	struct change *private_docs; /* that wait for the round, their names only */
	bool any_stale;
	int64_t next_beat_us;
	size_t beat_slice;
	bool over; /* bye was said */

	struct frame *hello; /* the last one made… */
	int64_t hello_now, hello_head; /* …at this time */
	struct hub_stats stats;
};

static inline int64_t now_us(const struct hub *h)
{
	return h->hooks.mono_us ? h->hooks.mono_us(h->hooks.ctx) : monotonic_us();
}

static inline bool is_free(const struct client *c)
{
	return !(c->flags & (CHOKED | GONE));
}

/* Hands one frame to a client whose pipe is free. */
void hub_send(struct hub *h, struct client *c, struct frame *f);
/* A frame of what stands in `b` (blob_begin), which must be short. */
struct frame *hub_frame(struct buf *b, int64_t seq);

/* private.c: which clients belong to whom, and what they alone may see. */
void hub_owner_add(struct hub *h, uint32_t slot, const char *id);
void hub_owner_remove(struct hub *h, struct about *a);
/* Sends all private documents of the client's owner. */
void hub_private_all(struct hub *h, struct client *c);
/* Keeps the names of a change's private documents for the next round; false:
 * nobody listens to any of them. */
bool hub_private_keep(struct hub *h, const struct change *change);
/* Sends those that wait. */
void hub_private_round(struct hub *h);

#endif
