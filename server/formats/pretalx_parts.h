/* What pretalx's widget and its API write alike: rooms, tracks and speakers
 * with ids, names that are a text or a text by language, and slots. */
#ifndef MADANG_FORMATS_PRETALX_PARTS_H
#define MADANG_FORMATS_PRETALX_PARTS_H

#include "formats/refs.h"

struct pretalx {
	struct parts parts;
	GHashTable *rooms, *tracks, *people; /* refs: by id, by id, by code */
	struct tally nameless; /* rooms known by their number alone */
	struct tally unlisted_rooms, unlisted_tracks; /* ids that the file does not explain */
	struct tally unnamed_people; /* left out */
	struct tally unlisted_people; /* codes of the same sort: left out */
	struct tally blockers; /* slots in which a room is kept free: left out */
	struct tally apart; /* sessions that are not of the programme: left out */
	struct tally holes; /* null where a session should be */
};

void pretalx_init(struct pretalx *x, struct programme *p);
void pretalx_finish(struct pretalx *x);
/* The member as a text: "Hall", {"en": "Hall"}, or an object with a `name` of
 * these forms. A number tells nothing. */
void pretalx_name(
	struct pretalx *x, const struct path *at, const cJSON *object, const char *member, struct text *t);
/* The room that `o` tells of, made or found: its id and name in these members,
 * `guid` and `capacity` beside them. Without a name it is called by its id;
 * PROGRAMME_NONE without both. */
size_t pretalx_room(struct pretalx *x, const struct path *at, const cJSON *o, const char *id_member,
	const char *name_member);
/* Likewise a track, with `color` beside; PROGRAMME_NONE without a name. */
size_t pretalx_track(struct pretalx *x, const struct path *at, const cJSON *o, const char *id_member,
	const char *name_member);
/* From {"code", "name", "biography"?}; PROGRAMME_NONE without a name. */
size_t pretalx_person(struct pretalx *x, const struct path *at, const cJSON *o);
/* What talks have in both forms: texts, language, recording. */
void pretalx_talk(struct pretalx *x, const struct path *at, const cJSON *o, struct programme_session *s);
/* The times of session `i`: the slot's start and end, and the minutes of the
 * talk, else of the slot. Each may be NULL. */
void pretalx_slot(struct pretalx *x, const struct path *at, const cJSON *slot, const cJSON *talk, size_t i);
/* A break's session, opened with its title (`member`) and room; PROGRAMME_NONE
 * where it is a blocker, which is not for the public. */
size_t pretalx_break(struct pretalx *x, const struct path *at, const cJSON *o, const char *member);
/* Whether it belongs to the programme; sets `cancelled`. */
bool pretalx_is_on(struct pretalx *x, const struct path *at, const cJSON *talk, bool *ret_cancelled);
/* At the end: complaints, times, warnings. */
enum status pretalx_conclude(
	struct pretalx *x, const char *zone, const struct read_options *options, struct err *err);

#endif
