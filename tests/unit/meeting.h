/* Meetups that the test edits as the desk does, whose clock it turns: what
 * follows from a row, from a session, from the talks of a host; who books.
 * Times are minutes after 11:00 in Seoul on 2019-08-29. Two people, p1 and p2,
 * rooms r1 and r2, three attendees, ada, bob and cho; the talk s1 of p1 ends at
 * eleven. */
#ifndef MADANG_TESTS_MEETING_H
#define MADANG_TESTS_MEETING_H

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

static inline void publish(void *ctx, const struct change *c)
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

static inline enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	txn->now = clock_at;
	return d->run(txn, d, err);
}

static inline enum status do_it(struct deed *d, struct err *err)
{
	return in_transaction(writer, run_deed, d, err);
}

static inline enum status run_meetup(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "test", "test");
	cJSON *old = row_load(txn->db, &resource_meetups, d->id), *body = cJSON_Parse(d->body);
	cJSON *row = old ? cJSON_Duplicate(old, true) : meetup_new();
	row_set_str(row, "id", d->id);
	enum status st = row_patch(txn->db, &resource_meetups, row, body, err);
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

static inline enum status run_session(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "test", "test");
	enum status st = save_session(&e, d->id, d->body, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &d->number, err);
	edit_abandon(&e);
	return st;
}

static inline enum status run_undo(struct txn *txn, struct deed *d, struct err *err)
{
	struct edit e;
	edit_begin(&e, txn, "test", "undo");
	enum status st = edit_undo(&e, d->number, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &d->number, err);
	edit_abandon(&e);
	return st;
}

static inline enum status run_book(struct txn *txn, struct deed *d, struct err *err)
{
	struct booked b = {0};
	struct obstacle o;
	enum status st = booking_make(txn, d->id, d->body, "C17", &b, &o, err);
	d->number = b.place.number;
	g_free(b.topic);
	return st;
}

static inline enum status run_flush(struct txn *txn, struct deed *d, struct err *err)
{
	meetups_flush(txn);
	return STATUS_OK;
}

static inline enum status run_tick(struct txn *txn, struct deed *d, struct err *err)
{
	lines_tick(txn);
	return STATUS_OK;
}

static inline enum status run_pause(struct txn *txn, struct deed *d, struct err *err)
{
	return meetup_pause(txn, d->id, d->number, err);
}

static inline enum status run_delete(struct txn *txn, struct deed *d, struct err *err)
{
	return attendee_delete(txn, d->id, err);
}

/* A deed that must be done; the number it gives. */
static inline int64_t done(struct deed d)
{
	struct err err = {0};
	if (do_it(&d, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	return d.number;
}

static inline int64_t meetup(const char *id, const char *body)
{
	return done((struct deed){run_meetup, id, body});
}

static inline int64_t session(const char *id, const char *body)
{
	return done((struct deed){run_session, id, body});
}

static inline int64_t undo(int64_t action)
{
	return done((struct deed){run_undo, .number = action});
}

static inline int64_t book(const char *slot, const char *attendee)
{
	return done((struct deed){run_book, slot, attendee});
}

static inline void flush(void)
{
	struct deed d = {run_flush};
	g_string_truncate(public, 0);
	assert_int_equal(do_it(&d, NULL), STATUS_OK);
}

static inline void tick(void)
{
	struct deed d = {run_tick};
	assert_int_equal(do_it(&d, NULL), STATUS_OK);
}

/* --- asking -------------------------------------------------------------- */

/* "m1-0 0-15 m1-1 20-35(25-40) " : slots, planned and (expected), minutes after eleven. */
static inline void assert_slots(const char *meetup_id, const char *expected)
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

static inline void assert_place(int64_t number, const char *state, const char *word)
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

static inline void add_line(void *ctx, const char *text)
{
	g_string_append_printf(ctx, "%s\n", text);
}

/* Everything is told, and `madang check` finds nothing. */
static inline void assert_sound(void)
{
	GString *lines = g_string_new(NULL);
	flush();
	event_check(db, add_line, lines);
	assert_string_equal(lines->str, "");
	g_string_free(lines, TRUE);
}

static inline void assert_line(const char *part)
{
	struct buf out = BUF_INIT(1 << 16);
	flush();
	assert_true(line_render(db, "m1", &out));
	if (!strstr(out.data, part))
		fail_msg("no %s in %s", part, out.data);
	buf_clear(&out);
}

static inline int set_up(void **state)
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

static inline int tear_down(void **state)
{
	writer_destroy(writer);
	g_string_free(public, TRUE);
	free(frame);
	frame = NULL;
	return 0;
}

#define BEHIND_S1 "{\"host\":\"p1\",\"session\":\"s1\",\"place\":\"r2\",\"slot_minutes\":15}"

#endif
