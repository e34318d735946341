#include "event/import.h"

#include "base/limits.h"
#include "event/clash.h"
#include "event/export.h"
#include "event/identify.h"
#include "event/report.h"
#include "event/timetable.h"
#include "event/values.h"
#include "store/journal.h"

#include <string.h>

/* Room numbers are spaced, so that a later file's room finds a place between. */
enum { ROOM_STEP = 10, MAX_EPOCH = 64 };

static const char untitled[] = "Untitled";

struct import {
	struct edit *e;
	const struct programme *p;
	const struct import_options *options;
	unsigned carries;
	bool carries_durations, carries_unscheduled;
	struct report report;
	struct merge_context context;
	struct collection rooms, tracks, people, sessions;
	size_t visible; /* imported sessions that were shown before */
};

static bool carries(const struct import *im, unsigned field)
{
	return im->carries & field;
}

static struct values values_of(struct import *im, const char *about)
{
	return (struct values){&im->report, im->context.lang, about};
}

/* The row of the file's `index` in `c`, to be merged: the one that is here, or
 * a new one with an id, made from `fresh` (taken; NULL: an empty one). */
static void begin(struct import *im, struct merge *m, struct collection *c, size_t index, cJSON *fresh)
{
	const cJSON *old = collection_row(c, index);
	if (old) {
		cJSON_Delete(fresh);
		fresh = NULL;
	} else {
		char id[MAX_ID];
		id_next(im->e->txn->db, c->resource, id, sizeof id);
		fresh = fresh ? fresh : cJSON_CreateObject();
		row_set_str(fresh, "id", id);
		collection_set_id(c, index, id);
	}
	merge_begin(m, &im->context, c->resource, old, fresh);
}

static void learn_key(struct import *im, struct merge *m, const char *name, const char *key)
{
	char *scoped = identify_key(im->p, key);
	merge_key(m, name, scoped);
	g_free(scoped);
}

static enum status end(struct import *im, struct merge *m, struct err *err)
{
	enum status st = merge_save(m, im->e, NULL, err);
	if (st == STATUS_OK)
		report_row(&im->report, m);
	merge_finish(m);
	return st;
}

/* --- the event ------------------------------------------------------------ */

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
	row_set_str(row, "title", p->acronym ? p->acronym : untitled);
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

static void merge_given(struct merge *m, const char *name, cJSON *value)
{
	if (value)
		merge_field(m, name, value);
}

