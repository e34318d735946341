/* Seats in the slots of a meetup: booked, waited for, confirmed, given back. */
#include "api/handlers.h"
#include "api/tables.h"

#include "event/booking.h"

#include <glib.h>
#include <inttypes.h>

/* The refusal names what stands in the way. */
static void name_obstacle(struct call *c, struct db *db, const struct obstacle *o)
{
	struct buf json = BUF_INIT(MAX_ANSWER);
	if (*o->session) {
		buf_add_json(&json, o->session);
		call_problem_member(c, "session", json.data);
	} else if (o->booking) {
		name_place(c, db, "booking", o->booking);
	}
	buf_clear(&json);
}

/* Adds the member `booking`: the place as it is now. */
static void add_booking(struct call *c, const struct booked *b)
{
	buf_add_str(&c->answer, "\"booking\":");
	place_write(&b->place, &b->document, &c->answer);
}

static void answer_booking(struct call *c, const struct booked *b)
{
	buf_add_char(&c->answer, '{');
	add_booking(c, b);
	if (b->document.waiting_place)
		buf_addf(&c->answer, ",\"waiting_place\":%" PRId64, b->document.waiting_place);
	buf_add_char(&c->answer, '}');
}

/* A refusal that has done something all the same: the place on the waiting list
 * is kept, and so is the answer. */
static void answer_full(struct call *c, struct txn *txn, const struct booked *b)
{
	char detail[100];
	c->http_status = status_http(STATUS_CONFLICT);
	g_snprintf(detail, sizeof detail, "no seat is free in %.64s; you wait for one", b->place.slot);
	problem_write(&c->answer, c->http_status, "slot_full", detail);
	c->answer.data[--c->answer.len] = '\0'; /* the brace */
	buf_addf(&c->answer, ",\"waiting_place\":%" PRId64 ",\"next_free\":", b->document.waiting_place);
	booking_next_free(txn, &b->place, &c->answer);
	buf_add_char(&c->answer, ',');
	add_booking(c, b);
	buf_add_char(&c->answer, '}');
}

typedef enum status ask_fn(struct txn *txn, const char *slot, const char *attendee, const char *topic,
	struct booked *ret, struct obstacle *ret_obstacle, struct err *err);

static enum status ask(struct call *c, struct edit *e, ask_fn *rule, struct booked *b, struct err *err)
{
	struct obstacle obstacle;
	*b = (struct booked){0};
	enum status st = call_members(c, "topic", err);
	if (st != STATUS_OK)
		return st;
	st = rule(e->txn, c->params.value[0], c->caller.id, json_str(c->body, "topic"), b, &obstacle, err);
	if (st == STATUS_OK)
		txn_why(e->txn, c->rule->what);
	else
		name_obstacle(c, e->txn->db, &obstacle);
	return st;
}

static enum status book(struct call *c, struct edit *e, struct err *err)
{
	struct booked b;
	enum status st = ask(c, e, booking_make, &b, err);
	if (st == STATUS_OK && b.full)
		answer_full(c, e->txn, &b);
	else if (st == STATUS_OK)
		answer_booking(c, &b);
	g_free(b.topic);
	return st;
}

static enum status wait_for(struct call *c, struct edit *e, struct err *err)
{
	struct booked b;
	enum status st = ask(c, e, booking_wait, &b, err);
	if (st == STATUS_OK)
		answer_booking(c, &b);
	g_free(b.topic);
	return st;
}

/* --- one's own ------------------------------------------------------------- */

/* Loads it, if If-Match names its revision. */
static enum status load(struct call *c, struct db *db, struct place *ret, struct err *err)
{
	const char *id = c->params.value[0];
	enum status st = booking_load(db, id, c->caller.id, ret, err);
	if (st != STATUS_OK || !c->if_match)
		return st;
	struct buf document = BUF_INIT(MAX_ANSWER);
	place_render(db, c->caller.id, id, &document);
	int64_t rev = db_int(db, 0, "SELECT rev FROM places WHERE id = ?1", "i", ret->number);
	st = call_revision(c, "this booking", rev, document.data, err);
	buf_clear(&document);
	return st;
}

static enum status change_own(struct call *c, struct edit *e, place_rule *rule, struct err *err)
{
	struct place p;
	enum status st = load(c, e->txn->db, &p, err);
	if (st != STATUS_OK)
		return st;
	st = rule(e->txn, &p, err);
	if (st != STATUS_OK) {
		name_state(c, &p);
		return st;
	}
	buf_add_str(&c->answer, "{\"booking\":");
	place_render(e->txn->db, c->caller.id, c->params.value[0], &c->answer);
	buf_add_char(&c->answer, '}');
	txn_why(e->txn, c->rule->what);
	return STATUS_OK;
}

static enum status give_back(struct call *c, struct edit *e, struct err *err)
{
	return change_own(c, e, booking_give_back, err);
}

static enum status confirm(struct call *c, struct edit *e, struct err *err)
{
	return change_own(c, e, booking_confirm, err);
}

const struct write_rule post_booking = {
	book, BODY_JSON, "bookings.post", .created = 201, .decides_first = true};
const struct write_rule post_waiting = {wait_for, BODY_JSON, "waiting.post", .created = 201};
const struct write_rule delete_booking = {give_back, BODY_NONE, "bookings.delete"};
const struct write_rule post_confirm = {confirm, BODY_NONE, "bookings.confirm"};
