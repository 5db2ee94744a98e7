#include "aggregation/core/score.hpp"

#include "support/tapes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::aggregation;
using messages::ConcertRecording;
using messages::ScoreFact;
using test::Tape;

namespace {

std::vector<ConcertRecording> judged_tapes(std::vector<Tape> tapes) {
  std::vector<Recording> recordings;
  for (auto& tape : tapes)
    recordings.push_back(read_recording(test::found(std::move(tape))).value());
  return judge(group(std::move(recordings)).front());
}

/// The identifiers, the best to play first.
std::string order_of(std::vector<Tape> tapes) {
  std::string order;
  for (const auto& recording : judged_tapes(std::move(tapes))) {
    if (!order.empty()) order += ' ';
    order += recording.identifier.text();
  }
  return order;
}

double points_for(const ConcertRecording& recording, ScoreFact what) {
  for (const auto& part : recording.to_play.parts) {
    if (part.what == what) return part.points;
  }
  return 0;
}

Tape rated(std::string_view identifier, double stars, std::uint32_t reviews) {
  Tape tape{identifier};
  tape.rating = stars;
  tape.review_count = reviews;
  return tape;
}

}  // namespace

TEST_CASE("the better source plays first") {
  struct Case {
    std::string_view why;
    std::vector<Tape> tapes;
    std::string_view order;
  };
  auto partial = Tape{"a.1977-05-08.set2.sbd"};
  auto loved = rated("b.1977-05-08.aud", 5, 60);
  const std::vector<Case> cases{
      {"kinds of source",
       {{"a.1977-05-08.x"},
        {"b.1977-05-08.aud"},
        {"c.1977-05-08.fm"},
        {"d.1977-05-08.mtx"},
        {"e.1977-05-08.sbd"}},
       "e.1977-05-08.sbd d.1977-05-08.mtx c.1977-05-08.fm b.1977-05-08.aud a.1977-05-08.x"},
      {"a transferer who is known",
       {{"a.1977-05-08.sbd.jones"}, {"b.1977-05-08.sbd.miller"}},
       "b.1977-05-08.sbd.miller a.1977-05-08.sbd.jones"},
      {"a part of the night stands behind a whole one",
       {partial, loved},
       "b.1977-05-08.aud a.1977-05-08.set2.sbd"},
      {"many good reviews before one",
       {rated("a.1977-05-08.sbd", 5, 1), rated("b.1977-05-08.sbd", 4.8, 50)},
       "b.1977-05-08.sbd a.1977-05-08.sbd"},
      {"no review before a bad one",
       {rated("a.1977-05-08.sbd", 1.5, 8), {"b.1977-05-08.sbd"}},
       "b.1977-05-08.sbd a.1977-05-08.sbd"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    CHECK(order_of(c.tapes) == c.order);
  }
}

TEST_CASE("a score is the sum of the parts that are shown") {
  for (const auto& recording :
       judged_tapes({rated("a.1977-05-08.sbd.miller", 4.7, 33), {"b.1977-05-08.aud"}})) {
    const auto sum = std::accumulate(
        recording.to_play.parts.begin(), recording.to_play.parts.end(), 0.0,
        [](double so_far, const messages::ScorePart& part) { return so_far + part.points; });
    CHECK(recording.to_play.points == doctest::Approx(sum));
    for (const auto& part : recording.to_play.parts)
      CHECK_FALSE(part.why.empty());
  }
}

TEST_CASE("a stream-only tape may be the best to play and is never the best to download") {
  Tape soundboard{"a.1977-05-08.sbd.miller"};
  soundboard.stream_only = true;
  const auto judged = judged_tapes({soundboard, {"b.1977-05-08.aud"}});
  const auto play = best_to_play(judged);
  const auto keep = best_to_download(judged);
  REQUIRE(play.identifier);
  CHECK(play.identifier->text() == "a.1977-05-08.sbd.miller");
  CHECK(play.why == "Soundboard, transferred by Charlie Miller, plays everywhere.");
  REQUIRE(keep.identifier);
  CHECK(keep.identifier->text() == "b.1977-05-08.aud");
  CHECK(keep.why ==
        "Audience recording, FLAC. The best to play may only be streamed, by the artist's wish.");
  CHECK_FALSE(judged[0].to_download);
  CHECK_FALSE(judged[0].not_for_download.empty());
  CHECK(judged[1].not_for_download.empty());
}

TEST_CASE("where every tape may only be streamed, none is best to download, and that is said") {
  Tape soundboard{"a.1977-05-08.sbd"};
  soundboard.stream_only = true;
  const auto keep = best_to_download(judged_tapes({soundboard}));
  CHECK_FALSE(keep.identifier);
  CHECK(keep.why == "Every recording of this concert may only be streamed, by the artist's wish.");
}

TEST_CASE("a tape that has gone dark is the best for nothing") {
  std::vector<Recording> recordings;
  for (const auto* name : {"a.1977-05-08.sbd.miller", "b.1977-05-08.aud"})
    recordings.push_back(read_recording(test::found({name})).value());
  recordings[0].gone_dark = true;
  auto judged = judge(group(recordings).front());
  CHECK(best_to_play(judged).identifier->text() == "b.1977-05-08.aud");
  CHECK(best_to_download(judged).identifier->text() == "b.1977-05-08.aud");
  CHECK(judged.back().gone_dark);
  recordings[1].gone_dark = true;
  judged = judge(group(recordings).front());
  CHECK_FALSE(best_to_play(judged).identifier);
  CHECK_FALSE(best_to_download(judged).identifier);
}

TEST_CASE("lossless files are better to keep, and do not matter for playing") {
  Tape lossy{"a.1977-05-08.sbd"};
  lossy.formats = {"VBR MP3"};
  Tape lossless{"b.1977-05-08.sbd"};
  const auto judged = judged_tapes({lossy, lossless});
  CHECK(judged[0].to_play.points == judged[1].to_play.points);
  CHECK(best_to_download(judged).identifier->text() == "b.1977-05-08.sbd");
}

TEST_CASE("a tape with far fewer tracks than the others is taken for a fragment") {
  std::vector<Recording> recordings;
  for (const auto& [name, tracks] :
       {std::pair{"a.1977-05-08.sbd", 5U}, std::pair{"b.1977-05-08.aud", 21U},
        std::pair{"c.1977-05-08.aud", 20U}}) {
    recordings.push_back(read_recording(test::found({name}), tracks).value());
  }
  const auto judged = judge(group(std::move(recordings)).front());
  CHECK(judged.front().identifier.text() == "b.1977-05-08.aud");
  CHECK(points_for(judged.back(), ScoreFact::completeness) < 0);
}

TEST_CASE("the line of a concert tells what there is") {
  Tape soundboard{"a.1977-05-08.sbd"};
  soundboard.stream_only = true;
  std::vector<Recording> recordings;
  for (const auto& tape : {soundboard, Tape{"b.1977-05-08.aud"}, Tape{"c.1977-05-08.aud"}})
    recordings.push_back(read_recording(test::found(tape)).value());
  const auto concert = group(std::move(recordings)).front();
  const auto line = summary_of(concert, judge(concert));
  CHECK(line.recordings_count == 3);
  CHECK(line.stream_only_count == 1);
  CHECK(line.source_kinds ==
        std::vector{music::SourceKind::audience, music::SourceKind::soundboard});
}
