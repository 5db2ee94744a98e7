#include "browse/core/cache_policy.hpp"

#include <algorithm>

namespace tapedeck::browse {
namespace {

using namespace std::chrono_literals;

constexpr Lifetime search_lifetime{30min, std::chrono::days{1}, std::chrono::days{30}};
constexpr Lifetime item_lifetime{6h, std::chrono::days{7}, std::chrono::days{90}};

/// Two machines that share a database disagree by less.
constexpr std::chrono::seconds clock_slack = 1min;

constexpr std::chrono::seconds longest_kept = 1min;

}  // namespace

Lifetime lifetime_of(messages::CacheType type) {
  return type == messages::CacheType::search ? search_lifetime : item_lifetime;
}

std::chrono::seconds age_of(Instant made, Instant now) {
  return std::max(std::chrono::floor<std::chrono::seconds>(now - made), 0s);
}

Freshness freshness_of(messages::CacheType type, Instant made, Instant now) {
  if (made > now + clock_slack) return Freshness::refreshable;
  const auto age = now - made;
  const auto lifetime = lifetime_of(type);
  if (age < lifetime.fresh) return Freshness::fresh;
  if (age < lifetime.refreshable) return Freshness::refreshable;
  return age < lifetime.fallback ? Freshness::fallback : Freshness::useless;
}

std::chrono::seconds may_keep_for(messages::CacheType type, Instant made, Instant now) {
  if (freshness_of(type, made, now) != Freshness::fresh) return 0s;
  const auto left = lifetime_of(type).fresh - age_of(made, now);
  return std::clamp(left, 0s, longest_kept);
}

std::optional<std::chrono::seconds> repeat_for(Errc code) {
  if (code == Errc::not_found || code == Errc::invalid) return 5min;
  return std::nullopt;
}

}  // namespace tapedeck::browse
