#include "base/change.h"

#include "base/alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *s)
{
	char *p = s ? strdup(s) : NULL;
	if (s && !p)
		abort();
	return p;
}

struct change *change_create(void)
{
	struct change *c = xcalloc(1, sizeof *c);
	return c;
}

void change_destroy(struct change *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->count; i++) {
		free(c->docs[i].collection);
		free(c->docs[i].id);
		free(c->docs[i].owner);
		free(c->docs[i].json);
	}
	free(c->docs);
	free(c->why);
	free(c);
}

void change_add(struct change *c, const char *owner, const char *collection, const char *id, char *json)
{
	/* Grows by doubling: the count is a power of two exactly when it is full. */
	if ((c->count & (c->count - 1)) == 0) {
		struct change_doc *docs = realloc(c->docs, (c->count ? c->count * 2 : 1) * sizeof *docs);
		if (!docs)
			abort();
		c->docs = docs;
	}
	c->docs[c->count++] = (struct change_doc){copy(collection), copy(id), copy(owner), json};
}

void change_set_why(struct change *c, const char *why)
{
	free(c->why);
	c->why = copy(why);
}

static int compare(const void *a, const void *b)
{
	const struct change_doc *x = a, *y = b;
	int order = strcmp(x->collection, y->collection);
	return order ? order : strcmp(x->id, y->id);
}

bool change_is_public(const struct change *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (!c->docs[i].owner)
			return true;
	return false;
}

void change_sort(struct change *c)
{
	qsort(c->docs, c->count, sizeof *c->docs, compare);
}

static bool belongs(const struct change_doc *d, const char *owner)
{
	return owner ? d->owner && strcmp(d->owner, owner) == 0 : !d->owner;
}

/* Writes the documents that are there ("set") or those that are gone ("del"). */
static void write_group(const struct change *c, const char *owner, bool gone, struct buf *out)
{
	const char *open = NULL; /* the collection being written */
	buf_add_str(out, gone ? ",\"del\":{" : ",\"set\":{");
	for (size_t i = 0; i < c->count; i++) {
		const struct change_doc *d = &c->docs[i];
		if (!belongs(d, owner) || gone != !d->json)
			continue;
		bool first = !open || strcmp(open, d->collection) != 0;
		if (first) {
			buf_add_str(out, !open ? "" : gone ? "]," : "},");
			buf_add_json(out, d->collection);
			buf_add_str(out, gone ? ":[" : ":{");
			open = d->collection;
		} else {
			buf_add_char(out, ',');
		}
		buf_add_json(out, d->id);
		if (!gone) {
			buf_add_char(out, ':');
			buf_add_str(out, d->json);
		}
	}
	buf_add_str(out, !open ? "}" : gone ? "]}" : "}}");
}

void change_write(const struct change *c, const char *owner, struct buf *out)
{
	buf_addf(out, "{\"seq\":%lld", (long long)c->seq);
	write_group(c, owner, false, out);
	write_group(c, owner, true, out);
	buf_add_str(out, ",\"why\":");
	buf_add_json(out, c->why ? c->why : "");
	buf_add_char(out, '}');
}
