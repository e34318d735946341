#include "net/request.h"

#include "base/utf8.h"
#include "net/wire.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum { KEPT_REQUESTS = 64, FIRST_SLOTS = 256 };

/* --- slots --- */

static bool grow_slots(struct server *s)
{
	size_t count = s->slot_count ? s->slot_count * 2 : FIRST_SLOTS;
	if (count > MAX_OPEN_REQUESTS)
		count = MAX_OPEN_REQUESTS;
	if (count == s->slot_count)
		return false;
	s->slots = realloc(s->slots, count * sizeof *s->slots);
	s->free_slots = realloc(s->free_slots, count * sizeof *s->free_slots);
	if (!s->slots || !s->free_slots)
		abort();
	for (size_t i = count; i-- > s->slot_count;) {
		s->slots[i] = NULL;
		s->free_slots[s->free_count++] = (uint32_t)i;
	}
	s->slot_count = count;
	return true;
}

/* NULL: MAX_OPEN_REQUESTS are open. */
struct request *request_open(struct server *s, struct lws *wsi)
{
	if (s->free_count == 0 && !grow_slots(s))
		return NULL;
	struct request *r = s->free_requests;
	if (r) {
		s->free_requests = r->next_free;
		s->free_request_count--;
	} else {
		r = malloc(sizeof *r);
		if (!r)
			abort();
	}
	memset(r, 0, offsetof(struct request, arena));
	uint32_t slot = s->free_slots[--s->free_count];
	r->server = s;
	r->wsi = wsi;
	r->id = (uint64_t)++s->generation << 32 | (slot + 1);
	s->slots[slot] = r;
	s->open++;
	return r;
}

void request_close(struct request *r)
{
	struct server *s = r->server;
	uint32_t slot = (uint32_t)r->id - 1;
	s->slots[slot] = NULL;
	s->free_slots[s->free_count++] = slot;
	s->open--;
	s->bodies_bytes -= r->body_counted;
	buf_clear(&r->body);
	for (int i = 0; i < REPLY_PARTS; i++)
		blob_unref(r->parts[i]);
	if (s->free_request_count >= KEPT_REQUESTS) {
		free(r);
		return;
	}
	r->next_free = s->free_requests;
	s->free_requests = r;
	s->free_request_count++;
}

struct request *request_find(struct server *s, uint64_t id)
{
	size_t slot = (size_t)(uint32_t)id - 1;
	struct request *r = slot < s->slot_count ? s->slots[slot] : NULL;
	return r && r->id == id && r->state == REQUEST_WAITS ? r : NULL;
}

uint64_t request_id(const struct request *req)
{
	return req->id;
}

/* --- text of the request --- */

/* Room in the request's own memory; NULL where it is used up. */
static char *room(struct request *req, size_t size)
{
	if (size > REQUEST_ARENA - req->arena_used)
		return NULL;
	char *p = req->arena + req->arena_used;
	req->arena_used += size;
	return p;
}

static bool has_control(const char *s, bool allow_lines)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == 0x7F || (c < 0x20 && !(allow_lines && (c == '\t' || c == '\n' || c == '\r'))))
			return true;
	}
	return false;
}

static bool bad(struct err *err, const char *code, const char *detail)
{
	err_set(err, STATUS_INVALID, code, "%s", detail);
	return false;
}

static const enum method methods[] = {
	[LWSHUMETH_GET] = METHOD_GET,
	[LWSHUMETH_POST] = METHOD_POST,
	[LWSHUMETH_OPTIONS] = METHOD_OPTIONS,
	[LWSHUMETH_PUT] = METHOD_PUT,
	[LWSHUMETH_PATCH] = METHOD_PATCH,
	[LWSHUMETH_DELETE] = METHOD_DELETE,
	[LWSHUMETH_CONNECT] = METHOD_COUNT,
	[LWSHUMETH_HEAD] = METHOD_HEAD,
};

