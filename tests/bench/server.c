#include "server.h"

#include "http.h"
#include "measure.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_PATIENCE_MS 10000

void server_options(struct server_options *options, int argc, char **argv)
{
	static const struct option known[] = {
		{"madang", required_argument, NULL, 'm'},
		{"xml", required_argument, NULL, 'x'},
		{"work", required_argument, NULL, 'w'},
		{"clients", required_argument, NULL, 'c'},
		{"rounds", required_argument, NULL, 'r'},
		{NULL, 0, NULL, 0},
	};
	bool wrong = false;

	*options = (struct server_options){.work = "/tmp"};
	for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
		switch (c) {
		case 'm': options->madang = optarg; break;
		case 'x': options->xml = optarg; break;
		case 'w': options->work = optarg; break;
		case 'c': options->clients = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'r': options->rounds = (unsigned)strtoul(optarg, NULL, 10); break;
		default: wrong = true; break;
		}
	}
	if (wrong || optind != argc || !options->madang || !options->xml) {
		fprintf(stderr,
			"usage: %s --madang PROGRAM --xml FILE [--work DIR] [--clients N] [--rounds N]\n",
			argv[0]);
		exit(2);
	}
	if (measure_raise_fd_limit() < 0)
		measure_die("limit of descriptors");
}

void server_open(struct server *server, const struct server_options *options)
{
	*server = (struct server){.out = -1, .madang = options->madang};
	snprintf(server->dir, sizeof(server->dir), "%s/madang-bench-XXXXXX", options->work);
	if (!mkdtemp(server->dir))
		measure_die("a directory in %s", options->work);
	snprintf(server->db, sizeof(server->db), "%s/madang.db", server->dir);
}

void server_close(struct server *server)
{
	DIR *dir = opendir(server->dir);

	if (!dir)
		measure_die("%s", server->dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (entry->d_name[0] == '.')
			continue;
		if (unlinkat(dirfd(dir), entry->d_name, 0) != 0)
			measure_die("removing %s/%s", server->dir, entry->d_name);
	}
	closedir(dir);
	if (rmdir(server->dir) != 0)
		measure_die("removing %s", server->dir);
}

/* In the child: becomes Madang, its log beside its database. */
static _Noreturn void become(struct server *server, uint16_t port, int out)
{
	char listen[32], log[300];

	snprintf(listen, sizeof(listen), "127.0.0.1:%u", (unsigned)port);
	snprintf(log, sizeof(log), "%s/log", server->dir);
	int err = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (err < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0 ||
		prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		_exit(126);
	execl(server->madang, "madang", "serve", "--db", server->db, "--listen", listen, "--organiser-token",
		SERVER_TOKEN, (char *)NULL);
	_exit(127);
}

void server_spawn(struct server *server, uint16_t port)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		measure_die("pipe");
	server->port = port;
	server->pid = fork();
	if (server->pid < 0)
		measure_die("fork");
	if (server->pid == 0)
		become(server, port, ends[1]);
	close(ends[1]);
	server->out = ends[0];
}

void server_start(struct server *server, uint16_t port)
{
	char said[512];
	size_t length = 0;
	unsigned got = 0;

	server_spawn(server, port);
	while (got == 0) {
		struct pollfd wait = {.fd = server->out, .events = POLLIN};

		if (poll(&wait, 1, START_PATIENCE_MS) != 1)
			measure_die("madang does not say that it listens");
		ssize_t n = read(server->out, said + length, sizeof(said) - 1 - length);
		if (n <= 0)
			measure_die("madang ended at its start; see %s/log", server->dir);
		length += (size_t)n;
		said[length] = 0;
		char *line = strstr(said, "listening on http://127.0.0.1:");
		if (line && strchr(line, '\n'))
			got = (unsigned)strtoul(line + strlen("listening on http://127.0.0.1:"), NULL, 10);
	}
	server->port = (uint16_t)got;
}

void server_stop(struct server *server, bool hard)
{
	if (kill(server->pid, hard ? SIGKILL : SIGTERM) != 0 || waitpid(server->pid, NULL, 0) != server->pid)
		measure_die("stopping madang");
	close(server->out);
	server->pid = 0;
	server->out = -1;
}

char *server_read_file(const char *path, size_t *ret_length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat stat;

	if (fd < 0 || fstat(fd, &stat) != 0)
		measure_die("%s", path);
	char *bytes = malloc((size_t)stat.st_size + 1);
	if (!bytes || read(fd, bytes, (size_t)stat.st_size) != stat.st_size)
		measure_die("reading %s", path);
	bytes[stat.st_size] = 0;
	close(fd);
	*ret_length = (size_t)stat.st_size;
	return bytes;
}

int64_t server_import(struct server *server, const char *xml)
{
	static const char fields[] =
		"Authorization: Bearer " SERVER_TOKEN "\r\nContent-Type: application/xml\r\n";
	struct http_answer answer;
	size_t length, request_length;
	char *file = server_read_file(xml, &length);
	char *request =
		http_build("POST", "/api/v1/imports?tz=Asia/Seoul", fields, file, length, &request_length);
	int fd = http_connect(server->port);

	if (fd < 0)
		measure_die("connecting to madang");
	int64_t start = measure_now_ns();
	if (!http_exchange(fd, request, request_length, &answer))
		measure_die("the import got no answer; see %s/log", server->dir);
	int64_t took = measure_now_ns() - start;
	if (answer.status / 100 != 2) {
		fprintf(stderr, "bench: the import was refused: %d %.400s\n", answer.status, answer.body);
		exit(1);
	}
	http_answer_finish(&answer);
	free(request);
	free(file);
	close(fd);
	return took;
}

void server_prepare(struct server *server, const struct server_options *options)
{
	server_open(server, options);
	server_start(server, 0);
	server_import(server, options->xml);
}

unsigned server_sessions(const struct server *server, char **ids, unsigned max)
{
	struct http_answer answer;
	unsigned count = 0;
	const cJSON *session;

	http_ask(server->port, "GET", "/api/v1/state?topics=timetable", "", NULL, 0, &answer);
	cJSON *state = cJSON_Parse(answer.body);
	const cJSON *docs = cJSON_GetObjectItemCaseSensitive(state, "docs");
	const cJSON *sessions = cJSON_GetObjectItemCaseSensitive(docs, "sessions");
	cJSON_ArrayForEach(session, sessions) {
		if (count == max)
			break;
		ids[count] = strdup(session->string);
		if (!ids[count++])
			measure_die("memory");
	}
	if (count == 0)
		measure_die("no sessions in madang's state (%d)", answer.status);
	cJSON_Delete(state);
	http_answer_finish(&answer);
	return count;
}
