#include "live/frame.h"

#include <stdlib.h>

struct frame *frame_create(struct blob *json, int64_t seq)
{
	struct frame *f = malloc(sizeof *f);
	if (!f)
		abort();
	*f = (struct frame){.json = json, .seq = seq, .retry_ms = -1, .refs = 1};
	return f;
}

struct frame *frame_ref(struct frame *f)
{
	f->refs++;
	return f;
}

void frame_unref(struct frame *f)
{
	if (!f || --f->refs > 0)
		return;
	blob_unref(f->json);
	blob_unref(f->sse);
	free(f);
}

struct blob *frame_sse(struct frame *f)
{
	if (f->sse)
		return f->sse;
	struct buf b = BUF_INIT(BLOB_HEADROOM + f->json->len + 128);
	blob_begin(&b);
	if (f->seq >= 0)
		buf_addf(&b, "id: %lld\n", (long long)f->seq);
	if (f->retry_ms >= 0)
		buf_addf(&b, "retry: %d\n", f->retry_ms);
	buf_add_str(&b, "data: ");
	buf_add(&b, f->json->bytes, f->json->len);
	buf_add_str(&b, "\n\n");
	f->sse = blob_end(&b);
	if (!f->sse)
		abort();
	return f->sse;
}
