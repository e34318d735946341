/* Reads tables: the CSV exports of Sched, pretalx, Guidebook, voctosched,
 * Outlook and Google, our own, and what people keep in spreadsheets.
 *
 * The text is brought to UTF-8 (charset.h) and cut into cells (table.h); the
 * row of headings is the one in which most fields are found (headings.h), by
 * the delimiter with which most are; it may stand below a title or notes. Then
 * each row is a session. Times are read by csv_times.h, names by names.h.
 *
 * What stands in a column that is no field of a session is not read at all:
 * e-mail addresses, phone numbers, notes and answers stand in such. */
#include "formats/charset.h"
#include "formats/clean.h"
#include "formats/csv_times.h"
#include "formats/headings.h"
#include "formats/layout.h"
#include "formats/names.h"
#include "formats/parts.h"
#include "formats/readers.h"
#include "formats/sniff.h"
#include "formats/state.h"

#include <stdio.h>
#include <string.h>

/* How the table was understood. */
struct view {
	char delimiter;
	size_t row; /* of the headings */
	size_t width;
	size_t named; /* cells of that row with something in them */
	bool regular; /* the row below is as wide */
	struct headings h;
};

enum { HEAD_BYTES = 64 * 1024, HEAD_ROWS = 20 };

static size_t count_named(const struct table *t, const struct table_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->count; i++) {
		const char *cell = t->cells[row->first + i];
		n += cell[strspn(cell, " \t\r\n")] != '\0';
	}
	return n;
}

static bool is_better(const struct view *a, const struct view *b)
{
	bool usable = headings_usable(&a->h);
	if (usable != headings_usable(&b->h))
		return usable;
	if (a->h.count != b->h.count)
		return a->h.count > b->h.count;
	return a->delimiter != b->delimiter && a->named > b->named;
}

/* Looks at the first rows as `delimiter` divides them. */
static void look_by(
	char delimiter, const char *text, size_t len, const struct columns *asked, struct view *best)
{
	struct table t;
	struct table_form form = {.delimiter = delimiter, .max_rows = HEAD_ROWS};
	size_t head = clean_cut(text, len, HEAD_BYTES);
	table_parse(&t, g_strndup(text, head), head, &form, NULL); /* past a bound: the rows before it */
	for (size_t i = 0; i < t.row_count; i++) {
		struct view v = {.delimiter = delimiter, .row = i, .width = t.rows[i].count};
		v.named = count_named(&t, &t.rows[i]);
		if (v.named < 2)
			continue;
		v.regular = i + 1 < t.row_count && t.rows[i + 1].count == v.width;
		headings_find(&v.h, t.cells + t.rows[i].first, v.width, asked);
		if (!best->delimiter || is_better(&v, best))
			*best = v;
		if (headings_usable(&v.h) && 2 * v.h.count > v.named)
			break; /* none below is better */
	}
	table_finish(&t);
}

/* Excel's first line "sep=;" says what the headings show as well. */
static void blank_separator_line(char *text)
{
	if (g_ascii_strncasecmp(text, "sep=", 4) == 0 && text[4] && (text[5] == '\r' || text[5] == '\n'))
		memset(text, ' ', 5);
}

static struct view look(const char *text, size_t len, const struct columns *asked)
{
	static const char delimiters[] = {',', ';', '\t', '|'};
	struct view best = {0};
	for (size_t i = 0; i < sizeof delimiters; i++)
		look_by(delimiters[i], text, len, asked, &best);
	return best;
}

bool csv_recognise(const char *bytes, size_t len)
{
	const char *name;
	size_t text_len, head = clean_cut(bytes, len, HEAD_BYTES);
	char *text = sniff_is_text(bytes, len) ? charset_text(bytes, head, &text_len, &name) : NULL;
	if (!text)
		return false;
	blank_separator_line(text);
	struct view v = look(text, text_len, NULL);
	bool found = v.delimiter && !sniff_is_xml(text, text_len) && !sniff_is_json(text, text_len) &&
		(headings_usable(&v.h) || v.regular);
	g_free(text);
	return found;
}

/* --- rows ---------------------------------------------------------------- */

struct reading {
	struct programme *p;
	struct parts parts;
	struct table t;
	struct view v;
	const struct table_row *headings;
	struct csv_times times;
	struct names_habit habit;
	GHashTable *ids; /* id → how many rows have it */
	bool active_column; /* the states are Sched's "active": Y or N */
	const char *zone;
	struct tally apart, private, tracks, languages, zones, surplus, missing;
};

