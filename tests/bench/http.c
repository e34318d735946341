#include "http.h"

#include "measure.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_MAX (64u << 20) /* the longest answer that a bench expects */
#define FIRST_ROOM 65536

int http_connect(uint16_t port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0 ||
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) != 0) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

char *http_build(const char *method, const char *target, const char *fields, const void *body,
	size_t body_length, size_t *ret_length)
{
	char *request, content[64] = "";

	if (body)
		snprintf(content, sizeof(content), "Content-Length: %zu\r\n", body_length);
	int head = asprintf(
		&request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%s\r\n", method, target, fields, content);
	if (head < 0)
		measure_die("memory");
	if (body) {
		char *whole = realloc(request, (size_t)head + body_length);

		if (!whole)
			measure_die("memory");
		memcpy(whole + head, body, body_length);
		request = whole;
	}
	*ret_length = (size_t)head + (body ? body_length : 0);
	return request;
}

static bool send_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

/* Start of a field's value inside a head that ends at `end`, or NULL. */
static const char *field_value(const char *bytes, const char *end, const char *name)
{
	size_t name_length = strlen(name);

	for (const char *line = memmem(bytes, (size_t)(end - bytes), "\r\n", 2); line && line < end;
		line = memmem(line + 2, (size_t)(end - line - 2), "\r\n", 2)) {
		const char *at = line + 2;

		if ((size_t)(end - at) > name_length && strncasecmp(at, name, name_length) == 0 &&
			at[name_length] == ':') {
			at += name_length + 1;
			while (*at == ' ')
				at++;
			return at;
		}
	}
	return NULL;
}

size_t http_answer_length(const char *bytes, size_t length, int *ret_status)
{
	const char *end = memmem(bytes, length, "\r\n\r\n", 4);

	if (!end || length < 12)
		return 0;
	const char *value = field_value(bytes, end, "content-length");
	*ret_status = memcmp(bytes, "HTTP/1.1 ", 9) == 0 ? (int)strtol(bytes + 9, NULL, 10) : -1;
	/* a 304 may tell the length of what it does not send */
	bool bodiless = *ret_status == 304 || *ret_status == 204;

	return (size_t)(end + 4 - bytes) + (value && !bodiless ? strtoul(value, NULL, 10) : 0);
}

/* Grows the answer's memory to hold `wanted` bytes and a NUL. */
static bool answer_room(struct http_answer *answer, size_t wanted, size_t *room)
{
	if (wanted + 1 <= *room)
		return true;
	if (wanted >= ANSWER_MAX) {
		errno = EMSGSIZE;
		return false;
	}
	char *bytes = realloc(answer->bytes, wanted + 1);
	if (!bytes)
		return false;
	answer->bytes = bytes;
	*room = wanted + 1;
	return true;
}

static bool receive(int fd, struct http_answer *answer)
{
	size_t room = 0, whole = 0;

	if (!answer_room(answer, FIRST_ROOM, &room))
		return false;
	while (whole == 0 || answer->length < whole) {
		ssize_t got = recv(fd, answer->bytes + answer->length, room - 1 - answer->length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got == 0 ? ECONNRESET : errno;
			return false;
		}
		answer->length += (size_t)got;
		answer->bytes[answer->length] = 0;
		if (whole == 0) {
			whole = http_answer_length(answer->bytes, answer->length, &answer->status);
			if (!answer_room(answer, whole, &room))
				return false;
			if (whole == 0 && answer->length + 1 >= room) {
				errno = EMSGSIZE;
				return false;
			}
		}
	}
	answer->body = strstr(answer->bytes, "\r\n\r\n") + 4;
	answer->body_length = answer->length - (size_t)(answer->body - answer->bytes);
	return true;
}

bool http_exchange(int fd, const char *request, size_t length, struct http_answer *ret_answer)
{
	*ret_answer = (struct http_answer){0};
	if (send_all(fd, request, length) && receive(fd, ret_answer))
		return true;
	int error = errno;

	http_answer_finish(ret_answer);
	errno = error;
	return false;
}

void http_ask(uint16_t port, const char *method, const char *target, const char *fields, const void *body,
	size_t body_length, struct http_answer *ret_answer)
{
	size_t length;
	char *request = http_build(method, target, fields, body, body_length, &length);
	int fd = http_connect(port);

	if (fd < 0 || !http_exchange(fd, request, length, ret_answer))
		measure_die("%s %s got no answer", method, target);
	close(fd);
	free(request);
}

bool http_field(const struct http_answer *answer, const char *name, char *out, size_t size)
{
	const char *value = field_value(answer->bytes, answer->body - 4, name);
	const char *end = value ? strstr(value, "\r\n") : NULL;

	if (!end)
		return false;
	while (end > value && isspace((unsigned char)end[-1]))
		end--;
	if ((size_t)(end - value) >= size)
		return false;
	memcpy(out, value, (size_t)(end - value));
	out[end - value] = 0;
	return true;
}

void http_answer_finish(struct http_answer *answer)
{
	free(answer->bytes);
	*answer = (struct http_answer){0};
}
