#include "event/rehearsal.h"

#include "base/limits.h"
#include "event/days.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The day, as it is to be played. */
struct frame {
	struct zone *zone;
	char date[11];
	int64_t from, until;
};

static bool is_one_of(const char *name, const char *const known[])
{
	while (*known && strcmp(*known, name) != 0)
		known++;
	return *known != NULL;
}

static enum status known_members(
	const cJSON *object, const char *const known[], const char *where, struct err *err)
{
	const cJSON *member;
	cJSON_ArrayForEach(member, object)
		if (!is_one_of(member->string, known))
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_field",
				"%s%.60s is not known here", where, member->string);
	return STATUS_OK;
}

/* "10:05" of the day, or an instant. */
static bool read_time(const struct frame *f, const char *text, int64_t *ret)
{
	int hour, minute, end = 0;
	struct wall_time wall;
	if (!text)
		return false;
	if (sscanf(text, "%2d:%2d%n", &hour, &minute, &end) != 2 || text[end])
		return instant_parse(text, ret, NULL);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || !date_parse(f->date, &wall))
		return false;
	wall.day += hour < DAY_BOUNDARY_HOUR;
	wall.hour = hour;
	wall.minute = minute;
	wall_from_utc_ms(wall_to_utc_ms(&wall), &wall); /* the 32nd is the next month's first */
	*ret = zone_to_utc_ms(f->zone, &wall);
	return true;
}

static void add_instant(cJSON *object, const char *name, int64_t at)
{
	char text[INSTANT_TEXT];
	instant_format(at, text);
	cJSON_AddStringToObject(object, name, text);
}

/* --- the day ------------------------------------------------------------- */

static enum status read_day(struct db *db, const cJSON *wish, struct frame *f, struct err *err)
{
	const char *day = json_str(wish, "day");
	int64_t start = day ? db_int(db, 0, "SELECT start FROM days WHERE id = ?1", "s", day) : 0;
	if (!start)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_day",
			"day: must be one of the event's days, such as \"2019-08-29\"");
	snprintf(f->date, sizeof f->date, "%s", day);
	f->from = start - REHEARSAL_LEAD_MINUTES * MS_PER_MINUTE;
	f->until = db_int(db, 0, "SELECT \"end\" FROM days WHERE id = ?1", "s", day);
	return STATUS_OK;
}

static enum status read_from(const cJSON *wish, struct frame *f, struct err *err)
{
	if (!json_get(wish, "from"))
		return STATUS_OK;
	char date[11] = "";
	int64_t from = 0;
	bool good = read_time(f, json_str(wish, "from"), &from);
	if (good)
		day_of(f->zone, from, date);
	if (!good || strcmp(date, f->date) != 0 || from >= f->until)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_from",
			"from: must be a time of that day before its end, such as \"09:30\"");
	f->from = from;
	return STATUS_OK;
}

static enum status read_speed(const cJSON *wish, double *ret, struct err *err)
{
	const cJSON *speed = json_get(wish, "speed");
	if (!cJSON_IsNumber(speed) || !(speed->valuedouble >= 1 && speed->valuedouble <= MAX_REHEARSAL_SPEED))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_speed",
			"speed: must be a number from 1 to %d", MAX_REHEARSAL_SPEED);
	*ret = speed->valuedouble;
	return STATUS_OK;
}

/* --- the script ---------------------------------------------------------- */

static enum status refuse_step(int number, const char *why, struct err *err)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_script", "script[%d]: %s", number, why);
}

static enum status read_step(
	const struct frame *f, const cJSON *wish, int number, cJSON *script, struct err *err)
{
	static const char *const known[] = {"at", "method", "path", "body", NULL};
	char where[32];
	int64_t at;
	snprintf(where, sizeof where, "script[%d].", number);
	if (!cJSON_IsObject(wish))
		return refuse_step(number, "must be an object", err);
	enum status st = known_members(wish, known, where, err);
	if (st != STATUS_OK)
		return st;
	const cJSON *body = json_get(wish, "body");
	if (!read_time(f, json_str(wish, "at"), &at) || at < f->from || at > f->until)
		return refuse_step(number, "at must be a time of what is rehearsed, such as \"10:05\"", err);
	if (!json_str(wish, "method") || !json_str(wish, "path"))
		return refuse_step(number, "method and path must be texts", err);
	if (body && !cJSON_IsObject(body))
		return refuse_step(number, "body must be an object", err);
	cJSON *step = cJSON_CreateObject();
	add_instant(step, "at", at);
	cJSON_AddStringToObject(step, "method", json_str(wish, "method"));
	cJSON_AddStringToObject(step, "path", json_str(wish, "path"));
	if (body)
		cJSON_AddItemToObject(step, "body", cJSON_Duplicate(body, true));
	cJSON_AddItemToArray(script, step);
	return STATUS_OK;
}

