#include "event/merge.h"

#include "base/hash.h"
#include "base/instant.h"
#include "base/limits.h"
#include "formats/clean.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- what the file said last ---------------------------------------------- */

const cJSON *merge_keys_of(const cJSON *row, const char *name)
{
	return json_get(json_get(json_get(row, "imported"), "keys"), name);
}

const cJSON *merge_said(const cJSON *row, const char *name)
{
	return json_get(json_get(json_get(row, "imported"), "fields"), name);
}

bool merge_heard(const cJSON *row, const char *format)
{
	return json_get(json_get(json_get(row, "imported"), "heard"), format) != NULL;
}

static cJSON *member_object(cJSON *object, const char *name)
{
	cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
	return member ? member : cJSON_AddObjectToObject(object, name);
}

cJSON *merge_imported(struct merge *m)
{
	return member_object(m->row, "imported");
}

/* A text as `fields` keeps it: no longer than a digest, which so can be no
 * text of its own. */
static cJSON *digested(const cJSON *text)
{
	enum { SHORT = 64 };
	char digest[8 + SHA256_HEX] = "sha256:";
	const char *s = cJSON_GetStringValue(text);
	if (!s || strlen(s) <= SHORT)
		return cJSON_Duplicate(text, true);
	sha256_hex(s, strlen(s), digest + strlen(digest));
	return cJSON_CreateString(digest);
}

/* The value as `fields` keeps it, owned. Lines stay as they are, since rows
 * are found again by them. */
static cJSON *said_form(const struct merge *m, const char *name, const cJSON *value)
{
	const struct field *f = resource_field(m->resource, name);
	bool long_text = f->kind == KIND_TEXT && f->max > MAX_LINE;
	if (!value)
		return NULL;
	if (!long_text || !cJSON_IsObject(value))
		return long_text ? digested(value) : cJSON_Duplicate(value, true);
	cJSON *forms = cJSON_CreateObject();
	for (const cJSON *form = value->child; form; form = form->next)
		cJSON_AddItemToObject(forms, form->string, digested(form));
	return forms;
}

/* --- forms by language ---------------------------------------------------- */

static bool same(const cJSON *a, const cJSON *b)
{
	return a && b ? cJSON_Compare(a, b, true) : a == b;
}

/* The form of `object` that a plain string from the file speaks of. */
static const cJSON *form_meant(const cJSON *object, const cJSON *string, const char *lang)
{
	const cJSON *form;
	cJSON_ArrayForEach(form, object)
		if (same(form, string))
			return form;
	form = cJSON_GetObjectItemCaseSensitive(object, lang);
	return form ? form : object->child;
}

/* `there` with what the file says put into it, owned. A plain string replaces
 * one form of a text, an object its own members; all else is replaced whole. */
static cJSON *with_file(const cJSON *there, const cJSON *file, const char *lang)
{
	if (!file)
		return NULL;
	if (!cJSON_IsObject(there) || !there->child || !(cJSON_IsObject(file) || cJSON_IsString(file)))
		return cJSON_Duplicate(file, true);
	cJSON *mixed = cJSON_Duplicate(there, true);
	if (cJSON_IsString(file)) {
		const char *name = form_meant(there, file, lang)->string;
		cJSON_ReplaceItemInObjectCaseSensitive(mixed, name, cJSON_Duplicate(file, true));
	}
	for (const cJSON *form = cJSON_IsObject(file) ? file->child : NULL; form; form = form->next)
		row_set(mixed, form->string, cJSON_Duplicate(form, true));
	return mixed;
}

/* The form in which a plain string stands for the file's language. */
static const cJSON *form_in(const cJSON *value, const char *name, const char *lang)
{
	if (cJSON_IsObject(value))
		return json_get(value, name);
	return strcmp(name, lang) == 0 ? value : NULL;
}

/* Nobody and nothing, which a row holds where no file has said anything. */
static bool is_blank(const cJSON *value)
{
	return !value || (cJSON_IsArray(value) && !value->child) ||
		(cJSON_IsNumber(value) && value->valuedouble == 0);
}

/* Is what stands here, as far as `wanted` would change it, what the file had
 * said? Then the desk has not touched it. */
