# The checks of ./dev test that are not test programs; ./dev lint runs some of them too.

check_format() { cpp_files | xargs -0 -r -n 40 -P "$(jobs)" clang-format-19 --dry-run -Werror; }

check_coroutines() { tools/check_coroutines; }

# Recorded data lies beside the checkout; without it the tests that read it are skipped, which is
# right for a newcomer and wrong for CI.
shared=${TAPEDECK_SHARED:-$root/../shared}
check_recorded_data() {
  [[ -d $shared/archive-data ]] || {
    say "CI must have the recorded data, and there is no $shared/archive-data."
    return 1
  }
}
