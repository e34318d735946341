/*
 * import: the largest export, POSTed to an empty Madang; the time of the whole
 * request. The floor is what no importer can do without: expat over the file's
 * bytes, and one transaction (WAL, synchronous=FULL) that writes the rows which
 * Madang left in its database, as many and as long, into tables without an
 * index. The same file once more has nothing to write: there the floor is expat
 * alone.
 */
#include "measure.h"
#include "server.h"

#include <expat.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_ROUNDS 7
#define LIMIT_MS 300
#define TABLES_MAX 128

/* One table to be copied: read from memory, written to the file. */
struct table {
	sqlite3_stmt *read;
	sqlite3_stmt *write;
	int columns;
};

struct copy {
	sqlite3 *from; /* in memory: the clock must not see a read from disk */
	sqlite3 *to;
	unsigned table_count;
	long rows;
	struct table tables[TABLES_MAX];
};

static void check(sqlite3 *db, int code, int wanted, const char *what)
{
	if (code != wanted)
		measure_die("sqlite: %s: %s", what, sqlite3_errmsg(db));
}

static void execute(sqlite3 *db, const char *sql)
{
	check(db, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, sql);
}

/* Takes Madang's database into memory. */
static sqlite3 *load(const char *path)
{
	sqlite3 *file, *memory;

	check(NULL, sqlite3_open(":memory:", &memory), SQLITE_OK, "open memory");
	check(NULL, sqlite3_open(path, &file), SQLITE_OK, path);
	sqlite3_backup *backup = sqlite3_backup_init(memory, "main", file, "main");
	if (!backup)
		measure_die("sqlite: %s", sqlite3_errmsg(memory));
	check(memory, sqlite3_backup_step(backup, -1), SQLITE_DONE, "backup");
	check(memory, sqlite3_backup_finish(backup), SQLITE_OK, "backup");
	check(file, sqlite3_close(file), SQLITE_OK, "close");
	return memory;
}

/* Makes a plain table of the same columns, and the two statements. */
static void add_table(struct copy *copy, const char *name)
{
	struct table *table = &copy->tables[copy->table_count++];
	char sql[4096], places[1024];
	size_t length, places_length = 0;

	if (copy->table_count > TABLES_MAX)
		measure_die("too many tables");
	snprintf(sql, sizeof(sql), "SELECT * FROM \"%s\"", name);
	check(copy->from, sqlite3_prepare_v2(copy->from, sql, -1, &table->read, NULL), SQLITE_OK, sql);
	table->columns = sqlite3_column_count(table->read);
	length = (size_t)snprintf(sql, sizeof(sql), "CREATE TABLE \"%s\"(", name);
	for (int i = 0; i < table->columns && length < sizeof(sql) && places_length < sizeof(places); i++) {
		length += (size_t)snprintf(sql + length, sizeof(sql) - length, "%sc%d", i ? "," : "", i);
		places_length += (size_t)snprintf(
			places + places_length, sizeof(places) - places_length, i ? ",?" : "?");
	}
	if (length + 1 >= sizeof(sql) || places_length >= sizeof(places))
		measure_die("a table with too many columns");
	snprintf(sql + length, sizeof(sql) - length, ")");
	execute(copy->to, sql);
	snprintf(sql, sizeof(sql), "INSERT INTO \"%s\" VALUES(%s)", name, places);
	check(copy->to, sqlite3_prepare_v2(copy->to, sql, -1, &table->write, NULL), SQLITE_OK, sql);
}

static void copy_open(struct copy *copy, const char *from, const char *to)
{
	sqlite3_stmt *names;
	int code;

	*copy = (struct copy){.from = load(from)};
	check(NULL, sqlite3_open(to, &copy->to), SQLITE_OK, to);
	execute(copy->to, "PRAGMA journal_mode=WAL");
	execute(copy->to, "PRAGMA synchronous=FULL");
	static const char sql[] =
		"SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'";
	check(copy->from, sqlite3_prepare_v2(copy->from, sql, -1, &names, NULL), SQLITE_OK, sql);
	while ((code = sqlite3_step(names)) == SQLITE_ROW)
		add_table(copy, (const char *)sqlite3_column_text(names, 0));
	check(copy->from, code, SQLITE_DONE, "names of tables");
	sqlite3_finalize(names);
}

