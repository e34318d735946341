/* Instants and lengths of time as text. An instant is an int64_t of UTC
 * milliseconds since 1970; zones appear only in base/zone.h. */
#ifndef MADANG_BASE_INSTANT_H
#define MADANG_BASE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#define MS_PER_MINUTE INT64_C(60000)
#define MS_PER_HOUR (60 * MS_PER_MINUTE)
#define MS_PER_DAY (24 * MS_PER_HOUR)
/* Years 1 to 9999: what RFC 3339 can write. */
#define INSTANT_MIN INT64_C(-62135596800000)
#define INSTANT_MAX INT64_C(253402300799999)

enum { INSTANT_TEXT = 32 }; /* room for any text written here, NUL included */

/* A wall clock's reading without a zone, each field as people write it. */
struct wall_time {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second, millisecond;
};

/* "2019-08-29T02:00:00Z", with milliseconds only where there are some. */
void instant_format(int64_t ms, char out[INSTANT_TEXT]);
/* RFC 3339 date-time with an offset, also "+0900" and "+09" and a blank
 * instead of the T, as real files have them. A leap second counts as the
 * second before. `ret_offset_minutes` may be NULL. */
bool instant_parse(const char *s, int64_t *ret_ms, int *ret_offset_minutes);
/* A date-time without offset: "2019-08-29T11:00[:00[.000]]", T or blank. */
bool wall_parse(const char *s, struct wall_time *ret);
/* "2019-08-29" alone. */
bool date_parse(const char *s, struct wall_time *ret);
/* As if the wall clock were in UTC; fields may be out of range (day 32, hour
 * 25) and are carried over. */
int64_t wall_to_utc_ms(const struct wall_time *w);
void wall_from_utc_ms(int64_t ms, struct wall_time *ret);

/* ISO 8601 duration of days and smaller ("PT45M", "P1DT2H", "P0DT45M") in
 * whole minutes, seconds cut off. */
bool iso_duration_parse(const char *s, int *ret_minutes);

#endif
