# Configuring and building the presets of CMakePresets.json.

# Equal sources in another checkout on this machine are not compiled twice.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=1

# Sanitized code that includes all of Beast takes up to 1.5 GB to compile.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemTotal:/ { print int($2 / 1500000) }' /proc/meminfo)
  printf '%s' "$((memory < 1 ? 1 : memory < cores ? memory : cores))"
}

# configure <preset>: only when there is something new; ninja itself notices changed CMake files.
configure() {
  local stamp=build/$1/.configured
  if [[ -e build/$1/build.ninja && $stamp -nt CMakePresets.json ]]; then return; fi
  quietly cmake --preset "$1" && touch "$stamp"
}

# compile <preset> [target...]: builds them, all when none is named. Goes on after an error, so that
# one run shows every one.
compile() {
  local preset=$1
  shift
  use_own_tmp
  configure "$preset" || return
  local command=(ninja -C "build/$preset" -j "$(jobs)" -k 0 "$@")
  if [[ -t 1 ]]; then
    "${command[@]}"
  else
    "${command[@]}" --quiet | sed '/^ninja: no work to do\.$/d'
  fi
}

# /tmp may be small; what compilers and tests put down goes beside the build and is cleared after.
use_own_tmp() {
  if [[ -n ${own_tmp:-} ]]; then return; fi
  mkdir -p build/tmp
  given_tmp=${TMPDIR:-/tmp}
  own_tmp=$(mktemp -d "$root/build/tmp/XXXXXX")
  export TMPDIR=$own_tmp
  trap drop_own_tmp EXIT
}

drop_own_tmp() {
  rm -rf "$own_tmp"
  unset TMPDIR own_tmp
}

# Every C++ file of ours, each name ended by a NUL.
cpp_files() {
  find . \( -path './.?*' -o -path ./build -o -name node_modules \) -prune -o \
    \( -name '*.cpp' -o -name '*.hpp' \) -type f -print0
}
