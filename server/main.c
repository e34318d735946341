/* The command line: what is asked for, with which options. */
#include "api/app.h"
#include "api/demo.h"
#include "base/instant.h"
#include "base/progress.h"
#include "cli/print.h"
#include "event/check.h"
#include "event/export.h"
#include "event/import.h"
#include "event/links.h"
#include "event/members.h"
#include "formats/formats.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct asset demo_assets[];

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };
enum { LARGE_FILE = 4 * 1024 * 1024 }; /* reading it takes long enough to be told of */

static const char usage_text[] =
	"usage: madang serve  [--db FILE] [--listen ADDR:PORT] [--tls-cert F --tls-key F]\n"
	"                     [--organiser-token T] [--public-url URL]\n"
	"                     [--now RFC3339] [--speed X] [--demo] [--demo-changes]\n"
	"       madang import FILE [--db FILE] [--tz ZONE] [--columns MAP]\n"
	"                     [--dry-run] [--confirm]\n"
	"       madang export FORMAT [--db FILE]\n"
	"       madang backup FILE [--db FILE]\n"
	"       madang check [--db FILE]\n"
	"       madang --version\n"
	"Every option has a twin in the environment: --public-url is MADANG_PUBLIC_URL.\n";

struct options {
	const char *db;
	const char *listen;
	const char *tls_cert, *tls_key;
	const char *organiser_token;
	const char *public_url;
	const char *now;
	const char *speed;
	const char *tz, *columns;
	const char *demo, *demo_changes, *dry_run, *confirm; /* set: not NULL */
	const char *argument; /* FILE or FORMAT */
};

/* One line an option; offsets into struct options. */
static const struct {
	const char *name;
	const char *environment;
	size_t at;
	bool takes_value;
} known_options[] = {
	{"db", "MADANG_DB", offsetof(struct options, db), true},
	{"listen", "MADANG_LISTEN", offsetof(struct options, listen), true},
	{"tls-cert", "MADANG_TLS_CERT", offsetof(struct options, tls_cert), true},
	{"tls-key", "MADANG_TLS_KEY", offsetof(struct options, tls_key), true},
	{"organiser-token", "MADANG_ORGANISER_TOKEN", offsetof(struct options, organiser_token), true},
	{"public-url", "MADANG_PUBLIC_URL", offsetof(struct options, public_url), true},
	{"now", "MADANG_NOW", offsetof(struct options, now), true},
	{"speed", "MADANG_SPEED", offsetof(struct options, speed), true},
	{"tz", "MADANG_TZ", offsetof(struct options, tz), true},
	{"columns", "MADANG_COLUMNS", offsetof(struct options, columns), true},
	{"demo", "MADANG_DEMO", offsetof(struct options, demo), false},
	{"demo-changes", "MADANG_DEMO_CHANGES", offsetof(struct options, demo_changes), false},
	{"dry-run", "MADANG_DRY_RUN", offsetof(struct options, dry_run), false},
	{"confirm", "MADANG_CONFIRM", offsetof(struct options, confirm), false},
};
enum { OPTION_COUNT = sizeof known_options / sizeof *known_options };

static const char **option_at(struct options *o, size_t i)
{
	return (const char **)((char *)o + known_options[i].at);
}

static int usage(const char *why, const char *what)
{
	fprintf(stderr, "madang: %s%s\n%s", why, what, usage_text);
	return EXIT_USAGE;
}

static int refuse(const struct err *err)
{
	fprintf(stderr, "madang: %s\n", err->detail);
	return EXIT_REFUSED;
}

static void read_environment(struct options *o)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const char *value = getenv(known_options[i].environment);
		bool set = value && *value && (known_options[i].takes_value || strcmp(value, "0") != 0);
		if (set)
			*option_at(o, i) = value;
	}
}

/* Reads the options after the command's name; EXIT_DONE or EXIT_USAGE. */
static int read_options(int argc, char **argv, struct options *o)
{
	struct option list[OPTION_COUNT + 1] = {0};
	for (size_t i = 0; i < OPTION_COUNT; i++)
		list[i] = (struct option){known_options[i].name,
			known_options[i].takes_value ? required_argument : no_argument, NULL, (int)i + 256};
	opterr = 0;
	for (int c; (c = getopt_long(argc, argv, "", list, NULL)) != -1;) {
		if (c < 256)
			return usage("unknown option, or one without its value: ", argv[optind - 1]);
		*option_at(o, (size_t)c - 256) = optarg ? optarg : "1";
	}
	if (optind < argc)
		o->argument = argv[optind++];
	if (optind < argc)
		return usage("too many arguments: ", argv[optind]);
	return EXIT_DONE;
}

