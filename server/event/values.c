#include "event/values.h"

#include "base/limits.h"
#include "formats/clean.h"

#include <inttypes.h>
#include <string.h>

static cJSON *cut_string(const struct values *v, const char *name, const char *s, size_t max)
{
	size_t len = strlen(s), cut = clean_cut(s, len, max);
	if (cut == len)
		return cJSON_CreateString(s);
	report_warn(v->report, "%.80s: %s has %zu bytes and was cut to %zu", v->about, name, len, cut);
	char *copy = g_strndup(s, cut);
	cJSON *string = cJSON_CreateString(copy);
	g_free(copy);
	return string;
}

bool value_is_language(const char *s)
{
	size_t len = strlen(s);
	if (len < 2 || len > 35)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isalnum(s[i]) && s[i] != '-')
			return false;
	return true;
}

cJSON *value_text(const struct values *v, const char *name, const struct text *t, size_t max)
{
	cJSON *forms = cJSON_CreateObject();
	const char *plain = NULL;
	int count = 0;
	for (size_t i = 0; i < t->count; i++) {
		const struct text_form *form = &t->forms[i];
		if (!form->value || !*form->value)
			continue;
		bool named = form->lang && value_is_language(form->lang);
		if (!named && !plain)
			plain = form->value;
		if (named && count < MAX_LANGUAGES && !json_get(forms, form->lang)) {
			row_set(forms, form->lang, cut_string(v, name, form->value, max));
			count++;
		}
	}
	if (plain && count && count < MAX_LANGUAGES && !json_get(forms, v->lang))
		row_set(forms, v->lang, cut_string(v, name, plain, max));
	if (count)
		return forms;
	cJSON_Delete(forms);
	return plain ? cut_string(v, name, plain, max) : NULL;
}

cJSON *value_title(const struct values *v, const char *name, const struct text *t, const char *otherwise)
{
	cJSON *title = value_text(v, name, t, MAX_LINE);
	return title ? title : cJSON_CreateString(otherwise);
}

cJSON *value_line(const struct values *v, const char *name, const char *s, size_t max)
{
	return s && *s ? cut_string(v, name, s, max) : NULL;
}

cJSON *value_url(const struct values *v, const char *s)
{
	if (!s || !*s)
		return NULL;
	if (strlen(s) <= MAX_LINE)
		return cJSON_CreateString(s);
	report_warn(v->report, "%.80s: a url of %zu bytes was left out", v->about, strlen(s));
	return NULL;
}

cJSON *value_colour(const struct values *v, const char *s)
{
	if (!s || !*s)
		return NULL;
	if (strlen(s) == 7 && s[0] == '#' && strspn(s + 1, "0123456789abcdefABCDEF") == 6)
		return cJSON_CreateString(s);
	report_warn(
		v->report, "%.80s: \"%.20s\" is no colour of the form #rrggbb and was left out", v->about, s);
	return NULL;
}

cJSON *value_word(const struct values *v, const struct resource *r, const char *name, const char *s)
{
	const struct field *f = resource_field(r, name);
	if (!s || !*s)
		return NULL;
	char **words = g_strsplit(f->of, "|", -1);
	bool known = g_strv_contains((const char *const *)words, s);
	g_strfreev(words);
	if (known)
		return cJSON_CreateString(s);
	report_warn(
		v->report, "%.80s: %s \"%.40s\" is none of %s and was left out", v->about, name, s, f->of);
	return NULL;
}

cJSON *value_number(const struct values *v, const char *name, int64_t n, int64_t max)
{
	if (n >= 0 && n <= max)
		return cJSON_CreateNumber((double)n);
	int64_t bound = n < 0 ? 0 : max;
	report_warn(v->report, "%.80s: %s is %" PRId64 ", taken as %" PRId64, v->about, name, n, bound);
	return cJSON_CreateNumber((double)bound);
}
