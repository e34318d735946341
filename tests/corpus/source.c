#include "source.h"

#include "base/clock.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

struct source source_read(const char *path, const struct source_options *options)
{
	struct source s = {0};
	struct read_options how;
	char *bytes = NULL;
	gsize len = 0;
	if (read_options_parse(options->zone, options->columns, &how, &s.err) != STATUS_OK)
		; /* said in s.err */
	else if (!g_file_get_contents(path, &bytes, &len, NULL)) {
		err_set(&s.err, STATUS_STORAGE, "unreadable", "cannot be opened");
	} else {
		int64_t began = monotonic_us();
		formats_read(bytes, len, &how, &s.p, &s.err);
		s.ms = (double)(monotonic_us() - began) / 1000.0;
	}
	read_options_clear(&how);
	g_free(bytes);
	return s;
}

void source_clear(struct source *s)
{
	programme_destroy(s->p);
	*s = (struct source){0};
}

void source_print_warnings(const struct source *s)
{
	for (size_t i = 0; getenv("CORPUS_WARNINGS") && i < s->p->warning_count; i++)
		printf("    %s\n", s->p->warnings[i]);
}
