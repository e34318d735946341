/* Schedule files out: the programme in each format, and calendars of its parts.
 *
 * A file's ETag is the hash of its bytes, so that a calendar which polls is
 * told 304 whatever else has changed: the clock, an announcement, how full a
 * room is. What is asked for again before any change comes from memory. */
#include "api/handlers.h"

#include "api/cache.h"
#include "event/attendees.h"
#include "event/export.h"
#include "formats/formats.h"
#include "formats/layout.h"

#include <stdio.h>
#include <string.h>

enum { MAX_EXPORT_PATH = MAX_ID + 32 };

/* "rooms/r1.ics" is saved as "conf-rooms-r1.ics". Shown where a program can:
 * a phone then offers to keep the calendar. */
static void write_disposition(const struct programme *p, const char *path, char out[CACHE_DISPOSITION])
{
	char acronym[LAYOUT_ACRONYM];
	layout_acronym(p, acronym);
	int n = snprintf(out, CACHE_DISPOSITION, "inline; filename=\"%s-", acronym);
	for (; *path && n < CACHE_DISPOSITION - 2; path++)
		out[n++] = *path == '/' ? '-' : *path;
	out[n++] = '"';
	out[n] = '\0';
}

static enum status make_file(struct app *app, const struct format *format, const char *path,
	const struct export_part *part, struct cached *ret, char disposition[CACHE_DISPOSITION],
	struct err *err)
{
	struct programme *p = NULL;
	enum status st = programme_export(app->reader, part, &p, err);
	if (st != STATUS_OK) {
		db_recover(app->reader);
		return st;
	}
	struct buf out = BUF_INIT(MAX_ANSWER);
	blob_begin(&out);
	format->write(p, &out);
	write_disposition(p, path, disposition);
	ret->disposition = disposition;
	programme_destroy(p);
	ret->body = blob_end(&out);
	if (!ret->body)
		return err_set(err, STATUS_INTERNAL, "internal", "the export is too large");
	cache_etag(ret->body, ret->etag);
	return STATUS_OK;
}

/* Takes the file's body. */
static void answer_file(
	struct request *req, const struct format *format, struct cached *file, const char *cache_control)
{
	struct reply_header headers[] = {{"content-disposition", file->disposition}, {0}};
	request_reply(req,
		&(struct reply){.content_type = format->content_type,
			.etag = file->etag,
			.cache_control = cache_control,
			.headers = headers,
			.body = file->body});
	blob_unref(file->body);
}

static void answer(struct app *app, struct request *req, const struct format *format, const char *path,
	const struct export_part *part)
{
	struct cached file = {0};
	char disposition[CACHE_DISPOSITION];
	struct err err;
	char state[SNAPSHOT_ETAG];
	uint32_t mask = 0;
	snapshot_mask(app->snapshot, "timetable", &mask);
	snapshot_etag(app->snapshot, mask, state);
	if (!cache_get(app->exports, path, state, &file)) {
		if (make_file(app, format, path, part, &file, disposition, &err) != STATUS_OK) {
			request_problem(req, &err);
			return;
		}
		cache_put(app->exports, path, state, &file);
	}
	answer_file(req, format, &file, "no-cache");
}

void get_export(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	const struct format *format = formats_find(params->value[0]);
	if (format && format->write) {
		answer(app, req, format, format->export_path, NULL);
		return;
	}
	struct err err;
	err_set(&err, STATUS_NOT_FOUND, "not_found", "there is no export %s", params->value[0]);
	request_problem(req, &err);
}

static void answer_part(
	struct app *app, struct request *req, const struct resource *of, const struct params *params)
{
	char path[MAX_EXPORT_PATH];
	struct export_part part = {of, params->value[0]};
	snprintf(path, sizeof path, "%s/%s.ics", of->collection, part.id);
	answer(app, req, formats_find("icalendar"), path, &part);
}

void get_room_calendar(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	answer_part(app, req, &resource_rooms, params);
}

void get_track_calendar(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	answer_part(app, req, &resource_tracks, params);
}

void get_person_calendar(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	answer_part(app, req, &resource_people, params);
}

/* The secret in the address is all the right that it takes: calendar programs
 * send no token. Made anew each time: one person asks for it, and it changes
 * with every star. */
void get_star_calendar(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	const char *key = request_query(req, "key");
	const struct format *format = formats_find("icalendar");
	struct cached file = {0};
	char disposition[CACHE_DISPOSITION];
	struct err err;
	char id[RANDOM_ID_TEXT], language[MAX_ID + 1];
	struct export_part part = {.id = id, .language = language};
	enum status st;
	if (key && attendee_of_calendar(app->reader, key, id, language))
		st = make_file(app, format, "me/stars.ics", &part, &file, disposition, &err);
	else if ((st = db_status(app->reader, &err)) == STATUS_OK)
		st = err_set(&err, STATUS_NOT_FOUND, "not_found", "no calendar has this key");
	db_recover(app->reader);
	if (st == STATUS_OK)
		answer_file(req, format, &file, "private, no-cache");
	else
		request_problem(req, &err);
}
