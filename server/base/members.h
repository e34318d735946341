/* Members of a JSON object that is written piece by piece: each begins with its
 * comma. Names need no escaping. A document has some twenty, and a storm writes
 * tens of thousands of documents a second: no printf here. */
#ifndef MADANG_BASE_MEMBERS_H
#define MADANG_BASE_MEMBERS_H

#include "base/buf.h"

/* `,"name":`, for what the caller writes itself. */
void member_name(struct buf *out, const char *name);
/* NULL gives null. */
void member_text(struct buf *out, const char *name, const char *text);
void member_int(struct buf *out, const char *name, int64_t number);
void member_bool(struct buf *out, const char *name, bool value);
/* In ms since 1970, as RFC 3339 in UTC; 0 gives null. */
void member_instant(struct buf *out, const char *name, int64_t at);

#endif
