/* A list of what each file of a folder must come out as, a line a file:
 *
 *   name.xml  frab-xml DAYS ROOMS SESSIONS PEOPLE WARNINGS [tz=ZONE]
 *   name.csv  refused CODE [tz=ZONE]
 *
 * '#' begins a comment. */
#ifndef MADANG_TESTS_CORPUS_EXPECT_H
#define MADANG_TESTS_CORPUS_EXPECT_H

#include <glib.h>

struct expectation {
	char *outcome; /* the words, with one blank between them */
	char *zone; /* NULL: not given */
};

/* File name -> struct expectation; NULL where there is no such list. */
GHashTable *expect_read(const char *path);

#endif
