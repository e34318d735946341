/* Every bound of the house, by name. A test goes one past each that the
 * outside can reach. Bytes unless the name says otherwise. */
#ifndef MADANG_BASE_LIMITS_H
#define MADANG_BASE_LIMITS_H

/* HTTP */
enum {
	MAX_HEADER_BYTES = 8192, /* request line and headers together (lws drops more) */
	MAX_JSON_BODY = 64 * 1024,
	MAX_CHANGES_BODY = 256 * 1024, /* of several changes made as one, and of its preview */
	MAX_IMPORT_BODY = 32 * 1024 * 1024, /* the largest real export seen is 2.8 MB */
	MAX_ANSWER = 64 * 1024 * 1024, /* to a write: an import's report is the longest */
	MAX_PATH = 1024,
	MAX_QUERY_VALUE = 2048,
	MAX_IDEMPOTENCY_KEY = 128,
	MAX_TOKEN = 128,
	MAX_KEPT_TOKENS = 65536, /* whose they are, in memory: some 25 MB */
	MAX_QR_TEXT = 1024,
	MAX_KEPT_EXPORTS = 128, /* schedule files kept in memory, */
	MAX_KEPT_EXPORT_BYTES = 32 * 1024 * 1024, /* all together */
};

/* Text in a document */
enum {
	MAX_ID = 64,
	MAX_LINE = 1000, /* titles, names, notes: characters' bytes in UTF-8 */
	MAX_TEXT = 256 * 1024, /* abstracts, biographies: 30 kB are real */
	MAX_LANGUAGES = 16,
	MAX_LIST = 256, /* people of one session, languages, days */
	MAX_JSON_DEPTH = 32,
	MAX_DELAY_MINUTES = 12 * 60,
	MAX_DURATION_MINUTES = 31 * 24 * 60,
};

/* The organisers' desk */
enum {
	MAX_CHANGES = 500, /* made as one */
	MAX_DRAFTS = 200, /* that wait */
	MAX_VERSION = 64,
	MAX_RELEASE_CHANGES = 500, /* that a release tells one by one */
	MAX_CHANGELOG = 100, /* releases in one answer */
};

/* Avatars */
enum {
	MAX_AVATAR_SETS = 16,
	MAX_AVATAR_LAYERS = 64,
	MAX_AVATAR_SLOTS = 32,
	MAX_AVATAR_PARTS = 128, /* of one slot */
	MAX_AVATAR_COLOURS = 32,
	MAX_AVATAR_SWATCHES = 64, /* of one palette */
	MAX_AVATAR_TONES = 8,
	MAX_AVATAR_SET_BYTES = 32 * 1024 * 1024, /* of memory, for all sets */
	MAX_AVATAR_BYTES = 256 * 1024, /* of one picture */
	MAX_RECIPE_DEPTH = 3,
	MIN_PICTURE_SIZE = 16, /* pixels, of a PNG */
	MAX_PICTURE_SIZE = 1024,
	MAX_PICTURES_WAITING = 64, /* to be drawn as PNG; one more is answered 503 */
	MAX_KEPT_PICTURES = 8192, /* kept in memory, */
	MAX_KEPT_PICTURE_BYTES = 64 * 1024 * 1024, /* all together */
};

/* People who attend. A whole venue stands behind one address. */
enum {
	MAX_ATTENDEES = 200000,
	MAX_LINKS = 5, /* for another device, that wait to be opened, of each attendee */
	MAX_LINK_MINUTES = 15,
	MAX_DESK_LINKS = 1000, /* for hosts, screens, stewards and organisers, that wait to be opened */
	MAX_DESK_LINK_MINUTES = 24 * 60, /* but for an organiser MAX_LINK_MINUTES */
	MAX_RATE_ADDRESSES = 4096, /* whose tries are counted */
	MAX_ATTENDEES_AT_ONCE = 20000, /* from one address, then… */
	MAX_ATTENDEES_A_SECOND = 100,
	MAX_BAD_LINKS_AT_ONCE = 1000, /* codes that are none, from one address, then… */
	MAX_BAD_LINKS_A_SECOND = 5,
	MAX_OWN_CHANGES_AT_ONCE = 120, /* of one attendee's name or character, which are public, then… */
	MAX_OWN_CHANGES_A_SECOND = 1,
	MAX_NAME_CHARACTERS = 80, /* code points; the longest names on passports have 60 */
	MAX_STARS = 2000, /* of one attendee */
	NOTICE_WINDOW_MS = 5000, /* of the machine: what is changed back within it nobody is told */
	MAX_NOTICES_A_JOB = 250, /* rows at one turn of the writer: some 10 ms for those who wait */
};