/* Takes out the earliest: of those of one minute the first that was written. */
static cJSON *take_next(cJSON *script)
{
	cJSON *next = script->child;
	cJSON *one;
	cJSON_ArrayForEach(one, script)
		if (rehearsal_instant(one, "at") < rehearsal_instant(next, "at"))
			next = one;
	return cJSON_DetachItemViaPointer(script, next);
}

static enum status read_script(const struct frame *f, const cJSON *wish, cJSON *plan, struct err *err)
{
	const cJSON *all = json_get(wish, "script"), *one;
	cJSON *sorted = cJSON_AddArrayToObject(plan, "script");
	if (all && (!cJSON_IsArray(all) || cJSON_GetArraySize(all) > MAX_REHEARSAL_STEPS))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_script",
			"script: must be a list of at most %d steps", MAX_REHEARSAL_STEPS);
	cJSON *script = cJSON_CreateArray();
	enum status st = STATUS_OK;
	int number = 0;
	cJSON_ArrayForEach(one, all)
		if (st == STATUS_OK)
			st = read_step(f, one, number++, script, err);
	while (script->child)
		cJSON_AddItemToArray(sorted, take_next(script));
	cJSON_Delete(script);
	return st;
}

/* --- the plan ------------------------------------------------------------ */

enum status rehearsal_plan(struct db *db, const cJSON *wish, cJSON **ret, struct err *err)
{
	static const char *const known[] = {"day", "from", "speed", "script", NULL};
	struct frame f = {.zone = event_zone(db)};
	double speed = 1;
	enum status st = known_members(wish, known, "", err);
	if (st == STATUS_OK)
		st = read_day(db, wish, &f, err);
	if (st == STATUS_OK)
		st = read_from(wish, &f, err);
	if (st == STATUS_OK)
		st = read_speed(wish, &speed, err);
	cJSON *plan = cJSON_CreateObject();
	cJSON_AddStringToObject(plan, "day", f.date);
	add_instant(plan, "from", f.from);
	add_instant(plan, "until", f.until);
	cJSON_AddNumberToObject(plan, "speed", speed);
	if (st == STATUS_OK)
		st = read_script(&f, wish, plan, err);
	zone_destroy(f.zone);
	if (st == STATUS_OK)
		*ret = plan;
	else
		cJSON_Delete(plan);
	return st;
}

int64_t rehearsal_instant(const cJSON *object, const char *name)
{
	int64_t at = 0;
	const char *text = json_str(object, name);
	if (text)
		instant_parse(text, &at, NULL);
	return at;
}

void rehearsal_mark(struct db *copy, const cJSON *plan)
{
	struct buf json = BUF_INIT(SIZE_MAX / 2);
	json_write(plan, &json);
	db_run(copy, "INSERT OR REPLACE INTO meta (key, value) VALUES ('rehearsal', ?1)", "s", json.data);
	buf_clear(&json);
}

cJSON *rehearsal_of(struct db *db)
{
	struct stmt *s = db_query(db, "SELECT value FROM meta WHERE key = 'rehearsal'", "");
	cJSON *plan = stmt_row(s) ? cJSON_Parse(stmt_text(s, 0)) : NULL;
	stmt_end(s);
	return plan;
}

void rehearsal_render(const cJSON *plan, struct buf *out)
{
	buf_add_str(out, "{\"id\":\"main\",\"day\":");
	json_write(json_get(plan, "day"), out);
	buf_add_str(out, ",\"from\":");
	json_write(json_get(plan, "from"), out);
	buf_add_str(out, ",\"until\":");
	json_write(json_get(plan, "until"), out);
	buf_add_str(out, ",\"speed\":");
	json_write(json_get(plan, "speed"), out);
	buf_add_str(out, ",\"rev\":1}");
}
