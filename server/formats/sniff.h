/* What a file is, by its first bytes and its outer shape, without reading it
 * all: to choose the reader, and to name what was found where there is none. */
#ifndef MADANG_FORMATS_SNIFF_H
#define MADANG_FORMATS_SNIFF_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum { SNIFF_ROOT = 64 };

/* Past a BOM and white space; *len is what is left. */
const char *sniff_start(const char *bytes, size_t *len);
bool sniff_is_xml(const char *bytes, size_t len);
bool sniff_is_json(const char *bytes, size_t len); /* an object or a list */
bool sniff_is_json_object(const char *bytes, size_t len);
/* The name of the root element; false where there is none. */
bool sniff_xml_root(const char *bytes, size_t len, char ret_name[SNIFF_ROOT]);
/* Does the JSON text have this member at its root (or, for a list, in the
 * list's first item)? */
bool sniff_json_member(const char *bytes, size_t len, const char *name);
/* Is a member of this name anywhere in the JSON text, at any depth? */
bool sniff_json_key(const char *bytes, size_t len, const char *name);
/* Is the root's member `object` an object that has the member `name`? */
bool sniff_json_inner(const char *bytes, size_t len, const char *object, const char *name);
/* Is the root's member `list` a list whose first item has the member `name`?
 * `list` NULL: as sniff_json_member. */
bool sniff_json_item(const char *bytes, size_t len, const char *list, const char *name);
/* XML that is known and no schedule: HTML, a feed. */
bool sniff_is_other_xml(const char *bytes, size_t len);
/* Text, and none of the files above or in archives: a table may stand in it. */
bool sniff_is_text(const char *bytes, size_t len);
/* Appends what it is, in words. */
void sniff_describe(const char *bytes, size_t len, struct buf *out);

#endif
