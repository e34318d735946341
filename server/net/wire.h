/* Inside net: the structs that its files share.
 *
 *   listen.c   the listening socket, accepting
 *   server.c   the loop, timers, signals, stopping, lws's one callback
 *   request.c  asking a request: path, query, headers
 *   reply.c    answering one: the head, the problem documents
 *   http.c     lws's HTTP events, bodies, sending an answer piece by piece
 *   live.c     WebSocket and Server-Sent Events, transports of the hub
 *
 * lws gives each connection a struct session (its "per-session data") and
 * throws it away with each HTTP request on a kept-alive connection. */
#ifndef MADANG_NET_WIRE_H
#define MADANG_NET_WIRE_H

#include "base/limits.h"
#include "net/server.h"

#include <libwebsockets.h>
#include <stdalign.h>
#include <stddef.h>
#include <uv.h>

_Static_assert((int)BLOB_HEADROOM >= (int)LWS_PRE, "lws writes its frame header into a blob's headroom");

enum { PROTOCOL_HTTP, PROTOCOL_LIVE };

/* One connection, as far as lws does not keep it. */
struct session {
	struct lws *wsi; /* while doomed */
	struct session *doomed_next, **doomed_at; /* in server->doomed; doomed_at NULL: not in it */
	int64_t doomed_ms; /* when it is cut off (loop's time) */
	struct request *request; /* HTTP: not answered, or being sent */
	const char *close_reason;
	uint32_t client; /* live: its number in the hub, or HUB_NO_CLIENT (see is_live) */
	uint16_t close_code; /* live: to be told when writable */
	uint16_t message_bytes; /* live: of the message that is coming in */
	uint16_t messages; /* live: since the window began */
	uint32_t window; /* live: number of the present window of LIVE_MESSAGES_MS */
	bool is_live; /* `client` counts */
	bool is_sse;
	bool must_close; /* HTTP: give lws a -1 at the next chance */
	bool rests; /* HTTP: doomed only if no further request comes */
	bool lingers; /* HTTP: answered; what still comes in is dropped */
	size_t dropped; /* bytes, while it lingers */
};

enum request_state {
	REQUEST_HEAD, /* in hooks.begin */
	REQUEST_BODY, /* the body is coming */
	REQUEST_WAITS, /* in hooks.handle, or answered later */
	REQUEST_SENDS, /* the answer is going out */
};

enum { REQUEST_ARENA = MAX_HEADER_BYTES + 2048, REPLY_PARTS = 3 };

struct query_item {
	const char *name, *value;
};

struct request {
	struct server *server;
	struct lws *wsi;
	uint64_t id; /* generation << 32 | slot + 1 */
	enum request_state state;
	enum method method;
	bool http11;
	bool close; /* after the answer */
	bool bad_framing; /* nothing more can be read from this connection */
	bool has_body;
	bool parked; /* reading from the socket is paused */
	bool accepted;
	bool is_probe; /* a look at an upgrade's headers; never answered */
	const char *path;
	struct query_item query[MAX_QUERY_ITEMS];
	size_t query_count;
	const char *headers[HEADER_COUNT];
	bool header_known[HEADER_COUNT];
	uint64_t content_length;
	size_t max_body;
	struct buf body;
	size_t body_counted; /* in server->bodies_bytes */
	int64_t deadline_ms; /* of the body, or of progress in sending; loop's time */
	struct blob *parts[REPLY_PARTS];
	int part;
	size_t sent; /* of that part */
	struct request *next_free;
	size_t arena_used;
	char arena[REQUEST_ARENA]; /* this and what follows are not cleared */
	alignas(max_align_t) char room[REQUEST_ROOM];
};

struct server_timer {
	uv_timer_t handle;
	struct server *server;
	struct server_timer *next;
	void (*fire)(void *ctx);
	void *ctx;
	bool closed; /* the loop has let go of it */
	bool unwanted; /* free it when the loop lets go */
};

