/*
 * state: the whole timetable of 1,300 sessions, as it is, compressed, and "you
 * have it already" (304). Madang should serve all three from memory, so the
 * floor is a loop that sends the bytes of Madang's own answers.
 *
 * The asker is a closed loop: each connection asks again as soon as its answer
 * is whole.
 */
#include "floor.h"
#include "http.h"
#include "measure.h"
#include "server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define TARGET "/api/v1/state?topics=timetable"
#define READ_SIZE (256 * 1024)
#define HEAD_MAX 4096
#define CONNECTIONS 32
#define DEFAULT_ROUNDS 7
#define EVENTS 64

/* One connection of the asker. */
struct asker {
	int fd;
	size_t got; /* bytes of the present answer */
	size_t whole; /* its length, 0 while its head is not complete */
	int64_t asked_ns;
	char head[HEAD_MAX];
};

/* One closed loop of requests. */
struct load {
	int epoll;
	const char *request;
	size_t length;
	int status; /* that each answer must have */
	unsigned left; /* requests still to be sent */
	unsigned waiting; /* answers still to come */
	struct measure *latency; /* in µs, or NULL */
	struct asker askers[CONNECTIONS];
	char buffer[READ_SIZE];
};

/* One kind of answer. */
struct variant {
	const char *name;
	char *request;
	size_t length;
	int status;
	unsigned requests; /* in one round over all connections */
	struct http_answer answer;
};

static void ask(struct load *load, struct asker *asker)
{
	if (load->left == 0)
		return;
	load->left--;
	load->waiting++;
	asker->got = asker->whole = 0;
	asker->asked_ns = measure_now_ns();
	if (send(asker->fd, load->request, load->length, MSG_NOSIGNAL) != (ssize_t)load->length)
		measure_die("asking for the state");
}

/* Takes bytes of an answer; once it is whole, asks again. */
static void take(struct load *load, struct asker *asker, size_t got)
{
	int status = 0;

	if (asker->whole == 0) {
		size_t keep = asker->got + got < HEAD_MAX ? got : HEAD_MAX - asker->got;

		memcpy(asker->head + asker->got, load->buffer, keep);
		asker->whole = http_answer_length(asker->head, asker->got + keep, &status);
		if (asker->whole && status != load->status)
			measure_die("the state answered %d", status);
	}
	asker->got += got;
	if (asker->whole == 0 && asker->got >= HEAD_MAX)
		measure_die("an answer without a head");
	if (asker->whole == 0 || asker->got < asker->whole)
		return;
	if (asker->got > asker->whole)
		measure_die("an answer that is too long");
	load->waiting--;
	if (load->latency)
		measure_add(load->latency, (double)(measure_now_ns() - asker->asked_ns) / 1e3);
	ask(load, asker);
}

static void readable(struct load *load, struct asker *asker)
{
	ssize_t got = recv(asker->fd, load->buffer, READ_SIZE, MSG_DONTWAIT);

	if (got > 0)
		take(load, asker, (size_t)got);
	else if (got == 0 || (errno != EAGAIN && errno != EINTR))
		measure_die("a server hung up on the asker");
}

/* Asks `requests` times over `connections`; returns the ns that took. */
static int64_t run(uint16_t port, const struct variant *variant, unsigned connections, unsigned requests,
	struct measure *latency)
{
	static struct load load;
	struct epoll_event events[EVENTS];

	load.epoll = epoll_create1(EPOLL_CLOEXEC);
	load.request = variant->request;
	load.length = variant->length;
	load.status = variant->status;
	load.left = requests;
	load.latency = latency;
	for (unsigned i = 0; i < connections; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};

		load.askers[i].fd = http_connect(port);
		if (load.askers[i].fd < 0 ||
			epoll_ctl(load.epoll, EPOLL_CTL_ADD, load.askers[i].fd, &event) != 0)
			measure_die("connecting for the state");
	}
	int64_t start = measure_now_ns();
	for (unsigned i = 0; i < connections; i++)
		ask(&load, &load.askers[i]);
	while (load.waiting > 0) {
		int count = epoll_wait(load.epoll, events, EVENTS, 10000);

		if (count == 0 || (count < 0 && errno != EINTR))
			measure_die("the state does not answer");
		for (int i = 0; i < count; i++)
			readable(&load, &load.askers[events[i].data.u32]);
	}
	int64_t took = measure_now_ns() - start;
	for (unsigned i = 0; i < connections; i++)
		close(load.askers[i].fd);
	close(load.epoll);
	return took;
}

