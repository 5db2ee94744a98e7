#pragma once

#include "archive/item.hpp"
#include "archive/picture.hpp"
#include "archive/search.hpp"
#include "async/clock.hpp"
#include "async/task.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tapedeck::archive {

/// How the sending of a file begins.
struct FetchStart {
  /// The first byte that will come. What was asked for, or 0 although more was asked for: then the
  /// file at the Archive is another one than before, or its node ignores ranges, and what was kept
  /// of it is to be thrown away.
  std::uint64_t first = 0;
  std::optional<std::uint64_t> total{};  ///< Bytes of the whole file, if the node says so.
  std::string etag{};                    ///< For FetchRequest::if_match; empty when there is none.
  std::optional<Instant> modified{};     ///< Last-Modified; the mtime of the metadata.
};

/// Takes the bytes of a file in order, as they arrive.
class Sink {
 public:
  virtual ~Sink() = default;

  /// Comes once, before the first byte; never when nothing is sent. An error ends the fetch.
  virtual Task<Result<void>> begin(FetchStart start) = 0;

  /// Keeps `bytes`, which stay valid until this task ends. The sender waits for that, and so a slow
  /// disk slows the network instead of filling memory. An error ends the fetch.
  virtual Task<Result<void>> write(std::span<const std::byte> bytes) = 0;
};

/// What the bytes of a file are wanted for; the two do not wait for one another.
enum class Purpose : std::uint8_t {
  keep,  ///< The vault has time.
  play,  ///< Somebody listens, and would hear the waiting.
};

/// Which bytes of which file are wanted.
struct FetchRequest {
  ItemIdentifier item;
  FileName file;
  std::uint64_t first = 0;  ///< 0 is the beginning.
  /// FetchStart::etag of the bytes that are there already; the sending then begins at 0 when the
  /// file has changed since. Empty: go on whatever it is now.
  std::string if_match{};
  Purpose purpose = Purpose::keep;
  /// About so much is received ahead of a sink that is slow, then the Archive is not read from:
  /// with little of it a sink that takes bytes at a steady pace has them come at that pace.
  std::size_t ahead = most_ahead;

  static constexpr std::size_t most_ahead = 1U << 20U;
};

/// How long a fetch may take to begin, and to be silent; there is no limit on the whole, since a
/// concert in FLAC is a gigabyte and a line may be slow.
struct Patience {
  Deadline begin_by;  ///< For its turn among those of its purpose.
  /// The longest silence to bear between two reads. A drip of less than 1 KiB/s over twice that
  /// time counts as silence too.
  std::chrono::milliseconds idle{30'000};
};

/// What became of a fetch.
struct Fetched {
  std::uint64_t bytes = 0;  ///< So many were sent.
  /// Whether the last byte of the file has come, or nothing was left to send. False is no error:
  /// the connection dropped or fell silent, what came is good, ask again from there.
  bool complete = false;
  std::optional<std::uint64_t> total{};  ///< Bytes of the whole file, if the node said so.
};

/// The Internet Archive, as much of it as Tapedeck needs.
///
/// `archive/http/` speaks to the real one; `tests/support/scripted_archive.hpp` plays it from a
/// script. Both keep these promises (tests/support/archive_contract.hpp):
///
///  - Every call ends by its deadline, with `timed_out` if it must, and ends at once with
///    `cancelled` when the awaiting coroutine is cancelled.
///  - Calls are polite (archive/limiter.hpp): searches and items, pictures, and batches of a walk
///    each come one at a time, and all of them a quarter of a second apart, those that somebody
///    waits for first; at most two files to keep and two to play are sent at once; a 429 or 503
///    holds every caller back for as long as the Archive asks, and a host that cannot be reached is
///    left alone for a while.
///  - Redirects to the data nodes are followed here; no caller ever sees one.
///
/// Errors that any call may give: `unavailable` (no answer, a failing server, or left alone just
/// now) and `rate_limited`, both with the time to wait where it is known; `timed_out`; `cancelled`;
/// `bad_upstream` for an answer that cannot be read or a redirect that may not be followed.
///
/// May be called from any loop and goes on there. Outlives its calls.
class Archive {
 public:
  virtual ~Archive() = default;

  /// One page of what a query finds.
  /// Errors: `invalid` for a query that breaks a rule of ours or that the Archive rejects.
  virtual Task<Result<SearchPage>> search(SearchQuery query, Deadline deadline) = 0;

  /// One batch of all that a query finds.
  /// Errors: `invalid` for a query that breaks a rule of ours; `bad_upstream` also for one that the
  /// Archive rejects, since it does so under load, and for a batch that is far too long: then
  /// `query.count`, if there is one, is named as at fault ("count"), and a smaller one may be read.
  virtual Task<Result<ScrapePage>> scrape(ScrapeQuery query, Deadline deadline) = 0;

  /// One item: its metadata and the list of its files.
  /// Errors: `not_found` when the Archive says that there is none or that it has gone dark, which
  /// it does in an answer; a bare status 403 or 404 is `bad_upstream`.
  virtual Task<Result<Item>> item(ItemIdentifier name, Deadline deadline) = 0;

  /// The picture that stands for an item; the Archive has one for items without one, too.
  /// Errors: `not_found`; `bad_upstream` for what is no picture, or above most_picture_bytes.
  virtual Task<Result<Picture>> picture(ItemIdentifier name, Deadline deadline) = 0;

  /// Sends a file from `request.first` to its end into `sink`.
  ///
  /// Asking for what lies right behind the last byte is a complete fetch of nothing.
  /// Errors: `not_found`; `forbidden` for a private file; `conflict` when the file is shorter than
  /// what is there already; whatever `sink` returned.
  virtual Task<Result<Fetched>> fetch(FetchRequest request, Sink& sink, Patience patience) = 0;
};

}  // namespace tapedeck::archive
