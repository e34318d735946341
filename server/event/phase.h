/* What the clock says of a session: scheduled, live, ended. */
#ifndef MADANG_EVENT_PHASE_H
#define MADANG_EVENT_PHASE_H

#include "event/resource.h"
#include "store/writer.h"

/* Sets the row's status by the expected times, unless the desk holds it, or it
 * is cancelled or hidden. */
void phase_apply(cJSON *session, int64_t now);
/* Brings every session to what the clock says at txn->now (it may also have
 * gone back). No action is written, no revision counted: nobody did this. */
enum status phase_tick(struct txn *txn, struct err *err);
/* The next instant at which phase_tick has something to do; INT64_MAX: none. */
int64_t phase_next(struct db *db, int64_t now);

#endif
