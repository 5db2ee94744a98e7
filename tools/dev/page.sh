# What is tested of the page: its types and units, and all of it in Debian's Chromium.

page_stages() {
  stage "page: types and units" check_page
  stage "page: in Chromium, on this build" walk_page
}

# check_page: svelte-check, which knows accessibility too, counts as one case beside the unit tests.
check_page() {
  local types=0 units=0 told=build/tmp/page-units.json
  mkdir -p build/tmp
  (cd web && with_node node node_modules/svelte-check/bin/svelte-check --fail-on-warnings) || types=1
  (cd web && with_node node node_modules/vitest/vitest.mjs run --reporter=default \
    --reporter=json --outputFile.json="../$told") || units=1
  python3 -c '
import json, sys
told = json.load(open(sys.argv[1]))
types = int(sys.argv[2])
print(told["numPassedTests"] + 1 - types, told["numFailedTests"] + types, told["numPendingTests"])
' "$told" "$types" >"$counts"
  ((types == 0 && units == 0))
}

# walk_page: two stories at a time, each with a browser and a world of its own; pictures lie in
# build/pages.
walk_page() {
  local status=0 told=build/tmp/page-walk.tap
  mkdir -p build/tmp
  rm -rf build/pages
  (cd web && with_node node --test --test-concurrency=2 --test-reporter=spec \
    --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="../$told" \
    e2e/*.test.mjs) || status=1
  awk '$1 == "#" { n[$2] = $3 } END { print n["pass"] + 0, n["fail"] + n["cancelled"] + 0,
    n["skipped"] + 0 }' "$told" >"$counts"
  return $status
}
