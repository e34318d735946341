/* Sign-in links: a code that signs one device in, once. There is no account
 * and no password; who holds the phone hands the code to their other device, by
 * a link or a QR code, and so do organisers to hosts, screens and helpers.
 *
 * The database keeps the SHA-256 of a code. Codes run out by the machine's
 * clock, not by a rehearsal's: `now` here is that one's. */
#ifndef MADANG_EVENT_LINKS_H
#define MADANG_EVENT_LINKS_H

#include "base/limits.h"
#include "store/writer.h"

/* Whom a code signs in. */
struct link {
	char role[16]; /* as in the database: "attendee", "host"… */
	char attendee[MAX_ID + 1]; /* of role attendee: who; else "" */
	char person[MAX_ID + 1]; /* of role host: who of the programme; else "" */
	char name[MAX_ID + 1]; /* for "who did what" */
};

/* `code` (128 bits, random or made of what is) opens `link` until *ret_until.
 *
 * Of role attendee or organiser: MAX_LINK_MINUTES from `now`. Of the others
 * MAX_DESK_LINK_MINUTES: such a one is sent to a speaker the day before. Those
 * that have run out go. Of one attendee's more than MAX_LINKS the oldest goes;
 * of all others together no more than MAX_DESK_LINKS wait, or 409 `full`. 404
 * `not_found`: the attendee has gone. 422 `unknown_reference`: there is no such
 * person. */
enum status link_add(struct txn *txn, const struct link *link, const char *code, int64_t now,
	int64_t *ret_until, struct err *err);
/* The link of the first organiser, where there is none: `code` opens it for
 * MAX_DESK_LINK_MINUTES, once, and the organisers' links that wait are none any
 * more. */
enum status link_add_first(struct txn *txn, const char *code, int64_t now, struct err *err);
/* Uses a code up: whose it is. 404 `not_found`: it is not known, was used
 * already, or has run out; nobody is told which. */
enum status link_open(struct txn *txn, const char *code, int64_t now, struct link *ret, struct err *err);
/* Waits a link with this hash (SHA-256, hex) to be opened? Any connection. */
bool link_waits(struct db *db, const char *hash, int64_t now);

#endif
