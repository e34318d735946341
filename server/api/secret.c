#include "api/secret.h"

#include "base/hash.h"

#include <glib.h>
#include <string.h>

void secret_make(struct call *c, const char *salt)
{
	unsigned char mac[SHA256_BYTES];
	if (!c->key) {
		random_id(c->secret);
		return;
	}
	if (salt)
		g_strlcpy(c->salt, salt, sizeof c->salt);
	else
		random_id(c->salt);
	char *message = g_strdup_printf("%s\n%s\n%s", c->rule->what, c->salt, c->fingerprint);
	hmac_sha256(c->key, strlen(c->key), message, strlen(message), mac);
	g_free(message);
	id_text(mac, c->secret);
}

static void reveal_token(struct call *c, struct request *req)
{
	cJSON *token = cJSON_CreateString(c->secret);
	answer_member(&c->answer, "token", token);
	cJSON_Delete(token);
}

const struct secret_rule secret_token = {token_lives, reveal_token};
