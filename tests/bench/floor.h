/*
 * floor: the least that any server must do. A child process with one epoll
 * loop that knows no HTTP and no WebSocket: it looks for a word in what came
 * in and sends bytes that were made before. What it costs is what the kernel
 * costs, so a figure of Madang beside it tells what Madang adds.
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum floor_act {
	FLOOR_REPLY, /* send the bytes */
	FLOOR_SUBSCRIBE, /* send the bytes, and from now on the frame at each publish */
	FLOOR_PUBLISH, /* send the frame to every subscriber, then the bytes to the asker */
};

/* A request that holds `word` is answered so; the first matching line wins. All borrowed by the child's copy.
 */
struct floor_line {
	const char *word;
	enum floor_act act;
	const void *bytes;
	size_t length;
};

struct floor_config {
	const struct floor_line *lines;
	size_t line_count;
	const void *frame; /* what FLOOR_PUBLISH sends */
	size_t frame_length;
};

struct floor {
	pid_t pid;
	uint16_t port; /* on 127.0.0.1 */
};

/* Forks the child; it dies with its parent. Exits with a line on stderr where that fails. */
void floor_start(struct floor *floor, const struct floor_config *config);

/* Ends the child and waits for it. */
void floor_stop(struct floor *floor);

#endif
