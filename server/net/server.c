#include "net/server.h"

#include "base/alloc.h"
#include "net/wire.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum {
	SWEEP_MS = 500, /* how often deadlines are looked at */
	STOP_LOOK_MS = 20, /* how often, while stopping, whether all have gone */
	STOP_TIDY_CONNECTIONS = 1000, /* with more, the process ends without closing each */
	STOP_RETRY_MS = 500, /* told in bye: not before */
	SERVICE_BUFFER = 32 * 1024, /* read from a socket at once */
	LIVE_RX_BUFFER = 512, /* a client of the live stream says next to nothing */
};

/* --- lws's callback --- */

static void on_destroyed(struct server *s, struct lws *wsi)
{
	/* lws's own pipe has no peer and was not counted. */
	if (s->stats.connections > 0)
		s->stats.connections--;
}

static int event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	struct server *s = wsi ? server_of(wsi) : NULL;
	if (s)
		s->events_in_turn++;
	switch (reason) {
	case LWS_CALLBACK_HTTP:
	case LWS_CALLBACK_HTTP_BODY:
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
	case LWS_CALLBACK_HTTP_WRITEABLE:
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED_HTTP:
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return http_event(wsi, reason, user, in, len);
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
	case LWS_CALLBACK_ESTABLISHED:
	case LWS_CALLBACK_RECEIVE:
	case LWS_CALLBACK_SERVER_WRITEABLE:
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
	case LWS_CALLBACK_WS_SERVER_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED: return live_event(wsi, reason, user, in, len);
	case LWS_CALLBACK_WSI_DESTROY: on_destroyed(s, wsi); return 0;
	default: return 0;
	}
}

/* --- time --- */

int64_t loop_ms(struct server *s)
{
	return (int64_t)uv_now(&s->loop);
}

static void on_timer(uv_timer_t *handle)
{
	struct server_timer *t = handle->data;
	t->fire(t->ctx);
}

static void on_timer_closed(uv_handle_t *handle)
{
	struct server_timer *t = handle->data;
	t->closed = true;
	if (t->unwanted)
		free(t);
}

struct server_timer *server_timer_create(struct server *s, void (*fire)(void *ctx), void *ctx)
{
	struct server_timer *t = xcalloc(1, sizeof *t);
	t->server = s;
	t->fire = fire;
	t->ctx = ctx;
	t->next = s->timers;
	s->timers = t;
	uv_timer_init(&s->loop, &t->handle);
	t->handle.data = t;
	return t;
}

void server_timer_set(struct server_timer *t, int64_t ms)
{
	if (uv_is_closing((uv_handle_t *)&t->handle))
		return;
	if (ms < 0) {
		uv_timer_stop(&t->handle);
		return;
	}
	uv_update_time(&t->server->loop);
	uv_timer_start(&t->handle, on_timer, (uint64_t)ms, 0);
}

void server_timer_destroy(struct server_timer *t)
{
	if (!t)
		return;
	struct server_timer **at = &t->server->timers;
	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	t->unwanted = true;
	if (t->closed)
		free(t);
	else if (!uv_is_closing((uv_handle_t *)&t->handle))
		uv_close((uv_handle_t *)&t->handle, on_timer_closed);
}

/* The loop's turn: how long between two looks at the sockets, idling aside. */
static void on_turn(uv_prepare_t *handle)
{
	struct server *s = handle->data;
	s->polling = true;
	s->events_in_turn = 0;
	uint64_t now = uv_hrtime(), idle = uv_metrics_idle_time(&s->loop);
	if (s->turn_at_ns) {
		int64_t busy = (int64_t)(now - s->turn_at_ns) - (int64_t)(idle - s->turn_idle_ns);
		if (busy / 1000 > s->stats.turn_max_us)
			s->stats.turn_max_us = busy / 1000;
	}
	s->turn_at_ns = now;
	s->turn_idle_ns = idle;
}

/* The answers go out here and not amid the sockets' events: as long as libuv
 * has events in hand, it looks through all of them for each socket whose
 * interest lws changes, three times an answer. */
static void on_polled(uv_check_t *handle)
{
	struct server *s = handle->data;
	s->polling = false;
	if (!s->woken)
		return;
	s->woken = false;
	if (s->hooks.woken)
		s->hooks.woken(s->hooks.ctx);
}

/* --- cutting off --- */

void session_spare(struct session *session)
{
	if (!session->doomed_at)
		return;
	*session->doomed_at = session->doomed_next;
	if (session->doomed_next)
		session->doomed_next->doomed_at = session->doomed_at;
	session->doomed_at = NULL;
}

void session_doom(struct server *s, struct lws *wsi, struct session *session, int64_t after_ms)
{
	session_spare(session);
	session->wsi = wsi;
	session->doomed_ms = loop_ms(s) + after_ms;
	session->doomed_next = s->doomed;
	if (s->doomed)
		s->doomed->doomed_at = &session->doomed_next;
	session->doomed_at = &s->doomed;
	s->doomed = session;
}

