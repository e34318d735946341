/*
 * restart: Madang is killed (SIGKILL) and started again at once; how long
 * until /healthz, and then the state of 1,300 sessions, answer 200? Its
 * database holds a journal of some thousand changes and the write-ahead log
 * as the kill left it. The floor is this very program, executed to listen and
 * to answer one canned line.
 */
#include "http.h"
#include "measure.h"
#include "server.h"

#include <arpa/inet.h>
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

#define CHANGES 4000
#define SESSIONS 500 /* that the changes go round over */
#define DEFAULT_ROUNDS 10
#define PATIENCE_NS 20000000000
#define LIMIT_MS 500

/* The floor's program: listens, answers whoever comes, until it is killed. */
static int answer_for_ever(uint16_t port)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	char request[4096];
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
		bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(fd, 16) != 0)
		measure_die("the floor's listening");
	for (;;) {
		int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC);

		if (peer < 0)
			measure_die("the floor's accept");
		if (recv(peer, request, sizeof(request), 0) > 0 &&
			send(peer, text, sizeof(text) - 1, MSG_NOSIGNAL) < 0)
			measure_die("the floor's answer");
		close(peer);
	}
}

/* Asks until `target` answers 200. Returns false where that takes too long. */
static bool await(uint16_t port, const char *target)
{
	struct timespec nap = {.tv_nsec = 100000};
	int64_t until = measure_now_ns() + PATIENCE_NS;
	size_t length;
	char *request = http_build("GET", target, "", NULL, 0, &length);
	bool good = false;

	while (!good && measure_now_ns() < until) {
		struct http_answer answer;
		int fd = http_connect(port);

		if (fd >= 0 && http_exchange(fd, request, length, &answer)) {
			good = answer.status == 200;
			http_answer_finish(&answer);
		}
		if (fd >= 0)
			close(fd);
		if (!good)
			nanosleep(&nap, NULL);
	}
	free(request);
	return good;
}

/* Fills the journal: one change after the other, each its own commit. Returns changes a second. */
static double change_many(const struct server *server, unsigned changes)
{
	char *ids[SESSIONS], target[256], body[64];
	unsigned sessions = server_sessions(server, ids, SESSIONS);
	int fd = http_connect(server->port);
	int64_t start = measure_now_ns();

	if (fd < 0)
		measure_die("connecting to madang");
	for (unsigned i = 0; i < changes; i++) {
		struct http_answer answer;
		size_t request_length;

		snprintf(target, sizeof(target), "/api/v1/sessions/%s", ids[i % sessions]);
		int length = snprintf(body, sizeof(body), "{\"note\":\"change %u\"}", i);
		char *request =
			http_build("PATCH", target, SERVER_FIELDS, body, (size_t)length, &request_length);

		if (!http_exchange(fd, request, request_length, &answer))
			measure_die("change %u got no answer", i);
		if (answer.status != 200)
			measure_die("change %u: %d %.200s", i, answer.status, answer.body);
		http_answer_finish(&answer);
		free(request);
	}
	double rate = changes * 1e9 / (double)(measure_now_ns() - start);
	for (unsigned i = 0; i < sessions; i++)
		free(ids[i]);
	close(fd);
	return rate;
}

static pid_t floor_spawn(uint16_t port)
{
	char number[16];
	pid_t pid = fork();

	if (pid < 0)
		measure_die("fork");
	if (pid > 0)
		return pid;
	snprintf(number, sizeof(number), "%u", (unsigned)port);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0)
		execl("/proc/self/exe", "restart", "--answer", number, (char *)NULL);
	_exit(127);
}

/* A port that was free a moment ago. */
static uint16_t free_port(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		measure_die("a free port");
	close(fd);
	return ntohs(address.sin_port);
}

/* kill, start again, ask: the same for both; times in ms. */
static void round_of(struct server *server, pid_t *floor, uint16_t floor_port, struct measure *health,
	struct measure *state, struct measure *bare)
{
	int64_t start = measure_now_ns();

	server_stop(server, true);
	server_spawn(server, server->port);
	if (!await(server->port, "/healthz"))
		measure_die("/healthz does not answer; see %s/log", server->dir);
	measure_add(health, (double)(measure_now_ns() - start) / 1e6);
	if (!await(server->port, "/api/v1/state?topics=timetable"))
		measure_die("the state does not answer; see %s/log", server->dir);
	measure_add(state, (double)(measure_now_ns() - start) / 1e6);

	start = measure_now_ns();
	if (kill(*floor, SIGKILL) != 0 || waitpid(*floor, NULL, 0) != *floor)
		measure_die("killing the floor");
	*floor = floor_spawn(floor_port);
	if (!await(floor_port, "/healthz"))
		measure_die("the floor does not answer");
	measure_add(bare, (double)(measure_now_ns() - start) / 1e6);
}

static void print(struct measure *health, struct measure *state, struct measure *bare, double rate)
{
	measure_print(&(struct measure_row){"restart: kill -9 to /healthz 200, median", "ms",
		measure_median(health), measure_median(bare), "<= 500 ms", measure_median(health), LIMIT_MS,
		false});
	measure_print(&(struct measure_row){"restart: kill -9 to the state's 200, median", "ms",
		measure_median(state), measure_median(bare), "<= 500 ms", measure_median(state), LIMIT_MS,
		false});
	measure_print(&(struct measure_row){"restart: the same, slowest", "ms", measure_quantile(state, 1),
		measure_quantile(bare, 1), NULL, 0, 0, false});
	measure_print(&(struct measure_row){
		"restart: changes before it, one by one", "/s", rate, 0, NULL, 0, 0, false});
}

int main(int argc, char **argv)
{
	struct server_options options;
	struct server server;

	if (argc == 3 && strcmp(argv[1], "--answer") == 0)
		return answer_for_ever((uint16_t)strtoul(argv[2], NULL, 10));
	server_options(&options, argc, argv);
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;
	struct measure *health = measure_create(), *state = measure_create(), *bare = measure_create();

	server_prepare(&server, &options);
	double rate = change_many(&server, CHANGES);
	uint16_t floor_port = free_port();
	pid_t floor = floor_spawn(floor_port);
	for (unsigned i = 0; i < rounds; i++)
		round_of(&server, &floor, floor_port, health, state, bare);
	if (kill(floor, SIGKILL) != 0 || waitpid(floor, NULL, 0) != floor)
		measure_die("killing the floor");
	print(health, state, bare, rate);
	server_stop(&server, false);
	server_close(&server);
	free(health);
	free(state);
	free(bare);
	return 0;
}
