/* A house of its own, in memory, into which programmes are imported as the
 * server imports them: through the writer, in a transaction. */
#ifndef MADANG_TESTS_CORPUS_IMPORTER_H
#define MADANG_TESTS_CORPUS_IMPORTER_H

#include "event/import.h"
#include "store/writer.h"

struct importer {
	struct writer *writer;
	struct db *db; /* the writer's */
};

/* What one import came to. */
struct imported {
	cJSON *report; /* NULL where it was refused */
	int64_t action; /* 0: nothing that anybody could undo */
	double ms;
	struct err err;
};

/* What the report says of the sessions, and of the rooms' names. */
struct tally {
	int added, changed, moved, vanished, again, unchanged, renamed, clashes, warnings;
};

enum status importer_open(struct importer *im, struct err *err);
void importer_close(struct importer *im);
/* Confirmed: however many sessions vanish. */
struct imported importer_run(struct importer *im, const struct programme *p);
void imported_clear(struct imported *i);
struct tally imported_tally(const struct imported *i);
/* The number of the last change that the world was told of. */
int64_t importer_seq(const struct importer *im);

#endif