/* A shut socket is readable and writable, so lws finds out by itself. */
static void cut_doomed(struct server *s)
{
	struct session *next;
	for (struct session *d = s->doomed; d; d = next) {
		next = d->doomed_next;
		if (loop_ms(s) < d->doomed_ms)
			continue;
		session_spare(d);
		d->must_close = true;
		s->stats.dead_peers += !d->rests;
		shutdown(lws_get_socket_fd(d->wsi), SHUT_RDWR);
		lws_callback_on_writable(d->wsi);
	}
}

static void on_sweep(void *ctx)
{
	struct server *s = ctx;
	http_sweep(s);
	cut_doomed(s);
	server_timer_set(s->sweep_timer, SWEEP_MS);
}

/* --- starting --- */

static void raise_file_limit(void)
{
	struct rlimit r;
	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return;
	rlim_t want = MAX_CONNECTIONS + 256;
	r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
	setrlimit(RLIMIT_NOFILE, &r);
}

static void on_hub_timer(void *ctx)
{
	hub_run(ctx);
}

static void arm_hub(void *ctx, int64_t ms)
{
	struct server *s = ctx;
	server_timer_set(s->hub_timer, ms);
}

static int64_t idle_us(void *ctx)
{
	struct server *s = ctx;
	return (int64_t)(uv_metrics_idle_time(&s->loop) / 1000);
}

static void on_wake(uv_async_t *handle)
{
	struct server *s = handle->data;
	s->woken = true;
}

static void on_signal(uv_signal_t *handle, int number)
{
	struct server *s = handle->data;
	s->signalled = true;
	server_stop(s);
}

static void on_stop_timer(void *ctx);

static void open_handles(struct server *s, bool signals)
{
	uv_loop_init(&s->loop);
	uv_loop_configure(&s->loop, UV_METRICS_IDLE_TIME);
	uv_async_init(&s->loop, &s->wake, on_wake);
	uv_unref((uv_handle_t *)&s->wake); /* it lives until server_destroy */
	s->wake.data = s;
	uv_prepare_init(&s->loop, &s->turn);
	uv_prepare_start(&s->turn, on_turn);
	uv_unref((uv_handle_t *)&s->turn);
	s->turn.data = s;
	uv_check_init(&s->loop, &s->polled);
	uv_check_start(&s->polled, on_polled);
	uv_unref((uv_handle_t *)&s->polled);
	s->polled.data = s;
	if (signals) {
		uv_signal_init(&s->loop, &s->on_term);
		uv_signal_init(&s->loop, &s->on_int);
		s->on_term.data = s->on_int.data = s;
		uv_signal_start(&s->on_term, on_signal, SIGTERM);
		uv_signal_start(&s->on_int, on_signal, SIGINT);
		s->has_signals = true;
	}
	s->hub_timer = server_timer_create(s, on_hub_timer, s->hub);
	s->sweep_timer = server_timer_create(s, on_sweep, s);
	s->stop_timer = server_timer_create(s, on_stop_timer, s);
	server_timer_set(s->sweep_timer, SWEEP_MS);
	hub_set_timer(s->hub, arm_hub, idle_us, s);
}

/* A request that reaches a mount of this kind stays in a state in which lws
 * reads the socket; any other, in one in which it does not, until the answer
 * has gone (lib/roles/http/server/server.c, lws_http_action). The first is
 * right for a stream without end, the second for all else. */
static void make_mount(struct server *s)
{
	static const char path[] = "/api/v1/live";
	s->stream_mount = (struct lws_http_mount){.mountpoint = path,
		.mountpoint_len = sizeof path - 1,
		.origin = s->protocols[PROTOCOL_HTTP].name,
		.origin_protocol = LWSMPRO_CALLBACK};
}

static void name_protocols(struct server *s)
{
	/* No client can ask for the first one by its name and get anywhere. */
	s->protocols[PROTOCOL_HTTP] = (struct lws_protocols){.name = "-",
		.callback = event,
		.per_session_data_size = sizeof(struct session),
		.rx_buffer_size = LIVE_RX_BUFFER,
		.tx_packet_size = LIVE_SEND_CHUNK};
	s->protocols[PROTOCOL_LIVE] = (struct lws_protocols){.name = "madang.v1",
		.callback = event,
		.per_session_data_size = sizeof(struct session),
		.rx_buffer_size = LIVE_RX_BUFFER,
		.tx_packet_size = MAX_LIVE_FRAME + BLOB_HEADROOM};
}

