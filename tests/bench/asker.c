#include "asker.h"

#include "floor.h"
#include "measure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)
#define HEAD_MAX 4096
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
	struct asker askers[ASKER_CONNECTIONS];
	char buffer[READ_SIZE];
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
		measure_die("asking");
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
			measure_die("answered %d", status);
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
static int64_t run(uint16_t port, const struct asker_variant *variant, unsigned connections,
	unsigned requests, struct measure *latency)
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
			measure_die("connecting");
	}
	int64_t start = measure_now_ns();
	for (unsigned i = 0; i < connections; i++)
		ask(&load, &load.askers[i]);
	while (load.waiting > 0) {
		int count = epoll_wait(load.epoll, events, EVENTS, 10000);

		if (count == 0 || (count < 0 && errno != EINTR))
			measure_die("no answer comes");
		for (int i = 0; i < count; i++)
			readable(&load, &load.askers[events[i].data.u32]);
	}
	int64_t took = measure_now_ns() - start;
	for (unsigned i = 0; i < connections; i++)
		close(load.askers[i].fd);
	close(load.epoll);
	return took;
}

void asker_prepare(struct asker_variant *variant, uint16_t port, const char *target, const char *fields)
{
	variant->request = http_build("GET", target, fields, NULL, 0, &variant->length);
	http_ask(port, "GET", target, fields, NULL, 0, &variant->answer);
	if (variant->answer.status != variant->status)
		measure_die("%s, %s: answered %d", variant->bench, variant->name, variant->answer.status);
}

void asker_measure(const struct asker_variant *variant, uint16_t port, unsigned rounds)
{
	struct floor_line line = {"GET ", FLOOR_REPLY, variant->answer.bytes, variant->answer.length};
	struct floor_config config = {.lines = &line, .line_count = 1};
	struct floor floor;
	struct measure *rate = measure_create(), *floor_rate = measure_create();
	struct measure *latency = measure_create(), *floor_latency = measure_create();
	unsigned single = variant->requests / 8;
	char name[128];

	floor_start(&floor, &config);
	run(port, variant, ASKER_CONNECTIONS, single, NULL);
	run(floor.port, variant, ASKER_CONNECTIONS, single, NULL);
	for (unsigned i = 0; i < rounds; i++) {
		int64_t took = run(port, variant, ASKER_CONNECTIONS, variant->requests, NULL);

		measure_add(rate, variant->requests * 1e9 / (double)took);
		took = run(floor.port, variant, ASKER_CONNECTIONS, variant->requests, NULL);
		measure_add(floor_rate, variant->requests * 1e9 / (double)took);
		run(port, variant, 1, single, latency);
		run(floor.port, variant, 1, single, floor_latency);
	}
	floor_stop(&floor);
	snprintf(name, sizeof(name), "%s: %s, %zu bytes, %d connections", variant->bench, variant->name,
		variant->answer.length, ASKER_CONNECTIONS);
	measure_print(&(struct measure_row){
		name, "/s", measure_median(rate), measure_median(floor_rate), NULL, 0, 0, false});
	snprintf(name, sizeof(name), "%s: %s, alone, median", variant->bench, variant->name);
	measure_print(&(struct measure_row){
		name, "us", measure_median(latency), measure_median(floor_latency), NULL, 0, 0, false});
	snprintf(name, sizeof(name), "%s: %s, alone, 99 of 100", variant->bench, variant->name);
	measure_print(&(struct measure_row){name, "us", measure_quantile(latency, 0.99),
		measure_quantile(floor_latency, 0.99), NULL, 0, 0, false});
	free(rate);
	free(floor_rate);
	free(latency);
	free(floor_latency);
}

void asker_finish(struct asker_variant *variant)
{
	http_answer_finish(&variant->answer);
	free(variant->request);
}
