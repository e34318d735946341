/* What cannot be as it is planned: two sessions in one room, or with one
 * speaker, at the same time, and a talk that is longer than its slot. Legal (a
 * workshop area holds many), but said. */
#ifndef MADANG_EVENT_CLASH_H
#define MADANG_EVENT_CLASH_H

#include "base/json.h"
#include "store/db.h"

enum {
	MAX_CLASHES = 10000, /* in one list: a room may hold everything at once */
	MAX_CLASHES_OF_ONE = 500,
};

/* A JSON array, owned by the caller, of {"kind", "sessions", "from", "until"}
 * (RFC 3339), by the expected times, of sessions that are neither cancelled
 * nor hidden, in order of time:
 *
 *   {"kind": "room", "room": id, "sessions": [id, id], "overrun"?: minutes}
 *     A session is in its own room, and in those to which it is broadcast.
 *     `overrun`: the first one runs past its slot, so many minutes into the
 *     second; absent where they begin together, or one lies within the other,
 *     as if side by side.
 *   {"kind": "person", "person": id, "sessions": [id, id]}
 *     Not of one talk that is held in two halls: the same title and times.
 *   {"kind": "slot", "sessions": [id]}
 *     The talk takes until `until`, its slot ends at `from`.
 *
 * A session of 0 minutes clashes with no other one. */
cJSON *clashes_all(struct db *db);
/* Those that any of these sessions (an array of ids) is part of. */
cJSON *clashes_among(struct db *db, const cJSON *ids);
/* Those that the session `id` is part of; indexed, at most MAX_CLASHES_OF_ONE. */
cJSON *clashes_of(struct db *db, const char *id);

#endif
