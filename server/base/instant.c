#include "base/instant.h"

#include <ctype.h>
#include <string.h>

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar. Years
 * are counted from March, so that the leap day stands last. */
static int64_t days_from_civil(int64_t y, int m, int d)
{
	y += (m - 1) / 12;
	m = (m - 1) % 12 + 1;
	if (m < 1) {
		m += 12;
		y--;
	}
	int64_t march_year = m > 2 ? y : y - 1;
	int64_t era = (march_year >= 0 ? march_year : march_year - 399) / 400;
	int64_t year_of_era = march_year - era * 400;
	int64_t day_of_year = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, struct wall_time *w)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t doe = days - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	w->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	w->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	w->year = (int)(yoe + era * 400 + (w->month <= 2));
}

int64_t wall_to_utc_ms(const struct wall_time *w)
{
	int64_t days = days_from_civil(w->year, w->month, w->day);
	return days * MS_PER_DAY + w->hour * MS_PER_HOUR + w->minute * MS_PER_MINUTE +
		w->second * INT64_C(1000) + w->millisecond;
}

void wall_from_utc_ms(int64_t ms, struct wall_time *ret)
{
	int64_t days = ms >= 0 ? ms / MS_PER_DAY : -((-ms + MS_PER_DAY - 1) / MS_PER_DAY);
	int64_t rest = ms - days * MS_PER_DAY;
	civil_from_days(days, ret);
	ret->hour = (int)(rest / MS_PER_HOUR);
	ret->minute = (int)(rest / MS_PER_MINUTE % 60);
	ret->second = (int)(rest / 1000 % 60);
	ret->millisecond = (int)(rest % 1000);
}

/* Not by printf: a document has seven instants, and a storm writes many documents. */
static char *put_digits(char *at, int value, int digits)
{
	for (int i = digits; i-- > 0; value /= 10)
		at[i] = (char)('0' + value % 10);
	return at + digits;
}

static char *put_part(char *at, char before, int value, int digits)
{
	*at++ = before;
	return put_digits(at, value, digits);
}

void instant_format(int64_t ms, char out[INSTANT_TEXT])
{
	struct wall_time w;
	if (ms < INSTANT_MIN)
		ms = INSTANT_MIN;
	if (ms > INSTANT_MAX)
		ms = INSTANT_MAX;
	wall_from_utc_ms(ms, &w);
	char *at = put_digits(out, w.year, 4);
	at = put_part(at, '-', w.month, 2);
	at = put_part(at, '-', w.day, 2);
	at = put_part(at, 'T', w.hour, 2);
	at = put_part(at, ':', w.minute, 2);
	at = put_part(at, ':', w.second, 2);
	if (w.millisecond)
		at = put_part(at, '.', w.millisecond, 3);
	*at++ = 'Z';
	*at = '\0';
}

/* Reads exactly `digits` digits at *s and steps over them; -1 if not there. */
static int take_number(const char **s, int digits)
{
	int value = 0;
	for (int i = 0; i < digits; i++) {
		if (!isdigit((unsigned char)(*s)[i]))
			return -1;
		value = value * 10 + ((*s)[i] - '0');
	}
	*s += digits;
	return value;
}

static bool take_char(const char **s, const char *any_of)
{
	if (!**s || !strchr(any_of, **s))
		return false;
	(*s)++;
	return true;
}

static bool take_date(const char **s, struct wall_time *w)
{
	static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	w->year = take_number(s, 4);
	if (w->year < 1 || !take_char(s, "-"))
		return false;
	w->month = take_number(s, 2);
	if (w->month < 1 || w->month > 12 || !take_char(s, "-"))
		return false;
	w->day = take_number(s, 2);
	bool leap = (w->year % 4 == 0 && w->year % 100 != 0) || w->year % 400 == 0;
	int last = month_days[w->month - 1] + (leap && w->month == 2);
	return w->day >= 1 && w->day <= last;
}

