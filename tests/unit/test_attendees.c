/* People who attend: what a name may be, changing, going for good, and the
 * links that sign another device in. */
#include "table.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "event/attendees.h"
#include "event/links.h"
#include "event/meetups.h"
#include "event/own_data.h"
#include "event/resource.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What the last change was made of: "owner|collection|id|json\n". */
static struct buf published = {.max = 1 << 20};

struct house {
	struct writer *writer;
	struct db *db;
	char folder[64], path[96];
	char id[RANDOM_ID_TEXT];
};

static void publish(void *ctx, const struct change *c)
{
	struct house *h = ctx;
	buf_reset(&published);
	for (size_t i = 0; i < c->count; i++) {
		const struct change_doc *d = &c->docs[i];
		buf_addf(&published, "%s|%s|", d->owner ? "own" : "all", d->collection);
		if (!d->owner || !private_render(h->db, d->owner, d->collection, d->id, &published))
			buf_add_str(&published, d->json ? d->json : "gone");
		buf_add_char(&published, '\n');
	}
}

static const char *told(void)
{
	return published.data ? published.data : "";
}

static void open_house(struct house *h, const char *path)
{
	struct err err = {0};
	struct clock clock = clock_system();
	struct writer_hooks hooks = {.render = document_render, .publish = publish, .ctx = h};
	if (db_open(path, DB_WRITER, schema_assets, &h->db, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	assert_int_equal(writer_create(h->db, &clock, &hooks, &h->writer, &err), STATUS_OK);
	buf_reset(&published);
}

static int set_up(void **state)
{
	struct house *h = calloc(1, sizeof *h);
	snprintf(h->folder, sizeof h->folder, "/tmp/madang-attendees-XXXXXX");
	assert_non_null(mkdtemp(h->folder));
	snprintf(h->path, sizeof h->path, "%s/a.db", h->folder);
	open_house(h, h->path);
	*state = h;
	return 0;
}

static int tear_down(void **state)
{
	struct house *h = *state;
	char command[128];
	writer_destroy(h->writer);
	buf_clear(&published);
	snprintf(command, sizeof command, "rm -rf %s", h->folder);
	int rc = system(command);
	free(h);
	return rc;
}

struct asked {
	const char *id, *name, *language;
	struct attendee_change change;
	char made[RANDOM_ID_TEXT];
	char code[RANDOM_ID_TEXT];
	int64_t now, until;
};

static enum status create(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	return attendee_create(txn, a->name, a->language, a->made, err);
}

static enum status change(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	return attendee_change(txn, a->id, &a->change, err);
}

static enum status delete (struct txn *txn, void *arg, struct err *err) {
	struct asked *a = arg; return attendee_delete(txn, a->id, err);
}

static enum status add_link(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	random_id(a->code);
	struct link link = {.role = "attendee", .name = "attendee"};
	snprintf(link.attendee, sizeof link.attendee, "%s", a->id);
	return link_add(txn, &link, a->code, a->now, &a->until, err);
}

static enum status open_link(struct txn *txn, void *arg, struct err *err)
{
	struct asked *a = arg;
	struct link link;
	enum status st = link_open(txn, a->code, a->now, &link, err);
	if (st == STATUS_OK) {
		assert_string_equal(link.role, "attendee");
		assert_string_equal(link.person, "");
		memcpy(a->made, link.attendee, sizeof a->made);
	}
	return st;
}

static const char *come(struct house *h, const char *name)
{
	struct asked a = {.name = name, .language = "ko"};
	assert_int_equal(in_transaction(h->writer, create, &a, NULL), STATUS_OK);
	memcpy(h->id, a.made, sizeof h->id);
	return h->id;
}

static void check_name(struct house *h, const char *name, bool good)
{
	struct asked a = {.name = name, .language = "ko"};
	struct err err = {0};
	enum status st = in_transaction(h->writer, create, &a, &err);
	if (good && st != STATUS_OK)
		fail_msg("\"%s\": %s", name, err.detail);
	if (!good) {
		assert_int_equal(st, STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, "invalid_field");
		assert_null(name && strlen(name) > 3 ? strstr(err.detail, name) : NULL);
	}
}

static void names_of_every_script_are_taken(void **state)
{
	static const char *const good[] = {"김마당", "محمد الأمين", "Ng", "X", "🐯", "Łukasz O'Brien-Ñandú",
		"נועה", "ผู้เข้าร่วม", "<b>&amp;\"quoted\"</b>", "ㅤ김", "null"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		check_name(*state, good[i], true);
}

static void what_is_no_name_is_refused(void **state)
{
	static const char *const bad[] = {NULL, "", " ", "\t", "\u00A0\u3000", "\u3164", "\u200B\u200B",
		"\u2800", "\u115F\u1160\uFFA0", "\uFEFF", "\u200D", "two\nlines", "two\u2028lines", "bell\a",
		"esc\x1B[31m", "\xC2\x85x", "\x7F"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check_name(*state, bad[i], false);
}

static void a_name_has_so_many_characters_and_no_more(void **state)
{
	char name[(MAX_NAME_CHARACTERS + 1) * 3 + 1] = "";
	for (int i = 0; i < MAX_NAME_CHARACTERS; i++)
		memcpy(name + 3 * i, "마", 4);
	check_name(*state, name, true);
	memcpy(name + 3 * MAX_NAME_CHARACTERS, "마", 4);
	check_name(*state, name, false);
}

static void one_past_the_last_attendee_is_refused(void **state)
{
	struct house *h = *state;
	struct asked a = {.name = "Kim", .language = "ko"};
	struct err err;
	come(h, "first");
	assert_int_equal(db_int(h->db, -1, "SELECT n FROM attendee_count", ""), 1);
	db_run(h->db, "UPDATE attendee_count SET n = ?1", "i", (int64_t)MAX_ATTENDEES - 1);
	come(h, "last");
	assert_int_equal(in_transaction(h->writer, create, &a, &err), STATUS_CONFLICT);
	assert_string_equal(err.code, "full");
	struct asked gone = {.id = h->id};
	assert_int_equal(in_transaction(h->writer, delete, &gone, NULL), STATUS_OK);
	come(h, "after one has gone");
}

static int64_t rev_of(struct house *h)
{
	return db_int(h->db, -1, "SELECT rev FROM attendees WHERE id = ?1", "s", h->id);
}

static void a_change_is_counted_and_told_to_its_owner_alone(void **state)
{
	struct house *h = *state;
	struct asked a = {.id = come(h, "Kim"), .change = {.name = "Lee"}};
	assert_int_equal(in_transaction(h->writer, change, &a, NULL), STATUS_OK);
	assert_int_equal(rev_of(h), 2);
	assert_non_null(strstr(told(), "own|attendees|"));
	assert_non_null(strstr(told(), "\"name\":\"Lee\""));
	assert_null(strstr(told(), "all|"));
	bool shown = false;
	a.change = (struct attendee_change){.language = "en", .shown = &shown};
	assert_int_equal(in_transaction(h->writer, change, &a, NULL), STATUS_OK);
	assert_non_null(strstr(told(), "\"name\":\"Lee\",\"language\":\"en\""));
	assert_non_null(strstr(told(), "\"shown\":false"));
	assert_int_equal(rev_of(h), 3);
}

static void what_changes_nothing_is_not_told(void **state)
{
	struct house *h = *state;
	bool shown = true;
	struct asked a = {.id = come(h, "Kim"), .change = {.name = "Kim", .language = "ko", .shown = &shown}};
	buf_reset(&published);
	assert_int_equal(in_transaction(h->writer, change, &a, NULL), STATUS_OK);
	assert_int_equal(rev_of(h), 1);
	assert_int_equal(published.len, 0);
}

static void a_wrong_change_changes_nothing(void **state)
{
	struct house *h = *state;
	struct err err;
	struct asked a = {.id = come(h, "Kim"), .change = {.name = "Lee", .language = "no tag"}};
	assert_int_equal(in_transaction(h->writer, change, &a, &err), STATUS_UNPROCESSABLE);
	a.change = (struct attendee_change){.name = "\u3164", .language = "en"};
	assert_int_equal(in_transaction(h->writer, change, &a, &err), STATUS_UNPROCESSABLE);
	assert_int_equal(rev_of(h), 1);
	a.id = "nobody";
	assert_int_equal(in_transaction(h->writer, change, &a, &err), STATUS_NOT_FOUND);
}

static const char recipe[] = "{\"set\":\"v1\",\"parts\":{},\"colours\":{}}";

static enum status build(struct txn *txn, void *arg, struct err *err)
{
	return db_run(
		txn->db, "UPDATE attendees SET avatar = ?2, avatar_at = 1 WHERE id = ?1", "ss", arg, recipe);
}

static void a_character_shows_the_new_name_and_goes_with_shown(void **state)
{
	struct house *h = *state;
	bool shown = false;
	come(h, "Kim");
	in_transaction(h->writer, build, h->id, NULL);
	struct asked a = {.id = h->id, .change = {.name = "Lee"}};
	assert_int_equal(in_transaction(h->writer, change, &a, NULL), STATUS_OK);
	assert_non_null(strstr(told(), "all|characters|{"));
	assert_null(strstr(strstr(told(), "all|characters|"), "Kim"));
	a.change = (struct attendee_change){.shown = &shown};
	assert_int_equal(in_transaction(h->writer, change, &a, NULL), STATUS_OK);
	assert_non_null(strstr(told(), "all|characters|gone"));
}

/* --- going --------------------------------------------------------------- */

/* How often `what` stands in the database's files. */
static size_t found_in_files(const struct house *h, const char *what)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
	size_t found = 0, len = strlen(what);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		char path[128];
		snprintf(path, sizeof path, "%s%s", h->path, endings[i]);
		FILE *file = fopen(path, "rb");
		if (!file)
			continue;
		fseek(file, 0, SEEK_END);
		size_t size = (size_t)ftell(file);
		char *bytes = malloc(size + 1);
		rewind(file);
		assert_int_equal(fread(bytes, 1, size, file), size);
		fclose(file);
		for (char *p = bytes; (p = memmem(p, (size_t)(bytes + size - p), what, len)); p++)
			found++;
		free(bytes);
	}
	return found;
}

static enum status furnish(struct txn *txn, void *arg, struct err *err)
{
	const char *id = arg;
	char hash[SHA256_HEX];
	sha256_hex(id, strlen(id), hash);
	db_run(txn->db,
		"INSERT OR IGNORE INTO sessions (id, title, duration, people, status, held, rev) "
		"VALUES ('s1', '\"One\"', 30, '[]', 'scheduled', 0, 1)",
		"");
	db_run(txn->db, "INSERT INTO stars (attendee, session, at) VALUES (?1, 's1', 1)", "s", id);
	db_run(txn->db,
		"INSERT INTO notices (id, attendee, session, at, was, became, rev) "
		"VALUES (?1, ?1, 's1', 1, '{}', '{}', 1)",
		"s", id);
	db_run(txn->db,
		"INSERT INTO tokens (hash, role, name, made_at, attendee) VALUES (?1, 'attendee', 'attendee', 1, ?2)",
		"ss", hash, id);
	return db_run(txn->db,
		"INSERT INTO answers (caller, key, request, status, body, at, attendee) "
		"VALUES ('', ?1, '', 201, '{\"name\":\"Needle\"}', 1, ?2)",
		"ss", hash, id);
}

/* Everything that a person leaves: a name, a token, a star, a notice, a link, an
 * answer, a character in the journal. */
static void settle(struct house *h, const char *name, char code_hash[SHA256_HEX])
{
	come(h, name);
	assert_int_equal(in_transaction(h->writer, furnish, h->id, NULL), STATUS_OK);
	in_transaction(h->writer, build, h->id, NULL);
	struct asked a = {.id = h->id, .change = {.language = "en"}};
	assert_int_equal(in_transaction(h->writer, change, &a, NULL), STATUS_OK);
	assert_int_equal(in_transaction(h->writer, add_link, &a, NULL), STATUS_OK);
	sha256_hex(a.code, strlen(a.code), code_hash);
}

static void who_goes_leaves_nothing_in_the_files(void **state)
{
	struct house *h = *state;
	char code_hash[SHA256_HEX], token_hash[SHA256_HEX], pass[RANDOM_ID_TEXT];
	settle(h, "Needle", code_hash);
	sha256_hex(h->id, strlen(h->id), token_hash);
	assert_true(attendee_pass(h->db, h->id, pass));
	const char *const traces[] = {"Needle", h->id, token_hash, code_hash, pass};
	for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
		assert_true(found_in_files(h, traces[i]) > 0);
	struct asked a = {.id = h->id};
	assert_int_equal(in_transaction(h->writer, delete, &a, NULL), STATUS_OK);
	assert_non_null(strstr(told(), "own|attendees|gone"));
	assert_non_null(strstr(told(), "all|characters|gone"));
	for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
		size_t left = found_in_files(h, traces[i]);
		bool is_id = traces[i] == h->id; /* random: the journal tells that it has gone */
		if (left > (is_id ? 2 : 0))
			fail_msg("%s is still there %zu times", traces[i], left);
	}
	assert_int_equal(in_transaction(h->writer, delete, &a, NULL), STATUS_NOT_FOUND);
}

static enum status book_and_tell(struct txn *txn, void *arg, struct err *err)
{
	struct place p = {
		.host = "p1", .meetup = "m1", .slot = "m1-0", .state = PLACE_BOOKED, .made_at = txn->now};
	snprintf(p.attendee, sizeof p.attendee, "%s", (const char *)arg);
	enum status st = place_add(txn, &p, "Needles and pins", err);
	meetups_flush(txn);
	return st;
}

static void what_was_to_be_talked_about_goes_too(void **state)
{
	struct house *h = *state;
	struct asked a = {.id = come(h, "Kim")};
	make_meetup(h->db, "m1", "p1", ELEVEN, 1, 2);
	assert_int_equal(in_transaction(h->writer, book_and_tell, h->id, NULL), STATUS_OK);
	assert_true(found_in_files(h, "Needles and pins") >= 3); /* its row, the journal, what was told */
	assert_int_equal(in_transaction(h->writer, delete, &a, NULL), STATUS_OK);
	assert_int_equal(found_in_files(h, "Needles and pins"), 0);
}

static void of_many_who_go_nothing_is_left_and_who_stays_stays(void **state)
{
	enum { MANY = 300 };
	struct house *h = *state;
	char(*ids)[RANDOM_ID_TEXT] = calloc(MANY, sizeof *ids), name[64], hash[SHA256_HEX];
	settle(h, "Stays", hash);
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof name, "Needle number %d, with a name as long as they come", i);
		settle(h, name, hash);
		memcpy(ids[i], h->id, sizeof *ids);
	}
	for (int i = 0; i < MANY; i++) {
		struct asked a = {.id = ids[i * 7 % MANY]};
		assert_int_equal(in_transaction(h->writer, delete, &a, NULL), STATUS_OK);
	}
	assert_int_equal(found_in_files(h, "Needle number"), 0);
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM attendees", ""), 1);
	assert_int_equal(db_int(h->db, -1, "SELECT n FROM attendee_count", ""), 1);
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM stars", ""), 1);
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM answers", ""), 1);
	free(ids);
}

