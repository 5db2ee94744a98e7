# A made-up Archive and a Tapedeck with a ready user, in a folder that goes away with them.

demo_name=demo demo_password='turn the tape over'

# play_demo <folder of a build> [argument of tapedeck serve...]: until Ctrl-C, or until one of them
# ends by itself.
play_demo() {
  local bin=$1
  shift
  demo_pids=()
  mkdir -p "$root/build/tmp"
  demo_folder=$(mktemp -d "$root/build/tmp/demo-XXXXXX")
  trap end_demo EXIT
  trap 'exit 0' INT TERM
  cd "$demo_folder"
  touch archive.log tapedeck.log  # read from before their programs have begun to write

  "$bin/tools/fake_archive/fake_archive" --port 0 --node-port 0 --control-port 0 >archive.log 2>&1 &
  demo_pids+=($!)
  local ports
  ports=$(line_of archive.log $! '"archive"') || give_up "The made-up Archive did not start."
  TAPEDECK_ARCHIVE_URL=http://127.0.0.1:$(number_of archive <<<"$ports")
  export TAPEDECK_ARCHIVE_URL

  "$bin/bin/tapedeck" user add $demo_name --email demo@example.org --admin \
    <<<"$demo_password" >user.log 2>&1 || {
    cat user.log >&2
    give_up "The demo's user could not be made."
  }

  local port=8000 listening
  if is_taken $port; then port=0; fi
  "$bin/bin/tapedeck" serve --gateway.address 127.0.0.1 --gateway.port $port --browse.port 0 \
    --download.port 0 --aggregation.port 0 "$@" >tapedeck.log 2>&1 &
  demo_pids+=($!)
  listening=$(line_of tapedeck.log $! '"listening"' '"gateway"') ||
    give_up "Tapedeck did not start."
  say "Tapedeck plays at http://127.0.0.1:$(number_of port <<<"$listening")"
  say "Log in as $demo_name with the password: $demo_password"
  say "Look for 5/8/77. Ctrl-C ends it, and leaves nothing behind."

  wait -n "${demo_pids[@]}" || true
  tail -n 20 archive.log tapedeck.log >&2
  give_up "The demo has ended by itself."
}

end_demo() {
  trap '' INT TERM
  local pid
  for pid in "${demo_pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait
  cd "$root"
  rm -rf "$demo_folder"
}

# line_of <file> <pid> <word>...: the first line with all these words, once the process has written
# it. What the file holds goes to the terminal when the process ends without it.
line_of() {
  local file=$1 pid=$2 word line
  shift 2
  while kill -0 "$pid" 2>/dev/null; do
    while IFS= read -r line; do
      for word in "$@"; do [[ $line == *"$word"* ]] || continue 2; done
      printf '%s\n' "$line"
      return
    done <"$file"
    sleep 0.05
  done
  cat "$file" >&2
  return 1
}

# number_of <key>: of the JSON line on standard input.
number_of() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"; }

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
