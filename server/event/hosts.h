/* Attendees who are somebody of the programme: a speaker, who is a host at
 * tables too. One attendee each, so that own talks, stars and bookings are one
 * person's. */
#ifndef MADANG_EVENT_HOSTS_H
#define MADANG_EVENT_HOSTS_H

#include "base/limits.h"
#include "base/rand.h"
#include "store/writer.h"

enum { PERSON_NAME = 4 * MAX_NAME_CHARACTERS + 1 };

/* The person's name in the event's first language, or in its own first one: one
 * line, cut to MAX_NAME_CHARACTERS and to `size` bytes between two characters.
 * False: there is no such person, or its name cannot be seen. Any thread. */
bool person_name(struct db *db, const char *person, char *out, size_t size);

/* Which attendee is this person from now on: who is already; else `attendee`
 * (NULL: nobody asks), if it is nobody else of the programme; else a new one of
 * the person's name. 422 `unknown_reference`: there is no such person. Writer's thread. */
enum status host_attendee(
	struct txn *txn, const char *person, const char *attendee, char id[RANDOM_ID_TEXT], struct err *err);
/* Whoever is this person is nobody of the programme any more: a link came into
 * the wrong hands. The person stays. 404 `not_found`: nobody is. Writer's thread. */
enum status host_end(struct txn *txn, const char *person, struct err *err);

#endif
