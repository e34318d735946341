/* What the house writes by itself when a timer says so: what the clock does,
 * notices, how tables stand. Loop's thread, but for what is marked. */
#ifndef MADANG_API_CHORES_H
#define MADANG_API_CHORES_H

#include "api/app.h"

struct chore {
	const char *failed; /* what the log says then: "clock_failed" */
	void (*run)(struct txn *txn); /* writer's thread */
	void (*done)(struct app *app); /* it is on disk */
};

/* Puts it into the writer's queue. What fails, or finds the queue full, has the
 * timer fire again in a second: a disk that fails is not to be asked all the time. */
void chore_start(struct app *app, const struct chore *chore, struct server_timer *timer);
/* Does it at once. Before writer_start. */
void chore_run(struct app *app, const struct chore *chore);

#endif
