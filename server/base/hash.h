#ifndef MADANG_BASE_HASH_H
#define MADANG_BASE_HASH_H

#include <stddef.h>

enum { SHA256_BYTES = 32, SHA256_HEX = 65, SHA256_BASE64 = 45 }; /* NUL included */

void sha256(const void *bytes, size_t len, unsigned char out[SHA256_BYTES]);
void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX]);
/* Standard base64 with padding (RFC 4648, 4), as a CSP hash source wants it. */
void sha256_base64(const void *bytes, size_t len, char out[SHA256_BASE64]);

/* HMAC (RFC 2104) with SHA-256: what it gives tells nobody the key. */
void hmac_sha256(
	const void *key, size_t key_len, const void *bytes, size_t len, unsigned char out[SHA256_BYTES]);

#endif
