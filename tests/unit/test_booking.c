/* Seats in slots: who gets one, who waits, and who gets what comes free. The
 * clock stands an hour before m1's first slot, unless a test turns it. */
#include "table.h"

#include "event/attendees.h"
#include "event/booking.h"
#include "event/collection.h"
#include "event/draw.h"
#include "event/private.h"
#include "event/waiting.h"

#include <cjson/cJSON.h>
#include <glib.h>

static struct writer *writer;
static struct db *db;
static int64_t clock_at;
static GString *published; /* "kim/bookings/b1 …": of the last change, but notices */

static void publish(void *ctx, const struct change *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->docs[i].collection, "notices") != 0)
			g_string_append_printf(published, "%s/%s/%s ",
				c->docs[i].owner ? c->docs[i].owner : "", c->docs[i].collection,
				c->docs[i].id);
}

static int set_up(void **state)
{
	static const char *const people[] = {"kim", "lee", "han", "moon", "ahn"};
	struct writer_hooks hooks = {.render = document_render, .publish = publish};
	published = g_string_new("");
	clock_at = ELEVEN - MINUTES(60);
	open_in_memory(clock_system(), &hooks, &db, &writer);
	make_meetup(db, "m1", "p1", ELEVEN, 4, 1);
	make_meetup(db, "m2", "p2", ELEVEN + MINUTES(5), 4, 2);
	for (size_t i = 0; i < G_N_ELEMENTS(people); i++)
		make_attendee(db, people[i]);
	return 0;
}

static int tear_down(void **state)
{
	assert_int_equal(miscounted(db), 0);
	writer_destroy(writer);
	g_string_free(published, TRUE);
	return 0;
}

/* --- doing things -------------------------------------------------------- */

struct deed {
	enum status (*run)(struct txn *txn, struct deed *d, struct err *err);
	const char *who, *slot, *topic;
	struct booked *booked;
	struct obstacle *obstacle;
	int64_t number;
};

static enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	txn->now = clock_at;
	return d->run(txn, d, err);
}

static enum status do_it(struct deed d, struct err *err)
{
	g_string_truncate(published, 0);
	return in_transaction(writer, run_deed, &d, err);
}

static enum status run_make(struct txn *txn, struct deed *d, struct err *err)
{
	return booking_make(txn, d->slot, d->who, d->topic, d->booked, d->obstacle, err);
}

static enum status run_wait(struct txn *txn, struct deed *d, struct err *err)
{
	return booking_wait(txn, d->slot, d->who, d->topic, d->booked, d->obstacle, err);
}

static enum status on_own(struct txn *txn, struct deed *d,
	enum status (*act)(struct txn *txn, struct place *p, struct err *err), struct err *err)
{
	struct place p;
	char id[PLACE_ID];
	place_id(d->number, id);
	enum status st = booking_load(txn->db, id, d->who, &p, err);
	return st == STATUS_OK ? act(txn, &p, err) : st;
}

static enum status run_give_back(struct txn *txn, struct deed *d, struct err *err)
{
	return on_own(txn, d, booking_give_back, err);
}

static enum status run_confirm(struct txn *txn, struct deed *d, struct err *err)
{
	return on_own(txn, d, booking_confirm, err);
}

static enum status run_tick(struct txn *txn, struct deed *d, struct err *err)
{
	booking_lapse(txn);
	draw_due(txn);
	return STATUS_OK;
}

static enum status run_go(struct txn *txn, struct deed *d, struct err *err)
{
	return attendee_delete(txn, d->who, err);
}

static void tick(void)
{
	assert_int_equal(do_it((struct deed){.run = run_tick}, NULL), STATUS_OK);
}

/* The number of the booking, or of the wait. */
static int64_t book(const char *who, const char *slot)
{
	struct booked b;
	struct obstacle o;
	struct err err;
	enum status st = do_it((struct deed){.run = run_make,
				       .who = who,
				       .slot = slot,
				       .topic = "x",
				       .booked = &b,
				       .obstacle = &o},
		&err);
	if (st != STATUS_OK)
		fail_msg("%s in %s: %s", who, slot, err.detail);
	g_free(b.topic);
	return b.place.number;
}

