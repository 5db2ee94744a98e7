// What it takes to read the recorded answers of the Archive: `./dev test --report archive` shows
// what this prints.

#include "archive/answers.hpp"
#include "archive/track_sets.hpp"
#include "support/gunzip.hpp"
#include "support/recorded_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace tapedeck::test;

namespace {

namespace fs = std::filesystem;

struct RepairName {
  Repair repair;
  const char* name;
};

constexpr auto repair_names = std::to_array<RepairName>({
    {Repair::left_out, "left out"},
    {Repair::joined, "lists joined"},
    {Repair::first_taken, "first of a list taken"},
    {Repair::repeated, "repeated, kept once"},
    {Repair::digits_added, "digits added to a CRC-32"},
    {Repair::title_inherited, "titles inherited"},
    {Repair::title_from_name, "titles from a name"},
    {Repair::length_from_derivative, "lengths from a derivative"},
    {Repair::order_from_numbers, "order from the numbers"},
    {Repair::format_from_name, "formats from a name"},
    {Repair::not_sound, "no sound after all"},
    {Repair::extra, "extras, no tracks"},
});
static_assert(repair_names.size() == repairs);

/// How often each repair was needed in some answers.
struct Report {
  std::size_t answers = 0;
  std::array<std::uint64_t, repairs> counts{};

  void add(const Notes& notes) {
    ++answers;
    for (const auto& row : repair_names)
      counts[std::to_underlying(row.repair)] += notes.count(row.repair);
  }

  [[nodiscard]] std::uint64_t of(Repair repair) const { return counts[std::to_underlying(repair)]; }

  void print(const char* what) const {
    std::printf("%s: %zu read\n", what, answers);
    for (const auto& row : repair_names)
      std::printf("  %-26s %8llu\n", row.name, static_cast<unsigned long long>(of(row.repair)));
  }
};

}  // namespace

TEST_CASE("no field of the recorded items is lost, and what was repaired is counted" *
          doctest::skip(recorded_data_may_be_skipped())) {
  Report report;
  std::size_t tracks = 0;
  std::size_t with_sets = 0;
  for (const auto& entry : fs::directory_iterator(recorded_data() / "items")) {
    const auto name = entry.path().stem().string();
    CAPTURE(name);
    auto item = read_item(text_of_file(entry.path()), *ItemIdentifier::parse(name));
    REQUIRE(item);
    const auto found = tracks_of(*item);
    CHECK_FALSE(found.empty());
    tracks += found.size();
    if (!sets_of(found, item->description).empty()) ++with_sets;
    report.add(item->repaired);
  }
  report.print("items");
  std::printf("  %-26s %8zu\n  %-26s %8zu\n", "tracks", tracks, "items with sets", with_sets);
  CHECK(report.answers == 110);
  CHECK(report.of(Repair::left_out) == 0);
  CHECK(report.of(Repair::title_inherited) > 0);
  CHECK(report.of(Repair::length_from_derivative) > 0);
}

TEST_CASE("no field of the recorded search hits is lost" *
          doctest::skip(recorded_data_may_be_skipped())) {
  const auto lines = gunzipped(recorded_data() / "grateful-dead" / "search-docs.jsonl.gz");
  Report report;
  for (std::string_view left = lines; !left.empty();) {
    const auto end = std::min(left.find('\n'), left.size());
    auto page = read_search(R"({"response":{"numFound":1,"start":0,"docs":[)" +
                            std::string(left.substr(0, end)) + "]}}");
    REQUIRE(page);
    CHECK(page->hits.size() == 1);
    report.add(page->notes);
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  report.print("search hits");
  CHECK(report.answers == 13'558);
  CHECK(report.of(Repair::left_out) == 0);
}
