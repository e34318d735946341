/* Avatars: what a set may hold, what a recipe may say, and the picture. */
#include "house.h"

#include "base/utf8.h"
#include "event/avatar.h"
#include "folder.h"

#include <expat.h>
#include <stdio.h>

static const char fixture[] = SOURCE_ROOT "/tests/fixtures/avatar/set";

struct sets {
	struct folder folder;
	struct avatars *all;
};

static int set_up(void **state)
{
	static struct sets s;
	struct err err;
	s.folder = folder_read(fixture);
	assert_int_equal(avatars_load(folder_assets(&s.folder), &s.all, &err), STATUS_OK);
	*state = &s;
	return 0;
}

static int tear_down(void **state)
{
	struct sets *s = *state;
	avatars_destroy(s->all);
	folder_clear(&s->folder);
	return 0;
}

/* --- sets ---------------------------------------------------------------- */

static void sets_of_the_repository_are_as_they_must_be(void **state)
{
	struct folder f = folder_read(SOURCE_ROOT "/data/avatar");
	struct avatars *all = NULL;
	struct err err;
	if (avatars_load(folder_assets(&f), &all, &err) != STATUS_OK)
		fail_msg("%s", err.detail);
	avatars_destroy(all);
	folder_clear(&f);
}

/* One thing wrong with the fixture, and what is said of it. */
struct wrong {
	const char *file, *from, *to, *said;
};

#define CATALOGUE "v1/catalogue.json"
#define BODY "v1/body/one.svg"
#define BOB "v1/hair/bob.svg"

