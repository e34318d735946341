/*
 * makefrab SESSIONS > FILE: a frab schedule.xml of the size and shape of the
 * largest real exports (1,300 sessions are 2.8 MB), the same bytes each time.
 * The event lies in 2031, so that no session begins or ends by the clock while
 * a bench counts frames.
 */
#include <stdio.h>
#include <stdlib.h>

#define DAYS 4
#define ROOMS 34
#define SLOT_MINUTES 50
#define PEOPLE 1700

/* The words that all texts are made of; some Hangul, because that is what is in the house. */
static const char *const words[] = {
	"distributed",
	"마당",
	"kernel",
	"a",
	"measured",
	"the",
	"of",
	"latency",
	"세션",
	"in",
	"scheduler",
	"queue",
	"열린",
	"and",
	"protocol",
	"store",
	"for",
	"with",
	"browser",
	"개발자",
	"garden",
	"courtyard",
	"speaker",
	"to",
	"on",
	"open",
	"source",
	"journal",
	"화면",
	"reader",
};
#define WORDS (sizeof(words) / sizeof(words[0]))

/* A small generator of its own: the file must not depend on libc's. */
static unsigned next(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* About `length` bytes of words. */
static void text(unsigned *seed, int length)
{
	for (int written = 0; written < length;) {
		int n = printf("%s%s", written ? " " : "", words[next(seed) % WORDS]);

		if (n < 0)
			exit(1);
		written += n;
	}
}

static void element(unsigned *seed, const char *name, int length)
{
	printf("        <%s>", name);
	text(seed, length);
	printf("</%s>\n", name);
}

static void people(unsigned *seed)
{
	unsigned count = 1 + next(seed) % 3;

	printf("        <persons>\n");
	for (unsigned i = 0; i < count; i++) {
		unsigned id = next(seed) % PEOPLE;

		printf("          <person id=\"%u\">Speaker %s %u</person>\n", id + 1, words[id % WORDS],
			id + 1);
	}
	printf("        </persons>\n");
}

/* Session `number`, the slot-th one of that day in its room. */
static void event(unsigned *seed, unsigned number, unsigned day, unsigned room, unsigned slot)
{
	unsigned minute = 9 * 60 + slot * SLOT_MINUTES;

	printf("      <event guid=\"5eed0000-0000-4000-8000-%012x\" id=\"%u\">\n", number + 1, number + 1);
	printf("        <date>2031-05-%02uT%02u:%02u:00+09:00</date>\n", 10 + day, minute / 60, minute % 60);
	printf("        <start>%02u:%02u</start>\n        <duration>00:45</duration>\n", minute / 60,
		minute % 60);
	printf("        <room>Room %02u</room>\n        <slug>bench-%u</slug>\n", room + 1, number + 1);
	printf("        <url>https://schedule.example/2031/talk/%u/</url>\n", number + 1);
	element(seed, "title", 48);
	element(seed, "subtitle", 40);
	printf("        <track>Track %u</track>\n        <type>lecture</type>\n", number % 12 + 1);
	printf("        <language>%s</language>\n", number % 3 ? "ko" : "en");
	element(seed, "abstract", 380);
	element(seed, "description", 690);
	people(seed);
	printf("        <recording><license>CC-BY-4.0</license><optout>false</optout></recording>\n");
	printf("        <links>\n");
	printf("          <link href=\"https://video.example/2031/bench-%u.webm\">Recording</link>\n",
		number + 1);
	printf("          <link href=\"https://forum.example/2031/bench-%u\">Questions</link>\n", number + 1);
	printf("        </links>\n        <attachments/>\n      </event>\n");
}

int main(int argc, char **argv)
{
	unsigned sessions = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
	unsigned seed = 2031, number = 0;

	if (sessions == 0) {
		fprintf(stderr, "usage: %s SESSIONS > FILE\n", argv[0]);
		return 2;
	}
	unsigned slots = (sessions + DAYS * ROOMS - 1) / (DAYS * ROOMS);

	printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<schedule>\n  <generator name=\"makefrab\" "
	       "version=\"1\"/>\n"
	       "  <version>1.0</version>\n  <conference>\n    <title>Bench 2031</title>\n"
	       "    <acronym>bench2031</acronym>\n    <start>2031-05-10</start>\n    "
	       "<end>2031-05-%02d</end>\n"
	       "    <days>%d</days>\n    <timeslot_duration>00:05</timeslot_duration>\n"
	       "    <time_zone_name>Asia/Seoul</time_zone_name>\n"
	       "    <base_url>https://schedule.example/2031/</base_url>\n  </conference>\n",
		9 + DAYS, DAYS);
	for (unsigned day = 0; day < DAYS; day++) {
		printf("  <day index=\"%u\" date=\"2031-05-%02u\" start=\"2031-05-%02uT04:00:00+09:00\""
		       " end=\"2031-05-%02uT03:59:00+09:00\">\n",
			day + 1, 10 + day, 10 + day, 11 + day);
		for (unsigned room = 0; room < ROOMS; room++) {
			printf("    <room name=\"Room %02u\">\n", room + 1);
			for (unsigned slot = 0; slot < slots && number < sessions; slot++)
				event(&seed, number++, day, room, slot);
			printf("    </room>\n");
		}
		printf("  </day>\n");
	}
	printf("</schedule>\n");
	return ferror(stdout) || fflush(stdout) != 0;
}