static enum status import_event(struct import *im, const cJSON *old, struct err *err)
{
	const struct programme *p = im->p;
	struct values v = values_of(im, "the event");
	struct merge m;
	enum status st = check_zone(p, err);
	if (st != STATUS_OK)
		return st;
	merge_begin(&m, &im->context, &resource_event, old, old ? NULL : new_event(p));
	merge_given(&m, "title", value_text(&v, "title", &p->title, MAX_LINE));
	merge_given(&m, "acronym", value_line(&v, "acronym", p->acronym, MAX_LINE));
	merge_given(&m, "zone", value_line(&v, "zone", p->zone, MAX_ID));
	merge_given(&m, "languages", languages_of_file(p));
	if (!p->language_count && im->sessions.count == 0)
		guess_languages(&m, p);
	merge_given(&m, "url", value_url(&v, p->url));
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

/* --- rooms, tracks, people ------------------------------------------------ */

static int64_t last_order(const struct collection *rooms)
{
	int64_t last = 0;
	for (size_t i = 0; i < rooms->count; i++)
		if (row_int(rooms->row[i], "order", 0) > last)
			last = row_int(rooms->row[i], "order", 0);
	return last;
}

/* The next room of the file that is here already; MATCH_NONE: there is none. */
static const cJSON *next_known(const struct collection *rooms, size_t after)
{
	for (size_t i = after + 1; i < rooms->file_count; i++)
		if (collection_row(rooms, i))
			return collection_row(rooms, i);
	return NULL;
}

/* Where a new room stands: behind `before`, the one ahead of it in the file,
 * and before the next that is known, as far as whole numbers allow. */
static int64_t order_of_new(const struct collection *rooms, size_t index, int64_t before, int64_t last)
{
	const cJSON *next = next_known(rooms, index);
	if (!next)
		return (before > last ? before : last) + ROOM_STEP;
	int64_t after = row_int(next, "order", 0);
	return after > before ? before + (after - before) / 2 : before;
}

static enum status import_room(struct import *im, size_t i, int64_t *order, int64_t last, struct err *err)
{
	const struct programme_room *room = &im->p->rooms[i];
	struct values v = values_of(im, text_in(&room->name, NULL));
	struct merge m;
	begin(im, &m, &im->rooms, i, NULL);
	if (m.old) {
		*order = row_int(m.old, "order", 0);
	} else {
		*order = order_of_new(&im->rooms, i, *order, last);
		row_set_int(m.row, "order", *order);
		row_set_str(m.row, "kind", "room");
	}
	learn_key(im, &m, "key", room->key);
	merge_field(&m, "name", value_title(&v, "name", &room->name, room->key ? room->key : untitled));
	if (carries(im, FIELD_ROOM_KIND)) {
		cJSON *kind = value_word(&v, &resource_rooms, "kind", room->kind);
		merge_field(&m, "kind", kind ? kind : cJSON_CreateString("room"));
	}
	if (carries(im, FIELD_ROOM_CAPACITY))
		merge_field(&m, "capacity",
			room->capacity > 0 ? value_number(&v, "capacity", room->capacity, 1000000) : NULL);
	report_room(&im->report, m.row);
	return end(im, &m, err);
}

static enum status import_rooms(struct import *im, struct err *err)
{
	int64_t order = 0, last = last_order(&im->rooms);
	enum status st = STATUS_OK;
	for (size_t i = 0; i < im->rooms.count; i++)
		report_room(&im->report, im->rooms.row[i]);
	for (size_t i = 0; i < im->p->room_count && st == STATUS_OK; i++)
		st = import_room(im, i, &order, last, err);
	return st;
}

static enum status import_track(struct import *im, size_t i, struct err *err)
{
	const struct programme_track *track = &im->p->tracks[i];
	struct values v = values_of(im, text_in(&track->name, NULL));
	struct merge m;
	begin(im, &m, &im->tracks, i, NULL);
	learn_key(im, &m, "key", track->key);
	merge_field(&m, "name", value_title(&v, "name", &track->name, track->key ? track->key : untitled));
	if (carries(im, FIELD_TRACK_COLOUR))
		merge_field(&m, "colour", value_colour(&v, track->colour));
	return end(im, &m, err);
}

static enum status import_person(struct import *im, size_t i, struct err *err)
{
	const struct programme_person *person = &im->p->people[i];
	struct values v = values_of(im, text_in(&person->name, NULL));
	struct merge m;
	begin(im, &m, &im->people, i, NULL);
	learn_key(im, &m, "key", person->key);
	merge_key(&m, "number", person->number);
	merge_field(&m, "name", value_title(&v, "name", &person->name, person->key ? person->key : untitled));
	if (carries(im, FIELD_PERSON_COMPANY))
		merge_field(&m, "company", value_text(&v, "company", &person->company, MAX_LINE));
	if (carries(im, FIELD_PERSON_BIO))
		merge_field(&m, "bio", value_text(&v, "bio", &person->bio, MAX_TEXT));
	if (carries(im, FIELD_PERSON_URL))
		merge_field(&m, "url", value_url(&v, person->url));
	return end(im, &m, err);
}

static enum status import_named(struct import *im, struct err *err)
{
	enum status st = import_rooms(im, err);
	for (size_t i = 0; i < im->p->track_count && st == STATUS_OK; i++)
		st = import_track(im, i, err);
	for (size_t i = 0; i < im->p->person_count && st == STATUS_OK; i++)
		st = import_person(im, i, err);
	return st;
}

/* --- sessions ------------------------------------------------------------- */

static cJSON *ref(const struct collection *c, size_t index)
{
	return index == PROGRAMME_NONE ? NULL : cJSON_CreateString(c->ids[index]);
}

static cJSON *people_refs(const struct import *im, const struct programme_session *s)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < s->people_count; i++)
		cJSON_AddItemToArray(list, ref(&im->people, s->people[i]));
	return list;
}

static void merge_texts(struct import *im, struct merge *m, const struct programme_session *s)
{
	struct values v = values_of(im, text_in(&s->title, NULL));
	merge_field(m, "title", value_title(&v, "title", &s->title, untitled));
	if (carries(im, FIELD_SUBTITLE))
		merge_field(m, "subtitle", value_text(&v, "subtitle", &s->subtitle, MAX_LINE));
	if (carries(im, FIELD_ABSTRACT))
		merge_field(m, "abstract", value_text(&v, "abstract", &s->abstract, MAX_TEXT));
	if (carries(im, FIELD_DESCRIPTION))
		merge_field(m, "description", value_text(&v, "description", &s->description, MAX_TEXT));
	if (carries(im, FIELD_TYPE))
		merge_field(m, "type", value_line(&v, "type", s->type, MAX_LINE));
	if (carries(im, FIELD_LANGUAGE))
		merge_field(m, "language", value_line(&v, "language", s->language, MAX_ID));
	if (carries(im, FIELD_URL))
		merge_field(m, "url", value_url(&v, s->url));
	if (carries(im, FIELD_LICENCE))
		merge_field(m, "licence", value_line(&v, "licence", s->licence, MAX_LINE));
}