static bool is_one_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (g_ascii_strcasecmp(s, *words) == 0)
			return true;
	return false;
}

static bool is_yes(const char *s)
{
	static const char *const words[] = {
		"true", "yes", "y", "on", "1", "x", "ja", "wahr", "ein", "oui", "vrai", "예", "はい", NULL};
	return is_one_of(s, words);
}

static bool is_no(const char *s)
{
	static const char *const words[] = {"false", "no", "n", "0", "nein", "falsch", NULL};
	return is_one_of(s, words);
}

static bool is_kept_private(const char *s)
{
	static const char *const words[] = {
		"private", "confidential", "privat", "vertraulich", "비공개", NULL};
	return is_yes(s) || is_one_of(s, words);
}

/* What stands in cells that mean to be empty, and what spreadsheets put there. */
static bool is_nothing(const char *s)
{
	static const char *const words[] = {"na", "n/a", "#n/a", "null", "none", "nan", "nil", "-", "--", "–",
		"—", "#ref!", "#value!", "#name?", NULL};
	return is_one_of(s, words);
}

static bool is_not_known_yet(const char *s)
{
	static const char *const words[] = {"tba", "tbd", "tbc", "?", "미정", "未定", NULL};
	return is_one_of(s, words);
}

/* The cell as it stands in the table, without the guard that keeps
 * spreadsheets from taking it for a formula. */
static const char *cell_of(const struct reading *r, const struct table_row *row, size_t column)
{
	char *cell = column < row->count ? r->t.cells[row->first + column] : NULL;
	if (!cell)
		return "";
	return *cell == '\'' && table_is_formula(cell + 1) ? cell + 1 : cell;
}

static const char *raw_cell(const struct reading *r, const struct table_row *row, enum heading field)
{
	return cell_of(r, row, r->v.h.column[field]);
}

/* NULL where it says nothing. */
static const char *line_of(struct reading *r, const struct table_row *row, enum heading field)
{
	const char *line = programme_line(r->p, raw_cell(r, row, field));
	return line && (field == HEADING_TITLE || !is_nothing(line)) ? line : NULL;
}

static const char *block_of(struct reading *r, const struct table_row *row, enum heading field)
{
	const char *cell = raw_cell(r, row, field);
	enum { LONGEST_NOTHING = 16 };
	return strlen(cell) > LONGEST_NOTHING || line_of(r, row, field) ? cell : NULL;
}

/* A cell with a time, a date, a length; "" where it says nothing. */
static const char *time_cell(struct reading *r, const struct table_row *row, enum heading field)
{
	const char *line = line_of(r, row, field);
	return line && !is_not_known_yet(line) ? line : "";
}

static struct time_cells time_cells(struct reading *r, const struct table_row *row)
{
	const char *all_day = line_of(r, row, HEADING_ALL_DAY);
	return (struct time_cells){
		.date = time_cell(r, row, HEADING_DATE),
		.start = time_cell(r, row, HEADING_START),
		.end_date = time_cell(r, row, HEADING_END_DATE),
		.end = time_cell(r, row, HEADING_END),
		.duration = time_cell(r, row, HEADING_DURATION),
		.all_day = all_day && is_yes(all_day),
		.line = row->line,
	};
}

static bool says_any(struct reading *r, const struct table_row *row, const enum heading *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *cell = raw_cell(r, row, fields[i]);
		if (cell[strspn(cell, " \t\r\n")])
			return true;
	}
	return false;
}

static const char *only_cell(const struct table *t, const struct table_row *row)
{
	size_t column = 0;
	while (column < row->count &&
		!table_cell(t, row, column)[strspn(table_cell(t, row, column), " \t\r\n")])
		column++;
	return count_named(t, row) == 1 ? table_cell(t, row, column) : NULL;
}

/* A row that is no session: empty ones, separators, sums; and a date alone,
 * above the rows of that day. */
static bool is_no_session(struct reading *r, const struct table_row *row)
{
	static const enum heading what[] = {HEADING_TITLE, HEADING_ROOM, HEADING_PEOPLE, HEADING_ID,
		HEADING_ABSTRACT, HEADING_DESCRIPTION};
	const char *only = only_cell(&r->t, row);
	if (only && csv_times_day(&r->times, only))
		return true;
	if (says_any(r, row, what, sizeof what / sizeof *what))
		return false;
	struct time_cells times = time_cells(r, row);
	const char *day = *times.date ? times.date : times.start;
	bool more = (*times.date && *times.start) || *times.end || *times.duration;
	return !*day || (!more && csv_times_day(&r->times, day));
}

