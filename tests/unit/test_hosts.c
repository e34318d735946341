/* Speakers who attend: who becomes the person, and the links of the desk. */
#include "house.h"

#include "base/buf.h"
#include "event/attendees.h"
#include "event/hosts.h"
#include "event/links.h"
#include "event/resource.h"

#include <stdio.h>
#include <stdlib.h>

struct house {
	struct writer *writer;
	struct db *db;
	struct buf told; /* the owner's documents of the last change */
};

struct asked {
	const char *person, *attendee;
	char id[RANDOM_ID_TEXT];
	struct link link;
	char code[RANDOM_ID_TEXT];
	int64_t now, until;
};

static void publish(void *ctx, const struct change *c)
{
	struct house *h = ctx;
	buf_reset(&h->told);
	for (size_t i = 0; i < c->count; i++) {
		const struct change_doc *d = &c->docs[i];
		if (d->owner)
			private_render(h->db, d->owner, d->collection, d->id, &h->told);
	}
}

static enum status fill(struct txn *txn, void *arg, struct err *err)
{
	db_run(txn->db, "UPDATE event SET languages = '[\"ko\",\"en\"]'", "");
	db_run(txn->db,
		"INSERT INTO people (id, name, rev) VALUES ('p1', '\"김마당\"', 1), "
		"('p2', '{\"en\":\"Lee\",\"ko\":\"이마당\"}', 1), ('p3', '{\"de\":\"Zwei\\nZeilen\"}', 1), "
		"('p4', '\"ㅤ\"', 1)",
		"");
	return db_status(txn->db, err);
}

static int set_up(void **state)
{
	struct house *h = calloc(1, sizeof *h);
	struct writer_hooks hooks = {.render = document_render, .publish = publish, .ctx = h};
	h->told = BUF_INIT(1 << 20);
	open_in_memory(clock_system(), &hooks, &h->db, &h->writer);
	*state = h;
	return in_transaction(h->writer, fill, NULL, NULL) == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
	struct house *h = *state;
	writer_destroy(h->writer);
	buf_clear(&h->told);
	free(h);
	return 0;
}

/* --- who is whom --------------------------------------------------------- */

static enum status become(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	return host_attendee(txn, a->person, a->attendee, a->id, err);
}

static enum status come(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	return attendee_create(txn, "Somebody", "en", a->id, err);
}

static enum status end(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	return host_end(txn, a->person, err);
}

static void check_column(struct house *h, const char *id, const char *column, const char *expected)
{
	char sql[80];
	snprintf(sql, sizeof sql, "SELECT %s FROM attendees WHERE id = ?1", column);
	struct stmt *s = db_query(h->db, sql, "s", id);
	assert_true(stmt_row(s));
	if (expected)
		assert_string_equal(stmt_text(s, 0), expected);
	else
		assert_true(stmt_is_null(s, 0));
	stmt_end(s);
}

static void who_opens_becomes_the_person_and_is_told(void **state)
{
	struct house *h = *state;
	struct asked me = {0}, a = {.person = "p1"};
	in_transaction(h->writer, come, &me, NULL);
	a.attendee = me.id;
	assert_int_equal(in_transaction(h->writer, become, &a, NULL), STATUS_OK);
	assert_string_equal(a.id, me.id);
	check_column(h, me.id, "person", "p1");
	check_column(h, me.id, "name", "Somebody");
	assert_non_null(strstr(h->told.data, "\"person\":\"p1\""));
	assert_int_equal(attendee_revision(h->db, me.id), 2);
}

static void a_person_is_one_attendee_and_an_attendee_one_person(void **state)
{
	struct house *h = *state;
	struct asked other = {0}, first = {.person = "p1"}, again = {.person = "p1"},
		     second = {.person = "p2"};
	in_transaction(h->writer, come, &other, NULL);
	in_transaction(h->writer, become, &first, NULL);
	again.attendee = other.id;
	assert_int_equal(in_transaction(h->writer, become, &again, NULL), STATUS_OK);
	assert_string_equal(again.id, first.id);
	check_column(h, other.id, "person", NULL);
	second.attendee = first.id;
	assert_int_equal(in_transaction(h->writer, become, &second, NULL), STATUS_OK);
	assert_string_not_equal(second.id, first.id);
	check_column(h, first.id, "person", "p1");
	check_column(h, second.id, "person", "p2");
}

static void a_new_attendee_has_the_persons_name(void **state)
{
	static const struct {
		const char *person, *name;
	} cases[] = {{"p1", "김마당"}, {"p2", "이마당"}, {"p3", "Zwei Zeilen"}, {"p4", "p4"}};
	struct house *h = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct asked a = {.person = cases[i].person};
		assert_int_equal(in_transaction(h->writer, become, &a, NULL), STATUS_OK);
		check_column(h, a.id, "name", cases[i].name);
		check_column(h, a.id, "language", "ko");
	}
}

static void a_name_is_cut_between_two_characters(void **state)
{
	struct house *h = *state;
	char name[8];
	assert_true(person_name(h->db, "p1", name, sizeof name));
	assert_string_equal(name, "김마");
	assert_false(person_name(h->db, "p9", name, sizeof name));
}

