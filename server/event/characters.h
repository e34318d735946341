/* The characters that everybody may see: the public documents
 * `characters/{id}`, {id, name, picture, at, rev}, of attendees who have built
 * one, let it be shown, and were not barred by a steward.
 *
 * They are told to the world like all public documents, and so they stand in
 * the journal; but whoever deletes themselves is gone from there as well. So
 * it is noted which changes hold whom. */
#ifndef MADANG_EVENT_CHARACTERS_H
#define MADANG_EVENT_CHARACTERS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"
#include "store/writer.h"

#include <stdbool.h>

/* "/avatars/ID.svg?v=HASH", with room for any id */
enum { CHARACTER_VERSION = 17, CHARACTER_PICTURE = 112 };

/* What stands for the bytes of a picture in its address: changes with the
 * recipe, and with the language that describes it where none is asked for. */
void character_version(const char *recipe, const char *language, char out[CHARACTER_VERSION]);
/* The address of the picture. */
void character_picture(const char *id, const char *recipe, const char *language, char out[CHARACTER_PICTURE]);

/* The recipe, which the caller frees with g_free, and the attendee's language;
 * also of who is not shown. NULL: there is no such character. Both threads. */
char *character_recipe(struct db *db, const char *id, char language[MAX_ID]);
/* Appends the public document; false: there is none to be seen. Both threads,
 * each with its own connection. */
bool character_render(struct db *db, const char *id, struct buf *out);
/* Calls `each` for every one that is shown, at start; takes `json`. */
void characters_each(struct db *db, void (*each)(void *ctx, const char *id, char *json), void *ctx);

/* The attendee's character is now of this recipe (canonical), or there is none
 * any more (NULL). Nothing happens where it is so already. 404 `not_found`: the
 * attendee has gone. */
enum status character_dress(struct txn *txn, const char *id, const char *recipe, struct err *err);
/* Something of this attendee has changed that its character may show: name,
 * recipe, language, `shown`. Call it after the row is written. Tells the world
 * what it sees now; nothing, where it saw none before and sees none now. */
void character_touch(struct txn *txn, const char *id);
/* The attendee is about to be deleted: takes its character out of the journal,
 * and tells the world that it has gone. Call it before the row is deleted. */
void character_forget(struct txn *txn, const char *id);
/* A steward takes the character from the wall, for good: its owner's document
 * says `shown: false` from now on. Twice is fine. 404 `not_found`: there is no
 * such attendee, or no character. */
enum status character_bar(struct txn *txn, const char *id, struct err *err);

#endif
