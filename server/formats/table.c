#include "formats/table.h"

#include "base/limits.h"

#include <glib.h>
#include <string.h>

/* A cell as it stands in the text, quotation marks not in it. */
struct span {
	size_t begin, end;
	bool quoted;
};

/* One row, found but not cut out yet, so that it can be looked at again. */
struct record {
	GArray *spans; /* struct span */
	size_t next; /* past its line end */
	size_t strays; /* quotation marks that neither close nor are doubled */
	bool torn; /* a quotation mark was never closed */
};

/* When a quotation mark in a quoted cell closes it: before a delimiter or the
 * line's end; where that gives too many cells, not before ", " (a sentence).
 * Or it quotes nothing, in a line that is torn otherwise. */
enum closing { CLOSES_EASILY, CLOSES_HARD, QUOTES_NOTHING };

struct scanner {
	const char *s;
	size_t len;
	char delimiter;
	enum closing closing;
	size_t effort; /* bytes that were looked at to mend rows */
};

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static size_t skip_blanks(const struct scanner *in, size_t at, size_t end)
{
	while (at < end && (in->s[at] == ' ' || in->s[at] == '\t') && in->s[at] != in->delimiter)
		at++;
	return at;
}

static size_t past_line_end(const struct scanner *in, size_t at)
{
	if (at < in->len && in->s[at] == '\r')
		return at + 1 + (at + 1 < in->len && in->s[at + 1] == '\n');
	return at + (at < in->len);
}

static size_t line_end(const struct scanner *in, size_t at, size_t end)
{
	while (at < end && !is_line_end(in->s[at]))
		at++;
	return at;
}

static bool closes(const struct scanner *in, size_t quote, size_t end)
{
	size_t at = skip_blanks(in, quote + 1, end);
	if (at == end || is_line_end(in->s[at]))
		return true;
	if (in->s[at] != in->delimiter)
		return false;
	return in->closing == CLOSES_EASILY || at + 1 == end || in->s[at + 1] != ' ';
}

/* From behind the opening mark; the place behind the cell. */
static size_t scan_quoted(const struct scanner *in, size_t at, size_t end, struct record *r)
{
	struct span cell = {at, end, true};
	const char *mark;
	while ((mark = memchr(in->s + at, '"', end - at))) {
		at = (size_t)(mark - in->s) + 1;
		if (at < end && in->s[at] == '"') {
			at++;
		} else if (closes(in, at - 1, end)) {
			cell.end = at - 1;
			g_array_append_val(r->spans, cell);
			return skip_blanks(in, at, end);
		} else {
			r->strays++;
		}
	}
	r->torn = true;
	g_array_append_val(r->spans, cell);
	return end;
}

static size_t scan_cell(const struct scanner *in, size_t at, size_t end, struct record *r)
{
	size_t first = skip_blanks(in, at, end);
	bool mark = first < end && in->s[first] == '"';
	if (mark && in->closing != QUOTES_NOTHING)
		return scan_quoted(in, first + 1, end, r);
	at = mark ? first + 1 : at;
	r->strays += mark;
	struct span cell = {at, at, false};
	while (cell.end < end && in->s[cell.end] != in->delimiter && !is_line_end(in->s[cell.end]))
		cell.end++;
	g_array_append_val(r->spans, cell);
	return cell.end;
}

/* The row that begins at `at` and goes no further than `end`. */
static void scan_record(const struct scanner *in, size_t at, size_t end, struct record *r)
{
	if (end - at > MAX_TABLE_ROW_BYTES)
		end = at + MAX_TABLE_ROW_BYTES;
	g_array_set_size(r->spans, 0);
	r->strays = 0;
	r->torn = false;
	at = scan_cell(in, at, end, r);
	while (at < end && in->s[at] == in->delimiter && r->spans->len <= MAX_TABLE_COLUMNS)
		at = scan_cell(in, at + 1, end, r);
	r->next = past_line_end(in, at);
}

/* --- mending ------------------------------------------------------------- */

static bool is_whole(const struct record *r, size_t width)
{
	return r->spans->len == width && !r->torn;
}

/* Where, behind the line that begins at `at`, a line begins that is a whole
 * row by itself: the end of the line before it; 0 if nowhere. */
static size_t next_whole_row(struct scanner *in, size_t at, size_t end, size_t width, struct record *scratch)
{
	enum { LINES = 64 };
	for (int i = 0; i < LINES && in->effort < MAX_TABLE_EFFORT; i++) {
		size_t stop = line_end(in, at, end);
		at = past_line_end(in, stop);
		if (at >= end)
			return 0;
		scan_record(in, at, in->len, scratch);
		in->effort += scratch->next - at;
		if (is_whole(scratch, width))
			return stop;
	}
	return 0;
}

/* Reads the row in another way: true, and *r is the row, if that makes it whole. */
static bool read_as(struct scanner *in, enum closing closing, size_t at, size_t end, size_t width,
	struct record *r, struct record *scratch)
{
	in->closing = closing;
	scan_record(in, at, end, scratch);
	in->effort += scratch->next - at;
	bool good = is_whole(scratch, width);
	if (good)
		scan_record(in, at, end, r);
	in->closing = CLOSES_EASILY;
	return good;
}

