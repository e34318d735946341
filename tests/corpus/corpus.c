/* Runs schedule files through every reader and writer and prints a table.
 *
 *   corpus [--tz ZONE] [--expect FILE] [FOLDER|FILE...]
 *
 * Each file that is read is also written in every format that holds all of it,
 * and read again; the two programmes must be equal. With a list of expectations (by default
 * `expected.txt` in the folder) each line must come true:
 *
 *   name.xml  frab-xml DAYS ROOMS SESSIONS PEOPLE WARNINGS [tz=ZONE]
 *   name.csv  refused CODE [tz=ZONE]
 *
 * Ends with 1 where an expectation or a round trip failed, or a file is not
 * among the expected ones. */
#include "dump.h"

#include "base/clock.h"
#include "formats/formats.h"
#include "formats/layout.h"

#include <dirent.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_WORDS = 9, EXPORT_MAX = 1 << 28 };

struct run {
	const char *zone; /* --tz */
	GHashTable *expected; /* file name → its words, or NULL for no list */
	int failures;
	int files;
};

struct outcome {
	struct programme *p; /* NULL: refused */
	struct err err;
	double ms;
	size_t days;
	char *difference; /* of the round trip; NULL: none */
};

static size_t count_days(const struct programme *p)
{
	struct layout l;
	layout_init(&l, p);
	size_t n = l.day_count;
	layout_finish(&l);
	return n;
}

/* Writes and reads again by one format; a text where that changed anything. */
static char *round_trip(const struct programme *p, const struct format *f)
{
	struct buf file = BUF_INIT(EXPORT_MAX);
	struct programme *again = NULL;
	struct err err;
	char *difference = NULL;
	f->write(p, &file);
	if (file.failed)
		difference = g_strdup("the export failed");
	else if (formats_read(file.data, file.len, NULL, &again, &err) != STATUS_OK)
		difference = g_strdup_printf("own export refused: %s: %s", err.code, err.detail);
	else
		difference = dump_difference(p, again);
	programme_destroy(again);
	buf_clear(&file);
	return difference;
}

static char *round_trips(const struct programme *p)
{
	size_t n;
	const struct format *all = formats_all(&n);
	for (size_t i = 0; i < n; i++) {
		char *difference = all[i].whole ? round_trip(p, &all[i]) : NULL;
		if (difference) {
			char *named = g_strdup_printf("%s: %s", all[i].name, difference);
			g_free(difference);
			return named;
		}
	}
	return NULL;
}

static struct outcome read_file(const char *path, const char *zone_text)
{
	struct outcome o = {0};
	char *bytes = NULL;
	gsize len = 0;
	struct read_options options;
	if (read_options_parse(zone_text, NULL, &options, &o.err) != STATUS_OK)
		; /* said in o.err */
	else if (!g_file_get_contents(path, &bytes, &len, NULL)) {
		err_set(&o.err, STATUS_STORAGE, "unreadable", "cannot be opened");
	} else {
		int64_t began = monotonic_us();
		formats_read(bytes, len, &options, &o.p, &o.err);
		o.ms = (double)(monotonic_us() - began) / 1000.0;
	}
	if (o.p) {
		o.days = count_days(o.p);
		o.difference = round_trips(o.p);
	}
	read_options_clear(&options);
	g_free(bytes);
	return o;
}

static void print_outcome(const char *name, const struct outcome *o)
{
	if (!o->p) {
		printf("%-38s refused, %s: %s\n", name, o->err.code, o->err.detail);
		return;
	}
	printf("%-38s %-10s %5zu %6zu %9zu %7zu %9zu %7.1f\n", name, o->p->format, o->days, o->p->room_count,
		o->p->session_count, o->p->person_count, o->p->warning_count, o->ms);
	if (getenv("CORPUS_WARNINGS"))
		for (size_t i = 0; i < o->p->warning_count; i++)
			printf("    %s\n", o->p->warnings[i]);
}

static void complain(struct run *run, const char *name, const char *what)
{
	printf("FAILED %s: %s\n", name, what);
	run->failures++;
}

