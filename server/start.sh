#!/usr/bin/env bash
# Installs what is missing, builds Madang, loads the demo event if the database
# is new, and serves it. Options go to `madang serve`; MADANG_DB names the file.
#
#   ./server/start.sh                      the programme, at the real time
#   ./server/start.sh --demo               day 1 of the demo event, sixty times as fast
#   ./server/start.sh --demo --demo-changes
set -euo pipefail
cd "$(dirname "$0")/.."
. server/install.sh

install_packages $build_packages
install_modules static
build build -Dtests=false

export MADANG_DB=${MADANG_DB:-madang.db}
export MADANG_LISTEN=${MADANG_LISTEN:-127.0.0.1:8080}
if [ ! -e "$MADANG_DB" ]; then
	build/madang import data/demo/ifkakao-2019.json
	[[ " $* " == *" --demo"* ]] || echo "That event was in 2019; with --demo its first day runs, an hour a minute." >&2
fi
exec build/madang serve "$@"
