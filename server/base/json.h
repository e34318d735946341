/* What cJSON leaves to its user: bounds, exact positions, checked reading. */
#ifndef MADANG_BASE_JSON_H
#define MADANG_BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdint.h>

/* Parses one JSON text (RFC 8259; a BOM before it is skipped) that fills all
 * of `bytes`, at most `max_depth` deep, in valid UTF-8, without \u0000 in any
 * string. On OK the caller owns *ret (cJSON_Delete). Else 400 `malformed_json`
 * with line and column. */
enum status json_parse(const char *bytes, size_t len, int max_depth, cJSON **ret, struct err *err);
/* The member `name` of an object, NULL where there is none or it is null. */
const cJSON *json_get(const cJSON *object, const char *name);
/* The member's text, NULL where it is not a string. */
const char *json_str(const cJSON *object, const char *name);
/* A number without fraction within [min, max]. */
bool json_int(const cJSON *item, int64_t min, int64_t max, int64_t *ret);
/* Appends the compact form of `item` (any type; NULL gives null). Numbers are
 * written as integers where they are. */
void json_write(const cJSON *item, struct buf *out);

#endif
