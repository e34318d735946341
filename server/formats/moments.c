#include "formats/moments.h"

#include "base/limits.h"

#include <ctype.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_CELL = 120, FIRST_YEAR = 1970, LAST_YEAR = 2999, LEAP_YEAR = 2000 };

/* What has been read of a cell so far. */
struct reading {
	const char *s; /* what is left */
	struct moment m;
	bool exact; /* with a T or seconds: a "-" behind is an offset's */
	int year, month, day; /* said by name or unit; 0: not */
	int loose[3], digits[3], loose_count; /* numbers that may be of a date, or 1330 */
	int meridian; /* 0 none, 1 am, 2 pm */
};

/* Lower case, full-width forms as ASCII; NULL for what is too long; g_free. */
static char *plain_cell(const char *cell)
{
	if (strlen(cell) > LONGEST_CELL || !g_utf8_validate(cell, -1, NULL))
		return NULL;
	if (g_str_is_ascii(cell))
		return g_ascii_strdown(cell, -1);
	char *lower = g_utf8_strdown(cell, -1);
	char *plain = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL_COMPOSE);
	g_free(lower);
	return plain;
}

static bool take(const char **s, const char *what)
{
	size_t n = strlen(what);
	if (strncmp(*s, what, n) != 0)
		return false;
	*s += n;
	return true;
}

static bool take_any(const char **s, const char *const *list)
{
	for (; *list; list++)
		if (take(s, *list))
			return true;
	return false;
}

/* Up to eight digits; how many, 0 if there are none or too many. */
static int take_digits(const char **s, int *ret)
{
	enum { MOST = 8 };
	int n = 0, value = 0;
	for (; isdigit((unsigned char)(*s)[n]); n++)
		if (n < MOST)
			value = value * 10 + ((*s)[n] - '0');
	*ret = n > MOST ? 0 : value;
	if (n > MOST)
		return 0;
	*s += n;
	return n;
}

/* --- times --------------------------------------------------------------- */

static bool set_time(struct reading *r, int hour, int minute, int second)
{
	if (r->m.timed || hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute || second)))
		return false;
	r->m.timed = true;
	r->m.wall.hour = hour;
	r->m.wall.minute = minute;
	r->m.wall.second = second > 59 ? 59 : second;
	return true;
}

/* "am", "p.m.", also with ": " before it, as Guidebook's exporters have it. */
static bool take_meridian(struct reading *r)
{
	static const char *const am[] = {"a.m.", "a.m", "am", NULL};
	static const char *const pm[] = {"p.m.", "p.m", "pm", NULL};
	const char *s = r->s + strspn(r->s, ": ");
	int which = take_any(&s, am) ? 1 : take_any(&s, pm) ? 2 : 0;
	if (!which || isalpha((unsigned char)*s))
		return false;
	r->s = s;
	r->meridian = which;
	return true;
}

/* Behind "14:". */
static bool take_clock(struct reading *r, int hour)
{
	int minute, second = 0;
	if (!take_digits(&r->s, &minute))
		return false;
	if (r->s[0] == ':' && isdigit((unsigned char)r->s[1])) {
		r->s++;
		if (!take_digits(&r->s, &second))
			return false;
		r->exact = true;
		if (*r->s == '.' && isdigit((unsigned char)r->s[1]))
			r->s += 1 + strspn(r->s + 1, "0123456789");
	}
	return set_time(r, hour, minute, second);
}

static bool take_offset(struct reading *r)
{
	int sign = *r->s++ == '-' ? -1 : 1, hour, minute = 0;
	int n = take_digits(&r->s, &hour);
	if (n == 4) {
		minute = hour % 100;
		hour /= 100;
	} else if (n == 2 && *r->s == ':') {
		r->s++;
		if (take_digits(&r->s, &minute) != 2)
			return false;
	}
	r->m.zoned = true;
	r->m.offset = sign * (hour * 60 + minute);
	return n && n <= 4 && hour <= 14 && minute < 60;
}

/* --- dates --------------------------------------------------------------- */

