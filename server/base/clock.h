/* The house's clock: the machine's, or one that is set and sped up for a
 * rehearsal. Immutable once made, so any thread may read it. */
#ifndef MADANG_BASE_CLOCK_H
#define MADANG_BASE_CLOCK_H

#include <stdint.h>

struct clock {
	int64_t zero_ms; /* what the house's clock showed at the start… */
	int64_t zero_mono_ms; /* …and the monotonic clock then; 0 = follow the machine */
	double rate; /* seconds of the house in one of the machine */
	int64_t span_ms; /* of the house, after which it begins again at zero_ms; 0: never */
};

struct clock clock_system(void);
/* A clock that shows `start_ms` now and runs `rate` times as fast. */
struct clock clock_rehearsal(int64_t start_ms, double rate);
int64_t clock_now(const struct clock *c); /* UTC ms */
/* Milliseconds of the machine until the house's clock shows `at_ms`, or begins
 * again; 0 if past. */
int64_t clock_wait_ms(const struct clock *c, int64_t at_ms);
/* UTC ms by the machine's own clock, also in a rehearsal: for what runs out. */
int64_t machine_ms(void);
int64_t monotonic_ms(void);
int64_t monotonic_us(void);

#endif
