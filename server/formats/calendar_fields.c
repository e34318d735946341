#include "formats/calendar_fields.h"

#include "formats/ical_line.h"

#include "formats/clean.h"
#include "formats/identity.h"
#include "formats/names.h"
#include "formats/parts.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *field; /* as columns.h names it */
	const char *properties[2];
} defaults[CALENDAR_FIELDS] = {
	[FIELD_OF_TITLE] = {"title", {"PENTABARF:TITLE", "SUMMARY"}},
	[FIELD_OF_SUBTITLE] = {"subtitle", {"PENTABARF:SUBTITLE"}},
	[FIELD_OF_ABSTRACT] = {"abstract", {"DESCRIPTION"}},
	[FIELD_OF_DESCRIPTION] = {"description", {NULL}},
	[FIELD_OF_TYPE] = {"type", {NULL}}, /* as choose_categories finds */
	[FIELD_OF_TRACK] = {"track", {NULL}}, /* likewise */
	[FIELD_OF_ROOM] = {"room", {"LOCATION"}},
	[FIELD_OF_LANGUAGE] = {"language", {"PENTABARF:LANGUAGE-CODE", "PENTABARF:LANGUAGE"}},
	[FIELD_OF_URL] = {"url", {"URL"}},
	[FIELD_OF_ID] = {"id", {"UID"}},
	[FIELD_OF_STATUS] = {"status", {"STATUS"}},
	[FIELD_OF_START] = {"start", {"X-MADANG-PLANNED-START", "DTSTART"}},
	[FIELD_OF_END] = {"end", {"X-MADANG-PLANNED-END", "DTEND"}},
	[FIELD_OF_DURATION] = {"duration", {"DURATION"}},
	[FIELD_OF_PEOPLE] = {"people", {"ATTENDEE", "ORGANIZER"}}, /* the latter: choose_organizer */
};

/* Read beside the fields, by their own names alone. */
static const struct {
	const char *property, *field;
} others[] = {{"PENTABARF:EVENT-ID", "id"}, {"PENTABARF:EVENT-SLUG", "id"}, {"RRULE", "start"},
	{"RDATE", "start"}, {"EXDATE", "start"}, {"RECURRENCE-ID", "start"}, {"CLASS", "status"}};

struct uid {
	const char *title; /* of its first event */
	bool shared; /* by unlike ones */
};

const struct property *fields_property(
	const struct fields *f, const struct calendar_event *event, enum calendar_field field)
{
	const struct property *found = NULL;
	for (int i = 0; i < 2 && f->names[field][i] && !found; i++)
		found = event_property(f->c, event, f->names[field][i]);
	return found;
}

/* --- pretalx's codes ------------------------------------------------------ */

enum { CODE = 6 }; /* length of a pretalx submission's code */

static bool is_code(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isupper((unsigned char)s[i]) && !isdigit((unsigned char)s[i]))
			return false;
	return len == CODE;
}

/* pretalx: "pretalx-EVENT-CODE@host", with "-2" behind the code of a further
 * slot; in xCal "CODE@EVENT@host" beside a slug that ends with the code. */
static char *code_in_uid(const char *uid, const char *slug)
{
	char *local = g_strndup(uid, strcspn(uid, "@")), *code = NULL;
	if (g_str_has_prefix(local, "pretalx-")) {
		char *dash = strrchr(local, '-');
		if (!is_code(dash + 1, strlen(dash + 1)) &&
			dash[1 + strspn(dash + 1, "0123456789")] == '\0') {
			*dash = '\0';
			dash = strrchr(local, '-');
		}
		if (dash && is_code(dash + 1, strlen(dash + 1)))
			code = g_strdup(dash + 1);
	} else if (slug && is_code(local, strlen(local)) && g_str_has_suffix(slug, local)) {
		code = g_strdup(local);
	}
	g_free(local);
	return code;
}

/* --- what the whole file says --------------------------------------------- */

static const char *const types[] = {"lecture", "talk", "keynote", "workshop", "tutorial", "panel", "break",
	"meeting", "lightning talk", "lightning talks", "presentation", "discussion", "poster", "other",
	"concert", "performance", "film", "game", "social", "vortrag", "pause"};

static bool is_type(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_ascii_strcasecmp(types[i], word) == 0)
			return true;
	return false;
}

struct categories {
	size_t events; /* that have one */
	bool several; /* of one event */
	bool all_types;
	GHashTable *distinct;
};

