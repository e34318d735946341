/* The loop's part in telling of slots and lines: behind their rows, paced by
 * the machine's clock (event/meetups.h). Loop's thread. */
#ifndef MADANG_API_MEETUPS_H
#define MADANG_API_MEETUPS_H

#include "api/app.h"

/* Something may be dirty: it is told at once where it was quiet for
 * MEETUP_PACE_MS, else then. */
void meetups_arm(struct app *app);
void meetups_fired(void *app); /* the timer's */
/* Before anybody looks: what was not told yet when the last server ended.
 * Before writer_start. */
void meetups_tell_all(struct app *app);

#endif
