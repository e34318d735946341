/* The writer: group commit, a savepoint a job, one change a commit, failure of
 * the commit, the bounded queue, a clean stop. Documents here are rows of
 * `ids`: the writer knows nothing of conferences. */
#include "house.h"

#include "base/limits.h"
#include "store/journal.h"

#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

struct seen {
	struct writer *writer;
	int changes;
	int64_t last_seq;
	size_t last_count;
	char last_why[64];
	char last_json[64];
	atomic_int wakes;
	bool render_fails;
};

static struct seen seen; /* one test at a time; cmocka's tests are functions without a place for it */

static char row_a[] = "a", row_b[] = "b", row_c[] = "c", row_n[] = "n";

static bool render(struct db *db, const char *collection, const char *id, struct buf *out)
{
	if (seen.render_fails)
		db_run(db, "SELECT * FROM nowhere", "");
	int64_t last = db_int(db, -1, "SELECT last FROM ids WHERE prefix = ?1", "s", id);
	if (last >= 0)
		buf_addf(out, "{\"last\":%lld}", (long long)last);
	return last >= 0;
}

static void publish(void *ctx, const struct change *c)
{
	seen.changes++;
	seen.last_seq = c->seq;
	seen.last_count = c->count;
	snprintf(seen.last_why, sizeof seen.last_why, "%s", c->why ? c->why : "");
	snprintf(seen.last_json, sizeof seen.last_json, "%s", c->docs[0].json ? c->docs[0].json : "gone");
}

static void wake(void *ctx)
{
	atomic_fetch_add(&seen.wakes, 1);
}

static struct writer *make_writer(const char *path)
{
	struct db *db = NULL;
	struct err err = {0};
	struct clock clock = clock_system();
	struct writer_hooks hooks = {.render = render, .wake = wake, .publish = publish};
	seen = (struct seen){0};
	assert_int_equal(db_open(path, DB_WRITER, schema_assets, &db, &err), STATUS_OK);
	assert_int_equal(writer_create(db, &clock, &hooks, &seen.writer, &err), STATUS_OK);
	return seen.writer;
}

static enum status count_up(struct txn *txn, void *arg, struct err *err)
{
	db_run(txn->db, "INSERT INTO ids VALUES (?1, 1) ON CONFLICT DO UPDATE SET last = last + 1", "s", arg);
	txn_touch(txn, NULL, "ids", arg);
	txn_why(txn, "count");
	return STATUS_OK;
}

static enum status count_up_and_refuse(struct txn *txn, void *arg, struct err *err)
{
	count_up(txn, arg, err);
	txn_why(txn, "refused");
	return err_set(err, STATUS_CONFLICT, "full", "there is no room");
}

static enum status touch_nothing(struct txn *txn, void *arg, struct err *err)
{
	return STATUS_OK;
}

static enum status break_statement(struct txn *txn, void *arg, struct err *err)
{
	db_run(txn->db, "INSERT INTO nowhere VALUES (1)", "");
	return STATUS_OK; /* the rule did not look: the writer does */
}

static enum status drop_row(struct txn *txn, void *arg, struct err *err)
{
	db_run(txn->db, "DELETE FROM ids WHERE prefix = ?1", "s", arg);
	txn_touch(txn, NULL, "ids", arg);
	return STATUS_OK;
}

static void one_job_makes_one_change(void **state)
{
	struct writer *w = make_writer(":memory:");
	assert_int_equal(in_transaction(w, count_up, row_a, NULL), STATUS_OK);
	assert_int_equal(seen.changes, 1);
	assert_int_equal(seen.last_seq, 1);
	assert_string_equal(seen.last_json, "{\"last\":1}");
	assert_string_equal(seen.last_why, "count");
	assert_int_equal(in_transaction(w, drop_row, row_a, NULL), STATUS_OK);
	assert_int_equal(seen.last_seq, 2);
	assert_string_equal(seen.last_json, "gone");
	writer_destroy(w);
}

static void a_job_that_touches_nothing_makes_no_change(void **state)
{
	struct writer *w = make_writer(":memory:");
	assert_int_equal(in_transaction(w, touch_nothing, NULL, NULL), STATUS_OK);
	assert_int_equal(seen.changes, 0);
	assert_int_equal(in_transaction(w, count_up, row_a, NULL), STATUS_OK);
	assert_int_equal(seen.last_seq, 1);
	writer_destroy(w);
}

static enum status touch_own(struct txn *txn, void *arg, struct err *err)
{
	txn_touch(txn, "ann", "ids", arg);
	txn_why(txn, "own");
	return STATUS_OK;
}