static bool read_path(struct request *req, struct err *err)
{
	char *uri = NULL;
	int len = 0, method = lws_http_get_uri_and_method(req->wsi, &uri, &len);
	if (method < 0 || method >= (int)(sizeof methods / sizeof *methods) ||
		methods[method] == METHOD_COUNT)
		return bad(err, "bad_method", "this method is not known here");
	req->method = methods[method];
	if (len > MAX_PATH)
		return bad(err, "bad_path", "the path is too long");
	char *path = room(req, (size_t)len + 1);
	if (!path || len < 1 || uri[0] != '/')
		return bad(err, "bad_path", "the path does not begin with a slash");
	memcpy(path, uri, (size_t)len);
	path[len] = '\0';
	if (strlen(path) != (size_t)len || has_control(path, false) || !utf8_valid(path, (size_t)len))
		return bad(err, "bad_path", "the path holds control characters or is not UTF-8");
	req->path = path;
	return true;
}

static bool read_query_item(struct request *req, int n, int len, struct err *err)
{
	char *text = len <= MAX_QUERY_VALUE + MAX_ID ? room(req, (size_t)len + 1) : NULL;
	if (!text || lws_hdr_copy_fragment(req->wsi, text, len + 1, WSI_TOKEN_HTTP_URI_ARGS, n) < 0)
		return bad(err, "bad_query", "a value in the query is too long");
	if (strlen(text) != (size_t)len || has_control(text, true) || !utf8_valid(text, (size_t)len))
		return bad(err, "bad_query", "the query holds control characters or is not UTF-8");
	if (req->query_count == MAX_QUERY_ITEMS)
		return bad(err, "bad_query", "the query has too many values");
	char *equals = strchr(text, '=');
	if (equals)
		*equals = '\0';
	req->query[req->query_count++] = (struct query_item){text, equals ? equals + 1 : ""};
	return true;
}

static bool read_query(struct request *req, struct err *err)
{
	if (!lws_hdr_total_length(req->wsi, WSI_TOKEN_HTTP_URI_ARGS))
		return true;
	for (int n = 0;; n++) {
		int len = lws_hdr_fragment_length(req->wsi, WSI_TOKEN_HTTP_URI_ARGS, n);
		char none[1];
		bool is_empty = len == 0; /* "a&&b", or there is no such item */
		if (is_empty && lws_hdr_copy_fragment(req->wsi, none, 1, WSI_TOKEN_HTTP_URI_ARGS, n) < 0)
			break;
		if (!is_empty && !read_query_item(req, n, len, err))
			return false;
	}
	return true;
}

bool request_read_target(struct request *req, struct err *err)
{
	char version[16];
	int n = lws_hdr_copy(req->wsi, version, sizeof version, WSI_TOKEN_HTTP);
	/* lws takes an encoded line break in the target for the end of the line:
	 * what follows would be headers that a mere link has written. */
	req->path = "/";
	if (n < 8)
		return bad(
			err, "bad_request", "the request line has no version, or a line break in its path");
	req->http11 = n >= 8 && strcmp(version, "HTTP/1.0") != 0;
	return read_path(req, err) && read_query(req, err);
}

enum method request_method(const struct request *req)
{
	return req->method;
}

const char *method_name(enum method m)
{
	static const char *const names[METHOD_COUNT] = {
		"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
	return m < METHOD_COUNT ? names[m] : "";
}

const char *request_path(const struct request *req)
{
	return req->path;
}

/* RFC 3986, 2.3: what needs no escape. */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c && strchr("-._~", c));
}

static void write_escaped(const char *s, struct buf *out)
{
	for (; *s; s++) {
		if (is_unreserved(*s))
			buf_add_char(out, *s);
		else
			buf_addf(out, "%%%02X", (unsigned char)*s);
	}
}

void request_write_query(const struct request *req, struct buf *out)
{
	for (size_t i = 0; i < req->query_count; i++) {
		buf_add_char(out, i ? '&' : '?');
		write_escaped(req->query[i].name, out);
		buf_add_char(out, '=');
		write_escaped(req->query[i].value, out);
	}
}

const char *request_query(struct request *req, const char *name)
{
	for (size_t i = 0; i < req->query_count; i++) {
		if (strcmp(req->query[i].name, name) == 0)
			return req->query[i].value;
	}
	return NULL;
}

struct header_source {
	int token; /* lws's, or -1: looked up by name */
	const char *name;
};

