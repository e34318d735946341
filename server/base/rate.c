#include "base/rate.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/rand.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 8, GROUPS = MAX_RATE_ADDRESSES / PLACES }; /* a group is looked through whole */

static const double ROUNDING = 1e-9; /* of many small sums: who waited as told is let through */

struct bucket {
	uint64_t who; /* 0: free */
	double left; /* at at_ms */
	int64_t at_ms;
};

struct rate {
	double burst, per_ms;
	unsigned char seed[SHA256_BYTES];
	struct bucket buckets[GROUPS][PLACES];
};

struct rate *rate_create(double burst, double per_second)
{
	struct rate *r = xcalloc(1, sizeof *r);
	r->burst = burst;
	r->per_ms = per_second / 1000;
	random_bytes(r->seed, sizeof r->seed);
	return r;
}

void rate_destroy(struct rate *r)
{
	free(r);
}

static double left_at(const struct rate *r, const struct bucket *b, int64_t now_ms)
{
	return fmin(r->burst, b->left + (double)(now_ms - b->at_ms) * r->per_ms);
}

/* The bucket of `who`, filled up to now; one that was not there is full. */
static struct bucket *bucket_of(struct rate *r, const char *who, int64_t now_ms)
{
	unsigned char mac[SHA256_BYTES];
	uint64_t hash;
	hmac_sha256(r->seed, sizeof r->seed, who, strlen(who), mac);
	memcpy(&hash, mac, sizeof hash);
	hash = hash ? hash : 1;
	struct bucket *group = r->buckets[hash % GROUPS], *best = NULL;
	for (struct bucket *b = group; b < group + PLACES; b++) {
		b->left = b->who ? left_at(r, b, now_ms) : INFINITY;
		b->at_ms = now_ms;
		if (b->who == hash)
			return b;
		if (!best || b->left > best->left)
			best = b;
	}
	*best = (struct bucket){.who = hash, .left = r->burst, .at_ms = now_ms};
	return best;
}

int64_t rate_take(struct rate *r, const char *who, int64_t now_ms)
{
	struct bucket *b = bucket_of(r, who, now_ms);
	if (b->left < 1 - ROUNDING)
		return (int64_t)ceil((1 - b->left - ROUNDING) / r->per_ms);
	b->left -= 1;
	return 0;
}

void rate_give_back(struct rate *r, const char *who, int64_t now_ms)
{
	struct bucket *b = bucket_of(r, who, now_ms);
	b->left = fmin(r->burst, b->left + 1);
}
