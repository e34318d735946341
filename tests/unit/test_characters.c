/* Characters: what the world sees of whom, and that who deletes themselves is
 * gone from the journal too. */
#include "house.h"

#include "event/attendees.h"
#include "event/characters.h"
#include "event/resource.h"
#include "store/journal.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

struct house {
	struct writer *writer;
	struct db *db;
	char ids[2][RANDOM_ID_TEXT];
	char *last; /* the last change, as a frame */
	size_t changes;
};

static void publish(void *ctx, const struct change *change)
{
	struct house *h = ctx;
	struct buf frame = BUF_INIT(1 << 20);
	if (!change_is_public(change))
		return;
	change_write(change, NULL, &frame);
	free(h->last);
	h->last = buf_take(&frame, NULL);
	h->changes++;
}

static enum status make(struct txn *txn, void *arg, struct err *err)
{
	struct house *h = arg;
	enum status st = attendee_create(txn, "Kim Minji", "ko", h->ids[0], err);
	return st == STATUS_OK ? attendee_create(txn, "Ada", "en", h->ids[1], err) : st;
}

static struct house *set_up(void)
{
	struct house *h = calloc(1, sizeof *h);
	struct writer_hooks hooks = {.render = document_render, .publish = publish, .ctx = h};
	open_in_memory(clock_rehearsal(INT64_C(1567044000000), 1), &hooks, &h->db, &h->writer);
	assert_int_equal(in_transaction(h->writer, make, h, NULL), STATUS_OK);
	assert_int_equal(h->changes, 0);
	return h;
}

static void tear_down(struct house *h)
{
	writer_destroy(h->writer);
	free(h->last);
	free(h);
}

/* One statement on the row (?1: the id), and the world is told. */
struct edit_of {
	const char *sql;
	const char *id;
};

static enum status run_edit(struct txn *txn, void *arg, struct err *err)
{
	const struct edit_of *e = arg;
	db_run(txn->db, e->sql, "s", e->id);
	character_touch(txn, e->id);
	return db_status(txn->db, err);
}

static void edit(struct house *h, int who, const char *sql)
{
	struct edit_of e = {sql, h->ids[who]};
	assert_int_equal(in_transaction(h->writer, run_edit, &e, NULL), STATUS_OK);
}

static enum status run_delete(struct txn *txn, void *arg, struct err *err)
{
	character_forget(txn, arg);
	db_run(txn->db, "DELETE FROM attendees WHERE id = ?1", "s", arg);
	return db_status(txn->db, err);
}

static enum status run_bar(struct txn *txn, void *arg, struct err *err)
{
	return character_bar(txn, arg, err);
}

static const char build[] = "UPDATE attendees SET avatar = '{\"set\":\"v1\"}', avatar_at = 1567044000000, "
			    "rev = rev + 1 WHERE id = ?1";
static const char hide[] = "UPDATE attendees SET shown = 0, rev = rev + 1 WHERE id = ?1";
static const char show[] = "UPDATE attendees SET shown = 1, rev = rev + 1 WHERE id = ?1";
static const char rename_[] = "UPDATE attendees SET name = 'Kim M.', rev = rev + 1 WHERE id = ?1";

static bool journal_holds(struct house *h, const char *text)
{
	return db_int(h->db, 0, "SELECT count(*) FROM journal WHERE instr(change, ?1) > 0", "s", text) > 0;
}

static void the_world_sees_who_is_shown(void **state)
{
	struct house *h = set_up();
	edit(h, 0, rename_);
	edit(h, 0, hide);
	edit(h, 0, show);
	assert_int_equal(h->changes, 0); /* nobody built one: nothing to tell */
	edit(h, 0, build);
	char expected[400], version[CHARACTER_VERSION];
	character_version("{\"set\":\"v1\"}", "ko", version);
	snprintf(expected, sizeof expected,
		"{\"seq\":1,\"set\":{\"characters\":{\"%s\":{\"id\":\"%s\",\"name\":\"Kim M.\","
		"\"picture\":\"/avatars/%s.svg?v=%s\",\"at\":\"2019-08-29T02:00:00Z\",\"rev\":5}}}",
		h->ids[0], h->ids[0], h->ids[0], version);
	assert_memory_equal(h->last, expected, strlen(expected));
	edit(h, 0, hide);
	snprintf(expected, sizeof expected, "\"del\":{\"characters\":[\"%s\"]}", h->ids[0]);
	assert_non_null(strstr(h->last, expected));
	assert_int_equal(h->changes, 2);
	edit(h, 0, rename_); /* hidden: nobody is told */
	edit(h, 0, build);
	assert_int_equal(h->changes, 2);
	edit(h, 0, show);
	assert_non_null(strstr(h->last, "Kim M."));
	tear_down(h);
}

