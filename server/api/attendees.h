/* What the routes of attendees have in common. */
#ifndef MADANG_API_ATTENDEES_H
#define MADANG_API_ATTENDEES_H

#include "api/call.h"

/* The answer is the attendee's own document, as it is now. Writer's thread. */
void answer_attendee(struct call *c, struct db *db, const char *id);
/* 429 `too_many`, to be tried again in `wait_ms`. */
enum status refuse_too_many(int64_t wait_ms, struct err *err);

#endif