static void refuse_topic(const char *who, const char *slot, const char *topic, const char *code)
{
	struct booked b;
	struct obstacle o;
	struct err err = {0};
	int64_t before = db_int(db, 0, "SELECT count(*) FROM places", "");
	enum status st = do_it((struct deed){.run = run_make,
				       .who = who,
				       .slot = slot,
				       .topic = topic,
				       .booked = &b,
				       .obstacle = &o},
		&err);
	assert_int_not_equal(st, STATUS_OK);
	assert_string_equal(err.code, code);
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM places", ""), before);
}

static struct obstacle refuse(const char *who, const char *slot, const char *code)
{
	struct booked b;
	struct obstacle o;
	struct err err = {0};
	enum status st = do_it((struct deed){.run = run_make,
				       .who = who,
				       .slot = slot,
				       .topic = "x",
				       .booked = &b,
				       .obstacle = &o},
		&err);
	assert_int_not_equal(st, STATUS_OK);
	assert_string_equal(err.code, code);
	return o;
}

static void give_back(const char *who, int64_t number)
{
	assert_int_equal(
		do_it((struct deed){.run = run_give_back, .who = who, .number = number}, NULL), STATUS_OK);
}

static void expect_state(int64_t number, const char *state)
{
	struct place p;
	assert_true(place_load(db, number, &p));
	assert_string_equal(place_state_name(p.state), state);
}

static void expect_notice(const char *who, const char *word)
{
	struct stmt *s = db_query(db,
		"SELECT word FROM notices WHERE attendee = ?1 AND place IS NOT NULL ORDER BY place DESC LIMIT 1",
		"s", who);
	bool found = stmt_row(s);
	char text[40] = "none";
	if (found)
		g_strlcpy(text, stmt_text(s, 0), sizeof text);
	stmt_end(s);
	assert_string_equal(text, word ? word : "none");
}

static void sql(const char *text)
{
	assert_int_equal(db_run(db, text, ""), STATUS_OK);
}

/* --- booking -------------------------------------------------------------- */

static void a_free_seat_is_booked_and_the_answer_is_the_document(void **state)
{
	struct booked b;
	struct obstacle o;
	struct buf told = BUF_INIT(4000), row = BUF_INIT(4000);
	struct deed d = {.run = run_make,
		.who = "kim",
		.slot = "m1-0",
		.topic = "<script>alert(1)</script>",
		.booked = &b,
		.obstacle = &o};
	assert_int_equal(do_it(d, NULL), STATUS_OK);
	assert_int_equal(b.place.state, PLACE_BOOKED);
	assert_false(b.full);
	assert_string_equal(published->str, "kim/bookings/b1 ");
	place_write(&b.place, &b.document, &told);
	assert_true(private_render(db, "kim", "bookings", "b1", &row));
	assert_string_equal(told.data, row.data);
	buf_clear(&told);
	buf_clear(&row);
}

static void a_full_slot_puts_one_on_its_waiting_list(void **state)
{
	struct booked b;
	struct obstacle o;
	struct buf told = BUF_INIT(4000), row = BUF_INIT(4000);
	book("kim", "m1-0");
	struct deed d = {
		.run = run_make, .who = "lee", .slot = "m1-0", .topic = "y", .booked = &b, .obstacle = &o};
	for (int again = 0; again < 2; again++) {
		buf_reset(&told);
		buf_reset(&row);
		assert_int_equal(do_it(d, NULL), STATUS_OK);
		assert_true(b.full);
		assert_int_equal(b.place.number, 2);
		assert_int_equal(b.document.waiting_place, 1);
		place_write(&b.place, &b.document, &told);
		assert_true(private_render(db, "lee", "bookings", "b2", &row));
		assert_string_equal(told.data, row.data);
		g_free(b.topic);
	}
	d.who = "han";
	assert_int_equal(do_it(d, NULL), STATUS_OK);
	assert_int_equal(b.document.waiting_place, 2);
	buf_clear(&told);
	buf_clear(&row);
}

static void five_hundred_on_one_seat_have_places_without_a_gap(void **state)
{
	struct booked b;
	struct obstacle o;
	char who[20];
	for (int i = 0; i < 500; i++) {
		snprintf(who, sizeof who, "x%d", i);
		make_attendee(db, who);
		struct deed d = {.run = run_make,
			.who = who,
			.slot = "m1-0",
			.topic = "y",
			.booked = &b,
			.obstacle = &o};
		assert_int_equal(do_it(d, NULL), STATUS_OK);
		assert_int_equal(b.full, i > 0);
		assert_int_equal(b.document.waiting_place, i);
		assert_int_equal(i ? place_position(db, &b.place) : 0, i);
	}
}

