/* Dates, times and durations as people and tools write them into the cells of
 * a table: "2026-06-12", "12.6.26", "June 12, 2026", "2026년 6월 12일", "1:30 PM",
 * "14h30", "오후 2:30", "2019-05-03T14:00:00Z", "10:00–10:45", "1h 30m". */
#ifndef MADANG_FORMATS_MOMENTS_H
#define MADANG_FORMATS_MOMENTS_H

#include "base/zone.h"

#include <stddef.h>

/* The order of the numbers in "5/6/2026". */
enum date_order { ORDER_UNKNOWN, ORDER_DMY, ORDER_MDY, ORDER_YMD };

struct moment {
	bool dated, timed, zoned;
	bool open; /* dated, but day and month may be either: moment_settle */
	bool yearless; /* dated, but the year stands elsewhere */
	bool meridian; /* the time said am or pm */
	char mark; /* between the numbers of an open date */
	int number[3]; /* of an open date, as they stand */
	struct wall_time wall;
	int offset; /* minutes; where it is zoned */
};

/* A date, a time, or both; false where the cell is anything else. */
bool moment_parse(const char *cell, struct moment *ret);
/* A date alone, also within what stands around it: "Day 2 – Friday 13 June". */
bool moment_parse_day(const char *cell, struct moment *ret);
/* Also "10:00-10:45": then true is returned with a timed *ret_to. */
bool moment_parse_span(const char *cell, struct moment *ret_from, struct moment *ret_to);
/* Gives an open date its day and month, and one without a year this `year`
 * (0: it is not known); false where there is no such day. */
bool moment_settle(struct moment *m, enum date_order order, int year);
/* "1:30" (90 minutes), "00hr:50min", "48 hours", "1.5 h", "45", "1h 30m", "PT45M".
 * A bare number is of minutes, or of hours if so is said. */
bool moment_duration(const char *cell, bool in_hours, int *ret_minutes);

/* The open dates of a whole table, from which their order is seen. */
struct date_votes {
	int year; /* for dates without one; 0: not known */
	size_t open;
	size_t wrong[4]; /* by enum date_order: how many would be no date */
	int64_t first[4], last[4]; /* the days at both ends, as UTC ms */
	char mark;
};
void date_votes_add(struct date_votes *v, const struct moment *m);
/* A number above 12 decides, else the order that gives the shorter event; if
 * both are the same, "." puts the day first, and "/" and "-" the month: then
 * *ret_guess is true. */
enum date_order date_votes_order(const struct date_votes *v, bool *ret_guess);

#endif