static const struct wrong wrongs[] = {
	{CATALOGUE, "{", "[", "catalogue.json: line"},
	{CATALOGUE, "\"set\": \"v1\"", "\"set\": \"v2\"", "set: must be v1"},
	{CATALOGUE, "\"title\"", "\"titel\"", "title is missing"},
	{CATALOGUE, "\"title\"", "\"more\": 1, \"title\"", "has a member besides"},
	{CATALOGUE, "\"title\"", "\"set\": \"v1\", \"title\"", "or one twice"},
	{CATALOGUE, "\"face\"", "\"portrait\"", "views: face is missing"},
	{CATALOGUE, "  60,\n", "", "views.face: must be four numbers"},
	{CATALOGUE, "\"behind\"", "\"body\"", "layers: body stands there twice"},
	{CATALOGUE, "\"behind\"", "\"be hind\"", "layers: an id is"},
	{CATALOGUE, "\"en\": \"Character\"", "\"fr\": \"Personnage\"", "title: en is missing"},
	{CATALOGUE, "\"en\": \"Character\"", "\"en\": \"\"", "title: en is not a text"},
	{CATALOGUE, "A character with {list}.", "A character.", "sentence: en must hold {list} once"},
	{CATALOGUE, "A character with {list}.", "{skin} and {list}.", "sentence: en must hold {list} once"},
	{CATALOGUE, "#c98d5e", "red", "the tone base must be"},
	{CATALOGUE, "#c98d5e", "#c98d5e;", "the tone base must be"},
	{CATALOGUE, "\"shade\": \"#512f1a\"", "\"light\": \"#512f1a\"", "the tone shade must be"},
	{CATALOGUE, ",\n      \"shade\": \"#512f1a\"", "", "the same in all of a palette"},
	{CATALOGUE, "\"default\": \"almond\"", "\"default\": \"pine\"", "the default is not in the palette"},
	{CATALOGUE, "\"id\": \"umber\"", "\"id\": \"almond\"", "colours.skin.almond: stands there twice"},
	{CATALOGUE, "\"default\": \"bob\"", "\"default\": \"mullet\"", "the default is none of its parts"},
	{CATALOGUE, "\"id\": \"scooter\"", "\"id\": \"wheelchair\"",
		"mobility.wheelchair: stands there twice"},
	{CATALOGUE, "a {hair} bob", "a {beard} bob", "there is no colour {beard}"},
	{CATALOGUE, "a {hair} bob", "a {hair.base} bob", "there is no colour {hair.base}"},
	{CATALOGUE, "\"en\": \"a {hair} bob\"", "\"en\": 3", "en is not a text"},
	{CATALOGUE, "\"hair\"\n   ],", "\"beard\"\n   ],", "colours names one that there is not"},
	{BOB, "{hair.base}", "{hair}", "there is no colour {hair}"},
	{BOB, "{hair.base}", "{hair.shade}", "there is no tone {hair.shade}"},
	{BOB, "{hair.base}", "{hair.base", "not allowed as a value: {hair.base"},
	{BOB, "{hair.base}", "red", "not allowed as a value: red"},
	{BOB, "{hair.base}", "url(#a)", "not allowed as a value: url(#a)"},
	{BOB, "{hair.base}", "var(--x)", "not allowed as a value"},
	{BOB, "{hair.base}", "currentColor", "not allowed as a value"},
	{BOB, "d=\"M28", "d=\"url(#a) M28", "not allowed as a value"},
	{BOB, "d=\"M28", "d=\"&lt;M28", "not allowed as a value"},
	{BOB, "<ellipse", "<ellipse id=\"a\"", "ellipse has an attribute that is not allowed"},
	{BOB, "<ellipse", "<ellipse class=\"a\"", "not allowed"},
	{BOB, "<ellipse", "<ellipse style=\"fill:red\"", "not allowed"},
	{BOB, "<ellipse", "<ellipse onload=\"x\"", "not allowed"},
	{BOB, "<ellipse", "<ellipse d=\"M0 0\"", "not allowed"},
	{BOB, "<ellipse", "<ellipse href=\"#a\"", "not allowed"},
	{BOB, "<ellipse", "<ellipse filter=\"none\"", "not allowed"},
	{BOB, "<ellipse", "<script/><ellipse", "not allowed here: script"},
	{BOB, "<ellipse", "<text/><ellipse", "not allowed here: text"},
	{BOB, "<ellipse", "<use/><ellipse", "not allowed here: use"},
	{BOB, "<ellipse", "<style/><ellipse", "not allowed here: style"},
	{BOB, "<ellipse", "words<ellipse", "no text is allowed"},
	{BOB, "<svg", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg", "no DOCTYPE"},
	{BOB, "<svg", "<?xml-stylesheet href=\"a\"?><svg", "no processing instruction"},
	{BOB, "0 0 100 160", "0 0 100 100", "the viewBox must be the catalogue's"},
	{BOB, "<svg", "<svg width=\"9\"", "svg may not have width"},
	{BOB, "http://www.w3.org/2000/svg", "http://example.org/", "must be an svg"},
	{BOB, "data-layer=\"behind\"", "data-layer=\"beside\"", "not beside"},
	{BOB, "<g data-layer=\"behind\">", "<g>", "data-layer"},
	{BOB, "</svg>", "", "no element found"},
	{BODY, "mobility=wheelchair|scooter", "mobility=wheelchair|plane", "data-when names no slot or part"},
	{BODY, "mobility=wheelchair|scooter", "mobility", "data-when names no slot or part"},
	{BODY, "mobility=wheelchair|scooter", "beard=none", "data-when names no slot or part"},
	{BODY, "mobility!=wheelchair|scooter", "mobility!wheelchair", "data-when names no slot or part"},
	{BODY, "transform=\"translate(0 10)\"", "transform=\"translate(0 10);\"", "not allowed as a value"},
	{BODY, "<circle cx", "<g><g><circle><path/></circle></g></g><circle cx", "not allowed here: path"},
};

static void a_set_with_anything_wrong_is_refused(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(wrongs); i++) {
		const struct wrong *w = &wrongs[i];
		struct folder f = folder_read(fixture);
		struct avatars *all = NULL;
		struct err err;
		folder_replace(&f, w->file, w->from, w->to);
		if (avatars_load(folder_assets(&f), &all, &err) == STATUS_OK)
			fail_msg("%s with %s is taken", w->file, w->to);
		assert_string_equal(err.code, "broken_set");
		if (!strstr(err.detail, w->said) || !strstr(err.detail, w->file))
			fail_msg("%s is not said: %s", w->said, err.detail);
		folder_clear(&f);
	}
}

static void refused(struct folder *f, const char *said)
{
	struct avatars *all = NULL;
	struct err err;
	assert_int_equal(avatars_load(folder_assets(f), &all, &err), STATUS_UNPROCESSABLE);
	assert_string_equal(err.code, "broken_set");
	if (!strstr(err.detail, said))
		fail_msg("%s is not said: %s", said, err.detail);
	folder_clear(f);
}

