/* Sign-in links: a code that signs one more device in, once. There is no
 * account and no password; who holds the phone hands the code to the other
 * device, by a link or a QR code.
 *
 * The database keeps the SHA-256 of a code. Codes run out by the machine's
 * clock, not by a rehearsal's: `now` here is that one's. */
#ifndef MADANG_EVENT_LINKS_H
#define MADANG_EVENT_LINKS_H

#include "store/writer.h"

/* `code` (128 bits, random or made of what is) opens `attendee` until *ret_until,
 * MAX_LINK_MINUTES from `now`. Those that have run out go, and of more than
 * MAX_LINKS the oldest. 404 `not_found`: the attendee has gone. */
enum status link_add(struct txn *txn, const char *attendee, const char *code, int64_t now, int64_t *ret_until,
	struct err *err);
/* Uses a code up: whose it is. 404 `not_found`: it is not known, was used
 * already, or has run out; nobody is told which. */
enum status link_open(
	struct txn *txn, const char *code, int64_t now, char *ret_attendee, size_t size, struct err *err);
/* Waits a link with this hash (SHA-256, hex) to be opened? Any connection. */
bool link_waits(struct db *db, const char *hash, int64_t now);

#endif
