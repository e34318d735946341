/* Inside the snapshot: what snapshot.c folds and state.c renders. */
#ifndef MADANG_LIVE_FOLDED_H
#define MADANG_LIVE_FOLDED_H

#include "live/snapshot.h"

struct doc {
	struct doc *chain; /* of the same hash bucket */
	struct doc *prev, *next; /* in its collection's line */
	int64_t seq; /* of its last change */
	char *json; /* owned; NULL: a tombstone */
	size_t len;
	struct collection *collection;
	char id[];
};

/* Documents by the seq of their last change, oldest first. */
struct line {
	struct doc *head, *tail;
	size_t count;
};

struct collection {
	const char *name;
	uint32_t topic; /* its bit */
	bool is_private;
	int64_t seq; /* of the last change to any of its documents */
	struct line docs;
	struct line gone;
	/* The deflated form of `"name":{…}`, ended by a full flush so that pieces
	 * may be strung together; NULL where not made since `piece_seq`. */
	struct blob *piece;
	int64_t piece_seq;
	uint32_t piece_crc; /* of the text… */
	size_t piece_text; /* …and its length */
};

/* The rendered documents of one mask, valid while `seq` is that of the mask. */
struct rendered {
	uint32_t mask;
	int64_t seq;
	struct blob *text;
	struct blob *deflated;
	uint32_t crc; /* of the text that `deflated` stands for… */
	size_t len; /* …and its length */
};

struct kept_frame {
	uint32_t mask;
	int64_t since;
	enum snapshot_since result;
	struct frame *frame; /* NULL: the slot is free, or the result is no frame */
	bool used;
};

enum { KEPT_FRAMES = 64, KEPT_STATES = 8 };

struct snapshot {
	const struct snapshot_topic *topics;
	char *epoch;
	int64_t head;
	int64_t floor;
	int64_t dropped; /* the newest seq of a tombstone forgotten */
	int64_t noted; /* the last journal frame's seq; 0: none */
	int64_t noted_from; /* the journal knows all changes after this one, up to `noted` */
	uint32_t changed; /* topics of the last change */
	char *why; /* of the last change */
	struct collection collections[SNAPSHOT_MAX_COLLECTIONS];
	size_t collection_count;
	struct doc **buckets;
	size_t bucket_count; /* a power of two */
	size_t doc_count, gone_count;
	uint64_t hash_key;
	struct kept_frame frames[KEPT_FRAMES];
	struct rendered states[KEPT_STATES];
	size_t next_state; /* the slot to be used again next */
};

/* The seq of the last change to any document of these topics. */
int64_t snapshot_mask_seq(const struct snapshot *s, uint32_t mask);
void rendered_clear(struct rendered *r);

#endif
