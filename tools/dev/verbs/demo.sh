# From clone to music without a network: a made-up Archive, a ready user; Ctrl-C ends it
source tools/dev/demo.sh
preset=${TAPEDECK_PRESET:-release}
unset TAPEDECK_PRESET  # the program knows no such setting, and would say so
needs build
needs_web
compile "$preset" tapedeck fake_archive ||
  give_up "It did not build; what the compiler said stands above."
drop_own_tmp
play_demo "$root/build/$preset" "$@"
