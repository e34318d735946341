#include "event/resource.h"

#include "base/instant.h"
#include "base/limits.h"
#include "base/text.h"
#include "event/characters.h"
#include "event/meetups.h"
#include "event/private.h"
#include "event/screens.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* --- the descriptions ---------------------------------------------------- */

static const struct field event_fields[] = {
	{"title", KIND_TEXT, FLAG_REQUIRED, MAX_LINE},
	{"acronym", KIND_STRING, FLAG_OPTIONAL, MAX_LINE},
	{"zone", KIND_STRING, FLAG_REQUIRED, MAX_ID},
	{"languages", KIND_LANGUAGES, FLAG_REQUIRED, MAX_LANGUAGES},
	{"days", KIND_STRINGS, FLAG_REQUIRED | FLAG_READ_ONLY, MAX_LIST},
	{"url", KIND_STRING, 0, MAX_LINE},
	{"colours", KIND_COLOURS, 0, MAX_LANGUAGES},
	{"version", KIND_STRING, FLAG_OPTIONAL, MAX_LINE},
	{"max_bookings", KIND_INT, FLAG_REQUIRED, MAX_BOOKINGS},
	{"call_minutes", KIND_INT, FLAG_REQUIRED, MAX_CALL_MINUTES},
	{"confirm_minutes", KIND_INT, FLAG_REQUIRED, MAX_CONFIRM_MINUTES},
	{"imported", KIND_JSON, FLAG_INTERNAL},
	{0},
};

static const struct field day_fields[] = {
	{"start", KIND_INSTANT, FLAG_REQUIRED | FLAG_READ_ONLY},
	{"end", KIND_INSTANT, FLAG_REQUIRED | FLAG_READ_ONLY},
	{0},
};

static const struct field room_fields[] = {
	{"name", KIND_TEXT, FLAG_REQUIRED, MAX_LINE},
	{"kind", KIND_ENUM, FLAG_REQUIRED, 0, "room|booth|table|lobby"},
	{"order", KIND_INT, FLAG_REQUIRED, INT32_MAX},
	{"capacity", KIND_INT, 0, 1000000},
	{"fill", KIND_ENUM, FLAG_STEWARD | FLAG_MOMENT, 0, "free|filling|full"},
	{"fill_at", KIND_INSTANT, FLAG_READ_ONLY | FLAG_MOMENT},
	{"imported", KIND_JSON, FLAG_INTERNAL},
	{0},
};

static const struct field track_fields[] = {
	{"name", KIND_TEXT, FLAG_REQUIRED, MAX_LINE},
	{"colour", KIND_COLOUR, 0},
	{"imported", KIND_JSON, FLAG_INTERNAL},
	{0},
};

static const struct field person_fields[] = {
	{"name", KIND_TEXT, FLAG_REQUIRED, MAX_LINE},
	{"company", KIND_TEXT, 0, MAX_LINE},
	{"bio", KIND_TEXT, 0, MAX_TEXT},
	{"url", KIND_STRING, 0, MAX_LINE},
	{"imported", KIND_JSON, FLAG_INTERNAL},
	{0},
};

