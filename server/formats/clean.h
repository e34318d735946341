/* Text from outside made readable and stable: what comes out of these, put
 * through them again, stays as it is. In place, since they only shrink;
 * lengths in bytes, no NUL needed or written. */
#ifndef MADANG_FORMATS_CLEAN_H
#define MADANG_FORMATS_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

/* One line: UTF-8, no control characters, all white space (NBSP and U+3000
 * too) folded to single blanks, none at the ends. */
size_t clean_line(char *s, size_t len);
/* Lines kept, with LF; blanks taken off both ends. */
size_t clean_block(char *s, size_t len);
/* HTML entities as characters, also doubly escaped ones ("&amp;lt;"). */
size_t clean_entities(char *s, size_t len);
/* Has tags: then its entities are HTML's own and not to be decoded. */
bool clean_looks_like_html(const char *s, size_t len);
/* Without the tags, for what looks like HTML: where a block or a line ended, a
 * line ends. Entities stay. */
size_t clean_tags(char *s, size_t len);
/* At most `max` bytes, cut between characters. */
size_t clean_cut(const char *s, size_t len, size_t max);
/* The same for two spellings of one name (case, Unicode form); g_free. */
char *clean_fold(const char *s);
/* "CANCELLED - Title", "[Canceled] Title", "[취소] Title": true, and *ret_rest
 * is the title behind the mark. "Cancelling POSIX syscalls" is none. */
bool clean_cancelled(const char *title, const char **ret_rest);
/* "#rrggbb" in lower case from "#RRGGBB", "RRGGBB" or "#RGB"; else false. */
bool clean_colour(const char *s, char out[8]);
/* Length of the first language of "de, en", and of the one in "de-formal". */
size_t clean_first_language(const char *s);

#endif
