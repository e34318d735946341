#include "cli/print.h"

#include <stdio.h>

/* A text in its first language. */
static const char *words(const cJSON *text)
{
	const cJSON *form = cJSON_IsObject(text) ? text->child : text;
	return cJSON_IsString(form) ? form->valuestring : "";
}

/* "Room, 2026-06-12T09:00:00Z" */
static void print_place(const cJSON *place)
{
	const char *start = json_str(place, "start");
	printf("%s, %s", words(json_get(place, "room_name")), start ? start : "no time");
}

static void print_added(const cJSON *entry)
{
	printf("%s\"%s\" (", cJSON_IsTrue(json_get(entry, "again")) ? "again: " : "",
		words(json_get(entry, "title")));
	print_place(entry);
	puts(")");
}

static void print_moved(const cJSON *entry)
{
	printf("\"%s\": ", words(json_get(entry, "title")));
	print_place(json_get(entry, "from"));
	printf(" -> ");
	print_place(json_get(entry, "to"));
	puts("");
}

static void print_changed(const cJSON *entry)
{
	printf("%s \"%s\":", json_str(entry, "collection"), words(json_get(entry, "title")));
	const cJSON *field;
	cJSON_ArrayForEach(field, json_get(entry, "fields"))
		printf(" %s", field->string);
	puts("");
}

static void print_title(const cJSON *entry)
{
	printf("\"%s\"\n", words(json_get(entry, "title")));
}

static const struct {
	const char *name;
	void (*print)(const cJSON *entry); /* NULL: only counted */
} lists[] = {
	{"added", print_added},
	{"changed", print_changed},
	{"moved", print_moved},
	{"vanished", print_title},
	{"clashes", NULL},
	{"warnings", NULL},
};
enum { LISTS = sizeof lists / sizeof *lists };

static void print_columns(const cJSON *columns)
{
	const cJSON *column;
	cJSON_ArrayForEach(column, columns)
		printf("  column \"%s\": %s\n", column->string,
			cJSON_IsString(column) ? column->valuestring : "not used");
}

static void print_entries(const cJSON *report)
{
	for (size_t i = 0; i < LISTS; i++) {
		const cJSON *entry;
		if (!lists[i].print)
			continue;
		cJSON_ArrayForEach(entry, json_get(report, lists[i].name)) {
			printf("  %s ", lists[i].name);
			lists[i].print(entry);
		}
	}
}

void print_report(const cJSON *report, bool dry_run)
{
	printf("%s: ", json_str(report, "format"));
	for (size_t i = 0; i < LISTS; i++)
		printf("%d %s, ", cJSON_GetArraySize(json_get(report, lists[i].name)), lists[i].name);
	printf("%lld unchanged%s\n", (long long)json_get(report, "unchanged")->valuedouble,
		dry_run ? " (dry run: nothing is kept)" : "");
	print_columns(json_get(report, "columns"));
	if (dry_run)
		print_entries(report);
	const cJSON *warning;
	cJSON_ArrayForEach(warning, json_get(report, "warnings"))
		fprintf(stderr, "madang: warning: %s\n", cJSON_GetStringValue(warning));
}
