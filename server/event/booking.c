#include "event/booking.h"

#include "base/instant.h"
#include "base/text.h"
#include "event/draw.h"
#include "event/notices.h"
#include "event/waiting.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

/* --- looking ------------------------------------------------------------- */

/* One slot, as often as the attendee has open places, at least once. */
static const char wish_sql[] =
	"SELECT s.meetup, m.host, s.expected_start, s.expected_end, s.seats, s.taken, s.waiting_first, "
	"s.waiting_again, m.status = 'open' AND NOT l.cancelled AND l.expected_end > ?3, m.opens, "
	"m.draw AND l.drawn_at IS NULL, a.id, a.person, e.max_bookings, "
	"EXISTS (SELECT 1 FROM places WHERE attendee = ?2 AND host = m.host AND ended_at IS NOT NULL "
	"AND state <> 'left'), "
	"p.id, p.slot = s.id, p.state = 'waiting', p.slot IS NULL, p.host = m.host, o.expected_start < s.expected_end AND o.expected_end > "
	"s.expected_start "
	"FROM slots AS s JOIN meetups AS m ON m.id = s.meetup JOIN lines AS l ON l.meetup = s.meetup "
	"JOIN event AS e ON e.id = 'main' LEFT JOIN attendees AS a ON a.id = ?2 "
	"LEFT JOIN places AS p ON p.attendee = ?2 AND p.ended_at IS NULL "
	"LEFT JOIN slots AS o ON o.id = p.slot WHERE s.id = ?1 AND s.gone = 0";

static void read_wish(struct stmt *s, struct wish *w)
{
	g_strlcpy(w->place.meetup, stmt_text(s, 0), sizeof w->place.meetup);
	g_strlcpy(w->place.host, stmt_text(s, 1), sizeof w->place.host);
	w->start = stmt_int(s, 2);
	w->end = stmt_int(s, 3);
	w->seats = stmt_int(s, 4);
	w->taken = stmt_int(s, 5);
	w->waiting_first = stmt_int(s, 6);
	w->waiting_again = stmt_int(s, 7);
	w->open = stmt_int(s, 8) != 0;
	w->opens = stmt_int(s, 9);
	w->drawn_later = stmt_int(s, 10) != 0;
	g_strlcpy(w->person, stmt_is_null(s, 12) ? "" : stmt_text(s, 12), sizeof w->person);
	w->most = stmt_int(s, 13);
	w->place.tier = (int)stmt_int(s, 14);
}

/* What another open place of the attendee means for this wish. */
static void add_place(struct stmt *s, struct wish *w)
{
	int64_t number = stmt_int(s, 15);
	bool here = stmt_int(s, 16) != 0, waits = stmt_int(s, 17) != 0, in_line = stmt_int(s, 18) != 0;
	bool same_host = stmt_int(s, 19) != 0, meanwhile = stmt_int(s, 20) != 0;
	/* Its chat with this host will be the first. */
	if (same_host && !waits && !here)
		w->place.tier = 1;
	if (in_line)
		return;
	if (waits)
		w->waits++;
	else
		w->booked++;
	if (here)
		w->existing = number;
	else if (!waits && meanwhile)
		w->overlapping = number;
}

enum status wish_look(
	struct txn *txn, const char *slot, const char *attendee, struct wish *ret, struct err *err)
{
	*ret = (struct wish){.place = {.made_at = txn->now}};
	g_strlcpy(ret->place.attendee, attendee, sizeof ret->place.attendee);
	g_strlcpy(ret->place.slot, slot, sizeof ret->place.slot);
	struct stmt *s = db_query(txn->db, wish_sql, "ssi", slot, attendee, txn->now);
	bool found = stmt_row(s), gone = found && stmt_is_null(s, 11);
	if (found)
		read_wish(s, ret);
	for (bool more = found; more; more = stmt_row(s))
		if (!stmt_is_null(s, 15))
			add_place(s, ret);
	stmt_end(s);
	if (db_status(txn->db, err) != STATUS_OK)
		return STATUS_STORAGE;
	if (!found)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no slots/%s", slot);
	if (gone)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "this attendee has gone");
	return STATUS_OK;
}

/* --- what stands in the way ---------------------------------------------- */

