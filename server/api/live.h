/* The topics of the contract, and the hooks of the live layer. */
#ifndef MADANG_API_LIVE_H
#define MADANG_API_LIVE_H

#include "net/server.h"

extern const struct snapshot_topic live_topics[];
extern const struct snapshot_topic live_rehearsal_topics[]; /* the same, and the collection `rehearsal` */
/* ctx is the app */
enum status live_allowed(void *ctx, struct request *req, struct live_grant *ret, struct err *err);
bool live_private_docs(void *ctx, const char *owner, int64_t seq, struct buf *out);
bool live_private_doc(void *ctx, const char *owner, const char *collection, const char *id, struct buf *out);

#endif
