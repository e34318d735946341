/* Which column of a table stands for which field of a session, as the caller
 * has said: for files whose author named the columns (CSV), the categories
 * (Sessionize), or put names into a title (iCalendar).
 *
 * The text is `field=Name,field=Name`, or a JSON object {"field": "Name"} for
 * names with commas. An empty name leaves the field out. */
#ifndef MADANG_FORMATS_COLUMNS_H
#define MADANG_FORMATS_COLUMNS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* The fields that can be named: title, subtitle, abstract, description, type,
 * track, room, date, start, end, end_date, all_day, duration, language, people,
 * id, url, status, private, zone, and `dates`, whose name is an order: dmy, mdy or ymd. */
extern const char *const columns_fields[]; /* a NULL at the end */

struct columns;

/* On OK the caller owns *ret (columns_destroy). 422 invalid_columns: not of
 * that form, an unknown field, a field or a name that stands twice. */
enum status columns_parse(const char *text, struct columns **ret, struct err *err);
void columns_destroy(struct columns *c); /* NULL is fine */
/* The name that was given for the field; NULL: none was ("": leave it out).
 * `c` may be NULL. */
const char *columns_name(const struct columns *c, const char *field);
/* The field that was asked of this name (compared without case and outer
 * blanks); NULL: none. */
const char *columns_field(const struct columns *c, const char *name);
size_t columns_count(const struct columns *c);
/* The i-th pair, in the order in which they were given. */
const char *columns_pair(const struct columns *c, size_t i, const char **ret_name);

#endif
