/* Somebody who attends. There is no account: a name is enough. */
#ifndef MADANG_EVENT_ATTENDEES_H
#define MADANG_EVENT_ATTENDEES_H

#include "base/limits.h"
#include "base/rand.h"
#include "store/writer.h"

/* Makes an attendee; `id` is random. 422 `invalid_field` where the name is
 * blank, not one line or longer than MAX_NAME_CHARACTERS, or the language is
 * no tag (RFC 5646). */
enum status attendee_create(
	struct txn *txn, const char *name, const char *language, char id[RANDOM_ID_TEXT], struct err *err);

/* Gives the calendar of stars another secret: the old address ends. 404
 * `not_found` where the attendee has gone. */
enum status attendee_renew_calendar(struct txn *txn, const char *id, struct err *err);
/* Whose calendar has this secret? False: nobody's. Any thread. */
bool attendee_of_calendar(
	struct db *db, const char *secret, char id[RANDOM_ID_TEXT], char language[MAX_ID + 1]);

/* Appends the attendee's own document `attendees/{id}`, for its owner alone:
 * id, name, language, avatar (the recipe, or null), picture (its address, or
 * null), shown (its owner lets it, and no steward barred it), pass, calendar
 * (the feed's address), rev. False: there is no such one. Both threads, each
 * with its own connection. */
bool attendee_render(struct db *db, const char *owner, const char *id, struct buf *out);

#endif
