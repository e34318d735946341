#include "floor.h"

#include "measure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define EVENTS 512
#define REQUEST_MAX 16384
#define FDS_MAX 65536

/* One accepted socket, kept at its descriptor's place. */
struct peer {
	const uint8_t *out; /* what is still to be sent of an answer longer than the socket took */
	size_t out_left;
	bool waits; /* EPOLLOUT is asked for */
};

/* The child's state: everything is made before the first request. */
struct loop {
	const struct floor_config *config;
	int epoll;
	int listener;
	size_t subscriber_count;
	int *subscribers; /* descriptors in order of arrival */
	struct peer *peers; /* by descriptor */
};

/* Asks for EPOLLOUT while an answer waits, and only then: most sockets never need it. */
static void peer_watch(struct loop *loop, int fd, bool waits)
{
	struct epoll_event event = {.events = EPOLLIN | (waits ? EPOLLOUT : 0), .data.fd = fd};

	if (loop->peers[fd].waits == waits)
		return;
	loop->peers[fd].waits = waits;
	if (epoll_ctl(loop->epoll, EPOLL_CTL_MOD, fd, &event) != 0)
		measure_die("floor: epoll_ctl");
}

/* Sends what the socket takes; the rest goes when it is writable again. */
static void peer_send(struct loop *loop, int fd)
{
	struct peer *peer = &loop->peers[fd];

	while (peer->out_left > 0) {
		ssize_t sent = send(fd, peer->out, peer->out_left, MSG_NOSIGNAL);

		if (sent < 0) {
			if (errno == EAGAIN)
				break;
			if (errno != EPIPE && errno != ECONNRESET)
				measure_die("floor: send");
			peer->out_left = 0; /* the asker left; recv will tell */
			break;
		}
		peer->out += sent;
		peer->out_left -= (size_t)sent;
	}
	peer_watch(loop, fd, peer->out_left > 0);
}

/* The measured loop: the same bytes to each subscriber, one send each. */
static void publish(struct loop *loop)
{
	const struct floor_config *config = loop->config;

	for (size_t i = 0; i < loop->subscriber_count; i++) {
		ssize_t sent = send(loop->subscribers[i], config->frame, config->frame_length, MSG_NOSIGNAL);

		if (sent != (ssize_t)config->frame_length)
			measure_die("floor: a subscriber took %zd of %zu bytes", sent, config->frame_length);
	}
}

/* Answers one request, which holds `request`. */
static void answer(struct loop *loop, int fd, const char *request, size_t length)
{
	const struct floor_config *config = loop->config;

	for (size_t i = 0; i < config->line_count; i++) {
		const struct floor_line *line = &config->lines[i];

		if (!memmem(request, length, line->word, strlen(line->word)))
			continue;
		if (line->act == FLOOR_PUBLISH)
			publish(loop);
		if (line->act == FLOOR_SUBSCRIBE)
			loop->subscribers[loop->subscriber_count++] = fd;
		loop->peers[fd].out = line->bytes;
		loop->peers[fd].out_left = line->length;
		peer_send(loop, fd);
		return;
	}
	measure_die("floor: no line for %.*s", (int)(length < 80 ? length : 80), request);
}

static void forget(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->subscriber_count; i++) {
		if (loop->subscribers[i] == fd) {
			loop->subscribers[i] = loop->subscribers[--loop->subscriber_count];
			break;
		}
	}
	loop->peers[fd] = (struct peer){0};
	close(fd);
}

static void peer_event(struct loop *loop, int fd, uint32_t events)
{
	char request[REQUEST_MAX];

	if (events & EPOLLOUT)
		peer_send(loop, fd);
	if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
		return;
	ssize_t got = recv(fd, request, sizeof(request), 0);
	if (got > 0)
		answer(loop, fd, request, (size_t)got);
	else if (got == 0 || (errno != EAGAIN && errno != EINTR))
		forget(loop, fd);
}

static void accept_all(struct loop *loop)
{
	int one = 1;

	for (;;) {
		int fd = accept4(loop->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

		if (fd < 0) {
			if (errno == EAGAIN || errno == ECONNABORTED)
				return;
			measure_die("floor: accept");
		}
		/* lws does so too; without it short answers might wait for an ACK */
		if (fd >= FDS_MAX || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) != 0 ||
			epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
			measure_die("floor: a new socket");
	}
}

static _Noreturn void run(const struct floor_config *config, int listener)
{
	struct loop loop = {.config = config, .listener = listener};
	struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
	struct epoll_event events[EVENTS];

	loop.epoll = epoll_create1(EPOLL_CLOEXEC);
	loop.subscribers = calloc(FDS_MAX, sizeof(*loop.subscribers));
	loop.peers = calloc(FDS_MAX, sizeof(*loop.peers));
	if (loop.epoll < 0 || !loop.subscribers || !loop.peers ||
		epoll_ctl(loop.epoll, EPOLL_CTL_ADD, listener, &event) != 0)
		measure_die("floor: setting up");
	for (;;) {
		int count = epoll_wait(loop.epoll, events, EVENTS, -1);

		if (count < 0 && errno != EINTR)
			measure_die("floor: epoll_wait");
		for (int i = 0; i < count; i++) {
			if (events[i].data.fd == listener)
				accept_all(&loop);
			else
				peer_event(&loop, events[i].data.fd, events[i].events);
		}
	}
}

/* A listening socket on a free port. */
static int listen_free(uint16_t *ret_port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
		listen(fd, SOMAXCONN) != 0 || getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		measure_die("floor: listen");
	*ret_port = ntohs(address.sin_port);
	return fd;
}

void floor_start(struct floor *floor, const struct floor_config *config)
{
	int listener = listen_free(&floor->port);

	floor->pid = fork();
	if (floor->pid < 0)
		measure_die("floor: fork");
	if (floor->pid == 0) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
			measure_die("floor: prctl");
		run(config, listener);
	}
	close(listener);
}

void floor_stop(struct floor *floor)
{
	if (kill(floor->pid, SIGTERM) != 0 || waitpid(floor->pid, NULL, 0) != floor->pid)
		measure_die("floor: stopping");
	floor->pid = 0;
}
