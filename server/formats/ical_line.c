#include "formats/ical_line.h"

#include "base/utf8.h"
#include "formats/clean.h"

#include <glib.h>
#include <stdarg.h>
#include <string.h>

enum { LINE_OCTETS = 75 };

void ical_lines_init(struct ical_lines *l, struct buf *out)
{
	*l = (struct ical_lines){.out = out, .line = BUF_INIT(out->max)};
}

void ical_lines_finish(struct ical_lines *l)
{
	l->out->failed = l->out->failed || l->line.failed;
	buf_clear(&l->line);
}

/* The line made so far goes out. */
static void fold(struct ical_lines *l)
{
	const char *from = l->line.data;
	size_t left = l->line.len, room = LINE_OCTETS;
	while (left > room) {
		size_t n = clean_cut(from, left, room);
		buf_add(l->out, from, n);
		buf_add_str(l->out, "\r\n ");
		from += n;
		left -= n;
		room = LINE_OCTETS - 1; /* behind the blank */
	}
	buf_add(l->out, from, left);
	buf_add_str(l->out, "\r\n");
	buf_reset(&l->line);
}

void ical_line(struct ical_lines *l, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *line = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	buf_add_str(&l->line, line);
	g_free(line);
	fold(l);
}

/* ASCII that stands for itself. */
static size_t plain_len(const char *s)
{
	size_t n = 0;
	while (s[n] >= 0x20 && s[n] < 0x7F && s[n] != '\\' && s[n] != ';' && s[n] != ',')
		n++;
	return n;
}

/* Text may have come by the API, which takes what UTF-8 and JSON allow. */
static void add_escaped(struct buf *line, const char *s)
{
	size_t left = strlen(s);
	while (left > 0) {
		size_t plain = plain_len(s);
		buf_add(line, s, plain);
		s += plain;
		left -= plain;
		if (left == 0)
			break;
		size_t n = utf8_len(s, left);
		if (*s == '\n')
			buf_add_str(line, "\\n");
		else if (*s == '\\' || *s == ';' || *s == ',')
			buf_addf(line, "\\%c", *s);
		else if (n == 0)
			buf_add_char(line, '?');
		else if (n > 1 || *s == '\t' || ((unsigned char)*s >= 0x20 && *s != 0x7F))
			buf_add(line, s, n);
		n = n ? n : 1;
		s += n;
		left -= n;
	}
}

void ical_text(struct ical_lines *l, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	buf_addf(&l->line, "%s:", name);
	add_escaped(&l->line, value);
	fold(l);
}
