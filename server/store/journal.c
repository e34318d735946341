#include "store/journal.h"

#include "base/limits.h"

#include <stdio.h>

/* Pruned in steps of this share, so that not every append deletes. */
enum { PRUNE_SHARE = 8 };

void journal_load(struct db *db, struct journal *ret)
{
	*ret = (struct journal){
		.head = db_int(db, 0, "SELECT max(seq) FROM journal", ""),
		.bytes = db_int(db, 0, "SELECT sum(bytes) FROM journal", ""),
		.count = db_int(db, 0, "SELECT count(*) FROM journal", ""),
	};
}

static void prune(struct db *db, struct journal *j)
{
	/* The newest stays always: its seq is where the next one begins. */
	while (j->count > 1 && (j->count > MAX_JOURNAL_CHANGES || j->bytes > MAX_JOURNAL_BYTES)) {
		int64_t oldest = j->head - j->count + 1;
		int64_t last = oldest + j->count / PRUNE_SHARE;
		if (last >= j->head)
			last = j->head - 1;
		j->bytes -= db_int(db, 0, "SELECT sum(bytes) FROM journal WHERE seq <= ?1", "i", last);
		if (db_run(db, "DELETE FROM journal WHERE seq <= ?1", "i", last) != STATUS_OK)
			return;
		j->count = j->head - last;
	}
}

void journal_append(struct db *db, struct journal *j, const struct change *c, int64_t now)
{
	struct buf frame = BUF_INIT(SIZE_MAX / 2);
	change_write(c, NULL, &frame);
	db_run(db, "INSERT INTO journal (seq, at, bytes, change) VALUES (?1, ?2, ?3, ?4)", "iiis", c->seq,
		now, (int64_t)frame.len, frame.data);
	j->head = c->seq;
	j->bytes += (int64_t)frame.len;
	j->count++;
	buf_clear(&frame);
	prune(db, j);
}

void journal_each(
	struct db *db, void (*each)(void *ctx, int64_t seq, const char *frame, size_t len), void *ctx)
{
	struct stmt *s = db_query(db, "SELECT seq, change FROM journal ORDER BY seq", "");
	while (stmt_row(s)) {
		const char *frame = stmt_text(s, 1);
		each(ctx, stmt_int(s, 0), frame, stmt_bytes(s, 1));
	}
	stmt_end(s);
}

void journal_epoch(struct db *db, char *out, size_t size)
{
	struct stmt *s = db_query(db, "SELECT value FROM meta WHERE key = 'epoch'", "");
	snprintf(out, size, "%s", stmt_row(s) ? stmt_text(s, 0) : "");
	stmt_end(s);
}
