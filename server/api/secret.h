/* Secrets that an answer tells: tokens, and the codes of sign-in links.
 *
 * A phone whose answer was lost asks again with the same Idempotency-Key, and
 * must get the same token; yet the database keeps the hashes of tokens alone. So
 * a secret is not drawn but made, by HMAC-SHA256 from the key, with a random
 * salt and the request's fingerprint. Of the key too the database keeps the
 * hash alone: who reads its file, or a backup of it, learns the salt but not
 * what the secret was made with.
 *
 * The key is then as good as the secret: whoever sends the same request with
 * the same key gets the same answer. Where anyone may ask, callers are told apart
 * by their addresses, so strangers of two networks never meet; for those of one,
 * a venue's, openapi.json says that keys must be random. Without a key a secret
 * is random by itself. */
#ifndef MADANG_API_SECRET_H
#define MADANG_API_SECRET_H

#include "api/call.h"

/* Fills c->secret, of 128 bits: from c->key and `salt`; with a new c->salt where
 * that is NULL; at random where there is no key. Writer's thread. */
void secret_make(struct call *c, const char *salt);

/* A token, as the answer's member `token`. */
extern const struct secret_rule secret_token;

#endif
