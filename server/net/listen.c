/* The listening socket is ours, not lws's: what is set on it once (buffer,
 * keepalive, no delay) every accepted socket inherits, a burst is accepted in
 * one turn with an end, and running out of files makes a pause and not a spin. */
#include "net/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ACCEPT_PAUSE_MS = 100 };

/* "HOST:PORT" or "[HOST]:PORT" -> the parts. */
static bool split(const char *address, char *host, size_t host_size, const char **ret_port)
{
	const char *colon = strrchr(address, ':');
	if (!colon || colon == address || !colon[1])
		return false;
	const char *start = address;
	size_t len = (size_t)(colon - address);
	if (address[0] == '[') {
		if (len < 3 || colon[-1] != ']')
			return false;
		start++;
		len -= 2;
	} else if (memchr(address, ':', len)) {
		return false;
	}
	if (len >= host_size || strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return false;
	memcpy(host, start, len);
	host[len] = '\0';
	*ret_port = colon + 1;
	return true;
}

static void set(int fd, int level, int option, int value)
{
	/* A kernel that lacks one of these serves all the same. */
	(void)setsockopt(fd, level, option, &value, sizeof value);
}

static void set_options(int fd, int family)
{
	set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	set(fd, SOL_SOCKET, SO_SNDBUF, SOCKET_SEND_BUFFER);
	set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	set(fd, IPPROTO_TCP, TCP_KEEPIDLE, PEER_SILENT_S);
	set(fd, IPPROTO_TCP, TCP_KEEPINTVL, PEER_PROBE_S);
	set(fd, IPPROTO_TCP, TCP_KEEPCNT, PEER_PROBES);
	set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, PEER_UNACKED_MS);
	if (family == AF_INET6)
		set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
}

static void note_url(struct server *s)
{
	struct sockaddr_storage at;
	socklen_t len = sizeof at;
	char host[64], port[16];
	getsockname(s->listen_fd, (struct sockaddr *)&at, &len);
	getnameinfo((struct sockaddr *)&at, len, host, sizeof host, port, sizeof port,
		NI_NUMERICHOST | NI_NUMERICSERV);
	s->port = (int)strtol(port, NULL, 10);
	bool v6 = at.ss_family == AF_INET6;
	snprintf(s->url, sizeof s->url, "%s://%s%s%s:%s", s->tls ? "https" : "http", v6 ? "[" : "", host,
		v6 ? "]" : "", port);
}

/* Hands one accepted socket to lws, which owns it then, on failure too. */
static void adopt(struct server *s, int fd)
{
	if (s->stats.connections >= MAX_CONNECTIONS) {
		close(fd);
		return;
	}
	s->stats.connections++; /* WSI_DESTROY counts it off again */
	lws_adopt_socket_vhost(s->vhost, fd);
}

static void pause_accepting(struct server *s)
{
	uv_poll_stop(&s->listening);
	server_timer_set(s->accept_timer, ACCEPT_PAUSE_MS);
}

static void on_connection(uv_poll_t *handle, int status, int events)
{
	struct server *s = handle->data;
	for (int i = 0; i < ACCEPT_BURST; i++) {
		int fd = accept4(s->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0)
			adopt(s, fd);
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			return;
		else if (errno != EINTR && errno != ECONNABORTED) {
			pause_accepting(s); /* no files or no memory: they wait in the backlog */
			return;
		}
	}
}

static void resume_accepting(void *ctx)
{
	struct server *s = ctx;
	if (s->listen_fd >= 0)
		uv_poll_start(&s->listening, UV_READABLE, on_connection);
}

static int bind_to(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	set_options(fd, at->ai_family);
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, LISTEN_BACKLOG) == 0)
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

static enum status open_socket(struct server *s, const char *address, struct err *err)
{
	char host[64];
	const char *port;
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
	struct addrinfo *at = NULL;
	if (!split(address, host, sizeof host, &port) || strtol(port, NULL, 10) > 65535 ||
		getaddrinfo(strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, port, &hints, &at) != 0)
		return err_set(err, STATUS_INVALID, "bad_listen",
			"cannot listen on \"%s\": expected ADDR:PORT, for example 127.0.0.1:8080 or "
			"[::]:8080",
			address);
	s->listen_fd = bind_to(at);
	freeaddrinfo(at);
	if (s->listen_fd < 0)
		return err_set(err, STATUS_STORAGE, "cannot_listen", "cannot listen on %s: %s", address,
			strerror(errno));
	return STATUS_OK;
}

static bool is_listening(int fd)
{
	int listens = 0;
	socklen_t len = sizeof listens;
	return fd > 0 && getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &len) == 0 && listens;
}

enum status listen_open(struct server *s, const char *address, int inherited, struct err *err)
{
	if (is_listening(inherited)) {
		s->listen_fd = inherited;
		fcntl(inherited, F_SETFD, FD_CLOEXEC);
	} else if (open_socket(s, address, err) != STATUS_OK) {
		return err->status;
	}
	note_url(s);
	s->accept_timer = server_timer_create(s, resume_accepting, s);
	uv_poll_init(&s->loop, &s->listening, s->listen_fd);
	s->listening.data = s;
	resume_accepting(s);
	return STATUS_OK;
}

int server_keep_listening(struct server *s)
{
	return dup(s->listen_fd);
}

void listen_close(struct server *s)
{
	if (s->listen_fd < 0)
		return;
	server_timer_set(s->accept_timer, -1);
	uv_close((uv_handle_t *)&s->listening, NULL);
	close(s->listen_fd);
	s->listen_fd = -1;
}
