#include "http/content_coding.hpp"

#include "http/detail/grammar.hpp"
#include "http/headers.hpp"

#include <optional>

namespace tapedeck::http {

namespace {

// ";q=0", ";q=0.000": the weight that means "not this one". Any other, also a broken one, means
// yes.
bool is_refused(std::string_view parameters) {
  const auto equals = parameters.find('=');
  if (equals == parameters.npos) return false;
  if (!same_name(detail::trimmed(parameters.substr(0, equals)), "q")) return false;
  const auto weight = detail::trimmed(parameters.substr(equals + 1));
  return !weight.empty() && weight.find_first_not_of("0.") == weight.npos;
}

}  // namespace

bool takes_coding(std::string_view accept_encoding, std::string_view coding) {
  std::optional<bool> named;
  bool any = false;
  detail::each_element(accept_encoding, [&](std::string_view element) {
    const auto semicolon = element.find(';');
    const auto name = detail::trimmed(element.substr(0, semicolon));
    const auto parameters =
        semicolon == element.npos ? std::string_view() : element.substr(semicolon + 1);
    if (same_name(name, coding)) named = !is_refused(parameters);
    if (name == "*") any = !is_refused(parameters);
  });
  return named.value_or(any);
}

}  // namespace tapedeck::http
