/* One organiser's action: everything it changes, so that it can be put back.
 *
 * Rules change rows only through edit_save and edit_delete. They count up the
 * revision, mark the document as touched, keep the row as it was, and note what
 * those with a star must be told; at the end edit_finish writes all of it down
 * as one line of `actions`. */
#ifndef MADANG_EVENT_EDIT_H
#define MADANG_EVENT_EDIT_H

#include "event/resource.h"
#include "store/writer.h"

#include <glib.h>

struct edit {
	struct txn *txn;
	const char *who; /* borrowed until edit_finish */
	const char *what; /* one word, "sessions.patch": also the frame's `why` */
	cJSON *before; /* list of {collection, id, row or null, became, imported}, in order */
	GHashTable *kept; /* "sessions/s17" -> its element of `before`; NULL: none yet */
	int64_t places; /* open ones at tables, that meetups_follow has reached */
	bool moves_days; /* something that the days are derived from has changed */
	int64_t undoes; /* the action that this one puts back; 0: none */
	const char *note; /* what its author says of it; NULL: nothing. Borrowed until edit_finish */
	GHashTable *part; /* the elements of `before` that this part has changed; NULL: it has no parts */
};

void edit_begin(struct edit *e, struct txn *txn, const char *who, const char *what);
/* Writes the row (its `id` set; `rev` and `modified` are set here). What equals the stored row
 * is not written and not touched. 409 `conflict` where a constraint forbids it. */
enum status edit_save(struct edit *e, const struct resource *r, cJSON *row, struct err *err);
/* The row's element of `before`; NULL: this edit has not changed it. */
const cJSON *edit_kept(const struct edit *e, const struct resource *r, const char *id);
/* One of several parts begins. */
void edit_part(struct edit *e);
/* Has the part that runs (where there are none: the edit) changed the row of
 * this element of `before`? */
bool edit_is_of_part(const struct edit *e, const cJSON *kept);
/* Writes the row where only what its document doesn't show has changed: no
 * revision, nothing touched, no part of the action. */
enum status edit_note(struct edit *e, const struct resource *r, const cJSON *row, struct err *err);
/* 409 `in_use` where another row names it; 404 where it is not there. */
enum status edit_delete(struct edit *e, const struct resource *r, const char *id, struct err *err);
/* Derives the days anew where sessions were changed, has meetups follow, and
 * writes the action down, unless nothing was changed. *ret_action is its id, 0 if there is none.
 * Frees what the edit holds, whatever it answers. */
enum status edit_finish(struct edit *e, int64_t *ret_action, struct err *err);
void edit_abandon(struct edit *e); /* frees, where edit_finish is not reached */

/* Puts the action `id` back by this edit, which can be undone in turn. 404
 * `not_found`; 409 `undone_already`; 409 `changed_meanwhile` where one of its
 * rows is no longer what it made of it, naming the first. A later edit that
 * was undone itself stands no more, so undo steps back and back. */
enum status edit_undo(struct edit *e, int64_t id, struct err *err);
/* The newest `limit` actions before `before` (0: from the newest), newest
 * first, as a JSON array: id, at, who, what, about[] ("sessions/s17"), note or
 * null, undone_by or null. */
void actions_list(struct db *db, int64_t before, int64_t limit, struct buf *out);

#endif
