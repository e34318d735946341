#include "swarm.h"

#include "measure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

#define PER_ADDRESS 4000 /* clients from one source address */
#define EVENTS 512 /* taken from epoll at once */
#define READ_SIZE 65536 /* bytes taken from a socket at once */
#define PROBE_MAX (1 << 20) /* the longest frame that the first client keeps */
#define PATIENCE_NS 10000000000 /* without any progress: give up */
#define TRIGGER UINT32_MAX /* epoll's data for the trigger's socket */
#define FRAME_HEADER_MAX 10

enum phase { PHASE_NEW, PHASE_CONNECTING, PHASE_UPGRADING, PHASE_HELLO, PHASE_OPEN };

/* One client: small, so that thousands of them stay in the cache. */
struct client {
	int fd;
	uint32_t changes; /* whole changes so far */
	uint64_t body_left; /* payload bytes of the present frame still to come */
	uint8_t phase; /* enum phase */
	uint8_t head_length; /* header bytes of the present frame seen, or matched bytes of \r\n\r\n */
	bool in_body;
	bool is_change; /* the present frame counts as one */
	uint8_t head[FRAME_HEADER_MAX];
};

/* The answer to the trigger, gathered until its Content-Length is there. */
struct answer {
	size_t length;
	bool complete;
	int status;
	char bytes[READ_SIZE];
};

struct swarm {
	int epoll;
	uint16_t port;
	size_t count;
	size_t started; /* clients that called connect() */
	size_t in_flight; /* at most, between connect() and hello */
	size_t change_min;
	size_t open; /* clients that had their hello */
	bool failed; /* said on stderr already */
	uint32_t round; /* changes that each client is to hold */
	size_t reached; /* clients that hold them */
	size_t ahead; /* clients that got more than asked for */
	int64_t first_ns;
	int64_t last_ns;
	size_t request_length;
	char request[512];
	struct answer answer;
	size_t probe_length; /* bytes of the first client's present frame */
	size_t last_length;
	uint8_t *probe;
	uint8_t *last; /* its last whole change */
	struct client *clients;
	uint8_t buffer[READ_SIZE];
};

static void fail(struct swarm *swarm, const char *what, int error)
{
	if (!swarm->failed)
		fprintf(stderr, "swarm: %s%s%s\n", what, error ? ": " : "", error ? strerror(error) : "");
	swarm->failed = true;
}

struct swarm *swarm_create(const struct swarm_config *config)
{
	struct swarm *swarm = calloc(1, sizeof(*swarm));

	if (!swarm)
		return NULL;
	swarm->port = config->port;
	swarm->count = config->clients;
	swarm->in_flight = config->in_flight;
	swarm->change_min = config->change_min;
	/* the key is the one of RFC 6455's example: nobody checks the answer to it here */
	int length = snprintf(swarm->request, sizeof(swarm->request),
		"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
		"Connection: Upgrade\r\nUpgrade: websocket\r\n"
		"Sec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		"Sec-WebSocket-Protocol: madang.v1\r\n\r\n",
		config->target, (unsigned)config->port);
	swarm->request_length = (size_t)length;
	swarm->epoll = epoll_create1(EPOLL_CLOEXEC);
	swarm->clients = calloc(swarm->count, sizeof(*swarm->clients));
	swarm->probe = malloc(PROBE_MAX);
	swarm->last = malloc(PROBE_MAX);
	if (length < 0 || (size_t)length >= sizeof(swarm->request) || swarm->epoll < 0 || !swarm->clients ||
		!swarm->probe || !swarm->last) {
		fail(swarm, "cannot be set up", errno);
		swarm_destroy(swarm);
		return NULL;
	}
	for (size_t i = 0; i < swarm->count; i++)
		swarm->clients[i].fd = -1;
	return swarm;
}

