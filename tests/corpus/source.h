/* One schedule file from disk, read. */
#ifndef MADANG_TESTS_CORPUS_SOURCE_H
#define MADANG_TESTS_CORPUS_SOURCE_H

#include "formats/formats.h"

/* What the command line says of the files; each may be NULL. */
struct source_options {
	const char *zone;
	const char *columns;
};

struct source {
	struct programme *p; /* NULL: refused, as `err` says */
	struct err err;
	double ms; /* that reading took */
};

struct source source_read(const char *path, const struct source_options *options);
void source_clear(struct source *s);
/* The warnings, a line each, where CORPUS_WARNINGS asks for them. */
void source_print_warnings(const struct source *s);

#endif
