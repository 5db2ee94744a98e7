# Test everything, or a kind of tests, or what bears a name: ./dev test unit
source tools/dev/stage.sh
source tools/dev/checks.sh
source tools/dev/suites.sh

needs build test
needs_web
use_own_tmp
case ${1:-} in
  '') short_suite ;;
  -*) give_up "./dev test takes a kind of tests or a part of their names." ;;
  *) only "$@" ;;
esac
report