static bool untouched(const struct merge *m, const char *name, const cJSON *here, const cJSON *wanted)
{
	const cJSON *said = merge_said(m->old, name);
	cJSON *form_here = said_form(m, name, here);
	bool yes = same(form_here, said) || (!said && is_blank(here));
	if (!yes && cJSON_IsObject(here) && cJSON_IsObject(wanted)) {
		yes = true;
		for (const cJSON *form = wanted->child; form && yes; form = form->next)
			yes = same(form, json_get(here, form->string)) ||
				same(json_get(form_here, form->string),
					form_in(said, form->string, m->context->lang));
	}
	cJSON_Delete(form_here);
	return yes;
}

/* --- the report's words --------------------------------------------------- */

static cJSON *shown(const struct resource *r, const char *name, const cJSON *value)
{
	const struct field *f = resource_field(r, name);
	if (!value)
		return cJSON_CreateNull();
	if (!f || f->kind != KIND_INSTANT)
		return cJSON_Duplicate(value, true);
	char text[INSTANT_TEXT];
	instant_format((int64_t)value->valuedouble, text);
	return cJSON_CreateString(text);
}

void merge_changed(struct merge *m, const char *name)
{
	cJSON *change = cJSON_CreateObject();
	cJSON_AddItemToObject(change, "from", shown(m->resource, name, json_get(m->old, name)));
	cJSON_AddItemToObject(change, "to", shown(m->resource, name, json_get(m->row, name)));
	row_set(m->changes, name, change);
}

static void add_value(struct buf *line, const struct resource *r, const char *name, const cJSON *value)
{
	enum { MAX_SHOWN = 120 };
	cJSON *item = shown(r, name, value);
	struct buf json = BUF_INIT(SIZE_MAX / 2);
	json_write(item, &json);
	if (json.len > MAX_SHOWN) {
		size_t cut = MAX_SHOWN;
		while (((unsigned char)json.data[cut] & 0xC0) == 0x80)
			cut--;
		buf_add(line, json.data, cut);
		buf_add_str(line, "…");
	} else {
		buf_add(line, json.data, json.len);
	}
	buf_clear(&json);
	cJSON_Delete(item);
}

/* Both changed it, and differently: the desk is nearer to what goes on. */
static void warn_kept(const struct merge *m, const char *name, const cJSON *here, const cJSON *file)
{
	struct buf line = BUF_INIT(SIZE_MAX / 2);
	const cJSON *title = json_get(m->row, m->resource == &resource_sessions ? "title" : "name");
	buf_addf(&line, "%s/%s", m->resource->collection, row_str(m->row, "id"));
	if (title) {
		buf_add_char(&line, ' ');
		add_value(&line, m->resource, "title", title);
	}
	buf_addf(&line, ": %s was changed here; kept ", name);
	add_value(&line, m->resource, name, here);
	buf_add_str(&line, ", the file says ");
	add_value(&line, m->resource, name, file);
	cJSON_AddItemToArray(m->context->warnings, cJSON_CreateString(line.data));
	buf_clear(&line);
}

/* --- the comparison ------------------------------------------------------- */

void merge_begin(struct merge *m, const struct merge_context *context, const struct resource *r,
	const cJSON *old, cJSON *row)
{
	*m = (struct merge){
		.context = context,
		.resource = r,
		.old = old,
		.row = row ? row : cJSON_Duplicate(old, true),
		.changes = cJSON_CreateObject(),
	};
}

void merge_finish(struct merge *m)
{
	cJSON_Delete(m->row);
	cJSON_Delete(m->changes);
	m->row = m->changes = NULL;
}

bool merge_differs(const struct merge *m)
{
	return !m->old || m->changes->child;
}

bool merge_learned(const struct merge *m)
{
	/* A row made here, of which the file repeats what it says, stays ours. */
	return m->learned_key || (m->learned_field && row_has(m->old, "imported"));
}

void merge_remember(struct merge *m, const char *name, cJSON *said)
{
	row_set(member_object(merge_imported(m), "fields"), name, said);
	m->learned_field = true;
}

static void apply(struct merge *m, const char *name, const cJSON *value)
{
	row_set(m->row, name, value ? cJSON_Duplicate(value, true) : NULL);
	if (m->old)
		merge_changed(m, name);
}