/* --- import -------------------------------------------------------------- */

struct import_job {
	struct job job;
	const struct programme *programme;
	struct import_options options;
	cJSON *report;
	struct err err;
	enum status status;
};

static enum status run_import(struct job *job, struct txn *txn, struct err *err)
{
	struct import_job *j = (struct import_job *)job;
	struct edit e;
	int64_t action;
	edit_begin(&e, txn, "command line", "imports.post");
	enum status st = programme_import(&e, j->programme, &j->options, &j->report, err);
	if (st == STATUS_OK && !j->options.dry_run)
		return edit_finish(&e, &action, err);
	edit_abandon(&e);
	return st == STATUS_OK ? STATUS_ROLLED_BACK : st;
}

static void import_done(struct job *job)
{
	struct import_job *j = (struct import_job *)job;
	j->err = job->err;
	j->status = job->status;
}

static void publish_nothing(void *ctx, const struct change *change)
{
}

static char *read_file(const char *path, size_t *ret_len, struct err *err)
{
	FILE *f = fopen(path, "rb");
	struct buf b = BUF_INIT(MAX_IMPORT_BODY);
	char chunk[65536];
	if (!f) {
		err_set(err, STATUS_NOT_FOUND, "not_found", "%s: %s", path, strerror(errno));
		return NULL;
	}
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
		buf_add(&b, chunk, n);
	bool broken = ferror(f);
	fclose(f);
	if (broken)
		err_set(err, STATUS_STORAGE, "storage", "%s: cannot be read", path);
	else if (b.failed)
		err_set(err, STATUS_TOO_LARGE, "too_large", "%s: is larger than %d bytes", path,
			MAX_IMPORT_BODY);
	if (broken || b.failed) {
		buf_clear(&b);
		return NULL;
	}
	return buf_take(&b, ret_len);
}

/* Runs one job over the file. */
static enum status write_once(const struct options *o, struct job *job, struct err *err)
{
	struct db *db = NULL;
	struct writer *writer = NULL;
	struct clock clock = clock_system();
	enum status st = db_open(o->db, DB_WRITER, schema_assets, &db, err);
	struct writer_hooks hooks = {.render = document_render, .publish = publish_nothing};
	if (st == STATUS_OK)
		st = writer_create(db, &clock, &hooks, &writer, err);
	if (st != STATUS_OK)
		return st;
	writer_run(writer, job);
	writer_destroy(writer);
	return STATUS_OK;
}

static enum status import_into(const struct options *o, struct import_job *j, struct err *err)
{
	j->job = (struct job){.run = run_import, .done = import_done};
	enum status st = write_once(o, &j->job, err);
	if (st != STATUS_OK)
		return st;
	*err = j->err;
	return j->status == STATUS_ROLLED_BACK ? STATUS_OK : j->status;
}

static enum status read_programme(
	const struct options *o, const char *bytes, size_t len, struct programme **ret, struct err *err)
{
	struct progress progress;
	struct read_options options;
	enum status st = read_options_parse(o->tz, o->columns, &options, err);
	progress_begin(&progress, "reading");
	if (len >= LARGE_FILE)
		progress_show(&progress);
	if (st == STATUS_OK)
		st = formats_read(bytes, len, &options, ret, err);
	progress_end(&progress);
	read_options_clear(&options);
	return st;
}

/* Reads a schedule file's bytes and imports it. *ret_report may be left NULL. */
static enum status import_bytes(
	const struct options *o, const char *bytes, size_t len, cJSON **ret_report, struct err *err)
{
	struct programme *p = NULL;
	struct progress progress;
	enum status st = read_programme(o, bytes, len, &p, err);
	struct import_job j = {.programme = p,
		.options = {.dry_run = o->dry_run, .confirm = o->confirm, .progress = &progress}};
	progress_begin(&progress, "importing");
	if (st == STATUS_OK)
		st = import_into(o, &j, err);
	progress_end(&progress);
	programme_destroy(p);
	*ret_report = j.report;
	return st;
}

static int import(const struct options *o)
{
	struct err err = {0};
	size_t len;
	cJSON *report = NULL;
	if (!o->argument)
		return usage("import needs a FILE", "");
	char *bytes = read_file(o->argument, &len, &err);
	enum status st = bytes ? import_bytes(o, bytes, len, &report, &err) : err.status;
	free(bytes);
	if (report)
		print_report(report, o->dry_run != NULL);
	cJSON_Delete(report);
	return st == STATUS_OK ? EXIT_DONE : refuse(&err);
}

/* --- serve --------------------------------------------------------------- */

struct meetups_job {
	struct job job;
	struct err err;
};

