#include "event/export.h"

#include "base/hash.h"
#include "event/identify.h"
#include "event/merge.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

struct export;

/* A row that the programme has taken in. */
struct known {
	size_t index;
	int64_t modified;
};

/* What sessions name: rooms, tracks, people. */
struct named {
	const struct resource *resource;
	void (*add)(void *ctx, const cJSON *row); /* ctx: the export */
	GHashTable *known; /* id -> struct known, of the arena */
};

struct export
{
	struct db *db;
	struct programme *p;
	char house[64];
	struct named rooms, tracks, people;
};

/* --- keys ----------------------------------------------------------------- */

void export_guid(const char *house, const char *id, char out[EXPORT_GUID])
{
	unsigned char h[SHA256_BYTES];
	char *basis = g_strdup_printf("madang session %s %s", house, id);
	sha256(basis, strlen(basis), h);
	g_free(basis);
	h[6] = (unsigned char)((h[6] & 0x0F) | 0x80); /* RFC 9562: by a rule of one's own */
	h[8] = (unsigned char)((h[8] & 0x3F) | 0x80);
	snprintf(out, EXPORT_GUID, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8], h[9], h[10], h[11], h[12], h[13], h[14],
		h[15]);
}

bool export_makes_guid(const cJSON *session)
{
	bool numbered = merge_keys_of(session, "number") && merge_keys_of(session, "slug");
	return !merge_keys_of(session, "guid") && !merge_keys_of(session, "code") && !numbered;
}

/* The first key of the kind that the row learned. */
static const char *key_of(const struct export *x, const cJSON *row, const char *name)
{
	const cJSON *keys = merge_keys_of(row, name);
	if (!keys || !keys->child)
		return NULL;
	char *told = identify_key_told(keys->child->valuestring);
	const char *key = arena_strdup(x->p->arena, told);
	g_free(told);
	return key;
}

/* --- values --------------------------------------------------------------- */

static const char *line(const struct export *x, const cJSON *row, const char *name)
{
	const char *s = row_str(row, name);
	return s ? arena_strdup(x->p->arena, s) : NULL;
}

static struct text text_of(const struct export *x, const cJSON *row, const char *name)
{
	const cJSON *value = json_get(row, name);
	struct text t = {0};
	if (cJSON_IsString(value))
		programme_text_set(x->p, &t, "", value->valuestring);
	for (const cJSON *form = cJSON_IsObject(value) ? value->child : NULL; form; form = form->next)
		programme_text_set(x->p, &t, form->string, form->valuestring);
	return t;
}

static void note(const struct export *x, const struct named *n, const cJSON *row, size_t index)
{
	struct known *known = arena_alloc(x->p->arena, sizeof *known);
	if (!known)
		return;
	*known = (struct known){index, row_int(row, "modified", 0)};
	g_hash_table_insert(n->known, g_strdup(row_str(row, "id")), known);
}

/* The index of what a session names; where only a part goes out, it comes in
 * with the first session that names it. The session is as new as that is. */
static size_t index_of(struct export *x, const struct named *n, const char *id, int64_t *modified)
{
	const struct known *known = id ? g_hash_table_lookup(n->known, id) : NULL;
	cJSON *row = id && !known ? row_load(x->db, n->resource, id) : NULL;
	if (row) {
		n->add(x, row);
		known = g_hash_table_lookup(n->known, id);
	}
	cJSON_Delete(row);
	if (known && known->modified > *modified)
		*modified = known->modified;
	return known ? known->index : PROGRAMME_NONE;
}

/* --- the parts ------------------------------------------------------------ */

static void export_languages(struct export *x, const cJSON *list)
{
	struct programme *p = x->p;
	size_t count = (size_t)cJSON_GetArraySize(list);
	p->languages = arena_alloc(p->arena, (count + 1) * sizeof *p->languages);
	const cJSON *item = p->languages && list ? list->child : NULL;
	for (; item; item = item->next)
		p->languages[p->language_count++] = arena_strdup(p->arena, item->valuestring);
}

static void export_event(struct export *x)
{
	struct programme *p = x->p;
	cJSON *row = row_load(x->db, &resource_event, "main");
	p->generator = "Madang";
	p->title = text_of(x, row, "title");
	p->acronym = line(x, row, "acronym");
	p->version = line(x, row, "version");
	p->zone = row ? line(x, row, "zone") : "UTC";
	p->url = line(x, row, "url");
	p->colour = line(x, json_get(row, "colours"), "primary");
	export_languages(x, json_get(row, "languages"));
	cJSON_Delete(row);
}

