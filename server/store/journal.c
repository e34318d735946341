#include "store/journal.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

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

static bool is_too_long(const struct journal *j)
{
	return j->count > MAX_JOURNAL_CHANGES || j->bytes > MAX_JOURNAL_BYTES;
}

static void prune(struct db *db, struct journal *j)
{
	if (is_too_long(j))
		journal_load(db, j); /* less what was forgotten */
	/* The newest stays always: its seq is where the next one begins. */
	while (j->count > 1 && is_too_long(j)) {
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

void journal_forget(struct db *db, int64_t seq, const char *collection, const char *id)
{
	char path[2 * MAX_ID + 16];
	snprintf(path, sizeof path, "$.set.%s.\"%s\"", collection, id);
	db_run(db, "UPDATE journal SET change = json_remove(change, ?2) WHERE seq = ?1", "is", seq, path);
	db_run(db, "UPDATE journal SET bytes = length(CAST(change AS BLOB)) WHERE seq = ?1", "i", seq);
}

struct held {
	int64_t seq;
	const char *id; /* borrowed */
};

/* Which change may hold which of these documents, owned: read before any is written. */
static GArray *find_held(struct db *db, const char *collection, const GPtrArray *ids)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct held));
	struct stmt *s = db_query(db,
		"SELECT seq, change FROM journal WHERE instr(change, '\"' || ?1 || '\":{')", "s", collection);
	while (stmt_row(s)) {
		const char *change = stmt_text(s, 1);
		for (guint i = 0; i < ids->len; i++) {
			char key[MAX_ID + 8];
			struct held held = {stmt_int(s, 0), ids->pdata[i]};
			snprintf(key, sizeof key, "\"%s\":{", held.id);
			if (change && strstr(change, key))
				g_array_append_val(all, held);
		}
	}
	stmt_end(s);
	return all;
}

void journal_forget_all(struct db *db, const char *collection, const GPtrArray *ids)
{
	if (ids->len == 0)
		return;
	GArray *all = find_held(db, collection, ids);
	for (guint i = 0; i < all->len; i++) {
		const struct held *held = &g_array_index(all, struct held, i);
		journal_forget(db, held->seq, collection, held->id);
	}
	g_array_free(all, TRUE);
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
	db_text(db, out, size, "SELECT value FROM meta WHERE key = 'epoch'", "");
}
