/* Reads the schedule.xml of pentabarf, frab, pretalx, FOSDEM, wafer and the
 * hub. One table says which elements are known where; all others are passed
 * over. */
#include "formats/extras.h"
#include "formats/readers.h"
#include "formats/sniff.h"
#include "formats/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All XML that isn't known as something else: this reader says best what is
 * wrong with it, and where. */
bool frab_recognise(const char *bytes, size_t len)
{
	return sniff_is_xml(bytes, len) && !sniff_is_other_xml(bytes, len);
}

enum scope {
	IN_DOCUMENT,
	IN_SCHEDULE,
	IN_CONFERENCE,
	IN_DAY,
	IN_ROOM,
	IN_EVENT,
	IN_PERSONS,
	IN_PERSON,
	IN_RECORDING,
	IN_TEXT, /* an element whose text is wanted, and what stands in it */
	IN_UNKNOWN,
};

enum value {
	NO_VALUE,
	C_VERSION,
	C_TITLE,
	C_ACRONYM,
	C_ZONE,
	C_DAY_CHANGE,
	C_URL,
	C_COLOUR,
	E_ID,
	E_GUID,
	E_CODE,
	E_DATE,
	E_START,
	E_DURATION,
	E_ROOM,
	E_SLUG,
	E_TITLE,
	E_SUBTITLE,
	E_TRACK,
	E_TYPE,
	E_LANGUAGE,
	E_ABSTRACT,
	E_DESCRIPTION,
	E_URL,
	E_LICENCE,
	E_OPTOUT,
	E_END,
	P_ID,
	P_GUID,
	P_CODE,
	P_NAME,
	P_PUBLIC_NAME,
	P_BIO,
	VALUES
};

static const struct rule {
	enum scope in;
	const char *name;
	enum scope scope;
	enum value value;
} rules[] = {
	{IN_DOCUMENT, "schedule", IN_SCHEDULE, NO_VALUE},
	{IN_SCHEDULE, "conference", IN_CONFERENCE, NO_VALUE},
	{IN_SCHEDULE, "version", IN_TEXT, C_VERSION},
	{IN_SCHEDULE, "day", IN_DAY, NO_VALUE},
	{IN_CONFERENCE, "title", IN_TEXT, C_TITLE},
	{IN_CONFERENCE, "acronym", IN_TEXT, C_ACRONYM},
	{IN_CONFERENCE, "time_zone_name", IN_TEXT, C_ZONE},
	{IN_CONFERENCE, "day_change", IN_TEXT, C_DAY_CHANGE},
	{IN_CONFERENCE, "release", IN_TEXT, C_VERSION},
	{IN_CONFERENCE, "url", IN_TEXT, C_URL},
	{IN_CONFERENCE, "color", IN_TEXT, C_COLOUR},
	{IN_DAY, "room", IN_ROOM, NO_VALUE},
	{IN_ROOM, "event", IN_EVENT, NO_VALUE},
	{IN_EVENT, "code", IN_TEXT, E_CODE},
	{IN_EVENT, "date", IN_TEXT, E_DATE},
	{IN_EVENT, "start", IN_TEXT, E_START},
	{IN_EVENT, "duration", IN_TEXT, E_DURATION},
	{IN_EVENT, "room", IN_TEXT, E_ROOM},
	{IN_EVENT, "slug", IN_TEXT, E_SLUG},
	{IN_EVENT, "title", IN_TEXT, E_TITLE},
	{IN_EVENT, "subtitle", IN_TEXT, E_SUBTITLE},
	{IN_EVENT, "track", IN_TEXT, E_TRACK},
	{IN_EVENT, "type", IN_TEXT, E_TYPE},
	{IN_EVENT, "language", IN_TEXT, E_LANGUAGE},
	{IN_EVENT, "abstract", IN_TEXT, E_ABSTRACT},
	{IN_EVENT, "description", IN_TEXT, E_DESCRIPTION},
	{IN_EVENT, "url", IN_TEXT, E_URL},
	{IN_EVENT, "persons", IN_PERSONS, NO_VALUE},
	{IN_EVENT, "recording", IN_RECORDING, NO_VALUE},
	{IN_RECORDING, "license", IN_TEXT, E_LICENCE},
	{IN_RECORDING, "optout", IN_TEXT, E_OPTOUT},
	{IN_RECORDING, "opt_out", IN_TEXT, E_OPTOUT},
	{IN_PERSONS, "person", IN_PERSON, NO_VALUE},
	{IN_PERSON, "code", IN_TEXT, P_CODE},
	{IN_PERSON, "public_name", IN_TEXT, P_PUBLIC_NAME},
	{IN_PERSON, "full_public_name", IN_TEXT, P_PUBLIC_NAME},
	{IN_PERSON, "name", IN_TEXT, P_PUBLIC_NAME},
	{IN_PERSON, "biography", IN_TEXT, P_BIO},
};

