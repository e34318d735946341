/* What is odd in several places of a file, for one warning instead of many. */
#ifndef MADANG_FORMATS_TALLY_H
#define MADANG_FORMATS_TALLY_H

#include "formats/parts.h"

struct tally {
	size_t count;
	char first[120]; /* its place */
};

void tally_path(struct tally *t, const struct path *at); /* in JSON */
void tally_line(struct tally *t, size_t line); /* in text */
/* "4 WHAT (first: talks[2])", if there are any. */
void tally_warn(const struct tally *t, struct programme *p, const char *what);

#endif
