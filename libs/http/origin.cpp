#include "http/client.hpp"

#include <boost/url/parse.hpp>

namespace tapedeck::http {

Result<Origin> Origin::parse(std::string_view url) {
  const auto refuse = [&url](std::string why) {
    return fail(Errc::invalid, "\"" + std::string(url) + "\" " + std::move(why) +
                                   "; give the address of a service as http://host:port.");
  };
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return refuse("is not a URL");
  if (parsed->scheme_id() == boost::urls::scheme::https)
    return refuse("asks for TLS, which between services is a proxy's work");
  if (parsed->scheme_id() != boost::urls::scheme::http)
    return refuse("does not begin with http://");
  if (parsed->has_userinfo()) return refuse("must not hold a user or a password");
  if (parsed->has_query() || parsed->has_fragment() ||
      (!parsed->encoded_path().empty() && parsed->encoded_path() != "/"))
    return refuse("must end with the host and its port");
  if (parsed->encoded_host().empty()) return refuse("names no host");
  if (parsed->has_port() && parsed->port_number() == 0) return refuse("has no possible port");

  Origin origin;
  origin.host = parsed->host_address();
  if (parsed->has_port()) origin.port = parsed->port_number();
  return origin;
}

}  // namespace tapedeck::http
