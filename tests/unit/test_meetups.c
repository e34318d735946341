/* Meetups: what follows from a table's row, from its session and from the
 * talks of its host; who is told; what the world knows of it. Times are
 * minutes after 11:00 in Seoul on 2019-08-29. */
#include "editing.h"

#include "base/instant.h"
#include "event/attendees.h"
#include "event/booking.h"
#include "event/check.h"
#include "event/meetups.h"
#include "event/places.h"

#include <glib.h>
#include <stdio.h>

#define ELEVEN INT64_C(1567044000000) /* 2019-08-29T02:00:00Z */
#define MINUTES(n) ((n)*MS_PER_MINUTE)

static struct writer *writer;
static struct db *db; /* the writer's, between transactions */
static int64_t clock_at;
static GString *public; /* "slots/m1-0 -lines/m1 ": of the last change */
static char *frame; /* the last public change */

static void publish(void *ctx, const struct change *c)
{
	struct buf text = BUF_INIT(1 << 20);
	if (!change_is_public(c))
		return;
	g_string_truncate(public, 0);
	for (size_t i = 0; i < c->count; i++)
		if (!c->docs[i].owner)
			g_string_append_printf(public, "%s%s/%s ", c->docs[i].json ? "" : "-",
				c->docs[i].collection, c->docs[i].id);
	change_write(c, NULL, &text);
	free(frame);
	frame = buf_take(&text, NULL);
}

/* --- doing things -------------------------------------------------------- */

struct deed {
	enum status (*run)(struct txn *txn, struct deed *d, struct err *err);
	const char *id, *body;
	int64_t number; /* of a place; of the action */
	int64_t reached;
};

static enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	txn->now = clock_at;
	return d->run(txn, d, err);
}

static enum status do_it(struct deed *d, struct err *err)
{
	return in_transaction(writer, run_deed, d, err);
}

static enum status run_meetup(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "test", "test");
	cJSON *old = row_load(txn->db, &resource_meetups, d->id), *body = cJSON_Parse(d->body);
	cJSON *row = old ? cJSON_Duplicate(old, true) : meetup_new();
	row_set_str(row, "id", d->id);
	enum status st = row_patch(txn->db, &resource_meetups, row, body, false, err);
	if (st == STATUS_OK)
		st = meetup_save(&e, old, row, err);
	cJSON_Delete(old);
	cJSON_Delete(row);
	cJSON_Delete(body);
	if (st == STATUS_OK)
		st = meetups_follow(&e, err);
	d->reached = meetups_reach(&e);
	if (st == STATUS_OK)
		return edit_finish(&e, &d->number, err);
	edit_abandon(&e);
	return st;
}

static enum status run_session(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "test", "test");
	enum status st = save_session(&e, d->id, d->body, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &d->number, err);
	edit_abandon(&e);
	return st;
}

static enum status run_undo(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "test", "undo");
	enum status st = edit_undo(&e, d->number, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &d->number, err);
	edit_abandon(&e);
	return st;
}

static enum status run_book(struct txn *txn, struct deed *d, struct err *err)
{
	struct booked b = {0};
	struct obstacle o;
	enum status st = booking_make(txn, d->id, d->body, "C17", &b, &o, err);
	d->number = b.place.number;
	g_free(b.topic);
	return st;
}

static enum status run_flush(struct txn *txn, struct deed *d, struct err *err)
{
	meetups_flush(txn);
	return STATUS_OK;
}

static enum status run_tick(struct txn *txn, struct deed *d, struct err *err)
{
	lines_tick(txn);
	return STATUS_OK;
}

static enum status run_pause(struct txn *txn, struct deed *d, struct err *err)
{
	return meetup_pause(txn, d->id, d->number, err);
}

static enum status run_delete(struct txn *txn, struct deed *d, struct err *err)
{
	return attendee_delete(txn, d->id, err);
}

