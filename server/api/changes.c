#include "api/changes.h"

#include "api/routes.h"
#include "api/tables.h"

#include <inttypes.h>
#include <string.h>

/* --- what one says --------------------------------------------------------- */

struct single {
	const struct write_rule *rule;
	struct params params;
	const cJSON *body; /* NULL: none */
	int64_t rev; /* of if_match; 0: none */
};

static enum status wrong(const char *expected, struct err *err)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s", expected);
}

static enum status read_members(const cJSON *item, struct err *err)
{
	const cJSON *member;
	if (!cJSON_IsObject(item))
		return wrong("must be an object", err);
	cJSON_ArrayForEach(member, item)
		if (strcmp(member->string, "method") != 0 && strcmp(member->string, "path") != 0 &&
			strcmp(member->string, "body") != 0 && strcmp(member->string, "if_match") != 0)
			return err_set(err, STATUS_UNPROCESSABLE, "unknown_field", "%s is not known here",
				member->string);
	return STATUS_OK;
}

static enum status read_change(const cJSON *item, struct single *ret, struct err *err)
{
	const char *method = json_str(item, "method"), *path = json_str(item, "path");
	if (read_members(item, err) != STATUS_OK)
		return err->status;
	if (!method || !path)
		return wrong("method and path must be strings", err);
	struct single change = {0};
	/* An id has none of these; in a request they are no part of the path. */
	if (!strpbrk(path, "?#%"))
		change.rule = route_of_write(method, path, &change.params);
	if (!change.rule || !change.rule->joins)
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_write",
			"%s %s is no write that can be joined with others", method, path);
	change.body = json_get(item, "body");
	if (change.rule->body == BODY_NONE ? change.body != NULL : !cJSON_IsObject(change.body))
		return wrong(change.body ? "body: must be an object, and only where there is one"
					 : "body: is missing",
			err);
	const cJSON *rev = json_get(item, "if_match");
	if (rev && (!change.rule->resource || !json_int(rev, 1, INT64_C(1) << 53, &change.rev)))
		return wrong("if_match: must be the revision of the document", err);
	*ret = change;
	return STATUS_OK;
}

/* The error is of the change at `index`. */
static enum status of_change(int index, struct err *err)
{
	struct err own = *err;
	return err_set(err, own.status, own.code, "changes[%d]: %s", index, own.detail);
}

enum status changes_check(const cJSON *list, struct err *err)
{
	int count = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
	if (count < 1 || count > MAX_CHANGES)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"changes: must be a list of 1 to %d", MAX_CHANGES);
	int index = 0;
	const cJSON *item;
	cJSON_ArrayForEach(item, list) {
		struct single change;
		if (read_change(item, &change, err) != STATUS_OK)
			return of_change(index, err);
		index++;
	}
	return STATUS_OK;
}

/* --- making them ------------------------------------------------------------- */

static void part_clear(void *p)
{
	struct part *part = p;
	cJSON_Delete(part->extra);
}

static void keep_answer(struct call *c, struct call *part)
{
	struct part made = {.document = part->document, .extra = part->extra};
	part->extra = NULL;
	g_strlcpy(made.id, part->document_id, sizeof made.id);
	g_array_append_val(c->parts, made);
}

/* What the part's refusal carries, ours carries too. */
static void keep_problem(struct call *c, const struct call *part, int index)
{
	char number[16];
	g_snprintf(number, sizeof number, "%d", index);
	call_problem_member(c, "change", number);
	if (part->problem)
		g_string_append_len(c->problem, part->problem->str, (gssize)part->problem->len);
}

static enum status make_one(
	struct call *c, struct edit *e, const struct single *change, int index, struct err *err)
{
	struct call part = {
		.app = c->app,
		.rule = change->rule,
		.caller = c->caller,
		.params = change->params,
		.body = change->body ? cJSON_Duplicate(change->body, true) : NULL,
		.if_match = change->rev ? g_strdup_printf("\"%" PRId64 "\"", change->rev) : NULL,
		.preview = c->preview,
		.answer = BUF_INIT(MAX_ANSWER),
	};
	edit_part(e);
	enum status st = call_run_part(&part, e, err);
	if (st == STATUS_OK)
		keep_answer(c, &part);
	else
		keep_problem(c, &part, index);
	call_clear(&part);
	return st;
}

enum status changes_make(struct call *c, struct edit *e, const cJSON *list, struct err *err)
{
	enum status st = changes_check(list, err);
	c->parts = g_array_new(FALSE, FALSE, sizeof(struct part));
	g_array_set_clear_func(c->parts, part_clear);
	int index = 0;
	for (const cJSON *item = st == STATUS_OK ? list->child : NULL; item; item = item->next, index++) {
		struct single change;
		st = read_change(item, &change, err);
		if (st == STATUS_OK)
			st = make_one(c, e, &change, index, err);
		if (st != STATUS_OK)
			return of_change(index, err);
	}
	if (st == STATUS_OK)
		call_answer_clashes(c, e);
	return st;
}

void changes_compose(struct call *c, struct db *db)
{
	struct buf *out = &c->answer;
	buf_add_str(out, "{\"results\":[");
	for (guint i = 0; i < c->parts->len; i++) {
		const struct part *part = &g_array_index(c->parts, struct part, i);
		bool there = false;
		buf_add_str(out, i ? "," : "");
		if (part->document)
			there = document_render(db, part->document->collection, part->id, out);
		if (!there)
			json_write(part->extra, out);
	}
	buf_add_str(out, "]}");
}

/* --- the route ----------------------------------------------------------------- */

static enum status make_changes(struct call *c, struct edit *e, struct err *err)
{
	const cJSON *note = json_get(c->body, "note");
	enum status st = call_members(c, "changes note", err);
	if (st == STATUS_OK && note && (!cJSON_IsString(note) || strlen(note->valuestring) > MAX_LINE))
		st = err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"note: must be a string of at most %d bytes", MAX_LINE);
	if (st != STATUS_OK)
		return st;
	e->note = cJSON_GetStringValue(note);
	return changes_make(c, e, json_get(c->body, "changes"), err);
}

const struct write_rule post_changes = {
	make_changes, BODY_JSON_LONG, "changes.post", .settle = table_settle, .compose = changes_compose};
