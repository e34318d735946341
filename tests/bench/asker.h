/*
 * asker: a closed loop of one request: each connection asks again as soon as
 * its answer is whole. What Madang serves from memory is held against a floor
 * that sends the bytes of Madang's own answer.
 */
#ifndef BENCH_ASKER_H
#define BENCH_ASKER_H

#include "http.h"

#define ASKER_CONNECTIONS 32

/* One kind of answer. */
struct asker_variant {
	const char *bench, *name; /* of its rows */
	int status; /* that each answer must have */
	unsigned requests; /* in one round over all connections */
	char *request; /* what follows is asker_prepare's */
	size_t length;
	struct http_answer answer;
};

/* Builds the request and asks once, for the bytes that the floor will send. */
void asker_prepare(struct asker_variant *variant, uint16_t port, const char *target, const char *fields);

/* Prints three rows: answers a second over all connections, and what one alone waits. */
void asker_measure(const struct asker_variant *variant, uint16_t port, unsigned rounds);

void asker_finish(struct asker_variant *variant);

#endif
