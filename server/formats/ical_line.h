/* Lines of iCalendar (RFC 5545, 3.1): folded at 75 octets, never within a
 * character, and ended by CRLF. */
#ifndef MADANG_FORMATS_ICAL_LINE_H
#define MADANG_FORMATS_ICAL_LINE_H

#include "base/buf.h"

struct ical_lines {
	struct buf *out; /* borrowed */
	struct buf line; /* the one being made */
};

void ical_lines_init(struct ical_lines *l, struct buf *out);
void ical_lines_finish(struct ical_lines *l); /* where a line has failed, so has `out` */
/* A line whose value needs no escaping. */
void ical_line(struct ical_lines *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* `NAME:value`, the value being TEXT (RFC 5545, 3.3.11); none where it is empty. */
void ical_text(struct ical_lines *l, const char *name, const char *value);

#endif
