#include "api/app.h"

#include "api/auth.h"
#include "api/avatars.h"
#include "api/cache.h"
#include "api/callers.h"
#include "api/chores.h"
#include "api/demo.h"
#include "api/fleet.h"
#include "api/live.h"
#include "api/meetups.h"
#include "api/notices.h"
#include "api/routes.h"
#include "api/screens.h"
#include "base/alloc.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/rate.h"
#include "event/avatar.h"
#include "event/characters.h"
#include "event/meetup_clock.h"
#include "event/meetups.h"
#include "event/phase.h"
#include "store/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct asset page_assets[];

/* --- the clock's own writes ---------------------------------------------- */

void app_arm_clock(struct app *app)
{
	if (!app->phase_timer)
		return;
	int64_t now = clock_now(&app->clock);
	int64_t sessions = phase_next(app->reader, now), tables = meetups_next(app->reader, now);
	int64_t next = sessions < tables ? sessions : tables;
	if (next == INT64_MAX && !app->clock.span_ms)
		server_timer_set(app->phase_timer, -1);
	else
		server_timer_set(app->phase_timer, clock_wait_ms(&app->clock, next));
}

static void tick(struct txn *txn)
{
	meetups_tick(txn);
	phase_tick(txn, NULL);
}

static void ticked(struct app *app)
{
	app_arm_clock(app);
	meetups_arm(app);
}

static const struct chore clock_chore = {"clock_failed", tick, ticked};

static void phase_timer_fired(void *ctx)
{
	struct app *app = ctx;
	chore_start(app, &clock_chore, app->phase_timer);
}

/* --- hooks --------------------------------------------------------------- */

static void wake(void *ctx)
{
	struct app *app = ctx;
	if (app->server)
		server_wake(app->server);
}

/* What the clock goes by besides the sessions: seats to be confirmed, too. */
static bool is_of_tables(const char *collection)
{
	return strcmp(collection, "lines") == 0 || strcmp(collection, "slots") == 0 ||
		strcmp(collection, "bookings") == 0 || strcmp(collection, "places") == 0;
}

static void publish(void *ctx, const struct change *change)
{
	struct app *app = ctx;
	screens_follow(app, change);
	hub_publish(app->hub, change, 0);
	bool sessions = false, tables = false;
	for (size_t i = 0; i < change->count; i++) {
		sessions = sessions || strcmp(change->docs[i].collection, "sessions") == 0;
		tables = tables || is_of_tables(change->docs[i].collection);
	}
	if (sessions || tables)
		app_arm_clock(app);
	if (sessions && app->phase_timer)
		notices_arm(app);
	meetups_arm(app);
}

static void woken(void *ctx)
{
	struct app *app = ctx;
	writer_collect(app->writer);
	raster_collect(app->raster);
}

static void stopping(void *ctx)
{
	struct app *app = ctx;
	demo_stop(app->demo);
	writer_stop(app->writer);
	writer_collect(app->writer);
	raster_stop(app->raster);
	raster_collect(app->raster);
}

/* --- the snapshot -------------------------------------------------------- */

static void load_character(void *ctx, const char *id, char *json)
{
	snapshot_load(ctx, "characters", id, json, 0);
}

static void load_told(void *ctx, const char *collection, const char *id, char *json)
{
	snapshot_load(ctx, collection, id, json, 0);
}

static void load_documents(struct app *app)
{
	for (const struct resource *const *r = resource_all(); *r; r++) {
		cJSON *rows = rows_load(app->reader, *r, "", "");
		const cJSON *row;
		cJSON_ArrayForEach(row, rows) {
			struct buf json = BUF_INIT(SIZE_MAX / 2);
			row_render(*r, row, &json);
			snapshot_load(app->snapshot, (*r)->collection, row_str(row, "id"),
				buf_take(&json, NULL), 0);
		}
		cJSON_Delete(rows);
	}
	characters_each(app->reader, load_character, app->snapshot);
	told_each(app->reader, load_told, app->snapshot);
}

static void note_journal(void *ctx, int64_t seq, const char *frame, size_t len)
{
	struct app *app = ctx;
	struct err err;
	if (!snapshot_note_journal(app->snapshot, frame, len, &err))
		log_event("journal_skipped", "seq=%lld detail=%s", (long long)seq, err.detail);
}

static enum status load_snapshot(struct app *app, struct err *err)
{
	char epoch[MAX_ID];
	struct journal journal;
	journal_epoch(app->reader, epoch, sizeof epoch);
	journal_load(app->reader, &journal);
	app->snapshot = snapshot_create(live_topics, epoch, journal.head);
	load_documents(app);
	journal_each(app->reader, note_journal, app);
	return db_status(app->reader, err);
}

/* --- life ---------------------------------------------------------------- */

static enum status open_store(struct app *app, struct err *err)
{
	struct db *db = NULL;
	enum status st = db_open(app->options.db_path, DB_WRITER, schema_assets, &db, err);
	if (st != STATUS_OK)
		return st;
	struct writer_hooks hooks = {.render = document_render, .wake = wake, .publish = publish, .ctx = app};
	st = writer_create(db, &app->clock, &hooks, &app->writer, err);
	if (st == STATUS_OK)
		st = db_open(app->options.db_path, DB_READER, schema_assets, &app->reader, err);
	return st;
}

