/* What the world may see, in memory: (collection, id) -> the document's JSON
 * and the seq of its last change. A fold of changes; knows nothing of what the
 * documents mean. Loop's thread only.
 *
 * Each collection keeps its documents in the order of their last change, so
 * that what a client missed since N is read from the tail: the work is what
 * was missed, not what there is. Deleted documents leave a tombstone in a list
 * of the same order; at most MAX_TOMBSTONES are kept, and the seq of the last
 * one dropped is the `floor`: who asks for changes since before it must take
 * the state again.
 *
 * Topics are named sets of collections, one bit each in a mask. A private
 * topic has no documents here: its documents carry an owner, and the hub sends
 * them to that owner alone.
 *
 * At start: snapshot_create, snapshot_load for every document (seq 0), then
 * snapshot_note_journal for each journal frame, oldest first: it tells which
 * seq each document had, and which documents are gone. */
#ifndef MADANG_LIVE_SNAPSHOT_H
#define MADANG_LIVE_SNAPSHOT_H

#include "base/blob.h"
#include "base/change.h"
#include "base/err.h"
#include "live/frame.h"

#include <stdbool.h>
#include <stdint.h>

enum { SNAPSHOT_MAX_TOPICS = 16, SNAPSHOT_MAX_COLLECTIONS = 64 };

struct snapshot_topic {
	const char *name; /* NULL ends the table */
	const char *const *collections; /* NULL-terminated; a collection is of one topic */
	bool is_private;
};

struct snapshot;

/* Borrows `topics` for its life; copies `epoch`. `head` is the journal's
 * newest seq (0: none yet); the floor starts there. */
struct snapshot *snapshot_create(const struct snapshot_topic *topics, const char *epoch, int64_t head);
void snapshot_destroy(struct snapshot *s); /* NULL is fine */

/* Puts a document at start. Takes `json` (from malloc, compact). `seq` is that
 * of its last change, 0 where unknown (older than the floor). */
void snapshot_load(struct snapshot *s, const char *collection, const char *id, char *json, int64_t seq);
/* One frame of the journal, oldest first, after all snapshot_load: sets the
 * seq of what it names and leaves tombstones for what is gone. The first one
 * lowers the floor to its seq - 1; a gap between two raises it again. False
 * with `err` where the text is no such frame. */
bool snapshot_note_journal(struct snapshot *s, const char *frame, size_t len, struct err *err);

/* Folds the public documents of a change; its seq must be past the head. */
void snapshot_apply(struct snapshot *s, const struct change *change);

int64_t snapshot_head(const struct snapshot *s);
int64_t snapshot_floor(const struct snapshot *s);
const char *snapshot_epoch(const struct snapshot *s);
/* Documents there are now, in all or in one collection. */
size_t snapshot_count(const struct snapshot *s, const char *collection);

/* "timetable,meetups" -> mask. False where a name is unknown, or the list is
 * empty; names given twice are one. */
bool snapshot_mask(const struct snapshot *s, const char *topics, uint32_t *ret);
/* The bits of private topics. */
uint32_t snapshot_private_mask(const struct snapshot *s);
/* The topics whose documents the last change touched. */
uint32_t snapshot_changed_mask(const struct snapshot *s);

/* The document's JSON, borrowed until the next change; NULL where there is
 * none. `ret_len` may be NULL. */
const char *snapshot_get(const struct snapshot *s, const char *collection, const char *id, size_t *ret_len);

enum snapshot_since {
	SNAPSHOT_FRAME, /* *ret holds a reference to the frame */
	SNAPSHOT_NOTHING, /* nothing of these topics changed since */
	SNAPSHOT_RESET, /* below the floor, past the head, or more than MAX_LIVE_FRAME */
};
/* All that changed in these topics since `since`, merged in one frame
 * {"seq","set","del","why"} whose seq is the head; `why` is the change's own
 * where it was one change, else "merged". Identical questions before the next
 * change share one frame. */
enum snapshot_since snapshot_frame_since(
	struct snapshot *s, uint32_t mask, int64_t since, struct frame **ret);

/* The answer of GET state: {"epoch","seq","now","docs":{…}} with every
 * collection of the public topics of `mask`, in three parts: what is fresh in
 * each answer, the documents (shared by all who ask, rendered and deflated at
 * most once a change, collection by collection), and an end. With `gzip` the
 * three together are one gzip member (RFC 1952): a stored block for the fresh
 * part, the cached deflate stream, the trailer with the combined checksum. */
struct snapshot_state {
	struct blob *before;
	struct blob *body;
	struct blob *after; /* NULL without gzip */
};
/* The caller unrefs the parts. Aborts past MAX_STATE_BYTES. */
void snapshot_state(struct snapshot *s, uint32_t mask, int64_t now, bool gzip, struct snapshot_state *ret);
/* The ETag of that answer, quotes included. It stands for the documents of
 * these topics and not for `now`, `seq` or the coding, hence weak: W/"…". */
enum { SNAPSHOT_ETAG = 128 };
void snapshot_etag(const struct snapshot *s, uint32_t mask, char out[SNAPSHOT_ETAG]);

#endif
