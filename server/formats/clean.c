#include "formats/clean.h"

#include "base/utf8.h"

#include <ctype.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of the white space character at `s`, 0 if it is another. */
static size_t blank_len(const char *s, size_t len)
{
	static const char *const wide[] = {"\xC2\xA0", "\xC2\x85", "\xE1\x9A\x80", "\xE2\x80\xA8",
		"\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"};
	if (len == 0)
		return 0;
	if (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		return 1;
	if ((unsigned char)*s < 0x80)
		return 0;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (len >= strlen(wide[i]) && memcmp(s, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	/* U+2000 to U+200A: the typographers' widths */
	if (len >= 3 && memcmp(s, "\xE2\x80", 2) == 0 && (unsigned char)s[2] >= 0x80 &&
		(unsigned char)s[2] <= 0x8A)
		return 3;
	return 0;
}

/* Bytes of the character at `s`, which is well-formed. */
static size_t char_len(const char *s, size_t len)
{
	return (unsigned char)*s < 0x80 ? 1 : utf8_len(s, len);
}

/* Moves a character down to where the text ends so far; the new end. */
static size_t keep(char *s, size_t out, size_t from, size_t n)
{
	if (out != from)
		memmove(s + out, s + from, n);
	return out + n;
}

/* What neither XML nor a reader can use: control characters, broken bytes,
 * noncharacters. */
static size_t drop_unusable(char *s, size_t len)
{
	size_t out = 0;
	len = utf8_clean(s, len);
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_plain(s + i, len - i);
		n = n ? n : char_len(s + i, len - i);
		if (!utf8_is_noncharacter(s + i, n))
			out = keep(s, out, i, n);
	}
	return out;
}

size_t clean_line(char *s, size_t len)
{
	size_t out = 0;
	bool gap = false;
	len = drop_unusable(s, len);
	for (size_t i = 0, n; i < len; i += n) {
		n = blank_len(s + i, len - i);
		if (n) {
			gap = out > 0;
			continue;
		}
		n = char_len(s + i, len - i);
		if (gap)
			s[out++] = ' ';
		gap = false;
		out = keep(s, out, i, n);
	}
	return out;
}

/* Bytes of the printable ASCII at `s` which does not end with a blank. */
static size_t plain_run(const char *s, size_t len)
{
	size_t n = utf8_plain(s, len);
	while (n && s[n - 1] == ' ')
		n--;
	return n;
}

size_t clean_block(char *s, size_t len)
{
	size_t out = 0, end = 0;
	len = drop_unusable(s, len);
	for (size_t i = 0, n; i < len; i += n) {
		size_t blank = blank_len(s + i, len - i);
		n = blank ? blank : plain_run(s + i, len - i);
		n = n ? n : char_len(s + i, len - i);
		if (blank && out == 0)
			continue;
		if (s[i] == '\r') {
			n = i + 1 < len && s[i + 1] == '\n' ? 2 : 1;
			s[out++] = '\n';
			continue;
		}
		out = keep(s, out, i, n);
		if (!blank)
			end = out;
	}
	return end;
}

struct entity {
	const char *name;
	unsigned long code_point;
};

/* Those of Latin letters and punctuation; sorted for bsearch. Others stay as they are. */
static const struct entity entities[] = {{"AElig", 0xC6}, {"Aacute", 0xC1}, {"Acirc", 0xC2}, {"Agrave", 0xC0},
	{"Aring", 0xC5}, {"Atilde", 0xC3}, {"Auml", 0xC4}, {"Ccedil", 0xC7}, {"ETH", 0xD0}, {"Eacute", 0xC9},
	{"Ecirc", 0xCA}, {"Egrave", 0xC8}, {"Euml", 0xCB}, {"Iacute", 0xCD}, {"Icirc", 0xCE},
	{"Igrave", 0xCC}, {"Iuml", 0xCF}, {"Ntilde", 0xD1}, {"OElig", 0x152}, {"Oacute", 0xD3},
	{"Ocirc", 0xD4}, {"Ograve", 0xD2}, {"Oslash", 0xD8}, {"Otilde", 0xD5}, {"Ouml", 0xD6},
	{"Scaron", 0x160}, {"THORN", 0xDE}, {"Uacute", 0xDA}, {"Ucirc", 0xDB}, {"Ugrave", 0xD9},
	{"Uuml", 0xDC}, {"Yacute", 0xDD}, {"Yuml", 0x178}, {"aacute", 0xE1}, {"acirc", 0xE2}, {"acute", 0xB4},
	{"aelig", 0xE6}, {"agrave", 0xE0}, {"amp", '&'}, {"apos", '\''}, {"aring", 0xE5}, {"atilde", 0xE3},
	{"auml", 0xE4}, {"bdquo", 0x201E}, {"brvbar", 0xA6}, {"bull", 0x2022}, {"ccedil", 0xE7},
	{"cedil", 0xB8}, {"cent", 0xA2}, {"copy", 0xA9}, {"curren", 0xA4}, {"dagger", 0x2020}, {"deg", 0xB0},
	{"divide", 0xF7}, {"eacute", 0xE9}, {"ecirc", 0xEA}, {"egrave", 0xE8}, {"eth", 0xF0}, {"euml", 0xEB},
	{"euro", 0x20AC}, {"frac12", 0xBD}, {"frac14", 0xBC}, {"frac34", 0xBE}, {"gt", '>'},
	{"hellip", 0x2026}, {"iacute", 0xED}, {"icirc", 0xEE}, {"iexcl", 0xA1}, {"igrave", 0xEC},
	{"iquest", 0xBF}, {"iuml", 0xEF}, {"laquo", 0xAB}, {"larr", 0x2190}, {"ldquo", 0x201C},
	{"lsaquo", 0x2039}, {"lsquo", 0x2018}, {"lt", '<'}, {"macr", 0xAF}, {"mdash", 0x2014},
	{"micro", 0xB5}, {"middot", 0xB7}, {"nbsp", 0xA0}, {"ndash", 0x2013}, {"not", 0xAC}, {"ntilde", 0xF1},
	{"oacute", 0xF3}, {"ocirc", 0xF4}, {"oelig", 0x153}, {"ograve", 0xF2}, {"ordf", 0xAA}, {"ordm", 0xBA},
	{"oslash", 0xF8}, {"otilde", 0xF5}, {"ouml", 0xF6}, {"para", 0xB6}, {"plusmn", 0xB1}, {"pound", 0xA3},
	{"quot", '"'}, {"raquo", 0xBB}, {"rarr", 0x2192}, {"rdquo", 0x201D}, {"reg", 0xAE},
	{"rsaquo", 0x203A}, {"rsquo", 0x2019}, {"sbquo", 0x201A}, {"scaron", 0x161}, {"sect", 0xA7},
	{"shy", 0xAD}, {"sup1", 0xB9}, {"sup2", 0xB2}, {"sup3", 0xB3}, {"szlig", 0xDF}, {"thorn", 0xFE},
	{"times", 0xD7}, {"trade", 0x2122}, {"uacute", 0xFA}, {"ucirc", 0xFB}, {"ugrave", 0xF9},
	{"uml", 0xA8}, {"uuml", 0xFC}, {"yacute", 0xFD}, {"yen", 0xA5}, {"yuml", 0xFF}};

static int compare_entity(const void *key, const void *item)
{
	return strcmp(key, ((const struct entity *)item)->name);
}

/* Characters that a reference may stand for. Letters and digits are left
 * alone: with them decoded, "&l&#116;;" would become an entity only then. */
static bool may_decode(unsigned long cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n' || cp == '\r';
	return cp != 0x7F && cp != '#' && cp != ';' && !(cp < 0x80 && isalnum((int)cp)) &&
		(cp & 0xFFFE) != 0xFFFE;
}

static unsigned long numeric_reference(const char *body)
{
	bool hex = *body == 'x' || *body == 'X';
	if (!isxdigit((unsigned char)body[hex]))
		return 0;
	char *end;
	unsigned long cp = strtoul(body + hex, &end, hex ? 16 : 10);
	return *end ? 0 : cp;
}

/* The reference at `s` ("&...;"): its length and character; 0 if it is none. */
static size_t take_entity(const char *s, size_t len, char out[4], size_t *ret_out_len)
{
	enum { LONGEST = 12 };
	char name[LONGEST];
	size_t n = 0;
	for (size_t i = 1; i < len && n < LONGEST - 1 && (isalnum((unsigned char)s[i]) || s[i] == '#'); i++)
		name[n++] = s[i];
	name[n] = '\0';
	if (n == 0 || n + 1 >= len || s[n + 1] != ';')
		return 0;
	unsigned long cp = 0;
	if (name[0] == '#') {
		cp = numeric_reference(name + 1);
	} else {
		const struct entity *e = bsearch(
			name, entities, sizeof entities / sizeof *entities, sizeof *entities, compare_entity);
		cp = e ? e->code_point : 0;
	}
	*ret_out_len = cp && may_decode(cp) ? utf8_put(out, cp) : 0;
	return *ret_out_len ? n + 2 : 0;
}

size_t clean_entities(char *s, size_t len)
{
	size_t out = 0;
	for (size_t i = 0; i < len;) {
		char decoded[4];
		size_t n = 0, taken = s[i] == '&' ? take_entity(s + i, len - i, decoded, &n) : 0;
		if (!taken) {
			s[out++] = s[i++];
		} else if (decoded[0] == '&') {
			/* It may begin another: look again, from this character. */
			i += taken - 1;
			s[i] = '&';
			if (!take_entity(s + i, len - i, decoded, &n))
				s[out++] = s[i++];
		} else {
			memcpy(s + out, decoded, n);
			out += n;
			i += taken;
		}
	}
	return out;
}

bool clean_looks_like_html(const char *s, size_t len)
{
	const char *end = s + len;
	for (const char *p = s; (p = memchr(p, '<', (size_t)(end - p))); p++)
		if (end - p > 2 && (isalpha((unsigned char)p[1]) || p[1] == '/'))
			return memchr(p, '>', (size_t)(end - p)) != NULL;
	return false;
}

/* Is it a tag that begins a new line, such as "</p>" or "<br/>"? */
static bool is_block_tag(const char *tag)
{
	static const char *const names[] = {"br", "p", "div", "li", "ul", "ol", "tr", "table", "blockquote",
		"pre", "h1", "h2", "h3", "h4", "h5", "h6"};
	const char *name = tag + 1 + (tag[1] == '/');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i]);
		if (g_ascii_strncasecmp(name, names[i], n) == 0 && !isalnum((unsigned char)name[n]))
			return true;
	}
	return false;
}

