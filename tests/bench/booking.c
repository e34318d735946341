/*
 * booking: attendees, each with a token of its own, book seats over keep-alive
 * connections: each request has a fresh Idempotency-Key, nobody asks for more
 * than the house allows, and some slots are full. An answer is a 201 or a 409
 * slot_full, both on disk before they are sent (synchronous=FULL).
 *
 * Then 2,000 screens wait for changes of the timetable, first in a quiet house
 * and then while 1,000 connections book; and 500 ask for one seat at once.
 *
 * The floor is a bare SQLite loop (booking_floor.c).
 */
#include "booking.h"

#include "http.h"
#include "measure.h"
#include "swarm.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	DEFAULT_ROUNDS = 3,
	REQUESTS = 30000, /* in one round */
	CONNECTIONS_MAX = 1000,
	SCREENS = 2000,
	SCREEN_ROUNDS = 15,
	CHANGE_MIN = 200, /* a session's document is longer, hello and heartbeats are shorter */
	STORM = 500, /* who want the one seat */
	ANSWER_MAX = 8192,
	EVENTS = 256,
	TARGET_RATE = 30000,
};

struct client {
	int fd;
	int64_t asked_ns;
	size_t got;
	char answer[ANSWER_MAX];
};

struct bench {
	struct server server;
	unsigned next; /* request to be asked */
	unsigned booked, full; /* answers */
	unsigned count;
	struct client clients[CONNECTIONS_MAX];
	int epoll;
	struct measure *latency; /* ms; NULL: not taken */
};

/* --- asking ---------------------------------------------------------------- */

static void send_booking(struct client *c, unsigned attendee, const char *slot, unsigned key)
{
	static const char topic[] =
		"{\"topic\":\"How do you keep slow readers from holding up all others?\"}";
	char request[640], token[BOOKING_TEXT];

	booking_token(attendee, token);
	int length = snprintf(request, sizeof(request),
		"POST /api/v1/slots/%s/bookings HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
		"Content-Type: application/json\r\nIdempotency-Key: bench-%08x-%08x\r\nContent-Length: %zu\r\n\r\n%s",
		slot, token, (unsigned)getpid(), key, sizeof(topic) - 1, topic);
	c->got = 0;
	c->asked_ns = measure_now_ns();
	if (send(c->fd, request, (size_t)length, MSG_NOSIGNAL) != length)
		measure_die("asking for a seat");
}

static void ask(struct bench *b, struct client *c)
{
	struct booking_wish w = booking_wish(b->next);

	send_booking(c, w.attendee, w.slot, b->next++);
}

/* Status of the answer once it is whole, else 0. */
static int take(struct client *c)
{
	int status = 0;
	ssize_t got = recv(c->fd, c->answer + c->got, ANSWER_MAX - 1 - c->got, MSG_DONTWAIT);

	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		measure_die("madang hung up on somebody who books");
	c->got += got > 0 ? (size_t)got : 0;
	c->answer[c->got] = '\0';
	size_t whole = http_answer_length(c->answer, c->got, &status);
	if (whole == 0 || c->got < whole)
		return 0;
	if (status != 201 && (status != 409 || !strstr(c->answer, "\"slot_full\"")))
		measure_die("a booking was answered %d: %s", status, c->answer);
	return status;
}

static void connect_clients(struct bench *b, unsigned count)
{
	b->epoll = epoll_create1(EPOLL_CLOEXEC);
	b->count = count;
	for (unsigned i = 0; i < count; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};

		b->clients[i].fd = http_connect(b->server.port);
		if (b->clients[i].fd < 0 || epoll_ctl(b->epoll, EPOLL_CTL_ADD, b->clients[i].fd, &event) != 0)
			measure_die("connecting");
	}
}

static void hang_up(struct bench *b)
{
	for (unsigned i = 0; i < b->count; i++)
		close(b->clients[i].fd);
	close(b->epoll);
}

/* Waits for answers, and hands each client with one to `then`; false once `then` says so. */
static void each_answer(struct bench *b, bool (*then)(struct bench *b, struct client *c, int status))
{
	struct epoll_event events[EVENTS];

	for (;;) {
		int count = epoll_wait(b->epoll, events, EVENTS, 10000);

		if (count == 0 || (count < 0 && errno != EINTR))
			measure_die("madang does not answer");
		for (int i = 0; i < count; i++) {
			struct client *c = &b->clients[events[i].data.u32];
			int status = take(c);

			if (status && b->latency)
				measure_add(b->latency, (double)(measure_now_ns() - c->asked_ns) / 1e6);
			if (status && !then(b, c, status))
				return;
		}
	}
}

static void count_answer(struct bench *b, int status)
{
	b->booked += status == 201;
	b->full += status == 409;
}

