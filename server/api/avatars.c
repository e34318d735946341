/* Characters: the catalogue, pictures of any recipe and of an attendee's, and
 * what an attendee wears.
 *
 * A picture is a function of recipe, language and view, so each is kept in
 * memory by these and made at most once while it is asked for. An SVG is
 * composed here, in less time than a socket takes; a PNG is drawn on a thread
 * of its own, and whoever asked is answered when it is there. */
#include "api/handlers.h"

#include "api/attendees.h"
#include "api/avatars.h"
#include "api/cache.h"
#include "api/raster.h"
#include "base/language.h"
#include "base/text.h"
#include "event/avatar.h"
#include "event/characters.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static const char for_ever[] = "public, max-age=31536000, immutable";
static const char ask_again[] = "no-cache";

/* What one picture is asked for. */
struct wish {
	const char *recipe; /* canonical */
	enum avatar_language language;
	enum avatar_view view;
	int size; /* of a PNG; 0: an SVG */
	bool by_header; /* the language is the header's word, or would be */
	const char *cache_control;
};

/* --- what the query says -------------------------------------------------- */

static enum status read_view(struct request *req, struct wish *w, struct err *err)
{
	const char *view = request_query(req, "view");
	if (!view || avatar_view_of(view, &w->view))
		return STATUS_OK;
	return err_set(
		err, STATUS_UNPROCESSABLE, "invalid_field", "view: must be figure or face, not %.60s", view);
}

static enum status read_size(struct request *req, struct wish *w, struct err *err)
{
	enum { DEFAULT_SIZE = 256 };
	const char *text = request_query(req, "size");
	char *end = NULL;
	gint64 size = text && g_ascii_isdigit(*text) ? g_ascii_strtoll(text, &end, 10) : 0;
	if (!text)
		size = DEFAULT_SIZE;
	if (size < MIN_PICTURE_SIZE || size > MAX_PICTURE_SIZE || (end && *end))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"size: must be a number of pixels from %d to %d", MIN_PICTURE_SIZE, MAX_PICTURE_SIZE);
	w->size = (int)size;
	return STATUS_OK;
}

/* The language asked for, else the reader's, else `own` (NULL: unknown), else
 * English. One that we have not is as none. */
static enum status read_language(struct request *req, const char *own, struct wish *w, struct err *err)
{
	const char *asked = request_query(req, "lang");
	if (asked && !text_is_language_tag(asked))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"lang: must be a language tag such as \"ko\"");
	if (asked && avatar_language_of(asked, &w->language))
		return STATUS_OK;
	w->by_header = true;
	const char *wanted = language_wanted(request_header(req, HEADER_ACCEPT_LANGUAGE), avatar_languages);
	if (!avatar_language_of(wanted, &w->language) && !avatar_language_of(own, &w->language))
		w->language = AVATAR_EN;
	return STATUS_OK;
}

static enum status read_wish(struct request *req, bool png, const char *own, struct wish *w, struct err *err)
{
	enum status st = read_view(req, w, err);
	if (st == STATUS_OK)
		st = read_language(req, own, w, err);
	if (st == STATUS_OK && png)
		st = read_size(req, w, err);
	return st;
}

/* --- answering ------------------------------------------------------------ */

/* A PNG has no words: it is the same in every language. */
static char *key_of(const struct wish *w)
{
	return w->size ? g_strdup_printf("png %d %d %s", w->size, w->view, w->recipe)
		       : g_strdup_printf("svg %d %d %s", w->language, w->view, w->recipe);
}

static void reply(
	struct request *req, const char *type, const struct cached *c, const char *cache_control, bool varies)
{
	static const struct reply_header vary[] = {{"vary", "accept-language"}, {0}};
	request_reply(req,
		&(struct reply){.content_type = type,
			.etag = c->etag,
			.cache_control = cache_control,
			.headers = varies ? vary : NULL,
			.body = c->body});
}

static enum status compose(const struct app *app, const struct wish *w, struct buf *out, struct err *err)
{
	struct avatar_recipe recipe;
	enum status st = avatar_recipe_parse(app->avatars, w->recipe, strlen(w->recipe), &recipe, err);
	if (st != STATUS_OK) /* it was checked when it came in */
		return err_set(err, STATUS_INTERNAL, "internal", "a recipe is not one of this program");
	avatar_compose(&recipe, w->language, w->view, out);
	return STATUS_OK;
}

static enum status make_svg(
	struct app *app, const struct wish *w, const char *key, struct cached *ret, struct err *err)
{
	struct buf out = BUF_INIT(MAX_AVATAR_BYTES + BLOB_HEADROOM);
	blob_begin(&out);
	enum status st = compose(app, w, &out, err);
	ret->body = blob_end(&out);
	if (st == STATUS_OK && !ret->body)
		st = err_set(err, STATUS_INTERNAL, "internal", "the picture is too large");
	if (st == STATUS_OK) {
		cache_etag(ret->body, ret->etag);
		cache_put(app->pictures, key, "", ret);
	} else {
		blob_unref(ret->body);
	}
	return st;
}

static enum status ask_for_png(
	struct app *app, struct request *req, const struct wish *w, const char *key, struct err *err)
{
	struct raster_asker asker = {request_id(req), w->cache_control};
	struct buf svg = BUF_INIT(MAX_AVATAR_BYTES);
	enum status st = compose(app, w, &svg, err);
	if (st == STATUS_OK && !raster_ask(app->raster, key, &svg, w->size, &asker))
		st = err_set(err, STATUS_BUSY, "busy", "too many pictures wait to be drawn; try again");
	buf_clear(&svg);
	return st;
}

