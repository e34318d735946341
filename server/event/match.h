/* Who is who: pairs what a file lists with the rows that are here, one to one.
 *
 * Both sides are entries of a few parts (guid, title, start…). A pass names the
 * parts that must be equal; the passes run from the strongest identity to the
 * weakest, each over what the ones before have left. Everything is hashed:
 * 20,000 entries cost a pass a few milliseconds.
 *
 * A row is seen in two views: as the last file said it, and as it stands here
 * after the desk's edits. The next file may know either. */
#ifndef MADANG_EVENT_MATCH_H
#define MADANG_EVENT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MATCH_PARTS = 9 };
#define MATCH_NONE SIZE_MAX

struct match_entry {
	const char *part[MATCH_PARTS]; /* several values: one a line; NULL: it has none */
	int64_t order; /* equal entries are paired in this order (start, or place in the list) */
};

enum match_flag {
	MATCH_UNIQUE = 1, /* only where exactly one on each side says so */
	MATCH_ANYWAY = 2, /* also where the strong keys disagree */
};

struct match_pass {
	unsigned parts; /* bits, 1 << part */
	unsigned flags;
};

struct match {
	const struct match_entry *file;
	size_t file_count;
	const struct match_entry *views[2]; /* of the rows; the second may be NULL */
	size_t row_count;
	unsigned strong; /* parts that are keys of their own, as bits */

	size_t *row_of; /* of each file entry, MATCH_NONE: new */
	size_t *file_of; /* of each row, MATCH_NONE: not in the file */
	size_t pairs;
};

/* Finds the pairs. A pass without a strong part pairs what has no strong key
 * with anything; two that both have one, and not the same, only where the
 * file's strong keys have proved to be unstable (fewer than half were found).
 * match_finish frees what it made. */
void match_run(struct match *m, const struct match_pass *passes, size_t count);
void match_finish(struct match *m);

#endif
