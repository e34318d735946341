#include "store/writer.h"

#include "base/limits.h"
#include "store/journal.h"

#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A document that the transaction touched. */
struct touch {
	char *owner;
	char *collection;
	char *id;
};

/* In the order of the first touch; `known` finds one that is there. */
struct touched {
	GPtrArray *list; /* struct touch, owned */
	GHashTable *known; /* the same, by content */
	guint owned; /* how many of them have an owner */
	char *why;
};

/* What one transaction hands back to the loop. */
struct batch {
	struct job *jobs;
	struct change *change; /* NULL: nothing was touched, or it failed */
	struct batch *next;
};

struct queue {
	struct job *first, *last;
	size_t length;
};

struct writer {
	struct db *db; /* writer's thread */
	struct journal journal; /* writer's thread */
	struct clock clock;
	struct writer_hooks hooks;
	bool must_fold; /* writer's thread: what was to be forgotten is still in the log */
	pthread_t thread;
	bool started;

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t work;
	struct queue preceding, usual;
	bool stopping;
	struct batch *done_first, *done_last;
};

/* --- touched documents --------------------------------------------------- */

static guint touch_hash(gconstpointer p)
{
	const struct touch *t = p;
	return g_str_hash(t->collection) * 31 + g_str_hash(t->id) +
		(t->owner ? g_str_hash(t->owner) * 17 : 0);
}

static gboolean touch_equal(gconstpointer a, gconstpointer b)
{
	const struct touch *x = a, *y = b;
	return strcmp(x->id, y->id) == 0 && strcmp(x->collection, y->collection) == 0 &&
		g_strcmp0(x->owner, y->owner) == 0;
}

static void touch_free(gpointer p)
{
	struct touch *t = p;
	g_free(t->owner);
	g_free(t->collection);
	g_free(t->id);
	g_free(t);
}

static struct touched *touched_create(void)
{
	struct touched *t = g_new0(struct touched, 1);
	t->list = g_ptr_array_new_with_free_func(touch_free);
	t->known = g_hash_table_new(touch_hash, touch_equal);
	return t;
}

static void touched_destroy(struct touched *t)
{
	g_hash_table_destroy(t->known);
	g_ptr_array_unref(t->list);
	g_free(t->why);
	g_free(t);
}

/* Forgets what was touched after the first `count`. */
static void touched_cut(struct touched *t, guint count)
{
	for (guint i = count; i < t->list->len; i++) {
		const struct touch *touch = t->list->pdata[i];
		t->owned -= touch->owner != NULL;
		g_hash_table_remove(t->known, touch);
	}
	g_ptr_array_set_size(t->list, (gint)count);
}

void txn_touch(struct txn *t, const char *owner, const char *collection, const char *id)
{
	struct touch probe = {(char *)owner, (char *)collection, (char *)id};
	if (g_hash_table_contains(t->touched->known, &probe))
		return;
	struct touch *touch = g_new(struct touch, 1);
	*touch = (struct touch){g_strdup(owner), g_strdup(collection), g_strdup(id)};
	g_ptr_array_add(t->touched->list, touch);
	g_hash_table_add(t->touched->known, touch);
	t->touched->owned += owner != NULL;
}

void txn_why(struct txn *t, const char *why)
{
	g_free(t->touched->why);
	t->touched->why = g_strdup(why);
}

void txn_forget(struct txn *t)
{
	t->forgets = true;
}

bool txn_touched_any(const struct txn *t)
{
	return t->touched->list->len > t->touched->owned;
}

/* --- one transaction ----------------------------------------------------- */

void txn_guard(struct txn *t)
{
	if (!t->guarded)
		db_savepoint(t->db);
	t->guarded = true;
}

/* Takes back what the refused job has done. False: nothing can, but a rollback
 * of all. */
static bool take_back(struct writer *w, struct txn *txn, int64_t written)
{
	/* A failure of the disk is sticky so that the rule saw it; it is one job's,
	 * unless it comes back at the commit. */
	db_recover(w->db);
	if (!txn->guarded)
		return db_written(w->db) == written;
	db_rollback_to_savepoint(w->db);
	return true;
}

