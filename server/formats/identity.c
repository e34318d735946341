#include "formats/identity.h"

#include "base/hash.h"
#include "formats/layout.h"

#include <ctype.h>
#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BASIS = 4 * MAX_LINE + 64 };

bool identity_is_uuid(const char *s)
{
	if (!s || strlen(s) != UUID_TEXT - 1)
		return false;
	for (int i = 0; i < UUID_TEXT - 1; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s[i] != '-' : !isxdigit((unsigned char)s[i]))
			return false;
	}
	return true;
}

bool identity_is_number(const char *s)
{
	size_t n = s ? strlen(s) : 0;
	return n >= 1 && n <= 9 && s[0] != '0' && strspn(s, "0123456789") == n;
}

/* A UUID of version 8 (RFC 9562: by a rule of one's own) from a SHA-256. */
static void uuid_of(const char *basis, char out[UUID_TEXT])
{
	unsigned char h[SHA256_BYTES];
	sha256(basis, strlen(basis), h);
	h[6] = (unsigned char)((h[6] & 0x0F) | 0x80);
	h[8] = (unsigned char)((h[8] & 0x3F) | 0x80);
	snprintf(out, UUID_TEXT, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", h[0],
		h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8], h[9], h[10], h[11], h[12], h[13], h[14],
		h[15]);
}

/* The guid made for a session, from the strongest key that it has, else from
 * what a file shows of it: the title with its mark, the room. */
static void made_guid(const struct programme *p, const struct programme_session *s, char out[UUID_TEXT])
{
	struct buf basis = BUF_INIT(MAX_BASIS);
	if (s->guid)
		buf_addf(&basis, "guid %s", s->guid);
	else if (s->code)
		buf_addf(&basis, "code %s", s->code);
	else if (s->number && s->slug)
		buf_addf(&basis, "number %s %s", s->number, s->slug);
	else
		buf_addf(&basis, "title %s\n%s%s\n%s", s->number ? s->number : "", layout_title_prefix(s),
			layout_text(p, &s->title), layout_room_name(p, s->room));
	uuid_of(basis.data, out);
	buf_clear(&basis);
}

/* Its own where that is good, else a made one. */
static void session_guid(const struct programme *p, const struct programme_session *s, char out[UUID_TEXT])
{
	if (identity_is_uuid(s->guid))
		memcpy(out, s->guid, UUID_TEXT);
	else
		made_guid(p, s, out);
}

static unsigned made_number(const char *guid)
{
	unsigned char h[SHA256_BYTES];
	sha256(guid, strlen(guid), h);
	return (((unsigned)h[0] << 24 | (unsigned)h[1] << 16 | (unsigned)h[2] << 8 | h[3]) % 900000000u) +
		100000000u;
}

/* In the form that the XSD's slug has: letters, a number of up to 6 digits, a name. */
static void made_slug(const char *guid, char out[SLUG_TEXT])
{
	snprintf(out, SLUG_TEXT, "madang-%u-session", made_number(guid) % 1000000u);
}

/* A slug as both schemas take it: four characters without a dash, a dash, and
 * four more, the last of them no dash. */
