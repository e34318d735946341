/* The parts of one import, which import.c runs one after the other. Private to
 * the import_*.c. */
#ifndef MADANG_EVENT_IMPORT_PARTS_H
#define MADANG_EVENT_IMPORT_PARTS_H

#include "event/identify.h"
#include "event/import.h"
#include "event/report.h"
#include "event/values.h"

struct import {
	struct edit *e;
	const struct programme *p;
	const struct import_options *options;
	char house[MAX_ID];
	unsigned carries;
	bool carries_durations, carries_unscheduled, carries_breaks;
	struct report report;
	struct merge_context context;
	struct collection rooms, tracks, people, sessions;
	GHashTable *person_of_id; /* id -> row, as it was before; while sessions are imported */
	GHashTable *except; /* its words */
	size_t visible; /* imported sessions that were shown before, and that this file could have held */
};

/* Does the file carry the field (enum programme_field)? */
bool import_carries(const struct import *im, unsigned field);
/* `about`: borrowed while the values are made. */
struct values import_values(struct import *im, const char *about);
/* The word for the file's `index` in a report and in `except`: the row's id;
 * where there is none yet, "new-7", which the same file gives again. */
enum { IMPORT_WORD = MAX_ID + 8 };
void import_word(const struct collection *c, size_t index, char out[IMPORT_WORD]);
/* Is that to be left as it is? */
bool import_leaves(const struct import *im, const struct collection *c, size_t index);
/* The row of the file's `index` in `c`, to be merged: the one that is here, or
 * a new one with an id, made from `fresh` (taken; NULL: an empty one). */
void import_begin(struct import *im, struct merge *m, struct collection *c, size_t index, cJSON *fresh);
void import_key(struct import *im, struct merge *m, const char *name, const char *key);
/* Writes the row where there is something to write, and reports it. */
enum status import_end(struct import *im, struct merge *m, struct err *err);

/* Has nobody named the event's languages yet, neither the desk nor a file? */
bool import_languages_open(const struct import *im, const cJSON *event);
/* In which language is the event, to judge by its sessions? g_free. */
char *import_language_guessed(const struct programme *p);
/* Everything that the file says of the event itself; `old` may be NULL. */
enum status import_event(struct import *im, const cJSON *old, struct err *err);
/* Rooms, tracks and people. */
enum status import_named(struct import *im, struct err *err);
void import_texts(struct import *im, struct merge *m, const struct programme_session *s);
/* After those. Counts im->visible. */
enum status import_sessions(struct import *im, struct err *err);

#endif
