#!/bin/sh
# The corpus table for a folder (or files): tests/corpus/run.sh [--tz ZONE] [FOLDER|FILE...]
# Without any, our own fixtures, whose outcomes must be as in expected.txt.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${MADANG_BUILD:-$root/build}
[ -d "$build" ] || meson setup "$build" "$root" >/dev/null
ninja -C "$build" tests/corpus/corpus >/dev/null
[ $# -gt 0 ] || set -- "$root/tests/fixtures/schedules"
exec "$build/tests/corpus/corpus" "$@"
