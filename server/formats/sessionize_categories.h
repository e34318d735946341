/* The categories of a Sessionize event: lists of words, named by the organiser,
 * of which each session has some. Which of them tells the track, the language
 * or the type is only to be seen from its title; the caller may say it
 * (columns.h), and each title is noted in the programme, with what it was
 * read as.
 *
 * Only what is asked of sessions comes in here: categories of speakers hold
 * answers that are nobody's business. */
#ifndef MADANG_FORMATS_SESSIONIZE_CATEGORIES_H
#define MADANG_FORMATS_SESSIONIZE_CATEGORIES_H

#include "formats/columns.h"
#include "formats/programme.h"

struct categories;

struct categories *categories_create(struct programme *p);
void categories_destroy(struct categories *c);
/* The category with this key; a title in two languages is one, "言語 / Language". Made where it is not there
 * yet. PROGRAMME_NONE without a key or a title, or past MAX_PROGRAMME_COLUMNS. */
size_t categories_add(struct categories *c, const char *key, const struct text *title);
/* One of its words; a key that is there already stays with what it was. */
void categories_add_item(struct categories *c, size_t category, const char *key, const struct text *name);
/* To be called when all are added. 422 invalid_columns: a category was asked
 * to be what none can be. */
enum status categories_choose(struct categories *c, const struct columns *asked, struct err *err);
/* Gives the session what the item says, unless it has that already. False: the
 * item is not known. */
bool categories_apply(struct categories *c, struct programme_session *s, const char *item);
/* The language of that name, where the session says it beside its categories. */
void categories_apply_language(struct categories *c, struct programme_session *s, const char *name);
/* Of what was left out. */
void categories_warn(const struct categories *c);

#endif
