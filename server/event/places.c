#include "event/places.h"

#include "base/members.h"
#include "event/line.h"
#include "event/meetups.h"
#include "event/wait.h"
#include "event/waiting.h"
#include "store/journal.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const names[PLACE_STATES] = {
	"booked", "waiting", "called", "arrived", "talking", "done", "no_show", "left"};

#define TO(state) (1u << PLACE_##state)
/* What may follow what. */
static const unsigned may_follow[PLACE_STATES] = {
	[PLACE_BOOKED] = TO(CALLED) | TO(ARRIVED) | TO(TALKING) | TO(NO_SHOW) | TO(LEFT),
	[PLACE_WAITING] = TO(BOOKED) | TO(CALLED) | TO(LEFT),
	[PLACE_CALLED] = TO(ARRIVED) | TO(TALKING) | TO(WAITING) | TO(NO_SHOW) | TO(LEFT),
	[PLACE_ARRIVED] = TO(TALKING) | TO(WAITING) | TO(NO_SHOW) | TO(LEFT),
	[PLACE_TALKING] = TO(DONE),
	[PLACE_DONE] = 0,
	[PLACE_NO_SHOW] = TO(ARRIVED), /* came after all */
	[PLACE_LEFT] = TO(BOOKED), /* the meetup is held after all */
};
/* The states that have a seat, for ever: what is over makes no room in a slot. */
static const unsigned seated = TO(BOOKED) | TO(CALLED) | TO(ARRIVED) | TO(TALKING) | TO(DONE);
static const unsigned ended = TO(DONE) | TO(NO_SHOW) | TO(LEFT);

static bool is_one_of(enum place_state state, unsigned set)
{
	return (set >> state & 1) != 0;
}

bool place_may(enum place_state from, enum place_state to)
{
	return is_one_of(to, may_follow[from]);
}

const char *place_state_name(enum place_state state)
{
	return names[state];
}

static enum place_state state_named(const char *name)
{
	for (int i = 0; i < PLACE_STATES; i++)
		if (strcmp(names[i], name) == 0)
			return (enum place_state)i;
	return PLACE_LEFT; /* not reached: the table's CHECK names the same ones */
}

int64_t place_number(const char *id)
{
	int64_t number = 0;
	size_t digits = strspn(id + (*id == 'b'), "0123456789");
	if (*id != 'b' || digits == 0 || digits > 18 || id[1] == '0' || id[1 + digits])
		return 0;
	for (const char *c = id + 1; *c; c++)
		number = number * 10 + (*c - '0');
	return number;
}

void place_id(int64_t number, char out[PLACE_ID])
{
	snprintf(out, PLACE_ID, "b%" PRId64, number);
}

/* --- reading ------------------------------------------------------------- */

#define ROW                                                                                                  \
	"p.id, p.attendee, p.host, p.meetup, p.slot, p.state, p.tier, p.turn, p.made_at, p.since, p.until, " \
	"p.started_at, p.present, p.choose"
enum { ROW_COLUMNS = 14 };

static void read_row(struct stmt *s, struct place *p)
{
	*p = (struct place){
		.number = stmt_int(s, 0),
		.state = state_named(stmt_text(s, 5)),
		.tier = (int)stmt_int(s, 6),
		.turn = stmt_int(s, 7),
		.made_at = stmt_int(s, 8),
		.since = stmt_int(s, 9),
		.until = stmt_int(s, 10),
		.started_at = stmt_int(s, 11),
		.present = stmt_int(s, 12) != 0,
		.choose = stmt_int(s, 13) != 0,
	};
	g_strlcpy(p->attendee, stmt_text(s, 1), sizeof p->attendee);
	g_strlcpy(p->host, stmt_text(s, 2), sizeof p->host);
	g_strlcpy(p->meetup, stmt_text(s, 3), sizeof p->meetup);
	g_strlcpy(p->slot, stmt_is_null(s, 4) ? "" : stmt_text(s, 4), sizeof p->slot);
}

