-- Who may do more than attend: listed, and removed, by an id of its own, since
-- the hash is what a token is found by.

ALTER TABLE tokens ADD COLUMN member TEXT; -- random; NULL: an attendee's
UPDATE tokens SET member = lower(hex(randomblob(13))) WHERE attendee IS NULL;
CREATE UNIQUE INDEX tokens_by_member ON tokens (member) WHERE member IS NOT NULL;
