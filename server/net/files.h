/* The files of the pages, built into the program, served from memory: no disk
 * is touched. ETag from the bytes' SHA-256; a gzip form of text is made when
 * first asked for, and kept. Loop's thread. */
#ifndef MADANG_NET_FILES_H
#define MADANG_NET_FILES_H

#include "base/asset.h"
#include "net/request.h"

#include <stdbool.h>

struct files;

struct files *files_create(void);
void files_destroy(struct files *f); /* NULL is fine */
/* Adds a list (borrowed for ever); an asset's path is its URL path, with or
 * without the first '/'. Of two with one path the later counts. */
void files_add(struct files *f, const struct asset *list);
/* The same, for JSON whatever its path ends with. */
void files_add_json(struct files *f, const struct asset *list);
/* Answers GET and HEAD: the file, or `index.html` of a directory (308 to the
 * path with a slash where that is missing), or 304. False: there is none such,
 * and the request is not answered. Other methods: 405. */
bool files_serve(struct files *f, struct request *req);
/* A short id of all files together, for hello's `build`. Borrowed. */
const char *files_build(struct files *f);

#endif
