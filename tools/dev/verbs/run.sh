# Build the release and serve http://localhost:8000; arguments go to `tapedeck serve`.
needs build
needs_web
compile release tapedeck || give_up "The release did not build; what the compiler said stands above."
drop_own_tmp
exec build/release/bin/tapedeck serve "$@"
