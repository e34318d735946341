-- 1: it must not be recorded; NULL: nobody said so.
ALTER TABLE sessions ADD COLUMN no_recording INTEGER CHECK (no_recording IN (0, 1));
