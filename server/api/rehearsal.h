/* The rehearsal of a day. Two halves: in the event itself, POST tries the whole
 * script out, copies the file and leaves for it; in the rehearsal, the script's
 * writes are made when the clock comes to them, and at the end of the day, by
 * DELETE or with a step that was refused it leaves for the event itself. */
#ifndef MADANG_API_REHEARSAL_H
#define MADANG_API_REHEARSAL_H

#include "api/app.h"

struct rehearsal;

/* Plays the plan of app->options. Loop's thread, as all of these. */
struct rehearsal *rehearsal_create(struct app *app);
void rehearsal_stop(struct rehearsal *r); /* no more steps; NULL is fine */
void rehearsal_destroy(struct rehearsal *r); /* after the writer has stopped; NULL is fine */

/* What main does before app_create in a rehearsal: its plan, by which the clock
 * is set. NULL with `err` where the file is none. The caller's (cJSON_Delete). */
cJSON *rehearsal_open(const char *copy, struct clock *clock, struct err *err);

#endif
