#!/bin/sh
# run.sh BUILD_DIR [FRAB_XML [BENCH…]]: runs the benches against BUILD_DIR's madang and
# prints one table. BUILD_DIR is a release build with -Dbench=true; without a file, a
# frab export of 1,300 sessions is made. BENCH: fanout connect state restart import
# phones avatar stars booking.
set -eu

[ $# -ge 1 ] || { echo "usage: $0 BUILD_DIR [FRAB_XML|- [BENCH...]]" >&2; exit 2; }
build=$1
xml=${2:--}
shift; [ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- fanout connect state restart import phones avatar stars booking

# programs stand where Meson put them, whatever the folder is called
program() {
	found=$(find "$build" -type f -name "$1" -perm -u+x | head -n 1)
	[ -n "$found" ] || { echo "no $1 in $build (meson setup -Dbench=true?)" >&2; exit 1; }
	echo "$found"
}

madang=$(program madang)
work=$(mktemp -d "${TMPDIR:-/tmp}/madang-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
if [ "$xml" = - ]; then
	xml=$work/bench.xml
	"$(program bench-makefrab)" 1300 > "$xml"
fi

{
	echo "figure|madang|floor|ratio|target|verdict"
	for bench in "$@"; do
		echo "bench: $bench" >&2
		"$(program "bench-$bench")" --madang "$madang" --xml "$xml" --work "$work" ||
			{
				echo "$bench|failed|-|-|-|FAILED"
				# a bench that gave up leaves its server's directory, and the log in it
				tail -n 5 "$work"/madang-bench-*/log >&2 2> /dev/null || true
				rm -rf "$work"/madang-bench-*
			}
	done
} > "$work/rows"

date -u '+%Y-%m-%d %H:%M UTC'
echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r), load $(cut -d' ' -f1-3 /proc/loadavg)"
"$madang" --version
# a Markdown table with aligned columns
awk -F'|' '
	{ for (i = 1; i <= 6; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
	function line(r,  i, s) {
		s = "|"
		for (i = 1; i <= 6; i++) s = s sprintf(" %-" width[i] "s |", cell[r, i])
		print s
	}
	END {
		line(1)
		s = "|"
		for (i = 1; i <= 6; i++) { d = sprintf("%" width[i] "s", ""); gsub(/ /, "-", d); s = s "-" d "-|" }
		print s
		for (r = 2; r <= NR; r++) line(r)
	}' "$work/rows"
! grep -qE '\|(MISSED|FAILED)$' "$work/rows"
