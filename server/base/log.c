#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

void log_event(const char *event, const char *fmt, ...)
{
	char line[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	fprintf(stderr, "%s %s\n", event, line);
}

const char *log_quote(char out[LOG_QUOTED], const char *s)
{
	size_t o = 0;
	out[o++] = '"';
	for (; *s && o < LOG_QUOTED - 2; s++)
		out[o++] = (unsigned char)*s < 0x20 || *s == 0x7F || *s == '"' ? '?' : *s;
	out[o++] = '"';
	out[o] = '\0';
	return out;
}
