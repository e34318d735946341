/* lws's HTTP events. What is peculiar to lws 4.1 and decides the shape here:
 *
 * - An answer may be given in LWS_CALLBACK_HTTP while the body is still to
 *   come: lws_http_transaction_completed then drops the body, and the body's
 *   events must be ignored. Without Content-Length lws would wait for 100 MiB,
 *   so such a connection is closed after the answer.
 * - While a request waits for its answer, reading is paused. Without a body lws
 *   would not read the socket, but the loop report it readable for ever; after a
 *   body lws would read on, and take the next request for more of it.
 * - Where a request with a body is parsed from bytes that lws had buffered
 *   behind an earlier request (the client pipelines), lws takes its head for
 *   its body, and may loop for ever (lws_http_action reads the buffer again
 *   from its start). Such a request is refused before that. lws works off what
 *   it has buffered in libuv's idle phase, and the sockets in its poll phase.
 *   No client known to us pipelines; requests without body may be pipelined.
 * - lws frees the struct session at each lws_http_transaction_completed.
 * - Outside of a callback nobody takes our -1: must_close, and a writable
 *   callback asked for, do instead. */
#include "net/wire.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum {
	SMALL_BODY = 16 * 1024, /* goes out in one piece with the head */
	/* libuv polls again within a turn after 1024 events; an lws event may be
	 * less than one of these, never more than two. */
	EVENTS_OF_ONE_POLL = 512,
};

/* --- the end of an answer --- */

/* Lets lws close the connection: by our return where it is calling us, else at
 * the next writable callback. */
static void close_soon(struct server *s, struct lws *wsi, struct session *session)
{
	session->must_close = true;
	if (s->in_callback != wsi)
		lws_callback_on_writable(wsi);
}

/* The answer must reach a client that is still sending: only our side is shut,
 * and what comes in is dropped for a while. */
static void linger(struct server *s, struct lws *wsi, struct session *session)
{
	if (!lws_partial_buffered(wsi) && !s->tls)
		shutdown(lws_get_socket_fd(wsi), SHUT_WR);
	session->lingers = true;
	session_doom(s, wsi, session, LINGER_MS);
}

/* Before it reads the next request, lws waits to be told by the loop that the
 * socket is writable. It is: the answer has just gone into it. Where lws has
 * bytes of a next request already, it works them off after an event of the
 * loop's, so one is asked for. */
static void read_on(struct server *s, struct lws *wsi)
{
	struct lws_pollfd writable = {
		.fd = lws_get_socket_fd(wsi), .events = LWS_POLLOUT, .revents = LWS_POLLOUT};
	bool there = lws_service_fd(s->context, &writable) == 0;
	if (there && lws_service_adjust_timeout(s->context, 1, 0) == 0)
		lws_callback_on_writable(wsi);
}

/* Answered: the client may take its time. The server's own sweep ends a
 * connection that rests too long; lws's timer for that stands in one sorted
 * list of all connections, where each new one goes past all others. */
static void rest(struct server *s, struct lws *wsi, struct session *session)
{
	lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
	session_doom(s, wsi, session, KEEPALIVE_S * 1000);
	session->rests = true;
	if (!s->in_callback && !lws_send_pipe_choked(wsi))
		read_on(s, wsi);
}

static void finish(struct request *req)
{
	struct server *s = req->server;
	struct lws *wsi = req->wsi;
	struct session *session = lws_wsi_user(wsi);
	bool close = req->close;
	/* Is lws going to hand us what the client still sends? */
	bool body_comes = req->bad_framing && req->has_body;
	session->request = NULL;
	request_close(req);
	if (body_comes) {
		linger(s, wsi, session);
		return;
	}
	close = close || lws_http_transaction_completed(wsi) != 0;
	session = lws_wsi_user(wsi);
	if (session && close)
		close_soon(s, wsi, session);
	else if (session)
		rest(s, wsi, session);
}

/* --- sending --- */

static bool write_bytes(struct request *req, const char *bytes, size_t len)
{
	int n = lws_write(req->wsi, (unsigned char *)bytes, len, LWS_WRITE_HTTP);
	req->deadline_ms = loop_ms(req->server) + REPLY_PATIENCE_MS;
	return n >= 0 && (size_t)n >= len;
}

