#include "json/decode.hpp"
#include "messages/concerts.hpp"
#include "service/fake_archive/site.hpp"
#include "support/scratch_folder.hpp"
#include "support/tapedeck.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using messages::CacheStatus;
using music::DayPart;

namespace {

/// The real program's browse and aggregation before a fake archive, over a database that outlives
/// the program.
struct Deck {
  explicit Deck(const Site& site) : archive(site.ports().archive) {}

  Tapedeck& start(bool with_browse = true) {
    TapedeckOptions options;
    options.only = {"aggregation"};
    if (with_browse) options.only.insert(options.only.begin(), "browse");
    if (!with_browse) options.environment["BROWSE_SERVICE_URL"] = "http://127.0.0.1:1";
    options.environment["TAPEDECK_ARCHIVE_URL"] = "http://127.0.0.1:" + std::to_string(archive);
    options.environment["TAPEDECK_ARCHIVE_CONTACT"] = "mailto:taper@example.org";
    options.environment["DATABASE_URL"] = "sqlite:///" + (folder.path() / "concerts.db").string();
    tapedeck.emplace(std::move(options));
    REQUIRE(tapedeck->ready());
    return *tapedeck;
  }

  Fetched get(const std::string& target) { return fetch(tapedeck->url("aggregation") + target); }

  /// What a 200 holds; the test ends on anything else.
  template <class T>
  T read(const std::string& target) {
    const auto answer = get(target);
    REQUIRE_MESSAGE(answer.status == 200, target, ": ", answer.status, " ", answer.error, " ",
                    answer.body.substr(0, 500));
    auto value = json::decode<T>(answer.body);
    REQUIRE_MESSAGE(value.has_value(), target, ": ", answer.body.substr(0, 500));
    return std::move(*value);
  }

