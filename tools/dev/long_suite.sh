# What ./dev test --all adds to the short suite: half an hour to an hour on two cores.

long_suite() {
  stage "clang-tidy 19" check_tidy
  stage "build: clang 19, TSan, everything" compile tsan
  run_kinds tsan
  if [[ -n $(tests_of dev -L '^service$') ]]; then
    stage "service on PostgreSQL (dev)" service_on_postgres
  fi
  stage "build: g++ 12, release" compile release-gcc
  run_kinds release-gcc
  stage "download engine, 10,000 seeds" many_seeds
  fuzz_all
  clean_root
}

# The same service tests with another database below: they open TAPEDECK_TEST_POSTGRES_URL when
# TAPEDECK_TEST_ENGINE says postgresql.
service_on_postgres() {
  export TAPEDECK_TEST_ENGINE=postgresql
  with_postgres run_ctest dev -L '^service$'
  local status=$?
  unset TAPEDECK_TEST_ENGINE
  return $status
}

# Days of the download engine on virtual time, ten times as many as in the short suite.
many_seeds() {
  export TAPEDECK_TEST_SEEDS=10000
  run_ctest release-gcc -R '^sim_download_seeds$'
  local status=$?
  unset TAPEDECK_TEST_SEEDS
  return $status
}

# Each fuzz target for as long as TAPEDECK_FUZZ_SECONDS of the preset says.
fuzz_all() {
  if [[ ! -d tests/fuzz ]]; then return; fi
  stage "build: clang 19, libFuzzer" compile fuzz
  stage "fuzz, looking for new inputs" run_ctest fuzz -L '^fuzz$'
}

# A newcomer's machine: a clean Debian 12 and a user with sudo.
clean_root() {
  local tool=$shared/tools/fresh-machine
  if [[ ! -x $tool ]]; then
    skip "clean root" "there is no $tool"
  elif ((EUID != 0)); then
    skip "clean root" "only root can make one"
  else
    # Nothing is there to build upon, and two cores take half an hour.
    stage "clean root: ./dev test as a user with sudo" "$tool" --user --timeout 3600 \
      --out "$logs/clean-root" . './dev test'
  fi
}