/* The client is gone, or the socket broken. */
static void give_up(struct request *req)
{
	struct server *s = req->server;
	struct lws *wsi = req->wsi;
	struct session *session = lws_wsi_user(wsi);
	session->request = NULL;
	request_close(req);
	close_soon(s, wsi, session);
}

/* The part to be written next, NULL after the last one. */
static struct blob *next_part(struct request *req)
{
	while (req->part < REPLY_PARTS) {
		struct blob *part = req->parts[req->part];
		if (part && req->sent < part->len)
			return part;
		req->part++;
		req->sent = 0;
	}
	return NULL;
}

/* Writes one piece of the body, and finishes after the last. */
static void send_on(struct request *req)
{
	struct blob *part = next_part(req);
	if (part) {
		size_t left = part->len - req->sent;
		size_t len = left < LIVE_SEND_CHUNK ? left : LIVE_SEND_CHUNK;
		const char *from = part->bytes + req->sent;
		req->sent += len;
		if (!write_bytes(req, from, len)) {
			give_up(req);
			return;
		}
	}
	if (next_part(req))
		lws_callback_on_writable(req->wsi);
	else
		finish(req);
}

void request_send(struct request *req, bool with_body)
{
	struct server *s = req->server;
	req->state = REQUEST_SENDS;
	if (req->parked) {
		req->parked = false; /* while reading is paused, lws writes nothing either */
		lws_rx_flow_control(req->wsi, 1);
	}
	s->bodies_bytes -= req->body_counted;
	req->body_counted = 0;
	buf_clear(&req->body);
	struct blob *part = with_body ? next_part(req) : NULL;
	while (part && s->out.len + part->len <= SMALL_BODY) {
		buf_add(&s->out, part->bytes, part->len);
		req->sent = part->len;
		part = next_part(req);
	}
	assert(!s->out.failed);
	if (!write_bytes(req, s->out.data + BLOB_HEADROOM, s->out.len - BLOB_HEADROOM))
		give_up(req);
	else if (part)
		lws_callback_on_writable(req->wsi);
	else
		finish(req);
}

/* --- a request comes in --- */

/* Waits for an answer given later: lws's own timeout is put aside, and its
 * memory for the headers given back. It keeps those in one list, and walks that
 * to free one: with a thousand waiting that costs as much as the parsing. Not
 * after a body: where the client has pipelined, lws would take new memory for
 * the next request amid a long answer, and send no more of it. */
static void park(struct request *req)
{
	lws_set_timeout(req->wsi, NO_PENDING_TIMEOUT, 0);
	if (!req->has_body) {
		request_keep_headers(req);
		lws_http_headers_detach(req->wsi);
	}
	req->parked = true;
	lws_rx_flow_control(req->wsi, 0);
}

static void handle(struct request *req)
{
	struct server *s = req->server;
	uint64_t id = req->id;
	req->state = REQUEST_WAITS;
	s->hooks.handle(s->hooks.ctx, req);
	req = request_find(s, id);
	if (req)
		park(req);
}

/* The body's length by Content-Length; false: it is none. */
static bool read_length(struct request *req)
{
	char text[24];
	int n = lws_hdr_copy(req->wsi, text, sizeof text, WSI_TOKEN_HTTP_CONTENT_LENGTH);
	if (n < 0 || (n > 0 && (strspn(text, "0123456789") != (size_t)n || n > 18)))
		return false;
	req->content_length = strtoull(text, NULL, 10);
	return true;
}

/* Does this request come out of lws's buffer? True also in rare cases of doubt. */
static bool is_pipelined(struct server *s)
{
	bool some_buffered = lws_service_adjust_timeout(s->context, 1, 0) == 0;
	return some_buffered && (!s->polling || s->events_in_turn >= EVENTS_OF_ONE_POLL);
}

static void refuse_pipelined(struct request *req)
{
	req->close = true;
	req->has_body = false; /* nothing is read any more */
	request_problem_http(
		req, 400, "pipelined", "a request with a body must wait for the answer before it", NULL);
}

