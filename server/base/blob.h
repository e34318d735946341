/* Bytes that several readers share without copying: a frame on its way to
 * thousands of sockets, the body of an answer. Counted references; the loop's
 * thread only. BLOB_HEADROOM writable bytes stand before the first one, where
 * libwebsockets puts its frame header (LWS_PRE), and a NUL behind the last. */
#ifndef MADANG_BASE_BLOB_H
#define MADANG_BASE_BLOB_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

enum { BLOB_HEADROOM = 16 };

struct blob {
	const char *bytes;
	size_t len;
	uint32_t refs;
	char *memory; /* headroom, bytes, NUL: owned; NULL where the bytes are borrowed */
};

/* A copy of `len` bytes, with one reference. Aborts without memory. */
struct blob *blob_create(const void *bytes, size_t len);
/* Bytes that live as long as the program (a file built into it). They have no
 * headroom, so they may be a body but never a frame. */
struct blob *blob_borrow(const char *bytes, size_t len);
/* Without a copy: blob_begin puts the headroom into an empty `b`, the caller
 * appends, blob_end takes the memory (NULL if `b` has failed) and leaves `b`
 * empty. The buffer's maximum counts the headroom. */
void blob_begin(struct buf *b);
struct blob *blob_end(struct buf *b);
/* Both give back `b`; NULL is fine. */
struct blob *blob_ref(struct blob *b);
void blob_unref(struct blob *b);

#endif
