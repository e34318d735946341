/* One reader under libFuzzer: whatever the bytes are, it reads or refuses, and
 * what it has read can be written in every format, and read again from those
 * that carry it whole. FUZZ_FORMAT names the reader. */
#include "formats/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef FUZZ_FORMAT
#error "FUZZ_FORMAT is the name of the format to read"
#endif

enum { EXPORT_MAX = 1 << 28 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *format, const char *what)
{
	fprintf(stderr, "written as %s: %s\n", format, what);
	abort();
}

/* Readers name neither the guids nor the texts that a mutation made alike, so
 * the counts must be equal, and no more is asked here: tests/corpus compares all. */
static void read_again(const struct programme *p, const struct format *f, const struct buf *file)
{
	struct programme *again = NULL;
	struct err err;
	if (formats_read(file->data, file->len, NULL, &again, &err) != STATUS_OK)
		fail(f->name, err.detail);
	if (again->session_count != p->session_count)
		fail(f->name, "another number of sessions");
	programme_destroy(again);
}

static void write_all(const struct programme *p)
{
	size_t n;
	const struct format *all = formats_all(&n);
	for (size_t i = 0; i < n; i++) {
		if (!all[i].write)
			continue;
		struct buf file = BUF_INIT(EXPORT_MAX);
		all[i].write(p, &file);
		if (file.failed)
			fail(all[i].name, "failed");
		if (all[i].whole)
			read_again(p, &all[i], &file);
		buf_clear(&file);
	}
}

static void read_with(const char *bytes, size_t size, const char *tz, const char *columns)
{
	struct read_options options;
	struct err err = {0};
	struct programme *p = programme_create(FUZZ_FORMAT);
	if (read_options_parse(tz, columns, &options, &err) != STATUS_OK)
		fail(FUZZ_FORMAT, err.detail);
	enum status st = formats_find(FUZZ_FORMAT)->read(bytes, size, &options, p, &err);
	if (st == STATUS_OK)
		write_all(p);
	else if (!*err.code || !*err.detail)
		fail(FUZZ_FORMAT, "refused without a word");
	programme_destroy(p);
	read_options_clear(&options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* As the house hands it over: not ended by a NUL, and no byte more. */
	char *bytes = malloc(size ? size : 1);
	memcpy(bytes, data, size);
	formats_find(FUZZ_FORMAT)->recognise(bytes, size);
	read_with(bytes, size, "Europe/Berlin", NULL);
	read_with(bytes, size, NULL, "people=SUMMARY,track=Topic,dates=dmy");
	free(bytes);
	return 0;
}
