/* What the clock does at the tables, and when it says that it will. */
#include "at_table.h"

#include "event/booking.h"
#include "event/meetup_clock.h"

static enum status run_tick(struct txn *txn, struct deed *d, struct err *err)
{
	meetups_tick(txn);
	return db_status(txn->db, err);
}

/* Turns the clock to this minute and lets it do what is due. */
static void tick(int minute)
{
	clock_at = ELEVEN + MINUTES(minute);
	assert_string_equal(do_it((struct deed){.run = run_tick}), "");
}

/* Minutes after eleven; -1: never, -2: at once. */
static int next(void)
{
	int64_t at = meetups_next(db, clock_at);
	return at == INT64_MAX ? -1 : at <= clock_at ? -2 : (int)((at - ELEVEN) / MS_PER_MINUTE);
}

static int64_t of_line(const char *sql)
{
	return db_int(db, -1, sql, "");
}

static int one_table(void **state)
{
	open_tables(state);
	db_run(db, "DELETE FROM meetups WHERE id = 'm2'", "");
	return 0;
}

static void a_table_opens_and_ends_and_its_document_is_told(void **state)
{
	clock_at = ELEVEN - MINUTES(10);
	tick(-10);
	assert_int_equal(next(), 0);
	tick(0);
	assert_int_equal(of_line("SELECT phase = 'open' AND dirty FROM lines"), 1);
	db_run(db, "UPDATE lines SET dirty = 0", "");
	assert_int_equal(next(), 60);
	tick(30);
	assert_int_equal(of_line("SELECT dirty FROM lines"), 0); /* nothing was due */
	tick(60);
	assert_int_equal(of_line("SELECT phase = 'ended' AND dirty FROM lines"), 1);
	assert_int_equal(next(), -1);
	/* A meetup that goes on for longer, or a rehearsal that begins again. */
	db_run(db, "UPDATE lines SET expected_end = expected_end + 600000", "");
	assert_int_equal(next(), -2);
	tick(60);
	assert_int_equal(of_line("SELECT phase = 'open' FROM lines"), 1);
	assert_int_equal(next(), 70);
}

static void a_call_runs_out_and_the_next_present_one_is_called(void **state)
{
	JOIN("kim", "lee", "han");
	assert_string_equal(present("han", "m1"), "");
	expect_next("m1", "kim");
	tick(0);
	assert_int_equal(next(), 3);
	tick(2);
	expect_state("kim", "m1", "called");
	tick(3);
	expect_state("kim", "m1", "no_show");
	expect_word("kim", "m1", "absent");
	expect_state("han", "m1", "called");
	assert_int_equal(next(), 6); /* han has as long */
	tick(6);
	expect_state("han", "m1", "no_show");
	expect_line("lee"); /* is not there, and the host may call */
	assert_int_equal(next(), 60);
}

static void who_has_come_is_not_called_away(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	expect_next("m1", "kim");
	assert_string_equal(present("kim", "m1"), "");
	tick(20);
	expect_state("kim", "m1", "arrived");
	assert_string_equal(start("kim", "m1"), "");
	tick(50);
	expect_state("kim", "m1", "talking");
}

static void a_booked_one_who_was_never_called_is_not_absent(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	tick(45);
	expect_state("kim", "m1", "booked");
	tick(60);
	expect_state("kim", "m1", "left");
	expect_word("kim", "m1", "ended");
	make_meetup(db, "m3", "p1", ELEVEN + MS_PER_DAY, 1, 1);
	clock_at = ELEVEN + MS_PER_DAY;
	assert_string_equal(join("kim", "m3"), "");
	assert_int_equal(of_line("SELECT tier FROM places WHERE meetup = 'm3'"), 0); /* no penalty */
}

