/* The fleet of screens, for the rest of the house. Loop's thread. */
#ifndef MADANG_API_SCREENS_H
#define MADANG_API_SCREENS_H

#include "api/app.h"

/* Before a change is published: who is locked out, or gone, is let in no more,
 * and its sockets are closed; from one that is let in anew a status is expected. */
void screens_follow(struct app *app, const struct change *change);
/* Appends how many screens are online, silent and unpaired, and the age of what
 * each said last, as Prometheus has it. */
void screens_metrics(struct app *app, struct buf *out);

#endif
