/* A house without sockets for unit tests: a database in memory, a clock that
 * the test sets, and the writer run inline. */
#ifndef MADANG_TESTS_HOUSE_H
#define MADANG_TESTS_HOUSE_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "event/private.h"

#include <string.h>

extern const struct asset schema_assets[];

/* A database in memory, and its writer, which owns it. */
static inline void open_in_memory(
	struct clock clock, const struct writer_hooks *hooks, struct db **ret_db, struct writer **ret)
{
	struct err err = {0};
	if (db_open(":memory:", DB_WRITER, schema_assets, ret_db, &err) != STATUS_OK ||
		writer_create(*ret_db, &clock, hooks, ret, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
}

/* A job that runs a function of the test. */
struct test_job {
	struct job job;
	enum status (*work)(struct txn *txn, void *arg, struct err *err);
	void *arg;
	enum status status;
	struct err err;
};

static inline enum status test_job_run(struct job *job, struct txn *txn, struct err *err)
{
	struct test_job *t = (struct test_job *)job;
	return t->work(txn, t->arg, err);
}

static inline void test_job_done(struct job *job)
{
	struct test_job *t = (struct test_job *)job;
	t->status = job->status;
	t->err = job->err;
}

static inline struct test_job test_job(enum status (*work)(struct txn *, void *, struct err *), void *arg)
{
	return (struct test_job){
		.job = {.run = test_job_run, .done = test_job_done}, .work = work, .arg = arg};
}

/* Runs `work` in a transaction of its own; its status, after the commit. */
static inline enum status in_transaction(struct writer *w,
	enum status (*work)(struct txn *, void *, struct err *), void *arg, struct err *ret_err)
{
	struct test_job t = test_job(work, arg);
	writer_run(w, &t.job);
	if (ret_err)
		*ret_err = t.err;
	return t.status;
}

/* Is the document there now, for its owner? The writer publishes its name alone. */
static inline bool own_is_there(struct db *db, const struct change_doc *d)
{
	struct buf json = BUF_INIT(1 << 20);
	bool there = private_render(db, d->owner, d->collection, d->id, &json);
	buf_clear(&json);
	return there;
}

#endif