/* Looks again at a row that has not the width of the others, or has lines and
 * stray quotation marks in it: it may be two. False: it is not closed, and
 * looking further would take too long. */
static bool mend(struct scanner *in, size_t at, size_t width, struct record *r)
{
	size_t end = r->next, stop = 0;
	bool lines = past_line_end(in, line_end(in, at, end)) < end, whole = is_whole(r, width);
	bool odd = r->torn || (lines && (r->strays || !whole)) ||
		(!whole && (r->strays || r->spans->len > width));
	if (!odd || in->effort >= MAX_TABLE_EFFORT)
		return !r->torn;
	struct record scratch = {.spans = g_array_new(FALSE, FALSE, sizeof(struct span))};
	in->effort += end - at;
	if (whole || !read_as(in, CLOSES_HARD, at, in->len, width, r, &scratch)) {
		stop = lines ? next_whole_row(in, at, end, width, &scratch) : 0;
		if (!stop && r->torn)
			stop = line_end(in, at, end);
	}
	if (stop) {
		scan_record(in, at, stop, r);
		if (r->spans->len != width)
			read_as(in, QUOTES_NOTHING, at, stop, width, r, &scratch);
	}
	g_array_free(scratch.spans, TRUE);
	return true;
}

/* --- cutting out --------------------------------------------------------- */

static char *cut_cell(char *text, const struct span *cell)
{
	char *out = text + cell->begin;
	if (!cell->quoted) {
		text[cell->end] = '\0';
		return out;
	}
	size_t n = 0;
	for (size_t i = cell->begin; i < cell->end; i++) {
		out[n++] = text[i];
		i += text[i] == '"' && i + 1 < cell->end && text[i + 1] == '"';
	}
	out[n] = '\0';
	return out;
}

static size_t count_lines(const struct scanner *in, size_t at, size_t end)
{
	size_t n = 0;
	while (at < end) {
		at = line_end(in, at, end);
		n += at < end;
		at = past_line_end(in, at);
	}
	return n;
}

struct cutting {
	struct scanner in;
	GArray *rows; /* struct table_row */
	GPtrArray *cells;
	struct record r;
	size_t line;
};

static enum status cut_row(
	struct table *t, struct cutting *c, size_t at, const struct table_form *form, struct err *err)
{
	struct record *r = &c->r;
	scan_record(&c->in, at, c->in.len, r);
	bool below = form->width && c->rows->len > form->heading;
	if (below && !mend(&c->in, at, form->width, r))
		return err_set(err, STATUS_UNPROCESSABLE, "malformed_csv",
			"line %zu: a quotation mark is not closed, as in too many rows before", c->line);
	if (r->spans->len > MAX_TABLE_COLUMNS)
		return err_set(err, STATUS_TOO_LARGE, "too_large", "line %zu has more than %d cells", c->line,
			MAX_TABLE_COLUMNS);
	if (r->strays)
		tally_line(&t->quotes, c->line);
	if (r->torn)
		tally_line(&t->torn, c->line);
	size_t lines = count_lines(&c->in, at, r->next);
	struct table_row row = {c->cells->len, r->spans->len, c->line};
	for (guint i = 0; i < r->spans->len; i++)
		g_ptr_array_add(c->cells, cut_cell(t->text, &g_array_index(r->spans, struct span, i)));
	g_array_append_val(c->rows, row);
	c->line += lines;
	return STATUS_OK;
}

enum status table_parse(
	struct table *t, char *text, size_t len, const struct table_form *form, struct err *err)
{
	struct cutting c = {
		.in = {.s = text, .len = len, .delimiter = form->delimiter},
		.rows = g_array_new(FALSE, FALSE, sizeof(struct table_row)),
		.cells = g_ptr_array_new(),
		.r = {.spans = g_array_new(FALSE, FALSE, sizeof(struct span))},
		.line = 1,
	};
	*t = (struct table){.text = text};
	enum status st = STATUS_OK;
	for (size_t at = 0; at < len && st == STATUS_OK && c.rows->len < form->max_rows; at = c.r.next)
		st = cut_row(t, &c, at, form, err);
	t->row_count = c.rows->len;
	t->rows = (struct table_row *)(void *)g_array_free(c.rows, FALSE);
	t->cells = (char **)g_ptr_array_free(c.cells, FALSE);
	g_array_free(c.r.spans, TRUE);
	return st;
}

void table_finish(struct table *t)
{
	g_free(t->text);
	g_free(t->cells);
	g_free(t->rows);
	*t = (struct table){0};
}

const char *table_cell(const struct table *t, const struct table_row *row, size_t column)
{
	return column < row->count ? t->cells[row->first + column] : "";
}

bool table_is_formula(const char *cell)
{
	static const char *const signs[] = {"=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B",
		"\xEF\xBC\x8D", "\xEF\xBC\xA0"}; /* the last four are full-width */
	if (*cell == '\t' || *cell == '\r')
		return true;
	cell += strspn(cell, " \t\r\n\"'");
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (g_str_has_prefix(cell, signs[i]))
			return true;
	return false;
}
