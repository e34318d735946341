#include "event/slots.h"

#include "base/instant.h"
#include "base/limits.h"
#include "base/rand.h"
#include "event/meetups.h"
#include "event/notices.h"
#include "event/places.h"
#include "event/waiting.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A talk of the host, or the session that the meetup comes after. */
struct talk {
	int64_t start, end; /* as planned */
	int64_t expected_end;
	bool own; /* the host speaks there: no slot while it runs */
};

struct slot {
	int n;
	int64_t start, end, expected_start, expected_end;
	int64_t seats, taken, waiting;
	bool gone, stored;
};

/* A meetup that is being derived. */
struct derived {
	struct txn *txn;
	const cJSON *row;
	const char *id;
	GArray *talks; /* struct talk */
	GArray *slots; /* struct slot, by number: as they are to be */
	int64_t reached;
	GArray *moved; /* borrowed */
	bool elsewhere; /* it is at another table than before */
	bool cancelled; /* is it? */
	bool restored; /* it was until now */
};

int64_t session_planned_end(const cJSON *session)
{
	return row_has(session, "start")
		? row_int(session, "start", 0) + row_int(session, "duration", 0) * MS_PER_MINUTE
		: 0;
}

static void read_talks(struct derived *d)
{
	d->talks = g_array_new(FALSE, FALSE, sizeof(struct talk));
	/* The inner query reads an index alone: the rows hold long texts. */
	struct stmt *s = db_query(d->txn->db,
		"SELECT start, start + duration * 60000, expected_end, EXISTS (SELECT 1 FROM json_each(people) "
		"WHERE value = ?1) FROM sessions WHERE (id = ?2 OR id IN "
		"(SELECT s.id FROM sessions AS s, json_each(s.people) AS p WHERE s.status IN "
		"('scheduled', 'live', 'ended') AND p.value = ?1)) AND status IN ('scheduled', 'live', 'ended') "
		"AND start IS NOT NULL",
		"ss", row_str(d->row, "host"), row_str(d->row, "session"));
	while (stmt_row(s)) {
		struct talk t = {stmt_int(s, 0), stmt_int(s, 1), stmt_int(s, 2), stmt_int(s, 3) != 0};
		g_array_append_val(d->talks, t);
	}
	stmt_end(s);
}

static bool talks_run(const struct derived *d, int64_t start, int64_t end)
{
	for (guint i = 0; i < d->talks->len; i++) {
		const struct talk *t = &g_array_index(d->talks, struct talk, i);
		if (t->own && t->start < end && start < t->end)
			return true;
	}
	return false;
}

/* `planned`, or when the last of the talks before it is expected to end. */
static int64_t after_talks(const struct derived *d, int64_t planned)
{
	int64_t at = planned;
	for (guint i = 0; i < d->talks->len; i++) {
		const struct talk *t = &g_array_index(d->talks, struct talk, i);
		if (t->end <= planned)
			at = MAX(at, t->expected_end);
	}
	return at;
}

static void plan_slots(struct derived *d)
{
	int64_t start = row_int(d->row, "start", 0), end = row_int(d->row, "end", 0);
	int64_t length = row_int(d->row, "slot_minutes", 1) * MS_PER_MINUTE, free_at = 0;
	d->slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
	for (int n = 0; start + (n + 1) * length <= end; n++) {
		struct slot s = {.n = n, .start = start + n * length, .end = start + (n + 1) * length};
		if (talks_run(d, s.start, s.end))
			continue;
		s.expected_start = MAX(after_talks(d, s.start), free_at);
		s.expected_end = s.expected_start + length;
		s.seats = row_int(d->row, "seats", 1);
		if (s.expected_end > s.end)
			free_at = s.expected_end;
		g_array_append_val(d->slots, s);
	}
}

/* --- who has a place there ------------------------------------------------- */

/* The places that the query gives, owned: what is done with them must not meet it. */
static GArray *places_of(struct db *db, const char *sql, const char *id)
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(struct place));
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int64_t));
	struct stmt *s = db_query(db, sql, "s", id);
	while (stmt_row(s)) {
		int64_t number = stmt_int(s, 0);
		g_array_append_val(numbers, number);
	}
	stmt_end(s);
	for (guint i = 0; i < numbers->len; i++) {
		struct place p;
		if (place_load(db, g_array_index(numbers, int64_t, i), &p))
			g_array_append_val(places, p);
	}
	g_array_free(numbers, TRUE);
	return places;
}

