/* The server: libwebsockets on a libuv loop of our own. One per program is
 * meant, but there are no globals. All of it on the loop's thread, but for
 * server_wake.
 *
 *   server_create -> server_run (until SIGTERM, SIGINT or server_stop)
 *   -> server_destroy
 *
 * Stopping: new connections are refused, the hub says bye, hooks.stopping lets
 * main end the writer and answer what waits, and within STOP_GRACE_MS the rest
 * is closed and server_run returns. A second signal changes nothing. */
#ifndef MADANG_NET_SERVER_H
#define MADANG_NET_SERVER_H

#include "base/clock.h"
#include "base/err.h"
#include "base/limits.h"
#include "live/hub.h"
#include "net/request.h"

struct server;

/* What hooks.live_allowed found out about a client that wants to listen. */
struct live_grant {
	uint32_t mask; /* of topics */
	char owner[MAX_ID + 1]; /* "" where not signed in */
	char key[MAX_ID + 1]; /* by which the owner is let in (hub_sign_out) */
};

struct server_hooks {
	/* The headers are in: request_accept or an answer. */
	void (*begin)(void *ctx, struct request *req);
	/* The body is whole: answer now, or keep request_id and answer later. */
	void (*handle)(void *ctx, struct request *req);
	/* May this request listen (WebSocket `/live`)? Reads the query and headers
	 * of `req` as always but must not answer it: on another status than OK the
	 * server answers with `err` before any upgrade. Look at request_same_origin
	 * for cookies. as, board, room, epoch and since are read by the server. */
	enum status (*live_allowed)(void *ctx, struct request *req, struct live_grant *ret, struct err *err);
	/* server_wake was called, once or more. */
	void (*woken)(void *ctx);
	/* The server is about to stop; what is answered in here still goes out. */
	void (*stopping)(void *ctx);
	void *ctx;
};

struct server_options {
	const char *listen; /* "127.0.0.1:8080", "0.0.0.0:0", "[::]:8080" */
	const char *tls_cert; /* PEM files, or both NULL */
	const char *tls_key;
	struct hub *hub; /* borrowed; its timer is set */
	struct server_hooks hooks;
	int inherited; /* a socket that listens already, from server_keep_listening, taken; 0: none */
	bool no_signals; /* tests: leave SIGTERM and SIGINT alone */
};

/* Listens. On OK the port is known and connections are answered from
 * server_run on. Else INVALID (address), or STORAGE (port taken, certificate
 * unreadable, plugin missing) with one clear line. */
enum status server_create(const struct server_options *options, struct server **ret, struct err *err);
/* Where thousands of connections were left at the end, nothing is freed: the
 * process is expected to exit. Timers of main's are destroyed before. */
void server_destroy(struct server *s); /* NULL is fine; after server_run has returned, or without it */
/* "http://127.0.0.1:8080": what it listens on. Borrowed. */
const char *server_url(const struct server *s);
/* Runs the loop until the server has stopped. */
void server_run(struct server *s);
/* Begins to stop, as SIGTERM does. */
void server_stop(struct server *s);
/* A second descriptor of the listening socket, which stays open when the server
 * stops, and across an exec: connections wait in it until somebody accepts
 * them. The caller's; -1: there are no descriptors left. Before server_stop. */
int server_keep_listening(struct server *s);
bool server_is_stopping(const struct server *s);
/* Has SIGTERM or SIGINT come, whoever had it stop? */
bool server_was_signalled(const struct server *s);
/* hooks.woken will be called on the loop. Any thread, from server_create to
 * server_destroy. */
void server_wake(struct server *s);

/* A one-shot timer on the loop; embed it or keep it on the heap. */
struct server_timer;
struct server_timer *server_timer_create(struct server *s, void (*fire)(void *ctx), void *ctx);
/* Fires once after `ms` (0: as soon as the loop turns), replacing what was
 * set; negative: never. */
void server_timer_set(struct server_timer *t, int64_t ms);
void server_timer_destroy(struct server_timer *t); /* before server_destroy; NULL is fine */

/* Answers a GET of /api/v1/live with an endless stream of Server-Sent Events:
 * the same frames as `/live`. The query (as, board, room, epoch, since) and
 * Last-Event-ID are read here; `grant` is what the router allowed. Ends the
 * request as an answer does. */
void sse_start(struct request *req, const struct live_grant *grant);

struct server_stats {
	uint64_t requests;
	uint64_t by_class[6]; /* answers 1xx … 5xx; [0]: none */
	size_t open; /* requests not answered yet */
	size_t connections; /* sockets accepted and not closed */
	uint64_t refused_upgrades;
	uint64_t dead_peers; /* cut off by us: they read nothing, or would not leave */
	int64_t turn_max_us; /* the longest turn of the loop since the last call */
};
/* Also begins a new maximum of the loop's turn. */
void server_stats(struct server *s, struct server_stats *ret);

#endif
