#include "event/presence.h"

#include "base/hash.h"
#include "base/rand.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MAC_TEXT = 17 }; /* 16 characters of 5 bits, and NUL */
enum { STEP_DIGITS = 15 };

static int64_t step_at(int64_t machine_now)
{
	return machine_now / PRESENCE_STEP_MS;
}

static void write_code(const char *key, const char *meetup, int64_t step, char out[PRESENCE_CODE])
{
	char text[RANDOM_ID_TEXT];
	unsigned char mac[SHA256_BYTES];
	int len = snprintf(out, PRESENCE_CODE, "%.*s.%" PRId64, MAX_ID, meetup, step);
	hmac_sha256(key, strlen(key), out, (size_t)len, mac);
	id_text(mac, text);
	snprintf(out + len, (size_t)(PRESENCE_CODE - len), ".%.*s", MAC_TEXT - 1, text);
}

void presence_make(const char *key, const char *meetup, int64_t machine_now, char out[PRESENCE_CODE])
{
	write_code(key, meetup, step_at(machine_now), out);
}

/* Takes a code apart; a step has no sign and no zero in front. */
static bool read_code(const char *code, char meetup[MAX_ID + 1], int64_t *ret_step)
{
	size_t len = strcspn(code, "."), digits = 0;
	if (len == 0 || len > MAX_ID || code[len] != '.')
		return false;
	const char *step = code + len + 1;
	digits = strspn(step, "0123456789");
	if (digits == 0 || digits > STEP_DIGITS || *step == '0' || step[digits] != '.' ||
		strlen(step + digits + 1) != MAC_TEXT - 1)
		return false;
	snprintf(meetup, MAX_ID + 1, "%.*s", (int)len, code);
	*ret_step = g_ascii_strtoll(step, NULL, 10);
	return true;
}

bool presence_meetup(const char *code, char meetup[MAX_ID + 1])
{
	int64_t step;
	return read_code(code, meetup, &step);
}

/* In a time that does not tell where they differ. */
static bool is_same(const char *a, const char *b)
{
	size_t len = strlen(a);
	unsigned char difference = 0;
	if (strlen(b) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		difference |= (unsigned char)(a[i] ^ b[i]);
	return difference == 0;
}

enum status presence_check(
	const char *key, const char *meetup, const char *code, int64_t machine_now, struct err *err)
{
	char said[MAX_ID + 1], right[PRESENCE_CODE];
	int64_t step = 0;
	if (!read_code(code, said, &step) || strcmp(said, meetup) != 0)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_code", "this is no code of a table");
	write_code(key, meetup, step, right);
	if (!is_same(right, code))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_code", "this is no code of this table");
	int64_t age = step_at(machine_now) - step;
	if (age < 0 || age > 1)
		return err_set(err, STATUS_UNPROCESSABLE, "stale_code",
			"this code has run out: take the one that the table shows now");
	return STATUS_OK;
}
