/* Meetups: what follows from a table's row, from its session and from the
 * talks of its host; who is told; what the world knows of it. Times are
 * minutes after 11:00 in Seoul on 2019-08-29. */
#include "meeting.h"

/* --- slots ---------------------------------------------------------------- */

static void behind_a_session_it_begins_when_that_ends(void **state)
{
	meetup("m1", BEHIND_S1);
	assert_slots("m1", "m1-0 0-15 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	assert_sound();
	assert_string_equal(public->str, "lines/m1 slots/m1-0 slots/m1-1 slots/m1-2 slots/m1-3 ");
}

static void only_whole_slots_and_none_during_the_hosts_own_talk(void **state)
{
	session("s2",
		"{\"title\":\"Two\",\"room\":\"r1\",\"start\":\"2019-08-29T02:20:00Z\",\"duration\":10,\"people\":[\"p2\",\"p1\"]}");
	meetup("m1",
		"{\"host\":\"p1\",\"place\":\"r2\",\"start\":\"2019-08-29T02:00:00Z\",\"end\":\"2019-08-29T02:55:00Z\",\"slot_minutes\":10}");
	assert_slots("m1", "m1-0 0-10 m1-1 10-20 m1-3 30-40 m1-4 40-50 ");
	session("s2", "{\"status\":\"cancelled\"}");
	assert_slots("m1", "m1-0 0-10 m1-1 10-20 m1-2 20-30 m1-3 30-40 m1-4 40-50 ");
	assert_sound();
}

static void a_talk_that_is_late_shifts_the_slots_until_free_time_absorbs_it(void **state)
{
	session("s2",
		"{\"title\":\"Two\",\"room\":\"r1\",\"start\":\"2019-08-29T02:15:00Z\",\"duration\":30,\"people\":[\"p1\"]}");
	meetup("m1", BEHIND_S1);
	int64_t moved = book("m1-0", "ada");
	int64_t delay = session("s1", "{\"expected_end\":\"2019-08-29T02:08:00Z\"}");
	assert_slots("m1", "m1-0 0-15(8-23) m1-3 45-60 ");
	assert_place(moved, "booked", "moved");
	assert_line("\"expected_start\":\"2019-08-29T02:08:00Z\"");
	undo(delay);
	assert_slots("m1", "m1-0 0-15 m1-3 45-60 ");
	assert_sound();
}

static void one_late_slot_holds_up_the_next(void **state)
{
	meetup("m1", BEHIND_S1);
	session("s1", "{\"expected_end\":\"2019-08-29T02:08:00Z\"}");
	assert_slots("m1", "m1-0 0-15(8-23) m1-1 15-30(23-38) m1-2 30-45(38-53) m1-3 45-60(53-68) ");
	assert_line("\"expected_end\":\"2019-08-29T03:08:00Z\"");
	assert_sound();
}

static void it_moves_with_its_session_and_back_by_undo(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-1", "ada");
	int64_t move = session("s1", "{\"start\":\"2019-08-29T01:50:00Z\",\"duration\":40}");
	assert_slots("m1", "m1-0 30-45 m1-1 45-60 m1-2 60-75 m1-3 75-90 ");
	assert_place(ada, "booked", "moved");
	int64_t again = undo(move);
	assert_slots("m1", "m1-0 0-15 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	undo(again);
	assert_slots("m1", "m1-0 30-45 m1-1 45-60 m1-2 60-75 m1-3 75-90 ");
	assert_sound();
}

static void what_vanishes_is_told_and_comes_back(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-3", "ada"), bob = book("m1-0", "bob"), waits = book("m1-3", "cho");
	flush();
	int64_t shorter = meetup("m1", "{\"end\":\"2019-08-29T02:45:00Z\"}");
	assert_slots("m1", "m1-0 0-15 m1-1 15-30 m1-2 30-45 ");
	assert_place(ada, "left cancelled", "cancelled");
	assert_place(waits, "waiting", ""); /* the clock's to end */
	assert_place(bob, "booked", "");
	assert_sound();
	assert_non_null(strstr(public->str, "-slots/m1-3"));
	undo(shorter);
	assert_place(ada, "booked", "restored");
	assert_place(waits, "waiting", "");
	assert_sound();
}

static void it_goes_with_its_session_and_comes_back_with_it(void **state)
{
	meetup("m1", BEHIND_S1);
	int64_t ada = book("m1-0", "ada"), bob = book("m1-1", "bob");
	session("s1", "{\"status\":\"cancelled\"}");
	assert_place(ada, "left cancelled", "cancelled");
	assert_line("\"state\":\"cancelled\"");
	clock_at = ELEVEN + MINUTES(5);
	session("s1", "{\"status\":\"scheduled\"}");
	assert_place(ada, "left cancelled", "cancelled"); /* its slot runs already */
	assert_place(bob, "booked", "restored");
	assert_line("\"state\":\"open\"");
	assert_sound();
}

static void who_has_booked_something_else_meanwhile_is_not_booked_twice(void **state)
{
	meetup("m1", BEHIND_S1);
	meetup("m2",
		"{\"host\":\"p2\",\"place\":\"r1\",\"start\":\"2019-08-29T02:00:00Z\",\"end\":\"2019-08-29T03:00:00Z\",\"slot_minutes\":30}");
	int64_t ada = book("m1-0", "ada");
	int64_t cancel = meetup("m1", "{\"status\":\"cancelled\"}");
	book("m2-0", "ada");
	undo(cancel);
	assert_place(ada, "left cancelled", "cancelled");
	assert_sound();
}

static void a_slot_that_moves_onto_another_seat_asks_to_choose(void **state)
{
	meetup("m1", BEHIND_S1);
	meetup("m2",
		"{\"host\":\"p2\",\"place\":\"r1\",\"start\":\"2019-08-29T02:15:00Z\",\"end\":\"2019-08-29T03:00:00Z\",\"slot_minutes\":15}");
	int64_t early = book("m1-0", "ada"), later = book("m2-0", "ada");
	int64_t late = session("s1", "{\"expected_end\":\"2019-08-29T02:08:00Z\"}");
	assert_place(early, "booked", "choose");
	assert_place(later, "booked", "");
	assert_sound();
	undo(late);
	assert_place(early, "booked", "moved");
	assert_int_equal(db_int(db, -1, "SELECT choose FROM places WHERE id = ?1", "i", early), 0);
	assert_sound();
}

static void fewer_seats_take_none_and_more_go_to_who_waits(void **state)
{
	meetup("m1", BEHIND_S1);
	meetup("m1", "{\"seats\":2}");
	book("m1-0", "ada");
	book("m1-0", "bob");
	meetup("m1", "{\"seats\":1}");
	assert_slots("m1", "m1-0 0-15*2 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	int64_t cho = book("m1-0", "cho");
	assert_place(cho, "waiting", "");
	meetup("m1", "{\"seats\":3}");
	assert_place(cho, "booked", "seat");
	assert_sound();
}

/* --- what may be -------------------------------------------------------------- */

static void what_does_not_go_together_is_refused(void **state)
{
	static const struct {
		const char *body, *code, *names;
	} wrong[] = {
		{"{\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15}", "missing_field", "start"},
		{"{\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"start\":\"2019-08-29T02:00:00Z\"}",
			"missing_field", "end"},
		{"{\"session\":\"s1\",\"place\":\"r1\",\"slot_minutes\":15}", "missing_field", "host"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"slot_minutes\":15}", "missing_field", "place"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\"}", "missing_field", "slot_minutes"},
		{"{\"session\":\"s1\",\"host\":\"p9\",\"place\":\"r1\",\"slot_minutes\":15}",
			"unknown_reference", "host"},
		{"{\"session\":\"s9\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15}",
			"unknown_reference", "session"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r9\",\"slot_minutes\":15}",
			"unknown_reference", "place"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":0}", "invalid_field",
			"slot_minutes"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":241}",
			"invalid_field", "slot_minutes"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":61}", "invalid_field",
			"slot_minutes"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"seats\":0}",
			"invalid_field", "seats"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"seats\":13}",
			"invalid_field", "seats"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"draw\":true}",
			"invalid_field", "opens"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"status\":\"x\"}",
			"invalid_field", "status"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"end\":\"2019-08-29T02:00:00Z\"}",
			"invalid_field", "end"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"end\":\"2019-08-30T02:01:00Z\"}",
			"invalid_field", "end"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":1,\"end\":\"2019-08-29T05:21:00Z\"}",
			"invalid_field", "slot_minutes"},
		{"{\"session\":\"s1\",\"host\":\"p1\",\"place\":\"r1\",\"slot_minutes\":15,\"follows\":1}",
			"unknown_field", "follows"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		struct err err = {0};
		struct deed d = {run_meetup, "m1", wrong[i].body};
		assert_int_equal(do_it(&d, &err), STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, wrong[i].code);
		if (!strstr(err.detail, wrong[i].names))
			fail_msg("%s: %s", wrong[i].body, err.detail);
	}
	assert_int_equal(db_int(db, -1, "SELECT count(*) FROM meetups", ""), 0);
}

static void a_meetup_that_people_have_places_at_keeps_its_host_and_stays(void **state)
{
	struct err err = {0};
	int64_t made = meetup("m1", BEHIND_S1);
	meetup("m1", "{\"host\":\"p2\"}");
	meetup("m1", "{\"host\":\"p1\"}");
	book("m1-0", "ada");
	struct deed host = {run_meetup, "m1", "{\"host\":\"p2\"}"}, gone = {run_undo, .number = made};
	assert_int_equal(do_it(&host, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "in_use");
	assert_int_equal(do_it(&gone, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "in_use");
	assert_sound();
}

static void one_that_nobody_came_to_can_be_taken_back(void **state)
{
	int64_t made = meetup("m1", BEHIND_S1);
	flush();
	int64_t back = undo(made);
	assert_string_equal(
		public->str, "-lines/m1 -meetups/m1 -slots/m1-0 -slots/m1-1 -slots/m1-2 -slots/m1-3 ");
	undo(back);
	assert_slots("m1", "m1-0 0-15 m1-1 15-30 m1-2 30-45 m1-3 45-60 ");
	assert_sound();
}

static void a_preview_counts_whom_it_reaches(void **state)
{
	meetup("m1", BEHIND_S1);
	book("m1-0", "ada");
	book("m1-3", "bob");
	struct deed note = {run_meetup, "m1", "{\"note\":\"x\"}"};
	assert_int_equal(do_it(&note, NULL), STATUS_OK);
	assert_int_equal(note.reached, 0);
	struct deed shorter = {run_meetup, "m1", "{\"end\":\"2019-08-29T02:45:00Z\"}"};
	assert_int_equal(do_it(&shorter, NULL), STATUS_OK);
	assert_int_equal(shorter.reached, 1);
	struct deed cancel = {run_meetup, "m1", "{\"status\":\"cancelled\"}"};
	assert_int_equal(do_it(&cancel, NULL), STATUS_OK);
	assert_int_equal(cancel.reached, 1);
}

/* --- the line -------------------------------------------------------------- */

static void the_clock_says_ahead_open_ended_and_may_go_back(void **state)
{
	meetup("m1", BEHIND_S1);
	assert_line("\"state\":\"ahead\"");
	assert_true(lines_next(db, clock_at) == ELEVEN);
	clock_at = ELEVEN;
	tick();
	assert_line("\"state\":\"open\"");
	assert_true(lines_next(db, clock_at) == ELEVEN + MINUTES(60));
	clock_at = ELEVEN + MINUTES(60);
	tick();
	assert_line("\"state\":\"ended\"");
	assert_true(lines_next(db, clock_at) == INT64_MAX);
	clock_at = ELEVEN - 1;
	tick();
	assert_line("\"state\":\"ahead\"");
	meetup("m1", "{\"status\":\"closed\"}");
	assert_line("\"state\":\"closed\"");
}

static void a_pause_runs_out(void **state)
{
	meetup("m1", BEHIND_S1);
	clock_at = ELEVEN;
	tick();
	struct deed pause = {run_pause, "m1", .number = ELEVEN + MINUTES(5)};
	assert_int_equal(do_it(&pause, NULL), STATUS_OK);
	assert_line("\"state\":\"paused\"");
	assert_true(lines_next(db, clock_at) == ELEVEN + MINUTES(5));
	clock_at += MINUTES(5);
	tick();
	assert_line("\"state\":\"open\"");
	clock_at += MINUTES(60);
	tick();
	struct err err;
	assert_int_equal(do_it(&pause, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "closed");
	pause.id = "m9";
	assert_int_equal(do_it(&pause, &err), STATUS_NOT_FOUND);
}

/* What is told again and again is not: only what has changed since. */
static void the_world_is_told_of_what_is_dirty(void **state)
{
	meetup("m1", BEHIND_S1);
	flush();
	flush();
	assert_string_equal(public->str, "");
	book("m1-2", "ada");
	assert_true(meetups_dirty(db));
	flush();
	assert_false(meetups_dirty(db));
	assert_string_equal(public->str, "lines/m1 slots/m1-2 ");
	assert_non_null(strstr(frame, "\"free\":0,\"waiting\":0,\"topics\":[\"C17\"]"));
	/* No character is shown: the number is called out. */
	assert_non_null(strstr(frame, "\"next\":[{\"number\":1,\"state\":\"booked\",\"slot\":\"m1-2\""));
	assert_non_null(strstr(frame, "\"name\":null,\"picture\":null,\"attendee\":null"));
}

static void who_deletes_themselves_is_named_nowhere(void **state)
{
	meetup("m1", BEHIND_S1);
	db_run(db, "UPDATE attendees SET avatar = '{}', avatar_at = 0, told = 1 WHERE id = 'ada'", "");
	book("m1-2", "ada");
	assert_line("\"attendee\":\"ada\"");
	assert_sound();
	struct deed go = {run_delete, "ada"};
	assert_int_equal(do_it(&go, NULL), STATUS_OK);
	assert_int_equal(
		db_int(db, -1, "SELECT count(*) FROM journal WHERE change LIKE '%\"attendee\":\"ada\"%'", ""),
		0);
	assert_int_equal(db_int(db, -1, "SELECT count(*) FROM told WHERE document LIKE '%ada%'", ""), 0);
	assert_sound();
}

static int64_t changes_with(const char *text)
{
	return db_int(db, -1, "SELECT count(*) FROM journal WHERE instr(change, ?1)", "s", text);
}

/* What they wanted to talk about stands in no change that told of their slots;
 * what others did there and elsewhere does. */
static void topics_go_from_every_change(void **state)
{
	meetup("m1", BEHIND_S1);
	flush();
	book("m1-0", "bob");
	flush();
	book("m1-2", "ada");
	flush();
	book("m1-1", "cho");
	book("m1-3", "ada");
	flush();
	assert_int_equal(changes_with("\"m1-3\":{"), 2);
	struct deed go = {run_delete, "ada"};
	assert_int_equal(do_it(&go, NULL), STATUS_OK);
	assert_int_equal(changes_with("\"m1-2\":{"), 0);
	assert_int_equal(changes_with("\"m1-3\":{"), 0);
	assert_int_equal(changes_with("\"m1-0\":{"), 2);
	assert_int_equal(changes_with("\"m1-1\":{"), 2);
	assert_int_equal(
		db_int(db, -1, "SELECT count(*) FROM journal WHERE bytes <> length(CAST(change AS BLOB))",
			""),
		0);
	assert_sound();
	/* They are told once more, for who catches up. */
	assert_int_equal(changes_with("\"m1-2\":{"), 1);
	assert_int_equal(changes_with("\"m1-3\":{"), 1);
}

/* --- madang check ------------------------------------------------------------ */

static void every_invariant_that_breaks_is_named(void **state)
{
	static const struct {
		const char *sql, *line;
	} broken[] = {
		{"DELETE FROM lines", "lines: a meetup has none: m1\n"},
		{"UPDATE lines SET cancelled = 1", "lines: is cancelled, or not"},
		{"UPDATE lines SET waiting_again = 1", "lines: counts others than wait in it: m1\n"},
		{"UPDATE slots SET \"end\" = \"end\" + 60000 WHERE n = 3", "slots: lies outside its meetup"},
		{"UPDATE slots SET expected_start = start - 1 WHERE n = 3", "slots: is expected before"},
		{"UPDATE slots SET taken = 0", "slots: has other seats taken than its places say: m1-0\n"},
		{"UPDATE slots SET waiting_first = 0", "slots: counts others than wait for it: m1-0\n"},
		{"UPDATE places SET attendee = 'nobody' WHERE id = 2", "places: is of nobody: b2\n"},
		{"UPDATE places SET until = 1 WHERE id = 2",
			"places: is to be ended, in a slot that is held: b2\n"},
		{"UPDATE places SET host = 'p2' WHERE id = 1", "places: has another host than its meetup"},
		{"UPDATE slots SET gone = 1 WHERE n = 0", "places: is open in a slot that is no more"},
		{"UPDATE slots SET start = (SELECT start FROM slots WHERE n = 0), expected_start = "
		 "(SELECT expected_start FROM slots WHERE n = 0) WHERE n = 1",
			"places: is booked at the time of another seat of the same attendee: b3\n"},
		{"INSERT INTO places (attendee, host, meetup, state, topic, tier, turn, present, choose, made_at, since, rev) "
		 "VALUES ('ada', 'p1', 'm1', 'waiting', 'x', 0, 1, 0, 0, 0, 0, 1), "
		 "('ada', 'p1', 'm1', 'waiting', 'x', 0, 1, 0, 0, 0, 0, 1)",
			"places: is the attendee's second one in this host's line: b5\n"},
		{"INSERT INTO places (attendee, host, meetup, state, topic, tier, turn, present, choose, made_at, since, rev) "
		 "VALUES ('ada', 'p1', 'm1', 'waiting', 'x', 0, 1, 0, 0, 0, 0, 1), "
		 "('bob', 'p1', 'm1', 'waiting', 'x', 0, 1, 0, 0, 0, 0, 1)",
			"places: has the same turn as another that waits there: b5\n"},
		{"UPDATE slots SET rev = rev + 1 WHERE n = 2",
			"told: the world knows another revision of a slot"},
		{"DELETE FROM told WHERE id = 'm1-2'", "told: the world knows another revision of a slot"},
		{"UPDATE lines SET rev = rev + 1", "told: the world knows another revision of a line"},
		{"DELETE FROM guests_told", "journal: names a guest who could not be forgotten"},
	};
	meetup("m1", BEHIND_S1);
	db_run(db, "UPDATE attendees SET avatar = '{}', avatar_at = 0, told = 1 WHERE id = 'ada'", "");
	book("m1-0", "ada");
	book("m1-0", "bob");
	book("m1-1", "ada");
	assert_sound();
	db_run(db, "DROP INDEX places_open", "");
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		GString *lines = g_string_new(NULL);
		db_begin(db);
		assert_int_equal(db_run(db, broken[i].sql, ""), STATUS_OK);
		event_check(db, add_line, lines);
		db_rollback(db);
		if (!strstr(lines->str, broken[i].line))
			fail_msg("%s: %s", broken[i].sql, lines->str);
		g_string_free(lines, TRUE);
	}
	GString *lines = g_string_new(NULL);
	event_check(db, add_line, lines);
	assert_string_equal(lines->str, "");
	g_string_free(lines, TRUE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(behind_a_session_it_begins_when_that_ends),
		TEST(only_whole_slots_and_none_during_the_hosts_own_talk),
		TEST(a_talk_that_is_late_shifts_the_slots_until_free_time_absorbs_it),
		TEST(one_late_slot_holds_up_the_next),
		TEST(it_moves_with_its_session_and_back_by_undo),
		TEST(what_vanishes_is_told_and_comes_back),
		TEST(it_goes_with_its_session_and_comes_back_with_it),
		TEST(who_has_booked_something_else_meanwhile_is_not_booked_twice),
		TEST(a_slot_that_moves_onto_another_seat_asks_to_choose),
		TEST(fewer_seats_take_none_and_more_go_to_who_waits),
		TEST(what_does_not_go_together_is_refused),
		TEST(a_meetup_that_people_have_places_at_keeps_its_host_and_stays),
		TEST(one_that_nobody_came_to_can_be_taken_back),
		TEST(a_preview_counts_whom_it_reaches),
		TEST(the_clock_says_ahead_open_ended_and_may_go_back),
		TEST(a_pause_runs_out),
		TEST(the_world_is_told_of_what_is_dirty),
		TEST(who_deletes_themselves_is_named_nowhere),
		TEST(topics_go_from_every_change),
		TEST(every_invariant_that_breaks_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
