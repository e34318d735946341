/* What the model holds and neither format has a place for, as one JSON object:
 * `schedule.madang` in JSON, the processing instruction <?madang {…}?> in XML.
 * Other tools pass over both, and both documents stay valid.
 *
 *   {"languages": ["ko", "en"], "acronym": …, "title_i18n": {…}, "url", "zone", "colour",
 *    "rooms":  [{"name", "guid"?, "key"?, "kind"?, "capacity"?, "name_i18n"?}],
 *    "tracks": [{"name", "slug"?, "key"?, "name_i18n"?}],
 *    "people": [{"name", "id"?, "guid"?, "company"?, "url"?, …}],
 *    "sessions": [{"guid", "date", "room", then "title_i18n", "key", "also_in", "length", …}],
 *    "unscheduled": [events as in schedule.json, without a date]}
 *
 * Each thing is named by what the format itself carries of it, so that a file
 * edited elsewhere is still read rightly: what no longer fits is left out. */
#ifndef MADANG_FORMATS_EXTRAS_H
#define MADANG_FORMATS_EXTRAS_H

#include "formats/layout.h"
#include "formats/parts.h"

/* Applies the object (NULL: there is none) to the event, rooms, tracks and
 * people, and adds the sessions without a time; before times are worked out. */
void extras_read(struct parts *r, const cJSON *extras);
/* Forgets made keys (identity.h) and applies the rest to the sessions. */
void extras_read_sessions(struct parts *r, const cJSON *extras);
/* Appends the object, or nothing where there is nothing to say (false). */
bool extras_write(const struct programme *p, const struct layout *l, bool for_xml, struct buf *out);

#endif
