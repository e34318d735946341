/* A conference's programme, as one schedule file tells it: the one model that
 * every format is read into and written from. Nothing here knows SQL, ids of
 * ours, or what was imported before.
 *
 * A programme owns all its memory (an arena): strings and lists live until
 * programme_destroy. Readers fill it through the functions below, which clean
 * text (control characters, malformed UTF-8, outer blanks) and keep the bounds
 * of base/limits.h. A NULL or empty text means that the file says nothing
 * there; which fields a file carries at all is told by programme_carries. */
#ifndef MADANG_FORMATS_PROGRAMME_H
#define MADANG_FORMATS_PROGRAMME_H

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROGRAMME_NONE SIZE_MAX /* "no room", "no track" where an index stands */

/* A text that people read, in one unnamed language (one form, lang "") or by
 * language (BCP 47: "ko", "en"). No forms: no text. */
struct text_form {
	const char *lang;
	const char *value;
};
struct text {
	struct text_form *forms;
	size_t count;
};

struct programme_room {
	const char *key; /* the file's own stable key: guid, else id, else NULL */
	struct text name;
	const char *kind; /* room|booth|table|lobby; NULL: not said, a room */
	int capacity; /* seats; 0: not said */
};

struct programme_track {
	const char *key; /* slug or id, else NULL */
	struct text name;
	const char *colour; /* "#rrggbb", else NULL */
};

struct programme_person {
	const char *key; /* guid, else code, else NULL; unique in the file */
	const char *number; /* frab's person id, not unique over merged sources */
	struct text name;
	struct text company;
	struct text bio;
	const char *url;
};

/* One occurrence: a session that is held three times is three of these, with
 * the same guid. */
struct programme_session {
	/* Keys, the strongest first; each may be NULL. */
	const char *guid;
	const char *code;
	const char *number; /* frab's event id as text; NOT unique, never a key alone */
	const char *slug;

	struct text title;
	struct text subtitle;
	struct text abstract; /* frab's abstract; where only one text exists, this one */
	struct text description;
	const char *type; /* "lecture", "break", … as the file has it */
	const char *language; /* the first of "de, en" */
	const char *url;
	const char *licence; /* recording/license */
	bool no_recording;
	bool cancelled; /* by the title's prefix (stripped then) or by a state */

	size_t track; /* index, or PROGRAMME_NONE */
	size_t room; /* index, or PROGRAMME_NONE */
	bool scheduled; /* false: start says nothing */
	int64_t start; /* UTC ms */
	int duration; /* minutes, 0 = a point in time */
	int length; /* minutes that the talk itself takes, where the file says so beside its slot; 0: not said
		     */
	size_t *people; /* indices, in the file's order, no index twice */
	size_t people_count;
	size_t *also_in; /* rooms to which it is broadcast: indices, `room` not among them */
	size_t also_in_count;

	/* Known of our own sessions only, for calendars; a reader leaves them. */
	const char *uid; /* the same at each export */
	int revision; /* counts up with each edit */
	int64_t modified; /* UTC ms */
	int64_t expected_start, expected_end; /* UTC ms, while scheduled */
};

/* A column of a table, a category, a property: what the file's author named,
 * and the field of a session that it was read as (columns.h). */
struct programme_column {
	const char *name;
	const char *field; /* NULL: it was not used */
};

/* Which fields a file carries: a field that is empty in every session (or
 * room, or person) of the file counts as not carried, and an import does not
 * touch it (pitfall 15). */
enum programme_field {
	FIELD_SUBTITLE = 1 << 0,
	FIELD_ABSTRACT = 1 << 1,
	FIELD_DESCRIPTION = 1 << 2,
	FIELD_TYPE = 1 << 3,
	FIELD_LANGUAGE = 1 << 4,
	FIELD_URL = 1 << 5,
	FIELD_LICENCE = 1 << 6,
	FIELD_TRACK = 1 << 7,
	FIELD_PEOPLE = 1 << 8,
	FIELD_ROOM = 1 << 9,
	FIELD_START = 1 << 10,
	FIELD_ROOM_KIND = 1 << 11,
	FIELD_ROOM_CAPACITY = 1 << 12,
	FIELD_TRACK_COLOUR = 1 << 13,
	FIELD_PERSON_COMPANY = 1 << 14,
	FIELD_PERSON_BIO = 1 << 15,
	FIELD_PERSON_URL = 1 << 16,
	FIELD_LENGTH = 1 << 17,
	FIELD_ALSO_IN = 1 << 18,
	FIELD_NO_RECORDING = 1 << 19,
};

