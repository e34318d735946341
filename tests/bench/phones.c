/*
 * phones: a hall opens the app in the same second, evenly over it, and then
 * once more in one instant. Each phone asks for the page, for every file that
 * the page's head names, for the state, and then upgrades to a WebSocket and
 * waits for its hello: how long, from its own start, until it has all of it?
 * The floor answers the same requests with the very bytes of Madang's answers,
 * and keeps nothing.
 *
 * A phone's requests follow each other on one connection that keeps alive, as
 * if it had no cache and no second connection: the work is a browser's, the
 * waiting is longer.
 */
#include "floor.h"
#include "http.h"
#include "measure.h"
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PHONES 1000
#define DEFAULT_ROUNDS 7
#define LIMIT_MS 2000
#define STEPS_MAX 64 /* the page, its files, the state, the socket */
#define HEAD_MAX 4096
#define READ_SIZE (256 * 1024)
#define EVENTS 512
#define PATIENCE_MS 10000
#define SECOND_NS 1000000000
#define STATE "/api/v1/state?topics=timetable"
#define GZIP "Accept-Encoding: gzip\r\n"

/* One request of every phone. */
struct step {
	char word[160]; /* by which the floor knows it */
	char *request;
	size_t length;
	struct http_answer answer; /* Madang's, whose bytes the floor sends; the last: the hello */
};

struct plan {
	struct step steps[STEPS_MAX];
	unsigned count;
};

struct phone {
	int fd;
	int64_t start_ns;
	unsigned step;
	size_t got; /* bytes of the present answer */
	size_t whole; /* its length, 0 while its head is not complete */
	char head[HEAD_MAX];
};

/* Whom they rush to, and how. */
struct target {
	uint16_t port;
	pid_t pid;
	unsigned phones;
	int64_t spread_ns; /* from the first phone's start to the last's */
};

/* All phones, one after the other over `spread_ns`. */
struct rush {
	const struct plan *plan;
	uint16_t port;
	int epoll;
	unsigned count, started, done;
	int64_t start_ns, spread_ns;
	struct phone *phones;
	struct measure *times; /* in ms, of each phone */
	char buffer[READ_SIZE];
};

static void add_step(struct plan *plan, const char *target, const char *fields)
{
	if (plan->count == STEPS_MAX)
		measure_die("the page names more files than STEPS_MAX");
	struct step *step = &plan->steps[plan->count++];

	snprintf(step->word, sizeof(step->word), "GET %s HTTP", target);
	step->request = http_build("GET", target, fields, NULL, 0, &step->length);
}

/* Asks once, for the bytes and their count. */
static void fetch(struct step *step, uint16_t port)
{
	int fd = http_connect(port);

	if (fd < 0 || !http_exchange(fd, step->request, step->length, &step->answer) ||
		step->answer.status != 200)
		measure_die("%s: answered %d", step->word, step->answer.status);
	close(fd);
}

/* Every file that the page loads by its head: href="…" or src="…" of our own. */
static void add_files(struct plan *plan, const char *html)
{
	static const char *const attributes[] = {" href=\"/", " src=\"/"};

	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		for (const char *at = strstr(html, attributes[i]); at; at = strstr(at + 1, attributes[i])) {
			const char *from = at + strlen(attributes[i]) - 1;
			char target[120];

			snprintf(target, sizeof(target), "%.*s", (int)strcspn(from, "\""), from);
			add_step(plan, target, GZIP);
		}
	}
}

static void add_socket(struct plan *plan)
{
	add_step(plan, "/live?topics=timetable",
		"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: madang.v1\r\n");
}

