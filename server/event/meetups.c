#include "event/meetups.h"

#include "base/instant.h"
#include "base/limits.h"
#include "event/line.h"
#include "event/slots.h"
#include "event/timetable.h"

#include <string.h>

cJSON *meetup_new(void)
{
	cJSON *row = cJSON_CreateObject();
	row_set_int(row, "seats", 1);
	row_set(row, "walk_in", cJSON_CreateTrue());
	row_set(row, "draw", cJSON_CreateFalse());
	row_set_str(row, "status", "open");
	return row;
}

/* --- one meetup ---------------------------------------------------------- */

static enum status wrong(struct err *err, const char *what)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s", what);
}

static enum status check_times(const cJSON *row, struct err *err)
{
	int64_t start = row_int(row, "start", 0), end = row_int(row, "end", 0);
	int64_t minutes = row_int(row, "slot_minutes", 0);
	if (start < SESSION_EARLIEST || end > SESSION_LATEST)
		return wrong(err, "start: must lie in the years 1970 to 2999");
	if (end <= start)
		return wrong(err, "end: must be after the start");
	if (end - start > MAX_MEETUP_HOURS * MS_PER_HOUR)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"end: a meetup lasts %d hours at most", MAX_MEETUP_HOURS);
	if (minutes < 1)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "slot_minutes: must be 1 to %d",
			MAX_SLOT_MINUTES);
	if (end - start < minutes * MS_PER_MINUTE)
		return wrong(err, "slot_minutes: not one slot fits between start and end");
	if ((end - start) / (minutes * MS_PER_MINUTE) > MAX_MEETUP_SLOTS)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"slot_minutes: a meetup has %d slots at most", MAX_MEETUP_SLOTS);
	return STATUS_OK;
}

static enum status check_meetup(const cJSON *row, struct err *err)
{
	if (check_times(row, err) != STATUS_OK)
		return err->status;
	if (row_int(row, "seats", 0) < 1)
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "seats: must be 1 to %d", MAX_SLOT_SEATS);
	if (cJSON_IsTrue(json_get(row, "draw")) && !row_has(row, "opens"))
		return wrong(err, "opens: a draw needs an instant at which booking opens");
	return STATUS_OK;
}

/* A new one behind a session begins when that ends, and a new session is
 * followed from where it stands. */
static void follow_from_now(struct txn *txn, const cJSON *old, cJSON *row)
{
	const char *id = row_str(row, "session");
	if (old && row_same(old, row, "session"))
		return;
	cJSON *session = id ? row_load(txn->db, &resource_sessions, id) : NULL;
	int64_t end = session ? session_planned_end(session) : 0;
	row_set(row, "follows", end ? cJSON_CreateNumber((double)end) : NULL);
	if (end && !row_has(row, "start"))
		row_set_int(row, "start", end);
	if (session && row_has(row, "start") && !row_has(row, "end"))
		row_set_int(row, "end", row_int(row, "start", 0) + MEETUP_MINUTES * MS_PER_MINUTE);
	cJSON_Delete(session);
}

enum status meetup_save(struct edit *e, const cJSON *old, cJSON *row, struct err *err)
{
	follow_from_now(e->txn, old, row);
	enum status st = row_complete(&resource_meetups, row, err);
	if (st == STATUS_OK)
		st = check_meetup(row, err);
	return st == STATUS_OK ? edit_save(e, &resource_meetups, row, err) : st;
}

bool meetup_has_places(struct db *db, const char *meetup)
{
	/* All places are looked at: it is asked where a meetup is deleted, no more. */
	return db_int(db, 0, "SELECT 1 FROM places WHERE meetup = ?1 LIMIT 1", "s", meetup) == 1;
}

/* --- what follows -------------------------------------------------------- */

static void add_text(cJSON *list, const char *text)
{
	if (text)
		cJSON_AddItemToArray(list, cJSON_CreateString(text));
}

static void add_people(cJSON *list, const cJSON *session)
{
	const cJSON *person;
	cJSON_ArrayForEach(person, json_get(session, "people"))
		add_text(list, person->valuestring);
}

/* The meetups that the edit has changed, or whose session or host's talks. */
static cJSON *meetups_of(const struct edit *e)
{
	cJSON *meetups = cJSON_CreateArray(), *sessions = cJSON_CreateArray(), *people = cJSON_CreateArray();
	const cJSON *kept;
	cJSON_ArrayForEach(kept, e->before) {
		const char *collection = row_str(kept, "collection"), *id = row_str(kept, "id");
		if (strcmp(collection, "meetups") == 0)
			add_text(meetups, id);
		if (strcmp(collection, "sessions") != 0)
			continue;
		cJSON *now = row_load(e->txn->db, &resource_sessions, id);
		add_text(sessions, id);
		add_people(people, json_get(kept, "row"));
		add_people(people, now);
		cJSON_Delete(now);
	}
	struct buf lists[3] = {BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2)};
	const cJSON *const all[3] = {meetups, sessions, people};
	for (size_t i = 0; i < 3; i++)
		json_write(all[i], &lists[i]);
	cJSON *rows = rows_load(e->txn->db, &resource_meetups,
		"WHERE id IN (SELECT value FROM json_each(?1)) OR session IN (SELECT value FROM json_each(?2)) "
		"OR host IN (SELECT value FROM json_each(?3)) ORDER BY id",
		"sss", lists[0].data, lists[1].data, lists[2].data);
	for (size_t i = 0; i < 3; i++)
		buf_clear(&lists[i]);
	cJSON_Delete(meetups);
	cJSON_Delete(sessions);
	cJSON_Delete(people);
	return rows;
}

