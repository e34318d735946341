/* What is the same for every resource: one document read, made, changed. */
#include "api/handlers.h"

#include "base/zone.h"
#include "event/clash.h"
#include "event/rooms.h"

#include <stdio.h>
#include <string.h>

/* The collection stands in the path: /api/v1/{collection}/{id}. */
static void collection_in(const char *path, char *out, size_t size)
{
	const char *from = path + strlen("/api/v1/");
	snprintf(out, size, "%.*s", (int)strcspn(from, "/"), from);
}

void reply_not_found(struct request *req, const char *collection, const char *id)
{
	struct err err;
	err_set(&err, STATUS_NOT_FOUND, "not_found", "there is no %s/%s", collection, id);
	request_problem(req, &err);
}

static void reply_document(struct request *req, const char *json, size_t len)
{
	cJSON *document = cJSON_ParseWithLength(json, len);
	char etag[32];
	snprintf(etag, sizeof etag, "\"%lld\"", (long long)row_int(document, "rev", 0));
	cJSON_Delete(document);
	struct blob *body = blob_create(json, len);
	/* The revision is for If-Match. It is no ground for a 304: the clock moves
	 * a session's status without counting it. */
	struct reply_header headers[] = {{"etag", etag}, {0}};
	request_reply(
		req, &(struct reply){.content_type = "application/json", .headers = headers, .body = body});
	blob_unref(body);
}

void reply_read_document(struct app *app, struct request *req, const struct buf *json)
{
	struct err err;
	if (db_status(app->reader, &err) == STATUS_OK) {
		reply_document(req, json->data, json->len);
	} else {
		db_recover(app->reader);
		request_problem(req, &err);
	}
}

void get_document(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	char collection[MAX_ID];
	collection_in(request_path(req), collection, sizeof collection);
	const char *id = *params->value[0] ? params->value[0] : "main";
	size_t len;
	const char *json = snapshot_get(app->snapshot, collection, id, &len);
	if (json)
		reply_document(req, json, len);
	else
		reply_not_found(req, collection, id);
}

void get_session(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	const char *id = params->value[0];
	size_t len;
	const char *json = snapshot_get(app->snapshot, "sessions", id, &len);
	if (!json) {
		reply_not_found(req, "sessions", id);
		return;
	}
	struct buf out = BUF_INIT(MAX_ANSWER);
	cJSON *clashes = clashes_of(app->reader, id);
	buf_add(&out, json, len);
	answer_member(&out, "clashes", clashes);
	cJSON_Delete(clashes);
	reply_read_document(app, req, &out);
	buf_clear(&out);
}

/* --- writing ------------------------------------------------------------- */

static enum status save_as_it_is(struct edit *e, const struct resource *r, cJSON *row, struct err *err)
{
	enum status st = row_complete(r, row, err);
	return st == STATUS_OK ? edit_save(e, r, row, err) : st;
}

static enum status save_and_answer(struct call *c, struct edit *e, const struct resource *r, cJSON *old,
	cJSON *row, save_fn *save, struct err *err)
{
	enum status st = save ? save(c, e, old, row, err) : save_as_it_is(e, r, row, err);
	if (st == STATUS_OK)
		call_answer_document(c, r, row_str(row, "id"));
	return st;
}

enum status create_document(
	struct call *c, struct edit *e, const struct resource *r, cJSON *row, save_fn *save, struct err *err)
{
	char id[MAX_ID];
	enum status st = row_patch(e->txn->db, r, row, c->body, err);
	if (st == STATUS_OK) {
		id_next(e->txn->db, r, id, sizeof id);
		row_set_str(row, "id", id);
		st = save_and_answer(c, e, r, NULL, row, save, err);
	}
	cJSON_Delete(row);
	return st;
}

enum status change_document(struct call *c, struct edit *e, const struct resource *r, const char *id,
	save_fn *save, struct err *err)
{
	cJSON *old = row_load(e->txn->db, r, id);
	if (!old)
		return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no %s/%s", r->collection, id);
	cJSON *row = cJSON_Duplicate(old, true);
	enum status st = row_patch(e->txn->db, r, row, c->body, err);
	if (st == STATUS_OK)
		st = save_and_answer(c, e, r, old, row, save, err);
	cJSON_Delete(old);
	cJSON_Delete(row);
	return st;
}

