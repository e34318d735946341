/* The journal: every change that the world saw, oldest dropped first past the
 * bounds MAX_JOURNAL_CHANGES and MAX_JOURNAL_BYTES. Writer's connection to
 * append; any connection to read. */
#ifndef MADANG_STORE_JOURNAL_H
#define MADANG_STORE_JOURNAL_H

#include "base/change.h"
#include "store/db.h"

struct journal {
	int64_t head; /* the newest seq; 0: none yet */
	int64_t bytes; /* of all changes kept */
	int64_t count;
};

void journal_load(struct db *db, struct journal *ret);
/* Appends the public part of `c`, whose seq must be head + 1. The counts in
 * `j` are to be loaded again after a rollback. */
void journal_append(struct db *db, struct journal *j, const struct change *c, int64_t now);
/* Takes a document out of the change at `seq`, as if it had never been in it:
 * for what was deleted for good. The change itself stays, so that no seq is
 * missing. The name and the id hold neither quotes nor backslashes. */
void journal_forget(struct db *db, int64_t seq, const char *collection, const char *id);
/* The same of several documents (texts, their ids) in every change: for where it
 * is not known which ones hold them. Reads the journal once. */
void journal_forget_all(struct db *db, const char *collection, const GPtrArray *ids);
/* Calls `each` for every change kept, oldest first. `bytes` is its frame. */
void journal_each(
	struct db *db, void (*each)(void *ctx, int64_t seq, const char *frame, size_t len), void *ctx);
/* The epoch of this file: a client's seq means something only within it. */
void journal_epoch(struct db *db, char *out, size_t size);

#endif
