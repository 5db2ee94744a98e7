#pragma once

#include "database/url.hpp"
#include "identity/secret.hpp"
#include "runtime/settings_types.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::runtime {

/// A key, at least 32 bytes and not one that the whole world knows.
template <>
struct SettingType<identity::Secret> {
  static constexpr Bounds any{};
  static constexpr Secrecy secrecy = Secrecy::whole;

  static std::string wanted(Bounds) { return "a secret of at least 32 bytes"; }
  static Read<identity::Secret> read(std::string_view text, Bounds) {
    auto secret = identity::Secret::from_text(std::string(text));
    if (!secret) return std::unexpected(secret.error().message);
    return std::move(*secret);
  }
  static std::string show(const identity::Secret&) { return "(hidden)"; }
};

/// `sqlite:///path` or `postgresql://user:password@host/name`.
template <>
struct SettingType<database::Url> {
  static constexpr Bounds any{};
  static constexpr Secrecy secrecy = Secrecy::partly;

  static std::string wanted(Bounds) {
    return "`sqlite:///path` or `postgresql://user:password@host/name`";
  }
  static Read<database::Url> read(std::string_view text, Bounds) {
    auto url = database::Url::parse(text);
    if (!url) return std::unexpected(url.error().message);
    return std::move(*url);
  }
  static std::string show(const database::Url& url) { return url.shown(); }
};

}  // namespace tapedeck::runtime
