/* What is said when a session's place changes: one table of cases. Times are
 * minutes after ten; a place is room, plan, expected times and status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/instant.h"
#include "event/whereabouts.h"

#include <stdio.h>
#include <string.h>

#define TEN INT64_C(1567040400000) /* 2019-08-29T01:00:00Z */
#define NEVER (-1)

struct spot {
	const char *room;
	int plan_start, plan_end, start, end;
	const char *status;
};

/* As planned, ten to a quarter to eleven, in r1. */
#define PLANNED                                                                                              \
	{                                                                                                    \
		"r1", 0, 45, 0, 45, "scheduled"                                                              \
	}
#define LATE_BY_12                                                                                           \
	{                                                                                                    \
		"r1", 0, 45, 12, 57, "scheduled"                                                             \
	}
#define IN_ROOM_2                                                                                            \
	{                                                                                                    \
		"r2", 0, 45, 0, 45, "scheduled"                                                              \
	}
#define AT_TWO                                                                                               \
	{                                                                                                    \
		"r1", 240, 285, 240, 285, "scheduled"                                                        \
	}
#define CANCELLED                                                                                            \
	{                                                                                                    \
		"r1", 0, 45, 0, 45, "cancelled"                                                              \
	}
#define HIDDEN                                                                                               \
	{                                                                                                    \
		"r1", 0, 45, 0, 45, "hidden"                                                                 \
	}
#define UNTIMED                                                                                              \
	{                                                                                                    \
		"r1", NEVER, NEVER, NEVER, NEVER, "scheduled"                                                \
	}

static struct whereabouts place_of(struct spot s)
{
	char text[300], room[80] = "null";
	struct whereabouts p;
	if (s.room)
		snprintf(room, sizeof room, "\"%s\"", s.room);
	if (s.start == NEVER)
		snprintf(text, sizeof text,
			"{\"room\":%s,\"plan_start\":null,\"plan_end\":null,\"start\":null,\"end\":null,\"status\":\"%s\"}",
			room, s.status);
	else
		snprintf(text, sizeof text,
			"{\"room\":%s,\"plan_start\":%lld,\"plan_end\":%lld,\"start\":%lld,\"end\":%lld,\"status\":\"%s\"}",
			room, (long long)(TEN + s.plan_start * MS_PER_MINUTE),
			(long long)(TEN + s.plan_end * MS_PER_MINUTE),
			(long long)(TEN + s.start * MS_PER_MINUTE), (long long)(TEN + s.end * MS_PER_MINUTE),
			s.status);
	assert_true(whereabouts_read(text, &p));
	return p;
}

static const struct {
	const char *what;
	struct spot was, now;
	const char *first; /* where no notice stands */
	const char *again; /* where an unread one stands, from `was` on */
} cases[] = {
	{"nothing", PLANNED, PLANNED, "[]", "[\"restored\"]"},
	{"the clock", PLANNED, {"r1", 0, 45, 0, 45, "live"}, "[]", "[\"restored\"]"},
	{"another room", PLANNED, IN_ROOM_2, "[\"moved\"]", "[\"moved\"]"},
	{"a first room", {NULL, 0, 45, 0, 45, "scheduled"}, PLANNED, "[\"moved\"]", "[\"moved\"]"},
	{"no room any more", PLANNED, {NULL, 0, 45, 0, 45, "scheduled"}, "[\"moved\"]", "[\"moved\"]"},
	{"another time", PLANNED, AT_TWO, "[\"retimed\"]", "[\"retimed\"]"},
	{"another length", PLANNED, {"r1", 0, 30, 0, 30, "scheduled"}, "[\"retimed\"]", "[\"retimed\"]"},
	{"a first time", UNTIMED, PLANNED, "[\"retimed\"]", "[\"retimed\"]"},
	{"no time any more", PLANNED, UNTIMED, "[\"retimed\"]", "[\"retimed\"]"},
	{"a delay", PLANNED, LATE_BY_12, "[\"late\"]", "[\"late\"]"},
	{"a longer delay", LATE_BY_12, {"r1", 0, 45, 30, 75, "scheduled"}, "[\"late\"]", "[\"late\"]"},
	{"a shorter delay", LATE_BY_12, {"r1", 0, 45, 5, 50, "scheduled"}, "[\"late\"]", "[\"late\"]"},
	{"the end alone, held up by another", {"r1", 0, 45, 0, 45, "live"}, {"r1", 0, 45, 0, 57, "live"},
		"[\"late\"]", "[\"late\"]"},
	{"a break that gives its length away", PLANNED, {"r1", 0, 45, 12, 45, "scheduled"}, "[\"late\"]",
		"[\"late\"]"},
	{"a delay taken back", LATE_BY_12, PLANNED, "[\"restored\"]", "[\"restored\"]"},
	{"earlier than planned", PLANNED, {"r1", 0, 45, -10, 35, "scheduled"}, "[\"retimed\"]",
		"[\"retimed\"]"},
	{"another plan takes the delay away", LATE_BY_12, AT_TWO, "[\"retimed\"]", "[\"retimed\"]"},
	{"another plan, and late from there", PLANNED, {"r1", 240, 285, 250, 295, "scheduled"},
		"[\"retimed\",\"late\"]", "[\"retimed\",\"late\"]"},
	{"the plan follows what was expected", LATE_BY_12, {"r1", 12, 57, 12, 57, "scheduled"}, "[]",
		"[\"restored\"]"},
	{"another room, and late", PLANNED, {"r2", 0, 45, 12, 57, "scheduled"}, "[\"moved\",\"late\"]",
		"[\"moved\",\"late\"]"},
	{"another room and another time", PLANNED, {"r2", 240, 285, 240, 285, "scheduled"},
		"[\"moved\",\"retimed\"]", "[\"moved\",\"retimed\"]"},
	{"another room, the delay taken back", LATE_BY_12, IN_ROOM_2, "[\"moved\",\"retimed\"]",
		"[\"moved\",\"retimed\"]"},
	{"cancelled", PLANNED, CANCELLED, "[\"cancelled\"]", "[\"cancelled\"]"},
	{"cancelled, then moved", PLANNED, {"r2", 240, 285, 240, 285, "cancelled"}, "[\"cancelled\"]",
		"[\"cancelled\"]"},
	{"moved while it is cancelled", CANCELLED, {"r2", 0, 45, 0, 45, "cancelled"}, "[]",
		"[\"cancelled\"]"},
	{"held again, then cancelled again", CANCELLED, CANCELLED, "[]", "[\"cancelled\"]"},
	{"gone", PLANNED, HIDDEN, "[\"gone\"]", "[\"gone\"]"},
	{"cancelled, then gone", CANCELLED, HIDDEN, "[\"gone\"]", "[\"gone\"]"},
	{"gone, then cancelled", HIDDEN, CANCELLED, "[\"cancelled\"]", "[\"cancelled\"]"},
	{"back, then gone again", HIDDEN, HIDDEN, "[]", "[\"gone\"]"},
	{"held after all", CANCELLED, PLANNED, "[\"restored\"]", "[\"restored\"]"},
	{"held after all, elsewhere", CANCELLED, IN_ROOM_2, "[\"restored\",\"moved\"]",
		"[\"restored\",\"moved\"]"},
	{"back, and late", HIDDEN, LATE_BY_12, "[\"restored\",\"late\"]", "[\"restored\",\"late\"]"},
	{"back, at another time", HIDDEN, AT_TWO, "[\"restored\",\"retimed\"]", "[\"restored\",\"retimed\"]"},
};

