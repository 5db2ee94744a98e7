#include "download/webhook/webhook_settings.hpp"

#include "base/ascii.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <cstddef>

namespace tapedeck::download {
namespace {

constexpr std::size_t most_url_bytes = 2'048;
constexpr std::size_t most_token_bytes = 1'024;

bool is_token_char(char c) {
  return ascii::is_letter_or_digit(c) || std::string_view("-._~+/=").contains(c);
}

}  // namespace

std::optional<WebhookUrl> WebhookUrl::parse(std::string_view text) {
  if (text.size() > most_url_bytes) return std::nullopt;
  const auto parsed = boost::urls::parse_absolute_uri({text.data(), text.size()});
  if (!parsed || parsed->encoded_host().empty() || parsed->has_userinfo()) return std::nullopt;
  if (parsed->scheme() != "https" && parsed->scheme() != "http") return std::nullopt;
  if (parsed->has_port() && parsed->port_number() == 0) return std::nullopt;
  const auto place = parsed->encoded_origin();
  return WebhookUrl(std::string(text), std::string(place.data(), place.size()));
}

std::optional<WebhookToken> WebhookToken::parse(std::string_view text) {
  const bool fits = !text.empty() && text.size() <= most_token_bytes;
  if (!fits || !std::ranges::all_of(text, is_token_char)) return std::nullopt;
  return WebhookToken(std::string(text));
}

}  // namespace tapedeck::download

namespace tapedeck::runtime {

using UrlSetting = SettingType<download::WebhookUrl>;

std::string UrlSetting::wanted(Bounds) {
  return "an address such as https://ntfy.sh/a-topic, without a name and a password in it";
}

Read<download::WebhookUrl> UrlSetting::read(std::string_view text, Bounds bounds) {
  auto url = download::WebhookUrl::parse(text);
  if (!url) return std::unexpected("Give " + wanted(bounds) + ".");
  return *std::move(url);
}

std::string UrlSetting::show(const download::WebhookUrl& url) { return url.place() + "/(hidden)"; }

using TokenSetting = SettingType<download::WebhookToken>;

std::string TokenSetting::wanted(Bounds) { return "a token of letters, digits and `-._~+/=`"; }

Read<download::WebhookToken> TokenSetting::read(std::string_view text, Bounds bounds) {
  auto token = download::WebhookToken::parse(text);
  if (!token) return std::unexpected("Give " + wanted(bounds) + ".");
  return *std::move(token);
}

std::string TokenSetting::show(const download::WebhookToken&) { return "(hidden)"; }

}  // namespace tapedeck::runtime
