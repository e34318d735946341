/* For the tests of import, export and clashes: a house with the timetable's
 * documents, programmes built in a few words, and imports in one call. */
#ifndef MADANG_TESTS_IMPORTING_H
#define MADANG_TESTS_IMPORTING_H

#include "house.h"

#include "base/instant.h"
#include "event/export.h"
#include "event/import.h"
#include "event/timetable.h"

#include <stdio.h>

struct world {
	struct writer *writer;
	struct db *db; /* the writer's own, for looking */
	int changes; /* published since the last look */
	size_t docs;
	int64_t action; /* of the last import, edit or undo; 0: none */
	cJSON *report; /* of the last import */
	struct err err;
};

static inline void world_publish(void *ctx, const struct change *c)
{
	struct world *w = ctx;
	w->changes++;
	w->docs += c->count;
}

/* 29 August 2019, 09:00 in Seoul. */
#define MORNING INT64_C(1567036800000)

static inline void world_open(struct world *w)
{
	/* Long before the event, and standing nearly still. */
	struct clock clock = clock_rehearsal(MORNING - 30 * MS_PER_DAY, 0.001);
	*w = (struct world){0};
	struct writer_hooks hooks = {.render = document_render, .publish = world_publish, .ctx = w};
	open_in_memory(clock, &hooks, &w->db, &w->writer);
}

static inline void world_close(struct world *w)
{
	cJSON_Delete(w->report);
	writer_stop(w->writer);
	writer_destroy(w->writer);
}

/* --- programmes ----------------------------------------------------------- */

static inline struct programme *programme_new(const char *format)
{
	struct programme *p = programme_create(format);
	programme_text_line(p, &p->title, "", "Conference");
	p->zone = "Asia/Seoul";
	return p;
}

/* A session of 45 minutes, `minute` after MORNING; room NULL: none. */
static inline struct programme_session *add_session(
	struct programme *p, const char *title, const char *room, int minute)
{
	size_t in = room ? programme_room_named(p, NULL, room) : PROGRAMME_NONE;
	size_t i = programme_add_session(p);
	struct programme_session *s = &p->sessions[i];
	programme_text_line(p, &s->title, "", title);
	s->room = in;
	s->scheduled = true;
	s->start = MORNING + minute * MS_PER_MINUTE;
	s->duration = 45;
	return s;
}

static inline void add_speaker(struct programme *p, const char *key, const char *number, const char *name)
{
	programme_session_add_person(p, p->session_count - 1, programme_person_named(p, key, number, name));
}

/* Three sessions with guids, two rooms, two speakers, two tracks. */
static inline struct programme *three_talks(void)
{
	struct programme *p = programme_new("frab-xml");
	struct programme_session *s = add_session(p, "Opening", "Hall", 0);
	s->guid = "g-opening";
	s->track = programme_track_named(p, NULL, "Main");
	programme_text_block(p, &s->abstract, "", "Words of welcome.");
	add_speaker(p, NULL, "1", "Kim");
	s = add_session(p, "Databases", "Hall", 60);
	s->guid = "g-databases";
	programme_text_line(p, &s->subtitle, "", "And more");
	s->type = "lecture";
	s->language = "ko";
	s->track = programme_track_named(p, NULL, "Data");
	add_speaker(p, NULL, "1", "Kim");
	add_speaker(p, NULL, "2", "Lee");
	s = add_session(p, "Networks", "Annex", 60);
	s->guid = "g-networks";
	return p;
}

static inline struct programme *many_talks(int from, int to)
{
	struct programme *p = programme_new("frab-xml");
	for (int i = from; i < to; i++) {
		char title[32];
		snprintf(title, sizeof title, "Talk %d", i);
		add_session(p, title, i % 2 ? "Odd" : "Even", 30 * i)->guid = arena_strdup(p->arena, title);
	}
	return p;
}

/* --- imports, edits, undo ------------------------------------------------- */

struct import_work {
	struct world *w;
	const struct programme *p;
	struct import_options options;
};

static inline enum status run_import(struct txn *txn, void *arg, struct err *err)
{
	struct import_work *work = arg;
	struct edit e;
	edit_begin(&e, txn, "organiser", "imports.post");
	enum status st = programme_import(&e, work->p, &work->options, &work->w->report, err);
	if (st != STATUS_OK || work->options.dry_run) {
		edit_abandon(&e);
		/* A dry run is rolled back as a refused job is. */
		return st != STATUS_OK ? st : err_set(err, STATUS_CONFLICT, "dry_run", "dry");
	}
	return edit_finish(&e, &work->w->action, err);
}

/* Finishes and destroys `p`. The report is in w->report. */
static inline enum status import_with(struct world *w, struct programme *p, struct import_options options)
{
	struct err err;
	assert_int_equal(programme_finish(p, &err), STATUS_OK);
	struct import_work work = {w, p, options};
	cJSON_Delete(w->report);
	w->report = NULL;
	w->action = 0;
	w->changes = 0;
	w->docs = 0;
	enum status st = in_transaction(w->writer, run_import, &work, &w->err);
	programme_destroy(p);
	return st;
}

static inline void import(struct world *w, struct programme *p)
{
	enum status st = import_with(w, p, (struct import_options){.confirm = true});
	if (st != STATUS_OK)
		print_error("import: %s %s\n", w->err.code, w->err.detail);
	assert_int_equal(st, STATUS_OK);
}

struct patch_work {
	struct world *w;
	const struct resource *resource;
	const char *id;
	const char *patch;
};

