/* What counts as a text that people read: rules for what comes from outside.
 * All take NUL-terminated valid UTF-8. */
#ifndef MADANG_BASE_TEXT_H
#define MADANG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Nothing in it can be seen: blanks of every script, fillers (U+3164), joiners
 * and marks without a letter, or nothing at all. */
bool text_is_blank(const char *s);
/* Has it no control characters and no line breaks (also U+2028 and U+2029)? */
bool text_is_line(const char *s);
/* Code points. */
size_t text_length(const char *s);
/* Has it the form of a language tag (RFC 5646)? Not whether it is registered. */
bool text_is_language_tag(const char *s);

#endif
