#include "event/timetable.h"

#include "base/instant.h"
#include "base/limits.h"
#include "event/days.h"
#include "event/phase.h"

#include <glib.h>
#include <string.h>

cJSON *session_new(void)
{
	cJSON *row = cJSON_CreateObject();
	row_set_int(row, "duration", 0);
	row_set(row, "people", cJSON_CreateArray());
	row_set_str(row, "status", "scheduled");
	row_set(row, "held", cJSON_CreateFalse());
	return row;
}

void session_means(cJSON *old, const char *name)
{
	row_set(old, name, NULL);
}

static int64_t planned_end(const cJSON *session)
{
	return row_int(session, "start", 0) + row_int(session, "duration", 0) * MS_PER_MINUTE;
}

static bool is_status(const cJSON *session, const char *status)
{
	return strcmp(row_str(session, "status"), status) == 0;
}

/* --- one session --------------------------------------------------------- */

static bool place_changed(const cJSON *old, const cJSON *row)
{
	return !row_same(old, row, "room") || !row_same(old, row, "start");
}

static void derive_expected(const cJSON *old, cJSON *row)
{
	if (!row_has(row, "start")) {
		row_set(row, "expected_start", NULL);
		row_set(row, "expected_end", NULL);
		return;
	}
	bool start_given = row_has(row, "expected_start") && !row_same(old, row, "expected_start");
	bool end_given = row_has(row, "expected_end") && !row_same(old, row, "expected_end");
	bool moved = place_changed(old, row);
	if (!start_given && (moved || !row_has(row, "expected_start")))
		row_set_int(row, "expected_start", row_int(row, "start", 0));
	if (!end_given &&
		(moved || start_given || !row_same(old, row, "duration") || !row_has(row, "expected_end")))
		row_set_int(row, "expected_end",
			row_int(row, "expected_start", 0) + row_int(row, "duration", 0) * MS_PER_MINUTE);
}

/* Back at the place it had left, it has not moved. */
static bool is_back(const cJSON *from, const cJSON *row)
{
	int64_t start = 0;
	const char *text = row_str(from, "start");
	return text && instant_parse(text, &start, NULL) && start == row_int(row, "start", 0) &&
		row_same(from, row, "room");
}

static void derive_moved_from(const cJSON *old, cJSON *row, int64_t now)
{
	if (!old || !row_has(old, "start") || !place_changed(old, row))
		return;
	const cJSON *before = json_get(old, "moved_from");
	if (!row_has(row, "start") || (before && is_back(before, row))) {
		row_set(row, "moved_from", NULL);
		return;
	}
	char start[INSTANT_TEXT], at[INSTANT_TEXT];
	instant_format(row_int(old, "start", 0), start);
	instant_format(now, at);
	cJSON *from = cJSON_CreateObject();
	if (row_has(old, "room"))
		row_set_str(from, "room", row_str(old, "room"));
	else
		cJSON_AddNullToObject(from, "room");
	row_set_str(from, "start", start);
	row_set_str(from, "at", at);
	row_set(row, "moved_from", from);
}

static void derive_status(const cJSON *old, cJSON *row, int64_t now)
{
	bool by_clock =
		is_status(row, "scheduled") || is_status(row, "cancelled") || is_status(row, "hidden");
	if (!old || !row_same(old, row, "status")) {
		/* "scheduled" said of what runs or has run stands against the clock;
		 * said of what was cancelled or hidden it gives it back to the clock. */
		bool denies_clock = old && is_status(row, "scheduled") &&
			(is_status(old, "live") || is_status(old, "ended"));
		row_set(row, "held", cJSON_CreateBool(!by_clock || denies_clock));
	} else if (!row_same(old, row, "start") || !row_same(old, row, "expected_start") ||
		!row_same(old, row, "expected_end")) {
		row_set(row, "held", cJSON_CreateFalse());
	}
	phase_apply(row, now);
}

