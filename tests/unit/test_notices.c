/* Stars, and what those who set them are told: rows, documents, owners. Times
 * are minutes after 11:00 in Seoul on 2019-08-29; the machine's own clock is
 * turned by what notices_tell is given. */
#include "editing.h"
#include "table.h"

#include "base/instant.h"
#include "base/limits.h"
#include "event/attendees.h"
#include "event/notices.h"
#include "event/phase.h"
#include "event/private.h"
#include "event/stars.h"

#include <glib.h>
#include <stdio.h>

static struct writer *writer;
static struct db *db; /* the writer's, between transactions */
static int64_t clock_at;
static GString *published; /* "kim/stars/s1 -kim/notices/… ": of the last change, private documents */
static char why[40];

static void publish(void *ctx, const struct change *c)
{
	g_string_truncate(published, 0);
	for (size_t i = 0; i < c->count; i++)
		if (c->docs[i].owner)
			g_string_append_printf(published, "%s%s/%s/%s ",
				own_is_there(db, &c->docs[i]) ? "" : "-", c->docs[i].owner,
				c->docs[i].collection,
				strcmp(c->docs[i].collection, "notices") == 0 ? "x" : c->docs[i].id);
	snprintf(why, sizeof why, "%s", c->why ? c->why : "");
}

static void attendee(const char *id)
{
	db_run(db,
		"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
		"VALUES (?1, ?1, 'ko', 'p' || ?1, 'c' || ?1, 1, 0, 0, 1)",
		"s", id);
}

/* --- doing things -------------------------------------------------------- */

struct deed {
	enum status (*run)(struct txn *txn, struct deed *d, struct err *err);
	const char *who, *id, *body;
	int minutes;
	int64_t number;
};

static enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	txn->now = clock_at;
	return d->run(txn, d, err);
}

static enum status do_it(struct deed d, struct err *err)
{
	g_string_truncate(published, 0);
	return in_transaction(writer, run_deed, &d, err);
}

static enum status run_star(struct txn *txn, struct deed *d, struct err *err)
{
	int64_t at;
	return star_set(txn, d->who, d->id, &at, err);
}

static enum status run_unstar(struct txn *txn, struct deed *d, struct err *err)
{
	star_clear(txn, d->who, d->id);
	return STATUS_OK;
}

static enum status star(const char *who, const char *session, struct err *err)
{
	return do_it((struct deed){.run = run_star, .who = who, .id = session}, err);
}

static enum status finish(struct edit *e, enum status st, struct err *err)
{
	int64_t action;
	if (st == STATUS_OK)
		return edit_finish(e, &action, err);
	edit_abandon(e);
	return st;
}

static enum status run_save(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "tester", "sessions.patch");
	return finish(&e, save_session(&e, d->id, d->body, err), err);
}

static enum status run_delay(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "tester", "rooms.delay");
	return finish(&e, room_delay(&e, "r1", d->id, d->minutes, err), err);
}

static enum status run_undo(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "tester", "actions.undo");
	return finish(&e, edit_undo(&e, d->number, err), err);
}

static void save(const char *id, const char *body)
{
	assert_int_equal(do_it((struct deed){.run = run_save, .id = id, .body = body}, NULL), STATUS_OK);
}

static void undo_last(void)
{
	int64_t last = db_int(db, 0, "SELECT max(id) FROM actions", "");
	assert_int_equal(do_it((struct deed){.run = run_undo, .number = last}, NULL), STATUS_OK);
}

static void delay(int minutes)
{
	assert_int_equal(
		do_it((struct deed){.run = run_delay, .id = "s1", .minutes = minutes}, NULL), STATUS_OK);
}

static enum status run_tell(struct txn *txn, struct deed *d, struct err *err)
{
	notices_tell(txn, d->number);
	return STATUS_OK;
}

/* One job, `ms` of the machine from now. */
static void tell(int ms)
{
	assert_int_equal(do_it((struct deed){.run = run_tell, .number = machine_ms() + ms}, NULL), STATUS_OK);
}

static enum status run_read(struct txn *txn, struct deed *d, struct err *err)
{
	d->number = notices_read(txn, d->who, d->id);
	assert_int_equal(d->number, d->minutes);
	return STATUS_OK;
}

