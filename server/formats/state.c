#include "formats/state.h"

#include <glib.h>

static const struct {
	const char *word;
	enum state state;
} words[] = {
	{"cancelled", STATE_CANCELLED},
	{"canceled", STATE_CANCELLED},
	{"withdrawn", STATE_CANCELLED},
	{"abgesagt", STATE_CANCELLED},
	{"zurückgezogen", STATE_CANCELLED},
	{"취소", STATE_CANCELLED},
	{"취소됨", STATE_CANCELLED},
	{"submitted", STATE_APART},
	{"draft", STATE_APART},
	{"declined", STATE_APART},
	{"decline_queue", STATE_APART},
	{"nominated", STATE_APART},
	{"rejected", STATE_APART},
	{"deleted", STATE_APART},
	{"waitlisted", STATE_APART},
	{"waitlist", STATE_APART},
	{"pending", STATE_APART},
	{"inactive", STATE_APART},
	{"eingereicht", STATE_APART},
	{"abgelehnt", STATE_APART},
	{"entwurf", STATE_APART},
	{"n", STATE_APART},
	{"no", STATE_APART},
};

enum state state_of(const char *word)
{
	char *plain = g_strstrip(g_strdup(word ? word : ""));
	enum state found = STATE_ON;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (g_ascii_strcasecmp(words[i].word, plain) == 0)
			found = words[i].state;
	g_free(plain);
	return found;
}