void merge_field(struct merge *m, const char *name, cJSON *value)
{
	const char *lang = m->context->lang;
	const cJSON *here = m->old ? json_get(m->old, name) : NULL;
	const cJSON *said = m->old ? merge_said(m->old, name) : NULL;
	cJSON *said_value = said_form(m, name, value);
	cJSON *said_now = with_file(said, said_value, lang);
	cJSON *wanted = with_file(here, value, lang);
	bool agrees = m->old && same(wanted, here), repeats = m->old && same(said_now, said);
	if (!agrees && !repeats) {
		if (!m->old || untouched(m, name, here, wanted))
			apply(m, name, wanted);
		else
			warn_kept(m, name, here, value);
	}
	/* Our own export repeats the desk's edits: they must not be taken for the
	 * source's, or its next file would undo them. */
	if (!repeats && !(agrees && m->context->own)) {
		merge_remember(m, name, said_now);
		said_now = NULL;
	}
	cJSON_Delete(said_now);
	cJSON_Delete(said_value);
	cJSON_Delete(wanted);
	cJSON_Delete(value);
}

void merge_key(struct merge *m, const char *name, const char *key)
{
	const cJSON *item;
	if (!key)
		return;
	cJSON_ArrayForEach(item, merge_keys_of(m->row, name))
		if (strcmp(item->valuestring, key) == 0)
			return;
	cJSON *keys = member_object(merge_imported(m), "keys");
	cJSON *list = cJSON_GetObjectItemCaseSensitive(keys, name);
	if (!list)
		list = cJSON_AddArrayToObject(keys, name);
	cJSON_AddItemToArray(list, cJSON_CreateString(key));
	if (cJSON_GetArraySize(list) > MERGE_KEYS)
		cJSON_DeleteItemFromArray(list, 0);
	m->learned_key = true;
}

/* --- wording -------------------------------------------------------------- */

/* FNV-1a: enough to see that a text is not the one it was. */
static uint64_t add_to_print(uint64_t print, const char *s)
{
	for (const unsigned char *p = (const unsigned char *)s; *p; p++)
		print = (print ^ *p) * UINT64_C(1099511628211);
	return (print ^ '\n') * UINT64_C(1099511628211);
}

/* "" for nothing. */
static void wording_print(const cJSON *value, char out[20])
{
	uint64_t print = UINT64_C(14695981039346656037);
	*out = '\0';
	if (cJSON_IsString(value))
		print = add_to_print(print, value->valuestring);
	for (const cJSON *form = cJSON_IsObject(value) ? value->child : NULL; form; form = form->next)
		print = add_to_print(add_to_print(print, form->string), form->valuestring);
	if (value)
		snprintf(out, 20, "%016" PRIx64, print);
}

static bool same_folded(const cJSON *a, const cJSON *b)
{
	if (!cJSON_IsString(a) || !cJSON_IsString(b))
		return same(a, b);
	char *x = clean_fold(a->valuestring), *y = clean_fold(b->valuestring);
	bool yes = strcmp(x, y) == 0;
	g_free(x);
	g_free(y);
	return yes;
}

/* Notes how this format words it. True where it repeats what it said before;
 * *ret_first: it speaks for the first time, and others have spoken. */
static bool note_wording(struct merge *m, const char *name, const cJSON *value, bool *ret_first)
{
	const char *format = m->context->format;
	const cJSON *heard = json_get(json_get(m->old, "imported"), "heard");
	const cJSON *before = json_get(heard, format);
	const char *said = json_str(before, name);
	char print[20];
	wording_print(value, print);
	*ret_first = heard && !before;
	if (before && strcmp(said ? said : "", print) == 0)
		return true;
	if (!m->heard)
		m->heard = member_object(member_object(merge_imported(m), "heard"), format);
	if (before)
		row_set_str(m->heard, name, *print ? print : NULL);
	else if (*print)
		cJSON_AddStringToObject(m->heard, name, print);
	m->learned_field = true;
	return false;
}

void merge_wording(struct merge *m, const char *name, cJSON *value, merge_same_fn *same_fn)
{
	const cJSON *here = m->old ? json_get(m->old, name) : NULL;
	bool first = false;
	bool repeats = !m->context->own && note_wording(m, name, value, &first);
	if (first)
		repeats = !value || (same_fn ? same_fn(m, value) : same_folded(value, here));
	if (repeats)
		cJSON_Delete(value);
	else
		merge_field(m, name, value);
}

enum status merge_save(struct merge *m, struct edit *e, merge_save_fn *save, struct err *err)
{
	if (merge_differs(m))
		return save ? save(e, m->old, m->row, err) : edit_save(e, m->resource, m->row, err);
	return merge_learned(m) ? edit_note(e, m->resource, m->row, err) : STATUS_OK;
}