static void create_pictures(struct app *app)
{
	size_t len;
	const char *json = avatars_json(app->avatars, &len);
	app->catalogue[0] = (struct asset){"/api/v1/avatar/parts", json, json + len};
	app->pictures = cache_create(MAX_KEPT_PICTURES, MAX_KEPT_PICTURE_BYTES);
	app->raster = raster_create(&(struct raster_hooks){.wake = wake, .drawn = avatars_drawn, .ctx = app});
}

static void create_live(struct app *app)
{
	app->files = files_create();
	files_add(app->files, page_assets);
	files_add_json(app->files, app->catalogue);
	app->hub = hub_create(&(struct hub_config){
		.snapshot = app->snapshot,
		.clock = &app->clock,
		.build = files_build(app->files),
		.hooks = {.private_docs = live_private_docs, .private_doc = live_private_doc, .ctx = app},
	});
}

static enum status listen_on(struct app *app, struct err *err)
{
	struct server_options options = {
		.listen = app->options.listen,
		.tls_cert = app->options.tls_cert,
		.tls_key = app->options.tls_key,
		.hub = app->hub,
		.hooks =
			{
				.begin = route_begin,
				.handle = route_handle,
				.live_allowed = live_allowed,
				.woken = woken,
				.stopping = stopping,
				.ctx = app,
			},
	};
	return server_create(&options, &app->server, err);
}

static enum status create(struct app *app, struct err *err)
{
	enum status st = open_store(app, err);
	if (st == STATUS_OK)
		st = load_snapshot(app, err);
	if (st == STATUS_OK)
		st = avatars_load(avatar_assets, &app->avatars, err);
	if (st != STATUS_OK)
		return st;
	create_pictures(app);
	create_live(app);
	/* Before anybody looks: what began or ended while no server ran. */
	chore_run(app, &clock_chore);
	meetups_tell_all(app);
	st = listen_on(app, err);
	if (st != STATUS_OK)
		return st;
	app->phase_timer = server_timer_create(app->server, phase_timer_fired, app);
	app->notice_timer = server_timer_create(app->server, notices_fired, app);
	app->table_timer = server_timer_create(app->server, meetups_fired, app);
	app_arm_clock(app);
	notices_arm(app);
	if (app->options.demo_changes)
		app->demo = demo_create(app);
	writer_start(app->writer);
	return STATUS_OK;
}

enum status app_create(const struct app_options *options, struct app **ret, struct err *err)
{
	struct app *app = xcalloc(1, sizeof *app);
	app->options = *options;
	app->clock = options->clock;
	app->exports = cache_create(MAX_KEPT_EXPORTS, MAX_KEPT_EXPORT_BYTES);
	app->callers = callers_create(MAX_KEPT_TOKENS);
	app->attendee_rate = rate_create(MAX_ATTENDEES_AT_ONCE, MAX_ATTENDEES_A_SECOND);
	app->link_rate = rate_create(MAX_BAD_LINKS_AT_ONCE, MAX_BAD_LINKS_A_SECOND);
	app->shown_rate = rate_create(MAX_OWN_CHANGES_AT_ONCE, MAX_OWN_CHANGES_A_SECOND);
	app->screen_rate = rate_create(MAX_SCREENS_AT_ONCE, MAX_SCREENS_A_SECOND);
	app->code_rate = rate_create(MAX_BAD_CODES_AT_ONCE, MAX_BAD_CODES_A_MINUTE / 60.0);
	app->started_ms = monotonic_ms();
	app->fleet = fleet_create(app->started_ms);
	if (options->organiser_token)
		sha256_hex(options->organiser_token, strlen(options->organiser_token), app->organiser_hash);
	enum status st = create(app, err);
	if (st != STATUS_OK)
		app_destroy(app);
	else
		*ret = app;
	return st;
}

void app_run(struct app *app)
{
	server_run(app->server);
}

void app_destroy(struct app *app)
{
	if (!app)
		return;
	demo_destroy(app->demo);
	if (app->writer) {
		writer_stop(app->writer);
		writer_collect(app->writer);
	}
	if (app->raster) {
		raster_stop(app->raster);
		raster_collect(app->raster);
	}
	server_timer_destroy(app->phase_timer);
	server_timer_destroy(app->notice_timer);
	server_timer_destroy(app->table_timer);
	server_destroy(app->server);
	hub_destroy(app->hub);
	files_destroy(app->files);
	raster_destroy(app->raster);
	cache_destroy(app->exports);
	cache_destroy(app->pictures);
	callers_destroy(app->callers);
	rate_destroy(app->attendee_rate);
	rate_destroy(app->link_rate);
	rate_destroy(app->shown_rate);
	rate_destroy(app->screen_rate);
	rate_destroy(app->code_rate);
	fleet_destroy(app->fleet);
	snapshot_destroy(app->snapshot);
	/* The writer's is the last to close: it alone may fold the WAL into the
	 * file, which then is complete by itself. */
	db_close(app->reader);
	writer_destroy(app->writer);
	avatars_destroy(app->avatars);
	free(app);
}

bool app_first_token(struct db *db, char *out, size_t size)
{
	if (db_int(db, 0, "SELECT 1 FROM tokens WHERE role = 'organiser' LIMIT 1", "") == 1)
		return false;
	char token[RANDOM_ID_TEXT];
	random_id(token);
	snprintf(out, size, "%s", token);
	return token_add(db, token, "organiser", "organiser", machine_ms(), INT64_MAX) == STATUS_OK;
}