bool place_load(struct db *db, int64_t number, struct place *ret)
{
	struct stmt *s = db_query(db, "SELECT " ROW " FROM places AS p WHERE p.id = ?1", "i", number);
	bool found = stmt_row(s);
	if (found)
		read_row(s, ret);
	stmt_end(s);
	return found;
}

/* Where it waits: in its slot's list, or in the line. */
static const char *queue_of(const struct place *p)
{
	return *p->slot ? p->slot : p->meetup;
}

int64_t place_position(struct db *db, const struct place *p)
{
	return 1 +
		db_int(db, 0,
			"SELECT count(*) FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 "
			"AND (tier, turn, id) < (?2, ?3, ?4)",
			"siii", queue_of(p), (int64_t)p->tier, p->turn, p->number);
}

/* --- writing ------------------------------------------------------------- */

static const char *collection_of(const struct place *p)
{
	return *p->slot ? "bookings" : "places";
}

static void tell_owner(struct txn *txn, const struct place *p)
{
	char id[PLACE_ID];
	place_id(p->number, id);
	txn_touch(txn, p->attendee, collection_of(p), id);
}

void places_tell(struct txn *txn, const char *where, int64_t most)
{
	struct stmt *s = db_query(txn->db,
		"SELECT attendee, iif(slot IS NULL, 'places', 'bookings'), 'b' || id FROM places "
		"WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 ORDER BY tier, turn, id LIMIT ?2",
		"si", where, most);
	while (stmt_row(s))
		txn_touch(txn, stmt_text(s, 0), stmt_text(s, 1), stmt_text(s, 2));
	stmt_end(s);
}

/* What a state counts for, in the row of the slot or of the line. */
struct counts {
	int64_t taken, first, again;
};

static struct counts counts_of(enum place_state state, int tier)
{
	bool waits = state == PLACE_WAITING;
	return (struct counts){is_one_of(state, seated), waits && tier == 0, waits && tier == 1};
}

/* STATUS_CONFLICT: no seat is left. */
static enum status count(struct txn *txn, const struct place *p, struct counts from, struct counts to)
{
	int64_t first = to.first - from.first, again = to.again - from.again;
	if (!*p->slot)
		return db_run(txn->db,
			"UPDATE lines SET waiting_first = waiting_first + ?2, waiting_again = waiting_again + ?3, "
			"dirty = 1, rev = rev + 1 WHERE meetup = ?1",
			"sii", p->meetup, first, again);
	enum status st = db_run(txn->db,
		"UPDATE slots SET taken = taken + ?2, waiting_first = waiting_first + ?3, "
		"waiting_again = waiting_again + ?4, dirty = 1, rev = rev + 1 WHERE id = ?1",
		"siii", p->slot, to.taken - from.taken, first, again);
	/* Who is up next at the table is the line's to tell, booked ones too. In a
	 * storm it is dirty already, and its row is only looked at. */
	if (st == STATUS_OK)
		st = db_run(txn->db,
			"UPDATE lines SET dirty = 1, rev = rev + 1 WHERE meetup = ?1 AND dirty = 0", "s",
			p->meetup);
	return st;
}

static enum status refuse_second(const struct place *p, struct err *err)
{
	return *p->slot
		? err_set(err, STATUS_CONFLICT, "already_booked", "you have a place in %s already", p->slot)
		: err_set(err, STATUS_CONFLICT, "already_waiting", "you are in this host's line already");
}

static enum status refuse_full(const struct place *p, struct err *err)
{
	return err_set(err, STATUS_CONFLICT, "slot_full", "no seat is free in %s", p->slot);
}

static int64_t last_turn(struct db *db, const struct place *p)
{
	return db_int(db, 0,
		"SELECT turn FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 AND tier = ?2 "
		"ORDER BY turn DESC LIMIT 1",
		"si", queue_of(p), (int64_t)p->tier);
}

