/* Guests of tables, whose clock the test turns: they join, are called, come or
 * don't. For tests of the line, the desk and the clock. */
#ifndef MADANG_TESTS_AT_TABLE_H
#define MADANG_TESTS_AT_TABLE_H

#include "table.h"

#include "event/collection.h"
#include "event/desk.h"
#include "event/line.h"

static struct writer *writer;
static struct db *db;
static int64_t clock_at;
static GString *told; /* "kim/places/b1 ": private documents of the last change */

struct deed {
	enum status (*run)(struct txn *txn, struct deed *d, struct err *err);
	const char *who, *meetup;
	int64_t number;
	int minutes;
};

static inline enum status run_deed(struct txn *txn, void *arg, struct err *err)
{
	struct deed *d = arg;
	txn->now = clock_at;
	return d->run(txn, d, err);
}

/* "" or the refusal's code, of a deed in a transaction of its own. */
static inline const char *do_it(struct deed d)
{
	static struct err err;
	g_string_truncate(told, 0);
	err = (struct err){0};
	enum status st = in_transaction(writer, run_deed, &d, &err);
	assert_int_equal(miscounted(db), 0);
	return st == STATUS_OK ? "" : err.code;
}

static inline void note_change(void *ctx, const struct change *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->docs[i].owner)
			g_string_append_printf(told, "%s/%s/%s ", c->docs[i].owner, c->docs[i].collection,
				strcmp(c->docs[i].collection, "notices") == 0 ? "x" : c->docs[i].id);
}

static inline int open_tables(void **state)
{
	struct writer_hooks hooks = {.render = document_render, .publish = note_change};
	static const char *const names[] = {"kim", "lee", "han", "bae", "cho"};
	told = g_string_new("");
	clock_at = ELEVEN;
	open_in_memory(clock_system(), &hooks, &db, &writer);
	make_meetup(db, "m1", "p1", ELEVEN, 4, 2);
	make_meetup(db, "m2", "p2", ELEVEN, 4, 2);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		make_attendee(db, names[i]);
	return 0;
}

static inline int close_tables(void **state)
{
	writer_destroy(writer);
	g_string_free(told, TRUE);
	return 0;
}

/* --- doing things ---------------------------------------------------------- */

static inline enum status run_join(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	enum status st = line_join(txn, d->meetup, d->who, "C17", &p, err);
	if (st == STATUS_OK)
		assert_int_equal(p.state, PLACE_WAITING);
	return st;
}

static inline const char *join(const char *who, const char *meetup)
{
	return do_it((struct deed){.run = run_join, .who = who, .meetup = meetup});
}

/* The line of m1, in this order. */
static inline void join_all(const char *const *names)
{
	for (; *names; names++)
		assert_string_equal(join(*names, "m1"), "");
}
#define JOIN(...) join_all((const char *const[]){__VA_ARGS__, NULL})

static inline int64_t number_of(const char *who, const char *meetup)
{
	return db_int(
		db, 0, "SELECT max(id) FROM places WHERE attendee = ?1 AND meetup = ?2", "ss", who, meetup);
}

static inline enum status run_own(struct txn *txn, struct deed *d,
	enum status (*run)(struct txn *, struct place *, struct err *), struct err *err)
{
	struct place p;
	enum status st = line_own(txn->db, d->meetup, d->who, &p, err);
	return st == STATUS_OK ? run(txn, &p, err) : st;
}

static inline enum status run_pass(struct txn *txn, struct deed *d, struct err *err)
{
	return run_own(txn, d, line_pass, err);
}

static inline enum status run_leave(struct txn *txn, struct deed *d, struct err *err)
{
	return run_own(txn, d, line_leave, err);
}

static inline const char *pass(const char *who)
{
	return do_it((struct deed){.run = run_pass, .who = who, .meetup = "m1"});
}

static inline const char *leave(const char *who)
{
	return do_it((struct deed){.run = run_leave, .who = who, .meetup = "m1"});
}

/* Who was called by the last `next`: "kim lee". */
static char called[200];

static inline enum status run_next(struct txn *txn, struct deed *d, struct err *err)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int64_t));
	enum status st = desk_next(txn, d->meetup, numbers, err);
	called[0] = '\0';
	for (guint i = 0; i < numbers->len; i++) {
		struct place p;
		assert_true(place_load(txn->db, g_array_index(numbers, int64_t, i), &p));
		g_strlcat(called, i ? " " : "", sizeof called);
		g_strlcat(called, p.attendee, sizeof called);
	}
	g_array_free(numbers, TRUE);
	return st;
}

static inline void expect_next(const char *meetup, const char *names)
{
	assert_string_equal(do_it((struct deed){.run = run_next, .meetup = meetup}), "");
	assert_string_equal(called, names);
}

/* One function of the desk, on the last place of `who` at this table. */
#define STEP(name)                                                                                           \
	static inline enum status run_##name(struct txn *txn, struct deed *d, struct err *err)               \
	{                                                                                                    \
		struct place p;                                                                              \
		assert_true(place_load(txn->db, d->number, &p));                                             \
		return desk_##name(txn, &p, err);                                                            \
	}                                                                                                    \
	static inline const char *name(const char *who, const char *meetup)                                  \
	{                                                                                                    \
		return do_it((struct deed){.run = run_##name, .number = number_of(who, meetup)});            \
	}
STEP(arrived)
STEP(start)
STEP(finish)
STEP(no_show)
STEP(choose)
#undef STEP

static inline enum status run_present(struct txn *txn, struct deed *d, struct err *err)
{
	struct place p;
	return desk_present(txn, d->meetup, d->who, &p, err);
}

static inline const char *present(const char *who, const char *meetup)
{
	return do_it((struct deed){.run = run_present, .who = who, .meetup = meetup});
}

/* --- looking --------------------------------------------------------------- */

/* State of the last place of `who` there, with "!" where it has to choose and
 * "+" where it waits and is present. */
static inline void expect_state(const char *who, const char *meetup, const char *expected)
{
	struct place p;
	char is[40];
	assert_true(place_load(db, number_of(who, meetup), &p));
	snprintf(is, sizeof is, "%s%s%s", place_state_name(p.state), p.choose ? "!" : "",
		p.present && p.state == PLACE_WAITING ? "+" : "");
	if (strcmp(is, expected) != 0)
		fail_msg("%s at %s: expected %s, is %s", who, meetup, expected, is);
}

/* Who waits in the line of m1: "kim lee". */
static inline void expect_line(const char *names)
{
	char is[300] = "";
	struct stmt *s = db_query(db,
		"SELECT attendee FROM places WHERE state = 'waiting' AND meetup = 'm1' AND slot IS NULL "
		"ORDER BY tier, turn, id",
		"");
	while (stmt_row(s)) {
		g_strlcat(is, *is ? " " : "", sizeof is);
		g_strlcat(is, stmt_text(s, 0), sizeof is);
	}
	stmt_end(s);
	assert_string_equal(is, names);
}

/* The unread notice of `who`'s last place there; NULL: none. */
static inline void expect_word(const char *who, const char *meetup, const char *word)
{
	char is[40] = "";
	struct stmt *s =
		db_query(db, "SELECT word FROM notices WHERE place = ?1", "i", number_of(who, meetup));
	if (stmt_row(s))
		g_strlcpy(is, stmt_text(s, 0), sizeof is);
	stmt_end(s);
	if (strcmp(is, word ? word : "") != 0)
		fail_msg("%s at %s: expected the notice %s, is %s", who, meetup, word ? word : "none", is);
}

#endif
