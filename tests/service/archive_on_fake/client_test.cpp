// The real client of the Archive and the fake archive, each against the other.

#include "archive/http/http_archive.hpp"
#include "archive/scrape_walk.hpp"
#include "async/await.hpp"
#include "fake_archive/digests.hpp"
#include "service/fake_archive/site.hpp"
#include "support/memory_sink.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>

using namespace tapedeck;
using namespace tapedeck::archive;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

/// A listener's Tapedeck before the fake archive.
class Deck {
 public:
  Deck()
      : site_(site()),
        limiter_(clock_, manners(), 1977),
        archive_(settings(), limiter_, clock_, compute_) {}

  Site& site_of() { return site_; }

  Result<Item> item(std::string_view name) {
    return wait_for(archive_.item(*ItemIdentifier::parse(name), soon()));
  }

  Result<SearchPage> search(SearchQuery query) {
    return wait_for(archive_.search(std::move(query), soon()));
  }

  Result<ScrapePage> scrape(ScrapeQuery query) {
    return wait_for(archive_.scrape(std::move(query), soon()));
  }

  Result<Fetched> fetch(std::string_view item, std::string_view file, MemorySink& sink,
                        std::uint64_t first = 0, std::chrono::milliseconds idle = 20s) {
    FetchRequest request{.item = *ItemIdentifier::parse(item), .file = *FileName::parse(file)};
    request.first = first;
    if (first > 0 && !sink.starts.empty()) request.if_match = sink.starts.back().etag;
    const Patience patience{.begin_by = soon(), .idle = idle};
    return wait_for(archive_.fetch(std::move(request), sink, patience));
  }

 private:
  /// What a call comes to. (async::await() alone needs results that begin empty.)
  template <class T>
  Result<T> wait_for(Task<Result<T>> task) {
    std::optional<Result<T>> result;
    async::await(home_.executor(), keep(std::move(task), result));
    return std::move(*result);
  }

  template <class T>
  static Task<void> keep(Task<Result<T>> task, std::optional<Result<T>>& into) {
    auto result = co_await std::move(task);
    into.emplace(std::move(result));
  }

  static Manners manners() {
    Manners manners;
    manners.spacing = 1ms;
    return manners;
  }

  HttpSettings settings() {
    HttpSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(site_.ports().archive);
    settings.user_agent = make_user_agent("1.0", "mailto:taper@example.org");
    settings.allow_loopback = true;
    return settings;
  }

  Deadline soon() { return Deadline::in(clock_, 30s); }

  Site& site_;
  SystemClock clock_;
  async::Pool compute_{"compute", 1, 8};
  Limiter limiter_;
  HttpArchive archive_;
  async::LoopThread home_{"home"};
};

template <class T>
Errc code_of(const Result<T>& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

}  // namespace

TEST_CASE("the client finds a night's recordings, and walks a whole tour") {
  Deck deck;
  SearchQuery query{.query = Query::all({recordings(), Query::is("collection", "GratefulDead"),
                                         Query::between("date", "1977-05-08", "1977-05-08")})};
  const auto page = deck.search(std::move(query));
  REQUIRE(page);
  CHECK(page->total >= 10);
  CHECK(page->notes.count(Repair::left_out) == 0);

  ScrapeWalk walk(Query::is("collection", "NightFerry"), 100);
  while (!walk.ended()) {
    const auto batch = deck.scrape(walk.next());
    REQUIRE(batch);
    REQUIRE(walk.took(*batch));
  }
  CHECK(walk.count() == 240);
  CHECK(walk.complete());
}

TEST_CASE("the client reads items whose values drift") {
  Deck deck;
  for (const std::string_view name :
       {"gd77-05-08.aud.vale.mp3", "copperlantern2012-06-15.two-nights.980107.flac16",
        "copperlantern1998-00-00.dat.980105.shnf", "SaltPepper_Live_1999",
        "minaostrom2014-03-01.twins.970902.flac16"}) {
    CAPTURE(name);
    const auto item = deck.item(name);
    REQUIRE_MESSAGE(item.has_value(), item.error().detail);
    CHECK(item->identifier.text() == name);
    CHECK_FALSE(item->files.empty());
  }
  CHECK(code_of(deck.item("gd1977-05-08.sbd.lost.990113.flac16")) == Errc::not_found);
  CHECK(code_of(deck.item("gd1977-05-08.sbd.gone.990112.flac16")) == Errc::not_found);
}

