#!/bin/sh
# The corpus table for folders or files, or what each file changes in the one
# before it:
#
#   tests/corpus/run.sh [--tz ZONE] [--columns MAP] [--expect FILE] [FOLDER|FILE...]
#   tests/corpus/run.sh --again [--list] [--tz ZONE] [--columns MAP] OLD NEW [NEWER...]
#
# Without any, our own fixtures, whose outcomes must be as in expected.txt.
# CORPUS_WARNINGS=1 prints each file's warnings. Ends with 1 where anything
# failed.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${MADANG_BUILD:-$root/build}
[ -d "$build" ] || meson setup "$build" "$root" >/dev/null
ninja -C "$build" tests/corpus/corpus >/dev/null
[ $# -gt 0 ] || set -- "$root/tests/fixtures/schedules"
exec "$build/tests/corpus/corpus" "$@"
