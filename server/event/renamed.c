#include "event/renamed.h"

#include "event/alike.h"

#include <string.h>

/* Sessions that were with one (a row) and are with another (of the file). */
struct way {
	size_t from, to;
	size_t sessions, same_time;
};

struct traffic {
	struct collection *named;
	GHashTable *row_of_id; /* id -> row + 1 */
	GHashTable *way_of; /* "from to" -> way + 1 */
	GArray *ways; /* struct way, in the order of the file */
	size_t *left, *entered; /* sessions of each row, and of each of the file's, that are known */
};

static void traffic_init(struct traffic *t, struct collection *named)
{
	*t = (struct traffic){
		.named = named,
		.row_of_id = g_hash_table_new(g_str_hash, g_str_equal),
		.way_of = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		.ways = g_array_new(FALSE, FALSE, sizeof(struct way)),
		.left = g_new0(size_t, named->count + 1),
		.entered = g_new0(size_t, named->file_count + 1),
	};
	for (size_t i = 0; i < named->count; i++)
		g_hash_table_insert(
			t->row_of_id, (void *)row_str(named->row[i], "id"), GSIZE_TO_POINTER(i + 1));
}

static void traffic_finish(struct traffic *t)
{
	g_hash_table_destroy(t->row_of_id);
	g_hash_table_destroy(t->way_of);
	g_array_free(t->ways, TRUE);
	g_free(t->left);
	g_free(t->entered);
}

/* The row of the id; MATCH_NONE: it names none. */
static size_t row_of(const struct traffic *t, const cJSON *id)
{
	size_t found =
		cJSON_IsString(id) ? GPOINTER_TO_SIZE(g_hash_table_lookup(t->row_of_id, id->valuestring)) : 0;
	return found ? found - 1 : MATCH_NONE;
}

static bool is_gone(const struct traffic *t, size_t row)
{
	return row != MATCH_NONE && t->named->match.file_of[row] == MATCH_NONE;
}

static bool is_new(const struct traffic *t, size_t index)
{
	return index != PROGRAMME_NONE && t->named->match.row_of[index] == MATCH_NONE;
}

static void pass_by(struct traffic *t, size_t from, size_t to, bool same_time)
{
	if (!is_gone(t, from) || !is_new(t, to))
		return;
	gint64 key = (gint64)from << 32 | (gint64)to;
	size_t found = GPOINTER_TO_SIZE(g_hash_table_lookup(t->way_of, &key));
	if (!found) {
		struct way way = {.from = from, .to = to};
		g_array_append_val(t->ways, way);
		found = t->ways->len;
		g_hash_table_insert(t->way_of, g_memdup2(&key, sizeof key), GSIZE_TO_POINTER(found));
	}
	struct way *way = &g_array_index(t->ways, struct way, found - 1);
	way->sessions++;
	way->same_time += same_time;
}

/* Two thirds of both; where the names are alike, more than one half. */
static bool is_larger_part(const struct traffic *t, const struct way *way, bool alike)
{
	size_t all = MAX(t->left[way->from], t->entered[way->to]);
	return alike ? 2 * way->sessions > all : 3 * way->sessions >= 2 * all;
}

static bool same_name(const struct traffic *t, const struct way *way)
{
	const char *name = t->named->entries[OF_FILE][way->to].part[PART_NAME];
	return names_alike(t->named->entries[AS_SAID][way->from].part[PART_NAME], name) ||
		names_alike(t->named->entries[AS_IS][way->from].part[PART_NAME], name);
}

typedef bool is_rename(const struct traffic *t, const struct way *way, bool alike);

static bool take_renames(struct traffic *t, is_rename *holds)
{
	bool any = false;
	for (guint i = 0; i < t->ways->len; i++) {
		const struct way *way = &g_array_index(t->ways, struct way, i);
		if (!is_gone(t, way->from) || !is_new(t, way->to))
			continue;
		bool alike = same_name(t, way);
		if (!is_larger_part(t, way, alike) || !holds(t, way, alike))
			continue;
		collection_pair(t->named, way->to, way->from);
		any = true;
	}
	return any;
}

