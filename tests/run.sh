#!/usr/bin/env bash
# Installs what the tests need, builds, and runs them all; the last line is
# `N passed, N failed`. `tests/run.sh unit api` runs only those.
#
#   unit    C, with ASan and UBSan; writer, hub and raster also with TSan; what fuzzing found
#   lint    who may include whom, and what may not be called
#   corpus  a folder of schedule files against their expected counts
#   web     the pages' modules, in Node
#   api     a real server (ASan and UBSan) on a free port
#   pages   a real server and Chromium
set -uo pipefail
cd "$(dirname "$0")/.."
. server/install.sh

suites=${*:-lint unit corpus web api pages}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
passed=0
failed=0
threaded="writer hub raster" # the unit tests that run with TSan, too

wanted() {
	[[ " $suites " == *" $1 "* ]]
}

# execute NAME COMMAND…: one program whose output is TAP; tally NAME counts its results.
execute() {
	local log="$logs/${1//\//_}"
	echo "== $1"
	shift
	"$@" >"$log" 2>&1
	echo $? >"$log.status"
}

tally() {
	local log="$logs/${1//\//_}" status good bad
	status=$(cat "$log.status")
	good=$(grep -cE '^ok ' "$log")
	bad=$(grep -cE '^not ok ' "$log")
	if grep -qE '^# pass [0-9]+' "$log"; then # Node: the summary counts nested tests once
		good=$(sed -nE 's/^# pass ([0-9]+)/\1/p' "$log" | tail -n 1)
		bad=$(($(sed -nE 's/^# (fail|cancelled) ([0-9]+)/\2/p' "$log" | paste -sd+)))
	fi
	# A program that died, or that ran nothing, has failed whatever it printed.
	if [ "$status" != 0 ] && [ "$bad" = 0 ] || [ $((good + bad)) = 0 ]; then
		bad=$((bad + 1))
	fi
	[ "$bad" = 0 ] || echo "-- $1"
	[ "$bad" = 0 ] || grep -nE -A 40 '^ *not ok ' "$log" | head -n 400 || tail -n 80 "$log"
	passed=$((passed + good))
	failed=$((failed + bad))
}

run() {
	execute "$@"
	tally "$1"
}

# beside NAME COMMAND…: the same, as many at a time as there are cores, until `beside` alone.
beside_names=()
beside() {
	local name
	if [ $# != 0 ]; then
		while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
		execute "$@" &
		beside_names+=("$1")
		return
	fi
	wait
	for name in "${beside_names[@]}"; do tally "$name"; done
	beside_names=()
}

# as_tap COMMAND…: a program that says by its exit code alone how it went.
as_tap() {
	if "$@"; then echo "ok 1 - $1"; else echo "not ok 1 - $1"; fi
}

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=1
export CMOCKA_MESSAGE_OUTPUT=TAP

set -e
install_packages $build_packages bsdutils libcmocka-dev chromium curl sqlite3 openssl libxml2-utils librsvg2-bin zbar-tools
install_modules static
install_modules tests
wanted pages && build build -Dtests=false
build build-asan -Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false
wanted unit && targets=$(printf 'tests/unit/test_%s ' $threaded) build build-tsan -Dbuildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false
set +e

wanted lint && run lint node --test --test-reporter=tap tests/lint/
if wanted unit; then
	for program in build-asan/tests/unit/test_*; do
		[ -x "$program" ] && [ -f "$program" ] && beside "unit/$(basename "$program")" "$program"
	done
	for folder in tests/fuzz/corpus/*; do
		beside "fuzz/${folder##*/}" "build-asan/tests/fuzz/replay_${folder##*/}" "$folder" tests/fixtures/schedules
	done
	beside avatar/fixture build-asan/tests/avatar/pictures tests/fixtures/avatar/set tests/fixtures/avatar/golden
	beside avatar/sets build-asan/tests/avatar/pictures data/avatar tests/fixtures/avatar/v1
	for program in $threaded; do
		beside "tsan/test_$program" "build-tsan/tests/unit/test_$program"
	done
	beside
fi
wanted corpus && run corpus as_tap build-asan/tests/corpus/corpus tests/fixtures/schedules
wanted web && run web node --test --test-reporter=tap --test-concurrency=2 tests/web/
wanted api && MADANG_BIN=$PWD/build-asan/madang run api node --test --test-reporter=tap --test-concurrency=2 tests/api/
wanted pages && MADANG_BIN=$PWD/build/madang run pages node --test --test-reporter=tap --test-concurrency=2 tests/pages/

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