static enum status run_meetups(struct job *job, struct txn *txn, struct err *err)
{
	const struct asset *meetups = &demo_assets[1];
	return demo_add_meetups(txn, meetups->bytes, asset_len(meetups), err);
}

static void meetups_done(struct job *job)
{
	((struct meetups_job *)job)->err = job->err;
}

static enum status load_meetups(const struct options *o, struct err *err)
{
	struct meetups_job j = {.job = {.run = run_meetups, .done = meetups_done}};
	enum status st = write_once(o, &j.job, err);
	if (st == STATUS_OK && j.err.status != STATUS_OK) {
		*err = j.err;
		st = err->status;
	}
	return st;
}

/* `--demo` over an empty file: the demo event, which is built in. */
static enum status load_demo(const struct options *o, struct err *err)
{
	struct db *db = NULL;
	cJSON *report = NULL;
	enum status st = db_open(o->db, DB_WRITER, schema_assets, &db, err);
	bool empty = st == STATUS_OK && db_int(db, 0, "SELECT count(*) FROM sessions", "") == 0;
	db_close(db);
	if (st == STATUS_OK && empty)
		st = import_bytes(o, demo_assets->bytes, asset_len(demo_assets), &report, err);
	if (st == STATUS_OK && empty)
		st = load_meetups(o, err);
	cJSON_Delete(report);
	return st;
}

struct first_job {
	struct job job;
	const char *code;
	struct err err;
};

static enum status run_first(struct job *job, struct txn *txn, struct err *err)
{
	return link_add_first(txn, ((struct first_job *)job)->code, machine_ms(), err);
}

static void first_done(struct job *job)
{
	((struct first_job *)job)->err = job->err;
}

/* Whoever opens the code is the first organiser. */
static enum status make_first_link(const struct options *o, char code[RANDOM_ID_TEXT], struct err *err)
{
	random_id(code);
	struct first_job j = {.job = {.run = run_first, .done = first_done}, .code = code};
	enum status st = write_once(o, &j.job, err);
	if (st == STATUS_OK && j.err.status != STATUS_OK) {
		*err = j.err;
		st = err->status;
	}
	return st;
}

/* Makes the file if it is new; what has to be known before the house runs. `code`
 * stays empty where there is an organiser. */
static enum status prepare(
	const struct options *o, struct clock *clock, char code[RANDOM_ID_TEXT], struct err *err)
{
	struct db *db = NULL;
	enum status st = db_open(o->db, DB_WRITER, schema_assets, &db, err);
	if (st != STATUS_OK)
		return st;
	if (o->demo && !demo_clock(db, clock))
		st = err_set(err, STATUS_NOT_FOUND, "empty",
			"%s: there is no programme to play; import one first", o->db);
	bool without = !o->organiser_token && !members_have_organiser(db);
	if (st == STATUS_OK)
		st = db_status(db, err);
	db_close(db);
	return st == STATUS_OK && without ? make_first_link(o, code, err) : st;
}

/* The house as who reads its log on the same machine reaches it: no browser goes
 * to the address of all addresses. */
static void print_first_link(const struct options *o, const char *url, const char *code)
{
	const char *all[] = {"://0.0.0.0:", "://[::]:"};
	const char *at = NULL;
	size_t len = 0;
	for (size_t i = 0; i < 2 && !at; i++) {
		at = strstr(url, all[i]);
		len = strlen(all[i]);
	}
	printf("sign in as the first organiser: ");
	if (o->public_url)
		printf("%s", o->public_url);
	else if (at)
		printf("%.*s://localhost:%s", (int)(at - url), url, at + len);
	else
		printf("%s", url);
	printf("/organiser/#sign-in/%s\n", code);
}

/* --now and --speed; false where one of them is wrong. */
static bool read_clock(const struct options *o, struct clock *ret)
{
	int64_t now;
	double speed = 1;
	*ret = clock_system();
	if (o->speed) {
		char *end;
		speed = strtod(o->speed, &end);
		if (*end || end == o->speed || !(speed > 0 && speed <= 10000))
			return false;
	}
	if (o->now && !instant_parse(o->now, &now, NULL))
		return false;
	if (o->now || o->speed)
		*ret = clock_rehearsal(o->now ? now : clock_now(ret), speed);
	return true;
}

