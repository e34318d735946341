#include "net/files.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { GZIP_LEVEL = 9, GZIP_WINDOW = 15 + 16, ETAG_SIZE = 40, BUILD_SIZE = 17, GZIP_WORTH = 512 };

static const char worker_path[] = "/sw.js";
static const char font_cache[] = "public, max-age=86400";

struct file {
	char *path; /* with the first '/' */
	const struct asset *asset;
	const struct file_type *type;
	char etag[ETAG_SIZE];
	char gzip_etag[ETAG_SIZE];
	char *csp; /* of an HTML page; NULL: none of its own */
	struct blob *bytes;
	struct blob *gzip; /* made when first asked for; NULL: not yet */
	bool gzip_useless;
};

struct files {
	struct file *list; /* by path */
	size_t count;
	char build[BUILD_SIZE];
};

struct file_type {
	const char *ending;
	const char *content_type;
	bool is_text; /* gzip is worth a try */
	bool is_font;
};

static const struct file_type types[] = {
	{".css", "text/css; charset=utf-8", true, false},
	{".html", "text/html; charset=utf-8", true, false},
	{".ico", "image/x-icon", false, false},
	{".jpg", "image/jpeg", false, false},
	{".js", "text/javascript; charset=utf-8", true, false},
	{".json", "application/json", true, false},
	{".map", "application/json", true, false},
	{".mjs", "text/javascript; charset=utf-8", true, false},
	{".png", "image/png", false, false},
	{".svg", "image/svg+xml", true, false},
	{".txt", "text/plain; charset=utf-8", true, false},
	{".webmanifest", "application/manifest+json", true, false},
	{".webp", "image/webp", false, false},
	{".woff", "font/woff", false, true},
	{".woff2", "font/woff2", false, true},
	{"", "application/octet-stream", false, false},
};

static const struct file_type *type_of(const char *path)
{
	const struct file_type *t = types;
	size_t len = strlen(path), n = strlen(t->ending);
	while (n > len || strcmp(path + len - n, t->ending) != 0) {
		t++;
		n = strlen(t->ending);
	}
	return t;
}

/* --- the policy of a page --- */

/* Adds 'sha256-…' of each inline import map: browsers read such a map only
 * where the policy names its bytes. Other inline scripts get no hash. */
static void add_map_hashes(const char *html, const char *end, struct buf *out)
{
	static const char tag[] = "<script type=\"importmap\">";
	const char *p = memmem(html, (size_t)(end - html), tag, sizeof tag - 1);
	while (p) {
		const char *body = p + sizeof tag - 1;
		const char *stop = memmem(body, (size_t)(end - body), "</script>", 9);
		if (!stop)
			return;
		char hash[SHA256_BASE64];
		sha256_base64(body, (size_t)(stop - body), hash);
		buf_addf(out, " 'sha256-%s'", hash);
		p = memmem(stop, (size_t)(end - stop), tag, sizeof tag - 1);
	}
}

/* A board may be looked at within a page of this house: at the desk, small. */
static char *page_csp(const struct asset *a, const char *path)
{
	bool is_board = strcmp(path, "/kiosk/index.html") == 0;
	struct buf b = BUF_INIT(4096);
	buf_add_str(&b, "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'");
	add_map_hashes(a->bytes, a->end, &b);
	buf_add_str(&b,
		"; connect-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors ");
	buf_add_str(&b, is_board ? "'self'" : "'none'");
	char *csp = buf_take(&b, NULL);
	if (!csp)
		abort();
	return csp;
}

/* --- the list --- */

struct files *files_create(void)
{
	struct files *f = xcalloc(1, sizeof *f);
	return f;
}

static void file_clear(struct file *f)
{
	free(f->path);
	free(f->csp);
	blob_unref(f->bytes);
	blob_unref(f->gzip);
}

void files_destroy(struct files *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++)
		file_clear(&f->list[i]);
	free(f->list);
	free(f);
}

