/*
 * stars: attendees, each with a token and a keep-alive connection of its own,
 * star one session after the other and then take all stars away again. Every
 * answer says that the star is on disk; at the end Madang is killed and the
 * rows are counted.
 *
 * The floor is a bare SQLite loop over a copy of Madang's own database (its
 * tables, indexes and foreign keys) that writes the same rows in the same order
 * in transactions of 256, WAL and synchronous=FULL: no sockets, no requests, no
 * tokens, no answers.
 */
#include "http.h"
#include "measure.h"
#include "server.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_ROUNDS 5
#define REQUESTS 30000 /* in one round, about */
#define SESSIONS_MAX 600
#define ASKERS_MAX 1000
#define TEXT_MAX 128
#define ANSWER_MAX 4096
#define FLOOR_BATCH 256
#define TARGET_RATE 10000
#define EVENTS 256

struct asker {
	int fd;
	unsigned asked; /* sessions so far in this round */
	size_t got;
	char answer[ANSWER_MAX];
	char id[TEXT_MAX], token[TEXT_MAX];
};

/* All of one bench: the server, those who ask it, the floor's database. */
struct bench {
	struct server server;
	char *sessions[SESSIONS_MAX];
	unsigned session_count; /* that each asker stars */
	unsigned asker_count;
	struct asker askers[ASKERS_MAX];
	int epoll;
	sqlite3 *floor;
	sqlite3_stmt *insert, *remove;
};

struct figures {
	struct measure *set, *clear, *floor_set, *floor_clear;
	struct measure *cpu, *floor_cpu; /* of a star set, in µs */
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

/* --- those who ask --------------------------------------------------------- */

static void copy_member(const cJSON *json, const char *name, char out[TEXT_MAX])
{
	const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, name));

	if (!value)
		measure_die("an attendee without %s", name);
	snprintf(out, TEXT_MAX, "%s", value);
}

/* Somebody comes, and keeps the connection. */
static void attend(struct bench *b, unsigned i)
{
	static const char body[] = "{\"name\":\"Kim\",\"language\":\"ko\"}";
	struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
	struct asker *a = &b->askers[i];
	struct http_answer answer;
	size_t length;
	char *request = http_build("POST", "/api/v1/attendees", "Content-Type: application/json\r\n", body,
		sizeof(body) - 1, &length);

	a->fd = http_connect(b->server.port);
	if (a->fd < 0 || !http_exchange(a->fd, request, length, &answer))
		measure_die("attending");
	cJSON *json = cJSON_Parse(answer.body);
	copy_member(json, "id", a->id);
	copy_member(json, "token", a->token);
	if (epoll_ctl(b->epoll, EPOLL_CTL_ADD, a->fd, &event) != 0)
		measure_die("epoll");
	cJSON_Delete(json);
	http_answer_finish(&answer);
	free(request);
}

static void ask(struct bench *b, struct asker *a, const char *method)
{
	char request[512];
	int length = snprintf(request, sizeof(request),
		"%s /api/v1/me/stars/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n",
		method, b->sessions[a->asked++], a->token);

	a->got = 0;
	if (send(a->fd, request, (size_t)length, MSG_NOSIGNAL) != length)
		measure_die("asking for a star");
}

/* Is the answer whole? It must be a yes. */
static bool take(struct asker *a)
{
	int status = 0;
	ssize_t got = recv(a->fd, a->answer + a->got, ANSWER_MAX - a->got, MSG_DONTWAIT);

	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		measure_die("madang hung up on an attendee");
	a->got += got > 0 ? (size_t)got : 0;
	size_t whole = http_answer_length(a->answer, a->got, &status);
	if (whole == 0 || a->got < whole)
		return false;
	if (status != 200)
		measure_die("a star was answered %d: %.*s", status, (int)a->got, a->answer);
	return true;
}

static int64_t spent(pid_t pid)
{
	int64_t ns = measure_cpu_ns(pid);

	if (ns < 0)
		measure_die("CPU time");
	return ns;
}

