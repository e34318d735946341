#include "base/err.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts a UTF-8 text that vsnprintf may have ended inside a character. */
static void trim_broken_tail(char *s, size_t len)
{
	size_t i = len;
	while (i > 0 && ((unsigned char)s[i - 1] & 0xC0) == 0x80)
		i--;
	if (i == 0)
		return;
	unsigned char lead = (unsigned char)s[i - 1];
	size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
	if (len - (i - 1) < need)
		s[i - 1] = '\0';
}

enum status err_set(struct err *err, enum status status, const char *code, const char *fmt, ...)
{
	if (!err)
		return status;
	err->status = status;
	err->retry_after_s = 0;
	snprintf(err->code, sizeof err->code, "%s", code);
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(err->detail, sizeof err->detail, fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof err->detail)
		trim_broken_tail(err->detail, sizeof err->detail - 1);
	for (char *p = err->detail; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = ' ';
	/* "%.60s" ends inside a character too. */
	err->detail[utf8_clean(err->detail, strlen(err->detail))] = '\0';
	return status;
}
