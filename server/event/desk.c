#include "event/desk.h"

#include "base/instant.h"
#include "event/booking.h"
#include "event/line.h"
#include "event/notices.h"

#include <inttypes.h>
#include <string.h>

/* --- the table ------------------------------------------------------------- */

struct table {
	bool cancelled, paused, over;
	int64_t call_ms, slot_ms;
};

static bool find_table(struct txn *txn, const char *meetup, struct table *ret)
{
	struct stmt *s = db_query(txn->db,
		"SELECT l.cancelled OR m.status = 'cancelled', "
		"l.paused AND coalesce(l.paused_until > ?2, 1), l.expected_end <= ?2, e.call_minutes, "
		"m.slot_minutes FROM lines AS l JOIN meetups AS m ON m.id = l.meetup "
		"JOIN event AS e ON e.id = 'main' WHERE l.meetup = ?1",
		"si", meetup, txn->now);
	bool found = stmt_row(s);
	if (found)
		*ret = (struct table){
			.cancelled = stmt_int(s, 0) != 0,
			.paused = stmt_int(s, 1) != 0,
			.over = stmt_int(s, 2) != 0,
			.call_ms = stmt_int(s, 3) * MS_PER_MINUTE,
			.slot_ms = stmt_int(s, 4) * MS_PER_MINUTE,
		};
	stmt_end(s);
	return found;
}

/* --- elsewhere ------------------------------------------------------------- */

/* Is its owner at another table: talking; or, `there`, also arrived? */
static bool is_elsewhere(struct db *db, const struct place *p, bool there)
{
	return db_int(db, 0,
		       "SELECT 1 FROM places WHERE attendee = ?1 AND ended_at IS NULL AND id <> ?2 AND "
		       "(state = 'talking' OR (?3 AND state = 'arrived')) LIMIT 1",
		       "sii", p->attendee, p->number, (int64_t)there) == 1;
}

/* Where else the owner of ?1 (an attendee) is wanted at ?2: called, arrived, or
 * booked in a slot of now. */
#define WANTED                                                                                               \
	"SELECT p.id FROM places AS p LEFT JOIN slots AS s ON s.id = p.slot "                                \
	"WHERE p.attendee = ?1 AND p.ended_at IS NULL AND (p.state IN ('called', 'arrived') "                \
	"OR (p.state = 'booked' AND s.expected_start <= ?2 AND s.expected_end > ?2))"

static bool is_wanted_elsewhere(struct txn *txn, const struct place *p)
{
	return db_int(txn->db, 0, "SELECT 1 FROM (" WANTED ") WHERE id <> ?3 LIMIT 1", "sii", p->attendee,
		       txn->now, p->number) == 1;
}

/* --- calling --------------------------------------------------------------- */

enum status desk_call(struct txn *txn, struct place *p, struct err *err)
{
	struct table t = {0};
	find_table(txn, p->meetup, &t);
	struct place_step step = {.until = txn->now + t.call_ms};
	if (p->state == PLACE_ARRIVED) {
		/* Is there: asked in, which is once (the query of due_guests). */
		p->until = step.until;
		place_save(txn, p);
		notice_of_place(txn, p->attendee, p->number, "called", p->until);
		return db_status(txn->db, err);
	}
	int64_t position = p->state == PLACE_WAITING ? place_position(txn->db, p) : 0;
	p->choose = is_wanted_elsewhere(txn, p);
	enum status st = place_step(txn, p, PLACE_CALLED, &step, err);
	if (st != STATUS_OK)
		return st;
	notice_of_place(txn, p->attendee, p->number, p->choose ? "choose" : "called", p->until);
	if (position)
		line_moved(txn, p->meetup, position);
	else
		line_tell(txn, p->meetup);
	return STATUS_OK;
}

/* Booked guests whose slot has come, by time; and those who are all there some
 * minutes early. */
