/* The people whom one cell of a table names. */
#ifndef MADANG_FORMATS_NAMES_H
#define MADANG_FORMATS_NAMES_H

#include <glib.h>
#include <stdbool.h>

/* How a column writes names, seen from all of its cells: in "Kim, Minji" the
 * comma divides no people where all of them are written so. */
struct names_habit {
	size_t pairs; /* "Kim, Minji": two single words */
	size_t others; /* other cells with a comma, or names of several words without */
};
void names_watch(struct names_habit *h, const char *cell);

/* The names in the cell, in its order: lines, else parts divided by ";", "|",
 * "、", " / " or frab's "!$!", else by commas; the last of several also at "and" and "&",
 * and two names of two words each ("Ann Lee and Bo Kim"), but no "Name & Co".
 * HTML entities are decoded, e-mail addresses and phone numbers left out. Of g_free; the caller
 * owns the list (g_ptr_array_unref). */
GPtrArray *names_split(const char *cell, const struct names_habit *h);
/* voctosched's "12:Name": the number, and *ret_name behind it; else NULL and
 * the name as it is. g_free. */
char *names_number(const char *name, const char **ret_name);

#endif