/* Where `path` stands, or would have to stand. */
static size_t place(const struct files *f, const char *path)
{
	size_t from = 0, to = f->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (strcmp(f->list[middle].path, path) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct file *find(const struct files *f, const char *path)
{
	size_t at = place(f, path);
	return at < f->count && strcmp(f->list[at].path, path) == 0 ? &f->list[at] : NULL;
}

static struct file file_of(const struct asset *a, const struct file_type *type)
{
	struct file f = {.asset = a, .type = type};
	char hash[SHA256_HEX];
	sha256_hex(a->bytes, asset_len(a), hash);
	snprintf(f.etag, sizeof f.etag, "\"%.24s\"", hash);
	snprintf(f.gzip_etag, sizeof f.gzip_etag, "\"%.24s-gzip\"", hash);
	if (asprintf(&f.path, "%s%s", a->path[0] == '/' ? "" : "/", a->path) < 0)
		abort();
	f.bytes = blob_borrow(a->bytes, asset_len(a));
	if (strcmp(f.type->ending, ".html") == 0)
		f.csp = page_csp(a, f.path);
	else if (strcmp(f.path, worker_path) == 0)
		f.csp = strdup("default-src 'self'"); /* the worker's own: it fetches our files */
	return f;
}

static void add(struct files *f, const struct asset *a, const struct file_type *type)
{
	struct file file = file_of(a, type);
	size_t at = place(f, file.path);
	if (at < f->count && strcmp(f->list[at].path, file.path) == 0) {
		file_clear(&f->list[at]);
		f->list[at] = file;
		return;
	}
	f->list = realloc(f->list, (f->count + 1) * sizeof *f->list);
	if (!f->list)
		abort();
	memmove(&f->list[at + 1], &f->list[at], (f->count - at) * sizeof *f->list);
	f->list[at] = file;
	f->count++;
}

void files_add(struct files *f, const struct asset *list)
{
	for (const struct asset *a = list; a->path; a++)
		add(f, a, type_of(a->path));
	f->build[0] = '\0';
}

void files_add_json(struct files *f, const struct asset *list)
{
	for (const struct asset *a = list; a->path; a++)
		add(f, a, type_of(".json"));
	f->build[0] = '\0';
}

const char *files_build(struct files *f)
{
	if (f->build[0])
		return f->build;
	struct buf all = BUF_INIT(SIZE_MAX / 2);
	for (size_t i = 0; i < f->count; i++) {
		buf_add_str(&all, f->list[i].path);
		buf_add_str(&all, f->list[i].etag);
	}
	char hash[SHA256_HEX];
	sha256_hex(all.data ? all.data : "", all.len, hash);
	memcpy(f->build, hash, BUILD_SIZE - 1);
	buf_clear(&all);
	return f->build;
}

/* --- answering --- */

static void make_gzip(struct file *f)
{
	size_t len = asset_len(f->asset);
	z_stream z = {0};
	if (deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	size_t bound = deflateBound(&z, (uLong)len);
	char *out = malloc(bound);
	if (!out)
		abort();
	z.next_in = (Bytef *)f->asset->bytes;
	z.avail_in = (uInt)len;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)bound;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	if (z.total_out < len)
		f->gzip = blob_create(out, z.total_out);
	f->gzip_useless = !f->gzip;
	deflateEnd(&z);
	free(out);
}

static bool use_gzip(struct file *f, struct request *req)
{
	if (!f->type->is_text || f->gzip_useless || asset_len(f->asset) < GZIP_WORTH ||
		!request_accepts_gzip(req))
		return false;
	if (!f->gzip)
		make_gzip(f);
	return f->gzip != NULL;
}

static void answer(struct file *f, struct request *req)
{
	static const struct reply_header vary[] = {{"vary", "accept-encoding"}, {0}};
	static const struct reply_header worker[] = {
		{"vary", "accept-encoding"}, {"service-worker-allowed", "/"}, {0}};
	bool gzip = use_gzip(f, req);
	struct reply r = {.content_type = f->type->content_type, .csp = f->csp};
	r.cache_control = f->type->is_font ? font_cache : "no-cache";
	r.etag = gzip ? f->gzip_etag : f->etag;
	r.body = gzip ? f->gzip : f->bytes;
	r.content_encoding = gzip ? "gzip" : NULL;
	if (strcmp(f->path, worker_path) == 0)
		r.headers = gzip ? worker + 1 : worker; /* gzip says vary by itself */
	else if (f->type->is_text && !gzip)
		r.headers = vary;
	request_reply(req, &r);
}

/* The file of a path, or index.html of a directory. */
static struct file *file_at(const struct files *f, const char *path)
{
	size_t len = strlen(path);
	if (len > MAX_PATH || path[len - 1] != '/')
		return find(f, path);
	char index[MAX_PATH + 16];
	memcpy(index, path, len);
	memcpy(index + len, "index.html", 11);
	return find(f, index);
}

/* "/kiosk" where there is "/kiosk/index.html": to the path with a slash, so
 * that relative links are right. */
static bool redirect(const struct files *f, struct request *req)
{
	const char *path = request_path(req);
	char with_slash[MAX_PATH + 2];
	size_t len = strlen(path);
	/* The path is decoded text: only what may stand in a header as it is. */
	if (len > MAX_PATH || strspn(path, "/abcdefghijklmnopqrstuvwxyz0123456789-_") != len)
		return false;
	memcpy(with_slash, path, len);
	memcpy(with_slash + len, "/", 2);
	if (!file_at(f, with_slash))
		return false;
	struct buf to = BUF_INIT(MAX_HEADER_BYTES);
	buf_add_str(&to, with_slash);
	request_write_query(req, &to);
	const struct reply_header location[] = {{"location", to.failed ? with_slash : to.data}, {0}};
	request_reply(req, &(struct reply){.status = 308, .headers = location});
	buf_clear(&to);
	return true;
}

bool files_serve(struct files *f, struct request *req)
{
	static const struct reply_header allow[] = {{"allow", "GET, HEAD"}, {0}};
	struct file *file = file_at(f, request_path(req));
	enum method m = request_method(req);
	bool is_read = m == METHOD_GET || m == METHOD_HEAD;
	if (file && is_read) {
		answer(file, req);
		return true;
	}
	if (file) {
		request_problem_http(req, 405, "method_not_allowed", "a file can only be read", allow);
		return true;
	}
	return is_read && redirect(f, req);
}