static inline enum status run_patch(struct txn *txn, void *arg, struct err *err)
{
	struct patch_work *work = arg;
	struct edit e;
	cJSON *old = work->id ? row_load(txn->db, work->resource, work->id) : NULL;
	cJSON *row = old ? cJSON_Duplicate(old, true) : session_new(), *body = cJSON_Parse(work->patch);
	char id[64];
	assert_non_null(body);
	edit_begin(&e, txn, "organiser", "patch");
	if (!old) {
		id_next(txn->db, work->resource, id, sizeof id);
		row_set_str(row, "id", id);
	}
	enum status st = row_patch(txn->db, work->resource, row, body, err);
	if (st == STATUS_OK)
		st = row_complete(work->resource, row, err);
	if (st == STATUS_OK)
		st = work->resource == &resource_sessions ? session_save(&e, old, row, err)
							  : edit_save(&e, work->resource, row, err);
	assert_int_equal(st, STATUS_OK);
	cJSON_Delete(old);
	cJSON_Delete(row);
	cJSON_Delete(body);
	return edit_finish(&e, &work->w->action, err);
}

/* The desk edits a row; `id` NULL: it makes a session. */
static inline void desk(struct world *w, const struct resource *r, const char *id, const char *patch)
{
	struct patch_work work = {w, r, id, patch};
	assert_int_equal(in_transaction(w->writer, run_patch, &work, &w->err), STATUS_OK);
}

static inline enum status run_undo(struct txn *txn, void *arg, struct err *err)
{
	struct world *w = arg;
	struct edit e;
	edit_begin(&e, txn, "organiser", "undo");
	enum status st = edit_undo(&e, w->action, err);
	if (st != STATUS_OK) {
		edit_abandon(&e);
		return st;
	}
	return edit_finish(&e, &w->action, err);
}

static inline void undo(struct world *w)
{
	enum status st = in_transaction(w->writer, run_undo, w, &w->err);
	if (st != STATUS_OK)
		print_error("undo: %s\n", w->err.detail);
	assert_int_equal(st, STATUS_OK);
}

/* --- looking -------------------------------------------------------------- */

static inline int count(const struct world *w, const char *part)
{
	return cJSON_GetArraySize(json_get(w->report, part));
}

static inline int warnings_with(const struct world *w, const char *words)
{
	int n = 0;
	const cJSON *line;
	cJSON_ArrayForEach(line, json_get(w->report, "warnings"))
		n += strstr(line->valuestring, words) != NULL;
	return n;
}

/* added, changed (of sessions), moved, vanished, unchanged */
static inline void assert_report_at(const struct world *w, int added, int changed, int moved, int vanished,
	int unchanged, const char *file, int line)
{
	int sessions = 0;
	const cJSON *entry;
	cJSON_ArrayForEach(entry, json_get(w->report, "changed"))
		sessions += strcmp(json_str(entry, "collection"), "sessions") == 0;
	char is[100], should[100];
	snprintf(is, sizeof is, "+%d ~%d >%d -%d =%d", count(w, "added"), sessions, count(w, "moved"),
		count(w, "vanished"), (int)row_int(w->report, "unchanged", -1));
	snprintf(should, sizeof should, "+%d ~%d >%d -%d =%d", added, changed, moved, vanished, unchanged);
	if (strcmp(is, should) != 0) {
		char *text = cJSON_Print(w->report);
		print_error("%s\n", text);
		cJSON_free(text);
	}
	_assert_string_equal(is, should, file, line);
}
#define assert_report(...) assert_report_at(__VA_ARGS__, __FILE__, __LINE__)

static inline void assert_nothing_done_at(const struct world *w, const char *file, int line)
{
	_assert_int_equal((unsigned long long)w->changes, 0, file, line);
	_assert_int_equal((unsigned long long)w->action, 0, file, line);
	_assert_int_equal((unsigned long long)count(w, "changed"), 0, file, line);
}
#define assert_nothing_done(w) assert_nothing_done_at(w, __FILE__, __LINE__)

/* A member of a row as JSON text, in one of a few buffers. */
static inline const char *value_of(
	const struct world *w, const struct resource *r, const char *id, const char *name)
{
	static char texts[4][2000];
	static int next;
	char *text = texts[next++ % 4];
	cJSON *row = row_load(w->db, r, id);
	assert_non_null(row);
	struct buf json = BUF_INIT(sizeof texts[0] - 1);
	json_write(json_get(row, name), &json);
	snprintf(text, sizeof texts[0], "%s", json.data);
	buf_clear(&json);
	cJSON_Delete(row);
	return text;
}

static inline const char *session(const struct world *w, const char *id, const char *name)
{
	return value_of(w, &resource_sessions, id, name);
}

static inline int rows(const struct world *w, const char *collection)
{
	char sql[80];
	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", collection);
	return (int)db_int(w->db, -1, sql, "");
}

/* Every row of every table as one text, to see whether anything changed. */
static inline char *everything(const struct world *w)
{
	struct buf all = BUF_INIT(64 * 1024 * 1024);
	for (const struct resource *const *r = resource_all(); *r; r++) {
		cJSON *list = rows_load(w->db, *r, "ORDER BY id", "");
		json_write(list, &all);
		cJSON_Delete(list);
	}
	buf_addf(&all, "%d actions, %d changes", rows(w, "actions"), rows(w, "journal"));
	return buf_take(&all, NULL);
}

/* cmocka's tests are functions without a place for it. */
static struct world world;

static inline int world_set_up(void **state)
{
	world_open(&world);
	return 0;
}

static inline int world_tear_down(void **state)
{
	world_close(&world);
	return 0;
}

#endif