/* A session needs no sign to its own room; and what says nothing is not kept. */
static void drop_empty(cJSON *row)
{
	cJSON *rooms = cJSON_GetObjectItemCaseSensitive(row, "also_in");
	const char *own = row_str(row, "room");
	for (int i = cJSON_GetArraySize(rooms); own && i-- > 0;)
		if (strcmp(cJSON_GetArrayItem(rooms, i)->valuestring, own) == 0)
			cJSON_DeleteItemFromArray(rooms, i);
	if (rooms && !rooms->child)
		row_set(row, "also_in", NULL);
	if (!cJSON_IsTrue(json_get(row, "no_recording")))
		row_set(row, "no_recording", NULL);
}

static enum status check_session(const cJSON *row, struct err *err)
{
	const char *replacement = row_str(row, "replaced_by");
	if (replacement && strcmp(replacement, row_str(row, "id")) == 0)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"replaced_by: a session cannot replace itself");
	if (!row_has(row, "start"))
		return STATUS_OK;
	if (row_int(row, "expected_end", 0) < row_int(row, "expected_start", 0))
		return err_set(
			err, STATUS_UNPROCESSABLE, "invalid_field", "expected_end: is before expected_start");
	static const char *const times[] = {"start", "expected_start", "expected_end"};
	for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
		int64_t at = row_int(row, times[i], 0);
		if (at < SESSION_EARLIEST || at >= SESSION_LATEST)
			return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
				"%s: must lie in the years 1970 to 2999", times[i]);
	}
	return STATUS_OK;
}

enum status session_save(struct edit *e, const cJSON *old, cJSON *row, struct err *err)
{
	drop_empty(row);
	derive_expected(old, row);
	derive_moved_from(old, row, e->txn->now);
	derive_status(old, row, e->txn->now);
	enum status st = check_session(row, err);
	return st == STATUS_OK ? edit_save(e, &resource_sessions, row, err) : st;
}

/* --- a room that is late ------------------------------------------------- */

bool type_is_break(const char *type)
{
	static const char *const words[] = {"break", "lunch", "pause", "coffee", "recess", "휴식", "점심"};
	char *folded = type ? g_utf8_strdown(type, -1) : NULL;
	bool found = false;
	for (size_t i = 0; folded && i < G_N_ELEMENTS(words); i++)
		found = found || strstr(folded, words[i]);
	g_free(folded);
	return found;
}

static bool has_begun(const cJSON *session)
{
	return is_status(session, "live") || is_status(session, "ended");
}

/* The sessions of the room that take place, in order of their planned start. */
static cJSON *sessions_in(struct db *db, const char *room)
{
	return rows_load(db, &resource_sessions,
		"WHERE room = ?1 AND start IS NOT NULL AND status NOT IN ('cancelled', 'hidden') ORDER BY start, id",
		"s", room);
}

static cJSON *find_from(cJSON *sessions, const char *from, int64_t now)
{
	cJSON *s;
	cJSON_ArrayForEach(s, sessions)
		if (from ? strcmp(row_str(s, "id"), from) == 0 : is_status(s, "live"))
			return s;
	cJSON_ArrayForEach(s, sessions)
		if (!from && row_int(s, "expected_start", 0) > now)
			return s;
	return NULL;
}

/* When the last of those that the plan puts before `session` is expected to
 * end. What the plan has beside it does not hold it up. */
static int64_t held_up_until(const cJSON *sessions, const cJSON *session, int64_t first_start)
{
	int64_t until = 0;
	const cJSON *s;
	cJSON_ArrayForEach(s, sessions) {
		bool before = row_int(s, "start", 0) >= first_start &&
			planned_end(s) <= row_int(session, "start", 0);
		if (s != session && before && row_int(s, "expected_end", 0) > until)
			until = row_int(s, "expected_end", 0);
	}
	return until;
}

