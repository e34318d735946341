/* The rows of one collection beside what a programme lists, and the pairs that
 * are the same thing (match.h does the pairing; here is what identifies what).
 */
#ifndef MADANG_EVENT_IDENTIFY_H
#define MADANG_EVENT_IDENTIFY_H

#include "event/match.h"
#include "event/resource.h"
#include "formats/programme.h"

#include <glib.h>

/* The title of what comes without one. */
#define IDENTIFY_UNTITLED "Untitled"

struct collection {
	const struct resource *resource;
	cJSON *rows; /* owned */
	cJSON **row; /* the same, by index */
	size_t count, file_count;
	char **ids; /* of each of the file's: the row's id; NULL: none yet */
	struct match match;
	struct match_entry *entries[3]; /* the file's, the rows as the file said, as they stand */
	GStringChunk *text; /* of the entries */
};

/* Loads the rows, of `file_count` that the file lists. */
void collection_load(struct collection *c, struct db *db, const struct resource *r, size_t file_count);
void collection_finish(struct collection *c);
/* The row that is the file's `index`; NULL: it is new. */
cJSON *collection_row(const struct collection *c, size_t index);
/* Notes the id of what the import has made for the file's `index`. */
void collection_set_id(struct collection *c, size_t index, const char *id);

void identify_rooms(struct collection *c, const struct programme *p);
void identify_tracks(struct collection *c, const struct programme *p);
void identify_people(struct collection *c, const struct programme *p);
/* After the three, by whose ids rooms and people are compared. `epoch`: of
 * this file, for the keys that our exports give (export.h). */
void identify_sessions(struct collection *c, const struct programme *p, const struct collection *rooms,
	const struct collection *people, const char *epoch);
/* A room that is missing in the file, and all of whose sessions are in one room
 * that is new there, at least half of them at the same times, was renamed: they
 * become a pair. */
void identify_renamed_rooms(
	struct collection *rooms, const struct collection *sessions, const struct programme *p);

/* A key as rows remember it; g_free. Plain numbers mean something only within
 * their format. */
char *identify_key(const struct programme *p, const char *key);
/* The key as our exports tell it, for identify_key to know again; g_free. */
char *identify_key_told(const char *remembered);
/* Is the file an export of ours? */
bool identify_own(const struct programme *p);
/* The key as the file had it. */
const char *identify_key_plain(const char *remembered);

#endif
