-- What more formats tell of a session.

-- The other rooms in which it is shown: ids, in order; NULL: none.
ALTER TABLE sessions ADD COLUMN also_in TEXT CHECK (also_in IS NULL OR json_type(also_in) = 'array');
CREATE INDEX sessions_by_also_in ON sessions (also_in, id) WHERE also_in IS NOT NULL;

-- 1: it must not be recorded; NULL: nobody said so.
ALTER TABLE sessions ADD COLUMN no_recording INTEGER CHECK (no_recording IN (0, 1));
