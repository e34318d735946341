/* The loop's end of drawing pictures as PNG. */
#ifndef MADANG_API_AVATARS_H
#define MADANG_API_AVATARS_H

#include "api/raster.h"

/* The hook `drawn` of the app's raster; `ctx` is the app. Keeps the picture and
 * answers those who asked and are still there. */
void avatars_drawn(void *ctx, const char *key, char *png, size_t len, const struct raster_asker *askers,
	size_t count, const struct err *err);

#endif