/* What the floor says for the upgrade: a 101, and a hello made before. */
static const char hello[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n"
			    "Connection: Upgrade\r\n"
			    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
			    "Sec-WebSocket-Protocol: madang.v1\r\n\r\n\x81\x4e"
			    "{\"hello\":{\"epoch\":\"0123456789abcdef\",\"seq\":1234,"
			    "\"now\":1935500000000,\"rate\":1}}";

static void make_plan(struct plan *plan, uint16_t port)
{
	struct http_answer page;

	http_ask(port, "GET", "/", "", NULL, 0, &page);
	if (page.status != 200)
		measure_die("the page: answered %d", page.status);
	add_step(plan, "/", GZIP);
	add_files(plan, page.body);
	http_answer_finish(&page);
	add_step(plan, STATE, GZIP);
	for (unsigned i = 0; i < plan->count; i++)
		fetch(&plan->steps[i], port);
	add_socket(plan);
}

static void ask(struct rush *rush, struct phone *phone)
{
	const struct step *step = &rush->plan->steps[phone->step];

	phone->got = phone->whole = 0;
	if (send(phone->fd, step->request, step->length, MSG_NOSIGNAL) != (ssize_t)step->length)
		measure_die("a phone's request");
}

static void start(struct rush *rush, struct phone *phone)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(rush->port)};
	struct epoll_event event = {.events = EPOLLOUT, .data.ptr = phone};

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	phone->start_ns = measure_now_ns();
	phone->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (phone->fd < 0)
		measure_die("a phone's socket");
	if (connect(phone->fd, (struct sockaddr *)&to, sizeof(to)) != 0 && errno != EINPROGRESS)
		measure_die("a phone's connection");
	if (epoll_ctl(rush->epoll, EPOLL_CTL_ADD, phone->fd, &event) != 0)
		measure_die("epoll_ctl");
}

/* Is the answer to the upgrade, and a frame behind it, there? */
static bool has_hello(const struct phone *phone)
{
	const char *end = memmem(phone->head, phone->got, "\r\n\r\n", 4);

	return end && memmem(end, phone->got - (size_t)(end - phone->head), "{\"hello\"", 8);
}

static void step_done(struct rush *rush, struct phone *phone)
{
	if (++phone->step < rush->plan->count) {
		ask(rush, phone);
		return;
	}
	rush->done++;
	measure_add(rush->times, (double)(measure_now_ns() - phone->start_ns) / 1e6);
}

static void take(struct rush *rush, struct phone *phone, size_t got)
{
	bool is_socket = phone->step + 1 == rush->plan->count;
	int status = 0;

	if (phone->step == rush->plan->count)
		return; /* beats, after its hello */
	if (phone->whole == 0) {
		size_t keep = phone->got + got < HEAD_MAX ? got : HEAD_MAX - phone->got;

		memcpy(phone->head + phone->got, rush->buffer, keep);
		phone->whole = is_socket ? 0 : http_answer_length(phone->head, phone->got + keep, &status);
		if (phone->whole && status != 200)
			measure_die("a phone was answered %d", status);
	}
	phone->got += got;
	if (is_socket ? has_hello(phone) : phone->whole && phone->got >= phone->whole)
		step_done(rush, phone);
}

static void event_of(struct rush *rush, struct phone *phone, uint32_t events)
{
	if (events & EPOLLOUT) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = phone};

		if (epoll_ctl(rush->epoll, EPOLL_CTL_MOD, phone->fd, &event) != 0)
			measure_die("epoll_ctl");
		ask(rush, phone);
		return;
	}
	ssize_t got = recv(phone->fd, rush->buffer, READ_SIZE, 0);
	if (got > 0)
		take(rush, phone, (size_t)got);
	else if (got == 0 || (errno != EAGAIN && errno != EINTR))
		measure_die("the server hung up on a phone at its step %u", phone->step);
}