static void every_drawing_is_there_and_none_is_left_over(void **state)
{
	struct folder f = folder_read(fixture);
	folder_put(&f, "v1/mobility/scooter.svg", NULL);
	refused(&f, "v1/mobility/scooter.svg: is not there");
	f = folder_read(fixture);
	folder_put(&f, "v1/mobility/plane.svg", "<svg/>");
	refused(&f, "v1/mobility/plane.svg: no catalogue names this file");
	f = folder_read(fixture);
	folder_put(&f, CATALOGUE, NULL);
	refused(&f, "there are 0 sets");
	f = folder_read(SOURCE_ROOT "/nowhere");
	refused(&f, "there are 0 sets");
}

static void a_set_whose_pictures_could_be_too_large_is_refused(void **state)
{
	struct folder f = folder_read(fixture);
	GString *path = g_string_new("d=\"M28 40");
	while (path->len < MAX_AVATAR_BYTES - 4096)
		g_string_append(path, " 28 40");
	folder_replace(&f, BOB, "d=\"M28 40", path->str);
	g_string_free(path, TRUE);
	refused(&f, "its largest picture may have");
}

static void the_newest_set_is_the_current_one(void **state)
{
	struct folder f = folder_read(fixture), more = folder_read(fixture);
	struct avatars *all = NULL;
	struct err err;
	size_t len;
	for (const struct asset *a = folder_assets(&more); a->path; a++) {
		char *path = g_strdup_printf("v10%s", a->path + 2);
		char *copy = g_strndup(a->bytes, asset_len(a));
		folder_put(&f, path, copy);
		g_free(path);
		g_free(copy);
	}
	folder_replace(&f, "v10/catalogue.json", "\"set\": \"v1\"", "\"set\": \"v10\"");
	assert_int_equal(avatars_load(folder_assets(&f), &all, &err), STATUS_OK);
	const char *text = avatars_json(all, &len);
	cJSON *json = cJSON_ParseWithLength(text, len);
	assert_string_equal(json_str(json, "current"), "v10");
	assert_int_equal(cJSON_GetArraySize(json_get(json, "sets")), 2);
	cJSON_Delete(json);
	avatars_destroy(all);
	folder_clear(&f);
	folder_clear(&more);
}

/* --- recipes ------------------------------------------------------------- */

