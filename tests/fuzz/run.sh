#!/usr/bin/env bash
# Fuzzes the readers: tests/fuzz/run.sh SECONDS [FORMAT…]
#
# Each runs for SECONDS, two at a time, from tests/fuzz/corpus/FORMAT and the
# fixtures (and MADANG_SCHEDULES, a folder of real files). What it makes of them
# goes to build-fuzz/found/FORMAT. An input that crashes, hangs for ten seconds,
# leaks or takes over 2 GB is left in build-fuzz/found/FORMAT.bad/: mend, then
# put it, cut down, into corpus/FORMAT.
set -euo pipefail
cd "$(dirname "$0")/../.."
. server/install.sh

seconds=${1:?usage: tests/fuzz/run.sh SECONDS [FORMAT…]}
shift
install_packages $build_packages clang
[ -f build-fuzz/build.ninja ] || CC=clang meson setup build-fuzz -Dfuzzers=true -Dtests=false \
	-Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false \
	-Dc_args='-fsanitize=fuzzer-no-link -fno-sanitize-recover=all' >&2
ninja -C build-fuzz --quiet >&2
[ $# -gt 0 ] || set -- $(ls tests/fuzz/corpus)

# One target; prints one line when it is done.
fuzz() {
	local name=$1 found=build-fuzz/found/$1 log=build-fuzz/found/$1.log dict=()
	mkdir -p "$found" "$found.bad"
	[ ! -f "tests/fuzz/$name.dict" ] || dict=("-dict=tests/fuzz/$name.dict")
	local seeds=("tests/fuzz/corpus/$name" tests/fixtures/schedules ${MADANG_SCHEDULES:+"$MADANG_SCHEDULES"})
	local verdict=clean
	nice "build-fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
		-max_len=65536 -artifact_prefix="$found.bad/" "${dict[@]}" "$found" "${seeds[@]}" >"$log" 2>&1 ||
		verdict="FOUND SOMETHING: see $log and $found.bad"
	echo "$name: $(grep -oE 'DONE.*|stat::number_of_executed.*' "$log" | tail -n 1) $(grep -E '^#[0-9]+.*cov:' "$log" | tail -n 1 | grep -oE 'cov: [0-9]+') $verdict"
	[ "$verdict" = clean ]
}

failed=0
while [ $# -gt 0 ]; do
	fuzz "$1" &
	first=$!
	second=
	if [ $# -gt 1 ]; then
		fuzz "$2" &
		second=$!
		shift
	fi
	shift
	wait "$first" || failed=1
	[ -z "$second" ] || wait "$second" || failed=1
done
exit $failed
