#include "api/cache.h"

#include "base/alloc.h"
#include "base/hash.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	char *key, *state, *disposition;
	struct cached answer;
	GList link; /* in `used` */
};

struct cache {
	GHashTable *entries; /* key -> struct entry */
	GQueue used; /* the entries, most recently used first */
	size_t bytes, max_count, max_bytes;
};

static void entry_free(gpointer p)
{
	struct entry *e = p;
	blob_unref(e->answer.body);
	g_free(e->key);
	g_free(e->state);
	g_free(e->disposition);
	g_free(e);
}

struct cache *cache_create(size_t max_count, size_t max_bytes)
{
	struct cache *c = xcalloc(1, sizeof *c);
	c->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, entry_free);
	c->max_count = max_count;
	c->max_bytes = max_bytes;
	return c;
}

void cache_destroy(struct cache *c)
{
	if (!c)
		return;
	g_hash_table_destroy(c->entries);
	free(c);
}

static void drop(struct cache *c, struct entry *e)
{
	c->bytes -= e->answer.body->len;
	g_queue_unlink(&c->used, &e->link);
	g_hash_table_remove(c->entries, e->key);
}

bool cache_get(struct cache *c, const char *key, const char *state, struct cached *ret)
{
	struct entry *e = g_hash_table_lookup(c->entries, key);
	if (!e || strcmp(e->state, state) != 0)
		return false;
	g_queue_unlink(&c->used, &e->link);
	g_queue_push_head_link(&c->used, &e->link);
	*ret = e->answer;
	blob_ref(ret->body);
	return true;
}

void cache_put(struct cache *c, const char *key, const char *state, const struct cached *answer)
{
	struct entry *last = g_hash_table_lookup(c->entries, key);
	if (last)
		drop(c, last);
	if (answer->body->len > c->max_bytes)
		return;
	while (c->used.length &&
		(c->used.length >= c->max_count || c->bytes + answer->body->len > c->max_bytes))
		drop(c, c->used.tail->data);
	struct entry *e = g_new0(struct entry, 1);
	e->key = g_strdup(key);
	e->state = g_strdup(state);
	e->disposition = g_strdup(answer->disposition);
	e->answer = *answer;
	e->answer.disposition = e->disposition;
	e->link.data = e;
	blob_ref(e->answer.body);
	c->bytes += answer->body->len;
	g_hash_table_insert(c->entries, e->key, e);
	g_queue_push_head_link(&c->used, &e->link);
}

void cache_etag(const struct blob *body, char out[CACHE_ETAG])
{
	char hash[SHA256_HEX];
	sha256_hex(body->bytes, body->len, hash);
	snprintf(out, CACHE_ETAG, "\"%.32s\"", hash);
}
