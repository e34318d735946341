-- Minutes that the talk itself takes, where its source told them beside its
-- slot; NULL: as long as its slot.
ALTER TABLE sessions ADD COLUMN length INTEGER CHECK (length >= 0);
