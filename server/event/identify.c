#include "event/identify.h"

#include "event/merge.h"

#include <string.h>

/* Between a format and its key: a character that no cleaned text holds. */
#define SCOPE '\x1F'
/* The same in our exports, for the import that reads them back. */
#define TOLD ':'

bool identify_own(const struct programme *p)
{
	return p->generator && g_ascii_strncasecmp(p->generator, "madang", 6) == 0;
}

/* "opass:12", as our exports write a number that is another format's. */
static bool is_told(const char *key)
{
	const char *number = key + strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-");
	size_t digits = *number == TOLD ? strspn(number + 1, "0123456789") : 0;
	return number > key && digits > 0 && !number[1 + digits];
}

char *identify_key(const struct programme *p, const char *key)
{
	if (key && identify_own(p) && is_told(key))
		return g_strdelimit(g_strdup(key), (char[]){TOLD, '\0'}, SCOPE);
	if (!key || key[strspn(key, "0123456789")])
		return g_strdup(key);
	return g_strdup_printf("%s%c%s", p->format, SCOPE, key);
}

const char *identify_key_plain(const char *remembered)
{
	const char *scope = strchr(remembered, SCOPE);
	return scope ? scope + 1 : remembered;
}

char *identify_key_told(const char *remembered)
{
	return g_strdelimit(g_strdup(remembered), (char[]){SCOPE, '\0'}, TOLD);
}

/* What has no name is known by the one that it is given. */
static const char *name_or_untitled(struct collection *c, const struct text *name)
{
	struct text_form form = {"", IDENTIFY_UNTITLED};
	return collection_text(c, text_empty(name) ? &(struct text){&form, 1} : name);
}

static void row_entries(struct collection *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct match_entry *e = &c->entries[AS_SAID][i];
		e->order = (int64_t)i;
		collection_row_key(c, e, PART_KEY, c->row[i], "key");
		e->part[PART_NUMBER] = collection_row_lines(c, c->row[i], "number");
		e->part[PART_NAME] = collection_value(c, collection_said(c->row[i], "name"));
		c->entries[AS_IS][i] = *e;
		c->entries[AS_IS][i].part[PART_NAME] = collection_value(c, json_get(c->row[i], "name"));
	}
}

static struct match_entry *file_entry(
	struct collection *c, size_t i, const struct programme *p, const char *key, const struct text *name)
{
	struct match_entry *e = &c->entries[OF_FILE][i];
	e->order = (int64_t)i;
	collection_file_key(c, e, PART_KEY, p, key);
	e->part[PART_NAME] = name_or_untitled(c, name);
	return e;
}

/* Rooms and tracks: one of the same name is the same, whatever key it got,
 * also where its key now stands at another name that is known (numbers that are
 * counted anew). A key tells what was renamed to something new. */
static const struct match_pass by_key_or_name[] = {
	{PART(KEY) | PART(NAME), 0}, {PART(NAME), MATCH_ANYWAY}, {PART(KEY), 0}};

static void match_named(struct collection *c, const struct match_pass *passes, size_t count)
{
	row_entries(c);
	collection_match(c, PART(KEY));
	collection_run(c, passes, count);
}

void identify_rooms(struct collection *c, const struct programme *p)
{
	for (size_t i = 0; i < p->room_count; i++)
		file_entry(c, i, p, p->rooms[i].key, &p->rooms[i].name);
	match_named(c, by_key_or_name, G_N_ELEMENTS(by_key_or_name));
}

void identify_tracks(struct collection *c, const struct programme *p)
{
	for (size_t i = 0; i < p->track_count; i++)
		file_entry(c, i, p, p->tracks[i].key, &p->tracks[i].name);
	match_named(c, by_key_or_name, G_N_ELEMENTS(by_key_or_name));
}

void identify_people(struct collection *c, const struct programme *p)
{
	static const struct match_pass passes[] = {
		{PART(KEY) | PART(NAME), 0}, {PART(KEY), 0}, {PART(NUMBER) | PART(NAME), 0}, {PART(NAME), 0}};
	for (size_t i = 0; i < p->person_count; i++) {
		const struct programme_person *person = &p->people[i];
		struct match_entry *e = file_entry(c, i, p, person->key, &person->name);
		e->part[PART_NUMBER] = collection_keep(c, person->number);
	}
	match_named(c, passes, G_N_ELEMENTS(passes));
}
