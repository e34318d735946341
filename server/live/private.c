/* Documents with an owner: they go to that owner's clients alone. */
#include "live/hub_inner.h"

#include "base/alloc.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* --- owners --- */

static struct owner **owner_at(struct hub *h, const char *id)
{
	uint32_t hash = 2166136261u;
	for (const char *p = id; *p; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619u;
	struct owner **at = &h->owners[(hash ^ hash >> 16) % OWNER_BUCKETS];
	while (*at && strcmp((*at)->id, id) != 0)
		at = &(*at)->chain;
	return at;
}

void hub_owner_add(struct hub *h, uint32_t slot, const char *id)
{
	struct owner **at = owner_at(h, id);
	if (!*at) {
		size_t len = strlen(id);
		*at = xcalloc(1, sizeof **at + len + 1);
		memcpy((*at)->id, id, len + 1);
		(*at)->first = NO_SLOT;
	}
	struct about *a = &h->abouts[slot];
	a->owner = *at;
	a->owner_prev = NO_SLOT;
	a->owner_next = (*at)->first;
	if (a->owner_next != NO_SLOT)
		h->abouts[a->owner_next].owner_prev = slot;
	(*at)->first = slot;
}

void hub_owner_remove(struct hub *h, struct about *a)
{
	struct owner *o = a->owner;
	if (!o)
		return;
	*(a->owner_prev != NO_SLOT ? &h->abouts[a->owner_prev].owner_next : &o->first) = a->owner_next;
	if (a->owner_next != NO_SLOT)
		h->abouts[a->owner_next].owner_prev = a->owner_prev;
	a->owner = NULL;
	if (o->first != NO_SLOT)
		return;
	struct owner **at = owner_at(h, o->id);
	*at = o->chain;
	free(o);
}

void hub_sign_out(struct hub *h, const char *owner, const char *key)
{
	const struct owner *o = *owner_at(h, owner);
	for (uint32_t slot = o ? o->first : NO_SLOT, next; slot != NO_SLOT; slot = next) {
		struct about *a = &h->abouts[slot];
		next = a->owner_next;
		if (!a->key || strcmp(a->key, key) != 0)
			continue;
		hub_owner_remove(h, a);
		h->clients[a->index].flags &= (uint8_t) ~(PRIVATE | STALE);
	}
}

void hub_each_key(const struct hub *h, void (*each)(void *ctx, const char *owner, const char *key), void *ctx)
{
	for (size_t i = 0; i < h->count; i++) {
		const struct about *a = &h->abouts[h->clients[i].slot];
		if (a->key)
			each(ctx, a->owner ? a->owner->id : NULL, a->key);
	}
}

/* --- private documents --- */

/* Sends all private documents of the client's owner. */
void hub_private_all(struct hub *h, struct client *c)
{
	c->flags &= (uint8_t)~STALE;
	if (!h->hooks.private_docs)
		return;
	struct buf b = BUF_INIT(BLOB_HEADROOM + MAX_LIVE_FRAME);
	blob_begin(&b);
	const char *owner = h->abouts[c->slot].owner->id;
	bool any = h->hooks.private_docs(h->hooks.ctx, owner, snapshot_head(h->snapshot), &b);
	struct blob *json = any ? blob_end(&b) : NULL;
	buf_clear(&b);
	if (!json)
		return;
	struct frame *f = frame_create(json, snapshot_head(h->snapshot));
	h->stats.private_frames++;
	hub_send(h, c, f);
	frame_unref(f);
}

static void mark_stale(struct hub *h, const struct owner *o)
{
	for (uint32_t slot = o->first; slot != NO_SLOT; slot = h->abouts[slot].owner_next)
		h->clients[h->abouts[slot].index].flags |= STALE;
	h->any_stale = true;
}

/* Keeps the names of the private documents of a change for the round, of those
 * owners who listen. */
bool hub_private_keep(struct hub *h, const struct change *change)
{
	bool any = false;
	for (size_t i = 0; i < change->count; i++) {
		const struct change_doc *d = &change->docs[i];
		const struct owner *o = d->owner ? *owner_at(h, d->owner) : NULL;
		if (!o)
			continue;
		any = true;
		if (h->private_docs->count >= MAX_LIVE_PRIVATE) {
			mark_stale(h, o);
			continue;
		}
		change_add(h->private_docs, d->owner, d->collection, d->id, NULL);
	}
	if (any)
		change_set_why(h->private_docs, h->waiting_changes == 0 ? change->why : "merged");
	return any;
}

static int by_key(const struct change_doc *a, const struct change_doc *b)
{
	int order = strcmp(a->owner, b->owner);
	order = order ? order : strcmp(a->collection, b->collection);
	return order ? order : strcmp(a->id, b->id);
}

/* qsort's: by owner, collection and id. */
static int compare_waiting(const void *x, const void *y)
{
	return by_key(*(const struct change_doc *const *)x, *(const struct change_doc *const *)y);
}

/* Reads docs[0..count) as they are now, each once; false: one cannot be read. */
static bool read_private(
	struct hub *h, const struct owner *o, struct change_doc **docs, size_t count, struct change *ret)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && by_key(docs[i], docs[i - 1]) == 0)
			continue;
		struct buf json = BUF_INIT(MAX_LIVE_FRAME);
		const struct change_doc *d = docs[i];
		bool read = h->hooks.private_doc(h->hooks.ctx, o->id, d->collection, d->id, &json);
		change_add(ret, o->id, d->collection, d->id, json.len ? buf_take(&json, NULL) : NULL);
		buf_clear(&json);
		if (!read || json.failed)
			return false;
	}
	return true;
}

