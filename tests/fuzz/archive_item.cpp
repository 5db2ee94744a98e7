// Any bytes as an answer of the Archive: metadata, search and scrape.

#include "archive/answers.hpp"
#include "archive/track_sets.hpp"
#include "base/ensure.hpp"
#include "base/utf8.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace tapedeck;
using namespace tapedeck::archive;

/// What every value that was read has in common, however strange the answer.
void check_text(const std::string& text) {
  ensure(is_utf8(text), "text that was kept is UTF-8");
  ensure(text.size() <= 2 * most_answer_bytes, "no text grows beyond its answer");
}

void check_item(const Item& item) {
  ensure(item.files.size() <= most_files, "no item has more files than the limit");
  for (const auto& file : item.files) {
    ensure(FileName::parse(file.name.text()).has_value(), "a name that was kept is harmless");
    ensure(item.file(file.name.text()) == &file, "a name is there once");
    check_text(file.title);
    check_text(file.format);
  }
  check_text(item.title);
  check_text(item.description);
  for (const auto& collection : item.collections)
    check_text(collection);
}

/// Every file is in one track at most, and every set is a run of tracks.
void check_tracks(Item item) {
  const auto tracks = tracks_of(item);
  std::vector<bool> taken(item.files.size());
  for (const auto& track : tracks) {
    ensure(!track.title.empty() && !track.renditions.empty(), "a track has a title and a file");
    check_text(track.title);
    for (const auto at : track.renditions) {
      ensure(at < taken.size() && !taken[at], "a file is in one track");
      taken[at] = true;
    }
  }
  std::size_t next = 0;
  for (const auto& set : sets_of(tracks, item.description)) {
    ensure(set.first == next && set.count > 0, "sets follow one another");
    next += set.count;
  }
  ensure(next == 0 || next == tracks.size(), "every track is in a set, or none is");
}

void check_error(const Error& error) {
  ensure(!error.message.empty(), "an error has a sentence for the user");
  ensure(error.code == Errc::not_found || error.code == Errc::bad_upstream ||
             error.code == Errc::invalid,
         "an answer is missing, unreadable, or a refusal");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static const auto asked = *ItemIdentifier::parse("dcb1977-05-08.early.mtx.hollis.flac16");

  const auto item = read_item(text, asked);
  if (item) {
    check_item(*item);
    check_tracks(*item);
  } else {
    check_error(item.error());
  }
  if (const auto page = read_search(text); !page) check_error(page.error());
  if (const auto batch = read_scrape(text); !batch) check_error(batch.error());
  return 0;
}
