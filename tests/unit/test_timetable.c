/* What follows when a session is made, moved, delayed, cancelled; undo; days;
 * the clock. Times are given as minutes after 11:00 in Seoul on 2019-08-29. */
#include "editing.h"

#include "base/instant.h"
#include "base/limits.h"
#include "event/days.h"
#include "event/phase.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define ELEVEN INT64_C(1567044000000) /* 2019-08-29T02:00:00Z */

static struct writer *writer;
static struct db *db; /* the writer's, between transactions */
static int64_t clock_at;

static void publish(void *ctx, const struct change *c)
{
}

static int set_up(void **state)
{
	struct writer_hooks hooks = {.render = document_render, .publish = publish};
	open_in_memory(clock_system(), &hooks, &db, &writer);
	db_run(db, "UPDATE event SET zone = 'Asia/Seoul'", "");
	make_rooms(db);
	clock_at = ELEVEN - MS_PER_HOUR;
	return 0;
}

static int tear_down(void **state)
{
	writer_destroy(writer);
	return 0;
}

/* --- doing things -------------------------------------------------------- */

struct deed {
	enum status (*run)(struct edit *e, struct deed *d, struct err *err);
	const char *id, *body, *room, *from;
	int minutes, until;
	int64_t undo;
	int64_t action;
};

static enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	struct edit e;
	txn->now = clock_at;
	edit_begin(&e, txn, "tester", "test");
	enum status st = d->run(&e, d, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &d->action, err);
	edit_abandon(&e);
	return st;
}

static enum status run_save(struct edit *e, struct deed *d, struct err *err)
{
	return save_session(e, d->id, d->body, err);
}

static enum status run_delay(struct edit *e, struct deed *d, struct err *err)
{
	return room_delay(e, d->room, d->from, d->minutes, err);
}

static enum status run_end(struct edit *e, struct deed *d, struct err *err)
{
	return session_end(e, d->id, err);
}

/* `from`: the other room; `minutes` and `until` the window. */
static enum status run_swap(struct edit *e, struct deed *d, struct err *err)
{
	return rooms_swap(e, d->room, d->from, ELEVEN + d->minutes * MS_PER_MINUTE,
		d->until ? ELEVEN + d->until * MS_PER_MINUTE : 0, err);
}

static enum status run_undo(struct edit *e, struct deed *d, struct err *err)
{
	return edit_undo(e, d->undo, err);
}

static enum status save(const char *id, const char *body, struct err *err)
{
	struct deed d = {.run = run_save, .id = id, .body = body};
	return in_transaction(writer, run_deed, &d, err);
}

/* A session of the fixture: minutes after eleven, length, room, type. */
static void session(const char *id, int start, int length, const char *room, const char *type)
{
	char body[300], at[INSTANT_TEXT];
	instant_format(ELEVEN + start * MS_PER_MINUTE, at);
	snprintf(body, sizeof body,
		"{\"title\":\"%s\",\"start\":\"%s\",\"duration\":%d,\"room\":\"%s\",\"type\":\"%s\"}", id, at,
		length, room, type);
	assert_int_equal(save(id, body, NULL), STATUS_OK);
}

static enum status delay(const char *room, const char *from, int minutes, struct err *err)
{
	struct deed d = {.run = run_delay, .room = room, .from = from, .minutes = minutes};
	return in_transaction(writer, run_deed, &d, err);
}

static enum status end(const char *id, struct err *err)
{
	struct deed d = {.run = run_end, .id = id};
	return in_transaction(writer, run_deed, &d, err);
}

static enum status swap(const char *a, const char *b, int from, int until, struct err *err)
{
	struct deed d = {.run = run_swap, .room = a, .from = b, .minutes = from, .until = until};
	return in_transaction(writer, run_deed, &d, err);
}

static enum status undo(int64_t action, struct err *err)
{
	struct deed d = {.run = run_undo, .undo = action};
	return in_transaction(writer, run_deed, &d, err);
}

