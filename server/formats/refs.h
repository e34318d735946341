/* What a file lists once, under an id, and its sessions refer to: rooms,
 * tracks, people. And what is odd in several places of a file, for one
 * warning instead of many. */
#ifndef MADANG_FORMATS_REFS_H
#define MADANG_FORMATS_REFS_H

#include "formats/parts.h"

/* An id is a number in one file and a text in another. In the arena; NULL
 * where it is neither, or empty. */
const char *refs_id(struct programme *p, const cJSON *item);

/* From ids to indices; g_hash_table_destroy. */
GHashTable *refs_create(void);
/* The first under an id stays; without an id, or for PROGRAMME_NONE, nothing is noted. */
void refs_note(GHashTable *refs, const char *id, size_t index);
size_t refs_find(GHashTable *refs, const char *id); /* PROGRAMME_NONE: not listed */

struct tally {
	size_t count;
	char first[120]; /* its place */
};

void tally_add(struct tally *t, const struct path *at);
/* "4 WHAT (first: talks[2])", if there are any. */
void tally_warn(const struct tally *t, struct programme *p, const char *what);

#endif
