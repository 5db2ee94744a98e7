#include "base/encoding.hpp"
#include "fake_archive/digests.hpp"
#include "service/download/deck.hpp"
#include "support/decoders.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;

namespace {

namespace fs = std::filesystem;

/// A user's requests for sound.
struct Listener {
  Deck& deck;

  [[nodiscard]] Fetched ask(const std::string& target, std::vector<std::string> headers = {},
                            const std::string& verb = "GET") const {
    headers.push_back(Tapedeck::as(deck.user()));
    return fetch(deck.program().url("download") + target, headers, verb);
  }

  /// Downloads these files of Deck::item; gives the ids of their tracks.
  [[nodiscard]] std::vector<std::string> own(const std::vector<std::string>& files) const {
    std::vector<std::string> tracks;
    for (const auto& file : files)
      tracks.push_back(deck.download(file));
    deck.wait_for(tracks, "completed");
    return tracks;
  }

  /// The names of the first lossless files.
  [[nodiscard]] std::vector<std::string> names(std::size_t count) const {
    std::vector<std::string> names;
    for (const auto& [name, sum] : deck.files(count))
      names.push_back(name);
    return names;
  }
};

Bytes bytes_in(const std::string& text) { return {text.begin(), text.end()}; }

/// What a player makes of a track: its slices, each fetched and decoded by
/// itself.
std::vector<std::int32_t> play(const Listener& listener, const std::string& track) {
  const auto map = json_in(listener.ask("/tracks/" + track + "/slices")).as_object();
  auto head_text = std::string(map.at("head").as_string());
  std::ranges::replace(head_text, '+', '-');
  std::ranges::replace(head_text, '/', '_');
  const auto head = from_base64url(head_text);
  REQUIRE(head);
  std::vector<std::int32_t> sound;
  for (const auto& slice : map.at("slices").as_array()) {
    const auto first = slice.at(0).to_number<std::uint64_t>();
    const auto end = slice.at(1).to_number<std::uint64_t>();
    const auto part =
        listener.ask("/tracks/" + track + "/stream",
                     {"Range: bytes=" + std::to_string(first) + "-" + std::to_string(end - 1)});
    REQUIRE(part.status == 206);
    REQUIRE(part.body.size() == end - first);
    auto file = *head;
    file.insert(file.end(), part.body.begin(), part.body.end());
    const auto pcm = decode_flac(file);
    REQUIRE(pcm.whole);
    CHECK(pcm.samples.size() == slice.at(3).to_number<std::uint64_t>() * pcm.channels);
    sound.insert(sound.end(), pcm.samples.begin(), pcm.samples.end());
  }
  CHECK(sound.size() ==
        map.at("total").to_number<std::uint64_t>() * map.at("channels").to_number<std::uint64_t>());
  return sound;
}

}  // namespace

TEST_CASE(
    "a finished track plays from the vault, whole and in parts, also "
    "without the Archive") {
  Deck deck;
  const Listener listener{deck};
  const auto [name, sum] = *deck.files(1).begin();
  const auto track = listener.own({name}).front();
  const auto target = "/tracks/" + track + "/stream";
  const auto by_name = "/recordings/" + std::string(Deck::item) + "/files/" + name + "/stream";
  for (const bool away : {false, true}) {
    CAPTURE(away);
    if (away) REQUIRE(deck.archive().control("POST", "/down").status == 204);
    for (const auto& place : {target, by_name}) {
      CAPTURE(place);
      const auto whole = listener.ask(place);
      CHECK(whole.status == 200);
      CHECK(fake_archive::digests_of(whole.body).sha1 == sum);
      CHECK(whole.headers.at("content-type") == "audio/flac");
      CHECK(whole.headers.at("x-content-type-options") == "nosniff");
      CHECK(whole.headers.at("content-disposition") ==
            "inline; filename=\"" + name + "\"; filename*=UTF-8''" + name);
      CHECK(whole.headers.at("cache-control") == "private, no-cache");
      CHECK(whole.headers.at("accept-ranges") == "bytes");
      const auto size = std::to_string(whole.body.size());
      const auto& tag = whole.headers.at("etag");
      struct Case {
        std::vector<std::string> headers;
        long status;
        std::string body, range;
      };
      for (const auto& c : std::vector<Case>{
               {{"Range: bytes=0-3"}, 206, "fLaC", "bytes 0-3/" + size},
               {{"Range: bytes=1-2"}, 206, "La", "bytes 1-2/" + size},
               {{"Range: bytes=-4"},
                206,
                whole.body.substr(whole.body.size() - 4),
                "bytes " + std::to_string(whole.body.size() - 4) + "-" +
                    std::to_string(whole.body.size() - 1) + "/" + size},
               {{"Range: bytes=" + size + "-"}, 416, "", "bytes */" + size},
               {{"Range: bytes=0-3", "If-Range: " + tag}, 206, "fLaC", "bytes 0-3/" + size},
               {{"Range: bytes=0-3", "If-Range: \"other\""}, 200, whole.body, ""},
               {{"Range: bytes=0-3,5-6"}, 200, whole.body, ""},
               {{"If-None-Match: " + tag}, 304, "", ""}}) {
        CAPTURE(c.headers.front());
        const auto answer = listener.ask(place, c.headers);
        CHECK(answer.status == c.status);
        if (c.status != 416) CHECK(answer.body == c.body);
        const auto found = answer.headers.find("content-range");
        CHECK((found == answer.headers.end() ? "" : found->second) == c.range);
      }
      const auto head = listener.ask(place, {}, "HEAD");
      CHECK(head.status == 200);
      CHECK(head.headers.at("content-length") == size);
      CHECK(head.body.empty());
    }
  }
  deck.archive().begin_anew();
}

