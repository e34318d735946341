#ifndef MADANG_EVENT_EXPORT_H
#define MADANG_EVENT_EXPORT_H

#include "formats/programme.h"
#include "store/db.h"

#include <cjson/cJSON.h>

/* The whole programme as it stands, for a writer of server/formats: hidden
 * sessions are left out, cancelled ones are marked, planned times are given.
 * Keys that came with an import are given back, and a session without any gets
 * one of ours, so that export and import again is no change. On OK the caller
 * owns *ret. Any connection. */
enum status programme_export(struct db *db, struct programme **ret, struct err *err);

enum { EXPORT_GUID = 37 };

/* Does the session go out with a guid of ours, for lack of a key of its own? */
bool export_makes_guid(const cJSON *session);
/* That guid: the same at each export of this database, also after an edit. */
void export_guid(const char *epoch, const char *id, char out[EXPORT_GUID]);

#endif
