#include "api/chores.h"

#include "base/alloc.h"
#include "base/log.h"

#include <stdlib.h>

enum { AGAIN_MS = 1000 };

struct chore_job {
	struct job job;
	struct app *app;
	const struct chore *chore;
	struct server_timer *timer; /* NULL: nobody tries again */
};

static enum status run(struct job *job, struct txn *txn, struct err *err)
{
	((struct chore_job *)job)->chore->run(txn);
	return db_status(txn->db, err);
}

static void done(struct job *job)
{
	struct chore_job *j = (struct chore_job *)job;
	char quoted[LOG_QUOTED];
	if (job->status == STATUS_OK) {
		j->chore->done(j->app);
	} else {
		log_event(j->chore->failed, "detail=%s", log_quote(quoted, job->err.detail));
		if (j->timer)
			server_timer_set(j->timer, AGAIN_MS);
	}
	free(j);
}

static struct job *create(struct app *app, const struct chore *chore, struct server_timer *timer)
{
	struct chore_job *j = xcalloc(1, sizeof *j);
	*j = (struct chore_job){.job = {.run = run, .done = done}, app, chore, timer};
	return &j->job;
}

void chore_start(struct app *app, const struct chore *chore, struct server_timer *timer)
{
	struct job *job = create(app, chore, timer);
	if (writer_submit(app->writer, job))
		return;
	free(job);
	server_timer_set(timer, AGAIN_MS);
}

void chore_run(struct app *app, const struct chore *chore)
{
	writer_run(app->writer, create(app, chore, NULL));
}
