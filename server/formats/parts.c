#include "formats/parts.h"

#include "formats/clean.h"
#include "formats/language.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COMPLAINTS = 1000, MAX_PATH_TEXT = 600, MAX_LANGUAGE_TAG = 35 };

void parts_init(struct parts *r, struct programme *p)
{
	*r = (struct parts){.p = p, .complaints = BUF_INIT(MAX_COMPLAINTS)};
	r->slots = g_array_new(FALSE, TRUE, sizeof(struct slot));
}

void parts_finish(struct parts *r)
{
	g_array_free(r->slots, TRUE);
	buf_clear(&r->complaints);
}

void parts_path(const struct path *at, struct buf *out)
{
	if (!at)
		return;
	parts_path(at->up, out);
	if (!at->name)
		buf_addf(out, "[%zu]", at->index);
	else if (at->quoted)
		buf_addf(out, "[\"%.60s\"]", at->name);
	else
		buf_addf(out, "%s%s", out->len ? "." : "", at->name);
}

const char *parts_place(struct parts *r, const struct path *at)
{
	struct buf path = BUF_INIT(MAX_PATH_TEXT);
	parts_path(at, &path);
	const char *place = arena_strdup(r->p->arena, path.data ? path.data : "");
	buf_clear(&path);
	return place ? place : "";
}

void parts_complain(struct parts *r, const struct path *at, const char *fmt, ...)
{
	char what[200];
	struct buf path = BUF_INIT(MAX_PATH_TEXT);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	parts_path(at, &path);
	/* The first ones are enough for a person to begin with. */
	if (r->complaints.len < MAX_COMPLAINTS / 2)
		buf_addf(&r->complaints, "%s%s %s", r->complaints.len ? "; " : "", path.data ? path.data : "",
			what);
	buf_clear(&path);
}

enum status parts_verdict(struct parts *r, struct err *err)
{
	if (r->text_ids && r->complaints.len)
		buf_addf(&r->complaints, "; %s is a string", r->first_text_id);
	else if (r->text_ids)
		programme_warn(r->p, "%zu ids are strings instead of numbers (first: %s)", r->text_ids,
			r->first_text_id);
	if (!r->complaints.len)
		return STATUS_OK;
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s", r->complaints.data);
}

static const char *type_name(const cJSON *item)
{
	return cJSON_IsString(item)    ? "a string"
		: cJSON_IsNumber(item) ? "a number"
		: cJSON_IsBool(item)   ? "true or false"
		: cJSON_IsArray(item)  ? "a list"
				       : "an object";
}

static const cJSON *member_of_type(struct parts *r, const struct path *at, const cJSON *object,
	const char *name, cJSON_bool (*is)(const cJSON *), const char *wanted)
{
	const cJSON *item = json_get(object, name);
	if (!item || is(item))
		return item;
	struct path here = {at, name, 0, false};
	parts_complain(r, &here, "is %s, not %s", type_name(item), wanted);
	return NULL;
}

const cJSON *parts_list(struct parts *r, const struct path *at, const cJSON *object, const char *name)
{
	return member_of_type(r, at, object, name, cJSON_IsArray, "a list");
}

const cJSON *parts_object(struct parts *r, const struct path *at, const cJSON *object, const char *name)
{
	return member_of_type(r, at, object, name, cJSON_IsObject, "an object");
}

const char *parts_string(struct parts *r, const struct path *at, const cJSON *object, const char *name)
{
	const cJSON *item = member_of_type(r, at, object, name, cJSON_IsString, "a string");
	return item && *item->valuestring ? item->valuestring : NULL;
}

const char *parts_line(struct parts *r, const struct path *at, const cJSON *object, const char *name)
{
	return programme_line(r->p, parts_string(r, at, object, name));
}

bool parts_is_language_tag(const char *s)
{
	size_t n = strlen(s);
	return n <= MAX_LANGUAGE_TAG &&
		strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == n;
}

/* The forms of {"ko": …, "en": …}. */
static void read_forms(
	struct parts *r, const struct path *at, const cJSON *object, bool block, struct text *t)
{
	for (const cJSON *form = object->child; form; form = form->next) {
		struct path here = {at, form->string, 0, false};
		if (cJSON_IsNull(form))
			continue;
		/* "": the unnamed one, as our exports have it beside others. */
		const char *lang = *form->string ? parts_language(r->p, form->string) : "";
		if (!cJSON_IsString(form))
			parts_complain(r, &here, "is %s, not a string", type_name(form));
		else if (!lang || !parts_is_language_tag(form->string))
			parts_complain(r, at, "has \"%.40s\", which is no language", form->string);
		else if (block)
			programme_text_block(r->p, t, lang, form->valuestring);
		else
			programme_text_line(r->p, t, lang, form->valuestring);
	}
}