static const struct header_source sources[HEADER_COUNT] = {
	[HEADER_AUTHORIZATION] = {WSI_TOKEN_HTTP_AUTHORIZATION, NULL},
	[HEADER_COOKIE] = {WSI_TOKEN_HTTP_COOKIE, NULL},
	[HEADER_ORIGIN] = {WSI_TOKEN_ORIGIN, NULL},
	[HEADER_HOST] = {WSI_TOKEN_HOST, NULL},
	[HEADER_IF_MATCH] = {WSI_TOKEN_HTTP_IF_MATCH, NULL},
	[HEADER_IF_NONE_MATCH] = {WSI_TOKEN_HTTP_IF_NONE_MATCH, NULL},
	[HEADER_IDEMPOTENCY_KEY] = {-1, "idempotency-key:"},
	[HEADER_CONTENT_TYPE] = {WSI_TOKEN_HTTP_CONTENT_TYPE, NULL},
	[HEADER_ACCEPT] = {WSI_TOKEN_HTTP_ACCEPT, NULL},
	[HEADER_ACCEPT_ENCODING] = {WSI_TOKEN_HTTP_ACCEPT_ENCODING, NULL},
	[HEADER_ACCEPT_LANGUAGE] = {WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, NULL},
	[HEADER_LAST_EVENT_ID] = {-1, "last-event-id:"},
	[HEADER_X_FORWARDED_PROTO] = {-1, "x-forwarded-proto:"},
	[HEADER_X_FORWARDED_FOR] = {WSI_TOKEN_X_FORWARDED_FOR, NULL},
};

static const char *copy_token(struct request *req, enum lws_token_indexes token)
{
	int len = lws_hdr_total_length(req->wsi, token);
	char *text = len > 0 ? room(req, (size_t)len + 1) : NULL;
	return text && lws_hdr_copy(req->wsi, text, len + 1, token) >= 0 ? text : NULL;
}

static const char *copy_custom(struct request *req, const char *name)
{
	int name_len = (int)strlen(name), len = lws_hdr_custom_length(req->wsi, name, name_len);
	char *text = len >= 0 ? room(req, (size_t)len + 1) : NULL;
	return text && lws_hdr_custom_copy(req->wsi, text, len + 1, name, name_len) >= 0 ? text : NULL;
}

const char *request_header(struct request *req, enum header name)
{
	if (!req->header_known[name]) {
		const struct header_source *from = &sources[name];
		req->header_known[name] = true;
		req->headers[name] = from->name ? copy_custom(req, from->name)
						: copy_token(req, (enum lws_token_indexes)from->token);
	}
	return req->headers[name];
}

void request_keep_headers(struct request *req)
{
	for (enum header name = 0; name < HEADER_COUNT; name++)
		request_header(req, name);
}

const char *request_cookie(struct request *req, const char *name)
{
	const char *p = request_header(req, HEADER_COOKIE);
	size_t name_len = strlen(name);
	while (p) {
		p += strspn(p, " ;,");
		size_t len = strcspn(p, ";,");
		if (len > name_len && strncmp(p, name, name_len) == 0 && p[name_len] == '=') {
			char *value = room(req, len - name_len);
			if (!value)
				return NULL;
			memcpy(value, p + name_len + 1, len - name_len - 1);
			value[len - name_len - 1] = '\0';
			return value;
		}
		p = p[len] ? p + len + 1 : NULL;
	}
	return NULL;
}

const char *request_body(const struct request *req, size_t *ret_len)
{
	if (ret_len)
		*ret_len = req->body.len;
	return req->body.data ? req->body.data : "";
}

bool request_is_secure(struct request *req)
{
	const char *proto = request_header(req, HEADER_X_FORWARDED_PROTO);
	return req->server->tls || (proto && strcasecmp(proto, "https") == 0);
}

/* False: it is none. An IPv4 address within IPv6 is an IPv4 address. */
static bool write_address(int family, const void *bytes, char out[ADDRESS_TEXT])
{
	struct in6_addr six;
	if (family == AF_INET)
		return inet_ntop(AF_INET, bytes, out, ADDRESS_TEXT) != NULL;
	if (family != AF_INET6)
		return false;
	memcpy(&six, bytes, sizeof six);
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return inet_ntop(AF_INET, six.s6_addr + 12, out, ADDRESS_TEXT) != NULL;
	if (!IN6_IS_ADDR_LOOPBACK(&six))
		memset(six.s6_addr + 8, 0, 8);
	return inet_ntop(AF_INET6, &six, out, ADDRESS_TEXT) != NULL;
}

