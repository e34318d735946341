/* The three-way comparison of one row: what the last file said (`imported` in
 * the row), what this one says, and what stands here.
 *
 *   "imported": {"keys": {"guid": ["…"], "code": […]},
 *                "fields": {"title": "…", "room": "r3", …},
 *                "heard": {"frab-xml": {"abstract": "8f3a…", …}, "ics": {…}},
 *                "vanished": true}
 *
 * `keys` gathers those of every format that named the row (the newest last, at
 * most MERGE_KEYS of a kind). `fields` holds what the last file that carried
 * the field said, after mapping to our ids; a field that is missing there was
 * empty or never carried, which comes to the same. Since it is only compared,
 * a text (not a line) stands there as its SHA-256, unless that is longer.
 *
 * `heard` holds a print of how each format worded what formats word in their
 * own ways (merge_wording). What a format repeats there is no change, though
 * another one has said it otherwise in between: files of two formats can be
 * imported in turn, and neither undoes the other.
 *
 * A text may stand here in more languages than the file knows: a file's plain
 * string speaks of one form only, and leaves the others alone. */
#ifndef MADANG_EVENT_MERGE_H
#define MADANG_EVENT_MERGE_H

#include "event/edit.h"

enum { MERGE_KEYS = 4 };

/* The same for all rows of one import. */
struct merge_context {
	const char *lang; /* the language of the file's plain strings */
	const char *format; /* the file's */
	bool own; /* the file is an export of ours: what it repeats, its source need not have said */
	cJSON *warnings; /* borrowed: gets a line where the desk's edit stands against the file */
};

struct merge {
	const struct merge_context *context;
	const struct resource *resource;
	const cJSON *old; /* borrowed; NULL: the row is new */
	cJSON *row; /* owned: as it is to be */
	cJSON *changes; /* owned: {FIELD: {"from", "to"}} as a document shows the values */
	cJSON *heard; /* borrowed from the row: of this format; NULL: not looked for yet */
	bool learned_key, learned_field; /* in `imported` */
};

/* `row`: for a new one, with its id and what its table needs (taken); else NULL. */
void merge_begin(struct merge *m, const struct merge_context *context, const struct resource *r,
	const cJSON *old, cJSON *row);
void merge_finish(struct merge *m); /* frees */
/* The file says `value` (taken; NULL: it carries the field, and says nothing). */
void merge_field(struct merge *m, const char *name, cJSON *value);
/* Does `value` say what the row has in other words? */
typedef bool merge_same_fn(const struct merge *m, const cJSON *value);
/* The same for what each format words in its own way: texts, types, links. It
 * counts where this format said something else before; at the first time, where
 * other formats have told of the row already, only if it says something, and
 * not what is here (`same`; NULL: in nothing but case and blanks). */
void merge_wording(struct merge *m, const char *name, cJSON *value, merge_same_fn *same);
/* The file knows the row by this key; NULL is none. */
void merge_key(struct merge *m, const char *name, const char *key);
/* Notes a change that the caller made to the row by a rule of its own. */
void merge_changed(struct merge *m, const char *name);
bool merge_differs(const struct merge *m);
/* Has it anything to keep, though nobody sees it? */
bool merge_learned(const struct merge *m);
/* Writes the row, if there is anything to write: what people see through
 * `save`, as part of the action; what only the next import needs in silence. */
typedef enum status merge_save_fn(struct edit *e, const cJSON *old, cJSON *row, struct err *err);
enum status merge_save(struct merge *m, struct edit *e, merge_save_fn *save, struct err *err);
/* Keeps what the file said (taken; NULL: nothing), for a rule of the caller's. */
void merge_remember(struct merge *m, const char *name, cJSON *said);
/* `imported` of m->row, made where it is missing. */
cJSON *merge_imported(struct merge *m);

/* The keys of one kind that the row has learned (an array), or NULL; and what
 * the last file said of a field. */
const cJSON *merge_keys_of(const cJSON *row, const char *name);
const cJSON *merge_said(const cJSON *row, const char *name);
/* Has a file of the format told of the row, in words? */
bool merge_heard(const cJSON *row, const char *format);

#endif
