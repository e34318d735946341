#include "event/line.h"

#include "event/booking.h"
#include "event/desk.h"
#include "event/notices.h"

#include <glib.h>
#include <string.h>

/* --- telling --------------------------------------------------------------- */

void line_tell(struct txn *txn, const char *meetup)
{
	places_tell(txn, meetup, MAX_LINE_PLACES);
}

enum { THIRD = 3 }; /* has two ahead */

static void tell_third(struct txn *txn, const char *meetup)
{
	char attendee[MAX_ID + 1] = "";
	int64_t number = 0;
	struct stmt *s = db_query(txn->db,
		"SELECT id, attendee FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 "
		"ORDER BY tier, turn, id LIMIT 1 OFFSET ?2",
		"si", meetup, (int64_t)THIRD - 1);
	if (stmt_row(s)) {
		number = stmt_int(s, 0);
		g_strlcpy(attendee, stmt_text(s, 1), sizeof attendee);
	}
	stmt_end(s);
	/* Who has not read it yet hears it once, also where the line went back and on again. */
	if (number &&
		db_int(txn->db, 0, "SELECT 1 FROM notices WHERE place = ?1 AND word = 'two_ahead'", "i",
			number) != 1)
		notice_of_place(txn, attendee, number, "two_ahead", 0);
}

void line_moved(struct txn *txn, const char *meetup, int64_t position)
{
	if (position <= THIRD)
		tell_third(txn, meetup);
	line_tell(txn, meetup);
}

/* --- joining --------------------------------------------------------------- */

/* What decides whether somebody may join, by one query. */
struct joining {
	bool open, walk_in, has_ended, own_table, known;
	int64_t waiting, existing;
	struct place place;
};

static void read_joining(struct stmt *s, struct joining *j)
{
	g_strlcpy(j->place.host, stmt_text(s, 0), sizeof j->place.host);
	j->open = stmt_int(s, 1) != 0;
	j->walk_in = stmt_int(s, 2) != 0;
	j->has_ended = stmt_int(s, 3) != 0;
	j->waiting = stmt_int(s, 4);
	j->known = !stmt_is_null(s, 5);
	j->own_table = stmt_int(s, 6) != 0;
	j->existing = stmt_int(s, 7);
	j->place.tier = (int)stmt_int(s, 8);
}

static bool look(struct txn *txn, const char *meetup, const char *attendee, struct joining *j)
{
	*j = (struct joining){.place = {.state = PLACE_WAITING, .made_at = txn->now}};
	g_strlcpy(j->place.attendee, attendee, sizeof j->place.attendee);
	g_strlcpy(j->place.meetup, meetup, sizeof j->place.meetup);
	struct stmt *s = db_query(txn->db,
		"SELECT m.host, m.status = 'open' AND NOT l.cancelled AND l.expected_end > ?3, m.walk_in, "
		"t.id IS NULL OR t.status = 'ended' OR coalesce(t.expected_end, l.expected_start) <= ?3, "
		"l.waiting_first + l.waiting_again, a.id, a.person IS m.host, "
		"(SELECT id FROM places WHERE attendee = ?2 AND coalesce(slot, host) = m.host AND ended_at IS NULL), "
		"EXISTS (SELECT 1 FROM places WHERE attendee = ?2 AND host = m.host AND ended_at IS NOT NULL "
		"AND state <> 'left') OR EXISTS (SELECT 1 FROM places WHERE attendee = ?2 "
		"AND host = m.host AND ended_at IS NULL AND state <> 'waiting') "
		"FROM meetups AS m JOIN lines AS l ON l.meetup = m.id LEFT JOIN sessions AS t ON t.id = m.session "
		"LEFT JOIN attendees AS a ON a.id = ?2 WHERE m.id = ?1",
		"ssi", meetup, attendee, txn->now);
	bool found = stmt_row(s);
	if (found)
		read_joining(s, j);
	stmt_end(s);
	return found;
}

static enum status may_join(const struct joining *j, struct err *err)
{
	if (!j->known)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "this attendee has gone");
	if (!j->open)
		return err_set(err, STATUS_CONFLICT, "closed", "this meetup takes nobody new");
	if (!j->walk_in)
		return err_set(err, STATUS_CONFLICT, "no_line", "this meetup has no line: book a slot");
	if (!j->has_ended)
		return err_set(err, STATUS_CONFLICT, "not_open", "the line opens when the talk has ended");
	if (j->own_table)
		return err_set(err, STATUS_CONFLICT, "own_table", "this table is your own");
	if (j->existing)
		return err_set(
			err, STATUS_CONFLICT, "already_waiting", "you are in this host's line already");
	if (j->waiting >= MAX_LINE_PLACES)
		return err_set(err, STATUS_CONFLICT, "line_full", "%d wait already", MAX_LINE_PLACES);
	return STATUS_OK;
}