/* False: the transaction must fail. */
static bool run_job(struct writer *w, struct txn *txn, struct job *job)
{
	guint before = txn->touched->list->len, public_before = before - txn->touched->owned;
	int64_t written = db_written(w->db);
	char *why = g_strdup(txn->touched->why);
	bool whole = true;
	txn->now = clock_now(&w->clock);
	txn->guarded = false;
	if (!job->decides_first)
		txn_guard(txn);
	job->status = job->run(job, txn, &job->err);
	if (job->status == STATUS_OK)
		job->status = db_status(w->db, &job->err);
	if (job->status == STATUS_OK) {
		if (txn->guarded)
			db_release(w->db);
		if (public_before > 0 && txn->touched->list->len - txn->touched->owned == public_before)
			txn_why(txn, why);
	} else {
		whole = take_back(w, txn, written);
		touched_cut(txn->touched, before);
		txn_why(txn, why);
	}
	g_free(why);
	return whole;
}

static enum status run_jobs(struct writer *w, struct txn *txn, struct job *jobs, struct err *err)
{
	for (struct job *j = jobs; j; j = j->next)
		if (!run_job(w, txn, j))
			return err_set(
				err, STATUS_STORAGE, "storage", "a write could not be taken back alone");
	return STATUS_OK;
}

static struct change *render(struct writer *w, struct txn *txn)
{
	GPtrArray *list = txn->touched->list;
	if (list->len == 0)
		return NULL;
	struct change *c = change_create();
	c->seq = txn_touched_any(txn) ? txn->seq : w->journal.head;
	change_set_why(c, txn->touched->why);
	for (guint i = 0; i < list->len; i++) {
		struct touch *t = list->pdata[i];
		struct buf json = BUF_INIT(SIZE_MAX / 2);
		bool there = !t->owner && w->hooks.render(w->db, t->collection, t->id, &json);
		change_add(c, t->owner, t->collection, t->id, there ? buf_take(&json, NULL) : NULL);
		buf_clear(&json);
	}
	change_sort(c);
	return c;
}

static void fail_all(struct job *jobs, const struct err *err)
{
	for (struct job *j = jobs; j; j = j->next) {
		/* One that was refused for its own reason keeps it. */
		if (j->status != STATUS_OK)
			continue;
		j->status = STATUS_STORAGE;
		j->err = *err;
	}
}

/* Runs the jobs in one transaction; the change to publish, or NULL. */
static struct change *run_transaction(struct writer *w, struct job *jobs)
{
	struct txn txn = {.db = w->db, .seq = w->journal.head + 1, .touched = touched_create()};
	struct err err = {0};
	db_begin(w->db);
	bool open = db_status(w->db, &err) == STATUS_OK && run_jobs(w, &txn, jobs, &err) == STATUS_OK;
	struct change *change = open ? render(w, &txn) : NULL;
	if (change && change_is_public(change))
		journal_append(w->db, &w->journal, change, clock_now(&w->clock));
	if (open && db_status(w->db, &err) == STATUS_OK)
		db_commit(w->db, &err);
	if (err.status == STATUS_OK && (txn.forgets || w->must_fold))
		w->must_fold = !db_fold(w->db);
	if (err.status != STATUS_OK) {
		db_rollback(w->db);
		journal_load(w->db, &w->journal);
		fail_all(jobs, &err);
		change_destroy(change);
		change = NULL;
	}
	touched_destroy(txn.touched);
	return change;
}

/* --- queue and thread ---------------------------------------------------- */

enum { FOLD_AGAIN_S = 1 };

static void put(struct queue *q, struct job *job)
{
	job->next = NULL;
	*(q->last ? &q->last->next : &q->first) = job;
	q->last = job;
	q->length++;
}

static struct job *take(struct queue *q)
{
	struct job *job = q->first;
	q->first = job->next;
	if (!q->first)
		q->last = NULL;
	q->length--;
	return job;
}

static size_t waiting(const struct writer *w)
{
	return w->preceding.length + w->usual.length;
}

