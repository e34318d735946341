/* One write on its way: from the request to the writer and back.
 *
 *   loop:   call_start reads what the request says, and queues the job
 *   writer: the answer kept for the Idempotency-Key, else If-Match, the
 *           route's rule within one edit, the answer, all in one savepoint
 *   loop:   the answer goes out, if the client is still there */
#ifndef MADANG_API_CALL_H
#define MADANG_API_CALL_H

#include "api/auth.h"
#include "base/rand.h"
#include "event/edit.h"

enum { MAX_PARAMS = 2 };

/* What stood for {id} in the route's pattern, in order. */
struct params {
	char value[MAX_PARAMS][MAX_ID + 1];
};

struct call;

/* A rule: works on `e`, gives its answer by one of the call_answer functions.
 * Writer's thread. */
typedef enum status write_fn(struct call *c, struct edit *e, struct err *err);

enum body {
	BODY_NONE, /* what comes is not looked at */
	BODY_JSON, /* an object, at most MAX_JSON_BODY */
	BODY_JSON_IF_ANY, /* the same, or nothing: then call->body is NULL */
	BODY_JSON_LONG, /* an object, at most MAX_CHANGES_BODY */
	BODY_RAW, /* a file, at most MAX_IMPORT_BODY */
};

/* A secret that an answer tells: a token, a code. See secret.h. */
struct secret_rule {
	/* Is it still one? By its SHA-256, hex. Writer's thread. */
	bool (*lives)(struct db *db, const char *hash);
	/* Puts c->secret into c->answer. Loop's thread. */
	void (*reveal)(struct call *c, struct request *req);
};

enum cookie {
	COOKIE_KEPT,
	COOKIE_SET, /* to c->secret: this device is signed in */
	COOKIE_CLEARED,
};

struct write_rule {
	write_fn *run;
	enum body body;
	const char *what; /* the action's name: "sessions.patch" */
	const struct resource *resource; /* whose {id} If-Match is about; NULL: none */
	int created; /* 201 where it creates, else 0 */
	const struct secret_rule *secret; /* NULL: the answer tells none */
	enum cookie cookie;
	bool unkept; /* the answer is not kept for a second asking */
	bool decides_first; /* as of its job (writer.h) */
	bool joins; /* may be one of several that are made as one (changes.h): all it does
		       goes by the edit */
	/* Loop's thread, before the queue: may this caller ask (429)? NULL: always. */
	enum status (*admit)(struct call *c, struct request *req, struct err *err);
	/* Loop's thread, after the answer is known, before it goes out. NULL: nothing to do. */
	void (*settle)(struct call *c);
	/* Writer's thread, once the edit is finished: writes the object that the answer
	 * begins with, of documents as they are now. NULL: the one of call_answer_document. */
	void (*compose)(struct call *c, struct db *db);
};

/* What one of several changes made as one answers with. */
struct part {
	const struct resource *document; /* of which `id` is the document… */
	char id[MAX_ID + 1];
	cJSON *extra; /* …or these members, owned; neither: it is gone */
};

struct call {
	struct job job; /* first: the writer's */
	struct app *app;
	uint64_t request;
	const struct write_rule *rule;
	struct caller caller;
	struct params params;
	cJSON *body; /* NULL where there is none */
	char *raw; /* the body as it came, for files; owned */
	size_t raw_len;
	char *if_match, *key; /* headers; NULL where absent */
	char key_hash[SHA256_HEX]; /* SHA-256 of the key, hex */
	char fingerprint[SHA256_HEX]; /* of method, path, query and body, SHA-256; "" without a key */
	char *query_tz, *query_columns, *query_confirm, *query_dry_run; /* imports only */
	bool preview; /* roll back, and tell what it would reach */
	int64_t queued_us;

	/* the answer */
	const struct resource *document; /* of which document_id is the answer's document */
	char document_id[MAX_ID + 1];
	bool with_clashes; /* those of that document, which is a session */
	cJSON *clashes; /* or these; NULL: none are told */
	GArray *parts; /* struct part; NULL: this is one change */
	cJSON *extra; /* members that are added to the answer, or are all of it */
	bool roll_back; /* answer OK but change nothing (dry run) */
	GString *problem; /* more members of a problem document; NULL: none */
	char attendee[MAX_ID + 1]; /* whom the answer is about, where that is not the caller; "" */
	char secret[RANDOM_ID_TEXT]; /* for a rule with one: from before it runs */
	char salt[RANDOM_ID_TEXT]; /* what it is made of besides the key */
	char address[ADDRESS_TEXT]; /* `admit` has counted this call there; "" */
	int http_status;
	struct buf answer;
};

/* Takes the request, which is answered here where it is refused at once. */
void call_start(struct app *app, struct request *req, const struct write_rule *rule,
	const struct caller *caller, const struct params *params, bool preview);

/* The answer is the document, with seq, action and (sessions) clashes. */
void call_answer_document(struct call *c, const struct resource *r, const char *id);
/* The answer is, or has besides, these members. Takes `extra`. */
void call_answer_json(struct call *c, cJSON *extra);
/* The answer, or the preview, tells of all clashes of the sessions that the edit
 * has changed so far. */
void call_answer_clashes(struct call *c, const struct edit *e);
/* Runs a call that is a part of another: If-Match and the rule. */
enum status call_run_part(struct call *part, struct edit *e, struct err *err);
/* Frees what the call holds, and not the call. */
void call_clear(struct call *c);
/* Does If-Match name revision `rev`, or is it not there? Else 412
 * `changed_meanwhile` with `document` (JSON), told to be `what`. */
enum status call_revision(
	struct call *c, const char *what, int64_t rev, const char *document, struct err *err);
/* Has the body only members of these names, "minutes from"? Else 422
 * `unknown_field`: a misspelt one must not be taken for one left out. */
enum status call_members(const struct call *c, const char *known, struct err *err);
/* Puts a member into the object that ends `out`. */
void answer_member(struct buf *out, const char *name, const cJSON *value);
/* The refusal that follows carries the JSON text as member `name`, besides
 * others. Copies. */
void call_problem_member(struct call *c, const char *name, const char *json);

#endif
