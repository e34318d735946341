#include "formats/columns.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/limits.h"
#include "formats/clean.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

const char *const columns_fields[] = {"title", "subtitle", "abstract", "description", "type", "track", "room",
	"date", "start", "end", "end_date", "all_day", "duration", "language", "people", "id", "url",
	"status", "private", "zone", "dates", NULL};
enum { FIELDS = sizeof columns_fields / sizeof *columns_fields };

struct columns {
	size_t count;
	struct {
		const char *field; /* one of columns_fields */
		char *name;
	} pairs[FIELDS];
};

static enum status invalid(struct err *err, const char *what, const char *which)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_columns", "columns: %s%.60s", what, which);
}

static const char *known_field(const char *name)
{
	for (size_t i = 0; columns_fields[i]; i++)
		if (strcmp(columns_fields[i], name) == 0)
			return columns_fields[i];
	return NULL;
}

static enum status add(struct columns *c, const char *field, const char *name, struct err *err)
{
	const char *known = known_field(field);
	if (!known) {
		char *all = g_strjoinv(", ", (char **)columns_fields);
		err_set(err, STATUS_UNPROCESSABLE, "invalid_columns",
			"columns: \"%.40s\" is no field; there are %s", field, all);
		g_free(all);
		return STATUS_UNPROCESSABLE;
	}
	if (columns_name(c, field))
		return invalid(err, "named twice: ", field);
	char *own = g_strstrip(g_strdup(name));
	bool taken = *own && columns_field(c, own);
	if (taken)
		invalid(err, "asked for as two fields: ", own);
	c->pairs[c->count].field = known;
	c->pairs[c->count++].name = own;
	return taken ? STATUS_UNPROCESSABLE : STATUS_OK;
}

static enum status parse_pairs(struct columns *c, const char *text, struct err *err)
{
	char **pairs = g_strsplit(text, ",", -1);
	enum status st = STATUS_OK;
	for (char **pair = pairs; *pair && st == STATUS_OK; pair++) {
		char *equals = strchr(*pair, '=');
		if (!equals) {
			st = invalid(err, "not of the form field=Name: ", *pair);
			break;
		}
		*equals = '\0';
		st = add(c, g_strstrip(*pair), equals + 1, err);
	}
	g_strfreev(pairs);
	return st;
}

static enum status parse_object(struct columns *c, const char *text, struct err *err)
{
	cJSON *object = NULL;
	struct err why;
	if (json_parse(text, strlen(text), MAX_JSON_DEPTH, &object, &why) != STATUS_OK)
		return invalid(err, "", why.detail);
	enum status st = STATUS_OK;
	for (const cJSON *item = object->child; item && st == STATUS_OK; item = item->next)
		st = cJSON_IsString(item) ? add(c, item->string, item->valuestring, err)
					  : invalid(err, "not a string: ", item->string);
	cJSON_Delete(object);
	return st;
}

enum status columns_parse(const char *text, struct columns **ret, struct err *err)
{
	struct columns *c = xcalloc(1, sizeof *c);
	text += strspn(text, " \t");
	enum status st = *text == '{' ? parse_object(c, text, err) : parse_pairs(c, text, err);
	if (st == STATUS_OK)
		*ret = c;
	else
		columns_destroy(c);
	return st;
}

void columns_destroy(struct columns *c)
{
	for (size_t i = 0; c && i < c->count; i++)
		g_free(c->pairs[i].name);
	free(c);
}

const char *columns_name(const struct columns *c, const char *field)
{
	for (size_t i = 0; c && i < c->count; i++)
		if (strcmp(c->pairs[i].field, field) == 0)
			return c->pairs[i].name;
	return NULL;
}

static bool same_name(const char *a, const char *b)
{
	char *x = clean_fold(a), *y = clean_fold(b);
	bool same = strcmp(g_strstrip(x), g_strstrip(y)) == 0;
	g_free(x);
	g_free(y);
	return same;
}

const char *columns_field(const struct columns *c, const char *name)
{
	for (size_t i = 0; c && i < c->count; i++)
		if (same_name(c->pairs[i].name, name))
			return c->pairs[i].field;
	return NULL;
}

size_t columns_count(const struct columns *c)
{
	return c ? c->count : 0;
}

const char *columns_pair(const struct columns *c, size_t i, const char **ret_name)
{
	*ret_name = c->pairs[i].name;
	return c->pairs[i].field;
}