static bool until_round_is_over(struct bench *b, struct client *c, int status)
{
	count_answer(b, status);
	if (b->next % REQUESTS != 0)
		ask(b, c);
	return (b->booked + b->full) % REQUESTS != 0;
}

static bool for_ever(struct bench *b, struct client *c, int status)
{
	ask(b, c);
	return true;
}

/* The server at work in the house as it was at first. */
static void begin_anew(struct bench *b)
{
	server_stop(&b->server, true);
	booking_count(&b->server, b->next);
	booking_copy(&b->server, b->server.db);
	server_start(&b->server, 0);
	b->next = 0;
}

/* Answers a second. */
static double round_of(struct bench *b)
{
	int64_t start = measure_now_ns();

	for (unsigned i = 0; i < b->count; i++)
		ask(b, &b->clients[i]);
	each_answer(b, until_round_is_over);
	return REQUESTS * 1e9 / (double)(measure_now_ns() - start);
}

/* --- rates ----------------------------------------------------------------- */

static double cpu_each(pid_t pid, int64_t before)
{
	return (double)(measure_cpu_ns(pid) - before) / 1e3 / REQUESTS;
}

struct figures {
	struct measure *rate, *floor_rate, *cpu, *floor_cpu;
};

static void print_rates(const struct bench *b, unsigned connections, struct figures *f)
{
	char name[128];
	double rate = measure_median(f->rate), least = measure_median(f->floor_rate);
	bool judged = connections == CONNECTIONS_MAX;

	snprintf(name, sizeof(name), "booking: %u connections, %.0f %% slot_full, median of %zu", connections,
		100.0 * b->full / (b->booked + b->full), f->rate->count);
	measure_print(&(struct measure_row){
		name, "/s", rate, least, judged ? ">= 30000/s" : NULL, rate, judged ? TARGET_RATE : 0, true});
	if (judged)
		measure_print(&(struct measure_row){"booking: the same beside the loop", "/s", rate, least,
			"ratio >= 0.5", rate / least, 0.5, true});
	snprintf(name, sizeof(name), "booking: CPU time of one, %u connections", connections);
	measure_print(&(struct measure_row){
		name, "us", measure_median(f->cpu), measure_median(f->floor_cpu), NULL, 0, 0, false});
	snprintf(name, sizeof(name), "booking: an answer, %u connections, median", connections);
	measure_print(&(struct measure_row){name, "ms", measure_median(b->latency), 0, NULL, 0, 0, false});
	double p99 = measure_quantile(b->latency, 0.99);
	measure_print(&(struct measure_row){"booking: the same, 99 of 100", "ms", p99, 0,
		judged ? "< 100 ms" : NULL, p99, judged ? 100 : 0, false});
}

/* Gives the median of Madang's answers a second. */
static double measure_rates(struct bench *b, unsigned connections, unsigned rounds)
{
	struct figures f = {measure_create(), measure_create(), measure_create(), measure_create()};

	b->latency = measure_create();
	b->booked = b->full = 0;
	for (unsigned i = 0; i < rounds; i++) {
		begin_anew(b);
		connect_clients(b, connections);
		int64_t before = measure_cpu_ns(b->server.pid);
		measure_add(f.rate, round_of(b));
		measure_add(f.cpu, cpu_each(b->server.pid, before));
		hang_up(b);
		struct booking_floor *loop = booking_floor_open(&b->server);
		before = measure_cpu_ns(getpid());
		measure_add(f.floor_rate, booking_floor_run(loop, 0, REQUESTS));
		measure_add(f.floor_cpu, cpu_each(getpid(), before));
		booking_floor_close(loop);
	}
	print_rates(b, connections, &f);
	double rate = measure_median(f.rate);
	free(f.rate);
	free(f.floor_rate);
	free(f.cpu);
	free(f.floor_cpu);
	free(b->latency);
	b->latency = NULL;
	return rate;
}

/* --- PostgreSQL ------------------------------------------------------------ */

/* The four statements of a booking in PostgreSQL, a transaction each, where it
 * is installed. */
static void measure_postgres(double rate)
{
	char line[64] = "";
	FILE *answer = popen(BOOKING_PG, "r");
	double least = answer && fgets(line, sizeof(line), answer) ? strtod(line, NULL) : 0;

	if (answer)
		pclose(answer);
	if (least > 0)
		measure_print(
			&(struct measure_row){"booking: the same beside PostgreSQL (pgbench, 32 clients)",
				"/s", rate, least, NULL, 0, 0, false});
}

/* --- screens --------------------------------------------------------------- */

