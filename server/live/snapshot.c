#include "base/alloc.h"
#include "base/limits.h"
#include "base/rand.h"
#include "live/folded.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BUCKETS = 1024 };

static char *xstrdup(const char *s)
{
	char *p = strdup(s);
	if (!p)
		abort();
	return p;
}

/* --- lines --- */

static void line_remove(struct line *l, struct doc *d)
{
	*(d->prev ? &d->prev->next : &l->head) = d->next;
	*(d->next ? &d->next->prev : &l->tail) = d->prev;
	d->prev = d->next = NULL;
	l->count--;
}

/* Behind the last document whose seq is not greater: at the tail, but for what
 * is loaded out of order. */
static void line_insert(struct line *l, struct doc *d)
{
	struct doc *before = l->tail;
	while (before && before->seq > d->seq)
		before = before->prev;
	d->prev = before;
	d->next = before ? before->next : l->head;
	*(d->next ? &d->next->prev : &l->tail) = d;
	*(before ? &before->next : &l->head) = d;
	l->count++;
}

static struct line *line_of(struct doc *d)
{
	return d->json ? &d->collection->docs : &d->collection->gone;
}

/* --- the table --- */

/* FNV-1a with a random start, so that ids from outside cannot be chosen to
 * meet in one bucket at will. */
static size_t bucket_of(const struct snapshot *s, const struct collection *c, const char *id, size_t len)
{
	uint64_t h = s->hash_key ^ (uint64_t)(c - s->collections);
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)id[i]) * UINT64_C(0x100000001b3);
	h ^= h >> 32;
	return (size_t)h & (s->bucket_count - 1);
}

static struct doc *find(const struct snapshot *s, const struct collection *c, const char *id, size_t len)
{
	struct doc *d = s->buckets[bucket_of(s, c, id, len)];
	while (d && (d->collection != c || strncmp(d->id, id, len) != 0 || d->id[len]))
		d = d->chain;
	return d;
}

static void grow(struct snapshot *s)
{
	size_t old_count = s->bucket_count;
	struct doc **old = s->buckets;
	s->bucket_count *= 2;
	s->buckets = xcalloc(s->bucket_count, sizeof *s->buckets);
	for (size_t i = 0; i < old_count; i++) {
		struct doc *next;
		for (struct doc *d = old[i]; d; d = next) {
			next = d->chain;
			size_t b = bucket_of(s, d->collection, d->id, strlen(d->id));
			d->chain = s->buckets[b];
			s->buckets[b] = d;
		}
	}
	free(old);
}

static struct doc *doc_add(struct snapshot *s, struct collection *c, const char *id, size_t len)
{
	if (s->doc_count + s->gone_count >= s->bucket_count)
		grow(s);
	struct doc *d = xcalloc(1, sizeof *d + len + 1);
	memcpy(d->id, id, len);
	d->collection = c;
	size_t b = bucket_of(s, c, d->id, len);
	d->chain = s->buckets[b];
	s->buckets[b] = d;
	return d;
}

static void doc_remove(struct snapshot *s, struct doc *d)
{
	struct doc **at = &s->buckets[bucket_of(s, d->collection, d->id, strlen(d->id))];
	while (*at != d)
		at = &(*at)->chain;
	*at = d->chain;
	line_remove(line_of(d), d);
	*(d->json ? &s->doc_count : &s->gone_count) -= 1;
	free(d->json);
	free(d);
}

/* Forgets the oldest tombstone of all, and raises the floor to it. */
static void drop_oldest_tombstone(struct snapshot *s)
{
	struct doc *oldest = NULL;
	for (size_t i = 0; i < s->collection_count; i++) {
		struct doc *d = s->collections[i].gone.head;
		if (d && (!oldest || d->seq < oldest->seq))
			oldest = d;
	}
	s->dropped = oldest->seq;
	if (s->dropped > s->floor)
		s->floor = s->dropped;
	doc_remove(s, oldest);
}

/* Makes (c, id) what `json` says (taken; NULL: a tombstone) as of `seq`. */
static void put(struct snapshot *s, struct collection *c, const char *id, size_t len, char *json, int64_t seq)
{
	struct doc *d = find(s, c, id, len);
	if (d) {
		line_remove(line_of(d), d);
		*(d->json ? &s->doc_count : &s->gone_count) -= 1;
		free(d->json);
	} else {
		d = doc_add(s, c, id, len);
	}
	d->json = json;
	d->len = json ? strlen(json) : 0;
	d->seq = seq;
	line_insert(line_of(d), d);
	*(json ? &s->doc_count : &s->gone_count) += 1;
	if (seq > c->seq)
		c->seq = seq;
	if (s->gone_count > MAX_TOMBSTONES)
		drop_oldest_tombstone(s);
}

