/* The guests of a table, as its host sees them. Any thread. */
#ifndef MADANG_EVENT_GUESTS_H
#define MADANG_EVENT_GUESTS_H

#include "base/buf.h"
#include "store/db.h"

/* Appends one place as its host may see it: the owner's document, with name,
 * language, picture (null: none), chats (done with this host before) and
 * no_shows besides. False: there is no such place. */
bool guest_render(struct db *db, int64_t number, struct buf *out);
/* Appends {now, meetup, guests, missed, done, no_shows}: the open ones in the
 * order in which they are called (who is at the table, who is called, who is
 * booked by time, then the line); who did not come and still may, the last
 * MAX_GUESTS_MISSED first; how many chats and absences there were. `now`: UTC ms. False: there is no such
 * meetup. */
bool guests_render(struct db *db, const char *meetup, int64_t now, struct buf *out);

#endif
