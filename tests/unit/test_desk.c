/* The host's desk: who is called, and what becomes of who comes, does not come,
 * or is wanted at two tables. */
#include "at_table.h"

#include "base/json.h"
#include "event/guests.h"

#include <cjson/cJSON.h>

static void at(int minute)
{
	clock_at = ELEVEN + MINUTES(minute);
}

static enum status run_extend(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	assert_true(place_load(txn->db, d->number, &p));
	return desk_extend(txn, &p, d->minutes, err);
}

static const char *extend(const char *who, int minutes)
{
	return do_it((struct deed){.run = run_extend, .number = number_of(who, "m1"), .minutes = minutes});
}

static int until(const char *who)
{
	struct place p;
	assert_true(place_load(db, number_of(who, "m1"), &p));
	return p.until ? (int)((p.until - ELEVEN) / MS_PER_MINUTE) : -1;
}

/* --- next ------------------------------------------------------------------ */

static void the_line_is_called_in_its_order(void **state)
{
	JOIN("kim", "lee");
	assert_string_equal(present("lee", "m1"), ""); /* which is no reason to be first */
	at(2);
	expect_next("m1", "kim");
	expect_state("kim", "m1", "called");
	assert_int_equal(until("kim"), 5); /* the event's call_minutes */
	expect_word("kim", "m1", "called");
	expect_next("m1", "lee");
	expect_next("m1", "");
}

static void who_is_booked_comes_first_and_a_slot_together(void **state)
{
	make_place(db, "lee", "m1-0", PLACE_BOOKED);
	make_place(db, "han", "m1-0", PLACE_BOOKED);
	make_place(db, "bae", "m1-1", PLACE_BOOKED);
	JOIN("kim");
	expect_next("m1", "lee han");
	expect_next("m1", "kim"); /* m1-1 has not come */
	at(15);
	JOIN("cho");
	expect_next("m1", "bae");
	expect_next("m1", "cho");
}

static void who_is_there_early_may_be_called_early_if_all_are(void **state)
{
	make_place(db, "lee", "m1-1", PLACE_BOOKED);
	make_place(db, "han", "m1-1", PLACE_BOOKED);
	at(10);
	assert_string_equal(present("lee", "m1"), "");
	expect_state("lee", "m1", "arrived");
	expect_next("m1", "");
	assert_string_equal(arrived("han", "m1"), "");
	at(9);
	expect_next("m1", "");
	at(10);
	expect_next("m1", "lee han");
	expect_word("han", "m1", "called");
	expect_state("han", "m1", "arrived");
	expect_next("m1", ""); /* they are asked in once */
}

static void a_pause_and_a_cancelled_table_call_nobody(void **state)
{
	JOIN("kim");
	db_run(db, "UPDATE lines SET paused = 1", "");
	assert_string_equal(do_it((struct deed){.run = run_next, .meetup = "m1"}), "paused");
	db_run(db, "UPDATE lines SET paused_until = ?1", "i", ELEVEN + MINUTES(5));
	assert_string_equal(do_it((struct deed){.run = run_next, .meetup = "m1"}), "paused");
	at(5);
	expect_next("m1", "kim");
	db_run(db, "UPDATE lines SET paused = 0, cancelled = 1", "");
	assert_string_equal(do_it((struct deed){.run = run_next, .meetup = "m1"}), "closed");
	assert_string_equal(do_it((struct deed){.run = run_next, .meetup = "m9"}), "not_found");
}

/* --- the chat --------------------------------------------------------------- */

static void a_chat_from_call_to_finish(void **state)
{
	JOIN("kim");
	assert_string_equal(finish("kim", "m1"), "wrong_state");
	assert_string_equal(start("kim", "m1"), "wrong_state");
	assert_string_equal(arrived("kim", "m1"), "wrong_state");
	expect_next("m1", "kim");
	assert_string_equal(arrived("kim", "m1"), "");
	assert_string_equal(start("kim", "m1"), "");
	assert_int_equal(until("kim"), 15); /* slot_minutes */
	assert_string_equal(start("kim", "m1"), "wrong_state");
	assert_string_equal(no_show("kim", "m1"), "wrong_state");
	at(9);
	assert_string_equal(finish("kim", "m1"), "");
	expect_state("kim", "m1", "done");
	assert_string_equal(finish("kim", "m1"), "wrong_state");
	assert_string_equal(extend("kim", 5), "wrong_state");
	assert_int_equal(db_int(db, 0, "SELECT ended_at - started_at FROM places WHERE state = 'done'", ""),
		MINUTES(9));
}