  ScratchFolder folder;
  std::uint16_t archive;
  std::optional<Tapedeck> tapedeck;
};

using messages::ConcertDetails;
using messages::ConcertPage;

const messages::ConcertRecording* tape_of(const ConcertDetails& concert, std::string_view name) {
  const auto found = std::ranges::find_if(
      concert.recordings, [&](const auto& tape) { return tape.identifier.text() == name; });
  return found == concert.recordings.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a listener types a date and gets one concert, with the best tape and why") {
  Deck deck(site());
  deck.start();
  const auto page = deck.read<ConcertPage>("/concerts/search?q=5%2F8%2F77");
  REQUIRE(page.results.size() == 1);
  const auto& line = page.results[0];
  CHECK(line.artist == "Grateful Dead");
  CHECK(line.date.text() == "1977-05-08");
  CHECK(line.venue == "Barton Hall, Cornell University");
  CHECK(line.recordings_count >= 9);
  CHECK(line.stream_only_count >= 4);
  REQUIRE(line.best_to_play.identifier);
  CHECK(line.best_to_play.identifier->text().starts_with("gd1977-05-08.sbd"));
  REQUIRE(line.best_to_download.identifier);
  CHECK(line.best_to_download.why.contains("may only be streamed"));

  const auto concert = deck.read<ConcertDetails>("/concerts/" + line.id.text());
  REQUIRE(tape_of(concert, line.best_to_download.identifier->text()));
  CHECK_FALSE(tape_of(concert, line.best_to_download.identifier->text())->stream_only);
  const auto* matrix = tape_of(concert, "gd1977-05-08.mtx.harbor-moss.990105.flac16");
  REQUIRE(matrix);
  CHECK(matrix->source_kind == music::SourceKind::matrix);
  CHECK(matrix->stream_only);
  CHECK_FALSE(matrix->to_download);
  CHECK_FALSE(matrix->not_for_download.empty());
  const auto* second_set = tape_of(concert, "gd1977-05-08.set2.aud.quill.990106.flac16");
  REQUIRE(second_set);
  CHECK(second_set->extent == music::Extent::part);
  CHECK(&concert.recordings.front() != second_set);
  // Sorted by what is shown.
  CHECK(std::ranges::is_sorted(concert.recordings, std::ranges::greater{},
                               [](const auto& tape) { return tape.to_play.points; }));
}

TEST_CASE("early and late show stand apart, and a tape of both is in both") {
  Deck deck(site());
  deck.start();
  const auto page = deck.read<ConcertPage>("/concerts?artist=copper+lantern&date=2019-10-31");
  REQUIRE(page.results.size() == 2);
  std::map<DayPart, ConcertDetails> shows;
  for (const auto& line : page.results)
    shows.emplace(line.day_part, deck.read<ConcertDetails>("/concerts/" + line.id.text()));
  REQUIRE(shows.contains(DayPart::early));
  REQUIRE(shows.contains(DayPart::late));
  for (const auto& [part, concert] : shows) {
    CHECK(concert.recordings.size() == 2);
    CHECK(tape_of(concert, "copperlantern2019-10-31.sbd.desk.980103.flac24"));
    CHECK(concert.same_day.size() == 1);
  }
}

TEST_CASE("what is typed finds the concert, by hall and year, by artist, by the month") {
  Deck deck(site());
  deck.start();
  for (const auto* target :
       {"/concerts/search?q=barton+hall", "/concerts/search?q=cornell+77",
        "/concerts/search?q=8+May+1977", "/concerts/search?q=may+77&artist=Grateful+Dead",
        "/concerts?artist=The+Grateful+Dead&year=1977", "/concerts?venue=Barton+Hall"}) {
    CAPTURE(target);
    const auto page = deck.read<ConcertPage>(target);
    CHECK(std::ranges::any_of(page.results, [](const auto& line) {
      return line.date.text() == "1977-05-08" && line.artist == "Grateful Dead";
    }));
  }
}

TEST_CASE("a tour of 240 nights is grouped across the pages of a search") {
  Deck deck(site());
  deck.start();
  std::set<std::string> ids;
  ConcertPage page;
  for (std::uint32_t number = 1; number == 1 || number <= page.total_pages; ++number) {
    page = deck.read<ConcertPage>("/concerts?artist=night+ferry&page=" + std::to_string(number));
    for (const auto& line : page.results)
      ids.insert(line.id.text());
  }
  CHECK(page.total == 240);
  CHECK(ids.size() == 240);
  CHECK_FALSE(page.walk.cut);
  CHECK(page.walk.recordings_read == 240);
}

TEST_CASE("after a restart without browse the same concerts are there, and called stale") {
  Deck deck(site());
  deck.start();
  const auto before = deck.read<ConcertPage>("/concerts/search?q=5%2F8%2F77");
  REQUIRE(before.results.size() == 1);
  deck.tapedeck.reset();
  deck.start(false);
  const auto after = deck.read<ConcertPage>("/concerts/search?q=5%2F8%2F77");
  REQUIRE(after.results.size() == 1);
  CHECK(after.results[0].id == before.results[0].id);
  CHECK(after.cache.status == CacheStatus::stale);
  const auto concert = deck.read<ConcertDetails>("/concerts/" + before.results[0].id.text());
  CHECK(concert.recordings.size() == before.results[0].recordings_count);
  CHECK(deck.get("/concerts/search?q=nobody+knows+this").status == 503);
  CHECK(deck.get("/concerts").status == 200);
}

TEST_CASE("a value that breaks a rule is named, and an unknown concert is not found") {
  Deck deck(site());
  deck.start();
  struct Case {
    const char* target;
    long status;
    const char* named;
  };
  for (const auto& c : {
           Case{"/concerts?date=1977-13-99", 422, "\"date\""},
           Case{"/concerts?year=12", 422, "\"year\""},
           Case{"/concerts?per_page=201", 422, "\"per_page\""},
           Case{"/concerts?page=0", 422, "\"page\""},
           Case{"/concerts?sort=best", 422, "\"sort\""},
           Case{"/concerts?date=1977&date_to=1976", 422, "\"date\""},
           Case{"/concerts/search", 422, "\"q\""},
           Case{"/concerts/search?q=%20", 422, "\"q\""},
           Case{"/concerts/not-an-id", 422, "\"concert_id\""},
           Case{"/concerts/00000000-0000-8000-8000-000000000000", 404, "not_found"},
       }) {
    CAPTURE(c.target);
    const auto answer = deck.get(c.target);
    CHECK(answer.status == c.status);
    CHECK_MESSAGE(answer.body.contains(c.named), answer.body);
  }
  CHECK(deck.get("/concerts?q=" + std::string(301, 'x')).status == 422);
}

TEST_CASE("the newest concerts are listed without a question") {
  Deck deck(site());
  deck.start();
  const auto page = deck.read<ConcertPage>("/concerts/recent?per_page=10");
  CHECK(page.results.size() == 10);
  CHECK_FALSE(page.walk.cut);
}
