/* The writer: one thread that owns the read-write connection.
 *
 * Jobs wait in a bounded queue, those of the desk before all others. The writer
 * takes up to MAX_WRITER_BATCH, opens one transaction, runs each job in a
 * savepoint of its own (a refused job rolls back alone), renders what was
 * touched, appends the change to the journal, and commits with
 * synchronous=FULL: a hundred callers share one fsync. Only
 * then do the jobs and the change go back to the loop. If the commit fails,
 * every job of it has failed and nothing is published.
 *
 *   loop:   writer_submit → … → writer_collect: publish(change), job->done
 *   writer: job->run(job, txn), render
 *
 * Without writer_start the same runs inline (writer_run): unit tests and the
 * command line. */
#ifndef MADANG_STORE_WRITER_H
#define MADANG_STORE_WRITER_H

#include "base/change.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/db.h"

struct touched;

/* What a job sees of the transaction. */
struct txn {
	struct db *db;
	int64_t now; /* the house's clock when the job began, UTC ms */
	int64_t seq; /* that this transaction's change will have, if there is anything public in it */
	bool forgets; /* see txn_forget */
	bool guarded; /* the job that runs has a savepoint */
	struct touched *touched; /* private to the writer */
};

/* Marks a document as changed: it is rendered once, at the end, and published.
 * `owner` NULL: for everybody; else for this attendee's sockets alone: then only
 * its name is published, and it is rendered where there is such a socket. */
void txn_touch(struct txn *t, const char *owner, const char *collection, const char *id);
/* One word of what is being done, for the frame's `why`. The last one wins, but
 * a job that touched only private documents does not name a public change. */
void txn_why(struct txn *t, const char *why);
/* What this job deletes must not stay in the files: after the commit, and
 * before the answer, the log that still has it is folded into the database. */
void txn_forget(struct txn *t);
/* For a job that decides first (below), before it writes something that it may
 * still have to refuse: from here on it can be rolled back alone. */
void txn_guard(struct txn *t);
/* Has this transaction, this job's part or another's, touched anything public?
 * Else its change has the seq of the one before and is not in the journal: ten
 * thousand stars must not push the programme's changes out of it. */
bool txn_touched_any(const struct txn *t);

/* Embedded first in the submitter's own struct, which owns what else the job
 * needs. The job is the writer's from writer_submit until done is called. */
struct job {
	/* Writer's thread, once. Sets `status` and fills `err` where it refuses:
	 * whatever it did in the transaction is then rolled back. */
	enum status (*run)(struct job *job, struct txn *txn, struct err *err);
	/* Loop's thread, once, after the commit: frees the job. */
	void (*done)(struct job *job);
	/* It refuses, if at all, before it has written anything, and so it needs no
	 * savepoint: with one SQLite copies each page that the job touches, half of
	 * what a booking costs. Should it refuse with something written, the whole
	 * transaction fails, and everybody's job with it. */
	bool decides_first;
	/* Goes before all that do not: what the desk does is seen on all screens, and
	 * must not stand behind thousands of attendees. */
	bool precedes;
	enum status status; /* what became of it, for `done` */
	struct err err;
	struct job *next; /* the queue's */
};

struct writer_hooks {
	/* Writer's thread. Appends the public document as it is now; false: it is gone. */
	bool (*render)(struct db *db, const char *collection, const char *id, struct buf *out);
	/* Writer's thread: something waits for writer_collect. NULL when inline. */
	void (*wake)(void *ctx);
	/* Loop's thread, from writer_collect, before the jobs' done. */
	void (*publish)(void *ctx, const struct change *change);
	void *ctx;
};

struct writer;

/* Takes `db` (closed by writer_destroy) on OK and on failure. */
enum status writer_create(struct db *db, const struct clock *clock, const struct writer_hooks *hooks,
	struct writer **ret, struct err *err);
/* Starts the thread. */
void writer_start(struct writer *w);
/* Queues a job. False: MAX_WRITER_QUEUE wait already, or it is stopping; the
 * job is still the caller's. Loop's thread. */
bool writer_submit(struct writer *w, struct job *job);
/* Publishes what was committed and calls the jobs' done. Loop's thread. */
void writer_collect(struct writer *w);
/* Runs one job at once, in a transaction of its own, done included. Only
 * before writer_start. */
void writer_run(struct writer *w, struct job *job);
/* Takes no more jobs, runs those that wait, and ends the thread. The caller
 * still calls writer_collect once. */
void writer_stop(struct writer *w);
void writer_destroy(struct writer *w); /* after writer_stop; NULL is fine */
/* Jobs waiting now; any thread. */
size_t writer_waiting(struct writer *w);

#endif