static void all_who_wait_are_told_when_it_is_over(void **state)
{
	JOIN("kim", "lee", "han", "bae");
	make_place(db, "cho", "m1-3", PLACE_WAITING);
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	tick(60);
	expect_state("kim", "m1", "talking"); /* goes on */
	for (size_t i = 0; i < 4; i++) {
		static const char *const names[] = {"lee", "han", "bae", "cho"};
		expect_state(names[i], "m1", "left");
		expect_word(names[i], "m1", "ended");
	}
	assert_int_equal(of_line("SELECT count(*) FROM places WHERE why = 'ended'"), 4);
	assert_string_equal(finish("kim", "m1"), "");
	assert_int_equal(next(), -1);
}

static void a_chat_that_nobody_finished_ends_after_an_hour(void **state)
{
	JOIN("kim", "lee");
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	expect_next("m1", "lee");
	assert_string_equal(arrived("lee", "m1"), "");
	tick(60);
	assert_int_equal(next(), 120);
	tick(119);
	expect_state("kim", "m1", "talking");
	tick(120);
	expect_state("kim", "m1", "done");
	expect_state("lee", "m1", "left");
	assert_int_equal(next(), -1);
}

static void a_pause_ends_by_itself(void **state)
{
	JOIN("kim");
	db_run(db, "UPDATE lines SET paused = 1, paused_until = ?1", "i", ELEVEN + MINUTES(10));
	tick(0);
	assert_int_equal(next(), 10);
	tick(10);
	assert_int_equal(of_line("SELECT paused FROM lines"), 0);
	assert_string_equal(told->str, "kim/places/b1 "); /* whose wait is another one now */
	db_run(db, "UPDATE lines SET paused = 1", ""); /* nobody said until when */
	assert_int_equal(next(), 60);
	tick(59);
	assert_int_equal(of_line("SELECT paused FROM lines"), 1);
}

static void nobody_is_called_into_a_pause(void **state)
{
	JOIN("kim", "lee");
	assert_string_equal(present("lee", "m1"), "");
	expect_next("m1", "kim");
	db_run(db, "UPDATE lines SET paused = 1", "");
	tick(3);
	expect_state("kim", "m1", "no_show");
	expect_state("lee", "m1", "waiting+");
}

static void a_choice_runs_out_and_nothing_is_lost(void **state)
{
	make_meetup(db, "m2", "p2", ELEVEN, 4, 2);
	JOIN("kim", "lee");
	make_place(db, "han", "m1-0", PLACE_BOOKED);
	assert_string_equal(join("kim", "m2"), "");
	expect_next("m2", "kim");
	assert_string_equal(arrived("kim", "m2"), "");
	expect_next("m1", "han");
	expect_next("m1", "kim");
	expect_state("kim", "m1", "called!");
	assert_string_equal(start("han", "m1"), "");
	tick(3);
	expect_line("lee kim");
	expect_state("kim", "m2", "arrived");
}

static void a_seat_that_nobody_confirmed_and_a_draw_are_the_clocks(void **state)
{
	make_place(db, "kim", "m1-1", PLACE_BOOKED);
	db_run(db, "UPDATE places SET until = ?1", "i", ELEVEN + MINUTES(7));
	tick(0);
	assert_int_equal(next(), 7);
	tick(7);
	expect_state("kim", "m1", "left");
	expect_word("kim", "m1", "lapsed");
	db_run(db, "UPDATE meetups SET draw = 1, opens = ?1", "i", ELEVEN + MINUTES(9));
	db_run(db, "UPDATE lines SET seed = 'seed'", "");
	assert_int_equal(next(), 10);
	tick(10);
	assert_int_equal(of_line("SELECT drawn_at IS NOT NULL FROM lines"), 1);
	assert_int_equal(next(), 60);
}

static enum status run_give_back(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	assert_true(place_load(txn->db, d->number, &p));
	return booking_give_back(txn, &p, err);
}

