/* The demonstration: a few changes played by themselves, so that a newcomer
 * sees what a change looks like; taken back when the clock begins again. */
#ifndef MADANG_API_DEMO_H
#define MADANG_API_DEMO_H

#include "api/app.h"

struct demo;

struct demo *demo_create(struct app *app);
void demo_stop(struct demo *d); /* no more changes; NULL is fine */
void demo_destroy(struct demo *d); /* after the writer has stopped; NULL is fine */

/* Adds the demo event's tables and meetups, data/demo/meetups.json: they name
 * people, sessions and rooms as the programme does. A job of the writer's. */
enum status demo_add_meetups(struct txn *txn, const char *json, size_t len, struct err *err);

/* The clock of `--demo`: from just before the first talk of the event's first
 * day to its end and round again, at DEMO_RATE. False: there is no day. */
enum { DEMO_RATE = 60 };
bool demo_clock(struct db *db, struct clock *ret);

#endif