static void answer(struct app *app, struct request *req, const struct wish *w)
{
	struct cached c = {0};
	struct err err = {0};
	char *key = key_of(w);
	bool known = cache_get(app->pictures, key, "", &c);
	enum status st = STATUS_OK;
	if (!known && w->size)
		st = ask_for_png(app, req, w, key, &err);
	else if (!known)
		st = make_svg(app, w, key, &c, &err);
	if (st != STATUS_OK)
		request_problem(req, &err);
	else if (c.body)
		reply(req, w->size ? "image/png" : "image/svg+xml", &c, w->cache_control,
			!w->size && w->by_header);
	if (st == STATUS_OK)
		blob_unref(c.body);
	g_free(key);
}

void avatars_drawn(void *ctx, const char *key, char *png, size_t len, const struct raster_asker *askers,
	size_t count, const struct err *err)
{
	struct app *app = ctx;
	struct cached c = {0};
	if (png) {
		c.body = blob_create(png, len);
		cache_etag(c.body, c.etag);
		cache_put(app->pictures, key, "", &c);
	}
	for (size_t i = 0; i < count; i++) {
		struct request *req = request_find(app->server, askers[i].request);
		if (req && png)
			reply(req, "image/png", &c, askers[i].cache_control, false);
		else if (req)
			request_problem(req, err);
	}
	blob_unref(c.body);
	free(png);
}

/* --- pictures of any recipe ------------------------------------------------ */

static enum status read_recipe(struct app *app, struct request *req, struct buf *ret, struct err *err)
{
	struct avatar_recipe recipe;
	const char *text = request_query(req, "recipe");
	if (!text)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "recipe: is missing");
	enum status st = avatar_recipe_parse(app->avatars, text, strlen(text), &recipe, err);
	if (st == STATUS_OK)
		avatar_recipe_write(&recipe, ret);
	return st;
}

static void answer_recipe(struct app *app, struct request *req, bool png)
{
	struct err err;
	struct buf recipe = BUF_INIT(MAX_JSON_BODY);
	struct wish w = {.cache_control = for_ever};
	enum status st = read_recipe(app, req, &recipe, &err);
	if (st == STATUS_OK)
		st = read_wish(req, png, NULL, &w, &err);
	w.recipe = recipe.data;
	if (st == STATUS_OK)
		answer(app, req, &w);
	else
		request_problem(req, &err);
	buf_clear(&recipe);
}

void get_avatar_svg(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	answer_recipe(app, req, false);
}

void get_avatar_png(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	answer_recipe(app, req, true);
}

void get_avatar_parts(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	files_serve(app->files, req);
}

/* --- pictures of attendees ------------------------------------------------- */

static char *recipe_of(struct app *app, const char *id, char language[MAX_ID], struct err *err)
{
	char *recipe = character_recipe(app->reader, id, language);
	if (!recipe && db_status(app->reader, err) == STATUS_OK)
		err_set(err, STATUS_NOT_FOUND, "not_found", "there is no character %s", id);
	db_recover(app->reader);
	return recipe;
}

static void answer_character(struct app *app, struct request *req, const char *id, bool png)
{
	struct err err = {0};
	char language[MAX_ID], version[CHARACTER_VERSION];
	const char *asked = request_query(req, "v");
	char *recipe = recipe_of(app, id, language, &err);
	if (!recipe) {
		request_problem(req, &err);
		return;
	}
	character_version(recipe, language, version);
	bool same = asked && strcmp(asked, version) == 0;
	struct wish w = {.recipe = recipe, .cache_control = same ? for_ever : ask_again};
	if (read_wish(req, png, language, &w, &err) == STATUS_OK)
		answer(app, req, &w);
	else
		request_problem(req, &err);
	g_free(recipe);
}

/* Whoever is hidden from the wall has a picture all the same: its address is
 * random, and only its owner has it. */
void get_character_svg(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	answer_character(app, req, params->value[0], false);
}

void get_character_png(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params)
{
	answer_character(app, req, params->value[0], true);
}

/* --- writing --------------------------------------------------------------- */

static enum status dress(struct call *c, struct txn *txn, const char *recipe, struct err *err)
{
	enum status st = check_own_revision(c, txn->db, err);
	if (st == STATUS_OK)
		st = character_dress(txn, c->caller.id, recipe, err);
	if (st == STATUS_OK)
		answer_attendee(c, txn->db, c->caller.id);
	return st;
}

static enum status put_recipe(struct call *c, struct edit *e, struct err *err)
{
	struct avatar_recipe recipe;
	struct buf text = BUF_INIT(MAX_JSON_BODY);
	enum status st = avatar_recipe_read(c->app->avatars, c->body, &recipe, err);
	if (st != STATUS_OK)
		return st;
	avatar_recipe_write(&recipe, &text);
	st = dress(c, e->txn, text.data, err);
	buf_clear(&text);
	return st;
}

static enum status drop_recipe(struct call *c, struct edit *e, struct err *err)
{
	return dress(c, e->txn, NULL, err);
}

static enum status bar(struct call *c, struct edit *e, struct err *err)
{
	return character_bar(e->txn, c->params.value[0], err);
}

const struct write_rule put_avatar = {
	.run = put_recipe, .body = BODY_JSON, .what = "avatar.put", .admit = admit_own_change};
const struct write_rule delete_avatar = {
	.run = drop_recipe, .body = BODY_NONE, .what = "avatar.delete", .admit = admit_own_change};
const struct write_rule delete_character = {bar, BODY_NONE, "characters.delete"};
