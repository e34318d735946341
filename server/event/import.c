#include "event/import.h"

#include "base/limits.h"
#include "event/clash.h"
#include "event/import_parts.h"
#include "event/timetable.h"

#include <string.h>

/* --- what the parts share ------------------------------------------------- */

bool import_carries(const struct import *im, unsigned field)
{
	return im->carries & field;
}

struct values import_values(struct import *im, const char *about)
{
	return (struct values){&im->report, im->context.lang, about};
}

void import_begin(struct import *im, struct merge *m, struct collection *c, size_t index, cJSON *fresh)
{
	const cJSON *old = collection_row(c, index);
	if (old) {
		cJSON_Delete(fresh);
		fresh = NULL;
	} else {
		char id[MAX_ID];
		collection_new_id(c, im->e->txn->db, id, sizeof id);
		fresh = fresh ? fresh : cJSON_CreateObject();
		row_set_str(fresh, "id", id);
		collection_set_id(c, index, id);
	}
	merge_begin(m, &im->context, c->resource, old, fresh);
}

void import_key(struct import *im, struct merge *m, const char *name, const char *key)
{
	char *scoped = identify_key(im->p, key);
	merge_key(m, name, scoped);
	g_free(scoped);
}

enum status import_end(struct import *im, struct merge *m, struct err *err)
{
	enum status st = merge_save(m, im->e, NULL, err);
	if (st == STATUS_OK)
		report_row(&im->report, m);
	merge_finish(m);
	return st;
}

/* --- what is left as it is ------------------------------------------------ */

void import_word(const struct collection *c, size_t index, char out[IMPORT_WORD])
{
	const cJSON *row = collection_row(c, index);
	if (row)
		g_strlcpy(out, row_str(row, "id"), IMPORT_WORD);
	else
		g_snprintf(out, IMPORT_WORD, "new-%zu", index);
}

bool import_leaves(const struct import *im, const struct collection *c, size_t index)
{
	char word[IMPORT_WORD];
	if (g_hash_table_size(im->except) == 0)
		return false;
	import_word(c, index, word);
	return g_hash_table_contains(im->except, word);
}

static bool has_row(const struct collection *c, const char *id)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(row_str(c->row[i], "id"), id) == 0)
			return true;
	return false;
}

/* A new one of the file; or a row of ours, whatever the file has of it by now. */
static bool is_known(const struct import *im, const char *word)
{
	const char *prefix = "new-";
	if (strncmp(word, prefix, strlen(prefix)) == 0) {
		char same[IMPORT_WORD];
		size_t index = (size_t)g_ascii_strtoull(word + strlen(prefix), NULL, 10);
		g_snprintf(same, sizeof same, "%s%zu", prefix, index);
		return strcmp(word, same) == 0 && index < im->p->session_count;
	}
	return strcmp(word, "main") == 0 || has_row(&im->sessions, word) || has_row(&im->rooms, word) ||
		has_row(&im->tracks, word) || has_row(&im->people, word);
}

static enum status read_except(struct import *im, struct err *err)
{
	enum status st = STATUS_OK;
	char **words = g_strsplit(im->options->except ? im->options->except : "", ",", -1);
	for (char **word = words; *word && st == STATUS_OK; word++) {
		if (is_known(im, *word))
			g_hash_table_add(im->except, g_strdup(*word));
		else
			st = err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
				"except: \"%s\" is none of this comparison", *word);
	}
	g_strfreev(words);
	return st;
}

/* --- the whole ------------------------------------------------------------ */

/* In which language are the file's plain strings (g_free)? In that of the forms which
 * most of them equal; else in the event's first. */
static char *language_of_file(const struct import *im, const cJSON *event)
{
	const cJSON *languages = json_get(event, "languages");
	bool settled = languages && languages->child && !import_languages_open(im, event);
	char *otherwise = settled ? g_strdup(languages->child->valuestring) : import_language_guessed(im->p);
	const char *best = im->p->language_count && !settled ? im->p->languages[0] : otherwise;
	GHashTable *votes = g_hash_table_new(g_str_hash, g_str_equal);
	guint most = 0;
	for (size_t i = 0; i < im->p->session_count; i++) {
		const cJSON *title = json_get(collection_row(&im->sessions, i), "title");
		const char *text = text_in(&im->p->sessions[i].title, NULL);
		for (const cJSON *form = cJSON_IsObject(title) ? title->child : NULL; form;
			form = form->next) {
			if (!cJSON_IsString(form) || strcmp(form->valuestring, text) != 0)
				continue;
			guint n = GPOINTER_TO_UINT(g_hash_table_lookup(votes, form->string)) + 1;
			g_hash_table_insert(votes, form->string, GUINT_TO_POINTER(n));
			if (n > most) {
				most = n;
				best = form->string;
			}
		}
	}
	g_hash_table_destroy(votes);
	char *found = g_strdup(best);
	g_free(otherwise);
	return found;
}

