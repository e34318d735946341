/* The times of a table's rows: from its cells for date, start, end and
 * duration to one slot each (timing.h). */
#ifndef MADANG_FORMATS_CSV_TIMES_H
#define MADANG_FORMATS_CSV_TIMES_H

#include "formats/moments.h"
#include "formats/table.h"
#include "formats/timing.h"

/* What is odd in the times of a row, and told once for all rows. */
enum time_flaw {
	TIME_UNREADABLE,
	TIME_YEAR_MISSING,
	TIME_WITHOUT_DAY,
	TIME_OF_DAY_MISSING,
	TIME_ALL_DAY,
	TIME_END_WRONG,
	TIME_LENGTH_UNREADABLE,
	TIME_LENGTH_MISSING,
	TIME_FLAWS
};

struct csv_times {
	enum date_order order;
	struct date_votes votes;
	bool in_hours; /* the durations' heading says so */
	struct moment day; /* of the last row that had one */
	struct tally flaws[TIME_FLAWS];
	char example[64]; /* the first cell that could not be read */
};

/* One row's cells; "" where there is nothing. */
struct time_cells {
	const char *date, *start, *end_date, *end, *duration;
	bool all_day;
	size_t line;
};

/* To be called for all rows first: sees in which order dates are written. */
void csv_times_watch(struct csv_times *t, const struct time_cells *cells);
/* Likewise for a row of one cell, which may name the day of the rows below. */
void csv_times_watch_day(struct csv_times *t, const char *cell);
/* Chooses the order: `asked` "dmy", "mdy" or "ymd", else NULL; the heading of
 * the dates may name it too ("MM-DD-YYYY"). */
void csv_times_settle(struct csv_times *t, const char *asked, const char *heading, struct programme *p);
/* Such a row: true where it names a day, and the rows below get it. */
bool csv_times_day(struct csv_times *t, const char *cell);
/* Fills the slot's times, in the arena. A row without a day or a time of day
 * is left without. */
void csv_times_slot(struct csv_times *t, const struct time_cells *cells, struct arena *a, struct slot *slot);
void csv_times_warn(const struct csv_times *t, struct programme *p);

#endif
