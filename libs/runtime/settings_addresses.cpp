#include "runtime/settings_addresses.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

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

std::string SettingType<ServiceUrl>::wanted(Bounds) {
  return "an address such as http://127.0.0.1:8001";
}

Read<ServiceUrl> SettingType<ServiceUrl>::read(std::string_view text, Bounds bounds) {
  auto url = ServiceUrl::parse(text);
  if (!url) return std::unexpected("Give " + wanted(bounds) + ".");
  return std::move(*url);
}

std::string SettingType<ServiceUrl>::show(const ServiceUrl& value) { return value.text(); }

}  // namespace tapedeck::runtime