static void what_is_private_takes_no_seq(void **state)
{
	struct writer *w = make_writer(":memory:");
	assert_int_equal(in_transaction(w, count_up, row_a, NULL), STATUS_OK);
	assert_int_equal(in_transaction(w, touch_own, row_a, NULL), STATUS_OK);
	assert_int_equal(seen.changes, 2);
	assert_int_equal(seen.last_seq, 1);
	assert_string_equal(seen.last_why, "own");
	assert_string_equal(seen.last_json, "gone"); /* not rendered: perhaps nobody listens */
	assert_int_equal(in_transaction(w, count_up, row_a, NULL), STATUS_OK);
	assert_int_equal(seen.last_seq, 2);
	writer_destroy(w);
}

static void what_is_private_does_not_name_a_public_change(void **state)
{
	struct writer *w = make_writer(":memory:");
	struct test_job a = test_job(touch_own, row_a), b = test_job(count_up, row_b),
			c = test_job(touch_own, row_c);
	writer_submit(w, &a.job);
	writer_submit(w, &b.job);
	writer_submit(w, &c.job);
	writer_start(w);
	writer_stop(w);
	writer_collect(w);
	assert_int_equal(seen.last_count, 3);
	assert_string_equal(seen.last_why, "count");
	writer_destroy(w);
}

static void a_refused_job_rolls_back_alone(void **state)
{
	struct writer *w = make_writer(":memory:");
	struct test_job a = test_job(count_up, row_a), b = test_job(count_up_and_refuse, row_b),
			c = test_job(count_up, row_c);
	a.job.next = NULL;
	assert_true(writer_submit(w, &a.job));
	assert_true(writer_submit(w, &b.job));
	assert_true(writer_submit(w, &c.job));
	writer_start(w);
	writer_stop(w);
	writer_collect(w);
	assert_int_equal(a.status, STATUS_OK);
	assert_int_equal(b.status, STATUS_CONFLICT);
	assert_string_equal(b.err.code, "full");
	assert_int_equal(c.status, STATUS_OK);
	assert_int_equal(seen.changes, 1); /* queued before the start: one transaction */
	assert_int_equal(seen.last_count, 2);
	assert_string_equal(seen.last_why, "count");
	writer_destroy(w);
}

static enum status refuse_at_once(struct txn *txn, void *arg, struct err *err)
{
	txn_touch(txn, NULL, "ids", arg);
	return err_set(err, STATUS_CONFLICT, "full", "there is no room");
}

static enum status guard_and_refuse(struct txn *txn, void *arg, struct err *err)
{
	txn_guard(txn);
	return count_up_and_refuse(txn, arg, err);
}

/* One that decides first amid two that do, in one transaction: its own status is
 * left in `ret`, the others' in `ret_others`. */
static void run_deciding(enum status (*work)(struct txn *, void *, struct err *), struct test_job *ret,
	enum status ret_others[2])
{
	struct writer *w = make_writer(":memory:");
	struct test_job a = test_job(count_up, row_a), c = test_job(count_up, row_c);
	*ret = test_job(work, row_b);
	a.job.decides_first = ret->job.decides_first = c.job.decides_first = true;
	assert_true(writer_submit(w, &a.job));
	assert_true(writer_submit(w, &ret->job));
	assert_true(writer_submit(w, &c.job));
	writer_start(w);
	writer_stop(w);
	writer_collect(w);
	ret_others[0] = a.status;
	ret_others[1] = c.status;
	writer_destroy(w);
}

static void one_that_decides_first_needs_no_savepoint(void **state)
{
	struct test_job job;
	enum status others[2];
	run_deciding(refuse_at_once, &job, others);
	assert_int_equal(job.status, STATUS_CONFLICT);
	assert_int_equal(others[0], STATUS_OK);
	assert_int_equal(others[1], STATUS_OK);
	assert_int_equal(seen.last_count, 2);
}

static void one_that_asks_for_a_savepoint_is_rolled_back_alone(void **state)
{
	struct test_job job;
	enum status others[2];
	run_deciding(guard_and_refuse, &job, others);
	assert_int_equal(job.status, STATUS_CONFLICT);
	assert_int_equal(others[0], STATUS_OK);
	assert_int_equal(others[1], STATUS_OK);
	assert_int_equal(seen.last_count, 2);
}

static void one_that_breaks_its_word_fails_all(void **state)
{
	struct test_job job;
	enum status others[2];
	run_deciding(count_up_and_refuse, &job, others);
	assert_int_equal(job.status, STATUS_CONFLICT);
	assert_int_equal(others[0], STATUS_STORAGE);
	assert_int_equal(others[1], STATUS_STORAGE);
	assert_int_equal(seen.changes, 0);
}

static void a_broken_statement_fails_its_job_only(void **state)
{
	struct writer *w = make_writer(":memory:");
	struct test_job a = test_job(count_up, row_a), b = test_job(break_statement, NULL);
	writer_submit(w, &b.job);
	writer_submit(w, &a.job);
	writer_start(w);
	writer_stop(w);
	writer_collect(w);
	assert_int_equal(b.status, STATUS_STORAGE);
	assert_int_equal(a.status, STATUS_OK);
	writer_destroy(w);
}

