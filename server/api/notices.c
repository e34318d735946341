/* What an attendee is told: the routes, and the loop's part in telling. */
#include "api/notices.h"

#include "api/handlers.h"
#include "base/alloc.h"
#include "base/log.h"
#include "event/notices.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* --- reading them ---------------------------------------------------------- */

static enum status refuse_changed(struct call *c, struct db *db, int64_t revision, struct err *err)
{
	struct buf document = BUF_INIT(SIZE_MAX / 2);
	notice_render(db, c->caller.id, c->params.value[0], &document);
	call_problem_member(c, "document", document.data);
	buf_clear(&document);
	return err_set(err, STATUS_CHANGED, "changed_meanwhile",
		"notices/%s is at revision \"%" PRId64 "\" now", c->params.value[0], revision);
}

/* `id` NULL: all of them. */
static enum status read_notices(struct call *c, struct edit *e, const char *id)
{
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddNumberToObject(answer, "read", (double)notices_read(e->txn, c->caller.id, id));
	call_answer_json(c, answer);
	txn_why(e->txn, c->rule->what);
	return STATUS_OK;
}

/* What was told anew since it was shown is not read yet: If-Match. */
static enum status read_one(struct call *c, struct edit *e, struct err *err)
{
	const char *id = c->params.value[0];
	int64_t revision = c->if_match ? notice_revision(e->txn->db, c->caller.id, id) : 0;
	char etag[32];
	snprintf(etag, sizeof etag, "\"%" PRId64 "\"", revision);
	if (revision && !etag_in(c->if_match, etag))
		return refuse_changed(c, e->txn->db, revision, err);
	return read_notices(c, e, id);
}

static enum status read_all(struct call *c, struct edit *e, struct err *err)
{
	return read_notices(c, e, NULL);
}

const struct write_rule delete_notice = {read_one, BODY_NONE, "notices.delete"};
const struct write_rule delete_notices = {read_all, BODY_NONE, "notices.delete"};

/* --- telling them ---------------------------------------------------------- */

enum { AGAIN_MS = 1000 };

struct telling {
	struct job job;
	struct app *app;
};

static int64_t machine_now(void)
{
	struct clock machine = clock_system();
	return clock_now(&machine);
}

void notices_arm(struct app *app)
{
	int64_t next = notices_next(app->reader), wait = next - machine_now();
	if (next == INT64_MAX)
		wait = -1;
	else if (wait < 0 || wait > NOTICE_WINDOW_MS) /* past, or the clock was put back */
		wait = 0;
	server_timer_set(app->notice_timer, wait);
}

static enum status run_telling(struct job *job, struct txn *txn, struct err *err)
{
	notices_tell(txn, machine_now());
	return db_status(txn->db, err);
}

static void telling_done(struct job *job)
{
	struct app *app = ((struct telling *)job)->app;
	if (job->status == STATUS_OK) {
		notices_arm(app);
	} else {
		char quoted[LOG_QUOTED];
		log_event("notices_failed", "detail=%s", log_quote(quoted, job->err.detail));
		server_timer_set(app->notice_timer, AGAIN_MS);
	}
	free(job);
}

void notices_fired(void *ctx)
{
	struct app *app = ctx;
	struct telling *t = xcalloc(1, sizeof *t);
	*t = (struct telling){.job = {.run = run_telling, .done = telling_done}, .app = app};
	if (writer_submit(app->writer, &t->job))
		return;
	free(t);
	server_timer_set(app->notice_timer, AGAIN_MS);
}
