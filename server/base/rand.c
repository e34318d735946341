#include "base/rand.h"

#include <openssl/rand.h>
#include <stdlib.h>

void random_bytes(void *out, size_t len)
{
	if (RAND_bytes(out, (int)len) != 1)
		abort();
}

void random_id(char out[RANDOM_ID_TEXT])
{
	unsigned char raw[RANDOM_ID_BYTES];
	random_bytes(raw, sizeof raw);
	id_text(raw, out);
}

void id_text(const unsigned char raw[RANDOM_ID_BYTES], char out[RANDOM_ID_TEXT])
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned bits = 0, have = 0;
	size_t next = 0;
	for (int i = 0; i < RANDOM_ID_TEXT - 1; i++) {
		if (have < 5) {
			bits = bits << 8 | (next < RANDOM_ID_BYTES ? raw[next] : 0);
			next++;
			have += 8;
		}
		have -= 5;
		out[i] = digits[bits >> have & 31];
		bits &= (1u << have) - 1;
	}
	out[RANDOM_ID_TEXT - 1] = '\0';
}
