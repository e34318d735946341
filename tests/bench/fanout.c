/*
 * fanout: an organiser changes one session; how long until the last of N
 * screens holds the change? Madang's commit is part of that. The floor is a
 * bare epoll loop that sends the very same bytes to as many sockets.
 *
 * Each side has a process of its own with the same code (side_run), since
 * 18,000 sockets fill one. The sides take turns, round by round, so that
 * whatever else the machine does hits both alike.
 */
#include "floor.h"
#include "http.h"
#include "measure.h"
#include "server.h"
#include "swarm.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TARGET "/live?topics=timetable"
#define CHANGE_MIN 200 /* a session's document is longer, hello and heartbeats are shorter */
#define FRAME_MAX 60000 /* what one message between the processes takes */
#define DEFAULT_CLIENTS 9000
#define DEFAULT_ROUNDS 30
#define IN_FLIGHT 256
#define PAUSE_ROUNDS 4
#define CROWDED_ROUNDS 5
#define LIMIT_RATIO 1.35
#define LIMIT_GROWTH 1.2 /* flat: per client, no more than this beside how the floor itself grows */

/* What a side reports: first once it is connected, then for each round. */
struct report {
	bool ok;
	struct swarm_round round;
	size_t frame_length;
	uint8_t frame[FRAME_MAX];
};

/* One side: a process with the clients of one server. */
struct side {
	pid_t pid;
	int link; /* SOCK_SEQPACKET: an unsigned as the order to run that round, a report as the answer */
};

/* What the parent measures at one number of clients; times in ms. */
struct figures {
	struct measure *madang;
	struct measure *floor;
	struct measure *madang_first;
	struct measure *madang_reply;
	struct measure *crowded; /* a change right after another one, which Madang paces */
};

/* The organiser's request of one round: every round's is of the same length. */
static char *build_change(const char *session, unsigned round, size_t *ret_length)
{
	char target[256], body[64];

	snprintf(target, sizeof(target), "/api/v1/sessions/%s", session);
	int length = snprintf(body, sizeof(body), "{\"note\":\"bench round %08u\"}", round);
	return http_build("PATCH", target, SERVER_FIELDS, body, (size_t)length, ret_length);
}

static void tell(int link, const struct report *report)
{
	size_t length = offsetof(struct report, frame) + report->frame_length;

	if (send(link, report, length, MSG_NOSIGNAL) != (ssize_t)length)
		measure_die("a side cannot report");
}

/* Runs one round and puts the first client's frame beside it; `marked`: it must tell of this round. */
static void side_round(struct swarm *swarm, int organiser, const char *session, unsigned number, bool marked,
	struct report *report)
{
	char marker[32];
	size_t length;
	char *request = build_change(session, number, &length);

	report->ok = swarm_publish(swarm, organiser, request, length, &report->round) &&
		report->round.status == 200;
	free(request);
	const uint8_t *frame = swarm_last_change(swarm, &report->frame_length);
	if (report->frame_length > FRAME_MAX)
		measure_die("a frame of %zu bytes", report->frame_length);
	memcpy(report->frame, frame, report->frame_length);
	snprintf(marker, sizeof(marker), "bench round %08u", number);
	if (report->ok && marked && !memmem(frame, report->frame_length, marker, strlen(marker))) {
		fprintf(stderr, "fanout: the frame of round %u tells of another change: %.*s\n", number,
			(int)(report->frame_length < 300 ? report->frame_length : 300), (const char *)frame);
		report->ok = false;
	}
	if (!report->ok)
		fprintf(stderr, "fanout: round %u failed, status %d\n", number, report->round.status);
}

/* The side's process: connects, reports, then a round for each order until the parent hangs up. */
static _Noreturn void side_run(int link, uint16_t port, unsigned clients, const char *session, bool marked)
{
	struct swarm_config config = {.port = port,
		.clients = clients,
		.in_flight = IN_FLIGHT,
		.target = TARGET,
		.change_min = CHANGE_MIN};
	struct swarm *swarm = swarm_create(&config);
	int organiser = http_connect(port);
	static struct report report;
	int64_t took;
	unsigned number;

	if (organiser < 0)
		measure_die("the organiser's connection");
	report.ok = swarm && swarm_connect(swarm, &took) && swarm_settle(swarm, 200);
	tell(link, &report);
	while (report.ok && recv(link, &number, sizeof(number), 0) == (ssize_t)sizeof(number)) {
		side_round(swarm, organiser, session, number, marked, &report);
		tell(link, &report);
	}
	swarm_destroy(swarm);
	exit(0);
}

