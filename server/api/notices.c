/* What an attendee is told: the routes, and the loop's part in telling. */
#include "api/notices.h"

#include "api/handlers.h"
#include "base/alloc.h"
#include "base/log.h"
#include "event/notices.h"

#include <stdlib.h>

/* --- reading them ---------------------------------------------------------- */

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
	struct buf document = BUF_INIT(MAX_ANSWER);
	enum status st = STATUS_OK;
	if (c->if_match && notice_render(e->txn->db, c->caller.id, id, &document))
		st = call_revision(
			c, "this notice", notice_revision(e->txn->db, c->caller.id, id), document.data, err);
	buf_clear(&document);
	return st == STATUS_OK ? read_notices(c, e, id) : st;
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

void notices_arm(struct app *app)
{
	int64_t next = notices_next(app->reader), wait = next - machine_ms();
	if (next == INT64_MAX)
		wait = -1;
	else if (wait < 0 || wait > NOTICE_WINDOW_MS) /* past, or the clock was put back */
		wait = 0;
	server_timer_set(app->notice_timer, wait);
}

static enum status run_telling(struct job *job, struct txn *txn, struct err *err)
{
	notices_tell(txn, machine_ms());
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
