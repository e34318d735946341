/* One line an event on stderr: `event key=value …`. */
#ifndef MADANG_BASE_LOG_H
#define MADANG_BASE_LOG_H

/* `fmt` gives the `key=value` part; quote text from outside with log_quote.
 * Any thread; a line is written with one call. */
void log_event(const char *event, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

enum { LOG_QUOTED = 128 };
/* `s` in double quotes, control characters and quotes replaced, cut to fit.
 * Returns `out`. */
const char *log_quote(char out[LOG_QUOTED], const char *s);

#endif
