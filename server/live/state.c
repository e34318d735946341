/* The answer of GET state, rendered from the snapshot.
 *
 * A storm of bookings changes `slots` many times a second, while `sessions`,
 * which is most of the bytes, stays. So each collection is deflated by itself
 * and ended with a full flush, which leaves its bits at a byte's border and no
 * reference across it: such pieces may be strung together in any order
 * (RFC 1951, 3.2.3), with stored blocks (3.2.4) between them for the commas. */
#include "base/limits.h"
#include "live/folded.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
	STORED_MAX = 65535, /* bytes of one stored block */
	STORED_HEAD = 5,
	RAW_DEFLATE = -15,
	DEFLATE_LEVEL = 6,
	DEFLATE_MEMORY = 8,
};

void rendered_clear(struct rendered *r)
{
	blob_unref(r->text);
	blob_unref(r->deflated);
	*r = (struct rendered){0};
}

static struct blob *must(struct blob *b)
{
	if (!b)
		abort();
	return b;
}

/* `"name":{ID:DOC,…}` */
static void write_collection(const struct collection *c, struct buf *out)
{
	buf_add_json(out, c->name);
	buf_add_str(out, ":{");
	for (const struct doc *d = c->docs.head; d; d = d->next) {
		if (d->prev)
			buf_add_char(out, ',');
		buf_add_json(out, d->id);
		buf_add_char(out, ':');
		buf_add(out, d->json, d->len);
	}
	buf_add_char(out, '}');
}

static void add_stored(struct buf *out, const char *bytes, size_t len, bool last)
{
	unsigned n = (unsigned)len, not_n = ~n;
	char head[STORED_HEAD] = {last ? 1 : 0, (char)(n & 0xFF), (char)(n >> 8 & 0xFF), (char)(not_n & 0xFF),
		(char)(not_n >> 8 & 0xFF)};
	buf_add(out, head, sizeof head);
	buf_add(out, bytes, len);
}

static struct blob *deflate_piece(const char *text, size_t len)
{
	z_stream z = {0};
	if (deflateInit2(&z, DEFLATE_LEVEL, Z_DEFLATED, RAW_DEFLATE, DEFLATE_MEMORY, Z_DEFAULT_STRATEGY) !=
		Z_OK)
		abort();
	size_t room = deflateBound(&z, (uLong)len) + 16; /* and the flush's empty block */
	char *out = malloc(room);
	if (!out)
		abort();
	z.next_in = (Bytef *)text;
	z.avail_in = (uInt)len;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FULL_FLUSH) != Z_OK || z.avail_in > 0 || z.avail_out == 0)
		abort();
	struct blob *piece = blob_create(out, room - z.avail_out);
	deflateEnd(&z);
	free(out);
	return piece;
}

/* The collection's deflated form, made where it has changed since. */
static void refresh_piece(struct collection *c)
{
	if (c->piece && c->piece_seq == c->seq)
		return;
	struct buf text = BUF_INIT(MAX_STATE_BYTES);
	write_collection(c, &text);
	if (text.failed)
		abort();
	blob_unref(c->piece);
	c->piece = deflate_piece(text.data, text.len);
	c->piece_seq = c->seq;
	c->piece_crc = (uint32_t)crc32_z(0, (const Bytef *)text.data, text.len);
	c->piece_text = text.len;
	buf_clear(&text);
}

static struct blob *render_text(const struct snapshot *s, uint32_t mask)
{
	struct buf b = BUF_INIT(MAX_STATE_BYTES);
	blob_begin(&b);
	buf_add_str(&b, "\"docs\":{");
	bool first = true;
	for (size_t i = 0; i < s->collection_count; i++) {
		const struct collection *c = &s->collections[i];
		if (!(c->topic & mask) || c->is_private)
			continue;
		buf_add_str(&b, first ? "" : ",");
		write_collection(c, &b);
		first = false;
	}
	buf_add_str(&b, "}}");
	return must(blob_end(&b));
}

/* A stored block, counted into the checksum of the whole. */
static void add_plain(struct rendered *r, struct buf *out, const char *text, bool last)
{
	size_t len = strlen(text);
	add_stored(out, text, len, last);
	r->crc = (uint32_t)crc32_z(r->crc, (const Bytef *)text, len);
	r->len += len;
}

