/* What an import did, or would do, in the shape of the contract. */
#ifndef MADANG_EVENT_REPORT_H
#define MADANG_EVENT_REPORT_H

#include "event/merge.h"
#include "formats/programme.h"

struct report {
	/* All within `json`, in the order in which they stand there. */
	cJSON *json; /* owned until report_take */
	cJSON *added, *changed, *moved, *vanished, *made, *warnings;
	int64_t unchanged;
	size_t left; /* as they are, though the file says otherwise */
	GHashTable *room_names; /* id -> owned cJSON */
};

void report_begin(struct report *r, const struct programme *p);
/* Adds what is known only at the end, and hands the object over. */
cJSON *report_take(struct report *r, cJSON *clashes, bool applied);
void report_warn(struct report *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The room's name as it is from now on, for the entries that name the room. */
void report_room(struct report *r, const cJSON *room);
/* A room, track or person that was made, or was brought in line. */
void report_row(struct report *r, const struct merge *m);
/* A session that was brought in line: moved, changed, both, or neither. */
void report_session(struct report *r, const struct merge *m);
/* `word`: what `except` calls it. */
void report_added(struct report *r, const cJSON *session, const char *word, bool again);
void report_vanished(struct report *r, const cJSON *session);

#endif