/* Each asker asks for each of its sessions; answers a second. */
static double round_of(struct bench *b, const char *method)
{
	struct epoll_event events[EVENTS];
	unsigned total = b->asker_count * b->session_count, done = 0;
	int64_t start = measure_now_ns();

	for (unsigned i = 0; i < b->asker_count; i++) {
		b->askers[i].asked = 0;
		ask(b, &b->askers[i], method);
	}
	while (done < total) {
		int count = epoll_wait(b->epoll, events, EVENTS, 10000);

		if (count == 0 || (count < 0 && errno != EINTR))
			measure_die("madang does not answer");
		for (int i = 0; i < count; i++) {
			struct asker *a = &b->askers[events[i].data.u32];

			if (!take(a))
				continue;
			done++;
			if (a->asked < b->session_count)
				ask(b, a, method);
		}
	}
	return total * 1e9 / (double)(measure_now_ns() - start);
}

/* --- the floor ------------------------------------------------------------- */

static void floor_open(struct bench *b)
{
	static const char insert[] = "INSERT INTO stars (attendee, session, at) VALUES (?1, ?2, ?3)";
	static const char remove[] = "DELETE FROM stars WHERE attendee = ?1 AND session = ?2";
	char path[320];
	sqlite3 *from;

	snprintf(path, sizeof(path), "%s/floor.db", b->server.dir);
	check(NULL, sqlite3_open_v2(b->server.db, &from, SQLITE_OPEN_READONLY, NULL), SQLITE_OK, "open");
	check(NULL, sqlite3_open(path, &b->floor), SQLITE_OK, path);
	sqlite3_backup *backup = sqlite3_backup_init(b->floor, "main", from, "main");
	if (!backup)
		measure_die("sqlite: %s", sqlite3_errmsg(b->floor));
	check(b->floor, sqlite3_backup_step(backup, -1), SQLITE_DONE, "backup");
	check(b->floor, sqlite3_backup_finish(backup), SQLITE_OK, "backup");
	check(from, sqlite3_close(from), SQLITE_OK, "close");
	execute(b->floor, "PRAGMA journal_mode=WAL");
	execute(b->floor, "PRAGMA synchronous=FULL");
	execute(b->floor, "PRAGMA foreign_keys=ON");
	execute(b->floor, "PRAGMA wal_autocheckpoint=4000"); /* as Madang has it */
	check(b->floor, sqlite3_prepare_v2(b->floor, insert, -1, &b->insert, NULL), SQLITE_OK, insert);
	check(b->floor, sqlite3_prepare_v2(b->floor, remove, -1, &b->remove, NULL), SQLITE_OK, remove);
}

static void floor_close(struct bench *b)
{
	sqlite3_finalize(b->insert);
	sqlite3_finalize(b->remove);
	check(b->floor, sqlite3_close(b->floor), SQLITE_OK, "close");
}

static double floor_round(struct bench *b, sqlite3_stmt *s)
{
	unsigned done = 0;
	int64_t start = measure_now_ns();

	execute(b->floor, "BEGIN IMMEDIATE");
	for (unsigned i = 0; i < b->session_count; i++)
		for (unsigned j = 0; j < b->asker_count; j++) {
			sqlite3_bind_text(s, 1, b->askers[j].id, -1, SQLITE_STATIC);
			sqlite3_bind_text(s, 2, b->sessions[i], -1, SQLITE_STATIC);
			if (s == b->insert)
				sqlite3_bind_int64(s, 3, start / 1000000);
			check(b->floor, sqlite3_step(s), SQLITE_DONE, "a star");
			check(b->floor, sqlite3_reset(s), SQLITE_OK, "reset");
			if (++done % FLOOR_BATCH == 0)
				execute(b->floor, "COMMIT; BEGIN IMMEDIATE");
		}
	execute(b->floor, "COMMIT");
	return done * 1e9 / (double)(measure_now_ns() - start);
}

/* --- one bench ------------------------------------------------------------- */