/* The jobs of the next transaction; NULL: none wait. */
static struct job *take_batch(struct writer *w)
{
	struct queue batch = {0};
	while (waiting(w) > 0 && batch.length < MAX_WRITER_BATCH)
		put(&batch, take(w->preceding.first ? &w->preceding : &w->usual));
	return batch.first;
}

/* Waits for jobs; false: there will be none. NULL jobs: it is time to try
 * again what a reader was in the way of. */
static bool wait_for_jobs(struct writer *w, struct job **ret)
{
	struct timespec again;
	clock_gettime(CLOCK_REALTIME, &again);
	again.tv_sec += FOLD_AGAIN_S;
	int waited = 0;
	pthread_mutex_lock(&w->lock);
	while (waiting(w) == 0 && !w->stopping && waited == 0)
		waited = w->must_fold ? pthread_cond_timedwait(&w->work, &w->lock, &again)
				      : pthread_cond_wait(&w->work, &w->lock);
	*ret = take_batch(w);
	bool more = *ret || !w->stopping;
	pthread_mutex_unlock(&w->lock);
	return more;
}

static void hand_back(struct writer *w, struct job *jobs, struct change *change)
{
	struct batch *b = g_new(struct batch, 1);
	*b = (struct batch){.jobs = jobs, .change = change};
	pthread_mutex_lock(&w->lock);
	if (w->done_last)
		w->done_last->next = b;
	else
		w->done_first = b;
	w->done_last = b;
	pthread_mutex_unlock(&w->lock);
	if (w->hooks.wake)
		w->hooks.wake(w->hooks.ctx);
}

static void *writer_main(void *arg)
{
	struct writer *w = arg;
	for (struct job *jobs; wait_for_jobs(w, &jobs);) {
		if (jobs)
			hand_back(w, jobs, run_transaction(w, jobs));
		else
			w->must_fold = !db_fold(w->db);
	}
	return NULL;
}

bool writer_submit(struct writer *w, struct job *job)
{
	pthread_mutex_lock(&w->lock);
	bool room = waiting(w) < MAX_WRITER_QUEUE && !w->stopping;
	if (room) {
		put(job->precedes ? &w->preceding : &w->usual, job);
		pthread_cond_signal(&w->work);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

void writer_collect(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	struct batch *batch = w->done_first;
	w->done_first = w->done_last = NULL;
	pthread_mutex_unlock(&w->lock);
	while (batch) {
		struct batch *next = batch->next;
		if (batch->change)
			w->hooks.publish(w->hooks.ctx, batch->change);
		change_destroy(batch->change);
		for (struct job *j = batch->jobs; j;) {
			struct job *following = j->next; /* done frees j */
			j->done(j);
			j = following;
		}
		g_free(batch);
		batch = next;
	}
}

void writer_run(struct writer *w, struct job *job)
{
	job->next = NULL;
	hand_back(w, job, run_transaction(w, job));
	writer_collect(w);
}

size_t writer_waiting(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	size_t n = waiting(w);
	pthread_mutex_unlock(&w->lock);
	return n;
}

enum status writer_create(struct db *db, const struct clock *clock, const struct writer_hooks *hooks,
	struct writer **ret, struct err *err)
{
	struct writer *w = g_new0(struct writer, 1);
	w->db = db;
	w->clock = *clock;
	w->hooks = *hooks;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	journal_load(db, &w->journal);
	enum status st = db_status(db, err);
	if (st == STATUS_OK)
		*ret = w;
	else
		writer_destroy(w);
	return st;
}

void writer_start(struct writer *w)
{
	if (pthread_create(&w->thread, NULL, writer_main, w) != 0)
		abort();
	w->started = true;
}

void writer_stop(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	if (w->started)
		pthread_join(w->thread, NULL);
	w->started = false;
}

void writer_destroy(struct writer *w)
{
	if (!w)
		return;
	db_close(w->db);
	pthread_cond_destroy(&w->work);
	pthread_mutex_destroy(&w->lock);
	g_free(w);
}
