#include "event/clash.h"

#include "base/instant.h"

#include <glib.h>
#include <string.h>

/* A session that takes place, by its expected times. */
struct slot {
	char *id;
	char *room; /* NULL: none */
	int64_t from, until;
	int64_t needed_until; /* when the talk itself would end */
	cJSON *people, *also_in;
};

static void slot_clear(void *p)
{
	struct slot *s = p;
	g_free(s->id);
	g_free(s->room);
	cJSON_Delete(s->people);
	cJSON_Delete(s->also_in);
}

#define SLOT_COLUMNS "id, room, expected_start, expected_end, people, also_in, length"

static struct slot read_slot(struct stmt *s)
{
	int64_t from = stmt_int(s, 2);
	return (struct slot){
		.id = g_strdup(stmt_text(s, 0)),
		.room = g_strdup(stmt_text(s, 1)),
		.from = from,
		.until = stmt_int(s, 3),
		.needed_until = from + stmt_int(s, 6) * MS_PER_MINUTE,
		.people = cJSON_Parse(stmt_text(s, 4)),
		.also_in = stmt_is_null(s, 5) ? NULL : cJSON_Parse(stmt_text(s, 5)),
	};
}

static GArray *read_slots(struct stmt *s)
{
	GArray *slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
	g_array_set_clear_func(slots, slot_clear);
	while (stmt_row(s)) {
		struct slot slot = read_slot(s);
		g_array_append_val(slots, slot);
	}
	stmt_end(s);
	return slots;
}

static void add_instant(cJSON *clash, const char *name, int64_t at)
{
	char text[INSTANT_TEXT];
	instant_format(at, text);
	cJSON_AddStringToObject(clash, name, text);
}

static cJSON *new_clash(cJSON *list, const char *kind, int64_t from, int64_t until)
{
	cJSON *clash = cJSON_CreateObject();
	cJSON_AddStringToObject(clash, "kind", kind);
	cJSON_AddArrayToObject(clash, "sessions");
	add_instant(clash, "from", from);
	add_instant(clash, "until", until);
	cJSON_AddItemToArray(list, clash);
	return clash;
}

static void add_session(cJSON *clash, const struct slot *slot)
{
	cJSON_AddItemToArray(
		cJSON_GetObjectItemCaseSensitive(clash, "sessions"), cJSON_CreateString(slot->id));
}

/* `first` is the one that begins first. */
static void add_pair(
	cJSON *list, const char *kind, const char *id, const struct slot *first, const struct slot *second)
{
	bool within = first->until > second->until;
	cJSON *clash = new_clash(list, kind, second->from, within ? second->until : first->until);
	cJSON_AddStringToObject(clash, kind, id);
	add_session(clash, first);
	add_session(clash, second);
	if (strcmp(kind, "room") == 0 && !within && first->from < second->from) {
		int64_t over = first->until - second->from;
		cJSON_AddNumberToObject(
			clash, "overrun", (double)((over + MS_PER_MINUTE - 1) / MS_PER_MINUTE));
	}
}

static bool add_own(cJSON *list, const struct slot *slot)
{
	bool longer = slot->needed_until > slot->until;
	if (longer)
		add_session(new_clash(list, "slot", slot->until, slot->needed_until), slot);
	return longer;
}

/* One talk in two halls at once: a row for each. */
static bool is_one_talk(struct db *db, const struct slot *a, const struct slot *b)
{
	return a->from == b->from && a->until == b->until &&
		db_int(db, 0,
			"SELECT 1 FROM sessions AS a, sessions AS b WHERE a.id = ?1 AND b.id = ?2 AND a.title = b.title",
			"ss", a->id, b->id) == 1;
}

/* --- all of them ---------------------------------------------------------- */

struct sweep {
	struct db *db;
	const GArray *slots;
	GHashTable *busy; /* "room r1" -> the slots that are on there (indices) */
	cJSON *list;
	int count;
};

static GArray *busy_at(struct sweep *w, const char *kind, const char *id)
{
	char *key = g_strdup_printf("%s %s", kind, id);
	GArray *on = g_hash_table_lookup(w->busy, key);
	if (on) {
		g_free(key);
		return on;
	}
	on = g_array_new(FALSE, FALSE, sizeof(guint));
	g_hash_table_insert(w->busy, key, on);
	return on;
}

/* The slot begins in the room, or for the person: what is still on there
 * clashes with it. */
static void occupy(struct sweep *w, const char *kind, const char *id, guint index)
{
	const struct slot *slot = &g_array_index(w->slots, struct slot, index);
	GArray *on = busy_at(w, kind, id);
	bool in_room = strcmp(kind, "room") == 0;
	guint kept = 0;
	for (guint i = 0; i < on->len; i++) {
		guint other = g_array_index(on, guint, i);
		const struct slot *before = &g_array_index(w->slots, struct slot, other);
		if (before->until <= slot->from)
			continue;
		g_array_index(on, guint, kept++) = other;
		if (w->count < MAX_CLASHES && (in_room || !is_one_talk(w->db, before, slot))) {
			add_pair(w->list, kind, id, before, slot);
			w->count++;
		}
	}
	g_array_set_size(on, kept);
	g_array_append_val(on, index);
}

