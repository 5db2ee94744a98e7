#include "gateway/core/origins.hpp"

#include "gateway/core/names.hpp"

#include <string>

namespace tapedeck::gateway {
namespace {

/// "music.example:443" of https is "music.example".
std::string without_usual_port(std::string_view authority, bool https) {
  auto text = folded(authority);
  const std::string_view usual = https ? ":443" : ":80";
  if (text.ends_with(usual)) text.resize(text.size() - usual.size());
  return text;
}

struct Place {
  bool https = false;
  std::string authority;
};

/// Of `http://host[:port]`; nothing for any other scheme and for `null`.
std::optional<Place> place_of(std::string_view origin) {
  constexpr std::string_view plain = "http://";
  constexpr std::string_view tls = "https://";
  if (origin.starts_with(plain))
    return Place{false, without_usual_port(origin.substr(plain.size()), false)};
  if (origin.starts_with(tls))
    return Place{true, without_usual_port(origin.substr(tls.size()), true)};
  return std::nullopt;
}

}  // namespace

bool is_our_page(const AskingPage& page) {
  const bool vouched_for = page.fetch_site.has_value();
  if (vouched_for && *page.fetch_site != "same-origin") return false;
  if (!page.origin) return vouched_for;
  const auto place = place_of(*page.origin);
  if (!place || page.host.empty()) return false;
  // Behind a proxy nobody told us of, https looks like http; the browser itself knows better.
  if (!vouched_for && place->https != page.https) return false;
  return place->authority == without_usual_port(page.host, place->https);
}

}  // namespace tapedeck::gateway
