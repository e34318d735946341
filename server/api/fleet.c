#include "api/fleet.h"

#include "base/alloc.h"

#include <glib.h>
#include <stdlib.h>

struct entry {
	struct screen_report report;
	int64_t heard_ms;
};

struct fleet {
	GHashTable *entries; /* id -> struct entry, both owned */
	int64_t start_ms;
};

struct fleet *fleet_create(int64_t now_ms)
{
	struct fleet *f = xcalloc(1, sizeof *f);
	f->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	f->start_ms = now_ms;
	return f;
}

void fleet_destroy(struct fleet *f)
{
	if (!f)
		return;
	g_hash_table_destroy(f->entries);
	free(f);
}

static void forget_quietest(struct fleet *f)
{
	GHashTableIter i;
	gpointer id, entry, quietest = NULL;
	int64_t heard_ms = INT64_MAX;
	g_hash_table_iter_init(&i, f->entries);
	while (g_hash_table_iter_next(&i, &id, &entry)) {
		if (((struct entry *)entry)->heard_ms < heard_ms) {
			heard_ms = ((struct entry *)entry)->heard_ms;
			quietest = id;
		}
	}
	g_hash_table_remove(f->entries, quietest);
}

static struct entry *entry_of(struct fleet *f, const char *id)
{
	struct entry *e = g_hash_table_lookup(f->entries, id);
	if (e)
		return e;
	if (g_hash_table_size(f->entries) >= MAX_SCREEN_REPORTS)
		forget_quietest(f);
	e = g_new0(struct entry, 1);
	e->report.lag = -1;
	g_hash_table_insert(f->entries, g_strdup(id), e);
	return e;
}

void fleet_report(struct fleet *f, const char *id, const struct screen_report *report, int64_t now_ms)
{
	struct entry *e = entry_of(f, id);
	e->report = *report;
	e->heard_ms = now_ms;
}

void fleet_expect(struct fleet *f, const char *id, int64_t now_ms)
{
	entry_of(f, id)->heard_ms = now_ms;
}

void fleet_forget(struct fleet *f, const char *id)
{
	g_hash_table_remove(f->entries, id);
}

const struct screen_report *fleet_find(const struct fleet *f, const char *id)
{
	const struct entry *e = g_hash_table_lookup(f->entries, id);
	return e && e->report.seen_at ? &e->report : NULL;
}

int64_t fleet_quiet_ms(const struct fleet *f, const char *id, int64_t now_ms)
{
	const struct entry *e = g_hash_table_lookup(f->entries, id);
	return now_ms - (e ? e->heard_ms : f->start_ms);
}

bool fleet_is_silent(const struct fleet *f, const char *id, int64_t now_ms)
{
	return fleet_quiet_ms(f, id, now_ms) >= SCREEN_SILENT_MS;
}
