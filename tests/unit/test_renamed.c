/* Rooms, tracks and people that a later file calls otherwise
 * (schedule-formats.md, section 9: 5, 12). */
#include "importing.h"

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

/* `n` talks of half an hour, one after the other. */
static void talks_in(struct programme *p, const char *room, const char *title, int n)
{
	for (int i = 0; i < n; i++) {
		char *name = g_strdup_printf("%s %c", title, 'a' + i);
		add_session(p, name, room, 60 * i)->guid = arena_strdup(p->arena, name);
		g_free(name);
	}
}

/* The rooms that were renamed, as the report's `changed` has them. */
static int renamed(const char *collection)
{
	int n = 0;
	const cJSON *entry;
	cJSON_ArrayForEach(entry, json_get(world.report, "changed"))
		n += strcmp(json_str(entry, "collection"), collection) == 0 &&
			json_get(json_get(entry, "fields"), "name");
	return n;
}

static struct programme *palaces(const char *first, const char *second)
{
	struct programme *p = programme_new("frab-xml");
	talks_in(p, first, "Hacking", 11);
	talks_in(p, second, "Radio", 16);
	talks_in(p, "Hall", "Talk", 5);
	return p;
}

static void test_two_rooms_renamed_at_once(void **state)
{
	import(&world, palaces("Beauty Palace", "Radio Stage"));
	import(&world, palaces("Assembly:Beauty Palace", "Radio Stage (Hall X 07)"));
	assert_report(&world, 0, 0, 0, 0, 32);
	assert_int_equal(renamed("rooms"), 2);
	assert_int_equal(count(&world, "changed"), 2);
	assert_int_equal(rows(&world, "rooms"), 3);
	assert_string_equal(value_of(&world, &resource_rooms, "r1", "name"), "\"Assembly:Beauty Palace\"");
	assert_string_equal(value_of(&world, &resource_rooms, "r2", "name"), "\"Radio Stage (Hall X 07)\"");
	assert_int_equal(count(&world, "warnings"), 0);
}

static void test_renamed_while_some_moved_and_came(void **state)
{
	import(&world, palaces("Beauty Palace", "Radio Stage"));
	struct programme *p = palaces("The Shed", "Radio Stage");
	p->sessions[0].room = p->sessions[31].room; /* into the hall */
	p->sessions[1].start += 10 * MS_PER_MINUTE;
	p->sessions[31].room = p->sessions[2].room; /* and out of it */
	add_session(p, "News", "The Shed", 900)->guid = "g-news";
	import(&world, p);
	assert_report(&world, 1, 0, 3, 0, 29);
	assert_int_equal(renamed("rooms"), 1);
	assert_string_equal(value_of(&world, &resource_rooms, "r1", "name"), "\"The Shed\"");
}

/* No key, no room that is known: after the rename, lookalikes find their own. */
static void test_renamed_without_any_key(void **state)
{
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("ics");
		static const char *const names[2][2] = {{"Blue", "Red"}, {"North", "South"}};
		for (int i = 0; i < 4; i++) {
			static const char *const titles[2][4] = {
				{"Rust", "Lunch", "Zig", "Ada"}, {"Law", "Lunch", "Tax", "Sea"}};
			for (int room = 0; room < 2; room++)
				add_session(p, titles[room][i], names[round][room], 60 * i);
		}
		import(&world, p);
	}
	assert_report(&world, 0, 0, 0, 0, 8);
	assert_int_equal(renamed("rooms"), 2);
}

/* One name within the other: then the most of the talks are enough. */
static void test_renamed_alike_while_many_moved(void **state)
{
	import(&world, palaces("Beauty Palace", "Radio Stage"));
	struct programme *p = palaces("Assembly:Beauty Palace", "Radio Stage");
	for (int i = 0; i < 5; i++)
		p->sessions[i].room = p->sessions[31].room;
	import(&world, p);
	assert_report(&world, 0, 0, 5, 0, 27);
	assert_int_equal(renamed("rooms"), 1);
}