static const struct field session_fields[] = {
	{"title", KIND_TEXT, FLAG_REQUIRED, MAX_LINE},
	{"subtitle", KIND_TEXT, 0, MAX_LINE},
	{"abstract", KIND_TEXT, 0, MAX_TEXT},
	{"description", KIND_TEXT, FLAG_OPTIONAL, MAX_TEXT},
	{"type", KIND_STRING, 0, MAX_LINE},
	{"track", KIND_REF, 0, 0, "tracks"},
	{"room", KIND_REF, 0, 0, "rooms"},
	{"also_in", KIND_REFS, FLAG_OPTIONAL, MAX_LIST, "rooms"},
	{"start", KIND_INSTANT, 0},
	{"duration", KIND_INT, FLAG_REQUIRED, MAX_DURATION_MINUTES},
	{"length", KIND_INT, FLAG_OPTIONAL, MAX_DURATION_MINUTES},
	{"language", KIND_STRING, 0, MAX_ID},
	{"people", KIND_REFS, FLAG_REQUIRED, MAX_LIST, "people"},
	{"url", KIND_STRING, FLAG_OPTIONAL, MAX_LINE},
	{"licence", KIND_STRING, FLAG_OPTIONAL, MAX_LINE},
	{"no_recording", KIND_BOOL, FLAG_OPTIONAL},
	{"status", KIND_ENUM, FLAG_REQUIRED, 0, "scheduled|live|ended|cancelled|hidden"},
	{"held", KIND_BOOL, FLAG_INTERNAL | FLAG_REQUIRED},
	{"expected_start", KIND_INSTANT, 0},
	{"expected_end", KIND_INSTANT, 0},
	{"moved_from", KIND_JSON, FLAG_OPTIONAL | FLAG_READ_ONLY},
	{"replaced_by", KIND_REF, FLAG_OPTIONAL, 0, "sessions"},
	{"note", KIND_TEXT, 0, MAX_LINE},
	{"imported", KIND_JSON, FLAG_INTERNAL},
	{0},
};

static const struct field announcement_fields[] = {
	{"text", KIND_TEXT, FLAG_REQUIRED, MAX_LINE},
	{"level", KIND_ENUM, FLAG_REQUIRED, 0, "info|urgent"},
	{"from", KIND_INSTANT, FLAG_REQUIRED},
	{"until", KIND_INSTANT, 0},
	{0},
};

static const struct field meetup_fields[] = {
	{"title", KIND_TEXT, 0, MAX_LINE},
	{"note", KIND_TEXT, 0, MAX_LINE},
	{"host", KIND_REF, FLAG_REQUIRED, 0, "people"},
	{"session", KIND_REF, 0, 0, "sessions"},
	{"place", KIND_REF, FLAG_REQUIRED, 0, "rooms"},
	{"start", KIND_INSTANT, FLAG_REQUIRED},
	{"end", KIND_INSTANT, FLAG_REQUIRED},
	{"slot_minutes", KIND_INT, FLAG_REQUIRED, MAX_SLOT_MINUTES},
	{"seats", KIND_INT, FLAG_REQUIRED, MAX_SLOT_SEATS},
	{"walk_in", KIND_BOOL, FLAG_REQUIRED},
	{"draw", KIND_BOOL, FLAG_REQUIRED},
	{"opens", KIND_INSTANT, 0},
	{"status", KIND_ENUM, FLAG_REQUIRED, 0, "open|closed|cancelled"},
	{"follows", KIND_INSTANT, FLAG_INTERNAL},
	{0},
};

static const struct field screen_fields[] = {
	{"name", KIND_STRING, FLAG_REQUIRED, MAX_SCREEN_NAME},
	{"place", KIND_STRING, 0, MAX_SCREEN_NAME},
	{"boards", KIND_JSON, FLAG_REQUIRED},
	{"languages", KIND_LANGUAGES, FLAG_REQUIRED, MAX_SCREEN_LANGUAGES},
	{"theme", KIND_ENUM, FLAG_REQUIRED, 0, "dark|light"},
	{"locked", KIND_BOOL, FLAG_REQUIRED | FLAG_READ_ONLY},
	{"identify_until", KIND_INSTANT, FLAG_READ_ONLY | FLAG_MOMENT},
	{"reload", KIND_INT, FLAG_REQUIRED | FLAG_READ_ONLY | FLAG_MOMENT, INT32_MAX},
	{"paired_at", KIND_INSTANT, FLAG_READ_ONLY},
	{0},
};

