#!/usr/bin/env bash
# The corpus table for folders or files, or what each file changes in the one
# before it:
#
#   tests/corpus/run.sh [--tz ZONE] [--columns MAP] [--expect FILE] [FOLDER|FILE...]
#   tests/corpus/run.sh --again [--list] [--tz ZONE] [--columns MAP] OLD NEW [NEWER...]
#
# Without any, our own fixtures, whose outcomes must be as in expected.txt.
# CORPUS_WARNINGS=1 prints each file's warnings. Ends with 1 where anything
# failed. Files are taken from where one stands.
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/../.."
root=$PWD
. server/install.sh

install_packages $build_packages libcmocka-dev
install_modules static
[ -f build-corpus/build.ninja ] || meson setup build-corpus >&2
ninja -C build-corpus --quiet tests/corpus/corpus >&2
[ $# -gt 0 ] || set -- "$root/tests/fixtures/schedules"
cd "$here"
exec "$root/build-corpus/tests/corpus/corpus" "$@"
