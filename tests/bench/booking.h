/*
 * booking: what the bench's two halves share: the house that is filled
 * straight into the file, who asks for which slot, and the floor.
 */
#ifndef BENCH_BOOKING_H
#define BENCH_BOOKING_H

#include "server.h"

#define BOOKING_ATTENDEES 50000 /* who book three seats each, one after the other */
#define BOOKING_TEXT 32
#define BOOKING_ONE_SEAT "one-0" /* the slot that 500 others want */

/* What the n-th request asks for. The slots of one attendee are at different times. */
struct booking_wish {
	unsigned attendee;
	char slot[BOOKING_TEXT];
	char meetup[BOOKING_TEXT];
	char host[BOOKING_TEXT];
};
struct booking_wish booking_wish(unsigned n);

void booking_token(unsigned attendee, char out[BOOKING_TEXT]);

/* Writes attendees, tokens, tables, meetups and slots into the file; no server may run. */
void booking_fill(const struct server *server);

/* The file as it is now is the house that booking_copy makes anew; no server may run. */
void booking_keep(const struct server *server);
void booking_copy(const struct server *server, const char *to);

/* After a kill: at least `answered` places must be on disk, and no slot over its seats. */
void booking_count(const struct server *server, unsigned answered);

/*
 * The floor: over a copy of Madang's file, the statements that a booking takes
 * there, 256 in a transaction, WAL, synchronous=FULL: no sockets, requests,
 * savepoints or documents.
 */
struct booking_floor;
struct booking_floor *booking_floor_open(const struct server *server);
/* The bookings from the n-th request on; how many a second. */
double booking_floor_run(struct booking_floor *floor, unsigned n, unsigned count);
void booking_floor_close(struct booking_floor *floor);

#endif