static void a_failed_commit_fails_every_job_and_publishes_nothing(void **state)
{
	struct writer *w = make_writer(":memory:");
	struct err err;
	seen.render_fails = true;
	assert_int_equal(in_transaction(w, count_up, row_a, &err), STATUS_STORAGE);
	assert_string_equal(err.code, "storage");
	assert_int_equal(seen.changes, 0);
	seen.render_fails = false;
	assert_int_equal(in_transaction(w, count_up, row_a, NULL), STATUS_OK);
	assert_int_equal(seen.last_seq, 1); /* the failed one left no gap */
	assert_string_equal(seen.last_json, "{\"last\":1}");
	writer_destroy(w);
}

static void the_queue_is_bounded(void **state)
{
	struct writer *w = make_writer(":memory:");
	struct test_job *jobs = calloc(MAX_WRITER_QUEUE + 1, sizeof *jobs);
	for (int i = 0; i <= MAX_WRITER_QUEUE; i++)
		jobs[i] = test_job(touch_nothing, NULL);
	for (int i = 0; i < MAX_WRITER_QUEUE; i++)
		assert_true(writer_submit(w, &jobs[i].job));
	assert_false(writer_submit(w, &jobs[MAX_WRITER_QUEUE].job));
	assert_int_equal(writer_waiting(w), MAX_WRITER_QUEUE);
	writer_start(w);
	writer_stop(w);
	writer_collect(w);
	assert_int_equal(writer_waiting(w), 0);
	assert_int_equal(jobs[MAX_WRITER_QUEUE - 1].status, STATUS_OK);
	assert_false(writer_submit(w, &jobs[MAX_WRITER_QUEUE].job)); /* stopped */
	writer_destroy(w);
	free(jobs);
}

/* One more than a transaction takes, and then the desk's: that one is in the
 * first transaction, whose change the last of the others has no part in. */
static void the_desk_goes_first_and_a_transaction_takes_so_many(void **state)
{
	struct writer *w = make_writer(":memory:");
	struct test_job jobs[MAX_WRITER_BATCH + 1], desk = test_job(count_up, row_a);
	char expected[64];
	snprintf(expected, sizeof expected, "{\"last\":%d}", MAX_WRITER_BATCH + 1);
	desk.job.precedes = true;
	for (size_t i = 0; i < G_N_ELEMENTS(jobs); i++) {
		jobs[i] = test_job(count_up, row_n);
		assert_true(writer_submit(w, &jobs[i].job));
	}
	assert_true(writer_submit(w, &desk.job));
	writer_start(w);
	writer_stop(w);
	writer_collect(w);
	assert_int_equal(seen.changes, 2);
	assert_int_equal(seen.last_count, 1); /* ids/n alone: ids/a was in the first */
	assert_string_equal(seen.last_json, expected);
	assert_int_equal(desk.status, STATUS_OK);
	writer_destroy(w);
}

/* Many jobs from the loop while the writer works: each is answered once, in
 * order, and the journal has no gap. TSan watches. */
static void every_job_is_answered_under_load(void **state)
{
	enum { JOBS = 5000 };
	char path[] = "/tmp/madang-writer-XXXXXX";
	close(mkstemp(path));
	unlink(path);
	struct writer *w = make_writer(path);
	struct test_job *jobs = calloc(JOBS, sizeof *jobs);
	writer_start(w);
	int given = 0;
	while (given < JOBS) {
		jobs[given] = test_job(given % 7 == 3 ? count_up_and_refuse : count_up, row_n);
		if (writer_submit(w, &jobs[given].job))
			given++;
		if (given % 64 == 0)
			writer_collect(w);
	}
	writer_stop(w);
	writer_collect(w);
	int good = 0;
	for (int i = 0; i < JOBS; i++) {
		assert_int_equal(jobs[i].status, i % 7 == 3 ? STATUS_CONFLICT : STATUS_OK);
		good += jobs[i].status == STATUS_OK;
	}
	char expected[64];
	snprintf(expected, sizeof expected, "{\"last\":%d}", good);
	assert_string_equal(seen.last_json, expected);
	assert_int_equal(seen.last_seq, seen.changes);
	assert_true(seen.wakes > 0);
	writer_destroy(w);
	free(jobs);
	char command[200];
	snprintf(command, sizeof command, "rm -f %s %s-lock %s-wal %s-shm", path, path, path, path);
	assert_int_equal(system(command), 0);
}

/* The disk takes no more just when the commit writes: by a limit on the size of
 * files, which the write-ahead log runs into. */