static void count_categories(
	struct categories *k, const struct calendar *c, const struct calendar_event *e, const char *name)
{
	size_t here = 0;
	for (size_t i = 0; i < e->count; i++) {
		const struct property *prop = event_property_at(c, e, i);
		if (strcmp(prop->name, name) != 0 || property_is_blank(prop))
			continue;
		bool several;
		char *value = property_first(c, prop, &several);
		k->several = k->several || several || here++ > 0;
		k->all_types = k->all_types && value && is_type(g_strstrip(value));
		if (value)
			g_hash_table_add(k->distinct, value);
	}
	k->events += here > 0;
}

/* A category is a track where each event has at most one, and a few are given
 * to many. One that all events have in common says nothing about any; xCal's is
 * the type (frab writes "Lecture" whatever it is). */
static void choose_categories(struct fields *f, const char *name)
{
	struct categories k = {.all_types = true, .distinct = g_hash_table_new(g_str_hash, g_str_equal)};
	for (guint i = 0; i < f->c->events->len && !k.several; i++)
		count_categories(&k, f->c, &g_array_index(f->c->events, struct calendar_event, i), name);
	size_t distinct = g_hash_table_size(k.distinct);
	bool is_of_pentabarf = strcmp(name, "CATEGORY") == 0;
	enum calendar_field field = k.all_types || is_of_pentabarf ? FIELD_OF_TYPE : FIELD_OF_TRACK;
	bool asked = columns_name(f->asked, defaults[field].field) || columns_field(f->asked, name);
	if (!asked && !k.several && distinct >= 2 && (is_of_pentabarf || 2 * distinct <= k.events))
		f->names[field][0] = g_strdup(name);
	g_hash_table_destroy(k.distinct);
}

/* Someone who was asked to come and may answer: a guest, not a speaker. */
static bool is_guest(const struct property *prop)
{
	static const char *const answers[] = {"PARTSTAT", "RSVP", "X-NUM-GUESTS"};
	bool found = false;
	for (size_t i = 0; i < G_N_ELEMENTS(answers) && !found; i++) {
		char *value = property_parameter(prop, answers[i]);
		found = value != NULL;
		g_free(value);
	}
	return found;
}

/* A calendar of meetings names who was invited, and by whom. */
static void find_guests(struct fields *f)
{
	bool asked = columns_field(f->asked, "ATTENDEE") || columns_field(f->asked, "ORGANIZER");
	for (guint i = 0; i < f->c->properties->len && !asked; i++) {
		const struct property *prop = &g_array_index(f->c->properties, struct property, i);
		f->guests += strcmp(prop->name, "ATTENDEE") == 0 && is_guest(prop);
	}
}

/* One organiser of all events runs the event; several are those who speak. */
static bool organizers_speak(const struct calendar *c)
{
	char *first = NULL;
	bool differ = false;
	for (guint i = 0; i < c->events->len && !differ; i++) {
		const struct property *prop =
			event_property(c, &g_array_index(c->events, struct calendar_event, i), "ORGANIZER");
		char *name = prop ? property_person(prop) : NULL;
		differ = first && name && strcmp(first, name) != 0;
		if (first)
			g_free(name);
		else
			first = name;
	}
	g_free(first);
	return differ;
}

static void note_uid(struct fields *f, const struct calendar_event *event)
{
	const struct property *id = fields_property(f, event, FIELD_OF_ID);
	const struct property *title = fields_property(f, event, FIELD_OF_TITLE);
	const char *value = title ? title->value : "";
	if (!id || event_property(f->c, event, "RECURRENCE-ID"))
		return; /* one occurrence of an event, under another title perhaps */
	struct uid *uid = g_hash_table_lookup(f->uids, id->value);
	if (!uid) {
		uid = g_new(struct uid, 1);
		*uid = (struct uid){value, false};
		g_hash_table_insert(f->uids, (gpointer)id->value, uid);
	}
	uid->shared = uid->shared || strcmp(uid->title, value) != 0;
}

/* Unless the caller has chosen. */
static void read_from(struct fields *f, enum calendar_field field, const char *property)
{
	if (columns_name(f->asked, defaults[field].field))
		return;
	for (int n = 0; n < 2; n++)
		g_clear_pointer(&f->names[field][n], g_free);
	f->names[field][0] = g_strdup(property);
}

