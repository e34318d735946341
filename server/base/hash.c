#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdlib.h>

/* Never freed, never changed: OpenSSL searches its providers for the algorithm
 * each time it is named, which takes longer than hashing a token. */
static EVP_MD *sha256_algorithm;

static void fetch_algorithm(void)
{
	sha256_algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!sha256_algorithm)
		abort();
}

void sha256(const void *bytes, size_t len, unsigned char out[SHA256_BYTES])
{
	static pthread_once_t fetched = PTHREAD_ONCE_INIT;
	pthread_once(&fetched, fetch_algorithm);
	if (EVP_Digest(bytes, len, out, NULL, sha256_algorithm, NULL) != 1)
		abort();
}

void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char raw[SHA256_BYTES];
	sha256(bytes, len, raw);
	for (size_t i = 0; i < sizeof raw; i++) {
		out[2 * i] = digits[raw[i] >> 4];
		out[2 * i + 1] = digits[raw[i] & 15];
	}
	out[SHA256_HEX - 1] = '\0';
}

void sha256_base64(const void *bytes, size_t len, char out[SHA256_BASE64])
{
	unsigned char raw[SHA256_BYTES];
	sha256(bytes, len, raw);
	EVP_EncodeBlock((unsigned char *)out, raw, sizeof raw);
}

void hmac_sha256(
	const void *key, size_t key_len, const void *bytes, size_t len, unsigned char out[SHA256_BYTES])
{
	unsigned out_len = SHA256_BYTES;
	if (!HMAC(EVP_sha256(), key, (int)key_len, bytes, len, out, &out_len))
		abort();
}