/* Meetups */
enum {
	MAX_MEETUP_SLOTS = 200, /* of one */
	MAX_MEETUP_HOURS = 24, /* its window */
	MAX_SLOT_MINUTES = 240,
	MAX_SLOT_SEATS = 12,
	MEETUP_MINUTES = 60, /* as long as one behind a session is, where nobody says */
	MAX_BOOKINGS = 100, /* what `max_bookings` of the event may be, */
	MAX_CALL_MINUTES = 60, /* and the other two */
	MAX_CONFIRM_MINUTES = 24 * 60,
	MAX_PAUSE_MINUTES = 24 * 60,
	MAX_FLUSH = 250, /* documents of slots, and of lines, at one turn of the writer */
	MAX_GUESTS_NEXT = 3, /* that a line tells of */
	MEETUP_PACE_MS = 200, /* of the machine, from one telling of slots and lines to the next */
};

/* A place at a table */
enum {
	MAX_TOPIC_CHARACTERS = 200, /* code points: what one would say in a breath or two */
	MAX_WAITS = 20, /* for a seat in a slot, open ones of one attendee */
	MAX_NEXT_FREE = 3, /* slots that a full one names instead */
	MAX_LAPSES_A_JOB = 50, /* seats that were not confirmed, at one turn of the writer */
	DRAW_MS = 60000, /* who asks within it after the opening is drawn */
	MAX_WAITS_TOLD = 50, /* of one slot: who stands further behind is not told of each step */
};

/* A line, and the desk */
enum {
	MAX_LINE_PLACES = 500, /* who wait in one */
	MAX_CHATS_MEASURED = 20, /* the last ones: what a wait is told by */
	MIN_CHATS_MEASURED = 3, /* from fewer nothing follows */
	MAX_CALLS_A_JOB = 50, /* places the clock moves on at one turn of the writer */
	MAX_EXTEND_MINUTES = 60,
	MAX_GUESTS_MISSED = 50, /* absences that the host is shown, to take back */
	EARLY_MINUTES = 5, /* before its slot: who is there may be called */
	PRESENT_MINUTES = 15, /* before its slot: who is at the table has arrived for it */
	FORGOTTEN_MINUTES = 60, /* after the end: who was not finished with, is */
	PRESENCE_STEP_MS = 30000, /* the table's code is another after so long */
};

/* Screens. A whole fleet may stand behind one address, and so may somebody who
 * asks for codes all day: what one address can ask for while a code lives is
 * less than what may wait, so that it pushes nobody out. */
enum {
	MAX_SCREENS = 2000, /* that are paired */
	MAX_UNPAIRED_SCREENS = 2000, /* that wait for it; of more the oldest goes */
	MAX_SCREENS_AT_ONCE = 600, /* codes for new ones, from one address, then… */
	MAX_SCREENS_A_SECOND = 2,
	MAX_BAD_CODES_AT_ONCE = 20, /* that are none, by one organiser or steward, then… */
	MAX_BAD_CODES_A_MINUTE = 6,
	SCREEN_CODE_DIGITS = 6,
	SCREEN_CODE_MINUTES = 10, /* then there is a new one */
	UNPAIRED_MINUTES = 60, /* then it is forgotten */
	MAX_SCREEN_NAME = 200,
	MAX_SCREEN_BOARDS = 8, /* that one shows in turn, */
	MIN_BOARD_SECONDS = 5, /* each for so long */
	MAX_BOARD_SECONDS = 3600,
	MAX_SCREEN_LANGUAGES = 4,
	MAX_SCREEN_REPORTS = 4096, /* how screens are, in memory; of more the oldest goes */
	MAX_SHOWS_BYTES = 512, /* what one says that it shows */
	MAX_SCREEN_PIXELS = 65535, /* a side */
	SCREEN_IDENTIFY_MS = 10000, /* of the machine: a screen shows its name */
	SCREEN_SILENT_MS = 30000, /* of the machine: one that says nothing for so long is silent */
};

