/* A programme's values as rows hold them, within the bounds of the fields:
 * what is too long is cut or left out, and said so, never a reason to refuse
 * the whole file. All results are owned; NULL: the file says nothing. */
#ifndef MADANG_EVENT_VALUES_H
#define MADANG_EVENT_VALUES_H

#include "event/report.h"

struct values {
	struct report *report; /* for the warnings */
	const char *lang; /* of the unnamed form, where a text has others too */
	const char *about; /* the thing whose values these are, for the warnings */
};

/* A string where there is one unnamed form, else an object by language. */
cJSON *value_text(const struct values *v, const char *name, const struct text *t, size_t max);
/* The same, and `otherwise` where the file says nothing. */
cJSON *value_title(const struct values *v, const char *name, const struct text *t, const char *otherwise);
cJSON *value_line(const struct values *v, const char *name, const char *s, size_t max);
cJSON *value_url(const struct values *v, const char *s); /* half a URL is none */
cJSON *value_colour(const struct values *v, const char *s);
/* One of the field's words; others are left out. */
cJSON *value_word(const struct values *v, const struct resource *r, const char *name, const char *s);
cJSON *value_number(const struct values *v, const char *name, int64_t n, int64_t max);
bool value_is_language(const char *s);

#endif
