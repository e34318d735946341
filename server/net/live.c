/* The two ways to listen: WebSocket `/live` and Server-Sent Events. Both are
 * transports of the hub; a client's handle is its struct lws.
 *
 * Writing goes through at once, from the hub's round, and not in lws's
 * writable callback. That is safe as long as nothing is written while lws
 * still holds a part of an earlier frame (lws_partial_buffered): then the
 * client counts as choked until lws says it is writable. */
#include "base/utf8.h"
#include "net/wire.h"

#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum {
	CLOSE_UNSUPPORTED = 1003,
	CLOSE_POLICY = 1008,
	CLOSE_TOO_BIG = 1009,
	CLOSE_TRY_LATER = 1013,
	CLOSE_GRACE_MS = 15000, /* for the peer to take its leave after our close frame */
	HOT_BYTES = 704, /* of a struct lws, that a write touches: measured */
	MAX_CLOSE_REASON = 64,
	WS_KEY_MIN = 16,
	WS_KEY_MAX = 64,
};

static const char subprotocol[] = "madang.v1";

/* --- what a client wishes --- */

static bool read_number(const char *text, int64_t *ret)
{
	size_t len = strlen(text);
	if (len == 0 || len > 18 || strspn(text, "0123456789") != len)
		return false;
	*ret = strtoll(text, NULL, 10);
	return true;
}

static void copy_text(char out[MAX_ID + 1], const char *text)
{
	size_t len = text ? strnlen(text, MAX_ID) : 0;
	if (len)
		memcpy(out, text, len);
	out[len] = '\0';
}

static enum hub_kind read_kind(const char *as)
{
	if (as && strcmp(as, "screen") == 0)
		return HUB_SCREEN;
	return as && strcmp(as, "desk") == 0 ? HUB_DESK : HUB_PHONE;
}

/* as, board, room, epoch, since of the query; Last-Event-ID for a stream. */
static enum status read_wish(struct request *req, bool is_stream, const struct live_grant *grant,
	struct live_pending *p, struct err *err)
{
	*p = (struct live_pending){.wsi = req->wsi};
	copy_text(p->owner, grant->owner);
	copy_text(p->key, grant->key);
	copy_text(p->board, request_query(req, "board"));
	copy_text(p->room, request_query(req, "room"));
	copy_text(p->epoch, request_query(req, "epoch"));
	const char *last = is_stream ? request_header(req, HEADER_LAST_EVENT_ID) : NULL;
	const char *since = last && *last ? last : request_query(req, "since");
	p->wish = (struct hub_wish){.mask = grant->mask,
		.owner = p->owner,
		.key = p->key,
		.kind = read_kind(request_query(req, "as")),
		.board = p->board,
		.room = p->room,
		.epoch = p->epoch,
		.has_since = since != NULL};
	if (since && !read_number(since, &p->wish.since))
		return err_set(
			err, STATUS_INVALID, "bad_since", "since must be a whole number, the seq last seen");
	return STATUS_OK;
}

/* The hub's copies are its own; these pointers die with `p`. */
static uint32_t join(struct server *s, struct lws *wsi, struct live_pending *p, const struct hub_transport *t)
{
	p->wish.owner = p->owner;
	p->wish.key = p->key;
	p->wish.board = p->board;
	p->wish.room = p->room;
	p->wish.epoch = p->epoch;
	return hub_join(s->hub, &p->wish, t, wsi);
}

void live_left(struct server *s, struct session *session)
{
	if (!session->is_live)
		return;
	session->is_live = false;
	s->live_open--;
	if (session->client != HUB_NO_CLIENT)
		hub_leave(s->hub, session->client);
	session->client = HUB_NO_CLIENT;
}

/* --- the WebSocket transport --- */

static enum hub_sent sent(struct lws *wsi, bool ok)
{
	if (!ok) {
		struct session *session = lws_wsi_user(wsi);
		session->must_close = true;
		lws_callback_on_writable(wsi);
		return HUB_GONE;
	}
	/* lws has asked for the writable callback itself, to write the rest. */
	return lws_partial_buffered(wsi) ? HUB_SENT_AND_CHOKED : HUB_SENT;
}

