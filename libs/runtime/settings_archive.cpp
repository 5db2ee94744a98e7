#include "runtime/settings_archive.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <utility>

namespace tapedeck::runtime {

std::optional<ArchiveUrl> ArchiveUrl::parse(std::string_view text) {
  const auto parsed = boost::urls::parse_absolute_uri({text.data(), text.size()});
  if (!parsed || parsed->encoded_host().empty()) return std::nullopt;
  if (parsed->has_userinfo() || parsed->has_query()) return std::nullopt;
  if (!parsed->encoded_path().empty() && parsed->encoded_path() != "/") return std::nullopt;
  if (parsed->has_port() && parsed->port_number() == 0) return std::nullopt;

  const auto host = parsed->encoded_host();
  const bool loopback = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  const bool web = parsed->scheme() == "https" || (loopback && parsed->scheme() == "http");
  if (!web) return std::nullopt;
  if (text.ends_with('/')) text.remove_suffix(1);
  return ArchiveUrl(std::string(text), loopback);
}

std::optional<ArchiveContact> ArchiveContact::parse(std::string_view text) {
  const bool address =
      text.contains('@') || text.starts_with("https://") || text.starts_with("http://");
  const bool printable = std::ranges::all_of(
      text, [](char c) { return c > 0x20 && c < 0x7F && c != '(' && c != ')' && c != '\\'; });
  if (!address || !printable || text.size() > max_bytes) return std::nullopt;
  return ArchiveContact(std::string(text));
}

std::string SettingType<ArchiveUrl>::wanted(Bounds) {
  return "an address such as https://archive.org; http only for this machine";
}

Read<ArchiveUrl> SettingType<ArchiveUrl>::read(std::string_view text, Bounds bounds) {
  auto url = ArchiveUrl::parse(text);
  if (!url) return std::unexpected("Give " + wanted(bounds) + ".");
  return std::move(*url);
}

std::string SettingType<ArchiveUrl>::show(const ArchiveUrl& value) { return value.text(); }

std::string SettingType<ArchiveContact>::wanted(Bounds) {
  return "a mail or web address of at most 200 plain characters";
}

Read<ArchiveContact> SettingType<ArchiveContact>::read(std::string_view text, Bounds bounds) {
  auto contact = ArchiveContact::parse(text);
  if (!contact) return std::unexpected("Give " + wanted(bounds) + ".");
  return std::move(*contact);
}

std::string SettingType<ArchiveContact>::show(const ArchiveContact& value) { return value.text(); }

}  // namespace tapedeck::runtime
