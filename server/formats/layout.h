/* What both writers share: sessions by day and room, local times as text, and
 * JSON members. */
#ifndef MADANG_FORMATS_LAYOUT_H
#define MADANG_FORMATS_LAYOUT_H

#include "base/buf.h"
#include "formats/identity.h"
#include "formats/programme.h"
#include "formats/timing.h"

enum { LAYOUT_ACRONYM = 64, LAYOUT_TIME = 48, LAYOUT_CLOCK = 8, LAYOUT_DURATION = 24 };

/* Days run from 04:00 to 04:00 on the event's clocks. */
struct layout_day {
	char date[LAYOUT_TIME]; /* "2019-08-29" */
	char start[LAYOUT_TIME], end[LAYOUT_TIME]; /* with offset */
	size_t first, count; /* of layout.order */
};

struct layout {
	struct zone *zone;
	size_t *order; /* the scheduled sessions, by day, room, start */
	size_t count;
	struct layout_day *days;
	size_t day_count;
	struct identity *identities; /* of all sessions, by their index */
};

void layout_init(struct layout *l, const struct programme *p);
void layout_finish(struct layout *l);
/* "2019-08-29T11:00:00+09:00" */
void layout_time(const struct zone *z, int64_t at, char out[LAYOUT_TIME]);
void layout_clock(const struct zone *z, int64_t at, char out[LAYOUT_CLOCK]); /* "11:00" */
/* "HH:MM"; past a day "D:HH:MM" for XML, as pretalx has it, and "25:00" for
 * JSON, whose schema knows only hours and minutes. */
void layout_duration(int minutes, bool days, char out[LAYOUT_DURATION]);

/* The form that stands where a format has room for one: in the event's first language. */
const char *layout_text(const struct programme *p, const struct text *t);
const char *layout_room_name(const struct programme *p, size_t room); /* "" for none */
const char *layout_track_name(const struct programme *p, size_t track);
const char *layout_title_prefix(const struct programme_session *s); /* "CANCELLED - " or "" */
/* The title with that prefix, as both formats write it. Appends. */
void layout_title(const struct programme *p, const struct programme_session *s, struct buf *out);
/* An acronym as both schemas want it: [a-z0-9_], four or more. */
void layout_acronym(const struct programme *p, char out[LAYOUT_ACRONYM]);
/* What the formats take of what a programme may hold; NULL is none of these. */
bool layout_is_code(const char *s); /* [0-9A-Z]+, of a person */
bool layout_is_session_code(const char *s); /* six of those, as pretalx has them */
bool layout_is_track_slug(const char *s); /* [a-z0-9-]{2,}, no dash at the end */
bool layout_is_http(const char *s); /* a URL of nothing but a URL's characters */
bool layout_is_zone(const char *s); /* a zone's name that fits schema v1: "Area/City", "UTC" */

/* `,"name":"value"`, without the comma at the beginning. */
void layout_member(struct buf *out, const char *name, const char *value);
/* `"also_in":["name", …]`, the other rooms of a session that has any. */
void layout_also_in(const struct programme *p, const struct programme_session *s, struct buf *out);
void layout_i18n(struct buf *out, const char *name, const struct text *t, const char *prefix);
#endif