static bool date_exists(int year, int month, int day)
{
	struct wall_time w = {.year = year, .month = month, .day = day}, back;
	if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	wall_from_utc_ms(wall_to_utc_ms(&w), &back);
	return back.day == day;
}

static int whole_year(int year)
{
	return year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year;
}

static bool set_date(struct moment *m, int year, int month, int day)
{
	if (!date_exists(year, month, day))
		return false;
	m->dated = true;
	m->wall.year = year;
	m->wall.month = month;
	m->wall.day = day;
	return true;
}

static bool set_open_date(struct moment *m, char mark, int first, int second, int third)
{
	m->dated = m->open = true;
	m->mark = mark;
	m->number[0] = first;
	m->number[1] = second;
	m->number[2] = third;
	return true;
}

/* "12/6" and "12.6." are days of a year that isn't said, "13.30" is a time. */
static bool take_two_numbers(struct reading *r, char mark, int first, int second, int second_digits)
{
	bool date = (mark == '/' && second_digits <= 2) || (mark == '.' && *r->s == '.');
	if (date && !r->m.dated) {
		r->m.yearless = true;
		return set_open_date(&r->m, mark, first, second, 0);
	}
	return mark == '.' && second_digits == 2 && set_time(r, first, second, 0);
}

/* Behind "12/": mostly two numbers more. */
static bool take_numbered_date(struct reading *r, int first, int first_digits)
{
	char mark = *r->s++;
	int second, third, second_digits = take_digits(&r->s, &second);
	if (r->m.dated || !(r->s[0] == mark && isdigit((unsigned char)r->s[1])))
		return first_digits <= 2 && take_two_numbers(r, mark, first, second, second_digits);
	r->s++;
	int third_digits = take_digits(&r->s, &third);
	if (first_digits == 4)
		return third_digits <= 2 && set_date(&r->m, first, second, third);
	if (first_digits > 2 || second_digits > 2 || (third_digits != 4 && third_digits != 2))
		return false;
	return set_open_date(&r->m, mark, first, second, third);
}

/* "20260612", perhaps with "t140000" behind. */
static bool take_compact(struct reading *r, int date)
{
	int clock;
	if (r->m.dated || !set_date(&r->m, date / 10000, date / 100 % 100, date % 100))
		return false;
	if (r->s[0] != 't' || !isdigit((unsigned char)r->s[1]))
		return true;
	r->s++;
	int n = take_digits(&r->s, &clock);
	clock *= n == 4 ? 100 : 1;
	return (n == 4 || n == 6) && set_time(r, clock / 10000, clock / 100 % 100, clock % 100);
}

/* A number and the unit behind it: 년, 月, 시. */
static bool take_unit(struct reading *r, int number, bool *ret_fits)
{
	static const char *const years[] = {"년", "年", NULL}, *const months[] = {"월", "月", NULL};
	static const char *const days[] = {"일", "日", NULL}, *const hours[] = {"시", "時", "点", NULL};
	static const char *const minutes[] = {"분", "分", NULL};
	*ret_fits = true;
	if (take_any(&r->s, years))
		r->year = whole_year(number);
	else if (take_any(&r->s, months))
		r->month = number;
	else if (take_any(&r->s, days))
		r->day = number;
	else if (take_any(&r->s, hours))
		*ret_fits = set_time(r, number, 0, 0);
	else if (r->m.timed && take_any(&r->s, minutes))
		r->m.wall.minute = number < 60 ? number : 0;
	else
		return false;
	return true;
}

static bool take_loose(struct reading *r, int number, int digits)
{
	static const char *const ordinals[] = {"st", "nd", "rd", "th", NULL};
	const char *s = r->s;
	if (digits <= 2 && take_any(&s, ordinals) && !isalpha((unsigned char)*s))
		r->s = s;
	if (r->loose_count == 3)
		return false;
	r->loose[r->loose_count] = number;
	r->digits[r->loose_count++] = digits;
	return true;
}

