#include "event/alike.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_COMPARED = 200, /* letters: names are short, and the rest of a long one says no more */
	MIN_WITHIN = 4, /* letters of a name that another may hold */
};

/* One name, as letters and as sorted pairs of neighbours. */
struct letters {
	gunichar letter[MAX_COMPARED + 1];
	guint64 pair[MAX_COMPARED];
	int count, pairs;
};

static int compare_pairs(const void *a, const void *b)
{
	guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
	return x < y ? -1 : x > y;
}

static void take_letters(struct letters *l, const char *name, size_t len)
{
	l->count = 0;
	for (const char *p = name; p < name + len && l->count < MAX_COMPARED; p = g_utf8_next_char(p))
		l->letter[l->count++] = g_utf8_get_char(p);
	l->pairs = l->count > 1 ? l->count - 1 : 0;
	for (int i = 0; i < l->pairs; i++)
		l->pair[i] = (guint64)l->letter[i] << 32 | l->letter[i + 1];
	qsort(l->pair, (size_t)l->pairs, sizeof l->pair[0], compare_pairs);
}

/* Both digits: the number that they are part of goes on. */
static bool cuts_number(const struct letters *l, int before, int after)
{
	return before >= 0 && after < l->count && g_unichar_isdigit(l->letter[before]) &&
		g_unichar_isdigit(l->letter[after]);
}

static bool is_within(const struct letters *part, const struct letters *whole)
{
	if (part->count < MIN_WITHIN)
		return false;
	for (int at = 0; at + part->count <= whole->count; at++)
		if (memcmp(part->letter, whole->letter + at, (size_t)part->count * sizeof part->letter[0]) ==
				0 &&
			!cuts_number(whole, at - 1, at) &&
			!cuts_number(whole, at + part->count - 1, at + part->count))
			return true;
	return false;
}

static bool same_digits(const struct letters *a, const struct letters *b)
{
	int i = 0, j = 0;
	for (;; i++, j++) {
		while (i < a->count && !g_unichar_isdigit(a->letter[i]))
			i++;
		while (j < b->count && !g_unichar_isdigit(b->letter[j]))
			j++;
		if (i == a->count || j == b->count)
			return i == a->count && j == b->count;
		if (a->letter[i] != b->letter[j])
			return false;
	}
}

static int shared_pairs(const struct letters *a, const struct letters *b)
{
	int shared = 0;
	for (int i = 0, j = 0; i < a->pairs && j < b->pairs;) {
		if (a->pair[i] == b->pair[j]) {
			shared++;
			i++;
			j++;
		} else if (a->pair[i] < b->pair[j]) {
			i++;
		} else {
			j++;
		}
	}
	return shared;
}

static bool same_letters(const struct letters *a, const struct letters *b, int count)
{
	return memcmp(a->letter, b->letter, (size_t)count * sizeof a->letter[0]) == 0;
}

/* "Room A" and "Room B": the last letter is a number, too. */
static bool differ_at_end(const struct letters *a, const struct letters *b)
{
	return a->count == b->count && same_letters(a, b, a->count - 1) && !same_letters(a, b, a->count);
}

/* One letter is another one, or missing ("Roo D"). */
static bool is_slip(const struct letters *a, const struct letters *b)
{
	int shorter = MIN(a->count, b->count), longer = MAX(a->count, b->count), before = 0, after = 0;
	while (before < shorter && a->letter[before] == b->letter[before])
		before++;
	while (after < shorter - before && a->letter[a->count - 1 - after] == b->letter[b->count - 1 - after])
		after++;
	return longer > MIN_WITHIN && before + after >= longer - 1;
}

static bool lines_alike(const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct letters x, y;
	if (a_len == b_len && memcmp(a, b, a_len) == 0)
		return true;
	take_letters(&x, a, a_len);
	take_letters(&y, b, b_len);
	if (!x.pairs || !y.pairs || differ_at_end(&x, &y))
		return false;
	return is_within(&x, &y) || is_within(&y, &x) ||
		(same_digits(&x, &y) && (is_slip(&x, &y) || 3 * shared_pairs(&x, &y) >= x.pairs + y.pairs));
}

bool names_alike(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	for (const char *x = a; *x; x += strcspn(x, "\n"), x += *x == '\n')
		for (const char *y = b; *y; y += strcspn(y, "\n"), y += *y == '\n')
			if (lines_alike(x, strcspn(x, "\n"), y, strcspn(y, "\n")))
				return true;
	return false;
}

/* --- long texts ----------------------------------------------------------- */

/* Past the tags that begin here; where none does, `p` itself. */
static const char *after_tags(const char *p)
{
	enum { MAX_TAG = 300 };
	while (*p == '<' && (g_ascii_isalpha(p[1]) || p[1] == '/')) {
		const char *end = memchr(p, '>', strnlen(p, MAX_TAG));
		if (!end)
			break;
		p = end + 1;
	}
	return p;
}

static GString *only_letters(const char *text)
{
	GString *letters = g_string_sized_new(strlen(text));
	for (const char *p = after_tags(text); *p; p = after_tags(g_utf8_next_char(p))) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_isalnum(c))
			g_string_append_unichar(letters, g_unichar_tolower(c));
	}
	return letters;
}

bool texts_alike(const char *a, const char *b)
{
	enum { SLACK = 200 };
	GString *x = only_letters(a), *y = only_letters(b);
	GString *longer = x->len > y->len ? x : y, *shorter = x->len > y->len ? y : x;
	bool alike =
		shorter->len && longer->len <= 2 * shorter->len + SLACK && strstr(longer->str, shorter->str);
	g_string_free(x, TRUE);
	g_string_free(y, TRUE);
	return alike;
}
