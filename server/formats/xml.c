#include "formats/xml.h"

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
	(void)name, (void)system, (void)public_id, (void)internal;
	xml_fail(data, STATUS_UNPROCESSABLE, "unsupported_format",
		"a document type declaration (DTD), which no schedule needs: refused");
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
	for (; i < len; i++)
		if (wide || (unsigned char)bytes[i] >= 0x20 || bytes[i] == '\t' || bytes[i] == '\n' ||
			bytes[i] == '\r')
			copy[out++] = bytes[i];
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
