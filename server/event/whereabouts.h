/* Where and when a session is held, as somebody with a star on it was told, and
 * what to say when that changes. Pure. */
#ifndef MADANG_EVENT_WHEREABOUTS_H
#define MADANG_EVENT_WHEREABOUTS_H

#include "base/json.h"
#include "base/limits.h"

/* Everything that a notice is about, as SQL over a row of `sessions`: the text
 * that whereabouts_read reads. */
#define WHEREABOUTS_SQL                                                                                      \
	"json_object('room', room, 'plan_start', start, 'plan_end', start + duration * 60000, "              \
	"'start', expected_start, 'end', expected_end, 'status', status)"

enum standing {
	STANDING_HELD, /* scheduled, live, ended: what the clock says is no news */
	STANDING_CANCELLED,
	STANDING_HIDDEN,
};

struct whereabouts {
	char room[MAX_ID + 1]; /* "": none */
	char status[16]; /* as the document says it */
	enum standing standing;
	bool timed; /* has a start; else the instants are 0 */
	int64_t plan_start, plan_end;
	int64_t start, end; /* as expected */
};

enum standing standing_of(const char *status);
/* False where the text is none of ours. */
bool whereabouts_read(const char *json, struct whereabouts *ret);

/* What has become of a session, as a set; CHANGE_WORDS in this order. */
enum whereabouts_change {
	CHANGE_CANCELLED = 1,
	CHANGE_GONE = 2, /* it has left the programme */
	CHANGE_RESTORED = 4, /* as it was first known, or as planned again, or held after all */
	CHANGE_MOVED = 8, /* another room */
	CHANGE_RETIMED = 16, /* another planned time, or earlier than planned */
	CHANGE_LATE = 32, /* it is expected later than planned */
};
/* Two places, and what is said of them:
 * - one that is cancelled or gone now is only that, wherever it would be;
 * - one that is held again is `restored`, and what else changed besides;
 * - a plan that moves takes a delay away, so it is `retimed` and not `late`,
 *   unless there is a delay from the new plan too;
 * - a plan that only follows what was expected anyway is no news;
 * - a delay that was taken back is `restored`, or `retimed` beside `moved`.
 * 0: nothing. `told`: an unread notice from `was` stands already, which nobody
 * may take back silently; then "nothing" is told as what it is now. */
unsigned whereabouts_changes(const struct whereabouts *was, const struct whereabouts *now, bool told);
/* Appends the set's words, ["moved","late"]. */
void whereabouts_changes_write(unsigned changes, struct buf *out);
/* Appends {"room","start","end","status"}. */
void whereabouts_write(const struct whereabouts *p, struct buf *out);
/* Is it over by both, so that nobody can act on the change? */
bool whereabouts_is_over(const struct whereabouts *was, const struct whereabouts *now, int64_t at);

#endif
