/* Reads submissions (talks) as pretalx's REST API gives them, wherever they
 * stand: in a list, in pages (`results`), in a schedule (`slots` and `breaks`),
 * or grouped by day, time and room, as sites keep them.
 *
 * A submission has its slots in `slots` or, in older versions, the first one
 * in `slot`. What the API was not asked to write out (`expand=`) is a number,
 * for which lists beside the submissions are looked into. Answers, notes,
 * reviews and addresses stand in the same objects and are never read. */
#include "formats/pretalx_parts.h"
#include "formats/readers.h"
#include "formats/sniff.h"

#include <stdio.h>
#include <string.h>

/* Where the submissions stand in an object of pretalx's own; in a site's they
 * may stand anywhere. */
static const char *const frames[] = {"results", "slots", "schedule"};
enum { FRAMES = sizeof frames / sizeof *frames };

/* A c3voc file has a `conference`, and may name anything as that key. */
bool pretalx_recognise(const char *bytes, size_t len)
{
	return sniff_is_json(bytes, len) && sniff_json_key(bytes, len, "submission_type") &&
		!sniff_json_key(bytes, len, "conference");
}

/* The lists beside the submissions, by id: to explain what is only a number. */
enum { ROOMS, TRACKS, TYPES, SPEAKERS, LISTS };
static const struct {
	const char *member, *key;
} lists[LISTS] = {{"rooms", "id"}, {"tracks", "id"}, {"submission_types", "id"}, {"speakers", "code"}};

struct api {
	struct pretalx pretalx;
	GHashTable *listed[LISTS]; /* id → the object */
	GHashTable *taken; /* code, room and start: a grid shows a talk in each of its slots */
	size_t found; /* submissions and breaks, those left out too */
	struct tally bare_slots, bare_types, bare_sessions;
};

static void note_list(struct api *a, const cJSON *root, int which)
{
	const cJSON *list = json_get(root, lists[which].member);
	a->listed[which] = g_hash_table_new(g_str_hash, g_str_equal);
	for (const cJSON *o = list ? list->child : NULL; o; o = o->next) {
		const char *id = refs_id(a->pretalx.parts.p, json_get(o, lists[which].key));
		if (id)
			g_hash_table_insert(a->listed[which], (gpointer)id, (gpointer)o);
	}
}

