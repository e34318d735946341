/* An attendee's stars, and the calendar of them. The feed is in exports.c. */
#include "api/attendees.h"
#include "api/handlers.h"

#include "base/instant.h"
#include "event/attendees.h"
#include "event/stars.h"

static enum status set_star(struct call *c, struct edit *e, struct err *err)
{
	int64_t at = 0;
	char text[INSTANT_TEXT];
	const char *session = c->params.value[0];
	enum status st = star_set(e->txn, c->caller.id, session, &at, err);
	if (st != STATUS_OK)
		return st;
	instant_format(at, text);
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddStringToObject(answer, "id", session);
	cJSON_AddStringToObject(answer, "at", text);
	call_answer_json(c, answer);
	txn_why(e->txn, c->rule->what);
	return STATUS_OK;
}

static enum status clear_star(struct call *c, struct edit *e, struct err *err)
{
	star_clear(e->txn, c->caller.id, c->params.value[0]);
	txn_why(e->txn, c->rule->what);
	return STATUS_OK;
}

static enum status renew_calendar(struct call *c, struct edit *e, struct err *err)
{
	enum status st = attendee_renew_calendar(e->txn, c->caller.id, err);
	if (st == STATUS_OK)
		answer_attendee(c, e->txn->db, c->caller.id);
	return st;
}

const struct write_rule put_star = {set_star, BODY_NONE, "stars.put", .decides_first = true};
const struct write_rule delete_star = {clear_star, BODY_NONE, "stars.delete", .decides_first = true};
const struct write_rule post_calendar = {renew_calendar, BODY_NONE, "calendar.post"};
