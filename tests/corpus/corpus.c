/* Runs schedule files through the house and prints a table.
 *
 *   corpus [--tz ZONE] [--columns MAP] [--expect FILE] FOLDER|FILE...
 *   corpus --again [--list] [--tz ZONE] [--columns MAP] OLD NEW [NEWER...]
 *
 * Each file that is read is also written in every format that holds all of it
 * and read again; and it is imported into an empty house, exported from there,
 * and imported again, which must change nothing (roundtrip.h). With a list of
 * expectations (expect.h; by default `expected.txt` in the folder) each line
 * must come true. --again tells what each file changed in the one before
 * (again.h). CORPUS_WARNINGS=1 prints the warnings.
 *
 * Ends with 1 where an expectation or a round trip failed, or a file is not
 * among the expected ones. */
#include "again.h"
#include "expect.h"
#include "roundtrip.h"
#include "source.h"

#include "formats/layout.h"

#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct run {
	struct source_options options;
	GHashTable *expected; /* of expect.h, or NULL for no list */
	int failures;
	int files;
};

static size_t count_days(const struct programme *p)
{
	struct layout l;
	layout_init(&l, p);
	size_t n = l.day_count;
	layout_finish(&l);
	return n;
}

/* In the words of an expectation. */
static char *outcome_text(const struct source *s)
{
	const struct programme *p = s->p;
	if (!p)
		return g_strdup_printf("refused %s", s->err.code);
	return g_strdup_printf("%s %zu %zu %zu %zu %zu", p->format, count_days(p), p->room_count,
		p->session_count, p->person_count, p->warning_count);
}

static void print_outcome(const char *name, const struct source *s, const struct trip *trip)
{
	const struct programme *p = s->p;
	if (!p) {
		printf("%-38s refused, %s: %s\n", name, s->err.code, s->err.detail);
		return;
	}
	printf("%-38s %-10s %5zu %6zu %9zu %7zu %8zu %7d %7.1f %7.1f\n", name, p->format, count_days(p),
		p->room_count, p->session_count, p->person_count, p->warning_count, trip->clashes, s->ms,
		trip->ms);
	source_print_warnings(s);
}

static void complain(struct run *run, const char *name, const char *what)
{
	printf("FAILED %s: %s\n", name, what);
	run->failures++;
}

static void check_expected(struct run *run, const char *name, const struct source *s)
{
	const struct expectation *want = run->expected ? g_hash_table_lookup(run->expected, name) : NULL;
	char *got = outcome_text(s);
	if (run->expected && !want)
		complain(run, name, "not among the expected files");
	else if (want && strcmp(want->outcome, got) != 0)
		complain(run, name, want->outcome);
	g_free(got);
}

static void check_file(struct run *run, const char *path)
{
	char *name = g_path_get_basename(path);
	const struct expectation *want = run->expected ? g_hash_table_lookup(run->expected, name) : NULL;
	struct source_options options = run->options;
	if (want && want->zone)
		options.zone = want->zone;
	struct source s = source_read(path, &options);
	struct trip trip = s.p ? roundtrip_house(s.p) : (struct trip){0};
	char *difference = s.p ? roundtrip_formats(s.p) : NULL;
	print_outcome(name, &s, &trip);
	if (difference)
		complain(run, name, difference);
	if (trip.difference)
		complain(run, name, trip.difference);
	check_expected(run, name, &s);
	run->files++;
	g_free(trip.difference);
	g_free(difference);
	source_clear(&s);
	g_free(name);
}

/* --- folders ---------------------------------------------------------------- */

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

static int check_all(struct run *run, const char *expect, char *const *paths)
{
	char *beside = g_build_filename(paths[0], "expected.txt", NULL);
	run->expected = expect_read(expect ? expect : beside);
	g_free(beside);
	printf("%-38s %-10s %5s %6s %9s %7s %8s %7s %7s %7s\n", "file", "format", "days", "rooms", "sessions",
		"people", "warnings", "clashes", "read ms", "into ms");
	for (; *paths; paths++)
		check_path(run, *paths);
	printf("%d files, %d failures\n", run->files, run->failures);
	if (run->expected)
		g_hash_table_destroy(run->expected);
	return run->failures ? 1 : 0;
}

static int usage(void)
{
	fprintf(stderr,
		"usage: corpus [--tz ZONE] [--columns MAP] [--expect FILE] FOLDER|FILE...\n"
		"       corpus --again [--list] [--tz ZONE] [--columns MAP] OLD NEW [NEWER...]\n");
	return 2;
}

int main(int argc, char **argv)
{
	enum { TZ, COLUMNS, EXPECT, AGAIN, LIST };
	static const struct option known[] = {{"tz", required_argument, NULL, TZ},
		{"columns", required_argument, NULL, COLUMNS}, {"expect", required_argument, NULL, EXPECT},
		{"again", no_argument, NULL, AGAIN}, {"list", no_argument, NULL, LIST}, {0}};
	struct run run = {0};
	const char *expect = NULL;
	bool again = false, list = false;
	for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
		switch (c) {
		case TZ: run.options.zone = optarg; break;
		case COLUMNS: run.options.columns = optarg; break;
		case EXPECT: expect = optarg; break;
		case AGAIN: again = true; break;
		case LIST: list = true; break;
		default: return usage();
		}
	}
	if (optind == argc || (list && !again))
		return usage();
	if (again)
		return again_run(argv + optind, argc - optind, &run.options, list) ? 1 : 0;
	return check_all(&run, expect, argv + optind);
}