void swarm_destroy(struct swarm *swarm)
{
	struct linger reset = {.l_onoff = 1, .l_linger = 0};

	if (!swarm)
		return;
	for (size_t i = 0; swarm->clients && i < swarm->count; i++) {
		if (swarm->clients[i].fd < 0)
			continue;
		/* best effort: where it fails, the socket only stays in TIME_WAIT a while */
		(void)setsockopt(swarm->clients[i].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
		close(swarm->clients[i].fd);
	}
	if (swarm->epoll >= 0)
		close(swarm->epoll);
	free(swarm->clients);
	free(swarm->probe);
	free(swarm->last);
	free(swarm);
}

/* A whole frame has been read. */
static void frame_done(struct swarm *swarm, struct client *client)
{
	bool probe = client == swarm->clients;

	client->in_body = false;
	client->head_length = 0;
	if (client->phase == PHASE_HELLO) {
		client->phase = PHASE_OPEN;
		swarm->open++;
	} else if (client->is_change) {
		client->changes++;
		if (client->changes == swarm->round) {
			if (swarm->reached++ == 0)
				swarm->first_ns = measure_now_ns();
			if (swarm->reached == swarm->count)
				swarm->last_ns = measure_now_ns();
		} else if (client->changes > swarm->round) {
			swarm->ahead++;
		}
		if (probe) {
			uint8_t *kept = swarm->last;

			swarm->last = swarm->probe;
			swarm->last_length = swarm->probe_length;
			swarm->probe = kept;
		}
	}
	if (probe)
		swarm->probe_length = 0;
}

/* Keeps the first client's bytes, to show what a change looks like. */
static void probe_keep(struct swarm *swarm, const uint8_t *bytes, size_t length)
{
	if (swarm->probe_length + length > PROBE_MAX) {
		fail(swarm, "a frame is longer than the probe can keep", 0);
		return;
	}
	memcpy(swarm->probe + swarm->probe_length, bytes, length);
	swarm->probe_length += length;
}

/* The header's whole length as far as its first two bytes tell; servers do not mask. */
static size_t header_length(const struct client *client)
{
	if (client->head_length < 2)
		return 2;
	uint8_t length = client->head[1] & 0x7f;

	return length == 127 ? 10 : length == 126 ? 4 : 2;
}

/* The header is complete: how much payload follows, and does it count? */
static void header_done(struct swarm *swarm, struct client *client)
{
	uint64_t length = client->head[1] & 0x7f;
	uint8_t opcode = client->head[0] & 0x0f;

	if (length >= 126) {
		size_t bytes = length == 126 ? 2 : 8;

		length = 0;
		for (size_t i = 0; i < bytes; i++)
			length = length << 8 | client->head[2 + i];
	}
	client->in_body = true;
	client->body_left = length;
	client->is_change = opcode == 1 && length >= swarm->change_min;
	if (opcode == 8)
		fail(swarm, "the server closed a client", 0);
	if (opcode == 9) {
		/* an empty pong, masked with zeros: a heartbeat must not cost us the client */
		static const uint8_t pong[6] = {0x8a, 0x80, 0, 0, 0, 0};

		if (send(client->fd, pong, sizeof(pong), MSG_NOSIGNAL) < 0)
			fail(swarm, "send pong", errno);
	}
}

/* Walks over bytes of frames; nothing is copied but headers and the first client's bytes. */
static void take_frames(struct swarm *swarm, struct client *client, const uint8_t *at, size_t left)
{
	bool probe = client == swarm->clients;

	while (left > 0) {
		size_t step;

		if (!client->in_body) {
			client->head[client->head_length++] = *at;
			step = 1;
		} else {
			step = client->body_left < left ? (size_t)client->body_left : left;
			client->body_left -= step;
		}
		if (probe)
			probe_keep(swarm, at, step);
		at += step;
		left -= step;
		if (!client->in_body && client->head_length >= 2 &&
			client->head_length == header_length(client))
			header_done(swarm, client);
		if (client->in_body && client->body_left == 0)
			frame_done(swarm, client);
	}
}

/* Looks for the end of the answer's head; returns how many bytes belonged to it. */
static size_t take_head(struct swarm *swarm, struct client *client, const uint8_t *bytes, size_t length)
{
	static const char end[] = "\r\n\r\n";
	static const char wanted[] = "HTTP/1.1 101";

	if (client->head_length == 0 && client->changes == 0 &&
		(length < sizeof(wanted) - 1 || memcmp(bytes, wanted, sizeof(wanted) - 1) != 0)) {
		fprintf(stderr, "swarm: refused: %.*s\n", (int)(length < 160 ? length : 160),
			(const char *)bytes);
		fail(swarm, "no upgrade", 0);
	}
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == (uint8_t)end[client->head_length])
			client->head_length++;
		else
			client->head_length = bytes[i] == '\r';
		if (client->head_length == 4) {
			client->head_length = 0;
			client->phase = PHASE_HELLO;
			return i + 1;
		}
	}
	return length;
}

