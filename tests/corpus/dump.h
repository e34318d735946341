/* A programme as sorted lines of text, for comparing two: the order of
 * sessions, rooms, tracks and people within it doesn't count, all else does. */
#ifndef MADANG_TESTS_CORPUS_DUMP_H
#define MADANG_TESTS_CORPUS_DUMP_H

#include "base/buf.h"
#include "formats/programme.h"

/* Appends the lines; what is not of the conference (generator, format,
 * warnings) is left out. */
void dump_programme(const struct programme *p, struct buf *out);
/* The first line that one has and the other has not; NULL if they are equal.
 * The caller frees. */
char *dump_difference(const struct programme *a, const struct programme *b);
/* The first thing that `a` says, or key that it knows a thing by, and `b` does
 * not; `b` may say more. NULL: there is none. The caller frees. */
char *dump_missing(const struct programme *a, const struct programme *b);

#endif