static void delay_first(cJSON *session, int minutes)
{
	int64_t late = minutes * MS_PER_MINUTE;
	int64_t end = planned_end(session) + late;
	if (!has_begun(session))
		row_set_int(session, "expected_start", row_int(session, "start", 0) + late);
	int64_t start = row_int(session, "expected_start", 0);
	row_set_int(session, "expected_end", end > start ? end : start);
}

static void delay_next(cJSON *session, int64_t free_from)
{
	int64_t start = row_int(session, "start", 0);
	if (free_from > start)
		start = free_from;
	int64_t end = start + row_int(session, "duration", 0) * MS_PER_MINUTE;
	if (type_is_break(row_str(session, "type")))
		end = planned_end(session) > start ? planned_end(session) : start;
	row_set_int(session, "expected_start", start);
	row_set_int(session, "expected_end", end);
}

static enum status delay_sessions(struct edit *e, cJSON *sessions, cJSON *first, int minutes, struct err *err)
{
	struct zone *z = event_zone(e->txn->db);
	char day[11], other[11];
	day_of(z, row_int(first, "start", 0), day);
	enum status st = STATUS_OK;
	for (cJSON *s = first; s && st == STATUS_OK; s = s->next) {
		day_of(z, row_int(s, "start", 0), other);
		if (strcmp(day, other) != 0)
			break;
		cJSON *old = cJSON_Duplicate(s, true);
		session_means(old, "expected_start");
		session_means(old, "expected_end");
		if (s == first)
			delay_first(s, minutes);
		else if (!has_begun(s))
			delay_next(s, held_up_until(sessions, s, row_int(first, "start", 0)));
		st = session_save(e, old, s, err);
		cJSON_Delete(old);
	}
	zone_destroy(z);
	return st;
}

enum status room_delay(struct edit *e, const char *room, const char *from, int minutes, struct err *err)
{
	struct db *db = e->txn->db;
	if (db_int(db, 0, "SELECT 1 FROM rooms WHERE id = ?1", "s", room) != 1)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no rooms/%s", room);
	cJSON *sessions = sessions_in(db, room);
	cJSON *first = find_from(sessions, from, e->txn->now);
	enum status st;
	if (first)
		st = delay_sessions(e, sessions, first, minutes, err);
	else if (from)
		st = err_set(err, STATUS_UNPROCESSABLE, "not_in_room",
			"session %s does not take place in room %s", from, room);
	else
		st = err_set(err, STATUS_UNPROCESSABLE, "nothing_to_delay",
			"nothing runs or follows in room %s", room);
	cJSON_Delete(sessions);
	return st;
}

/* --- a session that is over -------------------------------------------------- */

static enum status end_now(struct edit *e, cJSON *session, struct err *err)
{
	cJSON *old = cJSON_Duplicate(session, true);
	int64_t now = e->txn->now;
	row_set_str(session, "status", "ended");
	if (row_int(session, "expected_start", 0) > now) /* the desk has let it begin early */
		row_set_int(session, "expected_start", now);
	row_set_int(session, "expected_end", now);
	enum status st = session_save(e, old, session, err);
	cJSON_Delete(old);
	return st;
}

/* Begins `session` as soon as what is before it allows, if that is sooner than expected. */
static enum status catch_up(
	struct edit *e, const cJSON *sessions, cJSON *session, int64_t first_start, struct err *err)
{
	cJSON *old = cJSON_Duplicate(session, true);
	delay_next(session, held_up_until(sessions, session, first_start));
	bool sooner = row_int(session, "expected_start", 0) < row_int(old, "expected_start", 0);
	enum status st = STATUS_OK;
	if (sooner) {
		session_means(old, "expected_start");
		session_means(old, "expected_end");
		st = session_save(e, old, session, err);
	} else {
		row_set_int(session, "expected_start", row_int(old, "expected_start", 0));
		row_set_int(session, "expected_end", row_int(old, "expected_end", 0));
	}
	cJSON_Delete(old);
	return st;
}

