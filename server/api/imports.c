/* Schedule files in. */
#include "api/handlers.h"

#include "event/import.h"
#include "formats/formats.h"

#include <string.h>

static bool is_yes(const char *value)
{
	return value && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
}

static enum status read_programme(struct call *c, struct programme **ret, struct err *err)
{
	struct read_options options;
	enum status st = read_options_parse(c->query_tz, c->query_columns, &options, err);
	if (st == STATUS_OK)
		st = formats_read(c->raw, c->raw_len, &options, ret, err);
	read_options_clear(&options);
	return st;
}

/* The file is read on the writer's thread, so that the loop never waits for it. */
static enum status import_file(struct call *c, struct edit *e, struct err *err)
{
	struct programme *p = NULL;
	enum status st = read_programme(c, &p, err);
	if (st != STATUS_OK)
		return st;
	struct import_options options = {.dry_run = is_yes(c->query_dry_run),
		.confirm = is_yes(c->query_confirm),
		.except = c->query_except};
	cJSON *report = NULL;
	st = programme_import(e, p, &options, &report, err);
	programme_destroy(p);
	if (st == STATUS_OK) {
		c->roll_back = options.dry_run;
		call_answer_json(c, report);
		return st;
	}
	if (report) {
		struct buf json = BUF_INIT(MAX_ANSWER);
		json_write(report, &json);
		call_problem_member(c, "report", json.data);
		buf_clear(&json);
	}
	cJSON_Delete(report);
	return st;
}

const struct write_rule post_import = {import_file, BODY_RAW, "imports.post"};
