/* Keys that a format demands and a programme may lack. They are made from
 * what the thing itself says, so that each export gives the same ones, and a
 * reader knows them again and forgets them: export, then import, adds no key.
 */
#ifndef MADANG_FORMATS_IDENTITY_H
#define MADANG_FORMATS_IDENTITY_H

#include "formats/programme.h"

enum { UUID_TEXT = 37, SLUG_TEXT = 32 };

bool identity_is_uuid(const char *s); /* NULL is none */
/* A positive number as frab's event@id wants it, in its shortest form. */
bool identity_is_number(const char *s);
/* What is written for a session: its own key where that is good, else a made one. */
void identity_session_guid(const struct programme *p, const struct programme_session *s, char out[UUID_TEXT]);
unsigned identity_session_number(const struct programme_session *s, const char *guid);
void identity_session_slug(const char *guid, char out[SLUG_TEXT]);
/* A person's id: its number, or a made one where nothing else that the format
 * carries (`key_carried`) tells two people of one name apart; false: none. */
bool identity_person_number(const struct programme_person *who, bool key_carried, unsigned *ret);
void identity_room_guid(const struct programme_room *r, char out[UUID_TEXT]);
/* Takes the keys off a programme that the functions above had made; to be
 * called while its texts are still those of the file. */
void identity_forget_made(struct programme *p);

#endif