static void a_topic_is_one_line_that_says_something(void **state)
{
	char *longest = g_strnfill(MAX_TOPIC_CHARACTERS, 'x'),
	     *longer = g_strnfill(MAX_TOPIC_CHARACTERS + 1, 'x');
	char *huge = g_strnfill(10000, 'x');
	static const char *const wrong[] = {NULL, "", "  ", "\xE3\x85\xA4", "two\nlines"};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		refuse_topic("kim", "m1-0", wrong[i], "invalid_field");
	refuse_topic("kim", "m1-0", longer, "invalid_field");
	refuse_topic("kim", "m1-0", huge, "invalid_field");
	struct booked b;
	struct obstacle o;
	struct deed d = {.run = run_make,
		.who = "kim",
		.slot = "m1-0",
		.topic = longest,
		.booked = &b,
		.obstacle = &o};
	assert_int_equal(do_it(d, NULL), STATUS_OK);
	g_free(longest);
	g_free(longer);
	g_free(huge);
}

/* --- refusals ------------------------------------------------------------- */

static void what_is_not_there_is_not_found(void **state)
{
	refuse("kim", "m9-0", "not_found");
	refuse("nobody", "m1-0", "not_found");
	sql("UPDATE slots SET gone = 1 WHERE id = 'm1-0'");
	refuse("kim", "m1-0", "not_found");
}

static void one_has_one_seat_in_a_slot(void **state)
{
	int64_t first = book("kim", "m2-0");
	assert_int_equal(refuse("kim", "m2-0", "already_booked").booking, first);
}

static void nobody_is_in_two_places_at_once(void **state)
{
	int64_t first = book("kim", "m1-0");
	assert_int_equal(refuse("kim", "m2-0", "overlap").booking, first); /* 11:05 to 11:20 */
	book("kim", "m2-1"); /* 11:20 */
	sql("UPDATE slots SET expected_start = expected_start + 900000, expected_end = expected_end + 900000 "
	    "WHERE id = 'm2-0'");
	book("lee", "m1-0"); /* waits: that is no seat */
	book("lee", "m2-0"); /* 11:20 */
	assert_int_equal(refuse("lee", "m1-1", "overlap").booking, 4); /* it has moved into this one */
}

static void slots_that_only_touch_do_not_overlap(void **state)
{
	book("kim", "m1-0");
	book("kim", "m1-1");
}

static void nobody_books_while_their_own_talk_runs(void **state)
{
	sql("UPDATE attendees SET person = 'p2' WHERE id = 'kim'");
	sql("INSERT INTO sessions (id, title, start, duration, people, status, held, expected_start, expected_end, rev) "
	    "VALUES ('s1', '\"talk\"', 1567044000000, 10, '[\"p9\",\"p2\"]', 'scheduled', 0, 1567044000000, 1567044600000, 1)");
	assert_string_equal(refuse("kim", "m1-0", "own_talk").session, "s1");
	book("kim", "m1-1");
	sql("UPDATE sessions SET status = 'cancelled'");
	book("kim", "m1-0");
	refuse("kim", "m2-3", "own_table");
}

static void only_so_many_are_open_at_once(void **state)
{
	book("kim", "m1-0");
	book("kim", "m1-1");
	int64_t third = book("kim", "m1-2");
	refuse("kim", "m1-3", "limit");
	book("lee", "m2-3");
	give_back("kim", third);
	book("kim", "m1-3");
	sql("UPDATE event SET max_bookings = 4");
	book("kim", "m1-2");
}

static void only_so_many_waits_are_open_at_once(void **state)
{
	make_meetup(db, "m3", "p3", ELEVEN, MAX_WAITS + 1, 1);
	sql("UPDATE event SET max_bookings = 100");
	char slot[20];
	for (int n = 0; n <= MAX_WAITS; n++) {
		snprintf(slot, sizeof slot, "m3-%d", n);
		book("lee", slot);
		if (n < MAX_WAITS)
			book("kim", slot);
	}
	refuse("kim", slot, "limit");
}