static struct collection *collection_named(const struct snapshot *s, const char *name, size_t len)
{
	for (size_t i = 0; i < s->collection_count; i++) {
		const struct collection *c = &s->collections[i];
		if (strncmp(c->name, name, len) == 0 && !c->name[len])
			return (struct collection *)c;
	}
	return NULL;
}

/* --- life --- */

struct snapshot *snapshot_create(const struct snapshot_topic *topics, const char *epoch, int64_t head)
{
	struct snapshot *s = xcalloc(1, sizeof *s);
	s->topics = topics;
	s->epoch = xstrdup(epoch);
	s->why = xstrdup("");
	s->head = s->floor = head;
	s->bucket_count = FIRST_BUCKETS;
	s->buckets = xcalloc(s->bucket_count, sizeof *s->buckets);
	random_bytes(&s->hash_key, sizeof s->hash_key);
	for (size_t t = 0; topics[t].name; t++) {
		assert(t < SNAPSHOT_MAX_TOPICS);
		for (const char *const *name = topics[t].collections; name && *name; name++) {
			assert(s->collection_count < SNAPSHOT_MAX_COLLECTIONS);
			s->collections[s->collection_count++] = (struct collection){
				.name = *name, .topic = 1u << t, .is_private = topics[t].is_private};
		}
	}
	return s;
}

static void forget_frames(struct snapshot *s)
{
	for (size_t i = 0; i < KEPT_FRAMES; i++) {
		frame_unref(s->frames[i].frame);
		s->frames[i] = (struct kept_frame){0};
	}
}

void snapshot_destroy(struct snapshot *s)
{
	if (!s)
		return;
	forget_frames(s);
	for (size_t i = 0; i < KEPT_STATES; i++)
		rendered_clear(&s->states[i]);
	for (size_t i = 0; i < s->bucket_count; i++) {
		struct doc *next;
		for (struct doc *d = s->buckets[i]; d; d = next) {
			next = d->chain;
			free(d->json);
			free(d);
		}
	}
	for (size_t i = 0; i < s->collection_count; i++)
		blob_unref(s->collections[i].piece);
	free(s->buckets);
	free(s->epoch);
	free(s->why);
	free(s);
}

void snapshot_load(struct snapshot *s, const char *collection, const char *id, char *json, int64_t seq)
{
	struct collection *c = collection_named(s, collection, strlen(collection));
	assert(c && !c->is_private);
	put(s, c, id, strlen(id), json, seq);
}

void snapshot_apply(struct snapshot *s, const struct change *change)
{
	assert(change->seq > s->head);
	forget_frames(s);
	s->changed = 0;
	for (size_t i = 0; i < change->count; i++) {
		const struct change_doc *d = &change->docs[i];
		if (d->owner)
			continue;
		struct collection *c = collection_named(s, d->collection, strlen(d->collection));
		assert(c && !c->is_private);
		put(s, c, d->id, strlen(d->id), d->json ? xstrdup(d->json) : NULL, change->seq);
		s->changed |= c->topic;
	}
	s->head = change->seq;
	free(s->why);
	s->why = xstrdup(change->why ? change->why : "");
}

/* --- the journal's frames ---
 *
 * A frame is {"seq":N,"set":{C:{ID:DOC}},"del":{C:[ID]},"why":…}. Thousands
 * are read at start, so the documents are stepped over and not parsed. */

struct reader {
	const char *p, *end;
	bool bad;
};

static void skip_space(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r'))
		r->p++;
}