static int64_t meetup(const char *id, const char *body)
{
	struct err err = {0};
	struct deed d = {run_meetup, id, body};
	if (do_it(&d, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	return d.number;
}

static int64_t session(const char *id, const char *body)
{
	struct err err = {0};
	struct deed d = {run_session, id, body};
	if (do_it(&d, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	return d.number;
}

static int64_t undo(int64_t action)
{
	struct err err = {0};
	struct deed d = {run_undo, .number = action};
	if (do_it(&d, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	return d.number;
}

static int64_t book(const char *slot, const char *attendee)
{
	struct err err = {0};
	struct deed d = {run_book, slot, attendee};
	if (do_it(&d, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	return d.number;
}

static void flush(void)
{
	struct deed d = {run_flush};
	g_string_truncate(public, 0);
	assert_int_equal(do_it(&d, NULL), STATUS_OK);
}

static void tick(void)
{
	struct deed d = {run_tick};
	assert_int_equal(do_it(&d, NULL), STATUS_OK);
}

/* --- asking -------------------------------------------------------------- */

/* "m1-0 0-15 m1-1 20-35(25-40) " : slots, planned and (expected), minutes after eleven. */
static void assert_slots(const char *meetup_id, const char *expected)
{
	GString *text = g_string_new(NULL);
	struct stmt *s = db_query(db,
		"SELECT id, start, \"end\", expected_start, expected_end, seats FROM slots WHERE meetup = ?1 AND gone = 0 ORDER BY n",
		"s", meetup_id);
	while (stmt_row(s)) {
		int at[4];
		for (int i = 0; i < 4; i++)
			at[i] = (int)((stmt_int(s, 1 + i) - ELEVEN) / MS_PER_MINUTE);
		g_string_append_printf(text, "%s %d-%d", stmt_text(s, 0), at[0], at[1]);
		if (at[0] != at[2] || at[1] != at[3])
			g_string_append_printf(text, "(%d-%d)", at[2], at[3]);
		if (stmt_int(s, 5) != 1)
			g_string_append_printf(text, "*%d", (int)stmt_int(s, 5));
		g_string_append(text, " ");
	}
	stmt_end(s);
	assert_string_equal(text->str, expected);
	g_string_free(text, TRUE);
}

static void assert_place(int64_t number, const char *state, const char *word)
{
	char text[100];
	struct stmt *s = db_query(db,
		"SELECT p.state, coalesce(p.why, ''), coalesce((SELECT word FROM notices WHERE place = p.id), '') "
		"FROM places AS p WHERE id = ?1",
		"i", number);
	assert_true(stmt_row(s));
	snprintf(text, sizeof text, "%s%s%s", stmt_text(s, 0), *stmt_text(s, 1) ? " " : "", stmt_text(s, 1));
	assert_string_equal(text, state);
	assert_string_equal(stmt_text(s, 2), word);
	stmt_end(s);
}

static void add_line(void *ctx, const char *text)
{
	g_string_append_printf(ctx, "%s\n", text);
}

/* Everything is told, and `madang check` finds nothing. */
static void assert_sound(void)
{
	GString *lines = g_string_new(NULL);
	flush();
	event_check(db, add_line, lines);
	assert_string_equal(lines->str, "");
	g_string_free(lines, TRUE);
}

static void assert_line(const char *part)
{
	struct buf out = BUF_INIT(1 << 16);
	flush();
	assert_true(line_render(db, "m1", &out));
	if (!strstr(out.data, part))
		fail_msg("no %s in %s", part, out.data);
	buf_clear(&out);
}

static int set_up(void **state)
{
	struct writer_hooks hooks = {.render = document_render, .publish = publish};
	open_in_memory(clock_rehearsal(ELEVEN, 1), &hooks, &db, &writer);
	clock_at = ELEVEN - MINUTES(120);
	public = g_string_new(NULL);
	make_rooms(db);
	db_run(db, "INSERT INTO people (id, name, rev) VALUES ('p1', '\"Kim\"', 1), ('p2', '\"Lee\"', 1)",
		"");
	static const char *const names[] = {"ada", "bob", "cho"};
	for (size_t i = 0; i < 3; i++)
		db_run(db,
			"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
			"VALUES (?1, ?1, 'ko', 'p' || ?1, 'c' || ?1, 1, 0, 0, 1)",
			"s", names[i]);
	db_run(db, "UPDATE attendee_count SET n = 3", "");
	db_run(db, "UPDATE ids SET last = 100", "");
	db_run(db, "INSERT OR REPLACE INTO ids (prefix, last) VALUES ('s', 100)", "");
	session("s1",
		"{\"title\":\"One\",\"room\":\"r1\",\"start\":\"2019-08-29T01:30:00Z\",\"duration\":30,\"people\":[\"p1\"]}");
	return 0;
}

static int tear_down(void **state)
{
	writer_destroy(writer);
	g_string_free(public, TRUE);
	free(frame);
	frame = NULL;
	return 0;
}

#define BEHIND_S1 "{\"host\":\"p1\",\"session\":\"s1\",\"place\":\"r2\",\"slot_minutes\":15}"

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
	assert_place(waits, "left ended", "cancelled");
	assert_place(bob, "booked", "");
	assert_sound();
	assert_non_null(strstr(public->str, "-slots/m1-3"));
	undo(shorter);
	assert_place(ada, "booked", "restored");
	assert_place(waits, "left ended", "cancelled");
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
		TEST(every_invariant_that_breaks_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