static void read_all(const char *who, int expected)
{
	do_it((struct deed){.run = run_read, .who = who, .minutes = expected}, NULL);
}

static int count(const char *sql)
{
	return (int)db_int(db, -1, sql, "");
}

/* --- looking ------------------------------------------------------------- */

static cJSON *notice_of(const char *who)
{
	char id[RANDOM_ID_TEXT] = "";
	struct buf json = BUF_INIT(2000);
	struct stmt *s = db_query(db, "SELECT id FROM notices WHERE attendee = ?1", "s", who);
	if (stmt_row(s))
		snprintf(id, sizeof id, "%s", stmt_text(s, 0));
	stmt_end(s);
	bool found = *id && private_render(db, who, "notices", id, &json);
	assert_false(private_render(db, "nobody", "notices", id, &json));
	cJSON *doc = found ? cJSON_Parse(json.data) : NULL;
	buf_clear(&json);
	return doc;
}

/* The words of the only notice; NULL: there must be none. */
static void expect_words(const char *who, const char *words)
{
	struct buf json = BUF_INIT(2000);
	cJSON *doc = notice_of(who);
	if (doc)
		json_write(json_get(doc, "changes"), &json);
	if (g_strcmp0(doc ? json.data : NULL, words) != 0)
		fail_msg("%s: expected %s, is %s", who, words ? words : "none", doc ? json.data : "none");
	buf_clear(&json);
	cJSON_Delete(doc);
}

static int set_up(void **state)
{
	struct writer_hooks hooks = {.render = document_render, .publish = publish};
	published = g_string_new("");
	clock_at = ELEVEN - MS_PER_HOUR;
	open_in_memory(clock_system(), &hooks, &db, &writer);
	make_rooms(db);
	attendee("kim");
	attendee("lee");
	save("s1", "{\"title\":\"one\",\"room\":\"r1\",\"start\":\"2019-08-29T02:00:00Z\",\"duration\":45}");
	save("s2", "{\"title\":\"two\",\"room\":\"r1\",\"start\":\"2019-08-29T02:45:00Z\",\"duration\":45}");
	return 0;
}

static int tear_down(void **state)
{
	writer_destroy(writer);
	g_string_free(published, TRUE);
	return 0;
}

/* --- stars --------------------------------------------------------------- */

static void a_star_is_set_once_and_is_its_owners(void **state)
{
	struct buf json = BUF_INIT(2000);
	assert_int_equal(star("kim", "s1", NULL), STATUS_OK);
	assert_string_equal(published->str, "kim/stars/s1 ");
	clock_at += MS_PER_MINUTE;
	assert_int_equal(star("kim", "s1", NULL), STATUS_OK);
	assert_string_equal(published->str, ""); /* nothing has changed */
	assert_true(private_render(db, "kim", "stars", "s1", &json));
	assert_string_equal(json.data, "{\"id\":\"s1\",\"at\":\"2019-08-29T01:00:00Z\"}");
	assert_false(private_render(db, "lee", "stars", "s1", &json));
	buf_clear(&json);
	do_it((struct deed){.run = run_unstar, .who = "lee", .id = "s1"}, NULL);
	assert_string_equal(published->str, "");
	do_it((struct deed){.run = run_unstar, .who = "kim", .id = "s1"}, NULL);
	assert_string_equal(published->str, "-kim/stars/s1 ");
	do_it((struct deed){.run = run_unstar, .who = "kim", .id = "s1"}, NULL);
	assert_string_equal(published->str, "");
}

static void what_has_vanished_takes_no_star_but_gives_it_back(void **state)
{
	struct err err;
	assert_int_equal(star("kim", "s9", &err), STATUS_NOT_FOUND);
	assert_string_equal(err.code, "not_found");
	star("kim", "s1", NULL);
	save("s1", "{\"status\":\"hidden\"}");
	assert_int_equal(star("kim", "s1", &err), STATUS_NOT_FOUND);
	assert_int_equal(star("lee", "s1", &err), STATUS_NOT_FOUND);
	assert_int_equal(count("SELECT count(*) FROM stars"), 1);
	do_it((struct deed){.run = run_unstar, .who = "kim", .id = "s1"}, NULL);
	assert_int_equal(count("SELECT count(*) FROM stars"), 0);
	assert_int_equal(star("nobody", "s2", &err), STATUS_NOT_FOUND);
	assert_string_equal(err.detail, "this attendee has gone");
}

