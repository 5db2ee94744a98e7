#pragma once

#include <optional>
#include <string_view>

namespace tapedeck::gateway {

/// What a browser says of the page that asks. Scripts can set neither header (Fetch §2.2.2).
struct AskingPage {
  std::optional<std::string_view> origin;      ///< `Origin`
  std::optional<std::string_view> fetch_site;  ///< `Sec-Fetch-Site`
  std::string_view host;                       ///< `Host`: what the browser believes we are.
  bool https = false;  ///< Whether the browser came by TLS, as far as known.
};

/// Whether the page that asks is one of ours. A browser sends its cookie along with whatever any
/// page asks, so this stands in front of everything that a cookie may change. False when the
/// browser says nothing: all that are in use say one or the other with what changes something.
[[nodiscard]] bool is_our_page(const AskingPage& page);

}  // namespace tapedeck::gateway
