-- The other rooms in which the session is shown: ids, in order; NULL: none.
ALTER TABLE sessions ADD COLUMN also_in TEXT CHECK (also_in IS NULL OR json_type(also_in) = 'array');
