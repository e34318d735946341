#ifndef MADANG_EVENT_CHECK_H
#define MADANG_EVENT_CHECK_H

#include "store/db.h"

/* Calls `line` once for each invariant that is broken and each row that breaks
 * it; the integrity of the file itself first. */
void event_check(struct db *db, void (*line)(void *ctx, const char *text), void *ctx);

#endif
