#include "roundtrip.h"

#include "dump.h"
#include "importer.h"

#include "event/export.h"
#include "formats/formats.h"

#include <glib.h>

enum { EXPORT_MAX = 1 << 28 };

/* The formats that hold all that a programme holds. */
static const char *const whole_formats[] = {"frab-xml", "c3voc-json"};

/* Writes and reads again; a text (g_free) where the export is refused. */
static char *write_and_read(const struct programme *p, const struct format *f, struct programme **ret)
{
	struct buf file = BUF_INIT(EXPORT_MAX);
	struct err err;
	char *refused = NULL;
	f->write(p, &file);
	if (file.failed)
		refused = g_strdup("the export failed");
	else if (formats_read(file.data, file.len, NULL, ret, &err) != STATUS_OK)
		refused = g_strdup_printf("own export refused: %s: %s", err.code, err.detail);
	buf_clear(&file);
	return refused;
}

/* Takes `what`; NULL stays NULL. */
static char *named(const char *format, char *what)
{
	char *text = what ? g_strdup_printf("%s: %s", format, what) : NULL;
	g_free(what);
	return text;
}

char *roundtrip_formats(const struct programme *p)
{
	char *found = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(whole_formats) && !found; i++) {
		struct programme *again = NULL;
		found = write_and_read(p, formats_find(whole_formats[i]), &again);
		if (!found)
			found = dump_difference(p, again);
		found = named(whole_formats[i], found);
		programme_destroy(again);
	}
	return found;
}

/* --- through the house ------------------------------------------------------ */

/* What the report says was done, cut to what a person reads. */
static char *report_text(const struct imported *i)
{
	enum { SHOWN = 2000 };
	static const char *const lists[] = {"added", "changed", "moved", "vanished", "made"};
	struct buf text = BUF_INIT(EXPORT_MAX);
	for (size_t n = 0; n < G_N_ELEMENTS(lists); n++) {
		buf_addf(&text, "\n    %s ", lists[n]);
		json_write(json_get(i->report, lists[n]), &text);
	}
	char *shown = g_strdup_printf("importing it again was a change:%.*s", SHOWN, text.data);
	buf_clear(&text);
	return shown;
}

/* The second import: a text where it did anything. */
static char *import_again(struct importer *im, const struct programme *p)
{
	int64_t before = importer_seq(im);
	struct imported i = importer_run(im, p);
	struct tally t = imported_tally(&i);
	char *found = NULL;
	if (!i.report)
		found = g_strdup_printf("own export not imported: %s: %s", i.err.code, i.err.detail);
	else if (t.added || t.changed || t.moved || t.vanished || t.again || i.action ||
		importer_seq(im) != before)
		found = report_text(&i);
	imported_clear(&i);
	return found;
}

static char *export_and_import(struct importer *im, const struct programme *p, const struct format *f)
{
	struct programme *house = NULL, *again = NULL;
	struct err err;
	char *found = NULL;
	if (programme_export(im->db, NULL, &house, &err) != STATUS_OK)
		return g_strdup_printf("not exported: %s: %s", err.code, err.detail);
	found = write_and_read(house, f, &again);
	if (!found)
		found = dump_missing(p, again);
	if (!found)
		found = import_again(im, again);
	programme_destroy(again);
	programme_destroy(house);
	return named(f->name, found);
}

struct trip roundtrip_house(const struct programme *p)
{
	struct trip trip = {0};
	struct importer im;
	struct imported first = {0};
	struct err err;
	if (importer_open(&im, &err) != STATUS_OK) {
		trip.difference = g_strdup_printf("no house: %s: %s", err.code, err.detail);
	} else {
		first = importer_run(&im, p);
		trip.ms = first.ms;
		trip.clashes = imported_tally(&first).clashes;
		if (!first.report)
			trip.difference =
				g_strdup_printf("not imported: %s: %s", first.err.code, first.err.detail);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(whole_formats) && !trip.difference; i++)
		trip.difference = export_and_import(&im, p, formats_find(whole_formats[i]));
	imported_clear(&first);
	importer_close(&im);
	return trip;
}
