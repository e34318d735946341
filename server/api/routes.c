#include "api/routes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define API "/api/v1"
enum {
	ANYONE = ROLE_ANYONE,
	ATTENDEE = ROLE_ATTENDEE,
	ORGANISER = ROLE_ORGANISER,
	STEWARD = ROLE_STEWARD | ROLE_ORGANISER,
	HOST = ROLE_HOST | ROLE_ORGANISER,
	SCREEN = ROLE_SCREEN | ROLE_HOST | ROLE_ORGANISER,
	FLEET = ROLE_SCREEN,
	SIGNED_IN = ROLE_ATTENDEE | ROLE_STEWARD | SCREEN,
};

static read_fn post_preview;

const struct route routes[] = {
	{METHOD_GET, API "/actions", ORGANISER, get_actions},
	{METHOD_POST, API "/actions/{}/undo", ORGANISER, NULL, &post_undo},
	{METHOD_POST, API "/announcements", ORGANISER, NULL, &post_announcement},
	{METHOD_GET, API "/announcements/{}", ANYONE, get_document},
	{METHOD_PATCH, API "/announcements/{}", ORGANISER, NULL, &patch_announcement},
	{METHOD_DELETE, API "/announcements/{}", ORGANISER, NULL, &delete_announcement},
	{METHOD_POST, API "/attendees", ANYONE, NULL, &post_attendee},
	{METHOD_GET, API "/avatar.png", ANYONE, get_avatar_png},
	{METHOD_GET, API "/avatar.svg", ANYONE, get_avatar_svg},
	{METHOD_GET, API "/avatar/parts", ANYONE, get_avatar_parts},
	{METHOD_DELETE, API "/bookings/{}", ATTENDEE, NULL, &delete_booking},
	{METHOD_POST, API "/bookings/{}/confirm", ATTENDEE, NULL, &post_confirm},
	{METHOD_GET, API "/caller", ANYONE, get_caller},
	{METHOD_POST, API "/changes", ORGANISER, NULL, &post_changes},
	{METHOD_DELETE, API "/characters/{}", STEWARD, NULL, &delete_character},
	{METHOD_GET, API "/event", ANYONE, get_document},
	{METHOD_PATCH, API "/event", ORGANISER, NULL, &patch_event},
	{METHOD_GET, API "/export/me/stars.ics", ANYONE, get_star_calendar},
	{METHOD_GET, API "/export/people/{}.ics", ANYONE, get_person_calendar},
	{METHOD_GET, API "/export/rooms/{}.ics", ANYONE, get_room_calendar},
	{METHOD_GET, API "/export/tracks/{}.ics", ANYONE, get_track_calendar},
	{METHOD_GET, API "/export/{}", ANYONE, get_export},
	{METHOD_POST, API "/imports", ORGANISER, NULL, &post_import},
	{METHOD_POST, API "/links", ORGANISER, NULL, &post_desk_link},
	{METHOD_GET, API "/live", ANYONE, get_live},
	{METHOD_GET, API "/me", ATTENDEE, get_me},
	{METHOD_PATCH, API "/me", ATTENDEE, NULL, &patch_me},
	{METHOD_DELETE, API "/me", ATTENDEE, NULL, &delete_me},
	{METHOD_PUT, API "/me/avatar", ATTENDEE, NULL, &put_avatar},
	{METHOD_DELETE, API "/me/avatar", ATTENDEE, NULL, &delete_avatar},
	{METHOD_POST, API "/me/calendar", ATTENDEE, NULL, &post_calendar},
	{METHOD_GET, API "/me/export", ATTENDEE, get_my_export},
	{METHOD_POST, API "/me/links", ATTENDEE, NULL, &post_link},
	{METHOD_DELETE, API "/me/notices", ATTENDEE, NULL, &delete_notices},
	{METHOD_DELETE, API "/me/notices/{}", ATTENDEE, NULL, &delete_notice},
	{METHOD_GET, API "/me/pass.svg", ATTENDEE, get_my_pass},
	{METHOD_GET, API "/me/stars.ics", ANYONE, get_star_calendar},
	{METHOD_PUT, API "/me/stars/{}", ATTENDEE, NULL, &put_star},
	{METHOD_DELETE, API "/me/stars/{}", ATTENDEE, NULL, &delete_star},
	{METHOD_POST, API "/meetups", HOST, NULL, &post_meetup},
	{METHOD_GET, API "/meetups/{}", ANYONE, get_meetup},
	{METHOD_PATCH, API "/meetups/{}", HOST, NULL, &patch_meetup},
	{METHOD_GET, API "/meetups/{}/guests", HOST, get_guests},
	{METHOD_POST, API "/meetups/{}/line", ATTENDEE, NULL, &post_line},
	{METHOD_DELETE, API "/meetups/{}/line", ATTENDEE, NULL, &delete_line},
	{METHOD_POST, API "/meetups/{}/line/pass", ATTENDEE, NULL, &post_pass},
	{METHOD_POST, API "/meetups/{}/next", HOST, NULL, &post_next},
	{METHOD_POST, API "/meetups/{}/pause", HOST, NULL, &post_pause},
	{METHOD_GET, API "/meetups/{}/presence.svg", SCREEN, get_presence},
	{METHOD_POST, API "/meetups/{}/resume", HOST, NULL, &post_resume},
	{METHOD_POST, API "/people", ORGANISER, NULL, &post_person},
	{METHOD_GET, API "/people/{}", ANYONE, get_document},
	{METHOD_PATCH, API "/people/{}", ORGANISER, NULL, &patch_person},
	{METHOD_GET, API "/people/{}.ics", ANYONE, get_person_calendar},
	{METHOD_DELETE, API "/people/{}/host", ORGANISER, NULL, &delete_host},
	{METHOD_POST, API "/places/{}/arrived", HOST, NULL, &post_arrived},
	{METHOD_POST, API "/places/{}/choose", ATTENDEE, NULL, &post_choose},
	{METHOD_POST, API "/places/{}/extend", HOST, NULL, &post_extend},
	{METHOD_POST, API "/places/{}/finish", HOST, NULL, &post_finish},
	{METHOD_POST, API "/places/{}/no_show", HOST, NULL, &post_no_show},
	{METHOD_POST, API "/places/{}/start", HOST, NULL, &post_start},
	{METHOD_POST, API "/presence", ATTENDEE, NULL, &post_presence},
	{METHOD_POST, API "/preview", STEWARD, post_preview},
	{METHOD_GET, API "/qr.svg", ANYONE, get_qr},
	{METHOD_POST, API "/rooms", ORGANISER, NULL, &post_room},
	{METHOD_GET, API "/rooms/{}", ANYONE, get_document},
	{METHOD_PATCH, API "/rooms/{}", STEWARD, NULL, &patch_room},
	{METHOD_GET, API "/rooms/{}.ics", ANYONE, get_room_calendar},
	{METHOD_POST, API "/rooms/{}/delay", ORGANISER, NULL, &post_delay},
	{METHOD_POST, API "/rooms/{}/swap", ORGANISER, NULL, &post_swap},
	{METHOD_GET, API "/screens", STEWARD, get_screens},
	{METHOD_POST, API "/screens", ANYONE, NULL, &post_screen},
	{METHOD_PUT, API "/screens/me/status", FLEET, put_screen_status},
	{METHOD_POST, API "/screens/pair", STEWARD, NULL, &post_pair},
	{METHOD_PATCH, API "/screens/{}", STEWARD, NULL, &patch_screen},
	{METHOD_DELETE, API "/screens/{}", ORGANISER, NULL, &delete_screen},
	{METHOD_POST, API "/screens/{}/identify", STEWARD, NULL, &post_identify},
	{METHOD_POST, API "/screens/{}/reload", STEWARD, NULL, &post_reload},
	{METHOD_POST, API "/sessions", ORGANISER, NULL, &post_session},
	{METHOD_GET, API "/sessions/{}", ANYONE, get_session},
	{METHOD_PATCH, API "/sessions/{}", ORGANISER, NULL, &patch_session},
	{METHOD_POST, API "/sessions/{}/end", ORGANISER, NULL, &post_end},
	{METHOD_POST, API "/sign-in", ANYONE, NULL, &post_sign_in},
	{METHOD_POST, API "/sign-out", SIGNED_IN, NULL, &post_sign_out},
	{METHOD_POST, API "/slots/{}/bookings", ATTENDEE, NULL, &post_booking},
	{METHOD_POST, API "/slots/{}/waiting", ATTENDEE, NULL, &post_waiting},
	{METHOD_GET, API "/state", ANYONE, get_state},
	{METHOD_POST, API "/tokens", ORGANISER, NULL, &post_token},
	{METHOD_POST, API "/tracks", ORGANISER, NULL, &post_track},
	{METHOD_GET, API "/tracks/{}", ANYONE, get_document},
	{METHOD_PATCH, API "/tracks/{}", ORGANISER, NULL, &patch_track},
	{METHOD_GET, API "/tracks/{}.ics", ANYONE, get_track_calendar},
	{METHOD_GET, "/avatars/{}.png", ANYONE, get_character_png},
	{METHOD_GET, "/avatars/{}.svg", ANYONE, get_character_svg},
	{METHOD_GET, "/healthz", ANYONE, get_healthz},
	{METHOD_GET, "/metrics", ANYONE, get_metrics},
	{METHOD_GET, "/readyz", ANYONE, get_readyz},
	{0},
};

