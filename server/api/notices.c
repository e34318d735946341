/* What an attendee is told: the routes, and the loop's part in telling. */
#include "api/notices.h"

#include "api/chores.h"
#include "api/handlers.h"
#include "event/notices.h"

/* --- reading them ---------------------------------------------------------- */

/* `id` NULL: all of them. */
static enum status read_notices(struct call *c, struct edit *e, const char *id)
{
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddNumberToObject(answer, "read", (double)notices_read(e->txn, c->caller.id, id));
	call_answer_json(c, answer);
	txn_why(e->txn, c->rule->what);
	return STATUS_OK;
}

/* What was told anew since it was shown is not read yet: If-Match. */
static enum status read_one(struct call *c, struct edit *e, struct err *err)
{
	const char *id = c->params.value[0];
	struct buf document = BUF_INIT(MAX_ANSWER);
	enum status st = STATUS_OK;
	if (c->if_match && notice_render(e->txn->db, c->caller.id, id, &document))
		st = call_revision(
			c, "this notice", notice_revision(e->txn->db, c->caller.id, id), document.data, err);
	buf_clear(&document);
	return st == STATUS_OK ? read_notices(c, e, id) : st;
}

static enum status read_all(struct call *c, struct edit *e, struct err *err)
{
	return read_notices(c, e, NULL);
}

const struct write_rule delete_notice = {read_one, BODY_NONE, "notices.delete"};
const struct write_rule delete_notices = {read_all, BODY_NONE, "notices.delete"};

/* --- telling them ---------------------------------------------------------- */

void notices_arm(struct app *app)
{
	int64_t next = notices_next(app->reader), wait = next - machine_ms();
	if (next == INT64_MAX)
		wait = -1;
	else if (wait < 0 || wait > NOTICE_WINDOW_MS) /* past, or the clock was put back */
		wait = 0;
	server_timer_set(app->notice_timer, wait);
}

static void tell(struct txn *txn)
{
	notices_tell(txn, machine_ms());
}

static const struct chore telling = {"notices_failed", tell, notices_arm};

void notices_fired(void *ctx)
{
	struct app *app = ctx;
	chore_start(app, &telling, app->notice_timer);
}
