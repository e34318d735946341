/* What identifies what: the rows of the house that are the things of a file.
 * match.h does the pairing, by the passes that stand here.
 *
 * Everything else refers to a session by its id (stars, bookings, what people
 * were told), so the id must go with the talk: to lose a talk loses its
 * bookings, and to take one talk for another brings people into the wrong one,
 * which is worse. So, from the surest on (identify_sessions.c has the list):
 *
 *  0. The UID that our own calendars give.
 *  1. A key and the title both. Of the slots of one talk (one code, or one
 *     number, and one title) the place decides before the guid: pretalx makes
 *     the guids of slots anew from their order in time.
 *  2. The title with the people, or with room and start, where there is just
 *     one: whatever the keys say. It also tells keys that are handed to other
 *     things in each file (row numbers) from keys to be trusted.
 *  3. A key alone: the talk was given another title. Not where keys were seen
 *     to be handed on.
 *  4. Number and slug, number and title: not the number alone, which other
 *     talks may share, or get later.
 *  5. Without keys that say otherwise (match.h): the title with what else is
 *     the same, and at last the place with a title that is alike.
 *
 * Then rooms, tracks and people that were renamed are known by their sessions
 * (renamed.h), and what was left is looked at once more by that. */
#ifndef MADANG_EVENT_IDENTIFY_H
#define MADANG_EVENT_IDENTIFY_H

#include "event/collection.h"

/* The title of what comes without one. */
#define IDENTIFY_UNTITLED "Untitled"

/* A room is known by its name, whatever its key, since names are what people go
 * by; else by its key, where it was renamed. Tracks likewise. */
void identify_rooms(struct collection *c, const struct programme *p);
void identify_tracks(struct collection *c, const struct programme *p);
/* A person is known by the key, else by number and name (in merged files a
 * number stands for many), else by the name. Two of one name and different
 * keys are two, unless the file's keys prove to be made anew. */
void identify_people(struct collection *c, const struct programme *p);

struct identified {
	struct collection *rooms, *tracks, *people, *sessions;
};
/* After the three; also finds what was renamed. `house`: its id (db_house), for
 * the keys that our exports give (export.h). */
void identify_sessions(const struct identified *all, const struct programme *p, const char *house);

/* A key as rows remember it; g_free. Plain numbers mean something only within
 * their format. */
char *identify_key(const struct programme *p, const char *key);
/* The key as our exports tell it, for identify_key to know again; g_free. */
char *identify_key_told(const char *remembered);
/* Is the file an export of ours? */
bool identify_own(const struct programme *p);
/* The key as the file had it. */
const char *identify_key_plain(const char *remembered);

#endif