static enum status run_tick(struct txn *txn, void *arg, struct err *err)
{
	txn->now = clock_at;
	return phase_tick(txn, err);
}

static void tick(int minutes)
{
	clock_at = ELEVEN + minutes * MS_PER_MINUTE;
	assert_int_equal(in_transaction(writer, run_tick, NULL, NULL), STATUS_OK);
}

static int64_t last_action(void)
{
	return db_int(db, 0, "SELECT max(id) FROM actions", "");
}

/* --- looking ------------------------------------------------------------- */

static void expect(const char *id, int start, int end)
{
	cJSON *row = row_load(db, &resource_sessions, id);
	int64_t from = (row_int(row, "expected_start", 0) - ELEVEN) / MS_PER_MINUTE;
	int64_t to = (row_int(row, "expected_end", 0) - ELEVEN) / MS_PER_MINUTE;
	if (from != start || to != end)
		fail_msg("%s: expected %d to %d, is %" PRId64 " to %" PRId64, id, start, end, from, to);
	cJSON_Delete(row);
}

static void expect_field(const char *id, const char *name, const char *value)
{
	struct buf json = BUF_INIT(10000);
	cJSON *row = row_load(db, &resource_sessions, id);
	json_write(json_get(row, name), &json);
	assert_string_equal(json.data, value);
	buf_clear(&json);
	cJSON_Delete(row);
}

/* --- delay --------------------------------------------------------------- */

static void a_day_in_two_rooms(void)
{
	session("s1", 0, 45, "r1", "talk");
	session("s2", 45, 45, "r1", "talk"); /* follows at once */
	session("s3", 100, 30, "r1", "talk"); /* ten minutes of free time before it */
	session("s4", 130, 30, "r1", "break");
	session("s5", 160, 45, "r1", "talk");
	session("s6", 45, 45, "r2", "talk");
	session("s7", 24 * 60, 45, "r1", "talk"); /* the next day */
}

static void free_time_and_breaks_absorb(void **state)
{
	a_day_in_two_rooms();
	assert_int_equal(delay("r1", "s1", 12, NULL), STATUS_OK);
	expect("s1", 12, 57);
	expect("s2", 57, 102);
	expect("s3", 102, 132);
	expect("s4", 132, 160); /* the break gives two minutes away */
	expect("s5", 160, 205);
	expect("s6", 45, 90);
	expect("s7", 1440, 1485);
	expect_field("s2", "start", "1567046700000");
	assert_int_equal(delay("r1", "s1", 60, NULL), STATUS_OK);
	expect("s4", 180, 180); /* all of it */
	expect("s5", 180, 225);
}

static void a_delay_of_nothing_takes_it_back(void **state)
{
	a_day_in_two_rooms();
	delay("r1", "s1", 60, NULL);
	assert_int_equal(delay("r1", "s1", 0, NULL), STATUS_OK);
	expect("s1", 0, 45);
	expect("s4", 130, 160);
	expect("s5", 160, 205);
}

static void what_has_begun_only_ends_later(void **state)
{
	a_day_in_two_rooms();
	tick(10);
	assert_int_equal(delay("r1", NULL, 12, NULL), STATUS_OK); /* the one that runs */
	expect("s1", 0, 57);
	expect("s2", 57, 102);
	tick(50);
	expect_field("s1", "status", "\"live\"");
	tick(58);
	expect_field("s1", "status", "\"ended\"");
	expect_field("s2", "status", "\"live\"");
	assert_int_equal(delay("r1", "s1", 20, NULL), STATUS_OK); /* it was not over after all */
	expect_field("s1", "status", "\"live\"");
}

static void what_the_plan_has_side_by_side_does_not_wait(void **state)
{
	session("s1", 0, 60, "r1", "workshop");
	session("s2", 30, 60, "r1", "workshop");
	session("s3", 60, 30, "r1", "talk");
	delay("r1", "s1", 15, NULL);
	expect("s2", 30, 90);
	expect("s3", 75, 105);
}

