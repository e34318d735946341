/* The one way in which XML is parsed here, with expat: flaws of real files
 * mended before, a document type declaration refused before any entity could
 * be declared (so none is ever expanded or fetched), errors told with their
 * place. A reader embeds `struct xml` as its first member and sets its own
 * element and text handlers on `parser`, which get it as their user data. */
#ifndef MADANG_FORMATS_XML_H
#define MADANG_FORMATS_XML_H

#include "base/err.h"

#include <expat.h>
#include <stdbool.h>
#include <stddef.h>

struct xml {
	XML_Parser parser;
	struct err *err;
	enum status st; /* not OK: reading has stopped */
	size_t line_offset; /* lines taken off before the declaration */
};

void xml_init(struct xml *x, struct err *err);
void xml_finish(struct xml *x);
/* Parses the whole document. 400 malformed_xml, or what a handler has failed with. */
enum status xml_parse(struct xml *x, const char *bytes, size_t len);
/* From a handler: stops reading, with the place before `what`; the first counts. */
enum status xml_fail(struct xml *x, enum status st, const char *code, const char *what);
/* Where the parser is. */
unsigned long xml_line(const struct xml *x);
/* Of the list that a start handler gets; NULL: there is none. */
const char *xml_attribute(const char **attributes, const char *name);

#endif