static void there_are_only_so_many_stars(void **state)
{
	struct err err;
	db_run(db,
		"WITH RECURSIVE n(i) AS (VALUES (100) UNION ALL SELECT i + 1 FROM n WHERE i < 99 + ?1) "
		"INSERT INTO sessions (id, title, duration, people, status, held, rev) "
		"SELECT 's' || i, '\"x\"', 0, '[]', 'scheduled', 0, 1 FROM n",
		"i", (int64_t)MAX_STARS);
	db_run(db,
		"INSERT INTO stars (attendee, session, at) SELECT 'kim', id, 0 FROM sessions WHERE id NOT IN ('s1', 's2')",
		"");
	assert_int_equal(star("kim", "s1", &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "limit");
	assert_int_equal(star("kim", "s100", NULL), STATUS_OK); /* there already */
	do_it((struct deed){.run = run_unstar, .who = "kim", .id = "s100"}, NULL);
	assert_int_equal(star("kim", "s1", NULL), STATUS_OK);
}

static void a_preview_counts_each_attendee_once(void **state)
{
	star("kim", "s1", NULL);
	star("kim", "s2", NULL);
	star("lee", "s2", NULL);
	assert_int_equal(stars_reach(db, "[]"), 0);
	assert_int_equal(stars_reach(db, "[\"s1\"]"), 1);
	assert_int_equal(stars_reach(db, "[\"s1\",\"s2\",\"s9\"]"), 2);
}

/* --- the window ---------------------------------------------------------- */

static void a_move_is_told_after_the_window_to_those_with_the_star(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	assert_string_equal(published->str, "");
	assert_true(notices_next(db) > machine_ms());
	tell(0);
	expect_words("kim", NULL);
	tell(NOTICE_WINDOW_MS);
	assert_string_equal(published->str, "kim/notices/x ");
	assert_string_equal(why, "notices");
	expect_words("kim", "[\"moved\"]");
	expect_words("lee", NULL);
	cJSON *doc = notice_of("kim");
	assert_string_equal(json_str(doc, "session"), "s1");
	assert_string_equal(json_str(json_get(doc, "from"), "room"), "r1");
	assert_string_equal(json_str(json_get(doc, "to"), "room"), "r2");
	assert_string_equal(json_str(json_get(doc, "to"), "start"), "2019-08-29T02:00:00Z");
	assert_string_equal(json_str(doc, "at"), "2019-08-29T01:00:00Z");
	cJSON_Delete(doc);
	assert_int_equal(notices_next(db), INT64_MAX);
}

static void what_is_undone_within_the_window_is_not_told(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"status\":\"cancelled\"}");
	undo_last();
	tell(NOTICE_WINDOW_MS);
	expect_words("kim", NULL);
	assert_int_equal(count("SELECT count(*) FROM moves"), 0);
}

static void nobody_waits_for_what_nobody_has_starred(void **state)
{
	save("s1", "{\"room\":\"r2\"}");
	star("kim", "s2", NULL);
	save("s2", "{\"note\":\"bring a chair\",\"title\":\"two and a half\"}");
	assert_int_equal(count("SELECT count(*) FROM moves"), 0);
	assert_int_equal(notices_next(db), INT64_MAX);
}

static void the_clock_is_no_news(void **state)
{
	star("kim", "s1", NULL);
	clock_at = ELEVEN + MS_PER_MINUTE;
	save("s1", "{\"note\":\"it runs\"}");
	save("s1", "{\"status\":\"live\"}");
	assert_int_equal(count("SELECT count(*) FROM moves"), 0);
}

static void who_stars_it_after_the_change_knows_it_so(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	clock_at += 1000;
	star("lee", "s1", NULL);
	tell(NOTICE_WINDOW_MS);
	expect_words("kim", "[\"moved\"]");
	expect_words("lee", NULL);
	clock_at += 1000;
	save("s1", "{\"room\":null}");
	clock_at += 1000;
	save("s1", "{\"room\":\"r1\"}");
	tell(NOTICE_WINDOW_MS);
	expect_words("lee", "[\"moved\"]");
}

