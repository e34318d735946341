/* What the routes of attendees have in common. */
#ifndef MADANG_API_ATTENDEES_H
#define MADANG_API_ATTENDEES_H

#include "api/call.h"

/* The answer is the attendee's own document, as it is now. Writer's thread. */
void answer_attendee(struct call *c, struct db *db, const char *id);
/* Does If-Match name the revision of the caller's own document? Else 412 with
 * the document; who has gone is told so by the rule. Writer's thread. */
enum status check_own_revision(struct call *c, struct db *db, struct err *err);
/* May the caller change what the world sees of them once more? Each such change
 * takes a seq and a place in the journal; 429 for who does nothing else. */
enum status admit_own_change(struct call *c, struct request *req, struct err *err);
/* 429 `too_many`, to be tried again in `wait_ms`. */
enum status refuse_too_many(int64_t wait_ms, struct err *err);

#endif