static bool take_number(struct reading *r)
{
	int number, digits = take_digits(&r->s, &number);
	bool fits;
	if (digits == 0)
		return false;
	if (digits == 8)
		return take_compact(r, number);
	if (take_unit(r, number, &fits))
		return fits;
	if (digits <= 2 && *r->s == ':' && isdigit((unsigned char)r->s[1])) {
		r->s++;
		return take_clock(r, number);
	}
	if (digits <= 2 && *r->s == 'h' && !isalpha((unsigned char)r->s[1])) {
		r->s++;
		return isdigit((unsigned char)*r->s) ? take_clock(r, number) : set_time(r, number, 0, 0);
	}
	if (digits <= 2 && (take(&r->s, " uhr") || take(&r->s, "uhr")))
		return set_time(r, number, 0, 0);
	if (*r->s && strchr("-/.", *r->s) && isdigit((unsigned char)r->s[1]))
		return take_numbered_date(r, number, digits);
	if (digits <= 2 && take_meridian(r))
		return set_time(r, number, 0, 0);
	return take_loose(r, number, digits);
}

/* --- words --------------------------------------------------------------- */

static int month_of(const char *word)
{
	static const struct {
		const char *begins;
		int month;
	} months[] = {{"jan", 1}, {"jän", 1}, {"feb", 2}, {"fév", 2}, {"mar", 3}, {"mär", 3}, {"maerz", 3},
		{"apr", 4}, {"avr", 4}, {"mai", 5}, {"may", 5}, {"jun", 6}, {"juin", 6}, {"jul", 7},
		{"juil", 7}, {"aug", 8}, {"aoû", 8}, {"sep", 9}, {"oct", 10}, {"okt", 10}, {"nov", 11},
		{"dec", 12}, {"dez", 12}, {"déc", 12}, {"ene", 1}, {"gen", 1}, {"fev", 2}, {"mrt", 3},
		{"maart", 3}, {"abr", 4}, {"mag", 5}, {"mei", 5}, {"giu", 6}, {"lug", 7}, {"ago", 8},
		{"set", 9}, {"ott", 10}, {"out", 10}, {"dic", 12}};
	for (size_t i = 0; i < G_N_ELEMENTS(months); i++)
		if (g_str_has_prefix(word, months[i].begins))
			return months[i].month;
	return 0;
}

/* Weekdays, and words that only join; names of zones are not trusted: EST is
 * on three continents. */
static bool is_filler(const char *word)
{
	static const char *const whole[] = {"t", "um", "uhr", "at", "on", "am", "the", "of", "de", "den",
		"der", "kl", "h", "mo", "di", "mi", "do", "fr", "sa", "so", "월", "화", "수", "목", "금",
		"토", "일", "月", "火", "水", "木", "金", "土", "日", "cet", "cest", "mez", "mesz", "bst",
		"est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "kst", "jst"};
	static const char *const begins[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "mont", "dien",
		"mitt", "donn", "frei", "sams", "sonn", "월요", "화요", "수요", "목요", "금요", "토요",
		"일요", "月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜", "lun", "mardi", "marte",
		"mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "sab", "dom", "gio", "maan",
		"dins", "woe", "dond", "vrij", "zat", "zon"};
	for (size_t i = 0; i < G_N_ELEMENTS(whole); i++)
		if (strcmp(word, whole[i]) == 0)
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(begins); i++)
		if (g_str_has_prefix(word, begins[i]))
			return true;
	return false;
}

/* "noon", also as "12 noon". */
static bool take_named_time(struct reading *r, int hour)
{
	if (r->loose_count == 1 && r->loose[0] == 12 && !r->month)
		r->loose_count = 0;
	return set_time(r, hour, 0, 0);
}

