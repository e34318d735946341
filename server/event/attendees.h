/* Somebody who attends. There is no account: a name is enough. */
#ifndef MADANG_EVENT_ATTENDEES_H
#define MADANG_EVENT_ATTENDEES_H

#include "base/limits.h"
#include "base/rand.h"
#include "store/writer.h"

/* Makes an attendee; `id` is random, `language` NULL the event's first. 422 `invalid_field` where the name is
 * blank, not one line or longer than MAX_NAME_CHARACTERS, or the language is
 * no tag (RFC 5646). 409 `full`: MAX_ATTENDEES are here; waiting does not help,
 * so it is no 503. */
enum status attendee_create(
	struct txn *txn, const char *name, const char *language, char id[RANDOM_ID_TEXT], struct err *err);

/* OK: there is such one. Else 404 `not_found`: a token may outlive its attendee
 * by the time that a write waits. */
enum status attendee_exists(struct db *db, const char *id, struct err *err);

/* What is to be changed; NULL: stays. */
struct attendee_change {
	const char *name, *language; /* with the rules of attendee_create */
	const bool *shown;
};
/* Counts the revision and tells the owner, and the world where the character
 * shows it; what changes nothing does neither. 404 and 422 as above. */
enum status attendee_change(
	struct txn *txn, const char *id, const struct attendee_change *change, struct err *err);

/* Deletes the attendee, at once and for good: the row and, with it (ON DELETE
 * CASCADE), tokens, links, stars, notices, places and kept answers; what the
 * places held is given back; the character and the name in a line, also
 * in the journal; and what is left of them in the files (txn_forget). The
 * owner's sockets are told that each of their documents is gone. 404. */
enum status attendee_delete(struct txn *txn, const char *id, struct err *err);

/* The attendee's revision; 0: there is no such one. Any thread. */
int64_t attendee_revision(struct db *db, const char *id);
/* The random id that the pass holds. False: there is no such attendee. */
bool attendee_pass(struct db *db, const char *id, char out[RANDOM_ID_TEXT]);

/* Gives the calendar of stars another secret: the old address ends. 404
 * `not_found` where the attendee has gone. */
enum status attendee_renew_calendar(struct txn *txn, const char *id, struct err *err);
/* Whose calendar has this secret? False: nobody's. Any thread. */
bool attendee_of_calendar(
	struct db *db, const char *secret, char id[RANDOM_ID_TEXT], char language[MAX_ID + 1]);

/* Appends the attendee's own document `attendees/{id}`, for its owner alone:
 * id, name, language, avatar (the recipe, or null), picture (its address, or
 * null), shown (its owner lets it, and no steward barred it), person (of the
 * programme, or null), pass, calendar (the feed's address), rev. False: there is no such one. Both threads,
 * each with its own connection. */
bool attendee_render(struct db *db, const char *owner, const char *id, struct buf *out);

#endif