TEST_CASE(
    "two neighbouring tracks join by their slices with no sample too "
    "many or too few") {
  Deck deck;
  const Listener listener{deck};
  const auto tracks = listener.own(listener.names(2));
  std::vector<std::int32_t> whole;
  std::vector<std::int32_t> sliced;
  for (const auto& track : tracks) {
    const auto pcm = decode_flac(bytes_in(listener.ask("/tracks/" + track + "/stream").body));
    REQUIRE(pcm.whole);
    whole.insert(whole.end(), pcm.samples.begin(), pcm.samples.end());
    const auto sound = play(listener, track);
    sliced.insert(sliced.end(), sound.begin(), sound.end());
  }
  CHECK(sliced.size() == whole.size());
  CHECK(sliced == whole);
}

TEST_CASE("slices are kept over a restart, and go with their file") {
  Deck deck;
  const Listener listener{deck};
  const auto name = listener.names(1).front();
  const auto track = listener.own({name}).front();
  const auto first = listener.ask("/tracks/" + track + "/slices");
  REQUIRE(first.status == 200);
  CHECK(deck.end(SIGTERM) == 0);
  deck.start_again();
  CHECK(listener.ask("/tracks/" + track + "/slices").body == first.body);

  const auto place = deck.bytes_of(deck.files(1).at(name));
  REQUIRE(fs::exists(place));
  fs::remove(place);
  CHECK(listener.ask("/tracks/" + track + "/slices").status == 404);
  CHECK(listener.ask("/health/live").status == 200);
}

TEST_CASE(
    "what is not in the vault is passed through from the Archive while "
    "it comes") {
  Deck deck;
  const Listener listener{deck};
  const auto name = listener.names(1).front();
  const auto target = "/recordings/" + std::string(Deck::item) + "/files/" + name + "/stream";
  const auto whole = listener.ask(target);
  REQUIRE(whole.status == 200);
  CHECK(fake_archive::digests_of(whole.body).sha1 == deck.files(1).at(name));
  CHECK(whole.headers.at("content-type") == "audio/flac");
  const auto size = std::to_string(whole.body.size());
  const auto& tag = whole.headers.at("etag");
  struct Case {
    std::vector<std::string> headers;
    long status;
    std::string body, range;
  };
  const auto last = whole.body.size() - 1;
  for (const auto& c : std::vector<Case>{
           {{"Range: bytes=0-1"}, 206, "fL", "bytes 0-1/" + size},
           {{"Range: bytes=0-"}, 206, whole.body, "bytes 0-" + std::to_string(last) + "/" + size},
           {{"Range: bytes=100000-100999"},
            206,
            whole.body.substr(100'000, 1'000),
            "bytes 100000-100999/" + size},
           {{"Range: bytes=" + std::to_string(last) + "-"},
            206,
            whole.body.substr(last),
            "bytes " + std::to_string(last) + "-" + std::to_string(last) + "/" + size},
           {{"Range: bytes=" + size + "-"}, 416, "", "bytes */" + size},
           {{"Range: bytes=1-2", "If-Range: " + tag}, 206, "La", "bytes 1-2/" + size},
           {{"Range: bytes=1-2", "If-Range: \"other\""}, 200, whole.body, ""},
           {{"Range: bytes=-5"}, 200, whole.body, ""}}) {
    CAPTURE(c.headers.front());
    const auto answer = listener.ask(target, c.headers);
    CHECK(answer.status == c.status);
    CHECK(answer.body == c.body);
    const auto found = answer.headers.find("content-range");
    CHECK((found == answer.headers.end() ? "" : found->second) == c.range);
  }
  const auto head = listener.ask(target, {}, "HEAD");
  CHECK(head.status == 200);
  CHECK(head.headers.at("content-length") == size);
}