size_t clean_tags(char *s, size_t len)
{
	size_t out = 0;
	for (size_t i = 0; i < len;) {
		bool opens = s[i] == '<' && i + 2 < len &&
			(isalpha((unsigned char)s[i + 1]) || s[i + 1] == '/' || s[i + 1] == '!');
		const char *end = opens ? memchr(s + i, '>', len - i) : NULL;
		if (opens && !end) { /* no tag ends any more */
			memmove(s + out, s + i, len - i);
			return out + len - i;
		}
		if (!end) {
			s[out++] = s[i++];
			continue;
		}
		bool paragraph = out >= 2 && s[out - 1] == '\n' && s[out - 2] == '\n';
		size_t next = (size_t)(end + 1 - s);
		if (is_block_tag(s + i) && out > 0 && !paragraph)
			s[out++] = '\n';
		i = next;
	}
	return out;
}

size_t clean_cut(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)s[max] & 0xC0) == 0x80)
		max--;
	return max;
}

char *clean_fold(const char *s)
{
	char *folded = g_utf8_casefold(s, -1);
	char *form = g_utf8_normalize(folded, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	if (!form)
		return folded;
	g_free(folded);
	return form;
}

/* Bytes at the start of `s` that say `word`, in any case; 0: they do not. */
static size_t begins_with(const char *s, const char *word)
{
	const char *p = s;
	for (; *word; p = g_utf8_next_char(p), word = g_utf8_next_char(word))
		if (!*p || g_unichar_tolower(g_utf8_get_char(p)) != g_utf8_get_char(word))
			return 0;
	return (size_t)(p - s);
}

/* In lower case; a word before those that it begins with. */
static size_t cancelled_word(const char *s)
{
	static const char *const words[] = {"cancelled", "canceled", "abgesagt", "entfällt", "annulée",
		"annulé", "cancelado", "cancelada", "annullato", "annullata", "geannuleerd", "отменено",
		"취소됨", "취소", "キャンセル", "中止", "取消", "已取消"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = begins_with(s, words[i]);
		if (n)
			return n;
	}
	return 0;
}

/* Steps over the mark's end: a dash, colon or exclamation mark. */
static const char *skip_separators(const char *s)
{
	static const char *const marks[] = {" ", "-", ":", "!", "|", "–", "—", "：", "！"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0) {
			s += strlen(marks[i]);
			i = (size_t)-1;
		}
	return s;
}

/* "[cancelled] ", "*cancelled* "; NULL: there is no such thing. */
static const char *after_enclosed_word(const char *title)
{
	static const char *const pairs[][2] = {
		{"[", "]"}, {"(", ")"}, {"*", "*"}, {"【", "】"}, {"［", "］"}, {"（", "）"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		if (!g_str_has_prefix(title, pairs[i][0]))
			continue;
		const char *word = title + strlen(pairs[i][0]), *end = word + cancelled_word(word);
		if (end > word && g_str_has_prefix(end, pairs[i][1]))
			return end + strlen(pairs[i][1]);
	}
	return NULL;
}

bool clean_cancelled(const char *title, const char **ret_rest)
{
	const char *after = after_enclosed_word(title);
	if (after) {
		*ret_rest = skip_separators(after);
		return true;
	}
	size_t n = cancelled_word(title);
	after = title + n;
	if (n == 0)
		return false;
	if (*after == '\0') { /* nothing but the word: it stays as the title */
		*ret_rest = title;
		return true;
	}
	/* "Cancelled flights" is a title; a mark has more than a blank behind it. */
	*ret_rest = skip_separators(after);
	return *ret_rest > after + strspn(after, " ");
}

bool clean_colour(const char *s, char out[8])
{
	s += *s == '#';
	size_t n = strlen(s);
	if ((n != 6 && n != 3) || strspn(s, "0123456789abcdefABCDEF") != n)
		return false;
	out[0] = '#';
	for (size_t i = 0; i < 6; i++)
		out[i + 1] = (char)tolower((unsigned char)s[i * n / 6]);
	out[7] = '\0';
	return true;
}

size_t clean_first_language(const char *s)
{
	static const char *const forms[] = {"-formal", "-informal"}; /* pretalx: "de-formal" */
	size_t n = strcspn(s, ",;/ ");
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		size_t end = strlen(forms[i]);
		if (n > end && g_ascii_strncasecmp(s + n - end, forms[i], end) == 0)
			return n - end;
	}
	return n;
}
