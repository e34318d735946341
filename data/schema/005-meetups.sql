-- Meetups: a host's table and time, its slots, and the places of those who
-- have booked one, wait for one, or stand in the line.

-- An attendee may be one of the people of the programme: then it is a host,
-- and its own talks count where it books.
ALTER TABLE attendees ADD COLUMN person TEXT REFERENCES people (id);
CREATE UNIQUE INDEX attendees_by_person ON attendees (person) WHERE person IS NOT NULL;

-- What the desk may set, for all meetups.
ALTER TABLE event ADD COLUMN max_bookings INTEGER NOT NULL DEFAULT 3; -- open ones, of each attendee
ALTER TABLE event ADD COLUMN call_minutes INTEGER NOT NULL DEFAULT 3; -- to come after one is called
ALTER TABLE event ADD COLUMN confirm_minutes INTEGER NOT NULL DEFAULT 10; -- to confirm a seat that came free

-- As the desk or the host has set them; what follows from it stands in `lines` and `slots`.
CREATE TABLE meetups (
	id TEXT PRIMARY KEY,
	title TEXT CHECK (title IS NULL OR json_valid(title)), -- NULL: the host's name says it
	note TEXT CHECK (note IS NULL OR json_valid(note)),
	host TEXT NOT NULL REFERENCES people (id),
	session TEXT REFERENCES sessions (id), -- it opens when that ends, moves with it, goes with it
	place TEXT NOT NULL REFERENCES rooms (id),
	start INTEGER NOT NULL, -- as planned
	"end" INTEGER NOT NULL CHECK ("end" > start),
	slot_minutes INTEGER NOT NULL CHECK (slot_minutes > 0),
	seats INTEGER NOT NULL CHECK (seats > 0), -- of each slot
	walk_in INTEGER NOT NULL CHECK (walk_in IN (0, 1)), -- has a line
	draw INTEGER NOT NULL CHECK (draw IN (0, 1)), -- who asks in the first minute is drawn
	opens INTEGER, -- for booking; NULL: from the start of time
	status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'cancelled')), -- as the desk says
	follows INTEGER, -- the planned end of `session` that `start` goes by
	rev INTEGER NOT NULL,
	modified INTEGER
) STRICT;
CREATE INDEX meetups_by_host ON meetups (host);
CREATE INDEX meetups_by_session ON meetups (session) WHERE session IS NOT NULL;
CREATE INDEX meetups_by_place ON meetups (place);
CREATE INDEX meetups_by_draw ON meetups (opens) WHERE draw = 1;

-- How a meetup stands just now: one row each, derived or set at the table.
CREATE TABLE lines (
	meetup TEXT PRIMARY KEY REFERENCES meetups (id) ON DELETE CASCADE,
	expected_start INTEGER NOT NULL,
	expected_end INTEGER NOT NULL,
	phase TEXT NOT NULL DEFAULT 'ahead' -- by the clock and these
		CHECK (phase = 'ahead' OR phase = 'open' OR phase = 'ended'),
	cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)), -- by the desk, or with its session
	paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
	paused_until INTEGER, -- NULL: nobody said
	key TEXT NOT NULL, -- of the table's rotating code
	seed TEXT, -- of the draw: random; told when it is drawn, its SHA-256 before
	drawn_at INTEGER,
	waiting_first INTEGER NOT NULL CHECK (waiting_first >= 0), -- in the line, of each tier
	waiting_again INTEGER NOT NULL CHECK (waiting_again >= 0),
	dirty INTEGER NOT NULL CHECK (dirty IN (0, 1)), -- its document waits to be told
	told INTEGER NOT NULL DEFAULT 0, -- the seq of the last telling: who waited longest comes first
	rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lines_dirty ON lines (told) WHERE dirty = 1;
CREATE INDEX lines_by_end ON lines (expected_end);
CREATE INDEX lines_by_phase ON lines (phase, expected_start, expected_end);
CREATE INDEX lines_paused ON lines (paused_until) WHERE paused_until IS NOT NULL;