static void render_deflated(struct snapshot *s, struct rendered *r)
{
	struct buf b = BUF_INIT(MAX_STATE_BYTES);
	blob_begin(&b);
	r->crc = 0;
	r->len = 0;
	add_plain(r, &b, "\"docs\":{", false);
	bool first = true;
	for (size_t i = 0; i < s->collection_count; i++) {
		struct collection *c = &s->collections[i];
		if (!(c->topic & r->mask) || c->is_private)
			continue;
		if (!first)
			add_plain(r, &b, ",", false);
		refresh_piece(c);
		buf_add(&b, c->piece->bytes, c->piece->len);
		r->crc = (uint32_t)crc32_combine(r->crc, c->piece_crc, (z_off_t)c->piece_text);
		r->len += c->piece_text;
		first = false;
	}
	add_plain(r, &b, "}}", true);
	r->deflated = must(blob_end(&b));
}

/* The slot of this mask, emptied where its documents have changed. */
static struct rendered *rendered_for(struct snapshot *s, uint32_t mask)
{
	int64_t seq = snapshot_mask_seq(s, mask);
	struct rendered *r = NULL;
	for (size_t i = 0; i < KEPT_STATES && !r; i++) {
		if (s->states[i].mask == mask)
			r = &s->states[i];
	}
	if (!r) {
		r = &s->states[s->next_state];
		s->next_state = (s->next_state + 1) % KEPT_STATES;
	}
	if (r->mask != mask || r->seq != seq)
		rendered_clear(r);
	r->mask = mask;
	r->seq = seq;
	return r;
}

static void add_u32(struct buf *b, uint32_t n)
{
	char bytes[4] = {
		(char)(n & 0xFF), (char)(n >> 8 & 0xFF), (char)(n >> 16 & 0xFF), (char)(n >> 24 & 0xFF)};
	buf_add(b, bytes, sizeof bytes);
}

/* RFC 1952, 2.3: head and the fresh part, stored; then crc and size behind. */
static void wrap_gzip(const struct rendered *r, const struct buf *fresh, struct snapshot_state *ret)
{
	static const char head[] = {0x1F, (char)0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
	struct buf b = BUF_INIT(BLOB_HEADROOM + STORED_MAX);
	blob_begin(&b);
	buf_add(&b, head, sizeof head);
	add_stored(&b, fresh->data, fresh->len, false);
	ret->before = must(blob_end(&b));
	ret->body = blob_ref(r->deflated);
	uLong crc = crc32_z(0, (const Bytef *)fresh->data, fresh->len);
	blob_begin(&b);
	add_u32(&b, (uint32_t)crc32_combine(crc, r->crc, (z_off_t)r->len));
	add_u32(&b, (uint32_t)(fresh->len + r->len));
	ret->after = must(blob_end(&b));
}

void snapshot_state(struct snapshot *s, uint32_t mask, int64_t now, bool gzip, struct snapshot_state *ret)
{
	struct rendered *r = rendered_for(s, mask);
	struct buf fresh = BUF_INIT(4096);
	if (!gzip)
		blob_begin(&fresh);
	buf_add_str(&fresh, "{\"epoch\":");
	buf_add_json(&fresh, s->epoch);
	buf_addf(&fresh, ",\"seq\":%lld,\"now\":%lld,", (long long)s->head, (long long)now);
	if (gzip) {
		if (!r->deflated)
			render_deflated(s, r);
		wrap_gzip(r, &fresh, ret);
		buf_clear(&fresh);
		return;
	}
	if (!r->text)
		r->text = render_text(s, mask);
	*ret = (struct snapshot_state){.before = must(blob_end(&fresh)), .body = blob_ref(r->text)};
}

void snapshot_etag(const struct snapshot *s, uint32_t mask, char out[SNAPSHOT_ETAG])
{
	/* A document loaded without a seq changed at the floor at the latest. */
	int64_t seq = snapshot_mask_seq(s, mask);
	if (seq < s->floor)
		seq = s->floor;
	struct buf b = BUF_INIT(SNAPSHOT_ETAG - 1);
	buf_addf(&b, "W/\"%.64s-%lld-%x\"", s->epoch, (long long)seq, mask);
	memcpy(out, b.data, b.len + 1);
	buf_clear(&b);
}