static void api_init(struct api *a, struct programme *p, const cJSON *root)
{
	*a = (struct api){.taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
	pretalx_init(&a->pretalx, p);
	for (int i = 0; i < LISTS; i++)
		note_list(a, root, i);
}

static void api_finish(struct api *a)
{
	pretalx_finish(&a->pretalx);
	g_hash_table_destroy(a->taken);
	for (int i = 0; i < LISTS; i++)
		g_hash_table_destroy(a->listed[i]);
}

/* The listed object of that id; NULL: there is none. */
static const cJSON *explain(struct api *a, int which, const char *id)
{
	return id ? g_hash_table_lookup(a->listed[which], id) : NULL;
}

/* The thing as an object of its own: {"id": …, "name": …}. */
static bool is_whole(const cJSON *item)
{
	return cJSON_IsObject(item) && cJSON_GetObjectItemCaseSensitive(item, "name");
}

/* --- what a submission refers to ------------------------------------------ */

/* A room of a slot, or a track: whole, or a number that a list explains, or a
 * name whose number stands beside it. */
static size_t read_ref(struct api *a, const struct path *at, const cJSON *o, const char *member, int list,
	size_t (*read)(struct pretalx *x, const struct path *at, const cJSON *o, const char *id_member,
		const char *name_member))
{
	struct pretalx *x = &a->pretalx;
	const cJSON *item = json_get(o, member);
	struct path here = {at, member, 0, false};
	char beside[24];
	snprintf(beside, sizeof beside, "%s_id", member);
	const char *id_member = cJSON_IsNumber(item) ? member : beside;
	const cJSON *listed = explain(a, list, refs_id(x->parts.p, json_get(o, id_member)));
	if (is_whole(item) || listed)
		return read(x, &here, is_whole(item) ? item : listed, "id", "name");
	return read(x, at, o, id_member, member);
}

static size_t read_track(struct api *a, const struct path *at, const cJSON *o)
{
	size_t i = read_ref(a, at, o, "track", TRACKS, pretalx_track);
	if (i == PROGRAMME_NONE && (json_get(o, "track") || json_get(o, "track_id")))
		tally_path(&a->pretalx.unlisted_tracks, at);
	return i;
}

static const char *read_type(struct api *a, const struct path *at, const cJSON *o)
{
	struct text name = {0};
	const char *id = refs_id(a->pretalx.parts.p, json_get(o, "submission_type"));
	const cJSON *listed = explain(a, TYPES, id);
	pretalx_name(&a->pretalx, at, listed ? listed : o, listed ? "name" : "submission_type", &name);
	if (text_empty(&name) && id)
		tally_path(&a->bare_types, at);
	return text_empty(&name) ? NULL : text_in(&name, NULL);
}

static void read_speakers(struct api *a, const struct path *at, const cJSON *o, size_t session)
{
	struct pretalx *x = &a->pretalx;
	const cJSON *list = parts_list(&x->parts, at, o, "speakers");
	struct path speakers = {at, "speakers", 0, false}, here = {&speakers, NULL, 0, false};
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next, here.index++) {
		const cJSON *who =
			cJSON_IsObject(item) ? item : explain(a, SPEAKERS, refs_id(x->parts.p, item));
		if (who)
			programme_session_add_person(x->parts.p, session, pretalx_person(x, &here, who));
		else
			tally_path(&x->unlisted_people, &here);
	}
}

/* --- submissions ---------------------------------------------------------- */

static bool is_submission(const cJSON *o)
{
	return cJSON_IsString(json_get(o, "code")) && cJSON_GetObjectItemCaseSensitive(o, "title") &&
		(cJSON_GetObjectItemCaseSensitive(o, "submission_type") ||
			cJSON_GetObjectItemCaseSensitive(o, "state"));
}

/* A slot of a schedule: a talk's, with the submission in it, or a break's. */
static bool is_slot(const cJSON *o)
{
	return cJSON_GetObjectItemCaseSensitive(o, "start") && cJSON_GetObjectItemCaseSensitive(o, "room") &&
		!json_get(o, "code");
}

static bool is_taken_already(struct api *a, const char *code, const cJSON *slot, size_t room)
{
	const char *start = json_str(slot, "start");
	return !g_hash_table_add(a->taken, g_strdup_printf("%s\n%zu\n%s", code, room, start ? start : ""));
}

/* One session, in this slot; NULL: it has none. */
static void read_occurrence(
	struct api *a, const struct path *at, const cJSON *o, const struct path *slot_at, const cJSON *slot)
{
	struct pretalx *x = &a->pretalx;
	size_t room = slot ? read_ref(a, slot_at, slot, "room", ROOMS, pretalx_room) : PROGRAMME_NONE;
	if (is_taken_already(a, json_str(o, "code"), slot, room))
		return;
	size_t i = parts_new_session(&x->parts);
	if (i == PROGRAMME_NONE)
		return;
	struct programme_session *s = &x->parts.p->sessions[i];
	pretalx_talk(x, at, o, s);
	s->type = read_type(a, at, o);
	s->track = read_track(a, at, o);
	s->room = room;
	pretalx_slot(x, slot_at, slot, o, i);
	read_speakers(a, at, o, i);
}