static enum hub_sent ws_send(void *handle, struct frame *f)
{
	struct lws *wsi = handle;
	int len = (int)f->json->len;
	return sent(wsi, lws_write(wsi, (unsigned char *)f->json->bytes, (size_t)len, LWS_WRITE_TEXT) >= len);
}

/* Writes the close frame through, or behind the rest of a frame that lws still
 * holds, and leaves the rest to the peer; after a grace the connection is cut.
 * lws's own way to close takes a timer each, in a list that is walked for each:
 * too slow to part from thousands at once. */
static void ws_close(void *handle, int code, const char *reason)
{
	struct lws *wsi = handle;
	struct session *session = lws_wsi_user(wsi);
	struct server *s = server_of(wsi);
	size_t len = strnlen(reason, MAX_CLOSE_REASON);
	/* RFC 6455, 5.5.1, framed by hand: lws does not let its user do it. */
	unsigned char frame[LWS_PRE + 4 + MAX_CLOSE_REASON] = {0};
	unsigned char *p = frame + LWS_PRE;
	p[0] = 0x88;
	p[1] = (unsigned char)(2 + len);
	p[2] = (unsigned char)(code >> 8);
	p[3] = (unsigned char)(code & 0xFF);
	memcpy(p + 4, reason, len);
	session->client = HUB_NO_CLIENT;
	if (lws_write(wsi, p, 4 + len, LWS_WRITE_HTTP) < 0) /* as the bytes are */
		lws_callback_on_writable(wsi);
	session_doom(s, wsi, session, CLOSE_GRACE_MS);
}

static const struct hub_transport ws_transport = {ws_send, ws_close, HOT_BYTES};

/* --- the upgrade --- */

static enum status refuse(struct err *err, const char *code, const char *detail)
{
	return err_set(err, STATUS_INVALID, code, "%s", detail);
}

static bool lists(const char *list, const char *word)
{
	size_t word_len = strlen(word);
	const char *p = list;
	while (p) {
		p += strspn(p, " \t,");
		size_t len = strcspn(p, ", \t");
		if (len == word_len && strncasecmp(p, word, len) == 0)
			return true;
		p = p[len] ? p + len : NULL;
	}
	return false;
}

static bool header_lists(struct lws *wsi, enum lws_token_indexes token, const char *word)
{
	char text[128];
	return lws_hdr_copy(wsi, text, sizeof text, token) > 0 && lists(text, word);
}

/* What RFC 6455, 4.2.1 asks of the handshake; lws checks less, or hangs up
 * without a word. */
static enum status check_handshake(struct request *req, struct err *err)
{
	char version[8];
	int key = lws_hdr_total_length(req->wsi, WSI_TOKEN_KEY);
	if (req->method != METHOD_GET || !req->http11 || !request_header(req, HEADER_HOST))
		return refuse(err, "bad_upgrade", "a WebSocket begins with GET, HTTP/1.1 and Host");
	if (!header_lists(req->wsi, WSI_TOKEN_CONNECTION, "upgrade"))
		return refuse(err, "bad_upgrade", "Connection does not say upgrade");
	if (lws_hdr_copy(req->wsi, version, sizeof version, WSI_TOKEN_VERSION) < 1 ||
		strcmp(version, "13") != 0)
		return refuse(err, "bad_upgrade", "Sec-WebSocket-Version must be 13");
	if (key < WS_KEY_MIN || key > WS_KEY_MAX)
		return refuse(err, "bad_upgrade", "Sec-WebSocket-Key is missing or malformed");
	if (!header_lists(req->wsi, WSI_TOKEN_PROTOCOL, subprotocol))
		return refuse(err, "subprotocol", "ask for the subprotocol madang.v1");
	return STATUS_OK;
}

