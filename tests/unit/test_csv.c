/* Tables in: the cells, the headings, the sessions, what is left out. */
#include "formats/formats.h"
#include "formats/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status try_bytes(
	const char *bytes, size_t len, const char *columns, struct programme **ret, struct err *err)
{
	struct read_options options;
	enum status st = read_options_parse("Europe/Berlin", columns, &options, err);
	if (st == STATUS_OK)
		st = formats_read(bytes, len, &options, ret, err);
	read_options_clear(&options);
	return st;
}

static struct programme *read_with(const char *text, const char *columns)
{
	struct programme *p = NULL;
	struct err err = {0};
	if (try_bytes(text, strlen(text), columns, &p, &err) != STATUS_OK)
		fail_msg("%s: %s", err.code, err.detail);
	assert_string_equal(p->format, "csv");
	return p;
}

static struct programme *read_in(const char *text)
{
	return read_with(text, NULL);
}

static void assert_refused(const char *text, const char *columns, const char *code, const char *says)
{
	struct programme *p = NULL;
	struct err err = {0};
	assert_int_equal(try_bytes(text, strlen(text), columns, &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, code);
	if (!strstr(err.detail, says))
		fail_msg("\"%s\" does not say %s", err.detail, says);
}

static const char *title(const struct programme *p, size_t i)
{
	assert_true(i < p->session_count);
	return text_in(&p->sessions[i].title, NULL);
}

static const char *room(const struct programme *p, size_t i)
{
	size_t index = p->sessions[i].room;
	return index == PROGRAMME_NONE ? "" : text_in(&p->rooms[index].name, NULL);
}

/* The names of its people, with "|" between. */
static const char *people(const struct programme *p, size_t i)
{
	struct buf out = BUF_INIT(MAX_TEXT);
	for (size_t n = 0; n < p->sessions[i].people_count; n++)
		buf_addf(
			&out, "%s%s", n ? "|" : "", text_in(&p->people[p->sessions[i].people[n]].name, NULL));
	const char *copy = arena_strdup(p->arena, out.data ? out.data : "");
	buf_clear(&out);
	return copy;
}

/* "2031-05-08 10:00 45" on Berlin's clocks; "-" for no slot. */
static const char *slot(const struct programme *p, size_t i)
{
	char text[64] = "-";
	const struct programme_session *s = &p->sessions[i];
	struct zone *z = zone_create("Europe/Berlin");
	struct wall_time w;
	zone_from_utc_ms(z, s->start, &w);
	if (s->scheduled)
		snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d %d", w.year, w.month, w.day, w.hour,
			w.minute, s->duration);
	zone_destroy(z);
	return arena_strdup(p->arena, text);
}

static void assert_warned(const struct programme *p, const char *words)
{
	size_t n = 0;
	for (size_t i = 0; i < p->warning_count; i++)
		n += strstr(p->warnings[i], words) != NULL;
	if (n != 1)
		fail_msg("%zu warnings of \"%s\"", n, words);
}

/* The field that a column was read as: "" for none. */
static const char *field(const struct programme *p, const char *name)
{
	for (size_t i = 0; i < p->column_count; i++)
		if (strcmp(p->columns[i].name, name) == 0)
			return p->columns[i].field ? p->columns[i].field : "";
	fail_msg("no column %s", name);
	return NULL;
}

/* --- the table ----------------------------------------------------------- */

