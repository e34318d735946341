/* A place and its states: the one table of what may follow what, the counters
 * of slots and lines, the owner's document. */
#include "table.h"

#include "event/attendees.h"
#include "event/collection.h"
#include "event/own_data.h"
#include "event/private.h"

#include <cjson/cJSON.h>
#include <glib.h>

static struct writer *writer;
static struct db *db;
static GString *published; /* "kim/bookings/b1 …": of the last change */

static void publish(void *ctx, const struct change *c)
{
	for (size_t i = 0; i < c->count; i++)
		g_string_append_printf(published, "%s/%s/%s ", c->docs[i].owner ? c->docs[i].owner : "",
			c->docs[i].collection, c->docs[i].id);
}

static int set_up(void **state)
{
	struct writer_hooks hooks = {.render = document_render, .publish = publish};
	published = g_string_new("");
	open_in_memory(clock_rehearsal(ELEVEN - MINUTES(60), 0.001), &hooks, &db, &writer);
	make_meetup(db, "m1", "p1", ELEVEN, 2, 2);
	make_attendee(db, "kim");
	make_attendee(db, "lee");
	make_attendee(db, "han");
	return 0;
}

static int tear_down(void **state)
{
	writer_destroy(writer);
	g_string_free(published, TRUE);
	return 0;
}

/* --- doing things -------------------------------------------------------- */

struct deed {
	enum status (*run)(struct txn *txn, struct deed *d, struct err *err);
	struct place *place;
	enum place_state to;
	struct place_step step;
	const char *attendee;
};

static enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	return d->run(txn, d, err);
}

static enum status do_it(struct deed d, struct err *err)
{
	g_string_truncate(published, 0);
	return in_transaction(writer, run_deed, &d, err);
}

static enum status run_add(struct txn *txn, struct deed *d, struct err *err)
{
	return place_add(txn, d->place, "about \"tests\"", err);
}

static enum status run_step(struct txn *txn, struct deed *d, struct err *err)
{
	return place_step(txn, d->place, d->to, &d->step, err);
}

static enum status run_save(struct txn *txn, struct deed *d, struct err *err)
{
	place_save(txn, d->place);
	return STATUS_OK;
}

static enum status run_go(struct txn *txn, struct deed *d, struct err *err)
{
	return attendee_delete(txn, d->attendee, err);
}

static enum status add(struct place *p, struct err *err)
{
	return do_it((struct deed){.run = run_add, .place = p}, err);
}

static enum status step(struct place *p, enum place_state to, struct err *err)
{
	return do_it((struct deed){.run = run_step, .place = p, .to = to}, err);
}

/* Makes one in this state, by the shortest way. */
static struct place make(const char *attendee, const char *slot, enum place_state state)
{
	struct place p = {.state = PLACE_BOOKED, .made_at = ELEVEN - MINUTES(60)};
	g_strlcpy(p.attendee, attendee, sizeof p.attendee);
	g_strlcpy(p.host, "p1", sizeof p.host);
	g_strlcpy(p.meetup, "m1", sizeof p.meetup);
	g_strlcpy(p.slot, slot, sizeof p.slot);
	if (state == PLACE_WAITING || !*slot)
		p.state = PLACE_WAITING;
	assert_int_equal(add(&p, NULL), STATUS_OK);
	if (state == PLACE_DONE)
		assert_int_equal(step(&p, PLACE_CALLED, NULL), STATUS_OK);
	if (state == PLACE_DONE || (p.state == PLACE_WAITING && state > PLACE_CALLED && state < PLACE_LEFT))
		assert_int_equal(
			step(&p, p.state == PLACE_WAITING ? PLACE_CALLED : PLACE_TALKING, NULL), STATUS_OK);
	if (state == PLACE_DONE && p.state == PLACE_CALLED)
		assert_int_equal(step(&p, PLACE_TALKING, NULL), STATUS_OK);
	if (p.state != state)
		assert_int_equal(step(&p, state, NULL), STATUS_OK);
	return p;
}

static cJSON *document(const struct place *p)
{
	char id[PLACE_ID];
	struct buf json = BUF_INIT(4000);
	place_id(p->number, id);
	assert_true(private_render(db, p->attendee, *p->slot ? "bookings" : "places", id, &json));
	cJSON *doc = cJSON_Parse(json.data);
	assert_non_null(doc);
	buf_clear(&json);
	return doc;
}