static void what_is_closed_or_past_takes_nobody(void **state)
{
	book("kim", "m1-0");
	clock_at = ELEVEN;
	refuse("lee", "m1-0", "past_slot"); /* not even as one who waits */
	book("lee", "m1-1");
	clock_at = ELEVEN + MINUTES(60);
	refuse("lee", "m1-3", "closed");
	clock_at = ELEVEN;
	sql("UPDATE lines SET cancelled = 1 WHERE meetup = 'm1'");
	refuse("lee", "m1-2", "closed");
	sql("UPDATE lines SET cancelled = 0 WHERE meetup = 'm1'");
	sql("UPDATE meetups SET status = 'closed' WHERE id = 'm1'");
	refuse("lee", "m1-2", "closed");
	sql("UPDATE meetups SET status = 'open', opens = 1567044000001 WHERE id = 'm1'");
	refuse("lee", "m1-2", "not_open");
	clock_at++;
	book("lee", "m1-2");
}

/* --- waiting --------------------------------------------------------------- */

static void a_wait_is_for_full_slots(void **state)
{
	struct booked b;
	struct obstacle o;
	struct err err;
	struct deed d = {
		.run = run_wait, .who = "lee", .slot = "m1-0", .topic = "y", .booked = &b, .obstacle = &o};
	assert_int_equal(do_it(d, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "slot_free");
	book("kim", "m1-0");
	assert_int_equal(do_it(d, NULL), STATUS_OK);
	assert_int_equal(b.document.waiting_place, 1);
	assert_int_equal(do_it(d, NULL), STATUS_OK);
	assert_int_equal(b.place.number, 2);
	g_free(b.topic);
	d.who = "kim";
	assert_int_equal(do_it(d, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "already_booked");
}

static void a_seat_given_back_goes_to_the_first_who_waits(void **state)
{
	struct place p;
	int64_t kim = book("kim", "m1-0"), lee = book("lee", "m1-0"), han = book("han", "m1-0");
	give_back("kim", kim);
	expect_state(kim, "left");
	expect_state(lee, "booked");
	assert_true(place_load(db, lee, &p));
	assert_int_equal(p.until, clock_at + MINUTES(10));
	expect_notice("lee", "seat");
	assert_int_equal(booking_next(db), p.until);
	assert_string_equal(published->str, "kim/bookings/b1 lee/bookings/b2 han/bookings/b3 ");
	assert_true(place_load(db, han, &p));
	assert_int_equal(place_position(db, &p), 1);
	assert_int_equal(
		do_it((struct deed){.run = run_confirm, .who = "lee", .number = lee}, NULL), STATUS_OK);
	assert_int_equal(booking_next(db), INT64_MAX);
	clock_at += MINUTES(20);
	tick();
	expect_state(lee, "booked");
}

static void who_is_not_free_then_is_passed_over_and_stays(void **state)
{
	int64_t kim = book("kim", "m1-0"), lee = book("lee", "m1-0"), han = book("han", "m1-0");
	int64_t other = book("lee", "m2-0");
	give_back("kim", kim);
	expect_state(lee, "waiting");
	expect_state(han, "booked");
	give_back("han", han);
	expect_state(lee, "waiting");
	/* What stood in the way is no more, and the seat is still free. */
	give_back("lee", other);
	expect_state(lee, "booked");
	expect_notice("lee", "seat");
}

static void who_has_enough_is_passed_over(void **state)
{
	int64_t kim = book("kim", "m1-3"), lee = book("lee", "m1-3"), han = book("han", "m1-3");
	sql("UPDATE event SET max_bookings = 1");
	book("lee", "m1-0");
	give_back("kim", kim);
	expect_state(lee, "waiting");
	expect_state(han, "booked");
}

static void who_waits_may_take_a_free_seat_like_anybody(void **state)
{
	int64_t kim = book("kim", "m1-0"), lee = book("lee", "m1-0"), other = book("lee", "m2-0");
	give_back("kim", kim);
	assert_int_equal(refuse("lee", "m1-0", "overlap").booking, other);
	sql("UPDATE slots SET expected_start = 1567047600000, expected_end = 1567047900000 WHERE id = 'm2-0'");
	assert_int_equal(book("lee", "m1-0"), lee);
	expect_state(lee, "booked");
	assert_int_equal(refuse("lee", "m1-0", "already_booked").booking, lee);
}

static void a_first_chat_comes_before_a_second(void **state)
{
	struct place p;
	sql("INSERT INTO places (attendee, host, meetup, state, topic, tier, turn, present, choose, made_at, since, "
	    "ended_at, rev) VALUES ('lee', 'p1', 'm1', 'done', 'x', 0, 0, 0, 0, 1, 1, 1, 1), "
	    "('moon', 'p1', 'm1', 'no_show', 'x', 0, 0, 0, 0, 1, 1, 1, 1), "
	    "('ahn', 'p2', 'm2', 'done', 'x', 0, 0, 0, 0, 1, 1, 1, 1)");
	int64_t kim = book("kim", "m1-0"), lee = book("lee", "m1-0"), moon = book("moon", "m1-0");
	int64_t ahn = book("ahn", "m1-0"); /* has talked with another host */
	/* Those whom it comes before are told of their places. */
	assert_non_null(strstr(published->str, "lee/bookings/b5 "));
	assert_non_null(strstr(published->str, "moon/bookings/b6 "));
	const int64_t order[] = {ahn, lee, moon};
	for (size_t i = 0; i < 3; i++) {
		assert_true(place_load(db, order[i], &p));
		assert_int_equal(p.tier, i > 0);
		assert_int_equal(place_position(db, &p), i + 1);
	}
	give_back("kim", kim);
	expect_state(ahn, "booked");
}

static void who_has_a_seat_with_the_host_already_waits_behind(void **state)
{
	struct place p;
	book("moon", "m1-0");
	book("lee", "m1-1"); /* a seat with this host… */
	book("ahn", "m1-1");
	int64_t lee = book("lee", "m1-0"), ahn = book("ahn", "m1-0"); /* …and a wait, which is none */
	assert_true(place_load(db, lee, &p));
	assert_int_equal(p.tier, 1);
	assert_true(place_load(db, ahn, &p));
	assert_int_equal(p.tier, 0);
	assert_int_equal(place_position(db, &p), 1);
	sql("UPDATE places SET state = 'called', slot = NULL, meetup = 'm1' WHERE attendee = 'lee' AND state = 'booked'");
	sql("UPDATE slots SET taken = 0 WHERE id = 'm1-1'");
	assert_true(place_load(db, book("lee", "m1-2"), &p));
	assert_int_equal(p.state, PLACE_BOOKED); /* in the line one is not booked */
	assert_int_equal(p.tier, 1);
}

static void what_is_not_confirmed_goes_to_the_next(void **state)
{
	int64_t kim = book("kim", "m1-0"), lee = book("lee", "m1-0"), han = book("han", "m1-0");
	give_back("kim", kim);
	clock_at += MINUTES(10) - 1;
	tick();
	expect_state(lee, "booked");
	clock_at++;
	tick();
	expect_state(lee, "left");
	expect_notice("lee", "lapsed");
	expect_state(han, "booked");
	expect_notice("han", "seat");
	struct err err;
	assert_int_equal(
		do_it((struct deed){.run = run_confirm, .who = "lee", .number = lee}, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "wrong_state");
}

static void a_seat_is_confirmed_before_its_slot_begins(void **state)
{
	struct place p;
	int64_t kim = book("kim", "m1-0"), lee = book("lee", "m1-0"), han = book("han", "m1-0");
	clock_at = ELEVEN - MINUTES(2);
	give_back("kim", kim);
	assert_true(place_load(db, lee, &p));
	assert_int_equal(p.until, ELEVEN);
	clock_at = ELEVEN;
	tick();
	expect_state(lee, "left");
	expect_state(han, "waiting"); /* the slot has begun: nobody is promised its seat */
}

static void a_foreign_booking_is_not_found(void **state)
{
	struct err err;
	int64_t kim = book("kim", "m1-0");
	assert_int_equal(do_it((struct deed){.run = run_give_back, .who = "lee", .number = kim}, &err),
		STATUS_NOT_FOUND);
	assert_int_equal(do_it((struct deed){.run = run_confirm, .who = "lee", .number = kim}, &err),
		STATUS_NOT_FOUND);
	give_back("kim", kim);
	assert_int_equal(do_it((struct deed){.run = run_give_back, .who = "kim", .number = kim}, &err),
		STATUS_CONFLICT);
	assert_string_equal(err.code, "wrong_state");
}

static void who_goes_makes_room(void **state)
{
	int64_t lee = (book("kim", "m1-0"), book("lee", "m1-0")),
		wait = (book("han", "m1-1"), book("kim", "m1-1"));
	assert_int_equal(do_it((struct deed){.run = run_go, .who = "kim"}, NULL), STATUS_OK);
	expect_state(lee, "booked");
	expect_notice("lee", "seat");
	struct place p;
	assert_false(place_load(db, wait, &p));
}

/* --- the next free ones ----------------------------------------------------- */

static enum status run_next_free(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	struct buf out = BUF_INIT(4000);
	char ids[100] = "";
	assert_true(place_load(txn->db, d->number, &p));
	booking_next_free(txn, &p, &out);
	cJSON *list = cJSON_Parse(out.data);
	const cJSON *one;
	cJSON_ArrayForEach(one, list) {
		g_strlcat(ids, cJSON_GetObjectItem(one, "id")->valuestring, sizeof ids);
		g_strlcat(ids, " ", sizeof ids);
		assert_true(cJSON_GetObjectItem(one, "free")->valueint > 0);
	}
	assert_string_equal(ids, d->topic);
	cJSON_Delete(list);
	buf_clear(&out);
	return STATUS_OK;
}

static void expect_next_free(int64_t number, const char *ids)
{
	do_it((struct deed){.run = run_next_free, .number = number, .topic = ids}, NULL);
}

static void a_full_slot_names_free_ones_the_same_hosts_first(void **state)
{
	int64_t lee = (book("kim", "m1-1"), book("lee", "m1-1"));
	expect_next_free(lee, "m1-0 m1-2 m1-3 ");
	book("han", "m1-0");
	expect_next_free(lee, "m1-2 m1-3 m2-0 ");
	clock_at = ELEVEN + MINUTES(10);
	expect_next_free(lee, "m1-2 m1-3 m2-1 ");
	sql("UPDATE meetups SET status = 'closed' WHERE id = 'm1'");
	expect_next_free(lee, "m2-1 m2-2 m2-3 ");
	sql("UPDATE lines SET cancelled = 1 WHERE meetup = 'm2'");
	expect_next_free(lee, "");
}

/* --- the draw --------------------------------------------------------------- */

static void a_draw_waits_a_minute_and_seats_by_the_seed(void **state)
{
	static const char *const who[] = {"kim", "lee", "han", "moon"};
	struct lot lots[4];
	sql("UPDATE meetups SET draw = 1, opens = 1567040400000 WHERE id = 'm1'");
	sql("UPDATE lines SET seed = 'a seed' WHERE meetup = 'm1'");
	clock_at = ELEVEN - MINUTES(60);
	for (int i = 0; i < 4; i++) {
		lots[i] = (struct lot){.number = book(who[i], "m1-0")};
		expect_state(lots[i].number, "waiting");
	}
	int64_t last = book("kim", "m1-1");
	assert_int_equal(draw_next(db), clock_at + DRAW_MS);
	clock_at += DRAW_MS - 1;
	tick();
	expect_state(last, "waiting");
	clock_at++;
	tick();
	assert_int_equal(draw_next(db), INT64_MAX);
	draw_shuffle("a seed", lots, 4);
	for (int i = 0; i < 4; i++) {
		struct place p;
		expect_state(lots[i].number, i ? "waiting" : "booked");
		assert_true(place_load(db, lots[i].number, &p));
		if (i)
			assert_int_equal(place_position(db, &p), i);
	}
	expect_state(last, "booked");
	expect_notice("kim", "drawn"); /* of the last one */
	assert_int_equal(db_int(db, 0, "SELECT drawn_at FROM lines WHERE meetup = 'm1'", ""), clock_at);
	/* Then first come, first served. */
	struct place p;
	int64_t late = book("ahn", "m1-0");
	assert_true(place_load(db, late, &p));
	assert_int_equal(place_position(db, &p), 4);
	expect_state(book("ahn", "m1-2"), "booked");
}

static void a_draw_that_is_due_comes_before_who_asks_then(void **state)
{
	sql("UPDATE meetups SET draw = 1, opens = 1567040400000 WHERE id = 'm1'");
	clock_at = ELEVEN - MINUTES(60);
	int64_t kim = book("kim", "m1-0");
	clock_at += DRAW_MS;
	int64_t lee = book("lee", "m1-0");
	expect_state(kim, "booked");
	expect_state(lee, "waiting");
	assert_int_equal(db_int(db, 0, "SELECT length(seed) FROM lines WHERE meetup = 'm1'", ""), 26);
}

static void a_draw_gives_nobody_what_they_may_not_have(void **state)
{
	sql("UPDATE meetups SET draw = 1, opens = 1567040400000 WHERE id = 'm1'");
	clock_at = ELEVEN - MINUTES(60);
	sql("UPDATE event SET max_bookings = 2");
	int64_t numbers[3], booked = 0;
	for (int n = 0; n < 3; n++) {
		char slot[10];
		snprintf(slot, sizeof slot, "m1-%d", n);
		numbers[n] = book("kim", slot);
	}
	clock_at += DRAW_MS;
	tick();
	for (int n = 0; n < 3; n++) {
		struct place p;
		assert_true(place_load(db, numbers[n], &p));
		booked += p.state == PLACE_BOOKED;
	}
	assert_int_equal(booked, 2);
}

/* A seat is not given back into a draw that is to come. */
static void before_the_draw_nobody_is_promoted(void **state)
{
	sql("UPDATE meetups SET draw = 1, opens = 1567040400000 WHERE id = 'm1'");
	clock_at = ELEVEN - MINUTES(60);
	int64_t kim = book("kim", "m1-0"), lee = book("lee", "m1-0");
	give_back("kim", kim);
	expect_state(lee, "waiting");
	assert_int_equal(do_it((struct deed){.run = run_go, .who = "kim"}, NULL), STATUS_OK);
	expect_state(lee, "waiting");
}

static void note_scan(void *ctx, const char *text, const char *detail)
{
	static const char *const ours[] = {"places", "slots", "meetups", "lines", "sessions"};
	bool by_test = strstr(text, "miscounted") || strstr(text, "count(*) FROM") == text + 7 ||
		strncmp(text, "SELECT (SELECT", 14) == 0 || strstr(text, "WHERE") == NULL ||
		strncmp(text, "UPDATE meetups", 14) == 0;
	bool through_index =
		strstr(detail, "USING") || strstr(detail, "json_each") || strstr(detail, "VIRTUAL");
	for (size_t i = 0; i < G_N_ELEMENTS(ours); i++)
		if (!by_test && strstr(text, ours[i]) && strncmp(detail, "SCAN", 4) == 0 && !through_index)
			fail_msg("%s\n  %s", text, detail);
}

static void no_rule_scans(void **state)
{
	a_seat_given_back_goes_to_the_first_who_waits(state);
	sql("UPDATE attendees SET person = 'p2' WHERE id = 'ahn'");
	book("ahn", "m1-1");
	expect_next_free(2, "m1-2 m1-3 m2-0 ");
	tick();
	draw_next(db);
	sql("UPDATE meetups SET draw = 1, opens = 1567040400000 WHERE id = 'm2'");
	tick();
	db_each_plan(db, note_scan, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_free_seat_is_booked_and_the_answer_is_the_document),
		TEST(a_full_slot_puts_one_on_its_waiting_list),
		TEST(five_hundred_on_one_seat_have_places_without_a_gap),
		TEST(a_topic_is_one_line_that_says_something),
		TEST(what_is_not_there_is_not_found),
		TEST(one_has_one_seat_in_a_slot),
		TEST(nobody_is_in_two_places_at_once),
		TEST(slots_that_only_touch_do_not_overlap),
		TEST(nobody_books_while_their_own_talk_runs),
		TEST(only_so_many_are_open_at_once),
		TEST(only_so_many_waits_are_open_at_once),
		TEST(what_is_closed_or_past_takes_nobody),
		TEST(a_wait_is_for_full_slots),
		TEST(a_seat_given_back_goes_to_the_first_who_waits),
		TEST(who_is_not_free_then_is_passed_over_and_stays),
		TEST(who_has_enough_is_passed_over),
		TEST(who_waits_may_take_a_free_seat_like_anybody),
		TEST(a_first_chat_comes_before_a_second),
		TEST(who_has_a_seat_with_the_host_already_waits_behind),
		TEST(what_is_not_confirmed_goes_to_the_next),
		TEST(a_seat_is_confirmed_before_its_slot_begins),
		TEST(a_foreign_booking_is_not_found),
		TEST(who_goes_makes_room),
		TEST(a_full_slot_names_free_ones_the_same_hosts_first),
		TEST(a_draw_waits_a_minute_and_seats_by_the_seed),
		TEST(a_draw_that_is_due_comes_before_who_asks_then),
		TEST(a_draw_gives_nobody_what_they_may_not_have),
		TEST(before_the_draw_nobody_is_promoted),
		TEST(no_rule_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
