#include "formats/formats.h"

#include "base/json.h"
#include "formats/readers.h"
#include "formats/sniff.h"

#include <string.h>

static const struct format formats[] = {
	{"xcal", "xCal", NULL, "application/calendar+xml", xcal_recognise, xcal_read, NULL},
	{"frab-xml", "frab/pentabarf XML", "schedule.xml", "application/xml; charset=utf-8", frab_recognise,
		frab_read, frab_write, true},
	{"c3voc-json", "c3voc JSON schema v1", "schedule.json", "application/json", c3voc_recognise,
		c3voc_read, c3voc_write, true},
	{"icalendar", "iCalendar (RFC 5545)", "schedule.ics", "text/calendar; charset=utf-8", ical_recognise,
		ical_read, ical_write, false},
};
enum { FORMATS = sizeof formats / sizeof *formats };

const struct format *formats_all(size_t *ret_count)
{
	*ret_count = FORMATS;
	return formats;
}

static bool is_called(const struct format *f, const char *name)
{
	const char *ending = f->export_path ? strrchr(f->export_path, '.') : NULL;
	return strcmp(f->name, name) == 0 || (f->export_path && strcmp(f->export_path, name) == 0) ||
		(ending && strcmp(ending + 1, name) == 0);
}

const struct format *formats_find(const char *name)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (is_called(&formats[i], name))
			return &formats[i];
	return NULL;
}

enum status read_options_parse(const char *tz, const char *columns, struct read_options *ret, struct err *err)
{
	*ret = (struct read_options){.zone = tz ? zone_create(tz) : NULL};
	if (tz && !ret->zone)
		return err_set(
			err, STATUS_UNPROCESSABLE, "zone_unknown", "tz: there is no time zone %.60s", tz);
	return columns ? columns_parse(columns, &ret->columns, err) : STATUS_OK;
}

void read_options_clear(struct read_options *o)
{
	zone_destroy(o->zone);
	columns_destroy(o->columns);
	*o = (struct read_options){0};
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
	struct buf what = BUF_INIT(MAX_LINE), read = BUF_INIT(MAX_LINE);
	sniff_describe(bytes, len, &what);
	for (size_t i = 0; i < FORMATS; i++)
		if (formats[i].read)
			buf_addf(&read, "%s%s", read.len ? ", " : "", formats[i].title);
	err_set(err, STATUS_UNPROCESSABLE, "unsupported_format", "found %s; what is read: %s",
		what.data ? what.data : "nothing known", read.data);
	buf_clear(&what);
	buf_clear(&read);
	return STATUS_UNPROCESSABLE;
}

static bool has_column(const struct programme *p, const struct columns *asked, const char *field)
{
	for (size_t i = 0; i < p->column_count; i++) {
		const char *wanted = columns_field(asked, p->columns[i].name);
		if (wanted && strcmp(wanted, field) == 0)
			return true;
	}
	return false;
}

/* What was asked of a column must have come true. */
static enum status check_columns(const struct programme *p, const struct columns *asked, struct err *err)
{
	for (size_t i = 0; i < columns_count(asked); i++) {
		const char *name, *field = columns_pair(asked, i, &name);
		if (!*name || strcmp(field, "dates") == 0 || has_column(p, asked, field))
			continue;
		struct buf known = BUF_INIT(MAX_LINE);
		for (size_t c = 0; c < p->column_count && known.len < MAX_LINE / 2; c++)
			buf_addf(&known, "%s\"%.40s\"", c ? ", " : "", p->columns[c].name);
		err_set(err, STATUS_UNPROCESSABLE, "unknown_column",
			"columns: there is no \"%.60s\" in the file (%s)", name,
			known.data ? known.data : "it has none to choose from");
		buf_clear(&known);
		return STATUS_UNPROCESSABLE;
	}
	return STATUS_OK;
}

enum status formats_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme **ret_programme, struct err *err)
{
	if (len > MAX_IMPORT_BODY)
		return err_set(err, STATUS_TOO_LARGE, "too_large", "the file is larger than %d MB",
			MAX_IMPORT_BODY / (1024 * 1024));
	for (size_t i = 0; i < FORMATS; i++) {
		if (!formats[i].read || !formats[i].recognise(bytes, len))
			continue;
		struct programme *p = programme_create(formats[i].name);
		enum status st = formats[i].read(bytes, len, options, p, err);
		if (st == STATUS_OK && options)
			st = check_columns(p, options->columns, err);
		if (st == STATUS_OK)
			*ret_programme = p;
		else
			programme_destroy(p);
		return st;
	}
	return refuse(bytes, len, err);
}
