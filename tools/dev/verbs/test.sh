# Test everything; --all adds the long runs; a kind or a name's part: ./dev test unit; --report archive
source tools/dev/stage.sh
source tools/dev/checks.sh
source tools/dev/printed.sh
source tools/dev/page.sh
source tools/dev/suites.sh

needs build test
needs_web
use_own_tmp
case ${1:-} in
  '') short_suite ;;
  --all)
    needs lint
    short_suite
    source tools/dev/long_suite.sh
    long_suite
    ;;
  --report)
    print_report "${2:-}"
    exit 0
    ;;
  -*) give_up "./dev test takes --all, --report archive, a kind of tests, or a part of their names." ;;
  *) only "$@" ;;
esac
report