static void copy_table(struct copy *copy, struct table *table)
{
	int code;

	while ((code = sqlite3_step(table->read)) == SQLITE_ROW) {
		for (int i = 0; i < table->columns; i++)
			check(copy->to,
				sqlite3_bind_value(table->write, i + 1, sqlite3_column_value(table->read, i)),
				SQLITE_OK, "bind");
		check(copy->to, sqlite3_step(table->write), SQLITE_DONE, "insert");
		check(copy->to, sqlite3_reset(table->write), SQLITE_OK, "reset");
		copy->rows++;
	}
	check(copy->from, code, SQLITE_DONE, "read");
}

/* Returns the ns of the one transaction. */
static int64_t copy_run(struct copy *copy)
{
	int64_t start = measure_now_ns();

	execute(copy->to, "BEGIN IMMEDIATE");
	for (unsigned i = 0; i < copy->table_count; i++)
		copy_table(copy, &copy->tables[i]);
	execute(copy->to, "COMMIT");
	return measure_now_ns() - start;
}

static void copy_close(struct copy *copy)
{
	for (unsigned i = 0; i < copy->table_count; i++) {
		sqlite3_finalize(copy->tables[i].read);
		sqlite3_finalize(copy->tables[i].write);
	}
	check(copy->from, sqlite3_close(copy->from), SQLITE_OK, "close");
	check(copy->to, sqlite3_close(copy->to), SQLITE_OK, "close");
}

/* What every reader of XML has at least: handlers that are called. */
static void count_element(void *user, const XML_Char *name, const XML_Char **attributes)
{
	(void)name;
	(void)attributes;
	++*(long *)user;
}

static void count_end(void *user, const XML_Char *name)
{
	(void)user;
	(void)name;
}

static void count_text(void *user, const XML_Char *text, int length)
{
	(void)text;
	*(long *)user += length == 0;
}

/* Returns the ns that expat needs for the file. */
static int64_t parse(const char *xml, size_t length)
{
	long seen = 0;
	int64_t start = measure_now_ns();
	XML_Parser parser = XML_ParserCreate(NULL);

	if (!parser)
		measure_die("expat");
	XML_SetUserData(parser, &seen);
	XML_SetElementHandler(parser, count_element, count_end);
	XML_SetCharacterDataHandler(parser, count_text);
	if (XML_Parse(parser, xml, (int)length, 1) != XML_STATUS_OK)
		measure_die("expat: %s at line %lu", XML_ErrorString(XML_GetErrorCode(parser)),
			XML_GetCurrentLineNumber(parser));
	XML_ParserFree(parser);
	return measure_now_ns() - start;
}

struct figures {
	struct measure *first, *floor; /* into an empty Madang */
	struct measure *again, *reading; /* the same file once more; its floor only reads */
};

/* One round: Madang first, then the floor with what Madang wrote. Returns the rows. */
static long round_of(
	const struct server_options *options, const char *xml, size_t length, const struct figures *f)
{
	struct server server;
	struct copy copy;
	char path[320];

	server_open(&server, options);
	server_start(&server, 0);
	measure_add(f->first, (double)server_import(&server, options->xml) / 1e6);
	measure_add(f->again, (double)server_import(&server, options->xml) / 1e6);
	server_stop(&server, false);
	snprintf(path, sizeof(path), "%s/floor.db", server.dir);
	copy_open(&copy, server.db, path);
	double reading = (double)parse(xml, length) / 1e6;
	measure_add(f->reading, reading);
	measure_add(f->floor, reading + (double)copy_run(&copy) / 1e6);
	copy_close(&copy);
	server_close(&server);
	return copy.rows;
}

int main(int argc, char **argv)
{
	struct server_options options;
	struct figures f = {measure_create(), measure_create(), measure_create(), measure_create()};
	char name[128];
	size_t length;
	long rows = 0;

	server_options(&options, argc, argv);
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;
	char *xml = server_read_file(options.xml, &length);

	for (unsigned i = 0; i < rounds; i++)
		rows = round_of(&options, xml, length, &f);
	snprintf(name, sizeof(name), "import: %.1f MB of XML, %ld rows, median of %u", (double)length / 1e6,
		rows, rounds);
	measure_print(&(struct measure_row){name, "ms", measure_median(f.first), measure_median(f.floor),
		"<= 300 ms", measure_median(f.first), LIMIT_MS, false});
	measure_print(&(struct measure_row){"import: the same, slowest", "ms", measure_quantile(f.first, 1),
		measure_quantile(f.floor, 1), NULL, 0, 0, false});
	measure_print(&(struct measure_row){"import: the same file again, nothing new", "ms",
		measure_median(f.again), measure_median(f.reading), "<= 300 ms", measure_median(f.again),
		LIMIT_MS, false});
	free(xml);
	free(f.first);
	free(f.floor);
	free(f.again);
	free(f.reading);
	return 0;
}
