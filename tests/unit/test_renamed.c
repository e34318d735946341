/* Rooms, tracks and people that a later file calls otherwise
 * (schedule-formats.md, section 9: 5, 12). */
#include "importing.h"

static struct world world; /* cmocka's tests are functions without a place for it */

static int set_up(void **state)
{
	world_open(&world);
	return 0;
}

static int tear_down(void **state)
{
	world_close(&world);
	return 0;
}

/* --- rooms (5) ------------------------------------------------------------ */

static struct programme *in_rooms(const char *key, const char *first, const char *second)
{
	struct programme *p = programme_new("frab-xml");
	programme_room_named(p, key, first);
	add_session(p, "One", first, 0)->guid = "g1";
	add_session(p, "Two", first, 60)->guid = "g2";
	add_session(p, "Three", second, 120)->guid = "g3";
	return p;
}

static void assert_renamed(const char *name)
{
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_int_equal(count(&world, "changed"), 1);
	assert_string_equal(json_str(json_get(world.report, "changed")->child, "collection"), "rooms");
	assert_string_equal(value_of(&world, &resource_rooms, "r1", "name"), name);
	assert_string_equal(session(&world, "s1", "moved_from"), "null");
}

static void test_a_room_renamed_with_its_key(void **state)
{
	import(&world, in_rooms("k1", "Tea House", "Hall"));
	import(&world, in_rooms("k1", "House of Tea", "Hall"));
	assert_renamed("\"House of Tea\"");
}

static void test_a_room_renamed_without_key(void **state)
{
	import(&world, in_rooms(NULL, "Tea House", "Hall"));
	import(&world, in_rooms(NULL, "House of Tea", "Hall"));
	assert_renamed("\"House of Tea\"");
	import(&world, in_rooms(NULL, "house  of TEA", "Hall"));
	assert_renamed("\"house of TEA\"");
}

static void test_sessions_that_part_are_moves(void **state)
{
	import(&world, in_rooms(NULL, "Tea House", "Hall"));
	struct programme *p = in_rooms(NULL, "House of Tea", "Hall");
	p->sessions[1].room = p->sessions[2].room;
	import(&world, p);
	assert_report(&world, 0, 0, 2, 0, 1);
	assert_int_equal(rows(&world, "rooms"), 3);
}

static void test_a_room_that_is_still_there_was_not_renamed(void **state)
{
	import(&world, in_rooms(NULL, "Tea House", "Hall"));
	struct programme *p = in_rooms(NULL, "House of Tea", "Hall");
	programme_room_named(p, NULL, "Tea House");
	import(&world, p);
	assert_report(&world, 0, 0, 2, 0, 1);
}

static void test_order_of_rooms(void **state)
{
	import(&world, in_rooms(NULL, "A", "C"));
	struct programme *p = programme_new("frab-xml");
	const char *const names[] = {"A", "B", "C", "D"};
	for (int i = 0; i < 4; i++)
		programme_room_named(p, NULL, names[i]);
	import(&world, p);
	cJSON *list = rows_load(world.db, &resource_rooms, "ORDER BY \"order\"", "");
	int i = 0;
	const cJSON *room;
	cJSON_ArrayForEach(room, list)
		assert_string_equal(row_str(room, "name"), names[i++]);
	assert_int_equal(i, 4);
	cJSON_Delete(list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_room_renamed_with_its_key),
		TEST(a_room_renamed_without_key),
		TEST(sessions_that_part_are_moves),
		TEST(a_room_that_is_still_there_was_not_renamed),
		TEST(order_of_rooms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
