/* The state, and who may listen. */
#include "api/live.h"
#include "api/handlers.h"
#include "base/log.h"
#include "event/private.h"

#include <stdio.h>
#include <string.h>

/* The contract's topics: names and shapes that others rely on. */
static const char *const timetable[] = {
	"event", "days", "rooms", "tracks", "people", "sessions", "announcements", NULL};
/* In a rehearsal everybody is told so with the first document. */
static const char *const rehearsed[] = {
	"event", "days", "rooms", "tracks", "people", "sessions", "announcements", "rehearsal", NULL};
static const char *const meetups[] = {"meetups", "slots", "lines", NULL};
static const char *const characters[] = {"characters", NULL};
static const char *const changelog[] = {"releases", NULL};
static const char *const desk[] = {"drafts", "screens", "members", NULL};
#define ALL_BUT_THE_TIMETABLE                                                                                \
	{"meetups", meetups, false}, {"characters", characters, false}, {"changelog", changelog, false},     \
		{"desk", desk, false}, {"me", private_collections, true},                                    \
	{                                                                                                    \
		0                                                                                            \
	}
const struct snapshot_topic live_topics[] = {{"timetable", timetable, false}, ALL_BUT_THE_TIMETABLE};
const struct snapshot_topic live_rehearsal_topics[] = {
	{"timetable", rehearsed, false}, ALL_BUT_THE_TIMETABLE};

/* The snapshot knows no roles: its topic of the desk is for those who run the house. */
static enum status may_listen(struct app *app, const struct caller *caller, uint32_t mask, struct err *err)
{
	uint32_t of_desk = 0;
	snapshot_mask(app->snapshot, "desk", &of_desk);
	if (mask & of_desk)
		return caller_may(caller, ROLE_STEWARD | ROLE_ORGANISER, err);
	if (mask & snapshot_private_mask(app->snapshot) && caller->role == ROLE_ANYONE)
		return err_set(err, STATUS_UNAUTHORIZED, "unauthorized", "the topic me needs a token");
	return STATUS_OK;
}

static enum status read_topics(
	struct app *app, struct request *req, const struct caller *caller, uint32_t *ret, struct err *err)
{
	const char *topics = request_query(req, "topics");
	if (!snapshot_mask(app->snapshot, topics ? topics : "timetable", ret))
		return err_set(err, STATUS_INVALID, "unknown_topic",
			"topics: timetable, meetups, characters, changelog, desk, me are known");
	return may_listen(app, caller, *ret, err);
}

void get_state(struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	uint32_t mask;
	struct err err;
	if (read_topics(app, req, caller, &mask, &err) != STATUS_OK) {
		request_problem(req, &err);
		return;
	}
	request_reply_state(req, app->snapshot, mask, clock_now(&app->clock));
}

static enum status grant_for(struct app *app, struct request *req, const struct caller *caller,
	struct live_grant *ret, struct err *err)
{
	enum status st = read_topics(app, req, caller, &ret->mask, err);
	snprintf(ret->owner, sizeof ret->owner, "%s", caller->id);
	snprintf(ret->key, sizeof ret->key, "%s", caller->token);
	return st;
}

void get_live(struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct live_grant grant;
	struct err err;
	if (grant_for(app, req, caller, &grant, &err) == STATUS_OK)
		sse_start(req, &grant);
	else
		request_problem(req, &err);
}

enum status live_allowed(void *ctx, struct request *req, struct live_grant *ret, struct err *err)
{
	struct app *app = ctx;
	struct caller caller;
	enum status st = caller_of(app, req, &caller, err);
	/* A page of another host must not read what a cookie opens (RFC 6455, 10.2). */
	if (st == STATUS_OK && !request_same_origin(req))
		st = err_set(err, STATUS_FORBIDDEN, "cross_origin", "Origin is another host");
	return st == STATUS_OK ? grant_for(app, req, &caller, ret, err) : st;
}

/* After a failure what was read counts for nothing. */
static bool was_read(struct app *app)
{
	struct err err;
	if (db_status(app->reader, &err) == STATUS_OK)
		return true;
	char quoted[LOG_QUOTED];
	log_event("private_failed", "detail=%s", log_quote(quoted, err.detail));
	db_recover(app->reader);
	return false;
}

bool live_private_doc(void *ctx, const char *owner, const char *collection, const char *id, struct buf *out)
{
	struct app *app = ctx;
	private_render(app->reader, owner, collection, id, out);
	return was_read(app);
}

bool live_private_docs(void *ctx, const char *owner, int64_t seq, struct buf *out)
{
	struct app *app = ctx;
	buf_addf(out, "{\"seq\":%lld,\"set\":", (long long)seq);
	private_render_all(app->reader, owner, out);
	buf_add_str(out, ",\"del\":{},\"why\":\"me\"}");
	return was_read(app);
}
