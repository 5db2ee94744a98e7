#pragma once

#include "download/webhook/letter.hpp"
#include "runtime/settings_types.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::download {

/// Where messages for the operator go, proven to be `http://` or `https://` with a host, and
/// nothing in front of that.
///
/// All behind the host may be what opens it: whoever knows the topic of an ntfy server may write to
/// it.
class WebhookUrl {
 public:
  /// Nothing when `text` is no such address.
  [[nodiscard]] static std::optional<WebhookUrl> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// Its scheme, host and port: "https://ntfy.sh".
  [[nodiscard]] const std::string& place() const noexcept { return place_; }

  friend bool operator==(const WebhookUrl&, const WebhookUrl&) = default;

 private:
  WebhookUrl(std::string text, std::string place)
      : text_(std::move(text)), place_(std::move(place)) {}

  std::string text_;
  std::string place_;
};

/// A token that may stand behind `Bearer` (RFC 6750 §2.1). How long it is is the other side's
/// matter.
class WebhookToken {
 public:
  /// Nothing when `text` is no such token.
  [[nodiscard]] static std::optional<WebhookToken> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend bool operator==(const WebhookToken&, const WebhookToken&) = default;

 private:
  explicit WebhookToken(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace tapedeck::download

namespace tapedeck::runtime {

template <>
struct SettingType<download::WebhookUrl> {
  static constexpr Bounds any{};
  static constexpr Secrecy secrecy = Secrecy::whole;

  static std::string wanted(Bounds bounds);
  static Read<download::WebhookUrl> read(std::string_view text, Bounds bounds);
  static std::string show(const download::WebhookUrl& url);
};

template <>
struct SettingType<download::WebhookToken> {
  static constexpr Bounds any{};
  static constexpr Secrecy secrecy = Secrecy::whole;

  static std::string wanted(Bounds bounds);
  static Read<download::WebhookToken> read(std::string_view text, Bounds bounds);
  static std::string show(const download::WebhookToken& token);
};

}  // namespace tapedeck::runtime
