#pragma once

#include "identity/jwt.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::identity {

/// What some tokens say whose signature was found right, so that the next request with the same one
/// need not open it again: that took a sixth of the time of a cached search (perf, release build).
///
/// What is remembered stays true, for neither a token's text nor the keys change. Whether a token
/// is still good (its times, the end of its session) is to be asked anew each time.
///
/// Holds up to 512 tokens, each in the one place that its text hashes to; a newer one takes the
/// place of an older. Any thread.
template <class Content>
class RecentTokens {
 public:
  [[nodiscard]] std::optional<Content> find(std::string_view token) const {
    const auto hash = hash_of(token);
    const std::lock_guard lock(mutex_);
    const auto& place = place_of(hash);
    // Texts are compared only where the hashes agree: the time it takes tells a forger nothing.
    if (!place.content || place.hash != hash || place.token != token) return std::nullopt;
    return place.content;
  }

  /// `token` was opened just now and says `content`. No longer than Jwt::max_bytes.
  void keep(std::string_view token, const Content& content) {
    const auto hash = hash_of(token);
    const std::lock_guard lock(mutex_);
    auto& place = (*places_)[hash % places];
    place.hash = hash;
    place.token = token;
    place.content = content;
  }

 private:
  static constexpr std::size_t places = 512;

  struct Place {
    std::size_t hash = 0;
    std::string token{};
    std::optional<Content> content{};
  };

  static std::size_t hash_of(std::string_view token) {
    return std::hash<std::string_view>{}(token);
  }

  [[nodiscard]] const Place& place_of(std::size_t hash) const { return (*places_)[hash % places]; }

  mutable std::mutex mutex_;
  std::unique_ptr<std::array<Place, places>> places_ =
      std::make_unique<std::array<Place, places>>();
};

}  // namespace tapedeck::identity