/* A change of one session until the last screen has it, in ms: the median of some. */
static double change_rounds(struct swarm *swarm, int organiser, const char *session)
{
	struct measure *took = measure_create();
	char target[256];

	snprintf(target, sizeof(target), "/api/v1/sessions/%s", session);
	for (unsigned i = 0; i < SCREEN_ROUNDS; i++) {
		struct swarm_round round;
		char body[64];
		size_t length;
		int body_length = snprintf(
			body, sizeof(body), "{\"note\":\"bench %lld\"}", (long long)measure_now_ns());
		char *request =
			http_build("PATCH", target, SERVER_FIELDS, body, (size_t)body_length, &length);

		if (!swarm_publish(swarm, organiser, request, length, &round) || round.status != 200)
			measure_die("a change did not reach all screens");
		measure_add(took, (double)round.last_ns / 1e6);
		free(request);
		usleep(100000); /* a change that comes by itself: Madang paces those that follow at once */
	}
	double median = measure_median(took);
	free(took);
	return median;
}

/* A process that books until it is killed. */
static pid_t start_load(struct bench *b)
{
	pid_t pid = fork();

	if (pid < 0)
		measure_die("fork");
	if (pid > 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	connect_clients(b, CONNECTIONS_MAX);
	for (unsigned i = 0; i < b->count; i++)
		ask(b, &b->clients[i]);
	each_answer(b, for_ever);
	exit(0);
}

static void measure_screens(struct bench *b)
{
	struct swarm_config config = {.port = b->server.port,
		.clients = SCREENS,
		.in_flight = 256,
		.target = "/live?topics=timetable",
		.change_min = CHANGE_MIN};
	struct swarm *swarm = swarm_create(&config);
	int organiser = http_connect(b->server.port);
	char *session;
	int64_t took;

	if (!swarm || organiser < 0 || !swarm_connect(swarm, &took) || !swarm_settle(swarm, 200) ||
		server_sessions(&b->server, &session, 1) != 1)
		measure_die("screens");
	double quiet = change_rounds(swarm, organiser, session);
	pid_t load = start_load(b);
	sleep(1);
	double busy = change_rounds(swarm, organiser, session);
	kill(load, SIGKILL);
	waitpid(load, NULL, 0);
	measure_print(&(struct measure_row){"booking: a change to 2000 screens amid 1000 connections (quiet)",
		"ms", busy, quiet, "ratio <= 1.5", busy / quiet, 1.5, false});
	swarm_destroy(swarm);
	close(organiser);
	free(session);
}

/* --- one seat -------------------------------------------------------------- */

static bool until_all_know(struct bench *b, struct client *c, int status)
{
	const char *place = strstr(c->answer, "\"waiting_place\":");

	count_answer(b, status);
	if (status == 409 && !place)
		measure_die("a full slot without a waiting place: %s", c->answer);
	return b->booked + b->full < STORM;
}

/* Each waiting place from 1 on is given once. */
static void check_places(const struct bench *b)
{
	bool seen[STORM] = {false};

	if (b->booked != 1)
		measure_die("%u got the one seat", b->booked);
	for (unsigned i = 0; i < STORM; i++) {
		const char *answer = b->clients[i].answer, *place = strstr(answer, "409");
		place = place ? strstr(answer, "\"waiting_place\":") : NULL;
		long n = place ? strtol(place + strlen("\"waiting_place\":"), NULL, 10) : 0;
		if (n < 0 || n >= STORM || (n > 0 && seen[n]))
			measure_die("waiting place %ld is given twice, or to nobody", n);
		seen[n] = true;
	}
}

static void measure_storm(struct bench *b)
{
	b->booked = b->full = 0;
	connect_clients(b, STORM);
	int64_t start = measure_now_ns();
	for (unsigned i = 0; i < STORM; i++)
		send_booking(&b->clients[i], BOOKING_ATTENDEES + i, BOOKING_ONE_SEAT, UINT32_MAX - i);
	each_answer(b, until_all_know);
	double ms = (double)(measure_now_ns() - start) / 1e6;
	check_places(b);
	hang_up(b);
	measure_print(&(struct measure_row){
		"booking: 500 at once for one seat, to the last answer", "ms", ms, 0, NULL, 0, 0, false});
}

int main(int argc, char **argv)
{
	static struct bench b;
	struct server_options options;

	server_options(&options, argc, argv);
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;
	if (options.clients > CONNECTIONS_MAX || measure_raise_fd_limit() < SCREENS + CONNECTIONS_MAX + 100)
		measure_die("too many connections, or too few descriptors");
	server_prepare(&b.server, &options);
	server_stop(&b.server, false);
	booking_fill(&b.server);
	booking_keep(&b.server);
	server_start(&b.server, 0);
	double rate = measure_rates(&b, options.clients ? options.clients : CONNECTIONS_MAX, rounds);
	if (!options.clients) { /* else only the rate is wanted */
		measure_rates(&b, 64, rounds);
		measure_postgres(rate);
		measure_storm(&b);
		begin_anew(&b);
		measure_screens(&b);
	}
	server_stop(&b.server, true);
	booking_count(&b.server, b.next);
	server_close(&b.server);
	return 0;
}
