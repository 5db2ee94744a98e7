# Installs the Debian packages a verb lacks, and says nothing when it lacks none.

# needs <set>...: has the packages of these sets of tools/dev/packages on this machine.
#
# A stamp younger than the list and than dpkg's own record means that nothing has changed since the
# last look, so that a verb with nothing to install starts at once.
needs() {
  local stamp=.cache/dev/has-${*// /-}
  stamp=${stamp// /-}
  local record=/var/lib/dpkg/status
  if [[ $stamp -nt tools/dev/packages && $stamp -nt $record ]]; then return; fi
  local wanted missing
  mapfile -t wanted < <(packages_of "$@")
  mapfile -t missing < <(missing_of "${wanted[@]}")
  if ((${#missing[@]})); then install_packages "${missing[@]}"; fi
  mkdir -p .cache/dev
  touch "$stamp"
}

packages_of() {
  local name rest set
  while IFS=: read -r name rest; do
    for set in "$@"; do
      # shellcheck disable=SC2086  # a line holds several packages
      if [[ $name == "$set" ]]; then printf '%s\n' $rest; fi
    done
  done <tools/dev/packages | sort -u
}

missing_of() {
  command -v dpkg-query >/dev/null || { printf '%s\n' "$@" && return; }
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' | sed -n 's/^ii //p' | sort)
  printf '%s\n' "$@" | sort | comm -23 - /dev/fd/3 3<<<"$installed"
}

install_packages() {
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    give_up "The workshop needs Debian 12, and this machine has no apt-get." \
      "By hand, it wants: $*"
  fi
  if ((EUID != 0)); then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      as_root=(sudo)
    else
      give_up "These packages are missing, and only root or sudo may install them. Ask for:
  apt-get install --no-install-recommends $*"
    fi
  fi
  say "Installing from Debian: $*" | fold -s -w 100
  run_apt "${as_root[@]}" -- update
  # --no-remove: an install must not take away what somebody else put here.
  run_apt "${as_root[@]}" -- install -y --no-install-recommends --no-remove "$@"
}

# run_apt [sudo] -- <argument>...: apt-get without questions; what it says is shown if it fails.
run_apt() {
  local prefix=()
  while [[ $1 != -- ]]; do
    prefix+=("$1")
    shift
  done
  shift
  local output
  if output=$("${prefix[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
    apt-get -q -o DPkg::Lock::Timeout=300 "$@" 2>&1 </dev/null); then
    return
  fi
  complain "$output"
  if [[ $output == *"need to be removed but remove is disabled"* ||
    $output == *"unmet dependencies"* ]]; then
    complain "A package that is already here stands in the way (libboost-dev 1.74 does, beside" \
      "libboost1.81-dev). Remove it with apt-get remove and run this again."
  fi
  give_up "apt-get $1 failed; what it said stands above."
}
