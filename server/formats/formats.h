/* The formats that Madang knows, in one table: a file each. */
#ifndef MADANG_FORMATS_FORMATS_H
#define MADANG_FORMATS_FORMATS_H

#include "base/buf.h"
#include "formats/columns.h"
#include "formats/programme.h"

struct read_options {
	struct zone *zone; /* of the event, where the caller gave one; else NULL */
	struct columns *columns; /* what the caller said of the file's own names; NULL: nothing */
};

struct format {
	const char *name; /* "frab-xml", "c3voc-json": in reports and on the command line */
	const char *title; /* "frab/pentabarf XML", for people */
	const char *export_path; /* "schedule.xml"; NULL: is not written */
	const char *content_type;
	/* Is it this format? By content alone; cheap, looks at the shape only. */
	bool (*recognise)(const char *bytes, size_t len);
	/* Reads a whole file. Errors: 400 malformed (XML and JSON: with line and
	 * column), 422 unsupported (naming what was found), zone_needed,
	 * zone_unknown, too_large. A reader that lets its caller choose among the
	 * file's own names notes all of them (programme_note_column). */
	enum status (*read)(const char *bytes, size_t len, const struct read_options *options,
		struct programme *into, struct err *err);
	/* Appends the file. NULL: is not written. */
	void (*write)(const struct programme *p, struct buf *out);
	bool whole; /* what is written carries the whole programme: reading it again is no change */
};

/* The options as a caller writes them: `tz` an IANA name, `columns` as
 * columns_parse takes them; NULL: not given. 422 zone_unknown, invalid_columns.
 * read_options_clear frees, also after an error. */
enum status read_options_parse(
	const char *tz, const char *columns, struct read_options *ret, struct err *err);
void read_options_clear(struct read_options *o);

/* Detects the format by content and reads it. On OK the caller owns
 * *ret_programme. A file that is no programme, or of a kind that is known but
 * not read, gives 422 with what was found in it; 422 unknown_column where
 * `options` choose a name that the file has not. Any thread. */
enum status formats_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme **ret_programme, struct err *err);
/* The format by its name, its export path or that path's ending ("xml"); NULL
 * if there is none. */
const struct format *formats_find(const char *name);
/* All of them, `*ret_count` long, in the order in which they are tried. */
const struct format *formats_all(size_t *ret_count);

#endif
