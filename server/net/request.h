/* One HTTP request, from its headers to its answer. Loop's thread only.
 *
 * The server calls hooks.begin when the headers are in: the router looks at
 * method and path and either replies (404, 405, 401, …) or says how large a
 * body it takes with request_accept. When the body is whole, hooks.handle is
 * called. The answer may be given there, or later, by the request's id: the
 * client may have gone meanwhile, then request_find gives NULL. A request is
 * answered once; a second answer is a broken invariant.
 *
 * What a `const char *` accessor gives is borrowed until the answer. */
#ifndef MADANG_NET_REQUEST_H
#define MADANG_NET_REQUEST_H

#include "base/blob.h"
#include "base/err.h"
#include "live/snapshot.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ADDRESS_TEXT = 46 }; /* of any IP address, NUL included */

struct server;
struct request;

enum method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
	METHOD_COUNT
};

enum header {
	HEADER_AUTHORIZATION,
	HEADER_COOKIE,
	HEADER_ORIGIN,
	HEADER_HOST,
	HEADER_IF_MATCH,
	HEADER_IF_NONE_MATCH,
	HEADER_IDEMPOTENCY_KEY,
	HEADER_CONTENT_TYPE,
	HEADER_ACCEPT,
	HEADER_ACCEPT_ENCODING,
	HEADER_ACCEPT_LANGUAGE,
	HEADER_LAST_EVENT_ID,
	HEADER_X_FORWARDED_PROTO,
	HEADER_X_FORWARDED_FOR,
	HEADER_COUNT,
};

/* Asking */
enum method request_method(const struct request *req);
const char *method_name(enum method m);
/* Percent-decoded and without `.` and `..`; begins with '/', at most MAX_PATH
 * bytes of valid UTF-8 without control characters. */
const char *request_path(const struct request *req);
/* The decoded value of the first `name` in the query: NULL where it is not
 * there, "" where it is empty. A value longer than MAX_QUERY_VALUE, or not
 * UTF-8, or with control characters other than tab and line breaks, has made
 * the request a 400 before `begin`. */
const char *request_query(struct request *req, const char *name);
/* Appends the query as it may stand in a Location: "?a=b&c=d", escaped;
 * nothing where there is none. */
void request_write_query(const struct request *req, struct buf *out);
/* NULL where it is not there. Folded lines and repeats are joined by lws. */
const char *request_header(struct request *req, enum header name);
/* The value of one cookie, NULL where it is not there. Valid until the next
 * call of request_cookie. */
const char *request_cookie(struct request *req, const char *name);
/* The body, NUL-terminated; from hooks.handle on. "" where there is none. */
const char *request_body(const struct request *req, size_t *ret_len);
/* TLS here, or X-Forwarded-Proto: https from a proxy. */
bool request_is_secure(struct request *req);
/* True where Origin is absent or names the host that was asked (scheme aside). */
bool request_same_origin(struct request *req);
/* Who asks, for counting how often: an IPv4 address, or the first 64 bits of an
 * IPv6 one, as whoever has one of those has them all. From X-Forwarded-For (the
 * last in it, which is what our proxy saw) only where the peer is this machine:
 * anybody else could write there what they like. */
void request_address(struct request *req, char out[ADDRESS_TEXT]);
/* May the answer be gzip? (Accept-Encoding with q > 0.) */
bool request_accepts_gzip(struct request *req);

/* Slot and generation: never 0, never used twice. */
uint64_t request_id(const struct request *req);
/* NULL: answered already, or the client has gone. */
struct request *request_find(struct server *server, uint64_t id);

/* Bytes that are the hooks' own, from `begin` (there they may hold anything) to
 * the answer: what it found out need not be found out again by `handle`. */
enum { REQUEST_ROOM = 1024 };
void *request_room(struct request *req);

/* In hooks.begin: go on, take at most this much body. A longer one is answered
 * 413, one without Content-Length 411; both by net itself. */
void request_accept(struct request *req, size_t max_body);

/* Answering */
struct reply_header {
	const char *name; /* lower case, without the colon: "retry-after" */
	const char *value; /* line breaks in it are a broken invariant */
};

enum { REPLY_MAX_HEADERS = 8 };

struct reply {
	int status; /* 0: 200 */
	const char *content_type; /* NULL: none */
	const char *content_encoding; /* NULL: none. "gzip" also adds Vary. */
	const char *etag; /* quotes included; NULL: none */
	const char *cache_control; /* NULL: "no-store" */
	const char *csp; /* NULL: nothing may be loaded, frame-ancestors 'none' */
	const struct reply_header *headers; /* NULL-name-terminated, or NULL */
	struct blob *body; /* borrowed: the request takes its own reference. NULL: empty */
	struct blob *before; /* parts that stand around a shared body; NULL: none */
	struct blob *after;
};

/* Answers and ends the request: `req` is not the caller's any more. Adds
 * Content-Length, nosniff, Referrer-Policy and the policy. HEAD, 204 and 304
 * go without body. Where `etag` is given, the status is 200 and If-None-Match
 * holds it (weak comparison), it answers 304 by itself. */
void request_reply(struct request *req, const struct reply *reply);
/* JSON from `json`, whose bytes are taken; with a status from 400 it is a
 * problem document. 500 if it has failed. */
void request_reply_json(struct request *req, int status, struct buf *json);
/* GET state of these topics at the house's clock `now`: ETag, 304, gzip. */
void request_reply_state(struct request *req, struct snapshot *snapshot, uint32_t mask, int64_t now);
/* application/problem+json by err->status, code and detail; TOO_MANY, BUSY and
 * STORAGE with Retry-After. */
void request_problem(struct request *req, const struct err *err);
/* The same for statuses that `enum status` has not: 405 (give `allow`), 411,
 * 415, 429, 431 …; headers as in struct reply, may be NULL. */
void request_problem_http(struct request *req, int http_status, const char *code, const char *detail,
	const struct reply_header *headers);
/* The HTTP status of a status. */
int status_http(enum status status);
/* The bytes of a problem document, for a caller that keeps answers (the
 * idempotency store). Appends. */
void problem_write(struct buf *out, int http_status, const char *code, const char *detail);

/* Does the list of an If-Match or If-None-Match header hold this ETag? `*`
 * holds every one; W/ is ignored on both sides. NULL list: false. */
bool etag_in(const char *list, const char *etag);

#endif