/* A talk of the attendee's own at the time of the slot; "": none. */
static void find_own_talk(struct db *db, const struct wish *w, char out[MAX_ID + 1])
{
	struct stmt *s = db_query(db,
		"SELECT s.id FROM sessions AS s, json_each(s.people) AS p WHERE s.status IN "
		"('scheduled', 'live', 'ended') AND s.expected_start < ?2 AND s.expected_end > ?1 AND p.value = ?3 "
		"LIMIT 1",
		"iis", w->start, w->end, w->person);
	if (stmt_row(s))
		g_strlcpy(out, stmt_text(s, 0), MAX_ID + 1);
	stmt_end(s);
}

/* Does the meetup take anybody new in this slot? */
static enum status check_meetup(const struct txn *txn, const struct wish *w, struct err *err)
{
	if (!w->open)
		return err_set(err, STATUS_CONFLICT, "closed", "this meetup takes nobody new");
	if (w->start <= txn->now)
		return err_set(err, STATUS_CONFLICT, "past_slot", "%s has begun", w->place.slot);
	if (w->opens > txn->now) {
		char opens[INSTANT_TEXT];
		instant_format(w->opens, opens);
		return err_set(err, STATUS_CONFLICT, "not_open", "this can be booked from %s", opens);
	}
	if (*w->person && strcmp(w->person, w->place.host) == 0)
		return err_set(err, STATUS_CONFLICT, "own_table", "this table is your own");
	return STATUS_OK;
}

enum status wish_check(struct txn *txn, const struct wish *w, struct obstacle *ret, struct err *err)
{
	if (check_meetup(txn, w, err) != STATUS_OK)
		return STATUS_CONFLICT;
	if (w->overlapping) {
		ret->booking = w->overlapping;
		return err_set(err, STATUS_CONFLICT, "overlap",
			"you have booked b%" PRId64 " at the same time", w->overlapping);
	}
	if (*w->person)
		find_own_talk(txn->db, w, ret->session);
	if (*ret->session)
		return err_set(
			err, STATUS_CONFLICT, "own_talk", "you speak in %s at the same time", ret->session);
	if (w->booked >= w->most)
		return err_set(err, STATUS_CONFLICT, "limit",
			"you have %" PRId64 " open bookings, and may have %" PRId64, w->booked, w->most);
	return STATUS_OK;
}

/* --- booking ------------------------------------------------------------- */

enum status topic_check(const char *topic, struct err *err)
{
	if (!topic || !text_is_line(topic) || text_is_blank(topic) ||
		text_length(topic) > MAX_TOPIC_CHARACTERS)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"topic: must be one line of 1 to %d characters, not blank", MAX_TOPIC_CHARACTERS);
	return STATUS_OK;
}

/* The document of what has just been written, from what is at hand. */
static void tell(const struct wish *w, const struct place *p, const char *topic, struct booked *ret)
{
	ret->place = *p;
	ret->document = (struct place_document){
		.topic = topic,
		.start = w->start,
		.end = w->end,
		.ahead = -1,
		.rev = 1,
	};
	if (p->state == PLACE_WAITING)
		ret->document.waiting_place = w->waiting_first + (p->tier ? w->waiting_again : 0) + 1;
}

static enum status add(struct txn *txn, struct wish *w, enum place_state state, const char *topic,
	struct booked *ret, struct err *err)
{
	w->place.state = state;
	if (state == PLACE_WAITING && w->waits >= MAX_WAITS)
		return err_set(err, STATUS_CONFLICT, "limit", "you wait for %d slots already", MAX_WAITS);
	enum status st = place_add(txn, &w->place, topic, err);
	if (st == STATUS_OK)
		tell(w, &w->place, topic, ret);
	/* A first chat comes before all the others. */
	if (st == STATUS_OK && state == PLACE_WAITING && w->place.tier == 0 && w->waiting_again > 0)
		waiting_tell(txn, w->place.slot);
	return st;
}

/* The place that the attendee has here, as it stands. */
static void tell_existing(struct txn *txn, const struct wish *w, const struct place *p, struct booked *ret)
{
	struct stmt *s = db_query(txn->db, "SELECT topic, rev FROM places WHERE id = ?1", "i", p->number);
	if (stmt_row(s)) {
		ret->topic = g_strdup(stmt_text(s, 0));
		tell(w, p, ret->topic, ret);
		ret->document.rev = stmt_int(s, 1);
	}
	stmt_end(s);
	if (p->state == PLACE_WAITING)
		ret->document.waiting_place = place_position(txn->db, p);
}

