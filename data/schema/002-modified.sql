-- When each row was last edited, UTC milliseconds by the house's clock: what a
-- calendar's LAST-MODIFIED is made of. Of the rows that are here already it is
-- known only that it was not after the newest action.

ALTER TABLE event ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE days ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tracks ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE announcements ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;

UPDATE event SET modified = (SELECT coalesce(max(at), 0) FROM actions);
UPDATE days SET modified = (SELECT coalesce(max(at), 0) FROM actions);
UPDATE rooms SET modified = (SELECT coalesce(max(at), 0) FROM actions);
UPDATE tracks SET modified = (SELECT coalesce(max(at), 0) FROM actions);
UPDATE people SET modified = (SELECT coalesce(max(at), 0) FROM actions);
UPDATE sessions SET modified = (SELECT coalesce(max(at), 0) FROM actions);
UPDATE announcements SET modified = (SELECT coalesce(max(at), 0) FROM actions);
