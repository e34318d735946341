/* Members: who they are, and how one ends. */
#include "house.h"

#include "base/buf.h"
#include "event/attendees.h"
#include "event/hosts.h"
#include "event/members.h"
#include "event/resource.h"

#include <stdio.h>
#include <stdlib.h>

struct house {
	struct writer *writer;
	struct db *db;
	struct buf told; /* the members of the last change: " ID=JSON", " ID gone" */
};

struct asked {
	const char *role, *hash;
	int64_t until; /* 0: no end */
	char id[RANDOM_ID_TEXT];
	bool another;
	char ended[SHA256_HEX];
};

static void publish(void *ctx, const struct change *c)
{
	struct house *h = ctx;
	buf_reset(&h->told);
	for (size_t i = 0; i < c->count; i++) {
		const struct change_doc *d = &c->docs[i];
		if (strcmp(d->collection, "members") == 0)
			buf_addf(&h->told, " %s%s%s", d->id, d->json ? "=" : " gone", d->json ? d->json : "");
	}
}

static enum status fill(struct txn *txn, void *arg, struct err *err)
{
	db_run(txn->db, "UPDATE event SET languages = '[\"ko\",\"en\"]'", "");
	return db_run(txn->db, "INSERT INTO people (id, name, rev) VALUES ('p1', '\"김마당\"', 1)", "");
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

static enum status come(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	db_run(txn->db,
		"INSERT INTO tokens (hash, role, name, made_at, until) VALUES (?1, ?2, 'Lee', 1000, nullif(?3, 0))",
		"ssi", a->hash, a->role, a->until);
	return member_enrol(txn, a->hash, a->id, err);
}

static enum status go(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	return member_end(txn, a->id, a->another, a->ended, err);
}

static enum status become_host(struct txn *txn, void *arg, struct err *err)
{
	return host_attendee(txn, "p1", NULL, arg, err);
}

static enum status delete_attendee(struct txn *txn, void *arg, struct err *err)
{
	return attendee_delete(txn, arg, err);
}

static void count(void *ctx, const struct member *m)
{
	++*(int *)ctx;
}

static int members(struct house *h, int64_t now)
{
	int n = 0;
	members_each(h->db, now, count, &n);
	return n;
}

static void one_who_comes_is_told_without_what_opens(void **state)
{
	struct house *h = *state;
	struct asked a = {.role = "steward", .hash = "hash-1", .until = INT64_C(4102444800000)};
	char expected[300];
	assert_int_equal(in_transaction(h->writer, come, &a, NULL), STATUS_OK);
	snprintf(expected, sizeof expected,
		" %s={\"id\":\"%s\",\"role\":\"steward\",\"name\":\"Lee\",\"person\":null,"
		"\"made_at\":\"1970-01-01T00:00:01Z\",\"until\":\"2100-01-01T00:00:00Z\",\"rev\":1}",
		a.id, a.id);
	assert_string_equal(h->told.data, expected);
}

static void one_who_goes_is_gone_and_its_token_named(void **state)
{
	struct house *h = *state;
	struct asked a = {.role = "screen", .hash = "hash-1"}, none = {.id = "nobody"};
	struct err err;
	in_transaction(h->writer, come, &a, NULL);
	assert_int_equal(in_transaction(h->writer, go, &a, NULL), STATUS_OK);
	assert_string_equal(a.ended, "hash-1");
	assert_non_null(strstr(h->told.data, " gone"));
	assert_int_equal(members(h, 0), 0);
	assert_int_equal(in_transaction(h->writer, go, &a, &err), STATUS_NOT_FOUND);
	assert_int_equal(in_transaction(h->writer, go, &none, &err), STATUS_NOT_FOUND);
	assert_string_equal(err.code, "not_found");
	assert_non_null(strstr(err.detail, "members/nobody"));
}

static void the_last_organiser_without_an_end_stays(void **state)
{
	struct house *h = *state;
	struct asked a = {.role = "organiser", .hash = "hash-1"};
	struct asked b = {.role = "organiser", .hash = "hash-2"};
	struct asked program = {.role = "organiser", .hash = "hash-3", .until = INT64_C(4102444800000)};
	struct err err;
	assert_false(members_have_organiser(h->db));
	in_transaction(h->writer, come, &program, NULL);
	assert_false(members_have_organiser(h->db));
	in_transaction(h->writer, come, &a, NULL);
	assert_true(members_have_organiser(h->db));
	assert_int_equal(in_transaction(h->writer, go, &a, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "last_organiser");
	assert_int_equal(in_transaction(h->writer, go, &program, NULL), STATUS_OK);
	in_transaction(h->writer, come, &b, NULL);
	assert_int_equal(in_transaction(h->writer, go, &a, NULL), STATUS_OK);
	assert_int_equal(in_transaction(h->writer, go, &b, &err), STATUS_CONFLICT);
	b.another = true;
	assert_int_equal(in_transaction(h->writer, go, &b, NULL), STATUS_OK);
}

static void a_host_is_one_member_and_goes_on_attending(void **state)
{
	struct house *h = *state;
	char attendee[RANDOM_ID_TEXT], again[RANDOM_ID_TEXT];
	struct asked a = {.id = "p1"};
	in_transaction(h->writer, become_host, attendee, NULL);
	assert_non_null(
		strstr(h->told.data, " p1={\"id\":\"p1\",\"role\":\"host\",\"name\":null,\"person\":\"p1\""));
	assert_int_equal(members(h, 0), 1);
	assert_int_equal(in_transaction(h->writer, go, &a, NULL), STATUS_OK);
	assert_string_equal(h->told.data, " p1 gone");
	assert_string_equal(a.ended, "");
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM attendees", ""), 1);
	in_transaction(h->writer, become_host, again, NULL);
	in_transaction(h->writer, delete_attendee, again, NULL);
	assert_string_equal(h->told.data, " p1 gone");
}

static void those_that_have_run_out_go_when_the_next_one_comes(void **state)
{
	struct house *h = *state;
	struct asked old = {.role = "steward", .hash = "hash-1", .until = 5000};
	struct asked next = {.role = "steward", .hash = "hash-2"};
	in_transaction(h->writer, come, &old, NULL);
	assert_int_equal(members(h, 4999), 1);
	assert_int_equal(members(h, 5000), 0);
	in_transaction(h->writer, come, &next, NULL);
	assert_non_null(strstr(h->told.data, old.id));
	assert_non_null(strstr(h->told.data, " gone"));
	assert_int_equal(members(h, 4999), 1);
}

static void so_many_there_are_and_no_more(void **state)
{
	struct house *h = *state;
	struct asked a = {.role = "screen"};
	char hash[24];
	struct err err;
	a.hash = hash;
	for (int i = 0; i <= MAX_MEMBERS; i++) {
		snprintf(hash, sizeof hash, "hash-%d", i);
		enum status st = in_transaction(h->writer, come, &a, &err);
		assert_int_equal(st, i < MAX_MEMBERS ? STATUS_OK : STATUS_CONFLICT);
	}
	assert_string_equal(err.code, "full");
	assert_int_equal(members(h, 0), MAX_MEMBERS);
}

#define WITH_HOUSE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_HOUSE(one_who_comes_is_told_without_what_opens),
		WITH_HOUSE(one_who_goes_is_gone_and_its_token_named),
		WITH_HOUSE(the_last_organiser_without_an_end_stays),
		WITH_HOUSE(a_host_is_one_member_and_goes_on_attending),
		WITH_HOUSE(those_that_have_run_out_go_when_the_next_one_comes),
		WITH_HOUSE(so_many_there_are_and_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
