/* What a file lists once, under an id, and its sessions refer to: rooms,
 * tracks, people. */
#ifndef MADANG_FORMATS_REFS_H
#define MADANG_FORMATS_REFS_H

#include "formats/tally.h"

/* An id is a number in one file and a text in another. In the arena; NULL
 * where it is neither, or empty. */
const char *refs_id(struct programme *p, const cJSON *item);

/* From ids to indices; g_hash_table_destroy. */
GHashTable *refs_create(void);
/* The first under an id stays; without an id, or for PROGRAMME_NONE, nothing is noted. */
void refs_note(GHashTable *refs, const char *id, size_t index);
size_t refs_find(GHashTable *refs, const char *id); /* PROGRAMME_NONE: not listed */

#endif
