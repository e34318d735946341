/* The fleet of screens. A device that opens the kiosk asks for a code; whoever
 * runs the house types it at the desk, and gives the screen a name, boards and
 * languages. From then on it is a document: `screens/{id}` for the desk, and
 * for the device itself `screen/{id}` in its topic `me`, which it has, with the
 * code to show, from before it is paired.
 *
 * Codes, and devices that nobody pairs, run out by the machine's clock: `now`
 * is that one's here. Writer's thread, but for what only reads. */
#ifndef MADANG_EVENT_SCREENS_H
#define MADANG_EVENT_SCREENS_H

#include "base/hash.h"
#include "base/limits.h"
#include "base/rand.h"
#include "event/edit.h"

extern const struct resource resource_screens;

enum { SCREEN_CODE_TEXT = SCREEN_CODE_DIGITS + 1, SCREEN_CODE_SHOWN = SCREEN_CODE_TEXT + 1 };

struct screen_key {
	char id[RANDOM_ID_TEXT]; /* what the screen's is, or will be */
	char code[SCREEN_CODE_TEXT]; /* digits alone */
	int64_t until; /* of the code */
};

/* A device asks to be paired; `token` is to be its own. `id` NULL: a new one;
 * else it has asked before, and gets a new code if that ran out, and this token
 * in place of its last. Those whose time is up are forgotten, and of more than
 * MAX_UNPAIRED_SCREENS the oldest. 409 `paired_already`: it is. */
enum status screen_ask(struct txn *txn, const char *token, const char *id, int64_t now,
	struct screen_key *ret, struct err *err);
/* Reads a code as people type it, with blanks and hyphens. False: it is none. */
bool screen_code_read(const char *text, char out[SCREEN_CODE_TEXT]);
/* As a screen shows it: "483 920". */
void screen_code_show(const char code[SCREEN_CODE_TEXT], char out[SCREEN_CODE_SHOWN]);
/* Is it a device of the fleet, paired or not? Any connection. */
bool screen_is_known(struct db *db, const char *id);
/* Does a device show the code, paired meanwhile or not? Any connection. */
bool screen_code_is_shown(struct db *db, const char *code, int64_t now);
/* Pairs the device that shows `code` of the body, which besides has `name` and
 * what else the document takes; `room` stands for the board that fits it. *ret_id
 * is also the screen's that 409 `paired_already` is about, else "". 404
 * `not_found`: no device shows this code, or it has run out. 409 `full`. 422. */
enum status screen_pair(
	struct edit *e, const cJSON *body, int64_t now, char ret_id[RANDOM_ID_TEXT], struct err *err);
/* Puts the body into the document. 404, 422. */
enum status screen_change(struct edit *e, const char *id, const cJSON *body, struct err *err);
/* Locks it out: its token is none. One that is locked out already goes. 404. */
enum status screen_lock_out(struct edit *e, const char *id, struct err *err);
/* It shows its name until then (by the house's clock), or loads its page again.
 * No action, and nothing to undo. 404; 409 `locked_out`. */
enum status screen_identify(struct txn *txn, const char *id, int64_t until, struct err *err);
enum status screen_reload(struct txn *txn, const char *id, struct err *err);
/* The device with this token (SHA-256, hex) signs out. */
void screen_key_end(struct db *db, const char *hash);

/* Both documents have changed. */
void screen_touch(struct txn *txn, const char *id);
/* Appends the device's own document; false: this owner has no such one. */
bool screen_render_own(struct db *db, const char *owner, const char *id, struct buf *out);

/* Which screen's token is this (SHA-256, hex)? It is one until *ret_until. Any
 * connection. */
bool screen_of_token(
	struct db *db, const char *hash, int64_t now, char id[RANDOM_ID_TEXT], int64_t *ret_until);
bool screen_token_lives(struct db *db, const char *hash);
/* May it show the code of this meetup's table? Of the fleet only a screen with
 * that table among its boards; who is none of the fleet came by an organiser's
 * link, and may. */
bool screen_may_show_table(struct db *db, const char *id, const char *meetup);
/* How many wait to be paired. */
int64_t screens_waiting(struct db *db, int64_t now);

#endif