static int64_t of_slot(const char *column)
{
	char sql[100];
	snprintf(sql, sizeof sql, "SELECT %s FROM slots WHERE id = 'm1-0'", column);
	return db_int(db, -1, sql, "");
}

/* --- the table ----------------------------------------------------------- */

/* From the brief, row by row: what the house promises, apart from its code. */
static const char *const promised[PLACE_STATES] = {
	[PLACE_BOOKED] = "called arrived talking no_show left",
	[PLACE_WAITING] = "booked called left",
	[PLACE_CALLED] = "arrived talking waiting no_show left",
	[PLACE_ARRIVED] = "talking waiting no_show left",
	[PLACE_TALKING] = "done",
	[PLACE_DONE] = "",
	[PLACE_NO_SHOW] = "arrived",
	[PLACE_LEFT] = "booked",
};

static bool is_promised(enum place_state from, enum place_state to)
{
	char **words = g_strsplit(promised[from], " ", -1);
	bool found = g_strv_contains((const char *const *)words, place_state_name(to));
	g_strfreev(words);
	return found;
}

static void try_pair(enum place_state from, enum place_state to)
{
	struct err err = {0};
	struct place p = make("kim", "m1-0", from), was = p;
	int64_t rev = db_int(db, 0, "SELECT rev FROM places WHERE id = ?1", "i", p.number);
	enum status st = step(&p, to, &err);
	bool may = is_promised(from, to);
	assert_int_equal(place_may(from, to), may);
	assert_int_equal(st, may ? STATUS_OK : STATUS_CONFLICT);
	assert_int_equal(p.state, may ? to : from);
	assert_int_equal(miscounted(db), 0);
	assert_int_equal(
		db_int(db, 0, "SELECT rev FROM places WHERE id = ?1", "i", p.number), rev + (may ? 1 : 0));
	if (!may) {
		assert_string_equal(err.code, "wrong_state");
		assert_non_null(strstr(err.detail, place_state_name(from)));
		assert_memory_equal(&p, &was, sizeof p);
		assert_string_equal(published->str, "");
	}
	db_run(db, "DELETE FROM places", "");
	db_run(db, "UPDATE slots SET taken = 0, waiting_first = 0, waiting_again = 0", "");
}

static void every_pair_of_states_is_as_promised(void **state)
{
	for (int from = 0; from < PLACE_STATES; from++)
		for (int to = 0; to < PLACE_STATES; to++)
			try_pair((enum place_state)from, (enum place_state)to);
}

static void a_step_keeps_the_row_the_counters_and_tells_the_owner(void **state)
{
	struct place p = make("kim", "m1-0", PLACE_BOOKED), row;
	assert_string_equal(published->str, "kim/bookings/b1 ");
	assert_int_equal(of_slot("taken"), 1);
	assert_int_equal(of_slot("dirty"), 1);
	int64_t rev = of_slot("rev");
	p.choose = true;
	assert_int_equal(do_it((struct deed){.run = run_step,
				       .place = &p,
				       .to = PLACE_CALLED,
				       .step = {.until = ELEVEN + MINUTES(3)}},
				 NULL),
		STATUS_OK);
	assert_string_equal(published->str, "kim/bookings/b1 ");
	assert_int_equal(of_slot("rev"), rev + 1);
	assert_true(place_load(db, p.number, &row));
	assert_memory_equal(&row, &p, sizeof p);
	assert_int_equal(row.until, ELEVEN + MINUTES(3));
	assert_true(row.choose);
	step(&p, PLACE_TALKING, NULL);
	assert_true(p.started_at > 0 && !p.choose && p.until == 0);
	step(&p, PLACE_DONE, NULL);
	assert_int_equal(of_slot("taken"), 1); /* what was talked over makes no room */
	assert_int_equal(db_int(db, 0, "SELECT ended_at FROM places WHERE id = 1", ""), p.since);
}

