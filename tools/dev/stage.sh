# Stages of ./dev test: each is run to its end, timed and counted, and none stops the next.

passed=0 failed=0 skipped=0
logs=build/logs

# stage <name> <command>...: prints how it went, and what it said only when it failed.
#
# A command that runs test cases writes "passed failed skipped" into $counts; any other counts as
# one case.
stage() {
  local name=$1 status=0 begun log p f s word
  shift
  mkdir -p $logs
  log=$logs/${name//[!a-zA-Z0-9]/_}.log
  counts=$log.counts
  rm -f "$counts"
  if [[ -t 1 ]]; then printf '%-46s ...\r' "$name"; fi
  begun=$(now_ms)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ -s $counts ]]; then
    read -r p f s <"$counts"
    if ((status && f == 0)); then f=1; fi
  else
    p=$((status == 0)) f=$((status != 0)) s=0
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  word="${green}ok$plain"
  if ((f)); then word="${red}FAILED$plain"; fi
  printf '%-46s %4d passed %3d failed %3d skipped %9s  %s\n' "$name" "$p" "$f" "$s" \
    "$(in_seconds $(($(now_ms) - begun)))" "$word"
  if ((f)); then show "$log"; fi
  rm -f "$counts"
}

# skip <name> <reason>: counts what cannot be run here, and says why.
skip() {
  skipped=$((skipped + 1))
  printf '%-46s    0 passed   0 failed   1 skipped: %s\n' "$1" "$2"
}

show() {
  local lines
  lines=$(wc -l <"$1")
  if ((lines > 400)); then say "... the last 400 of $lines lines; all of them: $1"; fi
  tail -n 400 "$1" | sed 's/^/    /'
}

# The last line of ./dev test, and its exit status.
report() {
  say "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
}

# run_ctest <preset> <ctest argument>...: runs the tests these select and counts their cases; under
# the command `under` where a caller has set one.
run_ctest() {
  local junit=$root/build/$1/junit.xml status=0
  rm -f "$junit"
  ${under[@]+"${under[@]}"} ctest --test-dir "build/$1" -j "$(jobs)" --output-on-failure --no-tests=error \
    --test-output-size-passed 1000000 --test-output-size-failed 1000000 \
    --output-junit "$junit" "${@:2}" >"$junit.log" 2>&1 || status=$?
  if [[ ! -s $junit ]]; then
    cat "$junit.log"
    return 1
  fi
  tools/dev/tally "$junit" "$counts"
  return $status
}

# tests_of <preset> <ctest argument>...: the names of the tests these select, one a line. A test is
# named like the target that builds it.
tests_of() {
  ctest --test-dir "build/$1" -N "${@:2}" | sed -n 's/^ *Test *#[0-9]*: //p'
}
