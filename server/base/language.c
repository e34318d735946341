#include "base/language.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* The weight in "ko;q=0.8", which is 1 where none is named; -1: malformed. */
static double weight(const char *parameters, size_t len)
{
	if (len == 0)
		return 1;
	char text[16];
	char *end = NULL;
	const char *value = memchr(parameters, '=', len);
	if (!value || len - (size_t)(value - parameters) > sizeof text)
		return -1;
	g_strlcpy(text, value + 1, len - (size_t)(value - parameters));
	double q = g_ascii_strtod(g_strstrip(text), &end);
	char *name = g_strstrip(g_strndup(parameters + 1, (size_t)(value - parameters - 1)));
	bool good = g_ascii_strcasecmp(name, "q") == 0 && end != text && !*end && q >= 0 && q <= 1;
	g_free(name);
	return good ? q : -1;
}

static const char *offered_as(const char *range, size_t len, const char *const *offered)
{
	for (; *offered; offered++) {
		size_t n = strlen(*offered);
		if (len >= n && g_ascii_strncasecmp(range, *offered, n) == 0 && (len == n || range[n] == '-'))
			return *offered;
	}
	return NULL;
}

const char *language_wanted(const char *header, const char *const *offered)
{
	const char *best = NULL;
	double most = 0;
	for (const char *p = header; p && *p;) {
		p += strspn(p, ", \t");
		size_t len = strcspn(p, ","), range = strcspn(p, ",; \t");
		size_t semicolon = strcspn(p, ",;");
		double q = weight(p + semicolon, len - semicolon);
		const char *tag = offered_as(p, range, offered);
		if (tag && q > most) {
			best = tag;
			most = q;
		}
		p += len;
	}
	return best;
}