/* True: the row is not of the programme. */
static bool is_left_out(struct reading *r, const struct table_row *row, enum state *ret_state)
{
	const char *state = line_of(r, row, HEADING_STATUS), *private = line_of(r, row, HEADING_PRIVATE);
	*ret_state = state_of(state);
	if (r->active_column && state && is_no(state))
		*ret_state = STATE_APART;
	if (private && is_kept_private(private)) {
		tally_line(&r->private, row->line);
		return true;
	}
	if (*ret_state == STATE_APART)
		tally_line(&r->apart, row->line);
	return *ret_state == STATE_APART;
}

/* --- a session ----------------------------------------------------------- */

/* A UUID is a guid, a number voctosched's event id, capitals pretalx' code;
 * other keys (Sched's hashes) are guids where no two rows share one. A number
 * is also kept as code, so that a row whose title changed is known again. */
static void set_keys(struct reading *r, struct programme_session *s, const char *id)
{
	bool unique = id && GPOINTER_TO_SIZE(g_hash_table_lookup(r->ids, id)) == 1;
	if (!id)
		return;
	if (identity_is_uuid(id)) {
		s->guid = id;
	} else if (id[strspn(id, "0123456789")] == '\0') {
		s->number = id;
		s->code = unique ? id : NULL;
	} else if (layout_is_code(id) || !unique) {
		s->code = id;
	} else {
		s->guid = id;
	}
}

/* Guidebook lists several tracks; a session has one. */
static const char *first_track(struct reading *r, const char *tracks, size_t line)
{
	size_t n = tracks ? strcspn(tracks, ";|") : 0;
	if (!tracks || !tracks[n])
		return tracks;
	tally_line(&r->tracks, line);
	return programme_line(r->p, arena_copy(r->p->arena, tracks, n));
}

static void read_names(struct reading *r, const char *cell, size_t session)
{
	GPtrArray *names = names_split(cell, &r->habit);
	for (guint i = 0; i < names->len; i++) {
		const char *name;
		char *number = names_number(names->pdata[i], &name);
		programme_session_add_person(r->p, session, programme_person_named(r->p, NULL, number, name));
		g_free(number);
	}
	g_ptr_array_unref(names);
}

static void read_people(struct reading *r, const struct table_row *row, size_t session)
{
	read_names(r, raw_cell(r, row, HEADING_PEOPLE), session);
	for (size_t i = 0; i < r->v.h.more_count; i++)
		read_names(r, cell_of(r, row, r->v.h.more_people[i]), session);
}

static void read_zone(struct reading *r, const struct table_row *row)
{
	const char *zone = line_of(r, row, HEADING_ZONE);
	if (zone && r->zone && strcmp(zone, r->zone) != 0)
		tally_line(&r->zones, row->line);
	r->zone = r->zone ? r->zone : zone;
}

/* A line with its entities as characters: "Q&amp;A"; NULL for none. */
static const char *words_of(struct reading *r, const struct table_row *row, enum heading field)
{
	struct text words = {0};
	programme_text_line(r->p, &words, "", line_of(r, row, field));
	return text_empty(&words) ? NULL : text_in(&words, NULL);
}

static void read_texts(struct reading *r, const struct table_row *row, struct programme_session *s)
{
	const char *url = line_of(r, row, HEADING_URL);
	programme_text_line(r->p, &s->title, "", line_of(r, row, HEADING_TITLE));
	programme_text_line(r->p, &s->subtitle, "", line_of(r, row, HEADING_SUBTITLE));
	programme_text_block(r->p, &s->abstract, "", block_of(r, row, HEADING_ABSTRACT));
	programme_text_block(r->p, &s->description, "", block_of(r, row, HEADING_DESCRIPTION));
	s->type = words_of(r, row, HEADING_TYPE);
	const char *language = line_of(r, row, HEADING_LANGUAGE);
	s->language = parts_language_named(r->p, language);
	if (language && !s->language)
		tally_line(&r->languages, row->line);
	s->url = url && layout_is_http(url) ? url : NULL;
}