/* The submission's own slots; how many of them have a time. */
static size_t read_slots(struct api *a, const struct path *at, const cJSON *o)
{
	const cJSON *list = parts_list(&a->pretalx.parts, at, o, "slots"), *one = json_get(o, "slot");
	struct path slots = {at, list ? "slots" : "slot", 0, false}, item = {&slots, NULL, 0, false};
	const struct path *here = list ? &item : &slots;
	size_t timed = 0;
	for (const cJSON *slot = list ? list->child : one; slot; slot = list ? slot->next : NULL) {
		if (cJSON_IsNumber(slot))
			tally_path(&a->bare_slots, here);
		if (json_get(slot, "start")) {
			read_occurrence(a, at, o, here, slot);
			timed++;
		}
		item.index++;
	}
	return timed;
}

static void read_submission(
	struct api *a, const struct path *at, const cJSON *o, const struct path *slot_at, const cJSON *slot)
{
	struct pretalx *x = &a->pretalx;
	size_t first = x->parts.p->session_count, timed = 1;
	bool cancelled;
	a->found++;
	if (!pretalx_is_on(x, at, o, &cancelled))
		return;
	if (json_get(slot, "start"))
		read_occurrence(a, at, o, slot_at, slot);
	else
		timed = read_slots(a, at, o);
	if (!timed && cancelled)
		tally_path(&x->apart, at);
	else if (!timed)
		read_occurrence(a, at, o, at, NULL);
	for (size_t i = first; i < x->parts.p->session_count; i++)
		x->parts.p->sessions[i].cancelled = cancelled;
}

static void read_slot(struct api *a, const struct path *at, const cJSON *slot)
{
	const cJSON *submission = json_get(slot, "submission");
	struct path here = {at, "submission", 0, false};
	if (is_submission(submission)) {
		read_submission(a, &here, submission, at, slot);
		return;
	}
	a->found++;
	if (submission) {
		tally_path(&a->bare_sessions, at);
		return;
	}
	size_t room = read_ref(a, at, slot, "room", ROOMS, pretalx_room);
	size_t i = pretalx_break(&a->pretalx, at, slot, "description");
	if (i != PROGRAMME_NONE)
		a->pretalx.parts.p->sessions[i].room = room;
}

/* Whatever groups them: lists, or objects whose members are days, times, rooms. */
static void walk(struct api *a, const struct path *at, const cJSON *node)
{
	struct path here = {at, NULL, 0, true};
	for (const cJSON *o = cJSON_IsArray(node) || cJSON_IsObject(node) ? node->child : NULL; o;
		o = o->next, here.index++) {
		here.name = o->string;
		if (is_submission(o))
			read_submission(a, &here, o, NULL, NULL);
		else if (is_slot(o))
			read_slot(a, &here, o);
		else if (cJSON_IsNull(o) && cJSON_IsArray(node))
			tally_path(&a->pretalx.holes, &here);
		else
			walk(a, &here, o);
	}
}

/* --- the frame ------------------------------------------------------------ */

/* What is missing from a file would be taken for gone. */
static enum status check_pages(const cJSON *root, struct err *err)
{
	const cJSON *page = cJSON_IsArray(root) ? root->child : root;
	int64_t promised = 0, n;
	size_t held = 0;
	bool more = false;
	for (; page; page = cJSON_IsArray(root) ? page->next : NULL) {
		const cJSON *results = json_get(page, "results");
		if (!cJSON_IsArray(results))
			continue;
		held += (size_t)cJSON_GetArraySize(results);
		if (!json_int(json_get(page, "count"), 0, INT64_C(1) << 40, &n))
			n = 0;
		promised = n > promised ? n : promised;
		more = !n && json_get(page, "next");
	}
	if (!more && (int64_t)held >= promised)
		return STATUS_OK;
	char of[32];
	snprintf(of, sizeof of, more ? "more" : "%lld", (long long)promised);
	return err_set(err, STATUS_UNPROCESSABLE, "incomplete_file",
		"the file holds %zu of %s submissions: it is a page of pretalx's API, and the rest would "
		"be taken for gone; give all pages, as a list: [page, page]",
		held, of);
}

