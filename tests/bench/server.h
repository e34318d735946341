/*
 * server: starts and ends a Madang as anyone would, by its command line, and
 * fills it with an event through its own API. Each bench has one of its own,
 * on a free port with a database in a fresh directory, so that no bench sees
 * what another one did.
 */
#ifndef BENCH_SERVER_H
#define BENCH_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define SERVER_TOKEN "bench-organiser-token-0123456789"
/* Header lines of an organiser who writes JSON. */
#define SERVER_FIELDS "Authorization: Bearer " SERVER_TOKEN "\r\nContent-Type: application/json\r\n"

/* What the programs are told on their command lines. */
struct server_options {
	const char *madang; /* the program */
	const char *xml; /* the event, a frab file */
	const char *work; /* directory for databases; its disk is the one measured */
	unsigned clients; /* 0: the bench's own default */
	unsigned rounds; /* likewise */
};

struct server {
	pid_t pid;
	uint16_t port;
	int out; /* its stdout */
	char dir[256]; /* made by server_open */
	char db[300];
	const char *madang;
};

/* Reads --madang, --xml, --work, --clients, --rounds; prints the usage and exits 2 on anything else. */
void server_options(struct server_options *options, int argc, char **argv);

/* A fresh directory for a database; no process yet. Exits with a line on stderr where that fails. */
void server_open(struct server *server, const struct server_options *options);

/* Removes the directory and what Madang left in it; the process must have ended. */
void server_close(struct server *server);

/* Starts Madang on `port` (0: a free one) and returns once it says that it listens; exits where it does not.
 */
void server_start(struct server *server, uint16_t port);

/* Forks and execs only; used where the time until it answers is what is measured. */
void server_spawn(struct server *server, uint16_t port);

/* SIGTERM, or SIGKILL, and wait for the end. */
void server_stop(struct server *server, bool hard);

/* Imports the event; exits with the answer on stderr where Madang refuses it. Returns the time of the request
 * in ns. */
int64_t server_import(struct server *server, const char *xml);

/* open + start + import. */
void server_prepare(struct server *server, const struct server_options *options);

/* Ids of up to `max` sessions, each heap memory of the caller; returns how many. */
unsigned server_sessions(const struct server *server, char **ids, unsigned max);

/* A whole file in heap memory, ended by NUL; exits where it cannot be read. */
char *server_read_file(const char *path, size_t *ret_length);

#endif