static void nobody_becomes_whom_there_is_not(void **state)
{
	struct house *h = *state;
	struct asked a = {.person = "p9"};
	struct err err;
	assert_int_equal(in_transaction(h->writer, become, &a, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "unknown_reference");
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM attendees", ""), 0);
}

static void who_is_the_person_no_more_attends_still(void **state)
{
	struct house *h = *state;
	struct asked a = {.person = "p1"};
	struct err err;
	in_transaction(h->writer, become, &a, NULL);
	assert_int_equal(in_transaction(h->writer, end, &a, NULL), STATUS_OK);
	check_column(h, a.id, "person", NULL);
	assert_non_null(strstr(h->told.data, "\"person\":null"));
	assert_int_equal(in_transaction(h->writer, end, &a, &err), STATUS_NOT_FOUND);
	struct asked next = {.person = "p1"};
	in_transaction(h->writer, become, &next, NULL);
	assert_string_not_equal(next.id, a.id);
}

/* --- links of the desk --------------------------------------------------- */

static enum status add_link(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	random_id(a->code);
	return link_add(txn, &a->link, a->code, a->now, &a->until, err);
}

static enum status open_link(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	memset(&a->link, 'x', sizeof a->link);
	return link_open(txn, a->code, a->now, &a->link, err);
}

static void a_link_says_whom_it_signs_in(void **state)
{
	static const struct link links[] = {
		{"host", "", "p1", "김마당"},
		{"screen", "", "", "Lobby"},
		{"steward", "", "", "Lee"},
		{"organiser", "", "", "Kim"},
	};
	struct house *h = *state;
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		struct asked a = {.now = 1000, .link = links[i]};
		assert_int_equal(in_transaction(h->writer, add_link, &a, NULL), STATUS_OK);
		assert_int_equal(a.until - a.now,
			(strcmp(links[i].role, "organiser") ? MAX_DESK_LINK_MINUTES : MAX_LINK_MINUTES) *
				60000);
		a.now = a.until - 1;
		assert_int_equal(in_transaction(h->writer, open_link, &a, NULL), STATUS_OK);
		assert_string_equal(a.link.role, links[i].role);
		assert_string_equal(a.link.attendee, "");
		assert_string_equal(a.link.person, links[i].person);
		assert_string_equal(a.link.name, links[i].name);
		assert_int_equal(in_transaction(h->writer, open_link, &a, NULL), STATUS_NOT_FOUND);
	}
}

static void a_link_of_the_desk_runs_out(void **state)
{
	struct house *h = *state;
	struct asked a = {.now = 1000, .link = {.role = "screen", .name = "Lobby"}};
	in_transaction(h->writer, add_link, &a, NULL);
	a.now = a.until;
	assert_int_equal(in_transaction(h->writer, open_link, &a, NULL), STATUS_NOT_FOUND);
}

static void a_link_is_for_a_person_that_there_is_and_goes_with_it(void **state)
{
	struct house *h = *state;
	struct asked a = {.now = 1000, .link = {"host", "", "p9", "Nobody"}};
	struct err err;
	assert_int_equal(in_transaction(h->writer, add_link, &a, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "unknown_reference");
	a.link = (struct link){"host", "", "p1", "Kim"};
	in_transaction(h->writer, add_link, &a, NULL);
	db_run(h->db, "DELETE FROM people WHERE id = 'p1'", "");
	assert_int_equal(in_transaction(h->writer, open_link, &a, NULL), STATUS_NOT_FOUND);
}

static void so_many_links_wait_and_no_more(void **state)
{
	struct house *h = *state;
	struct asked a = {.now = 1000, .link = {.role = "screen", .name = "Lobby"}};
	struct err err;
	for (int i = 0; i < MAX_DESK_LINKS; i++)
		assert_int_equal(in_transaction(h->writer, add_link, &a, NULL), STATUS_OK);
	assert_int_equal(in_transaction(h->writer, add_link, &a, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "full");
	a.now += MAX_DESK_LINK_MINUTES * INT64_C(60000); /* then they have run out */
	assert_int_equal(in_transaction(h->writer, add_link, &a, NULL), STATUS_OK);
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM links", ""), 1);
}

static enum status add_first(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	random_id(a->code);
	return link_add_first(txn, a->code, a->now, err);
}

/* What an earlier start has printed must not open the house besides. */
static void the_last_start_has_the_one_first_link(void **state)
{
	struct house *h = *state;
	struct asked a = {.now = 1000}, b = {.now = 2000};
	struct asked steward = {.now = 1000, .link = {.role = "steward", .name = "Door"}};
	in_transaction(h->writer, add_link, &steward, NULL);
	assert_int_equal(in_transaction(h->writer, add_first, &a, NULL), STATUS_OK);
	assert_int_equal(in_transaction(h->writer, add_first, &b, NULL), STATUS_OK);
	assert_int_equal(in_transaction(h->writer, open_link, &a, NULL), STATUS_NOT_FOUND);
	b.now += MAX_DESK_LINK_MINUTES * INT64_C(60000) - 1;
	assert_int_equal(in_transaction(h->writer, open_link, &b, NULL), STATUS_OK);
	assert_string_equal(b.link.role, "organiser");
	assert_int_equal(in_transaction(h->writer, open_link, &b, NULL), STATUS_NOT_FOUND);
	assert_int_equal(in_transaction(h->writer, open_link, &steward, NULL), STATUS_OK);
}

#define WITH_HOUSE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_HOUSE(who_opens_becomes_the_person_and_is_told),
		WITH_HOUSE(a_person_is_one_attendee_and_an_attendee_one_person),
		WITH_HOUSE(a_new_attendee_has_the_persons_name),
		WITH_HOUSE(a_name_is_cut_between_two_characters),
		WITH_HOUSE(nobody_becomes_whom_there_is_not),
		WITH_HOUSE(who_is_the_person_no_more_attends_still),
		WITH_HOUSE(a_link_says_whom_it_signs_in),
		WITH_HOUSE(a_link_of_the_desk_runs_out),
		WITH_HOUSE(a_link_is_for_a_person_that_there_is_and_goes_with_it),
		WITH_HOUSE(so_many_links_wait_and_no_more),
		WITH_HOUSE(the_last_start_has_the_one_first_link),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
