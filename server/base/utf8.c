#include "base/utf8.h"

#include <string.h>

static bool is_tail(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

static size_t len3(const unsigned char *p, size_t len)
{
	if (len < 3 || !is_tail(p[1]) || !is_tail(p[2]))
		return 0;
	if (p[0] == 0xE0 && p[1] < 0xA0)
		return 0;
	return p[0] == 0xED && p[1] >= 0xA0 ? 0 : 3;
}

static size_t len4(const unsigned char *p, size_t len)
{
	if (len < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3]))
		return 0;
	if (p[0] == 0xF0 && p[1] < 0x90)
		return 0;
	return p[0] == 0xF4 && p[1] >= 0x90 ? 0 : 4;
}

size_t utf8_len(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	if (len == 0)
		return 0;
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	if (p[0] < 0xE0)
		return len >= 2 && is_tail(p[1]) ? 2 : 0;
	return p[0] < 0xF0 ? len3(p, len) : len4(p, len);
}

size_t utf8_plain(const char *s, size_t len)
{
	size_t n = 0;
	while (n < len && s[n] >= 0x20 && s[n] < 0x7F)
		n++;
	return n;
}

bool utf8_valid(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = utf8_len(s + i, len - i);
		if (!n)
			return false;
		i += n;
	}
	return true;
}

bool utf8_is_noncharacter(const char *s, size_t n)
{
	return n == 3 && memcmp(s, "\xEF\xBF", 2) == 0 && (unsigned char)s[2] >= 0xBE;
}

size_t utf8_put(char *out, unsigned long cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		return 0;
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

size_t utf8_clean(char *s, size_t len)
{
	size_t out = utf8_plain(s, len);
	for (size_t i = out; i < len;) {
		unsigned char c = (unsigned char)s[i];
		size_t n = utf8_len(s + i, len - i);
		if (!n) {
			s[out++] = '?';
			i++;
			continue;
		}
		bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
		if (!control) {
			n += utf8_plain(s + i + n, len - i - n);
			memmove(s + out, s + i, n);
			out += n;
		}
		i += n;
	}
	return out;
}
