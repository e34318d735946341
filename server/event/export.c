#include "event/export.h"

#include "base/hash.h"
#include "event/identify.h"
#include "event/merge.h"
#include "store/journal.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

struct export
{
	struct db *db;
	struct programme *p;
	char epoch[64];
	GHashTable *rooms, *tracks, *people; /* id -> index + 1 */
};

/* --- keys ----------------------------------------------------------------- */

void export_guid(const char *epoch, const char *id, char out[EXPORT_GUID])
{
	unsigned char h[SHA256_BYTES];
	char *basis = g_strdup_printf("madang session %s %s", epoch, id);
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

/* The first key of the kind that the row learned, as its file had it. */
static const char *key_of(const struct export *x, const cJSON *row, const char *name)
{
	const cJSON *keys = merge_keys_of(row, name);
	return keys && keys->child ? arena_strdup(x->p->arena, identify_key_plain(keys->child->valuestring))
				   : NULL;
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

static size_t index_of(GHashTable *table, const char *id)
{
	size_t found = id ? GPOINTER_TO_SIZE(g_hash_table_lookup(table, id)) : 0;
	return found ? found - 1 : PROGRAMME_NONE;
}

static void note_index(GHashTable *table, const cJSON *row, size_t index)
{
	if (index != PROGRAMME_NONE)
		g_hash_table_insert(table, g_strdup(row_str(row, "id")), GSIZE_TO_POINTER(index + 1));
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

static void export_room(struct export *x, const cJSON *row)
{
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
	note_index(x->rooms, row, i);
}

static void export_track(struct export *x, const cJSON *row)
{
	size_t i = programme_add_track(x->p);
	if (i == PROGRAMME_NONE)
		return;
	x->p->tracks[i] = (struct programme_track){
		.key = key_of(x, row, "key"),
		.name = text_of(x, row, "name"),
		.colour = line(x, row, "colour"),
	};
	note_index(x->tracks, row, i);
}

static void export_person(struct export *x, const cJSON *row)
{
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
	note_index(x->people, row, i);
}

static const char *guid_of(const struct export *x, const cJSON *row)
{
	char guid[EXPORT_GUID];
	if (!export_makes_guid(row))
		return key_of(x, row, "guid");
	export_guid(x->epoch, row_str(row, "id"), guid);
	return arena_strdup(x->p->arena, guid);
}

static void export_session(struct export *x, const cJSON *row)
{
	size_t i = programme_add_session(x->p);
	if (i == PROGRAMME_NONE)
		return;
	x->p->sessions[i] = (struct programme_session){
		.guid = guid_of(x, row),
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
		.track = index_of(x->tracks, row_str(row, "track")),
		.room = index_of(x->rooms, row_str(row, "room")),
		.scheduled = row_has(row, "start"),
		.start = row_int(row, "start", 0),
		.duration = (int)row_int(row, "duration", 0),
		.length = (int)row_int(row, "length", 0),
	};
	const cJSON *id;
	cJSON_ArrayForEach(id, json_get(row, "people"))
		programme_session_add_person(x->p, i, index_of(x->people, id->valuestring));
	cJSON_ArrayForEach(id, json_get(row, "also_in"))
		programme_session_also_in(x->p, i, index_of(x->rooms, id->valuestring));
}

/* --- the whole ------------------------------------------------------------ */

static void each_row(struct export *x, const struct resource *r, const char *tail,
	void (*add)(struct export *x, const cJSON *row))
{
	cJSON *rows = rows_load(x->db, r, tail, "");
	const cJSON *row;
	cJSON_ArrayForEach(row, rows)
		add(x, row);
	cJSON_Delete(rows);
}

static GHashTable *index_table(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

enum status programme_export(struct db *db, struct programme **ret, struct err *err)
{
	struct export x = {
		.db = db,
		.p = programme_create("madang"),
		.rooms = index_table(),
		.tracks = index_table(),
		.people = index_table(),
	};
	journal_epoch(db, x.epoch, sizeof x.epoch);
	export_event(&x);
	each_row(&x, &resource_rooms, "ORDER BY \"order\", length(id), id", export_room);
	each_row(&x, &resource_tracks, "ORDER BY length(id), id", export_track);
	each_row(&x, &resource_people, "ORDER BY length(id), id", export_person);
	each_row(&x, &resource_sessions,
		"WHERE status != 'hidden' ORDER BY start IS NULL, start, length(id), id", export_session);
	g_hash_table_destroy(x.rooms);
	g_hash_table_destroy(x.tracks);
	g_hash_table_destroy(x.people);
	enum status st = db_status(db, err);
	if (st == STATUS_OK && arena_failed(x.p->arena))
		st = err_set(err, STATUS_TOO_LARGE, "too_large",
			"the programme needs more than %d MB of memory", MAX_PROGRAMME_BYTES / (1024 * 1024));
	if (st == STATUS_OK)
		*ret = x.p;
	else
		programme_destroy(x.p);
	return st;
}
