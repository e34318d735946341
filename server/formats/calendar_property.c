#include "formats/calendar.h"

#include <string.h>

const struct property *event_property_at(
	const struct calendar *c, const struct calendar_event *event, size_t i)
{
	return &g_array_index(c->properties, struct property, event->first + i);
}

bool property_is_blank(const struct property *prop)
{
	return prop->value[strspn(prop->value, " \t\r\n")] == '\0';
}

const struct property *event_property(
	const struct calendar *c, const struct calendar_event *event, const char *name)
{
	for (size_t i = 0; i < event->count; i++) {
		const struct property *prop = event_property_at(c, event, i);
		if (strcmp(prop->name, name) == 0 && !property_is_blank(prop))
			return prop;
	}
	return NULL;
}

/* \n and \N are newlines; before a comma, a semicolon, a backslash (and the
 * quotes and colons of some writers) the backslash goes. */
static size_t unescape(char *s, size_t len)
{
	size_t out = 0;
	for (size_t i = 0; i < len; i++) {
		bool escape = s[i] == '\\' && i + 1 < len && strchr("nN,;\\\":", s[i + 1]);
		char next = escape ? s[++i] : s[i];
		s[out++] = (char)(escape && (next == 'n' || next == 'N') ? '\n' : next);
	}
	return out;
}

static char *text_of(const struct calendar *c, const char *value, size_t len)
{
	char *copy = arena_copy(c->p->arena, value, len);
	if (copy && c->escaped)
		copy[unescape(copy, len)] = '\0';
	return copy;
}

char *property_text(const struct calendar *c, const struct property *prop)
{
	return prop ? text_of(c, prop->value, strlen(prop->value)) : NULL;
}

char *property_first(const struct calendar *c, const struct property *prop, bool *ret_several)
{
	size_t n = 0;
	while (prop->value[n] && !(c->escaped && prop->value[n] == ','))
		n += prop->value[n] == '\\' && prop->value[n + 1] ? 2 : 1;
	*ret_several = prop->value[n] != '\0';
	return text_of(c, prop->value, n);
}

/* The end of a parameter: the next semicolon that stands in no quotes. */
static const char *parameter_end(const char *s)
{
	bool quoted = false;
	for (; *s && (quoted || *s != ';'); s++)
		quoted = quoted != (*s == '"');
	return s;
}

/* Quotes off; ^n ^' ^^ (RFC 6868) as what they stand for. */
static char *parameter_value(const char *s, const char *end)
{
	GString *value = g_string_new(NULL);
	for (; s < end; s++) {
		const char *at = *s == '^' && s + 1 < end ? strchr("n'^", s[1]) : NULL;
		if (at)
			g_string_append_c(value, *at == 'n' ? '\n' : *at == '\'' ? '"' : '^');
		else if (*s != '"')
			g_string_append_c(value, *s);
		s += at != NULL;
	}
	return g_strstrip(g_string_free(value, FALSE));
}

char *property_parameter(const struct property *prop, const char *name)
{
	size_t n = strlen(name);
	for (const char *s = prop->parameters, *end; *s; s = *end ? end + 1 : end) {
		end = parameter_end(s);
		if (g_ascii_strncasecmp(s, name, n) == 0 && s[n] == '=')
			return parameter_value(s + n + 1, end);
	}
	return NULL;
}

char *property_person(const struct property *prop)
{
	char *name = property_parameter(prop, "CN");
	if (!name && !strpbrk(prop->value, ":@"))
		name = g_strdup(prop->value);
	if (name)
		name[unescape(name, strlen(name))] = '\0';
	return name;
}
