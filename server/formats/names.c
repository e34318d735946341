#include "formats/names.h"

#include "formats/clean.h"

#include <ctype.h>
#include <string.h>

static char *without_entities(const char *cell)
{
	char *s = g_strdup(cell);
	s[clean_entities(s, strlen(s))] = '\0';
	return s;
}

static size_t count_words(const char *s)
{
	size_t n = 0;
	for (bool in = false; *s; s++) {
		bool letter = !isspace((unsigned char)*s);
		n += letter && !in;
		in = letter;
	}
	return n;
}

/* Names in Chinese, Japanese or Korean letters, which no comma parts. */
static bool is_east_asian(const char *s)
{
	gunichar c = g_utf8_get_char(s + strspn(s, " \t"));
	GUnicodeScript script = g_unichar_get_script(c);
	return script == G_UNICODE_SCRIPT_HANGUL || script == G_UNICODE_SCRIPT_HAN ||
		script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA;
}

void names_watch(struct names_habit *h, const char *cell)
{
	const char *comma = strchr(cell, ',');
	if (strpbrk(cell, "\n;|"))
		return;
	if (!comma || is_east_asian(cell)) {
		h->others += count_words(cell) > 1;
		return;
	}
	char *last = g_strndup(cell, (gsize)(comma - cell));
	bool pair = !strpbrk(comma + 1, ",:") && count_words(last) == 1 && count_words(comma + 1) == 1;
	h->pairs += pair;
	h->others += !pair;
	g_free(last);
}

/* --- one name ------------------------------------------------------------ */

static bool is_address(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	return at && at > s && memchr(at, '.', n - (size_t)(at - s)) && !memchr(s, ' ', n);
}

/* "+49 170 1234567", "010-1234-5678": where it begins; the end if nowhere. */
static char *find_phone(char *name)
{
	enum { FEWEST_DIGITS = 7 };
	for (char *s = name; *s; s++) {
		size_t n = strspn(s, "0123456789 +-./()"), digits = 0;
		for (size_t i = 0; i < n; i++)
			digits += g_ascii_isdigit(s[i]) != 0;
		if (digits >= FEWEST_DIGITS)
			return s;
		s += n ? n - 1 : 0;
	}
	return name + strlen(name);
}

/* Takes words with an address in them out of the name. */
static void drop_addresses(char *name)
{
	char *out = name;
	for (char *s = name; *s;) {
		size_t n = strcspn(s, " \t\r\n"), gap = strspn(s + n, " \t\r\n");
		if (!is_address(s, n)) {
			memmove(out, s, n + gap);
			out += n + gap;
		}
		s += n + gap;
	}
	*out = '\0';
}

static bool is_nobody(const char *name)
{
	static const char *const words[] = {
		"", "-", "–", "—", "?", "na", "n/a", "null", "none", "tba", "tbd", "tbc", "and", "&"};
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(name, words[i]) == 0)
			return true;
	return false;
}

static void add_line(GPtrArray *names, const char *s, size_t len)
{
	char *name = g_strndup(s, len);
	drop_addresses(name);
	*find_phone(name) = '\0';
	name[clean_line(name, strlen(name))] = '\0';
	if (*name)
		g_ptr_array_add(names, name);
	else
		g_free(name);
}

static void add_name(GPtrArray *names, const char *s, size_t len)
{
	guint before = names->len;
	add_line(names, s, len);
	if (names->len > before && is_nobody(names->pdata[before]))
		g_ptr_array_remove_index(names, before);
}

/* --- dividing ------------------------------------------------------------ */

/* What stands behind a comma and belongs to the name before it. */
static bool is_suffix(const char *s)
{
	static const char *const words[] = {"jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "esq",
		"inc", "ltd", "llc", "gmbh", "ag", "co", "corp", "mba", "msc", "cpa", "dds", "rn"};
	s += strspn(s, " ");
	size_t n = strcspn(s, ",;");
	while (n > 0 && (s[n - 1] == '.' || s[n - 1] == ' '))
		n--;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (n == strlen(words[i]) && g_ascii_strncasecmp(s, words[i], n) == 0)
			return true;
	return false;
}

