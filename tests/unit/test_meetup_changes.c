/* What a change of a meetup means for those who have places there: of its
 * session, its seats, its table; one that many wait at is cancelled. */
#include "meeting.h"

#include "event/line.h"
#include "event/meetup_clock.h"

static enum status run_clock(struct txn *txn, struct deed *d, struct err *err)
{
	meetups_tick(txn);
	return STATUS_OK;
}

static void turn_clock(void)
{
	struct deed d = {run_clock};
	assert_int_equal(do_it(&d, NULL), STATUS_OK);
}

static enum status run_give_back(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	assert_true(place_load(txn->db, d->number, &p));
	return booking_give_back(txn, &p, err);
}

static void give_back(int64_t number)
{
	struct deed d = {run_give_back, .number = number};
	assert_int_equal(do_it(&d, NULL), STATUS_OK);
}

static enum status run_join(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	enum status st = line_join(txn, d->id, d->body, "C17", &p, err);
	d->number = p.number;
	return st;
}

/* Into the line of m1, which is open from eleven. */
static int64_t join_at(int64_t at, const char *attendee)
{
	struct deed d = {run_join, "m1", attendee};
	int64_t was = clock_at;
	clock_at = at;
	assert_int_equal(do_it(&d, NULL), STATUS_OK);
	clock_at = was;
	return d.number;
}

/* --- its session ------------------------------------------------------------- */

#define OF_P2 "{\"host\":\"p2\",\"session\":\"s1\",\"place\":\"r2\",\"slot_minutes\":15}"