static void merge_place(struct import *im, struct merge *m, const struct programme_session *s)
{
	struct values v = values_of(im, text_in(&s->title, NULL));
	if (carries(im, FIELD_TRACK))
		merge_field(m, "track", ref(&im->tracks, s->track));
	if (carries(im, FIELD_PEOPLE))
		merge_field(m, "people", people_refs(im, s));
	if (carries(im, FIELD_ROOM))
		merge_field(m, "room", ref(&im->rooms, s->room));
	if (carries(im, FIELD_START))
		merge_field(m, "start", s->scheduled ? cJSON_CreateNumber((double)s->start) : NULL);
	if (im->carries_durations && (s->scheduled || s->duration > 0))
		merge_field(m, "duration", value_number(&v, "duration", s->duration, MAX_DURATION_MINUTES));
}

static bool is_status(const cJSON *session, const char *status)
{
	return strcmp(row_str(session, "status"), status) == 0;
}

static void set_status(struct merge *m, const char *status)
{
	row_set_str(m->row, "status", status);
	if (m->old)
		merge_changed(m, "status");
}

/* Whether the talk is cancelled is a field as the others are, for which the
 * row's status stands. It can only agree with the file or with what was said
 * before, so there is nothing to weigh: who changed it last is right. */
static void merge_cancelled(struct import *im, struct merge *m, const struct programme_session *s)
{
	bool said = m->old && cJSON_IsTrue(merge_said(m->old, "cancelled"));
	bool here = m->old && is_status(m->old, "cancelled");
	if (said == s->cancelled)
		return;
	if (here != s->cancelled && !is_status(m->row, "hidden"))
		set_status(m, s->cancelled ? "cancelled" : "scheduled");
	if (im->context.own && here == s->cancelled)
		return;
	merge_remember(m, "cancelled", s->cancelled ? cJSON_CreateTrue() : NULL);
}

/* Back from a file that had lost it: true where it is to be shown again. */
static bool merge_return(struct merge *m)
{
	if (!m->old || !json_get(json_get(m->old, "imported"), "vanished"))
		return false;
	row_set(merge_imported(m), "vanished", NULL);
	m->learned_field = true;
	if (!is_status(m->old, "hidden"))
		return false;
	set_status(m, "scheduled");
	return true;
}

static void report_import(struct import *im, struct merge *m, bool again)
{
	if (!m->old) {
		report_added(&im->report, m->row, false);
		return;
	}
	if (again) {
		report_added(&im->report, m->row, true);
		cJSON_DeleteItemFromObjectCaseSensitive(m->changes, "status");
		if (!m->changes->child)
			return;
	}
	report_session(&im->report, m);
}

static enum status import_session(struct import *im, size_t i, struct err *err)
{
	const struct programme_session *s = &im->p->sessions[i];
	struct merge m;
	begin(im, &m, &im->sessions, i, collection_row(&im->sessions, i) ? NULL : session_new());
	bool made_guid = m.old && export_makes_guid(m.old) && im->context.own;
	if (!made_guid)
		learn_key(im, &m, "guid", s->guid);
	learn_key(im, &m, "code", s->code);
	merge_key(&m, "number", s->number);
	merge_key(&m, "slug", s->slug);
	merge_texts(im, &m, s);
	merge_place(im, &m, s);
	bool again = merge_return(&m);
	merge_cancelled(im, &m, s);
	enum status st = merge_save(&m, im->e, session_save, err);
	if (st == STATUS_OK)
		report_import(im, &m, again);
	merge_finish(&m);
	return st;
}

/* May the session be hidden because the file lacks it? Not what was made here,
 * what the desk has put aside or brought back, and what this file could not
 * have held: one without a time, in a file of nothing but times. */
static bool can_vanish(const struct import *im, const cJSON *row)
{
	if (!row_has(row, "imported") || json_get(json_get(row, "imported"), "vanished"))
		return false;
	if (is_status(row, "hidden") || is_status(row, "cancelled"))
		return false;
	return row_has(row, "start") || im->carries_unscheduled;
}

static enum status hide(struct import *im, const cJSON *old, struct err *err)
{
	struct merge m;
	merge_begin(&m, &im->context, &resource_sessions, old, NULL);
	cJSON_AddTrueToObject(merge_imported(&m), "vanished");
	set_status(&m, "hidden");
	enum status st = merge_save(&m, im->e, session_save, err);
	if (st == STATUS_OK)
		report_vanished(&im->report, old);
	merge_finish(&m);
	return st;
}

