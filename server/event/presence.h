/* The table's rotating code: who sends it has just seen the table's screen.
 *
 * CODE = MEETUP "." STEP "." MAC: the number of the step of PRESENCE_STEP_MS
 * by the machine's clock, and 80 bits of HMAC-SHA-256 with the table's key over
 * both, as 16 characters of base32. The present step and the one before count,
 * so that a phone has at least one step of time; a photograph is worth nothing
 * a minute later. Pure; any thread. */
#ifndef MADANG_EVENT_PRESENCE_H
#define MADANG_EVENT_PRESENCE_H

#include "base/err.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stdint.h>

enum { PRESENCE_CODE = MAX_ID + 48 }; /* with NUL */

/* The code of this table at `machine_now` (UTC ms by the machine's clock). */
void presence_make(const char *key, const char *meetup, int64_t machine_now, char out[PRESENCE_CODE]);
/* Which meetup the code says it is of. False: it has not the shape of a code. */
bool presence_meetup(const char *code, char meetup[MAX_ID + 1]);
/* Is it this table's, of now? 422 `invalid_code`: it was not made with this key
 * for this meetup; `stale_code`: it was, for another time. */
enum status presence_check(
	const char *key, const char *meetup, const char *code, int64_t machine_now, struct err *err);

#endif
