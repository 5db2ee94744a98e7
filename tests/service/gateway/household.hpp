#pragma once

#include "support/fetch.hpp"
#include "support/tapedeck.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// What somebody holds who has signed in.
struct Keys {
  std::string access_token;
  std::string refresh_token;
  std::string cookie;  ///< As a browser sends it: `Cookie: tapedeck=…`.
  std::string user;
  std::string role;

  [[nodiscard]] std::string bearer() const { return "Authorization: Bearer " + access_token; }
};

/// Somebody who uses Tapedeck through its gateway, as a program or as a browser would.
class Household {
 public:
  static constexpr std::string_view password = "dark star 1972";

  explicit Household(const Tapedeck& tapedeck) : url_(tapedeck.url("gateway")) {}

  /// Sends JSON, or nothing when `body` is empty.
  Fetched ask(const std::string& verb, const std::string& path, const std::string& body = {},
              std::vector<std::string> headers = {}) const;

  Fetched get(const std::string& path, std::vector<std::string> headers = {}) const {
    return ask("GET", path, {}, std::move(headers));
  }

  /// Registers `name`, whose address is `name@example.org`.
  Fetched sign_up(const std::string& name, std::vector<std::string> headers = {},
                  const std::string& more = {}) const;

  Fetched log_in(const std::string& name, std::string_view with = password,
                 std::vector<std::string> headers = {}) const;

  /// Registers and signs in; stops the test when that does not work.
  Keys join(const std::string& name) const;

  /// Signs in; stops the test when that does not work.
  Keys enter(const std::string& name) const;

  /// What an answer of /auth/login or /auth/refresh gives.
  static Keys keys_of(const Fetched& answer);

  [[nodiscard]] const std::string& url() const noexcept { return url_; }

  /// The headers that a page of ours sends along with its cookie.
  [[nodiscard]] std::vector<std::string> our_page(const Keys& keys) const {
    return {keys.cookie, "Origin: " + url_};
  }

 private:
  std::string url_;
};

/// The text of a member of a JSON object; empty when it has none.
std::string member(const std::string& json, std::string_view name);

}  // namespace tapedeck::test
