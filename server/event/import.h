/* A programme from outside comes into the house: a three-way comparison of
 * what the last import said (`imported` in each row), what the file says now,
 * and what stands here, changed by the desk or not. Writer's thread.
 *
 * A field that the file changed and the desk did not: the file's. One that the
 * desk changed and the file did not: the desk's. Both: the desk's, and the
 * report says so. A field that the file does not carry is left alone.
 *
 *   import.c     the whole, in order
 *   identify.c   which row is which thing of the file (match.c pairs them)
 *   import_event.c, import_named.c, import_sessions.c: the parts
 *   merge.c      the three-way comparison of one row
 *   values.c     the programme's values as rows hold them
 *   report.c     what was done, in the shape of the contract
 *
 * A session that came by import and is missing now is hidden, never deleted,
 * and shown again when it is back in a later file; one that the desk has
 * cancelled or hidden stays as it is; one made here does not depend on files.
 * Rooms, tracks and people stay. */
#ifndef MADANG_EVENT_IMPORT_H
#define MADANG_EVENT_IMPORT_H

#include "base/progress.h"
#include "event/edit.h"
#include "formats/programme.h"

struct import_options {
	bool dry_run; /* report only: the caller rolls back */
	bool confirm; /* apply also where more than MAX_VANISHED_PERCENT vanished */
	const char *except; /* "s12,p3,new-7": what is left as it is, by the words that the report's
			       entries have as `except`; NULL: nothing */
	struct progress *progress; /* told of each session; NULL: nobody looks */
};

enum { MAX_VANISHED_PERCENT = 20 };

/* Compares, writes through `e`, and gives the report of the contract as an
 * owned cJSON object: format, added[], changed[], moved[], vanished[],
 * unchanged, clashes[], warnings[], applied, and made {rooms[], tracks[],
 * people[]}, and `left`, how many of `except` there were. `added`, `moved`, `vanished` and `unchanged` tell
 * of sessions
 * (`"again": true`: had vanished before), `changed` of every collection.
 *
 * 422 `invalid_field` where `except` names what is not here.
 * 409 `many_vanished`, unless confirmed or dry, with the report given all the
 * same; 422 `zone_unknown`. After any refusal the caller rolls back. Else
 * *ret_report is NULL unless it is OK. */
enum status programme_import(struct edit *e, const struct programme *p, const struct import_options *options,
	cJSON **ret_report, struct err *err);

#endif