static enum status check_live(struct request *req, struct live_pending *p, struct err *err)
{
	struct server *s = req->server;
	struct live_grant grant = {0};
	enum status status = check_handshake(req, err);
	if (status == STATUS_OK && (s->stopping || hub_clients(s->hub) >= MAX_LIVE_CLIENTS))
		status = err_set(err, STATUS_BUSY, "busy", "no more clients can listen now");
	if (status == STATUS_OK)
		status = s->hooks.live_allowed(s->hooks.ctx, req, &grant, err);
	if (status == STATUS_OK)
		status = read_wish(req, false, &grant, p, err);
	return status;
}

/* Holds back the answer to the upgrade until hello can go with it: one packet
 * and one wake-up of the client instead of two. */
static void cork(struct lws *wsi, int on)
{
	setsockopt(lws_get_socket_fd(wsi), IPPROTO_TCP, TCP_CORK, &on, sizeof on);
}

bool live_confirm(struct server *s, struct lws *wsi)
{
	struct err err;
	struct request *req = request_open(s, wsi);
	if (!req)
		return false;
	req->is_probe = true;
	bool ok = request_read_target(req, &err) && strcmp(req->path, "/live") == 0 &&
		check_live(req, &s->pending, &err) == STATUS_OK;
	request_close(req);
	if (!ok) {
		s->pending.wsi = NULL;
		s->stats.refused_upgrades++;
	}
	if (ok)
		cork(wsi, 1);
	return ok;
}

void live_answer(struct request *req)
{
	static const struct reply_header upgrade[] = {{"upgrade", "websocket"}, {0}};
	static const struct reply_header allow[] = {{"allow", "GET"}, {0}};
	struct live_pending unused;
	struct err err;
	if (req->method != METHOD_GET)
		request_problem_http(req, 405, "method_not_allowed", "only GET, as a WebSocket", allow);
	else if (!lws_hdr_total_length(req->wsi, WSI_TOKEN_UPGRADE))
		request_problem_http(req, 426, "upgrade_required",
			"this is a WebSocket; /api/v1/live gives the same as Server-Sent Events", upgrade);
	else if (check_live(req, &unused, &err) != STATUS_OK)
		request_problem(req, &err);
	else
		request_problem_http(
			req, 426, "upgrade_required", "only an upgrade to websocket is possible", upgrade);
}

/* --- the WebSocket's events --- */

static int on_established(struct server *s, struct lws *wsi, struct session *session)
{
	if (s->pending.wsi != wsi)
		return -1;
	s->pending.wsi = NULL;
	session->is_live = true;
	s->live_open++;
	session->client = join(s, wsi, &s->pending, &ws_transport);
	cork(wsi, 0);
	if (session->client != HUB_NO_CLIENT)
		return 0;
	lws_close_reason(wsi, (enum lws_close_status)CLOSE_TRY_LATER, NULL, 0);
	return -1;
}

static int close_with(struct lws *wsi, int code, const char *reason)
{
	lws_close_reason(wsi, (enum lws_close_status)code, (unsigned char *)reason, strlen(reason));
	return -1;
}

/* Clients have nothing to say yet: what they say is bounded, and dropped. */
static int on_receive(struct server *s, struct lws *wsi, struct session *session, size_t len)
{
	if (lws_frame_is_binary(wsi))
		return close_with(wsi, CLOSE_UNSUPPORTED, "text only");
	if (lws_is_first_fragment(wsi)) {
		uint32_t window = (uint32_t)(loop_ms(s) / LIVE_MESSAGES_MS);
		session->messages = window == session->window ? session->messages + 1 : 1;
		session->window = window;
		session->message_bytes = 0;
	}
	if (session->messages > MAX_LIVE_MESSAGES)
		return close_with(wsi, CLOSE_POLICY, "too many messages");
	if (session->message_bytes + len + lws_remaining_packet_payload(wsi) > MAX_LIVE_MESSAGE)
		return close_with(wsi, CLOSE_TOO_BIG, "too large");
	session->message_bytes = (uint16_t)(session->message_bytes + len);
	return 0;
}

static int on_ws_writable(struct server *s, struct session *session)
{
	if (session->must_close)
		return -1;
	if (session->is_live && session->client != HUB_NO_CLIENT)
		hub_writable(s->hub, session->client);
	return 0;
}

