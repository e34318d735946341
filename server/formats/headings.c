#include "formats/headings.h"

#include "formats/clean.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

static const char *const field_names[HEADINGS] = {
	[HEADING_TITLE] = "title",
	[HEADING_SUBTITLE] = "subtitle",
	[HEADING_ABSTRACT] = "abstract",
	[HEADING_DESCRIPTION] = "description",
	[HEADING_DATE] = "date",
	[HEADING_END_DATE] = "end_date",
	[HEADING_START] = "start",
	[HEADING_END] = "end",
	[HEADING_DURATION] = "duration",
	[HEADING_ALL_DAY] = "all_day",
	[HEADING_ROOM] = "room",
	[HEADING_TRACK] = "track",
	[HEADING_TYPE] = "type",
	[HEADING_PEOPLE] = "people",
	[HEADING_LANGUAGE] = "language",
	[HEADING_ID] = "id",
	[HEADING_URL] = "url",
	[HEADING_STATUS] = "status",
	[HEADING_PRIVATE] = "private",
	[HEADING_ZONE] = "zone",
};

/* Whole names, folded; the more telling first, since one column is enough.
 * A name may stand at two fields: the first that has no column yet gets it. */
enum { MAX_NAMES = 48 };
static const struct {
	enum heading field;
	const char *names[MAX_NAMES]; /* a NULL behind the last */
} whole_names[] = {
	{HEADING_TITLE,
		{"title", "sessiontitle", "proposaltitle", "talktitle", "eventtitle", "presentationtitle",
			"papertitle", "submissiontitle", "sessionname", "talkname", "eventname", "titel",
			"vortragstitel", "vorschlagstitel", "einreichungstitel", "sessiontitel", "제목",
			"세션제목", "세션명", "발표제목", "발표주제", "강연제목", "강연명", "프로그램명",
			"행사명", "タイトル", "講演タイトル", "セッションタイトル", "セッション名", "題名",
			"題目", "演題", "件名", "标题", "標題", "議題", "titre", "título", "titulo", "titolo",
			"subject", "betreff", "talk", "vortrag", "summary"}},
	{HEADING_TITLE,
		{"name", "session", "presentation", "activity", "event", "veranstaltung", "programmpunkt",
			"thema", "topic", "주제", "세션", "강연", "발표", "프로그램", "세부내용",
			"セッション", "what", "was"}},
	{HEADING_SUBTITLE, {"subtitle", "untertitel", "부제", "부제목", "副題", "サブタイトル", "soustitre"}},
	{HEADING_ABSTRACT,
		{"abstract", "shortdescription", "teaser", "blurb", "kurzbeschreibung", "kurzfassung",
			"zusammenfassung", "초록", "요약", "개요", "概要", "要旨", "résumé", "resumen",
			"summary"}},
	{HEADING_DESCRIPTION,
		{"description", "longdescription", "fulldescription", "sessiondescription", "talkdescription",
			"eventdescription", "beschreibung", "langbeschreibung", "설명", "상세설명", "내용",
			"세션설명", "세션소개", "説明", "内容", "詳細", "descripción", "descrizione",
			"details", "content", "body", "inhalt"}},
	{HEADING_DATE,
		{"startdate", "date", "eventdate", "sessiondate", "datum", "startdatum", "beginndatum",
			"begindatum", "beginntam", "날짜", "일자", "시작일", "시작날짜", "日付", "開始日",
			"日程", "日期", "fecha", "datainizio", "data", "day", "tag", "jour", "día", "dia"}},
	{HEADING_END_DATE, {"enddate", "enddatum", "endetdatum", "endetam", "종료일", "종료날짜", "終了日"}},
	{HEADING_START,
		{"start", "starttime", "startsat", "eventstart", "sessionstart", "startdatetime", "datestart",
			"timestart", "begin", "begins", "begintime", "beginn", "beginnt", "beginntum",
			"startzeit", "anfang", "uhrzeit", "시작", "시작시간", "시작시각", "시작일시", "일시",
			"開始", "開始時刻", "開始時間", "開始日時", "日時", "开始时间", "début", "hora",
			"inicio", "inizio", "von", "from", "dtstart", "datetime", "datumzeit"}},
	{HEADING_START, {"time", "zeit", "시간", "시각", "時間", "時刻", "heure", "when", "wann"}},
	{HEADING_END,
		{"end", "endtime", "endsat", "eventend", "sessionend", "enddatetime", "dateend", "timeend",
			"finish", "ende", "endzeit", "endet", "endetum", "bis", "종료", "종료시간",
			"종료시각", "종료일시", "끝", "終了", "終了時刻", "終了時間", "終了日時", "结束时间",
			"fin", "fine", "to", "until", "dtend"}},
	{HEADING_DURATION,
		{"duration", "length", "durationminutes", "durationmin", "minutes", "dauer", "länge",
			"소요시간", "진행시간", "발표시간", "所要時間", "発表時間", "durée", "duración",
			"durata"}},
	{HEADING_ALL_DAY,
		{"alldayevent", "allday", "ganztägigesereignis", "ganztägig", "종일", "하루종일", "終日",
			"終日イベント"}},
	{HEADING_ROOM,
		{"room", "roomname", "venue", "venuename", "location", "roomlocation", "stage", "hall",
			"raum", "raumname", "ort", "saal", "bühne", "veranstaltungsort", "장소", "발표장",
			"강의실", "룸", "회의실", "방", "홀", "위치", "会場", "部屋", "場所", "教室",
			"ルーム", "房间", "地点", "salle", "lieu", "sala", "lugar", "zaal", "place", "where",
			"wo"}},
	{HEADING_TRACK,
		{"track", "trackname", "scheduletrack", "tracks", "programtrack", "eventsubtype", "stream",
			"strand", "theme", "schiene", "themenstrang", "트랙", "분야", "분류", "카테고리",
			"parcours", "トラック", "分野", "カテゴリ", "カテゴリー", "category", "categories",
			"kategorie", "kategorien"}},
	{HEADING_TYPE,
		{"type", "sessiontype", "eventtype", "talktype", "submissiontype", "proposaltype",
			"presentationtype", "sessionformat", "talkformat", "format", "kind", "art",
			"vortragsart", "vortragstyp", "sessionart", "typ", "유형", "종류", "구분", "형식",
			"種別", "種類", "形式"}},
	{HEADING_PEOPLE,
		{"speakers", "speakernames", "speaker", "speakername", "presenters", "presenter", "people",
			"persons", "panelists", "hosts", "host", "referenten", "referentinnen", "referent",
			"referentin", "referierende", "vortragende", "vortragender", "sprecher",
			"sprecherinnen", "sprecherin", "발표자", "발표자명", "연사", "연사명", "강연자",
			"강사", "진행자", "講演者", "発表者", "登壇者", "話者", "スピーカー", "讲者", "講者",
			"intervenants", "ponentes", "relatori", "authors", "instructor", "facilitator", "who",
			"name"}},
	{HEADING_LANGUAGE,
		{"language", "sessionlanguage", "talklanguage", "contentlocale", "locale", "lang", "sprache",
			"언어", "발표언어", "言語", "发表语言", "langue", "idioma", "lingua", "taal"}},
	{HEADING_ID,
		{"guid", "uuid", "id", "sessionid", "talkid", "eventid", "submissionid", "proposalid", "code",
			"submissioncode", "proposalcode", "eventkey", "uid", "kennung"}},
	{HEADING_URL,
		{"url", "link", "sessionurl", "talkurl", "eventurl", "permalink", "weblink", "website",
			"webseite", "링크", "リンク"}},
	{HEADING_STATUS,
		{"status", "state", "sessionstatus", "proposalstate", "submissionstate", "active",
			"published", "상태", "状態", "ステータス"}},
	{HEADING_PRIVATE, {"private", "privat", "sensitivity", "vertraulichkeit", "비공개", "非公開"}},
	{HEADING_ZONE, {"zone", "timezone", "tz", "zeitzone", "시간대", "タイムゾーン"}},
};
enum { WHOLE_NAMES = sizeof whole_names / sizeof *whole_names };

