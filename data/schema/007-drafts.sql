-- What the author of an action says of it.
ALTER TABLE actions ADD COLUMN note TEXT;