static void every_change_has_its_words(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct whereabouts was = place_of(cases[i].was), now = place_of(cases[i].now);
		const char *expected[] = {cases[i].first, cases[i].again};
		for (int told = 0; told < 2; told++) {
			struct buf words = BUF_INIT(200);
			whereabouts_changes_write(whereabouts_changes(&was, &now, told), &words);
			if (strcmp(words.data, expected[told]) != 0)
				fail_msg("%s (told: %d): expected %s, is %s", cases[i].what, told,
					expected[told], words.data);
			buf_clear(&words);
		}
	}
}

static void an_unread_notice_always_says_something(void **state)
{
	size_t count = sizeof cases / sizeof *cases;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			struct whereabouts was = place_of(cases[i].was), now = place_of(cases[j].now);
			assert_int_not_equal(whereabouts_changes(&was, &now, true), 0);
		}
}

static void it_is_over_when_both_ends_are_past(void **state)
{
	static const struct {
		struct spot was, now;
		int at;
		bool over;
	} ends[] = {
		{PLANNED, IN_ROOM_2, 44, false},
		{PLANNED, IN_ROOM_2, 45, true},
		{PLANNED, LATE_BY_12, 50, false},
		{LATE_BY_12, PLANNED, 50, false},
		{PLANNED, AT_TWO, 100, false}, /* it was over, and is held again */
		{AT_TWO, PLANNED, 100, false}, /* they wait for it at two */
		{PLANNED, UNTIMED, 100, true},
		{UNTIMED, PLANNED, 100, true},
		{UNTIMED, {"r2", NEVER, NEVER, NEVER, NEVER, "scheduled"}, 100, false},
	};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct whereabouts was = place_of(ends[i].was), now = place_of(ends[i].now);
		if (whereabouts_is_over(&was, &now, TEN + ends[i].at * MS_PER_MINUTE) != ends[i].over)
			fail_msg("case %zu", i);
	}
}

static void a_place_is_written_as_documents_are(void **state)
{
	struct buf out = BUF_INIT(400);
	struct whereabouts late = place_of((struct spot)LATE_BY_12), none = place_of((struct spot)UNTIMED);
	whereabouts_write(&late, &out);
	*none.room = '\0';
	whereabouts_write(&none, &out);
	assert_string_equal(out.data,
		"{\"room\":\"r1\",\"start\":\"2019-08-29T01:12:00Z\",\"end\":\"2019-08-29T01:57:00Z\",\"status\":\"scheduled\"}"
		"{\"room\":null,\"start\":null,\"end\":null,\"status\":\"scheduled\"}");
	buf_clear(&out);
	assert_false(whereabouts_read("{}", &none));
	assert_false(whereabouts_read("what", &none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_change_has_its_words),
		cmocka_unit_test(an_unread_notice_always_says_something),
		cmocka_unit_test(it_is_over_when_both_ends_are_past),
		cmocka_unit_test(a_place_is_written_as_documents_are),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