static enum status import_sessions(struct import *im, struct err *err)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; i < im->p->session_count && st == STATUS_OK; i++)
		st = import_session(im, i, err);
	for (size_t i = 0; i < im->sessions.count && st == STATUS_OK; i++) {
		const cJSON *row = im->sessions.row[i];
		im->visible += row_has(row, "imported") && !is_status(row, "hidden");
		if (im->sessions.match.file_of[i] == MATCH_NONE && can_vanish(im, row))
			st = hide(im, row, err);
	}
	return st;
}

/* --- the whole ------------------------------------------------------------ */

/* In which language are the file's plain strings? In that of the forms which
 * most of them equal; else in the event's first. */
static const char *language_of_file(const struct import *im, const cJSON *event)
{
	const cJSON *languages = json_get(event, "languages");
	const char *best = languages && languages->child ? languages->child->valuestring
		: im->p->language_count              ? im->p->languages[0]
						     : "en";
	GHashTable *votes = g_hash_table_new(g_str_hash, g_str_equal);
	guint most = 0;
	for (size_t i = 0; i < im->p->session_count; i++) {
		const cJSON *title = json_get(collection_row(&im->sessions, i), "title");
		const char *text = text_in(&im->p->sessions[i].title, NULL);
		for (const cJSON *form = cJSON_IsObject(title) ? title->child : NULL; form; form = form->next) {
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
	return best;
}

static void identify(struct import *im)
{
	struct db *db = im->e->txn->db;
	const struct programme *p = im->p;
	char epoch[MAX_EPOCH];
	journal_epoch(db, epoch, sizeof epoch);
	collection_load(&im->rooms, db, &resource_rooms, p->room_count);
	collection_load(&im->tracks, db, &resource_tracks, p->track_count);
	collection_load(&im->people, db, &resource_people, p->person_count);
	collection_load(&im->sessions, db, &resource_sessions, p->session_count);
	identify_rooms(&im->rooms, p);
	identify_tracks(&im->tracks, p);
	identify_people(&im->people, p);
	identify_sessions(&im->sessions, p, &im->rooms, &im->people, epoch);
	identify_renamed_rooms(&im->rooms, &im->sessions, p);
}

static void look_at_file(struct import *im)
{
	const struct programme *p = im->p;
	im->carries = programme_carries(p);
	im->context.own = p->generator && g_ascii_strncasecmp(p->generator, "madang", 6) == 0;
	im->context.warnings = im->report.warnings;
	for (size_t i = 0; i < p->session_count; i++) {
		im->carries_durations = im->carries_durations || p->sessions[i].duration > 0;
		im->carries_unscheduled = im->carries_unscheduled || !p->sessions[i].scheduled;
	}
	/* An empty file lacks everything that there is. */
	im->carries_unscheduled = im->carries_unscheduled || p->session_count == 0;
}

static enum status check_vanished(const struct import *im, struct err *err)
{
	size_t vanished = (size_t)cJSON_GetArraySize(im->report.vanished);
	if (im->options->dry_run || im->options->confirm || vanished * 100 <= im->visible * MAX_VANISHED_PERCENT)
		return STATUS_OK;
	return err_set(err, STATUS_CONFLICT, "many_vanished",
		"%zu of %zu imported sessions are not in this file; confirm to hide them", vanished, im->visible);
}

static enum status run(struct import *im, const cJSON *event, struct err *err)
{
	enum status st = import_event(im, event, err);
	if (st == STATUS_OK)
		st = import_named(im, err);
	if (st == STATUS_OK)
		st = import_sessions(im, err);
	return st == STATUS_OK ? db_status(im->e->txn->db, err) : st;
}

enum status programme_import(struct edit *e, const struct programme *p, const struct import_options *options,
	cJSON **ret_report, struct err *err)
{
	struct import im = {.e = e, .p = p, .options = options};
	cJSON *event = row_load(e->txn->db, &resource_event, "main");
	*ret_report = NULL;
	report_begin(&im.report, p);
	look_at_file(&im);
	identify(&im);
	im.context.lang = language_of_file(&im, event);
	enum status st = run(&im, event, err);
	bool complete = st == STATUS_OK;
	if (complete)
		st = check_vanished(&im, err);
	cJSON *clashes = complete ? clashes_all(e->txn->db) : cJSON_CreateArray();
	if (complete && cJSON_GetArraySize(clashes) == MAX_CLASHES)
		report_warn(&im.report, "the list of clashes ends at %d", MAX_CLASHES);
	cJSON *report = report_take(&im.report, clashes, st == STATUS_OK && !options->dry_run);
	if (complete)
		*ret_report = report;
	else
		cJSON_Delete(report);
	collection_finish(&im.rooms);
	collection_finish(&im.tracks);
	collection_finish(&im.people);
	collection_finish(&im.sessions);
	cJSON_Delete(event);
	return st;
}
