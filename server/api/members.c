/* Members: who may do more than attend, and their end. */
#include "event/members.h"
#include "api/callers.h"
#include "api/handlers.h"
#include "base/instant.h"
#include "event/hosts.h"

#include <glib.h>
#include <string.h>

struct list {
	struct app *app;
	const struct caller *caller;
	GHashTable *listening; /* the owners and keys of open sockets, borrowed */
	struct buf *out;
	bool any;
};

static void add_listener(void *ctx, const char *owner, const char *key)
{
	if (owner)
		g_hash_table_add(ctx, (char *)owner);
	g_hash_table_add(ctx, (char *)key);
}

/* Who has a socket open is here now. */
static int64_t seen(const struct list *l, const char *owner)
{
	if (g_hash_table_contains(l->listening, owner))
		return clock_now(&l->app->clock);
	return callers_seen(l->app->callers, owner);
}

static void add_last_seen(int64_t at, struct buf *out)
{
	char text[INSTANT_TEXT] = "";
	if (at)
		instant_format(at, text);
	cJSON *value = at ? cJSON_CreateString(text) : cJSON_CreateNull();
	answer_member(out, "last_seen", value);
	cJSON_Delete(value);
}

static void add_member(void *ctx, const struct member *member)
{
	struct list *l = ctx;
	struct member m = *member;
	char name[PERSON_NAME];
	if (l->any)
		buf_add_char(l->out, ',');
	l->any = true;
	if (!m.name)
		m.name = person_name(l->app->reader, m.person, name, sizeof name) ? name : m.person;
	member_write(&m, l->out);
	add_last_seen(seen(l, m.owner), l->out);
	cJSON *you = cJSON_CreateBool(strcmp(m.owner, l->caller->id) == 0);
	answer_member(l->out, "you", you);
	cJSON_Delete(you);
}

void get_members(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	struct err err;
	struct buf out = BUF_INIT(MAX_ANSWER);
	struct list list = {.app = app, .caller = caller, .out = &out};
	list.listening = g_hash_table_new(g_str_hash, g_str_equal);
	hub_each_key(app->hub, add_listener, list.listening);
	buf_add_str(&out, "{\"members\":[");
	members_each(app->reader, machine_ms(), add_member, &list);
	buf_add_str(&out, "]}");
	g_hash_table_destroy(list.listening);
	if (db_status(app->reader, &err) == STATUS_OK) {
		request_reply_json(req, 200, &out);
		return;
	}
	buf_clear(&out);
	db_recover(app->reader);
	request_problem(req, &err);
}

static enum status end_member(struct call *c, struct edit *e, struct err *err)
{
	/* The token of the command line is an organiser's that nobody can remove. */
	bool another = *c->app->organiser_hash != '\0';
	return member_end(e->txn, c->params.value[0], another, c->ended, err);
}

/* Its next request is nobody's, and its sockets are closed before it can be told yes. */
static void settle_end_member(struct call *c)
{
	if (c->job.status != STATUS_OK)
		return;
	callers_clear(c->app->callers);
	if (*c->ended)
		hub_end(c->app->hub, c->ended);
}

const struct write_rule delete_member = {
	.run = end_member, .body = BODY_NONE, .what = "members.delete", .settle = settle_end_member};
