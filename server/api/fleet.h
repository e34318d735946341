/* How the screens are just now: what each said last, in memory alone. Five
 * hundred of them say it every ten seconds, and none of it is worth a byte of
 * the journal. Loop's thread; `now_ms` is monotonic. */
#ifndef MADANG_API_FLEET_H
#define MADANG_API_FLEET_H

#include "base/limits.h"

#include <stdbool.h>
#include <stdint.h>

struct fleet;

struct screen_report {
	char shows[MAX_SHOWS_BYTES + 1]; /* JSON; "": it has not said */
	int64_t lag; /* changes that it had yet to see; -1: it has not said */
	bool has_drift;
	double drift_ms; /* its clock less ours */
	int width, height; /* 0: it has not said */
	char version[MAX_ID + 1]; /* "": it has not said */
	int64_t seen_at; /* UTC ms by the machine's clock; 0: it has said nothing yet */
};

struct fleet *fleet_create(int64_t now_ms);
void fleet_destroy(struct fleet *f); /* NULL is fine */
/* A screen has said how it is. Of more than MAX_SCREEN_REPORTS the one that has
 * said nothing for longest goes. Copies. */
void fleet_report(struct fleet *f, const char *id, const struct screen_report *report, int64_t now_ms);
/* Something is to come from it from now on: it is not silent before its time. */
void fleet_expect(struct fleet *f, const char *id, int64_t now_ms);
void fleet_forget(struct fleet *f, const char *id);
/* What it said last, until the next call of another function; NULL: nothing. */
const struct screen_report *fleet_find(const struct fleet *f, const char *id);
/* Since when nothing came from it; where nothing ever did, since it was to. */
int64_t fleet_quiet_ms(const struct fleet *f, const char *id, int64_t now_ms);
bool fleet_is_silent(const struct fleet *f, const char *id, int64_t now_ms);

#endif
