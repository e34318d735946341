/* One collection of the house beside what a programme lists of its kind: the
 * rows, the file's things, and the entries by which they are compared. */
#ifndef MADANG_EVENT_COLLECTION_H
#define MADANG_EVENT_COLLECTION_H

#include "event/match.h"
#include "event/resource.h"
#include "formats/programme.h"

#include <glib.h>

/* The parts of an entry. Rooms, tracks and people have KEY, NUMBER and NAME. */
enum part {
	PART_GUID,
	PART_CODE,
	PART_NUMBER,
	PART_SLUG,
	PART_TITLE,
	PART_ROOM,
	PART_START,
	PART_PEOPLE,
	PART_UID,
	PART_KEY = PART_GUID,
	PART_NAME = PART_TITLE,
};
#define PART(name) (1U << PART_##name)

enum { OF_FILE, AS_SAID, AS_IS }; /* the three lists of entries */

struct collection {
	const struct resource *resource;
	cJSON *rows; /* owned */
	cJSON **row; /* the same, by index */
	size_t count, file_count;
	char **ids; /* of each of the file's: the row's id; NULL: none yet */
	int64_t next_id, spare_ids; /* numbers taken for what is new */
	struct match match;
	struct match_entry *entries[3]; /* the file's, the rows as the file said, as they stand */
	GStringChunk *text; /* of the entries */
	GHashTable *realms; /* of the file's keys: name -> bit + 1 */
};

/* Loads the rows, of `file_count` that the file lists. */
void collection_load(struct collection *c, struct db *db, const struct resource *r, size_t file_count);
void collection_finish(struct collection *c);
/* An id for one that is new, once all pairs are known. */
void collection_new_id(struct collection *c, struct db *db, char *out, size_t size);
/* The row that is the file's `index`; NULL: it is new. */
cJSON *collection_row(const struct collection *c, size_t index);
/* Notes the id of what the import has made for the file's `index`. */
void collection_set_id(struct collection *c, size_t index, const char *id);
/* Makes a pair by a rule of the caller's. */
void collection_pair(struct collection *c, size_t index, size_t row);
/* Pairs by the entries, which the caller has filled; `strong`: the parts that
 * are keys. Run again, it goes on with what is left. */
void collection_match(struct collection *c, unsigned strong);
void collection_run(struct collection *c, const struct match_pass *passes, size_t count);

/* --- the parts' values: all live as long as the collection ------------------ */

const char *collection_keep(struct collection *c, const char *s); /* NULL: NULL */
/* A key of the file's, and of a row (all that it has learned); their realms
 * are noted in `e`. First the file's: realms that it has not, tell nothing. */
void collection_file_key(struct collection *c, struct match_entry *e, enum part part,
	const struct programme *p, const char *key);
void collection_row_key(
	struct collection *c, struct match_entry *e, enum part part, const cJSON *row, const char *name);
/* A key that the row has without having learned it; kept. */
void collection_made_key(struct collection *c, struct match_entry *e, enum part part, const char *key);
/* What a row has learned and is no key of its own: numbers, slugs. */
const char *collection_row_lines(struct collection *c, const cJSON *row, const char *name);
/* A name in all its forms, folded: case, Unicode form and blanks tell none
 * apart. NULL: it has none. */
const char *collection_text(struct collection *c, const struct text *t);
const char *collection_value(struct collection *c, const cJSON *value);
/* The value as the file said it last; of a row made here, as it stands. */
const cJSON *collection_said(const cJSON *row, const char *name);

#endif
