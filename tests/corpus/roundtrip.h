/* There and back: what goes out must come in again as it was. */
#ifndef MADANG_TESTS_CORPUS_ROUNDTRIP_H
#define MADANG_TESTS_CORPUS_ROUNDTRIP_H

#include "formats/programme.h"

/* What the way through the house came to. */
struct trip {
	double ms; /* of the first import */
	int clashes;
	char *difference; /* g_free; NULL: none */
};

/* Writes the programme in each format that holds all of it, and reads that
 * again: NULL where nothing was lost or added, else a text of what was. */
char *roundtrip_formats(const struct programme *p);
/* Imports the programme into an empty house, exports it, writes it in each of
 * those formats, reads that, and imports it into the same house: the file must
 * hold what the programme held, and the second import must change nothing. */
struct trip roundtrip_house(const struct programme *p);

#endif
