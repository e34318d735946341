/* The things of a c3voc schedule.json, one by one: room, track, person, event
 * as JSON objects. Readers use them: c3voc_read.c and c3voc_v2_read.c for the whole
 * document, and frab_read.c for the `madang` object that our XML carries.
 *
 * That object (see extras.h) holds what the model knows and schema v1 and the
 * XSD have no place for. Both formats stay valid with it, since `schedule` in
 * v1 takes further members and XML takes processing instructions anywhere;
 * siblings such as `title_i18n` at their own places, which v1 forbids in an
 * event, are read as well, for files written by hand.
 *
 * A wrong value is a complaint, with its path; reading goes on, so that one
 * refusal names all that was found. */
#ifndef MADANG_FORMATS_PARTS_H
#define MADANG_FORMATS_PARTS_H

#include "base/buf.h"
#include "base/json.h"
#include "formats/timing.h"

#include <glib.h>

/* Where in the document: a list through the callers' frames, written out only
 * when something is to be said. */
struct path {
	const struct path *up;
	const char *name; /* a member; NULL: an item of a list */
	size_t index;
	bool quoted; /* the member's name is free text: rooms["Saal 1"] */
};

struct parts {
	struct programme *p;
	GArray *slots; /* struct slot, one a session */
	struct buf complaints;
	size_t text_ids; /* ids that are strings, "4711" */
	char first_text_id[120];
};

void parts_init(struct parts *r, struct programme *p);
void parts_finish(struct parts *r);
/* 422 invalid_field with all complaints, if there are any. */
enum status parts_verdict(struct parts *r, struct err *err);
void parts_complain(struct parts *r, const struct path *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void parts_path(const struct path *at, struct buf *out);
/* The path as text, in the arena. */
const char *parts_place(struct parts *r, const struct path *at);
/* The member, of that type; NULL where it is absent or null; another type is
 * complained about. */
const cJSON *parts_list(struct parts *r, const struct path *at, const cJSON *object, const char *name);
const cJSON *parts_object(struct parts *r, const struct path *at, const cJSON *object, const char *name);
const char *parts_string(struct parts *r, const struct path *at, const cJSON *object, const char *name);
/* A cleaned line of the member, NULL where it is empty. */
const char *parts_line(struct parts *r, const struct path *at, const cJSON *object, const char *name);
/* A text of one language, or of several: an object, or a sibling NAME_i18n. */
void parts_text(struct parts *r, const struct path *at, const cJSON *object, const char *name, bool block,
	struct text *t);
/* The member `duration`: text, or minutes where it is a number. */
const char *parts_duration(struct parts *r, const struct path *at, const cJSON *object);
const char *parts_colour(struct programme *p, const char *raw);
const char *parts_language(struct programme *p, const char *raw);
/* Likewise where people may have written a name: "de, en" and "German" give
 * "de"; NULL: it is neither. */
const char *parts_language_named(struct programme *p, const char *raw);
/* Is it formed like the name of a language, as texts have it for their forms? */
bool parts_is_language_tag(const char *s);

/* "generator" of the root, or where hubs put it. */
void parts_generator(struct programme *p, const cJSON *root, const cJSON *schedule);
/* All of schedule.conference but its days. */
void parts_conference(struct parts *r, const struct path *at, const cJSON *conference);
/* The room or track that the object tells of, made or found; PROGRAMME_NONE without a name. */
size_t parts_room(struct parts *r, const struct path *at, const cJSON *object);
size_t parts_track(struct parts *r, const struct path *at, const cJSON *object);
void parts_rooms(struct parts *r, const struct path *at, const cJSON *list);
void parts_tracks(struct parts *r, const struct path *at, const cJSON *list);
void parts_languages(struct parts *r, const struct path *at, const cJSON *list);
/* The person that the object tells of, made or found; PROGRAMME_NONE without a name. */
size_t parts_person(struct parts *r, const struct path *at, const cJSON *object);
/* Title, subtitle, abstract, description. */
void parts_session_texts(
	struct parts *r, const struct path *at, const cJSON *object, struct programme_session *s);
/* Those, and the keys, type, language, page, licence: all but time, place, track and people. */
void parts_session_facts(
	struct parts *r, const struct path *at, const cJSON *object, struct programme_session *s);
/* The event's duration as text: a string, or a number of minutes. */
const char *parts_duration(struct parts *r, const struct path *at, const cJSON *event);
/* The path as text that the programme owns, for struct slot. */
const char *parts_place(struct parts *r, const struct path *at);
/* Adds the session; `day` and `room` from where it stands. */
void parts_event(struct parts *r, const struct path *at, const cJSON *event, const char *day, size_t room);
/* Opens a session and its slot; PROGRAMME_NONE past the bound. */
size_t parts_new_session(struct parts *r);

#endif
