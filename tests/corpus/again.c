#include "again.h"

#include "importer.h"

#include <glib.h>
#include <stdio.h>

/* --- titles ----------------------------------------------------------------- */

/* A text of the report: its first form where there are several. */
static const char *shown(const cJSON *text)
{
	const cJSON *form = cJSON_IsObject(text) ? text->child : text;
	return cJSON_IsString(form) ? form->valuestring : "-";
}

static void list_places(const struct imported *i, const char *name)
{
	const cJSON *entry;
	cJSON_ArrayForEach(entry, json_get(i->report, name)) {
		bool again = cJSON_IsTrue(json_get(entry, "again"));
		printf("    %-8s %s  (%s, %s)\n", again ? "again" : name, shown(json_get(entry, "title")),
			shown(json_get(entry, "room_name")), shown(json_get(entry, "start")));
	}
}

static void list_moves(const struct imported *i)
{
	const cJSON *entry;
	cJSON_ArrayForEach(entry, json_get(i->report, "moved")) {
		const cJSON *from = json_get(entry, "from"), *to = json_get(entry, "to");
		printf("    %-8s %s  (%s, %s -> %s, %s)\n", "moved", shown(json_get(entry, "title")),
			shown(json_get(from, "room_name")), shown(json_get(from, "start")),
			shown(json_get(to, "room_name")), shown(json_get(to, "start")));
	}
}

static void list_changes(const struct imported *i)
{
	const cJSON *entry, *field;
	cJSON_ArrayForEach(entry, json_get(i->report, "changed")) {
		printf("    %-8s %s/%s %s:", "changed", json_str(entry, "collection"), json_str(entry, "id"),
			shown(json_get(entry, "title")));
		cJSON_ArrayForEach(field, json_get(entry, "fields"))
			printf(" %s", field->string);
		const cJSON *name = json_get(json_get(entry, "fields"), "name");
		if (name)
			printf(" (was %s)", shown(json_get(name, "from")));
		putchar('\n');
	}
}

static void list_titles(const struct imported *i)
{
	list_places(i, "added");
	list_places(i, "vanished");
	list_moves(i);
	list_changes(i);
}

/* --- steps ------------------------------------------------------------------ */

static void print_step(const char *name, const struct imported *i)
{
	struct tally t = imported_tally(i);
	printf("%-34s %6d %7d %6d %8d %6d %9d %7d %7d %8d %7.1f\n", name, t.added, t.changed, t.moved,
		t.vanished, t.again, t.unchanged, t.renamed, t.clashes, t.warnings, i->ms);
}

static bool run_step(struct importer *im, const char *path, const struct source_options *options, bool list)
{
	char *name = g_path_get_basename(path);
	struct source s = source_read(path, options);
	struct imported i = {0};
	if (!s.p) {
		printf("FAILED %s: refused, %s: %s\n", name, s.err.code, s.err.detail);
	} else {
		i = importer_run(im, s.p);
		if (i.report)
			print_step(name, &i);
		else
			printf("FAILED %s: not imported, %s: %s\n", name, i.err.code, i.err.detail);
		if (i.report && list)
			list_titles(&i);
		source_print_warnings(&s);
	}
	bool good = i.report != NULL;
	imported_clear(&i);
	source_clear(&s);
	g_free(name);
	return good;
}

int again_run(char *const *paths, int count, const struct source_options *options, bool list)
{
	struct importer im;
	struct err err;
	int failures = 0;
	if (importer_open(&im, &err) != STATUS_OK) {
		printf("FAILED no house: %s: %s\n", err.code, err.detail);
		importer_close(&im);
		return count;
	}
	printf("%-34s %6s %7s %6s %8s %6s %9s %7s %7s %8s %7s\n", "file", "added", "changed", "moved",
		"vanished", "again", "unchanged", "renamed", "clashes", "warnings", "ms");
	for (int i = 0; i < count; i++)
		failures += !run_step(&im, paths[i], options, list);
	importer_close(&im);
	return failures;
}
