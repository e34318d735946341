-- Seats that came free before booking opens: the clock gives them, once it has
-- opened, to who waits.
ALTER TABLE lines ADD COLUMN promote_at INTEGER; -- then; NULL: no such seat
CREATE INDEX lines_promote ON lines (promote_at) WHERE promote_at IS NOT NULL;
UPDATE lines SET promote_at = (SELECT opens FROM meetups WHERE id = lines.meetup) WHERE EXISTS (
	SELECT 1 FROM slots WHERE meetup = lines.meetup AND taken < seats AND waiting_first + waiting_again > 0);
