#include "runtime/settings_addresses.hpp"

#include <arpa/inet.h>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <array>
#include <utility>

namespace tapedeck::runtime {

std::optional<ServiceUrl> ServiceUrl::parse(std::string_view text) {
  const auto parsed = boost::urls::parse_absolute_uri({text.data(), text.size()});
  if (!parsed || parsed->scheme() != "http" || parsed->encoded_host().empty()) return std::nullopt;
  if (parsed->has_userinfo() || parsed->has_query()) return std::nullopt;
  if (!parsed->encoded_path().empty() && parsed->encoded_path() != "/") return std::nullopt;
  if (parsed->has_port() && parsed->port_number() == 0) return std::nullopt;
  if (text.ends_with('/')) text.remove_suffix(1);
  return ServiceUrl(std::string(text));
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string terminated(text.substr(0, INET6_ADDRSTRLEN + 1));
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  const bool sound = terminated.size() == text.size() && !text.contains('\0') &&
                     (::inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1 ||
                      ::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1);
  if (!sound) return std::nullopt;
  return IpAddress(terminated);
}

std::string SettingType<ServiceUrl>::wanted(Bounds) {
  return "an address such as http://127.0.0.1:8001";
}

Read<ServiceUrl> SettingType<ServiceUrl>::read(std::string_view text, Bounds bounds) {
  auto url = ServiceUrl::parse(text);
  if (!url) return std::unexpected("Give " + wanted(bounds) + ".");
  return std::move(*url);
}

std::string SettingType<ServiceUrl>::show(const ServiceUrl& value) { return value.text(); }

std::string SettingType<IpAddress>::wanted(Bounds) {
  return "an IP address such as 127.0.0.1, 0.0.0.0 or ::";
}

Read<IpAddress> SettingType<IpAddress>::read(std::string_view text, Bounds bounds) {
  auto address = IpAddress::parse(text);
  if (!address) return std::unexpected("Give " + wanted(bounds) + ".");
  return std::move(*address);
}

std::string SettingType<IpAddress>::show(const IpAddress& value) { return value.text(); }

}  // namespace tapedeck::runtime