static bool has_value(const struct text *t, const char *value)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->forms[i].value, value) == 0)
			return true;
	return false;
}

/* The languages beside a plain text: they count only while one of them is
 * that text. Else another tool has changed the text, and they are old. */
static void take_i18n(struct parts *r, const struct path *at, const cJSON *object, const char *name,
	bool block, struct text *t)
{
	char sibling[40];
	struct text forms = {0};
	snprintf(sibling, sizeof sibling, "%s_i18n", name);
	const cJSON *i18n = parts_object(r, at, object, sibling);
	if (!i18n)
		return;
	struct path here = {at, sibling, 0, false};
	read_forms(r, &here, i18n, block, &forms);
	if (text_empty(t) || has_value(&forms, text_in(t, NULL)))
		*t = forms;
	else
		programme_warn(r->p, "%s \"%.60s\" is in none of its languages: they are left out", name,
			text_in(t, NULL));
}

void parts_text(struct parts *r, const struct path *at, const cJSON *object, const char *name, bool block,
	struct text *t)
{
	const cJSON *item = json_get(object, name);
	struct path here = {at, name, 0, false};
	if (cJSON_IsObject(item))
		read_forms(r, &here, item, block, t);
	else if (item && !cJSON_IsString(item))
		parts_complain(r, &here, "is %s, not a string", type_name(item));
	else if (item && block)
		programme_text_block(r->p, t, "", item->valuestring);
	else if (item)
		programme_text_line(r->p, t, "", item->valuestring);
	take_i18n(r, at, object, name, block, t);
}

/* A number, or one in a string ("4711", as hubs write it), as text. */
static const char *read_id(struct parts *r, const struct path *at, const cJSON *object, const char *name)
{
	const cJSON *item = json_get(object, name);
	struct path here = {at, name, 0, false};
	char digits[24];
	int64_t n;
	if (!item || (cJSON_IsString(item) && !*item->valuestring))
		return NULL;
	if (cJSON_IsString(item) && strspn(item->valuestring, "0123456789") == strlen(item->valuestring)) {
		struct buf path = BUF_INIT(MAX_PATH_TEXT);
		parts_path(&here, &path);
		if (!r->text_ids++ && path.data)
			snprintf(r->first_text_id, sizeof r->first_text_id, "%s", path.data);
		buf_clear(&path);
		return programme_line(r->p, item->valuestring);
	}
	if (cJSON_IsString(item))
		parts_complain(r, &here, "is \"%.40s\", not a number", item->valuestring);
	else if (!json_int(item, 0, INT64_C(9007199254740991), &n))
		parts_complain(r, &here, "is not a whole number");
	else {
		snprintf(digits, sizeof digits, "%lld", (long long)n);
		return programme_line(r->p, digits);
	}
	return NULL;
}

const char *parts_colour(struct programme *p, const char *raw)
{
	char colour[8];
	return raw && clean_colour(raw, colour) ? programme_line(p, colour) : NULL;
}

const char *parts_language(struct programme *p, const char *raw)
{
	const char *line = programme_line(p, raw);
	return line ? programme_line(p, arena_copy(p->arena, line, clean_first_language(line))) : NULL;
}

const char *parts_language_named(struct programme *p, const char *raw)
{
	const char *first = parts_language(p, raw);
	size_t n = first ? strcspn(first, "-_") : 0;
	return (n == 2 || n == 3) && parts_is_language_tag(first) ? first : language_tag(raw);
}

static bool is_object(struct parts *r, const struct path *at, const cJSON *item)
{
	if (!cJSON_IsObject(item))
		parts_complain(r, at, "is %s, not an object", cJSON_IsNull(item) ? "null" : type_name(item));
	return cJSON_IsObject(item);
}

/* What a room is looked up by: the first form where its name is by language. */
static const char *name_of(const cJSON *object, const char *member)
{
	const cJSON *name = json_get(object, member);
	if (cJSON_IsObject(name) && name->child)
		name = name->child;
	return cJSON_GetStringValue(name);
}

size_t parts_room(struct parts *r, const struct path *at, const cJSON *o)
{
	struct text name = {0};
	int64_t seats;
	parts_text(r, at, o, "name", false, &name);
	size_t i = programme_room_named(r->p, parts_string(r, at, o, "guid"), name_of(o, "name"));
	if (i == PROGRAMME_NONE)
		return i;
	struct programme_room *room = &r->p->rooms[i];
	programme_text_forms(&room->name, &name);
	const char *key = parts_line(r, at, o, "key"), *kind = parts_line(r, at, o, "kind");
	room->key = key ? key : room->key;
	room->kind = kind ? kind : room->kind;
	if (json_int(json_get(o, "capacity"), 1, 1000000, &seats))
		room->capacity = (int)seats;
	return i;
}