/* Its session is planned to end at another time: it moves by as much. */
static enum status follow_session(struct edit *e, cJSON *row, struct err *err)
{
	const char *id = row_str(row, "session");
	cJSON *session = id ? row_load(e->txn->db, &resource_sessions, id) : NULL;
	int64_t end = session ? session_planned_end(session) : 0;
	int64_t by = row_has(row, "follows") ? end - row_int(row, "follows", 0) : 0;
	cJSON_Delete(session);
	if (!end || (by == 0 && row_has(row, "follows")))
		return STATUS_OK;
	row_set_int(row, "follows", end);
	row_set_int(row, "start", row_int(row, "start", 0) + by);
	row_set_int(row, "end", row_int(row, "end", 0) + by);
	return edit_save(e, &resource_meetups, row, err);
}

/* Has the edit changed this field of a meetup that was there before? */
static bool has_changed(const struct edit *e, const cJSON *row, const char *field)
{
	const cJSON *kept;
	cJSON_ArrayForEach(kept, e->before) {
		const cJSON *was = json_get(kept, "row");
		if (cJSON_IsObject(was) && strcmp(row_str(kept, "collection"), "meetups") == 0 &&
			strcmp(row_str(kept, "id"), row_str(row, "id")) == 0)
			return !row_same(was, row, field);
	}
	return false;
}

/* Places are with a host, and who comes first with them; they go to no other. */
static enum status check_host(struct edit *e, const cJSON *row, struct err *err)
{
	const char *id = row_str(row, "id");
	if (has_changed(e, row, "host") && meetup_has_places(e->txn->db, id))
		return err_set(
			err, STATUS_CONFLICT, "in_use", "people have places at meetups/%s with its host", id);
	return STATUS_OK;
}

enum status meetups_follow(struct edit *e, struct err *err)
{
	/* Most edits come before the first meetup, an import's thousands too. */
	if (db_int(e->txn->db, 0, "SELECT EXISTS (SELECT 1 FROM meetups)", "") != 1)
		return STATUS_OK;
	cJSON *rows = meetups_of(e), *row;
	GArray *moved = g_array_new(FALSE, FALSE, sizeof(struct moved));
	enum status st = STATUS_OK;
	cJSON_ArrayForEach(row, rows)
		if (st == STATUS_OK && (st = check_host(e, row, err)) == STATUS_OK)
			st = follow_session(e, row, err);
	cJSON_ArrayForEach(row, rows)
		if (st == STATUS_OK)
			e->places += slots_derive(e->txn, row, has_changed(e, row, "place"), moved);
	if (st == STATUS_OK)
		slots_tell_moved(e->txn, moved);
	g_array_free(moved, TRUE);
	cJSON_Delete(rows);
	return st == STATUS_OK ? db_status(e->txn->db, err) : st;
}

int64_t meetups_reach(const struct edit *e)
{
	return e->places;
}

/* --- the table just now ---------------------------------------------------- */

static enum status set_pause(struct txn *txn, const char *meetup, bool paused, int64_t until, struct err *err)
{
	struct stmt *s = db_query(
		txn->db, "SELECT cancelled OR phase = 'ended' FROM lines WHERE meetup = ?1", "s", meetup);
	bool found = stmt_row(s), over = found && stmt_int(s, 0);
	stmt_end(s);
	if (!found)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no meetups/%s", meetup);
	if (over && paused)
		return err_set(err, STATUS_CONFLICT, "closed", "meetup %s is over, or was cancelled", meetup);
	db_run(txn->db,
		"UPDATE lines SET paused = ?2, paused_until = ?3, dirty = 1, rev = rev + 1 WHERE meetup = ?1",
		"siz", meetup, (int64_t)paused, until);
	line_tell(txn, meetup);
	return db_status(txn->db, err);
}

enum status meetup_pause(struct txn *txn, const char *meetup, int64_t until, struct err *err)
{
	return set_pause(txn, meetup, true, until, err);
}

enum status meetup_resume(struct txn *txn, const char *meetup, struct err *err)
{
	return set_pause(txn, meetup, false, 0, err);
}

/* The phase is not what ?1 (now) makes it. */
#define OUT_OF_PHASE                                                                                         \
	"((phase = 'ahead' AND expected_start <= ?1) "                                                       \
	"OR (phase = 'open' AND (expected_end <= ?1 OR expected_start > ?1)) "                               \
	"OR (phase = 'ended' AND expected_end > ?1))"

void lines_tick(struct txn *txn)
{
	db_run(txn->db,
		"UPDATE lines SET phase = CASE WHEN ?1 < expected_start THEN 'ahead' "
		"WHEN ?1 < expected_end THEN 'open' ELSE 'ended' END, dirty = 1, rev = rev + 1 "
		"WHERE " OUT_OF_PHASE,
		"i", txn->now);
	db_run(txn->db,
		"UPDATE lines SET paused = 0, paused_until = NULL, dirty = 1, rev = rev + 1 "
		"WHERE paused_until <= ?1",
		"i", txn->now);
}

int64_t lines_next(struct db *db, int64_t now)
{
	if (db_int(db, 0, "SELECT 1 FROM lines WHERE " OUT_OF_PHASE " OR paused_until <= ?1 LIMIT 1", "i",
		    now) == 1)
		return now;
	int64_t start = db_int(db, INT64_MAX,
		"SELECT min(expected_start) FROM lines WHERE phase = 'ahead' AND expected_start > ?1", "i",
		now);
	int64_t end = db_int(db, INT64_MAX,
		"SELECT min(expected_end) FROM lines WHERE phase = 'open' AND expected_end > ?1", "i", now);
	int64_t pause = db_int(
		db, INT64_MAX, "SELECT min(paused_until) FROM lines WHERE paused_until > ?1", "i", now);
	return MIN(pause, MIN(start, end));
}