enum status place_add(struct txn *txn, struct place *p, const char *topic, struct err *err)
{
	struct counts none = {0}, counts = counts_of(p->state, p->tier);
	if (count(txn, p, none, counts) == STATUS_CONFLICT)
		return refuse_full(p, err);
	p->since = p->made_at;
	p->turn = p->state == PLACE_WAITING ? last_turn(txn->db, p) + 1 : 0;
	enum status st = db_run(txn->db,
		"INSERT INTO places (attendee, host, meetup, slot, state, topic, tier, turn, present, choose, "
		"made_at, since, until, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?10, ?11, 1)",
		"ssssssiiiiz", p->attendee, p->host, p->meetup, *p->slot ? p->slot : NULL, names[p->state],
		topic, (int64_t)p->tier, p->turn, (int64_t)p->present, p->made_at, p->until);
	if (st == STATUS_CONFLICT) {
		count(txn, p, counts, none);
		return refuse_second(p, err);
	}
	p->number = db_last_row(txn->db);
	if (st == STATUS_OK)
		tell_owner(txn, p);
	return st;
}

static enum status write_step(struct txn *txn, const struct place *p, const char *why)
{
	bool over = is_one_of(p->state, ended);
	return db_run(txn->db,
		"UPDATE places SET state = ?2, since = ?3, until = ?4, ended_at = ?5, started_at = ?6, turn = ?7, "
		"present = ?8, choose = ?9, why = ?10, rev = rev + 1 WHERE id = ?1",
		"isizzziiis", p->number, names[p->state], p->since, p->until, over ? p->since : 0, p->started_at,
		p->turn, (int64_t)p->present, (int64_t)p->choose, why);
}

/* A seat more than the meetup has any more goes with who gives it back. */
static void take_seat_away(struct txn *txn, const char *slot)
{
	db_run(txn->db,
		"UPDATE slots SET seats = max(taken, (SELECT seats FROM meetups WHERE id = slots.meetup)) "
		"WHERE id = ?1 AND seats > taken AND seats > (SELECT seats FROM meetups WHERE id = slots.meetup)",
		"s", slot);
}

/* Where else the attendee waits for this host: a second chat from now on, which
 * comes behind all first ones. */
static void wait_again(struct txn *txn, const struct place *p)
{
	GArray *numbers = db_ints(txn->db,
		"SELECT id FROM places WHERE attendee = ?1 AND ended_at IS NULL AND host = ?2 "
		"AND state = 'waiting' AND tier = 0",
		"ss", p->attendee, p->host);
	for (guint i = 0; i < numbers->len; i++) {
		struct place waits;
		if (!place_load(txn->db, g_array_index(numbers, int64_t, i), &waits))
			continue;
		int64_t position = place_position(txn->db, &waits);
		waits.tier = 1;
		waits.turn = last_turn(txn->db, &waits) + 1;
		place_save(txn, &waits);
		if (*waits.slot)
			waiting_tell(txn, waits.slot);
		else
			line_moved(txn, waits.meetup, position);
	}
	g_array_free(numbers, TRUE);
}

/* The turn of one who was called and waits again: its own, unless somebody who
 * joined meanwhile was given the same; then before all of its tier. */
static int64_t turn_again(struct db *db, const struct place *p)
{
	bool given = db_int(db, 0,
			     "SELECT 1 FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 "
			     "AND tier = ?2 AND turn = ?3 LIMIT 1",
			     "sii", queue_of(p), (int64_t)p->tier, p->turn) == 1;
	return given
		? db_int(db, p->turn,
			  "SELECT turn FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 "
			  "AND tier = ?2 ORDER BY turn LIMIT 1",
			  "si", queue_of(p), (int64_t)p->tier) -
			1
		: p->turn;
}

enum status place_step(
	struct txn *txn, struct place *p, enum place_state to, const struct place_step *step, struct err *err)
{
	struct place next = *p;
	if (!place_may(p->state, to))
		return err_set(err, STATUS_CONFLICT, "wrong_state",
			"place %" PRId64 " is %s, so it cannot be %s", p->number, names[p->state], names[to]);
	next.state = to;
	next.since = txn->now;
	next.until = step ? step->until : 0;
	next.choose = p->choose && to == PLACE_CALLED;
	if (to == PLACE_TALKING)
		next.started_at = txn->now;
	if (to == PLACE_WAITING)
		next.turn = turn_again(txn->db, p);
	struct counts from = counts_of(p->state, p->tier), then = counts_of(to, p->tier);
	if (count(txn, p, from, then) == STATUS_CONFLICT)
		return refuse_full(p, err);
	enum status st = write_step(txn, &next, step ? step->why : NULL);
	if (st == STATUS_CONFLICT) {
		count(txn, p, then, from);
		return refuse_second(p, err);
	}
	*p = next;
	tell_owner(txn, p);
	if (to == PLACE_LEFT && *p->slot)
		take_seat_away(txn, p->slot);
	if (to == PLACE_DONE || to == PLACE_NO_SHOW)
		wait_again(txn, p);
	return db_status(txn->db, err);
}