void parts_rooms(struct parts *r, const struct path *at, const cJSON *list)
{
	struct path here = {at, NULL, 0, false};
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next, here.index++)
		if (is_object(r, &here, o))
			parts_room(r, &here, o);
}

size_t parts_track(struct parts *r, const struct path *at, const cJSON *o)
{
	struct text name = {0};
	parts_text(r, at, o, "name", false, &name);
	size_t i = programme_track_named(r->p, parts_string(r, at, o, "slug"), name_of(o, "name"));
	if (i == PROGRAMME_NONE)
		return i;
	struct programme_track *track = &r->p->tracks[i];
	programme_text_forms(&track->name, &name);
	const char *colour = parts_colour(r->p, parts_string(r, at, o, "color"));
	if (!colour) /* schema v2 has one for each theme */
		colour = parts_colour(r->p, json_str(json_get(o, "colors"), "light"));
	track->colour = colour ? colour : track->colour;
	const char *key = parts_line(r, at, o, "key");
	track->key = key ? key : track->key;
	return i;
}

void parts_tracks(struct parts *r, const struct path *at, const cJSON *list)
{
	struct path here = {at, NULL, 0, false};
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next, here.index++)
		if (is_object(r, &here, o))
			parts_track(r, &here, o);
}

void parts_languages(struct parts *r, const struct path *at, const cJSON *list)
{
	struct path here = {at, NULL, 0, false};
	const char **languages = list ? arena_alloc(r->p->arena, MAX_LANGUAGES * sizeof *languages) : NULL;
	size_t n = 0;
	for (const cJSON *o = languages ? list->child : NULL; o && n < MAX_LANGUAGES;
		o = o->next, here.index++) {
		const char *tag = cJSON_GetStringValue(o);
		if (tag && *tag && parts_is_language_tag(tag))
			languages[n++] = programme_line(r->p, tag);
		else
			parts_complain(r, &here, "is no language");
	}
	r->p->languages = languages;
	r->p->language_count = n;
}

void parts_generator(struct programme *p, const cJSON *root, const cJSON *schedule)
{
	const cJSON *generator = json_get(root, "generator");
	if (!generator)
		generator = json_get(schedule, "generator");
	const char *name = json_str(generator, "name"), *version = json_str(generator, "version");
	struct buf text = BUF_INIT(MAX_LINE);
	if (name)
		buf_addf(&text, "%s%s%s", name, version ? " " : "", version ? version : "");
	p->generator = programme_line(p, text.data);
	buf_clear(&text);
}

void parts_conference(struct parts *r, const struct path *at, const cJSON *conference)
{
	struct programme *p = r->p;
	struct path rooms = {at, "rooms", 0, false}, tracks = {at, "tracks", 0, false};
	struct path languages = {at, "languages", 0, false};
	const cJSON *colours = parts_object(r, at, conference, "colors");
	parts_text(r, at, conference, "title", false, &p->title);
	p->acronym = parts_line(r, at, conference, "acronym");
	p->url = parts_line(r, at, conference, "url");
	p->colour = parts_colour(p, json_str(colours, "primary"));
	if (!p->colour)
		p->colour = parts_colour(p, json_str(colours, "main"));
	parts_languages(r, &languages, parts_list(r, at, conference, "languages"));
	parts_rooms(r, &rooms, parts_list(r, at, conference, "rooms"));
	parts_tracks(r, &tracks, parts_list(r, at, conference, "tracks"));
}

static const char *person_name(struct parts *r, const struct path *at, const cJSON *o)
{
	static const char *const members[] = {"name", "public_name", "full_public_name"};
	for (size_t i = 0; i < 3; i++) {
		const char *name = cJSON_IsObject(json_get(o, members[i]))
			? name_of(o, members[i])
			: parts_string(r, at, o, members[i]);
		if (name)
			return name;
	}
	return NULL;
}

/* The person's link: `url`, else the first of `links`, as text or object. */
static const char *person_url(struct parts *r, const struct path *at, const cJSON *o)
{
	const cJSON *links = json_get(o, "links");
	const cJSON *first = cJSON_IsArray(links) ? links->child : NULL;
	const char *url = parts_line(r, at, o, "url");
	if (url || !first)
		return url;
	return programme_line(r->p, cJSON_IsString(first) ? first->valuestring : json_str(first, "url"));
}

