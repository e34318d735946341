#include "api/handover.h"

#include <glib.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static const char copy_variable[] = "MADANG_REHEARSAL";
static const char told_variable[] = "MADANG_REHEARSED";
static const char socket_variable[] = "MADANG_SOCKET";

static char *take(const char *variable)
{
	const char *value = getenv(variable);
	char *taken = value && *value ? g_strdup(value) : NULL;
	unsetenv(variable);
	return taken;
}

void handover_take(struct handover *ret)
{
	char *socket = take(socket_variable);
	long fd = socket ? strtol(socket, NULL, 10) : 0;
	*ret = (struct handover){.copy = take(copy_variable),
		.told = take(told_variable),
		.listening = fd > STDERR_FILENO && fd < INT_MAX ? (int)fd : 0};
	g_free(socket);
}

static void leave(const char *variable, const char *value)
{
	if (value)
		setenv(variable, value, 1);
}

void handover_go(const struct handover *h, char **argv)
{
	unsigned first = STDERR_FILENO + 1, socket = (unsigned)h->listening;
	leave(copy_variable, h->copy);
	leave(told_variable, h->told);
	if (socket) {
		char text[16];
		g_snprintf(text, sizeof text, "%u", socket);
		leave(socket_variable, text);
		if (socket > first)
			close_range(first, socket - 1, CLOSE_RANGE_CLOEXEC);
		first = socket + 1;
	}
	close_range(first, UINT_MAX, CLOSE_RANGE_CLOEXEC);
	/* Also where the file was replaced by a newer one meanwhile: the same program. */
	execv("/proc/self/exe", argv);
}

void handover_clear(struct handover *h)
{
	g_free(h->copy);
	g_free(h->told);
	*h = (struct handover){0};
}