static bool use_word(struct reading *r, const char *word)
{
	int month;
	if (strcmp(word, "오전") == 0 || strcmp(word, "午前") == 0)
		r->meridian = 1;
	else if (strcmp(word, "오후") == 0 || strcmp(word, "午後") == 0)
		r->meridian = 2;
	else if (strcmp(word, "z") == 0 || strcmp(word, "utc") == 0 || strcmp(word, "gmt") == 0)
		r->m.zoned = r->m.timed;
	else if (strcmp(word, "noon") == 0 || strcmp(word, "midnight") == 0)
		return take_named_time(r, *word == 'n' ? 12 : 24);
	else if (is_filler(word))
		r->exact = r->exact || strcmp(word, "t") == 0;
	else if ((month = month_of(word)))
		r->month = month;
	else
		return false;
	return true;
}

static bool take_word(struct reading *r)
{
	char word[LONGEST_CELL + 1];
	size_t n = 0;
	if (r->m.timed && take_meridian(r))
		return true;
	while (g_unichar_isalpha(g_utf8_get_char(r->s + n)))
		n += (size_t)(g_utf8_next_char(r->s + n) - (r->s + n));
	if (n == 0)
		return false;
	memcpy(word, r->s, n);
	word[n] = '\0';
	r->s += n;
	return use_word(r, word);
}

/* --- the whole ----------------------------------------------------------- */

/* Numbers that stood apart: "2026. 6. 12.", "12. 6. 2026", and the day and
 * year beside a month's name. */
static void place_loose(struct reading *r)
{
	const int *n = r->loose;
	bool year_first = r->digits[0] == 4;
	if (r->loose_count == 3 && !r->month && year_first) {
		r->year = n[0];
		r->month = n[1];
		r->day = n[2];
	} else if (r->loose_count == 3 && !r->month && r->digits[2] == 4 && !r->m.dated) {
		set_open_date(&r->m, '.', n[0], n[1], n[2]);
	} else if (r->loose_count == 2 && r->month && !r->day) {
		r->year = whole_year(n[!year_first]);
		r->day = n[year_first];
	} else if (r->loose_count == 1 && r->month && !r->day) {
		r->day = n[0];
	} else {
		return;
	}
	r->loose_count = 0;
}

/* The date from its named parts: "12 June 2026", "2026년 6월 12일". */
static bool join_date(struct reading *r)
{
	place_loose(r);
	if (!r->year && !r->month && !r->day)
		return true;
	if (r->m.dated || r->loose_count)
		return false;
	r->m.yearless = !r->year;
	return set_date(&r->m, r->year ? r->year : LEAP_YEAR, r->month, r->day);
}

/* "1330" alone. */
static bool join_time(struct reading *r)
{
	if (r->loose_count == 0)
		return true;
	int n = r->loose[0];
	return r->loose_count == 1 && r->digits[0] >= 3 && r->digits[0] <= 4 &&
		set_time(r, n / 100, n % 100, 0);
}

static void apply_meridian(struct reading *r)
{
	struct wall_time *w = &r->m.wall;
	r->m.meridian = r->meridian != 0;
	if (r->meridian == 2 && w->hour < 12)
		w->hour += 12;
	else if (r->meridian == 1 && w->hour == 12)
		w->hour = 0;
}

static bool read_all(struct reading *r)
{
	while (*r->s) {
		bool sign = *r->s == '+' || (*r->s == '-' && r->exact);
		if (sign && r->m.timed && r->m.dated && isdigit((unsigned char)r->s[1])) {
			if (!take_offset(r))
				return false;
		} else if (*r->s == '-' && !(r->loose_count && !r->m.timed) && !r->month) {
			return false;
		} else if (strchr(" ,.()[]-/", *r->s)) {
			r->s++;
		} else if (isdigit((unsigned char)*r->s) ? !take_number(r) : !take_word(r)) {
			return false;
		}
	}
	return join_date(r) && join_time(r);
}

bool moment_parse(const char *cell, struct moment *ret)
{
	char *plain = plain_cell(cell);
	if (!plain)
		return false;
	struct reading r = {.s = plain};
	bool good = read_all(&r) && (r.m.dated || r.m.timed);
	if (good && r.m.timed)
		apply_meridian(&r);
	if (good)
		*ret = r.m;
	g_free(plain);
	return good;
}