struct programme {
	struct arena *arena;
	const char *format; /* the reader's name: "frab-xml" */
	const char *generator; /* "pretalx 2023.1", NULL if not said */

	struct text title;
	struct text part; /* whose part of the programme this is: a room's name; empty: it is all */
	const char *acronym;
	const char *version; /* of the schedule, free text */
	const char *zone; /* IANA name: the one asked for, else the file's own */
	const char *url;
	const char *colour; /* "#rrggbb" */
	const char **languages; /* of the event, in order of preference; may be empty */
	size_t language_count;

	struct programme_room *rooms;
	size_t room_count;
	struct programme_track *tracks;
	size_t track_count;
	struct programme_person *people;
	size_t person_count;
	struct programme_session *sessions;
	size_t session_count;

	/* Fields that the format can say of some sessions only (a widget knows breaks,
	 * and no other type): where one is empty, the file says nothing of it. */
	unsigned partly;

	struct programme_column *columns; /* where the file's author chose the names */
	size_t column_count;

	const char **warnings; /* what was odd, a line each, naming the place */
	size_t warning_count;
};

struct programme *programme_create(const char *format);
void programme_destroy(struct programme *p); /* NULL is fine */

/* The add functions append a zeroed element (rooms and tracks of a session
 * PROGRAMME_NONE) and return its index; PROGRAMME_NONE past the bound, which
 * programme_finish then reports as 413 too_large. Pointers into the lists are
 * good only until the next add. */
size_t programme_add_room(struct programme *p);
size_t programme_add_track(struct programme *p);
size_t programme_add_person(struct programme *p);
size_t programme_add_session(struct programme *p);
void programme_session_add_person(struct programme *p, size_t session, size_t person);
void programme_session_also_in(struct programme *p, size_t session, size_t room);
/* Past MAX_PROGRAMME_COLUMNS nothing is noted. */
void programme_note_column(struct programme *p, const char *name, const char *field);

/* The room with this key, or without a key the one of this name (folded: case
 * and blanks); made where it is not there yet, if there is a name; else
 * PROGRAMME_NONE. Likewise tracks. */
size_t programme_room_named(struct programme *p, const char *key, const char *name);
size_t programme_track_named(struct programme *p, const char *key, const char *name);
/* The person with this key; without a key the one of this number and name;
 * without both the first of this name. Made where it is not there yet. A name
 * is needed: PROGRAMME_NONE without. */
size_t programme_person_named(struct programme *p, const char *key, const char *number, const char *name);

/* Cleaned copies in the arena; NULL where nothing is left. `line` folds all
 * white space to single blanks (titles, names); `block` keeps lines, with LF. */
const char *programme_line(struct programme *p, const char *s);
const char *programme_block(struct programme *p, const char *s);
/* Copies `value` as it is; a form that is there already stays (the first wins). */
void programme_text_set(struct programme *p, struct text *t, const char *lang, const char *value);
/* Cleans and sets in one step, HTML entities written as characters: always in
 * lines; in blocks only where no HTML tags stand, whose entities are theirs. */
void programme_text_line(struct programme *p, struct text *t, const char *lang, const char *raw);
void programme_text_block(struct programme *p, struct text *t, const char *lang, const char *raw);
/* Names that a thing was found by, replaced by its forms by language, where
 * `name` has such. */
void programme_text_forms(struct text *t, const struct text *name);
/* The form in `lang`, else the unnamed one, else the first; "" if there is none. */
const char *text_in(const struct text *t, const char *lang);
bool text_empty(const struct text *t);

/* A warning for the report; past MAX_PROGRAMME_WARNINGS one last line says so. */
void programme_warn(struct programme *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* To be called by a reader at its end: takes "CANCELLED - " and its like off
 * the titles (the prefix, not the substring), checks the bounds, and warns of
 * guids used twice. Not OK: the programme must not be used. */
enum status programme_finish(struct programme *p, struct err *err);
/* The fields that this file carries, as a set of enum programme_field. */
unsigned programme_carries(const struct programme *p);

#endif
