/*
 * swarm: thousands of WebSocket clients in one thread that do as little as
 * possible: an edge-triggered epoll loop, one recv a message, frames told
 * apart by their headers alone. The very same code reads from Madang and from
 * the floor, so that what differs between two figures is the server.
 *
 * Sockets come from 127.0.0.2, .3, …, some thousands each, because one source
 * address has only some 28,000 ports towards one server.
 */
#ifndef BENCH_SWARM_H
#define BENCH_SWARM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct swarm;

struct swarm_config {
	uint16_t port; /* of the server, on 127.0.0.1 */
	size_t clients; /* sockets to open */
	size_t in_flight; /* clients at most between their connect() and their hello */
	const char *target; /* request target of the upgrade, borrowed until swarm_connect returns */
	/*
	 * A text frame with at least this many bytes of payload is a change; shorter
	 * ones are hello or `{"now":…}` and do not count in a round.
	 */
	size_t change_min;
};

/* Times of one round, counted from just before the trigger is sent. */
struct swarm_round {
	int64_t first_ns; /* a first client held the whole frame */
	int64_t last_ns; /* the last client held it */
	int64_t reply_ns; /* the trigger's answer was complete */
	int status; /* the answer's HTTP status */
};

/* Heap; NULL with a line on stderr where sockets or memory are out. */
struct swarm *swarm_create(const struct swarm_config *config);

/* Closes every socket by reset, which leaves no TIME_WAIT behind; takes NULL. */
void swarm_destroy(struct swarm *swarm);

/*
 * Connects every client, upgrades it and waits for its hello. Time from the
 * first connect() to the last hello in *ret_ns. False with a line on stderr
 * where a client is refused or nothing has moved for ten seconds.
 */
bool swarm_connect(struct swarm *swarm, int64_t *ret_ns);

/*
 * Sends `request` on `trigger_fd` (an HTTP connection that keeps alive) and
 * runs until each client holds one change more than before and the answer is
 * in. False with a line on stderr where that took ten seconds, a client was
 * lost, or a client got more than one change.
 */
bool swarm_publish(struct swarm *swarm, int trigger_fd, const void *request, size_t length,
	struct swarm_round *ret_round);

/* Reads whatever comes until nothing came for quiet_ms; changes seen meanwhile are forgotten. */
bool swarm_settle(struct swarm *swarm, int quiet_ms);

/* The last whole change that the first client got, frame header included; borrowed until the next round. */
const uint8_t *swarm_last_change(const struct swarm *swarm, size_t *ret_length);

#endif
