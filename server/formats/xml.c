#include "formats/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status xml_fail(struct xml *x, enum status st, const char *code, const char *what)
{
	if (x->st == STATUS_OK)
		x->st = err_set(x->err, st, code, "line %lu, column %lu: %s", xml_line(x),
			(unsigned long)XML_GetCurrentColumnNumber(x->parser) + 1, what);
	XML_StopParser(x->parser, XML_FALSE);
	return x->st;
}

unsigned long xml_line(const struct xml *x)
{
	return (unsigned long)XML_GetCurrentLineNumber(x->parser) + (unsigned long)x->line_offset;
}

const char *xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static void XMLCALL on_doctype(
	void *data, const char *name, const char *system, const char *public_id, int internal)
{
	char what[160];
	(void)system, (void)public_id, (void)internal;
	snprintf(what, sizeof what,
		"a document type declaration (DTD) for <%.60s>, which no schedule needs: refused", name);
	xml_fail(data, STATUS_UNPROCESSABLE, "unsupported_format", what);
}

void xml_init(struct xml *x, struct err *err)
{
	*x = (struct xml){.parser = XML_ParserCreate(NULL), .err = err};
	if (!x->parser)
		abort();
	XML_SetUserData(x->parser, x);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
}

void xml_finish(struct xml *x)
{
	XML_ParserFree(x->parser);
}

static bool is_control(unsigned long c)
{
	return c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/* Bytes of a reference to a control character ("&#6;", "&#x06;"), 0: it is none. */
static size_t control_reference(const char *s, size_t len)
{
	enum { LONGEST = 10 };
	char text[LONGEST + 1], *end;
	size_t n = len < LONGEST ? len : LONGEST;
	if (n < 4 || s[0] != '&' || s[1] != '#')
		return 0;
	memcpy(text, s, n);
	text[n] = '\0';
	const char *digits = text[2] == 'x' ? text + 3 : text + 2;
	unsigned long c = strtoul(digits, &end, text[2] == 'x' ? 16 : 10);
	bool is_number = strspn(digits, "0123456789abcdefABCDEF") > 0 && *end == ';';
	return is_number && is_control(c) ? (size_t)(end + 1 - text) : 0;
}

/* Real files have a newline or a BOM before the declaration and control
 * characters in texts; expat would refuse them. Caller frees. */
static char *tidy(const char *bytes, size_t len, size_t *ret_len, size_t *ret_lines)
{
	char *copy = malloc(len + 1);
	size_t out = 0, i = 0;
	if (!copy)
		abort();
	*ret_lines = 0;
	/* UTF-16 is expat's own business: there, zero bytes are no controls. */
	bool wide = len >= 2 &&
		((bytes[0] == '\xFF' && bytes[1] == '\xFE') || (bytes[0] == '\xFE' && bytes[1] == '\xFF'));
	if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		i = 3;
	for (; !wide && i < len && strchr(" \t\r\n", bytes[i]) && bytes[i]; i++)
		*ret_lines += bytes[i] == '\n';
	while (i < len) {
		size_t reference = wide || bytes[i] != '&' ? 0 : control_reference(bytes + i, len - i);
		if (!reference && (wide || !is_control((unsigned char)bytes[i])))
			copy[out++] = bytes[i];
		i += reference ? reference : 1;
	}
	*ret_len = out;
	return copy;
}

enum status xml_parse(struct xml *x, const char *bytes, size_t len)
{
	size_t tidy_len;
	char *copy = tidy(bytes, len, &tidy_len, &x->line_offset);
	enum XML_Status parsed = XML_Parse(x->parser, copy, (int)tidy_len, XML_TRUE);
	if (parsed != XML_STATUS_OK && XML_GetErrorCode(x->parser) != XML_ERROR_ABORTED)
		xml_fail(x, STATUS_INVALID, "malformed_xml", XML_ErrorString(XML_GetErrorCode(x->parser)));
	free(copy);
	return x->st;
}