static void what_is_left_out_is_as_by_default(void **state)
{
	struct sets *s = *state;
	static const struct {
		const char *given, *written;
	} cases[] = {
		{"{\"set\":\"v1\"}",
			"{\"set\":\"v1\",\"parts\":{\"background\":\"plain\",\"body\":\"one\",\"hair\":\"bob\","
			"\"mobility\":\"none\"},\"colours\":{\"skin\":\"almond\",\"hair\":\"black\"}}"},
		{" {\"colours\":{\"hair\":\"salt\"}, \"parts\":{\"mobility\":\"scooter\",\"hair\":\"none\"}, "
		 "\"set\":\"v1\"} ",
			"{\"set\":\"v1\",\"parts\":{\"background\":\"plain\",\"body\":\"one\",\"hair\":\"none\","
			"\"mobility\":\"scooter\"},\"colours\":{\"skin\":\"almond\",\"hair\":\"salt\"}}"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct avatar_recipe recipe;
		struct err err;
		struct buf out = BUF_INIT(4096);
		assert_int_equal(
			avatar_recipe_parse(s->all, cases[i].given, strlen(cases[i].given), &recipe, &err),
			STATUS_OK);
		avatar_recipe_write(&recipe, &out);
		assert_string_equal(out.data, cases[i].written);
		/* and what was written is read as the same */
		assert_int_equal(avatar_recipe_parse(s->all, out.data, out.len, &recipe, &err), STATUS_OK);
		buf_reset(&out);
		avatar_recipe_write(&recipe, &out);
		assert_string_equal(out.data, cases[i].written);
		buf_clear(&out);
	}
}

#define BOMB "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["

static const struct {
	const char *recipe, *code, *said;
} refusals[] = {
	{"", "malformed_json", ""},
	{"{", "malformed_json", ""},
	{"{\"set\":\"v1\"} x", "malformed_json", ""},
	{BOMB BOMB BOMB BOMB, "malformed_json", "too deep"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":[[\"bob\"]]}}", "malformed_json", "too deep"},
	{"{\"set\":\"\xff\"}", "malformed_json", "not UTF-8"},
	{"{\"set\":\"v1\\u0000\"}", "malformed_json", "\\u0000"},
	{"null", "invalid_field", "must be an object"},
	{"[]", "invalid_field", "must be an object"},
	{"\"v1\"", "invalid_field", "must be an object"},
	{"{}", "invalid_field", "set:"},
	{"{\"set\":null}", "invalid_field", "set:"},
	{"{\"set\":1}", "invalid_field", "set:"},
	{"{\"set\":\"v9\"}", "unknown_set", "v9"},
	{"{\"set\":\"../v1\"}", "unknown_set", "../v1"},
	{"{\"set\":\"\"}", "unknown_set", "set"},
	{"{\"set\":\"v1\",\"id\":\"x\"}", "unknown_field", "id"},
	{"{\"set\":\"v1\",\"Parts\":{}}", "unknown_field", "Parts"},
	{"{\"set\":\"v1\",\"set\":\"v1\"}", "invalid_field", "set stands there twice"},
	{"{\"set\":\"v1\",\"parts\":[]}", "invalid_field", "parts"},
	{"{\"set\":\"v1\",\"parts\":null}", "invalid_field", "parts"},
	{"{\"set\":\"v1\",\"colours\":\"red\"}", "invalid_field", "colours"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":7}}", "invalid_field", "parts.hair"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":null}}", "invalid_field", "parts.hair"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":[\"bob\"]}}", "invalid_field", "parts.hair"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"bob\",\"hair\":\"none\"}}", "invalid_field", "twice"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"mullet\"}}", "unknown_part",
		"parts.hair: there is no part mullet"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"bo\"}}", "unknown_part", "bo"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"bobs\"}}", "unknown_part", "bobs"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"BOB\"}}", "unknown_part", "BOB"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"\"}}", "unknown_part", "parts.hair"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"../body/one\"}}", "unknown_part", "../body/one"},
	{"{\"set\":\"v1\",\"parts\":{\"hair\":\"bob.svg\"}}", "unknown_part", "bob.svg"},
	{"{\"set\":\"v1\",\"parts\":{\"beard\":\"long\"}}", "unknown_part", "parts.beard"},
	{"{\"set\":\"v1\",\"parts\":{\"\":\"bob\"}}", "unknown_part", "no such slot"},
	{"{\"set\":\"v1\",\"colours\":{\"hair\":\"#ff0000\"}}", "unknown_colour", "#ff0000"},
	{"{\"set\":\"v1\",\"colours\":{\"hair\":\"\\\"/><script>alert(1)</script>\"}}", "unknown_colour",
		"script"},
	{"{\"set\":\"v1\",\"colours\":{\"hair\":\"url(javascript:alert(1))\"}}", "unknown_colour", "url"},
	{"{\"set\":\"v1\",\"colours\":{\"lips\":\"black\"}}", "unknown_colour", "colours.lips"},
	{"{\"set\":\"v1\",\"colours\":{\"hair\":\"bl\\nack\"}}", "unknown_colour", "bl ack"},
};

static void a_recipe_with_anything_wrong_is_refused(void **state)
{
	struct sets *s = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		struct avatar_recipe recipe = {0};
		struct err err;
		const char *text = refusals[i].recipe;
		if (avatar_recipe_parse(s->all, text, strlen(text), &recipe, &err) == STATUS_OK)
			fail_msg("taken: %s", text);
		if (strcmp(err.code, refusals[i].code) != 0 || !strstr(err.detail, refusals[i].said))
			fail_msg("%s: %s %s", text, err.code, err.detail);
		assert_int_equal(err.status,
			strcmp(err.code, "malformed_json") == 0 ? STATUS_INVALID : STATUS_UNPROCESSABLE);
		assert_null(recipe.set);
	}
}

static void a_nul_in_a_recipe_ends_nothing(void **state)
{
	static const char text[] = "{\"set\":\"v1\"}\0{\"set\":\"v9\"}";
	struct sets *s = *state;
	struct avatar_recipe recipe;
	struct err err;
	assert_int_equal(avatar_recipe_parse(s->all, text, sizeof text - 1, &recipe, &err), STATUS_INVALID);
}

