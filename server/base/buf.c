#include "base/buf.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

static bool reserve(struct buf *b, size_t more)
{
	if (b->failed)
		return false;
	if (more > b->max || b->len > b->max - more) {
		b->failed = true;
		return false;
	}
	size_t need = b->len + more + 1;
	if (need <= b->cap)
		return true;
	size_t cap = b->cap ? b->cap : FIRST_CAPACITY;
	while (cap < need)
		cap *= 2;
	if (cap > b->max + 1)
		cap = b->max + 1;
	char *data = realloc(b->data, cap);
	if (!data) {
		b->failed = true;
		return false;
	}
	b->data = data;
	b->cap = cap;
	return true;
}

void buf_clear(struct buf *b)
{
	free(b->data);
	*b = BUF_INIT(b->max);
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->data)
		b->data[0] = '\0';
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	if (!reserve(b, len))
		return;
	if (len)
		memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_add_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_add_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	/* Most pieces are short: they go straight to their place. */
	enum { USUAL = 128 };
	va_list ap, again;
	size_t room = b->max - b->len < USUAL ? b->max - b->len : USUAL;
	if (!reserve(b, room))
		return;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(b->data + b->len, room + 1, fmt, ap);
	va_end(ap);
	if (n > (int)room && reserve(b, (size_t)n))
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
	va_end(again);
	if (n >= 0 && !b->failed)
		b->len += (size_t)n;
	b->data[b->len] = '\0';
}

void buf_add_int(struct buf *b, int64_t number)
{
	enum { LONGEST = 20 }; /* "-9223372036854775808" */
	char text[LONGEST], *end = text + sizeof text, *at = end;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		*--at = '-';
	buf_add(b, at, (size_t)(end - at));
}

void buf_add_json(struct buf *b, const char *s)
{
	if (!s)
		buf_add(b, "null", 4);
	else
		buf_add_json_n(b, s, strlen(s));
}

static void add_json_escape(struct buf *b, unsigned char c)
{
	switch (c) {
	case '"': buf_add(b, "\\\"", 2); break;
	case '\\': buf_add(b, "\\\\", 2); break;
	case '\n': buf_add(b, "\\n", 2); break;
	case '\r': buf_add(b, "\\r", 2); break;
	case '\t': buf_add(b, "\\t", 2); break;
	default: buf_addf(b, "\\u%04x", c); break;
	}
}

/* Bytes that stand in a JSON string as they are, and are one character. */
static bool is_plain_json(unsigned char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void buf_add_json_n(struct buf *b, const char *s, size_t len)
{
	buf_add_char(b, '"');
	size_t plain = 0; /* start of the run that needs no change */
	for (size_t i = 0; i < len;) {
		unsigned char c = (unsigned char)s[i];
		if (is_plain_json(c)) {
			i++;
			continue;
		}
		size_t n = utf8_len(s + i, len - i);
		if (n > 1) {
			i += n;
			continue;
		}
		buf_add(b, s + plain, i - plain);
		if (n)
			add_json_escape(b, c);
		else
			buf_add(b, "\xEF\xBF\xBD", 3);
		i += n ? n : 1;
		plain = i;
	}
	buf_add(b, s + plain, len - plain);
	buf_add_char(b, '"');
}

static const char *xml_entity(unsigned char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&apos;";
	case '\r': return "&#13;";
	default: return NULL;
	}
}

void buf_add_xml(struct buf *b, const char *s)
{
	size_t len = strlen(s);
	for (size_t i = 0; i < len;) {
		unsigned char c = (unsigned char)s[i];
		size_t n = utf8_len(s + i, len - i);
		const char *entity = xml_entity(c);
		if (entity)
			buf_add_str(b, entity);
		else if (n && (c >= 0x20 || c == '\t' || c == '\n') && !utf8_is_noncharacter(s + i, n))
			buf_add(b, s + i, n);
		i += n ? n : 1;
	}
}

char *buf_take(struct buf *b, size_t *ret_len)
{
	if (!b->failed && !b->data)
		reserve(b, 0);
	if (b->failed) {
		buf_clear(b);
		return NULL;
	}
	b->data[b->len] = '\0';
	char *data = b->data;
	if (ret_len)
		*ret_len = b->len;
	*b = BUF_INIT(b->max);
	return data;
}
