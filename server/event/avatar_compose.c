/* The picture of a recipe: pieces that stand ready are put one behind another. */
#include "event/avatar_set.h"

static void add_pieces(const struct avatar_recipe *r, const struct pieces *p, struct buf *out)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct piece *piece = &p->list[i];
		if (piece->text)
			buf_add(out, piece->text, piece->len);
		else
			buf_add(out,
				r->set->colours[piece->colour]
					.palette[r->colour[piece->colour]]
					.tones[piece->tone],
				sizeof "#rrggbb" - 1);
	}
}

static void add_said(
	const struct avatar_recipe *r, const struct pieces *p, enum avatar_language language, struct buf *out)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct piece *piece = &p->list[i];
		if (piece->text)
			buf_add(out, piece->text, piece->len);
		else
			buf_add_str(out,
				r->set->colours[piece->colour]
					.palette[r->colour[piece->colour]]
					.name.in[language]);
	}
}

/* "A character with a black bob, round glasses." */
static void add_description(const struct avatar_recipe *r, enum avatar_language language, struct buf *out)
{
	const struct avatar_set *set = r->set;
	bool first = true;
	buf_add_str(out, set->before.in[language]);
	for (size_t i = 0; i < set->slot_count; i++) {
		const struct part *part = &set->slots[i].parts[r->part[i]];
		if (!part->is_said)
			continue;
		if (!first)
			buf_add_str(out, set->join.in[language]);
		add_said(r, &part->say[language], language, out);
		first = false;
	}
	buf_add_str(out, set->after.in[language]);
}

static bool holds(const struct avatar_recipe *r, const struct condition *c)
{
	return !c->is_set || c->part[r->part[c->slot]] != c->not ;
}

static void add_layer(const struct avatar_recipe *r, size_t layer, struct buf *out)
{
	const struct avatar_set *set = r->set;
	for (size_t i = 0; i < set->slot_count; i++) {
		const struct part *part = &set->slots[i].parts[r->part[i]];
		for (size_t j = 0; j < part->group_count; j++) {
			const struct group *g = &part->groups[j];
			if (g->layer == layer && holds(r, &g->when))
				add_pieces(r, &g->drawing, out);
		}
	}
}

void avatar_compose(
	const struct avatar_recipe *r, enum avatar_language language, enum avatar_view view, struct buf *out)
{
	const struct avatar_set *set = r->set;
	const char *const head[] = {"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"",
		set->view_box[view], "\" role=\"img\" aria-label=\"", set->title.in[language], "\" lang=\"",
		avatar_languages[language], "\"><title>", set->title.in[language], "</title><desc>"};
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		buf_add_str(out, head[i]);
	add_description(r, language, out);
	buf_add_str(out, "</desc>");
	for (size_t i = 0; i < set->layer_count; i++)
		add_layer(r, i, out);
	buf_add_str(out, "</svg>");
}