/* --- links --------------------------------------------------------------- */

static const char *opened(struct house *h, const char *code, int64_t now, struct asked *a)
{
	snprintf(a->code, sizeof a->code, "%s", code);
	a->now = now;
	struct err err = {0};
	if (in_transaction(h->writer, open_link, a, &err) == STATUS_OK)
		return a->made;
	assert_string_equal(err.code, "not_found");
	return NULL;
}

static void a_link_opens_once(void **state)
{
	struct house *h = *state;
	struct asked a = {.id = come(h, "Kim"), .now = 1000}, b = {0};
	assert_int_equal(in_transaction(h->writer, add_link, &a, NULL), STATUS_OK);
	assert_string_equal(opened(h, a.code, 1001, &b), h->id);
	assert_null(opened(h, a.code, 1001, &b));
	assert_null(opened(h, "forged", 1001, &b));
	assert_null(opened(h, "", 1001, &b));
}

static void a_link_runs_out(void **state)
{
	struct house *h = *state;
	struct asked a = {.id = come(h, "Kim"), .now = 1000}, b = {0};
	in_transaction(h->writer, add_link, &a, NULL);
	assert_int_equal(a.until, 1000 + MAX_LINK_MINUTES * INT64_C(60000));
	assert_null(opened(h, a.code, a.until, &b));
	assert_string_equal(opened(h, a.code, a.until - 1, &b), h->id);
}

