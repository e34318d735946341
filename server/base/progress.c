#include "base/progress.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REDRAW_MS = 100, BAR = 30 };

static bool is_terminal(void)
{
	const char *kind = getenv("TERM");
	return isatty(STDERR_FILENO) && kind && strcmp(kind, "dumb") != 0;
}

void progress_begin(struct progress *p, const char *what)
{
	*p = (struct progress){.what = what, .terminal = is_terminal(), .began_ms = monotonic_ms()};
}

static void draw(struct progress *p, size_t done, size_t total)
{
	fprintf(stderr, "\r\033[K%s ", p->what);
	if (total) {
		size_t share = done < total ? done : total;
		int filled = (int)(share * BAR / total);
		fprintf(stderr, "[%.*s%*s] %3zu %%, %zu of %zu", filled, "##############################",
			BAR - filled, "", share * 100 / total, share, total);
	} else if (p->drawn) {
		fprintf(stderr, "%lld s", (long long)(monotonic_ms() - p->began_ms) / 1000);
	}
	fflush(stderr);
	p->drawn = true;
	p->drawn_ms = monotonic_ms();
}

void progress_at(struct progress *p, size_t done, size_t total)
{
	if (!p->terminal)
		return;
	int64_t now = monotonic_ms();
	if (now - p->began_ms >= PROGRESS_PATIENCE_MS && now - p->drawn_ms >= REDRAW_MS)
		draw(p, done, total);
}

void progress_show(struct progress *p)
{
	if (p->terminal)
		draw(p, 0, 0);
}

void progress_end(struct progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->drawn = false;
}