TEST_CASE(
    "the Archive's refusals and absence are told apart, and only sound "
    "is ever sent") {
  Deck deck;
  const Listener listener{deck};
  const auto in = [](std::string_view item, std::string_view file) {
    return "/recordings/" + std::string(item) + "/files/" + std::string(file) + "/stream";
  };
  const auto kept = listener.ask(in(stream_only, "gd70-02-13d1t01.shn"));
  CHECK(kept.status == 403);
  CHECK(kept.body.contains("keeps this file to itself"));
  CHECK(listener.ask(in(Deck::item, "nothing.flac")).status == 404);
  for (const std::string_view file :
       {"page.html", "gd1977-05-08.fob.winter.990104.flac2448_meta.xml", "cover.svg", "flac",
        "a.exe", "..%2f..%2fsecret.txt"}) {
    CAPTURE(file);
    const auto answer = listener.ask(in(Deck::item, file));
    CHECK((answer.status == 404 || answer.status == 400 || answer.status == 422));
  }
  CHECK(listener.ask(in("-", "t01.flac")).status == 422);
  CHECK(listener.ask(in(Deck::item, "a%5Cb.flac")).status == 422);

  REQUIRE(deck.archive().control("POST", "/down").status == 204);
  const auto away = listener.ask(in(Deck::item, "nothing.flac"));
  CHECK(away.status == 503);
  CHECK(away.body.contains("urn:tapedeck:unavailable"));
  deck.archive().begin_anew();
}

TEST_CASE(
    "another user's track is not there, and its file is not sent from "
    "the vault") {
  Deck deck;
  const Listener listener{deck};
  const auto name = listener.names(1).front();
  const auto track = listener.own({name}).front();
  const auto stranger = UserId::make();
  for (const auto& target :
       std::array{"/tracks/" + track + "/stream", "/tracks/" + track + "/slices"}) {
    CAPTURE(target);
    CHECK(deck.ask("GET", target, {}, stranger).status == 404);
    CHECK(deck.ask("HEAD", target, {}, stranger).status == 404);
    CHECK(fetch(deck.program().url("download") + target).status == 401);
  }
  CHECK(listener.ask("/tracks/" + UserId::make().text() + "/stream").status == 404);
  CHECK(listener.ask("/tracks/nonsense/stream").status == 422);

  REQUIRE(deck.archive().control("POST", "/down").status == 204);
  const auto by_name = "/recordings/" + std::string(Deck::item) + "/files/" + name + "/stream";
  CHECK(listener.ask(by_name).status == 200);
  CHECK(deck.ask("GET", by_name, {}, stranger).status == 503);
  deck.archive().begin_anew();
}

TEST_CASE("a track of another format is streamed, and says that it has no slices") {
  Deck deck;
  const Listener listener{deck};
  constexpr std::string_view item = "copperlantern1998-00-00.dat.980105.shnf";
  const auto files =
      json_of(deck.archive().ask("/metadata/" + std::string(item))).at("files").as_array();
  std::string name;
  for (const auto& file : files) {
    const std::string candidate(file.as_object().at("name").as_string());
    if (candidate.ends_with(".shn")) name = candidate;
  }
  REQUIRE_FALSE(name.empty());
  const auto answer = deck.post("{\"archive_identifier\":\"" + std::string(item) +
                                "\",\"filename\":\"" + name + "\"}");
  REQUIRE_MESSAGE(answer.status == 202, answer.body);
  const std::string track(json_in(answer).at("downloads").at(0).at("id").as_string());
  deck.wait_for({track}, "completed");
  CHECK(listener.ask("/tracks/" + track + "/stream").headers.at("content-type") == "audio/x-shn");
  const auto slices = listener.ask("/tracks/" + track + "/slices");
  CHECK(slices.status == 404);
  CHECK(slices.body.contains("neither FLAC nor MP3"));
}