/* A live client between its upgrade's check and ESTABLISHED: one call of lws. */
struct live_pending {
	struct lws *wsi;
	struct hub_wish wish;
	char owner[MAX_ID + 1], key[MAX_ID + 1], board[MAX_ID + 1], room[MAX_ID + 1], epoch[MAX_ID + 1];
};

struct server {
	struct server_hooks hooks;
	struct hub *hub;
	char url[128];
	int port;
	bool tls;

	uv_loop_t loop;
	uv_async_t wake;
	uv_signal_t on_term, on_int;
	uv_poll_t listening;
	uv_prepare_t turn;
	uv_check_t polled;
	int listen_fd; /* -1: closed */
	struct server_timer *timers;
	struct server_timer *hub_timer, *sweep_timer, *stop_timer, *accept_timer;
	bool has_signals, signalled, stopping, ended;
	bool abandoned; /* too many connections to tidy up: the process must end */
	int64_t stop_ms;

	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws_protocols protocols[3];
	struct lws_http_mount stream_mount;

	struct request **slots; /* MAX_OPEN_REQUESTS at most */
	uint32_t *free_slots;
	size_t slot_count, free_count;
	uint32_t generation;
	struct request *free_requests; /* a few kept for the next ones */
	size_t free_request_count;
	size_t open; /* requests */
	size_t live_open; /* WebSockets and event streams */
	size_t bodies_bytes;
	struct session *doomed;
	struct lws *in_callback; /* whose HTTP event is being handled */
	struct live_pending pending;
	struct buf out; /* the head of an answer, used again and again */
	char date[40];
	int64_t date_s;

	struct server_stats stats;
	uint64_t turn_at_ns, turn_idle_ns;
	bool woken; /* server_wake was called */
	bool polling; /* lws's events come from the sockets, not from what it had buffered */
	unsigned events_in_turn; /* lws's, since polling began */
};

static inline struct server *server_of(struct lws *wsi)
{
	return lws_context_user(lws_get_context(wsi));
}

/* server.c */
int64_t loop_ms(struct server *s);
/* Cuts the connection off in `after_ms`, whatever it is doing. */
void session_doom(struct server *s, struct lws *wsi, struct session *session, int64_t after_ms);
void session_spare(struct session *session);
/* listen.c */
enum status listen_open(struct server *s, const char *address, int inherited, struct err *err);
void listen_close(struct server *s);
/* request.c */
struct request *request_open(struct server *s, struct lws *wsi);
/* Reads path and query; false: a 400 is due, told in `err`. */
bool request_read_target(struct request *req, struct err *err);
/* Copies all headers that may be asked for: lws is about to drop them. */
void request_keep_headers(struct request *req);
void request_close(struct request *req);
/* reply.c */
/* A problem that ends the connection: nothing more can be read from it. */
void request_refuse(struct request *req, int http_status, const char *code, const char *detail);
/* Appends status line and headers, to the blank line. `length` < 0: endless. */
void head_write(struct request *req, const struct reply *r, int status, int64_t length, struct buf *out);
/* http.c */
int http_event(
	struct lws *wsi, enum lws_callback_reasons reason, struct session *session, void *in, size_t len);
/* Takes the parts in req->parts and the head in server->out. */
void request_send(struct request *req, bool with_body);
void http_sweep(struct server *s);
/* live.c */
int live_event(
	struct lws *wsi, enum lws_callback_reasons reason, struct session *session, void *in, size_t len);
/* May this upgrade go on? Keeps the wish for ESTABLISHED. */
bool live_confirm(struct server *s, struct lws *wsi);
/* Answers a request for `/live` that is, or has been made, no upgrade. */
void live_answer(struct request *req);
void live_left(struct server *s, struct session *session);
/* The event stream of this session may be written to again. */
int sse_writable(struct lws *wsi, struct session *session);

#endif