static void it_waits_for_its_session_whoever_speaks_there(void **state)
{
	meetup("m1", OF_P2);
	int64_t ada = book("m1-0", "ada");
	int64_t late = session("s1", "{\"expected_end\":\"2019-08-29T02:08:00Z\"}");
	assert_slots("m1", "m1-0 0-15(8-23) m1-1 15-30(23-38) m1-2 30-45(38-53) m1-3 45-60(53-68) ");
	assert_line("\"expected_start\":\"2019-08-29T02:08:00Z\"");
	assert_place(ada, "booked", "moved");
	undo(late);
	assert_slots("m1", "m1-0 0-15 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	assert_sound();
}

/* The host is not in that room: what runs there takes no slot away. */
static void a_session_of_others_takes_no_slot_away(void **state)
{
	meetup("m1", OF_P2);
	meetup("m1", "{\"start\":\"2019-08-29T01:45:00Z\"}");
	assert_slots("m1", "m1-0 -15-0 m1-1 0-15 m1-2 15-30 m1-3 30-45 m1-4 45-60 ");
	session("s1", "{\"expected_end\":\"2019-08-29T02:05:00Z\"}");
	assert_slots(
		"m1", "m1-0 -15-0 m1-1 0-15(5-20) m1-2 15-30(20-35) m1-3 30-45(35-50) m1-4 45-60(50-65) ");
	assert_sound();
}

/* --- its seats --------------------------------------------------------------- */

static void a_seat_too_many_goes_with_who_gives_it_back(void **state)
{
	meetup("m1", BEHIND_S1);
	meetup("m1", "{\"seats\":3}");
	int64_t ada = book("m1-0", "ada"), bob = book("m1-0", "bob");
	book("m1-0", "cho");
	meetup("m1", "{\"seats\":1}");
	assert_slots("m1", "m1-0 0-15*3 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	give_back(ada);
	assert_slots("m1", "m1-0 0-15*2 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	assert_place(book("m1-0", "ada"), "waiting", "");
	give_back(bob);
	assert_slots("m1", "m1-0 0-15 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	assert_int_equal(
		db_int(db, -1, "SELECT count(*) FROM places WHERE attendee = 'ada' AND state = 'booked'", ""),
		0);
	assert_sound();
}

static void the_last_seat_stays_one(void **state)
{
	meetup("m1", BEHIND_S1);
	meetup("m1", "{\"seats\":2}");
	int64_t ada = book("m1-0", "ada"), bob = book("m1-0", "bob");
	meetup("m1", "{\"seats\":1}");
	int64_t cho = book("m1-0", "cho");
	give_back(ada);
	assert_place(cho, "waiting", "");
	give_back(bob);
	assert_place(cho, "booked", "seat");
	assert_slots("m1", "m1-0 0-15 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	assert_sound();
}

/* --- its table --------------------------------------------------------------- */

static void at_another_table_it_is_told_to_all_who_come(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-1", "ada"), waits = book("m1-1", "bob"), cho = join_at(ELEVEN, "cho");
	struct deed away = {run_meetup, "m1", "{\"place\":\"r1\"}"};
	assert_int_equal(do_it(&away, NULL), STATUS_OK);
	assert_int_equal(away.reached, 3);
	assert_place(ada, "booked", "elsewhere");
	assert_place(cho, "waiting", "elsewhere");
	assert_place(waits, "waiting", "");
	db_run(db, "DELETE FROM notices", "");
	int64_t note = meetup("m1", "{\"note\":\"x\",\"place\":\"r1\"}");
	assert_place(ada, "booked", "");
	undo(note);
	undo(away.number);
	assert_place(ada, "booked", "elsewhere");
	assert_place(cho, "waiting", "elsewhere");
	assert_sound();
}

static void another_table_and_time_is_one_notice(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-1", "ada");
	struct deed away = {run_meetup, "m1",
		"{\"place\":\"r1\",\"start\":\"2019-08-29T02:05:00Z\",\"end\":\"2019-08-29T03:05:00Z\"}"};
	assert_int_equal(do_it(&away, NULL), STATUS_OK);
	assert_int_equal(away.reached, 1);
	assert_place(ada, "booked", "elsewhere");
	assert_sound();
}

/* --- cancelled --------------------------------------------------------------- */

enum { CROWD = 5000 };

static void a_crowd_waits(void)
{
	db_run(db,
		"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
		"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
		"SELECT printf('x%05d', i), 'x', 'ko', 'px' || i, 'cx' || i, 1, 0, 0, 1 FROM n",
		"i", (int64_t)CROWD);
	db_run(db,
		"INSERT INTO places (attendee, host, meetup, slot, state, topic, tier, turn, present, choose, made_at, "
		"since, rev) SELECT id, 'p1', 'm1', 'm1-0', 'waiting', 'x', 0, 10 + CAST(substr(id, 2) AS INTEGER), "
		"0, 0, 0, 0, 1 FROM attendees WHERE name = 'x'",
		"");
	db_run(db, "UPDATE slots SET waiting_first = waiting_first + ?1 WHERE id = 'm1-0'", "i",
		(int64_t)CROWD);
	db_run(db, "UPDATE attendee_count SET n = 3 + ?1", "i", (int64_t)CROWD);
}

static int64_t waiting(void)
{
	return db_int(db, -1, "SELECT count(*) FROM places WHERE state = 'waiting'", "");
}

static void a_crowd_that_waits_is_told_in_turns(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-0", "ada"), cho = join_at(ELEVEN, "cho");
	a_crowd_waits();
	struct deed cancel = {run_meetup, "m1", "{\"status\":\"cancelled\"}"};
	assert_int_equal(do_it(&cancel, NULL), STATUS_OK);
	assert_int_equal(cancel.reached, CROWD + 2);
	assert_place(ada, "left cancelled", "cancelled");
	assert_place(cho, "left ended", "cancelled");
	assert_int_equal(waiting(), CROWD);
	assert_sound();
	for (int64_t left = CROWD; left > 0; left -= MAX_NOTICES_A_JOB) {
		assert_int_equal(waiting(), left);
		assert_true(meetups_next(db, clock_at) <= clock_at);
		turn_clock();
		assert_sound();
	}
	assert_int_equal(waiting(), 0);
	assert_int_equal(
		db_int(db, -1, "SELECT count(*) FROM notices WHERE word = 'cancelled'", ""), CROWD + 2);
	assert_int_equal(db_int(db, -1, "SELECT count(*) FROM places WHERE why = 'ended'", ""), CROWD + 1);
	assert_true(meetups_next(db, clock_at) > clock_at);
}

static void who_was_not_told_yet_waits_on_where_it_is_held_after_all(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-0", "ada");
	a_crowd_waits();
	int64_t cancel = meetup("m1", "{\"status\":\"cancelled\"}");
	turn_clock();
	undo(cancel);
	assert_place(ada, "booked", "restored");
	turn_clock();
	assert_int_equal(waiting(), CROWD - MAX_NOTICES_A_JOB);
	assert_sound();
	give_back(ada);
	assert_int_equal(waiting(), CROWD - MAX_NOTICES_A_JOB - 1);
	assert_sound();
}

static void a_slot_that_vanishes_ends_its_waits_in_turns(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t bob = book("m1-3", "bob"), ada = book("m1-3", "ada");
	int64_t shorter = meetup("m1", "{\"end\":\"2019-08-29T02:45:00Z\"}");
	assert_place(bob, "left cancelled", "cancelled");
	assert_place(ada, "waiting", "");
	turn_clock();
	assert_place(ada, "left ended", "cancelled");
	undo(shorter);
	assert_place(bob, "booked", "restored");
	assert_place(ada, "left ended", "cancelled");
	assert_sound();
}

/* --- a draw --------------------------------------------------------------------- */

#define DRAWN                                                                                                    \
	"{\"host\":\"p1\",\"place\":\"r2\",\"start\":\"2019-08-29T02:00:00Z\",\"end\":\"2019-08-29T03:00:00Z\"," \
	"\"slot_minutes\":15,\"draw\":true,\"opens\":\"2019-08-29T00:00:00Z\"}"
#define LATER "{\"opens\":\"2019-08-29T00:30:00Z\"}"

static int64_t drawn_at(void)
{
	return db_int(db, 0, "SELECT drawn_at FROM lines WHERE meetup = 'm1'", "");
}

static int64_t booked(void)
{
	return db_int(db, -1, "SELECT count(*) FROM places WHERE state = 'booked'", "");
}

static void a_draw_that_opens_later_keeps_who_has_asked(void **state)
{
	meetup("m1", DRAWN);
	int64_t ada = book("m1-0", "ada"), bob = book("m1-0", "bob");
	assert_place(ada, "waiting", "");
	meetup("m1", LATER);
	clock_at += MINUTES(2);
	turn_clock();
	assert_int_equal(drawn_at(), 0);
	assert_place(bob, "waiting", "");
	clock_at += MINUTES(29);
	turn_clock();
	assert_true(drawn_at() == clock_at);
	assert_int_equal(booked(), 1);
	assert_sound();
}

static void what_was_drawn_is_not_drawn_again(void **state)
{
	meetup("m1", DRAWN);
	int64_t ada = book("m1-0", "ada");
	book("m1-0", "bob");
	clock_at += MINUTES(1);
	turn_clock();
	turn_clock(); /* the first one drew, and tells from then on */
	int64_t drawn = drawn_at();
	int64_t had = db_int(db, 0, "SELECT id FROM places WHERE state = 'booked'", "");
	meetup("m1", LATER);
	clock_at += MINUTES(31);
	turn_clock();
	assert_true(drawn_at() == drawn);
	assert_place(had, "booked", "drawn");
	assert_place(had == ada ? ada + 1 : ada, "waiting", "not_drawn");
	assert_sound();
}

static void a_draw_called_off_seats_who_has_asked_first(void **state)
{
	meetup("m1", DRAWN);
	int64_t ada = book("m1-0", "ada"), bob = book("m1-0", "bob");
	meetup("m1", "{\"draw\":false}");
	assert_place(ada, "booked", "seat");
	assert_place(bob, "waiting", "");
	clock_at += MINUTES(1);
	turn_clock();
	assert_int_equal(drawn_at(), 0);
	assert_sound();
}

static void a_cancelled_draw_takes_nobodys_place_and_may_come_back(void **state)
{
	meetup("m1", DRAWN);
	int64_t ada = book("m1-0", "ada");
	int64_t cancel = meetup("m1", "{\"status\":\"cancelled\"}");
	turn_clock();
	assert_place(ada, "left ended", "cancelled");
	clock_at += MINUTES(1);
	turn_clock();
	assert_int_equal(booked(), 0);
	assert_sound();
	undo(cancel);
	turn_clock();
	assert_place(book("m1-0", "ada"), "booked", "");
	assert_sound();
}

static void who_goes_before_the_draw_is_not_in_it(void **state)
{
	meetup("m1", DRAWN);
	book("m1-0", "ada");
	int64_t bob = book("m1-0", "bob");
	struct deed go = {run_delete, "ada"};
	assert_int_equal(do_it(&go, NULL), STATUS_OK);
	clock_at += MINUTES(1);
	turn_clock();
	assert_place(bob, "booked", "drawn");
	assert_sound();
}

static void a_crowd_that_was_not_drawn_is_told_in_turns(void **state)
{
	meetup("m1", DRAWN);
	a_crowd_waits();
	clock_at += MINUTES(1);
	for (int64_t left = CROWD - 1; left > 0; left -= MAX_NOTICES_A_JOB) {
		assert_true(meetups_next(db, clock_at) <= clock_at);
		turn_clock();
		assert_int_equal(booked(), 1);
		assert_int_equal(
			db_int(db, -1, "SELECT count(DISTINCT turn) FROM places WHERE state = 'waiting'", ""),
			CROWD - 1);
		assert_sound();
	}
	assert_int_equal(
		db_int(db, -1, "SELECT count(*) FROM notices WHERE word = 'not_drawn'", ""), CROWD - 1);
	assert_int_equal(db_int(db, -1, "SELECT count(*) FROM places WHERE until IS NOT NULL", ""), 0);
	assert_true(meetups_next(db, clock_at) > clock_at);
}

static void note_scan(void *ctx, const char *sql, const char *detail)
{
	static const char *const ours[] = {" p", " o", " s", " l", " places", " slots", " lines", " meetups"};
	/* Of a row that is written others are looked at only where one is missing. */
	bool other = strncmp(sql, "INSERT", 6) == 0 || strncmp(sql, "SELECT EXISTS", 13) == 0;
	for (size_t i = 0; i < G_N_ELEMENTS(ours); i++)
		if (!other && strncmp(detail, "SCAN", 4) == 0 && strcmp(detail + 4, ours[i]) == 0)
			fail_msg("%s\n  %s", sql, detail);
}

static void no_rule_scans(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-1", "ada");
	book("m1-1", "bob");
	join_at(ELEVEN, "cho");
	meetup("m1", "{\"place\":\"r1\"}");
	session("s1", "{\"expected_end\":\"2019-08-29T02:08:00Z\"}");
	give_back(ada);
	struct deed go = {run_delete, "cho"};
	assert_int_equal(do_it(&go, NULL), STATUS_OK);
	meetup("m1", "{\"draw\":true,\"opens\":\"2019-08-29T00:00:00Z\"}");
	clock_at += MINUTES(1);
	turn_clock();
	undo(meetup("m1", "{\"status\":\"cancelled\"}"));
	turn_clock();
	meetups_next(db, clock_at);
	flush();
	db_each_plan(db, note_scan, NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_waits_for_its_session_whoever_speaks_there),
		TEST(a_session_of_others_takes_no_slot_away),
		TEST(a_seat_too_many_goes_with_who_gives_it_back),
		TEST(the_last_seat_stays_one),
		TEST(at_another_table_it_is_told_to_all_who_come),
		TEST(another_table_and_time_is_one_notice),
		TEST(a_crowd_that_waits_is_told_in_turns),
		TEST(who_was_not_told_yet_waits_on_where_it_is_held_after_all),
		TEST(a_slot_that_vanishes_ends_its_waits_in_turns),
		TEST(a_draw_that_opens_later_keeps_who_has_asked),
		TEST(what_was_drawn_is_not_drawn_again),
		TEST(a_draw_called_off_seats_who_has_asked_first),
		TEST(a_cancelled_draw_takes_nobodys_place_and_may_come_back),
		TEST(who_goes_before_the_draw_is_not_in_it),
		TEST(a_crowd_that_was_not_drawn_is_told_in_turns),
		TEST(no_rule_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
