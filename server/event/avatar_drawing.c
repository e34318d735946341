/* The drawing of one part: SVG of which only so much is allowed as can neither
 * clash with what stands beside it nor do anything but be seen. It is written
 * anew while it is read, so that what goes out is of these elements, attributes
 * and values, whatever the file holds. */
#include "base/alloc.h"
#include "event/avatar_set.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

static const char svg_namespace[] = "http://www.w3.org/2000/svg";

/* Names between blanks. */
static const char common[] =
	" fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin "
	"stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity "
	"transform ";
static const struct {
	const char *name, *attributes;
} elements[] = {
	{"circle", " cx cy r "},
	{"ellipse", " cx cy rx ry "},
	{"g", " "},
	{"line", " x1 y1 x2 y2 "},
	{"path", " d "},
	{"polygon", " points "},
	{"polyline", " points "},
	{"rect", " x y width height rx ry "},
};
enum { ELEMENT_COUNT = sizeof elements / sizeof *elements, MAX_GROUPS = 64, MAX_NAME = 40 };

struct drawing {
	struct set_reader *reader;
	XML_Parser parser;
	struct part *part;
	struct group groups[MAX_GROUPS];
	struct buf text; /* of the group that is open, placeholders as they came */
	int depth;
	int shape_depth; /* of a shape that is open, which holds nothing; 0: none */
	bool tag_open; /* its '>' is not written yet */
	bool bare; /* the layer's group needs no element of its own */
	bool failed;
};

/* --- what is allowed ----------------------------------------------------- */

static bool is_listed(const char *list, const char *name)
{
	char word[MAX_NAME];
	int n = snprintf(word, sizeof word, " %s ", name);
	return n < MAX_NAME && strstr(list, word);
}

