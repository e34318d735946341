-- The fleet of screens: devices that show a code, and what the desk makes of them.

-- Those that were paired. What they have shown and when they were seen last
-- stands in memory: five hundred of them say it every ten seconds.
CREATE TABLE screens (
	id TEXT PRIMARY KEY, -- random
	name TEXT NOT NULL,
	place TEXT, -- where it hangs, as people say it
	boards TEXT NOT NULL CHECK (json_valid(boards)), -- [{board, room?, meetup?, seconds?}], one or more
	languages TEXT NOT NULL CHECK (json_valid(languages)),
	theme TEXT NOT NULL CHECK (theme IN ('dark', 'light')),
	locked INTEGER NOT NULL CHECK (locked IN (0, 1)), -- 1: locked out, its token is none
	identify_until INTEGER, -- till then it shows its name
	reload INTEGER NOT NULL CHECK (reload >= 0), -- how often it was told to load its page again
	paired_at INTEGER NOT NULL,
	rev INTEGER NOT NULL,
	modified INTEGER
) STRICT;

-- The devices themselves, from when they first ask for a code. All by the
-- machine's clock, not a rehearsal's.
CREATE TABLE screen_keys (
	id TEXT PRIMARY KEY, -- random: what the screen's will be
	token TEXT NOT NULL UNIQUE, -- SHA-256 of the device's token, hex
	screen TEXT UNIQUE REFERENCES screens (id) ON DELETE CASCADE, -- NULL: it waits to be paired
	code TEXT UNIQUE, -- six digits
	code_until INTEGER NOT NULL,
	until INTEGER NOT NULL, -- while it waits: then it is forgotten
	CHECK (screen IS NULL OR screen = id)
) STRICT, WITHOUT ROWID;
CREATE INDEX screen_keys_waiting ON screen_keys (until) WHERE screen IS NULL;
CREATE INDEX screen_keys_by_code_until ON screen_keys (code_until) WHERE code IS NOT NULL;
