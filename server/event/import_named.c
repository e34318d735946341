#include "event/import_parts.h"

#include "base/limits.h"

/* A row of ours that is to stay as it is. New ones are made: sessions name them. */
static bool leaves(const struct import *im, const struct collection *c, size_t index)
{
	return collection_row(c, index) && import_leaves(im, c, index);
}

/* Room numbers are spaced, so that a later file's room finds a place between. */
enum { ROOM_STEP = 10 };

static int64_t last_order(const struct collection *rooms)
{
	int64_t last = 0;
	for (size_t i = 0; i < rooms->count; i++)
		if (row_int(rooms->row[i], "order", 0) > last)
			last = row_int(rooms->row[i], "order", 0);
	return last;
}

/* The next room of the file that is here already; MATCH_NONE: there is none. */
static const cJSON *next_known(const struct collection *rooms, size_t after)
{
	for (size_t i = after + 1; i < rooms->file_count; i++)
		if (collection_row(rooms, i))
			return collection_row(rooms, i);
	return NULL;
}

/* Where a new room stands: behind `before`, the one ahead of it in the file,
 * and before the next that is known, as far as whole numbers allow. */
static int64_t order_of_new(const struct collection *rooms, size_t index, int64_t before, int64_t last)
{
	const cJSON *next = next_known(rooms, index);
	if (!next)
		return (before > last ? before : last) + ROOM_STEP;
	int64_t after = row_int(next, "order", 0);
	return after > before ? before + (after - before) / 2 : before;
}

static enum status import_room(struct import *im, size_t i, int64_t *order, int64_t last, struct err *err)
{
	const struct programme_room *room = &im->p->rooms[i];
	struct values v = import_values(im, text_in(&room->name, NULL));
	struct merge m;
	import_begin(im, &m, &im->rooms, i, NULL);
	if (m.old) {
		*order = row_int(m.old, "order", 0);
	} else {
		*order = order_of_new(&im->rooms, i, *order, last);
		row_set_int(m.row, "order", *order);
		row_set_str(m.row, "kind", "room");
		merge_remember(&m, "kind", cJSON_CreateString("room"));
	}
	import_key(im, &m, "key", room->key);
	merge_field(&m, "name", value_title(&v, "name", &room->name, IDENTIFY_UNTITLED));
	if (import_carries(im, FIELD_ROOM_KIND)) {
		cJSON *kind = value_word(&v, &resource_rooms, "kind", room->kind);
		merge_field(&m, "kind", kind ? kind : cJSON_CreateString("room"));
	}
	if (import_carries(im, FIELD_ROOM_CAPACITY))
		merge_field(&m, "capacity",
			room->capacity > 0 ? value_number(&v, "capacity", room->capacity, 1000000) : NULL);
	report_room(&im->report, m.row);
	return import_end(im, &m, err);
}

static enum status import_rooms(struct import *im, struct err *err)
{
	int64_t order = 0, last = last_order(&im->rooms);
	enum status st = STATUS_OK;
	for (size_t i = 0; i < im->rooms.count; i++)
		report_room(&im->report, im->rooms.row[i]);
	for (size_t i = 0; i < im->p->room_count && st == STATUS_OK; i++)
		if (!leaves(im, &im->rooms, i))
			st = import_room(im, i, &order, last, err);
	return st;
}

static enum status import_track(struct import *im, size_t i, struct err *err)
{
	const struct programme_track *track = &im->p->tracks[i];
	struct values v = import_values(im, text_in(&track->name, NULL));
	struct merge m;
	import_begin(im, &m, &im->tracks, i, NULL);
	import_key(im, &m, "key", track->key);
	merge_field(&m, "name", value_title(&v, "name", &track->name, IDENTIFY_UNTITLED));
	if (import_carries(im, FIELD_TRACK_COLOUR))
		merge_field(&m, "colour", value_colour(&v, track->colour));
	return import_end(im, &m, err);
}

static enum status import_person(struct import *im, size_t i, struct err *err)
{
	const struct programme_person *person = &im->p->people[i];
	struct values v = import_values(im, text_in(&person->name, NULL));
	struct merge m;
	import_begin(im, &m, &im->people, i, NULL);
	import_key(im, &m, "key", person->key);
	merge_key(&m, "number", person->number);
	merge_wording(&m, "name", value_title(&v, "name", &person->name, IDENTIFY_UNTITLED), NULL);
	if (import_carries(im, FIELD_PERSON_COMPANY))
		merge_wording(&m, "company", value_text(&v, "company", &person->company, MAX_LINE), NULL);
	if (import_carries(im, FIELD_PERSON_BIO))
		merge_wording(&m, "bio", value_text(&v, "bio", &person->bio, MAX_TEXT), NULL);
	if (import_carries(im, FIELD_PERSON_URL))
		merge_wording(&m, "url", value_url(&v, person->url), NULL);
	return import_end(im, &m, err);
}

enum status import_named(struct import *im, struct err *err)
{
	enum status st = import_rooms(im, err);
	for (size_t i = 0; i < im->p->track_count && st == STATUS_OK; i++)
		if (!leaves(im, &im->tracks, i))
			st = import_track(im, i, err);
	for (size_t i = 0; i < im->p->person_count && st == STATUS_OK; i++)
		if (!leaves(im, &im->people, i))
			st = import_person(im, i, err);
	return st;
}
