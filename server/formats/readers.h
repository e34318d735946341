/* The readers and writers, a file each; formats.c lists them. */
#ifndef MADANG_FORMATS_READERS_H
#define MADANG_FORMATS_READERS_H

#include "formats/formats.h"

bool frab_recognise(const char *bytes, size_t len);
enum status frab_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err);
void frab_write(const struct programme *p, struct buf *out);

bool c3voc_recognise(const char *bytes, size_t len);
enum status c3voc_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err);
void c3voc_write(const struct programme *p, struct buf *out);
/* One event that has no time, whole: with its own keys and all languages. */
void c3voc_write_unscheduled(
	const struct programme *p, const struct programme_session *s, bool for_xml, struct buf *out);

bool ical_recognise(const char *bytes, size_t len);
enum status ical_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err);
void ical_write(const struct programme *p, struct buf *out);

/* Of frab and pretalx, and as RFC 6321 has it. */
bool xcal_recognise(const char *bytes, size_t len);
enum status xcal_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err);

#endif
