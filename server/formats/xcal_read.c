/* Reads xCal: iCalendar as XML, in the flat form that frab and pretalx write
 * (`vevent > dtstart`) and in that of RFC 6321 (`vevent > properties > dtstart
 * > date-time`). What the properties mean is calendar.h's business. */
#include "formats/calendar.h"
#include "formats/readers.h"
#include "formats/sniff.h"
#include "formats/xml.h"

#include <stdlib.h>
#include <string.h>

enum scope {
	IN_DOCUMENT, /* and in its root, where that is no vcalendar */
	IN_CALENDAR,
	IN_EVENT,
	IN_PROPERTY, /* and in a typed value in it */
	IN_RECUR, /* a rule, in parts */
	IN_RECUR_PART,
	IN_PARAMETERS,
	IN_PARAMETER,
	IN_UNKNOWN,
};

/* What an element opens; those that are not listed: see scope_of. */
static const struct {
	enum scope in;
	const char *name;
	enum scope scope;
} rules[] = {
	{IN_DOCUMENT, "icalendar", IN_DOCUMENT},
	{IN_DOCUMENT, "vcalendar", IN_CALENDAR},
	{IN_CALENDAR, "properties", IN_CALENDAR},
	{IN_CALENDAR, "components", IN_CALENDAR},
	{IN_CALENDAR, "vevent", IN_EVENT},
	{IN_EVENT, "properties", IN_EVENT},
	{IN_EVENT, "components", IN_UNKNOWN},
	{IN_PROPERTY, "parameters", IN_PARAMETERS},
	{IN_PROPERTY, "end", IN_UNKNOWN}, /* of a period */
	{IN_PROPERTY, "recur", IN_RECUR},
};

struct xcal {
	struct xml xml; /* first, as xml.h wants it */
	struct calendar calendar;
	struct programme *p;
	enum scope scopes[MAX_XML_DEPTH + 1];
	int depth;
	const char *property, *parameter, *part, *last_part; /* names, in the arena */
	struct buf text, parameters, rule;
	size_t calendars, others;
	char other[32]; /* the first component that is left out */
};

static const char *local_name(const char *name)
{
	const char *colon = strchr(name, ':');
	/* pentabarf's own stay apart from those of iCalendar: pentabarf:title */
	return colon && g_ascii_strncasecmp(name, "pentabarf:", 10) != 0 ? colon + 1 : name;
}

bool xcal_recognise(const char *bytes, size_t len)
{
	char root[SNIFF_ROOT];
	if (!sniff_is_xml(bytes, len) || !sniff_xml_root(bytes, len, root))
		return false;
	const char *name = local_name(root);
	return g_ascii_strcasecmp(name, "icalendar") == 0 || g_ascii_strcasecmp(name, "vcalendar") == 0;
}

/* Of a calendar all but its components are properties, whatever their names. */
static enum scope scope_of(enum scope in, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (rules[i].in == in && g_ascii_strcasecmp(rules[i].name, name) == 0)
			return rules[i].scope;
	switch (in) {
	case IN_CALENDAR:
	case IN_EVENT:
		return g_ascii_tolower(*name) == 'v' && g_ascii_strcasecmp(name, "version") != 0
			? IN_UNKNOWN
			: IN_PROPERTY;
	case IN_PROPERTY: return IN_PROPERTY;
	case IN_RECUR: return IN_RECUR_PART;
	case IN_PARAMETERS:
	case IN_PARAMETER: return IN_PARAMETER;
	default: return IN_UNKNOWN;
	}
}

static bool has_text(const struct buf *text)
{
	return text->len && text->data[strspn(text->data, " \t\r\n")];
}

/* The name as iCalendar has it. */
static const char *upper(struct xcal *x, const char *name)
{
	char *copy = arena_strdup(x->p->arena, name);
	for (char *s = copy; s && *s; s++)
		*s = g_ascii_toupper(*s);
	return copy ? copy : "";
}

/* As iCalendar writes them, so that one look-up serves both. */
static void add_parameter(struct xcal *x, const char *name, const char *value)
{
	char *unquoted = g_strdelimit(g_strdup(value), "\"", '\'');
	buf_addf(&x->parameters, "%s%s=\"%s\"", x->parameters.len ? ";" : "", name, unquoted);
	g_free(unquoted);
}

static void open_property(struct xcal *x, const char *name, const char **attributes)
{
	x->property = upper(x, name);
	buf_reset(&x->text);
	buf_reset(&x->parameters);
	for (; *attributes; attributes += 2)
		add_parameter(x, attributes[0], attributes[1]);
}

static void note_other(struct xcal *x, enum scope in, const char *name)
{
	if (in == IN_CALENDAR && g_ascii_strcasecmp(name, "vtimezone") != 0 && !x->others++)
		g_snprintf(x->other, sizeof x->other, "%s", name);
}

