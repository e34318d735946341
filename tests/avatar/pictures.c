/* The pictures that stay as they are: each NAME.json of a folder is a recipe
 * with its language and view, NAME.svg what it gives, byte for byte.
 *
 *   pictures SETS              checks the sets, as the server does at start
 *   pictures SETS GOLDEN       and compares the pictures
 *   pictures --write SETS GOLDEN   draws them anew: only for a set that nobody uses yet
 *   pictures --cover SETS GOLDEN   first writes recipes that between them use every part and
 *                                  every colour of the current set */
#include "folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int count;
static bool failed;

static void say(bool good, const char *what, const char *why)
{
	printf("%sok %d - %s%s%s\n", good ? "" : "not ", ++count, what, *why ? ": " : "", why);
	failed = failed || !good;
}

static bool read_golden(const struct avatars *sets, const char *path, struct buf *picture, struct err *err)
{
	char *text;
	gsize len;
	cJSON *golden = NULL;
	struct avatar_recipe recipe;
	enum avatar_language language = AVATAR_EN;
	enum avatar_view view = AVATAR_FIGURE;
	if (!g_file_get_contents(path, &text, &len, NULL))
		return false;
	bool good = json_parse(text, len, MAX_JSON_DEPTH, &golden, err) == STATUS_OK &&
		avatar_recipe_read(sets, json_get(golden, "recipe"), &recipe, err) == STATUS_OK &&
		avatar_language_of(json_str(golden, "language"), &language) &&
		avatar_view_of(json_str(golden, "view"), &view);
	if (good)
		avatar_compose(&recipe, language, view, picture);
	cJSON_Delete(golden);
	g_free(text);
	return good;
}

static void compare(const char *path, const struct buf *picture)
{
	char *text;
	gsize len;
	if (!g_file_get_contents(path, &text, &len, NULL)) {
		say(false, path, "is not there");
		return;
	}
	bool same = len == picture->len && memcmp(text, picture->data, len) == 0;
	say(same, path, same ? "" : "is not what its recipe gives now");
	g_free(text);
}

static void each_golden(const struct avatars *sets, const char *folder, bool writing)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		struct err err = {.detail = "cannot be read"};
		struct buf picture = BUF_INIT(MAX_AVATAR_BYTES);
		if (!g_str_has_suffix(name, ".json"))
			continue;
		char *path = g_build_filename(folder, name, NULL);
		char *svg = g_strdup_printf("%.*s.svg", (int)(strlen(path) - 5), path);
		if (!read_golden(sets, path, &picture, &err))
			say(false, path, err.detail);
		else if (writing)
			say(g_file_set_contents(svg, picture.data, (gssize)picture.len, NULL), svg, "");
		else
			compare(svg, &picture);
		buf_clear(&picture);
		g_free(path);
		g_free(svg);
	}
	if (dir)
		g_dir_close(dir);
}

/* The n-th recipe takes the n-th of everything, counted round. */
static uint32_t same_number(void *ctx)
{
	return *(uint32_t *)ctx;
}

static void write_recipe(const struct avatars *sets, const char *folder, uint32_t n)
{
	struct avatar_recipe recipe;
	struct buf text = BUF_INIT(MAX_JSON_BODY);
	avatar_recipe_random(sets, same_number, &n, &recipe);
	buf_add_str(&text, "{\"recipe\":");
	avatar_recipe_write(&recipe, &text);
	buf_addf(&text, ",\"language\":\"%s\",\"view\":\"%s\"}\n", avatar_languages[n % AVATAR_LANGUAGES],
		n % 5 == 4 ? "face" : "figure");
	char *path = g_strdup_printf("%s/%02u.json", folder, n);
	say(g_file_set_contents(path, text.data, (gssize)text.len, NULL), path, "");
	g_free(path);
	buf_clear(&text);
}

/* As many as the largest slot or palette has. */
static uint32_t largest(const struct avatars *sets)
{
	size_t len;
	const char *json = avatars_json(sets, &len);
	cJSON *all = cJSON_ParseWithLength(json, len);
	const cJSON *list = json_get(all, "sets");
	const cJSON *set = cJSON_GetArrayItem(list, cJSON_GetArraySize(list) - 1), *one;
	int most = 0;
	cJSON_ArrayForEach(one, json_get(set, "slots"))
		most = MAX(most, cJSON_GetArraySize(json_get(one, "parts")));
	cJSON_ArrayForEach(one, json_get(set, "colours"))
		most = MAX(most, cJSON_GetArraySize(json_get(one, "palette")));
	cJSON_Delete(all);
	return (uint32_t)most;
}

int main(int argc, char **argv)
{
	bool cover = argc > 1 && strcmp(argv[1], "--cover") == 0;
	bool writing = cover || (argc > 1 && strcmp(argv[1], "--write") == 0);
	argv += writing;
	argc -= writing;
	if (argc < 2 || argc > 3 || (writing && argc != 3)) {
		fprintf(stderr, "usage: pictures [--write|--cover] SETS [GOLDEN]\n");
		return 2;
	}
	struct folder folder = folder_read(argv[1]);
	struct avatars *sets = NULL;
	struct err err;
	enum status st = avatars_load(folder_assets(&folder), &sets, &err);
	say(st == STATUS_OK, argv[1], st == STATUS_OK ? "" : err.detail);
	for (uint32_t n = 0; st == STATUS_OK && cover && n < largest(sets); n++)
		write_recipe(sets, argv[2], n);
	if (st == STATUS_OK && argc == 3)
		each_golden(sets, argv[2], writing);
	printf("1..%d\n", count);
	avatars_destroy(sets);
	folder_clear(&folder);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
