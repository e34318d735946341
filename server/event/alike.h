/* Are two names the same but for a slip, a word more, or another spelling?
 * Never enough alone to take one thing for another: for what stands in the
 * same place, or has the same sessions. */
#ifndef MADANG_EVENT_ALIKE_H
#define MADANG_EVENT_ALIKE_H

#include <stdbool.h>

/* Both folded (clean_fold), without blanks; several names of one thing: one a
 * line. One within the other is alike ("The House of Tea", "House of Tea"), and
 * so are two with a slip of one letter, or that share two thirds of their pairs
 * of letters, unless they differ in a number ("Part 1", "Part 2") or only in the last letter ("Room A",
 * "Room B"). NULL is alike NULL only. */
bool names_alike(const char *a, const char *b);
/* Do two long texts tell the same, as two formats may write it? By letters and
 * digits alone, HTML tags left out; the one may hold the other, if it is not
 * much longer: two texts in one, a link at the end. */
bool texts_alike(const char *a, const char *b);

#endif