/* One frame of docs[0..count), all of one owner, to that owner's clients. */
static void send_private(struct hub *h, struct change_doc **docs, size_t count)
{
	const struct owner *o = *owner_at(h, docs[0]->owner);
	if (!o)
		return; /* they have all left meanwhile */
	struct change *c = change_create();
	c->seq = snapshot_head(h->snapshot);
	change_set_why(c, h->private_docs->why);
	struct buf b = BUF_INIT(BLOB_HEADROOM + MAX_LIVE_FRAME);
	blob_begin(&b);
	bool read = read_private(h, o, docs, count, c);
	if (read)
		change_write(c, o->id, &b);
	struct blob *json = read ? blob_end(&b) : NULL;
	buf_clear(&b);
	struct frame *f = json ? frame_create(json, c->seq) : NULL;
	for (uint32_t slot = o->first; slot != NO_SLOT; slot = h->abouts[slot].owner_next) {
		struct client *to = &h->clients[h->abouts[slot].index];
		if (!f || !is_free(to)) {
			to->flags |= STALE;
			h->any_stale = true;
		} else if (!(to->flags & STALE)) {
			h->stats.private_frames++;
			hub_send(h, to, f);
		}
	}
	frame_unref(f);
	change_destroy(c);
}

void hub_private_round(struct hub *h)
{
	struct change *waiting = h->private_docs;
	if (waiting->count > 0) {
		struct change_doc **docs = xcalloc(waiting->count, sizeof *docs);
		for (size_t i = 0; i < waiting->count; i++)
			docs[i] = &waiting->docs[i];
		qsort(docs, waiting->count, sizeof *docs, compare_waiting);
		for (size_t from = 0, to; from < waiting->count; from = to) {
			to = from + 1;
			while (to < waiting->count && strcmp(docs[to]->owner, docs[from]->owner) == 0)
				to++;
			send_private(h, docs + from, to - from);
		}
		free(docs);
		change_destroy(waiting);
		h->private_docs = change_create();
	}
	if (!h->any_stale)
		return;
	h->any_stale = false;
	for (size_t i = 0; i < h->count; i++) {
		struct client *c = &h->clients[i];
		if ((c->flags & STALE) && is_free(c))
			hub_private_all(h, c);
	}
}