static void a_left_place_gives_its_seat_and_says_why(void **state)
{
	struct place p = make("kim", "m1-0", PLACE_BOOKED);
	do_it((struct deed){.run = run_step, .place = &p, .to = PLACE_LEFT, .step = {.why = "cancelled"}},
		NULL);
	assert_int_equal(of_slot("taken"), 0);
	cJSON *doc = document(&p);
	assert_string_equal(cJSON_GetObjectItem(doc, "why")->valuestring, "cancelled");
	assert_true(cJSON_IsString(cJSON_GetObjectItem(doc, "ended_at")));
	cJSON_Delete(doc);
	step(&p, PLACE_BOOKED, NULL);
	doc = document(&p);
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(doc, "why")));
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(doc, "ended_at")));
	cJSON_Delete(doc);
}

/* --- refusals ------------------------------------------------------------ */

static void a_seat_is_never_given_twice(void **state)
{
	struct err err;
	struct place left = make("han", "m1-0", PLACE_LEFT);
	make("kim", "m1-0", PLACE_BOOKED);
	struct place waiting = make("lee", "m1-0", PLACE_WAITING);
	make_attendee(db, "moon");
	make("moon", "m1-0", PLACE_BOOKED);
	assert_int_equal(step(&waiting, PLACE_BOOKED, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "slot_full");
	assert_int_equal(waiting.state, PLACE_WAITING);
	assert_int_equal(step(&left, PLACE_BOOKED, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "slot_full");
	left.state = PLACE_BOOKED;
	assert_int_equal(add(&left, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "slot_full");
	assert_int_equal(miscounted(db), 0);
}

static void one_place_in_a_slot_and_one_in_a_hosts_line(void **state)
{
	struct err err;
	struct place first = make("kim", "m1-0", PLACE_LEFT), second = make("kim", "m1-0", PLACE_BOOKED);
	assert_int_equal(add(&second, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "already_booked");
	assert_int_equal(step(&first, PLACE_BOOKED, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "already_booked");
	struct place line = make("kim", "", PLACE_WAITING);
	assert_int_equal(add(&line, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "already_waiting");
	assert_int_equal(miscounted(db), 0);
}

/* --- the line ------------------------------------------------------------ */

static void a_line_counts_by_tier_and_keeps_the_order(void **state)
{
	struct place kim = make("kim", "", PLACE_WAITING), lee = make("lee", "", PLACE_WAITING);
	assert_true(kim.turn < lee.turn);
	assert_string_equal(published->str, "lee/places/b2 ");
	kim.tier = 1;
	assert_int_equal(do_it((struct deed){.run = run_save, .place = &kim}, NULL), STATUS_OK);
	assert_int_equal(miscounted(db), 0);
	cJSON *doc = document(&kim);
	assert_int_equal(cJSON_GetObjectItem(doc, "ahead")->valueint, 1);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(doc, "wait_minutes")), 2);
	cJSON_Delete(doc);
	step(&lee, PLACE_CALLED, NULL);
	assert_int_equal(miscounted(db), 0);
	doc = document(&kim);
	assert_int_equal(cJSON_GetObjectItem(doc, "ahead")->valueint, 0);
	cJSON_Delete(doc);
	lee.turn = kim.turn + 1;
	lee.present = true;
	step(&lee, PLACE_WAITING, NULL);
	struct place row;
	assert_true(place_load(db, lee.number, &row));
	assert_true(row.present && row.turn == kim.turn + 1);
	assert_int_equal(miscounted(db), 0);
}

/* --- documents ----------------------------------------------------------- */

static void the_owners_document_has_the_whole_shape(void **state)
{
	struct buf json = BUF_INIT(4000);
	make("kim", "m1-0", PLACE_BOOKED);
	assert_true(private_render(db, "kim", "bookings", "b1", &json));
	/* The house's clock has hardly moved since it was made. */
	assert_string_equal(json.data,
		"{\"id\":\"b1\",\"number\":1,\"meetup\":\"m1\",\"slot\":\"m1-0\",\"state\":\"booked\","
		"\"topic\":\"about \\\"tests\\\"\",\"start\":\"2019-08-29T02:00:00Z\",\"end\":\"2019-08-29T02:15:00Z\","
		"\"waiting_place\":null,\"ahead\":null,\"wait_minutes\":null,\"present\":false,\"choose\":false,"
		"\"confirm_by\":null,\"until\":null,\"since\":\"2019-08-29T01:00:00Z\","
		"\"made_at\":\"2019-08-29T01:00:00Z\",\"ended_at\":null,\"why\":null,\"rev\":1}");
	buf_reset(&json);
	assert_false(private_render(db, "lee", "bookings", "b1", &json));
	assert_false(private_render(db, "kim", "bookings", "b2", &json));
	buf_clear(&json);
}

static void both_collections_are_told_to_who_connects(void **state)
{
	struct buf json = BUF_INIT(8000);
	make("kim", "m1-0", PLACE_BOOKED);
	make("kim", "m1-1", PLACE_LEFT);
	make("kim", "", PLACE_WAITING);
	make("lee", "m1-1", PLACE_WAITING);
	private_render_all(db, "kim", &json);
	cJSON *all = cJSON_Parse(json.data);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(all, "bookings")), 2);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(all, "places")), 1);
	cJSON_Delete(all);
	buf_reset(&json);
	own_data_write(db, "kim", ELEVEN, &json);
	all = cJSON_Parse(json.data);
	cJSON *places = cJSON_GetObjectItem(all, "places");
	assert_int_equal(cJSON_GetArraySize(places), 3);
	assert_string_equal(cJSON_GetObjectItem(places->child, "host")->valuestring, "p1");
	cJSON_Delete(all);
	buf_clear(&json);
}