/* Room ids that a tool counts anew in each file. */
static void test_keys_that_change_places(void **state)
{
	static const char *const keys[2][3] = {{"1", "2", "3"}, {"3", "1", "2"}};
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("sessionize");
		static const char *const names[] = {"Tent", "Dome", "Hall"};
		for (int i = 0; i < 3; i++)
			programme_room_named(p, keys[round][i], names[i]);
		for (int i = 0; i < 3; i++)
			talks_in(p, names[i], names[i], 4);
		import(&world, p);
	}
	assert_report(&world, 0, 0, 0, 0, 12);
	assert_int_equal(renamed("rooms"), 0);
}

static void test_one_talk_in_a_new_room_has_moved(void **state)
{
	struct programme *p = palaces("Tent", "Radio Stage");
	import(&world, p);
	p = programme_new("frab-xml");
	add_session(p, "One", "Attic", 0)->guid = "g-one";
	add_session(p, "Two", "Cellar", 60)->guid = "g-two";
	import(&world, p);
	p = programme_new("frab-xml");
	add_session(p, "One", "Garden", 0)->guid = "g-one";
	add_session(p, "Two", "Celar", 60)->guid = "g-two"; /* a slip is no move */
	import(&world, p);
	assert_report(&world, 0, 0, 1, 0, 1);
	assert_int_equal(renamed("rooms"), 1);
	assert_non_null(strstr(session(&world, "s33", "moved_from"), "\"room\":\"r4\""));
}

static void test_rooms_that_change_places(void **state)
{
	import(&world, palaces("Tent", "Dome"));
	import(&world, palaces("Dome", "Tent"));
	assert_report(&world, 0, 0, 27, 0, 5);
	assert_int_equal(renamed("rooms"), 0);
	assert_int_equal(rows(&world, "rooms"), 3);
}

/* The larger part takes the name along, the smaller one moves. */
static void test_two_rooms_become_one(void **state)
{
	import(&world, palaces("Tent", "Dome"));
	struct programme *p = programme_new("frab-xml");
	talks_in(p, "Barn", "Hacking", 3);
	talks_in(p, "Barn", "Radio", 16);
	talks_in(p, "Hall", "Talk", 5);
	import(&world, p);
	assert_report(&world, 0, 0, 3, 8, 21);
	assert_string_equal(value_of(&world, &resource_rooms, "r2", "name"), "\"Barn\"");
	assert_string_equal(value_of(&world, &resource_rooms, "r1", "name"), "\"Tent\"");
}

/* --- tracks ----------------------------------------------------------------- */

static struct programme *on_tracks(const char *first, const char *second)
{
	struct programme *p = programme_new("frab-xml");
	talks_in(p, "Hall", "Talk", 6);
	for (int i = 0; i < 6; i++)
		p->sessions[i].track = programme_track_named(p, NULL, i < 4 ? first : second);
	return p;
}

static void test_a_track_renamed(void **state)
{
	import(&world, on_tracks("Art", "Science"));
	desk(&world, &resource_tracks, "t1", "{\"colour\":\"#ff0000\"}");
	import(&world, on_tracks("Art & Beauty", "Engineering"));
	assert_report(&world, 0, 0, 0, 0, 6);
	assert_int_equal(renamed("tracks"), 2);
	assert_string_equal(value_of(&world, &resource_tracks, "t1", "name"), "\"Art & Beauty\"");
	assert_string_equal(value_of(&world, &resource_tracks, "t1", "colour"), "\"#ff0000\"");
	/* Divided anew, they are other tracks. */
	struct programme *p = on_tracks("Life", "Engineering");
	p->sessions[0].track = p->sessions[1].track = p->sessions[5].track;
	import(&world, p);
	assert_report(&world, 0, 4, 0, 0, 2);
	assert_int_equal(rows(&world, "tracks"), 3);
}