static void cells_in_all_their_forms(void **state)
{
	static const char *const files[] = {
		"title,room,start\n\"A \"\"b\"\", c\",\"Hall\nOne\",10:00\n",
		"title,room,start\r\n\"A \"\"b\"\", c\" , \"Hall\r\nOne\",10:00",
		"title,room,start\r\"A \"\"b\"\", c\",\"Hall\rOne\",10:00\r\r,,\r",
		"\xEF\xBB\xBFtitle;room;start\n\"A \"\"b\"\", c\";\"Hall\nOne\";10:00\n",
		"sep=;\r\ntitle;room;start\r\n\"A \"\"b\"\", c\";\"Hall\nOne\";10:00\r\n",
		"title\troom\tstart\n\"A \"\"b\"\", c\"\t\"Hall\nOne\"\t10:00\n",
		"title,room,start,,\n\"A \"\"b\"\", c\",\"Hall\nOne\",10:00,,\n,,,,\n",
		"\n\nMy meeting,,\n\ntitle,room,start\n\"A \"\"b\"\", c\",\"Hall\nOne\",10:00\n",
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct programme *p = read_in(files[i]);
		if (p->session_count != 1)
			fail_msg("file %zu: %zu sessions", i, p->session_count);
		assert_string_equal(title(p, 0), "A \"b\", c");
		assert_string_equal(room(p, 0), "Hall One");
		programme_destroy(p);
	}
}

static char *in_charset(const char *text, const char *charset, const char *mark, size_t *ret_len)
{
	gsize len;
	char *body = g_convert(text, -1, charset, "UTF-8", NULL, &len, NULL);
	assert_non_null(body);
	char *all = g_malloc(strlen(mark) + len);
	memcpy(all, mark, strlen(mark));
	memcpy(all + strlen(mark), body, len);
	*ret_len = strlen(mark) + len;
	g_free(body);
	return all;
}

