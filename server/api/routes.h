/* The route table: one line a route, and who may use it. */
#ifndef MADANG_API_ROUTES_H
#define MADANG_API_ROUTES_H

#include "api/handlers.h"

struct route {
	enum method method;
	const char *pattern; /* "{}" stands for one segment, "{}.ics" for what is before the ending */
	unsigned roles;
	read_fn *read; /* either this… */
	const struct write_rule *write; /* …or this */
};

/* Ends with a NULL pattern. Sorted by pattern. */
extern const struct route routes[];

enum match { MATCH_NONE, MATCH_OTHER_METHOD, MATCH };
/* The route of a method and path; where several patterns fit, the longest, as
 * it says most. MATCH_OTHER_METHOD: the path is there, and
 * `allow` holds its methods. HEAD is answered by GET. */
enum match route_find(enum method method, const char *path, const struct route **ret, struct params *params,
	char *allow, size_t allow_size);

/* The write of a route, by the name of its method, and what stands for its {};
 * NULL: there is none. */
const struct write_rule *route_of_write(const char *method, const char *path, struct params *params);

/* The server's hooks; ctx is the app. */
void route_begin(void *ctx, struct request *req);
void route_handle(void *ctx, struct request *req);

#endif
