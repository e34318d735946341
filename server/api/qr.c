#include "api/qr.h"

#include <qrencode.h>
#include <stdio.h>

enum { QUIET_ZONE = 4 }; /* modules of white around it (ISO/IEC 18004) */
enum { MAX_QR_BYTES = 1024 * 1024 }; /* of the largest code, with room */

static void draw(const QRcode *qr, struct buf *out)
{
	int side = qr->width + 2 * QUIET_ZONE;
	buf_addf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
		"<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
		side, side, side, side);
	for (int y = 0; y < qr->width; y++) {
		for (int x = 0; x < qr->width; x++) {
			int run = 0;
			while (x + run < qr->width && qr->data[y * qr->width + x + run] & 1)
				run++;
			if (run)
				buf_addf(out, "M%d %dh%dv1h-%dz", x + QUIET_ZONE, y + QUIET_ZONE, run, run);
			x += run;
		}
	}
	buf_add_str(out, "\"/></svg>");
}

bool qr_draw(const char *text, struct buf *out)
{
	QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!qr)
		return false;
	draw(qr, out);
	QRcode_free(qr);
	return true;
}

bool qr_address(struct app *app, struct request *req, const char *path, char *out, size_t size)
{
	const char *host = request_header(req, HEADER_HOST);
	const char *scheme = request_is_secure(req) ? "https" : "http";
	int n;
	if (app->options.public_url)
		n = snprintf(out, size, "%s%s", app->options.public_url, path);
	else
		n = snprintf(out, size, "%s://%s%s", scheme, host ? host : "localhost", path);
	return n > 0 && (size_t)n < size;
}

bool qr_reply(struct request *req, const char *text, const char *cache_control)
{
	struct buf out = BUF_INIT(MAX_QR_BYTES);
	blob_begin(&out);
	bool drawn = qr_draw(text, &out);
	struct blob *body = drawn ? blob_end(&out) : NULL;
	buf_clear(&out);
	if (body)
		request_reply(req,
			&(struct reply){.content_type = "image/svg+xml",
				.cache_control = cache_control,
				.body = body});
	blob_unref(body);
	return body != NULL;
}
