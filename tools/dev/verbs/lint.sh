# Read the code with clang-tidy and the house rules, or only the files named.
source tools/dev/stage.sh
source tools/dev/checks.sh
needs build lint
needs_web
stage "format" check_format
stage "rules of coroutines" check_coroutines "$@"
stage "clang-tidy 19" check_tidy "$@"
report
