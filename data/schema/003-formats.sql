-- What more formats tell of a session.

-- The other rooms in which it is shown: ids, in order; NULL: none.
ALTER TABLE sessions ADD COLUMN also_in TEXT CHECK (also_in IS NULL OR json_type(also_in) = 'array');
CREATE INDEX sessions_by_also_in ON sessions (also_in, id) WHERE also_in IS NOT NULL;

-- 1: it must not be recorded; NULL: nobody said so.
ALTER TABLE sessions ADD COLUMN no_recording INTEGER CHECK (no_recording IN (0, 1));

-- Minutes that the talk itself takes, where its source told them beside its
-- slot; NULL: as long as its slot.
ALTER TABLE sessions ADD COLUMN length INTEGER CHECK (length >= 0);

-- Still with all that a clash is seen by.
DROP INDEX sessions_by_expected_start;
CREATE INDEX sessions_by_expected_start
ON sessions (status, expected_start, expected_end, room, people, id, also_in, length);
