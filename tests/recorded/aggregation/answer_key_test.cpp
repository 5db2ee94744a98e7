#include "aggregation/core/grouping.hpp"
#include "json/document.hpp"
#include "support/gunzip.hpp"
#include "support/recorded_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::aggregation;
using namespace tapedeck::test;

namespace {

namespace fs = std::filesystem;

/// Thirteen thousand recordings of one band as search hits, and a curated catalogue's concerts that
/// say which of them belong together.
const fs::path recorded_band = recorded_data() / "grateful-dead";

std::string text_in(json::Node object, std::string_view name) {
  const auto member = object.member(name);
  return std::string(member ? member->string().value_or("") : "");
}

std::vector<std::string> texts_in(json::Node object, std::string_view name) {
  std::vector<std::string> texts;
  const auto member = object.member(name);
  if (!member) return texts;
  if (const auto text = member->string()) texts.emplace_back(*text);
  for (std::size_t i = 0; member->is_array() && i < member->size(); ++i)
    texts.emplace_back(member->entry(i).string().value_or(""));
  return texts;
}

template <class Take>
void each_line(const char* file, Take take) {
  const auto text = gunzipped(recorded_band / file);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = json::Document::parse(std::string_view(text).substr(at, end - at));
    REQUIRE(line);
    take(line->root());
    at = end + 1;
  }
}

std::vector<Recording> recorded_tapes() {
  std::vector<Recording> recordings;
  each_line("search-docs.jsonl.gz", [&](json::Node hit) {
    messages::FoundItem item{
        .identifier = ItemIdentifier::parse(text_in(hit, "identifier")).value(),
        .title = text_in(hit, "title"),
        .creators = texts_in(hit, "creator"),
        .date = text_in(hit, "date"),
        .year = text_in(hit, "year"),
        .venue = text_in(hit, "venue"),
        .coverage = text_in(hit, "coverage"),
        .source = text_in(hit, "source"),
        .lineage = text_in(hit, "lineage"),
        .taper = text_in(hit, "taper"),
        .collections = texts_in(hit, "collection")};
    auto recording = read_recording(std::move(item));
    REQUIRE(recording);
    recordings.push_back(std::move(*recording));
  });
  return recordings;
}

using Tapes = std::set<std::string>;

/// How far our concerts and those of the key agree.
struct Agreement {
  std::size_t exact = 0;       ///< Concerts of the key that are one of ours.
  std::size_t recordings = 0;  ///< Places of recordings in concerts of the key.
  std::size_t right = 0;
  std::vector<std::string> merged;  ///< Concerts of the key that are in one of ours with another.
  std::vector<std::string> parted;  ///< Concerts of the key of which we hold a part elsewhere.
};

/// A concert of the key and one of ours that have recordings in common.
struct Pair {
  std::size_t key;
  std::size_t ours;
  std::size_t common;
  double likeness;  ///< Of all recordings in either, how many are in both.
};

using Key = std::vector<std::pair<std::string, Tapes>>;

std::vector<Pair> pairs_of(const Key& key, const std::vector<Tapes>& ours) {
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    for (const auto& name : ours[i])
      places[name].push_back(i);
  }
  std::vector<Pair> pairs;
  for (std::size_t k = 0; k < key.size(); ++k) {
    std::map<std::size_t, std::size_t> common;
    for (const auto& tape : key[k].second) {
      for (const auto place : places[tape])
        ++common[place];
    }
    for (const auto& [place, count] : common) {
      const auto all = key[k].second.size() + ours[place].size() - count;
      pairs.push_back({k, place, count, static_cast<double>(count) / static_cast<double>(all)});
    }
  }
  std::ranges::sort(
      pairs, {}, [](const Pair& pair) { return std::tuple(-pair.likeness, pair.key, pair.ours); });
  return pairs;
}

