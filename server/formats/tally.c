#include "formats/tally.h"

#include <stdio.h>

void tally_path(struct tally *t, const struct path *at)
{
	struct buf place = BUF_INIT(sizeof t->first * 4);
	if (t->count++)
		return;
	parts_path(at, &place);
	snprintf(t->first, sizeof t->first, "%s", place.data ? place.data : "");
	buf_clear(&place);
}

void tally_line(struct tally *t, size_t line)
{
	if (!t->count++)
		snprintf(t->first, sizeof t->first, "line %zu", line);
}

void tally_warn(const struct tally *t, struct programme *p, const char *what)
{
	if (t->count)
		programme_warn(p, "%zu %s (first: %s)", t->count, what, t->first);
}
