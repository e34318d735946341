/* Text files in the encodings that tables are saved in, as UTF-8. */
#ifndef MADANG_FORMATS_CHARSET_H
#define MADANG_FORMATS_CHARSET_H

#include <stddef.h>

/* The text in well-formed UTF-8, without a byte order mark: a copy with a NUL
 * behind (g_free), its length and the encoding's name. NULL where the bytes
 * are text in none of: UTF-8 (a few broken bytes become '?'), UTF-16 (Excel's
 * "Unicode text"), CP949 (Korean Windows), CP932 (Japanese
 * Windows), Windows-1252. */
char *charset_text(const char *bytes, size_t len, size_t *ret_len, const char **ret_name);

#endif
