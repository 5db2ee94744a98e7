#pragma once

#include "runtime/settings_types.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::runtime {

/// Where the Internet Archive is, proven to be `https://host[:port]` with nothing behind, or http
/// when it is a stand-in on this very machine.
class ArchiveUrl {
 public:
  /// Nothing when `text` is no such address.
  [[nodiscard]] static std::optional<ArchiveUrl> parse(std::string_view text);

  /// `https://archive.org`.
  [[nodiscard]] static ArchiveUrl internet_archive() {
    return ArchiveUrl("https://archive.org", false);
  }

  /// As it was given, without a slash at the end.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// Whether it is on this machine: localhost, 127.0.0.1, [::1].
  [[nodiscard]] bool loopback() const noexcept { return loopback_; }

  friend bool operator==(const ArchiveUrl&, const ArchiveUrl&) = default;

 private:
  ArchiveUrl(std::string text, bool loopback) : text_(std::move(text)), loopback_(loopback) {}

  std::string text_;
  bool loopback_;
};

/// Whom the Archive may write to about this installation: a web or mail address that can stand in a
/// User-Agent. The Archive has firewalled clients that nobody could be written to about.
class ArchiveContact {
 public:
  static constexpr std::size_t max_bytes = 200;

  /// Nothing when `text` is no such address, or has what ends a comment of a header (RFC 9110
  /// §5.6.5).
  [[nodiscard]] static std::optional<ArchiveContact> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend bool operator==(const ArchiveContact&, const ArchiveContact&) = default;

 private:
  explicit ArchiveContact(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

/// `https://archive.org`, `http://127.0.0.1:8100`.
template <>
struct SettingType<ArchiveUrl> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<ArchiveUrl> read(std::string_view text, Bounds bounds);
  static std::string show(const ArchiveUrl& value);
};

/// `mailto:admin@example.org`, `https://example.org/contact`.
template <>
struct SettingType<ArchiveContact> {
  static constexpr Bounds any{};

  static std::string wanted(Bounds bounds);
  static Read<ArchiveContact> read(std::string_view text, Bounds bounds);
  static std::string show(const ArchiveContact& value);
};

}  // namespace tapedeck::runtime
