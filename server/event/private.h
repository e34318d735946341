/* Documents with an owner (the topic `me`): rendered from their rows when
 * their owner connects, and for an owner who listens when a rule has touched
 * them. One line a collection in private.c. */
#ifndef MADANG_EVENT_PRIVATE_H
#define MADANG_EVENT_PRIVATE_H

#include "base/buf.h"
#include "store/writer.h"

/* The names of the private collections, NULL at the end. */
extern const char *const private_collections[];
/* Appends the document as it is now; false: this owner has no such one. */
bool private_render(
	struct db *db, const char *owner, const char *collection, const char *id, struct buf *out);
/* Appends all of an owner's documents: {"stars":{ID:DOC},…}, the empty
 * collections too. */
void private_render_all(struct db *db, const char *owner, struct buf *out);
/* Marks all of an owner's documents as changed. */
void private_touch_all(struct txn *txn, const char *owner);

#endif
