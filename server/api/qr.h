/* QR codes (ISO/IEC 18004) as SVG. */
#ifndef MADANG_API_QR_H
#define MADANG_API_QR_H

#include "api/app.h"

/* Appends the SVG of a code that holds `text`, with the white around it that
 * readers need. False: it is too long for one. */
bool qr_draw(const char *text, struct buf *out);
/* The whole address of a path of ours: what a phone is to open. False: longer
 * than `size`. */
bool qr_address(struct app *app, struct request *req, const char *path, char *out, size_t size);
/* Answers with the picture of `text`; false: it is too long, nothing is
 * answered. `cache_control` as in struct reply. */
bool qr_reply(struct request *req, const char *text, const char *cache_control);

#endif
