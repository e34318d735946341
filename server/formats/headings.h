/* Which column of a table is which field of a session, by what stands above
 * it: first as the caller said (columns.h), then by the names that tools and
 * people give (English, German, Korean, Japanese and others; case and
 * punctuation don't count), then by a word in the name. A column has one
 * field at most, and a field one column; but "Speaker 2" stands beside
 * "Speaker 1". */
#ifndef MADANG_FORMATS_HEADINGS_H
#define MADANG_FORMATS_HEADINGS_H

#include "formats/columns.h"

enum heading {
	HEADING_TITLE,
	HEADING_SUBTITLE,
	HEADING_ABSTRACT,
	HEADING_DESCRIPTION,
	HEADING_DATE,
	HEADING_END_DATE,
	HEADING_START,
	HEADING_END,
	HEADING_DURATION,
	HEADING_ALL_DAY,
	HEADING_ROOM,
	HEADING_TRACK,
	HEADING_TYPE,
	HEADING_PEOPLE,
	HEADING_LANGUAGE,
	HEADING_ID,
	HEADING_URL,
	HEADING_STATUS,
	HEADING_PRIVATE,
	HEADING_ZONE,
	HEADINGS
};

#define HEADING_NONE SIZE_MAX
enum { MAX_MORE_PEOPLE = 8 };

struct headings {
	size_t column[HEADINGS]; /* HEADING_NONE: none has it */
	size_t count; /* fields that have one */
	size_t more_people[MAX_MORE_PEOPLE], more_count; /* further columns of people */
};

/* `asked` may be NULL. What it asks for and is not there is found as usual. */
void headings_find(struct headings *h, char *const *cells, size_t count, const struct columns *asked);
/* A title, and a date, a start or a room: a table of sessions. */
bool headings_usable(const struct headings *h);
/* The field's name, as in columns_fields; NULL: the column has none. */
const char *headings_field(const struct headings *h, size_t column);
/* Letters and digits alone, folded: "Start (time)" gives "starttime"; g_free. */
char *headings_fold(const char *name);

#endif