/* pretalx's xCal: its text is what its other formats call the description,
 * beside an abstract that is not in it. */
static void choose_description(struct fields *f)
{
	bool found = false;
	for (guint i = 0; i < f->c->events->len && !found && !f->c->escaped; i++) {
		const struct calendar_event *e = &g_array_index(f->c->events, struct calendar_event, i);
		const struct property *uid = event_property(f->c, e, "UID");
		const struct property *slug = event_property(f->c, e, "PENTABARF:EVENT-SLUG");
		char *code = uid && slug ? code_in_uid(uid->value, slug->value) : NULL;
		found = code != NULL;
		g_free(code);
	}
	if (found && !columns_field(f->asked, "DESCRIPTION")) {
		read_from(f, FIELD_OF_DESCRIPTION, "DESCRIPTION");
		read_from(f, FIELD_OF_ABSTRACT, NULL);
	}
}

/* Our own calendar (ical_write.c): the description there is made for people,
 * of several fields, and speakers are contacts. */
static void choose_own(struct fields *f)
{
	if (!f->c->generator || strcmp(f->c->generator, ICAL_PRODID) != 0)
		return;
	read_from(f, FIELD_OF_ABSTRACT, NULL);
	read_from(f, FIELD_OF_PEOPLE, "CONTACT");
	read_from(f, FIELD_OF_TYPE, NULL);
	read_from(f, FIELD_OF_TRACK, "CATEGORIES");
}

void fields_init(struct fields *f, const struct calendar *c, const struct columns *asked)
{
	*f = (struct fields){.c = c, .asked = asked};
	for (int i = 0; i < CALENDAR_FIELDS; i++) {
		const char *name = columns_name(asked, defaults[i].field);
		if (name && *name)
			f->names[i][0] = g_ascii_strup(name, -1);
		for (int n = 0; n < 2 && !name; n++)
			f->names[i][n] = g_strdup(defaults[i].properties[n]);
	}
	choose_categories(f, "CATEGORIES");
	choose_categories(f, "CATEGORY");
	choose_description(f);
	choose_own(f);
	find_guests(f);
	if (f->names[FIELD_OF_PEOPLE][1] && (f->guests || !organizers_speak(c)))
		g_clear_pointer(&f->names[FIELD_OF_PEOPLE][1], g_free);
	f->uids = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	for (guint i = 0; i < c->events->len; i++)
		note_uid(f, &g_array_index(c->events, struct calendar_event, i));
}

void fields_finish(struct fields *f)
{
	for (int i = 0; i < CALENDAR_FIELDS; i++)
		for (int n = 0; n < 2; n++)
			g_free(f->names[i][n]);
	g_hash_table_destroy(f->uids);
}

/* --- keys ----------------------------------------------------------------- */

static void set_keys(struct fields *f, const struct calendar_event *event, struct programme_session *s)
{
	struct programme *p = f->c->p;
	const struct property *id = fields_property(f, event, FIELD_OF_ID);
	s->number = programme_line(p, property_text(f->c, event_property(f->c, event, "PENTABARF:EVENT-ID")));
	s->slug = programme_line(p, property_text(f->c, event_property(f->c, event, "PENTABARF:EVENT-SLUG")));
	const char *uid = id ? programme_line(p, property_text(f->c, id)) : NULL;
	if (!uid)
		return;
	const struct uid *known = g_hash_table_lookup(f->uids, id->value);
	const char *local = programme_line(p, arena_copy(p->arena, uid, strcspn(uid, "@")));
	char *code = code_in_uid(uid, s->slug);
	s->code = programme_line(p, code);
	g_free(code);
	if (!s->number && !s->code && identity_is_number(local))
		s->number = local;
	/* pentabarf's and pretalx's UIDs are made of the number or the code: the
	 * guid of their other formats is another. */
	if (s->code || (known && known->shared) || g_str_has_suffix(uid, "@pentabarf.org"))
		return;
	s->guid = identity_is_uuid(local) ? local : uid;
}

/* --- people --------------------------------------------------------------- */

static void add_person(struct fields *f, size_t session, const char *name)
{
	struct programme *p = f->c->p;
	if (strchr(name, '@')) {
		f->addresses++;
		return;
	}
	size_t i = programme_person_named(p, NULL, NULL, name);
	if (i != PROGRAMME_NONE)
		programme_session_add_person(p, session, i);
}

