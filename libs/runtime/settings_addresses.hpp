#pragma once

#include "runtime/settings_types.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::runtime {

/// Where one of the services is found, proven to be `http://host[:port]` with nothing behind.
class ServiceUrl {
 public:
  /// Nothing when `text` is no such address. TLS between services is a proxy's work.
  [[nodiscard]] static std::optional<ServiceUrl> parse(std::string_view text);

  /// As it was given, without a slash at the end: "http://127.0.0.1:8001".
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend bool operator==(const ServiceUrl&, const ServiceUrl&) = default;

 private:
  explicit ServiceUrl(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

/// Where a service listens: an IPv4 or IPv6 address, proven to be one.
class IpAddress {
 public:
  /// Nothing when `text` is no address; names are not looked up.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);

  /// This machine alone.
  [[nodiscard]] static IpAddress loopback() { return IpAddress("127.0.0.1"); }

  /// Every address of this machine, IPv4 alone.
  [[nodiscard]] static IpAddress everywhere() { return IpAddress("0.0.0.0"); }

  /// As it was given: "127.0.0.1", "::".
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  explicit IpAddress(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

/// `http://127.0.0.1:8001`.
template <>
struct SettingType<ServiceUrl> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<ServiceUrl> read(std::string_view text, Bounds bounds);
  static std::string show(const ServiceUrl& value);
};

/// `127.0.0.1`, `0.0.0.0`, `::1`, `::`.
template <>
struct SettingType<IpAddress> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<IpAddress> read(std::string_view text, Bounds bounds);
  static std::string show(const IpAddress& value);
};

}  // namespace tapedeck::runtime