/* Bytes up to the next comma that divides names: none in brackets does. */
static size_t to_comma(const char *s)
{
	int depth = 0;
	size_t n = 0;
	for (; s[n]; n++) {
		depth += s[n] == '(' || s[n] == '[';
		depth -= depth > 0 && (s[n] == ')' || s[n] == ']');
		if (s[n] == ',' && depth == 0 && !is_suffix(s + n + 1))
			break;
	}
	return n;
}

/* Where " and " or its like stands, and its length; NULL if nowhere. */
static const char *find_and(const char *s, size_t *ret_len)
{
	static const char *const words[] = {" and ", " & ", " und ", " et "};
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *at = strstr(s, words[i]);
		*ret_len = strlen(words[i]);
		if (at)
			return at;
	}
	return NULL;
}

static bool is_person_like(const char *s, size_t len)
{
	static const char *const not_people[] = {"co", "co.", "inc", "inc.", "ltd", "ltd.", "llc", "gmbh",
		"team", "group", "university", "institute", "foundation", "society", "friends", "partners",
		"company", "the", "und", "and"};
	char **words = NULL;
	const char *bracket = memchr(s, '(', len);
	char *name = g_strndup(s, bracket ? (gsize)(bracket - s) : len);
	words = g_strsplit_set(g_strstrip(name), " \t", -1);
	guint n = g_strv_length(words);
	bool good = n >= 2 && n <= 3;
	for (guint i = 0; i < n && good; i++) {
		good = g_unichar_isupper(g_utf8_get_char(words[i]));
		for (size_t w = 0; w < G_N_ELEMENTS(not_people) && good; w++)
			good = g_ascii_strcasecmp(words[i], not_people[w]) != 0;
	}
	g_strfreev(words);
	g_free(name);
	return good;
}

/* One part of a cell, which may still be two people. `listed`: others stand
 * before it, so that "and" divides for certain. */
static void add_part(GPtrArray *names, const char *s, size_t len, bool listed)
{
	char *part = g_strndup(s, len);
	size_t n;
	const char *begin = g_str_has_prefix(g_strchug(part), "and ") ? part + 4 : part;
	const char *joint = find_and(begin, &n);
	bool two = joint &&
		(listed ||
			(is_person_like(begin, (size_t)(joint - begin)) &&
				is_person_like(joint + n, strlen(joint + n))));
	if (two) {
		add_name(names, begin, (size_t)(joint - begin));
		add_name(names, joint + n, strlen(joint + n));
	} else {
		add_name(names, begin, strlen(begin));
	}
	g_free(part);
}

static void split_commas(GPtrArray *names, const char *s)
{
	bool listed = false;
	for (;;) {
		size_t n = to_comma(s);
		bool last = s[n] == '\0';
		add_part(names, s, n, listed && last);
		if (last)
			return;
		listed = true;
		s += n + 1;
	}
}

/* A line is a name whatever stands in it: so our own export has odd ones. */
static void split_marks(GPtrArray *names, const char *cell, const char *mark)
{
	char **parts = g_strsplit(cell, mark, -1);
	for (char **part = parts; *part; part++)
		if (*mark == '\n')
			add_line(names, *part, strlen(*part));
		else
			add_name(names, *part, strlen(*part));
	g_strfreev(parts);
}

GPtrArray *names_split(const char *cell, const struct names_habit *h)
{
	static const char *const marks[] = {"!$!", "\n", "\r", ";", "|", "、", "，", " / "};
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	char *plain = without_entities(cell);
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strstr(plain, marks[i])) {
			split_marks(names, plain, marks[i]);
			g_free(plain);
			return names;
		}
	if (h->pairs && !h->others)
		add_name(names, plain, strlen(plain));
	else
		split_commas(names, plain);
	g_free(plain);
	return names;
}

char *names_number(const char *name, const char **ret_name)
{
	size_t n = strspn(name, "0123456789");
	*ret_name = name;
	if (n == 0 || n > 9 || name[n] != ':' || !name[n + 1])
		return NULL;
	*ret_name = name + n + 1;
	return g_strndup(name, n);
}