size_t parts_person(struct parts *r, const struct path *at, const cJSON *o)
{
	struct text name = {0};
	const char *guid = parts_string(r, at, o, "guid"), *code = parts_string(r, at, o, "code");
	const char *number = read_id(r, at, o, "id");
	size_t i = programme_person_named(r->p, guid ? guid : code, number, person_name(r, at, o));
	if (i == PROGRAMME_NONE) {
		struct buf path = BUF_INIT(MAX_PATH_TEXT);
		parts_path(at, &path);
		programme_warn(r->p, "%s: a person without a name is left out", path.data ? path.data : "");
		buf_clear(&path);
		return i;
	}
	struct programme_person *who = &r->p->people[i];
	const char *url = person_url(r, at, o), *key = parts_line(r, at, o, "key");
	if (cJSON_IsObject(json_get(o, "name")))
		parts_text(r, at, o, "name", false, &name);
	if (name.count)
		who->name = name;
	else
		take_i18n(r, at, o, "name", false, &who->name);
	parts_text(r, at, o, "company", false, &who->company);
	parts_text(r, at, o, "biography", true, &who->bio);
	who->url = who->url ? who->url : url;
	who->key = key ? key : who->key;
	if (cJSON_GetObjectItemCaseSensitive(o, "number")) /* ours; null: the id was made */
		who->number = parts_line(r, at, o, "number");
	else
		who->number = who->number ? who->number : number;
	return i;
}

static void read_people(struct parts *r, const struct path *at, const cJSON *event, size_t session)
{
	const cJSON *list = parts_list(r, at, event, "persons");
	struct path persons = {at, "persons", 0, false};
	struct path here = {&persons, NULL, 0, false};
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next, here.index++)
		if (is_object(r, &here, o))
			programme_session_add_person(r->p, session, parts_person(r, &here, o));
}

static void read_recording(
	struct parts *r, const struct path *at, const cJSON *event, struct programme_session *s)
{
	const cJSON *recording = json_get(event, "recording");
	const cJSON *optout = json_get(event, "do_not_record");
	s->licence = parts_line(r, at, event, "recording_license");
	if (cJSON_IsObject(recording) && !s->licence)
		s->licence = programme_line(r->p, json_str(recording, "license"));
	if (cJSON_IsObject(recording) && !optout)
		optout = json_get(recording, "optout");
	s->no_recording =
		cJSON_IsTrue(optout) || (cJSON_IsString(optout) && strcmp(optout->valuestring, "true") == 0);
}

/* The duration is a string, but whole minutes are meant where it is a number. */
const char *parts_duration(struct parts *r, const struct path *at, const cJSON *event)
{
	int64_t minutes;
	char text[24];
	const cJSON *item = json_get(event, "duration");
	if (!json_int(item, 0, MAX_DURATION_MINUTES, &minutes))
		return parts_line(r, at, event, "duration");
	snprintf(text, sizeof text, "%lld", (long long)minutes);
	return programme_line(r->p, text);
}

void parts_session_texts(struct parts *r, const struct path *at, const cJSON *o, struct programme_session *s)
{
	parts_text(r, at, o, "title", false, &s->title);
	parts_text(r, at, o, "subtitle", false, &s->subtitle);
	parts_text(r, at, o, "abstract", true, &s->abstract);
	parts_text(r, at, o, "description", true, &s->description);
}

size_t parts_new_session(struct parts *r)
{
	size_t i = programme_add_session(r->p);
	if (i != PROGRAMME_NONE)
		g_array_set_size(r->slots, (guint)i + 1);
	return i;
}

static void read_slot(
	struct parts *r, const struct path *at, const cJSON *event, const char *day, struct slot *slot)
{
	*slot = (struct slot){
		.place = parts_place(r, at),
		.day = day,
		.date = parts_line(r, at, event, "date"),
		.start = parts_line(r, at, event, "start"),
		.end = parts_line(r, at, event, "end"),
		.duration = parts_duration(r, at, event),
	};
}

void parts_session_facts(
	struct parts *r, const struct path *at, const cJSON *event, struct programme_session *s)
{
	s->guid = parts_line(r, at, event, "guid");
	s->code = parts_line(r, at, event, "code");
	const char *number = parts_line(r, at, event, "number"); /* ours, where it is no number */
	s->number = number ? number : read_id(r, at, event, "id");
	s->slug = parts_line(r, at, event, "slug");
	s->type = parts_line(r, at, event, "type");
	s->url = parts_line(r, at, event, "url");
	s->language = parts_language(r->p, parts_string(r, at, event, "language"));
	parts_session_texts(r, at, event, s);
	read_recording(r, at, event, s);
}

void parts_event(struct parts *r, const struct path *at, const cJSON *event, const char *day, size_t room)
{
	if (!is_object(r, at, event))
		return;
	size_t i = parts_new_session(r);
	if (i == PROGRAMME_NONE)
		return;
	struct programme_session *s = &r->p->sessions[i];
	parts_session_facts(r, at, event, s);
	s->room = room;
	s->track = programme_track_named(r->p, NULL, parts_string(r, at, event, "track"));
	read_slot(r, at, event, day, &g_array_index(r->slots, struct slot, i));
	read_people(r, at, event, i);
}
