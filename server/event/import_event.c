#include "event/import_parts.h"

#include "base/limits.h"

#include <string.h>

struct use {
	const char *name; /* borrowed */
	guint times;
	guint first; /* the how manieth that was met */
};

static int compare_uses(const void *a, const void *b)
{
	const struct use *x = a, *y = b;
	return x->times != y->times ? (x->times > y->times ? -1 : 1)
				    : (x->first > y->first) - (x->first < y->first);
}

struct languages {
	GArray *uses; /* struct use */
	GHashTable *known; /* name -> its index + 1 */
	guint all;
};

static void count_language(struct languages *l, const char *name)
{
	if (!name || !value_is_language(name))
		return;
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(l->known, name));
	if (!known) {
		struct use use = {.name = name, .first = l->uses->len};
		g_array_append_val(l->uses, use);
		known = l->uses->len;
		g_hash_table_insert(l->known, (void *)name, GUINT_TO_POINTER(known));
	}
	g_array_index(l->uses, struct use, known - 1).times++;
	l->all++;
}

/* Those of at least a tenth of all uses, the most used first: a single talk in
 * French makes no French conference. */
static cJSON *most_used(const struct languages *l)
{
	cJSON *list = cJSON_CreateArray();
	g_array_sort(l->uses, compare_uses);
	for (guint i = 0; i < l->uses->len && i < MAX_LANGUAGES; i++) {
		const struct use *use = &g_array_index(l->uses, struct use, i);
		if (10 * use->times >= l->all)
			cJSON_AddItemToArray(list, cJSON_CreateString(use->name));
	}
	return list;
}

/* In which the titles stand; where they name none, in which the talks are held. */
static cJSON *languages_of_sessions(const struct programme *p)
{
	struct languages l = {
		g_array_new(FALSE, FALSE, sizeof(struct use)), g_hash_table_new(g_str_hash, g_str_equal), 0};
	for (size_t i = 0; i < p->session_count; i++)
		for (size_t f = 0; f < p->sessions[i].title.count; f++)
			count_language(&l, p->sessions[i].title.forms[f].lang);
	bool named = l.all > 0;
	for (size_t i = 0; i < p->session_count && !named; i++)
		count_language(&l, p->sessions[i].language);
	cJSON *list = most_used(&l);
	g_array_free(l.uses, TRUE);
	g_hash_table_destroy(l.known);
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

char *import_language_guessed(const struct programme *p)
{
	cJSON *list = languages_guessed(p);
	char *first = g_strdup(list->child->valuestring);
	cJSON_Delete(list);
	return first;
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

bool import_languages_open(const struct import *im, const cJSON *event)
{
	const cJSON *said = event ? merge_said(event, "languages") : NULL;
	return im->sessions.count == 0 && said && cJSON_Compare(said, json_get(event, "languages"), true);
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
	if (st != STATUS_OK || g_hash_table_contains(im->except, "main"))
		return st;
	merge_begin(&m, &im->context, &resource_event, old, old ? NULL : new_event(p));
	merge_name(&m, "title", value_text(&v, "title", &p->title, MAX_LINE));
	merge_name(&m, "acronym", value_line(&v, "acronym", p->acronym, MAX_LINE));
	merge_given(&m, "zone", value_line(&v, "zone", p->zone, MAX_ID));
	merge_given(&m, "languages", languages_of_file(p));
	if (!p->language_count && p->session_count && import_languages_open(im, old))
		merge_field(&m, "languages", languages_guessed(p));
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