/* The attendee asks again where it has an open place: who has a seat is told
 * so; who waits gets a free seat like anybody else, or is told its place. */
static enum status ask_again(
	struct txn *txn, const struct wish *w, struct booked *ret, struct obstacle *obstacle, struct err *err)
{
	struct place p;
	enum status st = STATUS_OK;
	if (!place_load(txn->db, w->existing, &p))
		return db_status(txn->db, err);
	if (p.state != PLACE_WAITING) {
		obstacle->booking = w->existing;
		return err_set(err, STATUS_CONFLICT, "already_booked", "you have b%" PRId64 " in %s already",
			w->existing, w->place.slot);
	}
	ret->full = !w->drawn_later && w->taken >= w->seats;
	if (!w->drawn_later && !ret->full) {
		st = wish_check(txn, w, obstacle, err);
		if (st == STATUS_OK)
			st = place_step(txn, &p, PLACE_BOOKED, NULL, err);
		if (st == STATUS_OK)
			waiting_tell(txn, w->place.slot);
	}
	if (st == STATUS_OK)
		tell_existing(txn, w, &p, ret);
	return st;
}

/* Looks; a draw that is due comes first, even if nobody has held it yet. */
static enum status look(
	struct txn *txn, const char *slot, const char *attendee, struct wish *w, struct err *err)
{
	enum status st = wish_look(txn, slot, attendee, w, err);
	if (st != STATUS_OK || !w->drawn_later || txn->now < w->opens + DRAW_MS)
		return st;
	txn_guard(txn); /* the draw is not held if this is refused */
	draw_hold(txn, w->place.meetup);
	return wish_look(txn, slot, attendee, w, err);
}

enum status booking_make(struct txn *txn, const char *slot, const char *attendee, const char *topic,
	struct booked *ret, struct obstacle *ret_obstacle, struct err *err)
{
	struct wish w;
	*ret = (struct booked){0};
	*ret_obstacle = (struct obstacle){0};
	enum status st = topic_check(topic, err);
	if (st == STATUS_OK)
		st = look(txn, slot, attendee, &w, err);
	if (st != STATUS_OK)
		return st;
	if (w.existing)
		return ask_again(txn, &w, ret, ret_obstacle, err);
	bool free = w.taken < w.seats && !w.drawn_later;
	st = free ? wish_check(txn, &w, ret_obstacle, err) : check_meetup(txn, &w, err);
	if (st == STATUS_OK)
		st = add(txn, &w, free ? PLACE_BOOKED : PLACE_WAITING, topic, ret, err);
	ret->full = !free && !w.drawn_later;
	return st;
}

enum status booking_wait(struct txn *txn, const char *slot, const char *attendee, const char *topic,
	struct booked *ret, struct obstacle *ret_obstacle, struct err *err)
{
	struct wish w;
	*ret = (struct booked){0};
	*ret_obstacle = (struct obstacle){0};
	enum status st = topic_check(topic, err);
	if (st == STATUS_OK)
		st = look(txn, slot, attendee, &w, err);
	if (st == STATUS_OK && !w.existing)
		st = check_meetup(txn, &w, err);
	if (st != STATUS_OK)
		return st;
	if (!w.drawn_later && w.taken < w.seats)
		return err_set(err, STATUS_CONFLICT, "slot_free", "%s has a free seat: book it", slot);
	return w.existing ? ask_again(txn, &w, ret, ret_obstacle, err)
			  : add(txn, &w, PLACE_WAITING, topic, ret, err);
}

/* --- what becomes of it -------------------------------------------------- */

enum status booking_load(
	struct db *db, const char *id, const char *attendee, struct place *ret, struct err *err)
{
	if (place_load(db, place_number(id), ret) && strcmp(ret->attendee, attendee) == 0 && *ret->slot)
		return STATUS_OK;
	return err_set(err, STATUS_NOT_FOUND, "not_found", "you have no bookings/%s", id);
}