static int serve(const struct options *o)
{
	struct app_options options = {
		.db_path = o->db,
		.listen = o->listen,
		.tls_cert = o->tls_cert,
		.tls_key = o->tls_key,
		.organiser_token = o->organiser_token,
		.public_url = o->public_url,
		.demo_changes = o->demo_changes != NULL,
	};
	struct err err;
	struct app *app;
	char code[RANDOM_ID_TEXT] = "";
	if (o->argument)
		return usage("too many arguments: ", o->argument);
	if (!o->tls_cert != !o->tls_key)
		return usage("--tls-cert and --tls-key go together", "");
	if (!read_clock(o, &options.clock))
		return usage(
			"--now must be an instant such as 2019-08-29T02:00:00Z, --speed a number above 0",
			"");
	if (o->demo && load_demo(o, &err) != STATUS_OK)
		return refuse(&err);
	if (prepare(o, &options.clock, code, &err) != STATUS_OK ||
		app_create(&options, &app, &err) != STATUS_OK)
		return refuse(&err);
	if (*code)
		print_first_link(o, server_url(app->server), code);
	printf("listening on %s\n", server_url(app->server));
	fflush(stdout);
	app_run(app);
	app_destroy(app);
	return EXIT_DONE;
}

/* --- export, backup, check ------------------------------------------------ */

/* "export needs a FORMAT: frab-xml, c3voc-json, not " */
static const char *export_formats(char *out, size_t size)
{
	size_t n, used = (size_t)snprintf(out, size, "export needs a FORMAT: ");
	const struct format *all = formats_all(&n);
	for (size_t i = 0; i < n && used < size; i++)
		if (all[i].write)
			used += (size_t)snprintf(out + used, size - used, "%s, ", all[i].name);
	if (used < size)
		snprintf(out + used, size - used, "not ");
	return out;
}

static int export(const struct options *o)
{
	struct err err;
	struct db *db = NULL;
	struct programme *p = NULL;
	char names[200];
	const struct format *format = o->argument ? formats_find(o->argument) : NULL;
	if (!format || !format->write)
		return usage(export_formats(names, sizeof names), o->argument ? o->argument : "nothing");
	enum status st = db_open(o->db, DB_READER, schema_assets, &db, &err);
	if (st == STATUS_OK)
		st = programme_export(db, NULL, &p, &err);
	struct buf out = BUF_INIT(MAX_PROGRAMME_BYTES);
	if (st == STATUS_OK)
		format->write(p, &out);
	bool written = st == STATUS_OK && !out.failed && fwrite(out.data, 1, out.len, stdout) == out.len &&
		fflush(stdout) == 0;
	if (st == STATUS_OK && !written)
		st = err_set(&err, STATUS_STORAGE, "storage", "standard output: %s", strerror(errno));
	buf_clear(&out);
	programme_destroy(p);
	db_close(db);
	return st == STATUS_OK ? EXIT_DONE : refuse(&err);
}

static void on_work(void *progress)
{
	progress_at(progress, 0, 0);
}

static int backup(const struct options *o)
{
	struct err err;
	struct db *db = NULL;
	struct progress progress;
	if (!o->argument)
		return usage("backup needs a FILE", "");
	enum status st = db_open(o->db, DB_READER, schema_assets, &db, &err);
	progress_begin(&progress, "backing up");
	if (st == STATUS_OK) {
		db_on_work(db, on_work, &progress);
		st = db_backup(db, o->argument, &err);
	}
	db_close(db);
	progress_end(&progress);
	return st == STATUS_OK ? EXIT_DONE : refuse(&err);
}

struct checking {
	struct progress progress;
	int broken;
};

static void print_broken(void *ctx, const char *text)
{
	struct checking *c = ctx;
	c->broken++;
	progress_end(&c->progress); /* both may go to one terminal */
	printf("%s\n", text);
}

static int check(const struct options *o)
{
	struct err err;
	struct db *db = NULL;
	struct checking checking = {0};
	if (o->argument)
		return usage("check takes --db FILE, not ", o->argument);
	if (db_open(o->db, DB_READER, schema_assets, &db, &err) != STATUS_OK)
		return refuse(&err);
	progress_begin(&checking.progress, "checking");
	db_on_work(db, on_work, &checking.progress);
	event_check(db, print_broken, &checking);
	db_close(db);
	progress_end(&checking.progress);
	return checking.broken ? EXIT_REFUSED : EXIT_DONE;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(const struct options *);
	} commands[] = {{"serve", serve}, {"import", import}, {"export", export}, {"backup", backup},
		{"check", check}};
	if (argc < 2)
		return usage("what shall be done?", "");
	if (strcmp(argv[1], "--version") == 0) {
		puts("madang " MADANG_VERSION);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		fputs(usage_text, stdout);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		struct options o = {.db = "madang.db", .listen = "127.0.0.1:8080"};
		read_environment(&o);
		int wrong = read_options(argc - 1, argv + 1, &o);
		return wrong ? wrong : commands[i].run(&o);
	}
	return usage("there is no command ", argv[1]);
}
