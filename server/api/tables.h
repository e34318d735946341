/* What the routes of lines, desks and presence have in common. */
#ifndef MADANG_API_TABLES_H
#define MADANG_API_TABLES_H

#include "api/call.h"
#include "event/places.h"

/* The rule of a route on one place. */
typedef enum status place_rule(struct txn *txn, struct place *p, struct err *err);
/* The answer is {place: …}, the owner's document. */
void answer_place(struct call *c, struct db *db, const struct place *p);
/* The refusal says in `state` how the place stands. */
void name_state(struct call *c, const struct place *p);
/* The refusal carries the caller's own place as this member. */
void name_place(struct call *c, struct db *db, const char *member, int64_t number);
/* Is the caller this host, or an organiser? Else 403 `forbidden`. */
enum status may_serve(const struct caller *c, const char *host, struct err *err);
/* The host of this meetup? 404 `not_found`. */
enum status may_serve_at(struct db *db, const struct caller *c, const char *meetup, struct err *err);
/* After a change at a table: it is told soon, and the clock may have to do
 * something sooner. A rule's `settle`. */
void table_settle(struct call *c);

#endif
