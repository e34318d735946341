/* Random numbers from the system's generator (libcrypto's RAND_bytes). */
#ifndef MADANG_BASE_RAND_H
#define MADANG_BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

enum { RANDOM_ID_BYTES = 16, RANDOM_ID_TEXT = 27 }; /* 26 characters and NUL */

void random_bytes(void *out, size_t len); /* aborts if the system has none */
/* 128 random bits in 26 characters of a-z2-7 (RFC 4648 base32, lower case). */
void random_id(char out[RANDOM_ID_TEXT]);
/* The same text of 128 bits that come from elsewhere. */
void id_text(const unsigned char raw[RANDOM_ID_BYTES], char out[RANDOM_ID_TEXT]);

#endif
