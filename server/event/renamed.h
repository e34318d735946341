/* Rooms, tracks and people that a file calls by another name, without a key
 * that would tell: known by the sessions that they have. */
#ifndef MADANG_EVENT_RENAMED_H
#define MADANG_EVENT_RENAMED_H

#include "event/identify.h"

/* After the sessions' pairs are found. Of what is here and not in the file,
 * and what is in the file and not here, those become a pair of which two thirds
 * of the sessions of either (as far as they are known) are the other's:
 *
 * - rooms: at least two at the same time, so that one talk that goes from an
 *   only room to a new one has moved; or the names are alike;
 * - tracks: at least two, or the names are alike;
 * - people: only with names that are alike, and not where keys say that they
 *   are two.
 *
 * So a rename stays one where a few sessions moved as well, or new ones came;
 * where two rooms were made one, or one two, the larger part is the room. True
 * where there was any. */
bool identify_renamed(const struct identified *all, const struct programme *p);

#endif
