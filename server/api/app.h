/* The running house: the parts, and how they are wired. Loop's thread, but for
 * what is marked. Created by main, handed to every handler. */
#ifndef MADANG_API_APP_H
#define MADANG_API_APP_H

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "live/hub.h"
#include "net/files.h"
#include "net/server.h"
#include "store/writer.h"

struct app_options {
	const char *db_path;
	const char *listen;
	const char *tls_cert, *tls_key; /* or both NULL */
	const char *organiser_token; /* NULL: only those in the database */
	const char *public_url; /* what phones reach: in QR codes; NULL: the host asked for */
	struct clock clock;
	bool demo_changes;
};

struct app {
	struct app_options options;
	struct clock clock;
	struct db *reader; /* read-only, the loop's */
	struct writer *writer;
	struct snapshot *snapshot;
	struct hub *hub;
	struct server *server;
	struct files *files;
	struct cache *exports, *pictures;
	struct callers *callers; /* whose tokens were seen */
	struct avatars *avatars; /* both threads: it never changes */
	struct asset catalogue[2]; /* theirs, as a file */
	struct raster *raster;
	struct rate *attendee_rate, *link_rate; /* by address: those who come; codes that are none */
	struct rate *screen_rate; /* by address, or by screen: codes asked for */
	struct rate *code_rate; /* by organiser or steward: codes that no screen shows */
	struct fleet *fleet;
	struct rate *shown_rate; /* by attendee: what the wall may show of it */
	struct server_timer *phase_timer;
	struct server_timer *notice_timer;
	struct server_timer *table_timer;
	bool telling_tables; /* the timer is set, or its job is with the writer */
	int64_t tables_told_ms; /* when slots and lines were told last, monotonic */
	struct demo *demo; /* NULL: not played */
	char organiser_hash[SHA256_HEX]; /* of options.organiser_token; "" for none */
	int64_t started_ms; /* monotonic */
	uint64_t writes_done, writes_refused;
	int64_t write_last_us, write_max_us; /* from the queue to the commit */
};

/* Opens the file, loads the snapshot, listens. On failure `err` says why in
 * one line. The options' strings are borrowed for its life. */
enum status app_create(const struct app_options *options, struct app **ret, struct err *err);
/* Sets the timer to when the clock has to write something next: sessions, tables. */
void app_arm_clock(struct app *app);
/* Answers until SIGTERM; everything queued is then written and answered. */
void app_run(struct app *app);
void app_destroy(struct app *app); /* NULL is fine */

/* The first organiser's token, written to `out`, where the database has no
 * organiser yet and none was given; false otherwise. Before app_create. */
bool app_first_token(struct db *db, char *out, size_t size);

/* The writer's render hook and the schema, also for the command line. */
extern const struct asset schema_assets[];
/* data/avatar */
extern const struct asset avatar_assets[];

#endif
