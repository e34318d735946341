/* All that the house holds of one attendee, for them to take away. */
#ifndef MADANG_EVENT_OWN_DATA_H
#define MADANG_EVENT_OWN_DATA_H

#include "base/buf.h"
#include "store/db.h"

/* Appends one JSON object: the attendee's document (name, language, recipe, …),
 * when they came, when the character was built, whether a steward barred it,
 * sign-ins and open links by their times, stars and notices with the sessions'
 * titles, and the answers kept for a second asking. Nothing of anybody else;
 * of tokens and codes the house knows only hashes, which are left out. `now` is
 * the house's clock. False: there is no such attendee. */
bool own_data_write(struct db *db, const char *id, int64_t now, struct buf *out);

#endif
