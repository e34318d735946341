/* Recipes: from outside, and to their canonical text. */
#include "event/avatar_set.h"

#include <string.h>

static enum status invalid(struct err *err, const char *what)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s", what);
}

static bool is_repeated(const cJSON *object, const cJSON *member)
{
	for (const cJSON *before = object->child; before != member; before = before->next)
		if (strcmp(before->string, member->string) == 0)
			return true;
	return false;
}

/* The set, and that there is no other member than the three. */
static enum status read_set(
	const struct avatars *a, const cJSON *json, struct avatar_recipe *ret, struct err *err)
{
	const cJSON *member;
	if (!cJSON_IsObject(json))
		return invalid(err, "a recipe must be an object {\"set\",\"parts\",\"colours\"}");
	cJSON_ArrayForEach(member, json) {
		const char *name = member->string;
		if (strcmp(name, "set") != 0 && strcmp(name, "parts") != 0 && strcmp(name, "colours") != 0)
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_field",
				"a recipe has no member %.60s", name);
		if (is_repeated(json, member))
			return err_set(
				err, STATUS_UNPROCESSABLE, "invalid_field", "%s stands there twice", name);
	}
	const cJSON *set = cJSON_GetObjectItemCaseSensitive(json, "set");
	if (!cJSON_IsString(set))
		return invalid(err, "set: must be the name of a set, such as \"v1\"");
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->sets[i].name, set->valuestring) == 0)
			ret->set = &a->sets[i];
	if (!ret->set)
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_set", "set: there is no set %.60s",
			set->valuestring);
	return STATUS_OK;
}

/* One of the two objects, or NULL where it was left out. At most `max` members:
 * more cannot all be known and different. */
static enum status read_object(
	const cJSON *json, const char *name, size_t max, const cJSON **ret, struct err *err)
{
	const cJSON *object = cJSON_GetObjectItemCaseSensitive(json, name);
	size_t n = 0;
	if (object && !cJSON_IsObject(object))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s: must be an object", name);
	for (const cJSON *member = object ? object->child : NULL; member; member = member->next)
		if (++n > max)
			return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
				"%s: has more members than there are in the set, %zu", name, max);
	*ret = object;
	return STATUS_OK;
}

static enum status check_member(const char *of, const cJSON *object, const cJSON *member, struct err *err)
{
	if (is_repeated(object, member))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s.%.60s: stands there twice", of,
			member->string);
	if (!cJSON_IsString(member))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s.%.60s: must be a string", of,
			member->string);
	return STATUS_OK;
}

static enum status read_parts(const cJSON *parts, struct avatar_recipe *ret, struct err *err)
{
	const struct avatar_set *set = ret->set;
	const cJSON *member;
	cJSON_ArrayForEach(member, parts) {
		if (check_member("parts", parts, member, err) != STATUS_OK)
			return err->status;
		int slot = set_slot(set, member->string, strlen(member->string));
		if (slot < 0)
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_part",
				"parts.%.60s: there is no such slot in %s", member->string, set->name);
		int part = slot_part(&set->slots[slot], member->valuestring, strlen(member->valuestring));
		if (part < 0)
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_part",
				"parts.%s: there is no part %.60s in %s", member->string, member->valuestring,
				set->name);
		ret->part[slot] = (uint16_t)part;
	}
	return STATUS_OK;
}

static enum status read_colours(const cJSON *colours, struct avatar_recipe *ret, struct err *err)
{
	const struct avatar_set *set = ret->set;
	const cJSON *member;
	cJSON_ArrayForEach(member, colours) {
		if (check_member("colours", colours, member, err) != STATUS_OK)
			return err->status;
		int colour = set_colour(set, member->string, strlen(member->string));
		if (colour < 0)
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_colour",
				"colours.%.60s: there is no such palette in %s", member->string, set->name);
		int swatch = colour_swatch(&set->colours[colour], member->valuestring);
		if (swatch < 0)
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_colour",
				"colours.%s: there is no colour %.60s in %s", member->string,
				member->valuestring, set->name);
		ret->colour[colour] = (uint16_t)swatch;
	}
	return STATUS_OK;
}

enum status avatar_recipe_read(
	const struct avatars *a, const cJSON *json, struct avatar_recipe *ret, struct err *err)
{
	struct avatar_recipe recipe = {0};
	const cJSON *parts = NULL, *colours = NULL;
	enum status st = read_set(a, json, &recipe, err);
	if (st != STATUS_OK)
		return st;
	for (size_t i = 0; i < recipe.set->slot_count; i++)
		recipe.part[i] = (uint16_t)recipe.set->slots[i].chosen;
	for (size_t i = 0; i < recipe.set->colour_count; i++)
		recipe.colour[i] = (uint16_t)recipe.set->colours[i].chosen;
	st = read_object(json, "parts", recipe.set->slot_count, &parts, err);
	if (st == STATUS_OK)
		st = read_object(json, "colours", recipe.set->colour_count, &colours, err);
	if (st == STATUS_OK)
		st = read_parts(parts, &recipe, err);
	if (st == STATUS_OK)
		st = read_colours(colours, &recipe, err);
	if (st == STATUS_OK)
		*ret = recipe;
	return st;
}

enum status avatar_recipe_parse(
	const struct avatars *a, const char *text, size_t len, struct avatar_recipe *ret, struct err *err)
{
	cJSON *json = NULL;
	enum status st = json_parse(text, len, MAX_RECIPE_DEPTH, &json, err);
	if (st == STATUS_OK)
		st = avatar_recipe_read(a, json, ret, err);
	cJSON_Delete(json);
	return st;
}

/* Ids need no escaping: the catalogue was checked. */
static void write_choice(struct buf *out, bool first, const char *name, const char *value)
{
	buf_add_str(out, first ? "\"" : ",\"");
	buf_add_str(out, name);
	buf_add_str(out, "\":\"");
	buf_add_str(out, value);
	buf_add_char(out, '"');
}

void avatar_recipe_write(const struct avatar_recipe *r, struct buf *out)
{
	const struct avatar_set *set = r->set;
	buf_add_str(out, "{\"set\":\"");
	buf_add_str(out, set->name);
	buf_add_str(out, "\",\"parts\":{");
	for (size_t i = 0; i < set->slot_count; i++)
		write_choice(out, i == 0, set->slots[i].id, set->slots[i].parts[r->part[i]].id);
	buf_add_str(out, "},\"colours\":{");
	for (size_t i = 0; i < set->colour_count; i++)
		write_choice(out, i == 0, set->colours[i].id, set->colours[i].palette[r->colour[i]].id);
	buf_add_str(out, "}}");
}

void avatar_recipe_random(
	const struct avatars *a, uint32_t (*next)(void *ctx), void *ctx, struct avatar_recipe *ret)
{
	*ret = (struct avatar_recipe){.set = &a->sets[a->count - 1]};
	for (size_t i = 0; i < ret->set->slot_count; i++)
		ret->part[i] = (uint16_t)(next(ctx) % ret->set->slots[i].count);
	for (size_t i = 0; i < ret->set->colour_count; i++)
		ret->colour[i] = (uint16_t)(next(ctx) % ret->set->colours[i].count);
}
