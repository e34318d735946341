/* Keys that a format demands and a programme may lack. They are made from
 * what the thing itself says, so that each export gives the same ones, and a
 * reader knows them again and forgets them: export, then import, adds no key.
 */
#ifndef MADANG_FORMATS_IDENTITY_H
#define MADANG_FORMATS_IDENTITY_H

#include "base/buf.h"
#include "formats/programme.h"

enum { UUID_TEXT = 37, SLUG_TEXT = 64 };

/* What a session goes out as. Both schemas want a guid, a number and a slug of
 * certain forms, none twice in the file: so the first of several occurrences
 * keeps its keys, and the others get made ones. `tells_…`: the reader cannot
 * work out from it what the session's own is, so the file must say so. */
struct identity {
	char guid[UUID_TEXT];
	unsigned number;
	char slug[SLUG_TEXT];
	const char *own_slug; /* in place of `slug`; NULL: that one */
	bool tells_guid, tells_number, tells_slug;
};

/* Of all sessions, by index; g_free. */
struct identity *identity_of_sessions(const struct programme *p);

bool identity_is_uuid(const char *s); /* NULL is none */
/* A positive number as frab's event@id wants it, in its shortest form. */
bool identity_is_number(const char *s);
const char *identity_slug(const struct identity *id);
/* A link, which schema v1 wants of each session: its own, else the event's,
 * else its guid as a URN. */
void identity_session_url(const struct programme *p, const struct programme_session *s, struct buf *out);
/* A person's id: its number, or a made one where nothing else that the format
 * carries (`key_carried`) tells two people of one name apart; false: none. */
bool identity_person_number(const struct programme_person *who, bool key_carried, unsigned *ret);
void identity_room_guid(const struct programme_room *r, char out[UUID_TEXT]);
/* Takes the keys off a programme that the functions above had made; to be
 * called while its texts are still those of the file. */
void identity_forget_made(struct programme *p);

#endif
