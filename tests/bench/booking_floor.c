#include "booking.h"

#include "measure.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <time.h>
#include <unistd.h>

enum {
	MEETUPS = 200, /* each a host's own */
	SLOTS = 24, /* of each meetup, at the same times at all tables */
	SEATS = 12,
	SCARCE = 10, /* one meetup in so many has one seat a slot: those fill up */
	SLOT_MS = 600000,
	ALL_ATTENDEES = BOOKING_ATTENDEES + 500,
	FLOOR_BATCH = 256,
	COPY_CHUNK = 16 * 1024 * 1024,
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

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s;
	check(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK, sql);
	return s;
}

static void text(sqlite3_stmt *s, int n, const char *value)
{
	sqlite3_bind_text(s, n, value, -1, SQLITE_TRANSIENT);
}

/* Steps to the end and resets. */
static void run(sqlite3 *db, sqlite3_stmt *s)
{
	int code;
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		;
	check(db, code, SQLITE_DONE, sqlite3_sql(s));
	check(db, sqlite3_reset(s), SQLITE_OK, "reset");
}

/* --- who asks for what ------------------------------------------------------ */

void booking_token(unsigned attendee, char out[BOOKING_TEXT])
{
	snprintf(out, BOOKING_TEXT, "bench-attendee-%07u", attendee);
}

struct booking_wish booking_wish(unsigned n)
{
	struct booking_wish w = {.attendee = n / 3 % BOOKING_ATTENDEES};
	/* A multiplier without common factors goes through all tables before one comes again; when
	 * the times have come round, too, the tables move on by one. */
	unsigned meetup = (unsigned)(((uint64_t)n * 7919 + n / (3 * SLOTS * MEETUPS / 8)) % MEETUPS);
	unsigned slot = (n / 3 + n % 3 * (SLOTS / 3)) % SLOTS;

	snprintf(w.meetup, sizeof(w.meetup), "b%u", meetup);
	snprintf(w.host, sizeof(w.host), "bench-host%u", meetup);
	snprintf(w.slot, sizeof(w.slot), "b%u-%u", meetup, slot);
	return w;
}

/* Spread like the random ids of real attendees: neighbours are never in one page of an index. */
static void attendee_id(unsigned attendee, char out[BOOKING_TEXT])
{
	snprintf(out, BOOKING_TEXT, "%08x-bench-%07u", attendee * 2654435761u, attendee);
}

/* --- the house -------------------------------------------------------------- */

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void token_hash(unsigned attendee, char out[65])
{
	char token[BOOKING_TEXT];
	unsigned char raw[32];

	booking_token(attendee, token);
	if (EVP_Digest(token, strlen(token), raw, NULL, EVP_sha256(), NULL) != 1)
		measure_die("SHA-256");
	for (int i = 0; i < 32; i++)
		snprintf(out + 2 * i, 3, "%02x", raw[i]);
}

static void fill_attendees(sqlite3 *db)
{
	sqlite3_stmt *attendee = prepare(db,
		"INSERT INTO attendees (id, name, language, pass, calendar, shown, barred, made_at, rev) "
		"VALUES (?1, 'Kim', 'ko', ?1, ?1, 0, 0, 0, 1)");
	sqlite3_stmt *token = prepare(db,
		"INSERT INTO tokens (hash, role, name, made_at, attendee) VALUES (?1, 'attendee', 'attendee', 0, ?2)");
	for (unsigned i = 0; i < ALL_ATTENDEES; i++) {
		char id[BOOKING_TEXT], hash[65];

		attendee_id(i, id);
		token_hash(i, hash);
		text(attendee, 1, id);
		text(token, 1, hash);
		text(token, 2, id);
		run(db, attendee);
		run(db, token);
	}
	sqlite3_finalize(attendee);
	sqlite3_finalize(token);
}

struct fill {
	sqlite3 *db;
	sqlite3_stmt *person, *meetup, *line, *slot;
	int64_t start;
};

static void fill_meetup(const struct fill *f, const char *id, const char *host, int slots, int seats)
{
	int64_t end = f->start + (int64_t)SLOT_MS * slots;

	text(f->person, 1, host);
	text(f->meetup, 1, id);
	text(f->meetup, 2, host);
	sqlite3_bind_int64(f->meetup, 3, f->start);
	sqlite3_bind_int64(f->meetup, 4, end);
	sqlite3_bind_int(f->meetup, 5, seats);
	text(f->line, 1, id);
	sqlite3_bind_int64(f->line, 2, f->start);
	sqlite3_bind_int64(f->line, 3, end);
	run(f->db, f->person);
	run(f->db, f->meetup);
	run(f->db, f->line);
	for (int n = 0; n < slots; n++) {
		char slot[2 * BOOKING_TEXT];

		snprintf(slot, sizeof(slot), "%s-%d", id, n);
		text(f->slot, 1, slot);
		text(f->slot, 2, id);
		sqlite3_bind_int(f->slot, 3, n);
		sqlite3_bind_int64(f->slot, 4, f->start + (int64_t)SLOT_MS * n);
		sqlite3_bind_int64(f->slot, 5, f->start + (int64_t)SLOT_MS * (n + 1));
		sqlite3_bind_int(f->slot, 6, seats);
		run(f->db, f->slot);
	}
}

