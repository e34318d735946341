-- Still with all that a clash is seen by: also the rooms that show a session,
-- and how long the talk itself is.
DROP INDEX sessions_by_expected_start;
CREATE INDEX sessions_by_expected_start
ON sessions (status, expected_start, expected_end, room, people, id, also_in, length);
