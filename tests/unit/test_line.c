/* The line: who may join, in which order they stand, who lets whom by. */
#include "at_table.h"

/* --- joining --------------------------------------------------------------- */

static void one_place_in_a_hosts_line(void **state)
{
	make_meetup(db, "m3", "p1", ELEVEN + MS_PER_DAY, 4, 1); /* the same host */
	assert_string_equal(join("kim", "m1"), "");
	assert_string_equal(told->str, "kim/places/b1 ");
	assert_string_equal(join("kim", "m1"), "already_waiting");
	assert_string_equal(join("kim", "m3"), "already_waiting");
	assert_string_equal(join("kim", "m2"), "");
	assert_string_equal(leave("kim"), "");
	assert_string_equal(join("kim", "m3"), "");
}

static void who_cannot_join_is_told_why(void **state)
{
	assert_string_equal(join("kim", "m9"), "not_found");
	assert_string_equal(join("nobody", "m1"), "not_found");
	db_run(db, "UPDATE attendees SET person = 'p1' WHERE id = 'lee'", "");
	assert_string_equal(join("lee", "m1"), "own_table");
	assert_string_equal(join("lee", "m2"), "");
	db_run(db, "UPDATE meetups SET walk_in = 0", "");
	assert_string_equal(join("kim", "m1"), "no_line");
	db_run(db, "UPDATE meetups SET status = 'closed'", "");
	assert_string_equal(join("kim", "m1"), "closed");
	db_run(db, "UPDATE meetups SET status = 'open'", "");
	db_run(db, "UPDATE lines SET cancelled = 1", "");
	assert_string_equal(join("kim", "m1"), "closed");
	db_run(db, "UPDATE lines SET cancelled = 0", "");
	clock_at = ELEVEN + MINUTES(60);
	assert_string_equal(join("kim", "m1"), "closed"); /* over */
	assert_int_equal(db_int(db, -1, "SELECT count(*) FROM places", ""), 1);
}

static void with_a_session_it_opens_when_that_has_ended(void **state)
{
	db_run(db,
		"INSERT INTO sessions (id, title, start, duration, expected_start, expected_end, people, status, held, rev) "
		"VALUES ('s1', '\"x\"', ?1, 45, ?1, ?2, '[]', 'live', 0, 1)",
		"ii", ELEVEN - MINUTES(45), ELEVEN + MINUTES(5));
	db_run(db, "UPDATE meetups SET session = 's1' WHERE id = 'm1'", "");
	assert_string_equal(join("kim", "m1"), "not_open");
	clock_at += MINUTES(5);
	assert_string_equal(join("kim", "m1"), "");
	clock_at -= MINUTES(5);
	db_run(db, "UPDATE sessions SET status = 'ended'", ""); /* the desk says so */
	assert_string_equal(join("lee", "m1"), "");
	/* Before the table's own time, one may stand there. */
	clock_at = ELEVEN - MINUTES(30);
	assert_string_equal(join("han", "m2"), "");
}