static void a_booked_chat_goes_till_the_slot_ends(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	at(6);
	assert_string_equal(start("kim", "m1"), ""); /* without being called */
	assert_int_equal(until("kim"), 15);
	make_place(db, "lee", "m1-0", PLACE_BOOKED);
	at(20);
	assert_string_equal(start("lee", "m1"), "");
	assert_int_equal(until("lee"), 35); /* too late for its slot: a whole one */
}

static void a_chat_may_be_extended_and_the_line_waits_longer(void **state)
{
	JOIN("kim", "lee");
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	assert_string_equal(extend("kim", 5), "");
	assert_int_equal(until("kim"), 20);
	assert_string_equal(told->str, "kim/places/b1 lee/places/b2 ");
	at(30); /* nobody looked at the clock */
	assert_string_equal(extend("kim", 5), "");
	assert_int_equal(until("kim"), 35);
}

static void nobody_talks_at_two_tables(void **state)
{
	JOIN("kim", "lee");
	assert_string_equal(join("kim", "m2"), "");
	expect_next("m2", "kim");
	assert_string_equal(start("kim", "m2"), "");
	expect_next("m1", "lee"); /* kim keeps the place */
	expect_line("kim");
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	assert_string_equal(start("kim", "m1"), "talking_elsewhere");
	assert_string_equal(finish("kim", "m2"), "");
	assert_string_equal(start("kim", "m1"), "");
}

/* --- absence ----------------------------------------------------------------- */

static void who_does_not_come_makes_room_for_who_is_present(void **state)
{
	JOIN("kim", "lee", "han");
	assert_string_equal(present("han", "m1"), "");
	expect_state("han", "m1", "waiting+");
	expect_next("m1", "kim");
	assert_string_equal(no_show("kim", "m1"), "");
	expect_state("kim", "m1", "no_show");
	expect_word("kim", "m1", "absent");
	expect_state("han", "m1", "called");
	expect_word("han", "m1", "called");
	expect_line("lee");
	JOIN("kim", "bae");
	expect_line("lee bae kim"); /* behind: in the second tier */
}

static void where_nobody_is_present_nobody_is_called(void **state)
{
	JOIN("kim", "lee");
	expect_next("m1", "kim");
	assert_string_equal(no_show("kim", "m1"), "");
	expect_line("lee");
	expect_next("m1", "lee");
}

static void a_booked_no_show_is_filled_from_the_line(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	make_place(db, "bae", "m1-1", PLACE_BOOKED);
	JOIN("lee");
	assert_string_equal(present("lee", "m1"), "");
	at(-1);
	assert_string_equal(no_show("kim", "m1"), "too_early");
	at(3);
	assert_string_equal(no_show("kim", "m1"), "");
	expect_state("lee", "m1", "called");
	expect_state("bae", "m1", "booked");
	assert_int_equal(db_int(db, -1, "SELECT taken FROM slots WHERE id = 'm1-0'", ""), 0);
}

static void the_table_is_not_filled_while_another_of_the_group_is_there(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	make_place(db, "bae", "m1-0", PLACE_BOOKED);
	JOIN("lee");
	assert_string_equal(present("lee", "m1"), "");
	expect_next("m1", "kim bae");
	assert_string_equal(arrived("bae", "m1"), "");
	assert_string_equal(no_show("kim", "m1"), "");
	expect_state("lee", "m1", "waiting+");
}

static void a_booked_guest_whose_time_has_come_is_called_before_the_line(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	make_place(db, "bae", "m1-1", PLACE_BOOKED);
	JOIN("lee");
	assert_string_equal(present("lee", "m1"), "");
	expect_next("m1", "kim");
	at(16);
	assert_string_equal(no_show("kim", "m1"), "");
	expect_state("bae", "m1", "called");
	expect_line("lee");
}

