# Sourced by server/start.sh and tests/run.sh: puts on the machine what they
# name and it lacks. Debian's packages, and npm's by the lock files. A second
# run looks, finds all there, and takes no time.

build_packages="meson ninja-build pkg-config python3 libwebsockets-dev libwebsockets-evlib-uv libuv1-dev
	libsqlite3-dev libcjson-dev libqrencode-dev zlib1g-dev libexpat1-dev libical-dev libglib2.0-dev librsvg2-dev libssl-dev tzdata"

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages NAME…: those of the Debian packages that are not there.
install_packages() {
	local missing=() name
	for name in "$@"; do
		dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
	done
	[ ${#missing[@]} = 0 ] && return
	echo "installing: ${missing[*]}" >&2
	as_root apt-get update -qq >&2
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# install_modules FOLDER: what its package-lock.json names.
install_modules() {
	command -v node >/dev/null && command -v npm >/dev/null || install_packages nodejs npm
	[ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return
	echo "installing the modules of $1" >&2
	npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
}

# build FOLDER OPTION…: configures it once, and compiles it; or of it only $targets.
build() {
	local folder=$1
	shift
	[ -f "$folder/build.ninja" ] || meson setup "$folder" "$@" >&2
	ninja -C "$folder" --quiet ${targets:-} >&2
}
