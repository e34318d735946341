/*
 * connect: N clients connect, upgrade and get their hello, some hundreds at
 * once: how many a second, and what memory does each take? The floor answers
 * with bytes made before: it parses nothing, hashes no key and keeps one
 * descriptor number a client.
 */
#include "floor.h"
#include "http.h"
#include "measure.h"
#include "server.h"
#include "swarm.h"

#include <stdio.h>
#include <stdlib.h>

#define DEFAULT_CLIENTS 18000
#define DEFAULT_ROUNDS 5
#define WARM_CLIENTS 500
#define IN_FLIGHT 256
#define LIMIT_RATE 40000
#define LIMIT_MEMORY 3

/* One round: rate in clients a second; memory in kB a client where ret_memory is given. */
static double round_of(uint16_t port, pid_t pid, unsigned clients, double *ret_memory)
{
	struct swarm_config config = {.port = port,
		.clients = clients,
		.in_flight = IN_FLIGHT,
		.target = "/live?topics=timetable",
		.change_min = 200};
	struct swarm *swarm = swarm_create(&config);
	long idle = measure_fd_count(pid), before = measure_rss_kb(pid);
	int64_t took;

	if (!swarm || !swarm_connect(swarm, &took))
		exit(1);
	if (ret_memory)
		*ret_memory = (double)(measure_rss_kb(pid) - before) / clients;
	swarm_destroy(swarm);
	if (!measure_wait_fds(pid, idle, 20000))
		measure_die("a server keeps the descriptors of clients that left");
	return clients * 1e9 / (double)took;
}

int main(int argc, char **argv)
{
	static const char upgrade[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n"
				      "Connection: Upgrade\r\n"
				      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
				      "Sec-WebSocket-Protocol: madang.v1\r\n\r\n\x81\x4e"
				      "{\"hello\":{\"epoch\":\"0123456789abcdef\",\"seq\":1234,"
				      "\"now\":1935500000000,\"rate\":1}}";
	const struct floor_line line = {"GET /live", FLOOR_SUBSCRIBE, upgrade, sizeof(upgrade) - 1};
	struct floor_config config = {.lines = &line, .line_count = 1};
	struct server_options options;
	struct server server;
	struct floor floor;
	double memory, floor_memory;
	char name[96];

	server_options(&options, argc, argv);
	unsigned clients = options.clients ? options.clients : DEFAULT_CLIENTS;
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;
	struct measure *madang = measure_create(), *bare = measure_create();

	server_prepare(&server, &options);
	floor_start(&floor, &config);
	round_of(server.port, server.pid, WARM_CLIENTS, NULL);
	round_of(floor.port, floor.pid, WARM_CLIENTS, NULL);
	for (unsigned i = 0; i < rounds; i++) {
		/* memory is told by the first round only: later ones find it allocated already */
		measure_add(madang, round_of(server.port, server.pid, clients, i ? NULL : &memory));
		measure_add(bare, round_of(floor.port, floor.pid, clients, i ? NULL : &floor_memory));
	}
	floor_stop(&floor);
	server_stop(&server, false);
	server_close(&server);

	snprintf(name, sizeof(name), "connect: %u clients up to their hello, median of %u", clients, rounds);
	measure_print(&(struct measure_row){name, "/s", measure_median(madang), measure_median(bare),
		">= 40000/s", measure_median(madang), LIMIT_RATE, true});
	measure_print(&(struct measure_row){"connect: the same, best round", "/s",
		measure_quantile(madang, 1), measure_quantile(bare, 1), NULL, 0, 0, false});
	measure_print(&(struct measure_row){"connect: memory a client", "kB", memory, floor_memory, "<= 3 kB",
		memory, LIMIT_MEMORY, false});
	free(madang);
	free(bare);
	return 0;
}
