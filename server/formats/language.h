/* The language that a name stands for: files for people say "German". */
#ifndef MADANG_FORMATS_LANGUAGE_H
#define MADANG_FORMATS_LANGUAGE_H

/* The tag ("de") for "German", "Deutsch", "日本語 / Japanese", "English (US)",
 * "de-AT", whatever the case: that of the first of its words that is known.
 * NULL: none is, or `name` is NULL. Static. */
const char *language_tag(const char *name);

#endif
