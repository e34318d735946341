/* Reads c3voc schedule.json, schema v1 (frab, pretalx, hub): the document's
 * frame; its rooms, people and events are read by parts.c. */
#include "formats/extras.h"
#include "formats/readers.h"
#include "formats/sniff.h"

#include <string.h>

bool c3voc_recognise(const char *bytes, size_t len)
{
	return sniff_is_json(bytes, len) && sniff_json_member(bytes, len, "schedule");
}

static enum status unsupported(struct err *err, const char *what)
{
	return err_set(err, STATUS_UNPROCESSABLE, "unsupported_format", "%s", what);
}

static bool is_schema_v2(const cJSON *schedule, const cJSON *days)
{
	const cJSON *first = cJSON_IsArray(days) ? days->child : NULL;
	return cJSON_IsArray(json_get(schedule, "events")) ||
		(first && !json_get(first, "rooms") && (json_get(first, "start") || json_get(first, "end")));
}

static enum status check_shape(const cJSON *root, struct err *err)
{
	const cJSON *schedule = json_get(root, "schedule");
	const cJSON *conference = json_get(schedule, "conference");
	const cJSON *days = json_get(conference, "days");
	if (!cJSON_IsObject(schedule))
		return unsupported(err, "JSON whose member `schedule` is no object: no c3voc schedule");
	if (is_schema_v2(schedule, days))
		return unsupported(err,
			"c3voc schedule.json of schema v2 (a flat list schedule.events, days "
			"without rooms); schema v1 "
			"(schedule.conference.days[].rooms) is read");
	if (!cJSON_IsObject(conference))
		return err_set(err, STATUS_UNPROCESSABLE, "unsupported_format",
			"JSON with `schedule`, but without the object `schedule.conference` of c3voc's "
			"schema: found \"%.60s\" in it",
			schedule->child ? schedule->child->string : "nothing");
	return STATUS_OK;
}

static void read_rooms_of_day(struct parts *r, const struct path *at, const cJSON *day)
{
	const char *date = parts_line(r, at, day, "date");
	const cJSON *rooms = parts_object(r, at, day, "rooms");
	struct path rooms_at = {at, "rooms", 0, false};
	if (!rooms && !json_get(day, "rooms"))
		parts_complain(r, &rooms_at, "is missing");
	for (const cJSON *events = rooms ? rooms->child : NULL; events; events = events->next) {
		struct path room_at = {&rooms_at, events->string, 0, true};
		struct path here = {&room_at, NULL, 0, false};
		/* The key wins over each event's own `room` (36c3). */
		size_t room = programme_room_named(r->p, NULL, events->string);
		if (!cJSON_IsArray(events) && !cJSON_IsNull(events))
			parts_complain(r, &room_at, "is not a list of events");
		for (const cJSON *e = cJSON_IsArray(events) ? events->child : NULL; e;
			e = e->next, here.index++)
			parts_event(r, &here, e, date, room);
	}
}

static void read_days(struct parts *r, const struct path *at, const cJSON *conference)
{
	const cJSON *days = parts_list(r, at, conference, "days");
	struct path days_at = {at, "days", 0, false};
	struct path here = {&days_at, NULL, 0, false};
	if (!json_get(conference, "days"))
		parts_complain(r, &days_at, "is missing");
	for (const cJSON *day = days ? days->child : NULL; day; day = day->next, here.index++) {
		if (cJSON_IsObject(day))
			read_rooms_of_day(r, &here, day);
		else
			parts_complain(r, &here, "is not an object");
	}
}

static void read_generator(struct programme *p, const cJSON *root, const cJSON *schedule)
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

static void read_conference(struct parts *r, const struct path *at, const cJSON *conference)
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
	read_days(r, at, conference);
}

/* Schema v1 names one member that must not be there. */
static void check_forbidden(struct parts *r, const struct path *at, const cJSON *schedule)
{
	if (!json_get(schedule, "rooms"))
		return;
	struct path here = {at, "rooms", 0, false};
	parts_complain(
		r, &here, "stands where schema v1 forbids it (rooms belong into schedule.conference.rooms)");
}

static enum status read_document(
	struct parts *r, const cJSON *root, const struct read_options *options, struct err *err)
{
	const cJSON *schedule = json_get(root, "schedule");
	const cJSON *conference = json_get(schedule, "conference");
	struct path at = {NULL, "schedule", 0, false}, conference_at = {&at, "conference", 0, false};
	const cJSON *extras = json_get(schedule, "madang");
	read_generator(r->p, root, schedule);
	check_forbidden(r, &at, schedule);
	r->p->version = parts_line(r, &at, schedule, "version");
	read_conference(r, &conference_at, conference);
	extras_read(r, extras);
	enum status st = parts_verdict(r, err);
	if (st != STATUS_OK)
		return st;
	const char *zone = json_str(conference, "time_zone_name");
	struct timing file = {.zone = programme_line(r->p, zone ? zone : json_str(extras, "zone"))};
	st = timing_resolve(r->p, (const struct slot *)(void *)r->slots->data, &file, options, err);
	if (st == STATUS_OK)
		extras_read_sessions(r, extras);
	return st;
}

enum status c3voc_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	cJSON *root = NULL;
	struct parts r;
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &root, err);
	if (st != STATUS_OK)
		return st;
	parts_init(&r, into);
	st = check_shape(root, err);
	if (st == STATUS_OK)
		st = read_document(&r, root, options, err);
	parts_finish(&r);
	cJSON_Delete(root);
	return st == STATUS_OK ? programme_finish(into, err) : st;
}
