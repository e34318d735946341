#include "event/meetup_clock.h"

#include "base/instant.h"
#include "event/booking.h"
#include "event/desk.h"
#include "event/draw.h"
#include "event/line.h"
#include "event/meetups.h"
#include "event/notices.h"
#include "event/waiting.h"

/* Does to each place that the query of ?1 (now) and ?2 (how many) names. */
static void each_place(
	struct txn *txn, const char *sql, int64_t most, void (*move_on)(struct txn *txn, struct place *p))
{
	GArray *numbers = db_ints(txn->db, sql, "ii", txn->now, most);
	for (guint i = 0; i < numbers->len; i++) {
		struct place p;
		if (place_load(txn->db, g_array_index(numbers, int64_t, i), &p))
			move_on(txn, &p);
	}
	g_array_free(numbers, TRUE);
}

/* --- begin, pause, end ------------------------------------------------------- */

/* Lines begin and end, pauses run out: then everybody's wait is another one. */
static void tick_lines(struct txn *txn)
{
	GPtrArray *resumed = db_texts(
		txn->db, "SELECT meetup FROM lines WHERE paused = 1 AND paused_until <= ?1", "i", txn->now);
	lines_tick(txn);
	for (guint i = 0; i < resumed->len; i++)
		line_tell(txn, resumed->pdata[i]);
	g_ptr_array_unref(resumed);
}

/* Nobody is to blame: it is told, and counts for nothing. */
static void end_with(struct txn *txn, struct place *p, const char *word)
{
	static const struct place_step step = {.why = "ended"};
	if (place_step(txn, p, PLACE_LEFT, &step, NULL) == STATUS_OK)
		notice_of_place(txn, p->attendee, p->number, word, 0);
}

static void end_place(struct txn *txn, struct place *p)
{
	end_with(txn, p, "ended");
}

/* It was cancelled while they waited for a seat. */
static void end_wait(struct txn *txn, struct place *p)
{
	end_with(txn, p, "cancelled");
}

static const char waits_over_sql[] =
	"SELECT id FROM places WHERE until <= 1 AND ended_at IS NULL AND state = 'waiting' LIMIT ?2";
_Static_assert(WAIT_IS_OVER == 1 && WAIT_GOES_ON == 2, "the queries of `until` say it");

/* A chat that nobody finished would keep its guest from every other table. */
static void end_forgotten(struct txn *txn, struct place *p)
{
	if (p->state == PLACE_TALKING)
		place_step(txn, p, PLACE_DONE, NULL, NULL);
	else
		end_place(txn, p);
}

static const char over_sql[] =
	"SELECT p.id FROM lines AS l JOIN places AS p ON p.meetup = l.meetup AND p.ended_at IS NULL "
	"WHERE l.phase = 'ended' AND l.expected_end <= ?1 AND p.state IN ('booked', 'waiting') LIMIT ?2";

#define FORGOTTEN_AT "max(l.expected_end, coalesce(p.until, 0)) + 3600000"
_Static_assert(FORGOTTEN_MINUTES == 60, "FORGOTTEN_AT says it in milliseconds");
#define FORGOTTEN_FROM                                                                                       \
	"FROM lines AS l JOIN places AS p ON p.meetup = l.meetup AND p.ended_at IS NULL "                    \
	"WHERE l.phase = 'ended' AND p.state IN ('arrived', 'talking')"

/* --- calls -------------------------------------------------------------------- */

static void end_call(struct txn *txn, struct place *p)
{
	desk_no_show(txn, p, NULL);
}

void meetups_tick(struct txn *txn)
{
	tick_lines(txn);
	draw_due(txn);
	booking_lapse(txn);
	waiting_promote_opened(txn);
	each_place(txn,
		"SELECT id FROM places WHERE until > 2 AND until <= ?1 AND ended_at IS NULL AND state = 'called' "
		"ORDER BY until, id LIMIT ?2",
		MAX_CALLS_A_JOB, end_call);
	draw_tell(txn);
	each_place(txn, waits_over_sql, MAX_NOTICES_A_JOB, end_wait);
	each_place(txn, over_sql, MAX_NOTICES_A_JOB, end_place);
	each_place(txn, "SELECT p.id " FORGOTTEN_FROM " AND " FORGOTTEN_AT " <= ?1 LIMIT ?2", MAX_CALLS_A_JOB,
		end_forgotten);
	txn_why(txn, "clock");
}

/* --- when --------------------------------------------------------------------- */

/* Is there something that no instant of its own says? */
static bool is_due(struct db *db, int64_t now)
{
	return db_int(db, 0,
		       "SELECT 1 FROM places WHERE until <= 2 AND ended_at IS NULL AND state = 'waiting' LIMIT 1",
		       "") == 1 ||
		db_int(db, 0, over_sql, "ii", now, INT64_C(1)) > 0;
}

int64_t meetups_next(struct db *db, int64_t now)
{
	static const char *const instants[] = {
		"SELECT until FROM places WHERE until > 2 AND ended_at IS NULL AND state = 'called' "
		"ORDER BY until LIMIT 1",
		"SELECT min(" FORGOTTEN_AT ") " FORGOTTEN_FROM,
		"SELECT promote_at FROM lines WHERE promote_at IS NOT NULL ORDER BY promote_at LIMIT 1",
	};
	if (is_due(db, now))
		return now;
	int64_t next = MIN(lines_next(db, now), MIN(draw_next(db), booking_next(db)));
	for (size_t i = 0; i < G_N_ELEMENTS(instants); i++) {
		struct stmt *s = db_query(db, instants[i], "");
		if (stmt_row(s) && !stmt_is_null(s, 0))
			next = MIN(next, stmt_int(s, 0));
		stmt_end(s);
	}
	return next;
}