static void read_session(struct reading *r, const struct table_row *row)
{
	enum state state;
	char place[32];
	read_zone(r, row);
	if (is_no_session(r, row) || is_left_out(r, row, &state))
		return;
	size_t i = parts_new_session(&r->parts);
	if (i == PROGRAMME_NONE)
		return;
	struct programme_session *s = &r->p->sessions[i];
	struct slot *slot = &g_array_index(r->parts.slots, struct slot, i);
	struct time_cells times = time_cells(r, row);
	s->cancelled = state == STATE_CANCELLED;
	set_keys(r, s, line_of(r, row, HEADING_ID));
	read_texts(r, row, s);
	s->room = programme_room_named(r->p, NULL, line_of(r, row, HEADING_ROOM));
	s->track =
		programme_track_named(r->p, NULL, first_track(r, line_of(r, row, HEADING_TRACK), row->line));
	snprintf(place, sizeof place, "line %zu", row->line);
	slot->place = arena_strdup(r->p->arena, place);
	csv_times_slot(&r->times, &times, r->p->arena, slot);
	read_people(r, row, i);
}

/* --- the whole table ----------------------------------------------------- */

/* Cells past the headings, or fewer than there are. */
static void check_width(struct reading *r, const struct table_row *row)
{
	bool beyond = false;
	for (size_t i = r->headings->count; i < row->count; i++)
		beyond = beyond || *table_cell(&r->t, row, i);
	if (beyond)
		tally_line(&r->surplus, row->line);
	else if (row->count < r->headings->count && count_named(&r->t, row))
		tally_line(&r->missing, row->line);
}

/* What must be known of all rows before one can be read. */
static void watch_row(struct reading *r, const struct table_row *row)
{
	struct time_cells times = time_cells(r, row);
	const char *id = line_of(r, row, HEADING_ID);
	const char *only = only_cell(&r->t, row);
	csv_times_watch(&r->times, &times);
	if (only)
		csv_times_watch_day(&r->times, only);
	names_watch(&r->habit, raw_cell(r, row, HEADING_PEOPLE));
	check_width(r, row);
	if (id)
		g_hash_table_insert(r->ids, (gpointer)id,
			GSIZE_TO_POINTER(GPOINTER_TO_SIZE(g_hash_table_lookup(r->ids, id)) + 1));
}

/* A year above the headings or in them, for dates without one. */
static int year_above(const struct reading *r)
{
	size_t end = r->headings->first + r->headings->count;
	for (size_t i = 0; i < end; i++)
		for (const char *c = r->t.cells[i]; *c; c++) {
			size_t digits = strspn(c, "0123456789");
			if (digits == 4 && (strncmp(c, "19", 2) == 0 || strncmp(c, "20", 2) == 0))
				return (int)g_ascii_strtoll(c, NULL, 10);
			c += digits ? digits - 1 : 0;
		}
	return 0;
}

static bool heading_says(const struct reading *r, enum heading field, const char *const *words)
{
	size_t column = r->v.h.column[field];
	char *name = headings_fold(column == HEADING_NONE ? "" : table_cell(&r->t, r->headings, column));
	bool found = false;
	for (; *words; words++)
		found = found || strstr(name, *words);
	g_free(name);
	return found;
}

static enum status choose_date_order(struct reading *r, const struct columns *asked, struct err *err)
{
	static const char *const hours[] = {"hour", "stunden", "std", NULL};
	const char *order = columns_name(asked, "dates");
	size_t column = r->v.h.column[HEADING_DATE];
	if (column == HEADING_NONE)
		column = r->v.h.column[HEADING_START];
	if (order && *order && strcmp(order, "dmy") && strcmp(order, "mdy") && strcmp(order, "ymd"))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_columns",
			"columns: dates is dmy, mdy or ymd, not \"%.20s\"", order);
	if (!r->times.votes.year)
		r->times.votes.year = year_above(r);
	r->times.in_hours = heading_says(r, HEADING_DURATION, hours);
	csv_times_settle(
		&r->times, order, column == HEADING_NONE ? "" : table_cell(&r->t, r->headings, column), r->p);
	return STATUS_OK;
}

static void warn_of_rows(struct reading *r)
{
	struct programme *p = r->p;
	tally_warn(&r->t.quotes, p, "rows have quotation marks that are not doubled: taken as text");
	tally_warn(
		&r->t.torn, p, "rows have a quotation mark that is never closed: they end with their line");
	tally_warn(&r->surplus, p, "rows have more cells than there are headings: the rest was left out");
	tally_warn(&r->missing, p, "rows have fewer cells than there are headings");
	tally_warn(&r->apart, p,
		"rows were left out, since their state says that they are not of the programme");
	tally_warn(&r->private, p, "rows were left out, since they are private");
	tally_warn(&r->tracks, p, "rows name several tracks: the first was taken");
	tally_warn(&r->languages, p, "rows have a language that is not known: left out");
	tally_warn(&r->zones, p, "rows name another time zone than the first one: not looked at");
	csv_times_warn(&r->times, p);
}