static GArray *open_in_slot(struct db *db, const char *slot)
{
	return places_of(db,
		"SELECT id FROM places WHERE meetup = (SELECT meetup FROM slots WHERE id = ?1) AND slot = ?1 "
		"AND ended_at IS NULL",
		slot);
}

/* Who waits for a seat there may be thousands: the clock ends them by and by
 * (meetups_tick), unless it is held after all before that. */
static void end_waits(struct derived *d, const char *slot)
{
	d->reached += db_int(d->txn->db, 0,
		"SELECT count(*) FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1", "s",
		slot);
	db_run(d->txn->db,
		"UPDATE places SET until = ?2 WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1", "si",
		slot, (int64_t)WAIT_IS_OVER);
}

static void go_on_waiting(struct derived *d, const char *slot)
{
	db_run(d->txn->db,
		"UPDATE places SET until = NULL WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 "
		"AND until IS NOT NULL",
		"s", slot);
}

/* Those who had a seat will have it back, if it is held after all; those who
 * waited only hear that it is cancelled. */
static void cancel_places(struct derived *d, GArray *places)
{
	for (guint i = 0; i < places->len; i++) {
		struct place *p = &g_array_index(places, struct place, i);
		struct place_step step = {.why = p->state == PLACE_WAITING ? "ended" : "cancelled"};
		bool later = p->state == PLACE_WAITING && *p->slot;
		if (later || p->state == PLACE_TALKING ||
			place_step(d->txn, p, PLACE_LEFT, &step, NULL) != STATUS_OK)
			continue;
		notice_of_place(d->txn, p->attendee, p->number, "cancelled", 0);
		d->reached++;
	}
	g_array_free(places, TRUE);
}

/* Another seat of this attendee at the time of this one, which they have not
 * been asked to choose yet? */
static bool overlaps(struct db *db, const struct place *p)
{
	return db_int(db, 0,
		       "SELECT 1 FROM places AS o JOIN slots AS theirs ON theirs.id = o.slot "
		       "JOIN slots AS this ON this.id = ?3 "
		       "WHERE o.attendee = ?1 AND o.ended_at IS NULL AND o.id <> ?2 AND o.choose = 0 "
		       "AND o.state IN ('booked', 'called', 'arrived', 'talking') "
		       "AND theirs.expected_start < this.expected_end AND this.expected_start < theirs.expected_end "
		       "LIMIT 1",
		       "sis", p->attendee, p->number, p->slot) == 1;
}

static void restore_places(struct derived *d, const struct slot *slot, const char *id)
{
	if (slot->expected_start <= d->txn->now)
		return;
	GArray *places = places_of(d->txn->db,
		"SELECT id FROM places WHERE slot = ?1 AND state = 'left' AND why = 'cancelled' ORDER BY id",
		id);
	for (guint i = 0; i < places->len; i++) {
		struct place *p = &g_array_index(places, struct place, i);
		if (overlaps(d->txn->db, p) || place_step(d->txn, p, PLACE_BOOKED, NULL, NULL) != STATUS_OK)
			continue;
		notice_of_place(d->txn, p->attendee, p->number, "restored", 0);
		d->reached++;
	}
	g_array_free(places, TRUE);
}

static bool has_seat(const struct place *p)
{
	return p->state == PLACE_BOOKED || p->state == PLACE_CALLED || p->state == PLACE_ARRIVED;
}

static void note_moved(struct derived *d, GArray *places)
{
	for (guint i = 0; i < places->len; i++) {
		struct moved m = {g_array_index(places, struct place, i).number, d->elsewhere};
		g_array_append_val(d->moved, m);
	}
	d->reached += places->len;
	g_array_free(places, TRUE);
}

