#include "expect.h"

#include <string.h>

static void expectation_free(void *p)
{
	struct expectation *e = p;
	g_free(e->outcome);
	g_free(e->zone);
	g_free(e);
}

/* Takes one line apart, in place. */
static void read_line(GHashTable *table, char *line)
{
	char **words = g_strsplit_set(g_strstrip(line), " \t", -1);
	struct expectation *e = g_new0(struct expectation, 1);
	GString *outcome = g_string_new(NULL);
	for (char **w = words[0] ? words + 1 : words; *w; w++) {
		if (g_str_has_prefix(*w, "tz="))
			e->zone = g_strdup(*w + strlen("tz="));
		else if (**w)
			g_string_append_printf(outcome, "%s%s", outcome->len ? " " : "", *w);
	}
	e->outcome = g_string_free(outcome, FALSE);
	if (*e->outcome && *words[0] != '#')
		g_hash_table_insert(table, g_strdup(words[0]), e);
	else
		expectation_free(e);
	g_strfreev(words);
}

GHashTable *expect_read(const char *path)
{
	char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return NULL;
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, expectation_free);
	char **lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		read_line(table, *line);
	g_strfreev(lines);
	g_free(text);
	return table;
}