static bool is_slug(const char *s)
{
	static const char word[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t n = s ? strlen(s) : 0, first = s ? strspn(s, word) : 0;
	return first >= 4 && n >= first + 5 && s[first] == '-' &&
		strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n && isalnum((unsigned char)s[n - 1]);
}

/* --- the keys of all sessions, none twice --- */

const char *identity_slug(const struct identity *id)
{
	return id->own_slug ? id->own_slug : id->slug;
}

struct taken {
	GHashTable *guids, *slugs; /* texts of the identities */
	GHashTable *numbers;
};

static void take_guid(struct taken *t, const struct programme *p, const struct programme_session *s,
	const char *base, struct identity *id)
{
	memcpy(id->guid, base, UUID_TEXT);
	for (unsigned n = 0; g_hash_table_contains(t->guids, id->guid); n++) {
		struct buf basis = BUF_INIT(MAX_BASIS);
		buf_addf(&basis, "again %u %s %" PRId64 " %s", n, base, s->start,
			layout_room_name(p, s->room));
		uuid_of(basis.data, id->guid);
		buf_clear(&basis);
		id->tells_guid = true;
	}
	g_hash_table_add(t->guids, id->guid);
}

static void take_number(
	struct taken *t, const struct programme_session *s, const char *base, struct identity *id)
{
	unsigned own = identity_is_number(s->number) ? (unsigned)strtoul(s->number, NULL, 10) : 0;
	id->number = own ? own : made_number(id->guid);
	if (own && g_hash_table_contains(t->numbers, GUINT_TO_POINTER(own)))
		id->number = made_number(id->guid);
	while (!g_hash_table_add(t->numbers, GUINT_TO_POINTER(id->number)))
		id->number = id->number < 999999999u ? id->number + 1 : 1;
	id->tells_number = s->number ? id->number != own : id->number != made_number(base);
}

static void take_slug(
	struct taken *t, const struct programme_session *s, const char *base, struct identity *id)
{
	char expected[SLUG_TEXT];
	made_slug(base, expected);
	if (is_slug(s->slug) && !g_hash_table_contains(t->slugs, s->slug)) {
		id->own_slug = s->slug;
	} else {
		made_slug(id->guid, id->slug);
		if (g_hash_table_contains(t->slugs, id->slug))
			snprintf(id->slug, SLUG_TEXT, "madang-session-%s", id->guid);
		id->tells_slug = s->slug || strcmp(id->slug, expected) != 0;
	}
	g_hash_table_add(t->slugs, (void *)identity_slug(id));
}

struct identity *identity_of_sessions(const struct programme *p)
{
	struct identity *list = g_new0(struct identity, p->session_count + 1);
	struct taken t = {
		.guids = g_hash_table_new(g_str_hash, g_str_equal),
		.slugs = g_hash_table_new(g_str_hash, g_str_equal),
		.numbers = g_hash_table_new(NULL, NULL),
	};
	for (size_t i = 0; i < p->session_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		char base[UUID_TEXT];
		if (!s->scheduled)
			continue;
		session_guid(p, s, base);
		take_guid(&t, p, s, base, &list[i]);
		take_number(&t, s, base, &list[i]);
		take_slug(&t, s, base, &list[i]);
	}
	g_hash_table_destroy(t.guids);
	g_hash_table_destroy(t.slugs);
	g_hash_table_destroy(t.numbers);
	return list;
}

/* The link of a session that has none. */
static void made_url(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	char guid[UUID_TEXT];
	session_guid(p, s, guid);
	if (layout_is_http(p->url))
		buf_add_str(out, p->url);
	else
		buf_addf(out, "urn:uuid:%s", guid);
}

void identity_session_url(const struct programme *p, const struct programme_session *s, struct buf *out)
{
	if (layout_is_http(s->url))
		buf_add_str(out, s->url);
	else
		made_url(p, s, out);
}

bool identity_person_number(const struct programme_person *who, bool key_carried, unsigned *ret)
{
	bool own = identity_is_number(who->number);
	const char *basis = who->key ? who->key : who->number;
	if (!own && !who->number && (!who->key || key_carried))
		return false;
	*ret = own ? (unsigned)strtoul(who->number, NULL, 10) : made_number(basis);
	return true;
}

void identity_room_guid(const struct programme_room *r, char out[UUID_TEXT])
{
	struct buf basis = BUF_INIT(MAX_BASIS);
	if (r->key)
		buf_addf(&basis, "room key %s", r->key);
	else
		buf_addf(&basis, "room name %s", text_in(&r->name, NULL));
	uuid_of(basis.data, out);
	buf_clear(&basis);
}

static void forget_in_session(struct programme *p, struct programme_session *s)
{
	char guid[UUID_TEXT], slug[SLUG_TEXT];
	struct buf url = BUF_INIT(MAX_BASIS);
	session_guid(p, s, guid);
	made_slug(guid, slug);
	made_url(p, s, &url);
	if (s->url && strcmp(s->url, url.data) == 0)
		s->url = NULL;
	buf_clear(&url);
	if (s->slug && strcmp(s->slug, slug) == 0)
		s->slug = NULL;
	if (identity_is_number(s->number) && strtoul(s->number, NULL, 10) == made_number(guid))
		s->number = NULL;
	struct programme_session bare = *s;
	bare.guid = NULL;
	made_guid(p, &bare, guid);
	if (s->guid && strcmp(s->guid, guid) == 0)
		s->guid = NULL;
}

void identity_forget_made(struct programme *p)
{
	char made[UUID_TEXT];
	for (size_t i = 0; i < p->room_count; i++) {
		struct programme_room bare = p->rooms[i];
		bare.key = NULL;
		identity_room_guid(&bare, made);
		if (p->rooms[i].key && strcmp(p->rooms[i].key, made) == 0)
			p->rooms[i].key = NULL;
	}
	for (size_t i = 0; i < p->session_count; i++)
		forget_in_session(p, &p->sessions[i]);
}