static void other_encodings(void **state)
{
	static const struct {
		const char *text, *charset, *mark, *title;
		size_t warnings;
	} cases[] = {
		{"Titel;Raum\nGrüße – „Öl“;Saal\n", "WINDOWS-1252", "", "Grüße – „Öl“", 2},
		{"Titel\tRaum\nGrüße\tSaal\n", "UTF-16LE", "\xFF\xFE", "Grüße", 1},
		{"Titel\tRaum\nGrüße\tSaal\n", "UTF-16BE", "\xFE\xFF", "Grüße", 1},
		{"제목,장소\n숲의 소리,나무홀\n", "CP949", "", "숲의 소리", 2},
		{"タイトル,会場\n森のこえ,大ホール\n", "CP932", "", "森のこえ", 2},
		{"제목,장소\n숲의 소리,나무홀\n", "UTF-8", "\xEF\xBB\xBF", "숲의 소리", 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t len;
		char *bytes = in_charset(cases[i].text, cases[i].charset, cases[i].mark, &len);
		struct programme *p = NULL;
		struct err err = {0};
		if (try_bytes(bytes, len, NULL, &p, &err) != STATUS_OK)
			fail_msg("%s: %s", cases[i].charset, err.detail);
		assert_string_equal(title(p, 0), cases[i].title);
		assert_int_equal(p->warning_count, cases[i].warnings); /* one is of the missing time */
		programme_destroy(p);
		g_free(bytes);
	}
}

static void a_stray_quotation_mark_costs_nothing(void **state)
{
	struct programme *p = read_in("Title,Room,Date,Start,End,Speakers,Description\n"
				      "One,A,2031-05-08,10:00,11:00,\"Jo \"Sticks\" Alder, Bo Kim\",x\n"
				      "Two,A,2031-05-08,11:00,12:00,Lee Ash,\"He said \"no\", and left\"\n"
				      "Three,A,2031-05-08,12:00,13:00,Lee Ash,\"never closed\n"
				      "Four,A,2031-05-08,13:00,14:00,Lee Ash,\"closed\nagain\"\n"
				      "\"Five,A,2031-05-08,14:00,15:00,Lee Ash,torn at once\n"
				      "Six,A,2031-05-08,15:00,16:00,\"Lee Ash\",y\n"
				      "Seven,A\n"
				      "Eight,A,2031-05-08,17:00,18:00,Lee Ash,x,much,more\n");
	assert_int_equal(p->session_count, 8);
	assert_string_equal(people(p, 0), "Jo \"Sticks\" Alder|Bo Kim");
	assert_string_equal(text_in(&p->sessions[1].abstract, NULL), "He said \"no\", and left");
	assert_string_equal(title(p, 3), "Four");
	assert_string_equal(title(p, 5), "Six");
	assert_string_equal(slot(p, 5), "2031-05-08 15:00 60");
	assert_string_equal(title(p, 6), "Seven");
	assert_warned(p, "3 rows have quotation marks that are not doubled");
	assert_string_equal(title(p, 4), "Five");
	assert_warned(p,
		"1 rows have a quotation mark that is never closed: they end with their line (first: line 4)");
	assert_warned(p, "1 rows have fewer cells");
	assert_warned(p, "1 rows have more cells");
	programme_destroy(p);
}

static void tables_have_bounds(void **state)
{
	struct buf file = BUF_INIT(1 << 24);
	struct programme *p = NULL;
	struct err err;
	buf_add_str(&file, "title,room");
	for (int i = 0; i < MAX_TABLE_COLUMNS; i++)
		buf_add_str(&file, ",x");
	buf_add_str(&file, "\na,b\n");
	assert_int_equal(
		try_bytes(file.data, file.len, NULL, &p, &err), STATUS_UNPROCESSABLE); /* not one at all */
	buf_reset(&file);
	buf_add_str(&file, "title,room\n");
	for (int i = 0; i < MAX_TABLE_ROWS; i++)
		buf_add_str(&file, "\n");
	assert_int_equal(try_bytes(file.data, file.len, NULL, &p, &err), STATUS_TOO_LARGE);
	assert_string_equal(err.code, "too_large");
	buf_reset(&file);
	buf_add_str(&file, "title,room\na,b\n");
	for (int i = 0; i <= MAX_TABLE_COLUMNS; i++)
		buf_add_str(&file, ",x");
	assert_int_equal(try_bytes(file.data, file.len, NULL, &p, &err), STATUS_TOO_LARGE);
	buf_clear(&file);
}

/* Marks that are never closed, in each row: read in a moment, or refused. */
static void torn_rows_cannot_take_forever(void **state)
{
	struct buf file = BUF_INIT(1 << 26);
	struct programme *p = NULL;
	struct err err;
	buf_add_str(&file, "title,room,text\n");
	for (int i = 0; i < 60000; i++)
		buf_add_str(&file, "a,b,\"c,d,e,f,g\n");
	gint64 began = g_get_monotonic_time();
	if (try_bytes(file.data, file.len, NULL, &p, &err) == STATUS_OK)
		programme_destroy(p);
	assert_true(g_get_monotonic_time() - began < 20 * G_USEC_PER_SEC); /* 2 s with sanitizers */
	buf_clear(&file);
}

/* --- the headings -------------------------------------------------------- */

static void columns_of_the_tools(void **state)
{
	static const struct {
		const char *header, *pairs[12]; /* column, field */
	} cases[] = {
		{"event_key,active,name,event_start,event_end,event_type,event_subtype,id,speakers,venue",
			{"id", "id", "event_key", "", "name", "title", "event_start", "start", "venue",
				"room", "active", "status"}},
		{"ID,Proposal title,Tags,Abstract,Speaker names,Level,Date,Start Time,Duration,Room",
			{"Proposal title", "title", "Speaker names", "people", "Tags", "", "Level", "",
				"Date", "date", "Start Time", "start"}},
		{"Title,Start,Start (date),Start (time),End (date),End (time)",
			{"Start", "start", "Start (date)", "date", "Start (time)", "", "End (date)",
				"end_date", "End (time)", "end"}},
		{"Do not change these names!,Session Title,Date (MM-DD-YYYY),Time Start,Time "
		 "End,Room/Location,Schedule Track (Optional)",
			{"Session Title", "title", "Date (MM-DD-YYYY)", "date", "Time End", "end",
				"Room/Location", "room", "Schedule Track (Optional)", "track",
				"Do not change these names!", ""}},
		{"Room,Date,Day,Start,Duration,Title,ID,Abstract,Description,Language,Speakers,File URL",
			{"Day", "", "Abstract", "abstract", "Description", "description", "File URL", "",
				"ID", "id", "Language", "language"}},
		{"Subject,Start Date,Start Time,End Date,End Time,All day event,Location,Private",
			{"Subject", "title", "Start Date", "date", "End Date", "end_date", "All day event",
				"all_day", "Private", "private", "Start Time", "start"}},
		{"Vortragstitel,Vortragende,Raum,Beginn (Datum),Startzeit,Dauer",
			{"Vortragstitel", "title", "Vortragende", "people", "Raum", "room", "Beginn (Datum)",
				"date", "Startzeit", "start", "Dauer", "duration"}},
		{"제목,발표자,시작,종료,장소,언어",
			{"제목", "title", "발표자", "people", "시작", "start", "종료", "end", "장소", "room",
				"언어", "language"}},
		{"タイトル,講演者,日付,開始時刻,終了時刻,会場",
			{"タイトル", "title", "講演者", "people", "日付", "date", "開始時刻", "start",
				"終了時刻", "end", "会場", "room"}},
		{"Name,Talk,Room,Speaker E-Mail,Speaker Bio,Internal notes",
			{"Talk", "title", "Name", "people", "Speaker E-Mail", "", "Speaker Bio", "",
				"Internal notes", ""}},
		{"Talk title (English),Speaker(s),Event start date,Start time (local),Meeting room no one knows",
			{"Talk title (English)", "title", "Speaker(s)", "people", "Event start date", "date",
				"Start time (local)", "start", "Meeting room no one knows", "room"}},
		{"ID,Titre de la proposition,Noms des intervenants,Date,Heure de début,Heure de fin,Salle",
			{"Titre de la proposition", "title", "Noms des intervenants", "people",
				"Heure de début", "start", "Heure de fin", "end", "Salle", "room"}},
		{"Titel des Vorschlags,Namen der Vortragenden,Raum,Published",
			{"Titel des Vorschlags", "title", "Namen der Vortragenden", "people", "Published",
				"status"}},
		{"Title,Title,Room,Description", {"Title", "title", "Description", "abstract"}},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *file = g_strdup_printf("%s\n", cases[i].header);
		struct programme *p = read_in(file);
		for (int n = 0; n < 12 && cases[i].pairs[n]; n += 2)
			if (strcmp(field(p, cases[i].pairs[n]), cases[i].pairs[n + 1]) != 0)
				fail_msg("%s: \"%s\" is \"%s\"", cases[i].header, cases[i].pairs[n],
					field(p, cases[i].pairs[n]));
		programme_destroy(p);
		g_free(file);
	}
}

static void the_caller_chooses(void **state)
{
	const char *file = "Wat,Hoe laat,Waar,Title\nPraatje,2031-05-08 10:00,Zolder,Dr\n";
	struct programme *p = read_with(file, "title=Wat,start=hoe LAAT,room=Waar");
	assert_string_equal(title(p, 0), "Praatje");
	assert_string_equal(slot(p, 0), "2031-05-08 10:00 0");
	assert_string_equal(room(p, 0), "Zolder");
	assert_string_equal(field(p, "Title"), "");
	programme_destroy(p);
	p = read_with("Title,Room,Type\nA,B,C\n", "type=");
	assert_null(p->sessions[0].type);
	assert_string_equal(field(p, "Type"), "");
	programme_destroy(p);
	assert_refused("Title,Room\nA,B\n", "title=Titel", "unknown_column", "\"Titel\"");
	assert_refused("Title,Room\nA,B\n", "dates=american", "invalid_columns", "dmy, mdy or ymd");
}

static void what_is_no_table_of_sessions(void **state)
{
	assert_refused("Wat,Hoe laat\nPraatje,10:00\n", NULL, "columns_needed", "\"Wat\", \"Hoe laat\"");
	assert_refused("Wat,Hoe laat\nPraatje,10:00\n", NULL, "columns_needed", "columns=title=");
	assert_refused("Title,Price,Colour\nChair,10,red\n", NULL, "columns_needed", "a date, start or room");
	assert_refused("a,b,c\n1,2,3\n", NULL, "columns_needed", "\"a\"");
	assert_refused(
		"Dear all,\n\nthe meeting is on Friday, I think.\n", NULL, "unsupported_format", "found");
	assert_refused("title\nA\n", NULL, "unsupported_format", "no known format");
	static const char *const attendees[] = {
		"First Name,Last Name,Email,Order Date,Event Name\na,b,c,d,e\n",
		"Name,Email,Title,City,Registration Date,Location\na,b,c,d,e,f\n",
		"Name,Phone,Date,Location\na,b,c,d\n",
		"Title,Vorname,Nachname,E-Mail,Start,Ort\na,b,c,d,e,f\n"};
	for (size_t i = 0; i < sizeof attendees / sizeof *attendees; i++)
		assert_refused(attendees[i], NULL, "columns_needed", "the title");
	struct programme *p = read_with("Name,Phone,Date,Location\nKites,1,2031-05-08,Hill\n", "title=Name");
	assert_string_equal(title(p, 0), "Kites");
	programme_destroy(p);
	struct err err;
	assert_int_equal(try_bytes("title,room\0\nA,B\n", 16, NULL, &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "unsupported_format");
}

/* --- sessions ------------------------------------------------------------ */

static void keys_by_what_they_look_like(void **state)
{
	struct programme *p = read_in("id,title,room\n"
				      "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001,A,x\n"
				      "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001,A,y\n"
				      "QX7LMN,B,x\n"
				      "17,C,x\n"
				      "18,D,x\n18,E,x\n"
				      "3b1f0d6a5c8e4f2a,F,x\n"
				      "same-key,G,x\nsame-key,H,x\n"
				      "n/a,I,x\n");
	const struct programme_session *s = p->sessions;
	assert_string_equal(s[1].guid, "0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a0001"); /* two occurrences */
	assert_string_equal(s[2].code, "QX7LMN");
	assert_null(s[2].guid);
	assert_string_equal(s[3].number, "17");
	assert_string_equal(s[3].code, "17");
	assert_string_equal(s[5].number, "18");
	assert_null(s[5].code); /* of two rows: no key alone */
	assert_string_equal(s[6].guid, "3b1f0d6a5c8e4f2a");
	assert_null(s[7].guid);
	assert_string_equal(s[7].code, "same-key");
	assert_true(!s[9].guid && !s[9].code && !s[9].number);
	programme_destroy(p);
}

static void times_of_rows(void **state)
{
	static const struct {
		const char *header, *row, *slot;
	} cases[] = {
		{"date,start,end", "2031-05-08,10:00,10:45", "2031-05-08 10:00 45"},
		{"date,start,end", "2031-05-08,23:30,00:15", "2031-05-08 23:30 45"},
		{"date,start,duration", "2031-05-08,10:00,1:30", "2031-05-08 10:00 90"},
		{"date,start,duration", "2031-05-08,10:00,TBD", "2031-05-08 10:00 0"},
		{"date,start,end,duration", "2031-05-08,10:00,11:00,25:00", "2031-05-08 10:00 1500"},
		{"date,start,end,duration", "2031-05-08,10:00,11:00,0:30", "2031-05-08 10:00 60"},
		{"date,start,end,duration", "2031-05-08,10:00,10:00,0:30", "2031-05-08 10:00 30"},
		{"date,time,where", "2031-05-08,10:00 - 11:15,x", "2031-05-08 10:00 75"},
		{"start,end,where", "2031-05-08 10:00:00,2031-05-09 09:00:00,x", "2031-05-08 10:00 1380"},
		{"start,end,where", "2031-05-08T08:00:00Z,2031-05-08T09:00:00Z,x", "2031-05-08 10:00 60"},
		{"start,end,where", "2031-05-08 10:00,2031-05-07 10:00,x", "2031-05-08 10:00 0"},
		{"start,end,where", "2031-05-08 10:00,2033-05-08 10:00,x", "2031-05-08 10:00 0"},
		{"date,start,end date,end", "5/3/2031,16:00,5/5/2031,16:00", "2031-05-03 16:00 2880"},
		{"date,start,end date,all day", "2031-05-08,,2031-05-09,TRUE", "2031-05-08 00:00 2880"},
		{"date,start,end,end date,all day", "2031-05-08,12:00 AM,12:00 AM,2031-05-09,TRUE",
			"2031-05-08 00:00 1440"},
		{"date,start,end,all day", "2031-05-08,16:00,17:00,TRUE", "2031-05-08 16:00 60"},
		{"date,all day,where", "2031-03-30,yes,x", "2031-03-30 00:00 1380"}, /* clocks change */
		{"date,start,where", "2031-05-08,,x", "-"},
		{"date,start,where", ",10:00,x", "-"},
		{"date,start,where", "NA,TBA,x", "-"},
		{"date,start,where", "next week,10:00,x", "-"},
		{"Date (DD.MM.YYYY),start,where", "05/06/2031,10:00,x", "2031-06-05 10:00 0"},
		{"start,duration (hours),where", "2031-05-08 10:00,1.5,x", "2031-05-08 10:00 90"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *file = g_strdup_printf("title,%s\nT,%s\n", cases[i].header, cases[i].row);
		struct programme *p = read_in(file);
		if (p->session_count != 1 || strcmp(slot(p, 0), cases[i].slot) != 0)
			fail_msg("%s\nis %s, not %s", file, slot(p, 0), cases[i].slot);
		programme_destroy(p);
		g_free(file);
	}
}

static void the_order_of_dates(void **state)
{
	struct programme *p = read_in("title,date,start\nA,5/6/2031,10:00\nB,6/6/2031,10:00\n");
	assert_string_equal(slot(p, 0), "2031-06-05 10:00 0"); /* two days, not two months */
	programme_destroy(p);
	p = read_in("title,date,start\nA,5/6/2031,10:00\n");
	assert_string_equal(slot(p, 0), "2031-05-06 10:00 0");
	assert_warned(p, "columns=dates=dmy");
	programme_destroy(p);
	p = read_with("title,date,start\nA,5/6/2031,10:00\n", "dates=dmy");
	assert_string_equal(slot(p, 0), "2031-06-05 10:00 0");
	assert_int_equal(p->warning_count, 1); /* of the length */
	programme_destroy(p);
}

static void a_day_said_once(void **state)
{
	struct programme *p = read_in(
		"Meeting 2031,,\ntitle,date,start\nA,\"Thu, May 8\",10:00\nB,,11:00\nC,\"Fri, May 9\",10:00\nD,,\n");
	assert_string_equal(slot(p, 0), "2031-05-08 10:00 0");
	assert_string_equal(slot(p, 1), "2031-05-08 11:00 0");
	assert_string_equal(slot(p, 2), "2031-05-09 10:00 0");
	assert_string_equal(slot(p, 3), "-");
	assert_warned(p, "1 rows have a time and no date");
	programme_destroy(p);
	p = read_in(
		"time,title\n\"Thursday, 8 May 2031\",\n10:00-10:45,A\n\"Friday, 9 May 2031\",\n11:00-11:30,B\n");
	assert_int_equal(p->session_count, 2);
	assert_string_equal(slot(p, 0), "2031-05-08 10:00 45");
	assert_string_equal(slot(p, 1), "2031-05-09 11:00 30");
	programme_destroy(p);
	p = read_in("Tag 1 – Thursday 8 May 2031,,\nroom,time,title\nA,10:00-10:45,A\n"
		    "Tag 2: 13.05.2031,,\nA,11:00-11:30,B\n,,Talks of 14 May 2031\n");
	assert_int_equal(p->session_count, 3); /* the last is no day, but a title */
	assert_string_equal(slot(p, 0), "2031-05-08 10:00 45");
	assert_string_equal(slot(p, 1), "2031-05-13 11:00 30");
	programme_destroy(p);
	p = read_in("title,date,start\nA,\"Thu, May 8\",10:00\n");
	assert_warned(p, "1 dates have no year");
	programme_destroy(p);
	p = read_in("title,day,start,end\nA,Thursday,2031-05-08 10:00,2031-05-08 11:00\n");
	assert_int_equal(p->warning_count, 0); /* the day of the week is no flaw */
	programme_destroy(p);
}

static void names_in_a_cell(void **state)
{
	static const struct {
		const char *cell, *people;
	} cases[] = {
		{"Ada Birch", "Ada Birch"},
		{"\"Ada Birch, Bo Kim\"", "Ada Birch|Bo Kim"},
		{"Ada Birch; Bo Kim", "Ada Birch|Bo Kim"},
		{"\"Kim, Bo; Birch, Ada\"", "Kim, Bo|Birch, Ada"},
		{"\"Ada Birch\nBo Kim\"", "Ada Birch|Bo Kim"},
		{"Ada!$!Bo", "Ada|Bo"},
		{"Ada Birch and Bo Kim", "Ada Birch|Bo Kim"},
		{"Ada Birch & Bo Kim", "Ada Birch|Bo Kim"},
		{"Birch & Co", "Birch & Co"},
		{"Oak and Ash Ltd", "Oak and Ash Ltd"},
		{"Queens and Ladies of the Forest", "Queens and Ladies of the Forest"},
		{"\"Ada Birch, Bo Kim, and Lee Ash\"", "Ada Birch|Bo Kim|Lee Ash"},
		{"\"Ada Birch, Bo Kim & Lee\"", "Ada Birch|Bo Kim|Lee"},
		{"\"Bo Kim, PhD, Lee Ash (Wood, Inc.)\"", "Bo Kim, PhD|Lee Ash (Wood, Inc.)"},
		{"\"Noel O&#039;Fern, Ada\"", "Noel O'Fern|Ada"},
		{"\"Ada <ada@example.org>, bo@example.org\"", "Ada"},
		{"N/A", ""},
		{"TBA", ""},
		{"\"Ada Birch, Ada Birch\"", "Ada Birch"},
		{"Ada Birch (Oak) and Bo Kim (Elm)", "Ada Birch (Oak)|Bo Kim (Elm)"},
		{"Ada Birch +49 170 1234567", "Ada Birch"},
		{"\"Bo 42, Ada 2000\"", "Bo 42|Ada 2000"},
		{"Ada Birch / Bo Kim", "Ada Birch|Bo Kim"},
		{"Bo AC/DC", "Bo AC/DC"},
		{"\"J&Aacute;n &Oslash;re, Bo\"", "JÁn Øre|Bo"},
		{"\"김하나, 이두리\"", "김하나|이두리"},
		{"山田花、森大地", "山田花|森大地"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *file = g_strdup_printf("title,room,speakers\nT,R,%s\n", cases[i].cell);
		struct programme *p = read_in(file);
		if (strcmp(people(p, 0), cases[i].people) != 0)
			fail_msg("%s is %s", cases[i].cell, people(p, 0));
		programme_destroy(p);
		g_free(file);
	}
	struct programme *p = read_in("title,room,speakers\nA,R,\"Kim, Bo\"\nB,R,\"Birch, Ada\"\n");
	assert_string_equal(people(p, 1), "Birch, Ada"); /* the whole column is written so */
	programme_destroy(p);
	p = read_in("title,room,Speaker 1,Speaker 2,Speaker 2 bio\nA,R,Ada,Bo,Long\nB,R,,Lee,\n");
	assert_string_equal(people(p, 0), "Ada|Bo");
	assert_string_equal(people(p, 1), "Lee");
	assert_string_equal(field(p, "Speaker 2"), "people");
	programme_destroy(p);
	p = read_in("title,room,speakers\nA,R,\"1:Bo, 2:fern\"\n");
	assert_string_equal(people(p, 0), "Bo|fern");
	assert_string_equal(p->people[1].number, "2");
	programme_destroy(p);
}

static void what_stays_out(void **state)
{
	struct programme *p = read_in("title,room,status,private,type,speakers,Speaker email,Internal notes\n"
				      "On,A,confirmed,,NA,Ada,ada@example.org,secret\n"
				      "Off,A,Canceled,,null,Ada,,\n"
				      "Maybe,A,draft,,,Ada,,\n"
				      "No,A,rejected,,,Ada,,\n"
				      "Mine,A,,TRUE,,Ada,,\n"
				      "Meins,A,,Ein,,Ada,,\n"
				      "None,A,,PUBLIC,None,Ada,,\n"
				      ",,confirmed,,Talk,,,sum of all\n");
	assert_int_equal(p->session_count, 3);
	assert_false(p->sessions[0].cancelled);
	assert_null(p->sessions[0].type);
	assert_true(p->sessions[1].cancelled);
	assert_string_equal(title(p, 2), "None"); /* a title, whatever it says */
	assert_warned(p, "2 rows were left out, since their state");
	assert_warned(p, "2 rows were left out, since they are private");
	assert_int_equal(p->person_count, 1);
	programme_destroy(p);
	p = read_in("active,name,event_start\nY,On,2031-05-08 10:00:00\nN,Off,2031-05-08 10:00:00\n");
	assert_int_equal(p->session_count, 1);
	programme_destroy(p);
}

static void texts_and_links(void **state)
{
	struct programme *p =
		read_in("title,room,description,language,url,track,type\n"
			"R&amp;D,A,\"Two\n&lt;lines&gt;\",English,https://example.org/1,One; Two,Q&amp;A\n"
			"'=SUM(1),A,,de,javascript:alert(1),One\n");
	assert_string_equal(title(p, 0), "R&D");
	assert_string_equal(text_in(&p->sessions[0].abstract, NULL), "Two\n<lines>");
	assert_string_equal(p->sessions[0].language, "en");
	assert_string_equal(p->sessions[0].type, "Q&A");
	assert_string_equal(p->sessions[0].url, "https://example.org/1");
	assert_string_equal(title(p, 1), "=SUM(1)"); /* the guard is no part of it */
	assert_null(p->sessions[1].url);
	assert_int_equal(p->track_count, 1);
	assert_warned(p, "1 rows name several tracks");
	programme_destroy(p);
}

static void a_zone_is_needed(void **state)
{
	const char *file = "title,start\nA,2031-05-08 10:00\n";
	const char *own = "title,start,zone\nA,2031-05-08 10:00,Asia/Seoul\n";
	struct programme *p = NULL;
	struct err err;
	assert_int_equal(formats_read(file, strlen(file), NULL, &p, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "zone_needed");
	assert_int_equal(formats_read(own, strlen(own), NULL, &p, &err), STATUS_OK);
	assert_string_equal(p->zone, "Asia/Seoul");
	programme_destroy(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_in_all_their_forms),
		cmocka_unit_test(other_encodings),
		cmocka_unit_test(a_stray_quotation_mark_costs_nothing),
		cmocka_unit_test(tables_have_bounds),
		cmocka_unit_test(torn_rows_cannot_take_forever),
		cmocka_unit_test(columns_of_the_tools),
		cmocka_unit_test(the_caller_chooses),
		cmocka_unit_test(what_is_no_table_of_sessions),
		cmocka_unit_test(keys_by_what_they_look_like),
		cmocka_unit_test(times_of_rows),
		cmocka_unit_test(the_order_of_dates),
		cmocka_unit_test(a_day_said_once),
		cmocka_unit_test(names_in_a_cell),
		cmocka_unit_test(what_stays_out),
		cmocka_unit_test(texts_and_links),
		cmocka_unit_test(a_zone_is_needed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
