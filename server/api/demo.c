#include "api/demo.h"

#include "base/alloc.h"
#include "base/log.h"
#include "event/timetable.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_CHANGE_MS = 12000, /* of the machine */
	NEXT_CHANGE_MS = 20000,
	MINUTES_LATE = 12,
};

struct demo {
	struct app *app;
	struct server_timer *timer;
	int step; /* which change comes next */
	int64_t shown; /* the house's clock at the last change: it goes back when the day begins again */
	bool busy; /* a job of ours is with the writer */
	bool stopped;
};

struct demo_job {
	struct job job;
	struct demo *demo;
	int step;
	bool again; /* the day begins again */
};

/* --- the changes --------------------------------------------------------- */

/* Two talks that begin next, at the same time in two rooms, change rooms. */
static enum status swap_rooms(struct edit *e, struct err *err)
{
	cJSON *pair = rows_load(e->txn->db, &resource_sessions,
		"WHERE status = 'scheduled' AND moved_from IS NULL AND room IS NOT NULL AND start = "
		"(SELECT min(start) FROM sessions WHERE status = 'scheduled' AND start > ?1 AND moved_from IS NULL "
		"AND people != '[]') ORDER BY room LIMIT 2",
		"i", e->txn->now);
	cJSON *a = cJSON_GetArrayItem(pair, 0), *b = cJSON_GetArrayItem(pair, 1);
	enum status st = STATUS_OK;
	if (a && b) {
		cJSON *old_a = cJSON_Duplicate(a, true), *old_b = cJSON_Duplicate(b, true);
		row_set_str(a, "room", row_str(old_b, "room"));
		row_set_str(b, "room", row_str(old_a, "room"));
		st = session_save(e, old_a, a, err);
		if (st == STATUS_OK)
			st = session_save(e, old_b, b, err);
		cJSON_Delete(old_a);
		cJSON_Delete(old_b);
	}
	cJSON_Delete(pair);
	return st;
}

static enum status delay_one(struct edit *e, struct err *err)
{
	cJSON *live = rows_load(e->txn->db, &resource_sessions,
		"WHERE status = 'live' AND people != '[]' AND expected_end = start + duration * 60000 ORDER BY room DESC LIMIT 1",
		"");
	enum status st = STATUS_OK;
	if (live->child && row_has(live->child, "room"))
		st = room_delay(
			e, row_str(live->child, "room"), row_str(live->child, "id"), MINUTES_LATE, err);
	cJSON_Delete(live);
	return st;
}

static enum status announce(struct edit *e, struct err *err)
{
	char id[MAX_ID];
	id_next(e->txn->db, &resource_announcements, id, sizeof id);
	cJSON *row = cJSON_CreateObject();
	row_set_str(row, "id", id);
	cJSON *text = cJSON_AddObjectToObject(row, "text");
	cJSON_AddStringToObject(text, "ko", "시연 중입니다. 시계가 60배 빠르게 갑니다.");
	cJSON_AddStringToObject(text, "en", "This is a demonstration: the clock runs sixty times as fast.");
	row_set_str(row, "level", "info");
	row_set_int(row, "from", e->txn->now);
	row_set_int(row, "until", e->txn->now + 60 * INT64_C(60000));
	enum status st = edit_save(e, &resource_announcements, row, err);
	cJSON_Delete(row);
	return st;
}

/* --- playing ------------------------------------------------------------- */

/* Takes back what the demonstration did, the newest first, as far as nobody
 * else has changed it since. */
static enum status take_back(struct txn *txn, struct err *err)
{
	for (;;) {
		int64_t id = db_int(txn->db, 0,
			"SELECT max(id) FROM actions WHERE who = 'demo' AND what = 'demo' AND undone_by IS NULL",
			"");
		if (!id)
			return STATUS_OK;
		struct edit e;
		int64_t action;
		edit_begin(&e, txn, "demo", "undo");
		enum status st = edit_undo(&e, id, err);
		if (st != STATUS_OK) {
			edit_abandon(&e);
			return st;
		}
		st = edit_finish(&e, &action, err);
		if (st != STATUS_OK)
			return st;
	}
}

static enum status run_step(struct job *job, struct txn *txn, struct err *err)
{
	static enum status (*const steps[])(struct edit *, struct err *) = {swap_rooms, delay_one, announce};
	struct demo_job *j = (struct demo_job *)job;
	if (j->again)
		return take_back(txn, err);
	struct edit e;
	int64_t action;
	edit_begin(&e, txn, "demo", "demo");
	enum status st = steps[(size_t)j->step % G_N_ELEMENTS(steps)](&e, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &action, err);
	edit_abandon(&e);
	return st;
}

static void step_done(struct job *job)
{
	struct demo_job *j = (struct demo_job *)job;
	if (job->status != STATUS_OK)
		log_event("demo_failed", "detail=\"%s\"", job->err.detail);
	j->demo->busy = false;
	free(j);
}

static void play(void *ctx)
{
	struct demo *d = ctx;
	if (d->stopped)
		return;
	server_timer_set(d->timer, NEXT_CHANGE_MS);
	int64_t now = clock_now(&d->app->clock);
	struct demo_job *j = xcalloc(1, sizeof *j);
	*j = (struct demo_job){.job = {.run = run_step, .done = step_done},
		.demo = d,
		.step = d->step,
		.again = now < d->shown};
	if (d->busy || !writer_submit(d->app->writer, &j->job)) {
		free(j);
		return;
	}
	d->busy = true;
	d->step = j->again ? 0 : d->step + 1;
	d->shown = now;
}

struct demo *demo_create(struct app *app)
{
	struct demo *d = xcalloc(1, sizeof *d);
	d->app = app;
	d->timer = server_timer_create(app->server, play, d);
	server_timer_set(d->timer, FIRST_CHANGE_MS);
	return d;
}

void demo_stop(struct demo *d)
{
	if (d)
		d->stopped = true;
}

void demo_destroy(struct demo *d)
{
	if (!d)
		return;
	server_timer_destroy(d->timer);
	free(d);
}

bool demo_clock(struct db *db, struct clock *ret)
{
	enum { BEFORE_FIRST_TALK_MS = 20 * 1000, AFTER_LAST_MS = 10 * 60 * 1000 };
	int64_t end = db_int(db, 0, "SELECT \"end\" FROM days ORDER BY id LIMIT 1", "");
	/* The first time at which most rooms begin: a keynote alone is not the day. */
	int64_t start = db_int(db, 0,
		"SELECT start FROM sessions WHERE start < ?1 AND people != '[]' AND status != 'hidden' "
		"GROUP BY start ORDER BY count(*) DESC, start LIMIT 1",
		"i", end);
	if (!start)
		return false;
	*ret = clock_rehearsal(start - BEFORE_FIRST_TALK_MS, DEMO_RATE);
	ret->span_ms = end + AFTER_LAST_MS - ret->zero_ms;
	return true;
}