static void who_comes_after_all_may_while_the_slot_lasts(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	make_place(db, "lee", "m1-0", PLACE_BOOKED);
	at(3);
	assert_string_equal(no_show("kim", "m1"), "");
	assert_string_equal(no_show("lee", "m1"), "");
	at(14);
	assert_string_equal(arrived("kim", "m1"), "");
	expect_state("kim", "m1", "arrived");
	at(15);
	assert_string_equal(arrived("lee", "m1"), "past_slot");
}

static void who_has_joined_again_does_not_come_twice(void **state)
{
	JOIN("kim");
	expect_next("m1", "kim");
	int64_t first = number_of("kim", "m1");
	assert_string_equal(no_show("kim", "m1"), "");
	JOIN("kim");
	assert_string_equal(do_it((struct deed){.run = run_arrived, .number = first}), "already_waiting");
}

/* --- two tables ---------------------------------------------------------------- */

static void called_at_two_tables_kim(void)
{
	JOIN("kim", "lee");
	assert_string_equal(join("kim", "m2"), "");
	expect_next("m1", "kim");
	expect_next("m2", "kim");
	expect_state("kim", "m1", "called");
	expect_state("kim", "m2", "called!");
	expect_word("kim", "m2", "choose");
}

static void who_chooses_one_line_waits_on_in_the_other(void **state)
{
	called_at_two_tables_kim();
	clock_at += MINUTES(2);
	assert_string_equal(choose("kim", "m2"), "");
	expect_state("kim", "m2", "called");
	assert_int_equal(
		db_int(db, 0, "SELECT until FROM places WHERE meetup = 'm2'", ""), ELEVEN + MINUTES(5));
	expect_line("kim lee");
	assert_string_equal(choose("kim", "m2"), "nothing_to_choose");
}

static void who_may_choose_the_one_called_first(void **state)
{
	called_at_two_tables_kim();
	assert_string_equal(choose("kim", "m1"), "");
	expect_state("kim", "m1", "called");
	expect_state("kim", "m2", "waiting");
}

static void a_choice_that_is_not_made_loses_nothing(void **state)
{
	JOIN("lee");
	assert_string_equal(join("kim", "m2"), "");
	assert_string_equal(join("han", "m2"), "");
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	expect_next("m2", "kim"); /* booked at m1 just now */
	expect_state("kim", "m2", "called!");
	assert_string_equal(no_show("kim", "m2"), "");
	expect_state("kim", "m2", "waiting");
	assert_int_equal(db_int(db, -1, "SELECT count(*) FROM notices WHERE word = 'absent'", ""), 0);
	expect_next("m2", "han"); /* who was let by */
}

static void a_booking_that_is_not_chosen_in_time_stands(void **state)
{
	JOIN("lee");
	assert_string_equal(join("kim", "m2"), "");
	expect_next("m2", "kim");
	assert_string_equal(arrived("kim", "m2"), "");
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	expect_next("m1", "kim");
	expect_state("kim", "m1", "called!");
	assert_string_equal(no_show("kim", "m1"), "");
	expect_state("kim", "m1", "booked!");
	expect_next("m1", "lee"); /* not kim again, who is at the other table */
	expect_next("m1", "kim"); /* nobody else is left */
	assert_string_equal(no_show("kim", "m1"), "");
	assert_string_equal(finish("kim", "m2"), "wrong_state");
	assert_string_equal(start("kim", "m2"), "");
	assert_string_equal(finish("kim", "m2"), "");
	expect_next("m1", "kim");
	expect_state("kim", "m1", "called");
}

static void who_chooses_the_line_gives_the_booking_back(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	assert_string_equal(join("kim", "m2"), "");
	expect_next("m2", "kim");
	assert_string_equal(choose("kim", "m2"), "");
	expect_state("kim", "m1", "left");
	expect_state("kim", "m2", "called");
	assert_int_equal(db_int(db, -1, "SELECT taken FROM slots WHERE id = 'm1-0'", ""), 0);
}

static void the_table_that_was_not_chosen_goes_on(void **state)
{
	called_at_two_tables_kim();
	assert_string_equal(present("lee", "m1"), "");
	assert_string_equal(choose("kim", "m2"), "");
	expect_state("lee", "m1", "called");
	expect_line("kim");
}