TEST_CASE("the client keeps away from names that lead out, and fetches the other strange ones") {
  constexpr std::string_view name = "minaostrom2014-03-01.hostile-names.970901.flac16";
  Deck deck;
  const auto item = deck.item(name);
  REQUIRE(item);
  CHECK_FALSE(item->repaired.places(Repair::left_out).empty());
  std::size_t fetched = 0;
  for (const auto& file : item->files) {
    CHECK_FALSE(file.name.text().contains(".."));
    if (!file.name.text().ends_with(".png")) continue;
    CAPTURE(file.name.text());
    MemorySink sink;
    const auto got = deck.fetch(name, file.name.text(), sink);
    REQUIRE_MESSAGE(got.has_value(), got.error().detail);
    CHECK(fake_archive::digests_of(sink.kept).sha1 == file.sha1->text());
    ++fetched;
  }
  CHECK(fetched >= 10);
}

TEST_CASE("the client goes on from the last byte it kept, whatever breaks the download off") {
  Deck deck;
  const auto item = deck.item(one_track);
  REQUIRE(item);
  const auto right = item->file(one_file)->sha1;
  for (const std::string_view fault :
       {"node reset-after=70000 times=1", "node close-after=70000 times=1",
        "node stall-after=70000 times=1"}) {
    CAPTURE(fault);
    deck.site_of().fault(fault);
    MemorySink sink;
    const auto broken = deck.fetch(one_track, one_file, sink, 0, 1s);
    REQUIRE_MESSAGE(broken.has_value(), broken.error().detail);
    CHECK_FALSE(broken->complete);
    const auto rest = deck.fetch(one_track, one_file, sink, sink.kept.size());
    REQUIRE(rest);
    CHECK(rest->complete);
    CHECK(sink.starts.back().first > 0);
    CHECK(fake_archive::digests_of(sink.kept).sha1 == right->text());
  }
}

TEST_CASE("the client begins again when a Range is ignored or the item was replaced") {
  constexpr std::string_view name = "copperlantern2012-06-15.two-nights.980107.flac16";
  Deck deck;
  for (const std::string_view fault : {"node ignore-range", "/download/* replaced times=1"}) {
    CAPTURE(fault);
    MemorySink sink;
    REQUIRE(deck.fetch(name, "cl2012-06-15n1t01.mp3", sink));
    sink.kept.resize(1'000);
    deck.site_of().fault(fault);
    const auto again = deck.fetch(name, "cl2012-06-15n1t01.mp3", sink, 1'000);
    REQUIRE_MESSAGE(again.has_value(), again.error().detail);
    CHECK(sink.starts.back().first == 0);
    CHECK(again->complete);
    CHECK(deck.site_of().control("DELETE", "/faults").status == 204);
  }
}

TEST_CASE("the client is refused a private file, and has nothing left to fetch at the end") {
  Deck deck;
  MemorySink sink;
  CHECK(code_of(deck.fetch(stream_only, "gd70-02-13d1t01.shn", sink)) == Errc::forbidden);
  MemorySink whole;
  REQUIRE(deck.fetch(one_track, one_file, whole));
  const auto none = deck.fetch(one_track, one_file, whole, whole.kept.size());
  REQUIRE(none);
  CHECK(none->complete);
  CHECK(none->bytes == 0);
}

TEST_CASE("the client tells the Archive's failures apart") {
  struct Case {
    std::string_view fault;
    Errc code;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"status=502 times=1",                     Errc::unavailable},
      {"html times=1",                           Errc::bad_upstream},
      {"empty times=1",                          Errc::bad_upstream},
      {"cut-to=100 times=1",                     Errc::bad_upstream},
      {"gzip-bomb=80 times=1",                   Errc::bad_upstream},
      {"redirect-loop times=20",                 Errc::bad_upstream},
      {"redirect-to=file:///etc/passwd times=1", Errc::bad_upstream},
      {"missing times=1",                        Errc::not_found},
      {"dark times=1",                           Errc::not_found},
      {"reset-after=10 times=1",                 Errc::unavailable},
  });
  // clang-format on
  for (const auto& c : cases) {
    CAPTURE(c.fault);
    Deck deck;
    deck.site_of().fault(c.fault);
    CHECK(code_of(deck.item(one_track)) == c.code);
  }
  Deck deck;
  deck.site_of().fault("gzip times=1");
  CHECK(deck.item(one_track));
}

TEST_CASE("the client waits as long as the Archive asks, and leaves it alone when it is away") {
  {
    Deck deck;
    deck.site_of().fault("status=429 retry-after=600 times=1");
    const auto refused = deck.item(one_track);
    CHECK(code_of(refused) == Errc::rate_limited);
    CHECK(refused.error().retry_after == 600s);
    CHECK(code_of(deck.item(one_track)) == Errc::rate_limited);
    CHECK(deck.site_of().log().size() == 1);
  }
  Deck deck;
  CHECK(deck.site_of().control("POST", "/down").status == 204);
  CHECK(code_of(deck.item(one_track)) == Errc::unavailable);
}