void slots_tell_moved(struct txn *txn, const GArray *moved)
{
	for (guint i = 0; i < moved->len; i++) {
		struct place p;
		const struct moved *m = &g_array_index(moved, struct moved, i);
		if (!place_load(txn->db, m->place, &p))
			continue;
		bool asked = *p.slot && has_seat(&p) && overlaps(txn->db, &p);
		p.choose = *p.slot ? asked : p.choose;
		place_save(txn, &p);
		if (has_seat(&p) || (!*p.slot && m->elsewhere && p.state == PLACE_WAITING))
			notice_of_place(txn, p.attendee, p.number,
				asked ? "choose" : (m->elsewhere ? "elsewhere" : "moved"), 0);
	}
}

/* --- the slots --------------------------------------------------------------- */

static void slot_id(const struct derived *d, int n, char out[MAX_ID + 1])
{
	snprintf(out, MAX_ID + 1, "%s-%d", d->id, n);
}

static GArray *stored_slots(const struct derived *d)
{
	GArray *slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
	struct stmt *s = db_query(d->txn->db,
		"SELECT n, start, \"end\", expected_start, expected_end, seats, taken, gone, "
		"waiting_first + waiting_again FROM slots "
		"WHERE meetup = ?1 ORDER BY n",
		"s", d->id);
	while (stmt_row(s)) {
		struct slot slot = {
			.n = (int)stmt_int(s, 0),
			.start = stmt_int(s, 1),
			.end = stmt_int(s, 2),
			.expected_start = stmt_int(s, 3),
			.expected_end = stmt_int(s, 4),
			.seats = stmt_int(s, 5),
			.taken = stmt_int(s, 6),
			.gone = stmt_int(s, 7) != 0,
			.waiting = stmt_int(s, 8),
			.stored = true,
		};
		g_array_append_val(slots, slot);
	}
	stmt_end(s);
	return slots;
}

static void insert_slot(struct derived *d, const struct slot *s, const char *id)
{
	db_run(d->txn->db,
		"INSERT INTO slots (id, meetup, n, start, \"end\", expected_start, expected_end, gone, seats, taken, "
		"waiting_first, waiting_again, dirty, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, 0, 0, 0, 1, 1)",
		"ssiiiiii", id, d->id, (int64_t)s->n, s->start, s->end, s->expected_start, s->expected_end,
		s->seats);
}

static void update_slot(struct derived *d, const struct slot *s, const char *id)
{
	db_run(d->txn->db,
		"UPDATE slots SET start = ?2, \"end\" = ?3, expected_start = ?4, expected_end = ?5, gone = ?6, "
		"seats = ?7, dirty = 1, rev = rev + 1 WHERE id = ?1",
		"siiiiii", id, s->start, s->end, s->expected_start, s->expected_end, (int64_t)s->gone,
		s->seats);
}

static bool is_same(const struct slot *a, const struct slot *b)
{
	return a->start == b->start && a->end == b->end && a->expected_start == b->expected_start &&
		a->expected_end == b->expected_end && a->gone == b->gone && a->seats == b->seats;
}

static bool is_ahead(const struct derived *d, const struct slot *s)
{
	return s->expected_end > d->txn->now;
}

/* `was` NULL: there was none. */
static void save_slot(struct derived *d, const struct slot *was, struct slot *s)
{
	char id[MAX_ID + 1];
	slot_id(d, s->n, id);
	if (!was) {
		insert_slot(d, s, id);
		return;
	}
	/* Nobody loses a seat: fewer of them are there only as they come free. */
	s->seats = MAX(s->seats, was->taken);
	if (!is_same(was, s))
		update_slot(d, s, id);
	if (d->cancelled) {
		if (was->waiting)
			end_waits(d, id);
		return;
	}
	if (was->waiting && (was->gone || d->restored))
		go_on_waiting(d, id);
	bool moved = was->expected_start != s->expected_start || was->expected_end != s->expected_end;
	if (was->gone || d->restored)
		restore_places(d, s, id);
	else if ((moved || d->elsewhere) && (is_ahead(d, was) || is_ahead(d, s)))
		note_moved(d, open_in_slot(d->txn->db, id));
	if (s->seats > was->taken && was->waiting)
		waiting_promote(d->txn, id);
}

static void drop_slot(struct derived *d, struct slot *s)
{
	char id[MAX_ID + 1];
	slot_id(d, s->n, id);
	s->gone = true;
	update_slot(d, s, id);
	cancel_places(d, open_in_slot(d->txn->db, id));
	end_waits(d, id);
}