/* --- matching ------------------------------------------------------------ */

static bool path_matches(const char *pattern, const char *path, struct params *params)
{
	int n = 0;
	while (*pattern) {
		if (pattern[0] == '{') {
			size_t ending = strcspn(pattern + 2, "/"), len = strcspn(path, "/");
			if (len <= ending || len - ending > MAX_ID || n == MAX_PARAMS)
				return false;
			len -= ending;
			memcpy(params->value[n], path, len);
			params->value[n++][len] = '\0';
			path += len;
			pattern += 2;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	while (n < MAX_PARAMS)
		params->value[n++][0] = '\0';
	return !*path;
}

/* The first route of the longest pattern that fits; NULL: none. */
static const struct route *first_of(const char *path, struct params *params)
{
	const struct route *best = NULL;
	for (const struct route *r = routes; r->pattern; r++) {
		struct params own; /* not cleared: every request comes by all routes, twice */
		if (best && strlen(r->pattern) <= strlen(best->pattern))
			continue;
		if (path_matches(r->pattern, path, &own)) {
			best = r;
			*params = own;
		}
	}
	return best;
}

enum match route_find(enum method method, const char *path, const struct route **ret, struct params *params,
	char *allow, size_t allow_size)
{
	enum method wanted = method == METHOD_HEAD ? METHOD_GET : method;
	const struct route *first = first_of(path, params);
	size_t used = 0;
	for (const struct route *r = first; r && r->pattern && strcmp(r->pattern, first->pattern) == 0; r++) {
		if (r->method == wanted) {
			*ret = r;
			return MATCH;
		}
		int n = snprintf(
			allow + used, allow_size - used, "%s%s", used ? ", " : "", method_name(r->method));
		used += n > 0 && (size_t)n < allow_size - used ? (size_t)n : 0;
	}
	return first ? MATCH_OTHER_METHOD : MATCH_NONE;
}

static const struct route *find_write(const char *method, const char *path, struct params *params)
{
	char allow[64];
	const struct route *r = NULL;
	for (int i = 0; i < METHOD_COUNT; i++)
		if (strcasecmp(method, method_name(i)) == 0 &&
			route_find(i, path, &r, params, allow, sizeof allow) == MATCH && r->write)
			return r;
	return NULL;
}

const struct write_rule *route_of_write(const char *method, const char *path, struct params *params)
{
	const struct route *r = find_write(method, path, params);
	return r ? r->write : NULL;
}

/* --- the server's hooks -------------------------------------------------- */

static void refuse_method(struct request *req, const char *allow)
{
	struct reply_header headers[] = {{"allow", allow}, {0}};
	request_problem_http(req, 405, "method_not_allowed", "this path takes other methods", headers);
}

static bool is_json(struct request *req)
{
	const char *type = request_header(req, HEADER_CONTENT_TYPE);
	if (!type)
		return true;
	size_t len = strcspn(type, "; ");
	return (len == 16 && strncasecmp(type, "application/json", len) == 0) ||
		(len > 5 && strncasecmp(type + len - 5, "+json", 5) == 0);
}

static void refuse(struct request *req, const struct err *err)
{
	struct reply_header headers[] = {{"www-authenticate", "Bearer"}, {0}};
	if (err->status == STATUS_UNAUTHORIZED)
		request_problem_http(req, 401, err->code, err->detail, headers);
	else
		request_problem(req, err);
}

static size_t max_body(const struct route *r)
{
	if (r->write && r->write->body == BODY_RAW)
		return MAX_IMPORT_BODY;
	if (r->read == post_preview || (r->write && r->write->body == BODY_JSON_LONG))
		return MAX_CHANGES_BODY;
	return r->method == METHOD_GET ? 0 : MAX_JSON_BODY;
}

/* What was found out when the headers were in. */
struct admitted {
	const struct route *route;
	struct caller caller;
	struct params params;
};
static_assert(sizeof(struct admitted) <= REQUEST_ROOM, "kept with the request");

/* The route, which is NULL after an answer. */
static const struct route *admit(
	struct app *app, struct request *req, struct caller *caller, struct params *params)
{
	const struct route *r = NULL;
	struct err err = {0};
	char allow[64] = "";
	switch (route_find(request_method(req), request_path(req), &r, params, allow, sizeof allow)) {
	case MATCH: break;
	case MATCH_OTHER_METHOD: refuse_method(req, allow); return NULL;
	case MATCH_NONE:
		if (files_serve(app->files, req))
			return NULL;
		err_set(&err, STATUS_NOT_FOUND, "not_found", "there is nothing at %s", request_path(req));
		request_problem(req, &err);
		return NULL;
	}
	enum status st = caller_of(app, req, caller, &err);
	if (st == STATUS_OK)
		st = caller_may(caller, r->roles, &err);
	if (st != STATUS_OK) {
		refuse(req, &err);
		return NULL;
	}
	/* The answer would sign the browser in, whoever's page asked. */
	if (r->write && r->write->cookie == COOKIE_SET && !request_same_origin(req)) {
		request_problem_http(req, 403, "cross_origin", "Origin is another host", NULL);
		return NULL;
	}
	if (r->method != METHOD_GET && !(r->write && r->write->body == BODY_RAW) && !is_json(req)) {
		request_problem_http(
			req, 415, "unsupported_media_type", "the body must be application/json", NULL);
		return NULL;
	}
	return r;
}

void route_begin(void *ctx, struct request *req)
{
	struct admitted *a = request_room(req);
	a->route = admit(ctx, req, &a->caller, &a->params);
	if (a->route)
		request_accept(req, max_body(a->route));
}

void route_handle(void *ctx, struct request *req)
{
	const struct admitted *a = request_room(req);
	if (a->route->read)
		a->route->read(ctx, req, &a->caller, &a->params);
	else
		call_start(ctx, req, a->route->write, &a->caller, &a->params, false);
}

/* --- preview ------------------------------------------------------------- */

/* Whose write is previewed: `?method=PATCH&path=/api/v1/sessions/s17`; without
 * a path a body with `changes` means those, one with an `id` that session, one
 * without a new one. */
static const struct route *previewed(struct request *req, struct params *params)
{
	const char *path = request_query(req, "path"), *method = request_query(req, "method");
	char own_path[MAX_ID + 32];
	if (!path) {
		size_t len;
		const char *bytes = request_body(req, &len);
		cJSON *body = cJSON_ParseWithLength(bytes, len);
		const char *id = json_str(body, "id");
		if (json_get(body, "changes"))
			snprintf(own_path, sizeof own_path, "%s/changes", API);
		else
			snprintf(own_path, sizeof own_path, "%s/sessions%s%.64s", API, id ? "/" : "",
				id ? id : "");
		method = method ? method : !id || json_get(body, "changes") ? "POST" : "PATCH";
		cJSON_Delete(body);
		path = own_path;
	}
	const struct route *r = find_write(method ? method : "PATCH", path, params);
	/* What tells a secret is no matter for trying. */
	return r && !r->write->secret ? r : NULL;
}

static void post_preview(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct params own;
	struct err err;
	const struct route *r = previewed(req, &own);
	if (!r) {
		err_set(&err, STATUS_UNPROCESSABLE, "unknown_write", "method and path name no write");
		request_problem(req, &err);
	} else if (caller_may(caller, r->roles, &err) != STATUS_OK) {
		refuse(req, &err);
	} else {
		call_start(app, req, r->write, caller, &own, true);
	}
}
