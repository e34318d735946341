/* Clashes: who and what cannot be in two places. */
#include "importing.h"

#include "event/clash.h"

static void assert_clashes_at(cJSON *list, const char *should, const char *file, int line)
{
	struct buf is = BUF_INIT(64 * 1024);
	const cJSON *clash;
	cJSON_ArrayForEach(clash, list) {
		const char *kind = json_str(clash, "kind");
		const cJSON *pair = json_get(clash, "sessions");
		bool own = strcmp(kind, "slot") == 0;
		buf_addf(&is, "%s%s %s%s%s %.5s-%.5s", is.len ? ", " : "", own ? kind : json_str(clash, kind),
			pair->child->valuestring, own ? "" : "+", own ? "" : pair->child->next->valuestring,
			json_str(clash, "from") + 11, json_str(clash, "until") + 11);
		int64_t overrun = row_int(clash, "overrun", 0);
		if (overrun)
			buf_addf(&is, " over by %d", (int)overrun);
	}
	_assert_string_equal(is.len ? is.data : "", should, file, line);
	buf_clear(&is);
	cJSON_Delete(list);
}
#define assert_clashes(list, should) assert_clashes_at(list, should, __FILE__, __LINE__)

/* s1 Hall 00:00-00:45 Kim; s2 Hall 00:30-01:15; s3 Annex 00:40-01:25 Kim, Lee;
 * s4 Hall 01:15-02:00 Lee; s5 no room, 00:00-00:45. */
static struct programme *sample(void)
{
	struct programme *p = programme_new("frab-xml");
	add_session(p, "One", "Hall", 0);
	add_speaker(p, NULL, "1", "Kim");
	add_session(p, "Two", "Hall", 30);
	add_session(p, "Three", "Annex", 40);
	add_speaker(p, NULL, "1", "Kim");
	add_speaker(p, NULL, "2", "Lee");
	add_session(p, "Four", "Hall", 75);
	add_speaker(p, NULL, "2", "Lee");
	add_session(p, "Five", NULL, 0);
	return p;
}

static void test_rooms_and_people(void **state)
{
	import(&world, sample());
	assert_clashes(clashes_all(world.db),
		"r1 s1+s2 00:30-00:45 over by 15, p1 s1+s3 00:40-00:45, p2 s3+s4 01:15-01:25");
	assert_int_equal(count(&world, "clashes"), 3);
	assert_clashes(clashes_of(world.db, "s1"), "r1 s1+s2 00:30-00:45 over by 15, p1 s1+s3 00:40-00:45");
	assert_clashes(clashes_of(world.db, "s3"), "p1 s1+s3 00:40-00:45, p2 s3+s4 01:15-01:25");
	assert_clashes(clashes_of(world.db, "s5"), "");
	assert_clashes(clashes_of(world.db, "s99"), "");
}

static void test_of_some(void **state)
{
	import(&world, sample());
	cJSON *ids = cJSON_Parse("[\"s1\",\"s2\",\"s99\"]"), *none = cJSON_CreateArray();
	assert_clashes(clashes_among(world.db, ids), "r1 s1+s2 00:30-00:45 over by 15, p1 s1+s3 00:40-00:45");
	assert_clashes(clashes_among(world.db, none), "");
	cJSON_Delete(ids);
	cJSON_Delete(none);
}

static void test_by_the_expected_times(void **state)
{
	import(&world, sample());
	desk(&world, &resource_sessions, "s2",
		"{\"expected_start\":\"2019-08-29T01:00:00Z\",\"expected_end\":\"2019-08-29T01:45:00Z\"}");
	assert_clashes(clashes_of(world.db, "s2"), "r1 s2+s4 01:15-01:45 over by 30");
}

static void test_what_does_not_take_place(void **state)
{
	import(&world, sample());
	desk(&world, &resource_sessions, "s1", "{\"status\":\"cancelled\"}");
	desk(&world, &resource_sessions, "s4", "{\"status\":\"hidden\"}");
	assert_clashes(clashes_all(world.db), "");
	assert_clashes(clashes_of(world.db, "s1"), "");
	assert_clashes(clashes_of(world.db, "s3"), "");
}

static void test_points_in_time(void **state)
{
	struct programme *p = programme_new("frab-xml");
	add_session(p, "Talk", "Hall", 0);
	add_session(p, "Doors", "Hall", 10)->duration = 0;
	add_session(p, "Next", "Hall", 45); /* begins as the other ends */
	import(&world, p);
	assert_clashes(clashes_all(world.db), "");
	assert_clashes(clashes_of(world.db, "s2"), "");
}

/* Runs past its slot: began earlier, and ends within the next. */
static void test_side_by_side_is_no_overrun(void **state)
{
	struct programme *p = programme_new("frab-xml");
	add_session(p, "Drop in", "Hall", 0)->duration = 180;
	add_session(p, "Within", "Hall", 30);
	add_session(p, "Together", "Hall", 30);
	import(&world, p);
	assert_clashes(
		clashes_all(world.db), "r1 s1+s2 00:30-01:15, r1 s1+s3 00:30-01:15, r1 s2+s3 00:30-01:15");
}

