#include "base/blob.h"

#include <stdlib.h>
#include <string.h>

static struct blob *blob_new(const char *bytes, size_t len, char *memory)
{
	struct blob *b = malloc(sizeof *b);
	if (!b)
		abort();
	*b = (struct blob){.bytes = bytes, .len = len, .refs = 1, .memory = memory};
	return b;
}

struct blob *blob_create(const void *bytes, size_t len)
{
	char *memory = malloc(BLOB_HEADROOM + len + 1);
	if (!memory)
		abort();
	if (len)
		memcpy(memory + BLOB_HEADROOM, bytes, len);
	memory[BLOB_HEADROOM + len] = '\0';
	return blob_new(memory + BLOB_HEADROOM, len, memory);
}

struct blob *blob_borrow(const char *bytes, size_t len)
{
	return blob_new(bytes, len, NULL);
}

void blob_begin(struct buf *b)
{
	static const char headroom[BLOB_HEADROOM];
	buf_add(b, headroom, sizeof headroom);
}

struct blob *blob_end(struct buf *b)
{
	size_t len;
	char *memory = buf_take(b, &len);
	return memory ? blob_new(memory + BLOB_HEADROOM, len - BLOB_HEADROOM, memory) : NULL;
}

struct blob *blob_ref(struct blob *b)
{
	if (b)
		b->refs++;
	return b;
}

void blob_unref(struct blob *b)
{
	if (!b || --b->refs > 0)
		return;
	free(b->memory);
	free(b);
}
