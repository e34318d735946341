/* Releases: what the public is told to have changed, version by version.
 *
 * A release tells of every session how it stands now against how it stood at
 * the release before, whatever it went through in between: the log has each
 * row as it was before it was first changed since. The first release tells what
 * its own edit changes. Writer's thread. */
#ifndef MADANG_EVENT_RELEASES_H
#define MADANG_EVENT_RELEASES_H

#include "event/edit.h"

extern const struct resource resource_releases;

/* Adds a release of all that was done until now, this edit's part of it too.
 * `body`: {version, note?}. Errors: as of row_patch; 409 `version_taken`.
 *
 * Its `changes` are {what, id, title, from, to} of sessions, at most
 * MAX_RELEASE_CHANGES, and `more` is how many there are besides:
 *   added, removed   to, from {room, start}: hidden ones are not there
 *   cancelled        from {room, start}, to {replaced_by} or null
 *   restored         to {room, start}
 *   moved            from and to {room, start}
 *   duration, title, people   from and to their values
 *   details          another text or fact about it; from and to null */
enum status release_make(struct edit *e, const cJSON *body, char *ret_id, size_t size, struct err *err);

#endif
