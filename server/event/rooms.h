/* The rules of rooms, booths and tables. Writer's thread. */
#ifndef MADANG_EVENT_ROOMS_H
#define MADANG_EVENT_ROOMS_H

#include "event/resource.h"

/* A row for a new room with what the house says where nobody else does: it is
 * the last one in order. */
cJSON *room_new(struct db *db);
/* Somebody has just said how full the room is, and set `fill`; nobody knows any
 * more where that is null. The mark ages from `now` on, also where it says what
 * it has said before. */
void room_fill_said(cJSON *row, int64_t now);

#endif