static void export_room(void *ctx, const cJSON *row)
{
	struct export *x = ctx;
	size_t i = programme_add_room(x->p);
	if (i == PROGRAMME_NONE)
		return;
	const char *kind = row_str(row, "kind");
	x->p->rooms[i] = (struct programme_room){
		.key = key_of(x, row, "key"),
		.name = text_of(x, row, "name"),
		.kind = strcmp(kind, "room") == 0 ? NULL : line(x, row, "kind"),
		.capacity = (int)row_int(row, "capacity", 0),
	};
	note(x, &x->rooms, row, i);
}

static void export_track(void *ctx, const cJSON *row)
{
	struct export *x = ctx;
	size_t i = programme_add_track(x->p);
	if (i == PROGRAMME_NONE)
		return;
	x->p->tracks[i] = (struct programme_track){
		.key = key_of(x, row, "key"),
		.name = text_of(x, row, "name"),
		.colour = line(x, row, "colour"),
	};
	note(x, &x->tracks, row, i);
}

static void export_person(void *ctx, const cJSON *row)
{
	struct export *x = ctx;
	size_t i = programme_add_person(x->p);
	if (i == PROGRAMME_NONE)
		return;
	x->p->people[i] = (struct programme_person){
		.key = key_of(x, row, "key"),
		.number = key_of(x, row, "number"),
		.name = text_of(x, row, "name"),
		.company = text_of(x, row, "company"),
		.bio = text_of(x, row, "bio"),
		.url = line(x, row, "url"),
	};
	note(x, &x->people, row, i);
}

static const char *made_guid(const struct export *x, const cJSON *row)
{
	char guid[EXPORT_GUID];
	export_guid(x->house, row_str(row, "id"), guid);
	return arena_strdup(x->p->arena, guid);
}

static void export_session(void *ctx, const cJSON *row)
{
	struct export *x = ctx;
	size_t i = programme_add_session(x->p);
	if (i == PROGRAMME_NONE)
		return;
	const char *uid = made_guid(x, row);
	int64_t modified = row_int(row, "modified", 0);
	x->p->sessions[i] = (struct programme_session){
		.guid = export_makes_guid(row) ? uid : key_of(x, row, "guid"),
		.code = key_of(x, row, "code"),
		.number = key_of(x, row, "number"),
		.slug = key_of(x, row, "slug"),
		.title = text_of(x, row, "title"),
		.subtitle = text_of(x, row, "subtitle"),
		.abstract = text_of(x, row, "abstract"),
		.description = text_of(x, row, "description"),
		.type = line(x, row, "type"),
		.language = line(x, row, "language"),
		.url = line(x, row, "url"),
		.licence = line(x, row, "licence"),
		.no_recording = cJSON_IsTrue(json_get(row, "no_recording")),
		.cancelled = strcmp(row_str(row, "status"), "cancelled") == 0,
		.track = index_of(x, &x->tracks, row_str(row, "track"), &modified),
		.room = index_of(x, &x->rooms, row_str(row, "room"), &modified),
		.scheduled = row_has(row, "start"),
		.start = row_int(row, "start", 0),
		.duration = (int)row_int(row, "duration", 0),
		.length = (int)row_int(row, "length", 0),
		.uid = uid,
		.revision = (int)row_int(row, "rev", 1),
		.expected_start = row_int(row, "expected_start", 0),
		.expected_end = row_int(row, "expected_end", 0),
	};
	const cJSON *id;
	cJSON_ArrayForEach(id, json_get(row, "people"))
		programme_session_add_person(x->p, i, index_of(x, &x->people, id->valuestring, &modified));
	cJSON_ArrayForEach(id, json_get(row, "also_in"))
		programme_session_also_in(x->p, i, index_of(x, &x->rooms, id->valuestring, &modified));
	x->p->sessions[i].modified = modified;
}

/* --- the whole, and parts of it ------------------------------------------- */

#define VISIBLE "WHERE status != 'hidden' "
#define IN_ORDER " ORDER BY start IS NULL, start, length(id), id"