static bool peer_address(struct lws *wsi, char out[ADDRESS_TEXT])
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} peer = {0};
	socklen_t len = sizeof peer;
	if (getpeername(lws_get_socket_fd(wsi), &peer.any, &len) != 0)
		return false;
	if (peer.any.sa_family == AF_INET)
		return write_address(AF_INET, &peer.four.sin_addr, out);
	return write_address(peer.any.sa_family, &peer.six.sin6_addr, out);
}

/* The last of "client, proxy, proxy": what the nearest one saw. */
static void forwarded_address(const char *list, char out[ADDRESS_TEXT])
{
	unsigned char bytes[sizeof(struct in6_addr)];
	char text[ADDRESS_TEXT];
	const char *comma = strrchr(list, ','), *last = comma ? comma + 1 : list;
	last += strspn(last, " \t[");
	size_t len = strcspn(last, " \t]");
	if (len >= sizeof text)
		return;
	memcpy(text, last, len);
	text[len] = '\0';
	if (inet_pton(AF_INET, text, bytes) == 1)
		write_address(AF_INET, bytes, out);
	else if (inet_pton(AF_INET6, text, bytes) == 1)
		write_address(AF_INET6, bytes, out);
}

void request_address(struct request *req, char out[ADDRESS_TEXT])
{
	const char *forwarded = request_header(req, HEADER_X_FORWARDED_FOR);
	if (!peer_address(req->wsi, out))
		out[0] = '\0'; /* it has gone: one of those */
	if (forwarded && (strncmp(out, "127.", 4) == 0 || strcmp(out, "::1") == 0))
		forwarded_address(forwarded, out);
}

bool request_same_origin(struct request *req)
{
	const char *origin = request_header(req, HEADER_ORIGIN), *host = request_header(req, HEADER_HOST);
	if (!origin)
		return true;
	const char *after = strstr(origin, "://");
	return after && host && strcasecmp(after + 3, host) == 0;
}

/* "gzip;q=0.5" -> 0.5; 1 where no q is given. */
static double quality(const char *item, size_t len)
{
	const char *semicolon = memchr(item, ';', len);
	if (!semicolon)
		return 1;
	const char *p = semicolon + 1 + strspn(semicolon + 1, " \t");
	return strncasecmp(p, "q=", 2) == 0 ? strtod(p + 2, NULL) : 1;
}

bool request_accepts_gzip(struct request *req)
{
	const char *p = request_header(req, HEADER_ACCEPT_ENCODING);
	double any = 0;
	while (p) {
		p += strspn(p, " \t,");
		size_t len = strcspn(p, ","), name = strcspn(p, ";, \t");
		if ((name == 4 && strncasecmp(p, "gzip", 4) == 0) ||
			(name == 6 && strncasecmp(p, "x-gzip", 6) == 0))
			return quality(p, len) > 0;
		if (name == 1 && *p == '*')
			any = quality(p, len);
		p = p[len] ? p + len + 1 : NULL;
	}
	return any > 0;
}

/* The opaque part of an ETag and its length: without W/. */
static const char *opaque(const char *tag, size_t *len)
{
	if (*len >= 2 && tag[0] == 'W' && tag[1] == '/') {
		*len -= 2;
		return tag + 2;
	}
	return tag;
}

bool etag_in(const char *list, const char *etag)
{
	size_t wanted_len = strlen(etag);
	const char *wanted = opaque(etag, &wanted_len);
	const char *p = list;
	while (p) {
		p += strspn(p, " \t,");
		if (*p == '*')
			return true;
		/* A comma may stand inside the quotes. */
		const char *quote = strchr(p, '"'), *end = quote ? strchr(quote + 1, '"') : NULL;
		size_t len = end && quote <= p + 2 ? (size_t)(end + 1 - p) : strcspn(p, ", \t");
		const char *rest = p + len;
		const char *tag = opaque(p, &len);
		if (len == wanted_len && memcmp(tag, wanted, len) == 0 && len > 0)
			return true;
		p = *rest ? rest : NULL;
	}
	return false;
}

void *request_room(struct request *req)
{
	return req->room;
}

void request_accept(struct request *req, size_t max_body)
{
	assert(req->state == REQUEST_HEAD);
	req->accepted = true;
	req->max_body = max_body;
}