static void the_picture_s_address_changes_with_what_it_shows(void **state)
{
	char a[CHARACTER_PICTURE], b[CHARACTER_PICTURE], c[CHARACTER_PICTURE];
	character_picture("x", "{\"set\":\"v1\"}", "ko", a);
	character_picture("x", "{\"set\":\"v2\"}", "ko", b);
	character_picture("x", "{\"set\":\"v1\"}", "en", c);
	assert_string_not_equal(a, b);
	assert_string_not_equal(a, c);
	character_picture("x", "{\"set\":\"v1\"}", "ko", b);
	assert_string_equal(a, b);
}

static void who_deletes_themselves_is_gone_from_the_journal(void **state)
{
	struct house *h = set_up();
	edit(h, 0, build);
	edit(h, 1, build);
	edit(h, 0, rename_);
	assert_true(journal_holds(h, "Kim Minji"));
	assert_true(journal_holds(h, "Kim M."));
	assert_int_equal(in_transaction(h->writer, run_delete, h->ids[0], NULL), STATUS_OK);
	assert_non_null(strstr(h->last, "\"del\":{\"characters\""));
	assert_false(journal_holds(h, "Kim"));
	assert_true(journal_holds(h, "Ada")); /* and nobody else */
	/* No seq is missing, and what the bytes are said to be they are. */
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM journal", ""), 4);
	assert_int_equal(
		db_int(h->db, -1, "SELECT count(*) FROM journal WHERE bytes <> length(CAST(change AS BLOB))",
			""),
		0);
	assert_int_equal(
		db_int(h->db, -1, "SELECT count(*) FROM characters_told WHERE attendee = ?1", "s", h->ids[0]),
		0);
	tear_down(h);
}

static void one_who_was_never_seen_goes_without_a_word(void **state)
{
	struct house *h = set_up();
	edit(h, 0, hide);
	edit(h, 0, build);
	assert_int_equal(in_transaction(h->writer, run_delete, h->ids[0], NULL), STATUS_OK);
	assert_int_equal(h->changes, 0);
	tear_down(h);
}

static void what_is_noted_goes_with_the_journal(void **state)
{
	struct house *h = set_up();
	edit(h, 0, build);
	edit(h, 0, rename_);
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM characters_told", ""), 2);
	db_run(h->db, "DELETE FROM journal WHERE seq = 1", "");
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM characters_told", ""), 1);
	/* It is still known that the world has it. */
	edit(h, 0, hide);
	assert_non_null(strstr(h->last, "\"del\""));
	tear_down(h);
}

static void who_is_barred_stays_so(void **state)
{
	struct house *h = set_up();
	struct err err;
	assert_int_equal(in_transaction(h->writer, run_bar, h->ids[0], &err), STATUS_NOT_FOUND);
	assert_string_equal(err.code, "not_found");
	edit(h, 0, build);
	assert_int_equal(in_transaction(h->writer, run_bar, h->ids[0], NULL), STATUS_OK);
	assert_non_null(strstr(h->last, "\"del\":{\"characters\""));
	struct buf own = BUF_INIT(4096);
	assert_true(attendee_render(h->db, h->ids[0], h->ids[0], &own));
	assert_non_null(strstr(own.data, "\"shown\":false"));
	buf_clear(&own);
	size_t changes = h->changes;
	edit(h, 0, show);
	edit(h, 0, build);
	assert_int_equal(in_transaction(h->writer, run_bar, h->ids[0], NULL), STATUS_OK);
	assert_int_equal(h->changes, changes);
	assert_int_equal(in_transaction(h->writer, run_bar, (char[]){"nobody"}, &err), STATUS_NOT_FOUND);
	tear_down(h);
}

static void note_one(void *ctx, const char *id, char *json)
{
	GString *all = ctx;
	g_string_append_printf(all, "%s\n", json);
	free(json);
}

static void at_start_those_shown_are_loaded_as_they_were_told(void **state)
{
	struct house *h = set_up();
	GString *all = g_string_new(NULL);
	edit(h, 1, build);
	characters_each(h->db, note_one, all);
	struct buf one = BUF_INIT(4096);
	assert_true(character_render(h->db, h->ids[1], &one));
	assert_false(character_render(h->db, h->ids[0], &one));
	buf_add_char(&one, '\n');
	assert_string_equal(all->str, one.data);
	buf_clear(&one);
	g_string_free(all, TRUE);
	tear_down(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_world_sees_who_is_shown),
		cmocka_unit_test(the_picture_s_address_changes_with_what_it_shows),
		cmocka_unit_test(who_deletes_themselves_is_gone_from_the_journal),
		cmocka_unit_test(one_who_was_never_seen_goes_without_a_word),
		cmocka_unit_test(what_is_noted_goes_with_the_journal),
		cmocka_unit_test(who_is_barred_stays_so),
		cmocka_unit_test(at_start_those_shown_are_loaded_as_they_were_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