/* How the body is delimited (RFC 9112, 6). False: answered. */
static bool check_framing(struct request *req)
{
	bool needs = req->method == METHOD_POST || req->method == METHOD_PUT || req->method == METHOD_PATCH;
	bool chunked = lws_hdr_total_length(req->wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
	bool has_length = lws_hdr_total_length(req->wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
	if ((needs || has_length) && is_pipelined(req->server)) {
		refuse_pipelined(req);
		return false;
	}
	if (chunked) {
		req->has_body = needs && !has_length; /* as lws sees it: 100 MiB */
		request_refuse(req, 411, "length_required",
			"a body needs Content-Length; chunked bodies are not read");
		return false;
	}
	/* Without a length there is no body (RFC 9112, 6.3); but lws would wait for
	 * one of 100 MiB, so the connection serves no further request. */
	if (needs && !has_length)
		req->close = true;
	if (has_length && !read_length(req)) {
		request_refuse(req, 400, "bad_length", "Content-Length is not a number");
		return false;
	}
	req->has_body = req->content_length > 0;
	return true;
}

/* False: answered. */
static bool check_size(struct request *req)
{
	struct server *s = req->server;
	if (req->content_length > req->max_body) {
		char detail[120];
		snprintf(detail, sizeof detail, "the body has %llu bytes; at most %zu are taken here",
			(unsigned long long)req->content_length, req->max_body);
		request_refuse(req, 413, "too_large", detail);
		return false;
	}
	if (s->bodies_bytes + req->content_length > MAX_BODIES_BYTES) {
		req->close = req->bad_framing = true;
		struct err err;
		err_set(&err, STATUS_BUSY, "busy", "too many large bodies are coming in");
		request_problem(req, &err);
		return false;
	}
	return true;
}

/* curl sends a large body only after this (RFC 9110, 10.1.1). */
static void answer_expect(struct request *req)
{
	char go_on[BLOB_HEADROOM + 32] = {0};
	int len = snprintf(go_on + BLOB_HEADROOM, 32, "HTTP/1.1 100 Continue\r\n\r\n");
	if (lws_hdr_custom_length(req->wsi, "expect:", 7) > 0 ||
		lws_hdr_total_length(req->wsi, WSI_TOKEN_HTTP_EXPECT) > 0)
		lws_write(req->wsi, (unsigned char *)go_on + BLOB_HEADROOM, (size_t)len, LWS_WRITE_HTTP);
}

static void begin_body(struct request *req)
{
	struct server *s = req->server;
	req->state = REQUEST_BODY;
	req->body = BUF_INIT(req->content_length);
	req->body_counted = (size_t)req->content_length;
	s->bodies_bytes += req->body_counted;
	req->deadline_ms =
		loop_ms(s) + BODY_PATIENCE_MS + (int64_t)(req->content_length / BODY_BYTES_PER_S) * 1000;
	answer_expect(req);
}

static void dispatch(struct request *req)
{
	struct server *s = req->server;
	struct err err;
	if (!request_read_target(req, &err)) {
		req->close = true;
		req->has_body = false;
		request_problem(req, &err);
		return;
	}
	if (!check_framing(req))
		return;
	if (strcmp(req->path, "/live") == 0) {
		live_answer(req);
		return;
	}
	/* An answer that is given before the body drops what comes of it; where
	 * that is much, the connection ends instead. */
	bool much = req->content_length > LINGER_BYTES, close = req->close;
	req->bad_framing = much;
	req->close = close || much;
	uint64_t id = req->id;
	s->hooks.begin(s->hooks.ctx, req);
	size_t slot = (size_t)(uint32_t)id - 1;
	if (s->slots[slot] != req || req->id != id || req->state != REQUEST_HEAD)
		return; /* answered */
	req->bad_framing = false;
	req->close = close;
	if (!req->accepted) {
		request_refuse(req, 500, "internal", "the router neither took nor answered this request");
		return;
	}
	if (!check_size(req))
		return;
	if (req->has_body)
		begin_body(req);
	else
		handle(req);
}

static void on_request(struct server *s, struct lws *wsi, struct session *session)
{
	static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\n"
				   "content-length: 0\r\nconnection: close\r\n\r\n";
	s->stats.requests++;
	struct request *req = request_open(s, wsi);
	if (!req) {
		struct blob *b = blob_create(busy, sizeof busy - 1);
		lws_write(wsi, (unsigned char *)b->bytes, b->len, LWS_WRITE_HTTP);
		blob_unref(b);
		session->must_close = true;
		return;
	}
	session->request = req;
	char connection[32];
	int n = lws_hdr_copy(wsi, connection, sizeof connection, WSI_TOKEN_CONNECTION);
	req->close = s->stopping || (n > 0 && strcasecmp(connection, "close") == 0);
	dispatch(req);
}

static void on_body(struct session *session, const void *in, size_t len)
{
	if (session->lingers) {
		session->dropped += len;
		session->must_close = session->dropped > LINGER_BYTES;
		return;
	}
	struct request *req = session->request;
	if (req && req->state == REQUEST_BODY)
		buf_add(&req->body, in, len);
}

static void on_body_complete(struct session *session)
{
	struct request *req = session->request;
	if (session->lingers) {
		session->must_close = true;
	} else if (req && req->state == REQUEST_BODY) {
		if (req->body.failed)
			request_refuse(req, 413, "too_large", "there is no memory for this body");
		else
			handle(req);
	}
}

static void on_writable(struct lws *wsi, struct session *session)
{
	if (session->must_close || session->lingers)
		return;
	if (session->is_sse)
		sse_writable(wsi, session);
	else if (session->request && session->request->state == REQUEST_SENDS)
		send_on(session->request);
}

/* The session is about to be freed. */
static void on_drop(struct server *s, struct session *session)
{
	session_spare(session);
	live_left(s, session);
	if (session->request) {
		request_close(session->request);
		session->request = NULL;
	}
}

/* h2c, unknown tokens, and WebSockets that may not be: the word in lws's own
 * copy of the header is made one that it does not know, after which it goes on
 * with a plain request, and that is answered properly. For a token that it did
 * not know from the start lws 4.1 has answered 403 and freed the headers
 * already, so that even looking at `in` would be a fault: hang up. */
static int on_upgrade(struct server *s, struct lws *wsi, char *token)
{
	if (!lws_hdr_total_length(wsi, WSI_TOKEN_UPGRADE))
		return -1;
	if ((strcasecmp(token, "websocket") != 0 && strcasecmp(token, "h2c") != 0))
		return -1;
	if (strcasecmp(token, "websocket") == 0 && live_confirm(s, wsi))
		return 0;
	token[0] = '-';
	return 0;
}

int http_event(
	struct lws *wsi, enum lws_callback_reasons reason, struct session *session, void *in, size_t len)
{
	struct server *s = server_of(wsi);
	if (reason == LWS_CALLBACK_HTTP_CONFIRM_UPGRADE)
		return on_upgrade(s, wsi, in);
	if (!session)
		return 0;
	if (reason == LWS_CALLBACK_HTTP_DROP_PROTOCOL || reason == LWS_CALLBACK_CLOSED_HTTP) {
		on_drop(s, session);
		return 0;
	}
	s->in_callback = wsi;
	switch (reason) {
	case LWS_CALLBACK_HTTP: on_request(s, wsi, session); break;
	case LWS_CALLBACK_HTTP_BODY: on_body(session, in, len); break;
	case LWS_CALLBACK_HTTP_BODY_COMPLETION: on_body_complete(session); break;
	case LWS_CALLBACK_HTTP_WRITEABLE: on_writable(wsi, session); break;
	default: break;
	}
	s->in_callback = NULL;
	session = lws_wsi_user(wsi); /* an answer may have made it another */
	return session && session->must_close ? -1 : 0;
}

/* --- deadlines --- */

void http_sweep(struct server *s)
{
	for (size_t i = 0; i < s->slot_count && s->open > 0; i++) {
		struct request *req = s->slots[i];
		if (!req || req->deadline_ms == 0 || loop_ms(s) < req->deadline_ms)
			continue;
		req->deadline_ms = 0;
		if (req->state == REQUEST_BODY)
			request_refuse(req, 408, "body_timeout", "the body did not come in time");
		else if (req->state == REQUEST_SENDS)
			session_doom(s, req->wsi, lws_wsi_user(req->wsi), 0);
	}
}
