# The checks of ./dev test that are not test programs; ./dev lint runs some of them too.

check_format() { cpp_files | xargs -0 -r -n 40 -P "$(jobs)" clang-format-19 --dry-run -Werror; }

check_coroutines() { tools/check_coroutines; }

# check_tidy [file...]: these files, each by itself; or all, many at a time as a unity build joins
# them, for most of the time goes into the headers they share. What a build step writes is not read,
# nor the wrong spellings of tests/toolchain.
check_tidy() {
  local files=("$@") preset=lint-file
  if ((${#files[@]} == 0)); then
    preset=lint
    files=('^(?!.*/tests/toolchain/wrong/)')
  fi
  # Each time: it is never built, so that nothing else would notice a new file.
  quietly cmake --preset "$preset" || return
  run-clang-tidy-19 -quiet -use-color=0 -p "build/$preset" -j "$(jobs)" "${files[@]}" 2>&1 |
    sed -E '/^[0-9]+ warnings? generated\.$/d; /^\[ *[0-9]+\/[0-9]+\]/d; /^$/d'
}

# Recorded data lies beside the checkout; without it the tests that read it are skipped, which is
# right for a newcomer and wrong for CI.
shared=$root/../shared
check_recorded_data() {
  [[ -d $shared/archive-data ]] || {
    say "CI must have the recorded data, and there is no $shared/archive-data."
    return 1
  }
}
