#include "net/wire.h"

#include <assert.h>
#include <string.h>
#include <time.h>

/* What is told to a client that is turned away for a while. */
enum { RETRY_AFTER_S = 2 };

static const char api_csp[] = "default-src 'none'; frame-ancestors 'none'";

static const char *reason_phrase(int status)
{
	switch (status) {
	case 200: return "OK";
	case 201: return "Created";
	case 202: return "Accepted";
	case 204: return "No Content";
	case 302: return "Found";
	case 303: return "See Other";
	case 304: return "Not Modified";
	case 307: return "Temporary Redirect";
	case 308: return "Permanent Redirect";
	case 400: return "Bad Request";
	case 401: return "Unauthorized";
	case 403: return "Forbidden";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 406: return "Not Acceptable";
	case 408: return "Request Timeout";
	case 409: return "Conflict";
	case 410: return "Gone";
	case 411: return "Length Required";
	case 412: return "Precondition Failed";
	case 413: return "Content Too Large";
	case 415: return "Unsupported Media Type";
	case 422: return "Unprocessable Content";
	case 426: return "Upgrade Required";
	case 429: return "Too Many Requests";
	case 431: return "Request Header Fields Too Large";
	case 500: return "Internal Server Error";
	case 501: return "Not Implemented";
	case 503: return "Service Unavailable";
	default: return "Status";
	}
}

int status_http(enum status status)
{
	switch (status) {
	case STATUS_OK:
	case STATUS_ROLLED_BACK: return 200;
	case STATUS_INVALID: return 400;
	case STATUS_UNPROCESSABLE: return 422;
	case STATUS_UNAUTHORIZED: return 401;
	case STATUS_FORBIDDEN: return 403;
	case STATUS_NOT_FOUND: return 404;
	case STATUS_CONFLICT: return 409;
	case STATUS_CHANGED: return 412;
	case STATUS_TOO_LARGE: return 413;
	case STATUS_TOO_MANY: return 429;
	case STATUS_BUSY: return 503;
	case STATUS_STORAGE: return 503;
	case STATUS_INTERNAL: return 500;
	}
	return 500;
}

/* --- the head --- */

static void add_header(struct buf *out, const char *name, const char *value)
{
	if (!value)
		return;
	assert(!strpbrk(value, "\r\n"));
	buf_add_str(out, name);
	buf_add(out, ": ", 2);
	buf_add_str(out, value);
	buf_add(out, "\r\n", 2);
}

/* The machine's date (RFC 9110, 6.6.1), written anew each second. */
static const char *http_date(struct server *s)
{
	time_t now = time(NULL);
	if (now != s->date_s) {
		struct tm t;
		gmtime_r(&now, &t);
		strftime(s->date, sizeof s->date, "%a, %d %b %Y %H:%M:%S GMT", &t);
		s->date_s = now;
	}
	return s->date;
}

void head_write(struct request *req, const struct reply *r, int status, int64_t length, struct buf *out)
{
	buf_addf(out, "HTTP/1.1 %d %s\r\n", status, reason_phrase(status));
	add_header(out, "date", http_date(req->server));
	add_header(out, "content-type", r->content_type);
	add_header(out, "content-encoding", r->content_encoding);
	if (r->content_encoding)
		add_header(out, "vary", "accept-encoding");
	if (length >= 0 && status != 204 && status != 304)
		buf_addf(out, "content-length: %lld\r\n", (long long)length);
	add_header(out, "etag", r->etag);
	add_header(out, "cache-control", r->cache_control ? r->cache_control : "no-store");
	add_header(out, "x-content-type-options", "nosniff");
	add_header(out, "referrer-policy", "same-origin");
	add_header(out, "content-security-policy", r->csp ? r->csp : api_csp);
	for (const struct reply_header *h = r->headers; h && h->name; h++)
		add_header(out, h->name, h->value);
	if (req->close)
		add_header(out, "connection", "close");
	else if (!req->http11)
		add_header(out, "connection", "keep-alive");
	buf_add(out, "\r\n", 2);
}

static bool is_match(struct request *req, const struct reply *r, int status)
{
	bool may = status == 200 && r->etag && (req->method == METHOD_GET || req->method == METHOD_HEAD);
	return may && etag_in(request_header(req, HEADER_IF_NONE_MATCH), r->etag);
}

