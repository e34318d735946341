/* What a file says of a session in words. */
#include "base/limits.h"
#include "event/alike.h"
#include "event/import_parts.h"

#include <string.h>

/* Abstract and description in one, as a format has them that knows one text
 * only; NULL: neither is one plain string. */
static char *whole_text(const cJSON *row)
{
	const char *abstract = row_str(row, "abstract"), *description = row_str(row, "description");
	if (!abstract && !description)
		return NULL;
	return g_strconcat(abstract ? abstract : "", "\n", description, NULL);
}

static bool is_told_already(const struct merge *m, const cJSON *value)
{
	const char *text = cJSON_GetStringValue(value);
	char *whole = m->old ? whole_text(m->old) : NULL;
	bool told = text && whole && texts_alike(text, whole);
	g_free(whole);
	return told;
}

/* A link within a site that is not named adds nothing. */
static bool is_lesser_link(const struct merge *m, const cJSON *value)
{
	return !strstr(value->valuestring, "://") || cJSON_Compare(value, json_get(m->old, "url"), true);
}

/* Is the rest of a title nothing but the names of the session's people? */
static bool are_names(const struct import *im, const char *rest, const cJSON *people)
{
	char *left = g_strdup(rest);
	const cJSON *id;
	bool any = false;
	cJSON_ArrayForEach(id, people) {
		const cJSON *person = g_hash_table_lookup(im->person_of_id, id->valuestring);
		const char *name = person ? row_str(person, "name") : NULL;
		char *at = name ? strstr(left, name) : NULL;
		if (at)
			memset(at, ' ', strlen(name));
		any = any || at;
	}
	bool all = left[strspn(left, " ,;&")] == '\0';
	g_free(left);
	return any && all;
}

/* The title as it is to be compared. Calendars put the people behind it
 * ("Title - A, B"), and name them nowhere else: known ones are cut off. */
static cJSON *title_of(const struct import *im, const struct merge *m, cJSON *title)
{
	const char *text = cJSON_GetStringValue(title);
	const char *dash =
		m->old && text && !import_carries(im, FIELD_PEOPLE) ? g_strrstr(text, " - ") : NULL;
	if (!dash || !are_names(im, dash + strlen(" - "), json_get(m->old, "people")))
		return title;
	char *cut = g_strndup(text, (size_t)(dash - text));
	cJSON_Delete(title);
	title = cJSON_CreateString(cut);
	g_free(cut);
	return title;
}

/* Also our own calendars hold both texts in one. */
static void merge_long_text(
	struct import *im, struct merge *m, const char *name, cJSON *value, merge_same_fn *same)
{
	if (im->context.own && same && same(m, value))
		cJSON_Delete(value);
	else
		merge_wording(m, name, value, same);
}

void import_texts(struct import *im, struct merge *m, const struct programme_session *s)
{
	struct values v = import_values(im, text_in(&s->title, NULL));
	bool one_text = !import_carries(im, FIELD_ABSTRACT) || !import_carries(im, FIELD_DESCRIPTION);
	merge_same_fn *same = one_text ? is_told_already : NULL;
	merge_field(m, "title", title_of(im, m, value_title(&v, "title", &s->title, IDENTIFY_UNTITLED)));
	if (import_carries(im, FIELD_SUBTITLE))
		merge_wording(m, "subtitle", value_text(&v, "subtitle", &s->subtitle, MAX_LINE), NULL);
	if (import_carries(im, FIELD_ABSTRACT))
		merge_long_text(im, m, "abstract", value_text(&v, "abstract", &s->abstract, MAX_TEXT), same);
	if (import_carries(im, FIELD_DESCRIPTION))
		merge_long_text(
			im, m, "description", value_text(&v, "description", &s->description, MAX_TEXT), same);
	if (import_carries(im, FIELD_TYPE) && (s->type || !(im->p->partly & FIELD_TYPE)))
		merge_wording(m, "type", value_line(&v, "type", s->type, MAX_LINE), NULL);
	if (import_carries(im, FIELD_LANGUAGE))
		merge_wording(m, "language", value_line(&v, "language", s->language, MAX_ID), NULL);
	if (import_carries(im, FIELD_URL))
		merge_wording(m, "url", value_url(&v, s->url), is_lesser_link);
	if (import_carries(im, FIELD_LICENCE))
		merge_wording(m, "licence", value_line(&v, "licence", s->licence, MAX_LINE), NULL);
	if (import_carries(im, FIELD_NO_RECORDING))
		merge_field(m, "no_recording", s->no_recording ? cJSON_CreateTrue() : NULL);
}