static bool is_day(const char *text, struct moment *ret)
{
	return moment_parse(text, ret) && ret->dated && !ret->timed;
}

bool moment_parse_day(const char *cell, struct moment *ret)
{
	static const char *const marks[] = {"–", "—", "|", ":", "(", ")", " - "};
	if (strlen(cell) > LONGEST_CELL)
		return false;
	bool found = is_day(cell, ret);
	for (size_t i = 0; i < G_N_ELEMENTS(marks) && !found; i++) {
		char **parts = g_strsplit(cell, marks[i], -1);
		for (char **part = parts; parts[1] && *part && !found; part++)
			found = is_day(*part, ret);
		g_strfreev(parts);
	}
	return found;
}

static int clock_of(const struct moment *m)
{
	return m->wall.hour * 60 + m->wall.minute;
}

/* The nine of "9-10am". */
static bool is_hour(const char *text, struct moment *ret)
{
	char *clock = g_strdup_printf("%s:00", text);
	bool good = strlen(text) <= 2 && moment_parse(clock, ret);
	g_free(clock);
	return good;
}

static bool split_at(char *cell, size_t at, size_t n, struct moment *from, struct moment *to)
{
	char kept = cell[at];
	enum { HALF_DAY = 12 * 60 };
	cell[at] = '\0';
	bool good = moment_parse(cell + at + n, to) && to->timed &&
		(moment_parse(cell, from) || (to->meridian && is_hour(cell, from))) && from->timed;
	cell[at] = kept;
	/* "1:00-2:30 PM": both are in the afternoon. */
	if (good && to->meridian && !from->meridian && clock_of(from) + HALF_DAY <= clock_of(to))
		from->wall.hour += 12;
	return good;
}

bool moment_parse_span(const char *cell, struct moment *ret_from, struct moment *ret_to)
{
	static const char *const marks[] = {"–", "—", "~", "〜", "→", " to ", " until ", " bis ", " - ", "-"};
	char *plain = plain_cell(cell);
	bool found = false;
	for (size_t i = 0; plain && !found && i < G_N_ELEMENTS(marks); i++)
		for (char *at = plain; !found && (at = strstr(at, marks[i])); at++)
			found = split_at(plain, (size_t)(at - plain), strlen(marks[i]), ret_from, ret_to);
	g_free(plain);
	return found;
}

bool moment_settle(struct moment *m, enum date_order order, int year)
{
	const int *n = m->number;
	if (m->yearless && !year)
		return false;
	if (!m->open)
		return !m->yearless || set_date(m, year, m->wall.month, m->wall.day);
	if (order == ORDER_YMD && !m->yearless)
		return set_date(m, whole_year(n[0]), n[1], n[2]);
	year = m->yearless ? year : whole_year(n[2]);
	return order == ORDER_DMY ? set_date(m, year, n[1], n[0]) : set_date(m, year, n[0], n[1]);
}

/* --- day and month ------------------------------------------------------- */

void date_votes_add(struct date_votes *v, const struct moment *m)
{
	if (!m->dated || !m->open)
		return;
	v->mark = v->mark ? v->mark : m->mark;
	for (int order = ORDER_DMY; order <= ORDER_YMD; order++) {
		struct moment settled = *m;
		if (!moment_settle(&settled, (enum date_order)order, v->year ? v->year : LEAP_YEAR)) {
			v->wrong[order]++;
			continue;
		}
		struct wall_time day = {settled.wall.year, settled.wall.month, settled.wall.day, 0, 0, 0, 0};
		int64_t at = wall_to_utc_ms(&day);
		bool first = v->wrong[order] == v->open;
		if (first || at < v->first[order])
			v->first[order] = at;
		if (first || at > v->last[order])
			v->last[order] = at;
	}
	v->open++;
}

