#include "formats/formats.h"

#include "base/json.h"
#include "formats/readers.h"
#include "formats/sniff.h"

#include <string.h>

static const struct format formats[] = {
	{"frab-xml", "frab/pentabarf XML", "schedule.xml", "application/xml; charset=utf-8", frab_recognise,
		frab_read, frab_write},
	{"c3voc-json", "c3voc JSON, schema v1", "schedule.json", "application/json", c3voc_recognise,
		c3voc_read, c3voc_write},
};

const struct format *formats_all(size_t *ret_count)
{
	*ret_count = sizeof formats / sizeof *formats;
	return formats;
}

const struct format *formats_find(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		const struct format *f = &formats[i];
		if (strcmp(f->name, name) == 0 || (f->export_path && strcmp(f->export_path, name) == 0))
			return f;
	}
	return NULL;
}

/* All XML that isn't known as something else: frab's reader says best what is
 * wrong with it, and where. */
bool frab_recognise(const char *bytes, size_t len)
{
	return sniff_is_xml(bytes, len) && !sniff_is_other_xml(bytes, len);
}

bool c3voc_recognise(const char *bytes, size_t len)
{
	return sniff_is_json(bytes, len) && sniff_json_member(bytes, len, "schedule");
}

static enum status refuse(const char *bytes, size_t len, struct err *err)
{
	cJSON *root = NULL;
	/* Broken JSON is told as such, with its place, before its shape is. */
	if (sniff_is_json(bytes, len)) {
		enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &root, err);
		cJSON_Delete(root);
		if (st != STATUS_OK)
			return st;
	}
	struct buf what = BUF_INIT(MAX_LINE);
	sniff_describe(bytes, len, &what);
	err_set(err, STATUS_UNPROCESSABLE, "unsupported_format",
		"found %s; frab/pentabarf XML and c3voc JSON (schema v1) are read",
		what.data ? what.data : "nothing known");
	buf_clear(&what);
	return STATUS_UNPROCESSABLE;
}

enum status formats_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme **ret_programme, struct err *err)
{
	if (len > MAX_IMPORT_BODY)
		return err_set(err, STATUS_TOO_LARGE, "too_large", "the file is larger than %d MB",
			MAX_IMPORT_BODY / (1024 * 1024));
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (!formats[i].recognise(bytes, len))
			continue;
		struct programme *p = programme_create(formats[i].name);
		enum status st = formats[i].read(bytes, len, options, p, err);
		if (st == STATUS_OK)
			*ret_programme = p;
		else
			programme_destroy(p);
		return st;
	}
	return refuse(bytes, len, err);
}
