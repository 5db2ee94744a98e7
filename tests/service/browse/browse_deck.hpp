#pragma once

#include "base/result.hpp"
#include "json/decode.hpp"
#include "messages/catalogue.hpp"
#include "service/fake_archive/site.hpp"
#include "support/tapedeck.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::test {

/// A tape of the made-up catalogue of the fake archive.
constexpr std::string_view soundboard = "gd1977-05-08.sbd.harbor.990101.flac16";

/// The browse service of the real program, before a fake archive.
class BrowseDeck {
 public:
  explicit BrowseDeck(const Site& site, std::map<std::string, std::string> environment = {})
      : tapedeck_(options(site, std::move(environment))) {
    REQUIRE(tapedeck_.ready());
  }

  Fetched get(const std::string& target, const std::vector<std::string>& headers = {}) {
    return fetch(tapedeck_.url("browse") + target, headers);
  }
  Fetched post(const std::string& target, const std::vector<std::string>& headers,
               const std::string& body = {}) {
    return fetch(tapedeck_.url("browse") + target, headers, "POST", body);
  }

  /// What a 200 holds; the test ends on anything else.
  template <class T>
  T read(const std::string& target) {
    const auto answer = get(target);
    REQUIRE_MESSAGE(answer.status == 200, target, ": ", answer.status, " ", answer.error, " ",
                    answer.body.substr(0, 500));
    auto value = json::decode<T>(answer.body);
    REQUIRE_MESSAGE(value.has_value(), target, ": ", answer.body.substr(0, 500));
    return std::move(*value);
  }

  [[nodiscard]] std::uint16_t port() const {
    const auto url = tapedeck_.url("browse");
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  }
  [[nodiscard]] Tapedeck& tapedeck() noexcept { return tapedeck_; }

 private:
  static TapedeckOptions options(const Site& site, std::map<std::string, std::string> environment) {
    TapedeckOptions options;
    options.only = {"browse"};
    options.environment = std::move(environment);
    options.environment.emplace("TAPEDECK_ARCHIVE_URL",
                                "http://127.0.0.1:" + std::to_string(site.ports().archive));
    options.environment.emplace("TAPEDECK_ARCHIVE_CONTACT", "mailto:taper@example.org");
    return options;
  }

  Tapedeck tapedeck_;
};

}  // namespace tapedeck::test
