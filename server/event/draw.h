/* Meetups that open by draw: who asks within DRAW_MS of the opening waits; then
 * all are shuffled, seated in that order, and the others go on waiting in it.
 *
 * The seed was fixed before anybody asked: its SHA-256 is public from the
 * start, the seed itself after the draw. So everybody can do it again: order
 * by the tier, then by SHA-256 of "SEED:NUMBER" (the place's number), bytes
 * compared as they are. */
#ifndef MADANG_EVENT_DRAW_H
#define MADANG_EVENT_DRAW_H

#include "base/hash.h"
#include "store/writer.h"

struct lot {
	int64_t number; /* the place's */
	int tier;
	unsigned char hash[SHA256_BYTES]; /* draw_shuffle's */
};
/* Puts the lots into their order. Pure; any thread. */
void draw_shuffle(const char *seed, struct lot *lots, size_t count);

/* Holds the draw of this meetup, if it has one that is due and not held. */
void draw_hold(struct txn *txn, const char *meetup);
/* Holds all that are due. Writer's thread, as draw_hold. */
void draw_due(struct txn *txn);
/* Tells some of those who were not drawn, which go on waiting (WAIT_GOES_ON). */
void draw_tell(struct txn *txn);
/* When draw_due has something to do; INT64_MAX: never. Both threads. */
int64_t draw_next(struct db *db);

#endif