static void of_too_many_links_the_oldest_goes(void **state)
{
	struct house *h = *state;
	struct asked a[MAX_LINKS + 1] = {0}, b = {0};
	come(h, "Kim");
	for (int i = 0; i <= MAX_LINKS; i++) {
		a[i] = (struct asked){.id = h->id, .now = 1000 + i};
		in_transaction(h->writer, add_link, &a[i], NULL);
	}
	assert_int_equal(db_int(h->db, -1, "SELECT count(*) FROM links", ""), MAX_LINKS);
	assert_null(opened(h, a[0].code, 2000, &b));
	for (int i = 1; i <= MAX_LINKS; i++)
		assert_non_null(opened(h, a[i].code, 2000, &b));
}

static void a_link_of_one_who_has_gone_opens_nothing(void **state)
{
	struct house *h = *state;
	struct asked a = {.id = come(h, "Kim"), .now = 1000}, b = {0};
	in_transaction(h->writer, add_link, &a, NULL);
	in_transaction(h->writer, delete, &a, NULL);
	assert_null(opened(h, a.code, 1001, &b));
	assert_int_equal(in_transaction(h->writer, add_link, &a, NULL), STATUS_NOT_FOUND);
}

/* --- one's own data ------------------------------------------------------ */

static void all_that_is_held_is_told_and_nothing_of_others(void **state)
{
	struct house *h = *state;
	char hash[SHA256_HEX];
	struct buf out = BUF_INIT(1 << 20);
	settle(h, "Other", hash);
	settle(h, "Needle", hash);
	assert_true(own_data_write(h->db, h->id, 0, &out));
	static const char *const held[] = {"\"exported_at\":\"1970", "\"name\":\"Needle\"", "\"set\":\"v1\"",
		"\"sign_ins\":[{\"at\"", "\"links\":[{\"until\"", "\"session\":\"s1\",\"title\":\"One\"",
		"\"notices\":[{\"title\":\"One\"", "\"answers\":[{\"at\""};
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		if (!strstr(out.data, held[i]))
			fail_msg("%s is not in %s", held[i], out.data);
	assert_null(strstr(out.data, "Other"));
	assert_null(strstr(out.data, hash));
	buf_reset(&out);
	assert_false(own_data_write(h->db, "nobody", 0, &out));
	assert_int_equal(out.len, 0);
	buf_clear(&out);
}

#define WITH_HOUSE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_HOUSE(names_of_every_script_are_taken),
		WITH_HOUSE(what_is_no_name_is_refused),
		WITH_HOUSE(a_name_has_so_many_characters_and_no_more),
		WITH_HOUSE(one_past_the_last_attendee_is_refused),
		WITH_HOUSE(a_change_is_counted_and_told_to_its_owner_alone),
		WITH_HOUSE(what_changes_nothing_is_not_told),
		WITH_HOUSE(a_wrong_change_changes_nothing),
		WITH_HOUSE(a_character_shows_the_new_name_and_goes_with_shown),
		WITH_HOUSE(who_goes_leaves_nothing_in_the_files),
		WITH_HOUSE(what_was_to_be_talked_about_goes_too),
		WITH_HOUSE(of_many_who_go_nothing_is_left_and_who_stays_stays),
		WITH_HOUSE(a_link_opens_once),
		WITH_HOUSE(a_link_runs_out),
		WITH_HOUSE(of_too_many_links_the_oldest_goes),
		WITH_HOUSE(a_link_of_one_who_has_gone_opens_nothing),
		WITH_HOUSE(all_that_is_held_is_told_and_nothing_of_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