const struct resource resource_event = {"event", "", event_fields};
const struct resource resource_days = {"days", "", day_fields};
const struct resource resource_rooms = {"rooms", "r", room_fields};
const struct resource resource_tracks = {"tracks", "t", track_fields};
const struct resource resource_people = {"people", "p", person_fields};
const struct resource resource_sessions = {"sessions", "s", session_fields};
const struct resource resource_announcements = {"announcements", "a", announcement_fields};
const struct resource resource_meetups = {"meetups", "m", meetup_fields};
const struct resource resource_screens = {"screens", "", screen_fields};

const struct resource *const *resource_all(void)
{
	static const struct resource *const all[] = {&resource_event, &resource_days, &resource_rooms,
		&resource_tracks, &resource_people, &resource_sessions, &resource_announcements,
		&resource_meetups, &resource_screens, NULL};
	return all;
}

const struct resource *resource_find(const char *collection)
{
	for (const struct resource *const *r = resource_all(); *r; r++)
		if (strcmp((*r)->collection, collection) == 0)
			return *r;
	return NULL;
}

const struct field *resource_field(const struct resource *r, const char *name)
{
	for (const struct field *f = r->fields; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/* --- members ------------------------------------------------------------- */

const char *row_str(const cJSON *row, const char *name)
{
	return json_str(row, name);
}

int64_t row_int(const cJSON *row, const char *name, int64_t otherwise)
{
	const cJSON *item = json_get(row, name);
	return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : otherwise;
}

bool row_has(const cJSON *row, const char *name)
{
	return json_get(row, name) != NULL;
}

void row_set(cJSON *row, const char *name, cJSON *value)
{
	cJSON_DeleteItemFromObjectCaseSensitive(row, name);
	if (value)
		cJSON_AddItemToObject(row, name, value);
}

void row_set_str(cJSON *row, const char *name, const char *value)
{
	row_set(row, name, value ? cJSON_CreateString(value) : NULL);
}

void row_set_int(cJSON *row, const char *name, int64_t value)
{
	row_set(row, name, cJSON_CreateNumber((double)value));
}

bool row_same(const cJSON *a, const cJSON *b, const char *name)
{
	const cJSON *x = json_get(a, name), *y = json_get(b, name);
	return x && y ? cJSON_Compare(x, y, true) : x == y;
}

/* --- rows and the table -------------------------------------------------- */

enum { MAX_SQL = 1024 };

static bool is_stored_as_int(const struct field *f)
{
	return f->kind == KIND_INT || f->kind == KIND_INSTANT || f->kind == KIND_BOOL;
}

static bool is_stored_plain(const struct field *f)
{
	return f->kind == KIND_STRING || f->kind == KIND_COLOUR || f->kind == KIND_ENUM ||
		f->kind == KIND_REF;
}

/* Of the fields without those `flags`. */
static void add_columns(const struct resource *r, unsigned flags, struct buf *sql)
{
	buf_add_str(sql, "id, rev, modified");
	for (const struct field *f = r->fields; f->name; f++) {
		if (f->flags & flags)
			continue;
		buf_add_str(sql, ", \"");
		buf_add_str(sql, f->name);
		buf_add_str(sql, "\"");
	}
}

static cJSON *read_column(struct stmt *s, int column, const struct field *f)
{
	if (stmt_is_null(s, column))
		return NULL;
	if (f->kind == KIND_BOOL)
		return cJSON_CreateBool(stmt_int(s, column) != 0);
	if (is_stored_as_int(f))
		return cJSON_CreateNumber((double)stmt_int(s, column));
	const char *text = stmt_text(s, column);
	return is_stored_plain(f) ? cJSON_CreateString(text) : cJSON_Parse(text);
}

static cJSON *read_row(struct stmt *s, const struct resource *r, unsigned flags)
{
	cJSON *row = cJSON_CreateObject();
	row_set_str(row, "id", stmt_text(s, 0));
	row_set_int(row, "rev", stmt_int(s, 1));
	row_set_int(row, "modified", stmt_int(s, 2));
	int column = 3;
	for (const struct field *f = r->fields; f->name; f++) {
		if (f->flags & flags)
			continue;
		/* Added without looking for an old one: the row is new. */
		cJSON *value = read_column(s, column++, f);
		if (value)
			cJSON_AddItemToObjectCS(row, f->name, value);
	}
	return row;
}

static cJSON *load_without(struct db *db, const struct resource *r, unsigned flags, const char *id)
{
	struct buf sql = BUF_INIT(MAX_SQL);
	buf_add_str(&sql, "SELECT ");
	add_columns(r, flags, &sql);
	buf_addf(&sql, " FROM %s WHERE id = ?1", r->collection);
	struct stmt *s = db_query(db, sql.data, "s", id);
	cJSON *row = stmt_row(s) ? read_row(s, r, flags) : NULL;
	stmt_end(s);
	buf_clear(&sql);
	return row;
}

cJSON *row_load(struct db *db, const struct resource *r, const char *id)
{
	return load_without(db, r, 0, id);
}

static struct stmt *start_rows(
	struct db *db, const struct resource *r, const char *tail, const char *types, va_list ap)
{
	struct buf sql = BUF_INIT(MAX_SQL);
	buf_add_str(&sql, "SELECT ");
	add_columns(r, 0, &sql);
	buf_addf(&sql, " FROM %s %s", r->collection, tail);
	struct stmt *s = db_query(db, sql.data, "");
	buf_clear(&sql);
	for (int i = 1; *types; types++, i++) {
		if (*types == 's')
			stmt_bind_text(s, i, va_arg(ap, const char *));
		else
			stmt_bind_int(s, i, va_arg(ap, int64_t));
	}
	return s;
}

cJSON *rows_load(struct db *db, const struct resource *r, const char *tail, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start_rows(db, r, tail, types, ap);
	va_end(ap);
	cJSON *rows = cJSON_CreateArray();
	while (stmt_row(s))
		cJSON_AddItemToArray(rows, read_row(s, r, 0));
	stmt_end(s);
	return rows;
}

void rows_each(struct db *db, const struct resource *r, void (*each)(void *ctx, const cJSON *row), void *ctx,
	const char *tail, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct stmt *s = start_rows(db, r, tail, types, ap);
	va_end(ap);
	while (stmt_row(s)) {
		cJSON *row = read_row(s, r, 0);
		each(ctx, row);
		cJSON_Delete(row);
	}
	stmt_end(s);
}

static void bind_column(struct stmt *s, int index, const struct field *f, const cJSON *value)
{
	if (!value) {
		stmt_bind_text(s, index, NULL);
	} else if (f->kind == KIND_BOOL) {
		stmt_bind_int(s, index, cJSON_IsTrue(value));
	} else if (is_stored_as_int(f)) {
		stmt_bind_int(s, index, (int64_t)value->valuedouble);
	} else if (is_stored_plain(f)) {
		stmt_bind_text(s, index, value->valuestring);
	} else {
		struct buf json = BUF_INIT(SIZE_MAX / 2);
		json_write(value, &json);
		stmt_bind_text(s, index, json.data);
		buf_clear(&json);
	}
}

enum status row_write(struct db *db, const struct resource *r, const cJSON *row)
{
	/* An upsert, not REPLACE: that would delete the row and break what names it. */
	struct buf sql = BUF_INIT(2 * MAX_SQL);
	buf_addf(&sql, "INSERT INTO %s (", r->collection);
	add_columns(r, 0, &sql);
	buf_add_str(&sql, ") VALUES (?1, ?2, ?3");
	for (const struct field *f = r->fields; f->name; f++)
		buf_add_str(&sql, ", ?"); /* counts on from the one before */
	buf_add_str(
		&sql, ") ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, modified = excluded.modified");
	for (const struct field *f = r->fields; f->name; f++) {
		/* Without printf: an import comes by thousands of times. */
		buf_add_str(&sql, ", \"");
		buf_add_str(&sql, f->name);
		buf_add_str(&sql, "\" = excluded.\"");
		buf_add_str(&sql, f->name);
		buf_add_str(&sql, "\"");
	}
	struct stmt *s = db_query(
		db, sql.data, "sii", row_str(row, "id"), row_int(row, "rev", 1), row_int(row, "modified", 0));
	int index = 4;
	for (const struct field *f = r->fields; f->name; f++)
		bind_column(s, index++, f, json_get(row, f->name));
	buf_clear(&sql);
	return stmt_run(s);
}

enum status row_delete(struct db *db, const struct resource *r, const char *id)
{
	char sql[80];
	snprintf(sql, sizeof sql, "DELETE FROM %s WHERE id = ?1", r->collection);
	return db_run(db, sql, "s", id);
}

int64_t ids_take(struct db *db, const struct resource *r, int64_t count)
{
	int64_t last = db_int(db, 0,
		"INSERT INTO ids (prefix, last) VALUES (?1, ?2) "
		"ON CONFLICT (prefix) DO UPDATE SET last = last + excluded.last RETURNING last",
		"si", r->prefix, count);
	return last - count + 1;
}

void id_write(const struct resource *r, int64_t number, char *out, size_t size)
{
	snprintf(out, size, "%s%" PRId64, r->prefix, number);
}

void id_next(struct db *db, const struct resource *r, char *out, size_t size)
{
	id_write(r, ids_take(db, r, 1), out, size);
}

/* --- documents ----------------------------------------------------------- */

static void render_value(const struct field *f, const cJSON *value, struct buf *out)
{
	if (value && f->kind == KIND_INSTANT) {
		char text[INSTANT_TEXT];
		instant_format((int64_t)value->valuedouble, text);
		buf_add_json(out, text);
	} else {
		json_write(value, out);
	}
}

void row_render(const struct resource *r, const cJSON *row, struct buf *out)
{
	buf_add_str(out, "{\"id\":");
	buf_add_json(out, row_str(row, "id"));
	if (r == &resource_days) {
		buf_add_str(out, ",\"date\":");
		buf_add_json(out, row_str(row, "id"));
	}
	for (const struct field *f = r->fields; f->name; f++) {
		const cJSON *value = json_get(row, f->name);
		if (f->flags & FLAG_INTERNAL || (!value && f->flags & FLAG_OPTIONAL))
			continue;
		/* Without printf: an import comes by ten thousands of times. */
		buf_add_str(out, ",\"");
		buf_add_str(out, f->name);
		buf_add_str(out, "\":");
		render_value(f, value, out);
	}
	buf_addf(out, ",\"rev\":%" PRId64 "}", row_int(row, "rev", 1));
}

bool document_render(struct db *db, const char *collection, const char *id, struct buf *out)
{
	if (strcmp(collection, "characters") == 0)
		return character_render(db, id, out);
	if (strcmp(collection, "slots") == 0)
		return slot_render(db, id, out);
	if (strcmp(collection, "lines") == 0)
		return line_render(db, id, out);
	const struct resource *r = resource_find(collection);
	cJSON *row = r ? load_without(db, r, FLAG_INTERNAL, id) : NULL;
	if (row)
		row_render(r, row, out);
	cJSON_Delete(row);
	return row != NULL;
}

/* --- what comes from outside --------------------------------------------- */

static enum status wrong(const struct field *f, const char *expected, struct err *err)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s: %s", f->name, expected);
}

/* Schedule files bring U+2028 and its like in titles; those do no harm. */
static bool is_line(const char *s, int64_t max_bytes)
{
	for (const char *p = s; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			return false;
	return (int64_t)strlen(s) <= max_bytes;
}

static bool is_text_form(const struct field *f, const cJSON *value)
{
	const char *s = cJSON_GetStringValue(value);
	if (!s || (int64_t)strlen(s) > f->max)
		return false;
	if (f->max <= MAX_LINE && !is_line(s, f->max))
		return false;
	return !(f->flags & FLAG_REQUIRED) || !text_is_blank(s);
}

static enum status check_text(const struct field *f, const cJSON *value, struct err *err)
{
	if (cJSON_IsString(value))
		return is_text_form(f, value) ? STATUS_OK
					      : wrong(f, "is blank, too long, or not one line", err);
	int forms = cJSON_IsObject(value) ? cJSON_GetArraySize(value) : 0;
	if (forms < 1 || forms > MAX_LANGUAGES)
		return wrong(f, "must be a string, or an object of strings by language", err);
	const cJSON *form;
	cJSON_ArrayForEach(form, value)
		if (!text_is_language_tag(form->string) || !is_text_form(f, form))
			return wrong(f, "must be a string, or an object of strings by language", err);
	return STATUS_OK;
}

static bool is_one_of(const char *s, const char *choices)
{
	size_t len = strchr(s, '|') ? 0 : strlen(s);
	for (const char *p = choices; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
		if (len && strncmp(p, s, len) == 0 && (p[len] == '|' || !p[len]))
			return true;
	return false;
}

static bool exists(struct db *db, const char *collection, const char *id)
{
	char sql[80];
	snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE id = ?1", collection);
	return db_int(db, 0, sql, "s", id) == 1;
}

static enum status check_ref(struct db *db, const struct field *f, const cJSON *value, struct err *err)
{
	const char *id = cJSON_GetStringValue(value);
	if (!id)
		return wrong(f, "must be an id", err);
	if (!exists(db, f->of, id))
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_reference", "%s: there is no %s/%s",
			f->name, f->of, id);
	return STATUS_OK;
}

static bool is_repeated(const cJSON *list, const cJSON *item)
{
	for (const cJSON *before = list->child; before != item; before = before->next)
		if (cJSON_Compare(before, item, true))
			return true;
	return false;
}

static enum status check_list(struct db *db, const struct field *f, const cJSON *value, struct err *err)
{
	if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) > f->max)
		return wrong(f, "must be a list, and not too long", err);
	const cJSON *item;
	cJSON_ArrayForEach(item, value) {
		if (!cJSON_IsString(item) || !is_line(item->valuestring, MAX_ID) || is_repeated(value, item))
			return wrong(f, "must hold short strings, none twice", err);
		enum status st = f->kind == KIND_REFS ? check_ref(db, f, item, err) : STATUS_OK;
		if (f->kind == KIND_LANGUAGES && !text_is_language_tag(item->valuestring))
			st = wrong(f, "must hold language tags such as ko, en", err);
		if (st != STATUS_OK)
			return st;
	}
	return STATUS_OK;
}

