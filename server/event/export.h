#ifndef MADANG_EVENT_EXPORT_H
#define MADANG_EVENT_EXPORT_H

#include "event/resource.h"
#include "formats/programme.h"

/* Of a room, a track or a person: what takes place there, belongs there, is
 * held by them, and of rooms, tracks and people what these sessions name. Or
 * what has an attendee's star, in the attendee's language where the event
 * speaks it. */
struct export_part {
	const struct resource *of; /* resource_rooms, resource_tracks, resource_people; NULL: an attendee's */
	const char *id;
	const char *language; /* the attendee's; NULL for others */
};

/* The programme as it stands, or a part of it (NULL: all), for a writer of
 * server/formats: hidden sessions are left out, cancelled ones are marked,
 * planned times are given, and for calendars the expected ones. Keys that came
 * with an import are given back, and a session without any gets one of ours,
 * so that export and import again is no change. 404 where there is no such
 * room. On OK the caller owns *ret. Any connection. */
enum status programme_export(
	struct db *db, const struct export_part *part, struct programme **ret, struct err *err);

enum { EXPORT_GUID = 37 };

/* Does the session go out with a guid of ours, for lack of a key of its own? */
bool export_makes_guid(const cJSON *session);
/* That guid, which is also the uid of every session, whatever keys it has: the
 * same at each export of this database, also after an edit. */
void export_guid(const char *house, const char *id, char out[EXPORT_GUID]);

#endif