static void who_is_at_another_table_is_not_absent(void **state)
{
	JOIN("kim");
	assert_string_equal(join("kim", "m2"), "");
	expect_next("m1", "kim");
	expect_next("m2", "kim");
	assert_string_equal(start("kim", "m2"), "");
	assert_string_equal(no_show("kim", "m1"), "");
	expect_state("kim", "m1", "waiting");
}

static void where_nothing_is_asked_nothing_is_chosen(void **state)
{
	JOIN("kim");
	assert_string_equal(choose("kim", "m1"), "nothing_to_choose");
	expect_next("m1", "kim");
	assert_string_equal(choose("kim", "m1"), "nothing_to_choose");
}

/* --- presence -------------------------------------------------------------------- */

static void who_is_seen_at_the_table(void **state)
{
	assert_string_equal(present("kim", "m1"), "no_place");
	JOIN("kim");
	assert_string_equal(present("kim", "m1"), "");
	expect_state("kim", "m1", "waiting+");
	assert_string_equal(told->str, "kim/places/b1 ");
	assert_string_equal(present("kim", "m1"), "");
	assert_string_equal(told->str, ""); /* twice is fine */
	expect_next("m1", "kim");
	assert_string_equal(present("kim", "m1"), "");
	expect_state("kim", "m1", "arrived");
	assert_string_equal(present("kim", "m2"), "no_place");
}

static void a_booked_guest_arrives_a_quarter_of_an_hour_before(void **state)
{
	make_place(db, "kim", "m1-2", PLACE_BOOKED); /* 11:30 */
	at(14);
	assert_string_equal(present("kim", "m1"), "no_place");
	at(15);
	assert_string_equal(present("kim", "m1"), "");
	expect_state("kim", "m1", "arrived");
	make_place(db, "lee", "m1-2", PLACE_WAITING); /* has no seat */
	assert_string_equal(present("lee", "m1"), "no_place");
}

static void the_call_is_what_one_comes_for(void **state)
{
	make_place(db, "kim", "m1-1", PLACE_BOOKED);
	JOIN("kim");
	expect_next("m1", "kim");
	assert_string_equal(present("kim", "m1"), "");
	expect_state("kim", "m1", "arrived"); /* the line's */
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM places WHERE state = 'booked'", ""), 1);
}

/* --- what the host sees ------------------------------------------------------------ */

static void the_host_sees_guests_in_the_order_of_the_calls(void **state)
{
	struct buf json = BUF_INIT(64000);
	db_run(db,
		"UPDATE attendees SET avatar = '{\"set\":\"v1\"}', avatar_at = 1, shown = 0 WHERE id = 'kim'",
		"");
	JOIN("kim", "lee", "han");
	make_place(db, "bae", "m1-1", PLACE_BOOKED);
	make_place(db, "cho", "m1-1", PLACE_WAITING); /* for a seat: is nobody's guest yet */
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	assert_true(guests_render(db, "m1", clock_at, &json));
	cJSON *doc = cJSON_Parse(json.data);
	assert_non_null(doc);
	assert_string_equal(json_str(doc, "now"), "2019-08-29T02:00:00Z");
	static const char *const order[] = {"kim", "bae", "lee", "han"};
	const cJSON *guests = json_get(doc, "guests");
	assert_int_equal(cJSON_GetArraySize(guests), 4);
	for (int i = 0; i < 4; i++)
		assert_string_equal(json_str(cJSON_GetArrayItem(guests, i), "name"), order[i]);
	const cJSON *kim = cJSON_GetArrayItem(guests, 0);
	assert_string_equal(json_str(kim, "topic"), "C17");
	assert_string_equal(json_str(kim, "language"), "ko");
	assert_non_null(strstr(json_str(kim, "picture"), "/avatars/kim.svg?v="));
	assert_null(json_get(cJSON_GetArrayItem(guests, 1), "picture"));
	cJSON_Delete(doc);
	buf_clear(&json);
	assert_false(guests_render(db, "m9", clock_at, &json));
	assert_false(guest_render(db, 99, &json));
	buf_clear(&json);
}

static void the_host_sees_what_was_before(void **state)
{
	struct buf json = BUF_INIT(64000);
	JOIN("kim");
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	assert_string_equal(finish("kim", "m1"), "");
	JOIN("kim");
	expect_next("m1", "kim");
	assert_string_equal(no_show("kim", "m1"), "");
	JOIN("kim");
	guests_render(db, "m1", clock_at, &json);
	assert_non_null(
		strstr(json.data, "\"chats\":1,\"no_shows\":1}],\"missed\":[],\"done\":1,\"no_shows\":1}"));
	buf_clear(&json);
}

