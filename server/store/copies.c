#include "store/copies.h"

#include "base/rand.h"

#include <fcntl.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const char infix[] = ".rehearsal-";
static const char *const endings[] = {"", "-wal", "-shm", "-journal", "-lock"};

char *copy_name(const char *path)
{
	char id[RANDOM_ID_TEXT];
	random_id(id);
	return g_strconcat(path, infix, id, NULL);
}

void copy_remove(const char *copy)
{
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		char *name = g_strconcat(copy, endings[i], NULL);
		(void)unlink(name);
		g_free(name);
	}
}

static bool is_held(const char *copy)
{
	char *name = g_strconcat(copy, "-lock", NULL);
	int fd = open(name, O_RDWR | O_CLOEXEC);
	bool held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
	if (fd >= 0)
		close(fd);
	g_free(name);
	return held;
}

/* Cuts off what SQLite or the lock added to the copy's name. */
static void cut_ending(char *name)
{
	for (size_t i = 1; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(name, endings[i]))
			name[strlen(name) - strlen(endings[i])] = '\0';
}

void copies_sweep(const char *path)
{
	char *folder = g_path_get_dirname(path), *file = g_path_get_basename(path);
	char *prefix = g_strconcat(file, infix, NULL);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir))) {
		if (!g_str_has_prefix(name, prefix))
			continue;
		char *copy = g_build_filename(folder, name, NULL);
		cut_ending(copy);
		if (!is_held(copy))
			copy_remove(copy);
		g_free(copy);
	}
	if (dir)
		g_dir_close(dir);
	g_free(prefix);
	g_free(file);
	g_free(folder);
}
