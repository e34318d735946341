#include "event/draw.h"

#include "base/limits.h"
#include "base/rand.h"
#include "event/booking.h"
#include "event/notices.h"
#include "event/places.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_lots(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;
	if (x->tier != y->tier)
		return x->tier < y->tier ? -1 : 1;
	return memcmp(x->hash, y->hash, sizeof x->hash);
}

void draw_shuffle(const char *seed, struct lot *lots, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[RANDOM_ID_TEXT + PLACE_ID + 1];
		int len = snprintf(text, sizeof text, "%s:%" PRId64, seed, lots[i].number);
		sha256(text, (size_t)len, lots[i].hash);
	}
	if (count)
		qsort(lots, count, sizeof *lots, compare_lots);
}

/* All who have asked, owned. */
static GArray *lots_of(struct db *db, const char *meetup)
{
	GArray *lots = g_array_new(FALSE, TRUE, sizeof(struct lot));
	struct stmt *s = db_query(db,
		"SELECT id, tier FROM places WHERE meetup = ?1 AND slot IS NOT NULL AND ended_at IS NULL "
		"AND state = 'waiting'",
		"s", meetup);
	while (stmt_row(s)) {
		struct lot lot = {.number = stmt_int(s, 0), .tier = (int)stmt_int(s, 1)};
		g_array_append_val(lots, lot);
	}
	stmt_end(s);
	return lots;
}

static bool has_free_seat(struct db *db, const char *slot)
{
	return db_int(db, 0, "SELECT taken < seats FROM slots WHERE id = ?1", "s", slot) == 1;
}

/* Its turn has come: a seat, or a place in the list by this order. */
static void seat(struct txn *txn, int64_t number, int64_t turn)
{
	struct place p;
	struct wish w;
	struct obstacle obstacle = {0};
	if (!place_load(txn->db, number, &p))
		return;
	p.turn = turn;
	bool may = has_free_seat(txn->db, p.slot) &&
		wish_look(txn, p.slot, p.attendee, &w, NULL) == STATUS_OK &&
		wish_check(txn, &w, &obstacle, NULL) == STATUS_OK;
	if (may && place_step(txn, &p, PLACE_BOOKED, NULL, NULL) == STATUS_OK)
		notice_of_place(txn, p.attendee, p.number, "drawn", 0);
	else /* they may be thousands: draw_tell tells them */
		db_run(txn->db, "UPDATE places SET turn = ?2, until = ?3 WHERE id = ?1", "iii", number, turn,
			(int64_t)WAIT_GOES_ON);
}

void draw_tell(struct txn *txn)
{
	GArray *numbers = db_ints(txn->db,
		"SELECT id FROM places WHERE until = ?1 AND ended_at IS NULL AND state = 'waiting' LIMIT ?2",
		"ii", (int64_t)WAIT_GOES_ON, (int64_t)MAX_NOTICES_A_JOB);
	for (guint i = 0; i < numbers->len; i++) {
		struct place p;
		if (!place_load(txn->db, g_array_index(numbers, int64_t, i), &p))
			continue;
		p.until = 0;
		place_save(txn, &p);
		notice_of_place(txn, p.attendee, p.number, "not_drawn", 0);
	}
	g_array_free(numbers, TRUE);
}

static bool is_due(const struct txn *txn, const char *meetup, char seed[RANDOM_ID_TEXT])
{
	struct stmt *s = db_query(txn->db,
		"SELECT l.seed FROM meetups AS m JOIN lines AS l ON l.meetup = m.id "
		"WHERE m.id = ?1 AND m.draw = 1 AND l.drawn_at IS NULL AND m.opens <= ?2",
		"si", meetup, txn->now - DRAW_MS);
	bool due = stmt_row(s);
	if (due && !stmt_is_null(s, 0))
		g_strlcpy(seed, stmt_text(s, 0), RANDOM_ID_TEXT);
	stmt_end(s);
	return due;
}

void draw_hold(struct txn *txn, const char *meetup)
{
	char seed[RANDOM_ID_TEXT] = "";
	if (!is_due(txn, meetup, seed))
		return;
	if (!*seed)
		random_id(seed);
	GArray *lots = lots_of(txn->db, meetup);
	draw_shuffle(seed, (struct lot *)(void *)lots->data, lots->len);
	db_run(txn->db,
		"UPDATE lines SET seed = ?2, drawn_at = ?3, dirty = 1, rev = rev + 1 WHERE meetup = ?1",
		"ssi", meetup, seed, txn->now);
	for (guint i = 0; i < lots->len; i++)
		seat(txn, g_array_index(lots, struct lot, i).number, i + 1);
	g_array_free(lots, TRUE);
}

#define TO_DRAW                                                                                              \
	"FROM meetups AS m JOIN lines AS l ON l.meetup = m.id WHERE m.draw = 1 AND l.drawn_at IS NULL "

void draw_due(struct txn *txn)
{
	GPtrArray *due = db_texts(txn->db, "SELECT m.id " TO_DRAW "AND m.opens <= ?1 ORDER BY m.opens", "i",
		txn->now - DRAW_MS);
	for (guint i = 0; i < due->len; i++)
		draw_hold(txn, due->pdata[i]);
	g_ptr_array_unref(due);
}

int64_t draw_next(struct db *db)
{
	int64_t opens = db_int(db, INT64_MAX,
		"SELECT m.opens " TO_DRAW "AND m.opens IS NOT NULL ORDER BY m.opens LIMIT 1", "");
	return opens == INT64_MAX ? INT64_MAX : opens + DRAW_MS;
}