/* --- who comes first ------------------------------------------------------- */

static int64_t tier(const char *who)
{
	return db_int(db, -1, "SELECT tier FROM places WHERE id = ?1", "i", number_of(who, "m1"));
}

static void after_a_chat_one_waits_behind_all_first_ones_elsewhere_too(void **state)
{
	make_meetup(db, "m3", "p1", ELEVEN, 4, 2);
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	make_place(db, "kim", "m1-2", PLACE_WAITING);
	make_place(db, "lee", "m1-2", PLACE_WAITING);
	int64_t waits = db_last_row(db) - 1;
	assert_string_equal(start("kim", "m1"), "wrong_state"); /* the last one of kim waits */
	db_run(db, "UPDATE places SET state = 'talking', started_at = since, until = 1 WHERE id = 1", "");
	assert_string_equal(do_it((struct deed){.run = run_finish, .number = 1}), "");
	struct place p;
	assert_true(place_load(db, waits, &p));
	assert_int_equal(p.tier, 1);
	assert_int_equal(p.turn, 1);
	assert_int_equal(place_position(db, &p), 2);
	assert_non_null(strstr(told->str, "lee/bookings/b3 "));
}

static void an_absence_costs_the_place_in_the_hosts_other_queues(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	JOIN("kim", "lee", "han");
	assert_string_equal(do_it((struct deed){.run = run_no_show, .number = 1}), "");
	expect_line("lee han kim");
	assert_int_equal(tier("kim"), 1);
	JOIN("bae");
	expect_line("lee han bae kim");
}

static void who_has_a_seat_with_the_host_is_no_first_one_in_the_line(void **state)
{
	make_place(db, "kim", "m1-3", PLACE_BOOKED);
	make_place(db, "lee", "m1-3", PLACE_WAITING); /* may never get it */
	JOIN("kim", "lee");
	expect_line("lee kim");
	assert_string_equal(join("kim", "m2"), "");
	assert_int_equal(
		db_int(db, -1, "SELECT tier FROM places WHERE id = ?1", "i", number_of("kim", "m2")), 0);
}

/* --- who may still come ------------------------------------------------------ */

static int missed(void)
{
	struct buf json = BUF_INIT(64000);
	guests_render(db, "m1", clock_at, &json);
	cJSON *doc = cJSON_Parse(json.data);
	int count = cJSON_GetArraySize(json_get(doc, "missed"));
	if (count > 0)
		assert_string_equal(json_str(json_get(doc, "missed")->child, "state"), "no_show");
	cJSON_Delete(doc);
	buf_clear(&json);
	return count;
}

static void the_host_sees_who_may_still_come(void **state)
{
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	JOIN("lee");
	assert_int_equal(missed(), 0);
	assert_string_equal(no_show("kim", "m1"), "");
	assert_int_equal(missed(), 1);
	expect_next("m1", "lee");
	assert_string_equal(no_show("lee", "m1"), "");
	assert_int_equal(missed(), 2);
	JOIN("lee"); /* is in the line again: that is where lee comes from */
	assert_int_equal(missed(), 1);
	at(15);
	assert_int_equal(missed(), 0); /* kim's slot is over */
	assert_string_equal(leave("lee"), "");
	assert_int_equal(missed(), 1);
	at(60);
	assert_int_equal(missed(), 0);
}

/* --- how long ----------------------------------------------------------------- */

static void a_booked_chat_long_before_its_slot_takes_no_longer(void **state)
{
	make_place(db, "kim", "m1-3", PLACE_BOOKED);
	make_place(db, "lee", "m1-3", PLACE_BOOKED);
	make_place(db, "bae", "m1-0", PLACE_BOOKED);
	at(-30);
	assert_string_equal(start("kim", "m1"), "");
	assert_int_equal(until("kim"), -15);
	at(-4);
	assert_string_equal(start("bae", "m1"), "");
	assert_int_equal(until("bae"), 15);
	assert_string_equal(finish("bae", "m1"), "");
	at(44);
	assert_string_equal(start("lee", "m1"), "");
	assert_int_equal(until("lee"), 60);
}