static const char due_guests[] =
	"SELECT p.id FROM places AS p JOIN slots AS s ON s.id = p.slot WHERE p.meetup = ?1 AND p.ended_at IS NULL "
	"AND ((p.state = 'booked' AND s.expected_start <= ?2) "
	"OR (p.state = 'arrived' AND p.until IS NULL AND (s.expected_start <= ?2 "
	"OR (s.expected_start <= ?2 + 300000 AND NOT EXISTS (SELECT 1 FROM places AS o "
	"WHERE o.meetup = p.meetup AND o.slot = p.slot AND o.ended_at IS NULL AND o.state = 'booked'))))) "
	"ORDER BY s.expected_start, s.n, p.id";
_Static_assert(EARLY_MINUTES == 5, "due_guests says it in milliseconds");

/* Who was asked to choose before and is still wanted elsewhere comes after all
 * others: else nobody else would ever be called. */
static bool is_callable(struct txn *txn, const struct place *p, bool again)
{
	return !is_elsewhere(txn->db, p, false) && (again || !p->choose || !is_wanted_elsewhere(txn, p));
}

/* Calls the guests of the first slot that has come. */
static enum status call_due(struct txn *txn, const char *meetup, bool again, GArray *ret, struct err *err)
{
	char slot[MAX_ID + 1] = "";
	enum status st = STATUS_OK;
	GArray *due = db_ints(txn->db, due_guests, "si", meetup, txn->now);
	for (guint i = 0; i < due->len && st == STATUS_OK; i++) {
		struct place p;
		if (!place_load(txn->db, g_array_index(due, int64_t, i), &p) ||
			(*slot && strcmp(slot, p.slot) != 0) || !is_callable(txn, &p, again))
			continue;
		g_strlcpy(slot, p.slot, sizeof slot);
		st = desk_call(txn, &p, err);
		g_array_append_val(ret, p.number);
	}
	g_array_free(due, TRUE);
	return st;
}

static enum status call_next(struct txn *txn, const char *meetup, bool present, GArray *ret, struct err *err)
{
	struct place first;
	enum status st = call_due(txn, meetup, false, ret, err);
	if (st != STATUS_OK || ret->len > 0)
		return st;
	if (line_first(txn->db, meetup, present, &first)) {
		g_array_append_val(ret, first.number);
		return desk_call(txn, &first, err);
	}
	/* By itself the table does not ask anybody twice. */
	return present ? STATUS_OK : call_due(txn, meetup, true, ret, err);
}

enum status desk_next(struct txn *txn, const char *meetup, GArray *ret, struct err *err)
{
	struct table t;
	if (!find_table(txn, meetup, &t)) {
		enum status st = db_status(txn->db, err);
		return st != STATUS_OK
			? st
			: err_set(err, STATUS_NOT_FOUND, "not_found", "there is no meetups/%s", meetup);
	}
	if (t.cancelled)
		return err_set(err, STATUS_CONFLICT, "closed", "this meetup is cancelled");
	if (t.paused)
		return err_set(err, STATUS_CONFLICT, "paused", "this table has a pause: resume first");
	return call_next(txn, meetup, false, ret, err);
}

void desk_fill(struct txn *txn, const char *meetup)
{
	struct table t;
	if (!find_table(txn, meetup, &t) || t.cancelled || t.paused || t.over)
		return;
	/* Who has come for a slot and was not asked in yet does not take the table. */
	bool taken = db_int(txn->db, 0,
			     "SELECT 1 FROM places WHERE meetup = ?1 AND ended_at IS NULL AND "
			     "(state IN ('called', 'talking') OR (state = 'arrived' AND "
			     "(until IS NOT NULL OR slot IS NULL))) LIMIT 1",
			     "s", meetup) == 1;
	GArray *called = g_array_new(FALSE, FALSE, sizeof(int64_t));
	if (!taken)
		call_next(txn, meetup, true, called, NULL);
	g_array_free(called, TRUE);
}

/* --- at the table ----------------------------------------------------------- */

static int64_t slot_time(struct db *db, const struct place *p, const char *sql)
{
	return *p->slot ? db_int(db, 0, sql, "s", p->slot) : 0;
}

static int64_t slot_start(struct db *db, const struct place *p)
{
	return slot_time(db, p, "SELECT expected_start FROM slots WHERE id = ?1");
}

