/* Runs a fuzz target over files, without libFuzzer: what was found once stays
 * found, on every machine. `replay FOLDER…`; TAP. */
#include <dirent.h>
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *folder, int number)
{
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		char *path = g_build_filename(folder, e->d_name, NULL), *bytes = NULL;
		gsize len;
		if (g_file_get_contents(path, &bytes, &len, NULL)) {
			LLVMFuzzerTestOneInput((const uint8_t *)bytes, len);
			printf("ok %d - %s\n", ++number, path);
		}
		g_free(bytes);
		g_free(path);
	}
	if (dir)
		closedir(dir);
	return number;
}

int main(int argc, char **argv)
{
	int number = 0;
	for (int i = 1; i < argc; i++)
		number = replay(argv[i], number);
	printf("1..%d\n", number);
	return number ? 0 : 1;
}