/* ".25" and so on; only milliseconds are kept. */
static void take_fraction(const char **s, struct wall_time *w)
{
	if (!(**s == '.' && isdigit((unsigned char)(*s)[1])))
		return;
	(*s)++;
	for (int unit = 100; isdigit((unsigned char)**s); unit /= 10, (*s)++)
		w->millisecond += unit * (**s - '0');
}

static bool take_time(const char **s, struct wall_time *w)
{
	w->hour = take_number(s, 2);
	if (w->hour < 0 || w->hour > 24 || !take_char(s, ":"))
		return false;
	w->minute = take_number(s, 2);
	if (w->minute < 0 || w->minute > 59)
		return false;
	if (take_char(s, ":")) {
		w->second = take_number(s, 2);
		if (w->second < 0 || w->second > 60)
			return false;
		if (w->second == 60)
			w->second = 59;
		take_fraction(s, w);
	}
	return w->hour < 24 || (w->minute == 0 && w->second == 0 && w->millisecond == 0);
}

static bool take_wall(const char **s, struct wall_time *w)
{
	*w = (struct wall_time){0};
	return take_date(s, w) && take_char(s, "Tt ") && take_time(s, w);
}

static bool take_offset(const char **s, int *minutes)
{
	if (take_char(s, "Zz")) {
		*minutes = 0;
		return true;
	}
	int sign = **s == '-' ? -1 : 1;
	if (!take_char(s, "+-"))
		return false;
	int h = take_number(s, 2);
	int m = 0;
	if (h < 0 || h > 23)
		return false;
	bool colon = take_char(s, ":");
	if (colon || isdigit((unsigned char)**s))
		m = take_number(s, 2);
	*minutes = sign * (h * 60 + m);
	return m >= 0 && m <= 59;
}

bool instant_parse(const char *s, int64_t *ret_ms, int *ret_offset_minutes)
{
	struct wall_time w;
	int offset;
	if (!take_wall(&s, &w) || !take_offset(&s, &offset) || *s)
		return false;
	int64_t ms = wall_to_utc_ms(&w) - offset * MS_PER_MINUTE;
	if (ms < INSTANT_MIN || ms > INSTANT_MAX)
		return false;
	*ret_ms = ms;
	if (ret_offset_minutes)
		*ret_offset_minutes = offset;
	return true;
}

bool wall_parse(const char *s, struct wall_time *ret)
{
	struct wall_time w;
	if (!take_wall(&s, &w) || *s)
		return false;
	*ret = w;
	return true;
}

bool date_parse(const char *s, struct wall_time *ret)
{
	struct wall_time w = {0};
	if (!take_date(&s, &w) || *s)
		return false;
	*ret = w;
	return true;
}

static int unit_seconds(char unit, bool in_time)
{
	switch (unit) {
	case 'W': return in_time ? 0 : 7 * 86400;
	case 'D': return in_time ? 0 : 86400;
	case 'H': return in_time ? 3600 : 0;
	case 'M': return in_time ? 60 : 0;
	case 'S': return in_time ? 1 : 0;
	default: return 0;
	}
}

bool iso_duration_parse(const char *s, int *ret_minutes)
{
	enum { LONGEST = 100 * 366 * 24 * 60 };
	int64_t seconds = 0;
	bool in_time = false, any = false;
	if (*s++ != 'P')
		return false;
	while (*s) {
		if (*s == 'T' && !in_time) {
			in_time = true;
			s++;
			continue;
		}
		int64_t n = 0;
		if (!isdigit((unsigned char)*s))
			return false;
		for (; isdigit((unsigned char)*s) && n < INT32_MAX; s++)
			n = n * 10 + (*s - '0');
		int unit = unit_seconds(*s, in_time);
		if (!unit)
			return false;
		seconds += n * unit;
		any = true;
		s++;
	}
	if (!any || seconds / 60 > LONGEST)
		return false;
	*ret_minutes = (int)(seconds / 60);
	return true;
}