static void a_cancelled_one_holds_nobody_up(void **state)
{
	a_day_in_two_rooms();
	save("s2", "{\"status\":\"cancelled\"}", NULL);
	delay("r1", "s1", 30, NULL);
	expect("s2", 45, 90);
	expect("s3", 100, 130);
}

static void a_wrong_delay_is_refused(void **state)
{
	struct err err;
	a_day_in_two_rooms();
	assert_int_equal(delay("r9", NULL, 5, &err), STATUS_NOT_FOUND);
	assert_int_equal(delay("r2", "s1", 5, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "not_in_room");
	tick(10000);
	assert_int_equal(delay("r2", NULL, 5, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "nothing_to_delay");
}

/* --- the end, now -------------------------------------------------------- */

static void an_end_makes_up_for_a_delay(void **state)
{
	a_day_in_two_rooms();
	tick(10);
	delay("r1", "s1", 30, NULL);
	expect("s2", 75, 120);
	expect("s3", 120, 150);
	expect("s4", 150, 160);
	tick(50);
	assert_int_equal(end("s1", NULL), STATUS_OK);
	expect("s1", 0, 50);
	expect_field("s1", "status", "\"ended\"");
	expect("s2", 50, 95); /* at once: its own time is over */
	expect("s3", 100, 130); /* as planned */
	expect("s4", 130, 160);
	expect("s5", 160, 205);
	expect("s7", 1440, 1485);
	tick(51);
	expect_field("s2", "status", "\"live\"");
	tick(70);
	expect_field("s1", "status", "\"ended\"");
	assert_int_equal(undo(last_action(), NULL), STATUS_OK);
	expect("s1", 0, 75);
	expect("s3", 120, 150);
}

static void an_end_moves_nothing_before_its_time(void **state)
{
	a_day_in_two_rooms();
	save("s3", "{\"expected_start\":\"2019-08-29T03:35:00Z\"}", NULL); /* sooner, says the desk */
	tick(20);
	assert_int_equal(end("s1", NULL), STATUS_OK);
	expect("s1", 0, 20);
	expect("s2", 45, 90);
	expect("s3", 95, 125);
	expect("s6", 45, 90);
}

static void only_what_runs_can_end(void **state)
{
	struct err err;
	a_day_in_two_rooms();
	assert_int_equal(end("s99", &err), STATUS_NOT_FOUND);
	assert_int_equal(end("s1", &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "not_running");
	save("s6", "{\"status\":\"cancelled\"}", NULL);
	tick(50);
	assert_int_equal(end("s6", &err), STATUS_CONFLICT);
	int64_t before = last_action();
	assert_int_equal(end("s1", NULL), STATUS_OK); /* it has: twice is fine */
	assert_int_equal(last_action(), before);
	expect("s1", 0, 45);
}

static void what_the_desk_began_early_ends_when_it_says(void **state)
{
	a_day_in_two_rooms();
	tick(-20);
	save("s1", "{\"status\":\"live\"}", NULL);
	tick(-5);
	assert_int_equal(end("s1", NULL), STATUS_OK);
	expect("s1", -5, -5);
	expect("s2", 45, 90);
}

/* --- two rooms change places --------------------------------------------- */

static void rooms_change_places(void **state)
{
	a_day_in_two_rooms();
	tick(10);
	delay("r1", "s1", 12, NULL);
	save("s3", "{\"also_in\":[\"r2\"]}", NULL);
	save("s5", "{\"status\":\"cancelled\"}", NULL);
	assert_int_equal(swap("r1", "r2", 10, 0, NULL), STATUS_OK);
	expect_field("s1", "room", "\"r1\""); /* has begun */
	expect_field("s2", "room", "\"r2\"");
	expect_field("s6", "room", "\"r1\"");
	expect_field("s3", "room", "\"r2\"");
	expect_field("s3", "also_in", "[\"r1\"]");
	expect_field("s5", "room", "\"r1\""); /* cancelled */
	expect_field("s7", "room", "\"r1\""); /* the next day */
	expect("s2", 57, 102); /* as late as before */
	assert_int_equal(undo(last_action(), NULL), STATUS_OK);
	expect_field("s2", "room", "\"r1\"");
	expect_field("s3", "also_in", "[\"r2\"]");
	expect_field("s2", "moved_from", "null");
}

static void rooms_change_places_within_a_window(void **state)
{
	struct err err;
	a_day_in_two_rooms();
	assert_int_equal(swap("r1", "r2", 45, 100, NULL), STATUS_OK);
	expect_field("s1", "room", "\"r1\"");
	expect_field("s2", "room", "\"r2\"");
	expect_field("s6", "room", "\"r1\"");
	expect_field("s3", "room", "\"r1\"");
	assert_int_equal(swap("r1", "r2", 24 * 60, 25 * 60, NULL), STATUS_OK);
	expect_field("s7", "room", "\"r2\"");
	assert_int_equal(swap("r1", "r2", 300, 400, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "nothing_to_swap");
}

/* --- moves --------------------------------------------------------------- */

static void a_move_remembers_the_place_it_left(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	expect_field("s1", "moved_from", "null");
	save("s1", "{\"room\":\"r2\"}", NULL);
	expect_field("s1", "moved_from",
		"{\"room\":\"r1\",\"start\":\"2019-08-29T02:00:00Z\",\"at\":\"2019-08-29T01:00:00Z\"}");
	save("s1", "{\"note\":\"bring a laptop\"}", NULL);
	expect_field("s1", "moved_from",
		"{\"room\":\"r1\",\"start\":\"2019-08-29T02:00:00Z\",\"at\":\"2019-08-29T01:00:00Z\"}");
	save("s1", "{\"room\":\"r1\"}", NULL);
	expect_field("s1", "moved_from", "null");
}

static void a_move_takes_the_delay_away(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	delay("r1", "s1", 12, NULL);
	save("s1", "{\"title\":\"another\"}", NULL);
	expect("s1", 12, 57);
	save("s1", "{\"duration\":30}", NULL);
	expect("s1", 12, 42);
	save("s1", "{\"room\":\"r2\"}", NULL);
	expect("s1", 0, 30);
	save("s1", "{\"expected_start\":\"2019-08-29T02:05:00Z\"}", NULL);
	expect("s1", 5, 35);
	save("s1", "{\"expected_end\":\"2019-08-29T02:20:00Z\"}", NULL);
	expect("s1", 5, 20);
	struct err err;
	assert_int_equal(
		save("s1", "{\"expected_end\":\"2019-08-29T01:20:00Z\"}", &err), STATUS_UNPROCESSABLE);
	save("s1", "{\"expected_start\":null,\"expected_end\":null}", NULL);
	expect("s1", 0, 30);
}

static void without_a_time_there_is_nothing_to_expect(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	assert_int_equal(save("s1", "{\"start\":null}", NULL), STATUS_OK);
	expect_field("s1", "expected_start", "null");
	expect_field("s1", "expected_end", "null");
	expect_field("s1", "moved_from", "null");
}

/* --- status -------------------------------------------------------------- */

static void the_clock_moves_the_status(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	int64_t rev = db_int(db, 0, "SELECT rev FROM sessions WHERE id = 's1'", "");
	assert_true(phase_next(db, clock_at) == ELEVEN);
	tick(-1);
	expect_field("s1", "status", "\"scheduled\"");
	tick(0);
	expect_field("s1", "status", "\"live\"");
	assert_true(phase_next(db, clock_at) == ELEVEN + 45 * MS_PER_MINUTE);
	tick(45);
	expect_field("s1", "status", "\"ended\"");
	assert_true(phase_next(db, clock_at) == INT64_MAX);
	tick(20); /* a rehearsal's clock goes back */
	expect_field("s1", "status", "\"live\"");
	assert_int_equal(db_int(db, 0, "SELECT rev FROM sessions WHERE id = 's1'", ""), rev);
}

static void the_desk_stands_against_the_clock(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	tick(10);
	save("s1", "{\"status\":\"ended\"}", NULL);
	tick(20);
	expect_field("s1", "status", "\"ended\"");
	save("s1", "{\"status\":\"scheduled\"}", NULL); /* it has not begun at all */
	tick(30);
	expect_field("s1", "status", "\"scheduled\"");
	save("s1", "{\"start\":\"2019-08-29T02:20:00Z\"}", NULL); /* a new time: the clock's again */
	expect_field("s1", "status", "\"live\"");
	save("s1", "{\"status\":\"cancelled\"}", NULL);
	tick(500);
	expect_field("s1", "status", "\"cancelled\"");
	save("s1", "{\"status\":\"scheduled\"}", NULL); /* after all: the clock's */
	expect_field("s1", "status", "\"ended\"");
}

static void a_session_cannot_replace_itself(void **state)
{
	struct err err;
	session("s1", 0, 45, "r1", "talk");
	session("s2", 0, 45, "r2", "talk");
	assert_int_equal(save("s1", "{\"replaced_by\":\"s1\"}", &err), STATUS_UNPROCESSABLE);
	assert_int_equal(save("s1", "{\"status\":\"cancelled\",\"replaced_by\":\"s2\"}", &err), STATUS_OK);
}

/* --- days ---------------------------------------------------------------- */

static void days_are_cut_at_four_in_the_morning(void **state)
{
	session("s1", 0, 45, "r1", "talk"); /* 11:00 on the 29th */
	session("s2", 16 * 60, 30, "r1", "talk"); /* 03:00 on the 30th */
	session("s3", 17 * 60, 30, "r1", "talk"); /* 04:00 on the 30th */
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM days", ""), 2);
	assert_true(db_int(db, 0, "SELECT \"end\" FROM days WHERE id = '2019-08-29'", "") ==
		ELEVEN + (16 * 60 + 30) * MS_PER_MINUTE);
	cJSON *event = row_load(db, &resource_event, "main");
	struct buf days = BUF_INIT(100);
	json_write(json_get(event, "days"), &days);
	assert_string_equal(days.data, "[\"2019-08-29\",\"2019-08-30\"]");
	buf_clear(&days);
	cJSON_Delete(event);
	save("s3", "{\"status\":\"hidden\"}", NULL);
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM days", ""), 1);
}

/* --- undo ---------------------------------------------------------------- */

static void undo_puts_everything_back(void **state)
{
	a_day_in_two_rooms();
	delay("r1", "s1", 60, NULL);
	int64_t action = last_action();
	assert_int_equal(undo(action, NULL), STATUS_OK);
	expect("s1", 0, 45);
	expect("s5", 160, 205);
	struct err err;
	assert_int_equal(undo(action, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "undone_already");
	assert_int_equal(undo(last_action(), NULL), STATUS_OK); /* the undo itself */
	expect("s1", 60, 105);
}

static void undo_of_something_new_takes_it_away(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	int64_t action = last_action();
	assert_int_equal(undo(action, NULL), STATUS_OK);
	assert_null(row_load(db, &resource_sessions, "s1"));
	assert_int_equal(db_int(db, 0, "SELECT count(*) FROM days", ""), 0);
	assert_int_equal(undo(last_action(), NULL), STATUS_OK);
	expect("s1", 0, 45);
}

static void undo_does_not_overwrite_later_edits(void **state)
{
	struct err err;
	session("s1", 0, 45, "r1", "talk");
	save("s1", "{\"room\":\"r2\"}", NULL);
	int64_t move = last_action();
	save("s1", "{\"title\":\"later\"}", NULL);
	assert_int_equal(undo(move, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "changed_meanwhile");
	expect_field("s1", "room", "\"r2\"");
	assert_int_equal(undo(last_action(), NULL), STATUS_OK); /* the later one first… */
	assert_int_equal(undo(move, &err), STATUS_OK); /* …and nothing stands on it any more */
	expect_field("s1", "room", "\"r1\"");
	expect_field("s1", "title", "\"s1\"");
	assert_int_equal(undo(12345, &err), STATUS_NOT_FOUND);
}

static void the_clock_is_no_later_edit(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	save("s1", "{\"room\":\"r2\"}", NULL);
	int64_t move = last_action();
	tick(10);
	expect_field("s1", "status", "\"live\"");
	assert_int_equal(undo(move, NULL), STATUS_OK);
	expect_field("s1", "room", "\"r1\"");
	expect_field("s1", "status", "\"live\"");
}

static void an_edit_without_change_is_no_action(void **state)
{
	session("s1", 0, 45, "r1", "talk");
	int64_t action = last_action();
	int64_t seq = db_int(db, 0, "SELECT max(seq) FROM journal", "");
	assert_int_equal(save("s1", "{\"room\":\"r1\",\"title\":\"s1\"}", NULL), STATUS_OK);
	assert_int_equal(last_action(), action);
	assert_int_equal(db_int(db, 0, "SELECT max(seq) FROM journal", ""), seq);
}

/* --- the statements ------------------------------------------------------ */

static void note_scan(void *ctx, const char *sql, const char *detail)
{
	/* Small tables by nature, or asked for as a whole, may be scanned. */
	static const char *const may_scan[] = {
		"event", "days", "json_each", "p ", "rooms", "SCAN 1 CONSTANT"};
	if (!strstr(detail, "SCAN sessions") || strstr(detail, "USING"))
		return;
	for (size_t i = 0; i < sizeof may_scan / sizeof *may_scan; i++)
		if (strstr(detail, may_scan[i]))
			return;
	/* Deriving the days reads every session by nature. */
	if (!strstr(sql, "status != 'hidden' ORDER BY start") && !strstr(sql, "json_each"))
		fail_msg("%s\n%s", sql, detail);
}

static void no_rule_scans_the_sessions(void **state)
{
	a_day_in_two_rooms();
	delay("r1", "s1", 5, NULL);
	tick(10);
	end("s1", NULL);
	swap("r1", "r2", 10, 0, NULL);
	phase_next(db, clock_at);
	db_each_plan(db, note_scan, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(free_time_and_breaks_absorb),
		TEST(a_delay_of_nothing_takes_it_back),
		TEST(what_has_begun_only_ends_later),
		TEST(what_the_plan_has_side_by_side_does_not_wait),
		TEST(a_cancelled_one_holds_nobody_up),
		TEST(a_wrong_delay_is_refused),
		TEST(an_end_makes_up_for_a_delay),
		TEST(an_end_moves_nothing_before_its_time),
		TEST(only_what_runs_can_end),
		TEST(what_the_desk_began_early_ends_when_it_says),
		TEST(rooms_change_places),
		TEST(rooms_change_places_within_a_window),
		TEST(a_move_remembers_the_place_it_left),
		TEST(a_move_takes_the_delay_away),
		TEST(without_a_time_there_is_nothing_to_expect),
		TEST(the_clock_moves_the_status),
		TEST(the_desk_stands_against_the_clock),
		TEST(a_session_cannot_replace_itself),
		TEST(days_are_cut_at_four_in_the_morning),
		TEST(undo_puts_everything_back),
		TEST(undo_of_something_new_takes_it_away),
		TEST(undo_does_not_overwrite_later_edits),
		TEST(the_clock_is_no_later_edit),
		TEST(an_edit_without_change_is_no_action),
		TEST(no_rule_scans_the_sessions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
