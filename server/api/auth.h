/* Who asks: a token's role. */
#ifndef MADANG_API_AUTH_H
#define MADANG_API_AUTH_H

#include "api/app.h"
#include "base/rand.h"

/* Sets: of those that may use a route; of what a caller is, since a speaker
 * attends too. */
enum role {
	ROLE_ANYONE = 1 << 0,
	ROLE_ATTENDEE = 1 << 1,
	ROLE_SCREEN = 1 << 2,
	ROLE_HOST = 1 << 3,
	ROLE_STEWARD = 1 << 4,
	ROLE_ORGANISER = 1 << 5,
};

struct caller {
	unsigned role; /* ROLE_ATTENDEE | ROLE_HOST where the attendee is `person` */
	char id[SHA256_HEX]; /* the attendee's; else SHA-256 of the token, hex; "" for anyone */
	char name[MAX_ID + 1]; /* for "who did what"; an attendee's is "attendee", a host's the person's */
	char person[MAX_ID + 1]; /* of a host: which of the programme; "" for others, and for a
				    host's token that is nobody's */
	char token[SHA256_HEX]; /* SHA-256 of the token, hex; "" for anyone */
};

/* Reads `Authorization: Bearer`, else the cookie `madang`. No token: anyone. A
 * token that is not known or has run out: 401 `invalid_token`, but in a cookie
 * it is nobody's: anyone. A cookie counts for a write only with a same-origin
 * `Origin`: 403 `cross_origin`. */
enum status caller_of(struct app *app, struct request *req, struct caller *ret, struct err *err);
/* The value of a Set-Cookie that makes `madang` this token for `max_age_s`; 0
 * clears it. */
void cookie_write(struct request *req, const char *token, int max_age_s, char *out, size_t size);
/* Does the role reach? Else 401 `unauthorized` for anyone, 403 `forbidden`. */
enum status caller_may(const struct caller *c, unsigned roles, struct err *err);
/* Does the caller speak for the host `person`? That one does, and organisers.
 * Any thread. */
bool caller_is_host(const struct caller *c, const char *person);
/* The one name of what the caller is, "host" of a speaker who attends; NULL for anyone. */
const char *caller_role(const struct caller *c);
/* The role by its name in the database ("organiser"); 0 where it is none. */
enum role role_named(const char *name);
/* From now on `token` (128 random bits) is one, of which the database keeps the
 * hash. Within a transaction. `until` INT64_MAX: no end. */
enum status token_add(
	struct db *db, const char *token, const char *role, const char *name, int64_t now, int64_t until);
/* The same; and it is a member, of this id (members.h). */
enum status token_add_member(struct txn *txn, const char *token, const char *role, const char *name,
	int64_t until, char id[RANDOM_ID_TEXT], struct err *err);
/* The same for one more device of an attendee. */
enum status token_add_for(
	struct db *db, const char *token, const char *attendee, const char *name, int64_t now, int64_t until);
/* It is none any more. */
void token_end(struct db *db, const char *hash);
/* Is this the hash of a token that has not run out? */
bool token_lives(struct db *db, const char *hash);

#endif