/* --- rooms, tracks -------------------------------------------------------- */

static size_t room_in(const struct programme_session *s)
{
	return s->room;
}

static size_t track_in(const struct programme_session *s)
{
	return s->track;
}

static bool room_was_renamed(const struct traffic *t, const struct way *way, bool alike)
{
	(void)t;
	return 2 * way->same_time >= way->sessions && (way->same_time >= 2 || alike);
}

static bool track_was_renamed(const struct traffic *t, const struct way *way, bool alike)
{
	(void)t;
	return way->sessions >= 2 || alike;
}

static bool same_time(const struct programme_session *s, const cJSON *row)
{
	const cJSON *start = collection_said(row, "start");
	return s->scheduled && start && (int64_t)start->valuedouble == s->start;
}

static bool renamed_places(struct collection *named, const struct collection *sessions,
	const struct programme *p, const char *member, size_t (*in)(const struct programme_session *s),
	is_rename *holds)
{
	struct traffic t;
	traffic_init(&t, named);
	for (size_t i = 0; i < sessions->file_count; i++) {
		const struct programme_session *s = &p->sessions[i];
		const cJSON *row = collection_row(sessions, i);
		size_t from = row ? row_of(&t, collection_said(row, member)) : MATCH_NONE, to = in(s);
		if (from == MATCH_NONE)
			continue;
		t.left[from]++;
		if (to != PROGRAMME_NONE)
			t.entered[to]++;
		pass_by(&t, from, to, same_time(s, row));
	}
	bool any = take_renames(&t, holds);
	traffic_finish(&t);
	return any;
}

/* --- people --------------------------------------------------------------- */

static bool person_was_renamed(const struct traffic *t, const struct way *way, bool alike)
{
	const struct match *m = &t->named->match;
	return alike && !(match_keys_disagree(m, way->to, way->from) && match_keys_are_stable(m));
}

enum { FEW = 8 }; /* people of one session; of more, those past them aren't looked at */

static int those_gone(struct traffic *t, const cJSON *people, size_t ret[FEW])
{
	int count = 0;
	const cJSON *id;
	cJSON_ArrayForEach(id, people) {
		size_t row = row_of(t, id);
		if (row == MATCH_NONE)
			continue;
		t->left[row]++;
		if (is_gone(t, row) && count < FEW)
			ret[count++] = row;
	}
	return count;
}

static int those_new(struct traffic *t, const struct programme_session *s, size_t ret[FEW])
{
	int count = 0;
	for (size_t i = 0; i < s->people_count; i++) {
		t->entered[s->people[i]]++;
		if (is_new(t, s->people[i]) && count < FEW)
			ret[count++] = s->people[i];
	}
	return count;
}

static bool renamed_people(
	struct collection *people, const struct collection *sessions, const struct programme *p)
{
	struct traffic t;
	traffic_init(&t, people);
	for (size_t i = 0; i < sessions->file_count; i++) {
		const cJSON *row = collection_row(sessions, i);
		size_t gone[FEW], new[FEW];
		if (!row)
			continue;
		int gone_count = those_gone(&t, collection_said(row, "people"), gone);
		int new_count = those_new(&t, &p->sessions[i], new);
		for (int from = 0; from < gone_count; from++)
			for (int to = 0; to < new_count; to++)
				pass_by(&t, gone[from], new[to], true);
	}
	bool any = take_renames(&t, person_was_renamed);
	traffic_finish(&t);
	return any;
}

bool identify_renamed(const struct identified *all, const struct programme *p)
{
	bool rooms = renamed_places(all->rooms, all->sessions, p, "room", room_in, room_was_renamed);
	bool tracks = renamed_places(all->tracks, all->sessions, p, "track", track_in, track_was_renamed);
	bool people = renamed_people(all->people, all->sessions, p);
	return rooms || tracks || people;
}