static void fill_meetups(sqlite3 *db)
{
	struct fill f = {.db = db, .start = now_ms() + 86400000};

	execute(db,
		"INSERT INTO rooms (id, name, kind, \"order\", rev) VALUES ('bench', '\"Tables\"', 'table', 1000, 1)");
	f.person = prepare(db, "INSERT INTO people (id, name, rev) VALUES (?1, json_quote(?1), 1)");
	f.meetup = prepare(db,
		"INSERT INTO meetups (id, host, place, start, \"end\", slot_minutes, seats, walk_in, draw, status, rev) "
		"VALUES (?1, ?2, 'bench', ?3, ?4, 10, ?5, 0, 0, 'open', 1)");
	f.line = prepare(db,
		"INSERT INTO lines (meetup, expected_start, expected_end, cancelled, paused, key, waiting_first, "
		"waiting_again, dirty, rev) VALUES (?1, ?2, ?3, 0, 0, 'key', 0, 0, 0, 1)");
	f.slot = prepare(db,
		"INSERT INTO slots (id, meetup, n, start, \"end\", expected_start, expected_end, gone, seats, taken, "
		"waiting_first, waiting_again, dirty, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?5, 0, ?6, 0, 0, 0, 0, 1)");
	for (unsigned i = 0; i < MEETUPS; i++) {
		char id[BOOKING_TEXT], host[BOOKING_TEXT];

		snprintf(id, sizeof(id), "b%u", i);
		snprintf(host, sizeof(host), "bench-host%u", i);
		fill_meetup(&f, id, host, SLOTS, i % SCARCE == 0 ? 1 : SEATS);
	}
	fill_meetup(&f, "one", "bench-one", 1, 1);
	sqlite3_finalize(f.person);
	sqlite3_finalize(f.meetup);
	sqlite3_finalize(f.line);
	sqlite3_finalize(f.slot);
}

void booking_fill(const struct server *server)
{
	sqlite3 *db;

	check(NULL, sqlite3_open(server->db, &db), SQLITE_OK, server->db);
	execute(db, "PRAGMA foreign_keys=ON; BEGIN");
	fill_attendees(db);
	fill_meetups(db);
	execute(db, "COMMIT");
	check(db, sqlite3_close(db), SQLITE_OK, "close");
}

void booking_keep(const struct server *server)
{
	char path[320];

	snprintf(path, sizeof(path), "%s/kept.db", server->dir);
	if (rename(server->db, path) != 0)
		measure_die("keeping the house");
	booking_copy(server, server->db);
}

void booking_copy(const struct server *server, const char *to)
{
	char kept[320], side[340];
	static const char *const sides[] = {"", "-wal", "-shm"};

	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		snprintf(side, sizeof(side), "%s%s", to, sides[i]);
		remove(side);
	}
	snprintf(kept, sizeof(kept), "%s/kept.db", server->dir);
	int in = open(kept, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	ssize_t done = 0;
	while (in >= 0 && out >= 0 && (done = sendfile(out, in, NULL, COPY_CHUNK)) > 0)
		;
	if (in < 0 || out < 0 || done < 0)
		measure_die("copying the house");
	close(in);
	close(out);
}

static int64_t number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = prepare(db, sql);

	check(db, sqlite3_step(s), SQLITE_ROW, sql);
	int64_t n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

void booking_count(const struct server *server, unsigned answered)
{
	sqlite3 *db;

	check(NULL, sqlite3_open(server->db, &db), SQLITE_OK, server->db);
	int64_t places = number(db, "SELECT count(*) FROM places");
	if (places < answered)
		measure_die("%lld places are on disk of %u answered", (long long)places, answered);
	if (number(db,
		    "SELECT count(*) FROM slots AS s WHERE taken > seats OR taken <> (SELECT count(*) FROM places "
		    "AS p WHERE p.meetup = s.meetup AND p.slot = s.id AND p.ended_at IS NULL AND p.state = 'booked')"))
		measure_die("a slot has other seats taken than places");
	check(db, sqlite3_close(db), SQLITE_OK, "close");
}

/* --- the floor -------------------------------------------------------------- */

struct booking_floor {
	sqlite3 *db;
	sqlite3_stmt *known, *wish, *slot, *line, *place, *answer;
};

struct booking_floor *booking_floor_open(const struct server *server)
{
	static struct booking_floor floor;
	char path[320];