struct frab {
	struct xml xml; /* first, as xml.h wants it */
	struct parts parts;
	struct programme *p;

	enum scope scopes[MAX_XML_DEPTH + 1];
	int depth;
	enum value value; /* of the text that is being gathered */
	struct buf text;
	struct buf name; /* a person's own text, beside its child elements */
	const char *values[VALUES]; /* as written; copies in the arena */

	const char *day;
	size_t room;
	size_t session;
	unsigned long event_line;
	cJSON *extras;

	/* What the document is made of, to tell a schedule from its namesakes. */
	size_t conferences, days, rooms, events;
	char odd[80]; /* the first element that a schedule hasn't */
	char namespace[80];
};

static const struct rule *rule_for(enum scope in, const char *name)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].in == in && strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

static bool is_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\r\n", s[i]))
			return false;
	return true;
}

/* Of an element that stands twice, the first with something in it counts. */
static void keep_value(struct frab *f, enum value v, const char *s, size_t len)
{
	if (!f->values[v] && !is_blank(s, len))
		f->values[v] = arena_copy(f->p->arena, s, len);
}

static void forget_values(struct frab *f, enum value from, enum value to)
{
	for (int v = (int)from; v <= (int)to; v++)
		f->values[v] = NULL;
}

static void keep_attribute(struct frab *f, enum value v, const char **attributes, const char *name)
{
	const char *s = xml_attribute(attributes, name);
	if (s)
		keep_value(f, v, s, strlen(s));
}

static void begin_event(struct frab *f, const char **attributes)
{
	forget_values(f, E_ID, E_END);
	keep_attribute(f, E_ID, attributes, "id");
	keep_attribute(f, E_GUID, attributes, "guid");
	keep_attribute(f, E_CODE, attributes, "code");
	f->event_line = xml_line(&f->xml);
	f->session = parts_new_session(&f->parts);
	f->events++;
	if (f->session == PROGRAMME_NONE)
		XML_StopParser(f->xml.parser, XML_FALSE); /* programme_finish says why */
}

static void begin_person(struct frab *f, const char **attributes)
{
	forget_values(f, P_ID, P_BIO);
	keep_attribute(f, P_ID, attributes, "id");
	keep_attribute(f, P_GUID, attributes, "guid");
	keep_attribute(f, P_CODE, attributes, "code");
	buf_reset(&f->name);
}

static void begin(struct frab *f, const struct rule *rule, const char **attributes)
{
	switch (rule->scope) {
	case IN_SCHEDULE:
		snprintf(f->namespace, sizeof f->namespace, "%s",
			xml_attribute(attributes, "xmlns") ? xml_attribute(attributes, "xmlns") : "");
		break;
	case IN_CONFERENCE: f->conferences++; break;
	case IN_DAY:
		f->days++;
		f->day = programme_line(f->p, xml_attribute(attributes, "date"));
		break;
	case IN_ROOM:
		f->rooms++;
		f->room = programme_room_named(
			f->p, xml_attribute(attributes, "guid"), xml_attribute(attributes, "name"));
		break;
	case IN_EVENT: begin_event(f, attributes); break;
	case IN_PERSON: begin_person(f, attributes); break;
	case IN_TEXT:
		f->value = rule->value;
		buf_reset(&f->text);
		break;
	default: break;
	}
}

static void read_track(struct frab *f, const char **attributes)
{
	size_t i = programme_track_named(
		f->p, xml_attribute(attributes, "slug"), xml_attribute(attributes, "name"));
	if (i != PROGRAMME_NONE && !f->p->tracks[i].colour)
		f->p->tracks[i].colour = parts_colour(f->p, xml_attribute(attributes, "color"));
}

static void read_generator(struct frab *f, const char **attributes)
{
	const char *name = xml_attribute(attributes, "name"), *version = xml_attribute(attributes, "version");
	struct buf text = BUF_INIT(MAX_LINE);
	if (name)
		buf_addf(&text, "%s%s%s", name, version ? " " : "", version ? version : "");
	f->p->generator = programme_line(f->p, text.data);
	buf_clear(&text);
}