static void free_busy(void *list)
{
	g_array_free(list, TRUE);
}

static void occupy_all(struct sweep *w, const char *kind, const cJSON *ids, guint index)
{
	const cJSON *id;
	cJSON_ArrayForEach(id, ids)
		occupy(w, kind, id->valuestring, index);
}

static void sweep(struct sweep *w)
{
	for (guint i = 0; i < w->slots->len && w->count < MAX_CLASHES; i++) {
		const struct slot *slot = &g_array_index(w->slots, struct slot, i);
		w->count += add_own(w->list, slot);
		if (slot->until == slot->from)
			continue;
		if (slot->room)
			occupy(w, "room", slot->room, i);
		occupy_all(w, "room", slot->also_in, i);
		occupy_all(w, "person", slot->people, i);
	}
}

cJSON *clashes_all(struct db *db)
{
	GArray *slots = read_slots(db_query(db,
		"SELECT " SLOT_COLUMNS " FROM sessions "
		"WHERE status IN ('scheduled', 'live', 'ended') AND expected_start IS NOT NULL "
		"ORDER BY expected_start, id",
		""));
	struct sweep w = {
		.db = db,
		.slots = slots,
		.busy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_busy),
		.list = cJSON_CreateArray(),
	};
	sweep(&w);
	g_hash_table_destroy(w.busy);
	g_array_free(slots, TRUE);
	return w.list;
}

/* --- those of some -------------------------------------------------------- */

cJSON *clashes_among(struct db *db, const cJSON *ids)
{
	cJSON *list = cJSON_CreateArray();
	if (!ids->child)
		return list;
	GHashTable *wanted = g_hash_table_new(g_str_hash, g_str_equal);
	const cJSON *id;
	cJSON_ArrayForEach(id, ids)
		g_hash_table_add(wanted, id->valuestring);
	cJSON *all = clashes_all(db), *clash;
	while ((clash = cJSON_DetachItemFromArray(all, 0))) {
		bool any = false;
		cJSON_ArrayForEach(id, json_get(clash, "sessions"))
			any = any || g_hash_table_contains(wanted, id->valuestring);
		if (any)
			cJSON_AddItemToArray(list, clash);
		else
			cJSON_Delete(clash);
	}
	cJSON_Delete(all);
	g_hash_table_destroy(wanted);
	return list;
}

/* --- those of one --------------------------------------------------------- */

static bool lists(const cJSON *ids, const char *id)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, ids)
		if (strcmp(item->valuestring, id) == 0)
			return true;
	return false;
}

static bool is_in(const struct slot *slot, const char *room)
{
	return (slot->room && strcmp(slot->room, room) == 0) || lists(slot->also_in, room);
}

static void compare(struct db *db, cJSON *list, const struct slot *slot, const struct slot *other)
{
	bool later =
		other->from > slot->from || (other->from == slot->from && strcmp(other->id, slot->id) > 0);
	const struct slot *first = later ? slot : other, *second = later ? other : slot;
	const cJSON *id;
	if (slot->room && is_in(other, slot->room))
		add_pair(list, "room", slot->room, first, second);
	cJSON_ArrayForEach(id, slot->also_in)
		if (is_in(other, id->valuestring))
			add_pair(list, "room", id->valuestring, first, second);
	cJSON_ArrayForEach(id, slot->people)
		if (lists(other->people, id->valuestring) && !is_one_talk(db, first, second))
			add_pair(list, "person", id->valuestring, first, second);
}

static void compare_with_others(struct db *db, cJSON *list, const struct slot *slot)
{
	enum { MAX_AT_ONCE = 2000 };
	/* The statuses by name, and `+` before the end: so one index holds all
	 * that is asked for (sessions_by_expected_start). */
	GArray *others = read_slots(db_query(db,
		"SELECT " SLOT_COLUMNS " FROM sessions "
		"WHERE status IN ('scheduled', 'live', 'ended') AND expected_start < ?2 AND +expected_end > ?1 "
		"AND expected_end > expected_start AND id != ?3 ORDER BY expected_start, id LIMIT ?4",
		"iisi", slot->from, slot->until, slot->id, (int64_t)MAX_AT_ONCE));
	for (guint i = 0; i < others->len && cJSON_GetArraySize(list) < MAX_CLASHES_OF_ONE; i++)
		compare(db, list, slot, &g_array_index(others, struct slot, i));
	g_array_free(others, TRUE);
}

cJSON *clashes_of(struct db *db, const char *id)
{
	cJSON *list = cJSON_CreateArray();
	GArray *self = read_slots(db_query(db,
		"SELECT " SLOT_COLUMNS " FROM sessions "
		"WHERE id = ?1 AND status NOT IN ('cancelled', 'hidden') AND expected_start IS NOT NULL",
		"s", id));
	if (self->len) {
		const struct slot *slot = &g_array_index(self, struct slot, 0);
		add_own(list, slot);
		if (slot->until > slot->from)
			compare_with_others(db, list, slot);
	}
	g_array_free(self, TRUE);
	return list;
}
