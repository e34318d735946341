#include "event/import_parts.h"

#include "base/limits.h"

#include <string.h>

static int compare_uses(const void *a, const void *b, void *uses)
{
	guint x = GPOINTER_TO_UINT(g_hash_table_lookup(uses, *(char *const *)a));
	guint y = GPOINTER_TO_UINT(g_hash_table_lookup(uses, *(char *const *)b));
	return x != y ? (x > y ? -1 : 1) : strcmp(*(char *const *)a, *(char *const *)b);
}

/* The languages of at least a tenth of the sessions that name one, the most
 * used first: a single talk in French makes no French conference. */
static cJSON *languages_of_sessions(const struct programme *p)
{
	GHashTable *uses = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *names = g_ptr_array_new();
	guint all = 0;
	for (size_t i = 0; i < p->session_count; i++) {
		const char *name = p->sessions[i].language;
		if (!name || !value_is_language(name))
			continue;
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(uses, name)) + 1;
		if (n == 1)
			g_ptr_array_add(names, (void *)name);
		g_hash_table_insert(uses, (void *)name, GUINT_TO_POINTER(n));
		all++;
	}
	g_ptr_array_sort_with_data(names, compare_uses, uses);
	cJSON *list = cJSON_CreateArray();
	for (guint i = 0; i < names->len && i < MAX_LANGUAGES; i++)
		if (10 * GPOINTER_TO_UINT(g_hash_table_lookup(uses, names->pdata[i])) >= all)
			cJSON_AddItemToArray(list, cJSON_CreateString(names->pdata[i]));
	g_ptr_array_free(names, TRUE);
	g_hash_table_destroy(uses);
	return list;
}

static cJSON *languages_of_file(const struct programme *p)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < p->language_count && i < MAX_LANGUAGES; i++)
		if (value_is_language(p->languages[i]))
			cJSON_AddItemToArray(list, cJSON_CreateString(p->languages[i]));
	if (list->child)
		return list;
	cJSON_Delete(list);
	return NULL;
}

/* A guess, for an event that is new; it is not what the file said. */
static cJSON *languages_guessed(const struct programme *p)
{
	cJSON *list = languages_of_sessions(p);
	if (list->child)
		return list;
	if (p->zone && strcmp(p->zone, "Asia/Seoul") == 0)
		cJSON_AddItemToArray(list, cJSON_CreateString("ko"));
	cJSON_AddItemToArray(list, cJSON_CreateString("en"));
	return list;
}

static cJSON *new_event(const struct programme *p)
{
	cJSON *row = cJSON_CreateObject();
	row_set_str(row, "id", "main");
	row_set_str(row, "title", p->acronym ? p->acronym : IDENTIFY_UNTITLED);
	row_set_str(row, "zone", "UTC");
	row_set(row, "languages", languages_guessed(p));
	row_set(row, "days", cJSON_CreateArray());
	return row;
}

static enum status check_zone(const struct programme *p, struct err *err)
{
	struct zone *z = p->zone ? zone_create(p->zone) : NULL;
	if (p->zone && !z)
		return err_set(err, STATUS_UNPROCESSABLE, "zone_unknown", "there is no zone \"%s\"", p->zone);
	zone_destroy(z);
	return STATUS_OK;
}

/* Unless the desk has named the languages. */
static void guess_languages(struct merge *m, const struct programme *p)
{
	const cJSON *said = m->old ? merge_said(m->old, "languages") : NULL;
	if (said && cJSON_Compare(said, json_get(m->old, "languages"), true))
		merge_field(m, "languages", languages_guessed(p));
}

/* How another format calls the event is no news: calendars have names of their own. */
static bool is_named(const struct merge *m, const cJSON *value)
{
	return true;
}

static void merge_name(struct merge *m, const char *name, cJSON *value)
{
	if (value)
		merge_wording(m, name, value, is_named);
}

static void merge_given(struct merge *m, const char *name, cJSON *value)
{
	if (value)
		merge_field(m, name, value);
}

enum status import_event(struct import *im, const cJSON *old, struct err *err)
{
	const struct programme *p = im->p;
	struct values v = import_values(im, "the event");
	struct merge m;
	enum status st = check_zone(p, err);
	if (st != STATUS_OK)
		return st;
	merge_begin(&m, &im->context, &resource_event, old, old ? NULL : new_event(p));
	merge_name(&m, "title", value_text(&v, "title", &p->title, MAX_LINE));
	merge_name(&m, "acronym", value_line(&v, "acronym", p->acronym, MAX_LINE));
	merge_given(&m, "zone", value_line(&v, "zone", p->zone, MAX_ID));
	merge_given(&m, "languages", languages_of_file(p));
	if (!p->language_count && p->session_count && im->sessions.count == 0)
		guess_languages(&m, p);
	merge_name(&m, "url", value_url(&v, p->url));
	merge_given(&m, "version", value_line(&v, "version", p->version, MAX_LINE));
	cJSON *primary = value_colour(&v, p->colour);
	if (primary) {
		cJSON *colours = cJSON_CreateObject();
		cJSON_AddItemToObject(colours, "primary", primary);
		merge_field(&m, "colours", colours);
	}
	st = merge_save(&m, im->e, NULL, err);
	/* The first file names the event: that is no change of anything. */
	if (st == STATUS_OK && im->sessions.count)
		report_row(&im->report, &m);
	merge_finish(&m);
	return st;
}