static int64_t slot_end(struct db *db, const struct place *p)
{
	return slot_time(db, p, "SELECT expected_end FROM slots WHERE id = ?1");
}

enum status desk_arrived(struct txn *txn, struct place *p, struct err *err)
{
	struct table t = {0};
	find_table(txn, p->meetup, &t);
	if (p->state == PLACE_NO_SHOW && (*p->slot ? slot_end(txn->db, p) <= txn->now : t.over))
		return err_set(err, STATUS_CONFLICT, "past_slot", "this time at the table is over");
	/* Who comes when called has been asked in. */
	struct place_step step = {.until = p->state == PLACE_CALLED ? p->until : 0};
	p->present = true;
	return place_step(txn, p, PLACE_ARRIVED, &step, err);
}

/* Until when a chat that begins now may last: its slot's end; long before or
 * after that a whole slot's time, but not into the time of who is booked next. */
static int64_t chat_end(struct txn *txn, const struct place *p, int64_t slot_ms)
{
	int64_t end = slot_end(txn->db, p), soonest = txn->now + MS_PER_MINUTE;
	if (end > soonest && end <= txn->now + slot_ms + EARLY_MINUTES * MS_PER_MINUTE)
		return end;
	end = db_int(txn->db, INT64_MAX,
		"SELECT min(s.expected_start) FROM places AS p JOIN slots AS s ON s.id = p.slot "
		"WHERE p.meetup = ?1 AND p.ended_at IS NULL AND p.state IN ('booked', 'called', 'arrived') "
		"AND s.expected_start > ?2 AND s.id <> ?3",
		"sis", p->meetup, txn->now, p->slot);
	return MAX(soonest, MIN(end, txn->now + slot_ms));
}

enum status desk_start(struct txn *txn, struct place *p, struct err *err)
{
	struct table t = {0};
	find_table(txn, p->meetup, &t);
	if (is_elsewhere(txn->db, p, false))
		return err_set(
			err, STATUS_CONFLICT, "talking_elsewhere", "this guest talks at another table");
	struct place_step step = {.until = chat_end(txn, p, t.slot_ms)};
	p->present = true;
	enum status st = place_step(txn, p, PLACE_TALKING, &step, err);
	if (st == STATUS_OK)
		line_tell(txn, p->meetup);
	return st;
}

enum status desk_finish(struct txn *txn, struct place *p, struct err *err)
{
	enum status st = place_step(txn, p, PLACE_DONE, NULL, err);
	if (st == STATUS_OK)
		line_tell(txn, p->meetup);
	return st;
}

enum status desk_extend(struct txn *txn, struct place *p, int minutes, struct err *err)
{
	if (p->state != PLACE_TALKING)
		return err_set(err, STATUS_CONFLICT, "wrong_state", "place %" PRId64 " is %s: no chat runs",
			p->number, place_state_name(p->state));
	p->until = MAX(p->until, txn->now) + minutes * MS_PER_MINUTE;
	place_save(txn, p);
	line_tell(txn, p->meetup);
	return db_status(txn->db, err);
}

/* --- not at the table -------------------------------------------------------- */

/* Was called and can't come now: the place is kept. In the line that lets one
 * by, so that it is not asked again and again; a booking stands as it was. */
static enum status put_back(struct txn *txn, struct place *p, struct err *err)
{
	bool asked = p->choose;
	enum status st = place_step(txn, p, PLACE_WAITING, NULL, err);
	if (st != STATUS_OK)
		return st;
	if (!*p->slot) {
		if (asked)
			line_swap(txn, p);
		line_tell(txn, p->meetup);
		return STATUS_OK;
	}
	st = place_step(txn, p, PLACE_BOOKED, NULL, err);
	p->choose = true;
	place_save(txn, p);
	return st;
}

