#include "api/callers.h"

#include "base/alloc.h"

#include <glib.h>
#include <stdlib.h>

struct entry {
	struct caller caller;
	int64_t until;
	GList link; /* in `used` */
};

struct callers {
	GHashTable *entries; /* caller.token -> struct entry */
	GQueue used; /* the entries, most recently used first */
	size_t max;
	GHashTable *seen; /* caller.id -> int64_t, both owned */
};

struct callers *callers_create(size_t max)
{
	struct callers *c = xcalloc(1, sizeof *c);
	c->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	c->max = max;
	c->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return c;
}

void callers_destroy(struct callers *c)
{
	if (!c)
		return;
	g_hash_table_destroy(c->entries);
	g_hash_table_destroy(c->seen);
	free(c);
}

static void drop(struct callers *c, struct entry *e)
{
	g_queue_unlink(&c->used, &e->link);
	g_hash_table_remove(c->entries, e->caller.token);
}

bool callers_get(struct callers *c, const char *hash, int64_t now, struct caller *ret)
{
	struct entry *e = g_hash_table_lookup(c->entries, hash);
	if (!e)
		return false;
	if (e->until <= now) {
		drop(c, e);
		return false;
	}
	g_queue_unlink(&c->used, &e->link);
	g_queue_push_head_link(&c->used, &e->link);
	*ret = e->caller;
	return true;
}

void callers_put(struct callers *c, const struct caller *caller, int64_t until)
{
	struct entry *last = g_hash_table_lookup(c->entries, caller->token);
	if (last)
		drop(c, last);
	else if (c->used.length >= c->max)
		drop(c, c->used.tail->data);
	struct entry *e = g_new0(struct entry, 1);
	e->caller = *caller;
	e->until = until;
	e->link.data = e;
	g_hash_table_insert(c->entries, e->caller.token, e);
	g_queue_push_head_link(&c->used, &e->link);
}

void callers_clear(struct callers *c)
{
	g_queue_init(&c->used); /* its links are the entries' own */
	g_hash_table_remove_all(c->entries);
}

void callers_saw(struct callers *c, const char *id, int64_t now)
{
	int64_t *at = g_hash_table_lookup(c->seen, id);
	if (!at) {
		if (g_hash_table_size(c->seen) >= MAX_MEMBERS)
			g_hash_table_remove_all(c->seen);
		at = g_new(int64_t, 1);
		g_hash_table_insert(c->seen, g_strdup(id), at);
	}
	*at = now;
}

int64_t callers_seen(const struct callers *c, const char *id)
{
	const int64_t *at = g_hash_table_lookup(c->seen, id);
	return at ? *at : 0;
}