static enum status read_rows(struct reading *r, const struct read_options *options, struct err *err)
{
	static const char *const active[] = {"active", "published", "visible", NULL};
	const struct table_row *end = r->t.rows + r->t.row_count;
	if (r->t.row_count > MAX_TABLE_ROWS)
		return err_set(err, STATUS_TOO_LARGE, "too_large", "the table has more than %d rows",
			MAX_TABLE_ROWS);
	r->active_column = heading_says(r, HEADING_STATUS, active);
	for (const struct table_row *row = r->t.rows; row < r->headings; row++)
		if (only_cell(&r->t, row))
			csv_times_watch_day(&r->times, only_cell(&r->t, row));
	for (const struct table_row *row = r->headings + 1; row < end; row++)
		watch_row(r, row);
	enum status st = choose_date_order(r, options ? options->columns : NULL, err);
	if (st != STATUS_OK)
		return st;
	for (const struct table_row *row = r->t.rows; row < r->headings; row++)
		if (only_cell(&r->t, row))
			csv_times_day(&r->times, only_cell(&r->t, row));
	for (const struct table_row *row = r->headings + 1; row < end; row++)
		read_session(r, row);
	warn_of_rows(r);
	struct timing file = {.zone = r->zone};
	return timing_resolve(r->p, (const struct slot *)(void *)r->parts.slots->data, &file, options, err);
}

static void note_columns(struct reading *r)
{
	for (size_t i = 0; i < r->headings->count; i++)
		programme_note_column(r->p, table_cell(&r->t, r->headings, i), headings_field(&r->v.h, i));
}

static enum status columns_needed(const struct reading *r, struct err *err)
{
	enum { NAMES = 200 };
	struct buf names = BUF_INIT(2 * MAX_LINE);
	for (size_t i = 0; i < r->p->column_count && names.len < NAMES; i++)
		buf_addf(&names, "%s\"%.40s\"", i ? ", " : "", r->p->columns[i].name);
	err_set(err, STATUS_UNPROCESSABLE, "columns_needed",
		"a table in which %s is not known by name; found %s: say which is which, as "
		"columns=title=NAME,start=NAME,room=NAME",
		r->v.h.column[HEADING_TITLE] == HEADING_NONE ? "the title" : "a date, start or room",
		names.data ? names.data : "no names");
	buf_clear(&names);
	return STATUS_UNPROCESSABLE;
}

static enum status read_table(struct reading *r, const struct read_options *options, struct err *err)
{
	if (!r->v.delimiter)
		return err_set(err, STATUS_UNPROCESSABLE, "unsupported_format", "a text without columns");
	r->headings = &r->t.rows[r->v.row];
	note_columns(r);
	if (!headings_usable(&r->v.h))
		return columns_needed(r, err);
	enum status st = read_rows(r, options, err);
	return st == STATUS_OK ? programme_finish(r->p, err) : st;
}

enum status csv_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	const char *charset;
	size_t text_len;
	struct reading r = {.p = into, .ids = g_hash_table_new(g_str_hash, g_str_equal)};
	char *text = charset_text(bytes, len, &text_len, &charset);
	enum status st = STATUS_OK;
	parts_init(&r.parts, into);
	if (!text) {
		st = err_set(err, STATUS_UNPROCESSABLE, "malformed_csv", "the file is no %s text", charset);
	} else {
		if (strcmp(charset, "UTF-8") != 0 && strcmp(charset, "UTF-16") != 0)
			programme_warn(into, "the file is not in UTF-8: taken as %s", charset);
		blank_separator_line(text);
		r.v = look(text, text_len, options ? options->columns : NULL);
		struct table_form form = {r.v.delimiter, r.v.width, r.v.row, MAX_TABLE_ROWS + 1};
		st = table_parse(&r.t, text, text_len, &form, err);
		if (st == STATUS_OK)
			st = read_table(&r, options, err);
	}
	table_finish(&r.t);
	parts_finish(&r.parts);
	g_hash_table_destroy(r.ids);
	return st;
}