static size_t count_submissions(const cJSON *node)
{
	size_t n = 0;
	if (is_submission(node))
		return 1;
	for (const cJSON *o = cJSON_IsArray(node) || cJSON_IsObject(node) ? node->child : NULL; o;
		o = o->next)
		n += count_submissions(o);
	return n;
}

static bool is_known_member(const char *name)
{
	bool known = false;
	for (size_t i = 0; i < FRAMES; i++)
		known = known || strcmp(frames[i], name) == 0;
	for (size_t i = 0; i < LISTS; i++)
		known = known || strcmp(lists[i].member, name) == 0;
	return known;
}

/* A site may keep more beside the schedule: it is not of it, but told of. */
static void warn_of_the_rest(struct programme *p, const cJSON *root)
{
	struct buf names = BUF_INIT(200);
	size_t submissions = 0;
	for (const cJSON *o = root->child; o; o = o->next) {
		if (!o->child || !o->string || is_known_member(o->string))
			continue;
		buf_addf(&names, "%s%.30s", names.len ? ", " : "", o->string);
		submissions += count_submissions(o);
	}
	if (names.len)
		programme_warn(p, "beside the schedule, and left out: %s (%zu submissions)", names.data,
			submissions);
	buf_clear(&names);
}

static void walk_root(struct api *a, const cJSON *root)
{
	struct path breaks = {NULL, "breaks", 0, false};
	bool framed = false;
	for (size_t i = 0; i < FRAMES; i++) {
		struct path at = {NULL, frames[i], 0, false};
		const cJSON *node = json_get(root, frames[i]);
		walk(a, &at, node);
		framed = framed || node;
	}
	if (framed)
		walk(a, &breaks, json_get(root, "breaks"));
	else if (is_submission(root)) /* one, as the API gives it */
		read_submission(a, NULL, root, NULL, NULL);
	else
		walk(a, NULL, root); /* a list, or whatever a site has made of it */
	if (json_get(root, "schedule"))
		warn_of_the_rest(a->pretalx.parts.p, root);
}

static void warn_of_numbers(const struct api *a)
{
	struct programme *p = a->pretalx.parts.p;
	tally_warn(&a->bare_slots, p, "slots are only a number: their sessions have no time");
	tally_warn(&a->bare_sessions, p, "slots name their session only by its code: left out");
	tally_warn(&a->bare_types, p, "sessions have a type that is only a number: left out");
	if (a->bare_slots.count || a->bare_sessions.count || a->bare_types.count ||
		a->pretalx.unlisted_tracks.count || a->pretalx.unlisted_people.count ||
		a->pretalx.nameless.count)
		programme_warn(p,
			"to have names instead of numbers, ask pretalx for them: "
			"?expand=speakers,track,submission_type,slots,slots.room");
}

static enum status read_document(
	struct api *a, const cJSON *root, const struct read_options *options, struct err *err)
{
	struct pretalx *x = &a->pretalx;
	struct programme *p = x->parts.p;
	p->version = programme_line(p, json_str(root, "version"));
	p->partly = FIELD_TYPE;
	walk_root(a, root);
	if (!a->found)
		return err_set(err, STATUS_UNPROCESSABLE, "unsupported_format",
			"JSON of pretalx's kind, but without submissions (code, title, state)");
	enum status st = pretalx_conclude(x, json_str(root, "timezone"), options, err);
	if (st == STATUS_OK)
		warn_of_numbers(a);
	return st;
}

enum status pretalx_read(const char *bytes, size_t len, const struct read_options *options,
	struct programme *into, struct err *err)
{
	cJSON *root = NULL;
	struct api a;
	enum status st = json_parse(bytes, len, MAX_JSON_DEPTH, &root, err);
	if (st != STATUS_OK)
		return st;
	api_init(&a, into, root);
	st = check_pages(root, err);
	if (st == STATUS_OK)
		st = read_document(&a, root, options, err);
	api_finish(&a);
	cJSON_Delete(root);
	return st;
}
