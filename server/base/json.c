#include "base/json.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

static void position_of(const char *bytes, size_t at, size_t *line, size_t *column)
{
	*line = 1;
	*column = 1;
	for (size_t i = 0; i < at; i++) {
		if (bytes[i] == '\n') {
			(*line)++;
			*column = 1;
		} else if (((unsigned char)bytes[i] & 0xC0) != 0x80) {
			(*column)++;
		}
	}
}

static enum status malformed(const char *bytes, size_t at, const char *what, struct err *err)
{
	size_t line, column;
	position_of(bytes, at, &line, &column);
	return err_set(err, STATUS_INVALID, "malformed_json", "line %zu, column %zu: %s", line, column, what);
}

/* cJSON recurses, takes any byte and cuts a string at \u0000; so depth,
 * encoding and that escape are looked at before it runs. */
static enum status check_shape(const char *bytes, size_t len, int max_depth, struct err *err)
{
	int depth = 0;
	bool in_string = false;
	for (size_t i = 0; i < len;) {
		size_t n = utf8_len(bytes + i, len - i);
		if (!n)
			return malformed(bytes, i, "not UTF-8", err);
		char c = bytes[i];
		if (c == '\0')
			return malformed(bytes, i, "a NUL byte", err);
		if (in_string && c == '\\') {
			if (len - i >= 6 && memcmp(bytes + i, "\\u0000", 6) == 0)
				return malformed(bytes, i, "\\u0000 in a string", err);
			i += len - i > 1 && (unsigned char)bytes[i + 1] < 0x80 ? 2 : 1;
			continue;
		}
		if (in_string && (unsigned char)c < 0x20)
			return malformed(bytes, i, "a control character in a string", err);
		if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == '{' || c == '['))
			depth++;
		else if (!in_string && (c == '}' || c == ']'))
			depth--;
		if (depth > max_depth)
			return malformed(bytes, i, "nested too deep", err);
		i += n;
	}
	return STATUS_OK;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum status json_parse(const char *bytes, size_t len, int max_depth, cJSON **ret, struct err *err)
{
	if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	enum status st = check_shape(bytes, len, max_depth, err);
	if (st != STATUS_OK)
		return st;
	const char *end = bytes;
	cJSON *item = cJSON_ParseWithLengthOpts(bytes, len, &end, 0);
	while (item && end < bytes + len && is_blank(*end))
		end++;
	if (item && end == bytes + len) {
		*ret = item;
		return STATUS_OK;
	}
	cJSON_Delete(item);
	/* cJSON stops on the last byte where the text ends too early. */
	size_t at = end && end >= bytes ? (size_t)(end - bytes) : 0;
	bool cut = !item && at + 1 >= len;
	return malformed(bytes, at > len ? len : at, cut ? "the text ends too early" : "not JSON", err);
}

const cJSON *json_get(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
	return item && !cJSON_IsNull(item) ? item : NULL;
}

const char *json_str(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(json_get(object, name));
}

bool json_int(const cJSON *item, int64_t min, int64_t max, int64_t *ret)
{
	if (!cJSON_IsNumber(item))
		return false;
	double d = item->valuedouble;
	if (!isfinite(d) || d != floor(d) || d < (double)min || d > (double)max)
		return false;
	*ret = (int64_t)d;
	return true;
}

static void write_number(double d, struct buf *out)
{
	if (!isfinite(d))
		buf_add_str(out, "null");
	else if (d == floor(d) && fabs(d) < 9007199254740992.0)
		buf_addf(out, "%lld", (long long)d);
	else
		buf_addf(out, "%.17g", d);
}

static void write_children(const cJSON *item, struct buf *out)
{
	bool object = cJSON_IsObject(item);
	buf_add_char(out, object ? '{' : '[');
	for (const cJSON *c = item->child; c; c = c->next) {
		if (c != item->child)
			buf_add_char(out, ',');
		if (object) {
			buf_add_json(out, c->string);
			buf_add_char(out, ':');
		}
		json_write(c, out);
	}
	buf_add_char(out, object ? '}' : ']');
}

void json_write(const cJSON *item, struct buf *out)
{
	if (cJSON_IsObject(item) || cJSON_IsArray(item))
		write_children(item, out);
	else if (cJSON_IsString(item))
		buf_add_json(out, item->valuestring);
	else if (cJSON_IsNumber(item))
		write_number(item->valuedouble, out);
	else if (cJSON_IsBool(item))
		buf_add_str(out, cJSON_IsTrue(item) ? "true" : "false");
	else
		buf_add_str(out, "null");
}