static void export_all(struct export *x)
{
	struct db *db = x->db;
	rows_each(db, &resource_rooms, export_room, x, "ORDER BY \"order\", length(id), id", "");
	rows_each(db, &resource_tracks, export_track, x, "ORDER BY length(id), id", "");
	rows_each(db, &resource_people, export_person, x, "ORDER BY length(id), id", "");
	rows_each(db, &resource_sessions, export_session, x, VISIBLE IN_ORDER, "");
}

/* The sessions of a room (also those that are only shown there), a track or a
 * person. Lists of ids are looked through in indexes that hold them: no row is
 * read in vain. */
static void export_sessions_of(struct export *x, const struct export_part *part)
{
	char *quoted = g_strdup_printf("\"%s\"", part->id);
	if (part->of == &resource_rooms)
		rows_each(x->db, &resource_sessions, export_session, x,
			VISIBLE
			"AND (room = ?1 OR id IN (SELECT id FROM sessions WHERE also_in IS NOT NULL AND instr(also_in, ?2)))" IN_ORDER,
			"ss", part->id, quoted);
	else if (part->of == &resource_tracks)
		rows_each(x->db, &resource_sessions, export_session, x, VISIBLE "AND track = ?1" IN_ORDER,
			"s", part->id);
	else
		rows_each(x->db, &resource_sessions, export_session, x,
			VISIBLE "AND id IN (SELECT id FROM sessions WHERE instr(people, ?1))" IN_ORDER, "s",
			quoted);
	g_free(quoted);
}

/* Are the tags of one language, whatever the script or the country? */
static bool is_same_language(const char *a, const char *b)
{
	size_t len = strcspn(a, "-");
	return len == strcspn(b, "-") && g_ascii_strncasecmp(a, b, len) == 0;
}

/* Where a format has room for one form of a text, it is in the first language. */
static void prefer_language(struct programme *p, const char *language)
{
	for (size_t i = 0; i < p->language_count; i++) {
		const char *found = p->languages[i];
		if (!is_same_language(found, language))
			continue;
		memmove(p->languages + 1, p->languages, i * sizeof *p->languages);
		p->languages[0] = found;
		return;
	}
}

static void export_stars(struct export *x, const struct export_part *part)
{
	prefer_language(x->p, part->language);
	programme_text_set(
		x->p, &x->p->part, "", is_same_language(part->language, "ko") ? "내 일정" : "My day");
	rows_each(x->db, &resource_sessions, export_session, x,
		VISIBLE "AND id IN (SELECT session FROM stars WHERE attendee = ?1)" IN_ORDER, "s", part->id);
}

static enum status export_part(struct export *x, const struct export_part *part, struct err *err)
{
	if (!part->of) {
		export_stars(x, part);
		return STATUS_OK;
	}
	cJSON *row = row_load(x->db, part->of, part->id);
	if (!row)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no %s/%s", part->of->collection,
			part->id);
	x->p->part = text_of(x, row, "name");
	export_sessions_of(x, part);
	cJSON_Delete(row);
	return STATUS_OK;
}

static struct named named(const struct resource *r, void (*add)(void *ctx, const cJSON *row))
{
	return (struct named){r, add, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
}

enum status programme_export(
	struct db *db, const struct export_part *part, struct programme **ret, struct err *err)
{
	struct export x = {
		.db = db,
		.p = programme_create("madang"),
		.rooms = named(&resource_rooms, export_room),
		.tracks = named(&resource_tracks, export_track),
		.people = named(&resource_people, export_person),
	};
	enum status st = STATUS_OK;
	db_house(db, x.house, sizeof x.house);
	export_event(&x);
	if (part)
		st = export_part(&x, part, err);
	else
		export_all(&x);
	g_hash_table_destroy(x.rooms.known);
	g_hash_table_destroy(x.tracks.known);
	g_hash_table_destroy(x.people.known);
	if (db_status(db, err) != STATUS_OK)
		st = STATUS_STORAGE;
	else if (st == STATUS_OK && arena_failed(x.p->arena))
		st = err_set(err, STATUS_TOO_LARGE, "too_large",
			"the programme needs more than %d MB of memory", MAX_PROGRAMME_BYTES / (1024 * 1024));
	if (st == STATUS_OK)
		*ret = x.p;
	else
		programme_destroy(x.p);
	return st;
}