static void add_names(struct fields *f, size_t session, const char *list)
{
	GPtrArray *names = names_split(list, &(struct names_habit){0});
	for (guint i = 0; i < names->len; i++)
		add_person(f, session, names->pdata[i]);
	g_ptr_array_unref(names);
	f->addresses += strchr(list, '@') != NULL;
}

/* The names in a line "Speaker: A, B"; NULL: it is none. */
static const char *named_line(const char *line)
{
	static const char *const words[] = {"speaker", "speakers", "presenter", "presenters", "von", "by",
		"referent", "referentin", "referenten", "vortragende", "intervenant", "intervenants",
		"intervenante", "intervenantes", "orateur", "orateurs", "oratrice", "발표자", "연사",
		"講演者", "登壇者"};
	line += strspn(line, " \t*");
	size_t end = strcspn(line, ":"), n = end;
	while (n > 0 && line[n - 1] == ' ') /* as French has it */
		n--;
	for (size_t i = 0; line[end] && i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == n && g_ascii_strncasecmp(line, words[i], n) == 0)
			return line + end + 1;
	return NULL;
}

/* True: it has such lines. */
static bool add_named_lines(struct fields *f, size_t session, const char *text)
{
	bool any = false;
	char **lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		const char *names = named_line(*line);
		any = any || names;
		if (names)
			add_names(f, session, names);
	}
	g_strfreev(lines);
	return any;
}

/* "Title - A, B": the names, and the title ends before the dash. */
static char *cut_names(char *title)
{
	static const char *const dashes[] = {" - ", " – ", " — "};
	char *last = NULL, *names = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(dashes); i++) {
		char *at = g_strrstr(title, dashes[i]);
		if (at && (!last || at > last)) {
			last = at;
			names = at + strlen(dashes[i]);
		}
	}
	if (last)
		*last = '\0';
	return names;
}

/* Rooms, machines and (Google's) calendars are invited, and invite, in the same way. */
static bool is_thing(const struct property *prop)
{
	char *type = property_parameter(prop, "CUTYPE");
	bool thing =
		type && (g_ascii_strcasecmp(type, "ROOM") == 0 || g_ascii_strcasecmp(type, "RESOURCE") == 0);
	g_free(type);
	return thing || strstr(prop->value, ".calendar.google.com");
}

static void add_invited(struct fields *f, size_t session, const struct property *prop)
{
	bool left_out = is_thing(prop) || (f->guests && is_guest(prop));
	char *name = left_out ? NULL : property_person(prop);
	if (name)
		add_person(f, session, name);
	g_free(name);
}

static void read_people(struct fields *f, const struct calendar_event *event, size_t session)
{
	char *const *names = f->names[FIELD_OF_PEOPLE];
	const struct property *title = fields_property(f, event, FIELD_OF_TITLE);
	for (size_t i = 0; i < event->count; i++) {
		const struct property *prop = event_property_at(f->c, event, i);
		bool wanted = (names[0] && strcmp(prop->name, names[0]) == 0) ||
			(names[1] && strcmp(prop->name, names[1]) == 0);
		if (!wanted || prop == title)
			continue;
		char *text = property_text(f->c, prop);
		if (strcmp(prop->name, "ATTENDEE") == 0 || strcmp(prop->name, "ORGANIZER") == 0)
			add_invited(f, session, prop);
		else if (text && strcmp(prop->name, "CONTACT") == 0)
			add_person(f, session, text);
		else if (text && !add_named_lines(f, session, text) && strcmp(prop->name, "DESCRIPTION") != 0)
			add_names(f, session, text);
	}
}

/* --- texts ---------------------------------------------------------------- */

/* frab spells the language out, in English; where it has none it lists all
 * there are, on 9 kB. */
static const char *language_of(struct fields *f, const char *text)
{
	enum { LONGEST = 40 };
	const char *line = text && strlen(text) <= LONGEST ? programme_line(f->c->p, text) : NULL;
	const char *tag = parts_language_named(f->c->p, line);
	f->unknown_languages += !tag && text && text[strspn(text, " \t\r\n")];
	return tag;
}

static char *field_text(struct fields *f, const struct calendar_event *event, enum calendar_field field)
{
	return property_text(f->c, fields_property(f, event, field));
}

/* The first category of several. */
static const char *first_of(struct fields *f, const struct calendar_event *event, enum calendar_field field)
{
	const struct property *prop = fields_property(f, event, field);
	bool several;
	return prop ? property_first(f->c, prop, &several) : NULL;
}

