/* The rules of rooms. */
#include "house.h"

#include "event/rooms.h"

enum { NOW = 1000 };

static void a_new_room_is_the_last(void **state)
{
	struct writer *writer;
	struct db *db;
	struct writer_hooks hooks = {.render = document_render};
	open_in_memory(clock_system(), &hooks, &db, &writer);
	for (int64_t order = 1; order <= 8; order *= 8) {
		cJSON *row = room_new(db);
		assert_string_equal(row_str(row, "kind"), "room");
		assert_int_equal(row_int(row, "order", 0), order);
		cJSON_Delete(row);
		db_run(db,
			"INSERT INTO rooms (id, name, kind, \"order\", rev) VALUES ('r1', '\"101\"', 'room', 7, 1)",
			"");
	}
	writer_destroy(writer);
}

static void a_mark_is_as_old_as_when_it_was_said_last(void **state)
{
	cJSON *row = cJSON_CreateObject();
	row_set_str(row, "fill", "full");
	room_fill_said(row, NOW);
	assert_int_equal(row_int(row, "fill_at", 0), NOW);
	room_fill_said(row, NOW + 1);
	assert_int_equal(row_int(row, "fill_at", 0), NOW + 1);
	row_set(row, "fill", NULL);
	room_fill_said(row, NOW + 2);
	assert_false(row_has(row, "fill_at"));
	cJSON_Delete(row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_room_is_the_last),
		cmocka_unit_test(a_mark_is_as_old_as_when_it_was_said_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