void place_save(struct txn *txn, const struct place *p)
{
	int64_t tier = db_int(txn->db, p->tier, "SELECT tier FROM places WHERE id = ?1", "i", p->number);
	db_run(txn->db,
		"UPDATE places SET tier = ?2, turn = ?3, present = ?4, choose = ?5, until = ?6, rev = rev + 1 "
		"WHERE id = ?1",
		"iiiiiz", p->number, (int64_t)p->tier, p->turn, (int64_t)p->present, (int64_t)p->choose, p->until);
	count(txn, p, counts_of(p->state, (int)tier), counts_of(p->state, p->tier));
	tell_owner(txn, p);
}

/* --- going --------------------------------------------------------------- */

/* Those who wait get the seats when all of them are given back: not before, or
 * one would go to the attendee itself. */
static void end_open(struct txn *txn, const char *attendee)
{
	static const struct place_step gone = {.why = "deleted"};
	GPtrArray *slots = g_ptr_array_new_with_free_func(g_free);
	GArray *open = db_ints(
		txn->db, "SELECT id FROM places WHERE attendee = ?1 AND ended_at IS NULL", "s", attendee);
	for (guint i = 0; i < open->len; i++) {
		struct place p;
		if (!place_load(txn->db, g_array_index(open, int64_t, i), &p))
			continue;
		int64_t position = p.state == PLACE_WAITING ? place_position(txn->db, &p) : 0;
		place_step(txn, &p, p.state == PLACE_TALKING ? PLACE_DONE : PLACE_LEFT, &gone, NULL);
		if (*p.slot)
			g_ptr_array_add(slots, g_strdup(p.slot));
		else if (position)
			line_moved(txn, p.meetup, position);
	}
	g_array_free(open, TRUE);
	for (guint i = 0; i < slots->len; i++) {
		waiting_promote(txn, slots->pdata[i]);
		waiting_tell(txn, slots->pdata[i]);
	}
	g_ptr_array_unref(slots);
}

/* The rows of chats go too, and with them what they count for. */
static void uncount_done(struct txn *txn, const char *attendee)
{
	GArray *done = db_ints(txn->db,
		"SELECT id FROM places WHERE attendee = ?1 AND ended_at IS NOT NULL AND state = 'done'", "s",
		attendee);
	for (guint i = 0; i < done->len; i++) {
		struct place p;
		if (place_load(txn->db, g_array_index(done, int64_t, i), &p))
			count(txn, &p, counts_of(p.state, p.tier), (struct counts){0});
	}
	g_array_free(done, TRUE);
}

/* The topics of slots stood in the journal and in what was told last, too. The
 * slot is told once more: who catches up must not miss what else stood in the
 * document, nor the topics of others, which go with it until then. */
static void forget_topics(struct txn *txn, const char *attendee)
{
	GPtrArray *slots = db_texts(txn->db,
		"SELECT slot FROM places WHERE attendee = ?1 AND ended_at IS NULL AND slot IS NOT NULL "
		"UNION SELECT slot FROM places WHERE attendee = ?1 AND ended_at IS NOT NULL AND slot IS NOT NULL",
		"s", attendee);
	journal_forget_all(txn->db, "slots", slots);
	for (guint i = 0; i < slots->len; i++) {
		db_run(txn->db,
			"UPDATE told SET document = json_set(document, '$.topics', json('[]')) "
			"WHERE collection = 'slots' AND id = ?1",
			"s", slots->pdata[i]);
		db_run(txn->db, "UPDATE slots SET dirty = 1, rev = rev + 1 WHERE id = ?1", "s",
			slots->pdata[i]);
	}
	g_ptr_array_unref(slots);
}

