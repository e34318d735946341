/* The catalogue of a set, member by member. */
#include "event/avatar_set.h"

#include <stdio.h>
#include <string.h>

enum { MAX_SET_ID = 32, MAX_WHERE = 200 };

/* --- the pieces of it ---------------------------------------------------- */

static void *take(struct set_reader *r, size_t count, size_t size)
{
	void *p = arena_alloc(r->arena, count ? count * size : 1);
	if (!p)
		set_wrong(r, "the sets are too large");
	return p;
}

static char *copy(struct set_reader *r, const char *s)
{
	char *kept = arena_strdup(r->arena, s);
	if (!kept)
		set_wrong(r, "the sets are too large");
	return kept;
}

/* Has the object just these members, "id name"? Those behind '|' may be left out. */
static bool has_members(struct set_reader *r, const cJSON *object, const char *where, const char *names)
{
	if (!cJSON_IsObject(object))
		return set_wrong(r, "%s: must be an object", where);
	char name[MAX_SET_ID];
	bool optional = false;
	size_t known = 0;
	for (const char *p = names; *p;) {
		size_t len = strcspn(p, " |");
		snprintf(name, sizeof name, "%.*s", (int)len, p);
		const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
		if (!member && !optional)
			return set_wrong(r, "%s: %s is missing", where, name);
		known += member != NULL;
		optional = optional || p[len] == '|';
		p += len + (p[len] != '\0');
	}
	if (known != (size_t)cJSON_GetArraySize(object))
		return set_wrong(r, "%s: has a member besides %s, or one twice", where, names);
	return true;
}

/* The list's length; 0: set_wrong has said why. */
static size_t list_size(struct set_reader *r, const cJSON *list, const char *where, size_t max)
{
	size_t n = cJSON_IsArray(list) ? (size_t)cJSON_GetArraySize(list) : 0;
	if (n == 0 || n > max) {
		set_wrong(r, "%s: must be a list of 1 to %zu", where, max);
		return 0;
	}
	return n;
}

static const char *read_id(struct set_reader *r, const cJSON *value, const char *where)
{
	const char *s = cJSON_GetStringValue(value);
	size_t len = s ? strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") : 0;
	if (!s || len == 0 || s[len] || len >= MAX_SET_ID) {
		set_wrong(r, "%s: an id is 1 to %d of a-z 0-9 - _", where, MAX_SET_ID - 1);
		return NULL;
	}
	return copy(r, s);
}

/* {"ko":…,"en":…}, as it stands. */
static bool read_texts(
	struct set_reader *r, const cJSON *value, const char *where, const char *ret[AVATAR_LANGUAGES])
{
	if (!has_members(r, value, where, "ko en"))
		return false;
	for (int i = 0; i < AVATAR_LANGUAGES; i++) {
		ret[i] = json_str(value, avatar_languages[i]);
		if (!ret[i] || !*ret[i])
			return set_wrong(r, "%s: %s is not a text", where, avatar_languages[i]);
	}
	return true;
}

static bool read_words(struct set_reader *r, const cJSON *value, const char *where, struct words *ret)
{
	const char *texts[AVATAR_LANGUAGES];
	if (!read_texts(r, value, where, texts))
		return false;
	for (int i = 0; i < AVATAR_LANGUAGES; i++)
		if (!(ret->in[i] = set_escape(r, texts[i])))
			return false;
	return true;
}

/* --- the set itself ------------------------------------------------------ */

static bool read_views(struct set_reader *r, const cJSON *views)
{
	static const char *const names[] = {"figure", "face"};
	if (!has_members(r, views, "views", "figure face"))
		return false;
	for (int i = 0; i < AVATAR_VIEWS; i++) {
		const cJSON *box = json_get(views, names[i]), *number;
		struct buf text = BUF_INIT(MAX_WHERE);
		bool good = cJSON_IsArray(box) && cJSON_GetArraySize(box) == 4;
		cJSON_ArrayForEach(number, box) {
			good = good && cJSON_IsNumber(number);
			if (number != box->child)
				buf_add_char(&text, ' ');
			json_write(number, &text);
		}
		if (good && !text.failed)
			r->set->view_box[i] = copy(r, text.data);
		else
			set_wrong(r, "views.%s: must be four numbers", names[i]);
		buf_clear(&text);
		if (!r->set->view_box[i])
			return false;
	}
	return true;
}

static bool read_layers(struct set_reader *r, const cJSON *layers)
{
	struct avatar_set *set = r->set;
	const cJSON *layer;
	if (!list_size(r, layers, "layers", MAX_AVATAR_LAYERS))
		return false;
	cJSON_ArrayForEach(layer, layers) {
		const char *id = read_id(r, layer, "layers");
		if (id && set_layer(set, id) >= 0)
			return set_wrong(r, "layers: %s stands there twice", id);
		if (!id)
			return false;
		set->layers[set->layer_count++] = id;
	}
	return true;
}

