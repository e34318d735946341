/*
 * state: the whole timetable of 1,300 sessions, as it is, compressed, and "you
 * have it already" (304). Madang should serve all three from memory, so the
 * floor is a loop that sends the bytes of Madang's own answers.
 */
#include "asker.h"
#include "measure.h"
#include "server.h"

#include <stdio.h>
#include <string.h>

#define TARGET "/api/v1/state?topics=timetable"
#define DEFAULT_ROUNDS 7

int main(int argc, char **argv)
{
	struct asker_variant plain = {.bench = "state", .name = "identity", .status = 200, .requests = 400};
	struct asker_variant gzip = {.bench = "state", .name = "gzip", .status = 200, .requests = 4000};
	struct asker_variant same = {.bench = "state", .name = "304", .status = 304, .requests = 20000};
	struct asker_variant *const all[] = {&plain, &gzip, &same};
	struct server_options options;
	struct server server;
	char etag[256], condition[300], coding[64];

	server_options(&options, argc, argv);
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;

	server_prepare(&server, &options);
	asker_prepare(&plain, server.port, TARGET, "");
	asker_prepare(&gzip, server.port, TARGET, "Accept-Encoding: gzip\r\n");
	if (!http_field(&gzip.answer, "Content-Encoding", coding, sizeof(coding)) ||
		strcmp(coding, "gzip") != 0)
		fprintf(stderr, "state: Madang did not compress; the row called gzip is not\n");
	if (!http_field(&plain.answer, "ETag", etag, sizeof(etag)))
		measure_die("the state has no ETag");
	snprintf(condition, sizeof(condition), "If-None-Match: %s\r\n", etag);
	asker_prepare(&same, server.port, TARGET, condition);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		asker_measure(all[i], server.port, rounds);
		asker_finish(all[i]);
	}
	server_stop(&server, false);
	server_close(&server);
	return 0;
}
