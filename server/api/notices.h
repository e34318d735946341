/* When notices are told: one timer on the loop, which puts a job into the
 * writer's queue for as long as rows wait (event/notices.h). */
#ifndef MADANG_API_NOTICES_H
#define MADANG_API_NOTICES_H

#include "api/app.h"

/* Sets app->notice_timer to when something is due: at start, and after a change of sessions. */
void notices_arm(struct app *app);
void notices_fired(void *ctx); /* the timer's; ctx: the app */

#endif
