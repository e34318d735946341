/*
 * http: a blocking HTTP/1.1 connection that keeps alive, for the organiser of
 * the benches: one request, one answer, both in memory.
 */
#ifndef BENCH_HTTP_H
#define BENCH_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whole answer; head and body are ended by NUL. */
struct http_answer {
	int status;
	size_t length; /* of everything, head included */
	size_t body_length;
	char *bytes; /* heap */
	char *body; /* into bytes */
};

/* A connection to 127.0.0.1:port, or -1 with errno. */
int http_connect(uint16_t port);

/*
 * Builds a request into heap memory that the caller frees. `fields` are extra
 * header lines, each ended by \r\n ("" for none); body may be NULL.
 */
char *http_build(const char *method, const char *target, const char *fields, const void *body,
	size_t body_length, size_t *ret_length);

/* Sends a built request and reads the answer; false with errno where the connection breaks. */
bool http_exchange(int fd, const char *request, size_t length, struct http_answer *ret_answer);

/* Both at once on an own connection; exits with a line on stderr where no answer comes. */
void http_ask(uint16_t port, const char *method, const char *target, const char *fields, const void *body,
	size_t body_length, struct http_answer *ret_answer);

/* Value of a header field (without outer blanks) into `out`; false where it is absent or too long. */
bool http_field(const struct http_answer *answer, const char *name, char *out, size_t size);

void http_answer_finish(struct http_answer *answer);

/*
 * How long an answer is whose first bytes are `bytes`; 0 while its head is not
 * complete. An answer without Content-Length (204, 304) ends with its head.
 */
size_t http_answer_length(const char *bytes, size_t length, int *ret_status);

#endif
