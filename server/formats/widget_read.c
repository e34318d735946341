/* Reads the JSON behind pretalx's schedule widget, in its new form and in the
 * older one (widget/v2.json). It is the only export that knows the breaks, and
 * says of no other session what type it has. */
#include "formats/pretalx_parts.h"
#include "formats/readers.h"
#include "formats/sniff.h"

bool widget_recognise(const char *bytes, size_t len)
{
	return sniff_is_json_object(bytes, len) && sniff_json_member(bytes, len, "talks") &&
		sniff_json_member(bytes, len, "rooms") && sniff_json_member(bytes, len, "speakers") &&
		sniff_json_member(bytes, len, "timezone"); /* apps of others have the first three */
}

typedef size_t reader_fn(struct pretalx *x, const struct path *at, const cJSON *o);

static void read_list(struct pretalx *x, const cJSON *root, const char *name, reader_fn *read)
{
	struct path list_at = {NULL, name, 0, false}, here = {&list_at, NULL, 0, false};
	const cJSON *list = parts_list(&x->parts, NULL, root, name);
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next, here.index++) {
		if (cJSON_IsNull(o))
			tally_path(&x->holes, &here);
		else if (cJSON_IsObject(o))
			read(x, &here, o);
		else
			parts_complain(&x->parts, &here, "is not an object");
	}
}

/* What the id stands for; one that the lists lack is counted. */
static size_t look_up(
	struct pretalx *x, const struct path *at, const cJSON *item, GHashTable *refs, struct tally *unlisted)
{
	const char *id = refs_id(x->parts.p, item);
	size_t i = refs_find(refs, id);
	if (id && i == PROGRAMME_NONE)
		tally_path(unlisted, at);
	return i;
}

static void read_speakers(struct pretalx *x, const struct path *at, const cJSON *talk, size_t session)
{
	const cJSON *codes = parts_list(&x->parts, at, talk, "speakers");
	for (const cJSON *code = codes ? codes->child : NULL; code; code = code->next)
		programme_session_add_person(
			x->parts.p, session, look_up(x, at, code, x->people, &x->unlisted_people));
}

static size_t read_coded(struct pretalx *x, const struct path *at, const cJSON *talk)
{
	bool cancelled;
	if (!pretalx_is_on(x, at, talk, &cancelled))
		return PROGRAMME_NONE;
	size_t i = parts_new_session(&x->parts);
	if (i == PROGRAMME_NONE)
		return i;
	struct programme_session *s = &x->parts.p->sessions[i];
	pretalx_talk(x, at, talk, s);
	s->cancelled = cancelled;
	s->track = look_up(x, at, json_get(talk, "track"), x->tracks, &x->unlisted_tracks);
	pretalx_slot(x, at, talk, talk, i);
	read_speakers(x, at, talk, i);
	return i;
}

/* A slot of no submission has no code, and its id is another in each version
 * of the schedule: a break is known by where and when it is. */
static size_t read_talk(struct pretalx *x, const struct path *at, const cJSON *talk)
{
	const char *code = refs_id(x->parts.p, json_get(talk, "code"));
	size_t i = code ? read_coded(x, at, talk) : pretalx_break(x, at, talk, "title");
	if (i != PROGRAMME_NONE)
		x->parts.p->sessions[i].room =
			look_up(x, at, json_get(talk, "room"), x->rooms, &x->unlisted_rooms);
	return i;
}

static size_t read_room(struct pretalx *x, const struct path *at, const cJSON *o)
{
	return pretalx_room(x, at, o, "id", "name");
}

static size_t read_track(struct pretalx *x, const struct path *at, const cJSON *o)
{
	return pretalx_track(x, at, o, "id", "name");
}

static enum status read_document(
	struct pretalx *x, const cJSON *root, const struct read_options *options, struct err *err)
{
	struct programme *p = x->parts.p;
	p->version = parts_line(&x->parts, NULL, root, "version");
	p->partly = FIELD_TYPE;
	read_list(x, root, "rooms", read_room);
	read_list(x, root, "tracks", read_track);
	read_list(x, root, "speakers", pretalx_person);
	read_list(x, root, "talks", read_talk);
	return pretalx_conclude(x, json_str(root, "timezone"), options, err);
}

enum status widget_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	cJSON *root = NULL;
	struct pretalx x;
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &root, err);
	if (st != STATUS_OK)
		return st;
	pretalx_init(&x, into);
	st = read_document(&x, root, options, err);
	pretalx_finish(&x);
	cJSON_Delete(root);
	return st;
}
