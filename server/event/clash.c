#include "event/clash.h"

#include "base/instant.h"

#include <glib.h>
#include <string.h>

/* A session that takes place, by its expected times. */
struct slot {
	char *id, *room; /* room: NULL without */
	int64_t from, until;
	cJSON *people;
};

static void slot_clear(void *p)
{
	struct slot *s = p;
	g_free(s->id);
	g_free(s->room);
	cJSON_Delete(s->people);
}

static struct slot read_slot(struct stmt *s)
{
	return (struct slot){
		.id = g_strdup(stmt_text(s, 0)),
		.room = g_strdup(stmt_text(s, 1)),
		.from = stmt_int(s, 2),
		.until = stmt_int(s, 3),
		.people = cJSON_Parse(stmt_text(s, 4)),
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

/* `first` is the one that begins first. */
static void add_clash(
	cJSON *list, const char *kind, const char *id, const struct slot *first, const struct slot *second)
{
	cJSON *clash = cJSON_CreateObject();
	cJSON_AddStringToObject(clash, "kind", kind);
	cJSON_AddStringToObject(clash, kind, id);
	cJSON *sessions = cJSON_AddArrayToObject(clash, "sessions");
	cJSON_AddItemToArray(sessions, cJSON_CreateString(first->id));
	cJSON_AddItemToArray(sessions, cJSON_CreateString(second->id));
	add_instant(clash, "from", second->from);
	add_instant(clash, "until", first->until < second->until ? first->until : second->until);
	cJSON_AddItemToArray(list, clash);
}

/* --- all of them ---------------------------------------------------------- */

struct sweep {
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
	guint kept = 0;
	for (guint i = 0; i < on->len; i++) {
		guint other = g_array_index(on, guint, i);
		const struct slot *before = &g_array_index(w->slots, struct slot, other);
		if (before->until <= slot->from)
			continue;
		g_array_index(on, guint, kept++) = other;
		if (w->count < MAX_CLASHES) {
			add_clash(w->list, kind, id, before, slot);
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

cJSON *clashes_all(struct db *db)
{
	GArray *slots = read_slots(db_query(db,
		"SELECT id, room, expected_start, expected_end, people FROM sessions "
		"WHERE status IN ('scheduled', 'live', 'ended') AND +expected_end > expected_start "
		"ORDER BY expected_start, id",
		""));
	struct sweep w = {
		.slots = slots,
		.busy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_busy),
		.list = cJSON_CreateArray(),
	};
	for (guint i = 0; i < slots->len && w.count < MAX_CLASHES; i++) {
		const struct slot *slot = &g_array_index(slots, struct slot, i);
		if (slot->room)
			occupy(&w, "room", slot->room, i);
		const cJSON *person;
		cJSON_ArrayForEach(person, slot->people)
			occupy(&w, "person", person->valuestring, i);
	}
	g_hash_table_destroy(w.busy);
	g_array_free(slots, TRUE);
	return w.list;
}

/* --- those of one --------------------------------------------------------- */

static bool has_person(const struct slot *slot, const char *id)
{
	const cJSON *person;
	cJSON_ArrayForEach(person, slot->people)
		if (strcmp(person->valuestring, id) == 0)
			return true;
	return false;
}

static void compare(cJSON *list, const struct slot *slot, const struct slot *other)
{
	bool later =
		other->from > slot->from || (other->from == slot->from && strcmp(other->id, slot->id) > 0);
	const struct slot *first = later ? slot : other, *second = later ? other : slot;
	if (slot->room && other->room && strcmp(slot->room, other->room) == 0)
		add_clash(list, "room", slot->room, first, second);
	const cJSON *person;
	cJSON_ArrayForEach(person, slot->people)
		if (has_person(other, person->valuestring))
			add_clash(list, "person", person->valuestring, first, second);
}

cJSON *clashes_of(struct db *db, const char *id)
{
	cJSON *list = cJSON_CreateArray();
	GArray *self = read_slots(db_query(db,
		"SELECT id, room, expected_start, expected_end, people FROM sessions "
		"WHERE id = ?1 AND status NOT IN ('cancelled', 'hidden') AND expected_end > expected_start",
		"s", id));
	if (self->len) {
		const struct slot *slot = &g_array_index(self, struct slot, 0);
		/* The statuses by name, and `+` before the end: so one index holds all
		 * that is asked for (sessions_by_expected_start). */
		GArray *others = read_slots(db_query(db,
			"SELECT id, room, expected_start, expected_end, people FROM sessions "
			"WHERE status IN ('scheduled', 'live', 'ended') AND expected_start < ?2 AND +expected_end > ?1 "
			"AND expected_end > expected_start AND id != ?3 ORDER BY expected_start, id LIMIT ?4",
			"iisi", slot->from, slot->until, id, (int64_t)MAX_CLASHES));
		for (guint i = 0; i < others->len; i++)
			compare(list, slot, &g_array_index(others, struct slot, i));
		g_array_free(others, TRUE);
	}
	g_array_free(self, TRUE);
	return list;
}
