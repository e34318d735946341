/* What a file's word for the state of a session means for the programme. */
#ifndef MADANG_FORMATS_STATE_H
#define MADANG_FORMATS_STATE_H

enum state {
	STATE_ON, /* accepted, confirmed, delayed, active, nothing said, a word not known */
	STATE_CANCELLED, /* cancelled, canceled, withdrawn */
	STATE_APART, /* submitted, draft, rejected, deleted, …: not of the programme */
};

/* `word` may be NULL; case and outer blanks don't count. */
enum state state_of(const char *word);

#endif