enum status desk_no_show(struct txn *txn, struct place *p, struct err *err)
{
	bool called = p->state == PLACE_CALLED;
	enum status st;
	if (p->state == PLACE_BOOKED && slot_start(txn->db, p) > txn->now)
		return err_set(err, STATUS_CONFLICT, "too_early", "%s has not begun", p->slot);
	if (called && (p->choose || is_elsewhere(txn->db, p, true))) {
		st = put_back(txn, p, err);
	} else {
		st = place_step(txn, p, PLACE_NO_SHOW, NULL, err);
		if (st == STATUS_OK)
			notice_of_place(txn, p->attendee, p->number, "absent", 0);
	}
	if (st == STATUS_OK) {
		desk_fill(txn, p->meetup);
		line_tell(txn, p->meetup);
	}
	return st;
}

/* --- the guest --------------------------------------------------------------- */

/* Another place of who has chosen: it was called, or its slot is now. */
static enum status let_go(struct txn *txn, struct place *other, struct err *err)
{
	bool called = other->state == PLACE_CALLED || other->state == PLACE_ARRIVED;
	enum status st = STATUS_OK;
	if (*other->slot) {
		st = booking_give_back(txn, other, err);
	} else {
		other->present = false;
		st = place_step(txn, other, PLACE_WAITING, NULL, err);
		line_tell(txn, other->meetup);
	}
	if (st == STATUS_OK && called)
		desk_fill(txn, other->meetup);
	return st;
}

static bool has_to_choose(struct db *db, const char *attendee)
{
	return db_int(db, 0,
		       "SELECT 1 FROM places WHERE attendee = ?1 AND ended_at IS NULL AND choose = 1 LIMIT 1",
		       "s", attendee) == 1;
}

enum status desk_choose(struct txn *txn, struct place *p, struct err *err)
{
	struct table t = {0};
	enum status st = STATUS_OK;
	bool wanted = p->state == PLACE_CALLED || p->state == PLACE_ARRIVED || p->state == PLACE_BOOKED;
	if (!wanted || !has_to_choose(txn->db, p->attendee))
		return err_set(err, STATUS_CONFLICT, "nothing_to_choose", "you are asked to no other table");
	find_table(txn, p->meetup, &t);
	GArray *all = db_ints(txn->db, WANTED, "si", p->attendee, txn->now);
	p->choose = false;
	if (p->state == PLACE_CALLED)
		p->until = txn->now + t.call_ms; /* the way there begins now */
	place_save(txn, p);
	for (guint i = 0; i < all->len && st == STATUS_OK; i++) {
		struct place other;
		int64_t number = g_array_index(all, int64_t, i);
		if (number != p->number && place_load(txn->db, number, &other))
			st = let_go(txn, &other, err);
	}
	g_array_free(all, TRUE);
	return st;
}

/* Which of its places at this table somebody has come for. */
static bool find_come_for(struct txn *txn, const char *meetup, const char *attendee, struct place *ret)
{
	int64_t number = db_int(txn->db, 0,
		"SELECT p.id FROM places AS p LEFT JOIN slots AS s ON s.id = p.slot "
		"WHERE p.attendee = ?1 AND p.meetup = ?2 AND p.ended_at IS NULL AND "
		"(p.state IN ('called', 'arrived', 'talking') OR (p.state = 'waiting' AND p.slot IS NULL) OR "
		"(p.state = 'booked' AND s.expected_start <= ?3 + ?4)) "
		"ORDER BY p.state = 'waiting', p.state = 'booked', p.state = 'talking', p.state = 'arrived', "
		"s.expected_start LIMIT 1",
		"ssii", attendee, meetup, txn->now, PRESENT_MINUTES * MS_PER_MINUTE);
	return number && place_load(txn->db, number, ret);
}

enum status desk_present(
	struct txn *txn, const char *meetup, const char *attendee, struct place *ret, struct err *err)
{
	if (!find_come_for(txn, meetup, attendee, ret))
		return err_set(err, STATUS_CONFLICT, "no_place",
			"you are neither in this table's line nor booked for the next %d minutes",
			PRESENT_MINUTES);
	if (ret->state == PLACE_CALLED || ret->state == PLACE_BOOKED)
		return desk_arrived(txn, ret, err);
	if (!ret->present) {
		ret->present = true;
		place_save(txn, ret);
	}
	return db_status(txn->db, err);
}
