/* Avatars: a set of drawings (data/avatar/SET/), a recipe that chooses among
 * them, and the picture that both make.
 *
 * A set is a catalogue (catalogue.json) of slots, parts and colours, and one
 * drawing for each part ({slot}/{part}.svg): groups, each for one layer, with
 * placeholders such as {skin.base} where a colour goes. The sets are built into
 * the program, read and checked once at start, and never change afterwards:
 * every function here may be called on any thread.
 *
 * A picture is a function of its recipe, the language and the view, for ever:
 * sets are added, a published one is not edited (tests/fixtures/avatar holds
 * its pictures). It names no element, so that hundreds can stand on one page,
 * and it is made of the set's own bytes alone: nothing of a recipe is copied
 * into it. */
#ifndef MADANG_EVENT_AVATAR_H
#define MADANG_EVENT_AVATAR_H

#include "base/asset.h"
#include "base/json.h"
#include "base/limits.h"

#include <stdint.h>

struct avatars;
struct avatar_set;

enum avatar_language { AVATAR_KO, AVATAR_EN, AVATAR_LANGUAGES };
/* Their tags, in that order, NULL at the end. */
extern const char *const avatar_languages[];

enum avatar_view { AVATAR_FIGURE, AVATAR_FACE, AVATAR_VIEWS };

/* Reads and checks the sets among `assets`, named "v1/catalogue.json" and
 * "v1/hair/bob.svg" (borrowed). 422 `broken_set` with file and place where
 * anything is not as it must be: an unknown layer or placeholder, an element
 * that is not allowed, a name without one of the languages, a part without its
 * drawing, a file that no part names. */
enum status avatars_load(const struct asset *assets, struct avatars **ret, struct err *err);
void avatars_destroy(struct avatars *a); /* NULL is fine */
/* {"current":"v1","sets":[CATALOGUE…]}: the catalogues as they stand. Borrowed. */
const char *avatars_json(const struct avatars *a, size_t *ret_len);

/* What is chosen in each slot, and of each palette. */
struct avatar_recipe {
	const struct avatar_set *set;
	uint16_t part[MAX_AVATAR_SLOTS];
	uint16_t colour[MAX_AVATAR_COLOURS];
};

/* Reads {"set","parts":{SLOT:PART},"colours":{COLOUR:VALUE}} from outside; what
 * is left out of the last two is as the catalogue has it by default. Errors,
 * 422 each, naming what was found: unknown_set, unknown_part, unknown_colour,
 * unknown_field, invalid_field. */
enum status avatar_recipe_read(
	const struct avatars *a, const cJSON *json, struct avatar_recipe *ret, struct err *err);
/* The same from a text; 400 `malformed_json` besides. */
enum status avatar_recipe_parse(
	const struct avatars *a, const char *text, size_t len, struct avatar_recipe *ret, struct err *err);
/* Appends the recipe complete and in the catalogue's order: equal pictures have
 * equal texts. */
void avatar_recipe_write(const struct avatar_recipe *r, struct buf *out);

/* "ko", "ko-KR": which of ours it is; false: none. NULL is none. */
bool avatar_language_of(const char *tag, enum avatar_language *ret);
/* "figure", "face". */
bool avatar_view_of(const char *name, enum avatar_view *ret);
/* Appends the picture: an SVG document with role, label, title and description
 * in the language. At most MAX_AVATAR_BYTES, which avatars_load has seen to. */
void avatar_compose(
	const struct avatar_recipe *r, enum avatar_language language, enum avatar_view view, struct buf *out);

/* For tests and measuring: the recipe that `next` (any numbers) chooses. */
void avatar_recipe_random(
	const struct avatars *a, uint32_t (*next)(void *ctx), void *ctx, struct avatar_recipe *ret);

#endif
