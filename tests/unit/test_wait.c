/* How long a wait is told to be, from what was measured at the table. */
#include "table.h"

#include "event/wait.h"

static struct writer *writer;
static struct db *db;

static bool render_nothing(struct db *of, const char *collection, const char *id, struct buf *out)
{
	return false;
}

static int set_up(void **state)
{
	struct writer_hooks hooks = {.render = render_nothing};
	open_in_memory(clock_system(), &hooks, &db, &writer);
	make_meetup(db, "m1", "p1", ELEVEN, 4, 1);
	for (int i = 0; i < 26; i++)
		make_attendee(db, (char[]){(char)('a' + i), '\0'});
	return 0;
}

static int tear_down(void **state)
{
	writer_destroy(writer);
	return 0;
}

/* A chat that has been, of so many minutes; of the attendee named `who`. */
static void chat(const char *meetup, const char *who, int at, int minutes)
{
	db_run(db,
		"INSERT INTO places (attendee, host, meetup, state, topic, tier, turn, present, choose, made_at, "
		"since, started_at, ended_at, rev) SELECT ?1, host, id, 'done', 'x', 0, 0, 1, 0, 0, ?4, ?3, ?4, 1 "
		"FROM meetups WHERE id = ?2",
		"ssii", who, meetup, ELEVEN + MINUTES(at), ELEVEN + MINUTES(at + minutes));
}

static void expect(int64_t ahead, int minute, int low, int high)
{
	struct wait_range w = wait_estimate(db, "m1", ahead, ELEVEN + MINUTES(minute));
	if (w.low != low || w.high != high)
		fail_msg("%d ahead at %d: expected %d to %d, is %d to %d", (int)ahead, minute, low, high,
			w.low, w.high);
}

static void without_chats_it_goes_around_the_slot(void **state)
{
	expect(0, 0, 0, 1); /* never one false number */
	expect(1, 0, 10, 20);
	expect(3, 0, 30, 60);
	chat("m1", "a", 0, 3);
	chat("m1", "b", 3, 3);
	expect(1, 0, 10, 20); /* two are not enough */
}

static void it_is_the_middle_half_of_the_last_chats(void **state)
{
	static const int lengths[] = {60, 4, 6, 8, 10, 12, 14, 16, 1};
	for (int i = 0; i < 9; i++)
		chat("m1", (char[]){(char)('a' + i), '\0'}, i, lengths[i]);
	/* 1 4 6 8 10 12 14 16 60: the third from either end */
	expect(1, 0, 6, 14);
	expect(2, 0, 12, 28);
	for (int i = 0; i < MAX_CHATS_MEASURED; i++)
		chat("m1", (char[]){(char)('a' + i), '\0'}, 100 + i, 5);
	expect(1, 0, 5, 6); /* the ones before are forgotten */
}

static void where_a_table_is_new_its_hosts_other_ones_count(void **state)
{
	make_meetup(db, "m2", "p1", ELEVEN - MS_PER_DAY, 4, 1);
	make_meetup(db, "m3", "p2", ELEVEN - MS_PER_DAY, 4, 1);
	for (int i = 0; i < 3; i++) {
		chat("m2", (char[]){(char)('a' + i), '\0'}, i, 7);
		chat("m3", (char[]){(char)('g' + i), '\0'}, i, 40);
	}
	expect(1, 0, 7, 8);
	/* Some of this one, once there are enough. */
	for (int i = 0; i < 3; i++)
		chat("m1", (char[]){(char)('p' + i), '\0'}, i, 9);
	expect(1, 0, 9, 10);
}

static void chats_of_no_length_are_a_minute(void **state)
{
	for (int i = 0; i < 3; i++)
		chat("m1", (char[]){(char)('a' + i), '\0'}, i, 0);
	expect(10, 0, 10, 11);
}

static void it_does_not_begin_before_the_table_does(void **state)
{
	expect(0, -30, 30, 30 + 1);
	db_run(db, "UPDATE lines SET expected_start = expected_start + 600000", "");
	expect(1, -30, 50, 60);
}

static void a_pause_is_waited_for(void **state)
{
	db_run(db, "UPDATE lines SET paused = 1, paused_until = ?1", "i", ELEVEN + MINUTES(25));
	expect(1, 5, 30, 40);
	db_run(db, "UPDATE lines SET paused_until = NULL", ""); /* nobody said */
	expect(1, 5, 10, 20);
	db_run(db, "UPDATE lines SET paused = 0, paused_until = ?1", "i", ELEVEN + MINUTES(25));
	expect(1, 5, 10, 20);
}

static void who_talks_has_the_rest_of_the_chat(void **state)
{
	int64_t number = make_place(db, "z", "", PLACE_TALKING);
	db_run(db, "UPDATE places SET started_at = ?2, until = ?3 WHERE id = ?1", "iii", number, ELEVEN,
		ELEVEN + MINUTES(15));
	expect(0, 4, 6, 16);
	expect(0, 30, 0, 1); /* longer than any: at any moment now */
	db_run(db, "UPDATE places SET until = ?2 WHERE id = ?1", "ii", number, ELEVEN + MINUTES(40));
	expect(0, 30, 0, 10); /* extended */
	make_place(db, "y", "", PLACE_CALLED);
	expect(0, 4, 16, 56);
}

static void what_is_booked_comes_first(void **state)
{
	make_place(db, "a", "m1-1", PLACE_BOOKED); /* 11:15 */
	make_place(db, "b", "m1-2", PLACE_BOOKED); /* 11:30 */
	expect(0, 0, 0, 1);
	/* At the quick pace 11:10 is free still; at the slow one the two come first. */
	expect(1, 0, 10, 60);
	expect(2, 0, 40, 80);
	/* A group sits together: no longer. */
	db_run(db, "UPDATE slots SET seats = 4", "");
	make_place(db, "c", "m1-1", PLACE_BOOKED);
	make_place(db, "d", "m1-1", PLACE_BOOKED);
	expect(2, 0, 40, 80);
	db_run(db, "UPDATE slots SET expected_start = ?1 WHERE n = 1", "i", ELEVEN + MINUTES(-5));
	expect(0, 0, 10, 20); /* it is due */
}

static void an_unknown_table_is_no_wait(void **state)
{
	struct wait_range w = wait_estimate(db, "m9", 3, ELEVEN);
	assert_int_equal(w.low, 0);
}

static void note_scan(void *ctx, const char *sql, const char *detail)
{
	if (strstr(sql, "meetup") && strncmp(detail, "SCAN", 4) == 0)
		fail_msg("%s\n  %s", sql, detail);
}

static void nothing_scans(void **state)
{
	expect(0, 0, 0, 1);
	db_each_plan(db, note_scan, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(without_chats_it_goes_around_the_slot),
		TEST(it_is_the_middle_half_of_the_last_chats),
		TEST(where_a_table_is_new_its_hosts_other_ones_count),
		TEST(chats_of_no_length_are_a_minute),
		TEST(it_does_not_begin_before_the_table_does),
		TEST(a_pause_is_waited_for),
		TEST(who_talks_has_the_rest_of_the_chat),
		TEST(what_is_booked_comes_first),
		TEST(an_unknown_table_is_no_wait),
		TEST(nothing_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