/* The words of one expectation, joined again as the outcome would say them. */
static char *outcome_text(const struct outcome *o)
{
	if (!o->p)
		return g_strdup_printf("refused %s", o->err.code);
	return g_strdup_printf("%s %zu %zu %zu %zu %zu", o->p->format, o->days, o->p->room_count,
		o->p->session_count, o->p->person_count, o->p->warning_count);
}

static void check_file(struct run *run, const char *path)
{
	char *name = g_path_get_basename(path);
	char *want = run->expected ? g_hash_table_lookup(run->expected, name) : NULL;
	char *tz = want ? strstr(want, " tz=") : NULL;
	char *want_text = tz ? g_strndup(want, (gsize)(tz - want)) : g_strdup(want);
	struct outcome o = read_file(path, tz ? tz + 4 : run->zone);
	char *got = outcome_text(&o);
	print_outcome(name, &o);
	if (o.difference)
		complain(run, name, o.difference);
	if (run->expected && !want)
		complain(run, name, "not among the expected files");
	else if (want_text && strcmp(want_text, got) != 0)
		complain(run, name, want_text);
	run->files++;
	programme_destroy(o.p);
	g_free(o.difference);
	g_free(got);
	g_free(want_text);
	g_free(name);
}

static bool wanted_file(const char *name)
{
	static const char *const endings[] = {
		".xml", ".json", ".ics", ".csv", ".xcal", ".html", ".bin", ".txt"};
	if (strcmp(name, "expected.txt") == 0)
		return false;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (g_str_has_suffix(name, endings[i]))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void check_path(struct run *run, const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
		check_file(run, path);
		return;
	}
	DIR *dir = opendir(path);
	if (!dir) {
		complain(run, path, "cannot be opened");
		return;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (struct dirent *e; (e = readdir(dir));) {
		char *below = e->d_name[0] == '.' ? NULL : g_build_filename(path, e->d_name, NULL);
		if (below && (g_file_test(below, G_FILE_TEST_IS_DIR) || wanted_file(e->d_name)))
			g_ptr_array_add(names, below);
		else
			g_free(below);
	}
	closedir(dir);
	qsort(names->pdata, names->len, sizeof *names->pdata, by_name);
	for (guint i = 0; i < names->len; i++)
		check_path(run, names->pdata[i]);
	g_ptr_array_free(names, TRUE);
}

/* Lines of `name words…`; '#' begins a comment. */
static GHashTable *read_expectations(const char *path)
{
	char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return NULL;
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	char **lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		char **words = g_strsplit_set(g_strstrip(*line), " \t", -1);
		GPtrArray *kept = g_ptr_array_new();
		for (char **w = words; *w; w++)
			if (**w)
				g_ptr_array_add(kept, *w);
		g_ptr_array_add(kept, NULL);
		if (kept->len > 2 && **(char **)kept->pdata != '#')
			g_hash_table_insert(
				table, g_strdup(kept->pdata[0]), g_strjoinv(" ", (char **)kept->pdata + 1));
		g_ptr_array_free(kept, TRUE);
		g_strfreev(words);
	}
	g_strfreev(lines);
	g_free(text);
	return table;
}

int main(int argc, char **argv)
{
	struct run run = {0};
	const char *expect = NULL;
	int i = 1;
	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (strcmp(argv[i], "--tz") == 0)
			run.zone = argv[i + 1];
		else if (strcmp(argv[i], "--expect") == 0)
			expect = argv[i + 1];
		else
			break;
	}
	if (i >= argc || argv[i][0] == '-') {
		fprintf(stderr, "usage: corpus [--tz ZONE] [--expect FILE] FOLDER|FILE...\n");
		return 2;
	}
	char *beside = g_build_filename(argv[i], "expected.txt", NULL);
	run.expected = read_expectations(expect ? expect : beside);
	g_free(beside);
	printf("%-38s %-10s %5s %6s %9s %7s %9s %7s\n", "file", "format", "days", "rooms", "sessions",
		"people", "warnings", "ms");
	for (; i < argc; i++)
		check_path(&run, argv[i]);
	printf("%d files, %d failures\n", run.files, run.failures);
	if (run.expected)
		g_hash_table_destroy(run.expected);
	return run.failures ? 1 : 0;
}
