/* The sets of drawings in a folder, as the program has them built in: for
 * tests, and for who draws. */
#ifndef MADANG_TESTS_AVATAR_FOLDER_H
#define MADANG_TESTS_AVATAR_FOLDER_H

#include "event/avatar.h"

#include <glib.h>

struct folder {
	GArray *assets; /* struct asset; the last has no path */
};

/* Every .json and .svg below `path`; none where there is no such folder. */
struct folder folder_read(const char *path);
void folder_clear(struct folder *f);
const struct asset *folder_assets(const struct folder *f);
/* Puts a file there, or another text in its place; NULL takes it away. */
void folder_put(struct folder *f, const char *path, const char *text);
/* In one file, `to` in the place of the first `from`, which must be there. */
void folder_replace(struct folder *f, const char *path, const char *from, const char *to);

#endif
