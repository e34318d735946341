-- What the author of an action says of it.
ALTER TABLE actions ADD COLUMN note TEXT;

-- Changes that wait to be made as one. No part of the log: only their release is.
CREATE TABLE drafts (
	id TEXT PRIMARY KEY,
	title TEXT NOT NULL CHECK (json_valid(title)),
	changes TEXT NOT NULL CHECK (json_valid(changes)), -- [{method, path, body?, if_match?}]
	"by" TEXT NOT NULL, -- who made it
	rev INTEGER NOT NULL,
	modified INTEGER
) STRICT;

-- What the public was told to have changed, version by version.
CREATE TABLE releases (
	id TEXT PRIMARY KEY,
	version TEXT NOT NULL UNIQUE,
	at INTEGER NOT NULL,
	note TEXT CHECK (note IS NULL OR json_valid(note)),
	changes TEXT NOT NULL CHECK (json_valid(changes)),
	more INTEGER NOT NULL CHECK (more >= 0), -- that are not in the list
	after INTEGER NOT NULL, -- the newest action before the one that released it
	rev INTEGER NOT NULL,
	modified INTEGER
) STRICT;
CREATE INDEX releases_by_time ON releases (at);