static void note_odd(struct frab *f, enum scope in, const char *name)
{
	const char *parent = in == IN_SCHEDULE ? "schedule" : in == IN_DAY ? "day" : "room";
	if (!*f->odd && (in == IN_DAY || in == IN_ROOM || in == IN_SCHEDULE))
		snprintf(f->odd, sizeof f->odd, "%s/%.60s", parent, name);
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
	struct frab *f = data;
	enum scope in = f->scopes[f->depth];
	if (f->depth == MAX_XML_DEPTH) {
		xml_fail(&f->xml, STATUS_INVALID, "malformed_xml", "nested too deep");
		return;
	}
	const struct rule *rule = rule_for(in, name);
	f->scopes[++f->depth] = rule ? rule->scope : in == IN_TEXT ? IN_TEXT : IN_UNKNOWN;
	if (rule)
		begin(f, rule, attributes);
	else if (in == IN_CONFERENCE && strcmp(name, "track") == 0)
		read_track(f, attributes);
	else if (in == IN_SCHEDULE && strcmp(name, "generator") == 0)
		read_generator(f, attributes);
	else if (in == IN_DOCUMENT)
		f->xml.st = err_set(f->xml.err, STATUS_UNPROCESSABLE, "unsupported_format",
			"XML whose root element is <%.60s>, not a frab or pentabarf <schedule>", name);
	else
		note_odd(f, in, name);
	if (f->xml.st != STATUS_OK)
		XML_StopParser(f->xml.parser, XML_FALSE);
}

static void end_person(struct frab *f)
{
	const char *own = f->name.len && !is_blank(f->name.data, f->name.len) ? f->name.data : NULL;
	const char *key = f->values[P_GUID] ? f->values[P_GUID] : f->values[P_CODE];
	size_t i = programme_person_named(f->p, key, f->values[P_ID], own ? own : f->values[P_PUBLIC_NAME]);
	if (i == PROGRAMME_NONE) {
		programme_warn(f->p, "line %lu: a person without a name is left out", xml_line(&f->xml));
		return;
	}
	programme_session_add_person(f->p, f->session, i);
	programme_text_block(f->p, &f->p->people[i].bio, "", f->values[P_BIO]);
}

static void set_slot(struct frab *f)
{
	struct programme *p = f->p;
	struct buf place = BUF_INIT(200);
	buf_addf(&place, "line %lu, event %.60s", f->event_line,
		f->values[E_ID] ? f->values[E_ID] : "without id");
	g_array_index(f->parts.slots, struct slot, f->session) = (struct slot){
		.place = programme_line(p, place.data),
		.day = f->day,
		.date = programme_line(p, f->values[E_DATE]),
		.start = programme_line(p, f->values[E_START]),
		.duration = programme_line(p, f->values[E_DURATION]),
	};
	buf_clear(&place);
}

static void end_event(struct frab *f)
{
	struct programme *p = f->p;
	const char **v = f->values;
	if (f->session == PROGRAMME_NONE)
		return; /* past the bound: expat closes what it had begun */
	struct programme_session *s = &p->sessions[f->session];
	s->room = f->room != PROGRAMME_NONE ? f->room : programme_room_named(p, NULL, v[E_ROOM]);
	s->track = programme_track_named(p, NULL, v[E_TRACK]);
	s->guid = programme_line(p, v[E_GUID]);
	s->code = programme_line(p, v[E_CODE]);
	s->number = programme_line(p, v[E_ID]);
	s->slug = programme_line(p, v[E_SLUG]);
	s->type = programme_line(p, v[E_TYPE]);
	s->url = programme_line(p, v[E_URL]);
	s->licence = programme_line(p, v[E_LICENCE]);
	s->language = parts_language(p, v[E_LANGUAGE]);
	const char *optout = programme_line(p, v[E_OPTOUT]);
	s->no_recording = optout && (strcmp(optout, "true") == 0 || strcmp(optout, "1") == 0);
	programme_text_line(p, &s->title, "", v[E_TITLE]);
	programme_text_line(p, &s->subtitle, "", v[E_SUBTITLE]);
	programme_text_block(p, &s->abstract, "", v[E_ABSTRACT]);
	programme_text_block(p, &s->description, "", v[E_DESCRIPTION]);
	set_slot(f);
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct frab *f = data;
	enum scope scope = f->scopes[f->depth--];
	(void)name;
	if (scope == IN_TEXT && f->scopes[f->depth] != IN_TEXT && f->text.len)
		keep_value(f, f->value, f->text.data, f->text.len);
	else if (scope == IN_PERSON)
		end_person(f);
	else if (scope == IN_EVENT)
		end_event(f);
}

