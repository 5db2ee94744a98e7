#include "http/detail/status.hpp"

#include <boost/beast/http/status.hpp>

namespace tapedeck::http::detail {

std::string_view reason_of(std::uint16_t status) noexcept {
  // Two names that RFC 9110 has changed since Beast 1.81 was written.
  if (status == 413) return "Content Too Large";
  if (status == 422) return "Unprocessable Content";
  const auto reason =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  return reason == "<unknown-status>" ? "Unknown" : std::string_view(reason);
}

}  // namespace tapedeck::http::detail