void places_of_attendee_go(struct txn *txn, const char *attendee)
{
	end_open(txn, attendee);
	uncount_done(txn, attendee);
	forget_topics(txn, attendee);
	lines_forget(txn, attendee);
	/* By the two indexes there are: one over all would be kept up by every booking. */
	db_run(txn->db, "DELETE FROM places WHERE attendee = ?1 AND ended_at IS NULL", "s", attendee);
	db_run(txn->db, "DELETE FROM places WHERE attendee = ?1 AND ended_at IS NOT NULL", "s", attendee);
}

/* --- the owner's document ------------------------------------------------ */

void place_write(const struct place *p, const struct place_document *d, struct buf *out)
{
	bool booked = p->state == PLACE_BOOKED, waits = p->state == PLACE_WAITING;
	buf_add_str(out, "{\"id\":\"b");
	buf_add_int(out, p->number);
	buf_add_char(out, '"');
	member_int(out, "number", p->number);
	member_text(out, "meetup", p->meetup);
	member_text(out, "slot", *p->slot ? p->slot : NULL);
	member_text(out, "state", names[p->state]);
	member_text(out, "topic", d->topic);
	member_instant(out, "start", d->start);
	member_instant(out, "end", d->end);
	if (d->waiting_place)
		member_int(out, "waiting_place", d->waiting_place);
	else
		member_text(out, "waiting_place", NULL);
	if (d->ahead >= 0)
		buf_addf(out, ",\"ahead\":%" PRId64 ",\"wait_minutes\":[%d,%d]", d->ahead, d->low, d->high);
	else
		buf_add_str(out, ",\"ahead\":null,\"wait_minutes\":null");
	member_bool(out, "present", p->present);
	member_bool(out, "choose", p->choose);
	member_instant(out, "confirm_by", booked ? p->until : 0);
	member_instant(out, "until", booked || waits ? 0 : p->until);
	member_instant(out, "since", p->since);
	member_instant(out, "made_at", p->made_at);
	member_instant(out, "ended_at", d->ended_at);
	member_text(out, "why", d->why);
	member_int(out, "rev", d->rev);
	buf_add_char(out, '}');
}

/* When something last happened at the table: the document is the same, whenever
 * it is written. */
static int64_t last_moment(struct db *db, const struct place *p)
{
	return db_int(db, p->since, "SELECT max(since) FROM places WHERE meetup = ?1 AND ended_at IS NULL",
		"s", p->meetup);
}

static void find_position(struct db *db, const struct place *p, struct place_document *d)
{
	if (p->state != PLACE_WAITING)
		return;
	int64_t position = place_position(db, p);
	if (*p->slot) {
		d->waiting_place = position;
		return;
	}
	struct wait_range wait = wait_estimate(db, p->meetup, position - 1, last_moment(db, p));
	d->ahead = position - 1;
	d->low = wait.low;
	d->high = wait.high;
}

bool place_render(struct db *db, const char *owner, const char *id, struct buf *out)
{
	struct place p;
	struct stmt *s = db_query(db,
		"SELECT " ROW ", p.topic, p.why, p.ended_at, p.rev, s.expected_start, s.expected_end "
		"FROM places AS p LEFT JOIN slots AS s ON s.id = p.slot WHERE p.id = ?1 AND p.attendee = ?2",
		"is", place_number(id), owner);
	bool found = stmt_row(s);
	if (found) {
		read_row(s, &p);
		struct place_document d = {
			.topic = stmt_text(s, ROW_COLUMNS),
			.why = stmt_text(s, ROW_COLUMNS + 1),
			.ended_at = stmt_int(s, ROW_COLUMNS + 2),
			.rev = stmt_int(s, ROW_COLUMNS + 3),
			.start = stmt_int(s, ROW_COLUMNS + 4),
			.end = stmt_int(s, ROW_COLUMNS + 5),
			.ahead = -1,
		};
		find_position(db, &p, &d);
		place_write(&p, &d, out);
	}
	stmt_end(s);
	return found;
}
