#include "folder.h"

#include <string.h>

static void put(GArray *assets, char *path, char *text, size_t len)
{
	struct asset asset = {.path = path, .bytes = text, .end = text + len};
	g_array_append_val(assets, asset);
}

static void read_below(GArray *assets, const char *root, const char *below)
{
	char *path = g_build_filename(root, below, NULL);
	GDir *dir = g_dir_open(path, 0, NULL);
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		char *inner = *below ? g_build_filename(below, name, NULL) : g_strdup(name);
		char *file = g_build_filename(root, inner, NULL), *text;
		gsize len;
		if (g_file_test(file, G_FILE_TEST_IS_DIR))
			read_below(assets, root, inner);
		else if ((g_str_has_suffix(name, ".json") || g_str_has_suffix(name, ".svg")) &&
			g_file_get_contents(file, &text, &len, NULL))
			put(assets, g_strdup(inner), text, len);
		g_free(inner);
		g_free(file);
	}
	if (dir)
		g_dir_close(dir);
	g_free(path);
}

struct folder folder_read(const char *path)
{
	struct folder f = {.assets = g_array_new(TRUE, TRUE, sizeof(struct asset))};
	read_below(f.assets, path, "");
	return f;
}

static void drop(struct folder *f, guint i)
{
	struct asset *a = &g_array_index(f->assets, struct asset, i);
	g_free((char *)a->path);
	g_free((char *)a->bytes);
	g_array_remove_index(f->assets, i);
}

void folder_clear(struct folder *f)
{
	while (f->assets->len)
		drop(f, 0);
	g_array_free(f->assets, TRUE);
}

const struct asset *folder_assets(const struct folder *f)
{
	return (const struct asset *)(const void *)f->assets->data;
}

static guint find(const struct folder *f, const char *path)
{
	guint i = 0;
	while (i < f->assets->len && strcmp(folder_assets(f)[i].path, path) != 0)
		i++;
	return i;
}

void folder_put(struct folder *f, const char *path, const char *text)
{
	guint i = find(f, path);
	if (i < f->assets->len)
		drop(f, i);
	if (text)
		put(f->assets, g_strdup(path), g_strdup(text), strlen(text));
}

void folder_replace(struct folder *f, const char *path, const char *from, const char *to)
{
	guint i = find(f, path);
	if (i == f->assets->len)
		g_error("there is no %s", path);
	const struct asset *a = &folder_assets(f)[i];
	char *at = g_strstr_len(a->bytes, (gssize)asset_len(a), from);
	if (!at)
		g_error("%s does not hold %s", path, from);
	char *text = g_strdup_printf("%.*s%s%s", (int)(at - a->bytes), a->bytes, to, at + strlen(from));
	folder_put(f, path, text);
	g_free(text);
}
