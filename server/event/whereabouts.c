#include "event/whereabouts.h"

#include "base/instant.h"

#include <stdio.h>
#include <string.h>

enum standing standing_of(const char *status)
{
	if (strcmp(status, "cancelled") == 0)
		return STANDING_CANCELLED;
	return strcmp(status, "hidden") == 0 ? STANDING_HIDDEN : STANDING_HELD;
}

static int64_t instant_in(const cJSON *json, const char *name)
{
	const cJSON *item = json_get(json, name);
	return item ? (int64_t)item->valuedouble : 0;
}

bool whereabouts_read(const char *text, struct whereabouts *ret)
{
	cJSON *json = cJSON_Parse(text);
	const char *room = json_str(json, "room"), *status = json_str(json, "status");
	bool good = status != NULL;
	if (good) {
		*ret = (struct whereabouts){
			.standing = standing_of(status),
			.timed = json_get(json, "start") != NULL,
			.plan_start = instant_in(json, "plan_start"),
			.plan_end = instant_in(json, "plan_end"),
			.start = instant_in(json, "start"),
			.end = instant_in(json, "end"),
		};
		snprintf(ret->room, sizeof ret->room, "%s", room ? room : "");
		snprintf(ret->status, sizeof ret->status, "%s", status);
	}
	cJSON_Delete(json);
	return good;
}

static unsigned changes_of_time(const struct whereabouts *was, const struct whereabouts *now)
{
	bool expected_differs = was->timed != now->timed || was->start != now->start || was->end != now->end;
	bool plan_differs = was->timed != now->timed || was->plan_start != now->plan_start ||
		was->plan_end != now->plan_end;
	if (!expected_differs)
		return 0;
	unsigned changes = plan_differs ? CHANGE_RETIMED : 0;
	if (now->start > now->plan_start || now->end > now->plan_end)
		changes |= CHANGE_LATE;
	if (changes)
		return changes;
	bool as_planned = now->start == now->plan_start && now->end == now->plan_end;
	return as_planned ? CHANGE_RESTORED : CHANGE_RETIMED;
}

static unsigned changes_of_place(const struct whereabouts *was, const struct whereabouts *now)
{
	unsigned changes = changes_of_time(was, now);
	if (strcmp(was->room, now->room) == 0)
		return changes;
	return CHANGE_MOVED | (changes == CHANGE_RESTORED ? CHANGE_RETIMED : changes);
}

unsigned whereabouts_changes(const struct whereabouts *was, const struct whereabouts *now, bool told)
{
	bool stands = was->standing == now->standing && !told;
	if (now->standing == STANDING_CANCELLED)
		return stands ? 0 : CHANGE_CANCELLED;
	if (now->standing == STANDING_HIDDEN)
		return stands ? 0 : CHANGE_GONE;
	unsigned changes = changes_of_place(was, now);
	bool again = was->standing != STANDING_HELD || (told && !changes);
	return changes | (again ? CHANGE_RESTORED : 0u);
}

void whereabouts_changes_write(unsigned changes, struct buf *out)
{
	static const char *const words[] = {"cancelled", "gone", "restored", "moved", "retimed", "late"};
	const char *between = "";
	buf_add_char(out, '[');
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!(changes & 1u << i))
			continue;
		buf_addf(out, "%s\"%s\"", between, words[i]);
		between = ",";
	}
	buf_add_char(out, ']');
}

static void write_instant(const struct whereabouts *p, const char *name, int64_t at, struct buf *out)
{
	char text[INSTANT_TEXT];
	instant_format(at, text);
	if (p->timed)
		buf_addf(out, ",\"%s\":\"%s\"", name, text);
	else
		buf_addf(out, ",\"%s\":null", name);
}

void whereabouts_write(const struct whereabouts *p, struct buf *out)
{
	buf_add_str(out, "{\"room\":");
	if (*p->room)
		buf_add_json(out, p->room);
	else
		buf_add_str(out, "null");
	write_instant(p, "start", p->start, out);
	write_instant(p, "end", p->end, out);
	buf_addf(out, ",\"status\":\"%s\"}", p->status);
}

bool whereabouts_is_over(const struct whereabouts *was, const struct whereabouts *now, int64_t at)
{
	bool any = was->timed || now->timed;
	return any && (!was->timed || was->end <= at) && (!now->timed || now->end <= at);
}
