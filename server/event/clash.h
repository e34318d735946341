/* Two sessions that cannot both be: in one room, or with one speaker, at the
 * same time. Legal (a workshop area holds many), but said. */
#ifndef MADANG_EVENT_CLASH_H
#define MADANG_EVENT_CLASH_H

#include "base/json.h"
#include "store/db.h"

enum { MAX_CLASHES = 10000 }; /* in one list: a room may hold everything at once */

/* A JSON array, owned by the caller, of {"kind":"room"|"person", "room" or
 * "person": id, "sessions":[id,id], "from", "until"} (RFC 3339), by the
 * expected times, of sessions that are neither cancelled nor hidden. A session
 * of 0 minutes clashes with nothing. In order of time. */
cJSON *clashes_all(struct db *db);
/* Those that the session `id` is part of; bounded and indexed. */
cJSON *clashes_of(struct db *db, const char *id);

#endif
