# Build a preset, or some targets of it: ./dev build [PRESET [TARGET...]]; release when none.
preset=${1:-release}
needs build
if [[ $preset != release ]]; then needs test; fi
needs_web
compile "$preset" "${@:2}" || give_up "It did not build; what the compiler said stands above."