/* One talk in two halls at once is two rows with the same people. */
static void test_a_talk_in_two_halls(void **state)
{
	struct programme *p = programme_new("c3voc-json");
	for (int i = 0; i < 3; i++) {
		add_session(p, i < 2 ? "Ceremony" : "Another",
			i == 0           ? "Hall 1"
				: i == 1 ? "Hall 2"
					 : "Hall 3",
			0)
			->guid = i < 2 ? "g" : "g2";
		add_speaker(p, NULL, "1", "Kim");
	}
	import(&world, p);
	assert_clashes(clashes_all(world.db), "p1 s1+s3 00:00-00:45, p1 s2+s3 00:00-00:45");
	assert_clashes(clashes_of(world.db, "s1"), "p1 s1+s3 00:00-00:45");
	/* At other times, one body cannot be in both. */
	desk(&world, &resource_sessions, "s2", "{\"start\":\"2019-08-29T00:15:00Z\"}");
	desk(&world, &resource_sessions, "s3", "{\"status\":\"cancelled\"}");
	assert_clashes(clashes_of(world.db, "s1"), "p1 s1+s2 00:15-00:45");
}

/* Shown in a second hall, which has a talk of its own. */
static void test_a_broadcast_takes_its_rooms(void **state)
{
	struct programme *p = programme_new("opass");
	add_session(p, "Keynote", "Hall 1", 0);
	programme_session_also_in(p, 0, programme_room_named(p, NULL, "Hall 2"));
	programme_session_also_in(p, 0, programme_room_named(p, NULL, "Hall 3"));
	add_session(p, "Talk", "Hall 2", 30);
	add_session(p, "Other keynote", "Hall 4", 0);
	programme_session_also_in(p, 2, programme_room_named(p, NULL, "Hall 3"));
	import(&world, p);
	assert_clashes(clashes_all(world.db), "r3 s1+s3 00:00-00:45, r2 s1+s2 00:30-00:45 over by 15");
	assert_clashes(clashes_of(world.db, "s1"), "r3 s1+s3 00:00-00:45, r2 s1+s2 00:30-00:45 over by 15");
	assert_clashes(clashes_of(world.db, "s2"), "r2 s1+s2 00:30-00:45 over by 15");
}

/* 45 minutes in a slot of 30, until the desk gives it the time. */
static void test_longer_than_its_slot(void **state)
{
	struct programme *p = programme_new("pretalx-api");
	struct programme_session *s = add_session(p, "Talk", "Hall", 0);
	s->duration = 30;
	s->length = 45;
	add_session(p, "Next", "Hall", 30)->length = 45;
	import(&world, p);
	assert_clashes(clashes_all(world.db), "slot s1 00:30-00:45");
	assert_int_equal(count(&world, "clashes"), 1);
	assert_clashes(clashes_of(world.db, "s1"), "slot s1 00:30-00:45");
	assert_clashes(clashes_of(world.db, "s2"), "");
	/* Late, it is just as much too long. */
	desk(&world, &resource_sessions, "s1", "{\"expected_start\":\"2019-08-29T00:10:00Z\"}");
	assert_clashes(clashes_of(world.db, "s1"), "slot s1 00:40-00:55, r1 s1+s2 00:30-00:40 over by 10");
	desk(&world, &resource_sessions, "s1",
		"{\"expected_start\":\"2019-08-29T00:00:00Z\",\"duration\":45}");
	assert_clashes(clashes_of(world.db, "s1"), "r1 s1+s2 00:30-00:45 over by 15");
	desk(&world, &resource_sessions, "s1", "{\"duration\":30}");
	desk(&world, &resource_sessions, "s1", "{\"length\":null}");
	assert_clashes(clashes_of(world.db, "s1"), "");
}

static void test_the_file_withdraws_the_length(void **state)
{
	for (int round = 0; round < 3; round++) {
		struct programme *p = programme_new("pretalx-api");
		struct programme_session *s = add_session(p, "Talk", "Hall", 0);
		s->duration = 30;
		s->length = round == 0 ? 45 : 0;
		/* In the last round the format tells of no length at all. */
		add_session(p, "Next", "Hall", 30)->length = round < 2 ? 50 : 0;
		import(&world, p);
		assert_clashes(clashes_all(world.db),
			round == 0 ? "slot s1 00:30-00:45, slot s2 01:15-01:20" : "slot s2 01:15-01:20");
	}
	assert_nothing_done(&world);
}

static void test_all_at_once(void **state)
{
	struct programme *p = programme_new("frab-xml");
	for (int i = 0; i < 200; i++)
		add_session(p, "Stand", "Exhibition", 0);
	import(&world, p);
	cJSON *list = clashes_all(world.db);
	assert_int_equal(cJSON_GetArraySize(list), MAX_CLASHES);
	cJSON_Delete(list);
	assert_int_equal(warnings_with(&world, "the list of clashes ends"), 1);
	list = clashes_of(world.db, "s7");
	assert_int_equal(cJSON_GetArraySize(list), 199);
	cJSON_Delete(list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, world_set_up, world_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(rooms_and_people),
		TEST(of_some),
		TEST(by_the_expected_times),
		TEST(what_does_not_take_place),
		TEST(points_in_time),
		TEST(side_by_side_is_no_overrun),
		TEST(a_talk_in_two_halls),
		TEST(a_broadcast_takes_its_rooms),
		TEST(longer_than_its_slot),
		TEST(the_file_withdraws_the_length),
		TEST(all_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
