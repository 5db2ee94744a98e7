#include "archive/http/places.hpp"

#include "archive/http/public_address.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace tapedeck::archive {
namespace {

/// A URL in its parts, divided by the very parser that the transfer will use.
class Url {
 public:
  explicit Url(const std::string& text)
      : handle_(::curl_url(), &::curl_url_cleanup),
        readable_(::curl_url_set(handle_.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK) {}

  [[nodiscard]] bool readable() const { return readable_; }

  /// Empty when the part is absent.
  [[nodiscard]] std::string part(CURLUPart which) const {
    char* text = nullptr;
    if (::curl_url_get(handle_.get(), which, &text, 0) != CURLUE_OK) return {};
    const std::unique_ptr<char, decltype(&::curl_free)> owner(text, &::curl_free);
    return text;
  }

  /// In lower case, without the dot that may end a full name.
  [[nodiscard]] std::string host() const {
    auto host = part(CURLUPART_HOST);
    std::ranges::transform(host, host.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (host.ends_with('.')) host.pop_back();
    return host;
  }

 private:
  std::unique_ptr<CURLU, decltype(&::curl_url_cleanup)> handle_;
  bool readable_ = false;
};

bool is_loopback_host(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::unexpected<Error> not_there(std::string_view why, const std::string& url) {
  return fail(Errc::bad_upstream, "The Archive points to a place that Tapedeck does not go to.",
              std::string(why) + ": " + url.substr(0, 200));
}

}  // namespace

Result<void> Places::check(const std::string& url) const {
  const Url parts(url);
  if (!parts.readable()) return not_there("no URL", url);
  if (!parts.part(CURLUPART_USER).empty() || !parts.part(CURLUPART_PASSWORD).empty()) {
    return not_there("a user's name in it", url);
  }
  const auto scheme = parts.part(CURLUPART_SCHEME);
  const auto host = parts.host();
  const bool web = scheme == "https" || scheme == "http";
  if (loopback_ && web && is_loopback_host(host)) return {};

  if (scheme != "https") return not_there("not https", url);
  const auto port = parts.part(CURLUPART_PORT);
  const Url base(base_);
  if (host == base.host() && port == base.part(CURLUPART_PORT)) return {};
  if (host != "archive.org" && !host.ends_with(".archive.org")) {
    return not_there("not the Archive", url);
  }
  if (!port.empty() && port != "443") return not_there("a port of its own", url);
  return {};
}

bool Places::allows_address(std::span<const std::uint8_t> address) const {
  return is_public_address(address) || (loopback_ && is_loopback_address(address));
}

}  // namespace tapedeck::archive
