/* Which property of a calendar stands for which field of a session: by the
 * formats' own names, by what the whole file shows, or as the caller has said
 * (columns.h): `people=SUMMARY` takes the names off the titles' ends. */
#ifndef MADANG_FORMATS_CALENDAR_FIELDS_H
#define MADANG_FORMATS_CALENDAR_FIELDS_H

#include "formats/calendar.h"

enum calendar_field {
	FIELD_OF_TITLE,
	FIELD_OF_SUBTITLE,
	FIELD_OF_ABSTRACT,
	FIELD_OF_DESCRIPTION,
	FIELD_OF_TYPE,
	FIELD_OF_TRACK,
	FIELD_OF_ROOM,
	FIELD_OF_LANGUAGE,
	FIELD_OF_URL,
	FIELD_OF_ID,
	FIELD_OF_STATUS,
	FIELD_OF_START,
	FIELD_OF_END,
	FIELD_OF_DURATION,
	FIELD_OF_PEOPLE,
	CALENDAR_FIELDS
};

struct fields {
	const struct calendar *c;
	const struct columns *asked;
	/* The properties that a field is read from: the first that an event has. */
	char *names[CALENDAR_FIELDS][2];
	GHashTable *uids; /* UID → struct uid */
	size_t addresses; /* left out: names that were e-mail addresses */
	size_t guests; /* left out: people who were invited to a meeting */
	size_t unknown_languages;
};

void fields_init(struct fields *f, const struct calendar *c, const struct columns *asked);
void fields_finish(struct fields *f);
/* The property that the field is read from; NULL: the event has none. */
const struct property *fields_property(
	const struct fields *f, const struct calendar_event *event, enum calendar_field field);
/* Sets keys, texts, room, track, people of a session; its times are the caller's. */
void fields_read(struct fields *f, const struct calendar_event *event, size_t session);
/* Notes all properties that occur, with what they were read as. */
void fields_note_columns(const struct fields *f);
/* What the caller should know of the fields. */
void fields_warn(const struct fields *f);

#endif