/* A sentence holds {list} once. */
static bool read_sentence(struct set_reader *r, const cJSON *value)
{
	const char *texts[AVATAR_LANGUAGES];
	if (!read_texts(r, value, "sentence", texts))
		return false;
	for (int i = 0; i < AVATAR_LANGUAGES; i++) {
		const char *list = strstr(texts[i], "{list}");
		if (!list || strpbrk(list + 6, "{}") || strcspn(texts[i], "{}") != (size_t)(list - texts[i]))
			return set_wrong(r, "sentence: %s must hold {list} once, and nothing else in braces",
				avatar_languages[i]);
		char *start = arena_copy(r->arena, texts[i], (size_t)(list - texts[i]));
		r->set->before.in[i] = start ? set_escape(r, start) : NULL;
		r->set->after.in[i] = set_escape(r, list + 6);
		if (!r->set->before.in[i] || !r->set->after.in[i])
			return set_wrong(r, "the sets are too large");
	}
	return true;
}

/* --- colours ------------------------------------------------------------- */

static bool is_hex_colour(const char *s)
{
	return s && strlen(s) == 7 && s[0] == '#' && strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

/* The first of a palette names the tones; all others have the same. */
static bool read_tones(
	struct set_reader *r, const cJSON *tones, const char *where, struct colour *c, struct swatch *swatch)
{
	const cJSON *tone;
	bool first = c->tone_count == 0;
	size_t n = cJSON_IsObject(tones) ? (size_t)cJSON_GetArraySize(tones) : 0;
	if (n == 0 || n > MAX_AVATAR_TONES || (!first && n != c->tone_count))
		return set_wrong(r, "%s: tones must be the same in all of a palette, at most %d", where,
			MAX_AVATAR_TONES);
	if (first)
		cJSON_ArrayForEach(tone, tones)
			if (!(c->tones[c->tone_count++] = copy(r, tone->string)))
				return false;
	for (size_t i = 0; i < c->tone_count; i++) {
		const char *value = json_str(tones, c->tones[i]);
		if (!is_hex_colour(value))
			return set_wrong(r, "%s: the tone %s must be \"#rrggbb\"", where, c->tones[i]);
		if (!(swatch->tones[i] = copy(r, value)))
			return false;
	}
	return true;
}

static bool read_swatch(struct set_reader *r, const cJSON *json, struct colour *c)
{
	char where[MAX_WHERE];
	struct swatch *swatch = &c->palette[c->count];
	snprintf(where, sizeof where, "colours.%s", c->id);
	if (!has_members(r, json, where, "id name tones"))
		return false;
	swatch->id = read_id(r, json_get(json, "id"), where);
	if (!swatch->id)
		return false;
	snprintf(where, sizeof where, "colours.%s.%s", c->id, swatch->id);
	if (colour_swatch(c, swatch->id) >= 0)
		return set_wrong(r, "%s: stands there twice", where);
	if (!read_words(r, json_get(json, "name"), where, &swatch->name) ||
		!read_tones(r, json_get(json, "tones"), where, c, swatch))
		return false;
	c->count++;
	return true;
}

static bool read_colour(struct set_reader *r, const cJSON *json)
{
	struct avatar_set *set = r->set;
	struct colour *c = &set->colours[set->colour_count];
	struct words name;
	const cJSON *swatch;
	if (!has_members(r, json, "colours", "id name default palette"))
		return false;
	c->id = read_id(r, json_get(json, "id"), "colours");
	if (!c->id)
		return false;
	if (set_colour(set, c->id, strlen(c->id)) >= 0)
		return set_wrong(r, "colours: %s stands there twice", c->id);
	const cJSON *palette = json_get(json, "palette");
	size_t n = list_size(r, palette, c->id, MAX_AVATAR_SWATCHES);
	c->palette = n ? take(r, n, sizeof *c->palette) : NULL;
	if (!c->palette || !read_words(r, json_get(json, "name"), c->id, &name))
		return false;
	cJSON_ArrayForEach(swatch, palette)
		if (!read_swatch(r, swatch, c))
			return false;
	const char *chosen = json_str(json, "default");
	int index = chosen ? colour_swatch(c, chosen) : -1;
	if (index < 0)
		return set_wrong(r, "colours.%s: the default is not in the palette", c->id);
	c->chosen = (size_t)index;
	set->colour_count++;
	return true;
}

static bool read_colours(struct set_reader *r, const cJSON *colours)
{
	const cJSON *colour;
	size_t n = list_size(r, colours, "colours", MAX_AVATAR_COLOURS);
	r->set->colours = n ? take(r, n, sizeof *r->set->colours) : NULL;
	if (!r->set->colours)
		return false;
	cJSON_ArrayForEach(colour, colours)
		if (!read_colour(r, colour))
			return false;
	return true;
}

/* --- slots --------------------------------------------------------------- */

static bool read_say(struct set_reader *r, const cJSON *say, const char *where, struct part *part)
{
	const char *texts[AVATAR_LANGUAGES];
	if (cJSON_IsNull(say))
		return true;
	if (!read_texts(r, say, where, texts))
		return false;
	for (int i = 0; i < AVATAR_LANGUAGES; i++) {
		const char *escaped = set_escape(r, texts[i]);
		if (!escaped || !set_split(r, escaped, false, &part->say[i]))
			return set_wrong(r, "%s: say", where);
	}
	part->is_said = true;
	return true;
}

static bool read_part(struct set_reader *r, const cJSON *json, struct slot *slot)
{
	char where[MAX_WHERE];
	struct part *part = &slot->parts[slot->count];
	struct words name;
	snprintf(where, sizeof where, "slots.%s", slot->id);
	if (!has_members(r, json, where, "id name say"))
		return false;
	part->id = read_id(r, json_get(json, "id"), where);
	if (!part->id)
		return false;
	snprintf(where, sizeof where, "slots.%s.%s", slot->id, part->id);
	if (slot_part(slot, part->id, strlen(part->id)) >= 0)
		return set_wrong(r, "%s: stands there twice", where);
	slot->count++;
	return read_words(r, json_get(json, "name"), where, &name) &&
		read_say(r, cJSON_GetObjectItemCaseSensitive(json, "say"), where, part);
}

/* The palettes that a slot uses: for the page that offers them. */
static bool check_colours(struct set_reader *r, const cJSON *list, const struct slot *slot)
{
	const cJSON *id;
	if (!cJSON_IsArray(list))
		return set_wrong(r, "slots.%s: colours must be a list", slot->id);
	cJSON_ArrayForEach(id, list)
		if (!cJSON_IsString(id) || set_colour(r->set, id->valuestring, strlen(id->valuestring)) < 0)
			return set_wrong(r, "slots.%s: colours names one that there is not", slot->id);
	return true;
}

static bool read_slot(struct set_reader *r, const cJSON *json)
{
	struct avatar_set *set = r->set;
	struct slot *slot = &set->slots[set->slot_count];
	struct words name;
	const cJSON *part;
	if (!has_members(r, json, "slots", "id name default colours parts"))
		return false;
	slot->id = read_id(r, json_get(json, "id"), "slots");
	if (!slot->id)
		return false;
	if (set_slot(set, slot->id, strlen(slot->id)) >= 0)
		return set_wrong(r, "slots: %s stands there twice", slot->id);
	const cJSON *parts = json_get(json, "parts");
	size_t n = list_size(r, parts, slot->id, MAX_AVATAR_PARTS);
	slot->parts = n ? take(r, n, sizeof *slot->parts) : NULL;
	if (!slot->parts || !read_words(r, json_get(json, "name"), slot->id, &name) ||
		!check_colours(r, json_get(json, "colours"), slot))
		return false;
	cJSON_ArrayForEach(part, parts)
		if (!read_part(r, part, slot))
			return false;
	const char *chosen = json_str(json, "default");
	int index = chosen ? slot_part(slot, chosen, strlen(chosen)) : -1;
	if (index < 0)
		return set_wrong(r, "slots.%s: the default is none of its parts", slot->id);
	slot->chosen = (size_t)index;
	set->slot_count++;
	return true;
}

static bool read_slots(struct set_reader *r, const cJSON *slots)
{
	const cJSON *slot;
	size_t n = list_size(r, slots, "slots", MAX_AVATAR_SLOTS);
	r->set->slots = n ? take(r, n, sizeof *r->set->slots) : NULL;
	if (!r->set->slots)
		return false;
	cJSON_ArrayForEach(slot, slots)
		if (!read_slot(r, slot))
			return false;
	return true;
}

static bool read_set(struct set_reader *r, const cJSON *json)
{
	if (!has_members(r, json, "the catalogue", "set views layers title sentence join colours slots"))
		return false;
	const char *name = json_str(json, "set");
	if (!name || strcmp(name, r->set->name) != 0)
		return set_wrong(r, "set: must be %s, as the folder", r->set->name);
	return read_views(r, json_get(json, "views")) && read_layers(r, json_get(json, "layers")) &&
		read_words(r, json_get(json, "title"), "title", &r->set->title) &&
		read_sentence(r, json_get(json, "sentence")) &&
		read_words(r, json_get(json, "join"), "join", &r->set->join) &&
		read_colours(r, json_get(json, "colours")) && read_slots(r, json_get(json, "slots"));
}

bool set_read_catalogue(struct set_reader *r, const struct asset *file)
{
	cJSON *json = NULL;
	struct err err;
	if (json_parse(file->bytes, asset_len(file), MAX_JSON_DEPTH, &json, &err) != STATUS_OK)
		return set_wrong(r, "%s", err.detail);
	bool good = read_set(r, json);
	cJSON_Delete(json);
	return good;
}