static void take(struct swarm *swarm, struct client *client, const uint8_t *bytes, size_t length)
{
	if (client->phase == PHASE_UPGRADING) {
		size_t head = take_head(swarm, client, bytes, length);

		bytes += head;
		length -= head;
	}
	take_frames(swarm, client, bytes, length);
}

/* Edge-triggered: read until the socket had less than was asked for. */
static void client_readable(struct swarm *swarm, struct client *client)
{
	ssize_t got;

	do {
		got = recv(client->fd, swarm->buffer, sizeof(swarm->buffer), 0);
		if (got > 0)
			take(swarm, client, swarm->buffer, (size_t)got);
		else if (got == 0)
			fail(swarm, "the server hung up on a client", 0);
		else if (errno != EAGAIN && errno != EINTR)
			fail(swarm, "recv", errno);
	} while (got == (ssize_t)sizeof(swarm->buffer) && !swarm->failed);
}

/* Sends the upgrade as soon as the handshake is through; on loopback that is at once. */
static void client_upgrade(struct swarm *swarm, struct client *client)
{
	ssize_t sent = send(client->fd, swarm->request, swarm->request_length, MSG_NOSIGNAL);

	if (sent == (ssize_t)swarm->request_length)
		client->phase = PHASE_UPGRADING;
	else if (sent >= 0)
		fail(swarm, "the upgrade went out in part", 0);
	else if (errno != EAGAIN && errno != ENOTCONN)
		fail(swarm, "send upgrade", errno);
}

/* Opens the next client's socket from its source address. */
static void client_start(struct swarm *swarm)
{
	size_t index = swarm->started++;
	struct client *client = &swarm->clients[index];
	struct sockaddr_in from = {.sin_family = AF_INET};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(swarm->port)};
	struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u32 = (uint32_t)index};
	int one = 1;

	from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(index / PER_ADDRESS));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	client->phase = PHASE_CONNECTING;
	if (client->fd < 0) {
		fail(swarm, "socket", errno);
		return;
	}
	/* the port is then chosen at connect(), where the whole address pair counts */
	if (setsockopt(client->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one)) != 0 ||
		bind(client->fd, (struct sockaddr *)&from, sizeof(from)) != 0) {
		fail(swarm, "bind", errno);
		return;
	}
	if (connect(client->fd, (struct sockaddr *)&to, sizeof(to)) != 0 && errno != EINPROGRESS) {
		fail(swarm, "connect", errno);
		return;
	}
	client_upgrade(swarm, client);
	if (client->phase == PHASE_CONNECTING)
		event.events |= EPOLLOUT;
	if (epoll_ctl(swarm->epoll, EPOLL_CTL_ADD, client->fd, &event) != 0)
		fail(swarm, "epoll_ctl", errno);
}

/* The trigger's answer: its status, and whether all of it is there. */
static void answer_look(struct swarm *swarm)
{
	struct answer *answer = &swarm->answer;

	answer->bytes[answer->length] = 0;
	char *end = strstr(answer->bytes, "\r\n\r\n");
	if (!end)
		return;
	char *field = strcasestr(answer->bytes, "\r\ncontent-length:");
	size_t body = field && field < end ? strtoul(field + 17, NULL, 10) : 0;
	size_t whole = (size_t)(end + 4 - answer->bytes) + body;

	if (whole >= sizeof(answer->bytes)) {
		fail(swarm, "the trigger's answer is too long to keep", 0);
		return;
	}
	if (answer->length >= whole) {
		answer->complete = true;
		if (sscanf(answer->bytes, "HTTP/1.1 %d", &answer->status) != 1)
			fail(swarm, "the trigger's answer is not HTTP", 0);
	}
}