static void an_id_is_read_as_it_is_written(void **state)
{
	static const char *const wrong[] = {
		"", "b", "17", "b0", "b017", "b-1", "b1x", "b 1", "s17", "b9999999999999999999"};
	char id[PLACE_ID];
	place_id(17, id);
	assert_string_equal(id, "b17");
	assert_int_equal(place_number("b17"), 17);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		assert_int_equal(place_number(wrong[i]), 0);
}

/* --- going --------------------------------------------------------------- */

static void who_goes_gives_all_back(void **state)
{
	make("kim", "m1-0", PLACE_DONE);
	make("kim", "m1-1", PLACE_BOOKED);
	make("kim", "", PLACE_WAITING);
	make("lee", "m1-0", PLACE_BOOKED);
	assert_int_equal(do_it((struct deed){.run = run_go, .attendee = "kim"}, NULL), STATUS_OK);
	assert_string_equal(
		published->str, "kim/attendees/kim kim/bookings/b1 kim/bookings/b2 kim/places/b3 ");
	assert_int_equal(db_int(db, -1, "SELECT count(*) FROM places", ""), 1);
	assert_int_equal(miscounted(db), 0);
	assert_int_equal(of_slot("taken"), 1);
}

static void note_scan(void *ctx, const char *sql, const char *detail)
{
	bool by_test = strstr(sql, "count(*) FROM") || strstr(sql, "DELETE FROM places") == sql ||
		strstr(sql, "UPDATE slots SET taken = 0");
	if (strstr(sql, "places") && !by_test && strncmp(detail, "SCAN", 4) == 0 && !strstr(detail, "USING"))
		fail_msg("%s\n  %s", sql, detail);
}

static void no_rule_scans(void **state)
{
	a_line_counts_by_tier_and_keeps_the_order(state);
	make("kim", "m1-0", PLACE_BOOKED);
	struct buf json = BUF_INIT(8000);
	private_render_all(db, "kim", &json);
	own_data_write(db, "kim", ELEVEN, &json);
	buf_clear(&json);
	do_it((struct deed){.run = run_go, .attendee = "kim"}, NULL);
	db_each_plan(db, note_scan, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(every_pair_of_states_is_as_promised),
		TEST(a_step_keeps_the_row_the_counters_and_tells_the_owner),
		TEST(a_left_place_gives_its_seat_and_says_why),
		TEST(a_seat_is_never_given_twice),
		TEST(one_place_in_a_slot_and_one_in_a_hosts_line),
		TEST(a_line_counts_by_tier_and_keeps_the_order),
		TEST(the_owners_document_has_the_whole_shape),
		TEST(both_collections_are_told_to_who_connects),
		TEST(an_id_is_read_as_it_is_written),
		TEST(who_goes_gives_all_back),
		TEST(no_rule_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