CREATE TABLE slots (
	id TEXT PRIMARY KEY, -- "m3-0"
	meetup TEXT NOT NULL REFERENCES meetups (id) ON DELETE CASCADE,
	n INTEGER NOT NULL CHECK (n >= 0),
	start INTEGER NOT NULL, -- as planned
	"end" INTEGER NOT NULL,
	expected_start INTEGER NOT NULL,
	expected_end INTEGER NOT NULL,
	gone INTEGER NOT NULL CHECK (gone IN (0, 1)), -- the meetup has no such slot any more
	seats INTEGER NOT NULL CHECK (seats > 0),
	taken INTEGER NOT NULL CHECK (taken BETWEEN 0 AND seats), -- a seat is never given twice
	waiting_first INTEGER NOT NULL CHECK (waiting_first >= 0), -- of each tier
	waiting_again INTEGER NOT NULL CHECK (waiting_again >= 0),
	dirty INTEGER NOT NULL CHECK (dirty IN (0, 1)), -- its document waits to be told
	told INTEGER NOT NULL DEFAULT 0, -- the seq of the last telling: who waited longest comes first
	rev INTEGER NOT NULL,
	UNIQUE (meetup, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX slots_dirty ON slots (told) WHERE dirty = 1;
CREATE INDEX slots_free ON slots (expected_start) WHERE gone = 0 AND taken < seats;

-- What the world was told last of slots and lines: the documents, which are
-- told behind their rows. Apart from those, which a storm writes again and again.
CREATE TABLE told (
	collection TEXT NOT NULL CHECK (collection IN ('slots', 'lines')),
	id TEXT NOT NULL,
	meetup TEXT NOT NULL REFERENCES meetups (id) ON DELETE CASCADE,
	document TEXT NOT NULL CHECK (json_valid(document)),
	PRIMARY KEY (collection, id)
) STRICT;
CREATE INDEX told_by_meetup ON told (meetup);

-- A place at a table: a booked seat, a wait for one (both have a slot), or a
-- place in the line. It is open until ended_at is set. Its number is what is
-- called out, and is never used twice.
CREATE TABLE places (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	attendee TEXT NOT NULL, -- of attendees: places_of_attendee_go deletes, a reference would look at all rows
	host TEXT NOT NULL, -- of the meetup
	meetup TEXT NOT NULL REFERENCES meetups (id) ON DELETE CASCADE,
	slot TEXT REFERENCES slots (id) ON DELETE CASCADE, -- NULL: the line
	-- Not IN (…): for a list of more than two SQLite builds a table in memory, at
	-- each row that is written, which was a third of a booking.
	state TEXT NOT NULL CHECK (state = 'booked' OR state = 'waiting' OR state = 'called' OR state = 'arrived'
		OR state = 'talking' OR state = 'done' OR state = 'no_show' OR state = 'left'),
	topic TEXT NOT NULL,
	tier INTEGER NOT NULL CHECK (tier IN (0, 1)), -- 0: the first chat with this host, no no-show
	turn INTEGER NOT NULL, -- the order of those who wait, within the tier
	present INTEGER NOT NULL CHECK (present IN (0, 1)), -- was seen at the table
	choose INTEGER NOT NULL CHECK (choose IN (0, 1)), -- is wanted elsewhere at the same time, and asked to choose
	made_at INTEGER NOT NULL,
	since INTEGER NOT NULL, -- in this state
	until INTEGER, -- of this state: to confirm, to come, to finish; NULL: no end
	started_at INTEGER, -- the chat
	ended_at INTEGER,
	why TEXT, -- it left: 'given_back', 'lapsed', 'cancelled', 'ended', 'not_drawn'…
	rev INTEGER NOT NULL,
	CHECK ((ended_at IS NOT NULL) = (state = 'done' OR state = 'no_show' OR state = 'left'))
) STRICT;
-- One seat or wait in a slot, one place in a host's line, for each attendee.
CREATE UNIQUE INDEX places_open ON places (attendee, coalesce(slot, host)) WHERE ended_at IS NULL;
CREATE INDEX places_ended ON places (attendee, host, state) WHERE ended_at IS NOT NULL;
CREATE INDEX places_at_table ON places (meetup, slot, state) WHERE ended_at IS NULL;
CREATE INDEX places_waiting ON places (coalesce(slot, meetup), tier, turn) WHERE state = 'waiting';
CREATE INDEX places_until ON places (until) WHERE until IS NOT NULL AND ended_at IS NULL;
CREATE INDEX places_cancelled ON places (slot) WHERE why = 'cancelled'; -- who have it back, if it is held after all
CREATE INDEX places_no_shows ON places (meetup) WHERE state = 'no_show';
CREATE INDEX places_chats ON places (meetup, ended_at) WHERE state = 'done';

-- Which changes of the journal name whom in a line: what is deleted must go
-- there too (as characters_told).
CREATE TABLE guests_told (
	attendee TEXT NOT NULL REFERENCES attendees (id) ON DELETE CASCADE,
	meetup TEXT NOT NULL REFERENCES meetups (id) ON DELETE CASCADE,
	seq INTEGER NOT NULL REFERENCES journal (seq) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (attendee, meetup, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX guests_told_by_seq ON guests_told (seq);

-- Notices are of a session with a star, or of a place at a table.
CREATE TABLE notices_new (
	id TEXT PRIMARY KEY,
	attendee TEXT NOT NULL REFERENCES attendees (id) ON DELETE CASCADE,
	session TEXT REFERENCES sessions (id) ON DELETE CASCADE,
	place INTEGER REFERENCES places (id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	was TEXT CHECK (was IS NULL OR json_valid(was)),
	became TEXT CHECK (became IS NULL OR json_valid(became)),
	word TEXT, -- of a place: what has become of it, one of places.h
	until INTEGER, -- of a place: until when something is to be done
	rev INTEGER NOT NULL,
	CHECK ((session IS NULL) != (place IS NULL)),
	CHECK ((session IS NULL) = (was IS NULL)),
	CHECK ((session IS NULL) = (became IS NULL)),
	CHECK ((place IS NULL) = (word IS NULL)),
	UNIQUE (attendee, session),
	UNIQUE (attendee, place)
) STRICT, WITHOUT ROWID;
INSERT INTO notices_new (id, attendee, session, at, was, became, rev)
	SELECT id, attendee, session, at, was, became, rev FROM notices;
DROP TABLE notices;
ALTER TABLE notices_new RENAME TO notices;
CREATE INDEX notices_by_session ON notices (session) WHERE session IS NOT NULL;
CREATE INDEX notices_by_place ON notices (place) WHERE place IS NOT NULL;

-- Links sign in others than attendees too: a host (as this person), a screen,
-- a steward, an organiser.
CREATE TABLE links_new (
	hash TEXT PRIMARY KEY, -- SHA-256 of the code, hex
	role TEXT NOT NULL CHECK (role IN ('organiser', 'steward', 'host', 'screen', 'attendee')),
	attendee TEXT REFERENCES attendees (id) ON DELETE CASCADE, -- of role attendee: which
	person TEXT REFERENCES people (id) ON DELETE CASCADE, -- of role host: who
	name TEXT NOT NULL, -- for "who did what"
	until INTEGER NOT NULL, -- by the machine's clock, not a rehearsal's
	CHECK ((role = 'attendee') = (attendee IS NOT NULL)),
	CHECK ((role = 'host') = (person IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO links_new (hash, role, attendee, name, until)
	SELECT hash, 'attendee', attendee, 'attendee', until FROM links;
DROP TABLE links;
ALTER TABLE links_new RENAME TO links;
CREATE INDEX links_by_attendee ON links (attendee, until) WHERE attendee IS NOT NULL;
CREATE INDEX links_of_desk ON links (until) WHERE attendee IS NULL;

-- The kept answers stand in the order they were given, and are found by a small
-- index: as rows of an index by caller and key, each with its body, nearly every
-- answer of a storm was a page of its own in the log.
CREATE TABLE answers_new (
	id INTEGER PRIMARY KEY,
	caller TEXT NOT NULL,
	key TEXT NOT NULL, -- SHA-256 of the key, hex
	request TEXT NOT NULL, -- SHA-256 of method, path, query and body
	status INTEGER NOT NULL,
	body TEXT NOT NULL,
	at INTEGER NOT NULL,
	attendee TEXT REFERENCES attendees (id) ON DELETE CASCADE, -- whose data it holds, if not the caller's
	salt TEXT -- with the key it gives the secret that the answer told; NULL: it told none
) STRICT;
INSERT INTO answers_new (caller, key, request, status, body, at, attendee, salt)
	SELECT caller, key, request, status, body, at, nullif(attendee, caller), salt FROM answers ORDER BY at;
DROP TABLE answers;
ALTER TABLE answers_new RENAME TO answers;
CREATE UNIQUE INDEX answers_by_key ON answers (caller, key);
CREATE INDEX answers_by_age ON answers (at);
CREATE INDEX answers_by_attendee ON answers (attendee) WHERE attendee IS NOT NULL;
