/* Drafts: changes that an organiser collects, to be made as one. All organisers
 * see them; nothing of them holds before the release. No part of the log, but
 * for the release, which takes the draft away: undone, it is back.
 *
 * What a change may be is for the routes to say (api/changes.h). Writer's thread. */
#ifndef MADANG_EVENT_DRAFTS_H
#define MADANG_EVENT_DRAFTS_H

#include "event/resource.h"
#include "store/writer.h"

extern const struct resource resource_drafts;

/* Writes a draft whose fields the caller has set. `old` NULL: it is new, and
 * gets an id. What is as it was is not written. 409 `too_many_drafts`. */
enum status draft_save(struct txn *txn, const cJSON *old, cJSON *row, struct err *err);
/* 404 `not_found`. */
enum status draft_delete(struct txn *txn, const char *id, struct err *err);
/* The draft, owned; NULL, and 404 `not_found`, where there is none. */
cJSON *draft_load(struct db *db, const char *id, struct err *err);

#endif