enum status booking_give_back(struct txn *txn, struct place *p, struct err *err)
{
	static const struct place_step given_back = {.why = "given_back"};
	enum place_state was = p->state;
	enum status st = place_step(txn, p, PLACE_LEFT, &given_back, err);
	if (st != STATUS_OK)
		return st;
	if (was == PLACE_WAITING) {
		waiting_tell(txn, p->slot);
	} else {
		waiting_promote(txn, p->slot);
		waiting_promote_own(txn, p->attendee);
	}
	return db_status(txn->db, err);
}

enum status booking_confirm(struct txn *txn, struct place *p, struct err *err)
{
	if (p->state != PLACE_BOOKED)
		return err_set(err, STATUS_CONFLICT, "wrong_state",
			"b%" PRId64 " is %s, so it cannot be confirmed", p->number,
			place_state_name(p->state));
	if (p->until) {
		p->until = 0;
		place_save(txn, p);
	}
	return db_status(txn->db, err);
}

void booking_lapse(struct txn *txn)
{
	static const struct place_step lapsed = {.why = "lapsed"};
	int64_t due[MAX_LAPSES_A_JOB];
	size_t count = 0;
	struct stmt *s = db_query(txn->db,
		"SELECT id FROM places WHERE until > 2 AND until <= ?1 AND ended_at IS NULL AND state = 'booked' "
		"ORDER BY until LIMIT ?2",
		"ii", txn->now, (int64_t)MAX_LAPSES_A_JOB);
	while (count < MAX_LAPSES_A_JOB && stmt_row(s))
		due[count++] = stmt_int(s, 0);
	stmt_end(s);
	for (size_t i = 0; i < count; i++) {
		struct place p;
		if (!place_load(txn->db, due[i], &p) ||
			place_step(txn, &p, PLACE_LEFT, &lapsed, NULL) != STATUS_OK)
			continue;
		notice_of_place(txn, p.attendee, p.number, "lapsed", 0);
		waiting_promote(txn, p.slot);
		waiting_promote_own(txn, p.attendee);
	}
}

int64_t booking_next(struct db *db)
{
	return db_int(db, INT64_MAX,
		"SELECT until FROM places WHERE until > 2 AND ended_at IS NULL AND state = 'booked' "
		"ORDER BY until LIMIT 1",
		"");
}

/* --- other slots --------------------------------------------------------- */

#define FREE                                                                                                 \
	"SELECT s.id, s.expected_start, s.expected_end, s.seats - s.taken FROM slots AS s "                  \
	"JOIN meetups AS m ON m.id = s.meetup JOIN lines AS l ON l.meetup = s.meetup "                       \
	"WHERE s.gone = 0 AND s.taken < s.seats AND s.expected_start > ?1 AND m.status = 'open' "            \
	"AND NOT l.cancelled AND (m.opens IS NULL OR m.opens <= ?1) AND NOT (m.draw AND l.drawn_at IS NULL) "

static int add_slots(struct stmt *s, int count, struct buf *out)
{
	while (count < MAX_NEXT_FREE && stmt_row(s)) {
		char start[INSTANT_TEXT], end[INSTANT_TEXT];
		instant_format(stmt_int(s, 1), start);
		instant_format(stmt_int(s, 2), end);
		buf_add_str(out, count++ ? ",{\"id\":" : "{\"id\":");
		buf_add_json(out, stmt_text(s, 0));
		buf_addf(out, ",\"start\":\"%s\",\"end\":\"%s\",\"free\":%" PRId64 "}", start, end,
			stmt_int(s, 3));
	}
	stmt_end(s);
	return count;
}

void booking_next_free(struct txn *txn, const struct place *p, struct buf *out)
{
	buf_add_char(out, '[');
	int count = add_slots(db_query(txn->db,
				      FREE "AND s.meetup IN (SELECT id FROM meetups WHERE host = ?2) "
					   "ORDER BY s.expected_start LIMIT ?3",
				      "isi", txn->now, p->host, (int64_t)MAX_NEXT_FREE),
		0, out);
	if (count < MAX_NEXT_FREE)
		add_slots(db_query(txn->db, FREE "AND m.host <> ?2 ORDER BY s.expected_start LIMIT ?3", "isi",
				  txn->now, p->host, (int64_t)MAX_NEXT_FREE),
			count, out);
	buf_add_char(out, ']');
}