static void ten_thousand_members_are_refused_at_once(void **state)
{
	struct sets *s = *state;
	struct avatar_recipe recipe;
	struct err err;
	static const char *const names[] = {"parts", "colours"};
	for (size_t k = 0; k < 2; k++) {
		GString *text = g_string_new("{\"set\":\"v1\",\"");
		g_string_append_printf(text, "%s\":{", names[k]);
		for (int i = 0; i < 10000; i++)
			g_string_append_printf(text, "%s\"hair\":\"bob\"", i ? "," : "");
		g_string_append(text, "}}");
		assert_int_equal(avatar_recipe_parse(s->all, text->str, text->len, &recipe, &err),
			STATUS_UNPROCESSABLE);
		assert_string_equal(err.code, "invalid_field");
		g_string_free(text, TRUE);
	}
}

/* --- pictures ------------------------------------------------------------ */

static uint32_t next_random(void *ctx)
{
	uint32_t *x = ctx; /* xorshift32 */
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

static void no_element(void *ctx, const char *name, const char **attributes)
{
	size_t *bad = ctx;
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], "id") == 0 || strncmp(attributes[0], "on", 2) == 0 ||
			strcmp(attributes[0], "style") == 0)
			++*bad;
}

/* The whole picture is well-formed, and nothing in it has a name. */
static void check_picture(const struct buf *picture)
{
	size_t bad = 0;
	XML_Parser parser = XML_ParserCreate("UTF-8");
	XML_SetUserData(parser, &bad);
	XML_SetStartElementHandler(parser, no_element);
	if (XML_Parse(parser, picture->data, (int)picture->len, 1) != XML_STATUS_OK)
		fail_msg("%s: %s", XML_ErrorString(XML_GetErrorCode(parser)), picture->data);
	XML_ParserFree(parser);
	assert_int_equal(bad, 0);
	assert_true(utf8_valid(picture->data, picture->len));
	assert_null(strstr(picture->data, "id="));
	assert_null(strpbrk(picture->data, "{}"));
	assert_null(strstr(picture->data, "url("));
}

static void hundreds_stand_on_one_page(const struct avatars *all)
{
	uint32_t seed = 20190829;
	for (int i = 0; i < 500; i++) {
		struct avatar_recipe recipe;
		struct buf a = BUF_INIT(MAX_AVATAR_BYTES), b = BUF_INIT(MAX_AVATAR_BYTES);
		avatar_recipe_random(all, next_random, &seed, &recipe);
		avatar_compose(&recipe, i % AVATAR_LANGUAGES, i / 2 % AVATAR_VIEWS, &a);
		avatar_compose(&recipe, i % AVATAR_LANGUAGES, i / 2 % AVATAR_VIEWS, &b);
		assert_false(a.failed);
		assert_string_equal(a.data, b.data);
		check_picture(&a);
		buf_clear(&a);
		buf_clear(&b);
	}
}

static void hundreds_of_the_fixture_stand_on_one_page(void **state)
{
	struct sets *s = *state;
	hundreds_stand_on_one_page(s->all);
}

static void hundreds_of_the_repository_stand_on_one_page(void **state)
{
	struct folder f = folder_read(SOURCE_ROOT "/data/avatar");
	struct avatars *all = NULL;
	struct err err;
	assert_int_equal(avatars_load(folder_assets(&f), &all, &err), STATUS_OK);
	hundreds_stand_on_one_page(all);
	avatars_destroy(all);
	folder_clear(&f);
}

static void composed(const struct sets *s, const char *recipe, enum avatar_language language,
	enum avatar_view view, struct buf *out)
{
	struct avatar_recipe r;
	struct err err;
	assert_int_equal(avatar_recipe_parse(s->all, recipe, strlen(recipe), &r, &err), STATUS_OK);
	buf_reset(out);
	avatar_compose(&r, language, view, out);
	assert_false(out->failed);
}