static void XMLCALL on_start(void *data, const char *qualified, const char **attributes)
{
	struct xcal *x = data;
	enum scope in = x->scopes[x->depth];
	const char *name = local_name(qualified);
	if (x->depth == MAX_XML_DEPTH) {
		xml_fail(&x->xml, STATUS_INVALID, "malformed_xml", "nested too deep");
		return;
	}
	enum scope scope = x->scopes[++x->depth] = scope_of(in, name);
	if (scope == IN_CALENDAR && in == IN_DOCUMENT)
		x->calendars++;
	else if (scope == IN_EVENT && in == IN_CALENDAR)
		calendar_open_event(&x->calendar, xml_line(&x->xml));
	else if (scope == IN_PROPERTY && in != IN_PROPERTY)
		open_property(x, name, attributes);
	else if (scope == IN_PARAMETER && in == IN_PARAMETERS)
		x->parameter = upper(x, name);
	else if (scope == IN_RECUR_PART && in == IN_RECUR)
		x->part = upper(x, name);
	else if (scope == IN_UNKNOWN)
		note_other(x, in, name);
	/* A value begins: what stood around it is white space. */
	if (!has_text(&x->text))
		buf_reset(&x->text);
	if (x->calendar.full)
		XML_StopParser(x->xml.parser, XML_FALSE); /* calendar_fill says why */
}

static void add_value(struct xcal *x)
{
	struct arena *arena = x->p->arena;
	if (!has_text(&x->text))
		return;
	char *value = arena_copy(arena, x->text.data, x->text.len);
	const char *parameters =
		x->parameters.len ? arena_copy(arena, x->parameters.data, x->parameters.len) : "";
	if (value && parameters)
		calendar_add(&x->calendar, x->property, parameters, g_strstrip(value));
	buf_reset(&x->text);
}

static void end_parameter(struct xcal *x)
{
	if (has_text(&x->text))
		add_parameter(x, x->parameter, x->text.data);
	buf_reset(&x->text);
}

/* "2026-05-04T10:00:00Z" as "20260504T100000Z". */
static void drop_marks(char *s)
{
	char *out = s;
	for (; *s; s++)
		if (*s != '-' && *s != ':')
			*out++ = *s;
	*out = '\0';
}

/* "FREQ=DAILY;BYDAY=MO,TU" of elements that hold a value each. */
static void add_part(struct xcal *x)
{
	if (!has_text(&x->text))
		return;
	char *value = g_strstrip(g_strdup(x->text.data));
	if (strcmp(x->part, "UNTIL") == 0)
		drop_marks(value);
	bool goes_on = x->last_part && strcmp(x->last_part, x->part) == 0;
	buf_addf(&x->rule, "%s%s%s%s",
		goes_on               ? ","
			: x->rule.len ? ";"
				      : "",
		goes_on ? "" : x->part, goes_on ? "" : "=", value);
	x->last_part = x->part;
	g_free(value);
	buf_reset(&x->text);
}

static void end_rule(struct xcal *x)
{
	buf_reset(&x->text);
	buf_add(&x->text, x->rule.data, x->rule.len);
	buf_reset(&x->rule);
	x->last_part = NULL;
	add_value(x);
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct xcal *x = data;
	enum scope scope = x->scopes[x->depth--], in = x->scopes[x->depth];
	(void)name;
	switch (scope) {
	case IN_PROPERTY: add_value(x); break;
	case IN_RECUR: end_rule(x); break;
	case IN_RECUR_PART: add_part(x); break;
	case IN_PARAMETER: end_parameter(x); break;
	case IN_EVENT:
		if (in == IN_CALENDAR)
			calendar_close_event(&x->calendar);
		break;
	default: break;
	}
}

static void XMLCALL on_text(void *data, const char *s, int len)
{
	struct xcal *x = data;
	enum scope in = x->scopes[x->depth];
	if (in == IN_PROPERTY || in == IN_RECUR_PART || in == IN_PARAMETER)
		buf_add(&x->text, s, (size_t)len);
}

static enum status finish(struct xcal *x, const struct read_options *options, struct err *err)
{
	if (x->calendars == 0)
		return err_set(
			err, STATUS_UNPROCESSABLE, "unsupported_format", "xCal without a <vcalendar> in it");
	if (x->others)
		programme_warn(
			x->p, "%zu components are no events (first: %s): left out", x->others, x->other);
	return calendar_fill(&x->calendar, options, err);
}

enum status xcal_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	struct xcal x = {.p = into,
		.text = BUF_INIT(MAX_IMPORT_BODY),
		.parameters = BUF_INIT(MAX_LINE * 16),
		.rule = BUF_INIT(MAX_LINE * 16)};
	xml_init(&x.xml, err);
	calendar_init(&x.calendar, into, false);
	XML_SetElementHandler(x.xml.parser, on_start, on_end);
	XML_SetCharacterDataHandler(x.xml.parser, on_text);
	enum status st = xml_parse(&x.xml, bytes, len);
	if (st == STATUS_OK)
		st = finish(&x, options, err);
	calendar_finish(&x.calendar);
	buf_clear(&x.text);
	buf_clear(&x.parameters);
	buf_clear(&x.rule);
	xml_finish(&x.xml);
	return st;
}
