/* One conference, several files of it, in order. */
#ifndef MADANG_TESTS_CORPUS_AGAIN_H
#define MADANG_TESTS_CORPUS_AGAIN_H

#include "source.h"

#include <stdbool.h>

/* Imports the files into one house, one after the other, and prints for each
 * what it changed; `list`: with the titles. The number of files that failed. */
int again_run(char *const *paths, int count, const struct source_options *options, bool list);

#endif
