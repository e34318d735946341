#include "event/import_parts.h"

#include "base/limits.h"
#include "event/export.h"
#include "event/timetable.h"

#include <string.h>

static cJSON *ref(const struct collection *c, size_t index)
{
	return index == PROGRAMME_NONE ? NULL : cJSON_CreateString(c->ids[index]);
}

static cJSON *refs(const struct collection *c, const size_t *indices, size_t count)
{
	cJSON *list = cJSON_CreateArray();
	for (size_t i = 0; i < count; i++)
		cJSON_AddItemToArray(list, ref(c, indices[i]));
	return list;
}

static void merge_place(struct import *im, struct merge *m, const struct programme_session *s)
{
	struct values v = import_values(im, text_in(&s->title, NULL));
	if (import_carries(im, FIELD_TRACK))
		merge_field(m, "track", ref(&im->tracks, s->track));
	if (import_carries(im, FIELD_PEOPLE))
		merge_field(m, "people", refs(&im->people, s->people, s->people_count));
	if (import_carries(im, FIELD_ROOM))
		merge_field(m, "room", ref(&im->rooms, s->room));
	if (import_carries(im, FIELD_ALSO_IN))
		merge_field(m, "also_in",
			s->also_in_count ? refs(&im->rooms, s->also_in, s->also_in_count) : NULL);
	if (import_carries(im, FIELD_START))
		merge_field(m, "start", s->scheduled ? cJSON_CreateNumber((double)s->start) : NULL);
	if (import_carries(im, FIELD_LENGTH))
		merge_field(m, "length",
			s->length > 0 ? value_number(&v, "length", s->length, MAX_DURATION_MINUTES) : NULL);
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

static void report_import(struct import *im, struct merge *m, size_t index, bool again)
{
	char word[IMPORT_WORD];
	import_word(&im->sessions, index, word);
	if (!m->old) {
		report_added(&im->report, m->row, word, false);
		return;
	}
	if (again) {
		report_added(&im->report, m->row, word, true);
		cJSON_DeleteItemFromObjectCaseSensitive(m->changes, "status");
		if (!m->changes->child)
			return;
	}
	report_session(&im->report, m);
}

/* Did an export of ours make the guid for this row? Then it is no key of its
 * source. */
static bool is_made(const struct import *im, const cJSON *old, const char *guid)
{
	char uid[EXPORT_GUID];
	if (!old || !guid)
		return false;
	export_guid(im->house, row_str(old, "id"), uid);
	return strcmp(guid, uid) == 0 || (im->context.own && export_makes_guid(old));
}

static enum status import_session(struct import *im, size_t i, struct err *err)
{
	const struct programme_session *s = &im->p->sessions[i];
	struct merge m;
	import_begin(im, &m, &im->sessions, i, collection_row(&im->sessions, i) ? NULL : session_new());
	if (!is_made(im, m.old, s->guid))
		import_key(im, &m, "guid", s->guid);
	import_key(im, &m, "code", s->code);
	merge_key(&m, "number", s->number);
	merge_key(&m, "slug", s->slug);
	import_texts(im, &m, s);
	merge_place(im, &m, s);
	bool again = merge_return(&m);
	merge_cancelled(im, &m, s);
	enum status st = merge_save(&m, im->e, session_save, err);
	if (st == STATUS_OK)
		report_import(im, &m, i, again);
	merge_finish(&m);
	return st;
}

/* Could this file have held the session? Not one without a time in a file of
 * nothing but times, nor a break in a file of none, of a format that has never
 * told of it (pretalx tells of its breaks nowhere but in the widget). */
static bool could_hold(const struct import *im, const cJSON *row)
{
	if (!row_has(row, "start") && !im->carries_unscheduled)
		return false;
	return im->carries_breaks || !type_is_break(row_str(row, "type")) || merge_heard(row, im->p->format);
}

/* May the session be hidden because the file lacks it? Not what was made here,
 * and not what the desk has put aside or brought back. */
static bool can_vanish(const cJSON *row)
{
	return row_has(row, "imported") && !json_get(json_get(row, "imported"), "vanished") &&
		!is_status(row, "hidden") && !is_status(row, "cancelled");
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

enum status import_sessions(struct import *im, struct err *err)
{
	enum status st = STATUS_OK;
	im->person_of_id = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < im->people.count; i++)
		g_hash_table_insert(
			im->person_of_id, (void *)row_str(im->people.row[i], "id"), im->people.row[i]);
	for (size_t i = 0; i < im->p->session_count && st == STATUS_OK; i++) {
		if (!import_leaves(im, &im->sessions, i))
			st = import_session(im, i, err);
		if (im->options->progress)
			progress_at(im->options->progress, i + 1, im->p->session_count);
	}
	for (size_t i = 0; i < im->sessions.count && st == STATUS_OK; i++) {
		const cJSON *row = im->sessions.row[i];
		bool missing = im->sessions.match.file_of[i] == MATCH_NONE;
		if (missing && !could_hold(im, row))
			continue;
		im->visible += row_has(row, "imported") && !is_status(row, "hidden");
		bool left = g_hash_table_contains(im->except, row_str(row, "id"));
		if (missing && !left && can_vanish(row))
			st = hide(im, row, err);
	}
	g_hash_table_destroy(im->person_of_id);
	return st;
}
