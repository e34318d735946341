/* How often somebody may do something: a token bucket (ITU-T I.371) for each
 * address. `burst` may come at once, then `per_second`, each second.
 *
 * The table is of a fixed size, whatever comes in: an address has its place
 * among a few by a hash with a secret seed, so that nobody can choose whom to
 * push out; where all are taken, the one that has the most left gives way. To
 * be forgotten so is to begin anew with a full bucket.
 *
 * One thread. The time is passed in: milliseconds that never go back. */
#ifndef MADANG_BASE_RATE_H
#define MADANG_BASE_RATE_H

#include <stdint.h>

struct rate;

/* burst ≥ 1, per_second > 0. */
struct rate *rate_create(double burst, double per_second);
void rate_destroy(struct rate *r); /* NULL is fine */

/* Takes one from the bucket of `who`: 0; or takes nothing, and gives after how
 * many milliseconds there will be one. */
int64_t rate_take(struct rate *r, const char *who, int64_t now_ms);
/* Puts one back that was taken for what does not count after all. */
void rate_give_back(struct rate *r, const char *who, int64_t now_ms);

#endif