static void a_line_has_an_end(void **state)
{
	db_run(db, "UPDATE lines SET waiting_first = ?1 WHERE meetup = 'm1'", "i", (int64_t)MAX_LINE_PLACES);
	struct deed d = {.run = run_join, .who = "kim", .meetup = "m1"};
	struct err err;
	assert_int_equal(in_transaction(writer, run_deed, &d, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "line_full");
	db_run(db, "UPDATE lines SET waiting_first = ?1 - 1 WHERE meetup = 'm1'", "i",
		(int64_t)MAX_LINE_PLACES);
	assert_int_equal(in_transaction(writer, run_deed, &d, &err), STATUS_OK);
}

static enum status run_mute(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	return line_join(txn, "m1", "kim", d->who, &p, err);
}

static void a_topic_is_wanted(void **state)
{
	static const char *const wrong[] = {NULL, "", "  ", "one\ntwo"};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		assert_string_equal(do_it((struct deed){.run = run_mute, .who = wrong[i]}), "invalid_field");
}

/* --- the order ------------------------------------------------------------- */

static void a_first_chat_comes_before_a_second_and_before_an_absentee(void **state)
{
	JOIN("kim", "lee");
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	assert_string_equal(finish("kim", "m1"), "");
	expect_next("m1", "lee");
	assert_string_equal(no_show("lee", "m1"), "");
	JOIN("kim", "lee", "han");
	expect_line("han kim lee");
	assert_string_equal(
		told->str, "kim/places/b3 lee/places/b4 han/places/b5 "); /* two have one more ahead */
	assert_string_equal(join("kim", "m2"), ""); /* at another table it is the first */
	assert_string_equal(join("bae", "m2"), "");
	expect_next("m2", "kim");
}

static void who_has_two_ahead_is_told_once(void **state)
{
	JOIN("kim", "lee", "han", "bae", "cho");
	expect_word("han", "m1", NULL);
	expect_next("m1", "kim");
	expect_word("bae", "m1", "two_ahead");
	expect_word("cho", "m1", NULL);
	expect_word("han", "m1", NULL); /* had two ahead when it came */
	assert_string_equal(leave("lee"), "");
	expect_word("cho", "m1", "two_ahead");
	assert_int_equal(db_int(db, 0, "SELECT sum(rev) FROM notices WHERE word = 'two_ahead'", ""), 2);
}

static void everybody_behind_is_told_that_it_moves(void **state)
{
	JOIN("kim", "lee", "han");
	assert_string_equal(leave("kim"), "");
	assert_string_equal(told->str, "kim/places/b1 lee/places/b2 han/places/b3 ");
}

/* --- letting by ------------------------------------------------------------ */

static void who_lets_one_by_keeps_the_place_behind(void **state)
{
	JOIN("kim", "lee", "han");
	assert_string_equal(pass("kim"), "");
	expect_line("lee kim han");
	assert_string_equal(pass("kim"), "");
	expect_line("lee han kim");
	assert_string_equal(pass("kim"), "nobody_behind");
	expect_line("lee han kim");
	assert_string_equal(pass("bae"), "not_found");
}

static void it_works_across_the_tiers(void **state)
{
	db_run(db,
		"INSERT INTO places (attendee, host, meetup, state, topic, tier, turn, present, choose, made_at, "
		"since, ended_at, rev) VALUES ('lee', 'p1', 'm1', 'no_show', 'x', 0, 0, 0, 0, 0, 0, 0, 1)",
		"");
	JOIN("kim", "lee");
	expect_line("kim lee");
	assert_string_equal(pass("kim"), "");
	expect_line("lee kim");
}

static void who_is_let_by_to_the_third_place_is_told(void **state)
{
	JOIN("kim", "lee", "han", "bae");
	assert_string_equal(pass("han"), "");
	expect_line("kim lee bae han");
	expect_word("bae", "m1", "two_ahead");
}

static void who_is_called_may_let_one_by_and_is_next(void **state)
{
	JOIN("kim", "lee", "han");
	expect_next("m1", "kim");
	assert_string_equal(pass("kim"), "");
	expect_state("lee", "m1", "called");
	expect_word("lee", "m1", "called");
	expect_line("kim han");
	assert_string_equal(start("lee", "m1"), "");
	expect_next("m1", "kim");
	assert_string_equal(arrived("kim", "m1"), "");
	assert_string_equal(pass("kim"), "wrong_state");
}

static void who_waits_again_has_a_turn_of_its_own(void **state)
{
	JOIN("kim");
	assert_string_equal(join("kim", "m2"), "");
	expect_next("m2", "kim");
	expect_next("m1", "kim");
	expect_state("kim", "m1", "called!");
	JOIN("lee", "han"); /* whose turns begin anew: nobody waits */
	assert_string_equal(choose("kim", "m2"), "");
	expect_line("kim lee han");
	assert_int_equal(
		db_int(db, -1, "SELECT count(DISTINCT turn) FROM places WHERE state = 'waiting'", ""), 3);
}

static void alone_there_is_nobody_to_let_by(void **state)
{
	JOIN("kim");
	expect_next("m1", "kim");
	assert_string_equal(pass("kim"), "nobody_behind");
	expect_state("kim", "m1", "called");
}

/* --- leaving ---------------------------------------------------------------- */

static void who_leaves_makes_room_and_may_come_back(void **state)
{
	JOIN("kim", "lee");
	assert_string_equal(leave("kim"), "");
	expect_state("kim", "m1", "left");
	assert_string_equal(leave("kim"), "not_found");
	JOIN("kim");
	expect_line("lee kim"); /* it counts for nothing */
}

static void who_leaves_when_called_lets_in_who_is_present(void **state)
{
	JOIN("kim", "lee", "han");
	assert_string_equal(present("han", "m1"), "");
	expect_next("m1", "kim");
	assert_string_equal(leave("kim"), "");
	expect_state("han", "m1", "called");
	expect_line("lee");
}

static void who_talks_does_not_leave(void **state)
{
	JOIN("kim");
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	assert_string_equal(leave("kim"), "wrong_state");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_tables, close_tables)
	const struct CMUnitTest tests[] = {
		TEST(one_place_in_a_hosts_line),
		TEST(who_cannot_join_is_told_why),
		TEST(with_a_session_it_opens_when_that_has_ended),
		TEST(a_line_has_an_end),
		TEST(a_topic_is_wanted),
		TEST(a_first_chat_comes_before_a_second_and_before_an_absentee),
		TEST(who_has_two_ahead_is_told_once),
		TEST(everybody_behind_is_told_that_it_moves),
		TEST(who_lets_one_by_keeps_the_place_behind),
		TEST(it_works_across_the_tiers),
		TEST(who_is_let_by_to_the_third_place_is_told),
		TEST(who_is_called_may_let_one_by_and_is_next),
		TEST(who_waits_again_has_a_turn_of_its_own),
		TEST(alone_there_is_nobody_to_let_by),
		TEST(who_leaves_makes_room_and_may_come_back),
		TEST(who_leaves_when_called_lets_in_who_is_present),
		TEST(who_talks_does_not_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