static void a_change_after_a_star_within_the_window_is_told(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	clock_at += 1000;
	star("lee", "s1", NULL);
	clock_at += 1000;
	save("s1", "{\"status\":\"cancelled\"}");
	save("s1", "{\"status\":\"scheduled\",\"room\":null}");
	clock_at += 1000;
	save("s1", "{\"note\":\"where?\"}");
	assert_int_equal(count("SELECT count(*) FROM moves"), 2);
	tell(NOTICE_WINDOW_MS);
	expect_words("lee", "[\"moved\"]");
	cJSON *doc = notice_of("lee");
	assert_string_equal(json_str(json_get(doc, "from"), "room"), "r2"); /* where it was when lee came */
	cJSON_Delete(doc);
	doc = notice_of("kim");
	assert_string_equal(json_str(json_get(doc, "from"), "room"), "r1");
	cJSON_Delete(doc);
	assert_int_equal(count("SELECT count(*) FROM notices"), 2);
}

static void what_is_over_is_not_told(void **state)
{
	star("kim", "s1", NULL);
	clock_at = ELEVEN + 46 * MS_PER_MINUTE;
	save("s1", "{\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	expect_words("kim", NULL);
	assert_int_equal(count("SELECT count(*) FROM moves"), 0);
}

static void a_clock_put_back_keeps_no_window_open(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	tell(-3600 * 1000);
	expect_words("kim", "[\"moved\"]");
}

/* --- one notice a session ------------------------------------------------- */

static void an_unread_notice_goes_on_from_what_was_known_first(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	save("s1", "{\"expected_start\":\"2019-08-29T02:12:00Z\"}");
	tell(NOTICE_WINDOW_MS);
	expect_words("kim", "[\"moved\",\"late\"]");
	cJSON *doc = notice_of("kim");
	assert_string_equal(json_str(json_get(doc, "from"), "room"), "r1");
	assert_int_equal(json_get(doc, "rev")->valueint, 2);
	cJSON_Delete(doc);
	save("s1", "{\"room\":\"r1\"}"); /* which takes the delay away too */
	tell(NOTICE_WINDOW_MS);
	expect_words("kim", "[\"restored\"]");
	assert_int_equal(count("SELECT count(*) FROM notices"), 1);
	save("s1", "{\"status\":\"cancelled\",\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	expect_words("kim", "[\"cancelled\"]");
}

static void a_read_one_is_gone_and_the_next_begins_from_there(void **state)
{
	star("kim", "s1", NULL);
	star("lee", "s1", NULL);
	delay(12);
	tell(NOTICE_WINDOW_MS);
	read_all("kim", 1);
	assert_string_equal(published->str, "-kim/notices/x ");
	read_all("kim", 0);
	expect_words("lee", "[\"late\"]"); /* is not kim's to read */
	delay(0);
	tell(NOTICE_WINDOW_MS);
	expect_words("kim", "[\"restored\"]");
	expect_words("lee", "[\"restored\"]");
	cJSON *doc = notice_of("kim");
	assert_string_equal(json_str(json_get(doc, "from"), "start"), "2019-08-29T02:12:00Z");
	cJSON_Delete(doc);
}

static void one_notice_is_read_by_its_owner_alone(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	cJSON *doc = notice_of("kim");
	const char *id = json_str(doc, "id");
	assert_int_equal(notice_revision(db, "kim", id), 1);
	assert_int_equal(notice_revision(db, "lee", id), 0);
	do_it((struct deed){.run = run_read, .who = "lee", .id = id, .minutes = 0}, NULL);
	expect_words("kim", "[\"moved\"]");
	do_it((struct deed){.run = run_read, .who = "kim", .id = id, .minutes = 1}, NULL);
	expect_words("kim", NULL);
	cJSON_Delete(doc);
}

static void a_session_that_is_deleted_takes_stars_and_notices_along(void **state)
{
	save("s3",
		"{\"title\":\"three\",\"room\":\"r1\",\"start\":\"2019-08-29T05:00:00Z\",\"duration\":45}");
	star("kim", "s3", NULL);
	star("lee", "s3", NULL);
	save("s3", "{\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	read_all("lee", 1);
	undo_last();
	assert_int_equal(count("SELECT count(*) FROM moves"), 1);
	int64_t post = db_int(
		db, 0, "SELECT id FROM actions WHERE about = '[\"sessions/s3\"]' ORDER BY id LIMIT 1", "");
	assert_int_equal(do_it((struct deed){.run = run_undo, .number = post}, NULL), STATUS_OK);
	assert_string_equal(published->str, "-kim/notices/x -kim/stars/s3 -lee/stars/s3 ");
	assert_int_equal(count("SELECT (SELECT count(*) FROM stars) + (SELECT count(*) FROM notices) + "
			       "(SELECT count(*) FROM moves)"),
		0);
}

/* --- much at once --------------------------------------------------------- */

/* As many attendees with a star on s1, in the order of their ids. */
static void crowd(int64_t many)
{
	db_run(db,
		"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
		"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
		"SELECT printf('x%05d', i), 'x', 'ko', 'px' || i, 'cx' || i, 1, 0, 0, 1 FROM n",
		"i", many);
	db_run(db,
		"INSERT INTO stars (attendee, session, at) SELECT id, 's1', 0 FROM attendees WHERE name = 'x'",
		"");
}

static void a_crowd_is_told_in_turns(void **state)
{
	crowd(2 * MAX_NOTICES_A_JOB + 5);
	save("s1", "{\"room\":\"r2\"}");
	int jobs = 0;
	for (int before = 0; notices_next(db) != INT64_MAX; jobs++) {
		assert_true(jobs < 10);
		tell(NOTICE_WINDOW_MS);
		int now = count("SELECT count(*) FROM notices");
		assert_true(now - before <= MAX_NOTICES_A_JOB);
		before = now;
	}
	assert_int_equal(jobs, 3);
	assert_int_equal(count("SELECT count(*) FROM notices"), 2 * MAX_NOTICES_A_JOB + 5);
	assert_int_equal(count("SELECT count(*) FROM moves"), 0);
}

/* Those told first hear the second change as a second one, the others too. */
static void a_change_while_a_crowd_is_told_comes_after_it(void **state)
{
	crowd(MAX_NOTICES_A_JOB + 5);
	save("s1", "{\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	save("s1", "{\"status\":\"cancelled\"}");
	while (notices_next(db) != INT64_MAX)
		tell(NOTICE_WINDOW_MS);
	assert_int_equal(count("SELECT count(*) FROM notices WHERE json_extract(was, '$.room') = 'r1' "
			       "AND json_extract(became, '$.status') = 'cancelled' AND rev = 2"),
		MAX_NOTICES_A_JOB + 5);
}

/* --- of a place ----------------------------------------------------------- */

static enum status run_place_word(struct txn *txn, struct deed *d, struct err *err)
{
	notice_of_place(
		txn, d->who, d->number, d->id, d->minutes ? clock_at + d->minutes * MS_PER_MINUTE : 0);
	return STATUS_OK;
}

static void say(const char *who, int64_t number, const char *word, int minutes)
{
	do_it(
		(struct deed){
			.run = run_place_word, .who = who, .id = word, .number = number, .minutes = minutes},
		NULL);
}

static void expect_notice(const char *who, const char *json)
{
	cJSON *doc = notice_of(who);
	cJSON_DeleteItemFromObject(doc, "id");
	char *text = cJSON_PrintUnformatted(doc);
	assert_string_equal(text, json);
	cJSON_free(text);
	cJSON_Delete(doc);
}

static void one_notice_of_a_place_which_says_the_last_word(void **state)
{
	make_meetup(db, "m1", "p8", ELEVEN, 2, 1);
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	make_place(db, "lee", "", PLACE_WAITING);
	say("kim", 1, "moved", 0);
	assert_string_equal(published->str, "kim/notices/x ");
	expect_notice("kim",
		"{\"place\":\"b1\",\"meetup\":\"m1\",\"slot\":\"m1-0\",\"changes\":[\"moved\"],"
		"\"until\":null,\"at\":\"2019-08-29T01:00:00Z\",\"rev\":1}");
	clock_at += MS_PER_MINUTE;
	say("kim", 1, "called", 3);
	expect_notice("kim",
		"{\"place\":\"b1\",\"meetup\":\"m1\",\"slot\":\"m1-0\",\"changes\":[\"called\"],"
		"\"until\":\"2019-08-29T01:04:00Z\",\"at\":\"2019-08-29T01:01:00Z\",\"rev\":2}");
	say("lee", 2, "two_ahead", 0);
	expect_notice("lee",
		"{\"place\":\"b2\",\"meetup\":\"m1\",\"slot\":null,\"changes\":[\"two_ahead\"],"
		"\"until\":null,\"at\":\"2019-08-29T01:01:00Z\",\"rev\":1}");
	say("kim", 1, "absent", 0);
	expect_words("kim", "[\"absent\"]"); /* and until is gone */
	read_all("kim", 1);
	expect_words("kim", NULL);
	expect_words("lee", "[\"two_ahead\"]");
	say("kim", 1, "called", 0);
	read_all("kim", 1);
}

static void a_notice_of_a_place_stands_beside_one_of_a_session(void **state)
{
	make_meetup(db, "m1", "p8", ELEVEN, 2, 1);
	make_place(db, "kim", "m1-0", PLACE_BOOKED);
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	say("kim", 1, "seat", 10);
	assert_int_equal(count("SELECT count(*) FROM notices"), 2);
	struct buf json = BUF_INIT(8000);
	private_render_all(db, "kim", &json);
	assert_non_null(strstr(json.data, "\"changes\":[\"seat\"]"));
	assert_non_null(strstr(json.data, "\"changes\":[\"moved\"]"));
	buf_clear(&json);
	read_all("kim", 2);
}

static void note_scan(void *ctx, const char *sql, const char *detail)
{
	bool ours = strstr(sql, "stars") || strstr(sql, "notices") || strstr(sql, "moves");
	bool by_test = strstr(sql, "count(*) FROM") == sql + 7 || strstr(sql, "WITH RECURSIVE") ||
		strstr(sql, "name = 'x'");
	bool through_index = strstr(detail, "USING") || strstr(detail, "json_each");
	if (ours && !by_test && strncmp(detail, "SCAN", 4) == 0 && !through_index)
		fail_msg("%s\n  %s", sql, detail);
}

static void no_rule_scans(void **state)
{
	star("kim", "s1", NULL);
	save("s1", "{\"room\":\"r2\"}");
	tell(NOTICE_WINDOW_MS);
	notices_next(db);
	stars_reach(db, "[\"s1\"]");
	read_all("kim", 1);
	do_it((struct deed){.run = run_unstar, .who = "kim", .id = "s1"}, NULL);
	save("s3", "{\"title\":\"three\"}");
	undo_last();
	db_each_plan(db, note_scan, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_star_is_set_once_and_is_its_owners),
		TEST(what_has_vanished_takes_no_star_but_gives_it_back),
		TEST(there_are_only_so_many_stars),
		TEST(a_preview_counts_each_attendee_once),
		TEST(a_move_is_told_after_the_window_to_those_with_the_star),
		TEST(what_is_undone_within_the_window_is_not_told),
		TEST(nobody_waits_for_what_nobody_has_starred),
		TEST(the_clock_is_no_news),
		TEST(who_stars_it_after_the_change_knows_it_so),
		TEST(a_change_after_a_star_within_the_window_is_told),
		TEST(what_is_over_is_not_told),
		TEST(a_clock_put_back_keeps_no_window_open),
		TEST(an_unread_notice_goes_on_from_what_was_known_first),
		TEST(a_read_one_is_gone_and_the_next_begins_from_there),
		TEST(one_notice_is_read_by_its_owner_alone),
		TEST(a_session_that_is_deleted_takes_stars_and_notices_along),
		TEST(a_crowd_is_told_in_turns),
		TEST(a_change_while_a_crowd_is_told_comes_after_it),
		TEST(one_notice_of_a_place_which_says_the_last_word),
		TEST(a_notice_of_a_place_stands_beside_one_of_a_session),
		TEST(no_rule_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