static void read_title(struct fields *f, const struct calendar_event *event, size_t session)
{
	const struct property *title = fields_property(f, event, FIELD_OF_TITLE);
	const char *asked = columns_name(f->asked, "people");
	char *text = property_text(f->c, title);
	if (text && asked && g_ascii_strcasecmp(asked, title->name) == 0) {
		const char *names = cut_names(text);
		if (names)
			add_names(f, session, names);
	}
	programme_text_line(f->c->p, &f->c->p->sessions[session].title, "", text);
}

void fields_read(struct fields *f, const struct calendar_event *event, size_t session)
{
	struct programme *p = f->c->p;
	struct programme_session *s = &p->sessions[session];
	set_keys(f, event, s);
	read_title(f, event, session);
	programme_text_line(p, &s->subtitle, "", field_text(f, event, FIELD_OF_SUBTITLE));
	programme_text_block(p, &s->abstract, "", field_text(f, event, FIELD_OF_ABSTRACT));
	programme_text_block(p, &s->description, "", field_text(f, event, FIELD_OF_DESCRIPTION));
	s->type = programme_line(p, first_of(f, event, FIELD_OF_TYPE));
	s->track = programme_track_named(p, NULL, first_of(f, event, FIELD_OF_TRACK));
	s->room = programme_room_named(p, NULL, field_text(f, event, FIELD_OF_ROOM));
	s->url = programme_line(p, field_text(f, event, FIELD_OF_URL));
	s->language = language_of(f, field_text(f, event, FIELD_OF_LANGUAGE));
	read_people(f, event, session);
}

/* --- what is told --------------------------------------------------------- */

static const char *field_read_from(const struct fields *f, const char *name)
{
	const char *asked = columns_field(f->asked, name);
	if (asked)
		return asked;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(others[i].property, name) == 0)
			return others[i].field;
	for (int i = 0; i < CALENDAR_FIELDS; i++)
		for (int n = 0; n < 2; n++)
			if (f->names[i][n] && strcmp(f->names[i][n], name) == 0)
				return defaults[i].field;
	return NULL;
}

void fields_note_columns(const struct fields *f)
{
	const struct calendar *c = f->c;
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < c->properties->len; i++) {
		const char *name = g_array_index(c->properties, struct property, i).name;
		if (!g_hash_table_contains(seen, name)) {
			g_hash_table_add(seen, (gpointer)name);
			programme_note_column(c->p, name, field_read_from(f, name));
		}
		if (c->p->column_count >= MAX_PROGRAMME_COLUMNS)
			break;
	}
	g_hash_table_destroy(seen);
}

static bool has_names_in_text(const char *text)
{
	char **lines = g_strsplit(text, "\n", -1);
	bool found = false;
	for (char **line = lines; *line && !found; line++)
		found = named_line(*line) != NULL;
	g_strfreev(lines);
	return found;
}

/* Where no property holds names, texts may: that is offered, not guessed. */
static void offer_names(const struct fields *f)
{
	const struct programme *p = f->c->p;
	size_t dashed = 0, lined = 0;
	for (size_t i = 0; i < p->session_count; i++) {
		dashed += strstr(text_in(&p->sessions[i].title, NULL), " - ") != NULL;
		lined += has_names_in_text(text_in(&p->sessions[i].abstract, NULL));
	}
	if (2 * lined > p->session_count)
		programme_warn(f->c->p,
			"%zu descriptions have a line of names (\"Speaker: …\"): read with "
			"columns people=DESCRIPTION",
			lined);
	else if (2 * dashed > p->session_count)
		programme_warn(f->c->p,
			"%zu titles have a \" - \": if names stand behind it, read them with "
			"columns people=SUMMARY",
			dashed);
}

void fields_warn(const struct fields *f)
{
	struct programme *p = f->c->p;
	if (f->addresses)
		programme_warn(p, "%zu names are e-mail addresses: left out", f->addresses);
	if (f->guests)
		programme_warn(p,
			"%zu names are of people who were invited (PARTSTAT, RSVP): left out; if they speak, "
			"read them with columns people=ATTENDEE",
			f->guests);
	if (f->unknown_languages)
		programme_warn(
			p, "%zu sessions have a language that is not known: left out", f->unknown_languages);
	if (p->person_count == 0 && !columns_name(f->asked, "people"))
		offer_names(f);
}
