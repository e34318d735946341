#!/bin/sh
# booking_pg.sh [SECONDS]: bookings a second that PostgreSQL takes, as one number.
# The four statements of a booking (the kept answer, the seat, the place, the
# answer) in a transaction each, prepared, from pgbench's 32 clients over a
# socket; durable (fsync, synchronous_commit). Prints nothing, and exits 1, where
# PostgreSQL or pgbench is not installed.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)
[ -n "$bin" ] && [ -x "$bin/pgbench" ] && [ -x "$bin/initdb" ] || exit 1
dir=$(mktemp -d /tmp/madang-pg.XXXXXX) # its socket wants a short path
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL will not run as root
	chown postgres "$dir"
	as() { runuser -u postgres -- "$@"; }
fi
stop() {
	as "$bin/pg_ctl" -D "$dir/data" -m immediate stop > /dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

cat > "$dir/house.sql" <<'SQL'
CREATE TABLE slots (id text PRIMARY KEY, taken int NOT NULL, seats int NOT NULL CHECK (taken <= seats), rev int NOT NULL);
CREATE TABLE places (id bigserial PRIMARY KEY, attendee text NOT NULL, slot text NOT NULL REFERENCES slots (id), topic text NOT NULL, made_at timestamptz NOT NULL);
CREATE UNIQUE INDEX places_open ON places (attendee, slot);
CREATE INDEX places_at_table ON places (slot);
CREATE TABLE answers (caller text NOT NULL, key text NOT NULL, status int NOT NULL, body text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (caller, key));
CREATE INDEX answers_by_age ON answers (at);
INSERT INTO slots SELECT 'b' || m || '-' || n, 0, 1000000, 1 FROM generate_series(0, 199) AS m, generate_series(0, 23) AS n;
SQL
cat > "$dir/booking.sql" <<'SQL'
\set m random(0, 199)
\set n random(0, 23)
\set a random(0, 2000000000)
BEGIN;
SELECT status, body FROM answers WHERE caller = 'a' || :a AND key = 'k' || :a;
UPDATE slots SET taken = taken + 1, rev = rev + 1 WHERE id = 'b' || :m || '-' || :n AND taken < seats;
INSERT INTO places (attendee, slot, topic, made_at) VALUES ('a' || :a, 'b' || :m || '-' || :n, 'How do you keep slow readers from holding up all others?', now());
INSERT INTO answers VALUES ('a' || :a, 'k' || :a, 201, repeat(' ', 340), now());
COMMIT;
SQL
chmod 644 "$dir"/*.sql
{
	as "$bin/initdb" -D "$dir/data" -A trust
	as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/data/log" -o "-k $dir -c listen_addresses= -c shared_buffers=256MB" start
	as "$bin/psql" -h "$dir" -d postgres -v ON_ERROR_STOP=1 -f "$dir/house.sql"
} > "$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
as "$bin/pgbench" -h "$dir" -d postgres -n -M prepared -c 32 -j 2 -T "${1:-5}" -f "$dir/booking.sql" 2> /dev/null |
	sed -n 's/^tps = \([0-9.]*\) .*/\1/p'