/* Builds the request and asks once, for the bytes that the floor will send. */
static void prepare(struct variant *variant, uint16_t port, const char *fields)
{
	variant->request = http_build("GET", TARGET, fields, NULL, 0, &variant->length);
	http_ask(port, "GET", TARGET, fields, NULL, 0, &variant->answer);
	if (variant->answer.status != variant->status)
		measure_die("state, %s: answered %d", variant->name, variant->answer.status);
}

static void measure_variant(struct variant *variant, uint16_t port, unsigned rounds)
{
	struct floor_line line = {"GET ", FLOOR_REPLY, variant->answer.bytes, variant->answer.length};
	struct floor_config config = {.lines = &line, .line_count = 1};
	struct floor floor;
	struct measure *rate = measure_create(), *floor_rate = measure_create();
	struct measure *latency = measure_create(), *floor_latency = measure_create();
	unsigned single = variant->requests / 8;
	char name[128];

	floor_start(&floor, &config);
	run(port, variant, CONNECTIONS, single, NULL);
	run(floor.port, variant, CONNECTIONS, single, NULL);
	for (unsigned i = 0; i < rounds; i++) {
		int64_t took = run(port, variant, CONNECTIONS, variant->requests, NULL);

		measure_add(rate, variant->requests * 1e9 / (double)took);
		took = run(floor.port, variant, CONNECTIONS, variant->requests, NULL);
		measure_add(floor_rate, variant->requests * 1e9 / (double)took);
		run(port, variant, 1, single, latency);
		run(floor.port, variant, 1, single, floor_latency);
	}
	floor_stop(&floor);
	snprintf(name, sizeof(name), "state: %s, %zu bytes, %d connections", variant->name,
		variant->answer.length, CONNECTIONS);
	measure_print(&(struct measure_row){
		name, "/s", measure_median(rate), measure_median(floor_rate), NULL, 0, 0, false});
	snprintf(name, sizeof(name), "state: %s, alone, median", variant->name);
	measure_print(&(struct measure_row){
		name, "us", measure_median(latency), measure_median(floor_latency), NULL, 0, 0, false});
	snprintf(name, sizeof(name), "state: %s, alone, 99 of 100", variant->name);
	measure_print(&(struct measure_row){name, "us", measure_quantile(latency, 0.99),
		measure_quantile(floor_latency, 0.99), NULL, 0, 0, false});
	free(rate);
	free(floor_rate);
	free(latency);
	free(floor_latency);
}

int main(int argc, char **argv)
{
	struct variant plain = {.name = "identity", .status = 200, .requests = 400};
	struct variant gzip = {.name = "gzip", .status = 200, .requests = 4000};
	struct variant same = {.name = "304", .status = 304, .requests = 20000};
	struct variant *const all[] = {&plain, &gzip, &same};
	struct server_options options;
	struct server server;
	char etag[256], condition[300], coding[64];

	server_options(&options, argc, argv);
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;

	server_prepare(&server, &options);
	prepare(&plain, server.port, "");
	prepare(&gzip, server.port, "Accept-Encoding: gzip\r\n");
	if (!http_field(&gzip.answer, "Content-Encoding", coding, sizeof(coding)) ||
		strcmp(coding, "gzip") != 0)
		fprintf(stderr, "state: Madang did not compress; the row called gzip is not\n");
	if (!http_field(&plain.answer, "ETag", etag, sizeof(etag)))
		measure_die("the state has no ETag");
	snprintf(condition, sizeof(condition), "If-None-Match: %s\r\n", etag);
	prepare(&same, server.port, condition);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		measure_variant(all[i], server.port, rounds);
		http_answer_finish(&all[i]->answer);
		free(all[i]->request);
	}
	server_stop(&server, false);
	server_close(&server);
	return 0;
}