static void identify(struct import *im)
{
	struct db *db = im->e->txn->db;
	const struct programme *p = im->p;
	db_house(db, im->house, sizeof im->house);
	collection_load(&im->rooms, db, &resource_rooms, p->room_count);
	collection_load(&im->tracks, db, &resource_tracks, p->track_count);
	collection_load(&im->people, db, &resource_people, p->person_count);
	collection_load(&im->sessions, db, &resource_sessions, p->session_count);
	identify_rooms(&im->rooms, p);
	identify_tracks(&im->tracks, p);
	identify_people(&im->people, p);
	identify_sessions(
		&(struct identified){&im->rooms, &im->tracks, &im->people, &im->sessions}, p, im->house);
}

static void look_at_file(struct import *im)
{
	const struct programme *p = im->p;
	im->carries = programme_carries(p);
	im->context.own = identify_own(p);
	im->context.format = p->format;
	im->context.warnings = im->report.warnings;
	for (size_t i = 0; i < p->session_count; i++) {
		im->carries_durations = im->carries_durations || p->sessions[i].duration > 0;
		im->carries_unscheduled = im->carries_unscheduled || !p->sessions[i].scheduled;
		im->carries_breaks = im->carries_breaks || type_is_break(p->sessions[i].type);
	}
	/* An empty file lacks everything that there is. */
	im->carries_unscheduled = im->carries_unscheduled || p->session_count == 0;
	im->carries_breaks = im->carries_breaks || p->session_count == 0;
}

static enum status check_vanished(const struct import *im, struct err *err)
{
	size_t vanished = (size_t)cJSON_GetArraySize(im->report.vanished);
	if (im->options->dry_run || im->options->confirm ||
		vanished * 100 <= im->visible * MAX_VANISHED_PERCENT)
		return STATUS_OK;
	return err_set(err, STATUS_CONFLICT, "many_vanished",
		"%zu of %zu imported sessions are not in this file; confirm to hide them", vanished,
		im->visible);
}

static enum status run(struct import *im, const cJSON *event, struct err *err)
{
	enum status st = read_except(im, err);
	if (st == STATUS_OK)
		st = import_event(im, event, err);
	if (st == STATUS_OK)
		st = import_named(im, err);
	if (st == STATUS_OK)
		st = import_sessions(im, err);
	return st == STATUS_OK ? db_status(im->e->txn->db, err) : st;
}

enum status programme_import(struct edit *e, const struct programme *p, const struct import_options *options,
	cJSON **ret_report, struct err *err)
{
	struct import im = {.e = e,
		.p = p,
		.options = options,
		.except = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
	cJSON *event = row_load(e->txn->db, &resource_event, "main");
	*ret_report = NULL;
	report_begin(&im.report, p);
	look_at_file(&im);
	identify(&im);
	char *lang = language_of_file(&im, event);
	im.context.lang = lang;
	enum status st = run(&im, event, err);
	bool complete = st == STATUS_OK;
	if (complete)
		st = check_vanished(&im, err);
	cJSON *clashes = complete ? clashes_all(e->txn->db) : cJSON_CreateArray();
	if (complete && cJSON_GetArraySize(clashes) == MAX_CLASHES)
		report_warn(&im.report, "the list of clashes ends at %d", MAX_CLASHES);
	im.report.left = g_hash_table_size(im.except);
	cJSON *report = report_take(&im.report, clashes, st == STATUS_OK && !options->dry_run);
	if (complete)
		*ret_report = report;
	else
		cJSON_Delete(report);
	collection_finish(&im.rooms);
	collection_finish(&im.tracks);
	collection_finish(&im.people);
	collection_finish(&im.sessions);
	g_hash_table_destroy(im.except);
	cJSON_Delete(event);
	g_free(lang);
	return st;
}