/* m1-3 begins at 45. */
static void seats_that_came_free_before_booking_opens_are_given_then(void **state)
{
	make_place(db, "kim", "m1-3", PLACE_BOOKED);
	make_place(db, "lee", "m1-3", PLACE_BOOKED);
	make_place(db, "han", "m1-3", PLACE_WAITING);
	make_place(db, "bae", "m1-3", PLACE_WAITING);
	db_run(db, "UPDATE meetups SET opens = ?1", "i", ELEVEN + MINUTES(10));
	tick(0);
	assert_int_equal(next(), 60);
	for (int64_t number = number_of("kim", "m1"); number <= number_of("lee", "m1"); number++)
		assert_string_equal(do_it((struct deed){.run = run_give_back, .number = number}), "");
	expect_state("han", "m1", "waiting");
	assert_int_equal(next(), 10);
	/* It opens later still. */
	db_run(db, "UPDATE meetups SET opens = ?1", "i", ELEVEN + MINUTES(20));
	tick(10);
	expect_state("han", "m1", "waiting");
	assert_int_equal(next(), 20);
	tick(20);
	expect_state("han", "m1", "booked");
	expect_state("bae", "m1", "booked");
	expect_word("han", "m1", "seat");
	assert_int_equal(next(), 30); /* to be confirmed by then */
	tick(21);
	assert_int_equal(of_line("SELECT promote_at IS NULL FROM lines"), 1);
}

static void a_crowd_goes_in_turns(void **state)
{
	db_run(db,
		"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
		"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
		"SELECT printf('x%05d', i), 'x', 'ko', 'px' || i, 'cx' || i, 1, 0, 0, 1 FROM n",
		"i", (int64_t)MAX_LINE_PLACES);
	db_run(db,
		"INSERT INTO places (attendee, host, meetup, state, topic, tier, turn, present, choose, made_at, "
		"since, rev) SELECT id, 'p1', 'm1', 'waiting', 'x', 0, 1, 0, 0, 0, 0, 1 FROM attendees WHERE name = 'x'",
		"");
	db_run(db, "UPDATE lines SET waiting_first = ?1", "i", (int64_t)MAX_LINE_PLACES);
	tick(60);
	assert_int_equal(of_line("SELECT waiting_first FROM lines"), MAX_LINE_PLACES - MAX_NOTICES_A_JOB);
	for (int jobs = 0; next() == -2; jobs++) {
		assert_true(jobs < 10);
		tick(60);
	}
	assert_int_equal(of_line("SELECT waiting_first FROM lines"), 0);
	assert_int_equal(of_line("SELECT count(*) FROM notices WHERE word = 'ended'"), MAX_LINE_PLACES);
}

static void note_scan(void *ctx, const char *sql, const char *detail)
{
	bool ours = strstr(sql, "places") && !strstr(sql, "count(*) FROM") && !strstr(sql, "max(id)");
	if (ours && strncmp(sql, "INSERT", 6) != 0 && strncmp(detail, "SCAN p", 6) == 0 &&
		!strstr(detail, "USING"))
		fail_msg("%s\n  %s", sql, detail);
}

static void no_rule_scans(void **state)
{
	JOIN("kim");
	tick(60);
	next();
	db_each_plan(db, note_scan, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, one_table, close_tables)
	const struct CMUnitTest tests[] = {
		TEST(a_table_opens_and_ends_and_its_document_is_told),
		TEST(a_call_runs_out_and_the_next_present_one_is_called),
		TEST(who_has_come_is_not_called_away),
		TEST(a_booked_one_who_was_never_called_is_not_absent),
		TEST(all_who_wait_are_told_when_it_is_over),
		TEST(a_chat_that_nobody_finished_ends_after_an_hour),
		TEST(a_pause_ends_by_itself),
		TEST(nobody_is_called_into_a_pause),
		TEST(a_choice_runs_out_and_nothing_is_lost),
		TEST(a_seat_that_nobody_confirmed_and_a_draw_are_the_clocks),
		TEST(seats_that_came_free_before_booking_opens_are_given_then),
		TEST(a_crowd_goes_in_turns),
		TEST(no_rule_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