enum date_order date_votes_order(const struct date_votes *v, bool *ret_guess)
{
	enum date_order usual = v->mark == '.' ? ORDER_DMY : ORDER_MDY;
	int64_t dmy = v->last[ORDER_DMY] - v->first[ORDER_DMY],
		mdy = v->last[ORDER_MDY] - v->first[ORDER_MDY];
	*ret_guess = false;
	if (v->wrong[ORDER_DMY] == v->open && v->wrong[ORDER_MDY] == v->open)
		return ORDER_YMD;
	if (v->wrong[ORDER_DMY] != v->wrong[ORDER_MDY])
		return v->wrong[ORDER_DMY] < v->wrong[ORDER_MDY] ? ORDER_DMY : ORDER_MDY;
	if (dmy != mdy)
		return dmy < mdy ? ORDER_DMY : ORDER_MDY;
	/* "6/6/2026" is the same day either way, and "5.6.2026" has one meaning. */
	*ret_guess = v->open && v->mark != '.' && v->first[ORDER_DMY] != v->first[ORDER_MDY];
	return usual;
}

/* --- durations ----------------------------------------------------------- */

/* Minutes of a unit; 0: it is none. */
static int unit_minutes(const char **s)
{
	static const char *const days[] = {"days", "day", "tage", "tag", "일", "日", "d", NULL};
	static const char *const hours[] = {"hours", "hour", "hrs", "hr", "stunden", "stunde", "std",
		"heures", "heure", "시간", "時間", "h", NULL};
	static const char *const minutes[] = {
		"minutes", "minuten", "minute", "mins", "min", "분", "分", "'", "m", NULL};
	const char *const *const units[] = {days, hours, minutes};
	static const int lengths[] = {24 * 60, 60, 1};
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		const char *at = *s;
		if (take_any(&at, units[i]) && !g_unichar_isalpha(g_utf8_get_char(at))) {
			*s = at;
			return lengths[i];
		}
	}
	return 0;
}

/* "1", "1.5" and "1,5" as thousandths. */
static bool take_thousandths(const char **s, int64_t *ret)
{
	int whole, unit = 100;
	int digits = take_digits(s, &whole);
	if (digits == 0 || digits > 5)
		return false;
	*ret = (int64_t)whole * 1000;
	if ((**s == '.' || **s == ',') && isdigit((unsigned char)(*s)[1]))
		for ((*s)++; isdigit((unsigned char)**s); (*s)++, unit /= 10)
			*ret += unit * (**s - '0');
	return true;
}

/* "1:30", and "1:30:00" with seconds, as spreadsheets show durations. */
static bool clock_duration(const char *s, int *ret)
{
	int hours, minutes, seconds;
	if (!take_digits(&s, &hours) || hours > LAST_YEAR || !take(&s, ":") || take_digits(&s, &minutes) != 2)
		return false;
	*ret = hours * 60 + minutes;
	return minutes < 60 &&
		(*s == '\0' || (take(&s, ":") && take_digits(&s, &seconds) == 2 && *s == '\0'));
}

static bool unit_duration(const char *s, bool in_hours, int *ret)
{
	int64_t total = 0, number;
	int last = in_hours ? 24 * 60 : 60; /* so that the first bare number is of hours, or minutes */
	for (s += strspn(s, " "); *s; s += strspn(s, " :.,+")) {
		if (!take_thousandths(&s, &number))
			return false;
		s += strspn(s, " ");
		int unit = unit_minutes(&s);
		if (!unit && *s)
			return false;
		last = unit ? unit : last == 24 * 60 ? 60 : 1;
		total += number * last;
	}
	*ret = (int)(total / 1000 > INT32_MAX ? INT32_MAX : total / 1000);
	return true;
}

bool moment_duration(const char *cell, bool in_hours, int *ret_minutes)
{
	char *plain = plain_cell(cell);
	int minutes = 0;
	if (!plain)
		return false;
	char *s = g_strstrip(plain);
	bool good = *s &&
		(clock_duration(s, &minutes) || unit_duration(s, in_hours, &minutes) ||
			iso_duration_parse(cell, &minutes));
	g_free(plain);
	if (good && minutes <= MAX_DURATION_MINUTES)
		*ret_minutes = minutes;
	return good && minutes <= MAX_DURATION_MINUTES;
}
