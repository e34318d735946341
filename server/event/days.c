#include "event/days.h"

#include "event/resource.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

struct day {
	char date[11];
	int64_t start, end;
};

void day_of(const struct zone *z, int64_t at, char out[11])
{
	struct wall_time w;
	zone_from_utc_ms(z, at, &w);
	w.hour -= DAY_BOUNDARY_HOUR;
	wall_from_utc_ms(wall_to_utc_ms(&w), &w);
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned)w.year % 10000, (unsigned)w.month % 100,
		(unsigned)w.day % 100);
}

struct zone *event_zone(struct db *db)
{
	struct stmt *s = db_query(db, "SELECT zone FROM event", "");
	struct zone *z = stmt_row(s) ? zone_create(stmt_text(s, 0)) : NULL;
	stmt_end(s);
	return z ? z : zone_create("UTC");
}

/* The days that the sessions make, in order. */
static GArray *derive(struct db *db)
{
	GArray *days = g_array_new(FALSE, FALSE, sizeof(struct day));
	struct zone *z = event_zone(db);
	struct stmt *s = db_query(db,
		"SELECT start, start + duration * 60000 FROM sessions "
		"WHERE start IS NOT NULL AND status != 'hidden' ORDER BY start",
		"");
	while (stmt_row(s)) {
		struct day day = {.start = stmt_int(s, 0), .end = stmt_int(s, 1)};
		day_of(z, day.start, day.date);
		struct day *last = days->len ? &g_array_index(days, struct day, days->len - 1) : NULL;
		if (!last || strcmp(last->date, day.date) != 0)
			g_array_append_val(days, day);
		else if (day.end > last->end)
			last->end = day.end;
	}
	stmt_end(s);
	zone_destroy(z);
	return days;
}

/* Writes the day where it differs from what is there. */
static void save_day(struct txn *txn, const struct day *day)
{
	cJSON *row = row_load(txn->db, &resource_days, day->date);
	bool same = row && row_int(row, "start", 0) == day->start && row_int(row, "end", 0) == day->end;
	if (!same) {
		if (!row)
			row = cJSON_CreateObject();
		row_set_str(row, "id", day->date);
		row_set_int(row, "rev", row_int(row, "rev", 0) + 1);
		row_set_int(row, "modified", txn->now);
		row_set_int(row, "start", day->start);
		row_set_int(row, "end", day->end);
		row_write(txn->db, &resource_days, row);
		txn_touch(txn, NULL, "days", day->date);
	}
	cJSON_Delete(row);
}

static bool has_day(const GArray *days, const char *date)
{
	for (guint i = 0; i < days->len; i++)
		if (strcmp(g_array_index(days, struct day, i).date, date) == 0)
			return true;
	return false;
}

static void drop_others(struct txn *txn, const GArray *days)
{
	cJSON *rows = rows_load(txn->db, &resource_days, "ORDER BY id", "");
	const cJSON *row;
	cJSON_ArrayForEach(row, rows) {
		if (has_day(days, row_str(row, "id")))
			continue;
		row_delete(txn->db, &resource_days, row_str(row, "id"));
		txn_touch(txn, NULL, "days", row_str(row, "id"));
	}
	cJSON_Delete(rows);
}

static void list_in_event(struct txn *txn, const GArray *days)
{
	cJSON *event = row_load(txn->db, &resource_event, "main");
	if (!event)
		return;
	cJSON *dates = cJSON_CreateArray();
	for (guint i = 0; i < days->len; i++)
		cJSON_AddItemToArray(dates, cJSON_CreateString(g_array_index(days, struct day, i).date));
	if (cJSON_Compare(json_get(event, "days"), dates, true)) {
		cJSON_Delete(dates);
	} else {
		row_set(event, "days", dates);
		row_write(txn->db, &resource_event, event);
		txn_touch(txn, NULL, "event", "main");
	}
	cJSON_Delete(event);
}

void days_refresh(struct txn *txn)
{
	GArray *days = derive(txn->db);
	for (guint i = 0; i < days->len; i++)
		save_day(txn, &g_array_index(days, struct day, i));
	drop_others(txn, days);
	list_in_event(txn, days);
	g_array_free(days, TRUE);
}