/* Words in a name, where no whole name was found. */
enum { MAX_WORDS = 16 };
static const struct {
	enum heading field;
	const char *words[MAX_WORDS], *without[MAX_WORDS];
} part_names[] = {
	{HEADING_TITLE, {"title", "titel", "titre", "título", "titolo", "제목", "タイトル"},
		{"speaker", "presenter", "job", "referent", "발표자", "연사", "sub", "intervenant"}},
	{HEADING_END_DATE, {"end date", "enddatum", "date de fin", "종료일", "終了日"}, {NULL}},
	{HEADING_DATE, {"date", "datum", "날짜", "日付"}, {"end", "ende", "fin", "종료", "終了"}},
	{HEADING_DURATION, {"duration", "length", "dauer", "durée", "소요", "所要"}, {NULL}},
	{HEADING_END, {"end", "ends", "ende", "fin", "종료", "終了"}, {"date"}},
	{HEADING_START, {"start", "starts", "begin", "begins", "beginn", "début", "시작", "開始"}, {"date"}},
	{HEADING_START, {"time", "uhrzeit", "heure", "시간", "時刻"}, {"end", "zone", "종료", "소요"}},
	{HEADING_ROOM, {"room", "location", "venue", "stage", "raum", "saal", "salle", "장소", "会場"},
		{"speaker"}},
	{HEADING_TRACK, {"track", "트랙", "トラック"}, {NULL}},
	{HEADING_PEOPLE,
		{"speakers", "speaker", "speaker s", "presenters", "presenter", "presenter s", "referenten",
			"vortragende", "vortragenden", "intervenant", "intervenants", "발표자", "연사",
			"講演者", "登壇者"},
		{NULL}},
	{HEADING_ABSTRACT, {"abstract", "초록", "要旨"}, {NULL}},
	{HEADING_DESCRIPTION, {"description", "beschreibung", "설명"}, {"room", "speaker", "track"}},
	{HEADING_LANGUAGE, {"language", "sprache", "langue", "언어"}, {NULL}},
	{HEADING_TYPE, {"type", "format"}, {"room", "speaker", "file", "ticket", "media"}},
};
enum { PART_NAMES = sizeof part_names / sizeof *part_names };