enum status line_join(struct txn *txn, const char *meetup, const char *attendee, const char *topic,
	struct place *ret, struct err *err)
{
	struct joining j;
	enum status st = topic_check(topic, err);
	if (st != STATUS_OK)
		return st;
	if (!look(txn, meetup, attendee, &j)) {
		st = db_status(txn->db, err);
		return st != STATUS_OK
			? st
			: err_set(err, STATUS_NOT_FOUND, "not_found", "there is no meetups/%s", meetup);
	}
	st = may_join(&j, err);
	if (st == STATUS_OK)
		st = place_add(txn, &j.place, topic, err);
	else if (j.existing)
		place_load(txn->db, j.existing, &j.place);
	/* A first chat comes before all the others. */
	if (st == STATUS_OK && j.place.tier == 0)
		line_tell(txn, meetup);
	*ret = j.place;
	return st;
}

enum status line_own(
	struct db *db, const char *meetup, const char *attendee, struct place *ret, struct err *err)
{
	int64_t number = db_int(db, 0,
		"SELECT id FROM places WHERE attendee = ?1 AND meetup = ?2 AND slot IS NULL AND ended_at IS NULL",
		"ss", attendee, meetup);
	if (number && place_load(db, number, ret))
		return STATUS_OK;
	enum status st = db_status(db, err);
	return st != STATUS_OK ? st
			       : err_set(err, STATUS_NOT_FOUND, "not_found",
					 "you are not in the line of meetups/%s", meetup);
}

/* --- the order ------------------------------------------------------------- */

bool line_first(struct db *db, const char *meetup, bool present, struct place *ret)
{
	int64_t number = db_int(db, 0,
		"SELECT p.id FROM places AS p WHERE p.state = 'waiting' AND coalesce(p.slot, p.meetup) = ?1 "
		"AND p.present >= ?2 AND NOT EXISTS (SELECT 1 FROM places AS o WHERE o.attendee = p.attendee "
		"AND o.ended_at IS NULL AND o.state = 'talking') ORDER BY p.tier, p.turn, p.id LIMIT 1",
		"si", meetup, (int64_t)present);
	return number && place_load(db, number, ret);
}

bool line_swap(struct txn *txn, struct place *p)
{
	struct place behind;
	int64_t position = place_position(txn->db, p),
		number = db_int(txn->db, 0,
			"SELECT id FROM places WHERE state = 'waiting' AND coalesce(slot, meetup) = ?1 "
			"AND (tier, turn, id) > (?2, ?3, ?4) ORDER BY tier, turn, id LIMIT 1",
			"siii", p->meetup, (int64_t)p->tier, p->turn, p->number);
	if (!number || !place_load(txn->db, number, &behind))
		return false;
	int tier = p->tier;
	int64_t turn = p->turn;
	p->tier = behind.tier;
	p->turn = behind.turn;
	behind.tier = tier;
	behind.turn = turn;
	place_save(txn, p);
	place_save(txn, &behind);
	if (position == THIRD)
		tell_third(txn, p->meetup);
	return true;
}

static enum status refuse_pass(struct err *err)
{
	return err_set(err, STATUS_CONFLICT, "nobody_behind", "nobody is behind you to let by");
}

/* The one called waits again, as the first after whom it has let by. */
static enum status pass_called(struct txn *txn, struct place *p, struct err *err)
{
	struct place first;
	if (!line_first(txn->db, p->meetup, false, &first))
		return refuse_pass(err);
	enum status st = place_step(txn, p, PLACE_WAITING, NULL, err);
	if (st != STATUS_OK)
		return st;
	p->tier = first.tier;
	p->turn = first.turn;
	place_save(txn, p);
	return desk_call(txn, &first, err);
}

enum status line_pass(struct txn *txn, struct place *p, struct err *err)
{
	if (p->state == PLACE_CALLED)
		return pass_called(txn, p, err);
	if (p->state != PLACE_WAITING)
		return err_set(err, STATUS_CONFLICT, "wrong_state", "your place is %s: nobody can be let by",
			place_state_name(p->state));
	return line_swap(txn, p) ? db_status(txn->db, err) : refuse_pass(err);
}

enum status line_leave(struct txn *txn, struct place *p, struct err *err)
{
	static const struct place_step step = {.why = "given_back"};
	bool waited = p->state == PLACE_WAITING, called = p->state == PLACE_CALLED;
	int64_t position = waited ? place_position(txn->db, p) : 0;
	enum status st = place_step(txn, p, PLACE_LEFT, &step, err);
	if (st == STATUS_OK && waited)
		line_moved(txn, p->meetup, position);
	else if (st == STATUS_OK && called)
		desk_fill(txn, p->meetup);
	return st;
}
