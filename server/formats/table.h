/* A table in a text: rows of cells, divided by commas, semicolons or tabs, as
 * RFC 4180 has it and as files really are. Quotation marks that were not
 * doubled stay in their cell; a row that they would make swallow its
 * neighbours ends where a line begins that is a whole row again.
 *
 * No library does this: libcsv, the one in Debian, hands out cells one by one
 * and can't go back, so one missing quotation mark costs it the rest of the
 * file. Going back is the better half of this reader. */
#ifndef MADANG_FORMATS_TABLE_H
#define MADANG_FORMATS_TABLE_H

#include "base/err.h"
#include "formats/tally.h"

#include <stdbool.h>
#include <stddef.h>

struct table_row {
	size_t first, count; /* of table.cells */
	size_t line; /* in the file, from 1 */
};

struct table {
	char *text; /* owned; the cells lie in it */
	char **cells; /* each with a NUL behind; not cleaned */
	struct table_row *rows;
	size_t row_count;
	struct tally quotes; /* rows with quotation marks that were not doubled */
	struct tally torn; /* rows whose last cell was not closed */
};

/* How a table is to be cut. */
struct table_form {
	char delimiter;
	size_t width; /* cells in a whole row; 0: not known, nothing is mended */
	size_t heading; /* the row of the headings: only those below are mended */
	size_t max_rows; /* no more are read */
};

/* Takes `text` (g_free), which is UTF-8 with a NUL behind its `len` bytes.
 * table_finish is due in any case. 413 too_large; 422 malformed_csv where
 * there are more broken rows than can be mended. */
enum status table_parse(
	struct table *t, char *text, size_t len, const struct table_form *form, struct err *err);
void table_finish(struct table *t);
/* "" past the row's end. */
const char *table_cell(const struct table *t, const struct table_row *row, size_t column);
/* Would a spreadsheet take the cell for a formula? Then it is written with an
 * apostrophe before it (OWASP, CSV injection), which a reader takes off. */
bool table_is_formula(const char *cell);

#endif