static void a_chat_of_the_line_ends_where_a_booked_one_begins(void **state)
{
	make_place(db, "bae", "m1-1", PLACE_BOOKED);
	make_place(db, "han", "m1-0", PLACE_WAITING);
	JOIN("kim", "lee", "cho");
	at(6);
	expect_next("m1", "kim");
	assert_string_equal(start("kim", "m1"), "");
	assert_int_equal(until("kim"), 15);
	assert_string_equal(finish("kim", "m1"), "");
	clock_at = ELEVEN + MINUTES(15) - 1000;
	expect_next("m1", "lee");
	assert_string_equal(start("lee", "m1"), "");
	struct place p;
	assert_true(place_load(db, number_of("lee", "m1"), &p));
	assert_true(p.until == clock_at + MINUTES(1));
	assert_string_equal(finish("lee", "m1"), "");
	at(15); /* it has come: the line goes on after it, or instead */
	expect_next("m1", "bae");
	expect_next("m1", "cho");
	assert_string_equal(start("cho", "m1"), "");
	assert_int_equal(until("cho"), 30);
}

static void note_scan(void *ctx, const char *sql, const char *detail)
{
	bool ours = strstr(sql, "places") && !strstr(sql, "count(*) FROM") && !strstr(sql, "max(id)");
	bool by_test = strncmp(sql, "INSERT", 6) == 0 || strstr(sql, "places)");
	if (ours && !by_test && strncmp(detail, "SCAN p", 6) == 0 && !strstr(detail, "USING"))
		fail_msg("%s\n  %s", sql, detail);
}

static void no_rule_scans(void **state)
{
	a_booking_that_is_not_chosen_in_time_stands(state);
	assert_string_equal(present("bae", "m1"), "no_place");
	db_each_plan(db, note_scan, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_tables, close_tables)
	const struct CMUnitTest tests[] = {
		TEST(the_line_is_called_in_its_order),
		TEST(who_is_booked_comes_first_and_a_slot_together),
		TEST(who_is_there_early_may_be_called_early_if_all_are),
		TEST(a_pause_and_a_cancelled_table_call_nobody),
		TEST(a_chat_from_call_to_finish),
		TEST(a_booked_chat_goes_till_the_slot_ends),
		TEST(a_chat_may_be_extended_and_the_line_waits_longer),
		TEST(nobody_talks_at_two_tables),
		TEST(who_does_not_come_makes_room_for_who_is_present),
		TEST(where_nobody_is_present_nobody_is_called),
		TEST(a_booked_no_show_is_filled_from_the_line),
		TEST(the_table_is_not_filled_while_another_of_the_group_is_there),
		TEST(a_booked_guest_whose_time_has_come_is_called_before_the_line),
		TEST(who_comes_after_all_may_while_the_slot_lasts),
		TEST(who_has_joined_again_does_not_come_twice),
		TEST(who_chooses_one_line_waits_on_in_the_other),
		TEST(who_may_choose_the_one_called_first),
		TEST(a_choice_that_is_not_made_loses_nothing),
		TEST(a_booking_that_is_not_chosen_in_time_stands),
		TEST(who_chooses_the_line_gives_the_booking_back),
		TEST(the_table_that_was_not_chosen_goes_on),
		TEST(who_is_at_another_table_is_not_absent),
		TEST(where_nothing_is_asked_nothing_is_chosen),
		TEST(who_is_seen_at_the_table),
		TEST(a_booked_guest_arrives_a_quarter_of_an_hour_before),
		TEST(the_call_is_what_one_comes_for),
		TEST(the_host_sees_guests_in_the_order_of_the_calls),
		TEST(the_host_sees_what_was_before),
		TEST(after_a_chat_one_waits_behind_all_first_ones_elsewhere_too),
		TEST(an_absence_costs_the_place_in_the_hosts_other_queues),
		TEST(who_has_a_seat_with_the_host_is_no_first_one_in_the_line),
		TEST(the_host_sees_who_may_still_come),
		TEST(a_booked_chat_long_before_its_slot_takes_no_longer),
		TEST(a_chat_of_the_line_ends_where_a_booked_one_begins),
		TEST(no_rule_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
