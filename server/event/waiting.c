#include "event/waiting.h"

#include "base/instant.h"
#include "event/booking.h"
#include "event/notices.h"

/* 0 also where nobody may book: else everybody who waits would be looked at in
 * vain. */
static int64_t free_seats(const struct txn *txn, const char *slot)
{
	return db_int(txn->db, 0,
		"SELECT s.seats - s.taken FROM slots AS s JOIN meetups AS m ON m.id = s.meetup "
		"JOIN lines AS l ON l.meetup = s.meetup WHERE s.id = ?1 AND s.gone = 0 "
		"AND s.expected_start > ?2 AND m.status = 'open' AND NOT l.cancelled "
		"AND NOT (m.draw AND l.drawn_at IS NULL)",
		"si", slot, txn->now);
}

static int64_t confirm_by(const struct txn *txn, int64_t start)
{
	int64_t by = txn->now +
		db_int(txn->db, 0, "SELECT confirm_minutes FROM event WHERE id = 'main'", "") * MS_PER_MINUTE;
	return by < start ? by : start;
}

/* Gives the seat to this one, if nothing stands in the way. */
static bool promote(struct txn *txn, struct place *p)
{
	struct wish w;
	struct obstacle obstacle = {0};
	if (wish_look(txn, p->slot, p->attendee, &w, NULL) != STATUS_OK || w.drawn_later ||
		wish_check(txn, &w, &obstacle, NULL) != STATUS_OK)
		return false;
	struct place_step step = {.until = confirm_by(txn, w.start)};
	if (place_step(txn, p, PLACE_BOOKED, &step, NULL) != STATUS_OK)
		return false;
	notice_of_place(txn, p->attendee, p->number, "seat", p->until);
	return true;
}

/* Does booking open later? Then the clock comes back to it. */
static bool put_off(struct txn *txn, const char *slot)
{
	return db_int(txn->db, 0,
		       "UPDATE lines SET promote_at = m.opens FROM slots AS s JOIN meetups AS m ON m.id = s.meetup "
		       "WHERE s.id = ?1 AND lines.meetup = s.meetup AND m.opens > ?2 RETURNING 1",
		       "si", slot, txn->now) == 1;
}

void waiting_promote(struct txn *txn, const char *slot)
{
	int64_t seats = free_seats(txn, slot);
	if (seats <= 0)
		return;
	GArray *waiting = db_ints(txn->db,
		"SELECT id FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 "
		"ORDER BY tier, turn, id",
		"s", slot);
	bool any = false;
	if (waiting->len && put_off(txn, slot))
		seats = 0;
	for (guint i = 0; i < waiting->len && seats > 0; i++) {
		struct place p;
		if (place_load(txn->db, g_array_index(waiting, int64_t, i), &p) && promote(txn, &p)) {
			seats--;
			any = true;
		}
	}
	g_array_free(waiting, TRUE);
	if (any)
		waiting_tell(txn, slot);
}

void waiting_promote_opened(struct txn *txn)
{
	char meetup[MAX_ID + 1];
	if (!db_text(txn->db, meetup, sizeof meetup,
		    "SELECT meetup FROM lines WHERE promote_at <= ?1 ORDER BY promote_at LIMIT 1", "i",
		    txn->now))
		return;
	db_run(txn->db, "UPDATE lines SET promote_at = NULL WHERE meetup = ?1", "s", meetup);
	GPtrArray *slots = db_texts(txn->db,
		"SELECT id FROM slots WHERE meetup = ?1 AND gone = 0 AND taken < seats "
		"AND waiting_first + waiting_again > 0 ORDER BY n",
		"s", meetup);
	for (guint i = 0; i < slots->len; i++)
		waiting_promote(txn, slots->pdata[i]);
	g_ptr_array_unref(slots);
}

void waiting_promote_own(struct txn *txn, const char *attendee)
{
	GPtrArray *slots = db_texts(txn->db,
		"SELECT slot FROM places WHERE attendee = ?1 AND ended_at IS NULL AND state = 'waiting' "
		"AND slot IS NOT NULL ORDER BY id",
		"s", attendee);
	for (guint i = 0; i < slots->len; i++)
		waiting_promote(txn, slots->pdata[i]);
	g_ptr_array_unref(slots);
}

void waiting_tell(struct txn *txn, const char *slot)
{
	places_tell(txn, slot, MAX_WAITS_TOLD);
}
