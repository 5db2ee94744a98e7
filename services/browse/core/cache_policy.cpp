#include "browse/core/cache_policy.hpp"

#include <algorithm>

namespace tapedeck::browse {
namespace {

using namespace std::chrono_literals;

/// Two machines that share a database disagree by less.
constexpr std::chrono::seconds clock_slack = 1min;

/// For so long a question that went wrong is not asked again.
constexpr std::chrono::seconds trouble = 30s;

constexpr std::chrono::seconds longest_kept = 1min;
constexpr std::chrono::seconds longest_kept_picture = 24h;

}  // namespace

Lifetime CachePolicy::lifetime_of(messages::CacheType type) const {
  const auto within = [this](std::chrono::seconds fresh, std::chrono::seconds refreshable) {
    const auto fallback = std::max(fresh, stale_for);
    return Lifetime{fresh, std::clamp(refreshable, fresh, fallback), fallback};
  };
  switch (type) {
    case messages::CacheType::search:
      return within(search_fresh, std::chrono::days{1});
    case messages::CacheType::item:
      return within(item_fresh, std::chrono::days{7});
    case messages::CacheType::thumbnail:
      return within(thumbnail_fresh, std::chrono::days{90});
  }
  return {};
}

std::chrono::seconds age_of(Instant made, Instant now) {
  return std::max(std::chrono::floor<std::chrono::seconds>(now - made), 0s);
}

Freshness CachePolicy::freshness_of(messages::CacheType type, Instant made, Instant now) const {
  if (made > now + clock_slack) return Freshness::refreshable;
  const auto age = now - made;
  const auto lifetime = lifetime_of(type);
  if (age < lifetime.fresh) return Freshness::fresh;
  if (age < lifetime.refreshable) return Freshness::refreshable;
  return age < lifetime.fallback ? Freshness::fallback : Freshness::useless;
}

std::chrono::seconds CachePolicy::may_keep_for(messages::CacheType type, Instant made,
                                               Instant now) const {
  if (freshness_of(type, made, now) != Freshness::fresh) return 0s;
  const auto left = lifetime_of(type).fresh - age_of(made, now);
  const bool picture = type == messages::CacheType::thumbnail;
  return std::clamp(left, 0s, picture ? longest_kept_picture : longest_kept);
}

std::optional<std::chrono::seconds> CachePolicy::repeat_for(messages::CacheType type,
                                                            const Error& error) const {
  if (error.code == Errc::not_found || error.code == Errc::invalid) return refusal;
  const bool nonsense = error.code == Errc::bad_upstream;
  if (nonsense && type == messages::CacheType::thumbnail) return refusal;
  const bool failing = error.code == Errc::unavailable && !error.retry_after;
  return nonsense || failing ? std::optional(std::min(refusal, trouble)) : std::nullopt;
}

}  // namespace tapedeck::browse
