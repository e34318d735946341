#include "base/members.h"

#include "base/instant.h"

void member_name(struct buf *out, const char *name)
{
	buf_add(out, ",\"", 2);
	buf_add_str(out, name);
	buf_add(out, "\":", 2);
}

void member_text(struct buf *out, const char *name, const char *text)
{
	member_name(out, name);
	buf_add_json(out, text);
}

void member_int(struct buf *out, const char *name, int64_t number)
{
	member_name(out, name);
	buf_add_int(out, number);
}

void member_bool(struct buf *out, const char *name, bool value)
{
	member_name(out, name);
	buf_add_str(out, value ? "true" : "false");
}

void member_instant(struct buf *out, const char *name, int64_t at)
{
	char text[INSTANT_TEXT];
	if (at)
		instant_format(at, text);
	member_text(out, name, at ? text : NULL);
}
