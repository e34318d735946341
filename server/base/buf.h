/* A byte buffer that grows up to a named maximum. Past it (or without memory)
 * it turns `failed` and takes nothing more, so that a caller may append many
 * times and look once, at the end. The bytes are always NUL-terminated, one
 * past `len`. */
#ifndef MADANG_BASE_BUF_H
#define MADANG_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data; /* owned; NULL while empty */
	size_t len;
	size_t cap;
	size_t max;
	bool failed;
};

#define BUF_INIT(maximum) ((struct buf){.max = (maximum)})

/* Frees the bytes and leaves an empty buffer with the same maximum. */
void buf_clear(struct buf *b);
/* Forgets the bytes but keeps the memory. */
void buf_reset(struct buf *b);
void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_add_str(struct buf *b, const char *s);
void buf_add_char(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Appends the number in decimal. */
void buf_add_int(struct buf *b, int64_t number);
/* Appends `s` as a JSON string, quotes included (RFC 8259, 7). NULL gives
 * `null`. Bytes that are not UTF-8 become U+FFFD. */
void buf_add_json(struct buf *b, const char *s);
/* As buf_add_json, for `len` bytes. */
void buf_add_json_n(struct buf *b, const char *s, size_t len);
/* Appends `s` with & < > " and ' written as XML entities; characters that XML
 * 1.0 does not allow are left out. */
void buf_add_xml(struct buf *b, const char *s);
/* Hands the bytes over (the caller frees them with free()) and leaves an
 * empty buffer; NULL if it failed. An empty buffer gives "". */
char *buf_take(struct buf *b, size_t *ret_len);

#endif