static void finish(struct rush *rush)
{
	struct linger reset = {.l_onoff = 1, .l_linger = 0};

	for (unsigned i = 0; i < rush->count; i++) {
		/* best effort: where it fails, the socket only stays in TIME_WAIT a while */
		(void)setsockopt(rush->phones[i].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
		close(rush->phones[i].fd);
	}
	close(rush->epoll);
	free(rush->phones);
}

/* Starts the phones whose time has come; milliseconds until the next, -1: there is none. */
static int start_due(struct rush *rush)
{
	while (rush->started < rush->count) {
		int64_t due = rush->start_ns + rush->spread_ns * rush->started / rush->count;
		int64_t now = measure_now_ns();

		if (due > now)
			return (int)((due - now) / 1000000);
		start(rush, &rush->phones[rush->started++]);
	}
	return -1;
}

/* The time from the first phone's start until the last has everything, in ms. */
static double rush_once(const struct plan *plan, const struct target *target, struct measure *times)
{
	static struct rush rush;
	struct epoll_event events[EVENTS];
	long idle = measure_fd_count(target->pid);

	rush = (struct rush){.plan = plan,
		.port = target->port,
		.count = target->phones,
		.spread_ns = target->spread_ns,
		.times = times};
	rush.epoll = epoll_create1(EPOLL_CLOEXEC);
	rush.phones = calloc(rush.count, sizeof(*rush.phones));
	if (rush.epoll < 0 || !rush.phones)
		measure_die("setting up the phones");
	rush.start_ns = measure_now_ns();
	while (rush.done < rush.count) {
		int next_ms = start_due(&rush);
		int got = epoll_wait(rush.epoll, events, EVENTS, next_ms < 0 ? PATIENCE_MS : next_ms);

		if ((got == 0 && next_ms < 0) || (got < 0 && errno != EINTR))
			measure_die("%u of %u phones wait in vain", rush.count - rush.done, rush.count);
		for (int i = 0; i < got; i++)
			event_of(&rush, events[i].data.ptr, events[i].events);
	}
	double took = (double)(measure_now_ns() - rush.start_ns) / 1e6;
	finish(&rush);
	if (!measure_wait_fds(target->pid, idle, 20000))
		measure_die("a server keeps the descriptors of phones that left");
	return took;
}

static void start_floor(struct floor *floor, const struct plan *plan)
{
	static struct floor_line lines[STEPS_MAX];
	struct floor_config config = {.lines = lines, .line_count = plan->count};

	for (unsigned i = 0; i < plan->count; i++)
		lines[i] = (struct floor_line){plan->steps[i].word, FLOOR_REPLY, plan->steps[i].answer.bytes,
			plan->steps[i].answer.length};
	lines[plan->count - 1] = (struct floor_line){
		plan->steps[plan->count - 1].word, FLOOR_SUBSCRIBE, hello, sizeof(hello) - 1};
	floor_start(floor, &config);
}

static size_t bytes_of(const struct plan *plan)
{
	size_t bytes = 0;

	for (unsigned i = 0; i + 1 < plan->count; i++)
		bytes += plan->steps[i].answer.length;
	return bytes;
}

/* In the same second: what each phone waited. */
static void measure_second(const struct plan *plan, const struct server *server, const struct floor *floor,
	unsigned phones, unsigned rounds)
{
	struct target madang = {server->port, server->pid, phones, SECOND_NS};
	struct target bare = {floor->port, floor->pid, phones, SECOND_NS};
	struct measure *each = measure_create(), *floor_each = measure_create();
	char name[128];

	for (unsigned i = 0; i < rounds; i++) {
		rush_once(plan, &madang, each);
		rush_once(plan, &bare, floor_each);
	}
	snprintf(name, sizeof(name),
		"phones: %u in a second, page, %u files, state, socket (%zu kB), slowest of %u rounds",
		phones, plan->count - 3, bytes_of(plan) / 1000, rounds);
	measure_print(&(struct measure_row){name, "ms", measure_quantile(each, 1),
		measure_quantile(floor_each, 1), "<= 2000 ms", measure_quantile(each, 1), LIMIT_MS, false});
	measure_print(&(struct measure_row){"phones: the same, the phone in the middle", "ms",
		measure_median(each), measure_median(floor_each), NULL, 0, 0, false});
	free(each);
	free(floor_each);
}

/* In one instant: when the last has everything. */
static void measure_instant(const struct plan *plan, const struct server *server, const struct floor *floor,
	unsigned phones, unsigned rounds)
{
	struct target madang = {server->port, server->pid, phones, 0};
	struct target bare = {floor->port, floor->pid, phones, 0};
	struct measure *each = measure_create(), *last = measure_create(), *floor_last = measure_create();

	for (unsigned i = 0; i < rounds; i++) {
		measure_add(last, rush_once(plan, &madang, each));
		measure_add(floor_last, rush_once(plan, &bare, each));
	}
	measure_print(&(struct measure_row){"phones: all in one instant, the last one, median", "ms",
		measure_median(last), measure_median(floor_last), NULL, 0, 0, false});
	free(each);
	free(last);
	free(floor_last);
}

int main(int argc, char **argv)
{
	static struct plan plan;
	struct server_options options;
	struct server server;
	struct floor floor;

	server_options(&options, argc, argv);
	unsigned phones = options.clients ? options.clients : DEFAULT_PHONES;
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;
	if (measure_raise_fd_limit() < 0)
		measure_die("descriptors");
	server_prepare(&server, &options);
	make_plan(&plan, server.port);
	start_floor(&floor, &plan);
	measure_second(&plan, &server, &floor, phones, rounds);
	measure_instant(&plan, &server, &floor, phones, rounds);
	floor_stop(&floor);
	server_stop(&server, false);
	server_close(&server);
	return 0;
}
