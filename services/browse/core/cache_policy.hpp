#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "messages/cache.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tapedeck::browse {

/// How good an answer still is.
enum class Freshness : std::uint8_t {
  fresh,        ///< Give it.
  refreshable,  ///< Give it, and ask the Archive meanwhile.
  fallback,     ///< Ask the Archive first; give it when that fails.
  useless,      ///< As if it were not there.
};

/// Until when an answer is which, counted from when the Archive gave it.
struct Lifetime {
  std::chrono::seconds fresh;
  std::chrono::seconds refreshable;
  std::chrono::seconds fallback;
};

/// How long answers are good. A value; every question to it is one of values.
///
/// A search may miss what was uploaded a minute ago, and the Archive's own index lags by more than
/// that. An item's metadata changes a few times in its life, its picture hardly ever. Each is
/// better than nothing for weeks: what was played in 1977 stays so.
struct CachePolicy {
  std::chrono::seconds search_fresh{std::chrono::minutes{30}};
  std::chrono::seconds item_fresh{std::chrono::hours{6}};
  std::chrono::seconds thumbnail_fresh{std::chrono::days{30}};
  std::chrono::seconds refusal{std::chrono::minutes{5}};  ///< That there is none, or no such query.
  /// Nothing older is given, unless it is fresh for longer than that.
  std::chrono::seconds stale_for{std::chrono::days{30}};

  /// A search that is past its time is refreshable for a day, an item for a week, a picture for a
  /// season, and none for longer than `stale_for`.
  [[nodiscard]] Lifetime lifetime_of(messages::CacheType type) const;

  /// An answer from the future (the clock was set back) is refreshable: its age is not known.
  [[nodiscard]] Freshness freshness_of(messages::CacheType type, Instant made, Instant now) const;

  /// For how long a caller may keep the answer without asking again: what is left of its time, but
  /// at most a minute, so that a cleared cache is soon cleared everywhere; a picture for a day.
  [[nodiscard]] std::chrono::seconds may_keep_for(messages::CacheType type, Instant made,
                                                  Instant now) const;

  /// How long it is repeated, without asking again, that the Archive did not answer a question.
  /// Long when it spoke of the question itself: there is no such item, it takes no such search,
  /// what it has is no picture. Half a minute, as callers are told to wait, for nonsense, a failing
  /// server and a connection that broke, so that many who ask are not many requests. Nothing when
  /// the error says when to come again, or nothing came at all: the Archive's limiter
  /// (archive/limiter.hpp) knows when to ask.
  [[nodiscard]] std::optional<std::chrono::seconds> repeat_for(messages::CacheType type,
                                                               const Error& error) const;
};

/// How long it has been since `made`; never below zero.
[[nodiscard]] std::chrono::seconds age_of(Instant made, Instant now);

}  // namespace tapedeck::browse