static int64_t length_of(const struct reply *r)
{
	struct blob *parts[REPLY_PARTS] = {r->before, r->body, r->after};
	int64_t length = 0;
	for (int i = 0; i < REPLY_PARTS; i++)
		length += parts[i] ? (int64_t)parts[i]->len : 0;
	return length;
}

void request_reply(struct request *req, const struct reply *r)
{
	struct server *s = req->server;
	assert(req->state != REQUEST_SENDS && !req->is_probe);
	int status = r->status ? r->status : 200;
	if (is_match(req, r, status))
		status = 304;
	s->stats.by_class[status / 100]++;
	buf_reset(&s->out);
	blob_begin(&s->out);
	head_write(req, r, status, length_of(r), &s->out);
	bool with_body = status != 204 && status != 304 && req->method != METHOD_HEAD;
	if (with_body) {
		req->parts[0] = blob_ref(r->before);
		req->parts[1] = blob_ref(r->body);
		req->parts[2] = blob_ref(r->after);
	}
	request_send(req, with_body);
}

void request_reply_json(struct request *req, int status, struct buf *json)
{
	if (json->failed) {
		struct err err;
		err_set(&err, STATUS_INTERNAL, "internal", "the answer is too large");
		buf_clear(json);
		request_problem(req, &err);
		return;
	}
	struct blob *body = blob_create(json->data ? json->data : "", json->len);
	buf_clear(json);
	const char *type = status >= 400 ? "application/problem+json" : "application/json";
	request_reply(req, &(struct reply){.status = status, .content_type = type, .body = body});
	blob_unref(body);
}

void request_reply_state(struct request *req, struct snapshot *snapshot, uint32_t mask, int64_t now)
{
	char etag[SNAPSHOT_ETAG];
	snapshot_etag(snapshot, mask, etag);
	bool gzip = request_accepts_gzip(req);
	struct reply r = {.content_type = "application/json",
		.etag = etag,
		.cache_control = "no-cache",
		.content_encoding = gzip ? "gzip" : NULL};
	struct snapshot_state state = {0};
	if (!is_match(req, &r, 200))
		snapshot_state(snapshot, mask, now, gzip, &state);
	r.before = state.before;
	r.body = state.body;
	r.after = state.after;
	request_reply(req, &r);
	blob_unref(state.before);
	blob_unref(state.body);
	blob_unref(state.after);
}

/* --- problems (RFC 9457) --- */

void problem_write(struct buf *out, int http_status, const char *code, const char *detail)
{
	buf_addf(out, "{\"type\":\"urn:madang:problem:%s\",\"title\":", code);
	buf_add_json(out, reason_phrase(http_status));
	buf_addf(out, ",\"status\":%d,\"detail\":", http_status);
	buf_add_json(out, detail);
	buf_add_str(out, ",\"code\":");
	buf_add_json(out, code);
	buf_add_char(out, '}');
}

void request_problem_http(struct request *req, int http_status, const char *code, const char *detail,
	const struct reply_header *headers)
{
	struct buf b = BUF_INIT(8192);
	blob_begin(&b);
	problem_write(&b, http_status, code, detail);
	struct blob *body = blob_end(&b);
	request_reply(req,
		&(struct reply){.status = http_status,
			.content_type = "application/problem+json",
			.headers = headers,
			.body = body});
	blob_unref(body);
}

void request_problem(struct request *req, const struct err *err)
{
	char after[16];
	snprintf(after, sizeof after, "%d", err->retry_after_s ? err->retry_after_s : RETRY_AFTER_S);
	const struct reply_header retry[] = {{"retry-after", after}, {0}};
	static const struct reply_header sign_in[] = {{"www-authenticate", "Bearer"}, {0}};
	const struct reply_header *headers = NULL;
	if (err->status == STATUS_TOO_MANY || err->status == STATUS_BUSY || err->status == STATUS_STORAGE)
		headers = retry;
	else if (err->status == STATUS_UNAUTHORIZED)
		headers = sign_in;
	request_problem_http(req, status_http(err->status), err->code, err->detail, headers);
}

void request_refuse(struct request *req, int http_status, const char *code, const char *detail)
{
	req->close = true;
	req->bad_framing = true;
	request_problem_http(req, http_status, code, detail, NULL);
}