	snprintf(path, sizeof(path), "%s/floor.db", server->dir);
	booking_copy(server, path);
	check(NULL, sqlite3_open(path, &floor.db), SQLITE_OK, path);
	execute(floor.db,
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
		"PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-65536; PRAGMA secure_delete=ON"); /* as
													 Madang
												       */
	floor.known = prepare(
		floor.db, "SELECT request, status, body, salt FROM answers WHERE caller = ?1 AND key = ?2");
	/* booking.c's own, word for word */
	floor.wish = prepare(floor.db,
		"SELECT s.meetup, m.host, s.expected_start, s.expected_end, s.seats, s.taken, s.waiting_first, "
		"s.waiting_again, m.status = 'open' AND NOT l.cancelled AND l.expected_end > ?3, m.opens, "
		"m.draw AND l.drawn_at IS NULL, a.id, a.person, e.max_bookings, "
		"EXISTS (SELECT 1 FROM places WHERE attendee = ?2 AND host = m.host AND ended_at IS NOT NULL "
		"AND state <> 'left'), "
		"p.id, p.slot = s.id, p.state = 'waiting', p.slot IS NULL, p.host = m.host, o.expected_start < s.expected_end AND o.expected_end > "
		"s.expected_start "
		"FROM slots AS s JOIN meetups AS m ON m.id = s.meetup JOIN lines AS l ON l.meetup = s.meetup "
		"JOIN event AS e ON e.id = 'main' LEFT JOIN attendees AS a ON a.id = ?2 "
		"LEFT JOIN places AS p ON p.attendee = ?2 AND p.ended_at IS NULL "
		"LEFT JOIN slots AS o ON o.id = p.slot WHERE s.id = ?1 AND s.gone = 0");
	floor.slot = prepare(floor.db,
		"UPDATE slots SET taken = taken + ?2, waiting_first = waiting_first + ?3, "
		"waiting_again = waiting_again + ?4, dirty = 1, rev = rev + 1 WHERE id = ?1");
	floor.line = prepare(
		floor.db, "UPDATE lines SET dirty = 1, rev = rev + 1 WHERE meetup = ?1 AND dirty = 0");
	floor.place = prepare(floor.db,
		"INSERT INTO places (attendee, host, meetup, slot, state, topic, tier, turn, present, choose, "
		"made_at, since, until, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?10, ?11, 1)");
	floor.answer = prepare(floor.db,
		"INSERT INTO answers (caller, key, request, status, body, at, attendee, salt) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	return &floor;
}

/* Is a seat free? */
static bool look(struct booking_floor *f, const struct booking_wish *w, const char *attendee, int64_t now)
{
	text(f->wish, 1, w->slot);
	text(f->wish, 2, attendee);
	sqlite3_bind_int64(f->wish, 3, now);
	check(f->db, sqlite3_step(f->wish), SQLITE_ROW, "wish");
	bool free = sqlite3_column_int64(f->wish, 5) < sqlite3_column_int64(f->wish, 4);
	run(f->db, f->wish);
	return free;
}

static void book(struct booking_floor *f, unsigned n, int64_t now)
{
	struct booking_wish w = booking_wish(n);
	char attendee[BOOKING_TEXT], key[65], body[400];

	attendee_id(w.attendee, attendee);
	snprintf(key, sizeof(key), "%08x%056x", n * 2654435761u, n); /* spread like a hash */
	snprintf(body, sizeof(body), "{\"booking\":{%*s},\"seq\":1}", 340, "");
	text(f->known, 1, attendee);
	text(f->known, 2, key);
	run(f->db, f->known);
	bool free = look(f, &w, attendee, now);
	text(f->slot, 1, w.slot);
	sqlite3_bind_int(f->slot, 2, free);
	sqlite3_bind_int(f->slot, 3, !free);
	sqlite3_bind_int(f->slot, 4, 0);
	run(f->db, f->slot);
	text(f->line, 1, w.meetup);
	run(f->db, f->line);
	const char *words[] = {attendee, w.host, w.meetup, w.slot, free ? "booked" : "waiting",
		"How do you keep slow readers from holding up all others?"};
	for (int i = 0; i < 6; i++)
		text(f->place, i + 1, words[i]);
	sqlite3_bind_int(f->place, 7, 0);
	sqlite3_bind_int64(f->place, 8, free ? 0 : n);
	sqlite3_bind_int(f->place, 9, 0);
	sqlite3_bind_int64(f->place, 10, now);
	run(f->db, f->place);
	text(f->answer, 1, attendee);
	text(f->answer, 2, key);
	text(f->answer, 3, key);
	sqlite3_bind_int(f->answer, 4, free ? 201 : 409);
	text(f->answer, 5, body);
	sqlite3_bind_int64(f->answer, 6, now);
	text(f->answer, 7, attendee);
	run(f->db, f->answer);
}

double booking_floor_run(struct booking_floor *f, unsigned n, unsigned count)
{
	int64_t start = measure_now_ns(), now = now_ms();

	execute(f->db, "BEGIN IMMEDIATE");
	for (unsigned i = 0; i < count; i++) {
		book(f, n + i, now);
		if ((i + 1) % FLOOR_BATCH == 0)
			execute(f->db, "COMMIT; BEGIN IMMEDIATE");
	}
	execute(f->db, "COMMIT");
	return count * 1e9 / (double)(measure_now_ns() - start);
}

void booking_floor_close(struct booking_floor *f)
{
	sqlite3_stmt *all[] = {f->known, f->wish, f->slot, f->line, f->place, f->answer};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		sqlite3_finalize(all[i]);
	check(f->db, sqlite3_close(f->db), SQLITE_OK, "close");
}
