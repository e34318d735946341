/* What was done, in lines for the person at the command line. */
#ifndef MADANG_CLI_PRINT_H
#define MADANG_CLI_PRINT_H

#include "base/json.h"

/* An import's report (event/import.h): the counts, and the columns that were
 * chosen, on stdout; warnings on stderr. Before anything is kept (a dry run)
 * also each session that would be added, moved, changed or hidden. */
void print_report(const cJSON *report, bool dry_run);

#endif
