-- Those who attend: their characters, their stars, what they are told, and the
-- ways in.

CREATE TABLE attendees (
	id TEXT PRIMARY KEY, -- random: it stands in the public address of the character
	name TEXT NOT NULL,
	language TEXT NOT NULL,
	pass TEXT NOT NULL UNIQUE, -- random: all that the pass's QR code holds
	calendar TEXT NOT NULL UNIQUE, -- random: the secret in the feed's address
	avatar TEXT CHECK (avatar IS NULL OR json_valid(avatar)), -- the recipe: {set, parts, colours}
	avatar_at INTEGER, -- when it was built last
	shown INTEGER NOT NULL CHECK (shown IN (0, 1)), -- may it walk on the wall? As its owner says
	barred INTEGER NOT NULL CHECK (barred IN (0, 1)), -- 1: a steward took it from the wall
	told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)), -- 1: it walks there, as far as the world knows
	made_at INTEGER NOT NULL,
	rev INTEGER NOT NULL,
	CHECK ((avatar IS NULL) = (avatar_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Whose token it is, where it is an attendee's.
ALTER TABLE tokens ADD COLUMN attendee TEXT REFERENCES attendees (id) ON DELETE CASCADE;
CREATE INDEX tokens_by_attendee ON tokens (attendee) WHERE attendee IS NOT NULL;

-- Sign-in links that wait to be opened on another device, once.
CREATE TABLE links (
	hash TEXT PRIMARY KEY, -- SHA-256 of the code, hex
	attendee TEXT NOT NULL REFERENCES attendees (id) ON DELETE CASCADE,
	until INTEGER NOT NULL -- by the machine's clock, not a rehearsal's
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_attendee ON links (attendee, until);

-- So many there are: counted here, as counting two hundred thousand takes a while.
CREATE TABLE attendee_count (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	n INTEGER NOT NULL CHECK (n >= 0)
) STRICT;
INSERT INTO attendee_count (one, n) VALUES (1, 0);
CREATE TRIGGER attendees_come AFTER INSERT ON attendees
BEGIN
	UPDATE attendee_count SET n = n + 1 WHERE one = 1;
END;
CREATE TRIGGER attendees_go AFTER DELETE ON attendees
BEGIN
	UPDATE attendee_count SET n = n - 1 WHERE one = 1;
END;

-- Whose data the kept answer holds: it goes with them.
ALTER TABLE answers ADD COLUMN attendee TEXT REFERENCES attendees (id) ON DELETE CASCADE;
CREATE INDEX answers_by_attendee ON answers (attendee) WHERE attendee IS NOT NULL;
-- With the request's key it gives the secret that the answer told, which is not
-- kept; NULL: it told none.
ALTER TABLE answers ADD COLUMN salt TEXT;
-- From here on `key` is the SHA-256 of the key, hex: whoever reads this file
-- must not find what a token is made of. Those kept till now cannot be told
-- from these.
DELETE FROM answers;

-- Which changes of the journal hold a character: what is deleted must go there
-- too. Noted before the change itself is appended, hence deferred.
CREATE TABLE characters_told (
	attendee TEXT NOT NULL REFERENCES attendees (id) ON DELETE CASCADE,
	seq INTEGER NOT NULL REFERENCES journal (seq) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (attendee, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX characters_told_by_seq ON characters_told (seq);

CREATE TABLE stars (
	attendee TEXT NOT NULL REFERENCES attendees (id) ON DELETE CASCADE,
	session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	PRIMARY KEY (attendee, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX stars_by_session ON stars (session, attendee, at);

-- Sessions with a star whose place has changed: first noted, as they were, for
-- the length of a window; then told, some at a time, in the order of their ids.
-- A second change in a window has a row of its own for those who have set their
-- star in between: they know the place as it was then.
CREATE TABLE moves (
	id INTEGER PRIMARY KEY,
	session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	was TEXT NOT NULL CHECK (json_valid(was)), -- as whereabouts.h has it
	at INTEGER NOT NULL, -- by the machine's clock, not a rehearsal's
	after INTEGER NOT NULL, -- whom it concerns: stars set after this,
	until INTEGER NOT NULL, -- and up to the change itself, by the house's clock
	became TEXT CHECK (became IS NULL OR json_valid(became)), -- NULL: the window is open
	told TEXT NOT NULL DEFAULT '' -- the last attendee who was told
) STRICT;
CREATE INDEX moves_by_session ON moves (session, until) WHERE became IS NULL;
CREATE INDEX moves_by_age ON moves (at) WHERE became IS NULL;
CREATE INDEX moves_to_tell ON moves (id) WHERE became IS NOT NULL;
CREATE INDEX moves_of_session ON moves (session);

-- What an attendee is told of a session with a star, until it is read: one for
-- each session, from what was known before the first of them to what is now.
CREATE TABLE notices (
	id TEXT PRIMARY KEY,
	attendee TEXT NOT NULL REFERENCES attendees (id) ON DELETE CASCADE,
	session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	was TEXT NOT NULL CHECK (json_valid(was)),
	became TEXT NOT NULL CHECK (json_valid(became)),
	rev INTEGER NOT NULL,
	UNIQUE (attendee, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_session ON notices (session);