static enum status catch_up_behind(struct edit *e, const cJSON *ended, struct err *err)
{
	struct zone *z = event_zone(e->txn->db);
	int64_t first_start = row_int(ended, "start", 0);
	char day[11], other[11];
	day_of(z, first_start, day);
	cJSON *sessions = sessions_in(e->txn->db, row_str(ended, "room")), *s;
	enum status st = STATUS_OK;
	cJSON_ArrayForEach(s, sessions) {
		day_of(z, row_int(s, "start", 0), other);
		bool behind = row_int(s, "start", 0) >= planned_end(ended) && strcmp(day, other) == 0;
		if (st == STATUS_OK && behind && !has_begun(s))
			st = catch_up(e, sessions, s, first_start, err);
	}
	cJSON_Delete(sessions);
	zone_destroy(z);
	return st;
}

enum status session_end(struct edit *e, const char *id, struct err *err)
{
	cJSON *session = row_load(e->txn->db, &resource_sessions, id);
	enum status st = STATUS_OK;
	if (!session)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no sessions/%s", id);
	if (is_status(session, "live")) {
		st = end_now(e, session, err);
		if (st == STATUS_OK && row_has(session, "room") && row_has(session, "start"))
			st = catch_up_behind(e, session, err);
	} else if (!is_status(session, "ended")) {
		st = err_set(err, STATUS_CONFLICT, "not_running", "sessions/%s is %s", id,
			row_str(session, "status"));
	}
	cJSON_Delete(session);
	return st;
}

/* --- two rooms that change places ---------------------------------------------- */

static const char *swapped(const char *id, const char *room, const char *other)
{
	return strcmp(id, room) == 0 ? other : strcmp(id, other) == 0 ? room : NULL;
}

/* False: it names neither of them. */
static bool swap_names(cJSON *session, const char *room, const char *other)
{
	const char *own = row_str(session, "room"), *to = own ? swapped(own, room, other) : NULL;
	cJSON *list = cJSON_GetObjectItemCaseSensitive(session, "also_in");
	bool any = to;
	if (to)
		row_set_str(session, "room", to);
	for (int i = 0; i < cJSON_GetArraySize(list); i++) {
		to = swapped(cJSON_GetArrayItem(list, i)->valuestring, room, other);
		if (to)
			cJSON_ReplaceItemInArray(list, i, cJSON_CreateString(to));
		any = any || to;
	}
	return any;
}

static enum status swap_in(
	struct edit *e, cJSON *session, const char *room, const char *other, bool *any, struct err *err)
{
	cJSON *old = cJSON_Duplicate(session, true);
	enum status st = STATUS_OK;
	if (swap_names(session, room, other)) {
		*any = true;
		session_means(old, "expected_start");
		session_means(old, "expected_end");
		st = session_save(e, old, session, err);
	}
	cJSON_Delete(old);
	return st;
}

enum status rooms_swap(
	struct edit *e, const char *room, const char *other, int64_t from, int64_t until, struct err *err)
{
	enum { LONGEST_DAY_MS = 26 * 60 * MS_PER_MINUTE };
	struct zone *z = event_zone(e->txn->db);
	char day[11], own[11];
	day_of(z, from, day);
	cJSON *sessions = rows_load(e->txn->db, &resource_sessions,
		"WHERE status IN ('scheduled', 'live', 'ended') AND expected_start >= ?1 AND expected_start < ?2 "
		"ORDER BY expected_start, id",
		"ii", from, until ? until : from + LONGEST_DAY_MS);
	enum status st = STATUS_OK;
	bool any = false;
	cJSON *s;
	cJSON_ArrayForEach(s, sessions) {
		day_of(z, row_int(s, "expected_start", 0), own);
		if (st == STATUS_OK && (until || strcmp(day, own) == 0))
			st = swap_in(e, s, room, other, &any, err);
	}
	if (st == STATUS_OK && !any)
		st = err_set(err, STATUS_UNPROCESSABLE, "nothing_to_swap",
			"nothing takes place in rooms %s and %s then", room, other);
	cJSON_Delete(sessions);
	zone_destroy(z);
	return st;
}