static void XMLCALL on_text(void *data, const char *s, int len)
{
	struct frab *f = data;
	if (f->scopes[f->depth] == IN_TEXT)
		buf_add(&f->text, s, (size_t)len);
	else if (f->scopes[f->depth] == IN_PERSON)
		buf_add(&f->name, s, (size_t)len);
}

static void XMLCALL on_instruction(void *data, const char *target, const char *text)
{
	struct frab *f = data;
	if (strcmp(target, "madang") != 0 || f->extras)
		return;
	struct err err;
	if (json_parse(text, strlen(text), MAX_JSON_DEPTH, &f->extras, &err) != STATUS_OK)
		programme_warn(f->p, "<?madang?> is passed over: %s", err.detail);
}

static enum status parse(struct frab *f, const char *bytes, size_t len)
{
	xml_parse(&f->xml, bytes, len);
	if (f->xml.st == STATUS_OK && (f->text.failed || f->name.failed))
		f->xml.st =
			err_set(f->xml.err, STATUS_TOO_LARGE, "too_large", "a text in the file is too long");
	return f->xml.st;
}

/* `schedule` is also the root of giggity's and europython's own formats. */
static enum status check_shape(struct frab *f)
{
	bool other_inside = *f->odd && f->events == 0 && (f->rooms == 0 || strncmp(f->odd, "room/", 5) == 0);
	if (f->conferences + f->days > 0 && !(other_inside && (f->days > 0 || f->conferences == 0)))
		return STATUS_OK;
	return err_set(f->xml.err, STATUS_UNPROCESSABLE, "unsupported_format",
		"XML with the root <schedule>, but without day/room/event: found %s%s%s%s",
		*f->odd ? f->odd : "nothing in it", *f->namespace ? " in the namespace " : "", f->namespace,
		strstr(f->namespace, "giggity") || strncmp(f->odd, "schedule/line", 13) == 0
			? " (giggity's format)"
			: "");
}

static enum status finish(struct frab *f, const struct read_options *options)
{
	struct programme *p = f->p;
	struct timing file = {.zone = programme_line(p, f->values[C_ZONE]),
		.day_change = programme_line(p, f->values[C_DAY_CHANGE])};
	programme_text_line(p, &p->title, "", f->values[C_TITLE]);
	p->acronym = programme_line(p, f->values[C_ACRONYM]);
	p->version = programme_line(p, f->values[C_VERSION]);
	p->url = programme_line(p, f->values[C_URL]);
	p->colour = parts_colour(p, programme_line(p, f->values[C_COLOUR]));
	extras_read(&f->parts, f->extras);
	enum status st = parts_verdict(&f->parts, f->xml.err);
	if (st == STATUS_OK)
		st = timing_resolve(
			p, (const struct slot *)(void *)f->parts.slots->data, &file, options, f->xml.err);
	if (st != STATUS_OK)
		return st;
	extras_read_sessions(&f->parts, f->extras);
	return programme_finish(p, f->xml.err);
}

enum status frab_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	if (len > MAX_IMPORT_BODY)
		return err_set(err, STATUS_TOO_LARGE, "too_large", "the file is larger than %d MB",
			MAX_IMPORT_BODY / (1024 * 1024));
	struct frab f = {.p = into,
		.room = PROGRAMME_NONE,
		.text = BUF_INIT(MAX_IMPORT_BODY),
		.name = BUF_INIT(MAX_LINE * 16)};
	xml_init(&f.xml, err);
	parts_init(&f.parts, into);
	XML_SetElementHandler(f.xml.parser, on_start, on_end);
	XML_SetCharacterDataHandler(f.xml.parser, on_text);
	XML_SetProcessingInstructionHandler(f.xml.parser, on_instruction);
	enum status st = parse(&f, bytes, len);
	if (st == STATUS_OK)
		st = check_shape(&f);
	if (st == STATUS_OK)
		st = finish(&f, options);
	parts_finish(&f.parts);
	buf_clear(&f.text);
	buf_clear(&f.name);
	cJSON_Delete(f.extras);
	xml_finish(&f.xml);
	return st;
}