static enum status open_lws(struct server *s, const struct server_options *o, struct err *err)
{
	/* All zeros: no ping timers of lws's, whose list makes thousands of
	 * connections slow. The kernel's keepalive finds the dead. */
	static const lws_retry_bo_t no_timers = {0};
	void *loops[1] = {&s->loop};
	struct lws_context_creation_info info = {.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.protocols = s->protocols,
		.mounts = &s->stream_mount,
		.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
			LWS_SERVER_OPTION_NO_LWS_SYSTEM_STATES,
		.foreign_loops = loops,
		.user = s,
		.retry_and_idle_policy = &no_timers,
		.pt_serv_buf_size = SERVICE_BUFFER,
		.max_http_header_data = MAX_HEADER_BYTES,
		.keepalive_timeout = KEEPALIVE_S,
		.gid = (gid_t)-1,
		.uid = (uid_t)-1};
	if (s->tls) {
		info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
		info.ssl_cert_filepath = o->tls_cert;
		info.ssl_private_key_filepath = o->tls_key;
		info.alpn = "http/1.1";
	}
	lws_set_log_level(0, NULL);
	s->context = lws_create_context(&info);
	if (!s->context)
		return err_set(err, STATUS_STORAGE, "no_event_loop",
			"libwebsockets did not start: is the package libwebsockets-evlib-uv installed?");
	s->vhost = lws_create_vhost(s->context, &info);
	if (!s->vhost)
		return err_set(err, STATUS_STORAGE, "no_server",
			s->tls ? "cannot use certificate %s with key %s" : "libwebsockets made no server%s%s",
			s->tls ? o->tls_cert : "", s->tls ? o->tls_key : "");
	return STATUS_OK;
}

enum status server_create(const struct server_options *options, struct server **ret, struct err *err)
{
	struct server *s = xcalloc(1, sizeof *s);
	s->hooks = options->hooks;
	s->hub = options->hub;
	s->tls = options->tls_cert != NULL;
	s->listen_fd = -1;
	s->out = BUF_INIT(64 * 1024);
	signal(SIGPIPE, SIG_IGN);
	raise_file_limit();
	open_handles(s, !options->no_signals);
	name_protocols(s);
	make_mount(s);
	enum status status = listen_open(s, options->listen, options->inherited, err);
	if (status == STATUS_OK)
		status = open_lws(s, options, err);
	if (status != STATUS_OK) {
		server_destroy(s);
		return status;
	}
	*ret = s;
	return STATUS_OK;
}

/* --- running and stopping --- */

const char *server_url(const struct server *s)
{
	return s->url;
}

void server_run(struct server *s)
{
	uv_run(&s->loop, UV_RUN_DEFAULT);
}

bool server_is_stopping(const struct server *s)
{
	return s->stopping;
}

bool server_was_signalled(const struct server *s)
{
	return s->signalled;
}

void server_wake(struct server *s)
{
	uv_async_send(&s->wake);
}

/* Lets go of everything that keeps the loop alive. */
static void end(struct server *s)
{
	if (s->ended)
		return;
	s->ended = true;
	listen_close(s);
	if (s->has_signals) {
		uv_close((uv_handle_t *)&s->on_term, NULL);
		uv_close((uv_handle_t *)&s->on_int, NULL);
	}
	for (struct server_timer *t = s->timers; t; t = t->next) {
		if (!uv_is_closing((uv_handle_t *)&t->handle))
			uv_close((uv_handle_t *)&t->handle, on_timer_closed);
	}
	hub_set_timer(s->hub, NULL, NULL, NULL);
	/* The first of two calls: it closes what lws has on the loop. */
	if (s->context)
		lws_context_destroy(s->context);
}

static void on_stop_timer(void *ctx)
{
	struct server *s = ctx;
	bool all_gone = s->open == 0 && s->live_open == 0;
	if (!all_gone && loop_ms(s) - s->stop_ms < STOP_GRACE_MS) {
		server_timer_set(s->stop_timer, STOP_LOOK_MS);
	} else if (s->stats.connections <= STOP_TIDY_CONNECTIONS) {
		end(s);
	} else {
		/* lws walks its whole table for each connection that it closes: seconds
		 * for thousands. The end of the process closes them at once. */
		s->abandoned = true;
		uv_stop(&s->loop);
	}
}

void server_stop(struct server *s)
{
	if (s->stopping)
		return;
	s->stopping = true;
	uv_update_time(&s->loop);
	s->stop_ms = loop_ms(s);
	listen_close(s);
	if (s->hooks.stopping)
		s->hooks.stopping(s->hooks.ctx);
	hub_bye(s->hub, STOP_RETRY_MS);
	server_timer_set(s->stop_timer, STOP_LOOK_MS);
}

void server_destroy(struct server *s)
{
	if (!s || s->abandoned)
		return;
	s->stopping = true;
	end(s);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	if (s->context)
		lws_context_destroy(s->context); /* the second call */
	server_timer_destroy(s->hub_timer);
	server_timer_destroy(s->sweep_timer);
	server_timer_destroy(s->stop_timer);
	server_timer_destroy(s->accept_timer);
	uv_close((uv_handle_t *)&s->wake, NULL);
	uv_close((uv_handle_t *)&s->turn, NULL);
	uv_close((uv_handle_t *)&s->polled, NULL);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	uv_loop_close(&s->loop);
	struct request *next;
	for (struct request *r = s->free_requests; r; r = next) {
		next = r->next_free;
		free(r);
	}
	free(s->slots);
	free(s->free_slots);
	buf_clear(&s->out);
	free(s);
}

void server_stats(struct server *s, struct server_stats *ret)
{
	s->stats.open = s->open;
	*ret = s->stats;
	s->stats.turn_max_us = 0;
}
