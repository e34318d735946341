#include "base/text.h"

#include <glib.h>
#include <string.h>

/* Letters by their Unicode category that show nothing all the same. */
static bool is_filler(gunichar c)
{
	return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
}

bool text_is_blank(const char *s)
{
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (g_unichar_isgraph(c) && !g_unichar_iszerowidth(c) && !is_filler(c))
			return false;
	}
	return true;
}

bool text_is_line(const char *s)
{
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029)
			return false;
	}
	return true;
}

size_t text_length(const char *s)
{
	return (size_t)g_utf8_strlen(s, -1);
}

bool text_is_language_tag(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	return len >= 2 && len <= 35 && !s[len];
}
