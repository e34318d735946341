/* Which language a reader wants (RFC 9110, 12.5.4). */
#ifndef MADANG_BASE_LANGUAGE_H
#define MADANG_BASE_LANGUAGE_H

/* Of the tags that are offered (NULL at the end), the one that an
 * Accept-Language header wants most: "ko" is wanted by "ko" and by "ko-KR".
 * The earlier of two that are wanted alike; NULL where none is, or `header`
 * is NULL or takes any. Items that are malformed are passed over. */
const char *language_wanted(const char *header, const char *const *offered);

#endif