/* --- rooms --------------------------------------------------------------- */

static enum status save_room(struct call *c, struct edit *e, cJSON *old, cJSON *row, struct err *err)
{
	if (cJSON_GetObjectItemCaseSensitive(c->body, "fill"))
		room_fill_said(row, e->txn->now);
	return save_as_it_is(e, &resource_rooms, row, err);
}

static enum status create_room(struct call *c, struct edit *e, struct err *err)
{
	return create_document(c, e, &resource_rooms, room_new(e->txn->db), save_room, err);
}

static enum status steward_may(const struct call *c, struct err *err)
{
	const cJSON *member;
	cJSON_ArrayForEach(member, c->body) {
		const struct field *f = resource_field(&resource_rooms, member->string);
		if (f && !(f->flags & FLAG_STEWARD))
			return err_set(
				err, STATUS_FORBIDDEN, "forbidden", "a steward may not set %s", f->name);
	}
	return STATUS_OK;
}

static enum status change_room(struct call *c, struct edit *e, struct err *err)
{
	enum status st = c->caller.role & ROLE_STEWARD ? steward_may(c, err) : STATUS_OK;
	return st == STATUS_OK ? change_document(c, e, &resource_rooms, c->params.value[0], save_room, err)
			       : st;
}

const struct write_rule post_room = {create_room, BODY_JSON, "rooms.post", NULL, 201, .joins = true};
const struct write_rule patch_room = {change_room, BODY_JSON, "rooms.patch", &resource_rooms, .joins = true};

/* --- tracks, people, the event ------------------------------------------- */

static enum status create_track(struct call *c, struct edit *e, struct err *err)
{
	return create_document(c, e, &resource_tracks, cJSON_CreateObject(), NULL, err);
}

static enum status create_person(struct call *c, struct edit *e, struct err *err)
{
	return create_document(c, e, &resource_people, cJSON_CreateObject(), NULL, err);
}

static enum status change_track(struct call *c, struct edit *e, struct err *err)
{
	return change_document(c, e, &resource_tracks, c->params.value[0], NULL, err);
}

static enum status change_person(struct call *c, struct edit *e, struct err *err)
{
	return change_document(c, e, &resource_people, c->params.value[0], NULL, err);
}

static enum status change_event(struct call *c, struct edit *e, struct err *err)
{
	const char *zone = json_str(c->body, "zone");
	struct zone *z = zone ? zone_create(zone) : NULL;
	bool known = z || !zone;
	zone_destroy(z);
	if (!known)
		return err_set(
			err, STATUS_UNPROCESSABLE, "zone_unknown", "zone: there is no time zone %s", zone);
	return change_document(c, e, &resource_event, "main", NULL, err);
}

const struct write_rule post_track = {create_track, BODY_JSON, "tracks.post", NULL, 201, .joins = true};
const struct write_rule patch_track = {
	change_track, BODY_JSON, "tracks.patch", &resource_tracks, .joins = true};
const struct write_rule post_person = {create_person, BODY_JSON, "people.post", NULL, 201, .joins = true};
const struct write_rule patch_person = {
	change_person, BODY_JSON, "people.patch", &resource_people, .joins = true};
const struct write_rule patch_event = {
	change_event, BODY_JSON, "event.patch", &resource_event, .joins = true};

/* --- announcements ------------------------------------------------------- */

static enum status create_announcement(struct call *c, struct edit *e, struct err *err)
{
	cJSON *row = cJSON_CreateObject();
	row_set_str(row, "level", "info");
	row_set_int(row, "from", e->txn->now);
	return create_document(c, e, &resource_announcements, row, NULL, err);
}

static enum status change_announcement(struct call *c, struct edit *e, struct err *err)
{
	return change_document(c, e, &resource_announcements, c->params.value[0], NULL, err);
}

static enum status drop_announcement(struct call *c, struct edit *e, struct err *err)
{
	return edit_delete(e, &resource_announcements, c->params.value[0], err);
}

const struct write_rule post_announcement = {
	create_announcement, BODY_JSON, "announcements.post", NULL, 201, .joins = true};
const struct write_rule patch_announcement = {
	change_announcement, BODY_JSON, "announcements.patch", &resource_announcements, .joins = true};
const struct write_rule delete_announcement = {
	drop_announcement, BODY_NONE, "announcements.delete", &resource_announcements, .joins = true};
