#include "measure.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

int64_t measure_now_ns(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		measure_die("clock_gettime");
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

struct measure *measure_create(void)
{
	struct measure *m = malloc(sizeof(*m));

	if (!m)
		measure_die("memory");
	m->count = 0;
	return m;
}

void measure_add(struct measure *m, double value)
{
	if (m->count < MEASURE_MAX)
		m->value[m->count++] = value;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double measure_quantile(struct measure *m, double q)
{
	if (m->count == 0)
		return 0;
	qsort(m->value, m->count, sizeof(m->value[0]), by_value);
	double at = q * (double)(m->count - 1);
	size_t low = (size_t)at;
	size_t high = low + 1 < m->count ? low + 1 : low;
	double part = at - (double)low;

	return m->value[low] * (1 - part) + m->value[high] * part;
}

double measure_median(struct measure *m)
{
	return measure_quantile(m, 0.5);
}

/* Three or four significant figures, no exponent. */
static void number(char *out, size_t size, double v, const char *unit)
{
	int digits = v < 10 ? 2 : v < 1000 ? 1 : 0;

	snprintf(out, size, "%.*f %s", digits, v, unit);
}

void measure_print(const struct measure_row *row)
{
	char madang[64], base[64] = "-", ratio[32] = "-";
	const char *verdict = "-";

	number(madang, sizeof(madang), row->madang, row->unit);
	if (row->floor > 0) {
		number(base, sizeof(base), row->floor, row->unit);
		snprintf(ratio, sizeof(ratio), "%.2f", row->madang / row->floor);
	}
	if (row->limit > 0) {
		bool met = row->at_least ? row->judged >= row->limit : row->judged <= row->limit;

		verdict = met ? "met" : "MISSED";
	}
	printf("%s|%s|%s|%s|%s|%s\n", row->figure, madang, base, ratio, row->target ? row->target : "-",
		verdict);
	fflush(stdout);
}

long measure_raise_fd_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return -1;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		return -1;
	return (long)limit.rlim_cur;
}

long measure_rss_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = -1;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	FILE *file = fopen(path, "re");
	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "VmRSS: %ld", &kb) == 1)
			break;
	}
	fclose(file);
	return kb;
}

long measure_fd_count(pid_t pid)
{
	char path[64];
	long count = 0;

	snprintf(path, sizeof(path), "/proc/%ld/fd", (long)pid);
	DIR *dir = opendir(path);
	if (!dir)
		return -1;
	for (struct dirent *entry; (entry = readdir(dir));)
		count += entry->d_name[0] != '.';
	closedir(dir);
	return count;
}

int64_t measure_cpu_ns(pid_t pid)
{
	char path[64], line[1024];
	unsigned long user, system;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	FILE *file = fopen(path, "re");
	if (!file)
		return -1;
	bool got = fgets(line, sizeof(line), file) != NULL;
	fclose(file);
	/* the name stands in brackets and may hold anything, so count fields from its end */
	char *after = got ? strrchr(line, ')') : NULL;
	if (!after ||
		sscanf(after + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
		return -1;
	return (int64_t)(user + system) * (1000000000 / sysconf(_SC_CLK_TCK));
}

bool measure_wait_fds(pid_t pid, long count, int timeout_ms)
{
	int64_t until = measure_now_ns() + (int64_t)timeout_ms * 1000000;
	struct timespec nap = {.tv_nsec = 100 * 1000000};

	while (measure_fd_count(pid) > count) {
		if (measure_now_ns() > until)
			return false;
		nanosleep(&nap, NULL);
	}
	return true;
}

_Noreturn void measure_die(const char *format, ...)
{
	int error = errno;
	va_list args;

	va_start(args, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, " (errno: %s)\n", strerror(error));
	exit(1);
}