static void answer_readable(struct swarm *swarm, int fd, int64_t *ret_ns)
{
	struct answer *answer = &swarm->answer;
	ssize_t got = recv(
		fd, answer->bytes + answer->length, sizeof(answer->bytes) - 1 - answer->length, MSG_DONTWAIT);

	if (got <= 0) {
		if (got == 0 || (errno != EAGAIN && errno != EINTR))
			fail(swarm, "the trigger's connection is gone", got ? errno : 0);
		return;
	}
	answer->length += (size_t)got;
	answer_look(swarm);
	if (answer->complete)
		*ret_ns = measure_now_ns();
}

/* One turn of the loop. Returns the number of events, or -1. */
static int turn(struct swarm *swarm, int timeout_ms, int trigger_fd, int64_t *ret_reply_ns)
{
	struct epoll_event events[EVENTS];
	int count = epoll_wait(swarm->epoll, events, EVENTS, timeout_ms);

	if (count < 0 && errno != EINTR) {
		fail(swarm, "epoll_wait", errno);
		return -1;
	}
	for (int i = 0; i < count && !swarm->failed; i++) {
		if (events[i].data.u32 == TRIGGER) {
			answer_readable(swarm, trigger_fd, ret_reply_ns);
			continue;
		}
		struct client *client = &swarm->clients[events[i].data.u32];

		if (client->phase == PHASE_CONNECTING)
			client_upgrade(swarm, client);
		if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
			client_readable(swarm, client);
	}
	return swarm->failed ? -1 : count;
}

bool swarm_connect(struct swarm *swarm, int64_t *ret_ns)
{
	int64_t start = measure_now_ns(), moved = start;

	while (swarm->open < swarm->count && !swarm->failed) {
		size_t before = swarm->open;

		while (swarm->started < swarm->count && !swarm->failed &&
			swarm->started - swarm->open < swarm->in_flight)
			client_start(swarm);
		turn(swarm, 1000, -1, NULL);
		if (swarm->open > before)
			moved = measure_now_ns();
		else if (measure_now_ns() - moved > PATIENCE_NS)
			fail(swarm, "clients wait for their hello in vain", 0);
	}
	*ret_ns = measure_now_ns() - start;
	return !swarm->failed;
}

/* Listens on the trigger's socket for the time of one round. */
static bool trigger_watch(struct swarm *swarm, int fd, int operation)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u32 = TRIGGER};

	if (epoll_ctl(swarm->epoll, operation, fd, &event) != 0)
		fail(swarm, "epoll_ctl trigger", errno);
	return !swarm->failed;
}

bool swarm_publish(struct swarm *swarm, int trigger_fd, const void *request, size_t length,
	struct swarm_round *ret_round)
{
	int64_t reply = 0;

	swarm->round++;
	swarm->reached = 0;
	swarm->ahead = 0;
	swarm->answer.length = 0;
	swarm->answer.complete = false;
	/* heartbeats that came since the last round are not this round's work */
	while (turn(swarm, 0, -1, NULL) > 0)
		;
	if (swarm->failed || !trigger_watch(swarm, trigger_fd, EPOLL_CTL_ADD))
		return false;
	int64_t start = measure_now_ns();
	if (send(trigger_fd, request, length, MSG_NOSIGNAL) != (ssize_t)length)
		fail(swarm, "send trigger", errno);
	while (!swarm->failed && (swarm->reached < swarm->count || !swarm->answer.complete)) {
		turn(swarm, 1000, trigger_fd, &reply);
		if (measure_now_ns() - start > PATIENCE_NS)
			fail(swarm, "a change did not reach everyone", 0);
	}
	if (swarm->ahead > 0)
		fail(swarm, "a client got more than one change in a round", 0);
	if (!trigger_watch(swarm, trigger_fd, EPOLL_CTL_DEL))
		return false;
	ret_round->first_ns = swarm->first_ns - start;
	ret_round->last_ns = swarm->last_ns - start;
	ret_round->reply_ns = reply - start;
	ret_round->status = swarm->answer.status;
	return true;
}

bool swarm_settle(struct swarm *swarm, int quiet_ms)
{
	while (turn(swarm, quiet_ms, -1, NULL) > 0)
		;
	for (size_t i = 0; i < swarm->count; i++)
		swarm->clients[i].changes = swarm->round;
	return !swarm->failed;
}

const uint8_t *swarm_last_change(const struct swarm *swarm, size_t *ret_length)
{
	*ret_length = swarm->last_length;
	return swarm->last;
}
