#include "formats/charset.h"

#include "base/utf8.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static char *convert(const char *bytes, size_t len, const char *from, size_t *ret_len)
{
	gsize read, written;
	char *text = g_convert(bytes, (gssize)len, "UTF-8", from, &read, &written, NULL);
	if (text)
		*ret_len = utf8_clean(text, written);
	return text;
}

static const char *utf16_name(const char *bytes, size_t len)
{
	if (len < 2)
		return NULL;
	if (memcmp(bytes, "\xFF\xFE", 2) == 0)
		return "UTF-16LE";
	return memcmp(bytes, "\xFE\xFF", 2) == 0 ? "UTF-16BE" : NULL;
}

/* Not all of it, but more of it than not: then a few bytes were damaged. */
static bool mostly_utf8(const char *bytes, size_t len)
{
	size_t good = 0, bad = 0;
	for (size_t i = 0, n; i < len; i += n ? n : 1) {
		n = utf8_len(bytes + i, len - i);
		good += n > 1;
		bad += n == 0;
	}
	return good >= bad;
}

/* Hangul stands as pairs of high bytes; in western text these are letters
 * with accents, which hardly ever stand two together. */
static bool looks_korean(const char *bytes, size_t len)
{
	size_t pairs = 0, single = 0;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c < 0x80)
			continue;
		bool pair = c >= 0xA1 && i + 1 < len && (unsigned char)bytes[i + 1] >= 0xA1;
		pairs += pair;
		single += !pair;
		i += pair;
	}
	return pairs > 4 * single;
}

/* Kana in Shift_JIS begin with bytes that western text hardly has. */
static bool looks_japanese(const char *bytes, size_t len)
{
	size_t kana = 0, others = 0;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i],
			      next = i + 1 < len ? (unsigned char)bytes[i + 1] : 0;
		bool is_kana = (c == 0x82 && next >= 0x9F && next <= 0xF1) ||
			(c == 0x83 && next >= 0x40 && next <= 0x96);
		kana += is_kana;
		others += c >= 0x80 && !is_kana;
		i += c >= 0x80; /* the second byte of a pair says nothing */
	}
	return 4 * kana > others;
}

/* Windows-1252 has five holes; what has a byte there is read as Latin-1,
 * which has none. */
static char *single_byte(const char *bytes, size_t len, size_t *ret_len, const char **ret_name)
{
	*ret_name = "Windows-1252";
	char *text = convert(bytes, len, "WINDOWS-1252", ret_len);
	return text ? text : convert(bytes, len, "ISO-8859-1", ret_len);
}

char *charset_text(const char *bytes, size_t len, size_t *ret_len, const char **ret_name)
{
	const char *wide = utf16_name(bytes, len);
	char *text = NULL;
	if (wide) {
		*ret_name = "UTF-16";
		text = convert(bytes + 2, len - 2, wide, ret_len);
	} else if (mostly_utf8(bytes, len)) {
		bool mark = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
		*ret_name = "UTF-8";
		text = g_strndup(bytes + (mark ? 3 : 0), len - (mark ? 3 : 0));
		*ret_len = utf8_clean(text, len - (mark ? 3 : 0));
	} else {
		*ret_name = looks_korean(bytes, len) ? "CP949" : looks_japanese(bytes, len) ? "CP932" : NULL;
		text = *ret_name ? convert(bytes, len, *ret_name, ret_len) : NULL;
		text = text ? text : single_byte(bytes, len, ret_len, ret_name);
	}
	if (text)
		text[*ret_len] = '\0';
	return text;
}