static bool is_colour(const cJSON *value)
{
	const char *s = cJSON_GetStringValue(value);
	return s && strlen(s) == 7 && s[0] == '#' && strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

static enum status check_colours(const struct field *f, const cJSON *value, struct err *err)
{
	if (!cJSON_IsObject(value) || cJSON_GetArraySize(value) > f->max)
		return wrong(f, "must be an object of colours", err);
	const cJSON *colour;
	cJSON_ArrayForEach(colour, value)
		if (!is_line(colour->string, MAX_ID) || !is_colour(colour))
			return wrong(f, "must be an object of colours \"#rrggbb\"", err);
	return STATUS_OK;
}

static enum status check_value(struct db *db, const struct field *f, const cJSON *value, struct err *err)
{
	int64_t number;
	switch (f->kind) {
	case KIND_STRING:
		return cJSON_IsString(value) && is_line(value->valuestring, f->max)
			? STATUS_OK
			: wrong(f, "must be a string of one line, and not too long", err);
	case KIND_TEXT: return check_text(f, value, err);
	case KIND_INT:
		return json_int(value, 0, f->max, &number) ? STATUS_OK
							   : wrong(f, "must be a whole number in range", err);
	case KIND_BOOL: return cJSON_IsBool(value) ? STATUS_OK : wrong(f, "must be true or false", err);
	case KIND_ENUM:
		return cJSON_IsString(value) && is_one_of(value->valuestring, f->of) ? STATUS_OK
										     : wrong(f, f->of, err);
	case KIND_REF: return check_ref(db, f, value, err);
	case KIND_REFS:
	case KIND_LANGUAGES:
	case KIND_STRINGS: return check_list(db, f, value, err);
	case KIND_COLOUR: return is_colour(value) ? STATUS_OK : wrong(f, "must be \"#rrggbb\"", err);
	case KIND_COLOURS: return check_colours(f, value, err);
	case KIND_INSTANT:
	case KIND_JSON: break;
	}
	return wrong(f, "cannot be set", err);
}

/* The value as the row holds it, owned; NULL (and `err` filled) if it is wrong. */
static cJSON *take_value(struct db *db, const struct field *f, const cJSON *value, struct err *err)
{
	if (f->kind == KIND_INSTANT) {
		int64_t ms;
		const char *s = cJSON_GetStringValue(value);
		if (s && instant_parse(s, &ms, NULL))
			return cJSON_CreateNumber((double)ms);
		wrong(f, "must be an instant such as 2019-08-29T02:00:00Z", err);
		return NULL;
	}
	return check_value(db, f, value, err) == STATUS_OK ? cJSON_Duplicate(value, true) : NULL;
}

/* A client that sends a whole document back means no change where it says
 * what is there. */
static bool says_the_same(const struct resource *r, const cJSON *row, const cJSON *member)
{
	struct buf there = BUF_INIT(SIZE_MAX / 2);
	row_render(r, row, &there);
	cJSON *document = cJSON_Parse(there.data);
	const cJSON *now = json_get(document, member->string);
	bool same = now ? cJSON_Compare(now, member, true) : cJSON_IsNull(member);
	cJSON_Delete(document);
	buf_clear(&there);
	return same;
}

static enum status patch_member(
	struct db *db, const struct resource *r, cJSON *row, const cJSON *member, struct err *err)
{
	const struct field *f = resource_field(r, member->string);
	bool ours = strcmp(member->string, "id") == 0 || strcmp(member->string, "rev") == 0;
	if ((!f && !ours) || (f && f->flags & FLAG_INTERNAL))
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_field", "%s has no field %s",
			r->collection, member->string);
	if (ours || f->flags & FLAG_READ_ONLY)
		return says_the_same(r, row, member)
			? STATUS_OK
			: err_set(err, STATUS_UNPROCESSABLE, "read_only", "%s cannot be set", member->string);
	if (cJSON_IsNull(member)) {
		if (f->flags & FLAG_REQUIRED)
			return err_set(
				err, STATUS_UNPROCESSABLE, "missing_field", "%s cannot be null", f->name);
		row_set(row, f->name, NULL);
		return STATUS_OK;
	}
	cJSON *value = take_value(db, f, member, err);
	if (!value)
		return err->status;
	row_set(row, f->name, value);
	return STATUS_OK;
}

enum status row_patch(struct db *db, const struct resource *r, cJSON *row, const cJSON *body, struct err *err)
{
	if (!cJSON_IsObject(body))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_body", "the body must be an object");
	const cJSON *member;
	cJSON_ArrayForEach(member, body) {
		enum status st = patch_member(db, r, row, member, err);
		if (st != STATUS_OK)
			return st;
	}
	return STATUS_OK;
}

enum status row_complete(const struct resource *r, const cJSON *row, struct err *err)
{
	for (const struct field *f = r->fields; f->name; f++)
		if (f->flags & FLAG_REQUIRED && !row_has(row, f->name))
			return err_set(err, STATUS_UNPROCESSABLE, "missing_field", "%s is missing", f->name);
	return STATUS_OK;
}
