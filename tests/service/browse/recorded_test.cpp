// What was recorded of the real Archive, through the whole service.

#include "service/browse/browse_deck.hpp"
#include "support/recorded_data.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <string>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

namespace fs = std::filesystem;

/// Every recorded item and answer under the names that the fake archive gives byte for byte.
fake_archive::Setup recorded_answers(const ScratchFolder& folder) {
  for (const auto& entry : fs::directory_iterator(recorded_data() / "items"))
    fs::create_symlink(entry.path(),
                       folder.path() / ("metadata-" + entry.path().filename().string()));
  for (const auto& entry : fs::directory_iterator(recorded_data() / "golden"))
    fs::create_symlink(entry.path(), folder.path() / entry.path().filename());
  auto golden = fake_archive::Golden::open(folder.path());
  REQUIRE(golden);
  fake_archive::Setup setup;
  setup.golden = std::move(*golden);
  return setup;
}

fake_archive::Setup recorded_catalogue() {
  auto catalogue = fake_archive::Catalogue::open_recorded(recorded_data());
  REQUIRE(catalogue);
  fake_archive::Setup setup;
  setup.catalogue = std::move(*catalogue);
  return setup;
}

}  // namespace

TEST_CASE("every recorded item opens, and so do its folders" *
          doctest::skip(recorded_data_may_be_skipped())) {
  const ScratchFolder folder;
  Site archive(recorded_answers(folder));
  BrowseDeck deck(archive);
  int opened = 0;
  for (const auto& entry : fs::directory_iterator(recorded_data() / "items")) {
    const auto name = entry.path().stem().string();
    CAPTURE(name);
    const auto item = deck.read<messages::ItemDetails>("/browse/items/" + name);
    CHECK(item.identifier.text() == name);
    CHECK_FALSE(item.files.empty());
    for (const auto* text : {&item.title, &item.source, &item.description, &item.uploader_notes}) {
      CHECK_FALSE(text->contains("<br"));
      CHECK_FALSE(text->contains("&gt;"));
    }
    const auto top = deck.read<messages::Directory>("/browse/directory/" + name);
    CHECK_FALSE(top.entries.empty());
    ++opened;
  }
  CHECK(opened == 110);
}

TEST_CASE("every recorded search hit is listed once, page by page" *
          doctest::skip(recorded_data_may_be_skipped())) {
  Site archive(recorded_catalogue());
  BrowseDeck deck(archive);
  std::set<std::string> listed;
  std::uint64_t hits = 0;
  const auto list = [&](const std::string& query) {
    for (std::uint32_t page = 1, pages = 1; page <= pages; ++page) {
      const auto found = deck.read<messages::SearchResults>(
          "/browse/search?per_page=200&sort=date&page=" + std::to_string(page) + query);
      CHECK(found.total_pages <= 50);
      pages = found.total_pages;
      hits += found.results.size();
      for (const auto& hit : found.results)
        listed.emplace(hit.identifier.text());
    }
  };
  list("&date_to=1977-XX-XX");
  list("&date_from=1978-XX-XX&date_to=1984-XX-XX");
  list("&date_from=1985-XX-XX");
  CHECK(hits == listed.size());
  CHECK(listed.size() >= 13'500);
}
