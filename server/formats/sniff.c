#include "formats/sniff.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

const char *sniff_start(const char *bytes, size_t *len)
{
	const char *s = bytes, *end = bytes + *len;
	if (*len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
		s += 3;
	while (s < end && (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n'))
		s++;
	*len = (size_t)(end - s);
	return s;
}

bool sniff_is_xml(const char *bytes, size_t len)
{
	const char *s = sniff_start(bytes, &len);
	bool wide = len >= 4 && (memcmp(s, "\xFF\xFE<\0", 4) == 0 || memcmp(s, "\xFE\xFF\0<", 4) == 0);
	return wide || (len > 0 && *s == '<');
}

bool sniff_is_json(const char *bytes, size_t len)
{
	const char *s = sniff_start(bytes, &len);
	return len > 0 && (*s == '{' || *s == '[');
}

bool sniff_is_json_object(const char *bytes, size_t len)
{
	const char *s = sniff_start(bytes, &len);
	return len > 0 && *s == '{';
}

/* The end of a construct that opens with `<?` or `<!`, NULL if it has none. */
static const char *skip_markup(const char *s, const char *end)
{
	const char *close = g_str_has_prefix(s, "<!--") ? "-->" : g_str_has_prefix(s, "<?") ? "?>" : ">";
	const char *at = g_strstr_len(s, end - s, close);
	return at ? at + strlen(close) : NULL;
}

bool sniff_xml_root(const char *bytes, size_t len, char ret_name[SNIFF_ROOT])
{
	const char *s = sniff_start(bytes, &len), *end = s + len;
	char *head = g_strndup(s, len < 65536 ? len : 65536); /* what stands before a root fits in it */
	bool found = false;
	s = head;
	end = head + strlen(head);
	while (s && (s = memchr(s, '<', (size_t)(end - s)))) {
		size_t n = strcspn(s + 1, " \t\r\n/>");
		if (s[1] == '?' || s[1] == '!') {
			s = skip_markup(s, end);
			continue;
		}
		found = n > 0;
		snprintf(ret_name, SNIFF_ROOT, "%.*s", (int)(n < SNIFF_ROOT ? n : SNIFF_ROOT - 1), s + 1);
		break;
	}
	g_free(head);
	return found;
}

/* Where a string ends: past the first quote with an even number of backslashes
 * before it. */
static const char *skip_string(const char *s, const char *end)
{
	const char *quote;
	for (s++; s < end && (quote = memchr(s, '"', (size_t)(end - s))); s = quote + 1) {
		const char *before = quote;
		while (before > s && before[-1] == '\\')
			before--;
		if ((quote - before) % 2 == 0)
			return quote + 1;
	}
	return end;
}

/* Steps through the names of the members at the root; of a list, through
 * those of its first item. */
struct members {
	const char *s, *end;
	int depth, wanted;
};

static struct members members_of(const char *bytes, size_t len)
{
	const char *s = sniff_start(bytes, &len);
	return (struct members){s, s + len, 0, len && *s == '[' ? 2 : 1};
}

static bool is_name(const char *after, const char *end)
{
	while (after < end && strchr(" \t\r\n", *after))
		after++;
	return after < end && *after == ':';
}

static bool next_member(struct members *m, const char **ret_name, size_t *ret_len)
{
	while (m->s < m->end) {
		const char *at = m->s;
		if (*at == '"') {
			m->s = skip_string(at, m->end);
			*ret_name = at + 1;
			*ret_len = (size_t)(m->s - at) - 2;
			if (m->depth == m->wanted && m->s - at >= 2 && is_name(m->s, m->end))
				return true;
			continue;
		}
		m->s++;
		m->depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
		if (*at == '}' && m->depth < m->wanted)
			return false;
	}
	return false;
}

/* Steps to the member of that name; what stands behind the name is next then. */
static bool find_member(struct members *m, const char *name)
{
	const char *found;
	for (size_t n; next_member(m, &found, &n);)
		if (n == strlen(name) && memcmp(found, name, n) == 0)
			return true;
	return false;
}

bool sniff_json_key(const char *bytes, size_t len, const char *name)
{
	const char *s = bytes, *end = bytes + len;
	while ((s = memchr(s, '"', (size_t)(end - s)))) {
		const char *text = s + 1;
		s = skip_string(s, end);
		if ((size_t)(s - text) == strlen(name) + 1 && memcmp(text, name, strlen(name)) == 0 &&
			is_name(s, end))
			return true;
	}
	return false;
}

bool sniff_json_member(const char *bytes, size_t len, const char *name)
{
	struct members m = members_of(bytes, len);
	return find_member(&m, name);
}

bool sniff_json_inner(const char *bytes, size_t len, const char *object, const char *name)
{
	struct members m = members_of(bytes, len);
	if (!find_member(&m, object))
		return false;
	while (m.s < m.end && strchr(" \t\r\n:", *m.s))
		m.s++;
	if (m.s == m.end || *m.s != '{')
		return false;
	struct members inner = {m.s, m.end, 0, 1};
	return find_member(&inner, name);
}

/* What a search for a member goes through: the root, or the first item of the
 * list under that name in it. */
static struct members members_in(const char *bytes, size_t len, const char *list)
{
	struct members m = members_of(bytes, len);
	if (!list)
		return m;
	bool found = find_member(&m, list);
	while (found && m.s < m.end && strchr(" \t\r\n:", *m.s))
		m.s++;
	return found && m.s < m.end && *m.s == '[' ? members_of(m.s, (size_t)(m.end - m.s))
						   : members_of(m.end, 0);
}

bool sniff_json_item(const char *bytes, size_t len, const char *list, const char *name)
{
	struct members m = members_in(bytes, len, list);
	return find_member(&m, name);
}

/* Members that tell one format from another; all of them must be there. */
static const struct shape {
	const char *list; /* in whose first item they are; NULL: at the root */
	const char *members[3];
	const char *title;
} shapes[] = {
	{NULL, {"fullName", "tagLine", NULL},
		"Sessionize's view Speakers, which is no programme: its views All, Sessions and GridSmart "
		"are"},
	{NULL, {"additionalInfo", "results", "_type"}, "Indico's own JSON (additionalInfo, results)"},
	{NULL, {"results", "count", NULL}, "a page of an API (results, count) without submissions"},
	{NULL, {"start_date", "venue", "title"}, "EMF's own JSON (start_date, venue)"},
	{NULL, {"stime", "etime", "title"}, "DroidKaigi's own JSON of 2016 (stime, etime)"},
	{NULL, {"title", "startTime", "endTime"}, "a list of sessions (DroidKnights' own JSON)"},
	{NULL, {"U2G0DHalEQHs", "Yk7Sc6yEUma7", NULL}, "if(kakao)'s own JSON of 2022 (keys without meaning)"},
	{NULL, {"type", "features", NULL}, "GeoJSON, a map"},
	{NULL, {"scheduledSessions", NULL}, "a site's own timetable of ids (scheduledSessions)"},
	{"sessions", {"sessionId", "length", "format"}, "JavaZone's own JSON (sessionId, length)"},
	{"sessions", {"speakerIds", "startsAt", NULL}, "KotlinConf's own JSON (speakerIds, startsAt)"},
};

static bool has_shape(const char *bytes, size_t len, const struct shape *shape)
{
	for (int i = 0; i < 3 && shape->members[i]; i++)
		if (!sniff_json_item(bytes, len, shape->list, shape->members[i]))
			return false;
	return true;
}

static void describe_json(const char *bytes, size_t len, struct buf *out)
{
	enum { NAMED = 8, LONGEST = 24 };
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (has_shape(bytes, len, &shapes[i])) {
			buf_add_str(out, shapes[i].title);
			return;
		}
	struct members m = members_of(bytes, len);
	const char *kind = m.wanted == 2 ? "a JSON list" : "a JSON object", *name;
	size_t n, count = 0;
	for (; count < NAMED && next_member(&m, &name, &n); count++) {
		if (!count)
			buf_addf(out, "%s of an unknown shape, with ", kind);
		buf_addf(out, "%s%.*s", count ? ", " : "", (int)(n < LONGEST ? n : LONGEST), name);
	}
	if (!count)
		buf_addf(out, "%s that holds no members", kind);
}

static const char *describe_xml(const char *bytes, size_t len)
{
	static const struct {
		const char *root, *title;
	} roots[] = {
		{"html", "an HTML page"},
		{"rss", "a news feed"},
		{"feed", "a news feed"},
		{"Workbook", "an Excel table as XML"},
	};
	char root[SNIFF_ROOT] = "";
	sniff_xml_root(bytes, len, root);
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (g_ascii_strcasecmp(root, roots[i].root) == 0)
			return roots[i].title;
	return NULL;
}

static bool begins(const char *s, size_t len, const char *with)
{
	return len >= strlen(with) && memcmp(s, with, strlen(with)) == 0;
}

/* A first line of several cells. */
static bool looks_like_csv(const char *s, size_t len)
{
	size_t cells = 0;
	for (const char *p = s; p < s + len && *p != '\n'; p++)
		cells += *p == ',' || *p == ';' || *p == '\t';
	return cells >= 2 && memchr(s, '\n', len);
}

/* Files that are no text, or text of another kind than tables; NULL: neither. */
static const char *describe_other(const char *s, size_t len)
{
	if (len == 0)
		return "an empty file";
	if (begins(s, len, "PK\x03\x04"))
		return "a ZIP archive (or an Excel or OpenDocument file)";
	if (begins(s, len, "\x1F\x8B"))
		return "a gzip archive";
	if (begins(s, len, "%PDF"))
		return "a PDF";
	bool wide = len >= 2 && (memcmp(s, "\xFF\xFE", 2) == 0 || memcmp(s, "\xFE\xFF", 2) == 0);
	return !wide && memchr(s, '\0', len) ? "binary data" : NULL;
}

static const char *describe_text(const char *s, size_t len)
{
	const char *other = describe_other(s, len);
	return other ? other : looks_like_csv(s, len) ? "CSV" : "text of no known format";
}

bool sniff_is_text(const char *bytes, size_t len)
{
	const char *s = sniff_start(bytes, &len);
	return !sniff_is_xml(s, len) && !sniff_is_json(s, len) && !describe_other(s, len);
}

bool sniff_is_other_xml(const char *bytes, size_t len)
{
	return describe_xml(bytes, len) != NULL;
}

void sniff_describe(const char *bytes, size_t len, struct buf *out)
{
	const char *s = sniff_start(bytes, &len);
	const char *xml = sniff_is_xml(s, len) ? describe_xml(s, len) : NULL;
	if (sniff_is_json(s, len))
		describe_json(s, len, out);
	else
		buf_add_str(out, xml ? xml : describe_text(s, len));
}
