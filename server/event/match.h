/* Who is who: pairs what a file lists with the rows that are here, one to one.
 *
 * Both sides are entries of a few parts (guid, title, start…). A pass names the
 * parts that must be equal; the passes run from the strongest identity to the
 * weakest, each over what the ones before have left. Where a pass finds several
 * of one kind, those of the same time and place are paired, then those of the
 * same time, then the nearest in time: so the slots of one talk stay apart,
 * and as few as can be have moved. Everything is hashed or sorted: 20,000
 * entries cost a pass a few milliseconds.
 *
 * A row is seen in two views: as the last file said it, and as it stands here
 * after the desk's edits. The next file may know either.
 *
 * Keys come from realms (which kind of key, of which tool). Two entries with
 * keys of one realm and no key in common are different things, so that only a
 * pass MATCH_ANYWAY may pair them; a guid and a pretalx code say nothing of
 * one another. Where the file's keys have proved to be made anew (fewer than
 * half of them are known here), they forbid nothing. */
#ifndef MADANG_EVENT_MATCH_H
#define MADANG_EVENT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MATCH_PARTS = 9 };
#define MATCH_NONE SIZE_MAX

struct match_entry {
	const char *part[MATCH_PARTS]; /* several values: one a line; NULL: it has none */
	uint64_t realms; /* of its keys, as bits */
	int64_t order; /* the start, or the place in the list */
	const char *place; /* the room; NULL: there is no such thing */
};

enum match_flag {
	MATCH_UNIQUE = 1, /* only where exactly one on each side says so */
	MATCH_SEVERAL = 2, /* only where more than one does */
	MATCH_ANYWAY = 4, /* also where the keys disagree */
	MATCH_ALIKE = 8, /* only where the names are alike (alike.h) */
	MATCH_TRUSTING = 16, /* a key against the name: not where keys prove to be given to other things */
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
	int name; /* the part that is the name */

	size_t *row_of; /* of each file entry, MATCH_NONE: new */
	size_t *file_of; /* of each row, MATCH_NONE: not in the file */
	size_t pairs;
	size_t by_key, against_key; /* how many of them through a key, or though the keys disagree */
};

/* Nothing is paired yet. match_finish frees what it makes. */
void match_begin(struct match *m);
/* Finds pairs among those that are left: again, where the caller has learned
 * more of the entries. */
void match_run(struct match *m, const struct match_pass *passes, size_t count);
void match_finish(struct match *m);
/* Have both a key of one realm? Of two that are left after the passes by keys:
 * then these say that they are different things. */
bool match_keys_disagree(const struct match *m, size_t file, size_t row);
/* Are the file's keys, as far as rows have keys of their realms, mostly those
 * that are known here? Else they are made anew, and forbid nothing. */
bool match_keys_are_stable(const struct match *m);

#endif