static void save_slots(struct derived *d)
{
	GArray *stored = stored_slots(d);
	guint i = 0;
	for (guint j = 0; j < d->slots->len; j++) {
		struct slot *s = &g_array_index(d->slots, struct slot, j), *was = NULL;
		for (; i < stored->len; i++) {
			was = &g_array_index(stored, struct slot, i);
			if (was->n >= s->n)
				break;
			if (!was->gone)
				drop_slot(d, was);
		}
		bool there = i < stored->len && was->n == s->n;
		i += there;
		save_slot(d, there ? was : NULL, s);
	}
	for (; i < stored->len; i++)
		if (!g_array_index(stored, struct slot, i).gone)
			drop_slot(d, &g_array_index(stored, struct slot, i));
	g_array_free(stored, TRUE);
}

/* --- the line ---------------------------------------------------------------- */

static bool is_held(const cJSON *session)
{
	const char *status = row_str(session, "status");
	return row_has(session, "start") && strcmp(status, "cancelled") != 0 && strcmp(status, "hidden") != 0;
}

static bool is_cancelled(const struct derived *d)
{
	const char *session = row_str(d->row, "session");
	if (strcmp(row_str(d->row, "status"), "cancelled") == 0)
		return true;
	cJSON *row = session ? row_load(d->txn->db, &resource_sessions, session) : NULL;
	bool cancelled = row && !is_held(row);
	cJSON_Delete(row);
	return cancelled;
}

/* A meetup that is new has a line, a key for its code, and, for a draw, a seed. */
static void make_line(struct derived *d)
{
	char key[RANDOM_ID_TEXT], seed[RANDOM_ID_TEXT];
	random_id(key);
	random_id(seed);
	if (db_int(d->txn->db, 0, "SELECT 1 FROM lines WHERE meetup = ?1", "s", d->id) != 1)
		db_run(d->txn->db,
			"INSERT INTO lines (meetup, expected_start, expected_end, cancelled, paused, key, "
			"waiting_first, waiting_again, dirty, rev) VALUES (?1, 0, 0, 0, 0, ?2, 0, 0, 1, 1)",
			"ss", d->id, key);
	if (cJSON_IsTrue(json_get(d->row, "draw")))
		db_run(d->txn->db, "UPDATE lines SET seed = ?2 WHERE meetup = ?1 AND seed IS NULL", "ss",
			d->id, seed);
}

/* Whatever has changed of the meetup, its line's document may tell it. */
static void save_line(struct derived *d)
{
	int64_t start = after_talks(d, row_int(d->row, "start", 0)), end = row_int(d->row, "end", 0);
	if (d->slots->len)
		end = MAX(end, g_array_index(d->slots, struct slot, d->slots->len - 1).expected_end);
	db_run(d->txn->db,
		"UPDATE lines SET expected_start = ?2, expected_end = ?3, cancelled = ?4, dirty = 1, rev = rev + 1 "
		"WHERE meetup = ?1",
		"siii", d->id, start, MAX(start, end), (int64_t)d->cancelled);
}

int64_t slots_derive(struct txn *txn, const cJSON *meetup, bool elsewhere, GArray *moved)
{
	struct derived d = {.txn = txn,
		.row = meetup,
		.id = row_str(meetup, "id"),
		.elsewhere = elsewhere,
		.moved = moved};
	make_line(&d);
	d.cancelled = is_cancelled(&d);
	d.restored = !d.cancelled &&
		db_int(txn->db, 0, "SELECT cancelled FROM lines WHERE meetup = ?1", "s", d.id) == 1;
	read_talks(&d);
	plan_slots(&d);
	save_line(&d);
	if (d.cancelled)
		cancel_places(&d,
			places_of(txn->db, "SELECT id FROM places WHERE meetup = ?1 AND ended_at IS NULL",
				d.id));
	else if (elsewhere)
		note_moved(&d,
			places_of(txn->db,
				"SELECT id FROM places WHERE meetup = ?1 AND slot IS NULL AND ended_at IS NULL",
				d.id));
	save_slots(&d);
	lines_tick(txn);
	g_array_free(d.talks, TRUE);
	g_array_free(d.slots, TRUE);
	return d.reached;
}
