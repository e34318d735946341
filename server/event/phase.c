#include "event/phase.h"

#include <string.h>

/* The one rule, in SQL too (below): a session is live from its expected start
 * until just before its expected end. */
static const char *phase_at(int64_t now, int64_t start, int64_t end)
{
	return now < start ? "scheduled" : now < end ? "live" : "ended";
}

static bool follows_clock(const cJSON *session)
{
	const char *status = row_str(session, "status");
	return strcmp(status, "cancelled") != 0 && strcmp(status, "hidden") != 0 &&
		!cJSON_IsTrue(json_get(session, "held"));
}

void phase_apply(cJSON *session, int64_t now)
{
	if (!follows_clock(session))
		return;
	if (!row_has(session, "start")) {
		row_set_str(session, "status", "scheduled");
		return;
	}
	row_set_str(session, "status",
		phase_at(now, row_int(session, "expected_start", 0), row_int(session, "expected_end", 0)));
}

enum status phase_tick(struct txn *txn, struct err *err)
{
	struct stmt *s = db_query(txn->db,
		"UPDATE sessions SET status = CASE WHEN ?1 < expected_start THEN 'scheduled' "
		"WHEN ?1 < expected_end THEN 'live' ELSE 'ended' END "
		"WHERE held = 0 AND ((status = 'scheduled' AND expected_start <= ?1) "
		"OR (status = 'live' AND (expected_end <= ?1 OR expected_start > ?1)) "
		"OR (status = 'ended' AND expected_end > ?1)) RETURNING id",
		"i", txn->now);
	bool any = false;
	while (stmt_row(s)) {
		txn_touch(txn, NULL, "sessions", stmt_text(s, 0));
		any = true;
	}
	stmt_end(s);
	if (any)
		txn_why(txn, "clock");
	return db_status(txn->db, err);
}

int64_t phase_next(struct db *db, int64_t now)
{
	int64_t start = db_int(db, INT64_MAX,
		"SELECT min(expected_start) FROM sessions WHERE status = 'scheduled' AND held = 0 AND expected_start > ?1",
		"i", now);
	int64_t end = db_int(db, INT64_MAX,
		"SELECT min(expected_end) FROM sessions WHERE status = 'live' AND held = 0 AND expected_end > ?1",
		"i", now);
	return start < end ? start : end;
}
