/* One message for many subscribers: JSON text with a sequence number, shared
 * by counted references. Its form for Server-Sent Events is made when the
 * first such client needs it, and then shared as well. Loop's thread. */
#ifndef MADANG_LIVE_FRAME_H
#define MADANG_LIVE_FRAME_H

#include "base/blob.h"

#include <stdint.h>

struct frame {
	struct blob *json;
	struct blob *sse; /* NULL until frame_sse */
	int64_t seq; /* a client that holds this frame has seen all up to here */
	int retry_ms; /* for the `retry:` of Server-Sent Events; -1: none */
	uint32_t refs;
};

/* Takes `json` (headroom needed); one reference. */
struct frame *frame_create(struct blob *json, int64_t seq);
struct frame *frame_ref(struct frame *f);
void frame_unref(struct frame *f); /* NULL is fine */
/* `id: SEQ` where there is one, `retry:` where asked, `data: JSON`, blank line. Borrowed. The
 * JSON holds no line break (base/buf.h escapes them; a document is compact). */
struct blob *frame_sse(struct frame *f);

#endif
