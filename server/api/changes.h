/* Several writes made as one: all or none, one change for every screen, one
 * action that is put back as one.
 *
 * A change is {method, path, body?, if_match?}: a write of the API as it would
 * be asked for alone, if it is one that may be joined (write_rule.joins).
 * `if_match` is the revision that its author saw: of the document as it stands
 * before all of them. */
#ifndef MADANG_API_CHANGES_H
#define MADANG_API_CHANGES_H

#include "api/call.h"

/* Is it a list of 1 to MAX_CHANGES changes that could be made? Not whether the
 * documents are there. Errors, 422: `invalid_field`, `unknown_write`, naming
 * which one. Any thread. */
enum status changes_check(const cJSON *list, struct err *err);
/* Checks and makes them, one after the other. Where one is refused: its error,
 * whose detail names it, as the problem's member `change` does (from 0). The
 * answer tells of the clashes. Writer's thread. */
enum status changes_make(struct call *c, struct edit *e, const cJSON *list, struct err *err);
/* A rule's `compose`: {"results": […]}, of each change its document as it is
 * after all of them, or what else it answers. */
void changes_compose(struct call *c, struct db *db);

#endif