/* With one of these a name is of something else, and often of something that
 * must not be shown. */
static const char *const other_words[] = {"email", "e mail", "mail", "phone", "telephone", "telefon",
	"mobile", "note", "notes", "notiz", "notizen", "comment", "comments", "remark", "remarks", "internal",
	"intern", "private", "bio", "biography", "biografie", "company", "organisation", "organization",
	"affiliation", "firma", "photo", "picture", "image", "twitter", "linkedin", "github", "url", "link",
	"links", "id", "ids", "code", "codes", "key", "count", "number", "capacity", "created", "updated",
	"modified", "submitted", "registration", "checkin", "deadline", "birth", "first", "last", "vorname",
	"nachname", "score", "rating", "answer", "question", "needs", "travel", "hotel", "arrival",
	"departure", "gender", "pronouns", "address", "token", "password", "order", "purchase", "ticket",
	"attendee", "invoice", "payment", "paid", "due", "requested", "preferred", "original", "previous",
	"이메일", "메일", "전화", "연락처", "메모", "비고", "소속", "メール", "電話", "備考"};

/* Columns that tables of people have. */
static const char *const contact_words[] = {"email", "e mail", "mail", "phone", "telephone", "telefon",
	"mobile", "이메일", "메일", "전화", "연락처", "メール", "電話"};
static const char *const person_words[] = {
	"first name", "last name", "vorname", "nachname", "attendee", "surname"};

/* A name folded in three ways. */
struct folded {
	char *all; /* letters and digits of all of it */
	char *bare; /* without what stands in brackets */
	char *words; /* with single blanks between, and at both ends */
};

static char *fold(const char *name, bool brackets, const char *gap)
{
	char *folded = clean_fold(name);
	char *plain = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
	GString *out = g_string_new(gap);
	int depth = 0;
	for (const char *c = plain ? plain : ""; *c; c = g_utf8_next_char(c)) {
		gunichar u = g_utf8_get_char(c);
		depth += (u == '(' || u == '[') - (depth > 0 && (u == ')' || u == ']'));
		if ((g_unichar_isalnum(u) || g_unichar_ismark(u)) && (brackets || depth == 0))
			g_string_append_unichar(out, u);
		else if (*gap && out->str[out->len - 1] != ' ')
			g_string_append(out, gap);
	}
	if (*gap && out->str[out->len - 1] != ' ')
		g_string_append(out, gap);
	g_free(plain);
	g_free(folded);
	return g_string_free(out, FALSE);
}

