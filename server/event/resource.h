/* A resource: a table whose rows are documents, described field by field.
 *
 * The description drives everything that is the same for all of them: reading
 * and writing the row, checking what comes from outside, and rendering the
 * document. A row in memory is a cJSON object that holds the columns which are
 * not NULL, instants as numbers of UTC milliseconds; a document holds them as
 * the contract shows them. */
#ifndef MADANG_EVENT_RESOURCE_H
#define MADANG_EVENT_RESOURCE_H

#include "base/json.h"
#include "store/db.h"

enum field_kind {
	KIND_STRING, /* one line of plain text */
	KIND_TEXT, /* what people read: a string, or an object by language */
	KIND_INT,
	KIND_INSTANT, /* RFC 3339 outside */
	KIND_BOOL,
	KIND_ENUM, /* one of `of`, "a|b|c" */
	KIND_REF, /* an id in the collection `of` */
	KIND_REFS, /* a list of those, none twice */
	KIND_STRINGS, /* a list of short strings */
	KIND_LANGUAGES, /* a list of language tags (BCP 47) */
	KIND_COLOUR, /* "#rrggbb" */
	KIND_COLOURS, /* an object of "#rrggbb" */
	KIND_JSON, /* ours, as it is */
};

enum field_flag {
	FLAG_READ_ONLY = 1, /* the rules set it, nobody else */
	FLAG_REQUIRED = 2, /* never null */
	FLAG_OPTIONAL = 4, /* left out of the document while it is null */
	FLAG_INTERNAL = 8, /* in the row, not in the document, not from outside */
	FLAG_STEWARD = 16, /* a steward may set it too */
	FLAG_MOMENT = 32, /* how things stand just now: no edit of the programme */
};

struct field {
	const char *name; /* of the member and of the column */
	enum field_kind kind;
	unsigned flags;
	int64_t max; /* bytes of a text, the largest number, the longest list */
	const char *of;
};

struct resource {
	const char *collection; /* and the table's name */
	const char *prefix; /* of its ids: "s" for "s17" */
	const struct field *fields; /* without id, rev and modified (UTC ms, not shown), which all have */
};

/* The resources of the timetable; resource_meetups stands in meetups.h,
 * resource_screens in screens.h. */
extern const struct resource resource_event, resource_days, resource_rooms, resource_tracks, resource_people,
	resource_sessions, resource_announcements;
/* By collection; NULL where there is none. */
const struct resource *resource_find(const char *collection);
/* All of them, a NULL at the end, in the order of the contract. */
const struct resource *const *resource_all(void);
const struct field *resource_field(const struct resource *r, const char *name);

/* The row, owned by the caller (cJSON_Delete); NULL where there is none. */
cJSON *row_load(struct db *db, const struct resource *r, const char *id);
/* The rows of `SELECT … FROM table <tail>`, an owned array; `tail` is a
 * literal such as "WHERE room = ?1 ORDER BY start", with types as db_query. */
cJSON *rows_load(struct db *db, const struct resource *r, const char *tail, const char *types, ...);
/* The same, one row at a time and none kept: for all that there is. `each` must
 * not ask for the same rows again. */
void rows_each(struct db *db, const struct resource *r, void (*each)(void *ctx, const cJSON *row), void *ctx,
	const char *tail, const char *types, ...);
/* Inserts or replaces the row as it stands, rev and all. Nothing else. */
enum status row_write(struct db *db, const struct resource *r, const cJSON *row);
enum status row_delete(struct db *db, const struct resource *r, const char *id);

/* Appends the document of the row. */
void row_render(const struct resource *r, const cJSON *row, struct buf *out);
/* Loads and renders a public document; false where there is no such row. The
 * writer's render. */
bool document_render(struct db *db, const char *collection, const char *id, struct buf *out);

/* Puts the members of `body` (from outside) into `row`. A read-only member is
 * fine where it says what is there already. References are looked up in `db`.
 * Errors, 422 each, naming the member: unknown_field, invalid_field,
 * unknown_reference, read_only, missing_field (a required one set to null). */
enum status row_patch(
	struct db *db, const struct resource *r, cJSON *row, const cJSON *body, struct err *err);
/* Has a new row every required member? Else 422 missing_field. */
enum status row_complete(const struct resource *r, const cJSON *row, struct err *err);

/* Members of a row. */
const char *row_str(const cJSON *row, const char *name); /* NULL while null */
int64_t row_int(const cJSON *row, const char *name, int64_t otherwise);
bool row_has(const cJSON *row, const char *name);
void row_set_str(cJSON *row, const char *name, const char *value); /* NULL: null */
void row_set_int(cJSON *row, const char *name, int64_t value);
void row_set(cJSON *row, const char *name, cJSON *value); /* takes it; NULL: null */
/* Are the members equal (both null counts)? */
bool row_same(const cJSON *a, const cJSON *b, const char *name);

/* A new id, "s17": never one that was used before. */
void id_next(struct db *db, const struct resource *r, char *out, size_t size);
/* Takes `count` new numbers at once: the first of them, for id_write. */
int64_t ids_take(struct db *db, const struct resource *r, int64_t count);
void id_write(const struct resource *r, int64_t number, char *out, size_t size);

#endif
