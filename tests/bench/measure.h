/*
 * measure: what every bench needs around its work: a clock, medians, what a
 * process holds, and the one line that a bench prints for each figure.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Values of one figure over its rounds; fixed room, so that nothing allocates while the clock runs. */
#define MEASURE_MAX 65536
struct measure {
	size_t count;
	double value[MEASURE_MAX];
};

/* Monotonic nanoseconds; the same clock in every process of this machine. */
int64_t measure_now_ns(void);

/* Heap, emptied; exits where memory is out, as every bench would. Caller frees. */
struct measure *measure_create(void);

/* Adds one round's value; rounds past MEASURE_MAX are dropped. */
void measure_add(struct measure *m, double value);

/* The q-quantile (0 smallest, 0.5 median, 1 largest); sorts in place; 0 where there is no value. */
double measure_quantile(struct measure *m, double q);
double measure_median(struct measure *m);

/*
 * One line `figure|madang|floor|ratio|target|verdict` on stdout, which run.sh
 * gathers into the table. `limit` is what `judged` must not pass, or must
 * reach where `at_least`; limit 0 means that the figure has no target.
 */
struct measure_row {
	const char *figure;
	const char *unit;
	double madang;
	double floor;
	const char *target;
	double judged;
	double limit;
	bool at_least;
};
void measure_print(const struct measure_row *row);

/* Soft limit of descriptors up to the hard one; returns the limit, or -1 with errno. */
long measure_raise_fd_limit(void);

/* Resident memory in kB, and open descriptors, of a process; -1 where /proc does not tell. */
long measure_rss_kb(pid_t pid);
long measure_fd_count(pid_t pid);

/* CPU time in ns that a process, all threads, has used so far; -1 where /proc does not tell. */
int64_t measure_cpu_ns(pid_t pid);

/* Waits until the process holds at most `count` descriptors; false after timeout_ms. */
bool measure_wait_fds(pid_t pid, long count, int timeout_ms);

/* One line on stderr with the errno's text, then exit 1. For programs, not for shared code that can return.
 */
_Noreturn void measure_die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