static bool is_colour(const char *s)
{
	return s[0] == '#' && strlen(s) == 7 && strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

/* "none", "#rrggbb", or one placeholder; what it names is looked up later. */
static bool is_paint(const char *s)
{
	size_t len = strlen(s);
	bool placed = len > 2 && s[0] == '{' && s[len - 1] == '}' &&
		strspn(s + 1, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == len - 2;
	return strcmp(s, "none") == 0 || is_colour(s) || placed;
}

#define VALUE_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,+-%"

static bool is_value(const char *name, const char *s)
{
	if (strcmp(name, "fill") == 0 || strcmp(name, "stroke") == 0)
		return is_paint(s);
	const char *allowed = strcmp(name, "transform") == 0 ? VALUE_CHARACTERS "()" : VALUE_CHARACTERS;
	return *s && s[strspn(s, allowed)] == '\0';
}

/* --- reading ------------------------------------------------------------- */

static void wrong(struct drawing *d, const char *what, const char *which)
{
	d->failed = true;
	set_wrong(d->reader, "line %lu: %s%s", XML_GetCurrentLineNumber(d->parser), what, which);
	XML_StopParser(d->parser, XML_FALSE);
}

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static void check_root(struct drawing *d, const char *name, const char **attributes)
{
	const char *ns = attribute(attributes, "xmlns"), *box = attribute(attributes, "viewBox");
	if (strcmp(name, "svg") != 0 || !ns || strcmp(ns, svg_namespace) != 0)
		wrong(d, "must be an svg of the namespace ", svg_namespace);
	else if (!box || strcmp(box, d->reader->set->view_box[AVATAR_FIGURE]) != 0)
		wrong(d, "the viewBox must be the catalogue's: ", d->reader->set->view_box[AVATAR_FIGURE]);
	for (; *attributes; attributes += 2)
		if (!is_listed(" xmlns viewBox ", attributes[0]))
			wrong(d, "svg may not have ", attributes[0]);
}

/* "mobility=wheelchair|scooter", "hat!=none". */
static bool read_condition(struct drawing *d, const char *s, struct condition *ret)
{
	const struct avatar_set *set = d->reader->set;
	size_t len = strcspn(s, "!=");
	int slot = set_slot(set, s, len);
	*ret = (struct condition){.is_set = true, .not = s[len] == '!'};
	const char *p = s + len + ret->not ;
	if (slot < 0 || *p++ != '=')
		return false;
	ret->slot = (uint16_t)slot;
	for (;; p++) {
		size_t n = strcspn(p, "|");
		int part = slot_part(&set->slots[slot], p, n);
		if (part < 0)
			return false;
		ret->part[part] = true;
		p += n;
		if (!*p)
			return true;
	}
}

static void write_attributes(struct drawing *d, const char *name, const char *own, const char **attributes)
{
	for (; *attributes; attributes += 2) {
		if (d->depth == 1 && strncmp(attributes[0], "data-", 5) == 0)
			continue;
		if (!is_listed(own, attributes[0]) && !is_listed(common, attributes[0])) {
			wrong(d, name, " has an attribute that is not allowed");
			return;
		}
		if (!is_value(attributes[0], attributes[1])) {
			wrong(d, "not allowed as a value: ", attributes[1]);
			return;
		}
		buf_addf(&d->text, " %s=\"%s\"", attributes[0], attributes[1]);
	}
}

static void begin_group(struct drawing *d, const char *name, const char **attributes)
{
	const char *layer = attribute(attributes, "data-layer"), *when = attribute(attributes, "data-when");
	int index = layer ? set_layer(d->reader->set, layer) : -1;
	if (strcmp(name, "g") != 0 || index < 0) {
		wrong(d, "below svg stands only g with the data-layer of the catalogue, not ",
			layer ? layer : name);
		return;
	}
	if (d->part->group_count == MAX_GROUPS) {
		wrong(d, "too many groups", "");
		return;
	}
	struct group *g = &d->groups[d->part->group_count];
	*g = (struct group){.layer = (uint16_t)index};
	if (when && !read_condition(d, when, &g->when)) {
		wrong(d, "data-when names no slot or part: ", when);
		return;
	}
	size_t expected = 2 + (when ? 2 : 0), count = 0;
	while (attributes[count])
		count += 2;
	d->bare = count == expected;
	if (!d->bare) {
		buf_add_str(&d->text, "<g");
		write_attributes(d, name, " ", attributes);
	}
	d->tag_open = !d->bare;
}

static void end_tag(struct drawing *d)
{
	if (d->tag_open)
		buf_add_char(&d->text, '>');
	d->tag_open = false;
}

static void begin_shape(struct drawing *d, const char *name, const char **attributes)
{
	size_t i = 0;
	while (i < ELEMENT_COUNT && strcmp(elements[i].name, name) != 0)
		i++;
	if (i == ELEMENT_COUNT || d->shape_depth) {
		wrong(d, "not allowed here: ", name);
		return;
	}
	end_tag(d);
	buf_addf(&d->text, "<%s", name);
	write_attributes(d, name, elements[i].attributes, attributes);
	d->tag_open = true;
	if (strcmp(name, "g") != 0)
		d->shape_depth = d->depth;
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
	struct drawing *d = ctx;
	if (d->failed)
		return;
	if (d->depth == MAX_XML_DEPTH)
		wrong(d, "nested too deep", "");
	else if (d->depth == 0)
		check_root(d, name, attributes);
	else if (d->depth == 1)
		begin_group(d, name, attributes);
	else
		begin_shape(d, name, attributes);
	d->depth++;
}

static void end_group(struct drawing *d)
{
	struct group *g = &d->groups[d->part->group_count];
	if (d->text.failed)
		wrong(d, "is too large", "");
	else if (!set_split(d->reader, d->text.len ? d->text.data : "", true, &g->drawing))
		d->failed = true;
	else
		d->part->group_count++;
	buf_reset(&d->text);
}

static void on_end(void *ctx, const char *name)
{
	struct drawing *d = ctx;
	if (d->failed)
		return;
	d->depth--;
	if (d->shape_depth == d->depth)
		d->shape_depth = 0;
	if (d->tag_open)
		buf_add_str(&d->text, "/>");
	else if (d->depth > 1 || (d->depth == 1 && !d->bare))
		buf_addf(&d->text, "</%s>", name);
	d->tag_open = false;
	if (d->depth == 1)
		end_group(d);
}

static void on_text(void *ctx, const char *s, int len)
{
	struct drawing *d = ctx;
	for (int i = 0; i < len && !d->failed; i++)
		if (!strchr(" \t\r\n", s[i]))
			wrong(d, "no text is allowed", "");
}

static void on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid, int internal)
{
	wrong(ctx, "no DOCTYPE is allowed", "");
}

static void on_instruction(void *ctx, const char *target, const char *data)
{
	wrong(ctx, "no processing instruction is allowed: ", target);
}

static bool keep_groups(struct drawing *d)
{
	size_t size = d->part->group_count * sizeof *d->groups;
	d->part->groups = arena_alloc(d->reader->arena, size ? size : 1);
	if (!d->part->groups)
		return set_wrong(d->reader, "the sets are too large");
	memcpy(d->part->groups, d->groups, size);
	return true;
}

bool set_read_drawing(struct set_reader *r, const struct asset *file, struct part *part)
{
	struct drawing *d = xcalloc(1, sizeof *d);
	*d = (struct drawing){.reader = r, .part = part, .text = BUF_INIT(MAX_AVATAR_BYTES)};
	d->parser = XML_ParserCreate("UTF-8");
	if (!d->parser)
		abort();
	XML_SetUserData(d->parser, d);
	XML_SetElementHandler(d->parser, on_start, on_end);
	XML_SetCharacterDataHandler(d->parser, on_text);
	XML_SetStartDoctypeDeclHandler(d->parser, on_doctype);
	XML_SetProcessingInstructionHandler(d->parser, on_instruction);
	bool good = XML_Parse(d->parser, file->bytes, (int)asset_len(file), 1) == XML_STATUS_OK && !d->failed;
	if (!good && !d->failed)
		set_wrong(r, "line %lu: %s", XML_GetCurrentLineNumber(d->parser),
			XML_ErrorString(XML_GetErrorCode(d->parser)));
	XML_ParserFree(d->parser);
	good = good && keep_groups(d);
	buf_clear(&d->text);
	free(d);
	return good;
}