/// Gives each concert of the key the one of ours that is most like it, and no other has.
Agreement compare(const Key& key, const std::vector<Tapes>& ours) {
  Agreement sum;
  std::map<std::size_t, std::size_t> matched;
  std::set<std::size_t> taken;
  for (const auto& pair : pairs_of(key, ours)) {
    if (matched.contains(pair.key) || taken.contains(pair.ours)) continue;
    matched.emplace(pair.key, pair.common);
    taken.insert(pair.ours);
    sum.exact += pair.likeness == 1.0 ? 1U : 0U;
  }
  for (std::size_t k = 0; k < key.size(); ++k) {
    const auto& [name, tapes] = key[k];
    sum.recordings += tapes.size();
    if (!matched.contains(k)) {
      sum.merged.push_back(name);
      continue;
    }
    sum.right += matched[k];
    if (matched[k] < tapes.size()) sum.parted.push_back(name);
  }
  return sum;
}

/// The words of the second opinion for our kinds.
std::string_view word_for(music::SourceKind kind) {
  using enum music::SourceKind;
  switch (kind) {
    case audience:
      return "AUD";
    case soundboard:
      return "SBD";
    case matrix:
      return "MATRIX";
    case broadcast:
      return "FM";
    case unknown:
      break;
  }
  return "UNKNOWN";
}

}  // namespace

TEST_CASE("the kinds of source agree with what another program read, where both say one" *
          doctest::skip(recorded_data_may_be_skipped())) {
  std::map<std::string, std::string, std::less<>> opinions;
  const auto text = gunzipped(recorded_band / "source-kind-second-opinion.tsv.gz");
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto tab = text.find('\t', at);
    if (tab < end) opinions[text.substr(at, tab - at)] = text.substr(tab + 1, end - tab - 1);
    at = end + 1;
  }
  std::map<std::string, std::size_t> pairs;
  std::size_t both = 0;
  std::size_t same = 0;
  for (const auto& recording : recorded_tapes()) {
    const auto other = opinions.find(recording.found.identifier.text());
    if (other == opinions.end()) continue;
    const auto ours = word_for(recording.kind);
    ++pairs[std::string(ours) + " here, " + other->second + " there"];
    if (ours == "UNKNOWN" || other->second == "UNKNOWN") continue;
    ++both;
    same += ours == other->second ? 1U : 0U;
  }
  for (const auto& [pair, count] : pairs)
    MESSAGE(pair, ": ", count);
  MESSAGE("of ", both, " that both programs read, the same: ", same);
  // Neither is the truth; a slip in the table of clues shows as a sudden difference.
  CHECK(static_cast<double>(same) >= 0.9 * static_cast<double>(both));
}

TEST_CASE("grouping agrees with a curated catalogue" *
          doctest::skip(recorded_data_may_be_skipped())) {
  std::vector<Tapes> ours;
  for (const auto& concert : group(recorded_tapes())) {
    Tapes tapes;
    for (const auto& tape : concert.recordings)
      tapes.emplace(tape.recording.found.identifier.text());
    ours.push_back(std::move(tapes));
  }
  Key key;
  std::set<Tapes> same;
  each_line("concerts-answer-key.jsonl.gz", [&](json::Node concert) {
    const auto names = texts_in(concert, "recordings");
    Tapes tapes(names.begin(), names.end());
    // Two concerts of the key with the very same recordings cannot be told apart by anybody.
    if (tapes.empty() || !same.insert(tapes).second) return;
    key.emplace_back(text_in(concert, "show_id"), std::move(tapes));
  });

  const auto sum = compare(key, ours);
  MESSAGE("concerts of the key: ", key.size(), ", exactly ours: ", sum.exact,
          "; recordings: ", sum.recordings, ", in the right concert: ", sum.right);
  for (const auto& each : sum.merged)
    MESSAGE("merged: ", each);
  std::string all;
  for (const auto& each : sum.parted)
    all += ' ' + each;
  MESSAGE("concerts of which we hold a part elsewhere:", all);
  CHECK(sum.merged.empty());
  CHECK(static_cast<double>(sum.right) >= 0.99 * static_cast<double>(sum.recordings));
}