int live_event(
	struct lws *wsi, enum lws_callback_reasons reason, struct session *session, void *in, size_t len)
{
	struct server *s = server_of(wsi);
	switch (reason) {
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		/* A client that lists several subprotocols may have got another. */
		return s->pending.wsi == wsi && strcmp(lws_get_protocol(wsi)->name, subprotocol) == 0 ? 0
												      : -1;
	case LWS_CALLBACK_ESTABLISHED: return on_established(s, wsi, session);
	case LWS_CALLBACK_RECEIVE: return on_receive(s, wsi, session, len);
	case LWS_CALLBACK_SERVER_WRITEABLE: return on_ws_writable(s, session);
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		if (session)
			live_left(s, session);
		return 0;
	case LWS_CALLBACK_WS_SERVER_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED:
		if (session) {
			session_spare(session);
			live_left(s, session);
		}
		return 0;
	default: return 0;
	}
}

/* --- Server-Sent Events --- */

static enum hub_sent sse_send(void *handle, struct frame *f)
{
	struct blob *b = frame_sse(f);
	int n = lws_write(handle, (unsigned char *)b->bytes, b->len, LWS_WRITE_HTTP);
	return sent(handle, n >= (int)b->len);
}

static void sse_close(void *handle, int code, const char *reason)
{
	struct lws *wsi = handle;
	struct session *session = lws_wsi_user(wsi);
	session->client = HUB_NO_CLIENT;
	session->must_close = true;
	if (lws_partial_buffered(wsi))
		session_doom(server_of(wsi), wsi, session, CLOSE_GRACE_MS);
	else
		lws_callback_on_writable(wsi);
}

static const struct hub_transport sse_transport = {sse_send, sse_close, HOT_BYTES};

int sse_writable(struct lws *wsi, struct session *session)
{
	if (session->is_live && session->client != HUB_NO_CLIENT)
		hub_writable(server_of(wsi)->hub, session->client);
	return 0;
}

/* The head of an answer without end; false where the client has gone. */
static bool begin_stream(struct request *req)
{
	struct server *s = req->server;
	struct reply r = {.content_type = "text/event-stream",
		.cache_control = "no-store",
		.headers = (const struct reply_header[]){{"x-accel-buffering", "no"}, {0}}};
	req->close = true;
	buf_reset(&s->out);
	blob_begin(&s->out);
	head_write(req, &r, 200, -1, &s->out);
	s->stats.by_class[2]++;
	size_t len = s->out.len - BLOB_HEADROOM;
	int n = lws_write(req->wsi, (unsigned char *)s->out.data + BLOB_HEADROOM, len, LWS_WRITE_HTTP);
	return n >= 0 && (size_t)n >= len;
}

void sse_start(struct request *req, const struct live_grant *grant)
{
	struct server *s = req->server;
	struct lws *wsi = req->wsi;
	struct session *session = lws_wsi_user(wsi);
	struct live_pending p;
	struct err err;
	enum status status = read_wish(req, true, grant, &p, &err);
	if (status == STATUS_OK && (s->stopping || hub_clients(s->hub) >= MAX_LIVE_CLIENTS))
		status = err_set(&err, STATUS_BUSY, "busy", "no more clients can listen now");
	if (status != STATUS_OK) {
		request_problem(req, &err);
		return;
	}
	bool ok = begin_stream(req);
	session->request = NULL;
	request_close(req);
	session->is_sse = session->is_live = true;
	s->live_open++;
	/* The headers' memory is not needed any more. Thanks to the mount (see
	 * server.c) lws goes on reading, so that a client that leaves is noticed. */
	lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
	lws_http_headers_detach(wsi);
	session->client = ok ? join(s, wsi, &p, &sse_transport) : HUB_NO_CLIENT;
	if (session->client != HUB_NO_CLIENT)
		return;
	session->must_close = true;
	if (s->in_callback != wsi)
		lws_callback_on_writable(wsi);
}
