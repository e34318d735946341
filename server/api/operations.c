/* What those who run the machine look at, and the few things that are not
 * documents: the QR code, the way in. */
#include "api/handlers.h"
#include "api/qr.h"
#include "api/screens.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- health -------------------------------------------------------------- */

enum { PROBE_PATIENCE_MS = 2000 };

/* An empty job: that it comes back says that the writer answers. */
struct probe {
	struct job job;
	struct app *app;
	uint64_t request;
	struct server_timer *patience;
};

static enum status run_probe(struct job *job, struct txn *txn, struct err *err)
{
	return db_status(txn->db, err);
}

static void answer_health(struct probe *p, const struct err *err)
{
	struct request *req = request_find(p->app->server, p->request);
	if (!req)
		return;
	if (err && err->status != STATUS_OK) {
		request_problem(req, err);
		return;
	}
	struct buf out = BUF_INIT(64);
	buf_add_str(&out, "{\"status\":\"ok\"}");
	request_reply_json(req, 200, &out);
}

static void probe_done(struct job *job)
{
	struct probe *p = (struct probe *)job;
	answer_health(p, &job->err);
	server_timer_destroy(p->patience);
	free(p);
}

static void probe_late(void *ctx)
{
	struct err err;
	err_set(&err, STATUS_STORAGE, "storage", "the writer has not answered for %d ms", PROBE_PATIENCE_MS);
	answer_health(ctx, &err);
}

void get_healthz(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct probe *p = xcalloc(1, sizeof *p);
	*p = (struct probe){
		.job = {.run = run_probe, .done = probe_done},
		.app = app,
		.request = request_id(req),
		.patience = server_timer_create(app->server, probe_late, p),
	};
	server_timer_set(p->patience, PROBE_PATIENCE_MS);
	if (writer_submit(app->writer, &p->job))
		return;
	err_set(&p->job.err, STATUS_BUSY, "busy", "the writer's queue is full, or it is stopping");
	probe_done(&p->job);
}

void get_readyz(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct err err;
	if (server_is_stopping(app->server)) {
		err_set(&err, STATUS_BUSY, "stopping", "the server is about to stop");
		request_problem(req, &err);
		return;
	}
	struct buf out = BUF_INIT(64);
	buf_add_str(&out, "{\"status\":\"ready\"}");
	request_reply_json(req, 200, &out);
}

/* --- metrics (Prometheus text format) ------------------------------------- */

static void metric(struct buf *out, const char *name, const char *type, const char *help, double value)
{
	buf_addf(out, "# HELP madang_%s %s\n# TYPE madang_%s %s\nmadang_%s %.17g\n", name, help, name, type,
		name, value);
}

static void live_metrics(struct app *app, struct buf *out)
{
	struct hub_stats h;
	hub_stats(app->hub, &h);
	buf_addf(out,
		"# HELP madang_clients Live clients by kind.\n# TYPE madang_clients gauge\n"
		"madang_clients{kind=\"phone\"} %zu\nmadang_clients{kind=\"screen\"} %zu\nmadang_clients{kind=\"desk\"} %zu\n",
		h.by_kind[HUB_PHONE], h.by_kind[HUB_SCREEN], h.by_kind[HUB_DESK]);
	metric(out, "seq", "gauge", "The newest change.", (double)snapshot_head(app->snapshot));
	metric(out, "documents", "gauge", "Public documents.", (double)snapshot_count(app->snapshot, NULL));
	metric(out, "frames_total", "counter", "Frames handed to clients.", (double)h.frames);
	metric(out, "frame_bytes_total", "counter", "Bytes of JSON in them.", (double)h.bytes);
	metric(out, "changes_total", "counter", "Changes published.", (double)h.changes);
	metric(out, "changes_merged_total", "counter", "Changes that shared a round.", (double)h.merged);
	metric(out, "joins_total", "counter", "Clients that joined.", (double)h.joins);
	metric(out, "slow_closes_total", "counter", "Clients closed because they did not read.",
		(double)h.slow_closes);
	metric(out, "resets_total", "counter", "Clients told to take the state again.", (double)h.resets);
	metric(out, "catch_ups_total", "counter", "Frames that bridged a gap.", (double)h.catch_ups);
	metric(out, "clients_choked", "gauge", "Clients whose pipe is full.", (double)h.choked);
	metric(out, "round_last_seconds", "gauge", "The last push to all clients.",
		(double)h.round_last_us / 1e6);
	metric(out, "round_max_seconds", "gauge", "The longest.", (double)h.round_max_us / 1e6);
	metric(out, "lag_last_seconds", "gauge", "From a commit to the end of its push.",
		(double)h.lag_last_us / 1e6);
	metric(out, "lag_max_seconds", "gauge", "The longest.", (double)h.lag_max_us / 1e6);
}

static void server_metrics(struct app *app, struct buf *out)
{
	struct server_stats s;
	server_stats(app->server, &s);
	buf_add_str(out,
		"# HELP madang_requests_total Requests answered.\n# TYPE madang_requests_total counter\n");
	for (int i = 1; i < 6; i++)
		buf_addf(out, "madang_requests_total{class=\"%dxx\"} %" PRIu64 "\n", i, s.by_class[i]);
	metric(out, "connections", "gauge", "Open sockets.", (double)s.connections);
	metric(out, "refused_upgrades_total", "counter", "WebSockets refused.", (double)s.refused_upgrades);
	metric(out, "dead_peers_total", "counter", "Peers that vanished.", (double)s.dead_peers);
	metric(out, "turn_max_seconds", "gauge", "Longest turn of the loop since asked last.",
		(double)s.turn_max_us / 1e6);
	metric(out, "writes_total", "counter", "Writes committed.", (double)app->writes_done);
	metric(out, "writes_refused_total", "counter", "Writes refused.", (double)app->writes_refused);
	metric(out, "writes_waiting", "gauge", "Writes in the queue.", (double)writer_waiting(app->writer));
	metric(out, "write_last_seconds", "gauge", "From queue to commit.", (double)app->write_last_us / 1e6);
	metric(out, "write_max_seconds", "gauge", "The longest.", (double)app->write_max_us / 1e6);
	metric(out, "uptime_seconds", "gauge", "Since the start.",
		(double)(monotonic_ms() - app->started_ms) / 1e3);
}

void get_metrics(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct buf out = BUF_INIT(64 * 1024);
	blob_begin(&out);
	live_metrics(app, &out);
	server_metrics(app, &out);
	screens_metrics(app, &out);
	struct blob *body = blob_end(&out);
	request_reply(req, &(struct reply){.content_type = "text/plain; version=0.0.4", .body = body});
	blob_unref(body);
}

/* --- the QR code --------------------------------------------------------- */

void get_qr(struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	char text[MAX_QR_TEXT];
	struct err err;
	const char *path = request_query(req, "path");
	/* "//host" would be another host's address. */
	if (!path || path[0] != '/' || path[1] == '/' || !qr_address(app, req, path, text, sizeof text)) {
		err_set(&err, STATUS_INVALID, "invalid_path",
			"path must be a path of this server, begin with / and be short");
		request_problem(req, &err);
		return;
	}
	if (qr_reply(req, text, "public, max-age=3600"))
		return;
	err_set(&err, STATUS_INVALID, "invalid_path", "path is too long for a QR code");
	request_problem(req, &err);
}

/* Until the attendee's app stands at `/`, the lobby board does. */