/* Schedule files */
enum {
	MAX_XML_DEPTH = 32,
	MAX_PROGRAMME_SESSIONS = 20000,
	MAX_PROGRAMME_ROOMS = 2000,
	MAX_PROGRAMME_PEOPLE = 40000,
	MAX_PROGRAMME_TRACKS = 2000,
	MAX_PROGRAMME_WARNINGS = 500,
	MAX_PROGRAMME_COLUMNS = 500,
	MAX_CALENDAR_PROPERTIES = 1000000, /* of all events in one calendar file */
	MAX_CALENDAR_ZONES = 200, /* that a file defines */
	MAX_CALENDAR_ZONE_BYTES = 64 * 1024, /* of one definition */
	MAX_CALENDAR_ZONE_RULES = 32, /* in all definitions of one file */
	MAX_CALENDAR_REPEATS = 366, /* of one event… */
	MAX_CALENDAR_REPEAT_DAYS = 366, /* …within so many days of its start */
	MAX_CALENDAR_RULES = 1000, /* of repetition, that are followed in one file */
	MAX_TABLE_ROWS = 100000, /* of a CSV file, empty ones too */
	MAX_TABLE_COLUMNS = 500,
	MAX_TABLE_ROW_BYTES = 1024 * 1024, /* what is longer lacks a quotation mark */
	MAX_TABLE_EFFORT = 256 * 1024 * 1024, /* bytes looked at again to mend rows */
	MAX_PROGRAMME_BYTES = 256 * 1024 * 1024, /* of memory, for one file read */
};

/* The writer and the journal */
enum {
	MAX_WRITER_QUEUE = 8192, /* jobs waiting; one more is answered 503 */
	MAX_WRITER_BATCH = 128, /* jobs in one transaction: who comes next waits no longer than for these */
	MAX_JOURNAL_CHANGES = 20000,
	MAX_JOURNAL_BYTES = 16 * 1024 * 1024,
	MAX_IDEMPOTENCY_HOURS = 48,
};

/* Live clients */
enum {
	MAX_LIVE_CLIENTS = 65536,
	MAX_LIVE_MESSAGE = 1024, /* what a client may send us in one message */
	MAX_TOMBSTONES = 65536, /* deleted documents remembered for catching up */
	LIVE_BEAT_MS = 5000, /* contract: at least each 15 s */
	LIVE_STALL_MS = 30000, /* a client that reads nothing for so long is closed: "slow" */
	LIVE_SEND_CHUNK = 64 * 1024, /* of a long answer, for one turn of the loop */
	MAX_LIVE_FRAME = 256 * 1024, /* what would be more is answered with a reset */
	LIVE_PACE = 3, /* a round waits this many times the last one's cost */
	LIVE_IDLE_SHARE = 2, /* or till the loop was idle for one such part of it */
	LIVE_PACE_MAX_MS = 1000, /* but never longer */
	MAX_LIVE_PRIVATE = 8192, /* private documents that wait for one round */
	MAX_LIVE_MESSAGES = 20, /* that a client may send us in LIVE_MESSAGES_MS */
	LIVE_MESSAGES_MS = 10000,
	MAX_STATE_BYTES = 1024 * 1024 * 1024, /* the rendered documents */
};

/* Connections */
enum {
	MAX_CONNECTIONS = 40000, /* open files are asked for as many; lws walks a table of so many for each
				    connection */
	MAX_OPEN_REQUESTS = 16384, /* not answered yet; one more is answered 503 */
	MAX_BODIES_BYTES = 256 * 1024 * 1024, /* of all bodies being read together */
	MAX_QUERY_ITEMS = 32,
	LISTEN_BACKLOG = 16384, /* the kernel cuts it to net.core.somaxconn */
	ACCEPT_BURST = 512, /* connections accepted in one turn of the loop */
	SOCKET_SEND_BUFFER = 64 * 1024, /* the kernel doubles it: a stalled client is seen early */
	PEER_SILENT_S = 20, /* then the kernel probes… */
	PEER_PROBE_S = 10,
	PEER_PROBES = 3,
	PEER_UNACKED_MS = 50000, /* …and bytes not acknowledged for so long end the connection */
	BODY_PATIENCE_MS = 15000, /* for a body to come, and besides… */
	BODY_BYTES_PER_S = 4096, /* …a second for so many bytes */
	REPLY_PATIENCE_MS = 30000, /* for a client that reads nothing of an answer */
	LINGER_BYTES = 1024 * 1024, /* read and dropped after an early answer, so that it arrives */
	LINGER_MS = 2000,
	KEEPALIVE_S = 30, /* an idle HTTP connection */
	STOP_GRACE_MS = 1200, /* from SIGTERM to cutting off what is left */
};

#endif