static void a_commit_that_the_disk_refuses_is_no_yes(void **state)
{
	char path[] = "/tmp/madang-full-XXXXXX";
	close(mkstemp(path));
	unlink(path);
	struct writer *w = make_writer(path);
	struct rlimit before, small;
	assert_int_equal(in_transaction(w, count_up, row_a, NULL), STATUS_OK);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_IGN);
	small = (struct rlimit){.rlim_cur = 4096, .rlim_max = before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	struct err err;
	assert_int_equal(in_transaction(w, count_up, row_a, &err), STATUS_STORAGE);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_string_equal(err.code, "storage");
	assert_int_equal(seen.changes, 1);
	assert_int_equal(in_transaction(w, count_up, row_a, NULL), STATUS_OK);
	assert_int_equal(seen.last_seq, 2);
	assert_string_equal(seen.last_json, "{\"last\":2}");
	writer_destroy(w);
	char command[200];
	snprintf(command, sizeof command, "rm -f %s %s-lock %s-wal %s-shm", path, path, path, path);
	assert_int_equal(system(command), 0);
}

static void count_frame(void *ctx, int64_t seq, const char *frame, size_t len)
{
	int64_t *last = ctx;
	assert_true(*last == 0 || seq == *last + 1);
	assert_int_equal(strlen(frame), len);
	*last = seq;
}

static void the_journal_keeps_the_newest_within_its_bound(void **state)
{
	struct db *db = NULL;
	struct err err = {0};
	assert_int_equal(db_open(":memory:", DB_WRITER, schema_assets, &db, &err), STATUS_OK);
	struct journal j;
	journal_load(db, &j);
	assert_int_equal(j.head, 0);
	for (int i = 1; i <= MAX_JOURNAL_CHANGES + 100; i++) {
		struct change *c = change_create();
		c->seq = i;
		change_add(c, NULL, "ids", "x", strdup("{}"));
		journal_append(db, &j, c, 0);
		change_destroy(c);
	}
	assert_true(j.count <= MAX_JOURNAL_CHANGES);
	assert_int_equal(j.head, MAX_JOURNAL_CHANGES + 100);
	struct journal again;
	journal_load(db, &again);
	assert_int_equal(again.count, j.count);
	assert_int_equal(again.bytes, j.bytes);
	int64_t last = 0;
	journal_each(db, count_frame, &last);
	assert_int_equal(last, j.head);
	db_close(db);
}

static void a_change_is_written_as_the_contract_shows_it(void **state)
{
	struct change *c = change_create();
	struct buf out = BUF_INIT(4096);
	c->seq = 7;
	change_set_why(c, "sessions.patch");
	change_add(c, NULL, "sessions", "s2", strdup("{\"id\":\"s2\"}"));
	change_add(c, NULL, "rooms", "r1", NULL);
	change_add(c, "p1", "stars", "s2", strdup("{}"));
	change_add(c, NULL, "sessions", "s1", strdup("{\"id\":\"s1\"}"));
	change_add(c, NULL, "rooms", "r0", NULL);
	change_sort(c);
	change_write(c, NULL, &out);
	assert_string_equal(out.data,
		"{\"seq\":7,\"set\":{\"sessions\":{\"s1\":{\"id\":\"s1\"},\"s2\":{\"id\":\"s2\"}}},"
		"\"del\":{\"rooms\":[\"r0\",\"r1\"]},\"why\":\"sessions.patch\"}");
	buf_reset(&out);
	change_write(c, "p1", &out);
	assert_string_equal(out.data,
		"{\"seq\":7,\"set\":{\"stars\":{\"s2\":{}}},\"del\":{},\"why\":\"sessions.patch\"}");
	buf_clear(&out);
	change_destroy(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_job_makes_one_change),
		cmocka_unit_test(a_job_that_touches_nothing_makes_no_change),
		cmocka_unit_test(what_is_private_takes_no_seq),
		cmocka_unit_test(what_is_private_does_not_name_a_public_change),
		cmocka_unit_test(a_refused_job_rolls_back_alone),
		cmocka_unit_test(one_that_decides_first_needs_no_savepoint),
		cmocka_unit_test(one_that_asks_for_a_savepoint_is_rolled_back_alone),
		cmocka_unit_test(one_that_breaks_its_word_fails_all),
		cmocka_unit_test(a_broken_statement_fails_its_job_only),
		cmocka_unit_test(a_failed_commit_fails_every_job_and_publishes_nothing),
		cmocka_unit_test(the_queue_is_bounded),
		cmocka_unit_test(the_desk_goes_first_and_a_transaction_takes_so_many),
		cmocka_unit_test(every_job_is_answered_under_load),
		cmocka_unit_test(a_commit_that_the_disk_refuses_is_no_yes),
		cmocka_unit_test(the_journal_keeps_the_newest_within_its_bound),
		cmocka_unit_test(a_change_is_written_as_the_contract_shows_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
