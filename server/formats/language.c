#include "formats/language.h"

#include "formats/clean.h"

#include <glib.h>
#include <string.h>

/* English name, own names; folded. A word is the whole of a part between the
 * separators below. */
static const struct {
	const char *tag;
	const char *names[6];
} languages[] = {
	{"ar", {"arabic", "العربية"}},
	{"bg", {"bulgarian", "български"}},
	{"ca", {"catalan", "català"}},
	{"cs", {"czech", "čeština", "česky"}},
	{"da", {"danish", "dansk"}},
	{"de", {"german", "deutsch", "allemand", "alemán", "독일어", "ドイツ語"}},
	{"el", {"greek", "ελληνικά"}},
	{"en", {"english", "englisch", "anglais", "英語", "영어"}},
	{"eo", {"esperanto"}},
	{"es", {"spanish", "español", "castellano", "espagnol", "spanisch"}},
	{"et", {"estonian", "eesti"}},
	{"fa", {"persian", "فارسی"}},
	{"fi", {"finnish", "suomi"}},
	{"fr", {"french", "français", "französisch", "francés"}},
	{"he", {"hebrew", "עברית"}},
	{"hi", {"hindi", "हिन्दी"}},
	{"hr", {"croatian", "hrvatski"}},
	{"hu", {"hungarian", "magyar"}},
	{"id", {"indonesian", "bahasa indonesia"}},
	{"it", {"italian", "italiano", "italienisch"}},
	{"ja", {"japanese", "japanisch", "日本語", "にほんご", "일본어"}},
	{"ko", {"korean", "koreanisch", "한국어", "국문", "한글", "韓国語"}},
	{"lt", {"lithuanian", "lietuvių"}},
	{"lv", {"latvian", "latviešu"}},
	{"nb", {"norwegian", "norsk"}}, /* not "no", which is an answer more often */
	{"nl", {"dutch", "nederlands", "flemish"}},
	{"pl", {"polish", "polski"}},
	{"pt", {"portuguese", "português", "portugués"}},
	{"ro", {"romanian", "română"}},
	{"ru", {"russian", "русский"}},
	{"sk", {"slovak", "slovenčina", "slovensky"}},
	{"sl", {"slovenian", "slovenščina"}},
	{"sr", {"serbian", "srpski", "српски"}},
	{"sv", {"swedish", "svenska"}},
	{"th", {"thai", "ไทย"}},
	{"tr", {"turkish", "türkçe"}},
	{"uk", {"ukrainian", "українська"}},
	{"vi", {"vietnamese", "tiếng việt"}},
	{"zh", {"chinese", "chinesisch", "mandarin", "中文", "华语", "중국어"}},
};

/* "de", or "de-AT", "de_AT". */
static bool is_tag(const char *word, const char *tag)
{
	size_t n = strlen(tag);
	return strncmp(word, tag, n) == 0 && (word[n] == '\0' || word[n] == '-' || word[n] == '_');
}

static const char *tag_of_word(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		if (is_tag(word, languages[i].tag))
			return languages[i].tag;
		for (size_t n = 0; n < 6 && languages[i].names[n]; n++)
			if (strcmp(word, languages[i].names[n]) == 0)
				return languages[i].tag;
	}
	return NULL;
}

const char *language_tag(const char *name)
{
	char *folded = name ? clean_fold(name) : NULL;
	char **words = folded ? g_strsplit_set(folded, "/,;|&+()[]", -1) : NULL;
	const char *tag = NULL;
	for (size_t i = 0; words && words[i] && !tag; i++)
		tag = tag_of_word(g_strstrip(words[i]));
	g_strfreev(words);
	g_free(folded);
	return tag;
}
