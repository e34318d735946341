#include "base/clock.h"

#include <time.h>

int64_t monotonic_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t monotonic_ms(void)
{
	return monotonic_us() / 1000;
}

int64_t machine_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct clock clock_system(void)
{
	return (struct clock){.rate = 1};
}

struct clock clock_rehearsal(int64_t start_ms, double rate)
{
	return (struct clock){.zero_ms = start_ms, .zero_mono_ms = monotonic_ms(), .rate = rate};
}

static int64_t elapsed(const struct clock *c)
{
	int64_t ms = (int64_t)((double)(monotonic_ms() - c->zero_mono_ms) * c->rate);
	return c->span_ms ? ms % c->span_ms : ms;
}

int64_t clock_now(const struct clock *c)
{
	return c->zero_mono_ms ? c->zero_ms + elapsed(c) : machine_ms();
}

int64_t clock_wait_ms(const struct clock *c, int64_t at_ms)
{
	int64_t left = at_ms - clock_now(c);
	if (c->span_ms && left > c->span_ms - elapsed(c))
		left = c->span_ms - elapsed(c);
	return left <= 0 ? 0 : (int64_t)((double)left / c->rate) + 1;
}