static void side_listen(const struct side *side, struct report *ret_report)
{
	if (recv(side->link, ret_report, sizeof(*ret_report), 0) <= 0 || !ret_report->ok)
		measure_die("a side gave up");
}

static void side_start(struct side *side, uint16_t port, unsigned clients, const char *session, bool marked,
	struct report *ret_report)
{
	int ends[2], room = 2 * FRAME_MAX;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0 ||
		setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room)) != 0)
		measure_die("socketpair");
	side->pid = fork();
	if (side->pid < 0)
		measure_die("fork");
	if (side->pid == 0) {
		close(ends[0]);
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
			measure_die("prctl");
		side_run(ends[1], port, clients, session, marked);
	}
	close(ends[1]);
	side->link = ends[0];
	side_listen(side, ret_report);
}

static void side_order(const struct side *side, unsigned number, struct report *ret_report)
{
	if (send(side->link, &number, sizeof(number), MSG_NOSIGNAL) != (ssize_t)sizeof(number))
		measure_die("ordering a round");
	side_listen(side, ret_report);
}

/* Hanging up ends the side's process, which resets its sockets. Not by close alone: later children hold a
 * copy. */
static void side_stop(struct side *side)
{
	if (shutdown(side->link, SHUT_RDWR) != 0)
		measure_die("hanging up on a side");
	close(side->link);
	if (waitpid(side->pid, NULL, 0) != side->pid)
		measure_die("waiting for a side");
}