/* What Madang said yes to must be there after a kill. */
static void count_stars(const struct bench *b)
{
	sqlite3 *db;
	sqlite3_stmt *s;

	check(NULL, sqlite3_open(b->server.db, &db), SQLITE_OK, "open");
	check(db, sqlite3_prepare_v2(db, "SELECT count(*) FROM stars", -1, &s, NULL), SQLITE_OK, "count");
	check(db, sqlite3_step(s), SQLITE_ROW, "count");
	long found = (long)sqlite3_column_int64(s, 0);
	if (found != (long)b->asker_count * b->session_count)
		measure_die("%ld stars are on disk of %u answered", found, b->asker_count * b->session_count);
	sqlite3_finalize(s);
	check(db, sqlite3_close(db), SQLITE_OK, "close");
}

static void print(unsigned askers, const char *what, struct measure *madang, struct measure *least)
{
	char name[128];

	snprintf(name, sizeof(name), "stars: %s, %u attendees at once, median of %zu", what, askers,
		madang->count);
	measure_print(&(struct measure_row){name, "/s", measure_median(madang), measure_median(least),
		">= 10000/s", measure_median(madang), TARGET_RATE, true});
}

/* CPU time since `before`, in µs, for each star. */
static double cpu_each(const struct bench *b, pid_t pid, int64_t before)
{
	return (double)(spent(pid) - before) / 1e3 / b->asker_count / b->session_count;
}

static void measure_askers(const struct server_options *options, unsigned askers, unsigned rounds)
{
	static struct bench b;
	char name[128];
	struct figures f = {measure_create(), measure_create(), measure_create(), measure_create(),
		measure_create(), measure_create()};

	b = (struct bench){.asker_count = askers, .epoll = epoll_create1(EPOLL_CLOEXEC)};
	server_prepare(&b.server, options);
	b.session_count = REQUESTS / askers < SESSIONS_MAX ? REQUESTS / askers : SESSIONS_MAX;
	b.session_count = server_sessions(&b.server, b.sessions, b.session_count);
	for (unsigned i = 0; i < askers; i++)
		attend(&b, i);
	floor_open(&b);
	for (unsigned i = 0; i < rounds; i++) {
		int64_t before = spent(b.server.pid);
		measure_add(f.set, round_of(&b, "PUT"));
		measure_add(f.cpu, cpu_each(&b, b.server.pid, before));
		before = spent(getpid());
		measure_add(f.floor_set, floor_round(&b, b.insert));
		measure_add(f.floor_cpu, cpu_each(&b, getpid(), before));
		measure_add(f.clear, round_of(&b, "DELETE"));
		measure_add(f.floor_clear, floor_round(&b, b.remove));
	}
	round_of(&b, "PUT");
	server_stop(&b.server, true);
	count_stars(&b);
	print(askers, "set", f.set, f.floor_set);
	print(askers, "taken away", f.clear, f.floor_clear);
	snprintf(name, sizeof(name), "stars: CPU time to set one, %u attendees", askers);
	measure_print(&(struct measure_row){
		name, "us", measure_median(f.cpu), measure_median(f.floor_cpu), NULL, 0, 0, false});
	floor_close(&b);
	for (unsigned i = 0; i < askers; i++)
		close(b.askers[i].fd);
	for (unsigned i = 0; i < b.session_count; i++)
		free(b.sessions[i]);
	close(b.epoll);
	server_close(&b.server);
	free(f.set);
	free(f.clear);
	free(f.floor_set);
	free(f.floor_clear);
	free(f.cpu);
	free(f.floor_cpu);
}

int main(int argc, char **argv)
{
	static const unsigned crowds[] = {64, ASKERS_MAX};
	struct server_options options;

	server_options(&options, argc, argv);
	unsigned rounds = options.rounds ? options.rounds : DEFAULT_ROUNDS;
	if (measure_raise_fd_limit() < ASKERS_MAX + 100)
		measure_die("too few descriptors");
	for (size_t i = 0; i < sizeof(crowds) / sizeof(crowds[0]); i++)
		if (!options.clients || options.clients == crowds[i])
			measure_askers(&options, crowds[i], rounds);
	return 0;
}
