# What ./dev test runs, in the order in which a developer wants to hear of it.

# The kinds of tests, as tests/CMakeLists.txt labels them.
kinds=(unit recorded sim service stores toolchain fuzz)

short_suite() {
  stage "format" check_format
  stage "rules of coroutines" check_coroutines
  if [[ ${CI:-} == true ]]; then stage "recorded data" check_recorded_data; fi
  stage "build: g++ 12, ASan and UBSan" compile dev
  stage "printed documents" compare_documents
  run_kinds dev
  page_stages
  stage "build: clang 19, TSan, tests of threads" build_labelled tsan threads
  stage "threads (tsan)" run_ctest tsan -L '^threads$'
}

# run_kinds <preset>: each kind that has tests, as a stage of its own.
run_kinds() {
  local kind
  for kind in "${kinds[@]}"; do
    if [[ -n $(tests_of "$1" -L "^$kind\$") ]]; then run_kind "$1" "$kind"; fi
  done
}

run_kind() {
  if [[ $2 == stores ]]; then
    stage "$2 on both engines ($1)" with_postgres run_ctest "$1" -L "^$2\$"
  else
    stage "$2 ($1)" run_ctest "$1" -L "^$2\$"
  fi
}

# build_labelled <preset> <label>: only the test programs that bear the label.
build_labelled() {
  local targets
  quietly compile "$1" build.ninja || return  # so that a test that is new is known
  mapfile -t targets < <(tests_of "$1" -L "^$2\$")
  compile "$1" "${targets[@]}"
}

# with_postgres run_ctest <argument>...: a PostgreSQL of its own while they run. Root starts it as
# the user postgres, who may not enter this folder; so it keeps to the machine's own TMPDIR.
with_postgres() {
  local under=(env TMPDIR="$given_tmp" tools/postgres_for_tests env TMPDIR="$own_tmp")
  "$@"
}

# print_report archive: what it takes to read the recorded answers of the Archive.
print_report() {
  if [[ $1 != archive ]]; then give_up "There is a report of: archive."; fi
  if [[ ! -d $shared/archive-data ]]; then give_up "There is no $shared/archive-data."; fi
  compile dev recorded_archive || give_up "It did not build; what the compiler said stands above."
  "build/dev/tests/recorded/recorded_archive" -m -tc='no field*'
}

# only <kind or part of a name>...: the inner loop of a developer. Builds and runs just these.
only() {
  local word targets selection
  for word in "$@"; do
    if [[ $word == page ]]; then
      stage "build: page" compile dev tapedeck fake_archive
      page_stages
      continue
    fi
    if [[ " ${kinds[*]} threads " == *" $word "* ]]; then
      selection=(-L "^$word\$")
    else
      selection=(-R "$word")
    fi
    quietly compile dev build.ninja || give_up "CMake failed; what it said stands above."
    mapfile -t targets < <(tests_of dev "${selection[@]}")
    if ((${#targets[@]} == 0)); then give_up "No test is called like '$word'."; fi
    stage "build: $word" compile dev "${targets[@]}"
    if [[ " ${targets[*]}" == *" stores_"* ]]; then
      stage "$word" with_postgres run_ctest dev "${selection[@]}"
    else
      stage "$word" run_ctest dev "${selection[@]}"
    fi
  done
}
