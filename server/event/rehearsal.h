/* A rehearsal: a day of the event, played on a copy of the file.
 *
 * Its plan is a JSON object, as it is kept in the copy and told to the desk:
 *
 *   {"day":"2019-08-29", "from":INSTANT, "until":INSTANT, "speed":60,
 *    "script":[{"at":INSTANT, "method":"PATCH", "path":"/api/v1/…", "body":{…}}]}
 *
 * The steps are in the order of their times; a body may be missing. */
#ifndef MADANG_EVENT_REHEARSAL_H
#define MADANG_EVENT_REHEARSAL_H

#include "base/buf.h"
#include "base/json.h"
#include "store/db.h"

/* What somebody wants to rehearse, {day, from?, speed, script?}, made into a
 * plan, which the caller owns. Times are those of the day's wall clock,
 * "10:05" (what is before 04:00 is of the night after it), or instants. Without
 * `from` it begins REHEARSAL_LEAD_MINUTES before the day does; it ends with the
 * day. 422 where something is not as it must be: `unknown_field`,
 * `invalid_day`, `invalid_speed`, `invalid_from`, `invalid_script`, which names
 * the step. Whether a step is a write is not looked at. Either thread. */
enum status rehearsal_plan(struct db *db, const cJSON *wish, cJSON **ret, struct err *err);
/* An instant of a plan. */
int64_t rehearsal_instant(const cJSON *object, const char *name);

/* The copy is marked as one, with its plan. Outside a transaction. */
void rehearsal_mark(struct db *copy, const cJSON *plan);
/* The plan of a copy, owned by the caller; NULL: the file is none. */
cJSON *rehearsal_of(struct db *db);
/* The document `rehearsal/main`, which all pages get: appended. */
void rehearsal_render(const cJSON *plan, struct buf *out);

#endif
