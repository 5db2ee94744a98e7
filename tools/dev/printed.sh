# The documents that are printed from the program's and the build's own tables.
#
# A row is a file and the command that prints it, run from the root of the checkout after
# print_needs was built in the preset dev.
print_needs=(build.ninja tapedeck)
printed=(
  "docs/api.md: build/dev/bin/tapedeck print api"
  "docs/data-model.md: build/dev/bin/tapedeck print data-model"
  "docs/libraries.md: cat build/dev/libraries.md"
  "docs/settings.md: build/dev/bin/tapedeck print settings"
  "web/src/core/api.d.ts: tools/dev/print_types"
)

# print_documents: prints every one of them anew.
print_documents() {
  local row
  for row in "${printed[@]}"; do
    bash -c "${row#*: }" >"$own_tmp/printed" || give_up "This failed: ${row#*: }"
    cp "$own_tmp/printed" "${row%%: *}"
    say "Printed ${row%%: *}."
  done
}

# compare_documents: whether printing again would change one.
compare_documents() {
  local row name p=0 f=0
  for row in "${printed[@]}"; do
    name=${row%%: *}
    if bash -c "${row#*: }" | diff -u --label "$name" --label "printed again" "$name" -; then
      p=$((p + 1))
    else
      f=$((f + 1))
    fi
  done
  echo "$p $f 0" >"$counts"
  if ((f)); then say "Print them again with ./dev docs, and commit them."; fi
  ((f == 0))
}