static void a_picture_says_what_it_shows_in_the_language_asked_for(void **state)
{
	struct sets *s = *state;
	struct buf out = BUF_INIT(MAX_AVATAR_BYTES);
	static const char recipe[] =
		"{\"set\":\"v1\",\"parts\":{\"mobility\":\"wheelchair\"},\"colours\":{\"hair\":\"salt\"}}";
	composed(s, recipe, AVATAR_EN, AVATAR_FIGURE, &out);
	assert_non_null(strstr(out.data,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 160\" role=\"img\" "
		"aria-label=\"Character\" lang=\"en\"><title>Character</title><desc>A character with almond "
		"skin, a salt &amp; pepper bob, a wheelchair.</desc>"));
	composed(s, recipe, AVATAR_KO, AVATAR_FACE, &out);
	assert_non_null(strstr(out.data, "viewBox=\"20 10 60 60\""));
	assert_non_null(strstr(out.data,
		"lang=\"ko\"><title>캐릭터</title><desc>아몬드 피부, 소금 &amp; 후추 단발머리, 휠체어"));
	buf_clear(&out);
}

static void layers_stand_back_to_front_and_conditions_hold(void **state)
{
	struct sets *s = *state;
	struct buf out = BUF_INIT(MAX_AVATAR_BYTES);
	composed(s, "{\"set\":\"v1\"}", AVATAR_EN, AVATAR_FIGURE, &out);
	const char *background = strstr(out.data, "<rect"), *behind = strstr(out.data, "<ellipse"),
		   *body = strstr(out.data, "M30 80h40v60h-40z"), *head = strstr(out.data, "<circle"),
		   *over = strstr(out.data, "M28 40");
	assert_true(background && behind && body && head && over);
	assert_true(background < behind && behind < body && body < head && head < over);
	assert_null(strstr(out.data, "M30 80h40v30h-40z"));
	composed(s, "{\"set\":\"v1\",\"parts\":{\"mobility\":\"scooter\"}}", AVATAR_EN, AVATAR_FIGURE, &out);
	assert_null(strstr(out.data, "M30 80h40v60h-40z"));
	assert_non_null(strstr(out.data,
		"<g transform=\"translate(0 10)\"><g stroke=\"#a86f45\" stroke-width=\"2\">"
		"<path d=\"M30 80h40v30h-40z\" fill=\"#c98d5e\"/></g></g>"));
	composed(s, "{\"set\":\"v1\",\"parts\":{\"hair\":\"none\"}}", AVATAR_EN, AVATAR_FIGURE, &out);
	assert_null(strstr(out.data, "<ellipse"));
	buf_clear(&out);
}

static void languages_and_views_have_names(void **state)
{
	enum avatar_language language;
	enum avatar_view view;
	assert_true(avatar_language_of("ko", &language) && language == AVATAR_KO);
	assert_true(avatar_language_of("EN-gb", &language) && language == AVATAR_EN);
	assert_false(avatar_language_of("kor", &language));
	assert_false(avatar_language_of("k", &language));
	assert_false(avatar_language_of("", &language));
	assert_false(avatar_language_of(NULL, &language));
	assert_true(avatar_view_of("face", &view) && view == AVATAR_FACE);
	assert_true(avatar_view_of("figure", &view) && view == AVATAR_FIGURE);
	assert_false(avatar_view_of("", &view));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_of_the_repository_are_as_they_must_be),
		cmocka_unit_test(a_set_with_anything_wrong_is_refused),
		cmocka_unit_test(every_drawing_is_there_and_none_is_left_over),
		cmocka_unit_test(a_set_whose_pictures_could_be_too_large_is_refused),
		cmocka_unit_test(the_newest_set_is_the_current_one),
		cmocka_unit_test(what_is_left_out_is_as_by_default),
		cmocka_unit_test(a_recipe_with_anything_wrong_is_refused),
		cmocka_unit_test(a_nul_in_a_recipe_ends_nothing),
		cmocka_unit_test(ten_thousand_members_are_refused_at_once),
		cmocka_unit_test(hundreds_of_the_fixture_stand_on_one_page),
		cmocka_unit_test(hundreds_of_the_repository_stand_on_one_page),
		cmocka_unit_test(a_picture_says_what_it_shows_in_the_language_asked_for),
		cmocka_unit_test(layers_stand_back_to_front_and_conditions_hold),
		cmocka_unit_test(languages_and_views_have_names),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