char *headings_fold(const char *name)
{
	return fold(name, true, "");
}

static struct folded fold_name(const char *name)
{
	enum { LONGEST = 160 }; /* what is longer is a text, and not worth the time */
	const char *s = strlen(name) <= LONGEST ? name : "";
	return (struct folded){fold(s, true, ""), fold(s, false, ""), fold(s, true, " ")};
}

/* Latin letters: as whole words; else anywhere, since there are no blanks. */
static bool has_word(const struct folded *name, const char *word)
{
	if ((unsigned char)*word >= 0x80)
		return strstr(name->all, word) != NULL;
	size_t n = strlen(word);
	for (const char *at = name->words; (at = strstr(at, word)); at++)
		if (at > name->words && at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

static bool has_any(const struct folded *name, const char *const *words, size_t max)
{
	for (size_t i = 0; i < max && words[i]; i++)
		if (has_word(name, words[i]))
			return true;
	return false;
}

struct finding {
	struct headings *h;
	struct folded *names;
	bool *other; /* a column with one of other_words */
	bool *taken;
	size_t count;
};

static void take(struct finding *f, enum heading field, size_t column)
{
	f->h->column[field] = column;
	f->h->count++;
	f->taken[column] = true;
}

static void take_asked(struct finding *f, char *const *cells, const struct columns *asked)
{
	for (size_t c = 0; c < f->count; c++) {
		char *name = g_strdup(cells[c]);
		name[clean_line(name, strlen(name))] = '\0';
		const char *field = *name ? columns_field(asked, name) : NULL;
		for (int i = 0; field && i < HEADINGS; i++)
			if (strcmp(field_names[i], field) == 0 && f->h->column[i] == HEADING_NONE)
				take(f, (enum heading)i, c);
		g_free(name);
	}
}

static bool take_whole(struct finding *f, enum heading field, const char *name)
{
	for (int bare = 0; bare < 2; bare++)
		for (size_t c = 0; c < f->count; c++) {
			const char *have = bare ? f->names[c].bare : f->names[c].all;
			if (!f->taken[c] && strcmp(have, name) == 0 && !(bare && f->other[c])) {
				take(f, field, c);
				return true;
			}
		}
	return false;
}

static bool is_free(const struct finding *f, const struct columns *asked, enum heading field)
{
	const char *name = columns_name(asked, field_names[field]);
	return f->h->column[field] == HEADING_NONE && !(name && !*name); /* "": to be left out */
}

static void take_by_name(struct finding *f, const struct columns *asked)
{
	for (int i = 0; i < WHOLE_NAMES; i++) {
		bool found = !is_free(f, asked, whole_names[i].field);
		for (int n = 0; !found && n < MAX_NAMES && whole_names[i].names[n]; n++)
			found = take_whole(f, whole_names[i].field, whole_names[i].names[n]);
	}
}

static void take_by_word(struct finding *f, const struct columns *asked)
{
	for (int i = 0; i < PART_NAMES; i++)
		for (size_t c = 0; c < f->count && is_free(f, asked, part_names[i].field); c++)
			if (!f->taken[c] && !f->other[c] &&
				has_any(&f->names[c], part_names[i].words, MAX_WORDS) &&
				!has_any(&f->names[c], part_names[i].without, MAX_WORDS))
				take(f, part_names[i].field, c);
}

static char *without_digits(const char *s)
{
	GString *out = g_string_new(NULL);
	for (; *s; s++)
		if (!g_ascii_isdigit(*s))
			g_string_append_c(out, *s);
	return g_string_free(out, FALSE);
}

/* "Speaker 2", where "Speaker" or "Speaker 1" is the column of people. */
static void take_more_people(struct finding *f)
{
	struct headings *h = f->h;
	size_t first = h->column[HEADING_PEOPLE];
	char *wanted = without_digits(first == HEADING_NONE ? "" : f->names[first].all);
	for (size_t c = 0; c < f->count && *wanted && h->more_count < MAX_MORE_PEOPLE; c++) {
		char *name = without_digits(f->names[c].all);
		bool numbered = strlen(name) < strlen(f->names[c].all);
		if (!f->taken[c] && numbered && strcmp(name, wanted) == 0) {
			h->more_people[h->more_count++] = c;
			f->taken[c] = true;
		}
		g_free(name);
	}
	g_free(wanted);
}

/* frab's abstract is where the only text belongs (programme.h). */
static void prefer_abstract(struct headings *h, const struct columns *asked)
{
	size_t column = h->column[HEADING_DESCRIPTION];
	if (column == HEADING_NONE || h->column[HEADING_ABSTRACT] != HEADING_NONE ||
		columns_name(asked, "description") || columns_name(asked, "abstract"))
		return;
	h->column[HEADING_ABSTRACT] = column;
	h->column[HEADING_DESCRIPTION] = HEADING_NONE;
}

static bool has_column(const struct finding *f, const char *const *words, size_t max)
{
	for (size_t c = 0; c < f->count; c++)
		if (has_any(&f->names[c], words, max))
			return true;
	return false;
}

static bool is_called(const struct finding *f, enum heading field, const char *name)
{
	size_t column = f->h->column[field];
	return column != HEADING_NONE && strcmp(f->names[column].all, name) == 0;
}

/* A list of attendees has names, titles (Dr) and the name of the event, too,
 * and is not for a board: unless the caller says so, these are no sessions. */
static void spare_people(struct finding *f, const struct columns *asked)
{
	struct headings *h = f->h;
	bool timed = h->column[HEADING_DATE] != HEADING_NONE || h->column[HEADING_START] != HEADING_NONE;
	bool told =
		columns_name(asked, "title") || !has_column(f, contact_words, G_N_ELEMENTS(contact_words));
	bool persons = has_column(f, person_words, G_N_ELEMENTS(person_words));
	bool weak = is_called(f, HEADING_TITLE, "title") || is_called(f, HEADING_TITLE, "eventname") ||
		is_called(f, HEADING_TITLE, "event");
	bool nobody = h->column[HEADING_PEOPLE] == HEADING_NONE;
	if (told ||
		!((nobody && is_called(f, HEADING_TITLE, "name")) || (nobody && weak && persons) ||
			(!timed && weak && is_called(f, HEADING_PEOPLE, "name"))))
		return;
	h->column[HEADING_TITLE] = HEADING_NONE;
	h->count--;
}

void headings_find(struct headings *h, char *const *cells, size_t count, const struct columns *asked)
{
	struct finding f = {
		h, g_new0(struct folded, count + 1), g_new0(bool, count + 1), g_new0(bool, count + 1), count};
	h->count = h->more_count = 0;
	for (int i = 0; i < HEADINGS; i++)
		h->column[i] = HEADING_NONE;
	for (size_t c = 0; c < count; c++) {
		f.names[c] = fold_name(cells[c]);
		f.other[c] = has_any(&f.names[c], other_words, G_N_ELEMENTS(other_words));
	}
	if (asked)
		take_asked(&f, cells, asked);
	take_by_name(&f, asked);
	take_by_word(&f, asked);
	take_more_people(&f);
	spare_people(&f, asked);
	prefer_abstract(h, asked);
	for (size_t c = 0; c < count; c++) {
		g_free(f.names[c].all);
		g_free(f.names[c].bare);
		g_free(f.names[c].words);
	}
	g_free(f.names);
	g_free(f.other);
	g_free(f.taken);
}

bool headings_usable(const struct headings *h)
{
	return h->column[HEADING_TITLE] != HEADING_NONE &&
		(h->column[HEADING_DATE] != HEADING_NONE || h->column[HEADING_START] != HEADING_NONE ||
			h->column[HEADING_ROOM] != HEADING_NONE);
}

const char *headings_field(const struct headings *h, size_t column)
{
	for (int i = 0; i < HEADINGS; i++)
		if (h->column[i] == column)
			return field_names[i];
	for (size_t i = 0; i < h->more_count; i++)
		if (h->more_people[i] == column)
			return field_names[HEADING_PEOPLE];
	return NULL;
}
