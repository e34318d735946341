/* What one commit made different, as the world may see it: the thing that the
 * journal keeps, the snapshot folds and every screen gets. */
#ifndef MADANG_BASE_CHANGE_H
#define MADANG_BASE_CHANGE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct change_doc {
	char *collection;
	char *id;
	char *owner; /* NULL: public; else the attendee who alone may see it */
	char *json; /* the whole document; NULL: it is gone. NULL too where it has an owner and comes
			from the writer: it is rendered for whoever listens, by the hub */
};

struct change {
	int64_t seq;
	char *why; /* one word of what was done: "sessions.patch" */
	struct change_doc *docs; /* grouped by collection */
	size_t count;
};

/* Owns copies of what it is given. */
struct change *change_create(void);
void change_destroy(struct change *c); /* NULL is fine */
/* Takes `json` (from malloc); copies the names. */
void change_add(struct change *c, const char *owner, const char *collection, const char *id, char *json);
void change_set_why(struct change *c, const char *why);
/* Appends the contract's frame {"seq","set","del","why"} of the public
 * documents, or of those of `owner`. Documents of one collection must stand
 * together (change_sort). */
void change_write(const struct change *c, const char *owner, struct buf *out);
/* Is there a document for everybody in it? Else it has no seq of its own: it
 * stands at the last one that had. */
bool change_is_public(const struct change *c);
/* Sorts by collection and id, so that equal changes have equal bytes. */
void change_sort(struct change *c);

#endif