/* --- people (12) -------------------------------------------------------------- */

/* Three talks: two of the first person's, one with the second. */
static struct programme *given_by(const char *first, const char *second)
{
	struct programme *p = programme_new("frab-xml");
	for (int i = 0; i < 3; i++) {
		static const char *const guids[] = {"g1", "g2", "g3"};
		add_session(p, guids[i], "Hall", 60 * i)->guid = guids[i];
		if (i < 2)
			add_speaker(p, NULL, NULL, first);
		if (i > 0)
			add_speaker(p, NULL, NULL, second);
	}
	return p;
}

static void test_a_name_spelled_otherwise(void **state)
{
	import(&world, given_by("Jörg Müller", "Kim Minsu"));
	import(&world, given_by("Joerg Müller", "Kim Minsu [Courtyard]"));
	/* In the second talk two left and two came: the others tell who is who. */
	assert_report(&world, 0, 0, 0, 0, 3);
	assert_int_equal(renamed("people"), 2);
	assert_int_equal(rows(&world, "people"), 2);
	assert_string_equal(session(&world, "s2", "people"), "[\"p1\",\"p2\"]");
}

static void test_somebody_else_speaks(void **state)
{
	import(&world, given_by("Jörg Müller", "Kim Minsu"));
	import(&world, given_by("Anna Schmidt", "Kim Minsu"));
	assert_report(&world, 0, 2, 0, 0, 1);
	assert_int_equal(rows(&world, "people"), 3);
	assert_int_equal(renamed("people"), 0);
}

static void test_keys_of_people_are_new_in_each_file(void **state)
{
	for (int round = 0; round < 3; round++) {
		struct programme *p = programme_new("sessionize");
		for (int i = 0; i < 6; i++) {
			char title[20], key[20], name[20];
			snprintf(title, sizeof title, "Talk %d", i);
			snprintf(key, sizeof key, "key-%d-%d", round, i);
			snprintf(name, sizeof name, "Speaker %c", 'A' + i);
			add_session(p, title, "Hall", 60 * i);
			add_speaker(p, key, NULL, name);
		}
		import(&world, p);
	}
	assert_report(&world, 0, 0, 0, 0, 6);
	assert_nothing_done(&world);
	assert_int_equal(rows(&world, "people"), 6);
}

/* Keys that are known here say that a namesake is somebody else. */
static void test_two_of_one_name(void **state)
{
	for (int round = 0; round < 2; round++) {
		struct programme *p = programme_new("frab-xml");
		add_session(p, "One", "Hall", 0);
		add_speaker(p, round ? "k9" : "k1", NULL, "Kim");
		add_session(p, "Two", "Hall", 60);
		add_speaker(p, "k2", NULL, "Lee");
		add_session(p, "Three", "Hall", 120);
		add_speaker(p, "k3", NULL, "Park");
		import(&world, p);
	}
	assert_report(&world, 0, 1, 0, 0, 2);
	assert_int_equal(rows(&world, "people"), 4);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, world_set_up, world_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_room_renamed_with_its_key),
		TEST(a_room_renamed_without_key),
		TEST(sessions_that_part_are_moves),
		TEST(a_room_that_is_still_there_was_not_renamed),
		TEST(order_of_rooms),
		TEST(two_rooms_renamed_at_once),
		TEST(renamed_while_some_moved_and_came),
		TEST(renamed_without_any_key),
		TEST(renamed_alike_while_many_moved),
		TEST(keys_that_change_places),
		TEST(one_talk_in_a_new_room_has_moved),
		TEST(rooms_that_change_places),
		TEST(two_rooms_become_one),
		TEST(a_track_renamed),
		TEST(a_name_spelled_otherwise),
		TEST(somebody_else_speaks),
		TEST(keys_of_people_are_new_in_each_file),
		TEST(two_of_one_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
