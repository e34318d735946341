-- The programme, what was done to it, and the journal of changes.
--
-- Instants are UTC milliseconds. A column that holds a text which people read
-- is JSON: a string, or an object by language. `imported` is what the last
-- schedule file said of the row (its keys and its fields), the base of the
-- three-way comparison at the next import; NULL: the row was made here.

CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The numbers that ids are made of ("s17"): never used twice.
CREATE TABLE ids (
	prefix TEXT PRIMARY KEY,
	last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
	id TEXT PRIMARY KEY CHECK (id = 'main'),
	title TEXT NOT NULL CHECK (json_valid(title)),
	acronym TEXT,
	zone TEXT NOT NULL,
	languages TEXT NOT NULL CHECK (json_type(languages) = 'array'),
	days TEXT NOT NULL CHECK (json_type(days) = 'array'), -- the dates, in order
	url TEXT,
	colours TEXT CHECK (colours IS NULL OR json_valid(colours)),
	version TEXT,
	rev INTEGER NOT NULL,
	imported TEXT CHECK (imported IS NULL OR json_valid(imported))
) STRICT;

CREATE TABLE days (
	id TEXT PRIMARY KEY, -- the date, in the event's zone
	start INTEGER NOT NULL,
	"end" INTEGER NOT NULL CHECK ("end" >= start),
	rev INTEGER NOT NULL
) STRICT;

CREATE TABLE rooms (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL CHECK (json_valid(name)),
	kind TEXT NOT NULL CHECK (kind IN ('room', 'booth', 'table', 'lobby')),
	"order" INTEGER NOT NULL,
	capacity INTEGER CHECK (capacity >= 0),
	fill TEXT CHECK (fill IN ('free', 'filling', 'full')),
	fill_at INTEGER,
	rev INTEGER NOT NULL,
	imported TEXT CHECK (imported IS NULL OR json_valid(imported))
) STRICT;

CREATE TABLE tracks (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL CHECK (json_valid(name)),
	colour TEXT,
	rev INTEGER NOT NULL,
	imported TEXT CHECK (imported IS NULL OR json_valid(imported))
) STRICT;

CREATE TABLE people (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL CHECK (json_valid(name)),
	company TEXT CHECK (company IS NULL OR json_valid(company)),
	bio TEXT CHECK (bio IS NULL OR json_valid(bio)),
	url TEXT,
	rev INTEGER NOT NULL,
	imported TEXT CHECK (imported IS NULL OR json_valid(imported))
) STRICT;

CREATE TABLE sessions (
	id TEXT PRIMARY KEY,
	title TEXT NOT NULL CHECK (json_valid(title)),
	subtitle TEXT CHECK (subtitle IS NULL OR json_valid(subtitle)),
	abstract TEXT CHECK (abstract IS NULL OR json_valid(abstract)),
	description TEXT CHECK (description IS NULL OR json_valid(description)),
	type TEXT,
	track TEXT REFERENCES tracks (id),
	room TEXT REFERENCES rooms (id),
	start INTEGER, -- as planned; NULL: not scheduled
	duration INTEGER NOT NULL CHECK (duration >= 0), -- minutes
	language TEXT,
	people TEXT NOT NULL CHECK (json_type(people) = 'array'), -- ids, in order
	url TEXT,
	licence TEXT,
	status TEXT NOT NULL CHECK (status IN ('scheduled', 'live', 'ended', 'cancelled', 'hidden')),
	held INTEGER NOT NULL CHECK (held IN (0, 1)), -- 1: the desk said so, the clock does not change it
	expected_start INTEGER,
	expected_end INTEGER,
	moved_from TEXT CHECK (moved_from IS NULL OR json_valid(moved_from)),
	replaced_by TEXT REFERENCES sessions (id),
	note TEXT CHECK (note IS NULL OR json_valid(note)),
	rev INTEGER NOT NULL,
	imported TEXT CHECK (imported IS NULL OR json_valid(imported)),
	CHECK ((start IS NULL) = (expected_start IS NULL)),
	CHECK ((start IS NULL) = (expected_end IS NULL)),
	CHECK (expected_end >= expected_start)
) STRICT;
CREATE INDEX sessions_by_room ON sessions (room, start);
-- With all that a clash is seen by, so that looking for one reads no long texts.
CREATE INDEX sessions_by_expected_start ON sessions (status, expected_start, expected_end, room, people, id);
CREATE INDEX sessions_by_expected_end ON sessions (status, expected_end);
CREATE INDEX sessions_by_track ON sessions (track);
CREATE INDEX sessions_by_replacement ON sessions (replaced_by);

CREATE TABLE announcements (
	id TEXT PRIMARY KEY,
	text TEXT NOT NULL CHECK (json_valid(text)),
	level TEXT NOT NULL CHECK (level IN ('info', 'urgent')),
	"from" INTEGER NOT NULL,
	until INTEGER,
	rev INTEGER NOT NULL
) STRICT;

-- Who did what, when; `before` is what undo puts back: a list of
-- {collection, id, row as it was or null, became: a hash of what it became,
-- imported: whether the action changed that column}.
CREATE TABLE actions (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	what TEXT NOT NULL,
	about TEXT NOT NULL CHECK (json_valid(about)),
	before TEXT NOT NULL CHECK (json_valid(before)),
	undone_by INTEGER REFERENCES actions (id)
) STRICT;

CREATE TABLE tokens (
	hash TEXT PRIMARY KEY, -- SHA-256, hex
	role TEXT NOT NULL CHECK (role IN ('organiser', 'steward', 'host', 'screen', 'attendee')),
	name TEXT NOT NULL,
	made_at INTEGER NOT NULL,
	until INTEGER
) STRICT, WITHOUT ROWID;

-- The first answer to a write, kept for those who ask again with the same key.
CREATE TABLE answers (
	caller TEXT NOT NULL,
	key TEXT NOT NULL,
	request TEXT NOT NULL, -- SHA-256 of method, path and body
	status INTEGER NOT NULL,
	body TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_age ON answers (at);

-- Every change that the world saw, as the bytes that it saw.
CREATE TABLE journal (
	seq INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	change TEXT NOT NULL
) STRICT;

-- An event is there from the start; the first import, or the desk, names it.
-- `imported` says so, so that the import does not take this for the desk's word.
INSERT INTO event (id, title, zone, languages, days, rev, imported) VALUES ('main', '"Madang"', 'UTC', '["ko","en"]',
	'[]', 1, '{"fields":{"title":"Madang","zone":"UTC","languages":["ko","en"]}}');