static bool take(struct reader *r, char c)
{
	skip_space(r);
	if (r->bad || r->p >= r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

static void expect(struct reader *r, char c)
{
	if (!take(r, c))
		r->bad = true;
}

/* A string's text between the quotes, escapes as they are. */
static const char *raw_string(struct reader *r, size_t *ret_len)
{
	expect(r, '"');
	const char *start = r->p;
	while (r->p < r->end && *r->p != '"')
		r->p += *r->p == '\\' ? 2 : 1;
	*ret_len = (size_t)(r->p - start);
	if (r->p >= r->end) {
		r->bad = true;
		r->p = r->end;
		*ret_len = 0;
		return start;
	}
	r->p++;
	return start;
}

/* Steps over one value of any type. */
static void skip_value(struct reader *r)
{
	int depth = 0;
	bool more = true;
	skip_space(r);
	while (more && !r->bad && r->p < r->end) {
		size_t unused;
		char c = *r->p;
		if (c == '"') {
			raw_string(r, &unused);
			more = depth > 0;
		} else if (c == '{' || c == '[') {
			depth++;
			r->p++;
		} else if (c == '}' || c == ']') {
			depth--;
			r->p += depth >= 0;
			more = depth > 0;
		} else if (c == ',' && depth == 0) {
			more = false;
		} else {
			r->p++;
		}
	}
}

/* Calls `each` with an id, which the frame holds in JSON form. */
static void with_id(struct snapshot *s, struct collection *c, const char *raw, size_t len,
	void (*each)(struct snapshot *, struct collection *, const char *, size_t, int64_t), int64_t seq)
{
	if (!c)
		return; /* a collection that this program no longer knows */
	if (!memchr(raw, '\\', len)) {
		each(s, c, raw, len, seq);
		return;
	}
	cJSON *text = cJSON_ParseWithLength(raw - 1, len + 2); /* with its quotes */
	if (cJSON_IsString(text))
		each(s, c, text->valuestring, strlen(text->valuestring), seq);
	cJSON_Delete(text);
}

static void note_set(struct snapshot *s, struct collection *c, const char *id, size_t len, int64_t seq)
{
	struct doc *d = find(s, c, id, len);
	if (!d)
		return; /* deleted since: a later frame says so */
	if (!d->json) {
		doc_remove(s, d); /* and created again, and deleted: likewise */
		return;
	}
	line_remove(&c->docs, d);
	d->seq = seq;
	line_insert(&c->docs, d);
	if (seq > c->seq)
		c->seq = seq;
}

static void note_gone(struct snapshot *s, struct collection *c, const char *id, size_t len, int64_t seq)
{
	struct doc *d = find(s, c, id, len);
	if (!d || !d->json)
		put(s, c, id, len, NULL, seq);
}

static void read_members(struct snapshot *s, struct reader *r, int64_t seq, bool gone)
{
	expect(r, '{');
	while (!r->bad && !take(r, '}')) {
		size_t len;
		const char *name = raw_string(r, &len);
		struct collection *c = collection_named(s, name, len);
		expect(r, ':');
		expect(r, gone ? '[' : '{');
		while (!r->bad && !take(r, gone ? ']' : '}')) {
			size_t id_len;
			const char *id = raw_string(r, &id_len);
			if (!gone) {
				expect(r, ':');
				skip_value(r);
			}
			if (!r->bad)
				with_id(s, c, id, id_len, gone ? note_gone : note_set, seq);
			take(r, ',');
		}
		take(r, ',');
	}
}

static int64_t read_seq(struct reader *r)
{
	int64_t n = 0;
	skip_space(r);
	const char *start = r->p;
	while (r->p < r->end && *r->p >= '0' && *r->p <= '9' && n < INT64_MAX / 16)
		n = n * 10 + (*r->p++ - '0');
	if (r->p == start)
		r->bad = true;
	return n;
}

static void note_bounds(struct snapshot *s, int64_t seq)
{
	if (s->noted == 0 || seq != s->noted + 1)
		s->noted_from = seq - 1;
	s->noted = seq;
	int64_t known = seq == s->head ? s->noted_from : s->head;
	s->floor = known > s->dropped ? known : s->dropped;
}

bool snapshot_note_journal(struct snapshot *s, const char *frame, size_t len, struct err *err)
{
	struct reader r = {frame, frame + len, false};
	int64_t seq = 0;
	expect(&r, '{');
	while (!r.bad && !take(&r, '}')) {
		size_t key_len;
		const char *key = raw_string(&r, &key_len);
		expect(&r, ':');
		if (r.bad)
			continue;
		if (key_len == 3 && memcmp(key, "seq", 3) == 0)
			seq = read_seq(&r);
		else if (key_len == 3 && (memcmp(key, "set", 3) == 0 || memcmp(key, "del", 3) == 0))
			read_members(s, &r, seq, key[0] == 'd');
		else
			skip_value(&r);
		take(&r, ',');
	}
	if (r.bad || seq <= s->noted || seq > s->head) {
		err_set(err, STATUS_STORAGE, "journal_broken", "the journal's frame at seq %lld is malformed",
			(long long)seq);
		return false;
	}
	note_bounds(s, seq);
	return true;
}

/* --- questions --- */

int64_t snapshot_head(const struct snapshot *s)
{
	return s->head;
}

int64_t snapshot_floor(const struct snapshot *s)
{
	return s->floor;
}

const char *snapshot_epoch(const struct snapshot *s)
{
	return s->epoch;
}

uint32_t snapshot_changed_mask(const struct snapshot *s)
{
	return s->changed;
}

size_t snapshot_count(const struct snapshot *s, const char *collection)
{
	if (!collection)
		return s->doc_count;
	const struct collection *c = collection_named(s, collection, strlen(collection));
	return c ? c->docs.count : 0;
}

static bool topic_bit(const struct snapshot *s, const char *name, size_t len, uint32_t *mask)
{
	for (size_t t = 0; s->topics[t].name; t++) {
		if (strncmp(s->topics[t].name, name, len) == 0 && !s->topics[t].name[len]) {
			*mask |= 1u << t;
			return true;
		}
	}
	return false;
}

bool snapshot_mask(const struct snapshot *s, const char *topics, uint32_t *ret)
{
	uint32_t mask = 0;
	const char *p = topics;
	while (p) {
		size_t len = strcspn(p, ",");
		if (!topic_bit(s, p, len, &mask))
			return false;
		p = p[len] ? p + len + 1 : NULL;
	}
	if (!mask)
		return false;
	*ret = mask;
	return true;
}

uint32_t snapshot_private_mask(const struct snapshot *s)
{
	uint32_t mask = 0;
	for (size_t t = 0; s->topics[t].name; t++) {
		if (s->topics[t].is_private)
			mask |= 1u << t;
	}
	return mask;
}

const char *snapshot_get(const struct snapshot *s, const char *collection, const char *id, size_t *ret_len)
{
	const struct collection *c = collection_named(s, collection, strlen(collection));
	const struct doc *d = c ? find(s, c, id, strlen(id)) : NULL;
	if (!d || !d->json)
		return NULL;
	if (ret_len)
		*ret_len = d->len;
	return d->json;
}

int64_t snapshot_mask_seq(const struct snapshot *s, uint32_t mask)
{
	int64_t seq = 0;
	for (size_t i = 0; i < s->collection_count; i++) {
		const struct collection *c = &s->collections[i];
		if ((c->topic & mask) && c->seq > seq)
			seq = c->seq;
	}
	return seq;
}

/* --- catching up --- */

/* The first of the documents in a line that changed after `since`, walked to
 * from the tail. */
static const struct doc *first_since(const struct line *l, int64_t since)
{
	const struct doc *first = NULL;
	for (const struct doc *d = l->tail; d && d->seq > since; d = d->prev)
		first = d;
	return first;
}

/* Writes the "set" (or "del") of what changed after `since`; true if there was
 * any. Stops early where the frame is too large already. */
static bool write_since(const struct snapshot *s, uint32_t mask, int64_t since, bool gone, struct buf *out)
{
	bool any = false;
	buf_add_str(out, gone ? ",\"del\":{" : ",\"set\":{");
	for (size_t i = 0; i < s->collection_count && !out->failed; i++) {
		const struct collection *c = &s->collections[i];
		if (!(c->topic & mask) || c->seq <= since)
			continue;
		const struct doc *d = first_since(gone ? &c->gone : &c->docs, since);
		if (!d)
			continue;
		buf_add_str(out, any ? "," : "");
		buf_add_json(out, c->name);
		buf_add_str(out, gone ? ":[" : ":{");
		for (const struct doc *first = d; d && !out->failed; d = d->next) {
			buf_add_str(out, d == first ? "" : ",");
			buf_add_json(out, d->id);
			if (!gone) {
				buf_add_char(out, ':');
				buf_add(out, d->json, d->len);
			}
		}
		buf_add_char(out, gone ? ']' : '}');
		any = true;
	}
	buf_add_char(out, '}');
	return any;
}

static enum snapshot_since render_since(struct snapshot *s, uint32_t mask, int64_t since, struct frame **ret)
{
	if (since < s->floor || since > s->head)
		return SNAPSHOT_RESET;
	if (snapshot_mask_seq(s, mask) <= since)
		return SNAPSHOT_NOTHING;
	struct buf b = BUF_INIT(BLOB_HEADROOM + MAX_LIVE_FRAME);
	blob_begin(&b);
	buf_addf(&b, "{\"seq\":%lld", (long long)s->head);
	bool any = write_since(s, mask, since, false, &b);
	any = write_since(s, mask, since, true, &b) || any;
	buf_add_str(&b, ",\"why\":");
	buf_add_json(&b, since == s->head - 1 ? s->why : "merged");
	buf_add_char(&b, '}');
	struct blob *json = blob_end(&b);
	if (!json)
		return SNAPSHOT_RESET;
	if (!any) {
		blob_unref(json);
		return SNAPSHOT_NOTHING;
	}
	*ret = frame_create(json, s->head);
	return SNAPSHOT_FRAME;
}

enum snapshot_since snapshot_frame_since(struct snapshot *s, uint32_t mask, int64_t since, struct frame **ret)
{
	size_t slot = (size_t)((uint64_t)since * 31 + mask) % KEPT_FRAMES;
	struct kept_frame *k = &s->frames[slot];
	if (!k->used || k->mask != mask || k->since != since) {
		frame_unref(k->frame);
		*k = (struct kept_frame){.mask = mask, .since = since, .used = true};
		k->result = render_since(s, mask, since, &k->frame);
	}
	if (k->result == SNAPSHOT_FRAME)
		*ret = frame_ref(k->frame);
	return k->result;
}
