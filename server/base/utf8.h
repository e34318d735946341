/* UTF-8 (RFC 3629), byte by byte: no overlong forms, no surrogates. */
#ifndef MADANG_BASE_UTF8_H
#define MADANG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Length in bytes (1..4) of the character at `s`, 0 where it is malformed or
 * cut off by `len`. */
size_t utf8_len(const char *s, size_t len);
/* Length of the run of printable ASCII at `s`: what needs no closer look. */
size_t utf8_plain(const char *s, size_t len);
bool utf8_valid(const char *s, size_t len);
/* U+FFFE and U+FFFF, which XML 1.0 forbids; `n` from utf8_len. */
bool utf8_is_noncharacter(const char *s, size_t n);
/* Writes the code point as UTF-8; returns the bytes written, 0 where it is
 * not a Unicode scalar value. `out` has room for 4. */
size_t utf8_put(char *out, unsigned long code_point);
/* In place: control characters below U+0020 (but not tab, LF, CR) and U+007F
 * are left out, malformed bytes become '?'. Returns the new length. */
size_t utf8_clean(char *s, size_t len);

#endif