/* The floor sends the frame that Madang sent, and answers the organiser as shortly as HTTP allows. */
static void start_floor(struct floor *floor, const struct report *madang)
{
	static const char upgrade[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
				      "Connection: Upgrade\r\nSec-WebSocket-Protocol: madang.v1\r\n\r\n"
				      "\x81\x0c{\"hello\":{}}";
	static const char done[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	const struct floor_line lines[] = {
		{"GET /live", FLOOR_SUBSCRIBE, upgrade, sizeof(upgrade) - 1},
		{"PATCH ", FLOOR_PUBLISH, done, sizeof(done) - 1},
	};
	struct floor_config config = {.lines = lines,
		.line_count = 2,
		.frame = madang->frame,
		.frame_length = madang->frame_length};

	floor_start(floor, &config);
}

/* Madang paces its rounds: after one it waits some times that round's cost before the next. The figure is of
 * a change that comes by itself, so the next one is not made within that pause. */
static void pause_for(int64_t round_ns)
{
	int64_t ns = round_ns * PAUSE_ROUNDS;
	struct timespec pause = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};

	if (nanosleep(&pause, NULL) != 0)
		measure_die("nanosleep");
}

/* All rounds at one number of clients. Returns the frame's length. */
static size_t run(struct server *server, const char *session, unsigned clients, unsigned rounds,
	unsigned *number, struct figures *figures)
{
	static struct report report;
	struct side madang, bare;
	struct floor floor;
	long idle = measure_fd_count(server->pid);

	side_start(&madang, server->port, clients, session, true, &report);
	side_order(&madang, (*number)++, &report); /* warms both up, and gives the frame */
	size_t frame_length = report.frame_length;
	start_floor(&floor, &report);
	side_start(&bare, floor.port, clients, session, false, &report);
	side_order(&bare, 0, &report);
	for (unsigned i = 0; i < rounds; i++) {
		side_order(&madang, (*number)++, &report);
		measure_add(figures->madang, (double)report.round.last_ns / 1e6);
		measure_add(figures->madang_first, (double)report.round.first_ns / 1e6);
		measure_add(figures->madang_reply, (double)report.round.reply_ns / 1e6);
		pause_for(report.round.last_ns);
		side_order(&bare, 0, &report);
		measure_add(figures->floor, (double)report.round.last_ns / 1e6);
	}
	for (unsigned i = 0; i < CROWDED_ROUNDS; i++) {
		side_order(&madang, (*number)++, &report);
		measure_add(figures->crowded, (double)report.round.last_ns / 1e6);
	}
	side_stop(&bare);
	side_stop(&madang);
	floor_stop(&floor);
	if (!measure_wait_fds(server->pid, idle, 20000))
		measure_die("madang keeps the descriptors of clients that left");
	return frame_length;
}

static struct figures figures_create(void)
{
	return (struct figures){
		measure_create(), measure_create(), measure_create(), measure_create(), measure_create()};
}

static void figures_free(struct figures *figures)
{
	free(figures->madang);
	free(figures->floor);
	free(figures->madang_first);
	free(figures->madang_reply);
	free(figures->crowded);
}

/* The rows of the main figure. */
static void print_main(struct figures *figures, unsigned clients, unsigned rounds, size_t frame_length)
{
	char name[128];
	double madang = measure_median(figures->madang), floor = measure_median(figures->floor);

	snprintf(name, sizeof(name), "fanout: PATCH to last of %u clients, %zu-byte frame, median of %u",
		clients, frame_length, rounds);
	measure_print(&(struct measure_row){
		name, "ms", madang, floor, "ratio <= 1.35", madang / floor, LIMIT_RATIO, false});
	measure_print(&(struct measure_row){"fanout: the same, fastest round", "ms",
		measure_quantile(figures->madang, 0), measure_quantile(figures->floor, 0), NULL, 0, 0,
		false});
	measure_print(&(struct measure_row){"fanout: the same, slowest round", "ms",
		measure_quantile(figures->madang, 1), measure_quantile(figures->floor, 1), NULL, 0, 0,
		false});
	measure_print(&(struct measure_row){"fanout: PATCH to first client (the commit)", "ms",
		measure_median(figures->madang_first), 0, NULL, 0, 0, false});
	measure_print(&(struct measure_row){"fanout: PATCH to its answer", "ms",
		measure_median(figures->madang_reply), 0, NULL, 0, 0, false});
	measure_print(&(struct measure_row){"fanout: PATCH right after another, to last client (paced)", "ms",
		measure_median(figures->crowded), 0, NULL, 0, 0, false});
}

/* Cost per client over numbers of clients; flat where it grows as the floor's does. */
static void per_client(struct server *server, const char *session, unsigned rounds, unsigned *number)
{
	static const unsigned sizes[] = {1000, 3000, 9000, 18000};
	double first_madang = 0, first_floor = 0, madang = 0, floor = 0;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct figures figures = figures_create();
		char name[64];

		run(server, session, sizes[i], rounds, number, &figures);
		madang = measure_median(figures.madang) * 1e6 / sizes[i];
		floor = measure_median(figures.floor) * 1e6 / sizes[i];
		if (i == 0) {
			first_madang = madang;
			first_floor = floor;
		}
		snprintf(name, sizeof(name), "fanout: per client at %u", sizes[i]);
		measure_print(&(struct measure_row){name, "ns", madang, floor, NULL, 0, 0, false});
		figures_free(&figures);
	}
	double grew = madang / first_madang, floor_grew = floor / first_floor;
	measure_print(&(struct measure_row){"fanout: per client, 18000 over 1000", "x", grew, floor_grew,
		"ratio <= 1.2 (flat)", grew / floor_grew, LIMIT_GROWTH, false});
}

int main(int argc, char **argv)
{
	struct server_options options;
	struct server server;
	char *session;
	unsigned number = 1;

	server_options(&options, argc, argv);
	unsigned clients = options.clients ? options.clients : DEFAULT_CLIENTS;
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;

	server_prepare(&server, &options);
	server_sessions(&server, &session, 1);
	struct figures figures = figures_create();
	size_t frame_length = run(&server, session, clients, rounds, &number, &figures);
	print_main(&figures, clients, rounds, frame_length);
	figures_free(&figures);
	if (!options.clients)
		per_client(&server, session, rounds, &number);
	free(session);
	server_stop(&server, false);
	server_close(&server);
	return 0;
}
