#include "importer.h"

#include "base/clock.h"

#include <string.h>

extern const struct asset schema_assets[];

struct import_job {
	struct job job;
	const struct programme *p;
	struct imported result;
};

static enum status run_import(struct job *job, struct txn *txn, struct err *err)
{
	struct import_job *j = (struct import_job *)job;
	struct edit e;
	struct import_options options = {.confirm = true};
	edit_begin(&e, txn, "corpus", "imports.post");
	enum status st = programme_import(&e, j->p, &options, &j->result.report, err);
	if (st == STATUS_OK)
		return edit_finish(&e, &j->result.action, err);
	edit_abandon(&e);
	return st;
}

static void import_done(struct job *job)
{
	struct import_job *j = (struct import_job *)job;
	j->result.err = job->err;
	if (job->status != STATUS_OK) {
		cJSON_Delete(j->result.report);
		j->result.report = NULL;
	}
}

static void publish_nothing(void *ctx, const struct change *change)
{
}

enum status importer_open(struct importer *im, struct err *err)
{
	static const struct writer_hooks hooks = {.render = document_render, .publish = publish_nothing};
	struct clock clock = clock_system();
	*im = (struct importer){0};
	enum status st = db_open(":memory:", DB_WRITER, schema_assets, &im->db, err);
	return st == STATUS_OK ? writer_create(im->db, &clock, &hooks, &im->writer, err) : st;
}

void importer_close(struct importer *im)
{
	if (im->writer)
		writer_stop(im->writer);
	writer_destroy(im->writer);
	*im = (struct importer){0};
}

struct imported importer_run(struct importer *im, const struct programme *p)
{
	struct import_job j = {.job = {.run = run_import, .done = import_done}, .p = p};
	int64_t began = monotonic_us();
	writer_run(im->writer, &j.job);
	j.result.ms = (double)(monotonic_us() - began) / 1000.0;
	return j.result;
}

void imported_clear(struct imported *i)
{
	cJSON_Delete(i->report);
	*i = (struct imported){0};
}

int64_t importer_seq(const struct importer *im)
{
	return db_int(im->db, 0, "SELECT coalesce(max(seq), 0) FROM journal", "");
}

static int length(const struct imported *i, const char *list)
{
	return cJSON_GetArraySize(json_get(i->report, list));
}

struct tally imported_tally(const struct imported *i)
{
	struct tally t = {
		.moved = length(i, "moved"),
		.vanished = length(i, "vanished"),
		.unchanged = (int)row_int(i->report, "unchanged", 0),
		.clashes = length(i, "clashes"),
		.warnings = length(i, "warnings"),
	};
	const cJSON *entry;
	cJSON_ArrayForEach(entry, json_get(i->report, "added")) {
		bool again = cJSON_IsTrue(json_get(entry, "again"));
		t.again += again;
		t.added += !again;
	}
	cJSON_ArrayForEach(entry, json_get(i->report, "changed")) {
		const char *collection = json_str(entry, "collection");
		t.changed += strcmp(collection, "sessions") == 0;
		t.renamed += strcmp(collection, "rooms") == 0 && json_get(json_get(entry, "fields"), "name");
	}
	return t;
}
