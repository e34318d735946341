/* How far a long piece of work is, drawn in one line of a terminal and taken
 * away at its end. Where stderr is no terminal (a pipe, a file, a service)
 * nothing is ever drawn. */
#ifndef MADANG_BASE_PROGRESS_H
#define MADANG_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROGRESS_PATIENCE_MS = 300 }; /* shorter work is over before one has read of it */

struct progress {
	const char *what; /* "importing"; borrowed */
	bool terminal, drawn;
	int64_t began_ms, drawn_ms;
};

void progress_begin(struct progress *p, const char *what);
/* `done` of `total`; of 0 where nobody knows how much there is. Cheap enough to
 * be called for each of many thousand steps. */
void progress_at(struct progress *p, size_t done, size_t total);
/* Draws at once: before a step that takes long and tells nothing meanwhile. */
void progress_show(struct progress *p);
void progress_end(struct progress *p);

#endif
