/* A set of drawings as it stands in memory: what avatar_catalogue.c and
 * avatar_drawing.c read, and avatar_recipe.c and avatar_compose.c use. All of
 * it lives in one arena, and nothing is written to after loading. */
#ifndef MADANG_EVENT_AVATAR_SET_H
#define MADANG_EVENT_AVATAR_SET_H

#include "base/arena.h"
#include "event/avatar.h"

/* One text in each language. */
struct words {
	const char *in[AVATAR_LANGUAGES];
};

/* Text that goes out as it is, or the place of a colour. */
struct piece {
	const char *text; /* NULL: a colour's */
	size_t len;
	uint16_t colour; /* of the set's colours */
	uint16_t tone; /* of the colour's tones; a name (in XML) has none */
};

struct pieces {
	struct piece *list;
	size_t count;
};

/* One value of a palette. */
struct swatch {
	const char *id;
	struct words name; /* escaped for XML */
	const char *tones[MAX_AVATAR_TONES]; /* "#rrggbb" */
};

struct colour {
	const char *id;
	const char *tones[MAX_AVATAR_TONES]; /* their names */
	size_t tone_count;
	struct swatch *palette;
	size_t count, chosen; /* by default */
};

/* `not` false: drawn where the slot has one of the parts; true: where it has
 * none of them. */
struct condition {
	bool is_set, not ;
	uint16_t slot;
	bool part[MAX_AVATAR_PARTS];
};

struct group {
	uint16_t layer;
	struct condition when;
	struct pieces drawing;
};

struct part {
	const char *id;
	bool is_said;
	struct pieces say[AVATAR_LANGUAGES];
	struct group *groups;
	size_t group_count;
};

struct slot {
	const char *id;
	struct part *parts;
	size_t count, chosen; /* by default */
};

struct avatar_set {
	const char *name;
	const char *view_box[AVATAR_VIEWS];
	const char *layers[MAX_AVATAR_LAYERS];
	size_t layer_count;
	struct words title, before, after, join; /* the sentence's parts; escaped for XML */
	struct colour *colours;
	size_t colour_count;
	struct slot *slots;
	size_t slot_count;
};

struct avatars {
	struct arena *arena;
	struct avatar_set *sets; /* oldest first; the last is the current one */
	size_t count;
	char *json; /* avatars_json's */
	size_t json_len;
};

/* Where reading stands, for what is said of an error. */
struct set_reader {
	struct arena *arena;
	struct avatar_set *set;
	const char *file; /* "v1/hair/bob.svg" */
	struct err *err;
};

/* Says what is wrong, once: a later word changes nothing. Always false. */
bool set_wrong(struct set_reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The index, or -1. */
int set_layer(const struct avatar_set *s, const char *name);
int set_slot(const struct avatar_set *s, const char *id, size_t len);
int set_colour(const struct avatar_set *s, const char *id, size_t len);
int slot_part(const struct slot *s, const char *id, size_t len);
int colour_swatch(const struct colour *c, const char *id);

/* Splits a text at its placeholders, {skin.base} (`toned`) or {skin}. Literal
 * text is copied as it is. False: set_wrong has said why. */
bool set_split(struct set_reader *r, const char *text, bool toned, struct pieces *ret);
/* An arena's copy of the text, escaped for XML. */
const char *set_escape(struct set_reader *r, const char *text);

/* avatar_catalogue.c: all but the drawings. The set's name is given. */
bool set_read_catalogue(struct set_reader *r, const struct asset *file);
/* avatar_drawing.c: the groups of a part. */
bool set_read_drawing(struct set_reader *r, const struct asset *file, struct part *part);

#endif
